"""The student kit and the release: complete, and without a line of the solutions or of the hidden checks."""

import ast
import functools
import re
import subprocess
import sys
import zipfile

import nbformat
import pytest
from automatic_mutants import solution_line_numbers
from course import Course
from subtrees import subtrees

import cs_nn
from cs_nn.tools.labs import COURSE, load_labs
from grading.kit import build_kit, release_notebook, students_files, zip_kit
from grading.solutions import strip_solutions


@pytest.fixture(scope="module", autouse=True)
def notebooks_released_once():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("grading.kit.release_notebook", functools.cache(release_notebook))
        yield


@pytest.fixture(scope="module")
def kit(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kit") / "kit"
    assert build_kit(folder) == []
    return folder


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    course = Course(tmp_path_factory.mktemp("course"))
    for lab in load_labs():
        course.release(lab)
    return course.root / "release"


def solution_lines(text):
    """The lines between solution markers that say something: not blank, not a lone bracket, not a bare keyword."""
    inside, lines = False, set()
    for line in text.splitlines():
        if "BEGIN SOLUTION" in line:
            inside = True
        elif "END SOLUTION" in line:
            inside = False
        elif inside and len(line.strip()) > 12:
            lines.add(line.strip())
    return lines


def all_text(folder):
    """Every line of every text file of a folder, notebooks by the lines of their cells."""
    lines = {}
    for path in folder.rglob("*"):
        if path.suffix == ".ipynb":
            text = "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells)
        elif path.is_file() and path.suffix not in (".npz", ".npy", ".mat", ".gz", ".zip"):
            text = path.read_text(encoding="utf-8")
        else:
            continue
        for line in text.splitlines():
            lines.setdefault(line.strip(), path.relative_to(folder))
    return lines


def secrets():
    """Lines that students must not get: solutions, model answers, hidden checks."""
    found = {}
    for lab in load_labs().values():
        for module in lab.modules:
            text = (COURSE / "cs_nn" / module).read_text(encoding="utf-8")
            lines = solution_lines(text)
            assert lines, f"{module} has no solution"
            # A line that also stands outside of the solutions, in the stub, gives nothing away.
            outside = {line.strip() for line in strip_solutions(text, module).splitlines()}
            found.update(dict.fromkeys(lines - outside, module))
        for name in lab.notebooks:
            notebook = nbformat.read(COURSE / "assignments" / lab.name / f"{name}.ipynb", as_version=4)
            for cell in notebook.cells:
                if cell.metadata.get("nbgrader", {}).get("solution"):
                    found.update(
                        dict.fromkeys((line.strip() for line in cell.source.splitlines() if len(line) > 30), name)
                    )
    for path in (COURSE / "grading" / "hidden").glob("*.py"):
        hidden = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(hidden)):
            if isinstance(node, ast.Return):
                for line in ast.get_source_segment(hidden, node).splitlines():
                    # What a comparison is called, alone on its line, is no secret.
                    if len(line.strip()) > 30 and not re.fullmatch(r'"[^"]*",?', line.strip()):
                        found[line.strip()] = f"hidden checks, {path.name}"
    return found


@pytest.mark.parametrize("where", ["kit", pytest.param("release", marks=pytest.mark.slow)])
def test_no_solution_and_no_hidden_check_leaks(where, request):
    text = all_text(request.getfixturevalue(where))
    leaks = {line: (source, text[line]) for line, source in secrets().items() if line in text}
    assert leaks == {}


#: A part of a solution that says how something is computed: so many nodes, so many operations.
NODES, OPERATIONS = 9, 2


def telling_parts(source, lines=None):
    """{normalised text: place} of the parts of a program (in these lines only) that would give something away."""
    found = {}
    for text, size, node in subtrees(ast.parse(source)):
        operations = sum(isinstance(part, ast.BinOp | ast.AugAssign) for part in ast.walk(node))
        inside = lines is None or lines.issuperset(range(node.lineno, node.end_lineno + 1))
        if inside and size >= NODES and operations >= OPERATIONS:
            found[text] = f"line {node.lineno}: {ast.unparse(node)}"
    return found


def programs(kit):
    """(path, text) of all programs in a kit: modules, and cells of notebooks without the lines of IPython."""
    for path in sorted(kit.rglob("*")):
        if path.suffix == ".py":
            yield path.relative_to(kit), path.read_text(encoding="utf-8")
        elif path.suffix == ".ipynb":
            for cell in nbformat.read(path, as_version=4).cells:
                if cell.cell_type == "code":
                    yield path.relative_to(kit), re.sub(r"^[%!].*$", "", cell.source, flags=re.MULTILINE)


def parts_of_solutions():
    found = {}
    for lab in load_labs().values():
        sources = {module: (COURSE / "cs_nn" / module).read_text(encoding="utf-8") for module in lab.modules}
        given = set().union(*(telling_parts(strip_solutions(source, module)) for module, source in sources.items()))
        for module, source in sources.items():
            parts = telling_parts(source, solution_line_numbers(source.splitlines()))
            found |= {text: f"{module}, {place}" for text, place in parts.items() if text not in given}
    return found


@pytest.mark.slow
def test_no_part_of_a_solution_stands_in_the_kit_under_other_names(kit):
    solutions = parts_of_solutions()
    assert len(solutions) > 100
    leaks = [
        f"{path}, {place} <- {solutions[text]}"
        for path, program in programs(kit)
        for text, place in telling_parts(program).items()
        if text in solutions
    ]
    assert leaks == []


def test_a_part_under_other_names_would_be_found():
    assert (
        telling_parts("def f(a, b):\n    return np.sum(a * (1 - b**2), axis=0)").keys()
        & telling_parts("total = g(np.sum(dh * (1 - h**2), axis=0))").keys()
    )


@pytest.mark.parametrize("where", ["kit", pytest.param("release", marks=pytest.mark.slow)])
def test_no_file_of_the_instructor_is_given(where, request):
    folder = request.getfixturevalue(where)
    names = {part for path in folder.rglob("*") for part in path.relative_to(folder).parts}
    assert not names & {"grading", "tests", "hidden", "benchmarks", "__pycache__", "gradebook.db"}
    for path in folder.rglob("*"):
        if path.is_file() and path.suffix in (".py", ".ipynb"):
            assert "SOLUTION" not in path.read_text(encoding="utf-8"), path


def test_a_leak_would_be_found(kit, tmp_path):
    line = next(iter(secrets()))
    (tmp_path / "leak.py").write_text(f"    {line}\n", encoding="utf-8")
    assert line in all_text(tmp_path)


def test_the_kit_has_what_a_student_needs(kit):
    for name in (
        "README.md",
        "install.py",
        "requirements.txt",
        "requirements-lock.txt",
        "LICENSE",
        "get_datasets.sh",
        "assignments/labs.toml",
        "datasets",
        *students_files(),
    ):
        assert (kit / name).exists(), name


@pytest.mark.parametrize("module", [module for lab in load_labs().values() for module in lab.modules])
def test_what_students_write_needs_no_further_import(module, kit):
    assert "\nimport numpy as np\n" in (kit / "cs_nn" / module).read_text(encoding="utf-8")


def test_the_list_of_labs_has_every_file_as_a_link(kit):
    page = (kit / "index.md").read_text(encoding="utf-8")
    links = re.findall(r"\]\((.+?)\)", page)
    assert [link for link in links if not (kit / link).is_file()] == []
    assert set(links) == {"README.md", *students_files()}
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in page.splitlines() if line.startswith("|")][2:]
    for lab, row in zip(load_labs().values(), rows):
        assert row[0] == lab.title and all(f"cs_nn/{module}" in row[2] for module in lab.modules)
        folder = COURSE / "assignments" / lab.name
        cells = [cell for name in lab.notebooks for cell in nbformat.read(folder / f"{name}.ipynb", 4).cells]
        assert float(row[3]) == sum(cell.metadata.get("nbgrader", {}).get("points", 0) for cell in cells) > 10
        assert int(row[4]) == lab.hours > 0
    assert len(rows) == len(load_labs()) + 1
    assert [float(cell) for cell in rows[-1][3:]] == [sum(float(row[k]) for row in rows[:-1]) for k in (3, 4)]


def test_jupyterlab_sorts_notebooks_in_teaching_order():
    for lab in load_labs().values():
        assert sorted(lab.notebooks) == list(lab.notebooks)
    assert sorted(load_labs()) == list(load_labs())


def test_stubs_name_their_task(kit):
    text = (kit / "cs_nn" / "softmax.py").read_text(encoding="utf-8")
    for task in ("softmax_loss_naive", "SoftmaxClassifier_train", "early_stopping"):
        assert f'raise NotImplementedError("{task}")' in text
    code = (
        "import cs_nn.softmax as s\ntry:\n    s.sgd_momentum(1, 1, {})\nexcept NotImplementedError as e:\n    print(e)"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=kit, capture_output=True, text=True)
    assert run.stdout.strip() == "sgd_momentum", run.stderr


def test_a_students_work_survives_a_new_kit(tmp_path):
    folder = tmp_path / "kit"
    build_kit(folder)
    module, tool = folder / "cs_nn" / "softmax.py", folder / "cs_nn" / "tools" / "training.py"
    module.write_text("mine = 1\n", encoding="utf-8")
    tool.write_text("broken\n", encoding="utf-8")
    assert build_kit(folder) == []
    assert module.read_text(encoding="utf-8") == "mine = 1\n"
    assert tool.read_text(encoding="utf-8") != "broken\n"


def test_an_untouched_module_is_replaced_by_a_newer_one_and_a_changed_one_is_named(tmp_path):
    course = tmp_path / "course"
    course.mkdir()
    made = Course(course)
    for part in ("install.py", "requirements.txt", "requirements-lock.txt", "LICENSE", "get_datasets.sh"):
        (course / part).write_bytes((COURSE / part).read_bytes())
    folder = tmp_path / "kit"
    build_kit(folder, made.root)
    source = course / "cs_nn" / "softmax.py"
    source.write_text(source.read_text(encoding="utf-8") + "\nNEWER = True\n", encoding="utf-8")
    assert build_kit(folder, made.root) == []
    assert "NEWER" in (folder / "cs_nn" / "softmax.py").read_text(encoding="utf-8")
    (folder / "cs_nn" / "softmax.py").write_text("mine = 1\n", encoding="utf-8")
    source.write_text(source.read_text(encoding="utf-8") + "\nNEWEST = True\n", encoding="utf-8")
    assert build_kit(folder, made.root) == ["cs_nn/softmax.py"]
    assert (folder / "cs_nn" / "softmax.py").read_text(encoding="utf-8") == "mine = 1\n"
    (beside,) = (folder / "cs_nn").glob("softmax.new-*.py")
    assert "NEWEST" in beside.read_text(encoding="utf-8")
    assert build_kit(folder, made.root) == [], "told once"


def test_zip(tmp_path):
    names = zipfile.ZipFile(zip_kit(tmp_path / "kit.zip")).namelist()
    (top,) = {name.partition("/")[0] for name in names}
    assert top.startswith(f"cs_nn_labs-{cs_nn.__version__}-"), "unpacked beside an older kit it must not replace it"
    assert f"{top}/README.md" in names and f"{top}/cs_nn/softmax.py" in names
    assert not [name for name in names if "grading" in name]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("### BEGIN SOLUTION\nx = 1\n### END SOLUTION\n", "outside of a function"),
        ("def f():\n    ### BEGIN SOLUTION\n    x = 1\n", "no end solution"),
        ("def f():\n    x = 1\n    ### END SOLUTION\n    # BEGIN SOLUTION END SOLUTION\n", "solution"),
    ],
)
def test_bad_markers_are_refused(text, words):
    with pytest.raises(RuntimeError, match=words):
        strip_solutions(text, "module.py")
