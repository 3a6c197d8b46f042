"""Pages about labs can be read with a screen reader, by keyboard and with weak eyes (axe-core)."""

import itertools
from pathlib import Path

import nbformat
import nbgrader
import pytest
from axe import looks, violations
from browser import chromium, open_chromium
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_output
from traitlets.config.loader import PyFileConfigLoader

from cs_nn.tools.labs import COURSE, load_labs

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.skipif(not chromium(), reason="no Chromium here")]

NOTEBOOKS = {name: COURSE / "assignments" / lab.name / f"{name}.ipynb"
             for lab in load_labs().values() for name in lab.notebooks[:1]}  # fmt: skip
FIRST = next(iter(NOTEBOOKS))
WIDTHS = (1400, 500)
#: Thousands of words have a few colours: on all pages but the first one of each colour is looked at.
EACH_WORD_OF_CODE_ONCE = """() => {
    const seen = new Set();
    for (const word of document.querySelectorAll(".highlight span[class]")) {
        if (seen.has(word.className)) word.replaceWith(word.textContent);
        else seen.add(word.className);
    }
}"""
#: nbgrader's commands find it themselves.
BOOTSTRAP = next(Path(nbgrader.__file__).parent.glob("server_extensions/formgrader/static/**/bootstrap.min.css"))


@pytest.mark.parametrize("template", ["lab", "feedback"])
def test_labs_as_pages(template, tmp_path):
    config = PyFileConfigLoader("nbgrader_config.py", path=str(COURSE)).load_config()
    config.HTMLExporter.extra_template_paths = [str(BOOTSTRAP.parent)]
    exporter = HTMLExporter(config=config, template_name=template)
    found = {}
    with open_chromium() as browser:
        for name, path in NOTEBOOKS.items():
            notebook = nbformat.read(path, as_version=4)
            cell = next(cell for cell in notebook.cells if cell.cell_type == "code")
            traceback = ["\x1b[1;31mdW is wrong\x1b[0m", "\x1b[1;34mLikely mistake: the sign\x1b[0m"]
            cell.outputs = [new_output("stream", text="epoch 1\n"), new_output("stream", name="stderr", text="late\n"),
                            new_output("error", ename="CheckFailed", evalue="", traceback=traceback)]  # fmt: skip
            for cell in notebook.cells:
                marks = cell.metadata.get("nbgrader", {})
                marks.update(score=1.0, points=2.0, comment="**Good**: $x$" if marks.get("solution") else None)
            marks = {"notebook": name, "score": 3.0, "max_score": 5.0, "late_penalty": 1.0}
            resources = {"metadata": {"name": name}, "nbgrader": marks}
            page = tmp_path / f"{name}.html"
            html = exporter.from_notebook_node(notebook, resources)[0]
            if name != FIRST:  # formulas are half of what is on a page, and made all alike: here they stay text
                html = html.replace('id="mathjax-gzip"', "")
            page.write_text(html, encoding="utf-8")
            browser.page.goto(page.as_uri())
            if name == FIRST:
                browser.page.locator("mjx-container").first.wait_for()
            else:
                browser.page.evaluate(EACH_WORD_OF_CODE_ONCE)
            seen = None
            for width in WIDTHS:
                browser.page.set_viewport_size({"width": width, "height": 900})
                browser.page.wait_for_timeout(300)
                before, seen = seen, looks(browser.page)
                found[name, width] = violations(browser.page, contrast=seen != before)
    assert found == dict.fromkeys(itertools.product(NOTEBOOKS, WIDTHS), [])
