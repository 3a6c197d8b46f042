"""HTML pages for people: nbgrader's feedback, Formgrader's submission page, nbconvert's export.

One tiny course goes through plain nbgrader commands; the pages are then read as text and opened in Chromium with
every other host out of reach. With the environment variable SCREENSHOTS=folder pictures of the pages are kept there.
"""

import base64
import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from axe import violations
from browser import chromium, open_notebook, open_page, start_chromium, start_lab
from bs4 import BeautifulSoup
from commands import nbgrader
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook
from test_hostile_pages import ANSWERS, FROM_FORMULAS, WATCH
from traitlets.config.loader import PyFileConfigLoader

from cs_nn.tools.labs import COURSE

TEMPLATES = Path(__file__).resolve().parents[1] / "grading" / "templates"
COLOURS = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]
ALT = 'A "grey" ramp, dark at the left & light at the right'

pytestmark = pytest.mark.slow  # it makes and grades a course first
needs_chromium = pytest.mark.skipif(chromium() is None, reason="needs playwright and Chromium")

EXPORTER = PyFileConfigLoader("nbgrader_config.py", path=str(COURSE)).load_config()["HTMLExporter"]
HOSTILE = "<img src=x onerror=hostile()>"
CONFIG = f"""
import sys

sys.path.insert(0, {str(COURSE)!r})
c = get_config()
c.CourseDirectory.course_id = "pages"
c.HTMLExporter.update({dict(EXPORTER)!r})
"""

FORMULAS = r"""# Formulas

Inline $y = xW + b$ and $\hat{y}_i$ with $a_1 b_1 + a_2 b_2$, a price of \$5, and a display:

$$L = \frac{1}{N}\sum_{i=1}^{N} -\log \frac{e^{s_{y_i}}}{\sum_j e^{s_j}} + \frac{1}{2}\lambda \lVert W \rVert_F^2$$

\begin{align}
\frac{\partial L}{\partial W} &= X^\top \frac{\partial L}{\partial Y} \label{weights} \\
\frac{\partial L}{\partial b} &= \sum_n \frac{\partial L}{\partial Y_n}
\end{align}

$$f(x) = \begin{cases} x & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases} \qquad
\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix} \odot W \in \mathbb{R}^{D \times C}$$

A formula that tries to leave the page: $\href{https://example.com}{x}$ and $\require{physics}$.

| name | shape |
|---|---|
| `X` | (N, D) |

![A small square](square.png)
"""
FORMULA_COUNT = 8  # the price is not one

# One grey ramp as a PNG of 1600 x 60 pixels, wider than the page, with only the standard library.
PICTURE = f"""
import struct, zlib
from IPython.display import Image, display

def png(width, height):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    row = b"\\0" + bytes(255 * x // width for x in range(width))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(row * height)
    return b"\\x89PNG\\r\\n\\x1a\\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")

display(Image(png(1600, 60)), metadata={{"image/png": {{"alt": {ALT!r}}}}})
"""

PRINTS = f"""
for i, name in enumerate({COLOURS!r}):
    print(f"\\x1b[3{{i}}m{{name}}\\x1b[0m \\x1b[1;3{{i}}mbold {{name}}\\x1b[0m \\x1b[4{{i}}mon {{name}}\\x1b[0m")
print("\\x1b[7minverse\\x1b[0m \\x1b[4munderlined\\x1b[0m \\x1b[38;5;28mindexed\\x1b[0m", "x" * 400)
"""

HINT = """
class Hint(AssertionError):
    def _render_traceback_(self):
        return ["\\x1b[1;31mdW is wrong\\x1b[0m: it is \\x1b[33m7.00\\x1b[0m times the expected gradient.",
                "\\x1b[34mHint\\x1b[0m: " + "N is 7, so average over the batch. " * 12,
                "\\x1b[32mexpected\\x1b[0m 0.1428571 \\x1b[31mgot\\x1b[0m 1.0000000"]

raise Hint()
"""

PLAIN_ERROR = """
assert affine(2.0) == 3.0, "affine(2.0) should be 3.0: " + "a very long explanation without end, " * 8 + "z" * 300
"""


def graded(cell, grade_id, **flags):
    """`cell` with nbgrader's metadata; `flags` are those that differ from a read-only cell's."""
    cell.id = grade_id
    cell.metadata["nbgrader"] = {
        "schema_version": 3, "grade_id": grade_id, "cell_type": cell.cell_type,
        "grade": False, "solution": False, "locked": False, "task": False, **flags,
    }  # fmt: skip
    return cell


def small_notebook():
    """Formulas, an answer, three test cells (one passes), colours, a picture, and a written question."""
    solution = "def affine(x):\n    ### BEGIN SOLUTION\n    return x + 1.0\n    ### END SOLUTION"
    test = {"grade": True, "locked": True, "points": 2}
    notebook = new_notebook(cells=[
        graded(new_markdown_cell(FORMULAS), "intro", locked=True),
        graded(new_code_cell(solution), "affine", solution=True),
        graded(new_code_cell("assert affine(1.0) == 1.5  # the submission passes this one"), "affine_passes", **test),
        graded(new_code_cell(HINT.strip()), "affine_hint", **test),
        graded(new_code_cell(PLAIN_ERROR.strip()), "affine_plain", **test),
        new_code_cell(PRINTS.strip(), id="prints"),
        new_code_cell("import sys; print('a warning of a library', file=sys.stderr)", id="warning"),
        new_code_cell(PICTURE.strip(), id="picture"),
        graded(new_markdown_cell("**Question.** Why is $\\partial L/\\partial b$ a sum?\n\nYOUR ANSWER HERE"), "why",
               grade=True, solution=True, points=3),
    ])  # fmt: skip
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return notebook


def run(course, *arguments):
    status, output = nbgrader(course, *arguments)
    assert status == 0, output


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course with one graded submission by "ada": one test passed, a comment on the written answer, feedback made."""
    course = tmp_path_factory.mktemp("course")
    (course / "nbgrader_config.py").write_text(CONFIG, encoding="utf-8")
    source = course / "source" / "lab"
    source.mkdir(parents=True)
    nbformat.write(small_notebook(), source / "small.ipynb")
    square = "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAAAAACoWZBhAAAADklEQVR4nGNgGAWjYHADAAGaAAH/4e0LAAAAAElFTkSuQmCC"
    (source / "square.png").write_bytes(base64.b64decode(square))
    run(course, "generate_assignment", "lab", "--create")

    submitted = course / "submitted" / "ada" / "lab"
    shutil.copytree(course / "release" / "lab", submitted)
    notebook = nbformat.read(submitted / "small.ipynb", as_version=4)
    for cell in notebook.cells:
        cell.source = cell.source.replace("# YOUR CODE HERE\n    raise NotImplementedError()", "return x + 0.5")
        cell.source = cell.source.replace("YOUR ANSWER HERE", "Each example adds to it: $\\sum_n 1 = N$.")
    nbformat.write(notebook, submitted / "small.ipynb")
    # Another student attacks: with the name, and with answers such as an instructor's hand could not have written.
    shutil.copytree(submitted, course / "submitted" / HOSTILE / "lab")
    run(course, "autograde", "lab", "--create")
    attack = course / "autograded" / HOSTILE / "lab" / "small.ipynb"
    notebook = nbformat.read(attack, as_version=4)
    notebook.cells += [new_markdown_cell(text) for text in ANSWERS.values()]
    nbformat.write(notebook, attack)
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        gradebook.find_grade("why", "small", "lab", "ada").manual_score = 2
        gradebook.find_comment("why", "small", "lab", "ada").manual_comment = "Good. And the *mean* is $\\frac{1}{N}$?"
        gradebook.db.commit()
    run(course, "generate_feedback", "lab")
    return course


@pytest.fixture(scope="module")
def feedback(course):
    return course / "feedback" / "ada" / "lab" / "small.html"


@pytest.fixture(scope="module")
def export(course):
    command = [sys.executable, "-m", "nbconvert", "--to", "html", "--config", "nbgrader_config.py"]
    subprocess.run([*command, "--output-dir", "export", "autograded/ada/lab/small.ipynb"], cwd=course, check=True)
    return course / "export" / "small.html"


def loaded_addresses(page):
    """What the HTML file at `page` loads from outside itself: scripts, style sheets, pictures, frames, imports."""
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    tags = [tag.get("src") or tag.get("href") for tag in soup.select("script, link, img, iframe, source, embed")]
    code = "\n".join(tag.get_text() for tag in soup.select("style, script:not([type='text/plain'])"))
    # A relative url() in Bootstrap's style sheet names its icon font, which these pages do not use.
    imports = re.findall(r"(?:@import|\burl\(|\bimport\(?|\bfrom)\s*(?:url\()?['\"]?((?:https?:)?//[^'\")\s]+)", code)
    return [address for address in tags if address and not address.startswith("data:")] + imports


@pytest.mark.parametrize("page", ["feedback", "export"])
def test_page_is_one_file(page, request):
    path = request.getfixturevalue(page)
    assert loaded_addresses(path) == []
    assert path.stat().st_size < 2_000_000


@pytest.mark.parametrize("page", ["feedback", "export"])
def test_pictures_have_their_alternative_text(page, request):
    soup = BeautifulSoup(request.getfixturevalue(page).read_text(encoding="utf-8"), "html.parser")
    assert [image["alt"] for image in soup.select("img")] == ["A small square", ALT]


def test_feedback_styles_every_colour(feedback):
    soup = BeautifulSoup(feedback.read_text(encoding="utf-8"), "html.parser")
    used = {name for tag in soup.select("pre [class]") for name in tag["class"] if name.startswith("ansi-")}
    css = "\n".join(style.get_text() for style in soup.select("style"))
    assert {f"ansi-{colour}-{part}" for colour in COLOURS for part in ("fg", "bg")} <= used
    assert [name for name in sorted(used) if f".{name}" not in css] == []


def test_mathjax_is_the_published_file():
    packed = (TEMPLATES / "base" / "mathjax.js.gz.b64").read_text(encoding="ascii")
    script = gzip.decompress(base64.b64decode(packed))
    # es5/tex-svg-full.js and es5/ui/safe.js of the npm package mathjax 3.2.2
    assert [hashlib.sha256(part).hexdigest() for part in (script[:2_275_113], script[2_275_114:])] == [
        "a4354ff94fd868aea0cc6eaaa79a57fda0588646fc46ee3700a349ee0a11cbe6",
        "9fef48d868277a8bc1852f7ba796b33ead812d38916a7131b0a29ea48961a6a4",
    ]


def contrast(colour, background):
    """WCAG 2 contrast ratio of two colours given as CSS ``rgb(r, g, b)``."""

    def luminance(text):
        channels = [int(value) / 255 for value in re.findall(r"\d+", text)[:3]]
        linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted([luminance(colour), luminance(background)])
    return (high + 0.05) / (low + 0.05)


# Colour and background of every piece of coloured text: the background is that of the nearest ancestor that has one.
COLOURED_TEXT = """() => [...document.querySelectorAll("pre [class*=ansi-], pre [style*=color], .highlight span")]
  .filter(e => e.textContent.trim()).map(e => {
    let back = e;
    while (back && getComputedStyle(back).backgroundColor === "rgba(0, 0, 0, 0)") back = back.parentElement;
    return [e.className || e.textContent, getComputedStyle(e).color,
            back ? getComputedStyle(back).backgroundColor : "rgb(255, 255, 255)"];
})"""


def assert_readable(browser, screenshot):
    """What holds for every page: formulas typeset, nothing too wide, text legible, no error, nothing from elsewhere."""
    page = browser.page
    page.wait_for_function(f"() => document.querySelectorAll('mjx-container').length >= {FORMULA_COUNT}")
    page.wait_for_timeout(300)
    if os.environ.get("SCREENSHOTS"):
        browser.screenshot(Path(os.environ["SCREENSHOTS"]) / screenshot, full_page=True)

    boxes = page.evaluate(
        "() => [...document.querySelectorAll('mjx-container > svg')].map(e => e.getBoundingClientRect().toJSON())"
    )
    assert all(box["width"] > 4 and box["height"] > 4 for box in boxes)
    assert page.locator("mjx-merror, [data-mjx-error]").count() == 0
    assert "a price of $5" in page.locator("body").inner_text()
    assert page.locator("a[href*='example.com']").count() == 0

    too_wide = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(too_wide)
    pictures = page.evaluate("() => [...document.images].map(i => [i.naturalWidth, i.clientWidth, i.alt])")
    assert [alt for natural, shown, alt in pictures if not 0 < shown <= natural] == []
    texts = page.evaluate(COLOURED_TEXT)
    assert len(texts) > 30
    assert [text for text in texts if contrast(*text[1:]) < 4.5] == []

    assert browser.foreign == []
    assert browser.errors == []


@pytest.fixture(scope="module")
def chrome():
    with start_chromium() as chrome:
        yield chrome


@pytest.mark.browser
@needs_chromium
@pytest.mark.parametrize("page", ["feedback", "export"])
@pytest.mark.parametrize("width", [1400, 500])
def test_page_from_disk(chrome, page, width, request):
    with open_page(chrome, size=(width, 900)) as browser:
        browser.page.goto(request.getfixturevalue(page).as_uri())
        assert_readable(browser, f"{page}-{width}.png")
        assert violations(browser.page) == []


@pytest.fixture(scope="module")
def lab(course):
    """JupyterLab on the course, with two copies of the submission: as it is, and without what fails."""
    notebook = nbformat.read(course / "submitted" / "ada" / "lab" / "small.ipynb", as_version=4)
    (course / "copies").mkdir()
    nbformat.write(notebook, course / "copies" / "fails.ipynb")
    notebook.cells = [cell for cell in notebook.cells if cell.id not in ("affine_hint", "affine_plain")]
    nbformat.write(notebook, course / "copies" / "passes.ipynb")
    with start_lab(course) as lab:
        yield lab


def visit(browser, lab):
    """Begin to load JupyterLab: before the first visit Formgrader's calls are redirected."""
    browser.page.goto(f"{lab.url}/lab?token={lab.token}", wait_until="commit")


@pytest.mark.browser
@needs_chromium
def test_formgrader_submission(chrome, course, lab):
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        submission = gradebook.find_submission_notebook("small", "lab", "ada").id
    with open_page(chrome, host=lab.url) as browser:
        visit(browser, lab)
        browser.page.goto(f"{lab.url}/formgrader/submissions/{submission}/")
        browser.page.wait_for_function("() => window.MathJax.loaded && formgrader.grades.loaded")
        scores = "() => $('input.score').map((i, e) => [[e.id, e.value || e.placeholder]]).get()"
        scores = dict(browser.page.evaluate(scores))
        assert scores == {"affine_passes": "2", "affine_hint": "0", "affine_plain": "0", "why": "2"}
        assert_readable(browser, "formgrader.png")


@pytest.mark.browser
@needs_chromium
def test_formgrader_runs_no_student_s_script(chrome, course, lab):
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        submission = gradebook.find_submission_notebook("small", "lab", HOSTILE).id
    with open_page(chrome, host=lab.url) as browser:
        visit(browser, lab)
        browser.page.add_init_script(WATCH)
        browser.page.goto(f"{lab.url}/formgrader/submissions/{submission}/")
        browser.page.wait_for_function("() => window.MathJax.loaded && formgrader.grades.loaded")
        browser.page.locator(".glyphicon.name-hidden").click()  # shows the student's name
        assert browser.page.evaluate("$('#why').is('input.score')")
        assert browser.page.locator("mjx-container").count() > 20
        assert browser.page.locator(f"{FROM_FORMULAS}, #notebook [href^='javascript' i]").count() == 0
        assert browser.page.evaluate("window.ran") == []
        assert browser.foreign == []


@pytest.mark.browser
@needs_chromium
def test_notebook_in_jupyterlab(chrome, lab):
    with open_page(chrome, host=lab.url) as browser:
        notebook = open_notebook(browser, lab, "copies/passes.ipynb")
        notebook.run_all()
        assert notebook.outputs("error") == []
        pictures = [output for output in notebook.outputs() if "image/png" in output.get("data", {})]
        assert [picture["metadata"]["image/png"]["alt"] for picture in pictures] == [ALT]
        passed, text = notebook.validate()
        assert passed, text

        notebook = open_notebook(browser, lab, "copies/fails.ipynb")
        notebook.run_all()
        first, *_ = notebook.outputs("error")  # on a busy machine the next cell may have been sent before it failed
        assert first["ename"] == "Hint"
        if os.environ.get("SCREENSHOTS"):
            notebook.screenshot(Path(os.environ["SCREENSHOTS"]) / "jupyterlab.png")
        passed, text = notebook.validate()
        assert not passed and "affine(2.0) should be 3.0" in text
        assert browser.foreign == []
