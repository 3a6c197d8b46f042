"""The report of a lab: what of the notebooks goes into it, and how it becomes a page and a PDF."""

import base64
import io
import shutil
import stat
import sys
import unicodedata
from pathlib import Path

import nbformat
import pytest
from axe import violations
from browser import chromium, open_chromium
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image
from small_kits import edit_notebook, make_kit, write_module

from cs_nn import report
from cs_nn.report.__main__ import main
from cs_nn.report.figures_beside import results_table
from cs_nn.report.kept_outputs import is_embedded, shown_outputs
from cs_nn.report.own_code import own_functions
from cs_nn.report.printing import PrintError, find_browser, lacks_chinese, print_to_pdf
from cs_nn.report.selecting import NO_ANSWER, NOT_RUN, select
from cs_nn.report.web_page import web_page
from cs_nn.report.writing import ReportError, make_report
from cs_nn.update import MARK
from grading.kit import STUDENT_FILES

LAB1, LAB4 = "lab1_softmax", "lab4_regularization"
NAME = "王小明"
ANSWER = """## 我的回答

梯度是 $\\frac{\\lambda}{m} W_k$，所以权重会变小。

<script>document.title = "attacked"</script>

```python
# a comment
```"""


def png(frames=1, alt="The cost falls."):
    file = io.BytesIO()
    images = [Image.new("RGB", (20, 10), colour) for colour in ("red", "green", "blue")[:frames]]
    images[0].save(file, "PNG", save_all=frames > 1, append_images=images[1:], default_image=frames > 1)
    encoded = base64.b64encode(file.getvalue()).decode()
    data = {"image/png": encoded, "text/html": "<b>moving</b>", "text/plain": "<Figure size 1x1>"}
    return new_output("display_data", data, metadata={"image/png": {"alt": alt, "width": 10}})


def printed(text, name="stdout"):
    return new_output("stream", name=name, text=text)


def cell(kind, source, id, count=None, outputs=(), tags=(), **marks):
    made = new_markdown_cell(source) if kind == "markdown" else new_code_cell(
        source, execution_count=count, outputs=list(outputs))  # fmt: skip
    made.update(id=id, metadata={"tags": list(tags), **({"nbgrader": marks} if marks else {})})
    return made


def answer(source, id="why"):
    return cell("markdown", source, id, grade=True, solution=True, grade_id=id)


def texts(*cells, given=(), below=False):
    return [each.source for each in select(list(cells), given, below).cells]


# ------------------------------------------------------------------ what goes into it
def test_of_the_course_there_are_headings_formulas_and_what_was_predicted():
    course = """## 1. Softmax

A long text about $a$, and

$$ P = e^S $$

```python
# no heading
```

<details><summary>Answer</summary> $$ secret $$ </details>

**Predict** (one line): what
happens?

*My prediction:* it falls"""
    long = cell("markdown", course, "a")
    assert texts(long) == ["## 1. Softmax", "$$ P = e^S $$",
                           "**Predict** (one line): what\nhappens?\n\n*Prediction:* it falls"]  # fmt: skip
    title = cell("markdown", "# Title\n\nText", "a")
    assert texts(title, long, below=True)[:2] == ["## Title", "### 1. Softmax"]
    assert texts(cell("markdown", "## Empty", "a"), cell("markdown", "### Also empty", "b")) == []


def test_of_a_question_there_is_the_heading_and_the_answer():
    question = cell("markdown", "### Question 1 (2 points)\n\nShow that $$ x = 1 $$", "a")
    assert texts(question, answer("# Because\n\n$$ y $$")) == ["### Question 1 (2 points)", "##### Because\n\n$$ y $$"]
    found = select([question, answer("YOUR ANSWER HERE")], ())
    assert found.cells[-1].source == NO_ANSWER and found.unanswered == ["why"]


def test_checks_set_up_and_the_hand_in_are_left_out():
    assert texts(
        cell("code", "import os", "setup", 1, [printed("x")], grade=False, grade_id="setup"),
        cell("code", 'check("f")', "c", 2, [printed("correct")], grade=True, solution=False, grade_id="f"),
        cell("code", "submit()", "s", 3, [printed("Packed")], ["experiment", "submit"]),
    ) == []  # fmt: skip


def test_experiments_show_what_they_showed_and_what_was_not_run():
    run = cell("code", "fig = plot()", "a", 1, [png(), printed("loss 1\n")], ["experiment"])
    clear = cell("code", "fig = plot()", "b", None, [], ["experiment"])
    found = select([run, clear, clear], ())
    assert [each.source for each in found.cells] == ["", NOT_RUN] and (found.experiments, found.not_run) == (3, 2)
    assert [output.output_type for output in found.cells[0].outputs] == ["display_data", "stream"]


def test_cells_of_the_students_own_are_whole():
    mine = [cell("markdown", "# My idea\n\n- text", "x1"), cell("code", "print(1)", "x2", 1, [printed("1\n")])]
    assert texts(cell("code", "1", "set-up"), *mine, given={"set-up"}) == ["##### My idea\n\n- text", "print(1)"]
    assert texts(*mine) == [], "whose they are is not known"


def test_the_courses_texts_are_left_out_where_the_ids_of_cells_are_elsewhere_or_lost():
    cells = [cell("markdown", f"Text {name}.", name) for name in ("one", "two", "mine")]
    for each in cells:  # as Colab saves them
        each.metadata["id"] = each.pop("id")
    assert texts(*cells, given={"one", "two"}) == ["Text mine."]
    for each in cells:
        each["id"] = f"other-{each.metadata.pop('id')}"
    assert select(cells, {"one", "two"}).ids_lost and texts(*cells, given={"one", "two"}) == []


# ------------------------------------------------------------------ what a cell has shown
def test_only_text_and_pictures_are_kept():
    kept = shown_outputs([
        printed("\r10%"), printed("\r20%"), printed("Warning", "stderr"), printed("\r   \r\x1b[1mdone\x1b[0m\r\n"),
        png(),
        new_output("display_data", {"text/html": "<b>x</b>"}),
        new_output("execute_result", {"text/html": "<b>x</b>", "text/plain": "7"}),
        new_output("error", ename="ValueError", evalue="\x1b[1mshapes\nmore", traceback=["long"]),
    ])  # fmt: skip
    assert [output.get("text") for output in kept] == [
        "done\n", None, "7\n", "This cell ended in an error: ValueError: shapes\n"]  # fmt: skip
    assert kept[1].metadata["image/png"] == {"alt": "The cost falls.", "width": 10} and "text/html" not in kept[1].data
    (long,) = shown_outputs([printed("line\n" * 100)])
    assert long.text.splitlines()[-1] == "... and 60 more lines"


def test_a_moving_picture_stands_still():
    (kept,) = shown_outputs([png(frames=3)])
    with Image.open(io.BytesIO(base64.b64decode(kept.data["image/png"]))) as image:
        assert getattr(image, "n_frames", 1) == 1 and image.convert("RGB").getpixel((0, 0)) == (255, 0, 0)


@pytest.mark.parametrize("data", ["", "no picture", base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()])
def test_a_picture_that_is_none_is_told(data):
    (kept,) = shown_outputs([{"output_type": "display_data", "data": {"image/png": data}}])
    assert kept.text == "A picture that can't be read.\n"


EMBEDDED = """No complete CIFAR-10 in /home/ada: using the small embedded set instead.
For the real data run in a terminal, in /home/ada:
    python -m cs_nn.data --only cifar10
"""


def test_results_stand_beside_published_ones():
    lines = "plain, training accuracy: 0.9\nplain, training accuracy: 0.91\nL2, test accuracy: 0.93\n"
    cells = [cell("code", "", "a", 1, [printed(EMBEDDED + lines)])]
    assert results_table(cells, "regularization").splitlines() == [
        "| | here | published | goal |", "|---|---:|---:|---|",
        "| without regularization, training accuracy, 211 points | 0.91 | 0.948 |  |",
        "| L2, lambda = 0.7, test accuracy | 0.93 |  | above the plain network |",
    ]  # fmt: skip
    assert results_table(cells, "bptt") == results_table([], "regularization") == ""


def test_the_small_sets_are_named_and_no_folder_is():
    cells = [cell("code", "", "a", 1, [printed(EMBEDDED)])]
    assert is_embedded(cells) and not is_embedded([]) and shown_outputs(cells[0].outputs) == []


MODULE = '''
class Net:
    def loss(self):
        """Long."""
        # why
        return 1

    def given(self):
        return 2


def helper(x):
    return x


def todo():
    raise NotImplementedError("todo")
'''


def test_only_what_the_student_wrote_is_in_the_appendix(tmp_path):
    path = tmp_path / "module.py"
    path.write_text(MODULE, encoding="utf-8")
    assert own_functions(path, ["Net_loss", "todo"], ["Net", "Net.loss", "Net.given", "todo"]) == (
        "# Net\ndef loss(self):\n    # why\n    return 1\n\n\ndef helper(x):\n    return x"
    )
    path.write_text("def f(:", encoding="utf-8")
    assert own_functions(path, ["f"], []) == own_functions(tmp_path / "none.py", ["f"], []) == ""


def test_the_courses_version_is_no_work_of_the_students(tmp_path):
    path = tmp_path / "module.py"
    path.write_text(f"{MARK.format(lab=LAB4)}\n{MODULE}", encoding="utf-8")
    assert own_functions(path, ["Net_loss"], ["Net", "Net.loss", "Net.given", "todo"]) == ""


# ------------------------------------------------------------------ the page and the PDF
@pytest.fixture(scope="module")
def kit(tmp_path_factory):
    """A kit in which the student has worked on Lab 4."""
    kit = make_kit(tmp_path_factory.mktemp("made"), LAB1, LAB4)
    write_module(kit, "regularization.py", ["compute_cost_with_regularization"])

    def edit(cells, notebook):
        cells["answer-l2"].source = ANSWER
        cells["plain-cost"].update(execution_count=3, outputs=[png(3), png(alt='"<b>Second</b>"')])
        cells["plain-training"].update(execution_count=2, outputs=[printed("plain, training accuracy: 0.9\n" * 2)])
        notebook.cells.insert(1, new_markdown_cell("My *own* note."))

    edit_notebook(kit / "assignments" / LAB4 / "regularization.ipynb", edit)
    return kit


@pytest.fixture
def without_browser(monkeypatch):
    monkeypatch.setattr("cs_nn.report.writing.find_browser", lambda: None)


def test_without_a_browser_there_is_a_page_and_a_notebook(kit, without_browser, capsys):
    page = make_report(LAB4, NAME, kit)
    assert page == kit / "reports" / f"{LAB4}.html"
    said = capsys.readouterr().out
    for words in ("nothing was run", "There is no PDF: no Chromium", "print it to a PDF", "experiments have no output",
                  "Answers that are empty: q-dropout"):  # fmt: skip
        assert words in said, words
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    text = soup.main.get_text()
    for words in (NAME, "我的回答", "My own note.", "# a comment", "def compute_cost_with_regularization"):
        assert words in text, words
    for words in ("What to remember", "YOUR ANSWER HERE", "Two teams play football", "check(", "Hand in"):
        assert words not in text, words
    assert [heading.get_text() for heading in soup.find_all("h1")] == ["Lab 4: regularization and dropout"]
    assert [image["alt"] for image in soup.find_all("img")] == ["The cost falls.", '"<b>Second</b>"']
    assert not [element for element in soup.find_all(src=True) if not element["src"].startswith("data:")]
    written = nbformat.read(kit / "reports" / f"{LAB4}.ipynb", as_version=4)
    nbformat.validate(written)
    assert written.cells[1].source.startswith(f"**{NAME}**")
    make_report(LAB4, NAME, kit)
    assert f"{LAB4}.html, in place of that of" in capsys.readouterr().out
    assert sorted(path.name for path in (kit / "reports").iterdir()) == [f"{LAB4}.html", f"{LAB4}.ipynb"]


@pytest.mark.parametrize(
    "broken",
    [
        "<style>body {display: none}</style>",
        "<!-- never closed",
        "<div hidden>",
        "<svg><style>",
        "<textarea>",
        "</div></main></body>",
        '<meta http-equiv="refresh" content="0; url=https://example.com">',
        '<a href="javascript:alert(1)">link</a>',
    ],
)
def test_no_answer_takes_the_rest_of_the_report_away(broken):
    picture = "![my sketch](data:image/png;base64,AAAA)"
    cells = [
        new_markdown_cell(f"Mine: $a < b$ {picture}\n\n{broken}"),
        new_markdown_cell("## The rest\n\n|x|\n|-:|\n|7|"),
    ]
    page, _ = web_page(new_notebook(cells=cells), "Lab: report", Path())
    soup = BeautifulSoup(page, "html.parser")
    assert "$a < b$" in soup.main.get_text() and soup.img["alt"] == "my sketch" and soup.img["src"].endswith("AAAA")
    assert soup.main.find("h2", string="The rest") and soup.td["style"].startswith("text-align")
    assert not soup.select("main meta, main [hidden], main textarea, main svg, main style, [href^=javascript]")


def test_two_notebooks_are_parts_of_one_report(kit, without_browser):
    soup = BeautifulSoup(make_report(LAB1, None, kit).read_text(encoding="utf-8"), "html.parser")
    titles = [heading.get_text() for heading in soup.find_all("h2")]
    assert titles == ["Softmax classification of CIFAR-10", "Softmax classification of MNIST"]


def test_what_keeps_a_report_from_being_made_is_told(kit, tmp_path, without_browser, capsys):
    with pytest.raises(ReportError, match="no lab 'lab9'"):
        make_report("lab9", None, kit)
    with pytest.raises(ReportError, match="no program"):
        make_report(LAB4, None, kit, tmp_path / "chrome")
    broken = shutil.copytree(kit, tmp_path / "kit")
    (broken / "assignments" / LAB4 / "regularization.ipynb").write_text("{", encoding="utf-8")
    with pytest.raises(ReportError, match="can't be read .* save it"):
        make_report(LAB4, None, broken)
    (broken / "assignments" / LAB4 / "regularization.ipynb").rename(broken / "mine.ipynb")
    with pytest.raises(ReportError, match="there is no .*name again"):
        make_report(LAB4, None, broken)
    shutil.rmtree(broken / "reports", ignore_errors=True)
    (broken / "reports").write_text("a file", encoding="utf-8")
    with pytest.raises(ReportError, match="can't be written"):
        make_report(LAB1, None, broken)
    assert main([]) == 1 and main(["lab9"]) == 1
    assert "Which lab?" in capsys.readouterr().out


def test_a_browser_that_writes_nothing_is_told(tmp_path):
    if sys.platform == "win32":
        pytest.skip("a program of a few lines")
    page = tmp_path / "page.html"
    for lines, seconds, words in (("echo no display >&2; exit 3", 20, "exit status 3: no display"),
                                  ("exec sleep 20", 0.2, "took more than 0 s")):  # fmt: skip
        program = tmp_path / "chrome"
        program.write_text(f"#!/bin/sh\n{lines}\n", encoding="utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        with pytest.raises(PrintError, match=words):
            print_to_pdf(program, page, tmp_path / "page.pdf", seconds)
    with pytest.raises(PrintError, match="can't be started"):
        print_to_pdf(page, page, tmp_path / "page.pdf")


def test_browsers_are_found_where_systems_have_them(tmp_path):
    def program(*parts):
        path = tmp_path.joinpath(*parts)
        path.parent.mkdir(parents=True)
        path.write_text("#!/bin/sh\n")
        path.chmod(0o755)
        return path

    assert find_browser("linux", {"PATH": str(tmp_path)}) is None
    edge = program("Files", "Microsoft", "Edge", "Application", "msedge.exe")
    environ = {"PATH": "", "PROGRAMFILES(X86)": str(tmp_path / "Files"), "LOCALAPPDATA": str(tmp_path / "none")}
    assert find_browser("win32", environ) == edge
    chrome = program("Applications", "Google Chrome.app", "Contents", "MacOS", "Google Chrome")
    if not Path("/Applications").exists():
        assert find_browser("darwin", {"PATH": "", "HOME": str(tmp_path)}) == chrome
    chromium = program("bin", "chromium")
    assert find_browser("linux", {"PATH": str(chromium.parent)}) == chromium


def test_fonts_for_chinese_are_missed_only_where_there_are_chinese_characters(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: "/bin/true")
    assert lacks_chinese(NAME) == (sys.platform != "win32") and not lacks_chinese("Zoë Müller")


def test_the_kits_notebook_makes_one(monkeypatch, capsys):
    code = [each.source for each in nbformat.read(STUDENT_FILES / "progress.ipynb", as_version=4).cells
            if each.cell_type == "code"]  # fmt: skip
    assert code[1] == f'from cs_nn import report\n\nreport.write("{LAB1}")'
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    report.write(LAB1)
    assert "while nbgrader runs" in capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.skipif(not chromium(), reason="no Chromium here")
def test_the_pdf_has_chinese_characters_and_formulas_and_the_page_is_readable(kit, monkeypatch):
    pypdf = pytest.importorskip("pypdf")
    monkeypatch.setattr("cs_nn.report.writing.find_browser", lambda: Path(chromium()))
    pdf = make_report(LAB4, NAME, kit)
    assert pdf.suffix == ".pdf"
    text = "".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages)
    text = unicodedata.normalize("NFKC", text)  # a font may have one picture for a character and a radical
    assert "Lab 4: regularization and dropout" in text and "$" not in text and "lambda" not in text
    if not lacks_chinese(NAME):
        assert NAME in text and "梯度是" in text
    with open_chromium() as browser:
        browser.page.goto(pdf.with_suffix(".html").as_uri())
        assert browser.page.locator("mjx-container").count() > 3 and browser.page.locator("mjx-merror").count() == 0
        assert browser.page.title() == "Lab 4: regularization and dropout: report"
        assert violations(browser.page) == [] and browser.foreign == []
