"""Lab 6's network of plain Python numbers: the checks of `Neuron` and `Network`.

A case holds a network of layers 1, 2, ...: the weights ``W1`` (neurons, inputs), the biases ``b1``, the outputs ``y1``
for the inputs ``x`` of the network, and fake deltas ``d1``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import ModuleType
from typing import Any

import numpy as np

from cs_nn.checks import ARGUMENT, Case, Problem, Results, Task, WrongResult, agrees, compare, replaced, unpack
from cs_nn.checks.tasks._nets import construct
from cs_nn.language import lazy as _


def network_case(
    rng: np.random.Generator,
    about: str,
    sizes: Sequence[int] = (2, 3, 1),
    learning_rate: float = 0.4,
    simple: bool = False,
    error: float = 1.0,
) -> dict[str, Any]:
    """A network with random weights, outputs and deltas, and the biases that give these outputs; nothing is zero.

    `error` is the size of the errors, of the outputs' distances from their targets.
    """
    case: dict[str, Any] = {
        "about": about,
        "x": rng.uniform(-1, 1, sizes[0]),
        "learning_rate": learning_rate,
        "simple": simple,
    }
    inputs = case["x"]
    for k, (fan_in, fan_out) in enumerate(zip(sizes, sizes[1:]), 1):
        case[f"W{k}"] = rng.standard_normal((fan_out, fan_in))
        case[f"y{k}"] = rng.uniform(0.1, 0.9, fan_out)
        case[f"b{k}"] = np.log(case[f"y{k}"] / (1 - case[f"y{k}"])) - np.inner(inputs, case[f"W{k}"])
        case[f"d{k}"] = rng.standard_normal(fan_out)
        inputs = case[f"y{k}"]
    above = np.arange(sizes[-1]) % 2  # targets below and above the outputs in turn
    case["t"] = inputs + error * (above - inputs) * rng.uniform(0.3, 0.9, sizes[-1])
    return case


def tiny_network_case(rng: np.random.Generator, about: str, sizes: Sequence[int]) -> Case:
    """As `network_case`, with tiny inputs, one of them 0, and tiny deltas, but a learning rate with which all move."""
    case = network_case(rng, about, sizes, learning_rate=1e9)
    case["x"] *= 1e-5
    case["x"][0] = 0.0
    return {**case, **{name: 1e-6 * value for name, value in case.items() if name[0] == "d"}}


def network_cases(rng: np.random.Generator) -> list[Case]:
    return [
        network_case(rng, "2 inputs, 4 hidden neurons, 3 outputs", (2, 4, 3)),
        network_case(rng, "other numbers, of the same sizes", (2, 4, 3), learning_rate=0.7),
        network_case(rng, "2 hidden layers", (2, 4, 3, 2), learning_rate=0.1),
        network_case(rng, "simple deltas, 2 hidden layers", (3, 2, 4, 2), simple=True),
        network_case(rng, "as many neurons in each layer", (3, 3, 3, 3), learning_rate=1.7),
        network_case(rng, "no hidden layer", (4, 3), learning_rate=0.9),
        network_case(rng, "1 output", (3, 2, 1), learning_rate=0.2),
    ]


def backward_cases(rng: np.random.Generator) -> list[Case]:
    return [
        *network_cases(rng),
        network_case(rng, "small errors", (2, 4, 3), error=1e-7),
        network_case(rng, "simple deltas, small errors", (3, 2, 4, 2), simple=True, error=1e-7),
    ]


def update_cases(rng: np.random.Generator) -> list[Case]:
    return [*network_cases(rng), tiny_network_case(rng, "tiny inputs and deltas, a huge learning rate", (4, 3, 2))]


def depth(case: Case) -> int:
    return sum(key[0] == "W" for key in case)


def make_network(neurons: ModuleType, case: Case) -> Any:
    """The student's network, of the sizes of the case."""
    layers = range(1, depth(case) + 1)
    return construct(neurons.Network, (len(case["x"]), *(len(case[f"b{k}"]) for k in layers)), rng=0)


def _fill(net, case, fresh=False):
    """Give a network the parameters and the state of the case; if `fresh`, the state before any forward pass."""
    inputs = case["x"].tolist()
    for k, layer in enumerate(net.layers, 1):
        outputs = case[f"y{k}"].tolist()
        for j, neuron in enumerate(layer.neurons):
            neuron.weights, neuron.bias = case[f"W{k}"][j].tolist(), float(case[f"b{k}"][j])
            neuron.inputs, neuron.output, neuron.delta = [], 0.0, 0.0
            if not fresh:
                neuron.inputs, neuron.output, neuron.delta = list(inputs), outputs[j], float(case[f"d{k}"][j])
        inputs = outputs
    return net


# ------------------------------------------------------------------ one neuron
def neuron_case(
    rng: np.random.Generator, about: str, n: int = 3, shift: float = 0.0, size: float = 1.0, total: float | None = None
) -> Case:
    """A neuron with n inputs of this `size`, and weights that are larger as they are smaller.

    `shift` is added to its bias; with a `total`, the bias is what makes this the weighted sum.
    """
    case: dict[str, Any] = {
        "about": about,
        "weights": rng.standard_normal(n) / size,
        "bias": float(rng.uniform(0.3, 1.5)) + shift,
        "inputs": size * rng.standard_normal(n),
    }
    return case if total is None else {**case, "bias": total - float(np.vdot(case["weights"], case["inputs"]))}


def neuron_cases(rng: np.random.Generator) -> list[Case]:
    return [
        neuron_case(rng, "4 inputs", n=4),
        neuron_case(rng, "4 other inputs", n=4),
        neuron_case(rng, "7 inputs", n=7),
        neuron_case(rng, "1 input", n=1),
        neuron_case(rng, "a weighted sum near 800", n=2, shift=800.0),
        neuron_case(rng, "a weighted sum near -800", n=2, shift=-800.0),
        neuron_case(rng, "40 inputs", n=40),
        neuron_case(rng, "a weighted sum below zero", n=4, total=-0.8),
        neuron_case(rng, "an output near 1", n=4, total=7.3),
        neuron_case(rng, "an output near 0", n=4, total=-12.0),
        neuron_case(rng, "small inputs, large weights", n=5, size=1e-5),
        neuron_case(rng, "small weights, large inputs", n=5, size=1e5),
    ]


def make_neuron(neurons: ModuleType, case: Case) -> Any:
    return construct(neurons.Neuron, case["weights"].tolist(), case["bias"])


def run_neuron(neurons: ModuleType, case: Case, neuron: Any) -> dict[str, Any]:
    neuron.weights, neuron.bias = case["weights"].tolist(), case["bias"]
    inputs, weights = case["inputs"].tolist(), neuron.weights
    try:
        output = unpack(neuron.forward(inputs), "self.output", "forward")
    except OverflowError as error:
        raise WrongResult(
            _(
                "OverflowError: {error}: an exponential is too large. The sigmoid of the module takes numbers "
                "of any size"
            ).format(error=error)
        ) from None
    if inputs != case["inputs"].tolist():
        raise WrongResult(_("forward changes its inputs: the other neurons of the layer need them too"))
    if weights != case["weights"].tolist() or neuron.weights != weights or neuron.bias != case["bias"]:
        raise WrongResult(_("forward changes the weights or the bias: only update may do that"))
    if not np.isscalar(neuron.output) and np.shape(neuron.output) != ():
        raise WrongResult(
            _("the output of a neuron is one number; this is a {kind} of {size}").format(
                kind=type(neuron.output).__name__, size=np.size(neuron.output)
            )
        )
    if np.vdot(case["weights"], case["inputs"]) + case["bias"] < -700:  # some clip the weighted sum
        output, neuron.output = (0.0 if np.ndim(y) == 0 and np.abs(y) < 1e-6 else y for y in (output, neuron.output))
    return {"output": output, "self.output": neuron.output, "self.inputs": neuron.inputs}


def judge_neuron(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    problem = compare(task, case, expected, got)
    if problem and problem.name == "self.inputs" and problem.got.size == 0:
        return replace(problem, mistake="inputs-not-kept", hint=_("self.inputs is not set: the update needs them."))
    return problem


# ------------------------------------------------------------------ the forward pass
def _fake_output(weights, bias, inputs):
    return np.cos(0.7 * np.vdot(weights, inputs) + bias) + 0.1 * np.sum(inputs)


def run_forward(neurons: ModuleType, case: Case, net: Any) -> dict[str, Any]:
    """With fake neurons, and with the student's own: names with ``_own``."""
    _fill(net, case, fresh=True)
    before = _parameters(net)
    numbers = {id(neuron): k for k, layer in enumerate(net.layers, 1) for neuron in layer.neurons}
    inputs = case["x"].tolist()

    def forward(self, inputs):
        k = numbers.get(id(self), 0)
        if np.shape(inputs) != np.shape(self.weights):
            what = (
                _("{number} inputs").format(number=len(inputs))
                if np.ndim(inputs) == 1
                else _("inputs of shape {shape}").format(shape=np.shape(inputs))
            )
            raise WrongResult(
                _(
                    "the neurons of layer {k} have {size} weights each, but get {what}: their inputs are {inputs}"
                ).format(k=k, size=np.size(self.weights), what=what, inputs=_inputs_of(k))
            )
        self.inputs = list(inputs)
        self.output = float(_fake_output(self.weights, self.bias, self.inputs))
        return self.output

    with replaced(neurons.Neuron, forward=forward):
        results = _state(net, unpack(net.forward(inputs), "outputs", "forward"))
    if inputs != case["x"].tolist():
        raise WrongResult(_("forward changes the inputs: their caller needs them again"))
    if [part[:2] for part in _parameters(net)] != [part[:2] for part in before]:
        raise WrongResult(_("forward changes weights or biases: only update may do that"))
    own: dict[str, Any] = dict.fromkeys(results, 0.0)
    try:
        _fill(net, case, fresh=True)
        own = {name: np.array(value, float) for name, value in _state(net, net.forward(inputs)).items()}
    except Exception:  # the student's neuron may be unfinished; it is not what is checked here
        pass
    return {**results, **{f"{name}_own": value for name, value in own.items()}}


def _outputs_of(k):
    return f"outputs_of_layer_{k}"


def _inputs_of(k):
    """The inputs of a layer, in words."""
    return _("those of the network") if k == 1 else _("the outputs of layer {k}").format(k=k - 1)


def _state(net, outputs):
    """What a forward pass returns and leaves in the neurons; a neuron that was not called has nan for inputs."""
    results = {"outputs": outputs}
    for k, layer in enumerate(net.layers, 1):
        results[_outputs_of(k)] = [neuron.output for neuron in layer.neurons]
        results[f"inputs_of_layer_{k}"] = [
            neuron.inputs if len(neuron.inputs) else [np.nan] * len(neuron.weights) for neuron in layer.neurons
        ]
    return results


def judge_forward(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    names = [name for name in expected if not name.endswith("_own")]
    problem = compare(task, case, expected, got, names)
    if problem is None or not compare(task, case, expected, got, [f"{name}_own" for name in names]):
        return None
    problem, last = replace(problem, what=_("outputs is wrong")), depth(case)
    for k in range(1, last):
        if agrees(got["outputs"], got[_outputs_of(k)]) and np.isnan(got[f"inputs_of_layer_{k + 1}"]).all():
            return replace(
                problem,
                mistake="early",
                hint=_("these are the outputs of layer {k}: the layers after it are not called.").format(k=k),
            )
    for k in range(1, last + 1):
        if np.isnan(got[f"inputs_of_layer_{k}"]).any():
            said = (
                _("layer {k} is not called: each layer has its forward.")
                if np.isnan(got[f"inputs_of_layer_{k}"]).all()
                else _("layer {k} is called for some neurons only: each layer has its forward.")
            )
            return replace(problem, mistake="layer-skipped", hint=said.format(k=k))
    for k in range(1, last + 1):
        if not agrees(got[f"inputs_of_layer_{k}"], expected[f"inputs_of_layer_{k}"]):
            return replace(
                problem,
                mistake="wrong-inputs",
                hint=_("layer {k} gets wrong inputs: its inputs are {inputs}.").format(k=k, inputs=_inputs_of(k)),
            )
    for k in range(1, last):
        if agrees(got["outputs"], got[_outputs_of(k)]):
            return replace(
                problem,
                mistake="early",
                hint=_("these are the outputs of layer {k}: return those of the last layer.").format(k=k),
            )
    if agrees(got["outputs"], case["x"]):
        return replace(problem, mistake="inputs-returned", hint=_("these are the inputs."))
    if agrees(got[_outputs_of(last)], expected[_outputs_of(last)]):
        return replace(
            problem,
            mistake="not-outputs",
            hint=_(
                "the neurons have the right outputs, but something else is returned: the outputs of the last "
                "layer, one number for each neuron, are asked for."
            ),
        )
    return problem


# ------------------------------------------------------------------ the backward pass
def run_backward(neurons: ModuleType, case: Case, net: Any) -> dict[str, Any]:
    """The neurons hold the deltas of an earlier example: they must not enter."""
    _fill(net, case)
    before, outputs = _parameters(net), _outputs(net)
    targets = case["t"].tolist()
    if case["simple"]:
        net.backward(targets, simple=True)
    else:
        net.backward(targets)
    if _parameters(net) != before or _outputs(net) != outputs:
        raise WrongResult(_("backward changes weights, biases, inputs or outputs of the neurons: it sets delta only"))
    if targets != case["t"].tolist():
        raise WrongResult(_("backward changes the targets: the next epoch needs them again"))
    for layer in net.layers:
        for delta in [neuron.delta for neuron in layer.neurons]:
            if np.shape(delta) != ():
                raise WrongResult(
                    _("the delta of a neuron is one number; this is a {kind} of {size}").format(
                        kind=type(delta).__name__, size=np.size(delta)
                    )
                )
    return {
        f"delta_of_layer_{k}": [neuron.delta for neuron in net.layers[k - 1].neurons] for k in range(depth(case), 0, -1)
    }


def _outputs(net):
    return [[neuron.output for neuron in layer.neurons] for layer in net.layers]


def _parameters(net):
    return [
        [list(map(float, part)) for part in (neuron.weights, [neuron.bias], neuron.inputs)]
        for layer in net.layers
        for neuron in layer.neurons
    ]


def judge_backward(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    problem = compare(task, case, expected, got)
    if problem is None or problem.hint:
        return problem
    k = int(problem.name.rpartition("_")[2])
    if k < depth(case):
        return replace(
            problem,
            hint=_(
                "the layers after layer {k} are right: is layer {k} reached? Then look at the slope y (1 - y), "
                "at the sum over the neurons of layer {next}, and at the order of the layers."
            ).format(k=k, next=k + 1),
            mistake="hidden-layer",
        )
    return problem


# ------------------------------------------------------------------ the update
def run_update(neurons: ModuleType, case: Case, net: Any) -> dict[str, Any]:
    _fill(net, case)
    before = _state_of_neurons(net)
    net.update(case["learning_rate"])
    changed = [name for name, values in _state_of_neurons(net).items() if values != before[name]]
    if changed:
        said = {
            ("inputs",): _(
                "update changes the inputs of the neurons: only a forward pass may, update changes weights and biases"
            ),
            ("outputs",): _(
                "update changes the outputs of the neurons: only a forward pass may, update changes weights and biases"
            ),
        }
        both = _(
            "update changes the inputs and the outputs of the neurons: only a forward pass may, update changes weights "
            "and biases"
        )
        raise WrongResult(said.get(tuple(changed), both))
    results = {}
    for k, layer in enumerate(net.layers, 1):
        results[f"weights_of_layer_{k}"] = [neuron.weights for neuron in layer.neurons]
        results[f"biases_of_layer_{k}"] = [neuron.bias for neuron in layer.neurons]
    return results


def _state_of_neurons(net):
    """What later steps need; the deltas have done their work."""
    neurons = [neuron for layer in net.layers for neuron in layer.neurons]
    return {"inputs": [list(neuron.inputs) for neuron in neurons], "outputs": [neuron.output for neuron in neurons]}


def judge_update(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    problem = compare(task, case, expected, got)
    if problem is None:
        return None
    if problem.got is not None and problem.got.shape != problem.expected.shape:
        hint = _("{name} has shape {shape} instead of {expected_shape}").format(
            name=problem.name, shape=problem.got.shape, expected_shape=problem.expected.shape
        )
        if problem.got.ndim == problem.expected.ndim == 2 and problem.got.shape[1] > problem.expected.shape[1]:
            return replace(
                problem,
                hint=_("{hint}: the sum of two lists is one list after the other.").format(hint=hint),
                mistake="longer",
            )
        return replace(
            problem,
            hint=_("{hint}: each neuron has a list of weights, and one bias.").format(hint=hint),
            mistake="wrong-shape",
        )
    before = np.concatenate([case[f"{letter}{k}"].ravel() for k in range(1, depth(case) + 1) for letter in "Wb"])
    right, made = (np.concatenate([results[name].ravel() for name in expected]) - before for results in (expected, got))
    factor = np.vdot(made, right) / np.vdot(right, right)
    if abs(factor - 1) > 1e-3 and agrees(made, factor * right):
        return replace(
            problem,
            hint=_("every step is {factor:.4g} times the expected one.").format(factor=factor),
            mistake="factor",
        )
    return problem


# ------------------------------------------------------------------ the training loop
FORWARD, BACKWARD, UPDATE = 0, 1, 2


def loop_case(
    rng: np.random.Generator,
    about: str,
    N: int = 6,
    sizes: Sequence[int] = (2, 1),
    epochs: int = 5,
    learning_rate: float = 0.3,
    simple: bool = False,
    near: float = 1.0,
) -> Case:
    """Examples, and what the network of the check gives for them before the first step.

    With a small `near`, outputs and targets lie as close together, from the first epoch on.
    """
    case: dict[str, Any] = {
        "about": about,
        "examples": rng.uniform(-1, 1, (N, sizes[0])),
        "targets": rng.uniform(0, 1, (N, sizes[1])),
        "outputs": rng.uniform(0, 0.9, (N, sizes[1])),
        "epochs": epochs,
        "learning_rate": learning_rate,
        "simple": simple,
        "seed": int(rng.integers(2**31)),
    }
    return {**case, "targets": 0.05 + near * (case["targets"] - 0.05), "outputs": near * case["outputs"]}


def loop_cases(rng: np.random.Generator) -> list[Case]:
    return [
        loop_case(rng, "six examples"),
        loop_case(rng, "simple deltas, three outputs", N=7, sizes=(4, 3), epochs=6, learning_rate=0.05, simple=True),
        loop_case(rng, "12 examples, two outputs", N=12, sizes=(2, 2), epochs=4, learning_rate=1.2),
        loop_case(rng, "outputs near their targets", N=7, sizes=(2, 3), epochs=5, learning_rate=0.2, near=1e-3),
    ]


def make_net_of_loop(neurons: ModuleType, case: Case) -> Any:
    return construct(neurons.Network, (case["examples"].shape[1], 2, case["targets"].shape[1]), rng=0)


def run_loop(neurons: ModuleType, case: Case, net: Any) -> dict[str, Any]:
    """``train`` with forward, backward and update of the check, which note their calls.

    The outputs change with every update, so that losses tell when they were computed.
    """
    calls, settings = [], []
    updates, latest = [0], [None]

    def row(values, known, name, what):
        """The number of the example, and how far these values are from its own."""
        if np.shape(values) != known.shape[1:]:
            raise WrongResult(
                _("{name} gets values of shape {shape}; it needs {what} of one example, {number} in number").format(
                    name=name, shape=np.shape(values), what=what, number=known.shape[1]
                )
            )
        distances = np.abs(known - np.asarray(values, float)).max(axis=1)
        return int(np.argmin(distances)), distances.min()

    def forward(self, inputs):
        i, distance = row(inputs, case["examples"], "forward", _("the inputs"))
        if distance > 1e-4:
            raise WrongResult(_("forward gets inputs that no example has: it needs the inputs of one example"))
        calls.append((FORWARD, i))
        latest[0] = case["outputs"][i] * 0.9 ** updates[0] + 0.05
        for neuron, output in zip(net.layers[-1].neurons, latest[0].tolist()):
            neuron.output = output
        return latest[0].tolist()

    def backward(self, targets, simple=False):
        i, distance = row(targets, case["targets"], "backward", _("the targets"))
        if distance > 1e-4:
            what = _("values that no example has for targets")
            if latest[0] is not None and agrees(targets, latest[0]):
                what = _("the outputs")
            elif latest[0] is not None and (np.abs(case["targets"] - latest[0] - targets).max(axis=1) < 1e-4).any():
                what = _("the errors")
            raise WrongResult(_("backward gets {what}: it needs the targets of the example").format(what=what))
        calls.append((BACKWARD, i))
        settings.append(bool(simple))

    def update(self, learning_rate):
        calls.append((UPDATE, -1))
        if not np.isclose(learning_rate, case["learning_rate"]):
            raise WrongResult(
                _("update is called with {given}: it needs the learning rate {learning_rate}").format(
                    given=repr(learning_rate), learning_rate=case["learning_rate"]
                )
            )
        updates[0] += 1

    examples, targets = case["examples"].tolist(), case["targets"].tolist()
    with replaced(neurons.Network, forward=forward, backward=backward, update=update):
        losses = unpack(
            net.train(
                examples,
                targets,
                learning_rate=case["learning_rate"],
                epochs=case["epochs"],
                simple=case["simple"],
                rng=case["seed"],
            ),
            "losses",
            "train",
        )
    changed = {
        f"{ARGUMENT}{name}": []
        for name, values in (("examples", examples), ("targets", targets))
        if values != case[name].tolist()
    }
    return {"calls": np.array(calls).reshape(-1, 2), "simple": np.array(settings, bool), "losses": losses, **changed}


def judge_loop(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    N, epochs, calls = len(case["examples"]), case["epochs"], got["calls"].astype(int)
    kinds = calls[:, 0].tolist()
    for kind, name in enumerate(("forward", "backward", "update")):
        if kind not in kinds:
            return Problem(
                _("self.{name} is never called").format(name=name),
                _("each example needs forward, backward and update."),
                f"no-{name}",
            )
    if kinds.count(UPDATE) != N * epochs:
        hint = (
            _("a step is taken after every example, not once for all of them.")
            if kinds.count(UPDATE) == epochs
            else _("each of {epochs} epochs goes once through all {N} examples.").format(epochs=epochs, N=N)
        )
        return Problem(
            _("number of updates: {number} instead of {needed}").format(number=kinds.count(UPDATE), needed=N * epochs),
            hint,
            "updates",
        )
    taken, latest = [], None
    for place, (kind, i) in enumerate(calls.tolist()):
        if kind == FORWARD:
            latest = i
        if kind == BACKWARD:
            if latest != i:
                return Problem(
                    (
                        _("backward gets the targets of example {i} after no forward pass")
                        if latest is None
                        else _("backward gets the targets of example {i} after the forward pass of example {latest}")
                    ).format(i=i, latest=latest),
                    _(
                        "examples and targets belong together: index both with the same number, and call "
                        "forward before backward."
                    ),
                    "not-matched",
                )
            taken.append(i)
        if kind == UPDATE and (place == 0 or kinds[place - 1] != BACKWARD):
            return Problem(
                _("update is called without a backward pass of its example before it"),
                _("forward, backward, update: in this order, for each example."),
                "order-of-calls",
            )
    if len(taken) != N * epochs:
        return Problem(
            _("number of backward passes: {number} instead of {needed}").format(number=len(taken), needed=N * epochs),
            _("each example has one backward pass and one update in each epoch."),
            "updates",
        )
    order = np.array(taken).reshape(epochs, N)
    if np.any(np.sort(order) != np.arange(N)):
        seen = len(np.unique(order[0]))
        return Problem(
            _("{seen} of {N} examples are used in the first epoch").format(seen=seen, N=N),
            _("each epoch goes through all examples once: shuffle them, don't draw with replacement."),
            "not-a-permutation",
        )
    if np.all(order == np.arange(N)):
        return Problem(_("the examples come in their own order"), _("a new random order in each epoch."), "not-random")
    if np.all(order == order[0]):
        return Problem(_("every epoch has the same order"), _("draw a new random order in each epoch."), "one-order")
    moves = [np.argsort(before)[after] for before, after in zip(order, order[1:])]
    if N >= 6 and len(moves) >= 3 and np.all(np.array(moves) == moves[0]):
        return Problem(
            _("the examples change places in the same way after every epoch"),
            _(
                "draw a new random order in each epoch: a generator that is made anew with one seed draws the "
                "same again, and the old order, reversed or turned, is no new one."
            ),
            "one-order",
        )
    if N >= 6 and len(moves) >= 3 and np.all((moves - np.take(moves, [0], axis=1)) % N == np.arange(N)):
        return Problem(
            _("all epochs have the same order but for the example that comes first"),
            _("mix the examples anew before each epoch: an old order that is turned is no new one."),
            "turned-order",
        )
    if N >= 10 and np.all(order[0] == np.arange(N)):
        return Problem(
            _("the examples of the first epoch come in their own order"),
            _("draw a random order before each epoch, not after it."),
            "first-not-random",
        )
    if np.any(got["simple"] != case["simple"]):
        return Problem(
            _("simple={simple} does not reach self.backward").format(simple=case["simple"]),
            _("pass it on."),
            "simple-not-passed",
        )
    return _judge_losses(task, case, order, got)


def _judge_losses(task, case, order, got):
    """The losses that belong to this order."""
    shrink = 0.9 ** np.arange(order.size).reshape(order.shape)[..., None]
    targets, outputs = case["targets"][order], case["outputs"][order] * shrink + 0.05
    errors = targets - outputs
    each = 0.5 * np.sum(errors**2, axis=2)
    total, epochs = each.sum(axis=1), np.arange(len(order))
    expected = {"losses": each.mean(axis=1)}

    def losses_at(updates):
        """The mean losses, all with the outputs after so many updates."""
        errors = case["targets"] - (case["outputs"] * 0.9 ** updates[:, None, None] + 0.05)
        return 0.5 * np.sum(errors**2, axis=2).mean(axis=1)

    known = (
        ("losses-summed", _("the losses of the examples are added up: take their mean."), each.sum(axis=1)),
        ("losses-of-last", _("this is the loss of the last example of each epoch: take the mean of all."), each[:, -1]),
        (
            "losses-of-last",
            _("only the last example's loss is divided by N: add up the losses of all."),
            each[:, -1] / order.shape[1],
        ),
        (
            "losses-not-reset",
            _("the sum goes on from epoch to epoch: start at 0 in each."),
            np.cumsum(total) / order.shape[1],
        ),
        (
            "losses-not-reset",
            _("this is the mean over all epochs so far: take that of one epoch."),
            np.cumsum(total) / order.shape[1] / (epochs + 1),
        ),
        (
            "losses-squared",
            _("this is the mean of the squared errors: the loss has the factor 0.5."),
            2 * each.mean(axis=1),
        ),
        ("losses-of-errors", _("the errors are not squared."), errors.sum(axis=2).mean(axis=1)),
        (
            "losses-absolute",
            _("these are absolute errors: the loss takes squares."),
            np.abs(errors).sum(axis=2).mean(axis=1),
        ),
        ("losses-of-errors", _("the errors are not squared."), 0.5 * errors.sum(axis=2).mean(axis=1)),
        (
            "losses-absolute",
            _("these are absolute errors: the loss takes squares."),
            0.5 * np.abs(errors).sum(axis=2).mean(axis=1),
        ),
        (
            "losses-one-output",
            _("only the first output counts: add up over all outputs."),
            0.5 * np.mean(errors[..., 0] ** 2, axis=1),
        ),
        (
            "losses-one-output",
            _("only the last output counts: add up over all outputs."),
            0.5 * np.mean(errors[..., -1] ** 2, axis=1),
        ),
        (
            "losses-summed-first",
            _("the errors of the outputs are squared first, then added up."),
            0.5 * np.mean(errors.sum(axis=2) ** 2, axis=1),
        ),
        (
            "losses-cross-entropy",
            _("this is the cross-entropy: E is half the sum of the squared errors."),
            -np.sum(targets * np.log(outputs) + (1 - targets) * np.log(1 - outputs), axis=2).mean(axis=1),
        ),
        (
            "losses-after-update",
            _("the loss of an example is that before its own update."),
            0.5 * np.sum((targets - 0.9 * (outputs - 0.05) - 0.05) ** 2, axis=2).mean(axis=1),
        ),
        (
            "losses-before",
            _("these are the losses before the epoch: take those of the forward passes before each update."),
            losses_at(order.shape[1] * epochs),
        ),
        (
            "losses-after",
            _("these are the losses after the epoch: take those of the forward passes before each update."),
            losses_at(order.shape[1] * (epochs + 1)),
        ),
        (
            "losses-over-outputs",
            _("the loss of an example is the sum over its outputs, not their mean."),
            each.mean(axis=1) / errors.shape[2],
        ),
    )
    number, shape = len(order), got["losses"].shape
    if shape == (each.size,):
        return Problem(
            _("losses has {size} entries instead of {number}").format(size=each.size, number=number),
            _("losses has one entry for each epoch, not for each example."),
            "losses-of-examples",
        )
    if shape != (number,):
        return Problem(
            _("losses has {size} entries instead of {number}").format(size=got["losses"].size, number=number)
            if len(shape) == 1
            else _("losses has shape {shape} instead of {expected_shape}").format(
                shape=shape, expected_shape=(number,)
            ),
            _("append one number to losses at the end of each epoch, the mean loss."),
            "losses-shape",
        )
    problem = compare(task, case, expected, got)
    for mistake, sentence, losses in known if problem else ():
        if agrees(got["losses"], losses, rtol=3e-5, atol=3e-5):
            return replace(problem, hint=sentence, mistake=mistake)
    return problem


TASKS = (
    Task(
        "Neuron_forward",
        "neurons",
        neuron_cases,
        run_neuron,
        judge=judge_neuron,
        make=make_neuron,
        takes={"inputs": "inputs", "weights": "self.weights", "bias": "self.bias"},
    ),
    Task(
        "Network_forward",
        "neurons",
        network_cases,
        run_forward,
        judge=judge_forward,
        make=make_network,
        takes={"x": "inputs"},
    ),
    Task(
        "Network_backward",
        "neurons",
        backward_cases,
        run_backward,
        judge=judge_backward,
        make=make_network,
        takes={"t": "targets"},
    ),
    Task(
        "Network_update",
        "neurons",
        update_cases,
        run_update,
        judge=judge_update,
        make=make_network,
        takes={"learning_rate": "learning_rate"},
    ),
    Task("Network_train", "neurons", loop_cases, run_loop, judge=judge_loop, make=make_net_of_loop),
)
