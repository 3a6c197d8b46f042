"""The instructor's side in a real browser: Formgrader, from the Generate button to the feedback page.

With the environment variable ``SCREENSHOTS`` set to a folder, pictures of every page are kept there.
"""

import os
import shutil
from pathlib import Path

import nbformat
import pytest
from browser import chromium, open_chromium, open_lab, start_lab
from course import Course, points
from nbformat.v4 import new_output
from versions import load_versions, module_with

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.skipif(not chromium(), reason="no Chromium here")]

LAB, NOTEBOOK, TASK = "lab1_softmax", "softmax_cifar10", "softmax_loss_naive"
MODULE = "cs_nn/softmax.py"
STUDENT = "Zoë de la Crüz 王"
ANSWER = (
    "The gradient is $p - y$, 因为 <b onclick='alert(1)'>this</b>:\n\n$$L = -\\log p_y$$\n\n"
    "![my photo](attachment:照片.png) and ![lost](attachment:lost.png)"
)
CURVE = new_output(  # of the student's own run
    "display_data",
    data={"image/png": "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="},
    metadata={"image/png": {"width": 300, "alt": "the loss falls"}},
)
COMMENT = "Right, but *why*? See $\\frac{1}{N}$ and 第二课."


class Formgrader:
    """Formgrader's pages in a browser that has JupyterLab's cookie."""

    def __init__(self, lab, browser):
        self.lab, self.browser, self.page = lab, browser, browser.page

    def open(self, path):
        """Load a page and wait for its table."""
        self.page.goto(f"{self.lab.url}/formgrader/{path}")
        self.page.locator("#main-table a").first.wait_for()

    def row(self, text):
        return self.page.locator("#main-table tr").filter(has_text=text)

    def press(self, text, button):
        """Press a button of a table's row and wait for the dialog that says that it worked."""
        self.row(text).locator(f"td.{button} a").click()
        dialog = self.page.locator(".modal.in, .modal.show")
        dialog.wait_for(timeout=120_000)
        assert dialog.locator(".modal-title").inner_text() == "Success", dialog.inner_text()
        self.keep(button)
        dialog.get_by_role("button", name="OK").click()
        dialog.wait_for(state="detached")

    def cell(self, text, name):
        """Text of a table's cell once it is there."""
        cell = self.row(text).locator(f"td.{name}")
        cell.filter(has_text="/").wait_for()
        return cell.inner_text()

    def open_submission(self, student, notebook):
        """Go from the submissions' table to one notebook, and wait until it can be graded."""
        self.open(f"manage_submissions/{LAB}")
        self.row(student).locator("td.student-name a").click()
        self.row(notebook).locator("td.name a").click()
        self.wait_until_ready()

    def wait_until_ready(self):
        self.page.wait_for_function(
            "() => window.formgrader?.grades?.loaded && formgrader.comments?.loaded && MathJax.loaded", timeout=60_000
        )

    def keep(self, name):
        if "SCREENSHOTS" in os.environ:
            self.browser.screenshot(Path(os.environ["SCREENSHOTS"]) / f"formgrader-{name}.png", full_page=True)


def written_answers(folder):
    """grade_id of the written answers, by notebook."""
    return {
        path.stem: [
            cell.metadata.nbgrader.grade_id
            for cell in nbformat.read(path, as_version=4).cells
            if cell.cell_type == "markdown" and cell.metadata.get("nbgrader", {}).get("solution")
        ]
        for path in folder.glob("*.ipynb")
    }


def hand_in(course, student, module, answer=None):
    folder = course.root / "submitted" / student / LAB
    shutil.copytree(course.root / "release" / LAB, folder)
    (folder / MODULE).write_text(module, encoding="utf-8")
    for path in folder.glob("*.ipynb") if answer else ():
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            if cell.cell_type == "markdown" and cell.metadata.get("nbgrader", {}).get("solution"):
                cell.source, cell.attachments = answer, {"照片.png": {"image/png": CURVE.data["image/png"]}}
        own = [cell for cell in notebook.cells if cell.cell_type == "code" and "nbgrader" not in cell.metadata]
        own[0].outputs = [CURVE]
        nbformat.write(notebook, path)


def test_pages_of_tables_run_no_script_but_their_own(tmp_path):
    course = Course(tmp_path)
    (course.root / "hit.js").write_text("hit = 4")
    with start_lab(course.root) as lab, open_chromium(host=lab.url) as browser:
        page = browser.page
        for path in ("manage_assignments", f"gradebook/{LAB}/{NOTEBOOK}", f"manage_submissions/{LAB}"):
            browser.errors.clear()
            page.goto(f"{lab.url}/formgrader/{path}?token={lab.token}")
            assert page.evaluate("typeof insertDataTable + typeof base_url") == "functionstring"
            assert browser.errors == []
            page.evaluate(
                """() => {
                    document.body.insertAdjacentHTML(
                        'beforeend', '<img src="data:," onerror="hit = 1"><a href="javascript:hit = 2">link</a>');
                    for (const part of [{text: 'hit = 3'}, {src: '/files/hit.js'}])
                        document.body.append(Object.assign(document.createElement('script'), part));
                }"""
            )
            page.get_by_text("link", exact=True).click()
            page.wait_for_timeout(1000)
            assert page.evaluate("typeof hit") == "undefined"
            assert len([error for error in browser.errors if "Content Security Policy" in error]) == 4


def test_a_lab_goes_from_generate_to_feedback(tmp_path):
    course = Course(tmp_path / "Kurs für alle")  # names with spaces and letters of all kinds are usual
    solution = (course.root / MODULE).read_text(encoding="utf-8")
    wrong = next(version for version in load_versions("wrong", LAB, TASK) if version.hint)

    with start_lab(course.root) as lab, open_chromium(host=lab.url) as browser:
        page, forms = browser.page, Formgrader(lab, browser)

        # As an instructor comes to it: JupyterLab, menu Nbgrader > Formgrader.
        open_lab(browser, lab)
        page.get_by_role("menuitem", name="Nbgrader", exact=True).click()
        page.get_by_role("menuitem", name="Formgrader", exact=True).click()
        frame = page.frame_locator("iframe")
        frame.locator("#main-table td.name a").filter(has_text=LAB).wait_for()

        forms.open("manage_assignments")
        forms.press(LAB, "assign")
        release = course.root / "release" / LAB
        table, written = points(release), written_answers(release)
        paths = [path for path in release.rglob("*") if path.suffix in (".py", ".ipynb")]
        files = {path: path.read_text(encoding="utf-8") for path in paths}
        assert f'raise NotImplementedError("{TASK}")' in files[release / MODULE]
        assert [path for path, text in files.items() if "BEGIN SOLUTION" in text] == []
        for name, ids in written.items():
            source = nbformat.read(course.root / "assignments" / LAB / f"{name}.ipynb", as_version=4)
            models = [cell.source for cell in source.cells if cell.metadata.get("nbgrader", {}).get("grade_id") in ids]
            text = "\n".join(cell.source for cell in nbformat.read(release / f"{name}.ipynb", as_version=4).cells)
            assert models and all(model not in text for model in models)

        total = sum(sum(tasks.values()) for tasks in table.values())
        expected = {"anna": total, "ben": 0, STUDENT: total - table[NOTEBOOK][TASK]}
        hand_in(course, "anna", solution)
        hand_in(course, "ben", files[release / MODULE])
        hand_in(course, STUDENT, module_with(solution, [wrong]), ANSWER)
        forms.open(f"manage_submissions/{LAB}")
        assert forms.row("needs autograding").count() == 3
        forms.press(STUDENT, "autograde")
        forms.row(STUDENT).filter(has_text="needs manual grading").wait_for()
        course.run("autograde", LAB)  # the others: Formgrader and the command line work on one gradebook
        forms.open(f"manage_submissions/{LAB}")
        scores = {student: float(forms.cell(student, "score").split("/")[0]) for student in expected}
        assert scores == expected
        forms.keep("submissions")

        # One notebook: points of each task, the hint, formulas; then the answer is graded by hand.
        forms.open_submission(STUDENT, NOTEBOOK)
        for task, value in table[NOTEBOOK].items():
            assert float(page.locator(f"#{task}").get_attribute("placeholder")) == (0 if task == TASK else value)
        assert page.locator(".output_error").count() == 1
        assert wrong.hint in page.locator(".output_error").inner_text()
        (question, *_) = written[NOTEBOOK]
        answer = page.locator(".nbgrader_cell").filter(has=page.locator(f"#{question}"))
        assert answer.locator("mjx-container").count() == 2 and answer.locator("b").count() == 0
        assert page.locator("mjx-merror").count() == 0
        assert answer.get_by_alt_text("my photo").evaluate("image => image.naturalWidth") == 1, "a pasted picture"
        assert "(The picture lost.png is not in the notebook.)" in answer.inner_text()
        assert "<" not in page.locator("summary").all_inner_texts()[0]  # tags of the course's own texts stay tags
        curve = page.get_by_alt_text("the loss falls")
        assert curve.evaluate("image => image.naturalWidth > 0 && image.clientWidth") == 300, "its size in JupyterLab"
        forms.keep("submission")
        for selector, text in ((f"#{question}", "2"), (f"#{question}-comment", COMMENT)):
            with page.expect_response(lambda answer: answer.request.method == "PUT") as saved:
                page.locator(selector).fill(text)
                page.locator(selector).blur()
            assert saved.value.ok
        page.reload()
        forms.wait_until_ready()
        assert page.locator(f"#{question}").input_value() == "2"
        assert page.locator(f"#{question}-comment").input_value() == COMMENT

        # What the other pages say of it.
        forms.open("gradebook")
        average = (sum(expected.values()) + 2) / 3
        assert float(forms.cell(LAB, "score").split("/")[0]) == pytest.approx(average, abs=0.006)
        forms.open(f"gradebook/{LAB}")
        forms.keep("gradebook")
        forms.row(NOTEBOOK).locator("td.name a").click()
        forms.row("Submission #3").wait_for()
        page.get_by_role("button", name="Show All Names").click()
        forms.row(STUDENT).wait_for()
        written_scores = page.locator("#main-table td.written-score").all_inner_texts()
        assert sorted(text.split("/")[0].strip() for text in written_scores) == ["0", "0", "2"]
        forms.open("manage_students")
        assert float(forms.cell(STUDENT, "score").split("/")[0]) == expected[STUDENT] + 2
        forms.keep("students")
        page.get_by_text("Add new student").click()
        page.locator(".modal.in").get_by_text("Student ID").wait_for()

        forms.open(f"manage_submissions/{LAB}")
        forms.press(STUDENT, "generate-feedback")
        page.goto((course.root / "feedback" / STUDENT / LAB / f"{NOTEBOOK}.html").as_uri())
        comment = page.locator(".panel-footer").filter(has_text="第二课")
        comment.locator("mjx-container").wait_for()
        assert comment.locator("em").inner_text() == "why"
        assert page.get_by_alt_text("my photo").first.evaluate("image => image.naturalWidth") == 1
        assert page.get_by_text("Written response (Score: 2.0 /").is_visible()
        assert wrong.hint in page.locator(".output_error").inner_text()
        forms.keep("feedback")

        assert browser.errors == [] and browser.foreign == []
