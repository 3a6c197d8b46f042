"""Correct but unusual versions of sgd_momentum(w, dw, config)."""

import copy
import operator
from collections import ChainMap, OrderedDict

import numpy as np

_DEFAULTS = {"learning_rate": 0.01, "momentum": 0.9}


def _filled(w, config):
    return {"learning_rate": 0.01, "momentum": 0.9, "velocity": np.zeros_like(w), **config}


def entry_by_entry(w, dw, config):
    """Loops over all entries."""
    config = _filled(w, config)
    next_w, velocity = np.empty_like(w), np.empty_like(w)
    for index in np.ndindex(w.shape):
        velocity[index] = config["momentum"] * config["velocity"][index] - config["learning_rate"] * dw[index]
        next_w[index] = w[index] + velocity[index]
    config["velocity"] = velocity
    return next_w, config


def velocity_in_place(w, dw, config):
    """The velocity's own array is changed."""
    config = _filled(w, config)
    config["velocity"] *= config["momentum"]
    config["velocity"] -= config["learning_rate"] * dw
    return w + config["velocity"], config


def config_in_place(w, dw, config):
    """The caller's dict is changed and returned."""
    config.setdefault("learning_rate", 1e-2)
    config.setdefault("momentum", 0.9)
    v = config.get("velocity", np.zeros_like(w))
    config["velocity"] = config["momentum"] * v - config["learning_rate"] * dw
    return w + config["velocity"], config


def settings_by_get(w, dw, config):
    """The defaults are not written into the returned config."""
    v = config.get("momentum", 0.9) * config.get("velocity", 0) - config.get("learning_rate", 0.01) * dw
    return w + v, {**config, "velocity": v}


def two_terms(w, dw, config):
    """Two steps, one for each term of the velocity."""
    config = _filled(w, config)
    inertia, pull = config["momentum"] * config["velocity"], config["learning_rate"] * dw
    config["velocity"] = inertia - pull
    return (w + inertia) - pull, config


def minus_negative_velocity(w, dw, config):
    """Works with the negative velocity and turns it at the end."""
    config = _filled(w, config)
    negative = config["learning_rate"] * dw - config["momentum"] * config["velocity"]
    config["velocity"] = -negative
    return w - negative, config


def velocity_in_single_precision(w, dw, config):
    """Computes in float32."""
    config = _filled(w, config)
    v = np.float32(config["momentum"]) * config["velocity"].astype(np.float32)
    v = v - np.float32(config["learning_rate"]) * dw.astype(np.float32)
    config["velocity"] = v
    return w.astype(np.float32) + v, config


def dot_product_of_terms(w, dw, config):
    """einsum over the two terms."""
    config = _filled(w, config)
    terms = np.stack([config["velocity"], dw])
    v = np.einsum("t,t...->...", np.array([config["momentum"], -config["learning_rate"]]), terms)
    config["velocity"] = v
    return np.sum([w, v], axis=0), config


def flattened(w, dw, config):
    """Works on flat copies and restores the shape."""
    config = _filled(w, config)
    v = config["momentum"] * config["velocity"].ravel() - config["learning_rate"] * dw.ravel()
    config["velocity"] = v.reshape(w.shape)
    return (w.flatten() + v).reshape(w.shape), config


def transposed_layout(w, dw, config):
    """The results are transposed views, not contiguous."""
    config = _filled(w, config)
    v = (config["momentum"] * config["velocity"].T - config["learning_rate"] * dw.T).T
    config["velocity"] = v
    return (w.T + v.T).T, config


def returned_as_list(w, dw, config):
    """Returns a list instead of a tuple."""
    config = _filled(w, config)
    config["velocity"] = config["momentum"] * config["velocity"] - config["learning_rate"] * dw
    return [w + config["velocity"], config]


def weights_as_nested_list(w, dw, config):
    """next_w and the velocity are nested lists."""
    config = _filled(w, config)
    v = config["momentum"] * np.asarray(config["velocity"]) - config["learning_rate"] * dw
    config["velocity"] = v.tolist()
    return (w + v).tolist(), config


def ordered_dict(w, dw, config):
    """The returned config is an OrderedDict."""
    config = OrderedDict(_filled(w, config))
    config["velocity"] = config["momentum"] * config["velocity"] - config["learning_rate"] * dw
    return w + config["velocity"], config


def deep_copy(w, dw, config):
    """Copies everything first, and keeps extra notes in config."""
    config = copy.deepcopy(_filled(w, config))
    config["old_velocity"] = config["velocity"]
    config["steps"] = config.get("steps", 0) + 1
    config["velocity"] = config["momentum"] * config["old_velocity"] - config["learning_rate"] * dw
    return w + config["velocity"], config


def nested_helper(w, dw, config):
    """The formulas are in a nested function."""
    config = _filled(w, config)

    def step(v):
        return config["momentum"] * v - config["learning_rate"] * dw

    config["velocity"] = step(config["velocity"])
    return w + config["velocity"], config


def special_case_without_momentum(w, dw, config):
    """No momentum is a branch of its own."""
    config = _filled(w, config)
    if not config["momentum"]:
        v = -config["learning_rate"] * dw
    else:
        v = config["momentum"] * config["velocity"] - config["learning_rate"] * dw
    config["velocity"] = v
    return w + v, config


def stray_prints(w, dw, config):
    """Prints what it does."""
    config = _filled(w, config)
    print("before:", config["velocity"].ravel()[:2])
    config["velocity"] = config["momentum"] * config["velocity"] - config["learning_rate"] * dw
    print("after:", config["velocity"].ravel()[:2])
    return w + config["velocity"], config


def ufuncs_with_out(w, dw, config):
    """np.multiply, np.subtract and np.add with out."""
    config = _filled(w, config)
    v, step = np.empty_like(w), np.empty_like(w)
    np.multiply(config["velocity"], config["momentum"], out=v)
    np.multiply(dw, config["learning_rate"], out=step)
    np.subtract(v, step, out=v)
    config["velocity"] = v
    return np.add(w, v), config


def operators_as_functions(w, dw, config):
    """The operator module, and a ChainMap for the defaults."""
    known = ChainMap(config, _DEFAULTS)
    v = operator.sub(known["momentum"] * known.get("velocity", np.zeros(w.shape)), known["learning_rate"] * dw)
    return operator.add(w, v), dict(known, velocity=v)


def gradient_scaled_in_place(w, dw, config):
    """Changes dw, which nobody needs afterwards."""
    config = _filled(w, config)
    dw *= -config["learning_rate"]
    dw += config["momentum"] * config["velocity"]
    config["velocity"] = dw.copy()
    return w + dw, config
