"""Correct but unusual versions of forward_propagation_with_dropout."""

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


def whole_numbers_as_masks(X, parameters, keep_prob, rng):
    """Masks of int."""
    return _forward(X, parameters, keep_prob, rng, lambda shape: (rng.random(shape) < keep_prob).astype(int))


def floats_as_masks(X, parameters, keep_prob, rng):
    """Masks of float."""
    return _forward(X, parameters, keep_prob, rng, lambda shape: 1.0 * (rng.random(size=shape) <= keep_prob))


def bytes_as_masks(X, parameters, keep_prob, rng):
    """Masks of uint8, from single random floats."""
    return _forward(X, parameters, keep_prob, rng, lambda shape:
                    (rng.random(shape, dtype=np.float32) < keep_prob).astype(np.uint8))


def uniform(X, parameters, keep_prob, rng):
    """rng.uniform, compared with the share to drop."""
    return _forward(X, parameters, keep_prob, rng, lambda shape: rng.uniform(0, 1, shape) >= 1 - keep_prob)


def binomial(X, parameters, keep_prob, rng):
    """rng.binomial."""
    return _forward(X, parameters, keep_prob, rng, lambda shape: rng.binomial(1, keep_prob, size=shape))


def choice(X, parameters, keep_prob, rng):
    """rng.choice of 0 and 1."""
    return _forward(X, parameters, keep_prob, rng, lambda shape:
                    rng.choice([0, 1], size=shape, p=[1 - keep_prob, keep_prob]))


def choice_of_booleans(X, parameters, keep_prob, rng):
    """rng.choice of True and False."""
    return _forward(X, parameters, keep_prob, rng, lambda shape:
                    rng.choice([True, False], p=[keep_prob, 1 - keep_prob], size=shape))


def rounded_down(X, parameters, keep_prob, rng):
    """floor(random + keep_prob)."""
    return _forward(X, parameters, keep_prob, rng, lambda shape: np.floor(rng.random(shape) + keep_prob))


def step_function(X, parameters, keep_prob, rng):
    """np.heaviside, and np.where for dropout."""
    return _forward(X, parameters, keep_prob, rng, lambda shape: np.heaviside(keep_prob - rng.random(shape), 1.0),
                    lambda A, D, keep_prob: np.where(D == 1, A / keep_prob, 0.0))


def assignment_to_dropped_units(X, parameters, keep_prob, rng):
    """Dropped units are set to 0 in place, the others are divided in place."""

    def drop(A, D, keep_prob):
        A[~D] = 0
        A /= keep_prob
        return A

    return _forward(X, parameters, keep_prob, rng, lambda shape: rng.random(shape) < keep_prob, drop)


def numbers_cut_in_place(X, parameters, keep_prob, rng):
    """The random numbers become the mask in place."""

    def mask(shape):
        D = rng.random(shape)
        kept = D < keep_prob
        D[kept], D[~kept] = 1, 0
        return D

    return _forward(X, parameters, keep_prob, rng, mask)


def list_comprehension(X, parameters, keep_prob, rng):
    """Masks by list comprehensions, one random number at a time."""
    return _forward(X, parameters, keep_prob, rng, lambda shape:
                    np.array([[int(rng.random() < keep_prob) for _ in range(shape[1])] for _ in range(shape[0])]))


def lists_as_masks(X, parameters, keep_prob, rng):
    """The masks in the cache are nested lists."""
    A3, cache = _forward(X, parameters, keep_prob, rng, lambda shape: rng.random(shape) < keep_prob)
    return A3, {**cache, "D1": cache["D1"].tolist(), "D2": cache["D2"].tolist()}


def all_drawn_at_once(X, parameters, keep_prob, rng):
    """One array of random numbers for both layers, drawn before anything else."""
    (W1, b1), (W2, b2), (W3, b3) = _layers(parameters)
    D1, D2 = np.split(rng.random((len(X), len(b1) + len(b2))) < keep_prob, [len(b1)], axis=1)
    A1 = np.maximum(0, X @ W1 + b1) * D1 / keep_prob
    A2 = np.maximum(0, A1 @ W2 + b2) * D2 / keep_prob
    A3 = 1 / (1 + np.exp(-np.clip(A2 @ W3 + b3, -500, 500)))
    return A3, dict(D1=D1, D2=D2, A1=A1, A2=A2, A3=A3)


def second_mask_first(X, parameters, keep_prob, rng):
    """D2 is drawn before D1, unit by unit; the cache has more entries."""
    (W1, b1), (W2, b2), (W3, b3) = _layers(parameters)
    D2 = (rng.random((len(b2), len(X))) < keep_prob).T
    D1 = (rng.random((len(b1), len(X))) < keep_prob).T
    Z1 = X @ W1 + b1
    A1 = np.where(Z1 > 0, Z1, 0) * D1 / keep_prob
    Z2 = A1 @ W2 + b2
    A2 = np.where(Z2 > 0, Z2, 0) * D2 / keep_prob
    Z3 = A2 @ W3 + b3
    A3 = sigmoid(Z3)
    return [A3, {"Z1": Z1, "D1": D1, "A1": A1, "Z2": Z2, "D2": D2, "A2": A2, "Z3": Z3, "A3": A3}]


def dropout_before_relu(X, parameters, keep_prob, rng):
    """Z is dropped and divided, then ReLU: the same result."""
    (W1, b1), (W2, b2), (W3, b3) = _layers(parameters)
    Z1 = X @ W1 + b1
    D1 = rng.random(Z1.shape) < keep_prob
    A1 = relu(Z1 * D1 / keep_prob)
    Z2 = A1 @ W2 + b2
    D2 = rng.random(Z2.shape) < keep_prob
    A2 = relu(Z2 * D2 / keep_prob)
    A3 = sigmoid(A2 @ W3 + b3)
    return A3, {"A1": A1, "D1": D1, "A2": A2, "D2": D2, "A3": A3}


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


def einsums(X, parameters, keep_prob, rng):
    """einsum for the products, masks and scale included."""
    (W1, b1), (W2, b2), (W3, b3) = _layers(parameters)
    D1, D2 = (np.less(rng.random((len(X), len(b))), keep_prob).astype(np.int8) for b in (b1, b2))
    A1 = np.einsum("mi,mi,->mi", relu(np.einsum("md,di->mi", X, W1) + b1), D1, 1 / keep_prob)
    A2 = np.einsum("mj,mj,->mj", relu(np.einsum("mi,ij->mj", A1, W2) + b2), D2, 1 / keep_prob)
    A3 = sigmoid(np.einsum("mj,jo->mo", A2, W3) + b3)
    return A3, {"A1": A1, "D1": D1, "A2": A2, "D2": D2, "A3": A3}


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


def generator_spawned(X, parameters, keep_prob, rng):
    """A child of the generator for each layer."""
    children = iter(rng.spawn(2))
    return _forward(X, parameters, keep_prob, rng, lambda shape: next(children).random(shape) < keep_prob)


def single_precision(X, parameters, keep_prob, rng):
    """All work in float32."""
    single = {name: value.astype(np.float32) for name, value in parameters.items()}
    return _forward(X.astype(np.float32), single, np.float32(keep_prob), rng, lambda shape:
                    (rng.random(shape) < keep_prob).astype(np.float32))


def generators_of_its_own_from_rng(X, parameters, keep_prob, rng):
    """One generator for each layer, seeded with numbers from rng."""
    W1, b1, W2, b2, W3, b3 = (parameters[name] for name in ("W1", "b1", "W2", "b2", "W3", "b3"))
    one, two = (np.random.default_rng(seed) for seed in rng.integers(2**63, size=2))
    D1 = one.binomial(1, keep_prob, (len(X), len(b1)))
    A1 = relu(X @ W1 + b1) * D1 / keep_prob
    D2 = two.choice([0.0, 1.0], (len(X), len(b2)), p=[1 - keep_prob, keep_prob])
    A2 = relu(A1 @ W2 + b2) * D2 / keep_prob
    A3 = sigmoid(A2 @ W3 + b3)
    return A3, {"A1": A1, "D1": D1, "A2": A2, "D2": D2, "A3": A3}
