"""Links to Formgrader that a student may put into an answer, and names: none runs a script or a file."""

import re
import urllib.error
import urllib.request

import pytest
from browser import start_lab
from course import Course
from nbgrader.api import Gradebook

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


def open_page(lab, address):
    """The answer of the server, whatever its status."""
    call = urllib.request.Request(f"{lab.url}/{address}", headers={"Authorization": f"token {lab.token}"})
    try:
        return urllib.request.build_opener(urllib.request.ProxyHandler({})).open(call, timeout=30)
    except urllib.error.HTTPError as error:
        return error


TABLES = [
    *("manage_assignments", "gradebook", "gradebook/x", "gradebook/x/y", "manage_submissions/x"),
    *("manage_students", "manage_students/x", "manage_students/x/y"),
]


@pytest.mark.parametrize("address", TABLES)
def test_tables_run_only_scripts_with_their_nonce(lab, address):
    answer = open_page(lab, f"formgrader/{address}")
    policy, text = ", ".join(answer.headers.get_all("Content-Security-Policy")), answer.read().decode()
    nonce = re.search("script-src 'nonce-([^']+)'", policy)[1]
    assert set(re.findall(r"<script( [a-z]+=\"[^\"]*\")?", text)) == {f' nonce="{nonce}"'}
    assert "default-src 'none'" in policy and "unsafe-eval" not in policy and "frame-ancestors 'self'" in policy
    assert nonce not in open_page(lab, f"formgrader/{address}").read().decode()


def test_names_in_tables_are_text_in_scripts_too(lab):
    text = open_page(lab, "formgrader/manage_students/O'Brien%20&%20Co%20%E7%8E%8B").read().decode()
    assert r'var student_id = "O\u0027Brien \u0026 Co \u738b";' in text
    assert '<li class="active">O&#39;Brien &amp; Co 王</li>' in text


@pytest.fixture
def submission(lab):
    """The address of a notebook that a student with a hostile name handed in."""
    student = "<img src=x onerror=hostile()> & Söhne"
    with Gradebook(f"sqlite:///{lab.course / 'gradebook.db'}") as book:
        book.update_or_create_assignment("lab1_softmax")
        book.update_or_create_notebook("softmax_mnist", "lab1_softmax")
        book.update_or_create_student(student)
        book.update_or_create_submission("lab1_softmax", student)
        [notebook] = book.find_submission("lab1_softmax", student).notebooks
        folder = lab.course / "autograded" / student / "lab1_softmax"
        return f"formgrader/submissions/{notebook.id}/", folder


def test_a_submission_that_is_gone_is_told_as_text(lab, submission):
    answer = open_page(lab, submission[0])
    text = answer.read().decode()
    assert answer.status == 404 and "nonce-" in str(answer.headers) and "<img" not in text
    assert "autograded/&lt;img src=x onerror=hostile()&gt; &amp; Söhne/lab1_softmax/softmax_mnist.ipynb. Grade" in text


def test_a_page_that_was_handed_in_does_not_act(lab, submission):
    address, folder = submission
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "page.html").write_text("<script>hostile()</script>")
    answer = open_page(lab, address + "page.html")
    assert answer.status == 200 and "sandbox" in answer.headers["Content-Security-Policy"].split("; ")
