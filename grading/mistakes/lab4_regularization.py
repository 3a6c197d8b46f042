"""Lab 4: known mistakes, as changes of right functions (`grading.mistakes` says how to read them)."""

from collections import defaultdict

import numpy as np

from cs_nn.tools.points_net import forward_propagation

KEPT = defaultdict(float)  # what a function keeps from call to call


def lists(X, Y, parameters, cache, keep_prob):
    """One loop over the layers; returns nested lists."""
    gradients, dZ = {}, (cache["A3"] - Y) / len(Y)
    for k, inputs in ((3, cache["A2"]), (2, cache["A1"]), (1, X)):
        if k < 3:
            dZ = dZ @ parameters[f"W{k + 1}"].T * cache[f"D{k}"] * (cache[f"A{k}"] > 0) / keep_prob
        gradients[f"dW{k}"], gradients[f"db{k}"] = (inputs.T @ dZ).tolist(), dZ.sum(axis=0).tolist()
    return gradients


TABLE = r"""
== compute_cost_with_regularization
data-missing: this is the penalty alone: add the cross-entropy.
    compute_cost(A3, Y) + ->
penalty-not-divided: the penalty is divided neither by 2 nor by m, the number of points.
    / (2 * m) ->
penalty-times-m: the penalty is multiplied by m instead of divided: are brackets missing around the product 2 m?
    (2 * m) -> 2 * m
penalty-times-m: the penalty is multiplied by 2 m instead of divided.
    / (2 * m) -> * 2 * m
penalty-times-2: the penalty is multiplied by 2 instead of divided: are brackets missing?
    (2 * m) -> m * 2
penalty-half: the penalty is half as large as it must be.
    (2 * m) -> (4 * m)
penalty-factor: the penalty is added to the cross-entropy, not multiplied by it.
    + penalty -> * penalty
wrong-m: m is the number of points, not the number of the parameters.
    len(Y) -> len(parameters)
data-not-averaged: the cross-entropy is a mean over the points, not a sum.
    cost = -> cost = m *
data-divided: the cross-entropy is a mean already: don't divide it by m again.
    + penalty -> / m + penalty
    return cost -> return cost / m
entropy-without-limits: where an output is exactly 0 or 1, an own cross-entropy takes 0 * log(0), which is nan:
  compute_cost keeps the outputs away from 0 and 1.
    compute_cost(A3, Y) -> np.mean(-Y * np.log(A3) - (1 - Y) * np.log(1 - A3))
biases-penalised: the biases have no penalty, only the weights.
    in (W1, W2, W3) -> in parameters.values()
some-layers: the penalty counts <<W1 and W2|W1 and W3|W2 and W3|W1|W2|W3>> only: it takes all three weight matrices.
    in (W1, W2, W3) -> in [<<W1, W2|W1, W3|W2, W3|W1|W2|W3>>]
not-squared: the penalty takes the sum of the squares of the weights, not of the weights themselves.
    W**2 -> W
absolute-values: the penalty takes squares, not absolute values.
    W**2 -> np.abs(W)
squared-sum: the penalty takes the sum of the squares, not the square of the sum.
    (W**2).sum() -> W.sum() ** 2
norm: the penalty takes the sum of the squares, without a square root.
    (W**2).sum() -> np.linalg.norm(W)
    W3)) -> W3)) ** 0.5
mean-of-squares: the penalty takes the sum of the squares, not their mean.
    .sum() -> .mean()
matrix-product: the penalty squares each weight: a product of matrices is another thing.
    W**2 -> <<W.T @ W|W @ W.T>>
* wrong-shape: which axis was summed
    sum((W**2).sum() for W in (W1, W2, W3)) -> (W1**2).sum(axis=0)
    compute_cost(A3, Y) -> -(Y * np.log(A3) + (1 - Y) * np.log(1 - A3)) / m
* wrong-shape: keepdims=True
    .sum() -> .sum(keepdims=True)
* wrong-result: does it end with a return statement
    return cost -> pass
* NameError: is lambd meant
    lambd / -> lmbda /
* argument-changed: changes its arguments parameters["W1"]
    W**2 -> np.square(W, out=W)
* argument-changed: changes its argument A3
    return -> np.clip(A3, 0.25, 0.75, out=A3); return
* argument-changed: changes its arguments parameters["b1"], parameters["b2"] and parameters["b3"]
    m = -> parameters.pop("b1"), parameters.pop("b2"), parameters.pop("b3"); m =
* kept: something is kept from the first call
    cost = compute_cost(A3, Y) + penalty -> KEPT[lambd] += penalty; cost = compute_cost(A3, Y) + KEPT[lambd]
exchanged: A3 and Y have changed places in the cross-entropy.
    compute_cost(A3, Y) -> compute_cost(Y, A3)
one-class: only the points of class 1 count in the cross-entropy: those of class 0 belong to it too.
    compute_cost(A3, Y) -> -np.mean(Y * np.log(np.clip(A3, 1e-15, 1)))

== backward_propagation_with_regularization
some-layers:
    ("W1", "W2", "W3") -> [<<"W1", "W2"|"W1", "W3"|"W2", "W3"|"W1"|"W2"|"W3">>]
some-layers: the derivative of the penalty is added twice in dW2, and never in dW3.
    "W3") -> "W2")
data-missing: this is the derivative of the penalty alone: add it to the gradient that is there.
    += -> =
data-missing: one of the three is the derivative of the penalty alone: add it to the gradient that is there.
    += lambd / m * -> = gradients[f"d{name}"] * (name != <<"W1"|"W2"|"W3">>) + lambd / m *
penalty-times-m: the derivative of the penalty is multiplied by m instead of divided.
    / m -> * m
penalty-half: the derivative of a square has a factor 2, which cancels the 2 of lambd / (2 m).
    / m -> / (2 * m)
wrong-m: m is the number of points: X has them as rows.
    len(Y) -> X.shape[1]
data-divided: the gradients are means already: don't divide them by m again.
    gradients[f"d{name}"] += -> gradients[f"d{name}"] /= m; gradients[f"d{name}"] +=
    parameters[name] -> parameters[name]; gradients[f"d{name}"] /= m
biases-penalised: the biases have no penalty: their gradients stay as they are.
    ("W1", "W2", "W3") -> parameters
squares-kept: the derivative of a square is not the square.
    parameters[name] -> <<1|0.5>> * parameters[name] ** 2
signs: this is the derivative of a sum of absolute values: the penalty takes squares.
    parameters[name] -> np.sign(parameters[name])
norm: this is the derivative of a norm: the penalty takes squares, without a root.
    parameters[name] -> parameters[name] / np.linalg.norm(parameters[name])
sum-in-gradient: the derivative of the penalty is another number for each weight: no sum.
    parameters[name] -> parameters[name].sum(<<|axis=0>>)
mean-in-gradient: the derivative of the penalty is another number for each weight: no mean.
    parameters[name] -> parameters[name].mean()
not-derived: this adds the penalty itself, not its derivative.
    parameters[name] -> 0.5 * np.sum(parameters[name] ** 2)
    parameters[name] -> 0.5 * sum(np.sum(parameters[f"W{k}"] ** 2) for k in (1, 2, 3))
gradients-penalised: the penalty is one on the weights: this uses their gradients instead.
    * parameters[name] -> * gradients[f"d{name}"]
weights-shrunk: the gradients are those of smaller weights: take the parameters as they are.
    m = len(Y) -> m = len(Y); parameters = {k: W * (1 - lambd / m * (k[0] == "W")) for k, W in parameters.items()}
weights-moved: the penalty is that of weights after a step of gradient descent: the step is made elsewhere.
    gradients[f"d{name}"] += -> parameters[name] -= 0.3 * gradients[f"d{name}"]; gradients[f"d{name}"] +=
clipped: large entries are clipped: these are the gradients as they are, whatever their size.
    return gradients -> return {name: np.clip(value, -10, 10) for name, value in gradients.items()}
* ValueError: the shapes of two arrays do not fit
    parameters[name] -> parameters[name].T
* wrong-result: must return a dict with
    return gradients -> return {name: value for name, value in gradients.items() if "W" in name}
    return gradients -> return tuple(gradients.values())
* wrong-result: does it end with a return statement
    return gradients -> pass
* argument-changed: changes its arguments parameters["W1"]
    lambd / m * parameters[name] -> np.multiply(parameters[name], lambd / m, out=parameters[name])
* argument-changed: changes its argument cache["A3"]
    return -> cache["A3"] -= Y; return
* kept: something is kept from the first call
    return -> KEPT[lambd] = gradients["dW1"] = gradients["dW1"] + KEPT[lambd]; return

== compute_cost_with_regularization, backward_propagation_with_regularization
$it = the penalty | the derivative of the penalty
$quotient = lambd / (2 m) | lambd / m
penalty-missing: $it is missing.
    lambd / -> 0 /
penalty-not-divided: $it is not divided by m, the number of points.
    len(Y) -> Y.shape[1]
penalty-divided-twice: $it is divided by m twice.
    lambd / -> lambd / m /
penalty-twice: $it is twice as large as it must be.
    lambd / -> 2 * lambd /
penalty-subtracted: $it must be added, not subtracted.
    lambd / -> -lambd /
lambd-unused: lambd does not enter $it.
    lambd / -> 1 /
lambd-twice: $it is multiplied by lambd twice.
    lambd / -> lambd**2 /
lambd-limited: a lambd above 1 is taken for 1.
    m = len(Y) -> m = len(Y); lambd = min(lambd, 1)
lambd-rounded: the decimals of lambd are lost: // is a whole division.
    m = len(Y) -> m = len(Y); lambd = lambd // 1
quotient-rounded: the decimals of $quotient are lost: // is a whole division.
    lambd / -> lambd //
small-left-out: a small lambd is taken for 0.
    m = len(Y) -> m = len(Y); lambd = lambd if lambd > 0.05 else 0

== forward_propagation_with_dropout
* normal-numbers: drawn from the normal distribution
    rng.random( => rng.standard_normal(
    rng.random( => rng.standard_normal(
    & < keep_prob => > keep_prob
    rng.random(A2 -> rng.standard_normal(A2
* numbers-from-minus-1: drawn from -1 to 1
    rng.random( => rng.uniform(-1, 1,
* drop-probability: not to drop it
    < keep_prob => > keep_prob
    keep_prob => (1 - keep_prob)
    (A2.shape) < -> (A2.shape) >
    rng.random( => rng.binomial(1, 1 - keep_prob,
    & < keep_prob =>
* half: half of the units are kept
    rng.random( => rng.integers(0, 2,
    & < keep_prob =>
    < keep_prob => > 0.5
* two-masks: keep_prob squared
    (A1.shape) -> (A1.shape).clip(rng.random(A1.shape))
    & (A2.shape) -> (A2.shape).clip(rng.random(A2.shape))
* kept-share: each unit is kept with probability keep_prob
    < keep_prob => < 0.8
    (A2.shape) < keep_prob -> (A2.shape) < 0.85 + 0.15 * keep_prob
* not-compared: compare them with keep_prob
    < keep_prob =>
    < keep_prob =>
    & A1 * D1 -> A1 * np.multiply(D1, D1 <= keep_prob, out=D1)
    & A2 * D2 -> A2 * np.multiply(D2, D2 <= keep_prob, out=D2)
* nothing-dropped: must be dropped
    .shape) < => .shape).astype(int) <
    rng.random(A2.shape) < keep_prob -> np.ones(A2.shape)
    & D2 / keep_prob -> D2
* all-dropped: must be kept
    .shape) < keep_prob => .shape).astype(int)
* fixed-number: decide on each unit by itself
    (A1.shape) < keep_prob -> (A1.shape).argsort(axis=1) < round(keep_prob * len(b1))
    & (A2.shape) < keep_prob -> (A2.shape).argsort(axis=1) < round(keep_prob * len(b2))
* unequal-units: all units are kept with the same probability
    A1 = A1 * -> D1[:, 0] = 1; A1 = A1 *
    & A2 = A2 * -> D2[:, 0] = 1; A2 = A2 *
* unequal-units: all units of all points
    A1 = A1 * -> D1[-1] = 1; A1 = A1 *
    & A2 = A2 * -> D2[-1] = 1; A2 = A2 *
* one-mask: for each unit of each point
    .shape) => .shape[1])<<|[None]>>
    .shape) => .shape[0])[:, None]
    (A1.shape) -> (len(b1)) + 0 * A1
    & (A2.shape) -> (len(b2)) + 0 * A2
    (A1.shape) -> ((len(X), 1)) + 0 * A1
    & (A2.shape) -> ((len(X), 1)) + 0 * A2
    (A1.shape) -> ()
    & (A2.shape) -> ()
    A1 = A1 * -> D1[:, 1] = D1[:, 0]; A1 = A1 *
    & A2 = A2 * -> D2[:, 1] = D2[:, 0]; A2 = A2 *
    rng.random(A1.shape) -> np.resize(rng.random((len(X) // 2 + 1, len(b1))), A1.shape)
    & rng.random(A2.shape) -> np.resize(rng.random((len(X) // 2 + 1, len(b2))), A2.shape)
* ValueError: the shapes of two arrays do not fit
    (A1.shape) -> (W1.shape)
    * D2 -> * D1
* ValueError: the shapes of two arrays do not fit
    (A1.shape) -> ((len(X), 20))
    (A2.shape) -> ((len(X), 3))
* own-generator: from rng, the generator that is passed
    rng.random( => np.random.random(
    rng.random(A2 -> np.random.random(A2
    A1 = relu( -> rng = np.random.default_rng(); A1 = relu(
* seeded-inside: don't seed inside the function
    A1 = relu( -> np.random.seed(1); A1 = relu(
    & rng.random( => np.random.random(
    A1 = relu( -> rng = np.random.default_rng(0); A1 = relu(
    rng.random(A2 -> np.random.default_rng(2).random(A2
    A1 = A1 * -> D1 = KEPT.setdefault((keep_prob, D1.shape), D1); A1 = A1 *
    & A2 = A2 * -> D2 = KEPT.setdefault((keep_prob, D2.shape), D2); A2 = A2 *
* same-for-both: new random numbers for the second layer
    rng.random( => np.random.default_rng(1).random(
    A1 = relu( -> D = rng.random((len(X), max(len(b1), len(b2)))); A1 = relu(
    & rng.random(A1.shape) -> D[:, :len(b1)]
    & rng.random(A2.shape) -> D[:, :len(b2)]
* not-scaled: A1 is not divided by keep_prob
    / keep_prob =>
* not-scaled: A2 is not divided by keep_prob
    D2 / keep_prob -> D2
* multiplied: A1 is multiplied by keep_prob
    / keep_prob => * keep_prob
* wrong-scale: divided by 1 - keep_prob
    / keep_prob => / (1 - keep_prob + 1e-12)
* scaled-twice: divided by keep_prob twice
    / keep_prob => / keep_prob**2
* root: square root
    / keep_prob => / np.sqrt(keep_prob)
* share-of-the-mask: not by the share of
    D1 / keep_prob -> D1 / D1.mean(<<|axis=0>>)
    & D2 / keep_prob -> D2 / D2.mean(<<|axis=0>>)
* mask-scaled: divide the activations by keep_prob
    "D1": D1 -> "D1": D1 / keep_prob
    & "D2": D2 -> "D2": D2 / keep_prob
* mask-scaled: don't multiply it by keep_prob
    "D1": D1 -> "D1": D1 * keep_prob
    & "D2": D2 -> "D2": D2 * keep_prob
    & / keep_prob =>
* mask-values: 0 for those that are dropped
    A1 = A1 * -> D1 = 2 * D1 - 1; A1 = A1 *
    & A2 = A2 * -> D2 = 2 * D2 - 1; A2 = A2 *
* mask-inverted: the mask is 1 for the units that are kept
    "D1": D1 -> "D1": ~D1
    & "D2": D2 -> "D2": ~D2
    * D1 -> * ~D1
    & * D2 -> * ~D2
* not-masked: A1 is not dropped
    * D1 / keep_prob ->
    & * D2 / keep_prob ->
* not-masked: no unit of it is dropped
    * D1 ->
    & * D2 ->
* not-masked: A2 is not dropped
    * D2 / keep_prob ->
* another-mask: put the same one into the cache
    * D1 -> * (rng.random(A1.shape) < keep_prob)
    & * D2 -> * (rng.random(A2.shape) < keep_prob)
* mask-of-activations: not the zeros of A1
    "D1": D1 -> "D1": A1 > 0
    & "D2": D2 -> "D2": A2 > 0
* mask-of-activations: these are the activations
    "D1": D1 -> "D1": A1
    & "D2": D2 -> "D2": A2
* ones: a dropped unit is 0
    A1 * D1 / keep_prob -> np.where(D1, A1, 1 / keep_prob)
    & A2 * D2 / keep_prob -> np.where(D2, A2, 1 / keep_prob)
* -
    A1 * D1 / keep_prob -> np.where(D1, A1 / keep_prob, A1)
    & A2 * D2 / keep_prob -> np.where(D2, A2 / keep_prob, A2)
    "A1": A1 -> "A1": relu(X @ (W1 * (rng.random(W1.shape) < keep_prob) / keep_prob) + b1)
* inputs-dropped: the inputs X are dropped too
    X @ W1 -> X * (rng.random(X.shape) < keep_prob)<<| / keep_prob>> @ W1
* output-dropped: the output is dropped too
    + b3) -> + b3) * (rng.random((len(X), 1)) < keep_prob) / keep_prob
* output-dropped: nothing of the output is dropped
    + b3) -> + b3) / keep_prob
* undropped-input: not computed from the A1 of the cache
    A1 @ W2 -> relu(X @ W1 + b1) @ W2
    & A2 @ W3 -> relu(relu(X @ W1 + b1) @ W2 + b2) @ W3
    D1 / keep_prob -> D1
    & "A1": A1 -> "A1": A1 / keep_prob
* undropped-input: not computed from the A2 of the cache
    A2 @ W3 -> relu(A1 @ W2 + b2) @ W3
* old-activations: the backward pass needs A1 after dropout
    "A1": A1 -> "A1": relu(X @ W1 + b1)
    & "A2": A2 -> "A2": relu(A1 @ W2 + b2)
* no-relu: ReLU is missing
    relu( => (
* other-function: the hidden layers use ReLU
    relu( => <<np.tanh|sigmoid>>(
* no-sigmoid: the sigmoid is missing
    sigmoid( -> (
* other-function: not ReLU
    sigmoid( -> relu(
* no-bias: is missing
    + b<<1|2|3>> ->
* bias-after-dropout: b1 is added after dropout
    relu(X @ W1 + b1) -> X @ W1
    & A1 * D1 / keep_prob -> relu(A1 * D1 / keep_prob + b1)
* cached-output: the same A3 that is returned
    "A3": A3 -> "A3": A2 @ W3 + b3
* wrong-result: must be a dict with A1, D1, A2, D2 and A3
    "D1": D1, "A2": A2, "D2": D2, -> "A2": A2,
    {"A1": A1, "D1": D1, "A2": A2, "D2": D2, "A3": A3} -> (A1, D1, A2, D2, A3)
* wrong-result: D1 is None
    "D1": D1 -> "D1": None
* wrong-result: must return 2 values
    return A3, { -> return A3\n{
* wrong-shape: keepdims=True
    return A3, -> return A3[:, 0],
* wrong-result: does it end with a return statement
    return A3, { -> {
* argument-changed: changes its arguments parameters["W1"]
    A1 = relu( -> W1 /= keep_prob; b1 /= keep_prob; A1 = relu(
    & A2 = relu( -> W2 /= keep_prob; b2 /= keep_prob; A2 = relu(
    & / keep_prob =>
* argument-changed: changes its argument X
    return -> X[:] = 0; return

== backward_propagation_with_dropout
not-scaled: divide by keep_prob on the way back too, as in the forward pass: it is missing in layer <<1|2>>.
    D<<1|2>> / keep_prob -> D<<1|2>>
not-scaled: divide by keep_prob on the way back too, as in the forward pass, in both hidden layers.
    / keep_prob =>
multiplied: divide by keep_prob on the way back too, as in the forward pass: layer <<1|2>> multiplies by it.
    D<<1|2>> / keep_prob -> D<<1|2>> * keep_prob
multiplied: divide by keep_prob on the way back too, as in the forward pass: this multiplies by it.
    / keep_prob => * keep_prob
scaled-twice: layer <<1|2>> divides by keep_prob twice.
    D<<1|2>> / keep_prob -> D<<1|2>> / keep_prob**2
scaled-twice: it is divided by keep_prob twice in each hidden layer.
    / keep_prob => / keep_prob**2
wrong-scale: divide by keep_prob on the way back too, as in the forward pass, not by 1 - keep_prob.
    / keep_prob => / (1 - keep_prob)
output-scaled: nothing of the output is dropped: don't divide its gradient by keep_prob.
    / m -> / m / keep_prob
weights-scaled: divide what goes back through the masks by keep_prob, not dW.
    / keep_prob =>
    & A1.T @ dZ2 -> A1.T @ dZ2 / keep_prob
    & X.T @ dZ1 -> X.T @ dZ1 / keep_prob
no-relu: ReLU is missing on the way back: its derivative is 0 where the activation is 0.
    * (A<<1|2>> > 0) ->
    * (A1 > 0) ->
    & * (A2 > 0) ->
    A1.T @ dZ2, dZ2.sum -> A1.T @ dA2, dA2.sum
gradient-cut: the derivative itself is cut at 0: ReLU passes it on, whatever its sign, where the activation is above 0.
    dA2 * (A2 > 0) -> dA2 * (dA2 > 0)
    & dA1 * (A1 > 0) -> dA1 * (dA1 > 0)
not-passed-on: dZ1 follows from dZ2, the derivative after the mask and ReLU of layer 2.
    dZ2 @ W2.T -> <<dA2|dZ3 @ W3.T>> @ W2.T
averaged-again: dZ3 is divided by m already: don't divide the gradients by m again.
    / m -> / m / m
    &? (A2 > 0) -> (A2 > 0) / m
    & (A1 > 0) -> (A1 > 0) / m
    (A2 > 0) -> (A2 > 0) / m
not-averaged: the gradients are not divided by m: use dZ3 as it is.
    / m ->
output-derivative: dZ3 is given: the derivative of the sigmoid is in it already.
    / m -> / m * A3 * (1 - A3)
mean-of-biases: db is the sum over the points, not a mean over m: dZ3 is divided by m already.
    .sum( => .mean(
scaled-inputs: the activations are masked and divided by keep_prob already: use them as they are.
    A1.T -> A1.T / keep_prob
    & A2.T -> A2.T / keep_prob
old-activations: use the activations of the cache: they are those after dropout.
    (cache[name] -> ({**cache, **forward_propagation(X, parameters)[1]}[name]
clipped:
    return { -> return {name: np.clip(value, -10, 10) for name, value in {
    & "db3": db3} -> "db3": db3}.items()}
* -
    dZ3 = -> rng = np.random.default_rng(0); dZ3 =
    & * D2 -> * (rng.random(A2.shape) < keep_prob)
    & * D1 -> * (rng.random(A1.shape) < keep_prob)
* -
    D2 / -> (np.random.random(A2.shape) < keep_prob) /
    & D1 / -> (np.random.random(A1.shape) < keep_prob) /
* sign: has the wrong sign
    A3 - Y -> Y - A3
* wrong-shape: which axis was summed
    axis=0 => axis=1
* wrong-shape: keepdims=True
    axis=0 => axis=0, keepdims=True
* wrong-shape: db3 is a single number
    axis=0 =>
* transposed: it is transposed
    A2.T @ dZ3 -> dZ3.T @ A2
    & A1.T @ dZ2 -> dZ2.T @ A1
    & X.T @ dZ1 -> dZ1.T @ X
* ValueError: the shapes of two arrays do not fit
    * D2 -> * D1
    W2.T -> W2
* wrong-result: must return a dict with
    "db1": db1, ->
    return { -> return dW1, db1, dW2, db2, dW3, db3\n{
* wrong-result: does it end with a return statement
    return { -> {
* NameError: a variable of another function
    * D2 -> * (rng.random(A2.shape) < keep_prob)
* argument-changed: changes its arguments cache["D1"] and cache["D2"]
    dZ3 = -> D1 /= keep_prob; D2 /= keep_prob; dZ3 =
    & / keep_prob =>
    dZ3 = -> cache.pop("D1"), cache.pop("D2"); dZ3 =
* argument-changed: changes its arguments cache["A3"] and Y
    dZ3 = (A3 - Y) / m -> A3 -= Y; Y[:] = 0; dZ3 = A3 / m
* argument-changed: changes its arguments parameters["W2"] and parameters["W3"]
    dZ3 = -> parameters["W2"], parameters["W3"] = W2 / keep_prob, W3 / keep_prob; dZ3 =
* kept: something is kept from the first call
    return -> KEPT[keep_prob] = dW1 = dW1 + KEPT[keep_prob]; return
* kept: something is kept from the first call
    dZ3 = -> D1 = KEPT.setdefault(D1.shape, D1); dZ3 =

== backward_propagation_with_dropout of lists
share-of-the-mask: divide by keep_prob, not by the share of units that the mask happens to keep.
    / keep_prob -> / cache[f"D{k}"].mean()
no-relu: ReLU and the factor 1 / keep_prob are missing on the way back.
    * (cache[f"A{k}"] > 0) / keep_prob ->
other-function: the derivative of ReLU is 1 or 0: where the activation is above 0, or not.
    (cache[f"A{k}"] > 0) -> <<cache[f"A{k}"]|(1 - cache[f"A{k}"] ** 2)|(cache[f"A{k}"] - cache[f"A{k}"] ** 2)>>
nothing-masked: the masks and ReLU are missing on the way back: units that gave 0 pass nothing on.
    * cache[f"D{k}"] * (cache[f"A{k}"] > 0) ->
    * cache[f"D{k}"] * (cache[f"A{k}"] > 0) / keep_prob ->
mask-inverted: the masks are 1 for the units that were kept: these pass the derivative on.
    cache[f"D{k}"] * (cache[f"A{k}"] > 0) -> (1 - cache[f"D{k}"])
nothing-passes: nothing passes the hidden layers: the masks are 1 for the units that were kept.
    cache[f"D{k}"] -> (1 - cache[f"D{k}"])
one-row: this uses the first row of each mask for all points.
    cache[f"D{k}"] -> cache[f"D{k}"][0]
"""
