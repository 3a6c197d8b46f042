"""Networks that are handed in: writing, reading whatever comes, and what they are worth."""

import io
import zipfile

import numpy as np
import pytest

from cs_nn.checks import CheckFailed
from cs_nn.checks import weights_file as weights
from cs_nn.checks.weights_file import NETWORKS, WeightsError, check_weights, count_right, read_weights, save_net
from cs_nn.data import load_cifar10
from cs_nn.tools.images import Standardizer
from cs_nn.tools.training import accuracy
from cs_nn.two_layer_net import TwoLayerNet
from grading import networks
from grading.networks import DataMissing, grade_network

NAME = "best_two_layer_net"


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CS_NN_DATASETS", str(tmp_path_factory.mktemp("no data")))
        yield load_cifar10()


@pytest.fixture(autouse=True)
def embedded(data, monkeypatch):
    """The embedded set, for the check and for the grader."""
    monkeypatch.setattr(weights, "load_cifar10", lambda: data)
    monkeypatch.setattr(networks, "held_out_data", lambda: data)


@pytest.fixture(scope="module")
def trained(data):
    """A net above the limit for full marks, and its standardizer."""
    prepare = Standardizer.of(data.X_train)
    net = TwoLayerNet(3072, 64, 10, std=(0.02, 0.1), rng=0, dtype=np.float32)
    net.train(prepare(data.X_train), data.y_train, learning_rate=0.1, num_iters=400, batch_size=100, rng=0)
    return net, prepare


def arrays(H=5, D=3072, C=10, **changes):
    rng = np.random.default_rng(0)
    found = {
        "W1": rng.standard_normal((D, H)),
        "b1": rng.standard_normal(H),
        "W2": rng.standard_normal((H, C)),
        "b2": rng.standard_normal(C),
        "mean": np.full(D, 120.0),
        "std": np.full(D, 60.0),
        "embedded": True,
    }
    return {key: value for key, value in {**found, **changes}.items() if value is not None}


def write(folder, **changes):
    np.savez(folder / f"{NAME}.npz", **arrays(**changes))


def test_a_net_survives_the_file(trained, data, tmp_path, capsys):
    net, prepare = trained
    path = save_net(NAME, net, prepare, data, tmp_path)
    assert path == tmp_path / f"{NAME}.npz" and list(tmp_path.iterdir()) == [path]
    assert "MB" in capsys.readouterr().out
    found = read_weights(NAME, tmp_path)
    assert found.embedded
    for key, value in net.params.items():
        np.testing.assert_allclose(found.params[key], value, rtol=1e-3, atol=1e-6)
    right = count_right(NAME, found, data.X_test, data.y_test)
    assert right / len(data.y_test) == pytest.approx(accuracy(net, prepare(data.X_test), data.y_test), abs=0.005)


@pytest.mark.parametrize(
    "right, points, extra",
    [
        (5600, 5, 0),
        (5599, 4, 0),
        (5200, 4, 0),
        (5199, 3, 0),
        (4000, 1, 0),
        (3999, 0, 0),
        (1000, 0, 0),
        (5700, 5, 0),
        (5799, 5, 0),
        (5800, 5, 1),
        (6099, 5, 3),
        (6100, 5, 4),
        (9900, 5, 4),
    ],
)
def test_points(right, points, extra):
    assert NETWORKS[NAME].score(right, 10_000, 5) == (points, extra)
    assert NETWORKS[NAME].score(right, 10_000, 10)[0] == 2 * points


@pytest.mark.parametrize(
    "change, words",
    [
        ({"W1": None}, "can't be read"),
        ({"std": None}, "can't be read"),
        ({"W1": np.zeros((3071, 5))}, "W1 has shape (3071, 5) instead of (3072, 5)"),
        ({"b2": np.zeros((1, 10))}, "b2 has shape (1, 10)"),
        ({"W2": np.full((5, 10), np.nan)}, "nan, infinite"),
        ({"W2": np.full((5, 10), 1e6)}, "nan, infinite or above 65504"),
        ({"b1": np.zeros(5, int)}, "holds int64 instead of floats"),
        ({"mean": np.zeros(3)}, "mean has shape (3,)"),
        ({"std": np.zeros(3072)}, "std must be positive"),
        ({"W1": np.array([None, "pickled"], dtype=object)}, "can't be read"),
    ],
)
def test_files_that_cannot_be_used(change, words, tmp_path):
    write(tmp_path, **change)
    with pytest.raises(WeightsError) as caught:
        read_weights(NAME, tmp_path)
    assert words in str(caught.value)
    graded = grade_network(NAME, tmp_path, 5)
    assert (graded.points, graded.extra) == (0, 0) and words in graded.text


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 cut"])
def test_damaged_files(content, tmp_path):
    (tmp_path / f"{NAME}.npz").write_bytes(content)
    with pytest.raises(WeightsError, match="can't be read"):
        read_weights(NAME, tmp_path)


def test_missing_file(tmp_path):
    with pytest.raises(WeightsError, match="run the cell that saves"):
        read_weights(NAME, tmp_path)


def test_a_header_that_promises_more_than_there_is(tmp_path):
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(header, {"descr": "<f8", "fortran_order": False, "shape": (10**13,)})
    np.savez(tmp_path / f"{NAME}.npz", **arrays(W1=None))
    with zipfile.ZipFile(tmp_path / f"{NAME}.npz", "a") as archive:
        archive.writestr("W1.npy", header.getvalue())
    with pytest.raises(WeightsError, match="can't be read"):
        read_weights(NAME, tmp_path)


def test_a_file_that_unpacks_to_very_much(tmp_path):
    with zipfile.ZipFile(tmp_path / f"{NAME}.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("W1.npy", bytes(weights.UNPACKED_LIMIT + 1))
    with pytest.raises(WeightsError, match="unpacks to more"):
        read_weights(NAME, tmp_path)


@pytest.mark.slow
def test_nothing_is_written_of_a_net_that_would_not_be_accepted(trained, data, tmp_path):
    net = TwoLayerNet(3072, 4, 10)
    net.params["W1"][0, 0] = np.nan
    with pytest.raises(WeightsError, match="nan"):
        save_net(NAME, net, trained[1], data, tmp_path)
    assert not any(tmp_path.iterdir())
    large = TwoLayerNet(3072, 6000, 10, std=1.0, dtype=np.float32)
    with pytest.raises(WeightsError, match="fewer hidden units"):
        save_net(NAME, large, trained[1], data, tmp_path)
    assert not any(tmp_path.iterdir())


def test_check_of_a_good_net(trained, data, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    save_net(NAME, *trained, data)
    check_weights(NAME)
    out = capsys.readouterr().out
    assert "64 hidden units" in out and "100% of the points" in out and "embedded set" in out


def test_check_of_a_net_that_guesses(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path)
    with pytest.raises(CheckFailed, match="gives no points; full marks begin at 56 %"):
        check_weights(NAME)


def test_check_of_a_net_for_other_data(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, embedded=False)
    with pytest.raises(CheckFailed, match="trained on CIFAR-10, but the data here are the embedded set"):
        check_weights(NAME)


def test_unknown_name():
    with pytest.raises(ValueError, match=NAME):
        check_weights("best_net")


def test_grade_of_a_good_net(trained, data, tmp_path):
    save_net(NAME, *trained, data, tmp_path)
    graded = grade_network(NAME, tmp_path, 5)
    share = accuracy(trained[0], trained[1](data.X_test_full), data.y_test_full)
    assert graded.points == 5 and graded.extra == min(max(int(100 * share + 1e-9) - 57, 0), 4) and not graded.note
    assert [output.output_type for output in graded.outputs(5)] == ["stream"]


def test_grade_of_a_weak_net(trained, data, tmp_path):
    net, prepare = trained
    noise = np.random.default_rng(1)
    weak = TwoLayerNet(3072, 64, 10)
    for scale in np.linspace(0.02, 0.2, 19):  # so much noise that part of the points is left
        weak.params = {key: value + scale * noise.standard_normal(value.shape) for key, value in net.params.items()}
        save_net(NAME, weak, prepare, data, tmp_path)
        graded = grade_network(NAME, tmp_path, 5)
        if graded.points < 5:
            break
    assert 0 < graded.points < 5 and graded.extra == 0
    stream, result = graded.outputs(5)
    assert float(result.data["text/plain"]) == graded.points


@pytest.mark.slow
def test_a_net_trained_on_the_test_images_gets_no_extra_credit(data, tmp_path):
    prepare = Standardizer.of(data.X_train)
    net = TwoLayerNet(3072, 128, 10, std=(0.02, 0.1), rng=0, dtype=np.float32)
    net.train(prepare(data.X_test_full), data.y_test_full, learning_rate=0.1, num_iters=400, batch_size=100, rng=0)
    save_net(NAME, net, prepare, data, tmp_path)
    graded = grade_network(NAME, tmp_path, 5)
    assert graded.points == 5 and graded.extra == 0 and "training on test images" in graded.note


def test_data_that_are_not_here_cost_no_points(tmp_path):
    write(tmp_path, embedded=False)
    with pytest.raises(DataMissing, match="get_datasets.sh"):
        grade_network(NAME, tmp_path, 5)
