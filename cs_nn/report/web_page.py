"""A report as one HTML file that needs no internet: pictures and MathJax are inside."""

from __future__ import annotations

import base64
import gzip
import hashlib
from pathlib import Path

from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from traitlets.config import Config

from cs_nn.language import html_language
from cs_nn.report.cleaning import clean_html
from cs_nn.tools.labs import COURSE

TEMPLATE = Path(__file__).with_name("template")
#: MathJax, packed: as a kit has it, and as the course has it for the grader's pages.
MATHJAX = (".jupyter/mathjax/mathjax.js.gz.b64", "grading/templates/base/mathjax.js.gz.b64")

#: What MathJax is told before it is loaded; as JupyterLab has it, without links and styles that a formula could make.
CONFIGURE = """
window.MathJax = {
  tex: {
    inlineMath: [["$", "$"], ["\\\\(", "\\\\)"]], displayMath: [["$$", "$$"], ["\\\\[", "\\\\]"]],
    processEscapes: true, tags: "ams", packages: {"[-]": ["html", "require", "autoload"]},
  },
  options: {enableMenu: false},
  startup: {typeset: false},
};
"""
#: At the end of the page, at once: a page that is printed when it has been loaded then has its formulas.
TYPESET = "MathJax.typeset();"


def web_page(notebook: NotebookNode, title: str, folder: Path, course: Path = COURSE) -> tuple[str, bool]:
    """The page, and whether formulas are typeset in it: without MathJax they stay TeX.

    `folder` is where the student's notebooks lie; pictures that a text shows from there become part of the page.
    """
    mathjax = _mathjax(course)
    scripts = [CONFIGURE, mathjax, TYPESET] if mathjax else []
    hashes = " ".join(map(_hash, scripts)) or "'none'"
    report = {"title": title, "language": html_language(), "scripts": scripts, "hashes": hashes}
    exporter = HTMLExporter(
        config=Config({"CSSHTMLHeaderPreprocessor": {"style": "default"}}),
        template_file="report.html.j2",
        extra_template_paths=[str(TEMPLATE)],
        embed_images=True,
        sanitize_html=True,
        filters={"clean_html": clean_html},
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        exclude_anchor_links=True,
    )
    page, _ = exporter.from_notebook_node(notebook, {"report": report, "metadata": {"path": str(folder)}})
    return page, bool(scripts)


def _mathjax(course: Path) -> str:
    for place in MATHJAX:
        if (course / place).is_file():
            return gzip.decompress(base64.b64decode((course / place).read_bytes())).decode()
    return ""


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
