"""Correct but unusual versions of backward_propagation_with_regularization."""

import numpy as np


def in_place(X, Y, parameters, cache, lambd):
    """Adds to the arrays of the dict."""
    gradients = backward_propagation(X, Y, parameters, cache)
    for k in (1, 2, 3):
        gradients[f"dW{k}"] += lambd * parameters[f"W{k}"] / X.shape[0]
    return gradients


def new_dict(X, Y, parameters, cache, lambd):
    """A new dict in another order, in one expression."""
    gradients = backward_propagation(X, Y, parameters, cache)
    return {
        "d" + name: gradients["d" + name] + (lambd / len(X) * value if name.startswith("W") else 0)
        for name, value in sorted(parameters.items(), reverse=True)
    }


def loops(X, Y, parameters, cache, lambd):
    """Entry by entry."""
    gradients = backward_propagation(X, Y, parameters, cache)
    for k in range(1, 4):
        W, dW = parameters["W" + str(k)], gradients["dW" + str(k)]
        for i in range(W.shape[0]):
            for j in range(W.shape[1]):
                dW[i, j] += lambd / Y.shape[0] * W[i, j]
    return gradients


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


def einsums(X, Y, parameters, cache, lambd):
    """The backward pass by einsum."""
    G = (cache["A3"] - Y) / len(X)
    gradients = {"db3": np.einsum("mj->j", G), "dW3": np.einsum("mi,mj->ij", cache["A2"], G)}
    G = np.einsum("mj,ij,mi->mi", G, parameters["W3"], np.sign(cache["A2"]))
    gradients |= {"db2": np.einsum("mj->j", G), "dW2": np.einsum("mi,mj->ij", cache["A1"], G)}
    G = np.einsum("mj,ij,mi->mi", G, parameters["W2"], np.sign(cache["A1"]))
    gradients |= {"db1": np.einsum("mj->j", G), "dW1": np.einsum("mi,mj->ij", X, G)}
    for k in (1, 2, 3):
        gradients[f"dW{k}"] += np.einsum("ij,->ij", parameters[f"W{k}"], lambd / len(X))
    return gradients


def half_and_twice(X, Y, parameters, cache, lambd):
    """The derivative of the penalty as it is learned: lambd / (2 m) times 2 W."""
    gradients = backward_propagation(X, Y, parameters, cache)
    for name in ("W1", "W2", "W3"):
        gradients[f"d{name}"] = np.add(gradients[f"d{name}"], lambd / (2 * len(Y)) * (2 * parameters[name]))
    return gradients


def transposed(X, Y, parameters, cache, lambd):
    """Works with transposed matrices and returns views of them."""
    gradients = backward_propagation(X, Y, parameters, cache)
    for k in (1, 2, 3):
        gradients[f"dW{k}"] = (gradients[f"dW{k}"].T + parameters[f"W{k}"].T * (lambd / len(X))).T
    return gradients


def lists(X, Y, parameters, cache, lambd):
    """The gradients are nested lists."""
    gradients = backward_propagation(X, Y, parameters, cache)
    for k in (1, 2, 3):
        gradients[f"dW{k}"] = gradients[f"dW{k}"] + lambd / len(X) * parameters[f"W{k}"]
    return {name: value.tolist() for name, value in gradients.items()}


def single_precision(X, Y, parameters, cache, lambd):
    """All work in float32."""
    single = {name: value.astype(np.float32) for name, value in parameters.items()}
    gradients = backward_propagation(X.astype(np.float32), Y.astype(np.float32), single,
                                     {name: value.astype(np.float32) for name, value in cache.items()})
    for k in (1, 2, 3):
        gradients[f"dW{k}"] += np.float32(lambd / len(X)) * single[f"W{k}"]
    return gradients
