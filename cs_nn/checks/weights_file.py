"""Trained networks that students hand in: a small file, graded by its accuracy on held-out test images.

    prepare = Standardizer.of(data.X_train)
    net.train(prepare(data.X_train), data.y_train, ...)
    save_net("best_two_layer_net", net, prepare, data)      # writes best_two_layer_net.npz
    check_weights("best_two_layer_net")

The file holds the parameters as float16, which costs no accuracy, and the mean and the standard
deviation that the images were standardized with: without them the weights are worth nothing.
"""

from __future__ import annotations

import importlib
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from cs_nn.checks.message import CheckFailed
from cs_nn.checks.weights_task import NETWORKS
from cs_nn.data import Dataset, load_cifar10
from cs_nn.language import gettext as _
from cs_nn.tools.files import written_whole
from cs_nn.tools.images import Standardizer
from cs_nn.tools.training import CHUNK

#: Bytes of a file, and of its contents when unpacked.
FILE_LIMIT, UNPACKED_LIMIT = 24_000_000, 100_000_000


class WeightsError(Exception):
    """A file of weights is missing or can't be used; the message says why and what to do."""


@dataclass(frozen=True)
class Weights:
    """The contents of a file: a network's parameters and what its images were standardized with."""

    params: dict[str, np.ndarray]
    prepare: Standardizer
    embedded: bool  #: trained on the embedded set and not on CIFAR-10


def save_net(name: str, net: Any, prepare: Standardizer, data: Dataset, folder: Path | str = ".") -> Path:
    """Write a trained network to ``<name>.npz``, beside the notebook, and say how large the file is.

    Parameters
    ----------
    name : str, "best_two_layer_net"
    net : the network; its ``params`` are saved
    prepare : the `Standardizer` that made its inputs
    data : the `Dataset` it was trained on

    Raises
    ------
    WeightsError : the file would not be accepted (nan, wrong shapes, too large); an older file stays as it is
    """
    task = _task(name)
    weights = Weights(dict(net.params), prepare, data.embedded)
    _inspect(task, weights.params, prepare)
    path = Path(folder) / f"{name}.npz"
    arrays: dict[str, Any] = {
        key: np.asarray(value, np.float16 if value.ndim > 1 else np.float32) for key, value in net.params.items()
    }
    with written_whole(path) as file:
        np.savez_compressed(file, **arrays, mean=prepare.mean, std=prepare.std, embedded=data.embedded)
        size = file.tell()
        if size > FILE_LIMIT:
            said = _("{name} has {size:.1f} MB, more than {limit:.0f}: use fewer hidden units")
            raise WeightsError(said.format(name=name, size=size / 1e6, limit=FILE_LIMIT / 1e6))
    print(_("{file} written: {size:.1f} MB").format(file=path.name, size=size / 1e6))
    return path


def read_weights(name: str, folder: Path | str = ".") -> Weights:
    """The network in ``<folder>/<name>.npz``; `WeightsError` if there is none that can be used.

    The file may come from anybody: it is read without pickle and within limits.
    """
    task = _task(name)
    path = Path(folder) / f"{name}.npz"
    if not path.is_file():
        raise WeightsError(_("there is no file {file}: run the cell that saves your best net").format(file=path.name))
    if path.stat().st_size > FILE_LIMIT:
        raise WeightsError(_("{file} is larger than {limit:.0f} MB").format(file=path.name, limit=FILE_LIMIT / 1e6))
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(info.file_size for info in archive.infolist()) > UNPACKED_LIMIT:
                raise ValueError("it unpacks to more than it may")
        with np.load(path, allow_pickle=False) as archive:
            arrays = {key: archive[key] for key in (*_shapes(task, 1), "mean", "std", "embedded")}
        embedded = bool(arrays.pop("embedded"))
    except Exception as error:  # what a damaged or invented file raises has no limits
        said = _("{file} can't be read ({error}): write it with save_net")
        raise WeightsError(said.format(file=path.name, error=error)) from None
    prepare = Standardizer(arrays.pop("mean"), arrays.pop("std"))
    _inspect(task, arrays, prepare)
    params = {key: value.astype(np.float32) for key, value in arrays.items()}
    return Weights(params, Standardizer(*(part.astype(np.float32) for part in (prepare.mean, prepare.std))), embedded)


def count_right(name: str, weights: Weights, images: np.ndarray, labels: np.ndarray) -> int:
    """How many images (N, C, H, W) of uint8 a handed-in network classifies as `labels`."""
    task = _task(name)
    network = getattr(importlib.import_module(f"cs_nn.{task.module}"), task.network)
    net = network(task.input_size, len(weights.params["b1"]), task.output_size)
    net.params = dict(weights.params)
    right = 0
    for k in range(0, len(images), CHUNK):
        right += int(np.sum(np.asarray(net.predict(weights.prepare(images[k : k + CHUNK]))) == labels[k : k + CHUNK]))
    return right


def check_weights(name: str) -> None:
    """Say what the file of weights in this folder is worth, as far as the validation images tell.

    Raises `CheckFailed` if it can't be used or would get no points.
    """
    task = _task(name)

    def failed(text):
        return CheckFailed([("fail", _("{task}: {problem}").format(task=name, problem=text))])

    try:
        weights = read_weights(name)
    except WeightsError as error:
        raise failed(error) from None
    data = load_cifar10()
    if weights.embedded != data.embedded:
        raise failed(
            _("it was trained on the embedded set, but the data here are CIFAR-10: train it again")
            if weights.embedded
            else _("it was trained on CIFAR-10, but the data here are the embedded set: train it again")
        )
    right, count = count_right(name, weights, data.X_val, data.y_val), len(data.y_val)
    units, accuracy = len(weights.params["b1"]), right / count
    said = _("{name}: {units} hidden units, validation accuracy {accuracy:.3f}")
    print(said.format(name=name, units=units, accuracy=accuracy))
    share, extra = task.score(right, count, 1.0)
    if share == 0:
        text = _("validation accuracy {accuracy:.3f} gives no points; full marks begin at {full} %")
        raise failed(text.format(accuracy=accuracy, full=task.full))
    worth = _("With this accuracy on the test images: {share:.0%} of the points, extra credit {extra}.")
    print(worth.format(share=share, extra=extra))
    if data.embedded:
        print(
            _("This is the embedded set. If your course uses CIFAR-10, download it and train again before you hand in.")
        )


def _task(name):
    if name not in NETWORKS:
        raise ValueError(f"no network called {name!r} is handed in; there is {', '.join(NETWORKS)}")
    return NETWORKS[name]


def _shapes(task, hidden):
    D, C = task.input_size, task.output_size
    return {"W1": (D, hidden), "b1": (hidden,), "W2": (hidden, C), "b2": (C,)}


def _inspect(task, params, prepare):
    """`WeightsError` if the arrays are not those of a network that can be used."""

    def refuse(said, **values):
        raise WeightsError(said.format(task=task.name, **values))

    missing = [key for key in _shapes(task, 1) if key not in params]
    if missing:
        refuse(_("{task} has no {names}"), names=", ".join(missing))
    shapes = _shapes(task, params["b1"].size)
    shapes |= {"mean": (task.input_size,), "std": (task.input_size,)}
    for key, array in {**params, "mean": prepare.mean, "std": prepare.std}.items():
        if key not in shapes:
            refuse(_("{task} has an array {key}, which no {network} has"), key=key, network=task.network)
        if array.shape != shapes[key]:
            shape = {"shape": array.shape, "expected_shape": shapes[key]}
            refuse(_("{task}: {key} has shape {shape} instead of {expected_shape}"), key=key, **shape)
        if array.dtype.kind != "f":
            refuse(_("{task}: {key} holds {dtype} instead of floats"), key=key, dtype=array.dtype)
        with np.errstate(over="ignore"):
            saved = array.astype(np.float16 if array.ndim > 1 else np.float32)
        if not np.isfinite(saved).all():
            refuse(_("{task}: {key} has entries that are nan, infinite or above 65504 in size"), key=key)
    if not np.all(prepare.std > 0):
        refuse(_("{task}: std must be positive"))
