"""Wrong versions of sgd_momentum(w, dw, config)."""

import numpy as np


def _settings(w, config):
    config = {"learning_rate": 0.01, "momentum": 0.9, "velocity": np.zeros_like(w), **config}
    return config, config["learning_rate"], config["momentum"], config["velocity"]


def up_the_gradient(w, dw, config):
    """The sign of the gradient is wrong.

    Mistake: uphill
    Hint: goes up the gradient
    """
    config, rate, momentum, v = _settings(w, config)
    config["velocity"] = momentum * v + rate * dw
    return w + config["velocity"], config


def opposite_velocity(w, dw, config):
    """The velocity has the opposite sign, as in frameworks that subtract it.

    Mistake: opposite-velocity
    Hint: opposite sign
    """
    config, rate, momentum, v = _settings(w, config)
    config["velocity"] = momentum * v + rate * dw
    return w - config["velocity"], config


def old_velocity(w, dw, config):
    """The weights move before the velocity is updated.

    Mistake: old-velocity
    Hint: moves with the old velocity
    """
    config, rate, momentum, v = _settings(w, config)
    next_w = w + v
    config["velocity"] = momentum * v - rate * dw
    return next_w, config


def no_momentum(w, dw, config):
    """Plain gradient descent, the step stored as the velocity.

    Mistake: no-momentum
    Hint: old velocity is ignored
    """
    config, rate, _, _ = _settings(w, config)
    config["velocity"] = -rate * dw
    return w + config["velocity"], config


def plain_step_velocity_untouched(w, dw, config):
    """Plain gradient descent; config is handed back as it came.

    Mistake: velocity-not-used
    Hint: no effect on w
    """
    config, rate, _, _ = _settings(w, config)
    return w - rate * dw, config


def plain_step_velocity_updated(w, dw, config):
    """The velocity is right, but the weights take a plain step.

    Mistake: velocity-not-used
    Hint: no effect on w
    """
    config, rate, momentum, v = _settings(w, config)
    config["velocity"] = momentum * v - rate * dw
    return w - rate * dw, config


def starts_from_zero_each_time(w, dw, config):
    """The velocity is set to zeros at the start of every call.

    Mistake: no-momentum
    Hint: old velocity is ignored
    """
    config, rate, momentum, _ = _settings(w, config)
    velocity = np.zeros_like(w)
    velocity = momentum * velocity - rate * dw
    config["velocity"] = velocity
    return w + velocity, config


def velocity_not_stored(w, dw, config):
    """The new velocity stays a local variable.

    Mistake: velocity-not-stored
    Hint: not stored in config
    """
    config, rate, momentum, v = _settings(w, config)
    velocity = momentum * v - rate * dw
    return w + velocity, config


def velocity_under_another_name(w, dw, config):
    """The new velocity is stored as config["v"].

    Mistake: velocity-not-stored
    Hint: not stored in config
    """
    config, rate, momentum, v = _settings(w, config)
    config["v"] = momentum * v - rate * dw
    return w + config["v"], config


def stored_but_not_applied(w, dw, config):
    """The weights are returned as they came.

    Mistake: no-step
    Hint: w does not move
    """
    config, rate, momentum, v = _settings(w, config)
    config["velocity"] = momentum * v - rate * dw
    next_w = w
    return next_w, config


def nothing_done(w, dw, config):
    """Weights and velocity are handed back.

    Mistake: no-step
    Hint: the velocity does not change
    """
    config, _, _, _ = _settings(w, config)
    return w.copy(), config


def first_call_only_prepares(w, dw, config):
    """Without a velocity the call only makes one and takes no step.

    Mistake: no-step
    Hint: w does not move
    """
    if "velocity" not in config:
        return w, {"learning_rate": 0.01, "momentum": 0.9, **config, "velocity": np.zeros_like(w)}
    config, rate, momentum, v = _settings(w, config)
    config["velocity"] = momentum * v - rate * dw
    return w + config["velocity"], config


def dampened(w, dw, config):
    """The gradient is weighted by 1 - momentum.

    Mistake: dampened
    Hint: multiplied by 1 - momentum
    """
    config, rate, momentum, v = _settings(w, config)
    config["velocity"] = momentum * v - (1 - momentum) * rate * dw
    return w + config["velocity"], config


def running_average_of_gradients(w, dw, config):
    """The velocity is a running average of gradients, times the rate in the step.

    Mistake: dampened
    Hint: multiplied by 1 - momentum
    """
    config, rate, momentum, v = _settings(w, config)
    config["velocity"] = momentum * v + (1 - momentum) * dw
    return w - rate * config["velocity"], config


def velocity_without_friction(w, dw, config):
    """The old velocity is kept whole.

    Mistake: full-velocity
    Hint: not multiplied by momentum
    """
    config, rate, _, v = _settings(w, config)
    config["velocity"] = v - rate * dw
    return w + config["velocity"], config


def friction_coefficient(w, dw, config):
    """momentum is read as friction: 1 - momentum of the velocity is kept.

    Mistake: complement
    Hint: not by 1 - momentum
    """
    config, rate, momentum, v = _settings(w, config)
    config["velocity"] = (1 - momentum) * v - rate * dw
    return w + config["velocity"], config


def momentum_in_front_of_all(w, dw, config):
    """A parenthesis too many: momentum * (v - rate * dw).

    Mistake: momentum-on-gradient
    Hint: not the gradient
    """
    config, rate, momentum, v = _settings(w, config)
    config["velocity"] = momentum * (v - rate * dw)
    return w + config["velocity"], config


def rate_in_front_of_all(w, dw, config):
    """A parenthesis too many: rate * (momentum * v - dw).

    Mistake: rate-on-velocity
    Hint: not the old velocity
    """
    config, rate, momentum, v = _settings(w, config)
    config["velocity"] = rate * (momentum * v - dw)
    return w + config["velocity"], config


def rate_outside(w, dw, config):
    """PyTorch's convention: the rate is applied in the step, not in the velocity.

    Mistake: rate-outside
    Hint: includes the learning rate
    """
    config, rate, momentum, v = _settings(w, config)
    config["velocity"] = momentum * v + dw
    return w - rate * config["velocity"], config


def no_learning_rate(w, dw, config):
    """The learning rate is left out.

    Mistake: no-rate
    Hint: not multiplied by the learning rate
    """
    config, _, momentum, v = _settings(w, config)
    config["velocity"] = momentum * v - dw
    return w + config["velocity"], config


def settings_mixed_up(w, dw, config):
    """learning_rate and momentum are unpacked in the wrong order.

    Mistake: swapped
    Hint: changed places
    """
    config, momentum, rate, v = _settings(w, config)
    config["velocity"] = momentum * v - rate * dw
    return w + config["velocity"], config


def nesterov(w, dw, config):
    """Nesterov's update.

    Mistake: nesterov
    Hint: Nesterov
    """
    config, rate, momentum, v = _settings(w, config)
    new = momentum * v - rate * dw
    config["velocity"] = new
    return w - momentum * v + (1 + momentum) * new, config


def minus_twice(w, dw, config):
    """The minus sign is in the velocity and in the step.

    Mistake: moved-back
    Hint: minus sign is in the velocity already
    """
    config, rate, momentum, v = _settings(w, config)
    config["velocity"] = momentum * v - rate * dw
    return w - config["velocity"], config


def two_steps_at_once(w, dw, config):
    """In-place update on a copy and an addition besides.

    Mistake: moved-twice
    Hint: moves twice
    """
    config, rate, momentum, v = _settings(w, config)
    config["velocity"] = momentum * v - rate * dw
    w = w.copy()
    w += config["velocity"]
    return w + config["velocity"], config


def velocity_instead_of_weights(w, dw, config):
    """next_w is the velocity.

    Mistake: velocity-returned
    Hint: new velocity alone
    """
    config, rate, momentum, v = _settings(w, config)
    next_w = momentum * v - rate * dw
    config["velocity"] = next_w
    return next_w, config


def weights_stored_as_velocity(w, dw, config):
    """config["velocity"] gets next_w.

    Mistake: weights-stored
    Hint: stored as the velocity
    """
    config, rate, momentum, v = _settings(w, config)
    next_w = w + momentum * v - rate * dw
    config["velocity"] = next_w
    return next_w, config


def weights_for_gradient(w, dw, config):
    """A typing mistake: w where dw belongs.

    Mistake: weights-as-gradient
    Hint: where it needs the gradient
    """
    config, rate, momentum, v = _settings(w, config)
    config["velocity"] = momentum * v - rate * w
    return w + config["velocity"], config


def rate_fixed(w, dw, config):
    """The learning rate is a number in the code.

    Mistake: own-rate
    Hint: learning rate of config is not used
    """
    config, _, momentum, v = _settings(w, config)
    config["velocity"] = momentum * v - 1e-2 * dw
    return w + config["velocity"], config


def rate_under_another_name(w, dw, config):
    """The learning rate is looked up as "lr", which nobody sets.

    Mistake: own-rate
    Hint: learning rate of config is not used
    """
    config, _, momentum, v = _settings(w, config)
    config["velocity"] = momentum * v - config.get("lr", 0.01) * dw
    return w + config["velocity"], config


def momentum_under_another_name(w, dw, config):
    """The momentum is looked up as "mu", which nobody sets.

    Mistake: own-momentum
    Hint: momentum of config is not used
    """
    config, rate, _, v = _settings(w, config)
    config["velocity"] = config.get("mu", 0.9) * v - rate * dw
    return w + config["velocity"], config


def mean_of_gradient(w, dw, config):
    """The gradient is averaged to one number.

    Mistake: mean-gradient
    Hint: no sum and no mean of dw
    """
    config, rate, momentum, v = _settings(w, config)
    config["velocity"] = momentum * v - rate * np.mean(dw)
    return w + config["velocity"], config


def unit_gradient(w, dw, config):
    """The gradient is scaled to length 1.

    Mistake: changed-gradient
    Hint: take dw as it is
    """
    config, rate, momentum, v = _settings(w, config)
    config["velocity"] = momentum * v - rate * dw / np.linalg.norm(dw)
    return w + config["velocity"], config


def clipped_gradient(w, dw, config):
    """The gradient is clipped to [-0.5, 0.5]."""
    config, rate, momentum, v = _settings(w, config)
    config["velocity"] = momentum * v - rate * np.clip(dw, -0.5, 0.5)
    return w + config["velocity"], config


def adagrad(w, dw, config):
    """The step is divided by the size of the gradient, as in AdaGrad.

    Mistake: nan
    Hint: is there 0/0
    """
    config, rate, momentum, v = _settings(w, config)
    config["velocity"] = momentum * v + dw**2
    return w - rate * dw / (np.sqrt(config["velocity"]) + 1e-8), config


def only_the_weights(w, dw, config):
    """config is not returned.

    Mistake: wrong-result
    Hint: must return 2 values
    """
    config, rate, momentum, v = _settings(w, config)
    config["velocity"] = momentum * v - rate * dw
    return w + config["velocity"]


def weights_and_velocity(w, dw, config):
    """The velocity is returned instead of config.

    Mistake: wrong-result
    Hint: must return config, a dict
    """
    config, rate, momentum, v = _settings(w, config)
    velocity = momentum * v - rate * dw
    return w + velocity, velocity


def nothing_returned(w, dw, config):
    """The return statement is missing.

    Mistake: wrong-result
    Hint: does it end with a return statement
    """
    config, rate, momentum, v = _settings(w, config)
    config["velocity"] = momentum * v - rate * dw
    w = w + config["velocity"]


def new_config_with_velocity_only(w, dw, config):
    """The returned config is a new dict that lacks the settings.

    Mistake: wrong-result
    Hint: has lost its
    """
    config, rate, momentum, v = _settings(w, config)
    velocity = momentum * v - rate * dw
    return w + velocity, {"velocity": velocity}


def rate_decays_in_the_step(w, dw, config):
    """The learning rate shrinks with each step.

    Mistake: wrong-result
    Hint: only the velocity changes
    """
    config, rate, momentum, v = _settings(w, config)
    config["velocity"] = momentum * v - rate * dw
    config["learning_rate"] *= 0.95
    return w + config["velocity"], config


def default_rate_of_another_course(w, dw, config):
    """The default of the learning rate is 1e-3.

    Mistake: other-default
    Hint: the default of learning_rate
    """
    rate, momentum = config.get("learning_rate", 1e-3), config.get("momentum", 0.9)
    velocity = momentum * config.get("velocity", np.zeros_like(w)) - rate * dw
    return w + velocity, {**config, "velocity": velocity}


def velocity_made_for_matrices(w, dw, config):
    """The velocity has the shape of the first two axes only.

    Mistake: IndexError
    Hint: taken from the wrong axis
    """
    config = {"learning_rate": 0.01, "momentum": 0.9, **config}
    v = config.get("velocity", np.zeros((w.shape[0], w.shape[1])))
    config["velocity"] = config["momentum"] * v.reshape(w.shape[0], w.shape[1]) - config["learning_rate"] * dw
    return w + config["velocity"], config


def velocity_only_with_momentum(w, dw, config):
    """The velocity is computed inside an if that is sometimes not taken.

    Mistake: UnboundLocalError
    Hint: gets one only inside an if
    """
    config, rate, momentum, v = _settings(w, config)
    if momentum > 0:
        velocity = momentum * v - rate * dw
        config["velocity"] = velocity
    return w + velocity, config


def variable_of_the_notebook(w, dw, config):
    """The learning rate is a variable of the notebook.

    Mistake: NameError
    Hint: learning_rate_of_the_notebook is not defined
    """
    config, _, momentum, v = _settings(w, config)
    config["velocity"] = momentum * v - learning_rate_of_the_notebook * dw
    return w + config["velocity"], config


def old_numpy(w, dw, config):
    """np.float is gone from NumPy.

    Mistake: AttributeError
    Hint: gone from NumPy 2
    """
    config, rate, momentum, v = _settings(w, config)
    config["velocity"] = np.asarray(momentum * v - rate * dw, dtype=np.float)
    return w + config["velocity"], config


def one_column_only(w, dw, config):
    """Only the first row of the weights moves."""
    config, rate, momentum, v = _settings(w, config)
    config["velocity"] = momentum * v - rate * dw
    next_w = w.copy()
    next_w[0] += config["velocity"][0]
    return next_w, config


def weights_in_place(w, dw, config):
    """The caller's array is changed.

    Mistake: argument-changed
    Hint: it changes its argument w
    """
    config = {"learning_rate": 0.01, "momentum": 0.9, "velocity": np.zeros_like(w), **config}
    v = config["momentum"] * config["velocity"] - config["learning_rate"] * dw
    w += v
    config["velocity"] = v
    return w, config


def gradient_clipped(w, dw, config):
    """The gradient is limited to -100 ... 100."""
    config = {"learning_rate": 0.01, "momentum": 0.9, "velocity": np.zeros_like(w), **config}
    config["velocity"] = config["momentum"] * config["velocity"] - config["learning_rate"] * np.clip(dw, -100, 100)
    return w + config["velocity"], config


def velocities_by_shape(w, dw, config, velocities={}):
    """The velocity is kept in a default argument, one for each shape.

    Mistake: kept
    Hint: something is kept from the first call
    """
    config = {"learning_rate": 0.01, "momentum": 0.9, "velocity": np.zeros_like(w), **config}
    v = velocities.get(w.shape, config["velocity"])
    velocities[w.shape] = config["velocity"] = config["momentum"] * v - config["learning_rate"] * dw
    return w + config["velocity"], config


def momentum_decays(w, dw, config):
    """The momentum in config becomes smaller from step to step.

    Mistake: wrong-result
    Hint: only the velocity changes
    """
    config = {"learning_rate": 0.01, "momentum": 0.9, "velocity": np.zeros_like(w), **config}
    config["velocity"] = config["momentum"] * config["velocity"] - config["learning_rate"] * dw
    config["momentum"] *= 0.99
    return w + config["velocity"], config


def nothing_for_small_gradients(w, dw, config):
    """Gradients below a thousandth are left out."""
    config = {"learning_rate": 0.01, "momentum": 0.9, "velocity": np.zeros_like(w), **config}
    dw = np.where(np.abs(dw) < 1e-3, 0, dw)
    config["velocity"] = config["momentum"] * config["velocity"] - config["learning_rate"] * dw
    return w + config["velocity"], config
