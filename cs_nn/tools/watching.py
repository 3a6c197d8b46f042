"""Watching a network while it is trained: what goes through its layers, and how far its weights move."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from cs_nn.language import gettext as _

#: The functions whose first argument is the input of a layer, and those whose first argument is the gradient of the
#: loss with respect to its output.
#: Of a recurrent layer its states are looked at, the first result.
RECURRENT = "rnn_forward"
FORWARD = ("affine_forward", "conv_forward", RECURRENT)
BACKWARD = ("affine_backward", "conv_backward", "rnn_backward")
#: Values that are kept of each array, for histograms.
SAMPLE = 2000


@dataclass
class Watched:
    """What `watching` has seen. Layers are numbered from 0 in the order in which the network calls them.

    Attributes
    ----------
    iterations : list of M ints, the calls of ``net.loss`` that were looked at, counted from 0
    inputs, gradients : for each of them a list of one 1-D array per layer, at most 2,000 values spread over the
        whole array: the input of the layer (of a recurrent layer its states), and the gradient of the loss with
        respect to the layer's output (of a recurrent layer: what comes from above)
    input_std, gradient_std : the standard deviations of these arrays as a whole, M lists of one float per layer
    weight_grads : name -> list of M floats, the root mean square of the gradient of each weight matrix or filter
    update_ratios : name -> list of M floats, ``|W_after - W_before| / |W_before|`` (Frobenius norms) of the step after
        this call; nan if the weights are zero or no step came. About 0.001 is usual
    """

    iterations: list[int] = field(default_factory=list)
    inputs: list[list[np.ndarray]] = field(default_factory=list)
    gradients: list[list[np.ndarray]] = field(default_factory=list)
    input_std: list[list[float]] = field(default_factory=list)
    gradient_std: list[list[float]] = field(default_factory=list)
    weight_grads: dict[str, list[float]] = field(default_factory=dict)
    update_ratios: dict[str, list[float]] = field(default_factory=dict)


@contextlib.contextmanager
def watching(net: Any, every: int = 20) -> Iterator[Watched]:
    """Look at a network each time that it computes its loss and gradients, whoever trains it::

        with watching(net, every=50) as seen:
            optimize(net, X, y, adam, learning_rate=1e-3, num_iters=1000)
        show(watched_curves(seen, "While training"), alt="...")

    Layers are seen by what they are made of: `affine_forward`, `conv_forward`, `rnn_forward` and their backward
    functions, in modules of ``cs_nn`` and in the module of the network's class. Functions that the network holds as
    values (``conv2`` of Lab 7) are not seen. What the network computes stays the same.

    Parameters
    ----------
    net : object with ``params``, a dict of arrays, and ``loss(X, y, ...)``, which returns the loss and a dict of
        gradients: the networks of Labs 3, 5, 6 (of arrays), 7 and 8
    every : int, look at every so many calls, the first one included; calls without labels do not count

    Yields
    ------
    Watched

    Raises
    ------
    ValueError
        If `every` is less than 1, or the network is watched already.
    """
    if every < 1:
        raise ValueError(f"every must be at least 1, not {every}")
    if "loss" in vars(net):
        raise ValueError(_("this network is watched already, or its loss has been replaced"))
    seen, loss, calls, before = Watched(), net.loss, 0, {}

    def note_step():
        moved = {name: float(np.linalg.norm(net.params[name] - weights)) for name, weights in before.items()}
        if any(moved.values()):
            for name, distance in moved.items():
                size = float(np.linalg.norm(before[name]))
                seen.update_ratios[name][-1] = distance / size if size else np.nan
            before.clear()

    def watched_loss(*args, **kwargs):
        nonlocal calls
        if calls % every:
            result = loss(*args, **kwargs)
        else:
            with _recording(type(net).__module__) as record:
                result = loss(*args, **kwargs)
        if isinstance(result, tuple):  # without labels it is the scores
            note_step()
            if calls % every == 0:
                weights = {name: value.copy() for name, value in net.params.items() if value.ndim > 1}
                before.update(weights)
                _note(seen, calls, record, {name: result[1].get(name, np.nan) for name in weights})
            calls += 1
        return result

    net.loss = watched_loss
    try:
        yield seen
        note_step()
    finally:
        del net.loss


def _note(seen, call, record, grads):
    inputs, gradients = record[FORWARD], record[BACKWARD][::-1]
    seen.iterations.append(call)
    for arrays, samples, stds in (
        (inputs, seen.inputs, seen.input_std),
        (gradients, seen.gradients, seen.gradient_std),
    ):
        samples.append([np.ravel(array)[:: -(-array.size // SAMPLE)].copy() for array in arrays])
        stds.append([float(np.std(array)) for array in arrays])
    for name, gradient in grads.items():
        seen.weight_grads.setdefault(name, []).append(float(np.sqrt(np.mean(np.square(gradient)))))
        seen.update_ratios.setdefault(name, []).append(np.nan)


@contextlib.contextmanager
def _recording(module: str) -> Iterator[dict[tuple[str, ...], list[np.ndarray]]]:
    """Keep what the layers' functions are called with, in all modules that have these functions by name."""
    record: dict[tuple[str, ...], list[np.ndarray]] = {FORWARD: [], BACKWARD: []}
    replaced = []

    def recorder(function: Callable, kept: list, result: bool) -> Callable:
        def recording(*args, **kwargs):
            out = function(*args, **kwargs)
            kept.append(out[0] if result else next(iter((*args, *kwargs.values()))))
            return out

        return recording

    for name, its_module in list(sys.modules.items()):
        if name.partition(".")[0] == "cs_nn" or name == module:
            for names, kept in record.items():
                for word in names:
                    function = vars(its_module).get(word)
                    if callable(function):
                        replaced.append((its_module, word, function))
                        setattr(its_module, word, recorder(function, kept, word == RECURRENT))
    try:
        yield record
    finally:
        for its_module, word, function in replaced:
            setattr(its_module, word, function)
