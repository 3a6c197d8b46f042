"""Lab 4's graded functions: their inputs, how they are called, and how random masks are judged."""

from __future__ import annotations

from math import erf, sqrt
from typing import Any

import numpy as np

from cs_nn.checks import Case, Problem, Results, Task, WrongResult, agrees, compare, slopes_of, to_array, unpack
from cs_nn.language import lazy as _
from cs_nn.tools.points_net import compute_cost, forward_propagation, relu, sigmoid

PARAMETERS = ("W1", "b1", "W2", "b2", "W3", "b3")
GRADIENTS = tuple(f"d{name}" for name in PARAMETERS)
#: Sigmoid of this is 0.998.
LARGEST_Z3 = 6


def parameters_of(case: Case) -> dict:
    return {name: case[name] for name in PARAMETERS}


def points_case(
    rng: np.random.Generator,
    about: str,
    m: int = 9,
    sizes: tuple[int, int, int] = (2, 6, 4),
    lambd: float = 0.0,
    scale: float = 1.0,
    spread: float = 1.0,
) -> dict[str, Any]:
    """Points with labels, a network with random parameters, biases included, and its activations; `sizes` are those of
    its inputs and hidden layers, `scale` and `spread` the deviations of the parameters and of the points."""
    case: dict[str, Any] = {"about": about, "X": spread * rng.standard_normal((m, sizes[0])), "lambd": lambd}
    for k, (fan_in, fan_out) in enumerate(zip(sizes, (*sizes[1:], 1)), 1):
        case[f"W{k}"], case[f"b{k}"] = scale * rng.standard_normal((fan_in, fan_out)), rng.standard_normal(fan_out)
    _limit_output(case, forward_propagation(case["X"], parameters_of(case))[1]["A2"])
    activations = forward_propagation(case["X"], parameters_of(case))[1]
    return {**case, **activations, "Y": rng.permutation(np.arange(m) % 2).reshape(-1, 1)}


def _limit_output(case, A2):
    """Shrink W3 and b3 so that all probabilities stay well inside 0 and 1, where rounding does not matter."""
    too_large = max(1, np.max(np.abs(A2 @ case["W3"] + case["b3"])) / LARGEST_Z3)
    case["W3"], case["b3"] = case["W3"] / too_large, case["b3"] / too_large


def _sizes(case):
    return {"m": len(case["X"])}


def _called(function, case, *arguments):
    """What the function returned. The entries of its dicts that it has replaced or taken out are changed inputs."""
    dicts = [argument for argument in arguments if isinstance(argument, dict)]
    names = [list(entries) for entries in dicts]
    result = function(*arguments)
    for entries, its_names in zip(dicts, names):
        case.update({name: np.asarray(entries.get(name, [])) for name in its_names})
    return result


def _in_dicts(cache=()):
    """Names of the parameters, and of what a cache holds, in the words of the functions."""
    return {**{name: f'parameters["{name}"]' for name in PARAMETERS}, **{name: f'cache["{name}"]' for name in cache}}


# ------------------------------------------------------------------ L2
def _l2_cases(rng):
    return [
        points_case(rng, "lambd = 0.7", lambd=0.7),
        points_case(rng, "lambd = 0", m=6, sizes=(2, 5, 3)),
        points_case(rng, "lambd = 5.4, more units than points", m=4, sizes=(2, 9, 6), lambd=5.4),
        points_case(rng, "points far apart", m=7, sizes=(2, 5, 4), lambd=40.3, spread=300.0),
        points_case(rng, "one point", m=1, sizes=(2, 4, 3), lambd=2.3),
        points_case(rng, "lambd = 0.01", m=5, sizes=(2, 3, 4), lambd=0.01),
        points_case(rng, "lambd = 3.6", m=12, sizes=(2, 4, 5), lambd=3.6),
    ]


def sure_case(rng: np.random.Generator, about: str, **settings: Any) -> Case:
    """A network so sure of some points that A3 is exactly 1 or 0 there, and right: 0 * log(0) is nan."""
    case = points_case(rng, about, **settings)
    A3 = case["A3"].copy()
    A3[::2] = case["Y"][::2]
    return {**case, "A3": A3}


def _cost_cases(rng):
    return [*_l2_cases(rng), sure_case(rng, "outputs of exactly 0 and 1", m=8, sizes=(2, 5, 3), lambd=1.7)]


def _run_cost(regularization, case):
    cost = _called(
        regularization.compute_cost_with_regularization, case, case["A3"], case["Y"], parameters_of(case), case["lambd"]
    )
    return {"cost": unpack(cost, "cost", "compute_cost_with_regularization")}


def _unpack_gradients(gradients, function):
    if gradients is None:
        raise WrongResult(
            _("{function} returned None instead of gradients: does it end with a return statement?").format(
                function=function
            )
        )
    if not isinstance(gradients, dict) or not set(GRADIENTS) <= set(gradients):
        raise WrongResult(
            _("{function} must return a dict with {names}").format(function=function, names=", ".join(GRADIENTS))
        )
    return {name: gradients[name] for name in reversed(GRADIENTS)}


def _run_l2_backward(regularization, case):
    cache = {name: case[name] for name in ("A1", "A2", "A3")}
    gradients = _called(
        regularization.backward_propagation_with_regularization,
        case,
        case["X"],
        case["Y"],
        parameters_of(case),
        cache,
        case["lambd"],
    )
    return _unpack_gradients(gradients, "backward_propagation_with_regularization")


def _own_cost(regularization, case):
    """By the student's own function."""
    A3, _ = forward_propagation(case["X"], parameters_of(case))
    return regularization.compute_cost_with_regularization(A3, case["Y"], parameters_of(case), case["lambd"])


# ------------------------------------------------------------------ dropout
def dropout_case(
    rng: np.random.Generator,
    about: str,
    keep_prob: float,
    m: int = 300,
    sizes: tuple[int, int, int] = (2, 20, 3),
    passes: int = 0,
) -> Case:
    """With `passes` so many more, to see that each unit of each point is drawn for itself: take few points."""
    case = points_case(rng, about, m, sizes)
    return {**case, "keep_prob": keep_prob, "seed": int(rng.integers(2**31)), "passes": passes}


def _dropout_cases(rng):
    return [
        dropout_case(rng, "keep_prob = 0.65", 0.65, m=400, sizes=(2, 12, 7)),
        dropout_case(rng, "keep_prob = 0.86", 0.86),
        dropout_case(rng, "keep_prob = 0.3", 0.3, m=250, sizes=(2, 8, 15)),
        dropout_case(rng, "keep_prob = 1: nothing is dropped", 1.0, m=12, sizes=(2, 6, 4)),
        dropout_case(rng, "keep_prob = 0.6, a hundred passes", 0.6, m=12, sizes=(2, 10, 8), passes=100),
    ]


def _run_dropout_forward(regularization, case):
    """Two passes with one seed (``again`` is 1 if they agree), and a third with the generator that they left
    (``anew`` is 1 if one of its masks is the old one); the masks of further passes."""
    results, first, masks = {}, None, []
    rng = np.random.default_rng(case["seed"])
    for number, generator in enumerate((rng, np.random.default_rng(case["seed"]), rng, *[rng] * case["passes"])):
        given = {name: case[name] if number == 2 else case[name].copy() for name in ("X", *PARAMETERS)}
        result = _called(
            regularization.forward_propagation_with_dropout,
            given,
            given["X"],
            parameters_of(given),
            case["keep_prob"],
            generator,
        )
        if number == 2:
            case.update(given)
        A3, cache = unpack(result, "A3, cache", "forward_propagation_with_dropout")
        if not isinstance(cache, dict) or not {"A1", "D1", "A2", "D2", "A3"} <= set(cache):
            raise WrongResult(_("the cache must be a dict with A1, D1, A2, D2 and A3"))
        arrays = {name: to_array(cache[name], name).astype(float) for name in ("A1", "D1", "A2", "D2")}
        arrays.update(A3=to_array(A3, "A3"), cached_A3=to_array(cache["A3"], _("A3 of the cache")))
        same = [np.array_equal(arrays[name], first[name]) for name in ("D1", "D2")] if first else []
        if number == 0:
            first = arrays
            results.update(arrays)
        elif number == 1:
            results["again"] = all(same)
        elif number == 2:
            results["anew"] = any(same)
        else:
            masks.append([arrays["D1"] != 0, arrays["D2"] != 0])
    return results | {f"{name}_of_passes": np.array(its) for name, its in zip(("D1", "D2"), zip(*masks))}


def _judge_dropout_forward(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    """What must hold whatever was drawn; of the expected results only the shapes are used."""
    keep = case["keep_prob"]
    for name in ("D1", "A1", "D2", "A2", "A3"):
        if got[name].shape != expected[name].shape:
            if name[0] == "D" and _stretches(got[name].shape, expected[name].shape):
                return Problem(
                    _("{name} has shape {shape} instead of {expected_shape}").format(
                        name=name, shape=got[name].shape, expected_shape=expected[name].shape
                    ),
                    EACH_UNIT,
                    "one-mask",
                    name=name,
                )
            return compare(task, case, expected, got, [name])
    for layer in (_Layer(case, got, k) for k in (1, 2)):
        problem = _judge_mask(layer) or _judge_activations(layer)
        if problem:
            return problem
    problem = _judge_output(case, got)
    if problem or keep == 1:
        return problem
    if _one_mask_for_both(got["D1"], got["D2"]):
        return Problem(
            _("D1 and D2 are the same as far as they reach"),
            _("draw new random numbers for the second layer."),
            "same-for-both",
        )
    if got["anew"]:
        return Problem(
            _("two passes in a row drop the same units"),
            _("draw new random numbers in each pass, and don't seed inside the function."),
            "seeded-inside",
        )
    if not got["again"]:
        return Problem(
            _("two passes with the same seed drop different units"),
            _("draw the random numbers from rng, the generator that is passed."),
            "own-generator",
        )
    return _judge_passes(case, expected, got) if case["passes"] else None


def _judge_passes(case, expected, got):
    """Whether each unit of each point is kept in a share keep_prob of many passes, whatever the others do."""
    columns = []
    for name in ("D1", "D2"):
        masks = got[f"{name}_of_passes"]
        if masks.shape != expected[f"{name}_of_passes"].shape:
            return Problem(
                _("{name} has another shape in another pass").format(name=name), EACH_UNIT, "one-mask", name=name
            )
        shares = masks.mean(axis=0)
        for point, unit in np.ndindex(shares.shape):
            if _surprise(shares[point, unit], len(masks), case["keep_prob"]) > TOO_SURPRISING:
                return Problem(
                    _(
                        "{name} keeps unit {unit} of point {point} in {share:.2f} of all passes instead of "
                        "{keep_prob:.2f}"
                    ).format(name=name, unit=unit, point=point, share=shares[point, unit], keep_prob=case["keep_prob"]),
                    _("all units of all points are kept with the same probability."),
                    "unequal-units",
                    name=name,
                )
        columns.append(masks.reshape(len(masks), -1))
    columns = np.concatenate(columns, axis=1)
    if len(np.unique(columns ^ columns[0], axis=1).T) < columns.shape[1]:
        return Problem(_("two units are dropped together in each of many passes"), EACH_UNIT, "one-mask")
    return None


EACH_UNIT = _("draw a number for each unit of each point: the mask has the shape of the activations.")


class _Layer:
    """A hidden layer as it came back, and what it would be without dropout."""

    def __init__(self, case: Case, got: Results, k: int):
        self.k, self.case, self.got, self.keep = k, case, got, case["keep_prob"]
        self.A, self.mask = got[f"A{k}"], got[f"D{k}"]
        self.input = case["X"] if k == 1 else got["A1"]
        self.W, self.b = case[f"W{k}"], case[f"b{k}"]
        self.full = relu(self.input @ self.W + self.b)

    def used_mask(self) -> np.ndarray | None:
        """The mask that the activations show where ReLU lets them, or None if they are not that of any mask."""
        used = self.A != 0
        return used if agrees(self.A, np.where(used, self.full, 0) / self.keep) else None


def _stretches(shape, target):
    try:
        return np.broadcast_shapes(shape, target) == target
    except ValueError:
        return False


def _surprise(share, n, probability):
    """How unlikely n draws with this probability have such a share: below exp(-surprise) (Chernoff's bound)."""
    terms = ((share, probability), (1 - share, 1 - probability))
    return n * sum(a * np.log(a / p) if p > 0 else np.inf for a, p in terms if a > 0)


#: A right mask surprises so much with a probability below 1e-10; those of known mistakes go far beyond.
TOO_SURPRISING = 25
#: A probability that surprises less than this explains a share well.
FITS = 5


def _judge_mask(layer):
    name, activations, mask, keep = f"D{layer.k}", f"A{layer.k}", layer.mask, layer.keep

    def problem(what, hint, mistake, **values):
        return Problem(what.format(name=name, **values), hint, mistake, name=name)

    if not np.all(np.isin(mask, (0, 1))):
        return problem(_("{name} has entries other than 0 and 1"), *_other_entries(layer))
    if keep < 1:
        if 0 < mask.mean() < 1 and np.all(mask == mask[0]):
            return problem(_("{name} is the same for all points"), EACH_UNIT, "one-mask")
        if 0 < mask.mean() < 1 and np.all(mask == mask[:, :1]):
            return problem(_("{name} is the same for all units"), EACH_UNIT, "one-mask")
        used = layer.used_mask()
        if used is not None and 0 < np.mean(used[layer.full > 0]) < 1:
            if np.array_equal(mask, used) and _surprise(mask.mean(), mask.size, keep) > TOO_SURPRISING:
                return problem(
                    _("{name} is 0 where ReLU gives 0 too"),
                    _("keep the mask that was drawn, not the zeros of {activations}.").format(activations=activations),
                    "mask-of-activations",
                )
            if agrees(layer.A, layer.full * (1 - mask) / keep):
                return problem(
                    _("{name} is 1 for the dropped units"),
                    _("the mask is 1 for the units that are kept."),
                    "mask-inverted",
                )
            if not agrees(layer.A, layer.full * mask / keep):
                return problem(
                    _("{name} is not the mask that {activations} was multiplied with"),
                    _("draw one mask for each layer, use it, and put the same one into the cache."),
                    "another-mask",
                    activations=activations,
                )
        if np.all(mask == 0):
            return problem(
                _("{name} drops all units"),
                _("a share of keep_prob, here {keep:.2f}, must be kept.").format(keep=keep),
                "all-dropped",
            )
        if np.all(mask == 1):
            return problem(
                _("{name} keeps all units"),
                _("a share of 1 - keep_prob, here {share:.2f}, must be dropped.").format(share=1 - keep),
                "nothing-dropped",
            )
        if len(mask) > 100 and np.ptp(mask.sum(axis=1)) == 0:
            return problem(
                _("{name} keeps the same number of units of each point"),
                _("decide on each unit by itself, with probability keep_prob."),
                "fixed-number",
            )
    share = mask.mean()
    odd = np.array([_surprise(s, len(mask), keep) > TOO_SURPRISING for s in mask.mean(axis=0)])
    others = mask[:, ~odd]
    if odd.any() and others.size and _surprise(others.mean(), others.size, keep) < FITS:
        unit = np.flatnonzero(odd)[0]
        return problem(
            _("{name} keeps unit {unit} for {share:.2f} of the points instead of {keep:.2f}"),
            _("all units are kept with the same probability, keep_prob."),
            "unequal-units",
            unit=unit,
            share=mask[:, unit].mean(),
            keep=keep,
        )
    if odd.any() or _surprise(share, mask.size, keep) > TOO_SURPRISING:
        return problem(
            _("{name} keeps {share:.2f} of the units instead of {keep:.2f}"),
            *_wrong_share(share, mask.size, keep),
            share=share,
            keep=keep,
        )
    return None


def _other_entries(layer):
    """Hint and mistake for a mask with entries other than 0 and 1."""
    kept = layer.mask[layer.mask != 0]
    if agrees(kept, np.full_like(kept, 1 / layer.keep)):
        return (
            _("the mask only says which units are kept: divide the activations by keep_prob, not the mask."),
            "mask-scaled",
        )
    if agrees(kept, np.full_like(kept, layer.keep)):
        return _("the mask is 1 for the units that are kept: don't multiply it by keep_prob."), "mask-scaled"
    if np.array_equal(layer.mask, layer.A):
        return _("these are the activations: put the mask into the cache."), "mask-of-activations"
    if len(np.unique(kept)) > len(kept) // 2:
        return _("these are the random numbers themselves: compare them with keep_prob."), "not-compared"
    return _("the mask is 1 for the units that are kept and 0 for those that are dropped."), "mask-values"


def _wrong_share(share, n, keep):
    """Hint and mistake for a mask that keeps too many or too few."""
    below = 0.5 * (1 + erf(keep / sqrt(2)))  # the probability that a normal number is below keep
    normal = (_("were the numbers drawn from the normal distribution? Draw them evenly from 0 to 1."), "normal-numbers")
    signed = (_("were the numbers drawn from -1 to 1? Draw them evenly from 0 to 1."), "numbers-from-minus-1")
    known = [
        (1 - keep, _("keep_prob is the probability to keep a unit, not to drop it."), "drop-probability"),
        (below, *normal),
        (1 - below, *normal),
        ((1 + keep) / 2, *signed),
        ((1 - keep) / 2, *signed),
        (0.5, _("half of the units are kept, whatever keep_prob is."), "half"),
        (keep**2, _("this is keep_prob squared: draw each mask once."), "two-masks"),
    ]
    fitting = [entry for entry in known if _surprise(share, n, entry[0]) < FITS]
    if len(fitting) != 1:
        return _("each unit is kept with probability keep_prob."), "kept-share"
    return fitting[0][1:]


def _inputs_dropped(layer):
    """Whether the layer's values come from inputs of which some are dropped."""
    if layer.k != 1 or layer.keep == 1:
        return False
    for scale in (1, layer.keep):
        fits = np.zeros(len(layer.A), bool)
        for number in range(1, 1 << layer.input.shape[1]):  # all masks of a point's inputs
            mask = [number >> i & 1 for i in range(layer.input.shape[1])]
            values = relu(layer.input * mask / scale @ layer.W + layer.b) * layer.mask / layer.keep
            fits |= np.all(np.abs(values - layer.A) < 1e-3 * (1 + np.abs(values)), axis=1)
        values = relu(layer.b) * layer.mask / layer.keep  # all of them
        fits |= np.all(np.abs(values - layer.A) < 1e-3 * (1 + np.abs(values)), axis=1)
        if fits.all():
            return True
    return False


def _judge_activations(layer):
    """Whether the activations are those of the layer, masked and scaled."""
    k, keep, mask, full = layer.k, layer.keep, layer.mask, layer.full
    if agrees(layer.A, full * mask / keep):
        return None
    name, Z = f"A{k}", layer.input @ layer.W + layer.b
    if agrees(layer.A, full) and k == 1:
        next_layer = relu((full * mask / keep) @ layer.case["W2"] + layer.case["b2"])
        A2 = layer.got["A2"]
        if agrees(A2, next_layer) or agrees(A2, np.where(A2 != 0, next_layer, 0) / keep):
            return Problem(
                _("A1 of the cache is not dropped"),
                _("the backward pass needs A1 after dropout: put that one into the cache."),
                "old-activations",
                name=name,
            )
    known = [
        (full * mask, "not-scaled", _("{name} is not divided by keep_prob, so its mean shrinks.").format(name=name)),
        (full * mask * keep, "multiplied", _("{name} is multiplied by keep_prob: divide by it.").format(name=name)),
        (full * mask / keep**2, "scaled-twice", _("{name} is divided by keep_prob twice.").format(name=name)),
        (
            full * mask / np.sqrt(keep),
            "root",
            _("{name} is divided by the square root of keep_prob.").format(name=name),
        ),
        (
            full * mask / mask.mean(),
            "share-of-the-mask",
            _("divide by keep_prob, not by the share of units that this mask happens to keep."),
        ),
        (
            full * mask / mask.mean(axis=0),
            "share-of-the-mask",
            _("divide by keep_prob, not by the share of points that this mask happens to keep."),
        ),
        (
            full / keep,
            "not-masked",
            _("{name} is scaled, but no unit of it is dropped: multiply it by its mask.").format(name=name),
        ),
        (
            full,
            "not-masked",
            _("{name} is not dropped: multiply it by its mask and divide by keep_prob.").format(name=name),
        ),
        (full * (1 - mask) / keep, "mask-inverted", _("the mask is 1 for the units that are kept.")),
        (full * (1 - mask), "mask-inverted", _("the mask is 1 for the units that are kept.")),
        (full * mask + (1 - mask) / keep, "ones", _("a dropped unit is 0.")),
        (Z * mask / keep, "no-relu", _("{name} has negative entries: ReLU is missing.").format(name=name)),
        (np.tanh(Z) * mask / keep, "other-function", _("the hidden layers use ReLU, not tanh.")),
        (sigmoid(Z) * mask / keep, "other-function", _("the hidden layers use ReLU, not the sigmoid.")),
        (relu(Z - layer.b) * mask / keep, "no-bias", _("b{k} is missing.").format(k=k)),
        (
            relu((Z - layer.b) * mask / keep + layer.b),
            "bias-after-dropout",
            _("b{k} is added after dropout, so dropped units are not 0: drop the result of ReLU.").format(k=k),
        ),
        (
            relu((Z - layer.b) * mask / keep) + layer.b,
            "bias-after-dropout",
            _("b{k} is added after dropout: drop the result of ReLU.").format(k=k),
        ),
    ]
    if keep < 1:
        known.append(
            (
                full * mask / (1 - keep),
                "wrong-scale",
                _("{name} is divided by 1 - keep_prob: divide by keep_prob.").format(name=name),
            )
        )
    if k == 2:
        before = relu(layer.case["X"] @ layer.case["W1"] + layer.case["b1"])
        for A1 in (before, before * layer.got["D1"], before / keep):
            known.append(
                (
                    relu(A1 @ layer.W + layer.b) * mask / keep,
                    "undropped-input",
                    _("A2 is not computed from the A1 of the cache, the one after dropout."),
                )
            )
    for values, mistake, hint in known:
        if agrees(layer.A, values):
            return Problem(_("{name} is wrong").format(name=name), hint, mistake, name=name)
    if _inputs_dropped(layer):
        return Problem(
            _("A1 is wrong"), _("the inputs X are dropped too: only hidden units are."), "inputs-dropped", name=name
        )
    return Problem(
        _("{name} is not max(0, Z{k}) times its mask, divided by keep_prob").format(name=name, k=k), name=name
    )


def _judge_output(case, got):
    keep, Z = case["keep_prob"], got["A2"] @ case["W3"] + case["b3"]
    output = sigmoid(Z)
    if agrees(got["A3"], output):
        if agrees(got["cached_A3"], output):
            return None
        return Problem(
            _("A3 of the cache is wrong"), _("the cache holds the same A3 that is returned."), "cached-output"
        )
    full = relu(got["A1"] @ case["W2"] + case["b2"])
    known = [
        (Z, "no-sigmoid", _("the sigmoid is missing.")),
        (relu(Z), "other-function", _("the output has a sigmoid, not ReLU.")),
        (np.tanh(Z), "other-function", _("the output has a sigmoid, not tanh.")),
        (sigmoid(Z - case["b3"]), "no-bias", _("b3 is missing.")),
        (output / keep, "output-dropped", _("nothing of the output is dropped, and it is not scaled.")),
        (output * keep, "output-dropped", _("nothing of the output is dropped, and it is not scaled.")),
    ]
    known += [
        (
            sigmoid(A2 @ case["W3"] + case["b3"]),
            "undropped-input",
            _("A3 is not computed from the A2 of the cache, the one after dropout."),
        )
        for A2 in (full, full / keep, full * got["D2"], got["A2"] / keep)
    ]
    for values, mistake, hint in known:
        if agrees(got["A3"], values):
            return Problem(_("A3 is wrong (A1 and A2 are right)"), hint, mistake, name="A3")
    if (
        keep < 1
        and (got["A3"] == 0).any()
        and any(agrees(got["A3"], np.where(got["A3"] == 0, 0, output) / scale) for scale in (1, keep))
    ):
        return Problem(
            _("A3 is wrong (A1 and A2 are right)"),
            _("the output is dropped too: only hidden units are."),
            "output-dropped",
            name="A3",
        )
    return Problem(
        _("A3 is wrong (A1 and A2 are right)"), _("the output is the sigmoid of A2 W3 + b3."), "output", name="A3"
    )


def _one_mask_for_both(D1, D2):
    """Whether one of the masks is a part of the other."""
    columns, entries = min(D1.shape[1], D2.shape[1]), min(D1.size, D2.size)
    return np.array_equal(D1[:, :columns], D2[:, :columns]) or np.array_equal(D1.flat[:entries], D2.flat[:entries])


def dropout_backward_case(
    rng: np.random.Generator,
    about: str,
    keep_prob: float,
    m: int = 9,
    sizes: tuple[int, int, int] = (2, 6, 4),
    spread: float = 1.0,
) -> Case:
    """A network with its masks and the activations that are left after dropout."""
    case = points_case(rng, about, m, sizes, spread=spread)
    case["keep_prob"] = keep_prob
    A = case["X"]
    for k in (1, 2):
        D = rng.random((m, sizes[k])) < keep_prob
        D[0, :2] = True, keep_prob == 1  # some are dropped, some are kept
        A = relu(A @ case[f"W{k}"] + case[f"b{k}"]) * D / keep_prob
        case[f"A{k}"], case[f"D{k}"] = A, D
    _limit_output(case, A)
    return {**case, "A3": sigmoid(A @ case["W3"] + case["b3"])}


def _dropout_backward_cases(rng):
    return [
        dropout_backward_case(rng, "keep_prob = 0.86", 0.86, m=12, sizes=(2, 9, 5)),
        dropout_backward_case(rng, "keep_prob = 0.4", 0.4),
        dropout_backward_case(rng, "keep_prob = 0.7", 0.7, m=5, sizes=(2, 8, 7)),
        dropout_backward_case(rng, "keep_prob = 0.6, points far apart", 0.6, m=8, sizes=(2, 7, 5), spread=300.0),
        dropout_backward_case(rng, "keep_prob = 1", 1.0, m=7, sizes=(2, 5, 3)),
    ]


def _run_dropout_backward(regularization, case):
    """With masks of booleans, or of 0.0 and 1.0 if the function needs numbers."""
    for kind in (bool, float):
        given = {name: np.copy(value) for name, value in case.items()}
        given |= {name: case[name].astype(kind) for name in ("D1", "D2")}
        cache = {name: given[name] for name in ("A1", "D1", "A2", "D2", "A3")}
        try:
            gradients = _called(
                regularization.backward_propagation_with_dropout,
                given,
                given["X"],
                given["Y"],
                parameters_of(given),
                cache,
                case["keep_prob"],
            )
            case.update(given)
            break
        except TypeError:
            if kind is float:
                raise
    return _unpack_gradients(gradients, "backward_propagation_with_dropout")


def _own_dropout(regularization, case):
    """A3 and the cache of the student's own forward pass, with the same draws each time."""
    return regularization.forward_propagation_with_dropout(
        case["X"], parameters_of(case), case["keep_prob"], np.random.default_rng(2016)
    )


def _with_own_cache(regularization, case):
    case = dict(case)
    _limit_output(case, np.array(_own_dropout(regularization, case)[1]["A2"]))
    cache = _own_dropout(regularization, case)[1]
    if not all(np.isin(cache[name], (0, 1)).all() for name in MASKS):
        raise ValueError("masks of another convention, which the check's cache can't hold")
    return {**case, **{name: np.array(cache[name]) for name in (*ACTIVATIONS, *MASKS)}}


ACTIVATIONS, MASKS = ("A1", "A2", "A3"), ("D1", "D2")
SLOPES = {gradient: gradient.removeprefix("d") for gradient in reversed(GRADIENTS)}

TASKS = {
    task.name: task
    for task in (
        Task(
            "compute_cost_with_regularization",
            "regularization",
            _cost_cases,
            _run_cost,
            sizes=_sizes,
            takes={"A3": "A3", "Y": "Y", "lambd": "lambd", **_in_dicts()},
        ),
        Task(
            "backward_propagation_with_regularization",
            "regularization",
            _l2_cases,
            _run_l2_backward,
            sizes=_sizes,
            takes={"X": "X", "Y": "Y", "lambd": "lambd", **_in_dicts(ACTIVATIONS)},
            slopes=slopes_of("compute_cost_with_regularization", _own_cost, **SLOPES),
        ),
        Task(
            "forward_propagation_with_dropout",
            "regularization",
            _dropout_cases,
            _run_dropout_forward,
            judge=_judge_dropout_forward,
            drawn=True,
            takes={"X": "X", "keep_prob": "keep_prob", **_in_dicts()},
        ),
        Task(
            "backward_propagation_with_dropout",
            "regularization",
            _dropout_backward_cases,
            _run_dropout_backward,
            sizes=_sizes,
            takes={"X": "X", "Y": "Y", "keep_prob": "keep_prob", **_in_dicts((*ACTIVATIONS, *MASKS))},
            own_inputs=_with_own_cache,
            slopes=slopes_of(
                "forward_propagation_with_dropout",
                lambda regularization, case: compute_cost(_own_dropout(regularization, case)[0], case["Y"]),
                **SLOPES,
            ),
        ),
    )
}
