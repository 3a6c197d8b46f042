"""What the page about a class counts (`test_all_labs` makes whole classes)."""

import contextlib

import pytest
from course import Course
from nbgrader.api import Gradebook

from grading import figures, insight
from grading.__main__ import main
from grading.graded import Answer, Submission, read_submissions


def submission(student, score=2.0, mistake="", **settings):
    answer = Answer(score, 2.0, mistake=mistake, sentence=f"about {mistake}" if mistake else "", **settings)
    return Submission(student, {"task": answer, "rest": Answer(1.0 if score else 0.0, 1.0)})


def test_a_task_over_the_class():
    submissions = [
        submission("a"),
        submission("b", 0.0, "sign"),
        submission("c", 0.0, "sign"),
        submission("d", 0.0, "stub"),
        submission("e", 0.0, "factor"),
    ]
    task = insight.summarise(submissions, "task")
    assert (task.right, task.wrong, task.unwritten, task.mean) == (1, 3, 1, pytest.approx(0.2))
    assert task.mistakes == [("sign", 2, "about sign"), ("factor", 1, "about factor")]
    assert task.separates == pytest.approx(1.0)


def test_a_task_that_all_solve_separates_nobody():
    assert insight.summarise([submission(name) for name in "abcd"], "task").separates is None


def test_who_needs_a_look():
    usual = [submission(name, seconds=0.1) for name in "abc"]
    slow, stopped = submission("slow", seconds=30.0), submission("stopped", 0.0, "stopped")
    late, noted = submission("late"), submission("noted")
    late.late, noted.notes = 7200.0, ["the notebook can't be read"]
    reasons = {s.student: why for s, why in insight.needs_an_eye([*usual, slow, stopped, late, noted])}
    assert set(reasons) == {"slow", "stopped", "late", "noted"}
    assert "30 s" in reasons["slow"][0]
    assert "2.0 hours" in reasons["late"][0]


def test_a_lab_that_nobody_handed_in(tmp_path, monkeypatch):
    course = Course(tmp_path)
    monkeypatch.chdir(course.root)
    with pytest.raises(SystemExit, match="run nbgrader autograde lab4_regularization first"):
        main(["insight", "lab4_regularization"])


@pytest.mark.filterwarnings("ignore:Object of type")  # of nbgrader's database
def test_a_lab_of_several_notebooks(tmp_path):
    course = Course(tmp_path)
    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as book:
        book.update_or_create_assignment("lab1_softmax")
        for notebook, task in (("softmax_cifar10", "sgd_momentum"), ("softmax_mnist", "early_stopping")):
            book.update_or_create_notebook(notebook, "lab1_softmax")
            book.update_or_create_grade_cell(task, notebook, "lab1_softmax", max_score=2, cell_type="code")
        book.update_or_create_student("ada")
        book.update_or_create_submission("lab1_softmax", "ada")
    [found] = read_submissions(course.root, "lab1_softmax")
    assert found.student == "ada" and set(found.answers) == {"sgd_momentum", "early_stopping"}


@pytest.mark.parametrize(("arguments", "words"), [
    (["insight"], "  lab2_two_layer_net    Lab 2: a two-layer network\n"), ([], "reference"),
    (["reference", "lab0"], "there is no lab 'lab0'; the labs are: lab1_softmax, "),
    (["results", "lab0"], "there is no lab 'lab0'; the labs are: lab1_softmax, "),
])  # fmt: skip
def test_a_command_without_its_lab_says_which_there_are(arguments, words, capsys):
    with pytest.raises(SystemExit) if arguments else contextlib.nullcontext() as stopped:
        main(arguments)
    captured = capsys.readouterr()
    assert words in f"{captured.out}{captured.err}{stopped and stopped.value}"


def test_submissions_are_counted_in_whole_numbers(monkeypatch):
    monkeypatch.setattr(figures, "_picture", lambda figure, alt: figure)
    figure = figures.scores_figure([submission("a"), submission("b"), submission("c", 0.0)])
    ticks = figure.axes[0].get_yticks()
    assert len(ticks) > 1 and all(tick == round(tick) for tick in ticks)
