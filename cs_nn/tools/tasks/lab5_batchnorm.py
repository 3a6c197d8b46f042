"""Lab 5's graded functions: their inputs, how they are called, and the mistakes that are known by their results."""

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
    compare,
    replaced,
    to_array,
    unpack,
)

_mistake = Mistake.of

STEPS = ("grad_gamma_beta", "grad_x_hat", "grad_var", "grad_mean", "grad_x")


# ------------------------------------------------------------------ forward
def forward_case(rng, about, N=6, D=4, steps=1, mode="train", eps=None, momentum=None, constant=False, spread=3.0,
                 running="random") -> Case:
    """Batches x (steps, N, D), to be normalized one after the other, gamma and beta.

    With `constant` the second feature never changes. `running` is "random" or "" (bn_param has none yet).
    """
    case = {"about": about, "mode": mode, "x": spread * rng.standard_normal((steps, N, D)) + rng.uniform(-5, 5, D),
            "gamma": rng.uniform(0.5, 2, D) * rng.choice([-1, 1], D), "beta": rng.standard_normal(D)}
    if constant:
        case["x"][:, :, 1] = rng.standard_normal()
    if running:
        case["running_mean"] = rng.standard_normal(D)
        case["running_var"] = (spread / 3) ** 2 * rng.uniform(0.2, 5, D)
    settings = {"eps": eps, "momentum": momentum}
    return {**case, **{key: value for key, value in settings.items() if value is not None}}


def _forward_cases(rng):
    return [
        forward_case(rng, "one training batch", momentum=0.8),
        forward_case(rng, "three training batches in a row", N=7, D=3, steps=3, momentum=0.6),
        forward_case(rng, "the first batch: no running averages, default eps and momentum", N=4, D=6, running=""),
        forward_case(rng, "training, a large eps", N=5, D=7, eps=0.5, momentum=0.9),
        forward_case(rng, "training, a feature that never changes", N=8, D=5, constant=True),
        forward_case(rng, "training, features that hardly change, default eps", N=6, D=5, spread=0.01),
        forward_case(rng, "test mode", N=3, D=5, mode="test"),
        forward_case(rng, "test mode, a large eps, two batches", N=5, D=4, steps=2, mode="test", eps=0.7),
        forward_case(rng, "test mode, a single example", N=1, D=6, mode="test"),
        forward_case(rng, "test mode, features that hardly change, default eps", N=6, D=3, mode="test", spread=0.01),
    ]


def _sizes(case):
    N, D = case["x"].shape[-2:]
    return {"N": N, "D": D}


def _run_forward(batchnorm, case):
    """For each batch ``out`` and, in training, what the cache keeps; the running averages after the last batch."""
    bn_param = {key: case[key] for key in ("mode", "eps", "momentum", "running_mean", "running_var") if key in case}
    given = {key: value for key, value in bn_param.items() if key in ("mode", "eps", "momentum")}
    results = {}
    for x in case["x"]:
        result = batchnorm.batchnorm_forward(x, case["gamma"], case["beta"], bn_param)
        out, cache = unpack(result, "out, cache", "batchnorm_forward")
        parts = {"out": out, **(_cached(cache) if case["mode"] == "train" else {})}
        for name, value in parts.items():
            results.setdefault(name, []).append(to_array(value, name))
    for key, value in given.items():
        if bn_param.get(key) != value:
            raise WrongResult(f'bn_param["{key}"] was {value} and is now {bn_param.get(key)}: leave it as it is')
    for key in ("running_mean", "running_var"):
        if bn_param.get(key) is None:
            raise WrongResult(f'bn_param["{key}"] is missing after the call')
        results[key] = np.reshape(bn_param[key], -1)  # (1, D) is accepted
    return results


def _cached(cache):
    if not isinstance(cache, (tuple, list)) or len(cache) != 6:
        raise WrongResult("in training the cache must be (x, mean, var, x_hat, gamma, eps), as the gradients need it")
    x, mean, var, x_hat, gamma, eps = cache
    return {"cached_x_hat": x_hat, "cached_mean": np.reshape(mean, -1), "cached_var": np.reshape(var, -1),
            "cached_x": x, "cached_gamma": np.reshape(gamma, -1), "cached_eps": eps}


def _settings(case):
    return case.get("eps", 1e-5), case.get("momentum", 0.9)


def _judge_forward(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    training, problem = case["mode"] == "train", compare(task, case, expected, got)
    if problem is None:
        return None
    if not training and problem.name.startswith("running"):
        return replace(problem, mistake="test-averages", hint="in test mode the running averages must not change.")
    if not problem.hint and problem.name == "out":
        return replace(problem, **_axis_hint(training, (got["out"] - case["beta"]) / case["gamma"]))
    return problem


def _axis_hint(training, x_hat):
    """What the sums of x_hat (steps, N, D) say about the mean that was subtracted."""
    def zero(axis):
        return x_hat.size > 1 and np.all(np.abs(x_hat.sum(axis=axis)) < 1e-6 * x_hat.size * np.abs(x_hat).max())

    if zero(2):
        return {"mistake": "rows", "hint": "each example is normalized by itself (layer normalization): take the mean "
                "and the variance of each feature over the batch."}
    if not training and zero(1):
        return {"mistake": "batch-in-test", "hint": "test mode uses the mean of the batch: use the running averages."}
    if training and zero((1, 2)) and not zero(1):
        return {"mistake": "one-mean", "hint": "one mean is taken for all features: each feature has its own."}
    return {}


# The mistakes are told from the right out, mean and var: x_hat is (out - beta) / gamma.
def _right(case, expected):
    x_hat = (expected["out"] - case["beta"]) / case["gamma"]
    if case["mode"] == "train":
        return x_hat, expected["cached_mean"][:, None], expected["cached_var"][:, None]
    return x_hat, case["running_mean"], case["running_var"]


def _with_x_hat(case, expected, wrong):
    """The results if x_hat is wrong, and nothing else."""
    out = expected["out"] + case["gamma"] * (wrong - _right(case, expected)[0])
    return {"out": out, "cached_x_hat": wrong} if case["mode"] == "train" else {"out": out}


def _normalized(id, sentence, change):
    """A mistake in x_hat: `change` gets x_hat, mean, var and eps."""
    return Mistake(id, sentence, lambda case, expected: _with_x_hat(
        case, expected, change(*_right(case, expected), _settings(case)[0])
    ))


def _divided_by(id, sentence, divisor):
    """A mistake in the divisor: `divisor` gets var and eps."""
    return _normalized(id, sentence, lambda x_hat, mean, var, eps: x_hat * np.sqrt(var + eps) / divisor(var, eps))


def _own_eps(sentence, own):
    divided = _divided_by("own-eps", sentence, lambda var, eps: np.sqrt(var + own))

    def gives(case, expected):
        cached = {"cached_eps": np.full(len(case["x"]), own)} if case["mode"] == "train" else {}
        return {**divided.gives(case, expected), **cached}

    return replace(divided, gives=gives)


def _in_training(id, sentence, gives):
    return Mistake(id, sentence, lambda case, expected: gives(case, expected) if case["mode"] == "train" else {})


def _in_test(id, sentence, gives):
    return Mistake(id, sentence, lambda case, expected: gives(case, expected) if case["mode"] == "test" else {})


def _variance_of_test_batch(case, expected):
    (x_hat, _, var), eps = _right(case, expected), _settings(case)[0]
    return _with_x_hat(case, expected, x_hat * np.sqrt((var + eps) / (np.var(case["x"], axis=1)[:, None] + eps)))


def _variance(id, sentence, change):
    """A mistake in the variance of the batch: `change` gets var, mean and N."""
    def gives(case, expected):
        (eps, momentum), (x_hat, mean, var) = _settings(case), _right(case, expected)
        wrong = change(var, mean, case["x"].shape[1])
        return {**_with_x_hat(case, expected, x_hat * np.sqrt((var + eps) / (wrong + eps))),
                "cached_var": wrong[:, 0],
                "running_var": _average(case, "running_var", wrong[:, 0], momentum, 1 - momentum)}

    return _in_training(id, sentence, gives)


def _average(case, name, values, keep, take):
    average = case.get(name, 0.0)
    for value in values:
        average = keep * average + take * value
    return average


def _averages(id, sentence, keep, take, only=""):
    """A mistake in the weights, which are functions of the momentum; `only` "first" or "later" batches."""
    def gives(case, expected):
        if only == ("later" if "running_mean" not in case else "first"):
            return {}
        momentum = _settings(case)[1]
        return {f"running_{part}": _average(case, f"running_{part}", expected[f"cached_{part}"], keep(momentum),
                                            take(momentum)) for part in ("mean", "var")}

    return _in_training(id, sentence, gives)


def _started(id, sentence, **start):
    """A mistake in the averages before the first batch, if there are none yet."""
    def gives(case, expected):
        rest = _settings(case)[1] ** len(case["x"])
        return {name: expected[name] + rest * value for name, value in start.items() if name not in case}

    return _in_training(id, sentence, gives)


def _averages_of_out(case, expected):
    (eps, momentum), var = _settings(case), expected["cached_var"]
    return {"running_mean": _average(case, "running_mean", [case["beta"]] * len(var), momentum, 1 - momentum),
            "running_var": _average(case, "running_var", case["gamma"] ** 2 * var / (var + eps), momentum,
                                    1 - momentum)}


def _averages_swapped(case, expected):
    """After the last batch."""
    return {"running_mean": expected["running_var"], "running_var": expected["running_mean"]}


def _averages_swapped_each_time(case, expected):
    """After each batch, so that the next one goes on from the other average."""
    averages, momentum = [case.get(f"running_{part}", 0.0) for part in ("mean", "var")], _settings(case)[1]
    for batch in zip(expected["cached_mean"], expected["cached_var"]):
        averages = [momentum * old + (1 - momentum) * new for old, new in zip(averages, batch)][::-1]
    return {"running_mean": averages[0], "running_var": averages[1]}


def _eps_kept(case, expected, names):
    """eps in the variance of the cache, in the running variance, or in both."""
    eps, momentum = _settings(case)
    shares = {"cached_var": 1, "running_var": 1 - momentum ** len(case["x"])}
    return {name: expected[name] + shares[name] * eps for name in names}


def _batch_not_used(id, sentence, after):
    """One batch of training with the running averages, as they were or `after` they were updated."""
    def gives(case, expected):
        averages, (x_hat, mean, var) = expected if after else case, _right(case, expected)
        eps, old_mean, old_var = _settings(case)[0], averages.get("running_mean", 0), averages.get("running_var", 0)
        return _with_x_hat(case, expected, (x_hat * np.sqrt(var + eps) + mean - old_mean) / np.sqrt(old_var + eps))

    return _in_training(id, sentence, gives)


def _output(id, sentence, change):
    """A mistake in how gamma and beta are used: `change` gets x_hat, gamma and beta."""
    return Mistake(id, sentence, lambda case, expected: {
        "out": change(_right(case, expected)[0], case["gamma"], case["beta"])
    })


def _ones(momentum):
    return 1.0


FORWARD_MISTAKES = (
    _output("gamma-and-beta", "gamma and beta are not used.", lambda x_hat, gamma, beta: x_hat),
    _output("beta-missing", "beta is missing.", lambda x_hat, gamma, beta: x_hat * gamma),
    _output("gamma-missing", "gamma is missing.", lambda x_hat, gamma, beta: x_hat + beta),
    _output("gamma-and-beta", "gamma and beta have changed places.", lambda x_hat, gamma, beta: gamma + x_hat * beta),
    _output("gamma-and-beta", "beta is multiplied by gamma: add it last.",
            lambda x_hat, gamma, beta: (x_hat + beta) * gamma),
    _output("beta-subtracted", "beta is subtracted.", lambda x_hat, gamma, beta: x_hat * gamma - beta),
    _output("gamma-divides", "gamma divides: it is a factor.", lambda x_hat, gamma, beta: x_hat / gamma + beta),
    _normalized("mean", "the mean is not subtracted.",
                lambda x_hat, mean, var, eps: x_hat + mean / np.sqrt(var + eps)),
    _normalized("mean", "the mean is added: subtract it.",
                lambda x_hat, mean, var, eps: x_hat + 2 * mean / np.sqrt(var + eps)),
    _normalized("precedence", "only the mean is divided: put x - mean in parentheses.",
                lambda x_hat, mean, var, eps: x_hat * np.sqrt(var + eps) + mean - mean / np.sqrt(var + eps)),
    _divided_by("variance", "it is divided by the variance: take its square root.", lambda var, eps: var + eps),
    _divided_by("variance", "nothing is divided by the square root of the variance.", lambda var, eps: 1),
    _divided_by("variance", "it is multiplied by the square root of the variance: divide.",
                lambda var, eps: 1 / np.sqrt(var + eps)),
    _divided_by("eps-outside", "eps is added to the square root: add it to the variance.",
                lambda var, eps: np.sqrt(var) + eps),
    _divided_by("eps-missing", "eps has no effect: it is added to the variance, and bn_param gives it.",
                lambda var, eps: np.sqrt(var)),
    _divided_by("eps-missing", "eps has no effect: it is added to the variance, and bn_param gives it.",
                lambda var, eps: np.sqrt(var + (1e-5 if eps > 1e-5 else 0))),
    *(
        _own_eps("eps is not the one of bn_param (1e-5 if there is none).", own)
        for own in (1e-12, 1e-10, 1e-8, 1e-7, 1e-6, 1e-4, 1e-3)
    ),
    _divided_by("root-twice", "the square root is taken twice.", lambda var, eps: np.sqrt(np.sqrt(var) + eps)),
    _divided_by("root-twice", "the square root is taken twice.", lambda var, eps: (var + eps) ** 0.25),
    _variance("ddof", "a variance is divided by N - 1: here it is divided by N.",
              lambda var, mean, N: var * N / (N - 1)),
    _variance("not-averaged", "the variance is a sum: take the mean of the squared deviations.",
              lambda var, mean, N: var * N),
    _variance("not-centred", "the variance is the mean of x squared: subtract the mean first.",
              lambda var, mean, N: var + mean**2),
    _variance("deviation", "a variance is its square root here: keep the variance itself.",
              lambda var, mean, N: np.sqrt(var)),
    _in_training("deviation", "a variance is its square root here: keep the variance itself.", lambda case, expected: {
        "cached_var": np.sqrt(expected["cached_var"] + _settings(case)[0])
    }),
    _batch_not_used("averages-in-training", "training uses the running averages: use the mean and variance of the "
                    "batch.", after=False),
    _batch_not_used("averages-in-training", "training uses the running averages: use the mean and variance of the "
                    "batch.", after=True),
    _averages("start", "the running averages start at zeros, not at the values of the first batch.",
              lambda momentum: 0.0, _ones, only="first"),
    _averages("momentum", "momentum and 1 - momentum have changed places: momentum belongs to the old average.",
              lambda momentum: 1 - momentum, lambda momentum: momentum),
    _averages("momentum", "the new value needs the factor 1 - momentum.", lambda momentum: momentum, _ones),
    _averages("momentum", "the old average needs the factor momentum.", _ones, lambda momentum: 1 - momentum),
    _averages("no-average", "only the last batch counts: keep a share momentum of the old average.",
              lambda momentum: 0.0, _ones, only="later"),
    _averages("no-average", "the batches are added up: old and new have weights that sum to 1.", _ones, _ones),
    _averages("not-updated", "the running averages do not change in training.", _ones, lambda momentum: 0.0),
    *(
        _averages("own-momentum", "the momentum is not the one of bn_param (0.9 if there is none).",
                  lambda momentum, own=own: own, lambda momentum, own=own: 1 - own)
        for own in (0.9, 0.99, 0.95, 0.5, 0.1)
    ),
    _started("start", "the running averages start at zeros.", running_var=1),
    _started("start", "the running averages start at zeros.", running_mean=1, running_var=1),
    _in_training("averages-of-out", "the averages are those of out: mean and var of the batch x are asked for.",
                 _averages_of_out),
    *(
        _in_training("averages-swapped", "running_mean and running_var have changed places.", swapped)
        for swapped in (_averages_swapped, _averages_swapped_each_time)
    ),
    *(
        _in_training("eps-in-variance", "eps is a part of the variance that is kept: add it only where you divide.",
                     lambda case, expected, names=names: _eps_kept(case, expected, names))
        for names in (("cached_var",), ("running_var",), ("cached_var", "running_var"))
    ),
    _in_test("batch-in-test", "test mode uses the variance of the batch: use the running averages.",
             _variance_of_test_batch),
    _in_training("cached-x", "x in the cache is not x as it came: is x changed in place?",
                 lambda case, expected: {"cached_x": expected["cached_x"] - expected["cached_mean"][:, None]}),
    _in_training("cached-x", "x in the cache is not x as it came: is x changed in place?",
                 lambda case, expected: {"cached_x": expected["cached_x_hat"]}),
    _in_training("cached-gamma", "gamma in the cache is not the one that was given.",
                 lambda case, expected: {"cached_gamma": np.tile(case["beta"], (len(case["x"]), 1))}),
    _in_training("cached-x-hat", "x_hat in the cache is taken after gamma and beta: keep it as it is before them.",
                 lambda case, expected: {"cached_x_hat": expected["out"]}),
    _in_training("cached-x-hat", "x_hat in the cache is not yet divided by the deviation.", lambda case, expected: {
        "cached_x_hat": expected["cached_x"] - expected["cached_mean"][:, None]
    }),
)


# ------------------------------------------------------------------ the terms of the backward pass
def backward_case(rng, about, N=6, D=4, eps=1e-5, small=False, size=1.0) -> Case:
    """What `batchnorm_forward` keeps for the backward pass, and an upstream gradient of entries of about `size`.

    x is made from x_hat, not the other way round. With `small` the deviation of the features is about that of eps.
    With two examples and a small eps dx is 0 up to eps, and single precision can't tell it: take a large one.
    """
    x_hat = rng.standard_normal((N, D))
    x_hat -= np.sum(x_hat, axis=0) / N
    var = rng.uniform(0.5, 4, D) * (eps if small else 1)
    x_hat *= np.sqrt(N * var / (var + eps) / np.sum(x_hat**2, axis=0))
    mean = rng.uniform(-5, 5, D)
    return {"about": about, "x": mean + x_hat * np.sqrt(var + eps), "mean": mean, "var": var, "x_hat": x_hat,
            "gamma": rng.uniform(0.5, 2, D) * rng.choice([-1, 1], D), "eps": eps,
            "dout": size * (rng.standard_normal((N, D)) + rng.standard_normal(D))}


def _backward_cases(rng):
    return [
        backward_case(rng, "a small batch"),
        backward_case(rng, "more features than examples", N=3, D=7),
        backward_case(rng, "a large eps", N=8, D=5, eps=0.8),
        backward_case(rng, "features that hardly change", N=5, D=6, eps=0.01, small=True),
        backward_case(rng, "two examples", N=2, D=3, eps=0.5),
        backward_case(rng, "a large upstream gradient", N=7, D=4, size=2e3),
        backward_case(rng, "a small upstream gradient", N=4, D=5, size=1e-5),
    ]


def step_case(rng, about, size=1.0, **settings) -> Case:
    """Inputs of the terms: those of `backward_case` and upstream gradients.

    ``mean`` is the mean of x, so that the second term of dmean is 0, and who leaves it out is right.
    """
    case = backward_case(rng, about, size=size, **settings)
    N, D = case["x"].shape
    return {**case, "dx_hat": size * (rng.standard_normal((N, D)) + 0.5), "dvar": size * rng.standard_normal(D),
            "dmean": size * rng.standard_normal(D)}


def _step_cases(rng):
    return [
        step_case(rng, "a small batch"),
        step_case(rng, "more features than examples", N=3, D=7),
        step_case(rng, "a large eps", N=8, D=5, eps=0.8),
        step_case(rng, "two examples", N=2, D=3),
        step_case(rng, "large upstream gradients", N=7, D=4, eps=0.3, size=2e3),
        step_case(rng, "small upstream gradients", N=4, D=5, size=1e-5),
    ]


ARGUMENTS = {
    "grad_gamma_beta": ("dout", "x_hat"),
    "grad_x_hat": ("dout", "gamma"),
    "grad_var": ("dx_hat", "x", "mean", "var", "eps"),
    "grad_mean": ("dx_hat", "dvar", "x", "mean", "var", "eps"),
    "grad_x": ("dx_hat", "dvar", "dmean", "x", "mean", "var", "eps"),
}
#: What batchnorm_backward, which made them, does not need after the call.
MAY_CHANGE = {"grad_x": frozenset({"dx_hat", "dvar", "dmean"})}
RETURNS = {"grad_gamma_beta": "dgamma, dbeta", "grad_x_hat": "dx_hat", "grad_var": "dvar", "grad_mean": "dmean",
           "grad_x": "dx"}


def _run_step(name):
    def run(batchnorm, case):
        value = unpack(getattr(batchnorm, name)(*(case[key] for key in ARGUMENTS[name])), RETURNS[name], name)
        parts = RETURNS[name].split(", ")
        return dict(zip(parts, value if len(parts) > 1 else [value]))

    return run


#: Results of grad_x with one of its three gradients only, so that the check can say which term is wrong.
PATHS = {"dx_through_x_hat": "dx_hat", "dx_through_variance": "dvar", "dx_through_mean": "dmean"}


def _run_grad_x(batchnorm, case):
    """dx, and before it dx where two of the three gradients are 0."""
    results, alone = {}, _run_step("grad_x")
    for name, gradient in PATHS.items():
        inputs = {key: np.zeros_like(value) if key in PATHS.values() and key != gradient else np.copy(value)
                  for key, value in case.items() if key in ARGUMENTS["grad_x"]}
        results[name] = alone(batchnorm, {**inputs, "eps": case["eps"]})["dx"]
    return results | alone(batchnorm, case)


def _judge_step(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    """Like `compare`; a term that is 0 because a sum cancels is told, and which term of dx is wrong."""
    problem = compare(task, case, expected, got)
    if problem is None:
        return None
    if problem.name in PATHS:
        zero = " and ".join(gradient for gradient in PATHS.values() if gradient != PATHS[problem.name])
        problem = replace(problem, what=f"dx is wrong where {zero} are 0")
    if not problem.hint and np.abs(problem.got).max() < 1e-9 * np.abs(problem.expected).max():
        way = {"dx_through_variance": "no sum belongs here", "dmean": "it comes from the other term"}.get(
            problem.name, "multiply first, then sum")
        return replace(problem, mistake="sums-to-zero", hint=f"{problem.name} is 0 up to rounding: x_hat and x - mean "
                       f"sum to 0 over the batch, so {way}.")
    return problem


SUM_OVER_ALL = "the sum goes over all features too: one number for each feature is asked for."
EPS_MISSING = "eps is missing or not the one that is given: add it to the variance."
EPS_OUTSIDE = "eps is added to the square root: add it to the variance."


def _only_row(right, i):
    """All rows but one are 0."""
    only = np.zeros_like(right)
    only[i] = right[i]
    return only


def _v(case):
    return case["var"] + case["eps"]


def _total(term):
    """A sum over all entries in the place of one for each feature; `term` is what the sum is multiplied by."""
    return lambda case, right: (right / term(case)).sum() * term(case)


def _without_eps(result, power):
    """No eps, or one of their own."""
    return tuple(
        _mistake("eps-missing", EPS_MISSING, **{
            result: lambda case, right, own=own: right * ((case["var"] + own) / _v(case)) ** power
        })
        for own in (0, 1e-8, 1e-5)
    )


def _power(power):
    """The result with another power of var + eps."""
    return lambda case, right: right * _v(case) ** power


def _term(id, sentence, change, *names):
    """A mistake in one or more terms of dx: `change` gets the case and the right term."""
    def gives(case, expected):
        wrong = {name: change(case, expected[name]) for name in names}
        return {**wrong, "dx": expected["dx"] + sum(value - expected[name] for name, value in wrong.items())}

    return Mistake(id, sentence, gives)


def _x_hat_term(id, sentence, change):
    return _term(id, sentence, change, "dx_through_x_hat")


def _scaled(factor):
    return lambda case, term: term * factor(case)


def _gradients_swapped(case, expected):
    variance, mean = (expected[name] for name in AVERAGED)
    variance, mean = variance * case["dmean"] / case["dvar"], mean * case["dvar"] / case["dmean"]
    # with one gradient only, the other one's term answers to it
    return {"dx_through_variance": mean, "dx_through_mean": variance,
            "dx": expected["dx_through_x_hat"] + variance + mean}


AVERAGED = "dx_through_variance", "dx_through_mean"
GRAD_X_MISTAKES = (
    *(_term("path-missing", f"the term with {gradient} is missing.", _scaled(lambda case: 0), name)
      for name, gradient in PATHS.items()),
    *(_term("path-missing", f"only the term with {gradient} is there: x acts in two more ways.",
            _scaled(lambda case: 0), *(other for other in PATHS if other != name)) for name, gradient in PATHS.items()),
    *(_term("not-averaged", f"{which} not divided by N.", _scaled(lambda case: len(case["x"])), *names)
      for which, names in (("the term with dvar is", AVERAGED[:1]), ("the term with dmean is", AVERAGED[1:]),
                           ("the terms with dvar and dmean are", AVERAGED))),
    _x_hat_term("averaged", "the term with dx_hat is divided by N: x_hat of an example comes from x of this example.",
                _scaled(lambda case: 1 / len(case["x"]))),
    _term("features", "the number of features stands where N is meant, the number of examples.",
          _scaled(lambda case: len(case["x"]) / len(case["var"])), *AVERAGED),
    *(_term("averaged-again", f"the term with {PATHS[name]} is divided by N twice.",
            _scaled(lambda case: 1 / len(case["x"])), name) for name in AVERAGED),
    _term("factor-two", "the term with dvar needs the factor 2: the derivative of a square.",
          _scaled(lambda case: 0.5), AVERAGED[0]),
    *(_term("sign", f"the term with {gradient} has the wrong sign.", _scaled(lambda case: -1), name)
      for name, gradient in PATHS.items()),
    _x_hat_term("not-divided", "the first term is not divided by the square root of var + eps.", _power(0.5)),
    _x_hat_term("variance", "the first term is divided by var + eps: take the square root.", _power(-0.5)),
    _x_hat_term("multiplied", "the first term is multiplied by the square root of var + eps: divide.", _power(1)),
    *(_x_hat_term("eps-missing", EPS_MISSING, _scaled(
        lambda case, own=own: ((case["var"] + own) / _v(case)) ** -0.5)) for own in (0, 1e-8, 1e-5)),
    _x_hat_term("eps-outside", EPS_OUTSIDE, _scaled(
        lambda case: _v(case) ** 0.5 / (case["var"] ** 0.5 + case["eps"]))),
    _term("not-centred", "in the second term x stands without its mean: differentiate (x - mean) squared.",
          lambda case, term: term * case["x"] / (case["x"] - case["mean"]), AVERAGED[0]),
    Mistake("swapped", "dvar and dmean have changed places.", _gradients_swapped),
)


STEP_MISTAKES = {
    "grad_gamma_beta": (
        Mistake("x-hat-not-used", "x_hat does not enter dgamma.", lambda case, expected: {"dgamma": expected["dbeta"]}),
        Mistake("x-hat-in-dbeta", "x_hat enters dbeta: the derivative of gamma x_hat + beta by beta is 1.",
                lambda case, expected: {"dbeta": expected["dgamma"]}),
        Mistake("swapped", "dgamma and dbeta have changed places.", lambda case, expected: {
            "dgamma": expected["dbeta"], "dbeta": expected["dgamma"]
        }),
        _mistake("dout-not-used", "dout does not enter dbeta.", dbeta=lambda case, right: np.ones_like(right)),
        _mistake("dout-not-used", "dout does not enter dbeta.",
                 dbeta=lambda case, right: np.full_like(right, len(case["dout"]))),
        *(
            _mistake("one-example", f"only the {which} example counts: add up the examples.",
                     dgamma=lambda case, right, i=i: np.multiply(case["dout"][i], case["x_hat"][i]),
                     dbeta=lambda case, right, i=i: case["dout"][i])
            for which, i in (("last", -1), ("first", 0))
        ),
        _mistake("sum-over-all", SUM_OVER_ALL, dgamma=lambda case, right: np.full_like(right, right.sum()),
                 dbeta=lambda case, right: np.full_like(right, right.sum())),
    ),
    "grad_x_hat": (
        _mistake("gamma-not-used", "gamma does not enter dx_hat.", dx_hat=lambda case, right: case["dout"]),
        _mistake("gamma-divides", "gamma divides: it is a factor of x_hat, so it is a factor of the gradient.",
                 dx_hat=lambda case, right: right / case["gamma"] ** 2),
        _mistake("gamma-added", "gamma is added: it is a factor.",
                 dx_hat=lambda case, right: case["dout"] + case["gamma"]),
        _mistake("gamma-squared", "gamma is a factor twice.", dx_hat=lambda case, right: right * case["gamma"]),
        _mistake("gamma-sum", "each feature has a gamma of its own: no sum and no mean of gamma.",
                 dx_hat=lambda case, right: right / case["gamma"] * case["gamma"].sum()),
        _mistake("gamma-sum", "each feature has a gamma of its own: no sum and no mean of gamma.",
                 dx_hat=lambda case, right: right / case["gamma"] * case["gamma"].mean()),
        _mistake("gamma-sign", "the sign of gamma is lost.",
                 dx_hat=lambda case, right: right * np.sign(case["gamma"])),
        _mistake("dout-not-used", "dout does not enter dx_hat.",
                 dx_hat=lambda case, right: np.broadcast_to(case["gamma"], right.shape)),
        _mistake("centred", "the mean over the batch is subtracted: that comes later.",
                 dx_hat=lambda case, right: right - right.mean(axis=0)),
        _mistake("one-row", "only the first row of dx_hat is filled.", dx_hat=lambda case, right: _only_row(right, 0)),
    ),
    "grad_var": (
        _mistake("factor-half", "the factor of the derivative is missing: (var + eps) has the power -1/2 in x_hat.",
                 dvar=lambda case, right: 2 * right),
        _mistake("power", "var + eps has the power -0.5: differentiate it.", dvar=_power(1)),
        _mistake("power", "var + eps has the power -1 instead of -1.5.", dvar=_power(0.5)),
        _mistake("power", "var + eps has the power -2 instead of -1.5: is there a //, or x_hat for x - mean?",
                 dvar=_power(-0.5)),
        _mistake("power", "var + eps has the power 1.5: it must be negative.", dvar=_power(3)),
        _mistake("power", "var + eps has the power -2.5 instead of -1.5.", dvar=_power(-1)),
        _mistake("power", "** binds more strongly than /: put the exponent in parentheses.",
                 dvar=lambda case, right: right * _v(case) ** -1.5 / 2),
        _mistake("power", "var + eps has no effect: its power -1.5 is a factor.", dvar=_power(1.5)),
        _mistake("not-centred", "x stands without its mean: the numerator of x_hat is x - mean.",
                 dvar=lambda case, right: right - case["dx_hat"].sum(axis=0) * case["mean"] / 2 * _v(case) ** -1.5),
        *_without_eps("dvar", -1.5),
        _mistake("eps-outside", EPS_OUTSIDE,
                 dvar=lambda case, right: right * (_v(case) ** 0.5 / (case["var"] ** 0.5 + case["eps"])) ** 3),
        _mistake("eps-outside", "eps is added to the power: add it to the variance.",
                 dvar=lambda case, right: right * (case["var"] ** -1.5 + case["eps"]) * _v(case) ** 1.5),
        _mistake("sum-over-all", SUM_OVER_ALL, dvar=_total(lambda case: _v(case) ** -1.5)),
    ),
    "grad_mean": (
        _mistake("not-divided", "it is not divided by the square root of var + eps.", dmean=_power(0.5)),
        _mistake("variance", "it is divided by var + eps: take the square root.", dmean=_power(-0.5)),
        _mistake("multiplied", "it is multiplied by the square root of var + eps: divide.", dmean=_power(1)),
        _mistake("power", "the power -1.5 of var + eps belongs to dvar.", dmean=_power(-1)),
        *_without_eps("dmean", -0.5),
        _mistake("eps-outside", EPS_OUTSIDE,
                 dmean=lambda case, right: right * _v(case) ** 0.5 / (case["var"] ** 0.5 + case["eps"])),
        _mistake("sum-over-all", SUM_OVER_ALL, dmean=_total(lambda case: _v(case) ** -0.5)),
        *(
            _mistake("not-centred", "in the second term x stands without its mean: differentiate (x - mean) squared.",
                     dmean=lambda case, right, factor=factor: right + factor(case) * case["dvar"] * case["mean"])
            for factor in (lambda case: -2, lambda case: 2, lambda case: -2 * len(case["x"]))
        ),
        *(
            _mistake("second-term", "in the second term dvar stands alone: differentiate the mean of (x - mean) "
                     "squared by the mean.", dmean=lambda case, right, factor=factor: right + factor * case["dvar"])
            for factor in (-2, -1, 1, 2)
        ),
        _mistake("dvar-multiplied", "the two terms are multiplied: add them.",
                 dmean=lambda case, right: right * case["dvar"]),
    ),
    "grad_x": GRAD_X_MISTAKES,
}


# ------------------------------------------------------------------ the whole backward pass
UPSTREAM = ("dout", "dx_hat", "dvar", "dmean")


def _stand_in_steps(asked):
    """Made-up terms of the right shapes, which note in `asked` what they were given.

    They are linear in the upstream gradients, as the right terms, and neither even nor symmetric in anything else.
    """

    def step(name):
        def function(*args, **kwargs):
            values = dict(zip(ARGUMENTS[name], args)) | kwargs
            if set(values) != set(ARGUMENTS[name]) or len(args) + len(kwargs) != len(values):
                raise WrongResult(f"{name} takes {', '.join(ARGUMENTS[name])}")
            asked.update({f"{name}.{key}": np.array(value) for key, value in values.items()})
            gradients, rest = 0.0, 0.0
            for k, key in enumerate(ARGUMENTS[name], start=1):
                if key in UPSTREAM:
                    gradients = gradients + k * np.asarray(values[key])
                else:
                    rest = rest + 0.1 * k * np.arctan(np.asarray(values[key]))
            rows = np.broadcast_to(gradients * np.exp(rest), np.shape(values.get("dout", values.get("dx_hat"))))
            if name == "grad_gamma_beta":
                return rows.sum(axis=0), (gradients * np.exp(-0.5 * rest)).sum(axis=0)
            return rows.copy() if name in ("grad_x_hat", "grad_x") else rows.sum(axis=0) / len(rows)

        return function

    return {name: step(name) for name in STEPS}


def _cache(case):
    return tuple(case[key] for key in ("x", "mean", "var", "x_hat", "gamma", "eps"))


GRADIENTS = ("dgamma", "dbeta", "dx")


def _gradients(batchnorm, name, case):
    result = getattr(batchnorm, name)(case["dout"], _cache(case))
    dx, dgamma, dbeta = unpack(result, "dx, dgamma, dbeta", name)
    return {"dgamma": dgamma, "dbeta": dbeta, "dx": dx}


MADE_UP = "made_up_"


def _run_backward(batchnorm, case):
    """The gradients; then ``made_up_dx``, ... with made-up terms, so that only their order is tested, and what these
    were given. A function that does without the terms gives the true gradients."""
    asked = {}
    copy = {key: value.copy() if isinstance(value, np.ndarray) else value for key, value in case.items()}
    with replaced(batchnorm, **_stand_in_steps(asked)):
        made_up = _gradients(batchnorm, "batchnorm_backward", case)
    own = made_up
    if asked:
        try:
            own = _gradients(batchnorm, "batchnorm_backward", copy)
        except Exception:  # a term of the student's may be unfinished; it is not what is checked here
            own = dict.fromkeys(GRADIENTS, 0)
    return {**own, **{f"{MADE_UP}{name}": value for name, value in made_up.items()}, "asked": bool(asked), **asked}


def _judge_gradients(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    """Like `compare`, but results of a wrong shape come first."""
    names = sorted(GRADIENTS, key=lambda name: got[name].shape == expected[name].shape)
    return compare(task, case, expected, got, names)


def _judge_backward(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    """The gradients are right if they are the true ones, or if they are made of the terms."""
    problem = _judge_gradients(task, case, expected, got)
    if problem is None or not got["asked"]:
        return problem
    expected, got = ({**results, **{name: results[f"{MADE_UP}{name}"] for name in GRADIENTS}}
                     for results in (expected, got))
    problem = _judge_gradients(replace(task, mistakes=()), case, expected, got)
    if problem is None:
        return None
    hint = "" if problem.mistake in ("wrong-order", "wrong-shape", "transposed") else _asked_hint(expected, got)
    return replace(problem, hint=hint, mistake="composition") if hint else problem


def _asked_hint(expected, got):
    """Which term is missing or gets something wrong."""
    for name in STEPS:
        for key in ARGUMENTS[name]:
            if f"{name}.{key}" not in got:
                return f"{name} is not called."
            if not agrees(got[f"{name}.{key}"], expected[f"{name}.{key}"]):
                return f"{name} is called with a wrong {key}."
    if agrees(got["dgamma"], expected["dbeta"]) and agrees(got["dbeta"], expected["dgamma"]):
        return "dgamma and dbeta have changed places."
    return ""


def _run_alt(batchnorm, case):
    return _gradients(batchnorm, "batchnorm_backward_alt", case)


def _dx(id, sentence, change):
    """A mistake in the bracket N dout - dbeta - x_hat dgamma: `change` gets the case and the right results, and gives
    what the bracket has too much."""
    return Mistake(id, sentence, lambda case, expected: {
        "dx": expected["dx"] + change(case, expected) * case["gamma"] * _v(case) ** -0.5 / len(case["x"])
    })


def _by_gamma(case, expected):
    """dgamma and dbeta from dout * gamma."""
    gamma = case["gamma"]
    dbeta, dgamma = expected["dbeta"], expected["dgamma"]
    return {"dgamma": dgamma * gamma, "dbeta": dbeta * gamma,
            "dx": expected["dx"] + (dbeta + case["x_hat"] * dgamma) * (1 - gamma) * gamma / np.sqrt(_v(case))
            / len(case["x"])}


BACKWARD_MISTAKES = (
    Mistake("x-hat-not-used", "x_hat does not enter dgamma.", lambda case, expected: {"dgamma": expected["dbeta"]}),
    Mistake("swapped", "dgamma and dbeta have changed places.", lambda case, expected: {
        "dgamma": expected["dbeta"], "dbeta": expected["dgamma"]
    }),
    _dx("paths-missing", "x acts through the mean and through the variance too: both paths are missing in dx.",
        lambda case, expected: expected["dbeta"] + case["x_hat"] * expected["dgamma"]),
    _dx("mean-path", "x acts through the mean too: this path is missing in dx.",
        lambda case, expected: expected["dbeta"]),
    _dx("variance-path", "x acts through the variance too: this path is missing in dx.",
        lambda case, expected: case["x_hat"] * expected["dgamma"]),
    _dx("sign-of-path", "the term with dbeta has the wrong sign in dx.", lambda case, expected: 2 * expected["dbeta"]),
    _dx("sign-of-path", "the term with dgamma has the wrong sign in dx.",
        lambda case, expected: 2 * case["x_hat"] * expected["dgamma"]),
    _dx("both-signs", "the terms with dbeta and dgamma have the wrong sign in dx.",
        lambda case, expected: 2 * (expected["dbeta"] + case["x_hat"] * expected["dgamma"])),
    _dx("terms-swapped", "dgamma and dbeta have changed places in the formula of dx.",
        lambda case, expected: (1 - case["x_hat"]) * (expected["dbeta"] - expected["dgamma"])),
    _dx("dout-without-n", "dout needs the factor N in the formula of dx.",
        lambda case, expected: (1 - len(case["x"])) * case["dout"]),
    _dx("mean-twice", "in dx a sum over the batch is divided by N twice.", lambda case, expected:
        (1 - 1 / len(case["x"])) * (expected["dbeta"] + case["x_hat"] * expected["dgamma"])),
    _dx("not-averaged", "in dx the sums over the batch are not divided by N.", lambda case, expected:
        (1 - len(case["x"])) * (expected["dbeta"] + case["x_hat"] * expected["dgamma"])),
    _dx("diagonal", "each example acts on the mean and variance of all: this is the effect of an example on its own "
        "output alone.",
        lambda case, expected: expected["dbeta"] + case["x_hat"] * expected["dgamma"] - case["dout"]),
    _dx("diagonal", "each example acts on the mean and variance of all: this is the effect of an example on its own "
        "output alone.", lambda case, expected:
        expected["dbeta"] + case["x_hat"] * expected["dgamma"] - (1 + case["x_hat"] ** 2) * case["dout"]),
    _dx("sum-over-all", "in dx a sum goes over all features too: each feature has its own.",
        lambda case, expected: expected["dbeta"] - expected["dbeta"].sum()),
    _dx("features", "the number of features stands where N is meant, the number of examples.", lambda case, expected:
        (1 - len(case["x"]) / len(case["var"])) * (expected["dbeta"] + case["x_hat"] * expected["dgamma"])),
    _dx("not-normalized", "in dx stands x - mean where x_hat is meant.", lambda case, expected:
        (1 - _v(case) ** 0.5) * case["x_hat"] * expected["dgamma"]),
    _dx("x", "in dx stands x where x_hat is meant.", lambda case, expected:
        (case["x_hat"] - case["x"]) * expected["dgamma"]),
    _dx("no-x-hat", "the factor x_hat of dgamma is missing in dx.", lambda case, expected:
        (case["x_hat"] - 1) * expected["dgamma"]),
    Mistake("by-gamma", "dgamma and dbeta come from dout, not from dout gamma.", _by_gamma),
    Mistake("by-gamma", "dgamma and dbeta come from dout, not from dout gamma.", lambda case, expected: {
        "dgamma": expected["dgamma"] * case["gamma"], "dbeta": expected["dbeta"] * case["gamma"]}),
    _mistake("gamma-missing", "gamma is missing in dx.", dx=lambda case, right: right / case["gamma"]),
    _mistake("gamma-twice", "gamma is a factor of dx twice.", dx=lambda case, right: right * case["gamma"]),
    _mistake("not-divided", "dx is not divided by the square root of var + eps.", dx=_power(0.5)),
    _mistake("variance", "dx is divided by var + eps: take the square root.", dx=_power(-0.5)),
    _mistake("multiplied", "dx is multiplied by the square root of var + eps: divide.", dx=_power(1)),
    *_without_eps("dx", -0.5),
    _mistake("eps-outside", EPS_OUTSIDE,
             dx=lambda case, right: right * _v(case) ** 0.5 / (case["var"] ** 0.5 + case["eps"])),
    _mistake("features", "the number of features stands where N is meant, the number of examples.",
             dx=lambda case, right: right * len(case["x"]) / len(case["var"])),
    _mistake("one-row", "only the last row of dx is filled.", dx=lambda case, right: _only_row(right, -1)),
)


TASKS = {
    task.name: task
    for task in (
        Task("batchnorm_forward", "batchnorm", _forward_cases, _run_forward, FORWARD_MISTAKES, _sizes,
             judge=_judge_forward),
        *(
            Task(name, "batchnorm", _step_cases, _run_grad_x if name == "grad_x" else _run_step(name),
                 STEP_MISTAKES[name], _sizes, judge=_judge_step, may_change=MAY_CHANGE.get(name, frozenset()))
            for name in STEPS
        ),
        Task("batchnorm_backward", "batchnorm", _backward_cases, _run_backward, BACKWARD_MISTAKES, _sizes,
             judge=_judge_backward),
        Task("batchnorm_backward_alt", "batchnorm", _backward_cases, _run_alt, BACKWARD_MISTAKES, _sizes,
             judge=_judge_gradients),
    )
}
