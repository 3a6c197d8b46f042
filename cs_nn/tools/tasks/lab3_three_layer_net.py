"""Lab 3's graded functions: their inputs, how they are called, and the mistakes that are known by their results."""

from __future__ import annotations

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
    changed_argument,
    compare,
    to_array,
    unpack,
)
from cs_nn.tools.tasks._composition import judge_composition, penalty_mistakes, run_composition
from cs_nn.tools.tasks._nets import construct
from cs_nn.tools.tasks._predictions import PREDICT_TAKES, judge_predict_of_net, run_predict, score_case
from cs_nn.tools.tasks._softmax_loss import (
    DATA_GRADIENT_MISTAKES,
    DATA_LOSS_MISTAKES,
    MEAN_MISTAKES,
)
from cs_nn.tools.tasks._training import (
    MOMENTUM_LOOP_MISTAKES,
    TRAIN_TAKES,
    judge_train,
    make_nets,
    no_update,
    right_rates,
    run_net,
    train_case,
    train_mistake,
)

_mistake = Mistake.of

PARAMETERS = ("W1", "b1", "W2", "b2", "W3", "b3")


def shapes(D, H1, H2, C):
    return {"W1": (D, H1), "b1": (H1,), "W2": (H1, H2), "b2": (H2,), "W3": (H2, C), "b3": (C,)}


# ------------------------------------------------------------------ the layers
def affine_case(rng, about, shape=(5, 4), M=3, bias=1.0, scale=1.0) -> Case:
    """x of any `shape` (N, d_1, ..., d_k), w, b and an upstream gradient, both `scale` times larger."""
    D = int(np.prod(shape[1:]))
    return {"about": about, "x": scale * rng.standard_normal(shape), "w": rng.standard_normal((D, M)),
            "b": bias * rng.standard_normal(M), "dout": scale * rng.standard_normal((shape[0], M))}


def _affine_cases(rng):
    return [
        affine_case(rng, "rows of numbers"),
        affine_case(rng, "images (N, C, H, W)", shape=(4, 3, 2, 5), M=7),
        affine_case(rng, "more outputs than inputs", shape=(6, 2), M=9, bias=4.0),
        affine_case(rng, "matrices as examples", shape=(2, 3, 4), M=5),
        affine_case(rng, "a single example", shape=(1, 6), M=4),
        affine_case(rng, "large numbers", shape=(7, 3), M=5, scale=3000.0),
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
    dx, dw, db = unpack(layers.affine_backward(dout, cache), "dx, dw, db", "affine_backward")
    results = {name: to_array(part, name) for name, part in (("dx", dx), ("dw", dw), ("db", db))}
    result = layers.affine_backward(dout, cache, need_dx=False)
    none, *others = unpack(result, "dx, dw, db", "affine_backward with need_dx=False")
    without = {f"{name}_alone": to_array(part, f"with need_dx=False, {name}")
               for name, part in zip(("dw", "db"), others)}
    return {**results, **without, "dx_left_out": none is None}


def _judge_affine_backward(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    problem = compare(task, case, expected, got, ["dx", "dw", "db"]) or changed_argument(task, got)
    if problem is not None:
        return problem
    for name in ("dw", "db"):
        if not agrees(got[f"{name}_alone"], expected[name]):
            return Problem(f"a second call, with need_dx=False, gives another {name}",
                           "only dx is left out then; or is something kept from the first call?", "need-dx", name=name)
    if not got["dx_left_out"]:
        return Problem("with need_dx=False, dx must be None", "return None in its place: the first layer of a network "
                       "saves that work.", "need-dx", name="dx")
    return None


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
    x = scale * rng.standard_normal(shape)
    on, off = rng.choice(x.size, 2, replace=False)  # if all were off, dx would be 0 and have no room for rounding
    x.flat[on], x.flat[off] = abs(x.flat[on]), -abs(x.flat[off])
    return {"about": about, "x": x, "dout": scale * rng.standard_normal(shape)}


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


def _masked(case, dx, mask):
    """dout times another mask; a mask of zeros tells nothing."""
    return case["dout"] * mask if np.any(mask) else dx


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
             dx=lambda case, dx: _masked(case, dx, _passed(case, dx)[0])),
    _mistake("one-mask", "each entry has a mask of its own.",
             dx=lambda case, dx: _masked(case, dx, _passed(case, dx).max(axis=0))),
    _mistake("one-mask", "each entry has a mask of its own.",
             dx=lambda case, dx: _masked(case, dx, _passed(case, dx).min(axis=0))),
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
    y = rng.permutation(np.arange(1, N + 1) % C)  # few examples have neither the first class nor the last one
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
        scores_case(rng, "all scores near -800", N=3, C=5, shift=-800.0),
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


def _arguments(case):
    D, H1 = case["W1"].shape
    return D, (H1, case["W2"].shape[1]), case["W3"].shape[1]


def _make_net(module, case):
    return construct(module.ThreeLayerNet, *_arguments(case), rng=0)


# ------------------------------------------------------------------ training and prediction
def net_train_case(rng, about, *, D=3, H1=5, H2=2, C=4, **settings) -> Case:
    return train_case(rng, about, shapes(D, H1, H2, C), D=D, C=C, **settings)


def _train_cases(rng):
    return [
        net_train_case(rng, "one example many times, constant learning rate", same_rows=True, N=8, batch_size=8,
                       num_iters=5, learning_rate=0.1, reg=0.25, momentum=0.0, learning_rate_decay=1.0),
        net_train_case(rng, "with regularization, momentum and decay", same_rows=True, N=14, batch_size=4, scale=30.0,
                       num_iters=11, learning_rate=0.05, reg=0.4, momentum=0.8, learning_rate_decay=0.7),
        net_train_case(rng, "which examples are drawn", same_rows=False, N=13, batch_size=5, learning_rate=8e-4,
                       reg=0.1, momentum=0.0, learning_rate_decay=0.97),
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
        net_score_case(rng, "scores that differ little", N=15, D=4, C=7, kind="close"),
        net_score_case(rng, "many examples", N=317, D=7, C=10),
    ]


TASKS = {
    task.name: task
    for task in (
        Task("affine_forward", "layers", _affine_cases, _run_affine_forward, AFFINE_FORWARD_MISTAKES, _affine_sizes),
        Task("affine_backward", "layers", _affine_cases, _run_affine_backward, AFFINE_BACKWARD_MISTAKES, _affine_sizes,
             _judge_affine_backward, takes={name: name for name in ("dout", "x", "w", "b")}),
        Task("relu_forward", "layers", _relu_cases, _run_relu_forward, RELU_FORWARD_MISTAKES, judge=_judge_relu),
        Task("relu_backward", "layers", _relu_cases, _run_relu_backward, RELU_BACKWARD_MISTAKES, judge=_judge_relu,
             takes={"dout": "dout", "x": "x"}),
        Task("softmax_loss", "layers", _scores_cases, _run_softmax_loss,
             MEAN_MISTAKES + DATA_LOSS_MISTAKES + DATA_GRADIENT_MISTAKES, _scores_sizes),
        Task("ThreeLayerNet_loss", "three_layer_net", _composition_cases, run_composition(), penalty_mistakes(3),
             _composition_sizes, judge_composition, _make_net),
        Task("ThreeLayerNet_train", "three_layer_net", _train_cases, run_net, TRAIN_MISTAKES, judge=judge_train,
             make=make_nets("ThreeLayerNet", _arguments), takes=TRAIN_TAKES),
        Task("ThreeLayerNet_predict", "three_layer_net", _predict_cases, run_predict("ThreeLayerNet"),
             judge=judge_predict_of_net, make=_make_net, takes=PREDICT_TAKES),
    )
}
