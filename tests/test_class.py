"""A class of thirty and more goes from uploads to grades with plain nbgrader commands."""

import io
import json
import random
import tarfile
import zipfile

import nbformat
import pytest
from course import Course, points
from test_hints import problem_alone
from versions import load_versions, module_with, stub

from cs_nn import checks

pytestmark = pytest.mark.slow

LAB = "lab1_softmax"
A, B = "softmax_cifar10", "softmax_mnist"
MODULE = "cs_nn/softmax.py"


class Classroom:
    """Uploads of students and the points that each should get."""

    def __init__(self, release, solution):
        self.release = release
        self.solution = solution
        self.points = points(release)
        self.tasks = {task: value for table in self.points.values() for task, value in table.items()}
        self.uploads = {}
        self.expected = {}

    def released(self):
        """The files of a hand-in as released: both notebooks and the stub."""
        files = {f"{name}.ipynb": (self.release / f"{name}.ipynb").read_text(encoding="utf-8") for name in (A, B)}
        return {**files, MODULE: (self.release / MODULE).read_text(encoding="utf-8")}

    def add(self, student, files, right, upload=None):
        """One student's zip; `right` are the tasks that earn points."""
        self.uploads[upload or f"{LAB}-{student}.zip"] = files if isinstance(files, bytes) else zipped(files)
        self.expected[student] = sum(self.tasks[task] for task in right)

    def solved(self, **changes):
        return {**self.released(), MODULE: self.solution, **changes}


def zipped(files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def edited(text, change):
    """A notebook's text after `change` of its cells."""
    notebook = nbformat.reads(text, as_version=4)
    change(notebook)
    return json.dumps(notebook)


def graded_cells(notebook):
    return [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade") and c.cell_type == "code"]


def add_ordinary(room, folder):
    """Mixtures of right, wrong and odd versions."""
    draw = random.Random(5)
    tasks = checks.lab_tasks(LAB)

    def drawn(kind, task):
        """A version; of the odd ones one that calls no other task, which may not be written."""
        while True:
            version = draw.choice(load_versions(kind, LAB, task))
            if kind == "wrong" or problem_alone(LAB, tasks[task], version, folder, twice=False) is None:
                return version

    room.add("solution", room.solved(), room.tasks)
    room.add("stub", room.released(), [])
    for number in range(4):  # test_all_labs has more
        versions, right = [], []
        for task in room.tasks:
            kind = draw.choice(
                ["solution", "odd", "wrong", "stub"] if task != "SoftmaxClassifier_train" else ["odd", "wrong"]
            )
            if kind == "stub":
                versions.append(stub(task))
            elif kind != "solution":
                versions.append(drawn(kind, task))
            if kind in ("solution", "odd"):
                right.append(task)
        room.add(f"mixture{number}", room.solved(**{MODULE: module_with(room.solution, versions)}), right)


def add_cheats(room):
    """Hand-ins that do not compute the right thing and try to get points: 0 each."""
    stub = room.released()[MODULE]
    room.add(
        "patches-allclose",
        room.solved(
            **{
                MODULE: stub
                + """
import numpy as np
np.allclose = np.array_equal = lambda *a, **k: True
np.testing.assert_allclose = lambda *a, **k: None
"""
            }
        ),
        [],
    )
    room.add(
        "patches-check",
        room.solved(
            **{
                MODULE: stub
                + """
import cs_nn.checks as c
c.check = lambda name: print("correct")
c.agrees = lambda *a: True
c.judge = c.compare = lambda *a, **k: None
c.CheckFailed = c.Problem = lambda *a, **k: None
"""
            }
        ),
        [],
    )
    room.add(
        "strips-asserts",
        {
            **room.released(),
            **{
                f"{n}.ipynb": edited(
                    room.released()[f"{n}.ipynb"],
                    lambda nb: nb.cells.insert(
                        0,
                        nbformat.v4.new_code_cell(
                            "get_ipython().ast_transformers.append(__import__('ast').NodeTransformer())"
                        ),
                    ),
                )
                for n in (A, B)
            },
        },
        [],
    )

    def skip(notebook):
        for cell in notebook.cells:
            cell.metadata["tags"] = ["skip-execution", "raises-exception"]

    room.add(
        "skips-cells",
        {
            **room.released(),
            f"{A}.ipynb": edited(room.released()[f"{A}.ipynb"], skip),
            f"{B}.ipynb": edited(room.released()[f"{B}.ipynb"], skip),
        },
        [],
    )
    room.add(
        "hard-codes",
        room.solved(
            **{
                MODULE: stub
                + """
import numpy as np
from pathlib import Path
from cs_nn.checks import tasks
from cs_nn.checks.packed import load_packed
_known = load_packed(Path(tasks.__file__).with_name("lab1_softmax.npz"))
_calls = {}
def _answer(task, *names):
    def function(*a, **k):
        n = _calls[task] = _calls.get(task, -1) + 1
        return tuple(_known[f"{task}/{n % 6}/{name}"] for name in names)
    return function
softmax_loss_naive = _answer("softmax_loss_naive", "loss", "dW")
softmax_loss_vectorized = _answer("softmax_loss_vectorized", "loss", "dW")
softmax_loss = _answer("softmax_loss", "loss", "dscores")
"""
            }
        ),
        [],
    )
    room.add(
        "equals-everything",
        room.solved(
            **{
                MODULE: stub
                + """
class Yes:
    __eq__ = __le__ = __lt__ = __ge__ = __gt__ = lambda *a: True
    __array_priority__ = 1e9
    def __getattr__(self, name): return Yes() if not name.startswith("__") else super().__getattribute__(name)
    def __call__(self, *a, **k): return Yes()
    def __iter__(self): return iter([Yes(), Yes()])
    def __float__(self): return 0.0
    def __bool__(self): return True
softmax_loss_naive = softmax_loss_vectorized = sgd_momentum = softmax_loss = lambda *a, **k: (Yes(), Yes())
early_stopping = lambda *a: Yes()
SoftmaxClassifier.train = SoftmaxClassifier.predict = lambda *a, **k: Yes()
"""
            }
        ),
        [],
    )

    def true(notebook):
        for cell in graded_cells(notebook):
            cell.source = "assert True"
            cell.metadata["nbgrader"].update(points=100, locked=False, solution=True)

    room.add("edits-tests", {**room.released(), f"{A}.ipynb": edited(room.released()[f"{A}.ipynb"], true)}, [])


def add_damaged(room):
    """Hand-ins that are broken in some way, by accident or not."""
    in_a, in_b, everything = room.points[A], room.points[B], room.tasks
    solved = room.solved()
    room.add("not-json", {**solved, f"{A}.ipynb": "this is no notebook {"}, in_b)
    room.add("missing-notebook", {key: text for key, text in solved.items() if key != f"{B}.ipynb"}, in_a)
    room.add("missing-module", {key: text for key, text in solved.items() if key != MODULE}, [])
    room.add("syntax-error", {**solved, MODULE: room.solution + "\ndef broken(:\n"}, [])
    room.add("import-error", {**solved, MODULE: room.solution + "\nimport tensorflow_of_my_own\n"}, [])

    def delete(notebook):
        gone = graded_cells(notebook)
        notebook.cells = [cell for cell in notebook.cells if cell not in gone]

    def duplicate(notebook):
        notebook.cells += [json.loads(json.dumps(cell)) for cell in graded_cells(notebook)]

    def strange(notebook):
        for cell in notebook.cells:
            if "nbgrader" in cell.metadata:
                cell.metadata["nbgrader"] = {
                    "schema_version": "seven",
                    "grade_id": cell.metadata["nbgrader"]["grade_id"],
                }
        notebook.metadata["kernelspec"] = {"name": "ir", "display_name": "R"}

    for name, change in (("deletes-cells", delete), ("duplicates-cells", duplicate), ("strange-metadata", strange)):
        room.add(name, {**solved, f"{A}.ipynb": edited(solved[f"{A}.ipynb"], change)}, everything)

    def module(task, body):
        return {**solved, MODULE: f"{room.solution}\n\ndef {task}(*arguments):\n    {body}\n"}

    rest = [task for task in everything if task != "early_stopping"]
    # It takes nothing from the other tests while it waits for its end; loops that compute are in `test_forgery`.
    room.add("endless-loop", module("early_stopping", "import time\n    while True: time.sleep(0.1)"), rest)
    room.add("endless-import", {**solved, MODULE: room.solution + "\nimport time\ntime.sleep(1000)\n"}, [])
    # Zeros that nobody writes to are asked for in no time, however busy the machine is.
    room.add("memory", module("early_stopping", "return [np.zeros(10**7) for _ in range(10**6)]"), rest)
    room.add("exits", module("early_stopping", "import os; os._exit(0)"), rest)
    room.add(
        "exits-in-notebook",
        {
            **solved,
            MODULE: room.solution
            + """
import sys
if "ipykernel" in sys.modules:
    def early_stopping(*a):
        import os; os._exit(0)
""",
        },
        everything,  # no kernel is started
    )
    room.add(
        "much-output",
        {
            **solved,
            MODULE: room.solution
            + """
_right = softmax_loss
def softmax_loss(*arguments):
    print("W" * 200_000)
    return _right(*arguments)
""",
        },
        everything,
    )


def add_uploads(room):
    """Odd archives."""
    solved = room.solved()
    room.add("climbs", {**solved, "../../../climbed.txt": "x", "/tmp/climbed.txt": "x"}, room.tasks)
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w:gz") as archive:
        for name, text in solved.items():
            info = tarfile.TarInfo(name)
            info.size = len(text.encode())
            archive.addfile(info, io.BytesIO(text.encode()))
        link = tarfile.TarInfo("cs_nn/secret.py")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    room.add("links", tar.getvalue(), room.tasks, upload=f"{LAB}-links.tar.gz")
    room.add("Zoë de la Crüz 王", solved, room.tasks)
    room.uploads[f"{LAB}-twice.zip"] = zipped(room.released())
    room.add("twice", solved, room.tasks, upload=f"{LAB}-twice (1).zip")
    room.uploads[f"{LAB}-damaged.zip"] = zipped(solved)[:500]


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    course = Course(tmp_path_factory.mktemp("course"))
    release = course.release(LAB)
    room = Classroom(release, (course.root / MODULE).read_text(encoding="utf-8"))
    add_ordinary(room, course.root)
    for add in (add_cheats, add_damaged, add_uploads):
        add(room)
    archive = course.root / "downloaded" / LAB / "archive"
    archive.mkdir(parents=True)
    for name, content in room.uploads.items():
        (archive / name).write_bytes(content)
    course.collected = course.run("zip_collect", LAB)
    course.run("autograde", LAB, "--LabExecute.task_time=8", "--LabExecute.memory=1024", "--LabExecute.timeout=10")
    course.run("generate_feedback", LAB)
    return course, room


def test_every_score_is_as_expected(graded):
    course, room = graded
    scores = {student: score for (student, lab), score in course.scores().items()}
    assert len(room.expected) >= 30
    assert scores == room.expected


def test_nothing_is_written_outside(graded):
    course, _ = graded
    assert not list(course.root.rglob("climbed.txt"))
    assert not list((course.root / "submitted" / "links").rglob("secret.py"))


@pytest.mark.parametrize(
    ("student", "notebook", "words"),
    [
        ("not-json", A, "can't be read"),
        ("missing-module", A, "cs_nn/softmax.py was not handed in"),
        ("deletes-cells", A, "was missing; it was put back"),
        ("duplicates-cells", A, "more than once"),
        ("edits-tests", A, "was changed; the released one was used"),
    ],
)
def test_what_was_odd_is_said_in_the_notebook(graded, student, notebook, words):
    course, _ = graded
    assert words in course.notes(student, LAB, notebook)
    assert words in course.graded(student, LAB, notebook).cells[0].source


@pytest.mark.parametrize(
    ("student", "task", "words"),
    [
        ("syntax-error", "early_stopping", "can't be read as Python"),
        ("import-error", "early_stopping", "tensorflow_of_my_own"),
        ("endless-loop", "early_stopping", "did not finish within 8 s"),
        ("endless-import", "softmax_loss", "did not finish within 8 s"),
        ("exits", "early_stopping", "ended the Python process"),
        ("memory", "early_stopping", "MemoryError"),
        ("stub", "early_stopping", "not written yet"),
    ],
)
def test_failed_tasks_say_why(graded, student, task, words):
    course, _ = graded
    assert words in course.errors(student, LAB, B)[task]


def test_what_a_right_function_prints_is_left_out(graded):
    course, _ = graded
    [cell] = [
        c
        for c in course.graded("much-output", LAB, B).cells
        if c.metadata.get("nbgrader", {}).get("grade_id") == "softmax_loss"
    ]
    printed = "".join(output.get("text", "") for output in cell.outputs)
    assert "W" not in printed and "softmax_loss: correct in all" in printed


def test_unusable_uploads_are_named(graded):
    course, _ = graded
    assert "damaged" in course.collected
    assert not (course.root / "submitted" / "damaged").exists()


def test_feedback_is_written_and_holds_no_solution(graded):
    course, room = graded
    for student in room.expected:
        folder = course.root / "feedback" / student / LAB
        pages = sorted(page.stem for page in folder.glob("*.html"))
        assert pages == ([A] if student == "missing-notebook" else [A, B])
    page = (course.root / "feedback" / "stub" / LAB / f"{A}.html").read_text(encoding="utf-8")
    line = "log_probs -= log_probs.max(axis=1, keepdims=True)"
    assert line in room.solution and line not in page


def test_grading_again_repeats_the_seed_and_the_score(graded):
    course, room = graded
    before = {**course.graded("mixture1", LAB, A).metadata["grading"], "seconds": {}}
    course.run("autograde", LAB, "--student=mixture1", "--force")
    after = {**course.graded("mixture1", LAB, A).metadata["grading"], "seconds": {}}
    assert before == after
    assert course.scores()["mixture1", LAB] == room.expected["mixture1"]


def test_seeds_differ_between_students(graded):
    course, room = graded
    seeds = [course.graded(s, LAB, A).metadata["grading"]["seed"] for s in ("solution", "stub", "mixture1", "mixture2")]
    assert len(set(seeds)) == len(seeds)


def test_test_ids_are_tasks(graded):
    _, room = graded
    assert set(room.tasks) == set(checks.lab_tasks(LAB))
