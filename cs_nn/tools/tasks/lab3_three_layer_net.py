"""Lab 3's graded functions: their inputs, how they are called, and the mistakes that are known by their results."""

from __future__ import annotations

import contextlib
import itertools
from dataclasses import replace

import numpy as np

from cs_nn.tools.checks import (
    Case,
    Mistake,
    Problem,
    Results,
    Task,
    WrongResult,
    agrees,
    compare,
    replaced,
    to_array,
    unpack,
)
from cs_nn.tools.tasks._predictions import judge_predict_of_net, run_predict, score_case
from cs_nn.tools.tasks._softmax_loss import (
    DATA_GRADIENT_MISTAKES,
    DATA_LOSS_MISTAKES,
    MEAN_MISTAKES,
    REG_MISTAKES,
    penalty_of,
)
from cs_nn.tools.tasks._training import (
    MOMENTUM_LOOP_MISTAKES,
    judge_train,
    no_update,
    right_rates,
    run_net,
    train_case,
    train_mistake,
)

PARAMETERS = ("W1", "b1", "W2", "b2", "W3", "b3")


def shapes(D, H1, H2, C):
    return {"W1": (D, H1), "b1": (H1,), "W2": (H1, H2), "b2": (H2,), "W3": (H2, C), "b3": (C,)}


# ------------------------------------------------------------------ the layers
def affine_case(rng, about, shape=(5, 4), M=3, bias=1.0) -> Case:
    """x of any `shape` (N, d_1, ..., d_k), w, b and an upstream gradient."""
    D = int(np.prod(shape[1:]))
    return {"about": about, "x": rng.standard_normal(shape), "w": rng.standard_normal((D, M)),
            "b": bias * rng.standard_normal(M), "dout": rng.standard_normal((shape[0], M))}


def _affine_cases(rng):
    return [
        affine_case(rng, "rows of numbers"),
        affine_case(rng, "images (N, C, H, W)", shape=(4, 3, 2, 5), M=7),
        affine_case(rng, "more outputs than inputs", shape=(6, 2), M=9, bias=4.0),
        affine_case(rng, "matrices as examples", shape=(2, 3, 4), M=5),
        affine_case(rng, "a single example", shape=(1, 6), M=4),
    ]


def _affine_sizes(case):
    return {"N": len(case["x"]), "D": case["w"].shape[0], "M": case["w"].shape[1]}


def _run_affine_forward(layers, case):
    out, cache = unpack(layers.affine_forward(case["x"], case["w"], case["b"]), "out, cache", "affine_forward")
    if not isinstance(cache, (tuple, list)) or len(cache) != 3:
        raise WrongResult("the cache of affine_forward must be (x, w, b), as affine_backward needs it")
    return {"out": out, **dict(zip(("cached_x", "cached_w", "cached_b"), cache))}


def _run_affine_backward(layers, case):
    dout, cache = case["dout"], (case["x"], case["w"], case["b"])
    copies = [part.copy() for part in (dout, *cache)]  # a function may change its arguments
    dx, dw, db = unpack(layers.affine_backward(dout, cache), "dx, dw, db", "affine_backward")
    result = layers.affine_backward(copies[0], tuple(copies[1:]), need_dx=False)
    _, *others = unpack(result, "dx, dw, db", "affine_backward with need_dx=False")
    for name, part, other in zip(("dw", "db"), (dw, db), others):
        if not agrees(to_array(other, f"with need_dx=False, {name}"), to_array(part, name)):
            raise WrongResult(f"{name} is another one with need_dx=False: only dx is left out then")
    return {"dx": dx, "dw": dw, "db": db}


def _mistake(id, sentence, **results):
    """A mistake given by functions of (case, right result) for the results that it changes."""
    return Mistake(id, sentence, lambda case, expected: {
        name: result(case, expected[name]) for name, result in results.items() if name in expected
    })


def _rows(x):
    return np.reshape(x, (len(x), -1))


def _by_columns(x):
    """The rows of x with the last axis running slowest."""
    return np.reshape(x, (len(x), -1), order="F")


def _mixed(x):
    """Rows that hold numbers of several examples."""
    return np.reshape(x, (-1, len(x))).T


def _other_rows(id, sentence, change):
    """A mistake in how the examples become rows."""
    return _mistake(
        id, sentence, out=lambda case, out: out + np.tensordot(change(case["x"]) - _rows(case["x"]), case["w"], 1),
        dw=lambda case, dw: np.einsum("nd,nm->dm", change(case["x"]), case["dout"]),
    )


ORDER_MISTAKES = (
    _other_rows("mixed-examples", "a row mixes numbers of several examples: x has to become (N, D), example by "
                "example, before anything is transposed.", _mixed),
    _other_rows("order-of-features", "the numbers of an example come in another order: transpose only after each "
                "example has become a row.", _by_columns),
)


AFFINE_FORWARD_MISTAKES = (
    _mistake("bias-missing", "the bias is missing.", out=lambda case, out: out - case["b"]),
    _mistake("bias-twice", "the bias is added twice.", out=lambda case, out: out + case["b"]),
    _mistake("bias-subtracted", "the bias is subtracted.", out=lambda case, out: out - 2 * case["b"]),
    _mistake("bias-multiplied", "the bias is a factor here: it must be added.",
             out=lambda case, out: (out - case["b"]) * case["b"]),
    _mistake("bias-summed", "each output has a bias of its own: no sum and no mean of b.",
             out=lambda case, out: out - case["b"] + case["b"].sum()),
    _mistake("bias-summed", "each output has a bias of its own: no sum and no mean of b.",
             out=lambda case, out: out - case["b"] + case["b"].mean()),
    _mistake("bias-on-inputs", "the bias is added to the weights or inside the product: add it to the product.",
             out=lambda case, out: out + (_rows(case["x"]).sum(axis=1, keepdims=True) - 1) * case["b"]),
    _mistake("rectified", "negative outputs are set to 0: ReLU is a layer of its own.",
             out=lambda case, out: (out + np.abs(out)) / 2),
    _mistake("squashed", "the outputs go through a sigmoid or tanh: this layer has no activation function.",
             out=lambda case, out: 1 / (1 + np.exp(-out))),
    _mistake("squashed", "the outputs go through a sigmoid or tanh: this layer has no activation function.",
             out=lambda case, out: np.tanh(out)),
    _mistake("averaged", "the products are averaged: they must be summed.",
             out=lambda case, out: (out - case["b"]) / len(case["w"]) + case["b"]),
    _mistake("averaged", "the output is divided by N: a layer takes no mean over the batch.",
             out=lambda case, out: (out - case["b"]) / len(case["x"]) + case["b"]),
    *ORDER_MISTAKES,
)
AFFINE_BACKWARD_MISTAKES = (
    _mistake("averaged", "the gradients are divided by N: the mean over the batch is a part of dout already.",
             **dict.fromkeys(("dx", "dw", "db"), lambda case, right: right / len(case["x"]))),
    _mistake("order-of-features", "the numbers of an example come in another order: only the shape of dx changes.",
             dx=lambda case, dx: np.reshape(_rows(dx), dx.shape, order="F")),
    _mistake("order-of-features", "the numbers of an example come in another order: only the shape of dx changes.",
             dx=lambda case, dx: np.reshape(_rows(dx).T, dx.shape)),
    _mistake("input-in-dx", "x is a factor in dx: the derivative of x w by x is w alone.",
             dx=lambda case, dx: dx * case["x"]),
    _mistake("masked", "dx is 0 where x is negative: that is the gradient of ReLU.",
             dx=lambda case, dx: dx * (1 + np.sign(case["x"])) / 2),
    _mistake("input-not-used", "x does not enter dw: each row of dw belongs to one number of the examples.",
             dw=lambda case, dw: np.broadcast_to(case["dout"].sum(axis=0), dw.shape)),
    _mistake("dout-not-used", "dout does not enter dw.",
             dw=lambda case, dw: np.broadcast_to(_rows(case["x"]).sum(axis=0)[:, None], dw.shape)),
    _mistake("dout-not-used", "dout does not enter db.", db=lambda case, db: np.ones_like(db)),
    _mistake("dout-not-used", "dout does not enter db.", db=lambda case, db: np.full_like(db, len(case["x"]))),
    _mistake("bias-in-db", "b is a factor in db: the derivative of x w + b by b is 1.",
             db=lambda case, db: db * case["b"]),
    _mistake("bias-in-db", "db is b itself: the gradient comes from dout.", db=lambda case, db: case["b"]),
    _mistake("weights-in-dw", "w is added to dw: the layer knows of no penalty.", dw=lambda case, dw: dw + case["w"]),
    *(
        _mistake(f"{which}-example-only", f"only the {which} example counts: add up the examples.",
                 dw=lambda case, dw, i=i: np.multiply.outer(_rows(case["x"])[i], case["dout"][i]),
                 db=lambda case, db, i=i: case["dout"][i])
        for which, i in (("last", -1), ("first", 0))
    ),
    *ORDER_MISTAKES,
)


def relu_case(rng, about, shape=(5, 4), scale=1.0) -> Case:
    return {"about": about, "x": scale * rng.standard_normal(shape), "dout": rng.standard_normal(shape)}


def _relu_cases(rng):
    return [
        relu_case(rng, "a matrix", shape=(4, 7)),
        relu_case(rng, "images (N, C, H, W)", shape=(2, 3, 4, 5)),
        relu_case(rng, "a vector", shape=(9,)),
        relu_case(rng, "large numbers", shape=(3, 5), scale=1e4),
        relu_case(rng, "small numbers", shape=(3, 6), scale=1e-4),
    ]


def _run_relu_forward(layers, case):
    out, cache = unpack(layers.relu_forward(case["x"]), "out, cache", "relu_forward")
    if np.shape(cache) != np.shape(case["x"]):
        raise WrongResult("the cache of relu_forward must be x, which relu_backward needs")
    return {"out": out, "cache_positive": np.asarray(cache) > 0}


def _run_relu_backward(layers, case):
    return {"dx": unpack(layers.relu_backward(case["dout"], case["x"]), "dx", "relu_backward")}


def _judge_relu(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    problem = compare(task, case, expected, got)
    if problem is None or problem.got is None:
        return problem
    if problem.got.shape == (np.sum(case["x"] > 0),):
        return replace(problem, mistake="entries-left-out", hint="only the entries where x > 0 are left: the others "
                       "become 0, and the shape is that of x.")
    for axis in range(case["x"].ndim):
        if agrees(problem.got, case["x"].max(axis=axis)):
            return replace(problem, mistake="maximum-of-axis", hint="this is the highest entry along an axis: here "
                           "each entry is compared with 0 by itself.")
    return problem


def _passed(case, dx):
    """1 where dx has what came from above, 0 elsewhere."""
    return dx / case["dout"]


def _positive(array):
    return (array + np.abs(array)) / 2


RELU_FORWARD_MISTAKES = (
    _mistake("not-rectified", "negative entries are kept: they must become 0.", out=lambda case, out: case["x"]),
    _mistake("magnitude", "negative entries lose their sign: they must become 0.",
             out=lambda case, out: np.abs(case["x"])),
    _mistake("wrong-side", "the positive entries become 0: the negative ones must.",
             out=lambda case, out: case["x"] - out),
    _mistake("wrong-side", "the positive entries become 0: the negative ones must.",
             out=lambda case, out: out - case["x"]),
    _mistake("mask-returned", "this is the mask, 1 where x > 0: the entries of x themselves are asked for.",
             out=lambda case, out: out > 0),
    *(
        _mistake("leaky", "negative entries must become 0, not a small multiple of x.",
                 out=lambda case, out, slope=slope: out + slope * (case["x"] - out))
        for slope in (0.001, 0.01, 0.1, 0.2)
    ),
    *(
        _mistake("cut-off", f"entries above {limit} are cut off: ReLU has no upper limit.",
                 out=lambda case, out, limit=limit: np.minimum(out, limit))
        for limit in (1, 6, 255)
    ),
    _mistake("limit-1", "the limit is 0, not 1.", out=lambda case, out: out * (out > 1)),
    _mistake("limit-1", "the limit is 0, not 1.", out=lambda case, out: np.maximum(out, 1)),
    _mistake("sigmoid", "this is the sigmoid function.", out=lambda case, out: np.exp(-np.logaddexp(0, -case["x"]))),
    _mistake("tanh", "this is the hyperbolic tangent.", out=lambda case, out: np.tanh(case["x"])),
    _mistake("softplus", "this is softplus, a smooth function: ReLU is max(0, x).",
             out=lambda case, out: np.logaddexp(0, case["x"])),
    _mistake("elu", "this is the exponential linear unit: negative entries must become 0.",
             out=lambda case, out: out + np.expm1(case["x"] - out)),
    _mistake("squared", "the positive entries are squared.", out=lambda case, out: out**2),
    _mistake("whole-numbers", "the entries are cut to whole numbers: is out an array of integers?",
             out=lambda case, out: np.trunc(out)),
    _mistake("cache-not-positive", "the cache must be x, which relu_backward needs.",
             cache_positive=lambda case, mask: ~mask.astype(bool)),
    _mistake("cache-not-positive", "the cache must be x, which relu_backward needs.",
             cache_positive=lambda case, mask: np.ones(mask.shape)),
)
RELU_BACKWARD_MISTAKES = (
    _mistake("no-mask", "dout passes everywhere: where x is negative, dx is 0.", dx=lambda case, dx: case["dout"]),
    _mistake("mask-of-dout", "the mask is where dout > 0: it must be where x > 0.",
             dx=lambda case, dx: _positive(case["dout"])),
    _mistake("mask-of-dout", "negative entries of dout are lost: only the sign of x matters.",
             dx=lambda case, dx: _positive(dx)),
    _mistake("wrong-side", "dout passes where x < 0: it must pass where x > 0.",
             dx=lambda case, dx: case["dout"] - dx),
    _mistake("times-input", "x is a factor in dx: the derivative of ReLU is 1 where x > 0.",
             dx=lambda case, dx: dx * case["x"]),
    _mistake("times-input", "x is a factor in dx: the derivative of ReLU is 1 where x > 0, and 0 elsewhere.",
             dx=lambda case, dx: case["dout"] * case["x"]),
    _mistake("dout-not-used", "this is the mask alone: it must be multiplied by dout.",
             dx=_passed),
    _mistake("forward-again", "this is ReLU of x: dx comes from dout.",
             dx=lambda case, dx: _passed(case, dx) * case["x"]),
    _mistake("added", "the mask is added to dout: it must be a factor.",
             dx=lambda case, dx: case["dout"] + _passed(case, dx)),
    _mistake("sign-of-x", "where x is negative, dx is -dout: it must be 0.",
             dx=lambda case, dx: 2 * dx - case["dout"]),
    *(
        _mistake("leaky", "where x is negative, dx is 0, not a small multiple of dout.",
                 dx=lambda case, dx, slope=slope: dx + slope * (case["dout"] - dx))
        for slope in (0.001, 0.01, 0.1, 0.2)
    ),
    _mistake("limit-1", "the limit is 0, not 1.", dx=lambda case, dx: dx * (case["x"] > 1)),
    _mistake("one-mask", "each example has a mask of its own.",
             dx=lambda case, dx: case["dout"] * _passed(case, dx)[0]),
    _mistake("one-mask", "each entry has a mask of its own.",
             dx=lambda case, dx: case["dout"] * _passed(case, dx).max(axis=0)),
    _mistake("one-mask", "each entry has a mask of its own.",
             dx=lambda case, dx: case["dout"] * _passed(case, dx).min(axis=0)),
    _mistake("mean-in-mask", "x is compared with its mean: the limit is 0.",
             dx=lambda case, dx: case["dout"] * (1 + np.sign(case["x"] - case["x"].mean())) / 2),
    _mistake("sigmoid", "this is the derivative of the sigmoid function.",
             dx=lambda case, dx: case["dout"] / (2 + 2 * np.cosh(case["x"]))),
    _mistake("tanh", "this is the derivative of the hyperbolic tangent.",
             dx=lambda case, dx: case["dout"] / np.cosh(case["x"]) ** 2),
)


def scores_case(rng, about, N=6, C=4, scale=1.0, shift=0.0) -> Case:
    """Scores and labels; `shift` is added to all scores, a large `scale` makes the first label the least likely."""
    scores = scale * rng.standard_normal((N, C)) + shift
    y = rng.permutation(np.arange(N) % C)
    if scale > 1:
        y[0] = np.argmin(scores[0])
    return {"about": about, "scores": scores, "y": y}


def _scores_cases(rng):
    return [
        scores_case(rng, "a small batch"),
        scores_case(rng, "more classes than examples", N=3, C=8),
        scores_case(rng, "two classes", N=7, C=2),
        scores_case(rng, "a single example", N=1, C=5),
        scores_case(rng, "all scores near 800", N=5, C=3, shift=800.0),
        scores_case(rng, "scores thousands apart", N=6, C=4, scale=2000.0),
    ]


def _scores_sizes(case):
    return dict(zip("NC", case["scores"].shape))


def _run_softmax_loss(layers, case):
    loss, dscores = unpack(layers.softmax_loss(case["scores"], case["y"]), "loss, dscores", "softmax_loss")
    return {"loss": loss, "dscores": dscores}


# ------------------------------------------------------------------ the composition
def composition_case(rng, about, N=5, D=4, H1=7, H2=6, C=3, reg=0.0) -> Case:
    params = {name: rng.standard_normal(shape) for name, shape in shapes(D, H1, H2, C).items()}
    return {"about": about, **params, "X": rng.standard_normal((N, D)), "y": rng.integers(C, size=N), "reg": reg}


def _composition_sizes(case):
    return {"N": len(case["X"])}


def _composition_cases(rng):
    return [
        composition_case(rng, "no regularization"),
        composition_case(rng, "with regularization", N=4, D=6, H1=3, H2=5, C=7, reg=0.3),
        composition_case(rng, "hidden layers of one size", N=3, D=5, H1=4, H2=4, C=6, reg=0.1),
        composition_case(rng, "a single example", N=1, D=3, H1=6, H2=5, C=4, reg=0.5),
    ]


class StandInCache:
    """What a stand-in layer keeps for its backward function; it can only be passed on."""

    def __init__(self, kind, call, x, w=None):
        self.kind, self.call, self.x, self.w = kind, call, np.array(x), np.array(w)

    def __iter__(self):
        raise WrongResult("a cache is taken apart: pass it on whole to the backward function of its layer")

    def __getitem__(self, index):
        return iter(self)


class StandInLayers:
    """Layers that the check puts in place of those of `cs_nn.layers`, to see how a net composes them.

    They have the same arguments and shapes but other, made-up formulas. ``calls`` notes for each call
    (layer, where its input comes from, which parameters or which cache): an input is -1 for X and the
    number of an earlier call for what that call returned, -9 for anything else.
    """

    NAMES = ("affine_forward", "relu_forward", "softmax_loss", "affine_backward", "relu_backward")

    def __init__(self, case):
        self.case, self.calls, self.given = case, [], [(-1, case["X"].copy())]
        self.misfit = ""  # what is wrong with the first dout that does not have its layer's shape

    def _source(self, array):
        """The number of the call that returned this array (or an equal one, perhaps in float32)."""
        return next((number for number, known in reversed(self.given) if agrees(array, known)), -9)

    def _note(self, layer, array, which, returned):
        self.calls.append((self.NAMES.index(layer), self._source(array), which))
        self.given.append((len(self.calls) - 1, returned.copy()))

    def affine_forward(self, x, w, b):
        layer = [k for k in (1, 2, 3) if agrees(w, self.case[f"W{k}"]) and agrees(b, self.case[f"b{k}"])]
        rows = np.reshape(x, (len(x), -1))
        out = np.sin(rows.mean(axis=1))[:, None] * np.abs(w).sum(axis=0) + np.cos(rows[:, :1]) + 2 * np.asarray(b)
        self._note("affine_forward", x, layer[0] if layer else 0, out)
        return out, StandInCache("affine", len(self.calls) - 1, x, w)

    def relu_forward(self, x):
        out = np.asarray(x) + 0.3 * np.sin(x)
        self._note("relu_forward", x, 0, out)
        return out, StandInCache("relu", len(self.calls) - 1, x)

    def softmax_loss(self, scores, y):
        scores, y = np.asarray(scores), np.asarray(y, dtype=float)
        dscores = 0.1 * scores + np.cos(y)[:, None]
        self._note("softmax_loss", scores, 0, dscores)
        return float(np.mean(scores * np.sin(1 + y)[:, None])), dscores

    def affine_backward(self, dout, cache, need_dx=True):
        self._expect(cache, "affine", "affine_backward")
        fitting = self._fitting(dout, (len(cache.x), cache.w.shape[1]), cache)
        dx = np.tanh(fitting.sum(axis=1)).reshape(-1, *[1] * (cache.x.ndim - 1)) + 0.2 * cache.x
        self._note("affine_backward", dout, cache.call, dx)
        dw, db = 0.1 * cache.w + fitting.mean() * np.cos(cache.x.mean()), np.arctan(fitting).mean(axis=0)
        return dx if need_dx else None, dw, db

    def relu_backward(self, dout, cache):
        self._expect(cache, "relu", "relu_backward")
        dx = self._fitting(dout, cache.x.shape, cache) * (1 + 0.2 * np.cos(cache.x))
        self._note("relu_backward", dout, cache.call, dx)
        return dx

    def _expect(self, cache, kind, function):
        if not isinstance(cache, StandInCache) or cache.kind != kind:
            what = f"the cache of {cache.kind}_forward" if isinstance(cache, StandInCache) else "no cache"
            raise WrongResult(f"{function} got {what}: it needs the one that {kind}_forward returned for this layer")

    def _fitting(self, dout, shape, cache):
        """dout in the shape of the layer's output. If it has another one, `_wiring_mistake` may say why."""
        if dout is None:
            raise WrongResult(f"{cache.kind}_backward got no dout: with need_dx=False, affine_backward gives no dx")
        if np.shape(dout) != shape and not self.misfit:
            self.misfit = (f"{cache.kind}_backward got dout of shape {np.shape(dout)} with the cache of "
                           f"{_layer(_wires(self.calls)[cache.call])}, whose output is {shape}")
        return np.resize(dout, shape)


@contextlib.contextmanager
def stand_in(module, layers: StandInLayers):
    """Put the layers into a module, under whatever names it has them."""
    import cs_nn.layers as real

    known = [(getattr(real, name, None), name) for name in layers.NAMES]

    def name(key, value):
        """The layer that a value is: one of `cs_nn.layers`, or an older copy, which autoreload leaves in a module."""
        if not callable(value):
            return ""
        same = next((name for layer, name in known if layer is value), "")
        theirs = getattr(value, "__module__", "") == real.__name__
        return same or (getattr(value, "__name__", "") if theirs else key)

    found = {key: name(key, value) for key, value in vars(module).items()}
    others = {key: getattr(layers, name) for key, name in found.items() if name in layers.NAMES}
    with replaced(real, **{name: getattr(layers, name) for name in layers.NAMES}), replaced(module, **others):
        yield


def _run_composition(module, case):
    D, H1 = case["W1"].shape
    net = module.ThreeLayerNet(D, (H1, case["W2"].shape[1]), case["W3"].shape[1], rng=0)
    net.params = {name: case[name] for name in PARAMETERS}
    layers = StandInLayers(case)
    with stand_in(module, layers):
        scores = unpack(net.loss(case["X"]), "scores", "loss without y")
        forward_calls = len(layers.calls)
        layers.calls.clear()
        del layers.given[1:]
        try:
            loss, grads = unpack(net.loss(case["X"], case["y"], case["reg"]), "loss, grads", "loss")
        except ValueError:
            if not layers.misfit:
                raise
            raise WrongResult(layers.misfit) from None
    if not forward_calls or not layers.calls:
        raise WrongResult("loss does not use the layers of cs_nn.layers: compose the net from them")
    if not isinstance(grads, dict):
        raise WrongResult(f"loss must return the loss and a dict of gradients; the second value is a "
                          f"{type(grads).__name__}")
    if set(grads) != set(PARAMETERS):
        raise WrongResult(f"grads must have the keys {', '.join(PARAMETERS)}; it has {', '.join(map(str, grads))}")
    return {"scores": scores, "loss": loss, **{name: grads[name] for name in reversed(PARAMETERS)},
            "calls": np.array(layers.calls).reshape(-1, 3), "fits": not layers.misfit}


def _judge_composition(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    problem = compare(task, case, expected, got, ["scores", "loss", *reversed(PARAMETERS)])
    if problem is None:
        return None if got["fits"] else Problem("a backward function is called with a dout that does not fit its cache")
    mistake, hint = _wiring_mistake(got["calls"], expected["calls"])
    if not hint:
        mistake, hint = _wrong_key(expected, got)
    return replace(problem, mistake=mistake, hint=hint) if hint else problem


def _wrong_key(expected, got):
    for name, other in itertools.permutations(PARAMETERS, 2):
        if agrees(got[name], expected[other]):
            return "wrong-key", f'grads["{name}"] holds the gradient of {other}.'
    return None, ""


# ------------------------------------------------------------------ which call got what
# A wire is "X", None for an array of unknown origin, or (function, wire of its input, parameters or wire of its cache).
def _wires(calls):
    wires = []
    for layer, source, which in np.asarray(calls).astype(int).tolist():
        function = StandInLayers.NAMES[layer]
        if function.endswith("backward"):
            which = wires[which]
        wires.append((function, "X" if source == -1 else None if source < 0 else wires[source], which))
    return wires


def _layer(wire):
    """The layer of a forward function: "layer 1" or "the ReLU after layer 1"."""
    if wire[0] == "affine_forward":
        return f"layer {wire[2]}" if wire[2] else "a layer with other parameters"
    after = f" after {_layer(wire[1])}" if wire[1] and wire[1][0] == "affine_forward" else ""
    return f"{'the' if after else 'a'} ReLU{after}"


def _output(wire):
    """What a call returned, in words."""
    if wire is None:
        return "an array that no layer returned"
    if wire == "X":
        return "X"
    if wire[0] == "softmax_loss":
        return "dscores"
    if wire[0].endswith("forward"):
        return f"the output of {_layer(wire)}"
    return f"the gradient from {_layer(wire[2])}"


def _call(wire):
    """The call itself, in words."""
    if wire[0] == "softmax_loss":
        return "softmax_loss"
    return f"{wire[0]} of {_layer(wire[2] if wire[0].endswith('backward') else wire)}"


def _wiring_mistake(calls, right):
    """(id, sentence) from the calls of `StandInLayers`, or nothing if all the right ones are there, in any order."""
    made, wanted = _wires(calls), _wires(right)
    missing = next((wire for wire in wanted if wire not in made), None)
    if missing is None:
        return None, ""
    function, source, which = missing
    wrong = [wire for wire in made if wire[0] == function and wire not in wanted]
    if function == "relu_forward":  # a ReLU after another layer is not this one
        wrong = [wire for wire in wrong if wire[1] in (None, "X")]
    for wire in wrong:
        if wire[2] == which:
            return "wrong-input", f"{_call(missing)} gets {_output(wire[1])}; it needs {_output(source)}."
        if wire[1] == source and function == "affine_forward":
            what = f"W{wire[2]} and b{wire[2]}" if wire[2] else "other parameters"
            return "wrong-parameters", (f"{_output(source)} goes into affine_forward with {what}; it needs W{which} "
                                        f"and b{which}.")
        if wire[1] == source:
            return "wrong-cache", (f"{function} gets {_output(source)} with the cache of {_layer(wire[2])}; it needs "
                                   f"the cache of {_layer(which)}.")
    if function == "relu_forward":
        return "no-relu", f"{_layer(missing)} is missing: call relu_forward."
    how = "is not called as it should be" if wrong else "is missing"
    return "not-called", f"{_call(missing)} {how}: {_output(source)} must go into it."


# ------------------------------------------------------------------ the penalty
WEIGHTS, BIASES = PARAMETERS[::2], PARAMETERS[1::2]


def _penalty(id, sentence, factor, names=WEIGHTS, parts=("loss", "gradients")):
    """A mistake that changes the penalty on some parameters: it gets 1 + ``factor(case)`` times as large."""

    def gives(case, expected):
        extra, results = factor(case) * case["reg"], {}
        if "loss" in parts:
            results["loss"] = expected["loss"] + extra * sum(0.5 * np.sum(case[name] ** 2) for name in names)
        if "gradients" in parts:
            results.update({name: expected[name] + extra * case[name] for name in names})
        return results

    return Mistake(id, sentence, gives)


def _summed(case, expected):
    return {name: expected[name] + case["reg"] * (case[name].sum() - case[name]) for name in WEIGHTS}


def _not_derived(case, expected):
    return {name: expected[name] + penalty_of(case) - case["reg"] * case[name] for name in WEIGHTS}


COMPOSITION_MISTAKES = (
    *(
        _penalty("some-weights", f"the penalty leaves out {' and '.join(names)}: it takes all three weights.",
                 lambda case: -1, names)
        for n in (1, 2) for names in itertools.combinations(WEIGHTS, n)
    ),
    _penalty("reg-missing", "the penalty is missing in the loss.", lambda case: -1, parts=("loss",)),
    _penalty("reg-missing", "the penalty is missing in the gradients: it adds reg times W to the gradient of W.",
             lambda case: -1, parts=("gradients",)),
    _penalty("reg-missing", "the penalty is missing: it adds to the loss and to the gradients of the weights.",
             lambda case: -1),
    _penalty("bias-penalised", "the biases are not penalised: only the weights are.", lambda case: 1, BIASES),
    *(
        _penalty("bias-penalised", "the biases are not penalised: only the weights are.", lambda case: 1, (name,))
        for name in BIASES
    ),
    _penalty("reg-twice", "the penalty in the loss is twice as large: it has the factor 0.5.", lambda case: 1,
             parts=("loss",)),
    _penalty("reg-twice", "the penalty's part of the gradients is twice as large: 0.5 and the 2 of the square cancel.",
             lambda case: 1, parts=("gradients",)),
    _penalty("reg-twice", "the penalty is twice as large: it has the factor 0.5.", lambda case: 1),
    _penalty("reg-half", "the penalty in the loss is half as large: it has the factor 0.5 once.", lambda case: -0.5,
             parts=("loss",)),
    _penalty("reg-half", "the penalty's part of the gradients is half as large: 0.5 and the 2 of the square cancel.",
             lambda case: -0.5, parts=("gradients",)),
    _penalty("reg-half", "the penalty is half as large: it has the factor 0.5 once.", lambda case: -0.5),
    _penalty("reg-per-layer", "the penalty is added three times: add the sum over all weights once.", lambda case: 2),
    _penalty("reg-sign", "the penalty is subtracted: it must be added.", lambda case: -2),
    _penalty("reg-divided-by-n", "the penalty is divided by N: only the data term is a mean.",
             lambda case: 1 / len(case["X"]) - 1),
    _penalty("reg-per-example", "the penalty is multiplied by N: add it once.", lambda case: len(case["X"]) - 1),
    _penalty("reg-squared", "the strength of the penalty is reg, not reg squared.", lambda case: case["reg"] - 1),
    _penalty("reg-not-used", "reg has no effect: the penalty is multiplied by it.",
             lambda case: (1 / case["reg"] - 1) if case["reg"] else 0.0),
    Mistake("reg-sum-in-gradient", "the derivative of the penalty is another number for every entry of W: no sum.",
            _summed),
    Mistake("reg-not-derived", "the gradients get the derivative of the penalty by each entry of W, not the penalty "
            "itself.", _not_derived),
    # the ones that need the loss and the weights alone
    *(mistake for mistake in REG_MISTAKES if mistake.id in (
        "reg-not-squared", "reg-sum-not-squared", "reg-squared-sum", "reg-norm", "reg-matrix-product", "reg-mean")),
)


# ------------------------------------------------------------------ training and prediction
def net_train_case(rng, about, *, D=3, H1=5, H2=2, C=4, **settings) -> Case:
    return train_case(rng, about, shapes(D, H1, H2, C), D=D, C=C, **settings)


def _train_cases(rng):
    return [
        net_train_case(rng, "one example many times, constant learning rate", same_rows=True, N=8, batch_size=8,
                       num_iters=5, learning_rate=0.1, reg=0.0, momentum=0.0, learning_rate_decay=1.0),
        net_train_case(rng, "with regularization, momentum and decay", same_rows=True, N=12, batch_size=4,
                       num_iters=11, learning_rate=0.05, reg=0.3, momentum=0.8, learning_rate_decay=0.7),
        net_train_case(rng, "which examples are drawn", same_rows=False, N=40, batch_size=8, num_iters=20,
                       learning_rate=1e-3, reg=0.1, momentum=0.0, learning_rate_decay=0.9),
    ]


def _moving(which):
    """Step sizes with which only the parameters number k for which ``which(k)`` holds move."""
    return lambda case, it, epoch, k: (
        right_rates(case, it, epoch, k)[0], right_rates(case, it, epoch, k)[1] * bool(which(k))
    )


def _decaying(power):
    """Step sizes for which the learning rate has been multiplied ``power(epoch, k)`` times by its decay."""
    return lambda case, it, epoch, k: (
        case["learning_rate"] * case["learning_rate_decay"] ** power(epoch, k), right_rates(case, it, epoch, k)[1]
    )


LAST = len(PARAMETERS) - 1
TRAIN_MISTAKES = (
    no_update("the weights do not change: store the results of sgd_momentum in self.params."),
    train_mistake("weights-only", "the biases do not change: every parameter takes a step.",
                  _moving(lambda k: k % 2 == 0)),
    train_mistake("biases-only", "only the biases change: every parameter takes a step.", _moving(lambda k: k % 2)),
    train_mistake("two-layers", "W3 and b3 do not change: every parameter takes a step.", _moving(lambda k: k < 4)),
    train_mistake("one-parameter", "only one parameter changes: is the step inside the loop over the parameters?",
                  _moving(lambda k: k == LAST)),
    train_mistake("one-parameter", "only one parameter changes: every parameter takes a step.",
                  _moving(lambda k: k == 0)),
    train_mistake("decay-of-one", "the learning rate decays in one config only: it must in each.",
                  _decaying(lambda epoch, k: epoch * (k == 0))),
    train_mistake("decay-of-one", "the learning rate decays in one config only: it must in each.",
                  _decaying(lambda epoch, k: epoch * (k == LAST))),
    train_mistake("decay-of-weights", "the learning rate of the biases does not decay: it must in each config.",
                  _decaying(lambda epoch, k: epoch * (k % 2 == 0))),
    train_mistake("decay-per-parameter", "the learning rate decays once for each parameter: only once in an epoch.",
                  _decaying(lambda epoch, k: (len(PARAMETERS) * (epoch - 1) + k + 1) * (epoch > 0))),
    train_mistake("decay-per-parameter", "the learning rate decays once for each parameter: only once in an epoch.",
                  _decaying(lambda epoch, k: len(PARAMETERS) * epoch)),
    *MOMENTUM_LOOP_MISTAKES,
)


def net_score_case(rng, about, *, D=5, H1=6, H2=3, C=4, **settings) -> Case:
    return score_case(rng, about, shapes(D, H1, H2, C), D=D, C=C, **settings)


def _predict_cases(rng):
    return [
        net_score_case(rng, "more examples than classes", N=17),
        net_score_case(rng, "more classes than examples", N=3, D=6, C=9),
        net_score_case(rng, "as many classes as examples", N=6, D=4, C=6, H1=5),
        net_score_case(rng, "a single example", N=1),
        net_score_case(rng, "only negative scores", N=15, D=3, C=6, H1=7, kind="negative"),
        net_score_case(rng, "scores thousands apart", N=20, D=6, C=5, H1=4, kind="large"),
        net_score_case(rng, "many examples", N=300, D=7, C=10),
    ]


TASKS = {
    task.name: task
    for task in (
        Task("affine_forward", "layers", _affine_cases, _run_affine_forward, AFFINE_FORWARD_MISTAKES, _affine_sizes),
        Task("affine_backward", "layers", _affine_cases, _run_affine_backward, AFFINE_BACKWARD_MISTAKES, _affine_sizes),
        Task("relu_forward", "layers", _relu_cases, _run_relu_forward, RELU_FORWARD_MISTAKES, judge=_judge_relu),
        Task("relu_backward", "layers", _relu_cases, _run_relu_backward, RELU_BACKWARD_MISTAKES, judge=_judge_relu),
        Task("softmax_loss", "layers", _scores_cases, _run_softmax_loss,
             MEAN_MISTAKES + DATA_LOSS_MISTAKES + DATA_GRADIENT_MISTAKES, _scores_sizes),
        Task("ThreeLayerNet_loss", "three_layer_net", _composition_cases, _run_composition, COMPOSITION_MISTAKES,
             _composition_sizes, _judge_composition),
        Task("ThreeLayerNet_train", "three_layer_net", _train_cases, run_net("ThreeLayerNet"), TRAIN_MISTAKES,
             judge=judge_train),
        Task("ThreeLayerNet_predict", "three_layer_net", _predict_cases, run_predict("ThreeLayerNet", PARAMETERS),
             judge=judge_predict_of_net),
    )
}
