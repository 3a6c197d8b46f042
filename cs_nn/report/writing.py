"""Writing the report of a lab."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from cs_nn.language import gettext as _
from cs_nn.language import lazy
from cs_nn.report.figures_beside import escaped, results_table
from cs_nn.report.kept_outputs import is_embedded
from cs_nn.report.own_code import own_functions
from cs_nn.report.printing import PrintError, find_browser, lacks_chinese, print_to_pdf
from cs_nn.report.selecting import Selection, select
from cs_nn.report.web_page import web_page
from cs_nn.submit import remembered_student
from cs_nn.submit.notebooks import graded_id, parse_notebook
from cs_nn.tools.labs import COURSE, Lab, find_lab
from cs_nn.update import Given, read_given

FOLDER = "reports"
EMBEDDED_NOTE = lazy(
    "The results are from the small sets that come with the course; published ones are from the real data."
)


class ReportError(Exception):
    """The report can't be made. The message says why and what to do."""


def write(lab: str, name: str | None = None) -> None:
    """Make the report of a lab, and say what was written; for a notebook.

    Parameters
    ----------
    lab : the lab's name, such as "lab1_softmax"
    name : your name, as the title shows it; the student ID of your last hand-in if not given
    """
    if "NBGRADER_EXECUTION" in os.environ:
        print(_("No report is made while nbgrader runs the notebook."))
        return
    try:
        make_report(lab, name)
    except ReportError as error:
        print(error)


def make_report(lab_name: str, name: str | None = None, course: Path = COURSE, browser: Path | None = None) -> Path:
    """Make the report of a lab in the folder ``reports``, print what was written, and return the PDF, or else the page.

    An earlier report is replaced: it is made of the notebooks, and changes belong there.
    """
    try:
        lab = find_lab(lab_name, course)
    except ValueError as error:
        raise ReportError(_("No report: {error}").format(error=error)) from None
    if browser is not None and not browser.is_file():
        raise ReportError(_("No report: there is no program {browser}").format(browser=browser))
    folder = course / "assignments" / lab.name
    notebook, found = _notebook(lab, name or remembered_student(course), folder if folder.is_dir() else course, course)
    html, typeset = web_page(notebook, _("{title}: report").format(title=_(lab.title)), folder, course)
    print(_("{title}: report of the notebooks as they are saved; nothing was run.").format(title=_(lab.title)))
    _print_missing(found)
    if not typeset:
        print(_("This folder has no MathJax: formulas stay as you typed them."))
    reports, browser = course / FOLDER, browser or find_browser()
    try:
        reports.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="making-", dir=reports, ignore_cleanup_errors=True) as temporary:
            page = Path(temporary, f"{lab.name}.html")
            page.write_text(html, encoding="utf-8")
            pdf = page.with_suffix(".pdf")
            why = _print(browser, page, pdf)
            made = [_put(path, reports) for path in (page, pdf) if path.is_file()]
            if why:
                nbformat.write(notebook, page.with_suffix(".ipynb"))
                made.append(_put(page.with_suffix(".ipynb"), reports))
    except OSError as error:
        raise ReportError(
            _(
                "No report: {file} can't be written ({why}). Close the programs that show it, and see "
                "that the disk has room."
            ).format(file=error.filename2 or error.filename or reports, why=error.strerror or error)
        ) from None
    if why:
        print(
            _(
                "There is no PDF: {why}. Open {file} in any browser and print it to a PDF there (Ctrl+P, "
                "on macOS Cmd+P); or open {notebook} in JupyterLab if yours exports PDF (File > Save and "
                "Export Notebook As)."
            ).format(why=why, file=made[0].name, notebook=made[-1].name)
        )
        if (reports / f"{lab.name}.pdf").exists():
            print(_("{file} there is of an earlier report.").format(file=f"{lab.name}.pdf"))
    elif lacks_chinese(html):
        print(_("Chinese characters are boxes in the PDF: this system has no font for them (fonts-noto-cjk has them)."))
    return made[-1] if not why else made[0]


def _print(browser: Path | None, page: Path, pdf: Path) -> str:
    """Why there is no PDF, or "" if there is one."""
    if browser is None:
        return _("no Chromium, Chrome or Edge was found")
    try:
        print_to_pdf(browser, page, pdf)
    except PrintError as error:
        return str(error)
    return ""


def _put(path: Path, folder: Path) -> Path:
    target = folder / path.name
    said = _("Wrote {file}, in place of that of {time}.") if target.exists() else _("Wrote {file}.")
    earlier = time.strftime("%Y-%m-%d %H:%M", time.localtime(target.stat().st_mtime)) if target.exists() else ""
    os.replace(path, target)
    print(said.format(file=target, time=earlier))
    return target


def _notebook(lab: Lab, name: str | None, folder: Path, course: Path) -> tuple[NotebookNode, Selection]:
    """The report as a notebook, and what is missing for it."""
    given, whole, saved, tasks = read_given(course) or Given(), Selection(), [], []
    cells, embedded = [], False
    for stem in lab.notebooks:
        path = folder / f"{stem}.ipynb"
        try:
            theirs = parse_notebook(path.read_bytes())
            saved.append(path.stat().st_mtime)
        except FileNotFoundError:
            raise ReportError(
                _("No report: there is no {path}. Give your notebook that name again.").format(path=path)
            ) from None
        except (OSError, ValueError) as error:
            raise ReportError(
                _("No report: {path} can't be read ({why}). Open it in JupyterLab and save it.").format(
                    path=path, why=getattr(error, "strerror", None) or error
                )
            ) from None
        part = select(theirs, given.cell_ids.get(lab.name, {}).get(stem, ()), below=len(lab.notebooks) > 1)
        tasks += filter(None, map(graded_id, theirs))
        cells += part.cells
        table = results_table(theirs, stem, course)
        if table:
            level = "###" if len(lab.notebooks) > 1 else "##"
            results = _("Results")
            cells += [new_markdown_cell(f"{level} {results}"), new_markdown_cell(table)]
        embedded = embedded or is_embedded(theirs)
        whole.experiments += part.experiments
        whole.not_run += part.not_run
        whole.unanswered += part.unanswered
        whole.ids_lost = whole.ids_lost or part.ids_lost
    date = time.strftime("%Y-%m-%d", time.localtime(max(saved)))
    texts = [f"# {_(lab.title)}", f"**{escaped(name)}**, {date}" if name else date, *[_(EMBEDDED_NOTE)] * embedded]
    notebook = new_notebook(cells=[*map(new_markdown_cell, texts), *cells, *_appendix(lab, tasks, given, course)])
    for number, cell in enumerate(notebook.cells):
        cell.id = f"part-{number}"  # the same report for the same notebooks
    return notebook, whole


def _appendix(lab: Lab, tasks: list[str], given: Given, course: Path) -> list[NotebookNode]:
    cells = []
    for module in lab.modules:
        code = own_functions(course / "cs_nn" / module, tasks, given.names.get(f"cs_nn/{module}", {}))
        if code:
            cells += [new_markdown_cell(f"### {escaped(module)}"), new_code_cell(code)]
    return [new_markdown_cell(_("## Appendix: functions written for this lab")), *cells] if cells else []


def _print_missing(found: Selection) -> None:
    if found.not_run:
        print(
            _(
                "{not_run} of {experiments} experiments have no output: run them and save the notebook if the "
                "report should show them."
            ).format(not_run=found.not_run, experiments=found.experiments)
        )
    if found.ids_lost:
        print(
            _(
                "A program has given the cells of a notebook other ids: cells that you added to it are not in "
                "the report."
            )
        )
    if found.unanswered:
        print(_("Answers that are empty: {names}.").format(names=", ".join(found.unanswered)))
