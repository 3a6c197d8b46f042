"""The first page of the site for browsers: the list of labs, and what is other there than in a kit at home."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import mistune
from markupsafe import Markup
from mistune import HTMLRenderer

from grading.pages import TEMPLATES
from grading.rendering import render

NOTES = TEMPLATES / "in_browser.md"


class _Renderer(HTMLRenderer):
    """A link to a file of the kit opens it in JupyterLite."""

    def link(self, text: str, url: str, title: str | None = None) -> str:
        here = not re.match(r"\w+:|#", url)
        return super().link(text, f"lab/index.html?path={quote(url)}" if here else url, title)


def list_with_notes(kit: Path) -> str:
    """The kit's list of labs as the site has it, in Markdown."""
    return (kit / "index.md").read_text(encoding="utf-8") + NOTES.read_text(encoding="utf-8")


def start_page(kit: Path) -> str:
    """HTML of the same, for the site's address itself."""
    text = (kit / "index.md").read_text(encoding="utf-8")
    html = mistune.create_markdown(renderer=_Renderer(escape=False), plugins=["table"])(text)
    return render("site.html.j2", title=re.search("^# (.+)$", text, re.MULTILINE)[1], text=Markup(html))
