"""Networks that students hand in, from the upload to the grades, with plain nbgrader commands."""

import shutil
import zipfile

import numpy as np
import pytest
from course import Course, points
from nbgrader.api import Gradebook

from cs_nn.checks.weights_file import NETWORKS, save_net
from cs_nn.data import load_cifar10
from cs_nn.tools.images import Standardizer
from cs_nn.two_layer_net import TwoLayerNet

pytestmark = pytest.mark.slow

LAB, NOTEBOOK, NET = "lab2_two_layer_net", "two_layer_net", "best_two_layer_net"


@pytest.fixture(scope="module")
def no_data(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CS_NN_DATASETS", str(tmp_path_factory.mktemp("no data")))
        yield


@pytest.fixture(scope="module")
def weights(tmp_path_factory, no_data):
    """Files of weights by the name of the student who hands them in, and what each should get."""
    folder = tmp_path_factory.mktemp("weights")
    data = load_cifar10()
    prepare = Standardizer.of(data.X_train)

    def trained(iterations, X=data.X_train, y=data.y_train):
        net = TwoLayerNet(3072, 64, 10, std=(0.02, 0.1), rng=0, dtype=np.float32)
        net.train(prepare(X), y, learning_rate=0.1, num_iters=iterations, batch_size=100, rng=0)
        return net

    files = {}
    for student, net in (
        ("good", trained(1000)),
        ("weak", trained(80)),
        ("guesses", trained(0)),
        ("cheats", trained(400, data.X_test_full, data.y_test_full)),
    ):
        shutil.move(save_net(NET, net, prepare, data, folder), folder / student)
        files[student] = (folder / student).read_bytes()
    right = {}
    for student in ("good", "weak"):
        with np.load(folder / student) as archive:
            net = TwoLayerNet(3072, 64, 10)
            net.params = {key: archive[key].astype(np.float32) for key in ("W1", "b1", "W2", "b2")}
        right[student] = int(np.sum(net.predict(prepare(data.X_test_full)) == data.y_test_full))
    expected = {student: NETWORKS[NET].score(count, len(data.y_test_full), 5.0) for student, count in right.items()}
    assert expected["good"][0] == 5 and expected["good"][1] > 0 and 0 < expected["weak"][0] < 5
    return {**files, "damaged": files["good"][:1000], "text": b"not weights", "none": None}, expected


@pytest.fixture(scope="module")
def graded(tmp_path_factory, weights):
    files, _ = weights
    course = Course(tmp_path_factory.mktemp("course"))
    (course.root / "assignments" / LAB / f"{NET}.npz").write_bytes(files["good"])  # of a run by the instructor
    release = course.release(LAB)
    archive = course.root / "downloaded" / LAB / "archive"
    archive.mkdir(parents=True)
    for student, content in files.items():
        with zipfile.ZipFile(archive / f"{LAB}-{student}.zip", "w") as upload:
            upload.write(release / f"{NOTEBOOK}.ipynb", f"{NOTEBOOK}.ipynb")
            upload.write(release / "cs_nn" / "two_layer_net.py", "cs_nn/two_layer_net.py")
            if content is not None:
                upload.writestr(f"{NET}.npz", content)
    log = course.run("zip_collect", LAB)
    assert f"MISSING {NET}.npz" in log
    course.run("autograde", LAB)
    return course, release


def grade_of(course, student):
    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as gradebook:
        grade = gradebook.find_grade(NET, NOTEBOOK, LAB, student)
        return grade.auto_score, grade.extra_credit


def test_weights_of_the_instructor_are_not_released(graded):
    _, release = graded
    assert not list(release.glob("*.npz"))


def test_points_and_extra_credit(graded, weights):
    course, release = graded
    assert points(release)[NOTEBOOK][NET] == 5
    for student, expected in weights[1].items():
        assert grade_of(course, student) == expected
    for student in ("guesses", "damaged", "text", "none"):
        assert grade_of(course, student) == (0, 0)


def test_training_on_test_images_is_told(graded):
    course, _ = graded
    assert grade_of(course, "cheats") == (5, 0)
    assert "training on test images" in course.notes("cheats", LAB, NOTEBOOK)
    assert not any("training on test" in course.notes(student, LAB, NOTEBOOK) for student in ("good", "weak"))


def test_students_read_what_was_wrong(graded):
    course, _ = graded
    errors = {s: course.errors(s, LAB, NOTEBOOK)[NET] for s in ("guesses", "damaged", "text", "none")}
    assert "0 of 5 points" in errors["guesses"]
    assert "can't be read" in errors["damaged"] and "can't be read" in errors["text"]
    assert "run the cell that saves your best net" in errors["none"]


def test_scores_and_feedback_have_the_extra_credit(graded, weights):
    course, _ = graded
    assert course.scores()["good", LAB] == sum(weights[1]["good"])
    course.run("generate_feedback", LAB, "--student=good")
    page = (course.root / "feedback" / "good" / LAB / f"{NOTEBOOK}.html").read_text(encoding="utf-8")
    assert f"extra credit {weights[1]['good'][1]}" in page


def test_grading_again_sets_the_same_and_needs_no_kernel(graded, weights):
    course, _ = graded
    assert "in a kernel" not in course.run("autograde", LAB, "--student=good", "--force")
    assert grade_of(course, "good") == weights[1]["good"]


def test_no_copies_are_kept(graded):
    course, _ = graded
    assert not list((course.root / "autograded").rglob("*.npz"))
