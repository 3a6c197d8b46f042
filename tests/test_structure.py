"""How the course's code hangs together: no import goes in a circle, and what students are given stands in rooms."""

import ast
import functools
import graphlib
import re

from cs_nn.tools.labs import COURSE, load_labs

FILES = {
    ".".join(path.relative_to(COURSE).with_suffix("").parts).removesuffix(".__init__"): path
    for top in ("cs_nn", "grading")
    for path in sorted((COURSE / top).rglob("*.py"))
    if not {"student", "skeleton"} & {*path.relative_to(COURSE).parts}
}
#: Packages of which each does one thing and needs nothing that needs it.
ROOMS = ("cs_nn.checks", "cs_nn.data", "cs_nn.progress", "cs_nn.report", "cs_nn.submit", "grading")

#: Imports inside of functions, and why they are there.
LATE = {
    ("cs_nn.submit.course_files", "cs_nn.checks"): "it needs NumPy, and the hand-in starts without",
    **{("grading.__main__", f"grading.{name}"): "a command loads only what it needs"
       for name in ("autograding.command", "chosen_labs", "experiments", "giving_out", "insight", "kit",
                    "new_lab", "reference", "translation.catalogues", "translation.kit_files")},
    ("cs_nn.progress.standing", "cs_nn.progress.one_by_one"): "but in a browser it is a program of its own",
    ("cs_nn.tools.reloading", "cs_nn.tools.browser"): "for a browser only",
    ("cs_nn.data.__main__", "cs_nn.data.download"): "a browser lacks its packages",
    ("grading.autograding.command", "grading.autograding.cluster"): "Dask is for workers elsewhere, and takes long",
    ("cs_nn.checks.report", "cs_nn.checks.heat_map"): "Matplotlib is loaded where a picture is shown",
}  # fmt: skip
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@functools.cache
def tree_of(path):
    return ast.parse(path.read_bytes())


@functools.cache
def edges():
    """(module, module that it imports, whether inside of a function) for all imports."""
    return {(module, name, late) for module, path in FILES.items() for name, late in imports(module, tree_of(path))}


def imports(module, node, late=False):
    """(module that it imports, whether inside of a function) of the statements below a node."""
    names = []
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom):
        assert node.level == 0, f"{module} has a relative import, which this test can't follow"
        parts = [f"{node.module}.{alias.name}" for alias in node.names]
        names = [part if part in FILES else node.module for part in parts]
    yield from ((name, late) for name in names if name in FILES)
    for part in ast.iter_child_nodes(node):
        if not isinstance(part, ast.expr):
            yield from imports(module, part, late or isinstance(node, FUNCTIONS))


def find_cycle(pairs):
    """The modules of a cycle, or None."""
    graph = {}
    for module, other, *_ in pairs:
        if module != other:
            graph.setdefault(module, set()).add(other)
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        return error.args[1]
    return None


def room(module):
    """The room that a module stands in, or the module itself if it stands in none."""
    return next((name for name in ROOMS if f"{module}.".startswith(f"{name}.")), module)


def test_no_import_goes_in_a_circle():
    assert find_cycle(edges()) is None


def test_no_room_needs_what_needs_it():
    pairs = [(room(module), room(other)) for module, other, _ in edges()]
    assert find_cycle(pairs) is None
    assert not {other for module, other in pairs if module == "cs_nn.data"} - {
        "cs_nn",
        "cs_nn.data",
        "cs_nn.language",
        "cs_nn.tools.files",
        "cs_nn.tools.place",
    }
    assert not {module for module, other in pairs if other == "cs_nn.checks" and module.startswith("cs_nn.tools")}


def test_a_circle_would_be_found():
    assert find_cycle([("a", "b"), ("b", "c"), ("a", "c")]) is None
    assert find_cycle([("a", "b"), ("b", "c"), ("c", "a")])


def test_imports_inside_of_functions_have_a_reason():
    late, early = ({(module, other) for module, other, its in edges() if its is which} for which in (True, False))
    assert late - early == LATE.keys()


def public_functions(body, owner=""):
    """(name, function) of the public functions and methods of a module; operators and the like are public too."""
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield from public_functions(node.body, f"{owner}{node.name}.")
        elif isinstance(node, FUNCTIONS) and not re.match("_(?!_)", node.name):
            yield owner + node.name, node


def untyped(name, function):
    """The arguments of a function without a type, and "return"."""
    given = function.args
    arguments = [*given.posonlyargs, *given.args, *given.kwonlyargs, *filter(None, (given.vararg, given.kwarg))]
    if "." in name and not any(isinstance(d, ast.Name) and d.id == "staticmethod" for d in function.decorator_list):
        arguments = arguments[1:]
    names = [argument.arg for argument in arguments if argument.annotation is None]
    return names if function.returns or function.name == "__init__" else [*names, "return"]


def test_public_functions_have_types():
    found = {
        f"{module}.{name}": missing
        for module, path in FILES.items()
        if not module.startswith("grading.mistakes.")  # the text of their functions is put into a student's module
        for name, function in public_functions(tree_of(path).body)
        if (missing := untyped(name, function))
    }
    assert found == {}


def test_a_name_means_one_module():
    names = {}
    for module, path in FILES.items():
        if path.stem not in ("__init__", "__main__", *load_labs()):
            names.setdefault(path.stem, []).append(module)
    assert [modules for modules in names.values() if len(modules) > 1] == []


def test_modules_of_the_checks_are_short():
    lengths = {module: len(path.read_text(encoding="utf-8").splitlines()) for module, path in FILES.items()}
    parts = {module: count for module, count in lengths.items() if module.rpartition(".")[0] == "cs_nn.checks"}
    assert len(parts) > 10 and max(parts.values()) <= 200, parts


def test_modules_of_the_grader_are_short():
    lengths = {module: len(path.read_text(encoding="utf-8").splitlines()) for module, path in FILES.items()}
    parts = {
        module: count
        for module, count in lengths.items()
        if module.rpartition(".")[0] == "grading" and FILES[module].stem != "__init__"
    }
    assert len(parts) > 20 and max(parts.values()) <= 300, parts
