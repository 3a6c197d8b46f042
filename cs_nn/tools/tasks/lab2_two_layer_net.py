"""Lab 2's graded functions: their inputs, how they are called, and the mistakes that are known by their results."""

from __future__ import annotations

import numpy as np

from cs_nn.tools.checks import Case, Mistake, Task, WrongResult, agrees, replaced, slopes_of, unpack
from cs_nn.tools.tasks._nets import construct, give_parameters, require_same_parameters
from cs_nn.tools.tasks._predictions import PREDICT_TAKES, judge_predict_of_net, run_predict, score_case
from cs_nn.tools.tasks._softmax_loss import LOSS_MISTAKES, loss_mistake, penalty_of
from cs_nn.tools.tasks._training import (
    LOOP_MISTAKES,
    TRAIN_TAKES,
    judge_train,
    make_nets,
    no_update,
    other_rate,
    right_rates,
    run_net,
    train_case,
    train_mistake,
)

PARAMETERS = ("W1", "b1", "W2", "b2")


def shapes(D, H, C):
    return {"W1": (D, H), "b1": (H,), "W2": (H, C), "b2": (C,)}


def _arguments(case):
    return *case["W1"].shape, case["W2"].shape[1]


def _make(module, case):
    return construct(module.TwoLayerNet, *_arguments(case), rng=0)


def _takes(*names):
    """What a method takes: these arguments, and the parameters."""
    return {**{name: name for name in names}, **{name: f'self.params["{name}"]' for name in PARAMETERS}}


def _sizes(case):
    sizes = {"N": case["X"].shape[0], "D": case["X"].shape[1]}
    return {**sizes, "H": case["W1"].shape[1], "C": case["W2"].shape[1]}


# ------------------------------------------------------------------ forward
def forward_case(rng, about, N=5, D=4, H=7, C=3, bias=1.0, scale=1.0, size=1.0) -> Case:
    """A net with random parameters, biases included.

    `bias` is the size of the biases, `scale` that of the weights and `size` that of the features.
    """
    params = {name: scale * rng.standard_normal(shape) for name, shape in shapes(D, H, C).items()}
    for name in ("b1", "b2"):
        params[name] *= bias / scale
    return {"about": about, **params, "X": size * rng.standard_normal((N, D))}


def _forward_cases(rng):
    return [
        forward_case(rng, "a small net"),
        forward_case(rng, "more inputs than hidden units", N=6, D=8, H=3, C=5),
        forward_case(rng, "large biases", N=4, D=3, H=6, C=5, bias=5.0),
        forward_case(rng, "a single example", N=1, D=5, H=4, C=3),
        forward_case(rng, "large numbers", N=7, D=5, H=6, C=2, bias=1e5, scale=300.0, size=500.0),
        forward_case(rng, "small weights and biases", N=6, D=5, H=4, C=3, bias=1e-4, scale=1e-4),
    ]


def _run_forward(module, case, net):
    give_parameters(net, case, PARAMETERS)
    scores, hidden = unpack(net.forward(case["X"]), "scores, hidden", "forward")
    shape = (len(case["X"]), case["W1"].shape[1])
    if np.shape(hidden) == shape[1:]:
        raise WrongResult(f"hidden has shape {shape[1:]}; it must have shape (N, H), here {shape}, with a row for each "
                          "example. Does np.max(..., 0) stand for np.maximum(..., 0)?")
    require_same_parameters(net, case, PARAMETERS, "forward")
    return {"hidden": hidden, "scores": scores}


def _before_relu(case):
    """(N, H), the numbers that ReLU gets."""
    return np.einsum("nd,dh->nh", case["X"], case["W1"]) + case["b1"]


def _hidden_mistake(id, sentence, hidden, names=("hidden", "scores")):
    """A mistake given by the hidden layer that it leads to, ``hidden(z, h, b1)``.

    `z` is the layer before and `h` after ReLU.
    """

    def gives(case, expected):
        other = hidden(_before_relu(case), expected["hidden"], case["b1"])
        change = np.einsum("nh,hc->nc", other - expected["hidden"], case["W2"])
        results = {"hidden": other, "scores": expected["scores"] + change}
        return {name: results[name] for name in names}

    return Mistake(id, sentence, gives)


def _scores_mistake(id, sentence, scores):
    """A mistake given by the scores alone, ``scores(S, case)``."""
    return Mistake(id, sentence, lambda case, expected: {"scores": scores(expected["scores"], case)})


def _log_sum_exp(S):
    return np.logaddexp.reduce(S, axis=1, keepdims=True)


_OTHER_ACTIVATION = "another activation is used: the hidden layer is max(0, .), entry by entry."

FORWARD_MISTAKES = (
    _hidden_mistake("hidden-before-relu", "hidden is returned as it is before ReLU: backward needs it after ReLU.",
                    lambda z, h, b1: z, names=("hidden",)),
    _hidden_mistake("scores-before-relu", "the scores are made from the hidden layer before ReLU.",
                    lambda z, h, b1: z, names=("scores",)),
    _hidden_mistake("relu-missing", "ReLU is missing: negative entries of the hidden layer become 0.",
                    lambda z, h, b1: z),
    _hidden_mistake("b1-missing", "b1 is missing in the hidden layer: add it, one entry for each hidden unit.",
                    lambda z, h, b1: np.maximum(z - b1, 0)),
    _hidden_mistake("b1-twice", "b1 is added twice.", lambda z, h, b1: np.maximum(z + b1, 0)),
    _hidden_mistake("b1-subtracted", "b1 is subtracted: it must be added.",
                    lambda z, h, b1: np.maximum(z - 2 * b1, 0)),
    _hidden_mistake("b1-after-relu", "b1 is added after ReLU: look at the brackets.",
                    lambda z, h, b1: np.maximum(z - b1, 0) + b1),
    _hidden_mistake("b1-summed", "b1 is summed: each hidden unit has an entry of its own.",
                    lambda z, h, b1: np.maximum(z - b1 + b1.sum(), 0)),
    _hidden_mistake("negative-part", "the positive entries are set to 0: ReLU keeps them and sets the negative to 0.",
                    lambda z, h, b1: z - h),
    _hidden_mistake("magnitude", "negative entries lose their sign: ReLU sets them to 0.", lambda z, h, b1: 2 * h - z),
    _hidden_mistake("mask", "the hidden layer is 0 or 1, the mask of ReLU: positive entries keep their values.",
                    lambda z, h, b1: 1.0 * (h > 0)),
    _hidden_mistake("other-activation", _OTHER_ACTIVATION, lambda z, h, b1: np.exp(-np.logaddexp(0, -z))),
    _hidden_mistake("other-activation", _OTHER_ACTIVATION, lambda z, h, b1: np.tanh(z)),
    _hidden_mistake("other-activation", _OTHER_ACTIVATION, lambda z, h, b1: np.logaddexp(0, z)),
    _hidden_mistake("other-activation", _OTHER_ACTIVATION, lambda z, h, b1: h + 0.01 * (z - h)),
    _hidden_mistake("other-activation", _OTHER_ACTIVATION, lambda z, h, b1: h + 0.1 * (z - h)),
    _scores_mistake("b2-missing", "b2 is missing in the scores: add it, one entry for each class.",
                    lambda S, case: S - case["b2"]),
    _scores_mistake("b2-twice", "b2 is added twice.", lambda S, case: S + case["b2"]),
    _scores_mistake("b2-subtracted", "b2 is subtracted: it must be added.", lambda S, case: S - 2 * case["b2"]),
    _scores_mistake("relu-on-scores", "the scores go through ReLU: only the hidden layer does.",
                    lambda S, case: np.maximum(S, 0)),
    _scores_mistake("softmax", "these are probabilities: softmax belongs to the loss, forward returns the scores.",
                    lambda S, case: np.exp(S - _log_sum_exp(S))),
    _scores_mistake("softmax", "these are log-probabilities: softmax belongs to the loss, forward returns the scores.",
                    lambda S, case: S - _log_sum_exp(S)),
    _scores_mistake("shifted", "the maximum is subtracted: that belongs to the loss, forward returns the scores.",
                    lambda S, case: S - S.max(axis=1, keepdims=True)),
)


# ------------------------------------------------------------------ loss
def loss_case(rng, about, N=6, D=4, H=5, C=3, reg=0.0, scale=1.0, shift=0.0) -> Case:
    """Scores for `TwoLayerNet.loss`, which the check's own ``forward`` gives.

    `shift` is added to all scores. With a large `scale` the first label is the least likely class.
    """
    scores = scale * rng.standard_normal((N, C)) + shift
    y = rng.permutation(np.arange(1, N + 1) % C)  # few examples have neither the first class nor the last one
    if scale > 1:
        y[0] = np.argmin(scores[0])
    params = {name: rng.standard_normal(shape) for name, shape in shapes(D, H, C).items()}
    return {"about": about, "scores": scores, "y": y, "reg": reg, **params, "X": rng.standard_normal((N, D)),
            "hidden": np.abs(rng.standard_normal((N, H)))}


def _loss_cases(rng):
    return [
        loss_case(rng, "no regularization"),
        loss_case(rng, "with regularization", N=5, D=6, H=4, C=3, reg=0.7),
        loss_case(rng, "more classes than examples", N=4, D=3, H=6, C=8, reg=0.1),
        loss_case(rng, "a single example", N=1, D=5, H=3, C=4, reg=0.2),
        loss_case(rng, "all scores near 800", N=5, D=3, H=6, C=4, shift=800.0),
        loss_case(rng, "scores thousands apart", N=4, D=5, H=6, C=3, scale=2000.0),
        loss_case(rng, "all scores near -800", N=3, D=6, H=4, C=5, shift=-800.0),
    ]


def _run_loss(module, case, net):
    give_parameters(net, case, PARAMETERS)
    asked, given = [], {name: np.copy(case[name]) for name in ("X", "hidden", "reg")}
    gradients = {name: np.full_like(case[name], k + 1.0) for k, name in enumerate(PARAMETERS)}

    def forward(self, X):
        return case["scores"].copy(), case["hidden"].copy()

    def backward(self, X, hidden, dscores, reg):
        """Other gradients for each call, so that the result tells which one counts: one more may be to print."""
        asked.append({"X": np.copy(X), "hidden": np.copy(hidden), "reg": reg, "dscores": np.array(dscores)})
        return {name: len(asked) * gradients[name] for name in PARAMETERS}

    with replaced(module.TwoLayerNet, backward=backward, forward=forward):
        loss, grads = unpack(net.loss(case["X"], case["y"], case["reg"]), "loss, grads", "loss")
    if not asked:
        raise WrongResult("loss did not call self.backward: leave its last line as it was given")
    call = next((call for number, call in enumerate(asked, 1) if isinstance(grads, dict) and all(
        agrees(grads.get(name, np.nan), number * gradients[name]) for name in PARAMETERS)), None)
    if call is None:
        raise WrongResult("loss must return as grads the dict that self.backward returns, without any change")
    for name, value in given.items():
        if not agrees(call[name], value):
            raise WrongResult(f"loss must hand {name} on to self.backward as it is: is another value stored in it?")
    with replaced(module.TwoLayerNet, backward=backward, forward=forward):
        scores = unpack(net.loss(case["X"]), "scores", "loss without y")
    require_same_parameters(net, case, PARAMETERS, "loss")
    return {"loss": loss, "dscores": call["dscores"], "scores": scores}


def _loss_sizes(case):
    return {"N": len(case["scores"]), "C": case["scores"].shape[1]}


def _half_reg(case, factor1, factor2):
    """0.5 reg times the sums of squares of W1 and W2, each with a factor."""
    return 0.5 * case["reg"] * (factor1 * np.sum(case["W1"] ** 2) + factor2 * np.sum(case["W2"] ** 2))


NET_LOSS_MISTAKES = (
    loss_mistake("reg-missing", "the L2 penalty is missing: add it to the loss.",
                 loss=lambda case, data, penalty: data),
    loss_mistake("penalty-in-dscores", "the penalty does not depend on the scores: it is no part of dscores.",
                 dW=lambda case, data, shrink: data + penalty_of(case)),
    loss_mistake("W2-not-penalised", "W2 is missing in the penalty: add the sums of both weights.",
                 loss=lambda case, data, penalty: data + _half_reg(case, 1, 0)),
    loss_mistake("W1-not-penalised", "W1 is missing in the penalty: add the sums of both weights.",
                 loss=lambda case, data, penalty: data + _half_reg(case, 0, 1)),
    loss_mistake("biases-penalised", "the biases are not penalised: only W1 and W2 are.",
                 loss=lambda case, data, penalty: data + penalty + 0.5 * case["reg"] * (
                     np.sum(case["b1"] ** 2) + np.sum(case["b2"] ** 2))),
    loss_mistake("brackets", "0.5 * reg multiplies both sums: put the sums in brackets.",
                 loss=lambda case, data, penalty: data + _half_reg(case, 1, 0) + np.sum(case["W2"] ** 2)),
    loss_mistake("reg-not-a-factor", "the penalty is not multiplied by reg.",
                 loss=lambda case, data, penalty: data + penalty_of({**case, "reg": 1.0})),
    loss_mistake("reg-not-a-factor", "the penalty is not multiplied by reg.",
                 loss=lambda case, data, penalty: data + penalty_of({**case, "reg": 2.0})),
    loss_mistake("sums-multiplied", "the sums of W1 and of W2 are multiplied: they must be added.",
                 loss=lambda case, data, penalty: data + _half_reg(case, 1, 0) * np.sum(case["W2"] ** 2)),
    loss_mistake("product-penalised", "the penalty takes the squares of W1 and of W2, not those of their product.",
                 loss=lambda case, data, penalty: data + 0.5 * case["reg"] * np.sum((case["W1"] @ case["W2"]) ** 2)),
    *LOSS_MISTAKES,
)


# ------------------------------------------------------------------ backward
def backward_case(rng, about, N=5, D=8, H=6, C=3, reg=0.0, scale=1.0, size=1.0) -> Case:
    """A net, its examples, the hidden layer that belongs to them and an upstream gradient `scale` times larger.

    `size` is that of the entries of the hidden layer. X or W1 is made to fit the hidden layer, so that it is
    the same whether it is taken from ``hidden`` or computed again: that needs D >= H, or N <= D. The rows of
    ``dscores`` don't sum to zero.
    """
    before = size * rng.standard_normal((N, H))  # ReLU
    X, params = rng.standard_normal((N, D)), {name: rng.standard_normal(s) for name, s in shapes(D, H, C).items()}
    if D >= H:
        X = (before - params["b1"]) @ np.linalg.pinv(params["W1"])
    else:
        params["W1"] = np.linalg.pinv(X) @ (before - params["b1"])
    return {"about": about, **params, "X": X, "hidden": before * (before > 0),
            "dscores": scale * rng.standard_normal((N, C)), "reg": reg}


def _backward_cases(rng):
    return [
        backward_case(rng, "no regularization"),
        backward_case(rng, "with regularization", N=7, D=5, H=4, C=3, reg=0.3),
        backward_case(rng, "more hidden units than inputs", N=3, D=4, H=9, C=5, reg=0.1),
        backward_case(rng, "a single example", N=1, D=6, H=5, C=4, reg=0.4),
        backward_case(rng, "a large upstream gradient", N=4, D=7, H=3, C=5, scale=3000.0),
        backward_case(rng, "units that are hardly on", N=6, D=8, H=5, C=4, size=10.0 ** -np.arange(0, 7.5, 1.5)),
    ]


def _run_backward(module, case, net):
    give_parameters(net, case, PARAMETERS)
    grads = net.backward(case["X"], case["hidden"], case["dscores"], case["reg"])
    if grads is None:
        raise WrongResult("backward returned None instead of a dict of gradients: does it end with a return statement?")
    if not isinstance(grads, dict) or set(grads) != set(PARAMETERS):
        got = f"one with {', '.join(map(str, grads))}" if isinstance(grads, dict) else f"a {type(grads).__name__}"
        raise WrongResult(f"backward must return a dict with the keys W1, b1, W2, b2; it returned {got}")
    if all(np.array_equal(grads[name], case[name]) for name in PARAMETERS):
        raise WrongResult("these are the parameters themselves: backward returns the gradients of the loss by them")
    require_same_parameters(net, case, PARAMETERS, "backward")
    return {name: grads[name] for name in reversed(PARAMETERS)}


def _reaching_relu(case, W2):
    """(N, H), what comes back through `W2` to the outputs of ReLU."""
    return np.einsum("nc,hc->nh", case["dscores"], W2)


def _changed(case, expected, change, names=("W1", "b1")):
    """The gradients of the first layer when `change` (N, H) is added to the derivatives by the input of ReLU."""
    results = {"W1": expected["W1"] + np.einsum("nd,nh->dh", case["X"], change),
               "b1": expected["b1"] + change.sum(axis=0)}
    return {name: results[name] for name in names}


def _mask_mistake(id, sentence, mask, **options):
    """A mistake given by what takes the place of ReLU's mask: ``mask(case, U, h)`` for what reaches ReLU, `U`."""

    def gives(case, expected):
        U, h = _reaching_relu(case, case["W2"]), case["hidden"]
        return _changed(case, expected, U * (1.0 * mask(case, U, h) - (h > 0)), **options)

    return Mistake(id, sentence, gives)


def _back_mistake(id, sentence, derivatives):
    """A mistake given by what is taken for the derivatives by the input of ReLU: ``derivatives(case, expected)``."""

    def gives(case, expected):
        right = _reaching_relu(case, case["W2"]) * (case["hidden"] > 0)
        return _changed(case, expected, derivatives(case, expected) - right)

    return Mistake(id, sentence, gives)


def _inputs_mistake(id, sentence, inputs):
    """A mistake given by what takes the place of the hidden layer in dW2."""
    return Mistake(id, sentence, lambda case, expected: {
        "W2": expected["W2"] + np.einsum("nh,nc->hc", 1.0 * inputs(case) - case["hidden"], case["dscores"])
    })


def _penalty_mistake(id, sentence, derivative, names=("W1", "W2")):
    """A mistake given by what is added for the penalty, ``derivative(case, w)`` for the weights `w` of `names`."""
    return Mistake(id, sentence, lambda case, expected: {
        name: expected[name] - case["reg"] * case[name] + derivative(case, case[name]) for name in names
    })


def _bias_mistake(id, sentence, gradient):
    """A mistake in both bias gradients or in one: ``gradient(case, expected, k)`` for layer `k`."""
    return tuple(
        Mistake(id, sentence, lambda case, expected, layers=layers: {
            f"b{k}": gradient(case, expected, k) for k in layers
        })
        for layers in ((1,), (2,), (1, 2))
    )


def _only(id, sentence, derivative):
    """`_penalty_mistake` for W1 alone, for W2 alone and for both."""
    return tuple(_penalty_mistake(id, sentence, derivative, names) for names in (("W1",), ("W2",), ("W1", "W2")))


_NOT_OF_DW = "the gradient of a bias is the sum of the derivatives by the layer's output over the examples, not of dW."
_SIGMOID = "this is the derivative of a sigmoid or of tanh: that of ReLU is 1 where the unit is active, else 0."

BACKWARD_MISTAKES = (
    *(Mistake("averaged-again", f"the part of {' and '.join(f'd{name}' for name in names)} that comes from dscores is "
              "divided by N once more.", lambda case, expected, names=names: {
                  name: (expected[name] - case["reg"] * case[name]) / len(case["X"]) + case["reg"] * case[name]
                  for name in names})
      for names in (("W1",), ("W2",), ("W1", "W2"))),
    # One layer or one array first: a mistake in both would explain it too.
    _penalty_mistake("penalty-missing-W1", "dW1 lacks the derivative of the penalty: both weights are penalised.",
                     lambda case, w: 0, names=("W1",)),
    _penalty_mistake("penalty-missing-W2", "dW2 lacks the derivative of the penalty: both weights are penalised.",
                     lambda case, w: 0, names=("W2",)),
    _penalty_mistake("penalty-missing", "dW1 and dW2 lack the derivative of the penalty 0.5 * reg * sum(W**2).",
                     lambda case, w: 0),
    *_only("penalty-twice", "the derivative of 0.5 * reg * W**2 is reg * W, not twice as much.",
           lambda case, w: 2 * case["reg"] * w),
    *_only("penalty-half", "the derivative of 0.5 * reg * W**2 is reg * W, not half of it.",
           lambda case, w: 0.5 * case["reg"] * w),
    *_only("penalty-averaged", "the penalty is no mean over the batch: its derivative is not divided by N.",
           lambda case, w: case["reg"] * w / len(case["X"])),
    *_only("penalty-subtracted", "the derivative of the penalty must be added, not subtracted.",
           lambda case, w: -case["reg"] * w),
    *_only("reg-alone", "the derivative of the penalty is another number for each entry of W, not reg alone.",
           lambda case, w: case["reg"]),
    *_only("reg-not-a-factor", "in the derivative of the penalty, the factor reg is missing.", lambda case, w: w),
    *_only("reg-not-a-factor", "in the derivative of the penalty, the factor reg is missing.", lambda case, w: 2 * w),
    *_only("penalty-not-derived", "dW gets the derivative of the penalty, not the penalty itself.",
           lambda case, w: 0.5 * case["reg"] * np.sum(w**2)),
    *_only("penalty-not-derived", "dW gets the derivative of the penalty, not the penalty itself.",
           lambda case, w: 0.5 * case["reg"] * w**2),
    *_only("penalty-summed", "the derivative of the penalty is another number for each entry of W: no sum.",
           lambda case, w: case["reg"] * np.sum(w)),
    *_bias_mistake("biases-penalised", "the biases are not penalised: only W1 and W2 are.",
                   lambda case, expected, k: expected[f"b{k}"] + case["reg"] * case[f"b{k}"]),
    *_bias_mistake("bias-from-weights", _NOT_OF_DW, lambda case, expected, k: expected[f"W{k}"].sum(axis=0)),
    *_bias_mistake("bias-from-weights", _NOT_OF_DW, lambda case, expected, k: (
        expected[f"W{k}"] - case["reg"] * case[f"W{k}"]).sum(axis=0)),
    _mask_mistake("b1-before-mask", "the sum for b1 comes after the ReLU mask, not before.", lambda case, U, h: 1,
                  names=("b1",)),
    _mask_mistake("W1-before-mask", "the product for W1 comes after the ReLU mask, not before.", lambda case, U, h: 1,
                  names=("W1",)),
    _mask_mistake("no-mask", "ReLU does not enter: the gradient must be 0 where a unit is off, that is, where hidden "
                  "is 0 (hidden is never negative).", lambda case, U, h: 1),
    _mask_mistake("mask-inverted", "the ReLU mask is the other way round: the gradient passes where hidden is above 0.",
                  lambda case, U, h: h == 0),
    _mask_mistake("mask-of-gradient", "the sign of the gradient decides what passes ReLU: it must be that of its input "
                  "in forward, so look where hidden is above 0.", lambda case, U, h: U > 0),
    _mask_mistake("mask-of-gradient", "the sign of the gradient drops a part of what passes ReLU: only its input in "
                  "forward decides, so look where hidden is above 0.", lambda case, U, h: (U > 0) & (h > 0)),
    _mask_mistake("hidden-for-mask", "the gradient is multiplied by the mask of ReLU (1 or 0), not hidden itself.",
                  lambda case, U, h: h),
    _mask_mistake("sigmoid", _SIGMOID, lambda case, U, h: h * (1 - h)),
    _mask_mistake("sigmoid", _SIGMOID, lambda case, U, h: 1 - h**2),
    _mask_mistake("mask-without-b1", "b1 is left out where the ReLU mask is made: hidden tells which units are on.",
                  lambda case, U, h: _before_relu(case) > case["b1"]),
    _back_mistake("mask-alone", "the mask multiplies the gradient that comes back through W2: it does not replace it.",
                  lambda case, expected: case["hidden"] > 0),
    _back_mistake("hidden-alone", "the first layer needs the gradient at the hidden layer, not the hidden layer "
                  "itself.", lambda case, expected: case["hidden"]),
    _back_mistake("through-dW2", "the gradient comes back through W2, not through dW2.", lambda case, expected:
                  _reaching_relu(case, expected["W2"]) * (case["hidden"] > 0)),
    _back_mistake("through-dW2", "the gradient comes back through W2, not through dW2.", lambda case, expected:
                  _reaching_relu(case, expected["W2"] - case["reg"] * case["W2"]) * (case["hidden"] > 0)),
    _inputs_mistake("W2-before-relu", "dW2 takes the hidden layer after ReLU, as it comes in: hidden.", _before_relu),
    _inputs_mistake("W2-mask", "dW2 takes the values of the hidden layer, not the mask.",
                    lambda case: case["hidden"] > 0),
    _inputs_mistake("hidden-overwritten", "dW2 takes the hidden layer, not its gradient: was hidden overwritten?",
                    lambda case: _reaching_relu(case, case["W2"]) * (case["hidden"] > 0)),
)


# ------------------------------------------------------------------ training and prediction
def net_train_case(rng, about, *, D=3, H=5, C=4, **settings) -> Case:
    return train_case(rng, about, shapes(D, H, C), D=D, C=C, **settings)


def _train_cases(rng):
    return [
        net_train_case(rng, "one example many times, constant learning rate", same_rows=True, N=8, batch_size=8,
                       num_iters=5, learning_rate=0.1, reg=0.25, learning_rate_decay=1.0),
        net_train_case(rng, "with regularization and decay", same_rows=True, N=14, batch_size=4, scale=30.0,
                       num_iters=11, learning_rate=0.08, reg=0.4, learning_rate_decay=0.7),
        net_train_case(rng, "which examples are drawn", same_rows=False, N=13, batch_size=5, learning_rate=8e-4,
                       reg=0.1, learning_rate_decay=0.97),
    ]


def _fixed(sentence, fixed):
    """The parameters with the numbers `fixed` do not move."""
    return train_mistake("some-fixed", sentence + ": take a step on each array of self.params.",
                         lambda case, it, epoch, k: (right_rates(case, it, epoch, k)[0], float(k not in fixed)))


def _update_mistake(id, sentence, update):
    """A mistake given by ``update(name, w, step, case)``, a parameter after one iteration.

    `step` is the learning rate times the gradient; for the check's parabola see `train_mistake`.
    """

    def gives(case, expected):
        if not case["same_rows"]:
            return {}
        it = np.arange(case["num_iters"])
        rates, _ = right_rates(case, it, it // max(len(case["X"]) // case["batch_size"], 1), 0)
        left = np.prod(1 - (1 + case["reg"]) * rates)
        results = {"loss": np.zeros(len(it))}
        for name in PARAMETERS:
            lowest, w = (expected[name] - left * case[name]) / (1 - left), case[name]
            for t in it:
                results["loss"][t] += 0.5 * (1 + case["reg"]) * np.sum((w - lowest) ** 2)
                w = update(name, w, rates[t] * (1 + case["reg"]) * (w - lowest), {**case, "rate": rates[t]})
            results[name] = w
        return results

    return Mistake(id, sentence, gives)


def _constant_loss(case, expected):
    return {"loss": np.full(case["num_iters"], expected["loss"][0])} if case["same_rows"] else {}


TRAIN_MISTAKES = (
    Mistake("constant-loss", "the loss is the same in every iteration: call self.loss inside the loop, anew with the "
            "present weights.", _constant_loss),
    no_update("the weights do not change: store the new arrays in self.params."),
    _fixed("the biases stay as they were", (1, 3)),
    _fixed("W1 and W2 stay as they were", (0, 2)),
    _fixed("W2 and b2 stay as they were", (2, 3)),
    _fixed("W1 and b1 stay as they were", (0, 1)),
    *(_fixed("one array stays as it was", (k,)) for k in range(4)),
    *(_fixed("only one array moves", tuple(j for j in range(4) if j != k)) for k in range(4)),
    train_mistake("averaged-again", "the gradients are divided by batch_size once more: they are means already.",
                  lambda case, it, epoch, k: (right_rates(case, it, epoch, k)[0], 1 / case["batch_size"])),
    train_mistake("no-rate", "the gradients are not multiplied by learning_rate.",
                  lambda case, it, epoch, k: (right_rates(case, it, epoch, k)[0],
                                              1 / right_rates(case, it, epoch, k)[0])),
    train_mistake("own-rate", "the learning_rate of the call is not used.",
                  lambda case, it, epoch, k: (right_rates(case, it, epoch, k)[0],
                                              1e-3 / right_rates(case, it, epoch, k)[0])),
    _update_mistake("step-assigned", "the step takes the place of the parameter: subtract it from the parameter (-=).",
                    lambda name, w, step, case: -step),
    _update_mistake("penalty-again", "the penalty is added to the gradients once more: self.loss has done it.",
                    lambda name, w, step, case: w - step - case["rate"] * case["reg"] * w * (w.ndim == 2)),
    train_mistake("decay-complement", "the learning rate is multiplied by learning_rate_decay, not by "
                  "1 - learning_rate_decay.", other_rate(lambda rate, decay, it, epoch: rate * (1 - decay) ** epoch)),
    *LOOP_MISTAKES,
)


def net_score_case(rng, about, *, D=5, H=6, C=4, **settings) -> Case:
    return score_case(rng, about, shapes(D, H, C), D=D, C=C, **settings)


def _predict_cases(rng):
    return [
        net_score_case(rng, "more examples than classes", N=17),
        net_score_case(rng, "more classes than examples", N=3, D=6, C=9),
        net_score_case(rng, "as many classes as examples", N=6, D=4, C=6, H=5),
        net_score_case(rng, "a single example", N=1),
        net_score_case(rng, "only negative scores", N=15, D=3, C=6, H=7, kind="negative"),
        net_score_case(rng, "scores thousands apart", N=20, D=6, C=5, H=4, kind="large"),
        net_score_case(rng, "scores that differ little", N=15, D=4, C=7, kind="close"),
        net_score_case(rng, "many examples", N=317, D=7, C=10),
    ]


def _own_loss(module, case, net):
    return _run_loss(module, case, net)["loss"]


def _own_scores(module, case, net):
    """A number with the gradients that backward is asked for, made with the student's forward."""
    give_parameters(net, case, PARAMETERS)
    scores, _ = net.forward(case["X"])
    return np.sum(scores * case["dscores"]) + 0.5 * case["reg"] * sum(np.sum(case[W] ** 2) for W in ("W1", "W2"))


TASKS = {
    task.name: task
    for task in (
        Task("TwoLayerNet_forward", "two_layer_net", _forward_cases, _run_forward, FORWARD_MISTAKES, _sizes,
             make=_make, takes=_takes("X")),
        Task("TwoLayerNet_loss", "two_layer_net", _loss_cases, _run_loss, NET_LOSS_MISTAKES, _loss_sizes,
             make=_make, takes={**_takes("X", "y", "reg"), "scores": "scores"},
             slopes=slopes_of("loss", _own_loss, dscores="scores")),
        Task("TwoLayerNet_backward", "two_layer_net", _backward_cases, _run_backward, BACKWARD_MISTAKES, _sizes,
             make=_make, takes=_takes("X", "hidden", "dscores", "reg"), may_change=frozenset({"hidden", "dscores"}),
             slopes=slopes_of("forward", _own_scores, **{name: name for name in reversed(PARAMETERS)})),
        Task("TwoLayerNet_train", "two_layer_net", _train_cases, run_net, TRAIN_MISTAKES, judge=judge_train,
             make=make_nets("TwoLayerNet", _arguments), takes=TRAIN_TAKES),
        Task("TwoLayerNet_predict", "two_layer_net", _predict_cases, run_predict("TwoLayerNet", vectors=True),
             judge=judge_predict_of_net, make=_make, takes=PREDICT_TAKES),
    )
}
