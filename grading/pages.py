"""Filters of the HTML pages (feedback, Formgrader, exports): what a student wrote can be read there, and does nothing.

`nbgrader_config.py` puts them in the place of nbconvert's own. Text becomes HTML by nbconvert's Markdown renderer and
then passes Bleach, which keeps what is listed here. The page's Content-Security-Policy is a second wall.
"""

from __future__ import annotations

import base64
import functools
import gzip
import hashlib
import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbgrader
from bleach.css_sanitizer import CSSSanitizer
from bleach.html5lib_shim import Filter
from bleach.sanitizer import Cleaner
from bs4 import BeautifulSoup
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from mistune import HTMLRenderer
from nbconvert import filters
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode

from cs_nn.language import gettext as _
from cs_nn.report.cleaning import TAGS
from grading.pictures import EMBEDDED, MARKDOWN_OF_PAGE, fits, is_heavy

TEMPLATES = Path(__file__).with_name("templates")

#: Characters of code that are coloured on a page, and in one line of it: colours cost most of a page's time.
CODE_OF_PAGE, LINE_LIMIT = 60_000, 2_000
NO_DESCRIPTION = "No description has been provided for this image"  # nbconvert's words
#: Texts that are kept as HTML: most cells of the pages of a class are those of the lab.
FROM_THE_LAB = 500
#: Pictures, and code in colours: what becomes of them depends on the page too.
OF_THE_PAGE = re.compile(r"!\[|<img|```|~~~", re.IGNORECASE)
#: Changes of colour in the outputs of a page.
COLOURS_OF_PAGE = 5_000

LINK = re.compile(r"(?:https?://|mailto:|#)\S*", re.IGNORECASE)
#: Classes that the renderer and Pygments give; one of Bootstrap's could cover Formgrader's buttons.
CLASS = re.compile(r"highlight|language-\S*|task-list-item(-checkbox)?|\w{1,3}")
#: Ids of headings begin with this, so that none is the id of a field or of a graded cell.
ANCHOR = "text-"

ANYTHING = re.compile(".*", re.DOTALL)
SIZE = re.compile(r"\d{1,4}")
ATTRIBUTES = {
    "a": {"href": LINK, "title": ANYTHING},
    "img": {"src": EMBEDDED, "alt": ANYTHING, "title": ANYTHING, **dict.fromkeys(("width", "height"), SIZE)},
    "input": {"type": re.compile("checkbox"), "checked": ANYTHING, "disabled": ANYTHING, "class": CLASS},
    "ol": {"start": re.compile(r"\d{1,9}")},
    **dict.fromkeys(("td", "th"), {"style": ANYTHING}),
    **dict.fromkeys(("code", "div", "li", "pre", "span"), {"class": CLASS}),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), {"id": re.compile(re.escape(ANCHOR) + r"\S*")}),
}


# ------------------------------------------------------------------ filters
@pass_context
def markdown2html(context: Context, source: str) -> Markup:
    """A text cell, or a comment, as HTML that does nothing."""
    resources = context.get("resources", {})
    if is_heavy(source) or not _has_room(resources, "markdown", len(source), MARKDOWN_OF_PAGE):
        return Markup(f"<pre>{html.escape(source)}</pre>")
    if not OF_THE_PAGE.search(source):
        return _text_of_the_lab(source)
    path = resources.get("metadata", {}).get("path", "")
    attachments = (context.get("cell") or {}).get("attachments", {})
    return _rendered(source, PageRenderer(resources, path=path, attachments=attachments))


@functools.lru_cache(FROM_THE_LAB)
def _text_of_the_lab(source):
    return _rendered(source, PageRenderer({}))


def _rendered(source, renderer):
    try:
        return clean_html(MarkdownWithMath(renderer=renderer).render(source))
    except Exception:  # no text may stop the page, whatever the renderer makes of it
        return Markup(f"<pre>{html.escape(source)}</pre>")


def clean_html(element: object) -> Markup:
    """HTML without what could act: only the tags and attributes above are left, other tags are shown as text.

    nbconvert's filter of this name lets any class and id through, with which a text could lie over a button of
    Formgrader's or take the name of a graded cell, and no picture; its `SanitizeHTML` looks at Markdown before links
    are made of it.
    """
    if isinstance(element, Markup):  # it comes from one of these filters
        return element
    text = element.decode("utf-8", "replace") if isinstance(element, bytes) else str(element)
    cleaner = Cleaner(
        tags=TAGS,
        attributes=_is_allowed,
        protocols=["http", "https", "mailto", "data"],
        css_sanitizer=CSSSanitizer(allowed_css_properties=["text-align"]),
        filters=[Described],
    )
    return Markup(cleaner.clean(text))


class Described(Filter):
    """Gives each picture of a text an alternative text."""

    def __iter__(self) -> Iterator[dict]:
        for token in super().__iter__():
            if token.get("name") == "img":
                token["data"].setdefault((None, "alt"), NO_DESCRIPTION)
            yield token


@pass_context
def highlight_code(context: Context, source: str, metadata: dict | None = None) -> Markup:
    """Code in colours, as long as that takes no time; very long code is plain."""
    if not _is_coloured(context.get("resources", {}), source):
        return Markup(f'<div class="highlight"><pre>{html.escape(source)}</pre></div>')
    return _coloured(source, str((metadata or {}).get("magics_language") or ""))


@functools.lru_cache(FROM_THE_LAB)
def _coloured(source, language):
    metadata = {"magics_language": language} if language else None
    return Markup(filters.Highlight2HTML(pygments_lexer="ipython3")(source, metadata=metadata))


@pass_context
def ansi2html(context: Context, text: object) -> str:
    """Output in the colours of its escape sequences, unless there are thousands of them on the page."""
    text = str(text)
    if not _has_room(context.get("resources", {}), "colours", text.count("\x1b"), COLOURS_OF_PAGE):
        text = filters.strip_ansi(text)
    return filters.ansi2html(text)


def strip_files_prefix(text: str) -> str:
    """nbconvert's filter takes very long for some texts, and is about addresses that no notebook has any more."""
    return text


def get_metadata(output: NotebookNode, key: str, mimetype: str | None = None) -> Any:
    """nbconvert's filter, but a width or a height is a number: templates write them without quotes. A picture without
    an alternative text of its own, for which templates look in the output and then in its cell, says so."""
    value = filters.get_metadata(output, key, mimetype)
    if key == "alt" and mimetype is None:
        return value or NO_DESCRIPTION
    return value if key not in ("width", "height") or str(value).isdecimal() else None


def with_our_scripts(policy: str) -> str:
    """A Content-Security-Policy to which the scripts of our pages, and of Formgrader's, are added by their hashes."""
    return f"{policy}; script-src 'unsafe-hashes' {' '.join(_script_hashes())}"


def _is_allowed(tag, name, value):
    pattern = ATTRIBUTES.get(tag, {}).get(name)
    if name == "class":
        return pattern is not None and all(map(pattern.fullmatch, value.split()))
    return pattern is not None and pattern.fullmatch(value) is not None


def _is_coloured(resources, code):
    long_line = max(map(len, code.splitlines()), default=0) > LINE_LIMIT
    return not long_line and _has_room(resources, "code", len(code), CODE_OF_PAGE)


def _has_room(resources, kind, size, limit):
    """Whether a page may still hold so much of a kind; the page's `resources` keep count."""
    used = resources.setdefault("rendered", {})
    used[kind] = used.get(kind, 0) + size
    return used[kind] <= limit


@functools.cache
def _script_hashes() -> list[str]:
    """Of MathJax and what starts it, and of the scripts and handlers that Formgrader writes into its page.

    'unsafe-hashes' lets hashes stand for handlers (``onclick``) too, and only for those.
    """
    start = (TEMPLATES / "base" / "mathjax_start.js").read_text(encoding="utf-8").removesuffix("\n")
    packed = (TEMPLATES / "base" / "mathjax.js.gz.b64").read_text(encoding="ascii")
    formgrader = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates" / "formgrade"
    soup = BeautifulSoup((formgrader / "formgrade_macros.html.j2").read_text(encoding="utf-8"), "html.parser")
    inline = [script.get_text() for script in soup.select("script:not([src])")]
    handlers = [str(tag["onclick"]) for tag in soup.select("[onclick]")]
    scripts = [start.encode(), gzip.decompress(base64.b64decode(packed))]
    scripts += [text.encode() for text in dict.fromkeys([*inline, *handlers]) if "{{" not in text]
    return [f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'" for script in scripts]


# ------------------------------------------------------------------ Markdown
class PageRenderer(IPythonRenderer):
    """nbconvert's renderer; links, pictures and headings that could leave the page become text."""

    def __init__(self, resources: dict, **options: Any):
        super().__init__(escape=False, embed_images=True, **options)
        self.resources = resources

    def link(self, text: str, url: str, title: str | None = None) -> str:
        if not LINK.fullmatch(url):
            return text
        if url.startswith("#"):
            url = f"#{ANCHOR}{url[1:]}"
        return super().link(text, url, title)

    def image(self, text: str, url: str, title: str | None = None) -> str:
        source = self._picture(url)
        if source is None:
            left_out = _("picture left out: {text}").format(text=text or _("without a text"))
            return f"[{left_out}]"
        return HTMLRenderer.image(self, text, source, title)

    def _picture(self, url):
        """The picture as data: from the text itself, from the cell's attachments or from a file beside the notebook."""
        try:
            source = self._embed_image_or_attachment(url)
        except Exception:  # no such attachment, a folder, a file that can't be read
            return None
        source = re.sub(r"\s", "", source)
        return source if EMBEDDED.fullmatch(source) and fits(source.partition(",")[2]) else None

    def heading(self, text: str, level: int, **attributes: Any) -> str:
        words = re.sub(r"\s", "-", BeautifulSoup(text, "html.parser").get_text())
        return f'<h{level} id="{ANCHOR}{html.escape(words)}">{text}</h{level}>\n'

    def block_code(self, code: str, info: str | None = None) -> str:
        language = (info or "").split(maxsplit=1)[:1]
        if not language or language[0].startswith("mermaid") or not _is_coloured(self.resources, code):
            info = None
        return super().block_code(code, info)

    def inline_html(self, html: str) -> str:
        return html  # embedding pictures would end a tag at once: <sup></sup>2

    def block_mermaidjs(self, code: str) -> str:
        return super().block_code(code)
