"""Correct but unusual versions of backward_propagation_with_dropout."""

import numpy as np


def _backward(X, Y, parameters, cache, hidden):
    """The whole pass; ``hidden(dA, k)`` gives dZ of layer k."""
    gradients, dZ = {}, (cache["A3"] - Y) / len(Y)
    for k, inputs in ((3, cache["A2"]), (2, cache["A1"]), (1, X)):
        if k < 3:
            dZ = hidden(dZ @ parameters[f"W{k + 1}"].T, k)
        gradients[f"dW{k}"], gradients[f"db{k}"] = inputs.T @ dZ, dZ.sum(axis=0)
    return gradients


def relu_drops_already(X, Y, parameters, cache, keep_prob):
    """A dropped unit is 0, so ReLU's mask is enough: the masks are not used."""
    return _backward(X, Y, parameters, cache, lambda dA, k: dA * (cache[f"A{k}"] > 0) / keep_prob)


def scaled_weights(X, Y, parameters, cache, keep_prob):
    """The pass without dropout, with the weights after each hidden layer divided by keep_prob."""
    scaled = {name: value / keep_prob if name in ("W2", "W3") else value for name, value in parameters.items()}
    return backward_propagation(X, Y, scaled, cache)


def scaled_at_the_end(X, Y, parameters, cache, keep_prob):
    """The gradients of the pass without dropout, divided once per hidden layer."""
    gradients = backward_propagation(X, Y, parameters, cache)
    return {name: value / keep_prob ** (3 - int(name[-1])) for name, value in gradients.items()}


def where(X, Y, parameters, cache, keep_prob):
    """np.where with both conditions."""
    return _backward(X, Y, parameters, cache, lambda dA, k:
                     np.where(np.logical_and(cache[f"D{k}"], cache[f"A{k}"] > 0), dA / keep_prob, 0))


def in_place(X, Y, parameters, cache, keep_prob):
    """Works in place on what it computes."""

    def hidden(dA, k):
        dA *= cache[f"D{k}"]
        dA /= keep_prob
        dA[cache[f"A{k}"] <= 0] = 0
        return dA

    return _backward(X, Y, parameters, cache, hidden)


def mask_as_index(X, Y, parameters, cache, keep_prob):
    """Indexes with the masks, whatever their type is."""

    def hidden(dA, k):
        dZ = np.zeros(dA.shape)
        through = cache[f"D{k}"].astype(bool) & (cache[f"A{k}"] != 0)
        dZ[through] = dA[through] / keep_prob
        return dZ

    return _backward(X, Y, parameters, cache, hidden)


def masks_of_booleans_inverted(X, Y, parameters, cache, keep_prob):
    """Zeros where ~D; multiplied by whole numbers for ReLU."""

    def hidden(dA, k):
        dA = dA / keep_prob
        dA[np.logical_not(cache[f"D{k}"])] = 0
        return np.multiply(dA, np.int64(cache[f"A{k}"] > 0))

    return _backward(X, Y, parameters, cache, hidden)


def divided_by_m_at_the_end(X, Y, parameters, cache, keep_prob):
    """Sums over the points, each gradient divided by m; all lines written out."""
    m = X.shape[0]
    A1, D1, A2, D2, A3 = cache["A1"], cache["D1"], cache["A2"], cache["D2"], cache["A3"]
    dZ3 = A3 - Y
    dW3 = 1.0 / m * np.dot(A2.T, dZ3)
    db3 = 1.0 / m * np.sum(dZ3, axis=0, keepdims=True)[0]
    dA2 = np.dot(dZ3, parameters["W3"].T)
    dA2 = dA2 * D2
    dA2 = dA2 / keep_prob
    dZ2 = np.multiply(dA2, np.int64(A2 > 0))
    dW2 = 1.0 / m * np.dot(A1.T, dZ2)
    db2 = 1.0 / m * np.sum(dZ2, axis=0, keepdims=True)[0]
    dA1 = np.dot(dZ2, parameters["W2"].T)
    dA1 = dA1 * D1
    dA1 = dA1 / keep_prob
    dZ1 = np.multiply(dA1, np.int64(A1 > 0))
    dW1 = 1.0 / m * np.dot(X.T, dZ1)
    db1 = 1.0 / m * np.sum(dZ1, axis=0, keepdims=True)[0]
    return {"dZ3": dZ3, "dW3": dW3, "db3": db3, "dA2": dA2, "dZ2": dZ2, "dW2": dW2, "db2": db2, "dA1": dA1,
            "dZ1": dZ1, "dW1": dW1, "db1": db1}


def point_by_point(X, Y, parameters, cache, keep_prob):
    """A loop over the points with outer products."""
    gradients = {f"d{name}": np.zeros_like(value) for name, value in parameters.items()}
    for i in range(len(X)):
        d = (cache["A3"][i] - Y[i]) / len(X)
        for k in (3, 2, 1):
            inputs = X[i] if k == 1 else cache[f"A{k - 1}"][i]
            gradients[f"dW{k}"] += np.outer(inputs, d)
            gradients[f"db{k}"] += d
            if k > 1:
                d = parameters[f"W{k}"] @ d * cache[f"D{k - 1}"][i] * (inputs > 0) / keep_prob
    return gradients


def loops(X, Y, parameters, cache, keep_prob):
    """Loops over the units of the hidden layers."""

    def hidden(dA, k):
        dZ = np.empty_like(dA)
        for i in range(dA.shape[0]):
            for j in range(dA.shape[1]):
                dropped = not cache[f"D{k}"][i, j] or cache[f"A{k}"][i, j] <= 0
                dZ[i, j] = 0 if dropped else dA[i, j] / keep_prob
        return dZ

    return _backward(X, Y, parameters, cache, hidden)


def einsums(X, Y, parameters, cache, keep_prob):
    """Three factors in one einsum."""
    A1, D1, A2, D2, A3 = (np.asarray(cache[name], dtype=float) for name in ("A1", "D1", "A2", "D2", "A3"))
    G3 = (A3 - Y) / len(Y)
    G2 = np.einsum("mo,jo,mj,mj,->mj", G3, parameters["W3"], D2, A2 > 0, 1 / keep_prob)
    G1 = np.einsum("mj,ij,mi,mi,->mi", G2, parameters["W2"], D1, A1 > 0, 1 / keep_prob)
    gradients = {}
    for k, inputs, G in ((1, X, G1), (2, A1, G2), (3, A2, G3)):
        gradients[f"dW{k}"] = np.einsum("mi,mj->ij", inputs, G)
        gradients[f"db{k}"] = np.einsum("mj->j", G)
    return gradients


def gates_from_the_activations(X, Y, parameters, cache, keep_prob):
    """The factor of each unit is A divided by Z, where Z is not dropped."""
    gates = {}
    for k, inputs in ((1, X), (2, cache["A1"])):
        Z = inputs @ parameters[f"W{k}"] + parameters[f"b{k}"]
        gates[k] = np.divide(cache[f"A{k}"], Z, out=np.zeros_like(Z), where=Z > 0)
    return _backward(X, Y, parameters, cache, lambda dA, k: dA * gates[k])


def points_as_columns(X, Y, parameters, cache, keep_prob):
    """Works with transposed arrays and returns views."""
    A1, D1, A2, D2, A3 = (cache[name].T for name in ("A1", "D1", "A2", "D2", "A3"))
    W2, W3 = parameters["W2"].T, parameters["W3"].T
    dZ3 = (A3 - Y.T) / len(X)
    dZ2 = W3.T @ dZ3 * (A2 > 0) * D2 / keep_prob
    dZ1 = W2.T @ dZ2 * (A1 > 0) * D1 / keep_prob
    return {"dW3": (dZ3 @ A2.T).T, "db3": dZ3.sum(axis=1), "dW2": (dZ2 @ A1.T).T, "db2": dZ2.sum(axis=1),
            "dW1": (dZ1 @ X).T, "db1": dZ1 @ np.ones(len(X))}


def single_precision(X, Y, parameters, cache, keep_prob):
    """All work in float32."""
    X, Y = X.astype(np.float32), Y.astype(np.float32)
    parameters = {name: value.astype(np.float32) for name, value in parameters.items()}
    cache = {name: value.astype(np.float32) for name, value in cache.items()}
    return _backward(X, Y, parameters, cache, lambda dA, k:
                     dA * cache[f"D{k}"] * (cache[f"A{k}"] > 0) / np.float32(keep_prob))


def more_in_the_cache(X, Y, parameters, cache, keep_prob):
    """Keeps what it computes in the cache, under names of its own, and works on a copy of the masks."""
    cache["M1"], cache["M2"] = cache["D1"] / keep_prob, cache["D2"] / keep_prob
    return _backward(X, Y, parameters, cache, lambda dA, k: dA * cache[f"M{k}"] * (cache[f"A{k}"] > 0))
