"""The kernel that released cells run in: what a student's code does in one cell costs that cell and no other."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grading.kernel import NotebookRun


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
        for name in ("lib", "s"):
            (tmp_path / name).mkdir()
        settings = {"memory": 2048, "message_limit": 1 << 20, "output_limit": 1000, "timeout": 20, **settings}
        answered = NotebookRun(tmp_path, tmp_path / "s", **settings).run(notebook, {}, skip)
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
