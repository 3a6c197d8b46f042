"""What a student's text may have of HTML: nothing that acts, leads away or reaches beyond its own cell."""

from __future__ import annotations

import re

import bleach
from bleach.css_sanitizer import CSSSanitizer

TAGS = frozenset(
    "a b blockquote br code dd del details div dl dt em h1 h2 h3 h4 h5 h6 hr i img input kbd li ol p pre s span strong "
    "sub summary sup table tbody td th thead tr ul u".split()
)
_PICTURE = re.compile(r"data:image/(png|jpeg|gif|svg\+xml|webp|bmp);base64,", re.IGNORECASE)
_LINK = re.compile(r"https?://|mailto:|#", re.IGNORECASE)
_ATTRIBUTES = {
    "a": ("href", "title"),
    "img": ("src", "alt", "title", "width", "height"),
    "input": ("type", "checked", "disabled"),  # of lists with boxes to tick
    "ol": ("start",),
    "td": ("style",),
    "th": ("style",),
    **dict.fromkeys(("code", "div", "pre", "span"), ("class",)),  # the colours of code
}


def clean_html(element: object) -> str:
    """A cell's HTML with these tags only, all of them closed; others are shown as text.

    A ``<style>`` or a comment without an end would else take the rest of the report away.
    """
    return bleach.clean(
        str(element),
        tags=TAGS,
        attributes=_is_allowed,
        protocols=["http", "https", "mailto", "data"],
        css_sanitizer=CSSSanitizer(allowed_css_properties=["text-align"]),
    )


def _is_allowed(tag: str, name: str, value: str) -> bool:
    if name not in _ATTRIBUTES.get(tag, ()):
        return False
    return {"src": _PICTURE, "href": _LINK}.get(name, re.compile("")).match(value.strip()) is not None
