"""Lab 4: right but unusual versions of the functions (`grading.right_versions` says how to read them)."""

import numpy as np


def _layers(parameters):
    return [(parameters[f"W{k}"], parameters[f"b{k}"]) for k in (1, 2, 3)]


def _forward(X, parameters, keep_prob, rng, mask, drop=lambda A, D, keep_prob: A * D / keep_prob):
    (W1, b1), (W2, b2), (W3, b3) = _layers(parameters)
    A1 = relu(X @ W1 + b1)
    D1 = mask(A1.shape)
    A1 = drop(A1, D1, keep_prob)
    A2 = relu(A1 @ W2 + b2)
    D2 = mask(A2.shape)
    A2 = drop(A2, D2, keep_prob)
    A3 = sigmoid(A2 @ W3 + b3)
    return A3, {"A1": A1, "D1": D1, "A2": A2, "D2": D2, "A3": A3}


def _backward(X, Y, parameters, cache, hidden):
    """The whole pass; ``hidden(dA, k)`` gives dZ of layer k."""
    gradients, dZ = {}, (cache["A3"] - Y) / len(Y)
    for k, inputs in ((3, cache["A2"]), (2, cache["A1"]), (1, X)):
        if k < 3:
            dZ = hidden(dZ @ parameters[f"W{k + 1}"].T, k)
        gradients[f"dW{k}"], gradients[f"db{k}"] = inputs.T @ dZ, dZ.sum(axis=0)
    return gradients


class backward_propagation_with_regularization:
    def whole_pass_by_hand(X, Y, parameters, cache, lambd):
        """Its own backward pass: backward_propagation is not used."""
        m = X.shape[0]
        A1, A2, A3 = cache["A1"], cache["A2"], cache["A3"]
        W1, W2, W3 = parameters["W1"], parameters["W2"], parameters["W3"]
        dZ3 = A3 - Y
        dW3, db3 = (A2.T.dot(dZ3) + lambd * W3) / m, dZ3.mean(axis=0)
        dZ2 = np.where(A2 > 0, dZ3.dot(W3.T), 0)
        dW2, db2 = (A1.T.dot(dZ2) + lambd * W2) / m, dZ2.mean(axis=0)
        dZ1 = np.multiply(dZ2.dot(W2.T), np.int64(A1 > 0))
        dW1, db1 = (X.T.dot(dZ1) + lambd * W1) / m, dZ1.mean(axis=0)
        return {"dZ3": dZ3, "dW3": dW3, "db3": db3, "dZ2": dZ2, "dW2": dW2, "db2": db2, "dZ1": dZ1, "dW1": dW1, "db1": db1}


class forward_propagation_with_dropout:
    def scaled_mask_is_a_helper(X, parameters, keep_prob, rng):
        """The scaled masks are used; the cache holds the masks of 0 and 1."""
        scaled = []

        def drop(A, M, keep_prob):
            scaled.append(M)
            return np.multiply(A, M)

        A3, cache = _forward(X, parameters, keep_prob, rng, lambda shape: (rng.random(shape) < keep_prob) / keep_prob, drop)
        return A3, {**cache, "D1": scaled[0] > 0, "D2": (scaled[1] * keep_prob).round()}

    def point_by_point(X, parameters, keep_prob, rng):
        """A loop over the points, in plain Python lists."""
        layers = _layers(parameters)
        cache = {name: [] for name in ("A1", "D1", "A2", "D2", "A3")}
        for a in X:
            for k in (1, 2):
                W, b = layers[k - 1]
                d = rng.random(len(b)) < keep_prob
                a = np.array([max(z, 0) / keep_prob if keep else 0 for z, keep in zip(a @ W + b, d)])
                cache[f"A{k}"].append(a)
                cache[f"D{k}"].append(d)
            cache["A3"].append(sigmoid(a @ layers[2][0] + layers[2][1]))
        cache = {name: np.array(rows) for name, rows in cache.items()}
        return cache["A3"], cache

    def masked_arrays(X, parameters, keep_prob, rng):
        """np.ma puts 0 where a unit is dropped."""
        return _forward(X, parameters, keep_prob, rng, lambda shape: rng.random(shape) < keep_prob, lambda A, D, keep_prob:
                        np.ma.array(A, mask=~D).filled(0) / keep_prob)

    def normal_numbers_with_the_right_limit(X, parameters, keep_prob, rng):
        """Normal numbers below their own quantile, and the generator's bits for the other layer."""
        from statistics import NormalDist

        def mask(shape):
            limit = NormalDist().inv_cdf(keep_prob) if keep_prob < 1 else np.inf
            return rng.standard_normal(shape) < limit

        return _forward(X, parameters, keep_prob, rng, mask)


TABLE = r"""
== compute_cost_with_regularization
loops: Loops over the entries of each matrix.
    | penalty = 0.0
    | for name in ("W1", "W2", "W3"):
    |     for row in parameters[name]:
    |         for w in row:
    |             penalty += w * w
    & return cost -> return compute_cost(A3, Y) + penalty * lambd / (2 * Y.shape[0])
frobenius_norms: Squares of norms.
    | norms = [np.linalg.norm(parameters[f"W{k}"], "fro") for k in range(1, 4)]
    & return cost -> return compute_cost(A3, Y) + np.square(norms).sum() * (lambd / 2) / len(A3)
traces: The trace of W.T W.
    | penalty = sum(np.trace(parameters[f"W{k}"].T @ parameters[f"W{k}"]) for k in (3, 2, 1))
    & return cost -> return compute_cost(A3, Y) + 0.5 * lambd / np.shape(Y)[0] * penalty
all_weights_in_one_vector: One dot product of all weights.
    | w = np.concatenate([value.ravel() for name, value in parameters.items() if value.ndim == 2])
    & return cost -> return compute_cost(A3, Y) + lambd * (w @ w) / (2 * Y.size)
einsums: einsum for everything.
    | P = np.clip(A3, 1e-12, 1 - 1e-12)
    | losses = -np.einsum("mi,mi->", Y, np.log(P)) - np.einsum("mi,mi->", 1 - Y, np.log(1 - P))
    | penalty = sum(np.einsum("ij,ij->", W, W) for W in (parameters["W1"], parameters["W2"], parameters["W3"]))
    & return cost -> return (losses + lambd / 2 * penalty) / len(Y)
cross_entropy_by_hand: Picks the probability of the label of each point.
    | m = Y.shape[0]
    | p = np.where(Y == 1, A3, 1 - A3)
    | L2 = sum(np.sum(np.power(parameters["W" + k], 2)) for k in "123")
    & return cost -> return -np.log(np.maximum(p, 1e-15)).mean() + lambd * L2 / m / 2
array_of_no_dimension: The cost is a 0-d array.
    | penalty = sum(np.vdot(parameters[f"W{k}"], parameters[f"W{k}"]) for k in (1, 2, 3))
    & return cost -> return np.array(compute_cost(A3, Y) + lambd * penalty / (2.0 * len(Y)))
single_precision: All work in float32.
    | squares = sum(np.sum(parameters[f"W{k}"].astype(np.float32) ** 2) for k in (1, 2, 3))
    | return np.float32(compute_cost(A3.astype(np.float32), Y)) + np.float32(lambd) * squares / np.float32(2 * len(Y))

== backward_propagation_with_regularization
in_place: Adds to the arrays of the dict.
    | for k in (1, 2, 3):
    |     gradients[f"dW{k}"] += lambd * parameters[f"W{k}"] / X.shape[0]
new_dict: A new dict in another order, in one expression.
    | return {
    |     "d" + name: gradients["d" + name] + (lambd / len(X) * value if name.startswith("W") else 0)
    |     for name, value in sorted(parameters.items(), reverse=True)
    | }
loops: Entry by entry.
    | for k in range(1, 4):
    |     W, dW = parameters["W" + str(k)], gradients["dW" + str(k)]
    |     for i in range(W.shape[0]):
    |         for j in range(W.shape[1]):
    |             dW[i, j] += lambd / Y.shape[0] * W[i, j]
einsums: The backward pass by einsum.
    | G = (cache["A3"] - Y) / len(X)
    | gradients = {"db3": np.einsum("mj->j", G), "dW3": np.einsum("mi,mj->ij", cache["A2"], G)}
    | G = np.einsum("mj,ij,mi->mi", G, parameters["W3"], np.sign(cache["A2"]))
    | gradients |= {"db2": np.einsum("mj->j", G), "dW2": np.einsum("mi,mj->ij", cache["A1"], G)}
    | G = np.einsum("mj,ij,mi->mi", G, parameters["W2"], np.sign(cache["A1"]))
    | gradients |= {"db1": np.einsum("mj->j", G), "dW1": np.einsum("mi,mj->ij", X, G)}
    | for k in (1, 2, 3):
    |     gradients[f"dW{k}"] += np.einsum("ij,->ij", parameters[f"W{k}"], lambd / len(X))
half_and_twice: The derivative of the penalty as it is learned: lambd / (2 m) times 2 W.
    | for name in ("W1", "W2", "W3"):
    |     gradients[f"d{name}"] = np.add(gradients[f"d{name}"], lambd / (2 * len(Y)) * (2 * parameters[name]))
transposed: Works with transposed matrices and returns views of them.
    | for k in (1, 2, 3):
    |     gradients[f"dW{k}"] = (gradients[f"dW{k}"].T + parameters[f"W{k}"].T * (lambd / len(X))).T
lists: The gradients are nested lists.
    | for k in (1, 2, 3):
    |     gradients[f"dW{k}"] = gradients[f"dW{k}"] + lambd / len(X) * parameters[f"W{k}"]
    & return gradients -> return {name: value.tolist() for name, value in gradients.items()}
single_precision: All work in float32.
    | single = {name: value.astype(np.float32) for name, value in parameters.items()}
    | gradients = backward_propagation(X.astype(np.float32), Y.astype(np.float32), single,
    |                                  {name: value.astype(np.float32) for name, value in cache.items()})
    | for k in (1, 2, 3):
    |     gradients[f"dW{k}"] += np.float32(lambd / len(X)) * single[f"W{k}"]

== forward_propagation_with_dropout
whole_numbers_as_masks: Masks of int.
    | return _forward(X, parameters, keep_prob, rng, lambda shape: (rng.random(shape) < keep_prob).astype(int))
floats_as_masks: Masks of float.
    | return _forward(X, parameters, keep_prob, rng, lambda shape: 1.0 * (rng.random(size=shape) <= keep_prob))
bytes_as_masks: Masks of uint8, from single random floats.
    | return _forward(X, parameters, keep_prob, rng, lambda shape:
    |                 (rng.random(shape, dtype=np.float32) < keep_prob).astype(np.uint8))
uniform: rng.uniform, compared with the share to drop.
    | return _forward(X, parameters, keep_prob, rng, lambda shape: rng.uniform(0, 1, shape) >= 1 - keep_prob)
binomial: rng.binomial.
    | return _forward(X, parameters, keep_prob, rng, lambda shape: rng.binomial(1, keep_prob, size=shape))
choice: rng.choice of 0 and 1.
    | return _forward(X, parameters, keep_prob, rng, lambda shape:
    |                 rng.choice([0, 1], size=shape, p=[1 - keep_prob, keep_prob]))
choice_of_booleans: rng.choice of True and False.
    | return _forward(X, parameters, keep_prob, rng, lambda shape:
    |                 rng.choice([True, False], p=[keep_prob, 1 - keep_prob], size=shape))
rounded_down: floor(random + keep_prob).
    | return _forward(X, parameters, keep_prob, rng, lambda shape: np.floor(rng.random(shape) + keep_prob))
step_function: np.heaviside, and np.where for dropout.
    | return _forward(X, parameters, keep_prob, rng, lambda shape: np.heaviside(keep_prob - rng.random(shape), 1.0),
    |                 lambda A, D, keep_prob: np.where(D == 1, A / keep_prob, 0.0))
assignment_to_dropped_units: Dropped units are set to 0 in place, the others are divided in place.
    | def drop(A, D, keep_prob):
    |     A[~D] = 0
    |     A /= keep_prob
    |     return A
    |
    | return _forward(X, parameters, keep_prob, rng, lambda shape: rng.random(shape) < keep_prob, drop)
numbers_cut_in_place: The random numbers become the mask in place.
    | def mask(shape):
    |     D = rng.random(shape)
    |     kept = D < keep_prob
    |     D[kept], D[~kept] = 1, 0
    |     return D
    |
    | return _forward(X, parameters, keep_prob, rng, mask)
list_comprehension: Masks by list comprehensions, one random number at a time.
    | return _forward(X, parameters, keep_prob, rng, lambda shape:
    |                 np.array([[int(rng.random() < keep_prob) for _ in range(shape[1])] for _ in range(shape[0])]))
lists_as_masks: The masks in the cache are nested lists.
    | A3, cache = _forward(X, parameters, keep_prob, rng, lambda shape: rng.random(shape) < keep_prob)
    | return A3, {**cache, "D1": cache["D1"].tolist(), "D2": cache["D2"].tolist()}
all_drawn_at_once: One array of random numbers for both layers, drawn before anything else.
    | (W1, b1), (W2, b2), (W3, b3) = _layers(parameters)
    | D1, D2 = np.split(rng.random((len(X), len(b1) + len(b2))) < keep_prob, [len(b1)], axis=1)
    | A1 = np.maximum(0, X @ W1 + b1) * D1 / keep_prob
    | A2 = np.maximum(0, A1 @ W2 + b2) * D2 / keep_prob
    | A3 = 1 / (1 + np.exp(-np.clip(A2 @ W3 + b3, -500, 500)))
    | return A3, dict(D1=D1, D2=D2, A1=A1, A2=A2, A3=A3)
second_mask_first: D2 is drawn before D1, unit by unit; the cache has more entries.
    | (W1, b1), (W2, b2), (W3, b3) = _layers(parameters)
    | D2 = (rng.random((len(b2), len(X))) < keep_prob).T
    | D1 = (rng.random((len(b1), len(X))) < keep_prob).T
    | Z1 = X @ W1 + b1
    | A1 = np.where(Z1 > 0, Z1, 0) * D1 / keep_prob
    | Z2 = A1 @ W2 + b2
    | A2 = np.where(Z2 > 0, Z2, 0) * D2 / keep_prob
    | Z3 = A2 @ W3 + b3
    | A3 = sigmoid(Z3)
    | return [A3, {"Z1": Z1, "D1": D1, "A1": A1, "Z2": Z2, "D2": D2, "A2": A2, "Z3": Z3, "A3": A3}]
dropout_before_relu: Z is dropped and divided, then ReLU: the same result.
    | (W1, b1), (W2, b2), (W3, b3) = _layers(parameters)
    | Z1 = X @ W1 + b1
    | D1 = rng.random(Z1.shape) < keep_prob
    | A1 = relu(Z1 * D1 / keep_prob)
    | Z2 = A1 @ W2 + b2
    | D2 = rng.random(Z2.shape) < keep_prob
    | A2 = relu(Z2 * D2 / keep_prob)
einsums: einsum for the products, masks and scale included.
    | (W1, b1), (W2, b2), (W3, b3) = _layers(parameters)
    | D1, D2 = (np.less(rng.random((len(X), len(b))), keep_prob).astype(np.int8) for b in (b1, b2))
    | A1 = np.einsum("mi,mi,->mi", relu(np.einsum("md,di->mi", X, W1) + b1), D1, 1 / keep_prob)
    | A2 = np.einsum("mj,mj,->mj", relu(np.einsum("mi,ij->mj", A1, W2) + b2), D2, 1 / keep_prob)
    | A3 = sigmoid(np.einsum("mj,jo->mo", A2, W3) + b3)
generator_spawned: A child of the generator for each layer.
    | children = iter(rng.spawn(2))
    | return _forward(X, parameters, keep_prob, rng, lambda shape: next(children).random(shape) < keep_prob)
single_precision: All work in float32.
    | single = {name: value.astype(np.float32) for name, value in parameters.items()}
    | return _forward(X.astype(np.float32), single, np.float32(keep_prob), rng, lambda shape:
    |                 (rng.random(shape) < keep_prob).astype(np.float32))
generators_of_its_own_from_rng: One generator for each layer, seeded with numbers from rng.
    | one, two = (np.random.default_rng(seed) for seed in rng.integers(2**63, size=2))
    | D1 = one.binomial(1, keep_prob, (len(X), len(b1)))
    | A1 = relu(X @ W1 + b1) * D1 / keep_prob
    | D2 = two.choice([0.0, 1.0], (len(X), len(b2)), p=[1 - keep_prob, keep_prob])
    | A2 = relu(A1 @ W2 + b2) * D2 / keep_prob

== backward_propagation_with_dropout
relu_drops_already: A dropped unit is 0, so ReLU's mask is enough: the masks are not used.
    | return _backward(X, Y, parameters, cache, lambda dA, k: dA * (cache[f"A{k}"] > 0) / keep_prob)
scaled_weights: The pass without dropout, with the weights after each hidden layer divided by keep_prob.
    | scaled = {name: value / keep_prob if name in ("W2", "W3") else value for name, value in parameters.items()}
    | return backward_propagation(X, Y, scaled, cache)
scaled_at_the_end: The gradients of the pass without dropout, divided once per hidden layer.
    | gradients = backward_propagation(X, Y, parameters, cache)
    | return {name: value / keep_prob ** (3 - int(name[-1])) for name, value in gradients.items()}
where: np.where with both conditions.
    | return _backward(X, Y, parameters, cache, lambda dA, k:
    |                  np.where(np.logical_and(cache[f"D{k}"], cache[f"A{k}"] > 0), dA / keep_prob, 0))
in_place: Works in place on what it computes.
    | def hidden(dA, k):
    |     dA *= cache[f"D{k}"]
    |     dA /= keep_prob
    |     dA[cache[f"A{k}"] <= 0] = 0
    |     return dA
    |
    | return _backward(X, Y, parameters, cache, hidden)
mask_as_index: Indexes with the masks, whatever their type is.
    | def hidden(dA, k):
    |     dZ = np.zeros(dA.shape)
    |     through = cache[f"D{k}"].astype(bool) & (cache[f"A{k}"] != 0)
    |     dZ[through] = dA[through] / keep_prob
    |     return dZ
    |
    | return _backward(X, Y, parameters, cache, hidden)
masks_of_booleans_inverted: Zeros where ~D; multiplied by whole numbers for ReLU.
    | def hidden(dA, k):
    |     dA = dA / keep_prob
    |     dA[np.logical_not(cache[f"D{k}"])] = 0
    |     return np.multiply(dA, np.int64(cache[f"A{k}"] > 0))
    |
    | return _backward(X, Y, parameters, cache, hidden)
divided_by_m_at_the_end: Sums over the points, each gradient divided by m; all lines written out.
    | m = X.shape[0]
    | A1, D1, A2, D2, A3 = cache["A1"], cache["D1"], cache["A2"], cache["D2"], cache["A3"]
    | dZ3 = A3 - Y
    | dW3 = 1.0 / m * np.dot(A2.T, dZ3)
    | db3 = 1.0 / m * np.sum(dZ3, axis=0, keepdims=True)[0]
    | dA2 = np.dot(dZ3, parameters["W3"].T)
    | dA2 = dA2 * D2
    | dA2 = dA2 / keep_prob
    | dZ2 = np.multiply(dA2, np.int64(A2 > 0))
    | dW2 = 1.0 / m * np.dot(A1.T, dZ2)
    | db2 = 1.0 / m * np.sum(dZ2, axis=0, keepdims=True)[0]
    | dA1 = np.dot(dZ2, parameters["W2"].T)
    | dA1 = dA1 * D1
    | dA1 = dA1 / keep_prob
    | dZ1 = np.multiply(dA1, np.int64(A1 > 0))
    | dW1 = 1.0 / m * np.dot(X.T, dZ1)
    | db1 = 1.0 / m * np.sum(dZ1, axis=0, keepdims=True)[0]
    | return {"dZ3": dZ3, "dW3": dW3, "db3": db3, "dA2": dA2, "dZ2": dZ2, "dW2": dW2, "db2": db2, "dA1": dA1,
    |         "dZ1": dZ1, "dW1": dW1, "db1": db1}
point_by_point: A loop over the points with outer products.
    | gradients = {f"d{name}": np.zeros_like(value) for name, value in parameters.items()}
    | for i in range(len(X)):
    |     d = (cache["A3"][i] - Y[i]) / len(X)
    |     for k in (3, 2, 1):
    |         inputs = X[i] if k == 1 else cache[f"A{k - 1}"][i]
    |         gradients[f"dW{k}"] += np.outer(inputs, d)
    |         gradients[f"db{k}"] += d
    |         if k > 1:
    |             d = parameters[f"W{k}"] @ d * cache[f"D{k - 1}"][i] * (inputs > 0) / keep_prob
    & return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2, "dW3": dW3, "db3": db3} -> return gradients
loops: Loops over the units of the hidden layers.
    | def hidden(dA, k):
    |     dZ = np.empty_like(dA)
    |     for i in range(dA.shape[0]):
    |         for j in range(dA.shape[1]):
    |             dropped = not cache[f"D{k}"][i, j] or cache[f"A{k}"][i, j] <= 0
    |             dZ[i, j] = 0 if dropped else dA[i, j] / keep_prob
    |     return dZ
    |
    | return _backward(X, Y, parameters, cache, hidden)
einsums: Three factors in one einsum.
    | A1, D1, A2, D2, A3 = (np.asarray(cache[name], dtype=float) for name in ("A1", "D1", "A2", "D2", "A3"))
    | G3 = (A3 - Y) / len(Y)
    | G2 = np.einsum("mo,jo,mj,mj,->mj", G3, parameters["W3"], D2, A2 > 0, 1 / keep_prob)
    | G1 = np.einsum("mj,ij,mi,mi,->mi", G2, parameters["W2"], D1, A1 > 0, 1 / keep_prob)
    | gradients = {}
    | for k, inputs, G in ((1, X, G1), (2, A1, G2), (3, A2, G3)):
    |     gradients[f"dW{k}"] = np.einsum("mi,mj->ij", inputs, G)
    |     gradients[f"db{k}"] = np.einsum("mj->j", G)
    & return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2, "dW3": dW3, "db3": db3} -> return gradients
gates_from_the_activations: The factor of each unit is A divided by Z, where Z is not dropped.
    | gates = {}
    | for k, inputs in ((1, X), (2, cache["A1"])):
    |     Z = inputs @ parameters[f"W{k}"] + parameters[f"b{k}"]
    |     gates[k] = np.divide(cache[f"A{k}"], Z, out=np.zeros_like(Z), where=Z > 0)
    | return _backward(X, Y, parameters, cache, lambda dA, k: dA * gates[k])
points_as_columns: Works with transposed arrays and returns views.
    | A1, D1, A2, D2, A3 = (cache[name].T for name in ("A1", "D1", "A2", "D2", "A3"))
    | W2, W3 = parameters["W2"].T, parameters["W3"].T
    | dZ3 = (A3 - Y.T) / len(X)
    | dZ2 = W3.T @ dZ3 * (A2 > 0) * D2 / keep_prob
    | dZ1 = W2.T @ dZ2 * (A1 > 0) * D1 / keep_prob
    | return {"dW3": (dZ3 @ A2.T).T, "db3": dZ3.sum(axis=1), "dW2": (dZ2 @ A1.T).T, "db2": dZ2.sum(axis=1),
    |         "dW1": (dZ1 @ X).T, "db1": dZ1 @ np.ones(len(X))}
single_precision: All work in float32.
    | X, Y = X.astype(np.float32), Y.astype(np.float32)
    | parameters = {name: value.astype(np.float32) for name, value in parameters.items()}
    | cache = {name: value.astype(np.float32) for name, value in cache.items()}
    | return _backward(X, Y, parameters, cache, lambda dA, k:
    |                  dA * cache[f"D{k}"] * (cache[f"A{k}"] > 0) / np.float32(keep_prob))
more_in_the_cache: Keeps what it computes in the cache, under names of its own, and works on a copy of the masks.
    | cache["M1"], cache["M2"] = cache["D1"] / keep_prob, cache["D2"] / keep_prob
    | return _backward(X, Y, parameters, cache, lambda dA, k: dA * cache[f"M{k}"] * (cache[f"A{k}"] > 0))
"""
