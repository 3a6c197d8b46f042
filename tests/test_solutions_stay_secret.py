"""A hand-in of a later lab that looks for an earlier lab's worked solution: none of its lines reaches the feedback."""

import hashlib
import re
import shutil

import pytest
from bs4 import BeautifulSoup
from course import Course

from grading import sandbox

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sandbox.bubblewrap(), reason="without bubblewrap the course can be read"),
]

#: Every way to a text that Python has; `KNOWN` are hashes of the lines that are looked for.
LOOT = """
import functools


@functools.cache
def loot():
    import dis, gc, hashlib, importlib, importlib.resources, importlib.util, inspect, io, linecache, marshal
    import os, pkgutil, sys, traceback
    import cs_nn
    from cs_nn import softmax

    functions = [value for value in vars(softmax).values() if callable(value)]
    functions += [value for item in functions for value in getattr(item, "__dict__", {}).values() if callable(value)]

    def strings(code):
        for value in code.co_consts:
            yield from strings(value) if hasattr(value, "co_consts") else [str(value)]

    def failure(function):
        try:
            function(*[object()] * function.__code__.co_argcount)
        except Exception:
            return traceback.format_exc() + "".join(
                line for frame, _ in traceback.walk_tb(sys.exc_info()[2]) for line in inspect.getsourcelines(frame)[0])

    def listing(function):
        file = io.StringIO()
        dis.dis(function, file=file)
        return file.getvalue()

    def files(folder):
        system = {"/proc", "/sys", "/usr", "/python", sys.prefix}
        for place, folders, names in os.walk(folder):
            folders[:] = [name for name in folders
                          if os.path.join(place, name).removeprefix("/proc/1/root") not in system]
            for name in names:
                path = os.path.join(place, name)
                if os.path.isfile(path):
                    with open(path, "rb") as file:
                        data = file.read(1_000_000)
                    yield data.decode("utf-8", "replace")
                    if path.endswith(".pyc"):
                        yield from strings(marshal.loads(data[16:]))

    name, path = softmax.__name__, softmax.__file__
    ways = [
        lambda: inspect.getsource(softmax),
        *(lambda item=item: inspect.getsource(item) for item in functions),
        *(lambda item=item: inspect.getdoc(item) for item in functions),
        *(lambda item=item: listing(item) for item in functions),
        *(lambda item=item: failure(item) for item in functions),
        *(lambda item=item: strings(item.__code__) for item in functions),
        lambda: "".join(linecache.getlines(path)),
        lambda: "".join(linecache.getlines(path.removesuffix("c"), vars(softmax))),
        lambda: [line for entry in linecache.cache.values() if len(entry) > 2 for line in entry[2]],
        lambda: softmax.__loader__.get_source(name),
        lambda: softmax.__loader__.get_data(path.removesuffix("c")).decode(),
        lambda: strings(softmax.__loader__.get_code(name)),
        lambda: importlib.util.find_spec(name).loader.get_source(name),
        lambda: pkgutil.get_data("cs_nn", "softmax.py").decode(),
        lambda: importlib.resources.files("cs_nn").joinpath("softmax.py").read_text(),
        lambda: [value for value in gc.get_objects() if isinstance(value, str)],
        lambda: [line for known in gc.get_objects() if isinstance(known, (list, tuple, dict))
                 for line in (known.values() if isinstance(known, dict) else known) if isinstance(line, str)],
        lambda: files(os.path.dirname(cs_nn.__file__)),
        lambda: files("/proc/1/root"),
        lambda: files("/"),
        lambda: importlib.import_module("grading.overlay").PACKAGE.joinpath("softmax.py").read_text(),
    ]
    searched, found = 0, set()
    for way in ways:
        try:
            result = way()
            for text in [result] if isinstance(result, str) else result or ():
                searched += 1
                for line in {line for each in text.splitlines() if len(line := each.strip()) > 20}:  # as all of KNOWN
                    if hashlib.sha256(line.encode()).hexdigest() in KNOWN:
                        found.add(line)
        except Exception:
            pass
    return f"searched {searched > 50}, found {len(found)}: {sorted(found)}"


"""
PRINTS = """
_loss = TwoLayerNet.loss


def _printing(self, *args, **options):
    print(loot())
    return _loss(self, *args, **options)


TwoLayerNet.loss = _printing
"""
RAISES = """
def _raising(self, *args, **options):
    raise ValueError(loot())


TwoLayerNet.loss = _raising
"""
#: The module, the class and a method that a check calls: functions of Lab 1 are there as bytecode.
LABS = {
    "lab2_two_layer_net": ("two_layer_net", "TwoLayerNet", "forward"),
    "lab3_three_layer_net": ("three_layer_net", "ThreeLayerNet", "loss"),
}


@pytest.fixture(scope="module", params=LABS)
def course(request, tmp_path_factory):
    course, lab = Course(tmp_path_factory.mktemp("course")), request.param
    course.lab, (module, its_class, method) = lab, LABS[lab]
    release = course.release(lab)
    text = (course.root / "cs_nn" / "softmax.py").read_text(encoding="utf-8")
    regions = re.findall("### BEGIN SOLUTION(.*?)### END SOLUTION", text, re.DOTALL)
    course.lines = {line.strip() for region in regions for line in region.splitlines() if len(line.strip()) > 20}
    solved = (course.root / "cs_nn" / f"{module}.py").read_text(encoding="utf-8")
    course.lines -= {line.strip() for line in solved.splitlines()}  # which the student has written
    known = {hashlib.sha256(line.encode()).hexdigest() for line in course.lines}
    for student, attack in (("prints", PRINTS), ("raises", RAISES)):
        folder = course.root / "submitted" / student / lab
        shutil.copytree(release, folder)
        (folder / "cs_nn" / f"{module}.py").write_text(
            f"{solved}\nKNOWN = {known}\n{LOOT}{attack.replace('TwoLayerNet.loss', f'{its_class}.{method}')}",
            encoding="utf-8",
        )
    course.run("autograde", lab, "--student=raises")
    course.run("autograde", lab, "--student=prints", "--LabExecute.kernel=True")  # only a kernel shows what is printed
    course.run("generate_feedback", lab)
    return course


@pytest.mark.parametrize("student", ["prints", "raises"])
def test_no_line_of_an_earlier_solution_is_in_feedback(course, student):
    assert len(course.lines) > 20
    (page,) = (course.root / "feedback" / student / course.lab).glob("*.html")
    text = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").get_text()
    assert "searched True, found 0: []" in text, "the attack ran"
    assert not [line for line in course.lines if line in text]
