"""Links to Formgrader that a student may put into an answer: none runs a script or a file that was handed in."""

import urllib.error

import pytest
from browser import start_lab
from course import Course

pytestmark = pytest.mark.slow

ATTACK = "%3Cscript%3Ehostile()%3C/script%3E"


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    course = Course(tmp_path_factory.mktemp("course"))
    handed_in = course.root / "submitted" / "ada" / "lab1_softmax"
    handed_in.mkdir(parents=True)
    (handed_in / "nbgrader_config.py").write_text("import pathlib\npathlib.Path('hostile').touch()\n")
    with start_lab(course.root) as lab:
        lab.course = course.root
        yield lab


def status(lab, address):
    """Of the answer, and its text."""
    try:
        return 200, lab.request(address).decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


@pytest.mark.parametrize("page", ["manage_submissions/{}", "gradebook/{}", "gradebook/x/{}", "manage_students/{}",
                                  "manage_students/x/{}", "gradebook/{}/"])  # fmt: skip
@pytest.mark.parametrize("part", [ATTACK.replace("/", "%2F"), "%3cimg%20src=x%3e", "x%22;hostile();%22", "x%5C"])
def test_an_address_with_a_script_is_refused(lab, page, part):
    code, text = status(lab, f"formgrader/{page.format(part)}")
    assert code == 404 and "<script>hostile" not in text and "hostile();" not in text


@pytest.mark.parametrize("folder", ["submitted/ada/lab1_softmax", "{}/submitted/ada/lab1_softmax", ".."])
@pytest.mark.parametrize("start", ["formgrader", "formgrader/"])
def test_a_configuration_that_was_handed_in_is_not_run(lab, folder, start):
    assert status(lab, f"{start}?path={folder.format(lab.course)}")[0] == 404
    status(lab, "formgrader/manage_assignments")
    assert not list(lab.course.rglob("hostile"))


@pytest.mark.parametrize("address", [
    "formgrader", "formgrader/", "formgrader?path=.", "formgrader/manage_assignments", "formgrader/gradebook",
    "formgrader/manage_submissions/lab1_softmax", "formgrader/manage_students/O'Brien%20%E7%8E%8B",
    "formgrader/gradebook/lab1_softmax/softmax_mnist", "formgrader/static/css/formgrade.css",
    "formgrader/api/assignments",
])  # fmt: skip
def test_all_else_is_as_it_was(lab, address):
    assert status(lab, address)[0] == 200
