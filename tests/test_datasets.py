"""Loading the data sets: layouts, splits, the converted copy, damage, the embedded sets."""

import gzip
import io
import os
import pickle
import struct
import tarfile
import warnings
from pathlib import Path

import numpy as np
import platformdirs
import pytest

from cs_nn.data import DatasetError, digits, load_cifar10, load_mnist, loading, shapes
from cs_nn.data.sources import CIFAR10_BATCHES, COURSE, MNIST_FILES, SIZES, Sizes, this_python

SMALL = {
    "cifar10": Sizes(train=50, test=10, val=5, test_used=4, dev=6),
    "mnist": Sizes(train=30, test=8, val=5, test_used=8, dev=6),
}


@pytest.fixture(autouse=True)
def small(monkeypatch, tmp_path):
    """Tiny data sets, no folder of the real user, and no warning at all: a grader counts what is on stderr."""
    for name, sizes in SMALL.items():
        monkeypatch.setitem(SIZES, name, sizes)
    monkeypatch.setattr(loading, "EMBEDDED_SIZES", Sizes(train=60, test=20, val=10, test_used=20, dev=5))
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda *args, **kwargs: tmp_path / "cache")
    monkeypatch.delenv("CS_NN_DATASETS", raising=False)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


# -- files in the published layouts -------------------------------------------------------------------------


def python2_pickle(data, labels):
    """A batch as Python 2 wrote it: byte strings, old module names, 0 and 1 for False and True."""

    def string(raw):
        return pickle.BINSTRING + struct.pack("<i", len(raw)) + raw

    def integer(value):
        return pickle.BININT + struct.pack("<i", value)

    def array(values):
        dtype = pickle.GLOBAL + b"numpy\ndtype\n" + string(b"u1") + integer(0) + integer(1)
        dtype += pickle.TUPLE3 + pickle.REDUCE + pickle.MARK + integer(3) + string(b"|") + 3 * pickle.NONE
        dtype += integer(-1) + integer(-1) + integer(0) + pickle.TUPLE + pickle.BUILD
        made = pickle.GLOBAL + b"numpy.core.multiarray\n_reconstruct\n" + pickle.GLOBAL + b"numpy\nndarray\n"
        made += integer(0) + pickle.TUPLE1 + string(b"b") + pickle.TUPLE3 + pickle.REDUCE
        shape = b"".join(integer(length) for length in values.shape) + pickle.TUPLE2
        state = integer(1) + shape + dtype + pickle.NEWFALSE + string(values.tobytes())
        return made + pickle.MARK + state + pickle.TUPLE + pickle.BUILD

    items = string(b"labels") + pickle.EMPTY_LIST + pickle.MARK + b"".join(map(integer, labels)) + pickle.APPENDS
    items += string(b"data") + array(data)
    return pickle.PROTO + b"\x02" + pickle.EMPTY_DICT + pickle.MARK + items + pickle.SETITEMS + pickle.STOP


def cifar10_batches(seed=0):
    """The six files by name, and what they hold: images (60, 3, 32, 32), labels (60,)."""
    rng = np.random.default_rng(seed)
    images = rng.integers(0, 256, (60, 3, 32, 32), dtype=np.uint8)
    labels = rng.integers(0, 10, 60)
    batches = {}
    for k, name in enumerate(CIFAR10_BATCHES):
        rows = slice(10 * k, 10 * k + 10)
        batches[name] = python2_pickle(images[rows].reshape(10, 3072), labels[rows].tolist())
    return batches, images, labels


def write_cifar10(folder, batches):
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in batches.items():
        (folder / name).write_bytes(content)


def write_cifar10_archive(path, batches):
    path.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(path, "w:gz") as archive:
        for name, content in batches.items():
            member = tarfile.TarInfo(f"cifar-10-batches-py/{name}")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))


def mnist_files(seed=0):
    """The four files by name, not gzipped, and what they hold."""
    rng = np.random.default_rng(seed)
    images = rng.integers(0, 256, (38, 28, 28), dtype=np.uint8)
    labels = rng.integers(0, 10, 38, dtype=np.uint8)
    files = {}
    for part, rows in (("train", slice(0, 30)), ("t10k", slice(30, 38))):
        count = rows.stop - rows.start
        files[f"{part}-images-idx3-ubyte"] = struct.pack(">4i", 2051, count, 28, 28) + images[rows].tobytes()
        files[f"{part}-labels-idx1-ubyte"] = struct.pack(">2i", 2049, count) + labels[rows].tobytes()
    return files, images, labels


def write_mnist(folder, files, spell=lambda name: name, pack=lambda content: content):
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / spell(name)).write_bytes(pack(content))


# -- CIFAR-10 -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["cifar-10-batches-py", "cifar10/cifar-10-batches-py", "cifar10", "."])
def test_cifar10_loads_from_every_folder_in_use(tmp_path, place):
    batches, images, labels = cifar10_batches()
    write_cifar10(tmp_path / place, batches)
    data = load_cifar10(tmp_path)
    np.testing.assert_array_equal(data.X_train, images[:45])
    np.testing.assert_array_equal(data.y_train, labels[:45])
    np.testing.assert_array_equal(data.X_val, images[45:50])
    np.testing.assert_array_equal(data.X_test, images[50:54])
    np.testing.assert_array_equal(data.X_test_full, images[50:])
    np.testing.assert_array_equal(data.y_test_full, labels[50:])
    assert data.X_train.dtype == np.uint8 and data.y_train.dtype == np.int64
    assert (data.name, data.embedded, data.class_names[3]) == ("cifar10", False, "cat")


@pytest.mark.parametrize("place", ["cifar-10-python.tar.gz", "cifar10/cifar-10-python.tar.gz"])
def test_cifar10_loads_from_the_archive_without_unpacking_it(tmp_path, place):
    batches, images, _ = cifar10_batches()
    write_cifar10_archive(tmp_path / place, batches)
    np.testing.assert_array_equal(load_cifar10(tmp_path).X_train, images[:45])
    assert not list(tmp_path.rglob("data_batch_1"))


def test_development_images_are_training_images(tmp_path):
    batches, images, labels = cifar10_batches()
    write_cifar10(tmp_path, batches)
    data = load_cifar10(tmp_path)
    assert len(data.X_dev) == 6
    for image, label in zip(data.X_dev, data.y_dev, strict=True):
        (row,) = np.flatnonzero((images == image).all(axis=(1, 2, 3)))
        assert row < 45 and labels[row] == label
    np.testing.assert_array_equal(data.X_dev, load_cifar10(tmp_path).X_dev)


@pytest.mark.parametrize(
    "name, train, val, test, test_full", [("cifar10", 49000, 1000, 1000, 10000), ("mnist", 55000, 5000, 10000, 10000)]
)
def test_split_of_the_published_sizes(monkeypatch, name, train, val, test, test_full):
    monkeypatch.undo()
    sizes = SIZES[name]
    rows = np.arange(sizes.train + sizes.test)
    data = loading._split(name, rows[:, None, None, None], rows, sizes, ())
    assert [len(part) for part in (data.y_train, data.y_val, data.y_test, data.y_dev)] == [train, val, test, 500]
    assert len(data.y_test_full) == test_full
    np.testing.assert_array_equal(data.y_test, data.y_test_full[:test])
    np.testing.assert_array_equal(np.concatenate([data.y_train, data.y_val, data.y_test_full]), rows)
    assert set(data.y_dev) < set(data.y_train) and len(set(data.y_dev)) == 500


def forbid_conversion(monkeypatch):
    def forbidden(source):
        raise AssertionError("converted again")

    monkeypatch.setattr(loading, "read_cifar10", forbidden)


def test_converted_copy_is_memory_mapped_and_used_again(tmp_path, monkeypatch):
    batches, images, _ = cifar10_batches()
    write_cifar10(tmp_path, batches)
    load_cifar10(tmp_path)
    forbid_conversion(monkeypatch)
    data = load_cifar10(tmp_path)
    base = data.X_train
    while not isinstance(base, np.memmap):
        base = base.base
    np.testing.assert_array_equal(data.X_train, images[:45])
    data.X_train[:] = 0  # changes the array, never the file
    np.testing.assert_array_equal(load_cifar10(tmp_path).X_train, images[:45])


def test_converted_copy_is_enough(tmp_path, monkeypatch):
    batches, images, _ = cifar10_batches()
    write_cifar10_archive(tmp_path / "cifar-10-python.tar.gz", batches)
    load_cifar10(tmp_path)
    (tmp_path / "cifar-10-python.tar.gz").unlink()
    data = load_cifar10(tmp_path)
    assert not data.embedded
    np.testing.assert_array_equal(data.X_train, images[:45])


def test_newer_files_are_converted_again(tmp_path):
    write_cifar10(tmp_path, cifar10_batches()[0])
    load_cifar10(tmp_path)
    batches, images, _ = cifar10_batches(seed=1)
    write_cifar10(tmp_path, batches)
    later = os.stat(tmp_path / "converted" / "cifar10-images.npy").st_mtime + 10
    os.utime(tmp_path / "data_batch_2", (later, later))
    np.testing.assert_array_equal(load_cifar10(tmp_path).X_train, images[:45])


@pytest.mark.parametrize("file", ["cifar10-images.npy", "cifar10-labels.npy"])
@pytest.mark.parametrize("keep", [0, 40, 200])
def test_damaged_copy_is_made_again(tmp_path, file, keep):
    batches, images, labels = cifar10_batches()
    write_cifar10(tmp_path, batches)
    load_cifar10(tmp_path)
    copy = tmp_path / "converted" / file
    copy.write_bytes(copy.read_bytes()[:keep])
    data = load_cifar10(tmp_path)
    np.testing.assert_array_equal(data.X_train, images[:45])
    np.testing.assert_array_equal(data.y_train, labels[:45])


def test_read_only_folder_keeps_the_copy_in_the_users_cache(tmp_path, capsys, monkeypatch):
    folder = tmp_path / "data"
    batches, images, _ = cifar10_batches()
    write_cifar10(folder, batches)
    (folder / "converted").write_text("a file in the way, as root can write to any folder")
    np.testing.assert_array_equal(load_cifar10(folder).X_train, images[:45])
    (line,) = capsys.readouterr().out.splitlines()
    assert "read-only" in line and str(tmp_path / "cache") in line
    forbid_conversion(monkeypatch)
    load_cifar10(folder)
    assert capsys.readouterr().out == ""


def test_nowhere_to_write_is_no_error(tmp_path, capsys):
    batches, images, _ = cifar10_batches()
    write_cifar10(tmp_path, batches)
    for file in ("converted", "cache"):
        (tmp_path / file).write_text("in the way")
    np.testing.assert_array_equal(load_cifar10(tmp_path).X_train, images[:45])
    (line,) = capsys.readouterr().out.splitlines()
    assert "each time" in line


class Evil:
    def __reduce__(self):
        return os.mkdir, ("evil",)


def batch_of(data=None, labels=None):
    data = np.zeros((10, 3072), np.uint8) if data is None else data
    return python2_pickle(data, [0] * 10 if labels is None else labels)


@pytest.mark.parametrize(
    "content, words",
    [
        (batch_of()[:-100], "can't be read"),
        (b"", "can't be read"),
        (b"<html>", "can't be read"),
        (pickle.dumps([1]), "can't be read"),
        (pickle.dumps(Evil(), protocol=2), "not allowed"),
        (batch_of(data=np.zeros((9, 3072), np.uint8)), "(10, 3072) array of uint8"),
        (batch_of(data=np.zeros((10, 3071), np.uint8)), "(10, 3072) array of uint8"),
        (batch_of(labels=[0] * 9), "10 integers 0 ... 9"),
        (batch_of(labels=[0] * 9 + [10]), "10 integers 0 ... 9"),
        (batch_of(labels=[0] * 9 + [-1]), "10 integers 0 ... 9"),
    ],
)
def test_damaged_batch_is_refused_by_name(tmp_path, monkeypatch, content, words):
    monkeypatch.chdir(tmp_path)
    batches, _, _ = cifar10_batches()
    write_cifar10(tmp_path / "cifar-10-batches-py", {**batches, "data_batch_4": content})
    with pytest.raises(DatasetError) as caught:
        load_cifar10(tmp_path)
    assert words in str(caught.value)
    assert "data_batch_4" in str(caught.value) and "--only cifar10" in str(caught.value)
    assert not (tmp_path / "evil").exists()


def test_pickles_of_python_3_load(tmp_path):
    batches, images, labels = cifar10_batches()
    batch = {"data": images[:10].reshape(10, 3072), "labels": labels[:10]}
    batches["data_batch_1"] = pickle.dumps(batch, protocol=2)
    write_cifar10(tmp_path, batches)
    np.testing.assert_array_equal(load_cifar10(tmp_path).X_train[:10], images[:10])


def test_damaged_archive_is_refused(tmp_path):
    path = tmp_path / "cifar-10-python.tar.gz"
    write_cifar10_archive(path, cifar10_batches()[0])
    whole = path.read_bytes()
    for content in (whole[: len(whole) // 2], b"", b"<html>", whole[:5000] + bytes(100) + whole[5100:]):
        path.write_bytes(content)
        with pytest.raises(DatasetError, match="damaged"):
            load_cifar10(tmp_path)
    batches, _, _ = cifar10_batches()
    del batches["data_batch_3"]
    write_cifar10_archive(path, batches)
    with pytest.raises(DatasetError, match="lacks data_batch_3"):
        load_cifar10(tmp_path)


# -- MNIST --------------------------------------------------------------------------------------------------

SPELLINGS = {
    "dashes": lambda name: name,
    "dots": lambda name: name.replace("-idx", ".idx"),
    "dashes, gzipped": lambda name: f"{name}.gz",
    "dots, gzipped": lambda name: name.replace("-idx", ".idx") + ".gz",
}


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("place", [".", "mnist", "MNIST/raw"])
def test_mnist_loads_from_every_spelling(tmp_path, capsys, spelling, place):
    files, images, labels = mnist_files()
    pack = gzip.compress if "gz" in spelling else bytes
    write_mnist(tmp_path / place, files, SPELLINGS[spelling], pack)
    data = load_mnist(tmp_path)
    np.testing.assert_array_equal(data.X_train, images[:25, None])
    np.testing.assert_array_equal(data.X_val, images[25:30, None])
    np.testing.assert_array_equal(data.y_val, labels[25:30])
    np.testing.assert_array_equal(data.X_test, images[30:, None])
    np.testing.assert_array_equal(data.y_test_full, labels[30:])
    assert data.X_dev.shape == (6, 1, 28, 28)
    assert data.X_train.dtype == np.uint8 and data.y_train.dtype == np.int64
    assert (data.name, data.embedded) == ("mnist", False)
    assert capsys.readouterr() == ("", "")


def test_mnist_unpacked_by_the_browser_but_still_called_gz(tmp_path):
    files, images, _ = mnist_files()
    write_mnist(tmp_path, files, lambda name: f"{name}.gz")
    np.testing.assert_array_equal(load_mnist(tmp_path).X_train, images[:25, None])


@pytest.mark.parametrize("damage", [lambda c: c[:-1], lambda c: c + b"x", lambda c: b"", lambda c: b"\1" + c[1:]])
@pytest.mark.parametrize("name", MNIST_FILES)
def test_damaged_mnist_file_is_refused_by_name(tmp_path, name, damage):
    files, _, _ = mnist_files()
    write_mnist(tmp_path, files | {name: damage(files[name])})
    with pytest.raises(DatasetError, match=name) as caught:
        load_mnist(tmp_path)
    assert "--only mnist" in str(caught.value)


@pytest.mark.parametrize("damage", [lambda c: c[:-20], lambda c: c[:50] + b"xxxx" + c[54:]])
def test_damaged_gzip_is_refused(tmp_path, damage):
    files, _, _ = mnist_files()
    write_mnist(tmp_path, files, SPELLINGS["dashes, gzipped"], lambda content: damage(gzip.compress(content)))
    with pytest.raises(DatasetError, match="train-images"):
        load_mnist(tmp_path)


def test_mnist_label_out_of_range_is_refused(tmp_path):
    files, _, _ = mnist_files()
    name = "t10k-labels-idx1-ubyte"
    write_mnist(tmp_path, files | {name: files[name][:-1] + b"\x0a"})
    with pytest.raises(DatasetError, match="0 ... 9"):
        load_mnist(tmp_path)


# -- the embedded sets --------------------------------------------------------------------------------------

LOADERS = {"cifar10": load_cifar10, "mnist": load_mnist}


@pytest.mark.parametrize("name, shape", [("cifar10", (3, 32, 32)), ("mnist", (1, 28, 28))])
@pytest.mark.parametrize("folder", ["empty", "missing"])
def test_missing_data_are_replaced_and_the_command_for_them_is_told(tmp_path, capsys, name, shape, folder):
    (tmp_path / "empty").mkdir()
    data = LOADERS[name](tmp_path / folder)
    assert data.embedded and data.name == name and len(data.class_names) == 10
    assert [len(x) for x in (data.X_train, data.X_val, data.X_test, data.X_dev)] == [50, 10, 20, 5]
    assert data.X_train.shape[1:] == shape
    assert data.X_train.dtype == np.uint8 and data.y_train.dtype == np.int64
    out, err = capsys.readouterr()
    said, where, command = out.splitlines()
    assert "embedded" in said and str(COURSE) in where
    assert command.strip() == f"{this_python()} -m cs_nn.data --only {name}"
    assert err == ""
    assert not (tmp_path / "missing").exists()


def test_incomplete_mnist_is_replaced(tmp_path, capsys):
    files, _, _ = mnist_files()
    del files["t10k-labels-idx1-ubyte"]
    write_mnist(tmp_path, files)
    assert load_mnist(tmp_path).embedded
    assert "No complete MNIST" in capsys.readouterr().out


@pytest.mark.parametrize("name, drawn, maker", [("cifar10", shapes, "make_shapes"), ("mnist", digits, "make_digits")])
def test_embedded_set_is_made_once(tmp_path, monkeypatch, name, drawn, maker):
    first = LOADERS[name](tmp_path)
    monkeypatch.setattr(drawn, maker, lambda count: pytest.fail("made again"))
    np.testing.assert_array_equal(LOADERS[name](tmp_path).X_train, first.X_train)
    monkeypatch.undo()


def test_embedded_sets_work_with_nowhere_to_write(tmp_path, capsys):
    (tmp_path / "cache").write_text("in the way")
    (tmp_path / "converted").write_text("in the way")
    assert load_mnist(tmp_path).embedded
    assert len(capsys.readouterr().out.splitlines()) == 3  # no warning besides


def test_folder_from_the_environment(tmp_path, monkeypatch):
    files, images, _ = mnist_files()
    write_mnist(tmp_path / "elsewhere", files)
    monkeypatch.setenv("CS_NN_DATASETS", str(tmp_path / "elsewhere"))
    np.testing.assert_array_equal(load_mnist().X_train, images[:25, None])


@pytest.mark.parametrize("make", [digits.make_digits, shapes.make_shapes])
def test_generator_is_deterministic_balanced_and_varied(make):
    images, labels = make(200)
    again, labels_again = make(200)
    np.testing.assert_array_equal(images, again)
    np.testing.assert_array_equal(labels, labels_again)
    np.testing.assert_array_equal(np.bincount(labels), [20] * 10)
    assert len(np.unique(images.reshape(200, -1), axis=0)) == 200
    assert not np.array_equal(images, make(200, seed=1)[0])


def standardised(images):
    X = images.reshape(len(images), -1).astype(np.float32)
    return (X - X.mean(axis=0)) / (X.std(axis=0) + 1)


def trained_accuracy(X, y, num_train, hidden):
    """Validation accuracy of a linear (hidden=0) or two-layer net after a short training."""
    rng = np.random.default_rng(0)
    sizes = [X.shape[1], hidden, 10] if hidden else [X.shape[1], 10]
    weights = [
        np.sqrt(0.5 / fan_in) * rng.standard_normal((fan_in, fan_out), np.float32)
        for fan_in, fan_out in zip(sizes, sizes[1:], strict=False)
    ]
    velocity = [0 * W for W in weights]
    iterations = 400
    for i in range(iterations):
        rows = rng.integers(num_train, size=100)
        layers = [X[rows]]
        for W in weights[:-1]:
            layers.append(np.maximum(layers[-1] @ W, 0))
        scores = layers[-1] @ weights[-1]
        probs = np.exp(scores - scores.max(axis=1, keepdims=True))
        probs /= probs.sum(axis=1, keepdims=True)
        probs[np.arange(100), y[rows]] -= 1
        dout = probs / 100
        for k in reversed(range(len(weights))):
            dW = layers[k].T @ dout + 0.01 * weights[k]
            if k > 0:
                dout = (dout @ weights[k].T) * (layers[k] > 0)
            velocity[k] = 0.9 * velocity[k] - np.float32(0.005 * (1 - i / iterations)) * dW
        for W, v in zip(weights, velocity, strict=True):
            W += v
    out = X[num_train:]
    for W in weights[:-1]:
        out = np.maximum(out @ W, 0)
    return np.mean(np.argmax(out @ weights[-1], axis=1) == y[num_train:])


@pytest.mark.slow
def test_shapes_are_about_as_hard_as_cifar10():
    images, labels = shapes.make_shapes(6000)
    X = standardised(images)
    linear = trained_accuracy(X, labels, 5000, hidden=0)
    two_layer = trained_accuracy(X, labels, 5000, hidden=100)
    assert 0.33 < linear < 0.47
    assert two_layer > linear + 0.1


def test_digits_are_about_as_hard_as_mnist():
    images, labels = digits.make_digits(6000)
    assert 0.85 < trained_accuracy(standardised(images), labels, 5000, hidden=0) < 0.96


@pytest.mark.parametrize(
    "executable, typed",
    [
        (f"{Path('/k/labs')}{os.sep}python", "python"),
        (str(Path("/k/labs/.venv/bin/python")), str(Path(".venv/bin/python"))),
        (str(Path("/k/labs 2/.venv/bin/python")), f'"{Path("/k/labs 2/.venv/bin/python")}"'),
        (str(Path("/usr/bin/python3")), str(Path("/usr/bin/python3"))),
    ],
)
def test_the_command_names_the_python_that_runs(executable, typed):
    assert this_python(executable, Path("/k/labs")) == typed
