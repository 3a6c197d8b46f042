"""Correct but unusual versions of adam."""

import math

import numpy as np


def callers_config_changed(w, dw, config):
    """setdefault on the dict of the caller; m and v are changed in place."""
    for name, value in (("learning_rate", 1e-3), ("beta1", 0.9), ("beta2", 0.999), ("epsilon", 1e-8), ("t", 0)):
        config.setdefault(name, value)
    m, v = config.setdefault("m", np.zeros_like(w)), config.setdefault("v", np.zeros_like(w))
    config["t"] += 1
    m *= config["beta1"]
    m += dw - config["beta1"] * dw
    v += (dw * dw - v) * (1 - config["beta2"])
    v_hat = v / (1 - np.power(config["beta2"], config["t"]))
    step = -config["learning_rate"] / (1 - np.power(config["beta1"], config["t"])) * m
    step /= config["epsilon"] + v_hat**0.5
    return w + step, config


def entry_by_entry(w, dw, config):
    """A loop over the entries with Python numbers; lists for m and v."""
    config = {"learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "t": 0, **config}
    t, b1, b2 = config["t"] + 1, config["beta1"], config["beta2"]
    m, v = (np.array(config.get(name, 0 * w)) for name in "mv")
    next_w = w.tolist() if w.ndim == 1 else w.copy()
    for i in np.ndindex(w.shape):
        m[i] = b1 * m[i] + (1 - b1) * dw[i]
        v[i] = b2 * v[i] + (1 - b2) * dw[i] ** 2
        step = config["learning_rate"] * (m[i] / (1 - b1**t)) / (math.sqrt(v[i] / (1 - b2**t)) + config["epsilon"])
        if w.ndim == 1:
            next_w[i[0]] -= step
        else:
            next_w[i] -= step
    config.update(m=m.tolist(), v=v.tolist(), t=t)
    return next_w, config


def single_precision(w, dw, config):
    """float32; t is a float."""
    settings = {"learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "t": 0.0}
    settings.update(config)
    w, dw = np.float32(w), np.float32(dw)
    t = settings["t"] + 1.0
    m = np.float32(settings["beta1"]) * np.float32(settings.get("m", 0 * w)) + np.float32(1 - settings["beta1"]) * dw
    v = np.float32(settings["beta2"]) * np.float32(settings.get("v", 0 * w)) + np.float32(1 - settings["beta2"]) * dw**2
    scale = np.float32(math.sqrt(1 - settings["beta2"] ** t))
    rate = np.float32(settings["learning_rate"] / (1 - settings["beta1"] ** t))
    next_w = w - rate * m / (np.sqrt(v) / scale + np.float32(settings["epsilon"]))
    return [next_w, {**settings, "m": m, "v": v, "t": t}]


def scaled_epsilon(w, dw, config):
    """Both corrections in the learning rate, with the epsilon that belongs to it."""
    config = {"learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "t": 0, **config}
    b1, b2 = config["beta1"], config["beta2"]
    m = np.average([config.get("m", np.zeros_like(w)), dw], axis=0, weights=[b1, 1 - b1])
    v = np.average([config.get("v", np.zeros_like(w)), dw**2], axis=0, weights=[b2, 1 - b2])
    t = np.int64(config["t"]) + 1
    root = np.sqrt(1 - b2**t)
    rate = config["learning_rate"] * root / (1 - b1**t)
    return np.subtract(w, rate * m / (np.sqrt(v) + config["epsilon"] * root)), {**config, "m": m, "v": v, "t": t}


def more_in_config(w, dw, config):
    """The corrected m and v are kept under other names, next to the powers of the betas."""
    config = {"learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "m": np.zeros(np.shape(w)),
              "v": np.zeros(np.shape(w)), "t": 0, **config}
    lr, b1, b2, epsilon, m, v, t = map(config.get, ("learning_rate", "beta1", "beta2", "epsilon", "m", "v", "t"))
    new = {"t": t + 1, "m": m * b1 + dw * (1 - b1), "v": v * b2 + dw * dw * (1 - b2)}
    new["powers"] = [math.exp((t + 1) * math.log(beta)) for beta in (b1, b2)]
    new["m_hat"], new["v_hat"] = new["m"] / (1 - new["powers"][0]), new["v"] / (1 - new["powers"][1])
    next_w = w.copy()
    next_w -= lr * new["m_hat"] / (new["v_hat"] ** 0.5 + epsilon)
    config |= new
    print(config["t"])
    return next_w, config


def flattened(w, dw, config):
    """All arrays are flattened; a nested function for the two means."""
    def mean(name, beta, new):
        return beta * np.ravel(config.get(name, np.zeros(w.size))) + (1 - beta) * new

    beta1, beta2, t = config.get("beta1", 0.9), config.get("beta2", 0.999), config.get("t", 0) + 1
    grad = dw.reshape(-1)
    m, v = mean("m", beta1, grad), mean("v", beta2, np.abs(grad) ** 2)
    step = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + config.get("epsilon", 1e-8))
    next_w = w.reshape(-1) - config.get("learning_rate", 1e-3) * step
    return next_w.reshape(w.shape), {**config, "m": m.reshape(w.shape), "v": v.reshape(w.shape), "t": t}
