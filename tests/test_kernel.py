"""The kernel that released cells run in: what a student's code does in one cell costs that cell and no other."""

import os
import textwrap
import threading

import psutil
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grading import kernel
from grading.kernel import NotebookRun, _font_cache
from grading.sandbox import bubblewrap


def released(id, source, grade=True):
    marks = {"grade_id": id, "grade": grade, "solution": False, "locked": True, "schema_version": 3, "points": 1}
    return new_code_cell(source, metadata={"nbgrader": marks})


@pytest.fixture
def run(tmp_path, tmp_path_factory):
    """A function that runs cells; the ids of those that were answered, and the outputs of all."""

    def run(*cells, skip=(), **settings):
        notebook = new_notebook(
            cells=[*cells], metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}}
        )
        (tmp_path / "lib").mkdir()
        settings = {"memory": 2048, "message_limit": 1 << 20, "output_limit": 1000, "timeout": 20, **settings}
        answered = NotebookRun(tmp_path, **settings).run(notebook, {}, skip)
        return answered, [cell.get("outputs") for cell in notebook.cells]

    return run


def errors(outputs):
    return [output.ename for output in outputs if output.output_type == "error"]


def test_released_cells_run_and_others_stay_as_they_are(run):
    own = new_code_cell("1/0")
    cells = [new_markdown_cell("text"), own, released("setup", "x = 2", grade=False), released("test", "print(x)")]
    answered, outputs = run(*cells, released("left", "1/0"), skip={"left"})
    assert answered == {"setup", "test"}
    assert outputs[1] == [] and outputs[3][0].text == "2\n" and outputs[4] == []


@pytest.mark.slow
def test_a_cell_that_stops_the_kernel_is_the_only_one_that_fails(run):
    setup = released("setup", "import os; print('setup')", grade=False)
    stop = [released(f"stop{n}", "os._exit(1)") for n in range(3)]
    answered, outputs = run(setup, released("before", "os"), *stop, released("after", "print(os.sep)"))
    assert answered == {"setup", "before", "after"}
    assert [errors(each) for each in outputs] == [[], [], *[["DeadKernelError"]] * 3, []]
    assert outputs[0][0].text == "setup\n" and outputs[-1][0].text == "/\n"


@pytest.mark.slow
def test_after_too_many_stops_the_rest_is_not_run(run):
    cells = [released(f"stop{n}", "import os; os._exit(1)") for n in range(4)]
    answered, outputs = run(*cells, released("after", "print(1)"))
    assert answered == set() and errors(outputs[-1]) == ["DeadKernelError"]


def test_each_cell_has_the_whole_limit_of_output(run):
    answered, outputs = run(released("much", "print('a' * 5000)"), released("more", "print('b' * 800)"))
    assert answered == {"much", "more"}
    assert sum(len(output.text) for output in outputs[0]) == 1000 and outputs[1][0].text == "b" * 800 + "\n"


@pytest.mark.parametrize("content", [
    {"comm_id": "1", "target_name": "jupyter.widget", "data": {"state": {"_model_module": "x"}}}, {},
])  # fmt: skip
def test_a_widget_does_no_harm(run, content):
    kernel = "get_ipython().kernel"
    opened = f"{kernel}.session.send({kernel}.iopub_socket, 'comm_open', {content}, {kernel}.get_parent());"
    answered, outputs = run(released("widget", f"print(1)\n{opened}"), released("after", "print(2)"))
    assert answered == {"widget", "after"} and [[o.text for o in each] for each in outputs] == [["1\n"], ["2\n"]]


#: Sends parts of a message by the kernel's own socket, on the thread that owns it.
SEND = """
import time
kernel = get_ipython().kernel
def send(*parts):
    kernel.iopub_thread.schedule(lambda: kernel.iopub_thread.socket.send_multipart(parts))
    time.sleep(2)
"""
DISPLAY = "from IPython.display import display\n"
#: Cells that send what no kernel sends, or more than anybody reads.
LOUD = {
    "displays": DISPLAY + "for _ in range(40): display({'image/png': 'x' * 25_000_000}, raw=True)",
    "one display": DISPLAY + "display({'image/png': 'x' * 300_000_000}, raw=True)",
    "texts": "for _ in range(300): print('x' * 1_000_000)",
    "parts": SEND + "send(*[bytes(20_000_000)] * 50)",
    "no mark": SEND + "send(b'x')",
    "wrong signature": SEND + "send(b'x', b'<IDS|MSG>', b'bad', b'{}', b'{}', b'{}', b'{}')",
    "few parts": SEND + "send(b'x', b'<IDS|MSG>', kernel.session.sign([]).encode())",
    "no header": SEND + "parts = [b'{}'] * 4; send(b'x', b'<IDS|MSG>', kernel.session.sign(parts), *parts)",
    "numbers": SEND + "parts = [b'1'] * 4; send(b'x', b'<IDS|MSG>', kernel.session.sign(parts), *parts)",
    "no JSON": SEND + "parts = [b'\\xff'] * 4; send(b'x', b'<IDS|MSG>', kernel.session.sign(parts), *parts)",
}


@pytest.fixture
def peak():
    """A function that gives the MiB by which this process has grown at most since the test began."""
    process, ended = psutil.Process(), threading.Event()
    before = most = process.memory_info().rss

    def look():
        nonlocal most
        while not ended.wait(0.02):
            most = max(most, process.memory_info().rss)

    thread = threading.Thread(target=look)
    thread.start()
    yield lambda: (most - before) >> 20
    ended.set()
    thread.join()


@pytest.mark.slow
@pytest.mark.parametrize("cheat", LOUD)
def test_what_a_cell_sends_costs_that_cell_only(run, peak, cheat):
    limits = {"message_limit": 32 << 20, "output_limit": 100_000}
    answered, outputs = run(released("loud", LOUD[cheat]), released("after", "print(1)"), **limits)
    assert answered == {"after"} and outputs[1][0].text == "1\n"
    assert errors(outputs[0]) and sum(len(str(output)) for output in outputs[0]) < 200_000
    assert peak() < 450


@pytest.mark.slow
@pytest.mark.parametrize("cheat", ["parts", "no mark"])
def test_without_sandbox_it_costs_that_cell_only_too(run, peak, cheat, monkeypatch):
    monkeypatch.setattr(kernel, "bubblewrap", lambda: None)
    test_what_a_cell_sends_costs_that_cell_only(run, peak, cheat)


@pytest.mark.slow
def test_errors_of_all_cells_are_small(run, peak):
    cells = [released(f"error{n}", "raise ValueError('x' * 8_000_000)") for n in range(12)]
    answered, outputs = run(*cells, released("after", "print(1)"), message_limit=32 << 20)
    assert answered == {"after"} and sum(len(str(each)) for each in outputs) < 1_000_000
    assert peak() < 250


def test_nothing_that_a_kernel_writes_reaches_the_disk(run, tmp_path):
    if not bubblewrap():
        pytest.skip("bubblewrap is not installed")
    before = {path for path in tmp_path.rglob("*")}
    write = """
        import os
        os.write(1, b"x" * 500_000)
        for folder in (os.getcwd(), "/tmp", os.environ["HOME"], os.environ["PYTHONPATH"], os.path.dirname(os.getcwd())):
            try:
                open(os.path.join(folder, "new"), "wb").write(bytes(1_000_000))
            except OSError:
                pass
        """
    answered, _ = run(released("write", textwrap.dedent(write)), message_limit=32 << 20)
    new = [path for path in tmp_path.rglob("*") if path not in before and path.is_file()]
    assert answered == {"write"} and sum(path.stat().st_size for path in new) < 100_000
    assert not [path for path in new if path.name not in ("kernel.json", *os.listdir(_font_cache()))]
