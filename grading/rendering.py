"""Pages about marks, each one file that loads nothing from elsewhere."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import jinja2

from cs_nn.language import gettext, html_language, ngettext
from grading.feedback import count


def render(template: str, **values: Any) -> str:
    """A page of ``grading/templates/``; all values are escaped."""
    return _environment().get_template(template).render(**values)


@functools.cache
def _environment():
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.globals |= {"count": count, "_": gettext, "html_language": html_language}
    return environment


def how_long(seconds: float) -> str:
    """A time in the unit that a person would use."""
    if seconds < 60:
        number = max(1, round(seconds))
        return ngettext("{number} second", "{number} seconds", number).format(number=number)
    if seconds < 3600:
        number = round(seconds / 60)
        return ngettext("{number} minute", "{number} minutes", number).format(number=number)
    if seconds < 48 * 3600:
        return gettext("{number:.1f} hours").format(number=seconds / 3600)
    return gettext("{number:.1f} days").format(number=seconds / 86400)
