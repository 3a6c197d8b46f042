"""Checking nets that are composed of layers: shared by the labs whose students write such a ``loss``.

The check puts fakes, layers with formulas of their own, in place of those of `cs_nn.layers`, `cs_nn.convolution` and
`cs_nn.pooling` and notes every call. So only the composition is tested, a mistake in it can be told in words, and the
right layers are not needed.
"""

from __future__ import annotations

import contextlib
import itertools
import sys
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from types import ModuleType
from typing import NoReturn

import numpy as np

from cs_nn.checks import Case, Problem, Results, Task, WrongResult, agrees, compare, replaced, unpack
from cs_nn.checks.tasks._nets import give_parameters, require_same_parameters
from cs_nn.language import lazy as _


def parameter_names(case: Case) -> list[str]:
    """W1, b1, W2, b2, ... as far as the case has them."""
    numbers = sorted(int(key[1:]) for key in case if key[0] == "W" and key[1:].isdigit())
    return [f"{letter}{k}" for k in numbers for letter in "Wb"]


# ------------------------------------------------------------------ the layers
class StandInCache:
    """What a stand-in layer keeps for its backward function; it can only be passed on."""

    def __init__(self, kind: str, call: int, x: np.ndarray, out: np.ndarray, w: np.ndarray | None = None):
        self.kind, self.call, self.x, self.w, self.shape = kind, call, np.array(x), np.array(w), np.shape(out)

    def __iter__(self) -> NoReturn:
        raise WrongResult(_("a cache is taken apart: pass it on whole to the backward function of its layer"))

    def __getitem__(self, index: object) -> NoReturn:
        self.__iter__()


class StandInLayers:
    """Layers that the check puts in place of the students' own, to see how a net composes them.

    They have the same arguments and shapes but formulas of their own. ``calls`` notes for each call
    (layer, where its input comes from, which parameters or which cache): an input is -1 for X and the
    number of an earlier call for what that call returned, -9 for anything else.

    Parameters
    ----------
    case : the inputs of the check
    settings : the right ``conv_param``, ``pool_param`` and ``dropout_param`` by name, for the nets that have them
    """

    LAYERS = ("affine", "relu", "conv", "max_pool", "dropout")
    NAMES = (*(f"{name}_forward" for name in LAYERS), "softmax_loss", *(f"{name}_backward" for name in LAYERS))
    #: These a net gets as arguments, so that they are not put in the place of anything.
    GIVEN = ("conv2_forward", "conv2_backward")
    ALL = (*NAMES, *GIVEN)

    def __init__(self, case: Case, settings: dict[str, dict] | None = None):
        self.case, self.settings, self.calls, self.given = case, settings or {}, [], [(-1, case["X"].copy())]
        self.numbers = [int(name[1:]) for name in parameter_names(case) if name[0] == "W"]
        self.misfit = ""  # what is wrong with the first array that does not have its layer's shape
        self.misfit_call = -1

    def _source(self, array):
        """The number of the call that returned this array, or an equal one, perhaps in float32 or in another shape."""
        array = np.asarray(array)
        return next(
            (
                number
                for number, known in reversed(self.given)
                if array.size == known.size and agrees(array.reshape(known.shape), known)
            ),
            -9,
        )

    def _note(self, layer, array, which, returned):
        self.calls.append((self.ALL.index(layer), self._source(array), which))
        self.given.append((len(self.calls) - 1, returned.copy()))

    def _parameters(self, w, b):
        """The number k of the layer that W_k and b_k belong to, 0 if there is none."""
        return next((k for k in self.numbers if agrees(w, self.case[f"W{k}"]) and agrees(b, self.case[f"b{k}"])), 0)

    def _check_setting(self, name, given, function):
        right = self.settings[name]
        if not isinstance(given, dict):
            raise WrongResult(
                _("{function} is called with a {kind}: it needs {name}").format(
                    function=function, kind=type(given).__name__, name=name
                )
            )
        wrong = [key for key, value in right.items() if given.get(key) != value]
        if wrong == ["rng"]:
            raise WrongResult(
                _("{function} is called with another generator: give it {name}").format(function=function, name=name)
            )
        if wrong:
            given, right = (
                {key: value for key, value in each.items() if isinstance(value, (int, float, str))}
                for each in (given, right)
            )
            raise WrongResult(
                _("{function} is called with {given}: it needs {name} with {right}").format(
                    function=function, given=repr(given), name=name, right=repr(right)
                )
            )

    def _note_misfit(self, what):
        if not self.misfit:
            self.misfit, self.misfit_call = what, len(self.calls)

    def _check_fit(self, kind, x, w, have, need):
        if have != need:
            self._note_misfit(
                _("{function} got x of shape {x_shape} with w of shape {w_shape}: {have} and {need} do not fit").format(
                    function=f"{kind}_forward", x_shape=np.shape(x), w_shape=np.shape(w), have=have, need=need
                )
            )

    def _forward(self, kind, x, which, out, w=None):
        self._note(f"{kind}_forward", x, which, out)
        return out, StandInCache(kind, len(self.calls) - 1, x, out, w)

    def affine_forward(self, x: np.ndarray, w: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, StandInCache]:
        rows = np.reshape(x, (len(x), -1))
        self._check_fit("affine", x, w, rows.shape[1], len(w))
        if self.settings:  # images become rows: the order counts
            rows = rows * _waves(rows.shape[1])
        out = np.sin(rows.mean(axis=1))[:, None] * (_waves(len(w)) @ w) + np.cos(rows[:, :1]) + 2 * np.asarray(b)
        return self._forward("affine", x, self._parameters(w, b), out, w)

    def relu_forward(self, x: np.ndarray) -> tuple[np.ndarray, StandInCache]:
        return self._forward("relu", x, 0, np.asarray(x) + 0.3 * np.sin(x))

    def _convolution(self, kind, x, w, b, conv_param, factor):
        x, w, b, right = np.asarray(x), np.asarray(w), np.asarray(b), self.settings["conv_param"]
        self._check_fit(kind, x, w, x.shape[1], w.shape[1])
        as_number = {"stride": 1, "pad": (w.shape[2] - 1) / 2}  # of zeros on each side, the same as "same"
        if right != {"stride": 1, "pad": "same"} or conv_param != as_number:
            self._check_setting("conv_param", conv_param, f"{kind}_forward")
        sums = w.reshape(len(w), -1) @ _waves(w[0].size)
        out = (
            np.sin(x).mean(axis=1, keepdims=True) * sums[:, None, None]
            + factor * np.cos(x[:, :1])
            + 2 * b[:, None, None]
        )
        return self._forward(kind, x, self._parameters(w, b), out, w)

    def conv_forward(
        self, x: np.ndarray, w: np.ndarray, b: np.ndarray, conv_param: dict
    ) -> tuple[np.ndarray, StandInCache]:
        return self._convolution("conv", x, w, b, conv_param, 1)

    def conv2_forward(
        self, x: np.ndarray, w: np.ndarray, b: np.ndarray, conv_param: dict
    ) -> tuple[np.ndarray, StandInCache]:
        return self._convolution("conv2", x, w, b, conv_param, 1.5)

    def max_pool_forward(self, x: np.ndarray, pool_param: dict) -> tuple[np.ndarray, StandInCache]:
        self._check_setting("pool_param", pool_param, "max_pool_forward")
        x = np.asarray(x)
        return self._forward("max_pool", x, 0, x[:, :, ::2, 1::2] + 0.3 * np.cos(x[:, :, 1::2, ::2]))

    def dropout_forward(self, x: np.ndarray, dropout_param: dict) -> tuple[np.ndarray, StandInCache]:
        mode, right = dropout_param["mode"], self.settings["dropout_param"]["mode"]
        if mode != right:
            said = (
                _(
                    "dropout_forward is called in mode {mode} with labels: give it dropout_param, which has the right "
                    "mode"
                )
                if right == "train"
                else _(
                    "dropout_forward is called in mode {mode} without labels: give it dropout_param, which has the "
                    "right mode"
                )
            )
            raise WrongResult(said.format(mode=repr(mode)))
        self._check_setting("dropout_param", dropout_param, "dropout_forward")
        if mode == "test":  # it does nothing then, and may be left out
            return x, None
        return self._forward("dropout", x, 0, 1.1 * np.asarray(x) + 0.2 * np.cos(x))

    def softmax_loss(self, scores: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
        scores, y = np.asarray(scores), np.asarray(y, dtype=float)
        dscores = 0.1 * scores + np.cos(y)[:, None]
        self._note("softmax_loss", scores, 0, dscores)
        return float(np.mean(scores * np.sin(1 + y)[:, None])), dscores

    def _backward(self, kind, dout, cache, dx):
        """Note the call; `dx` is a function of dout in the shape of the layer's output."""
        if isinstance(cache, StandInCache) and (kind, cache.kind) == ("conv", "conv2"):
            raise WrongResult(
                _("conv_backward got the cache of conv2_forward: call conv2_backward in the second layer")
            )
        if not isinstance(cache, StandInCache) or cache.kind != kind:
            if isinstance(cache, StandInCache):
                said = _("{function} got the cache of {other}: it needs the one that {forward} returned for this layer")
                other = f"{cache.kind}_forward"
            else:
                said, other = _("{function} got no cache: it needs the one that {forward} returned for this layer"), ""
            raise WrongResult(said.format(function=f"{kind}_backward", other=other, forward=f"{kind}_forward"))
        fitting = self._fitting(dout, cache)
        returned = dx(fitting)
        self._note(f"{kind}_backward", dout, cache.call, returned)
        return returned, fitting

    def affine_backward(
        self, dout: np.ndarray, cache: StandInCache, need_dx: bool = True
    ) -> tuple[np.ndarray | None, np.ndarray, np.ndarray]:
        dx, fitting = self._backward(
            "affine",
            dout,
            cache,
            lambda dout: np.tanh(dout.sum(axis=1)).reshape(-1, *[1] * (cache.x.ndim - 1)) + 0.2 * cache.x,
        )
        return dx if need_dx else None, *_gradients(cache, fitting, axis=0)

    def relu_backward(self, dout: np.ndarray, cache: StandInCache) -> np.ndarray:
        return self._backward("relu", dout, cache, lambda dout: dout * (1 + 0.2 * np.cos(cache.x)))[0]

    def conv_backward(
        self, dout: np.ndarray, cache: StandInCache, need_dx: bool = True, kind: str = "conv"
    ) -> tuple[np.ndarray | None, np.ndarray, np.ndarray]:
        dx, fitting = self._backward(
            kind, dout, cache, lambda dout: np.tanh(dout.sum(axis=1, keepdims=True)) + 0.2 * cache.x
        )
        return dx if need_dx else None, *_gradients(cache, fitting, axis=(0, 2, 3))

    def conv2_backward(
        self, dout: np.ndarray, cache: StandInCache, need_dx: bool = True
    ) -> tuple[np.ndarray | None, np.ndarray, np.ndarray]:
        return self.conv_backward(dout, cache, need_dx, "conv2")

    def max_pool_backward(self, dout: np.ndarray, cache: StandInCache) -> np.ndarray:
        return self._backward(
            "max_pool", dout, cache, lambda dout: 0.2 * cache.x + np.tanh(dout).repeat(2, axis=2).repeat(2, axis=3)
        )[0]

    def dropout_backward(self, dout: np.ndarray, cache: StandInCache) -> np.ndarray:
        return self._backward("dropout", dout, cache, lambda dout: dout * (1 + 0.1 * np.cos(cache.x)))[0]

    def _fitting(self, dout, cache):
        """dout in the shape of the layer's output. If it has another one, `wiring_mistake` may say why."""
        if dout is None:
            raise WrongResult(
                _("{function} got no dout: with need_dx=False a layer gives no dx").format(
                    function=f"{cache.kind}_backward"
                )
            )
        if np.shape(dout) != cache.shape:
            self._note_misfit(
                _(
                    "{function} got dout of shape {shape} with the cache of {layer}, whose output is {output_shape}"
                ).format(
                    function=f"{cache.kind}_backward",
                    shape=np.shape(dout),
                    layer=_layer(_wires(self.calls)[cache.call]),
                    output_shape=cache.shape,
                )
            )
        return np.resize(dout, cache.shape)


def _waves(n):
    """Factors that make a sum tell the order and the signs of its n terms."""
    return 1 + 0.5 * np.sin(np.arange(n))


def _gradients(cache, dout, axis):
    return 0.1 * cache.w + dout.mean() * np.cos(cache.x.mean()), np.arctan(dout).mean(axis=axis)


class _Formulas(StandInLayers):
    """The layers alone: nobody asks where their inputs come from, which takes most of the time."""

    def _note(self, layer, array, which, returned):
        self.calls.append(layer)

    def _parameters(self, w, b):
        return 0


class FixedDropout:
    """Dropout without chance, for the run with the student's own layers: other factors in each call of a forward pass,
    the same in each run."""

    NAMES = ("dropout_forward", "dropout_backward")

    def __init__(self):
        self.drawn = 0

    def dropout_forward(self, x: np.ndarray, dropout_param: dict) -> tuple[np.ndarray, np.ndarray]:
        factors = np.ones(np.shape(x))
        if dropout_param["mode"] == "train":
            factors = 1.5 + np.cos(self.drawn + np.arange(factors.size)).reshape(factors.shape)
            self.drawn += 1
        return np.multiply(factors, x), factors

    def dropout_backward(self, dout: np.ndarray, cache: np.ndarray) -> np.ndarray:
        return np.multiply(cache, dout)


@contextlib.contextmanager
def stand_in(module: ModuleType, layers: StandInLayers) -> Iterator[None]:
    """Put the layers into a module, under whatever names it has them."""
    names = ("cs_nn.layers", "cs_nn.softmax", "cs_nn.convolution", "cs_nn.pooling", "cs_nn.cnn")
    sources = [sys.modules[name] for name in names if name in sys.modules]
    known = [(getattr(source, name), name) for source in sources for name in layers.NAMES if hasattr(source, name)]

    def name(key, value):
        """The layer that a value is: one of the course's, or an older copy, which autoreload leaves in a module."""
        if not callable(value):
            return ""
        same = next((name for layer, name in known if layer is value), "")
        theirs = getattr(value, "__module__", "") in [source.__name__ for source in sources]
        return same or (getattr(value, "__name__", "") if theirs else key).removesuffix("_naive")

    found = {key: name(key, value) for key, value in vars(module).items()}
    others = {key: getattr(layers, name) for key, name in found.items() if name in layers.NAMES}
    with contextlib.ExitStack() as stack:
        for source in sources:
            has = [name for name in layers.NAMES if hasattr(source, name)]
            stack.enter_context(replaced(source, **{name: getattr(layers, name) for name in has}))
        stack.enter_context(replaced(module, **others))
        yield


# ------------------------------------------------------------------ running and judging
def run_composition(settings: Callable | None = None) -> Callable:
    """The ``run`` of a task: ``loss`` of the net that was made (`Task.make`), with stand-in layers.

    With `settings`, a function of the net for `StandInLayers`, there is a second run with the student's own layers,
    whose results have names that end in ``_own``. A case with "conv2" gives the net another pair of functions for the
    second convolution.
    """

    def run(module, case, net):
        names = parameter_names(case)
        give_parameters(net, case, names)
        right = settings(net) if settings else {}

        def with_mode(mode):
            return {**right, "dropout_param": {**right["dropout_param"], "mode": mode}} if settings else {}

        layers, written = StandInLayers(case, with_mode("test")), type(net).loss

        def loss_in_its_mode(self, X, y=None, *args, **kwargs):
            """The student's, which may call itself without labels, to print something."""
            outer, layers.settings = layers.settings, with_mode("test" if y is None else "train")
            try:
                return written(self, X, y, *args, **kwargs)
            finally:
                layers.settings = outer

        if case.get("conv2"):
            net.conv2 = layers.conv2_forward, layers.conv2_backward
        with stand_in(module, layers), replaced(type(net), loss=loss_in_its_mode):
            images = case["X"].copy()
            scores = unpack(net.loss(case["X"]), "scores", _("loss without y"))
            if not np.array_equal(case["X"], images):
                raise WrongResult(_("loss changes X in place: whoever called it needs X as before, so work on a copy"))
            forward_calls = len(layers.calls)
            layers.calls.clear()
            del layers.given[1:]
            try:
                loss, grads = unpack(net.loss(case["X"], case["y"], case["reg"]), "loss, grads", "loss")
            except ValueError:
                if not layers.misfit:
                    raise
                raise WrongResult(layers.misfit) from None
        require_same_parameters(net, case, names, "loss")
        grads = deepcopy(grads)  # not what a later call makes of them
        own = {}
        if settings:
            if case.get("conv2"):
                net.conv2 = _halved(module)
            own = {f"{name}_own": value for name, value in _own_results(module, net, case, names).items()}
            own["misfit_call"] = layers.misfit_call
        elif not forward_calls or not layers.calls:
            raise WrongResult(_("loss does not use the layers of cs_nn.layers: compose the net from them"))
        if not isinstance(grads, dict):
            raise WrongResult(
                _("loss must return the loss and a dict of gradients; the second value is a {kind}").format(
                    kind=type(grads).__name__
                )
            )
        if set(grads) != set(names):
            raise WrongResult(
                _("grads must have the keys {names}; it has {others}").format(
                    names=", ".join(names), others=", ".join(map(str, grads))
                )
            )
        return {
            "scores": scores,
            "loss": loss,
            **{name: grads[name] for name in reversed(names)},
            "calls": np.array(layers.calls).reshape(-1, 3),
            "fits": not layers.misfit,
            **own,
        }

    return run


def _halved(module):
    """Another convolution layer, made of the student's own: with half of the filters."""

    def forward(x, w, b, conv_param):
        out, cache = module.conv_forward(x, w / 2, b, conv_param)
        return out, {"halved": cache}

    def backward(dout, cache, **kwargs):
        dx, dw, db = module.conv_backward(dout, cache["halved"], **kwargs)
        return dx, dw / 2, db

    return forward, backward


def _own_results(module, net, case, names):
    """Results with the student's own layers; zeros where they do not work, which is not what is checked here."""
    try:
        with stand_in(module, FixedDropout()):
            scores = net.loss(case["X"])
            loss, grads = net.loss(case["X"], case["y"], case["reg"])
        return {
            "scores": np.asarray(scores, float),
            "loss": float(loss),
            **{name: np.asarray(grads[name], float) for name in names},
        }
    except Exception:
        return {name: 0.0 for name in ("scores", "loss", *names)}


def judge_composition(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    names = parameter_names(case)
    results = ["scores", "loss", *reversed(names)]
    problem, own = compare(task, case, expected, got, results), None
    if (
        "loss_own" in expected
        and problem
        and got["fits"]
        and any(
            all(name in got and agrees(got[name], value) for name, value in form)
            for form in _other_forms(case, expected, got["calls"])
        )
    ):
        return None
    if "loss_own" in expected and (problem or not got["fits"]):
        own = compare(task, case, *({name: each[f"{name}_own"] for name in results} for each in (expected, got)))
        if own is None:
            return None  # other layers, or in another order that gives the same
    if problem is None:
        return None if got["fits"] else _misfit_problem(got)
    # Numbers that fakes give are neither the student's nor the worked solution's, nor is what they leave right.
    if problem.wrong:
        problem = replace(
            problem, what=_("{name} is wrong").format(name=problem.name), numbers="", got=None, expected=None
        )
    wanted = _nearest_order(got["calls"], expected["calls"])
    mistake, hint = wiring_mistake(got["calls"], wanted)
    if hint:
        return replace(problem, mistake=mistake, hint=hint, certain=True)
    if wanted is not expected["calls"]:  # only the student's own layers give comparable results
        works = got["scores_own"].shape == expected["scores"].shape
        return own if works else replace(problem, mistake=None, hint="")
    mistake, hint = _wrong_key(names, expected, got)
    if hint:
        return replace(problem, mistake=mistake, hint=hint)
    if problem.name == "scores" and got["scores"].ndim == 2 and not compare(task, case, expected, got, results[1:]):
        return replace(
            problem,
            mistake=problem.mistake or "scores-changed",
            hint=_("with labels all is right; without y, the output of the last layer is asked for as it is."),
        )
    return problem


def _misfit_problem(got):
    """All results are right, but a layer got an array that has not the shape it needs."""
    wires, call = _wires(got["calls"]), int(got.get("misfit_call", -1))
    if not 0 <= call < len(wires):
        return Problem(_("a backward function is called with a dout that does not fit its cache"))
    if not wires[call][0].endswith("backward"):
        return Problem(_("{call} is called with an array that does not fit").format(call=_call(wires[call])))
    source, cache = wires[call][1:]
    return Problem(
        _("{call} gets a dout of the wrong shape").format(call=_call(wires[call])),
        _(
            "it gets {output}, but not in the shape of {other}: what was flattened on the way forward must "
            "be reshaped on the way back."
        ).format(output=_output(source), other=_output(cache)),
        "wrong-shape",
    )


def _wrong_key(names, expected, got):
    for name, other in itertools.permutations(names, 2):
        if agrees(got[name], expected[other]):
            return "wrong-key", _('grads["{name}"] holds the gradient of {other}.').format(name=name, other=other)
    return None, ""


# ------------------------------------------------------------------ which call got what
# A wire is "X", None for an array of unknown origin, or (function, wire of its input, parameters or wire of its cache).
def _wires(calls):
    wires = []
    for layer, source, which in np.asarray(calls).astype(int).tolist():
        function = StandInLayers.ALL[layer]
        if function.endswith("backward"):
            which = wires[which]
        wires.append((function, "X" if source == -1 else None if source < 0 else wires[source], which))
    return wires


HAVE_PARAMETERS = ("affine_forward", "conv_forward", "conv2_forward")
SETTINGS = {
    "conv_forward": "conv_param",
    "conv2_forward": "conv_param",
    "max_pool_forward": "pool_param",
    "dropout_forward": "dropout_param",
}
LAYER_WORDS = {"relu_forward": "ReLU", "max_pool_forward": _("max-pooling"), "dropout_forward": _("dropout")}


def _layer(wire):
    """The layer of a forward function: "layer 1" or "the ReLU after layer 1"."""
    if wire[0] in HAVE_PARAMETERS:
        return _("layer {number}").format(number=wire[2]) if wire[2] else _("a layer with other parameters")
    before = wire[1]
    while before not in (None, "X") and before[0] in LAYER_WORDS:
        before = before[1]
    kind = LAYER_WORDS[wire[0]]
    if before and before[0] in HAVE_PARAMETERS:
        return _("the {kind} after {layer}").format(kind=kind, layer=_layer(before))
    return _("a {kind}").format(kind=kind)


def _output(wire):
    """What a call returned, in words."""
    if wire is None:
        return _("an array that no layer returned")
    if wire == "X":
        return "X"
    if wire[0] == "softmax_loss":
        return "dscores"
    if wire[0].endswith("forward"):
        return _("the output of {layer}").format(layer=_layer(wire))
    return _("the gradient from {layer}").format(layer=_layer(wire[2]))


def _call(wire):
    """The call itself, in words."""
    if wire[0] == "softmax_loss":
        return "softmax_loss"
    layer = _layer(wire[2] if wire[0].endswith("backward") else wire)
    return _("{function} of {layer}").format(function=wire[0], layer=layer)


def _orders(right):
    """The right calls as they are, then in orders that give the same: ReLU before the pool, dropout before ReLU."""
    pairs = {("max_pool_forward", "relu_forward"), ("relu_forward", "dropout_forward")}
    orders, kinds = [right], _functions(right)
    for second, (_call, first, _which) in enumerate(right.astype(int).tolist()):
        if first >= 0 and (kinds[first], kinds[second]) in pairs:
            other = {kinds[first]: kinds[second], kinds[second]: kinds[first]}
            other.update(
                {one.replace("forward", "backward"): two.replace("forward", "backward") for one, two in other.items()}
            )
            swapped = [
                call in (first, second) or kind.endswith("backward") and which in (first, second)
                for call, (kind, which) in enumerate(zip(kinds, right[:, 2]))
            ]
            for order in orders.copy():
                order = order.copy()
                order[swapped, 0] = [
                    StandInLayers.ALL.index(other[StandInLayers.ALL[layer]]) for layer in order[swapped, 0].astype(int)
                ]
                orders.append(order)
    return orders


def _functions(calls):
    return [StandInLayers.ALL[layer] for layer in np.asarray(calls)[:, 0].astype(int)]


def _nearest_order(calls, right):
    """The right calls in the student's order, if that gives the same."""
    made = _wires(calls)
    return max(_orders(right), key=lambda order: sum(wire in made for wire in _wires(order)))


# ------------------------------------------------------------------ what right nets of another form give
def _other_forms(case, expected, calls):
    """The expected results of nets that are as right: layers in another order, ReLU written out in ``loss``.

    `calls` are those of the student's net, which tell how many ReLUs are written out. Results are computed one by one,
    (name, value): who finds the first ones other than the student's needs no more.
    """
    right = expected["calls"]
    as_it_is, made = dict(_replay(case, right)), _functions(calls).count("relu_forward")
    for order in _orders(right):
        relus = [call for call, function in enumerate(_functions(order)) if function == "relu_forward"]
        for written_out in itertools.combinations(relus, max(len(relus) - made, 0)):
            if order is not right or written_out:
                form = _replay(case, order, written_out)
                yield ((name, expected[name] - as_it_is[name] + value) for name, value in form)


def _replay(case, calls, written_out=()):
    """Loss, scores and gradients, without penalty, of a net that makes these calls of the stand-in layers, one by one.

    ``written_out`` has the numbers of calls of relu_forward whose layer is the true ReLU instead.
    """
    functions = _functions(calls)
    given = {"conv_param": {}, "pool_param": {}, "dropout_param": {"mode": "train"}}
    layers = _Formulas(case, given if "max_pool_forward" in functions else None)
    outs, tests, caches = {-1: case["X"]}, {-1: case["X"]}, {}  # tests: without labels, so without dropout
    for call, (function, source, which) in enumerate(zip(functions, *np.asarray(calls)[:, 1:].astype(int).T.tolist())):
        if call in written_out:
            outs[call], tests[call] = (np.where(each[source] > 0, each[source], 0) for each in (outs, tests))
            caches[call] = outs[source]
        elif function == "softmax_loss":
            loss, outs[call] = layers.softmax_loss(outs[source], case["y"])
            yield "loss", loss
            yield "scores", tests[source]
        elif function.endswith("forward"):
            more = [case[f"W{which}"], case[f"b{which}"]] if function in HAVE_PARAMETERS else []
            setting = SETTINGS.get(function)
            more += [layers.settings[setting]] if setting else []
            layer = getattr(layers, function)
            outs[call], caches[call] = layer(outs[source], *more)
            tests[call] = tests[source] if function == "dropout_forward" else layer(tests[source], *more)[0]
        elif which in written_out:
            outs[call] = outs[source] * (caches[which] > 0)
        else:
            outs[call] = getattr(layers, function)(outs[source], caches[which])
            if functions[which] in HAVE_PARAMETERS:
                outs[call], *gradients = outs[call]
                k = int(calls[which][2])
                yield from zip((f"W{k}", f"b{k}"), gradients)


def wiring_mistake(calls: np.ndarray, right: np.ndarray) -> tuple[str, str] | None:
    """(id, sentence) from the calls of `StandInLayers`, or nothing if all the right ones are there, in any order."""
    made, wanted = _wires(calls), _wires(right)
    missing = next((wire for wire in wanted if wire not in made), None)
    if missing is None:
        return None, ""
    function, source, which = missing
    if function == "conv2_forward" and ("conv_forward", source, which) in made:
        return "not-conv2", _(
            "conv_forward is called in the second layer: call conv2_forward, which may be another one."
        )
    wrong = [wire for wire in made if wire[0] == function and wire not in wanted]
    if function in LAYER_WORDS and sum(wire[0] == function for wire in wanted) > 1:  # else it is this one
        wrong = [wire for wire in wrong if wire[1] in (None, "X") or _layer(wire) == _layer(missing)]
    for wire in wrong:
        if wire[2] == which and _output(wire[1]) == _output(source):
            return "wrong-input", (
                _("{call} gets {output}, but from another call than it needs: is {other} called twice?").format(
                    call=_call(missing), output=_output(source), other=_call(wire[1])
                )
            )
        if wire[2] == which:
            return "wrong-input", _("{call} gets {output}; it needs {needed}.").format(
                call=_call(missing), output=_output(wire[1]), needed=_output(source)
            )
        if wire[1] == source and function in HAVE_PARAMETERS:
            said = (
                _("{output} goes into {function} with W{other} and b{other}; it needs W{number} and b{number}.")
                if wire[2]
                else _("{output} goes into {function} with other parameters; it needs W{number} and b{number}.")
            )
            return "wrong-parameters", said.format(
                output=_output(source), function=function, other=wire[2], number=which
            )
        if wire[1] == source:
            return "wrong-cache", (
                _("{function} gets {output} with the cache of {layer}; it needs the cache of {other}.").format(
                    function=function, output=_output(source), layer=_layer(wire[2]), other=_layer(which)
                )
            )
    if function in LAYER_WORDS:
        name = function.removesuffix("_forward").replace("_", "-")
        return f"no-{name}", _("{layer} is missing: call {function}.").format(layer=_layer(missing), function=function)
    said = (
        _("{call} is not called as it should be: {output} must go into it.")
        if any(wire[2] == 0 for wire in wrong)
        else _("{call} is missing: {output} must go into it.")
    )
    return "not-called", said.format(call=_call(missing), output=_output(source))
