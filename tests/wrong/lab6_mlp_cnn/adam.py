"""Wrong versions of adam, most of them the worked solution with one part exchanged."""

import numpy as np


def _m(beta, m, dw):
    return beta * m + (1 - beta) * dw


def _v(beta, v, dw):
    return beta * v + (1 - beta) * dw**2


def _correct(m, v, t, beta1, beta2):
    return m / (1 - beta1**t), v / (1 - beta2**t)


def _change(rate, m, v, epsilon):
    return rate * m / (np.sqrt(v) + epsilon)


def _adam(w, dw, config, new_m=_m, new_v=_v, correct=_correct, change=_change, defaults=None, kept=None):
    """The worked solution, with parts to exchange."""
    given = config
    config = {"learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "m": np.zeros_like(w),
              "v": np.zeros_like(w), "t": 0, **config, **(defaults or {})}
    beta1, beta2 = config["beta1"], config["beta2"]
    config["t"] = config["t"] + 1
    config["m"] = new_m(beta1, config["m"], dw)
    config["v"] = new_v(beta2, config["v"], dw)
    m, v = correct(config["m"], config["v"], config["t"], beta1, beta2)
    next_w = w - change(config["learning_rate"], m, v, config["epsilon"])
    if kept:
        config.update(kept(given, m, v))
    return next_w, config


# ------------------------------------------------------------------ m and v
def m_swapped(w, dw, config):
    """beta1 and 1 - beta1.

    Mistake: m-swapped
    Hint: beta1 and 1 - beta1 are swapped in m
    """
    return _adam(w, dw, config, new_m=lambda beta, m, dw: (1 - beta) * m + beta * dw)


def m_as_momentum(w, dw, config):
    """beta m + dw.

    Mistake: m-not-averaged
    Hint: dw enters m without the factor 1 - beta1
    """
    return _adam(w, dw, config, new_m=lambda beta, m, dw: beta * m + dw)


def m_with_minus(w, dw, config):
    """beta m - (1 - beta) dw, and the step is added.

    Mistake: m-sign
    Hint: the gradient is subtracted in m
    """
    return _adam(w, dw, config, new_m=lambda beta, m, dw: beta * m - (1 - beta) * dw,
                 change=lambda rate, m, v, epsilon: -_change(rate, m, v, epsilon))


def m_always_from_zero(w, dw, config):
    """The old m is not read: right in the first step.

    Mistake: m-forgets
    Hint: the old m is forgotten
    """
    return _adam(w, dw, config, new_m=lambda beta, m, dw: (1 - beta) * dw)


def m_is_the_gradient(w, dw, config):
    """RMSProp: no m.

    Mistake: m-forgets
    Hint: m is dw
    """
    return _adam(w, dw, config, new_m=lambda beta, m, dw: dw)


def m_of_squares(w, dw, config):
    """The lines of m and v are copies.

    Mistake: m-squared
    Hint: m takes the gradient, not its square
    """
    return _adam(w, dw, config, new_m=_v)


def one_minus_beta_forgotten_in_the_old_m(w, dw, config):
    """m + (1 - beta) dw.

    Mistake: m-old-factor
    Hint: the old m has no factor
    """
    return _adam(w, dw, config, new_m=lambda beta, m, dw: m + (1 - beta) * dw)


def one_beta(w, dw, config):
    """beta1 for both.

    Mistake: v-beta
    Hint: v is made with beta1
    """
    beta1 = config.get("beta1", 0.9)
    return _adam(w, dw, config, new_v=lambda beta, v, dw: _v(beta1, v, dw))


def other_beta(w, dw, config):
    """beta2 for m.

    Mistake: m-beta
    Hint: m is made with beta2
    """
    beta2 = config.get("beta2", 0.999)
    return _adam(w, dw, config, new_m=lambda beta, m, dw: _m(beta2, m, dw))


def v_swapped(w, dw, config):
    """beta2 and 1 - beta2.

    Mistake: v-swapped
    Hint: beta2 and 1 - beta2 are swapped in v
    """
    return _adam(w, dw, config, new_v=lambda beta, v, dw: (1 - beta) * v + beta * dw**2)


def v_not_squared(w, dw, config):
    """v like m; the root of the absolute value.

    Mistake: v-not-squared
    Hint: v takes the square of the gradient
    """
    return _adam(w, dw, config, new_v=_m, change=lambda rate, m, v, epsilon: rate * m / (np.abs(v) ** 0.5 + epsilon))


def v_not_squared_nan(w, dw, config):
    """v like m: the root of negative numbers.

    Mistake: v-not-squared
    Hint: v takes the square of the gradient
    """
    return _adam(w, dw, config, new_v=_m)


def v_absolute(w, dw, config):
    """abs(dw).

    Mistake: v-absolute
    Hint: not its absolute value
    """
    return _adam(w, dw, config, new_v=lambda beta, v, dw: beta * v + (1 - beta) * abs(dw))


def v_with_the_factor_squared(w, dw, config):
    """((1 - beta) dw)^2.

    Mistake: v-factor-squared
    Hint: 1 - beta2 is squared too
    """
    return _adam(w, dw, config, new_v=lambda beta, v, dw: beta * v + ((1 - beta) * dw) ** 2)


def v_added_up(w, dw, config):
    """AdaGrad.

    Mistake: v-added-up
    Hint: this adds up all squares
    """
    return _adam(w, dw, config, new_v=lambda beta, v, dw: v + dw**2)


def v_without_one_minus_beta(w, dw, config):
    """beta v + dw^2.

    Mistake: v-not-averaged
    Hint: the square enters v without the factor 1 - beta2
    """
    return _adam(w, dw, config, new_v=lambda beta, v, dw: beta * v + dw**2)


def one_minus_beta_forgotten_in_the_old_v(w, dw, config):
    """v + (1 - beta) dw^2.

    Mistake: v-old-factor
    Hint: the old v has no factor
    """
    return _adam(w, dw, config, new_v=lambda beta, v, dw: v + (1 - beta) * dw**2)


def v_always_from_zero(w, dw, config):
    """The old v is not read.

    Mistake: v-forgets
    Hint: the old v is forgotten
    """
    return _adam(w, dw, config, new_v=lambda beta, v, dw: (1 - beta) * dw**2)


def v_of_m(w, dw, config):
    """The square of m in the place of the square of dw.

    Mistake: v-of-m
    Hint: v takes the square of dw, not of m
    """
    beta1 = config.get("beta1", 0.9)
    m = config.get("m", 0)
    return _adam(w, dw, config, new_v=lambda beta, v, dw: _v(beta, v, _m(beta1, m, dw)))


def one_v_for_all(w, dw, config):
    """The squared norm of dw.

    Mistake: v-summed
    Hint: no sum over dw
    """
    return _adam(w, dw, config, new_v=lambda beta, v, dw: beta * v + (1 - beta) * np.sum(dw**2))


def v_of_matrix_products(w, dw, config):
    """dw.T @ dw: a wrong shape, or an error.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    return _adam(w, dw, config, new_v=lambda beta, v, dw: beta * v + (1 - beta) * dw.T @ dw)


# ------------------------------------------------------------------ the correction
def not_corrected(w, dw, config):
    """m and v as they are.

    Mistake: no-correction
    Hint: m and v are used as they are
    """
    return _adam(w, dw, config, correct=lambda m, v, t, beta1, beta2: (m, v))


def m_not_corrected(w, dw, config):
    """Only v is corrected.

    Mistake: m-not-corrected
    Hint: m is not divided by 1 - beta1^t
    """
    return _adam(w, dw, config, correct=lambda m, v, t, beta1, beta2: (m, v / (1 - beta2**t)))


def v_not_corrected(w, dw, config):
    """Only m is corrected.

    Mistake: v-not-corrected
    Hint: v is not divided by 1 - beta2^t
    """
    return _adam(w, dw, config, correct=lambda m, v, t, beta1, beta2: (m / (1 - beta1**t), v))


def beta_times_t(w, dw, config):
    """beta * t.

    Mistake: t-not-power
    Hint: not beta times t
    """
    return _adam(w, dw, config, correct=lambda m, v, t, beta1, beta2: (m / (1 - beta1 * t), v / (1 - beta2 * t)))


def always_the_first_correction(w, dw, config):
    """1 - beta: right in the first step.

    Mistake: always-1
    Hint: the corrections are those of the first step
    """
    return _adam(w, dw, config, correct=lambda m, v, t, beta1, beta2: (m / (1 - beta1), v / (1 - beta2)))


def t_behind(w, dw, config):
    """t is increased after the step: in the first one, 1 - beta^0 = 0.

    Mistake: t-behind
    Hint: the corrections use the old t
    """
    return _adam(w, dw, config, correct=lambda m, v, t, beta1, beta2: _correct(m, v, t - 1, beta1, beta2))


def t_ahead(w, dw, config):
    """t + 1.

    Mistake: t-ahead
    Hint: the corrections use t + 1
    """
    return _adam(w, dw, config, correct=lambda m, v, t, beta1, beta2: _correct(m, v, t + 1, beta1, beta2))


def corrections_swapped(w, dw, config):
    """beta2 for m, beta1 for v.

    Mistake: betas-swapped
    Hint: the corrections of m and v are swapped
    """
    return _adam(w, dw, config, correct=lambda m, v, t, beta1, beta2: _correct(m, v, t, beta2, beta1))


def correction_with_one_beta(w, dw, config):
    """beta1 for both.

    Mistake: one-beta
    Hint: both corrections are made with beta1
    """
    return _adam(w, dw, config, correct=lambda m, v, t, beta1, beta2: _correct(m, v, t, beta1, beta1))


def correction_multiplied(w, dw, config):
    """m (1 - beta^t).

    Mistake: multiplied
    Hint: m and v are multiplied by 1 - beta^t
    """
    return _adam(w, dw, config,
                 correct=lambda m, v, t, beta1, beta2: (m * (1 - beta1**t), v * (1 - beta2**t)))


def correction_without_one_minus(w, dw, config):
    """m / beta^t.

    Mistake: no-1-minus
    Hint: m and v are divided by beta^t
    """
    return _adam(w, dw, config, correct=lambda m, v, t, beta1, beta2: (m / beta1**t, v / beta2**t))


def correction_of_the_root(w, dw, config):
    """The root of v is divided by 1 - beta2^t.

    Mistake: corrected-after-root
    Hint: before the root is taken
    """
    return _adam(w, dw, config, correct=lambda m, v, t, beta1, beta2: (m / (1 - beta1**t), v / (1 - beta2**t) ** 2))


def power_of_one_minus_beta(w, dw, config):
    """(1 - beta)^t.

    Mistake: power-of-difference
    Hint: not a power of 1 - beta
    """
    return _adam(w, dw, config, correct=lambda m, v, t, beta1, beta2: (m / (1 - beta1) ** t, v / (1 - beta2) ** t))


def corrected_m_kept(w, dw, config):
    """The corrected m goes into config.

    Mistake: corrected-kept
    Hint: the corrected m is kept in config
    """
    return _adam(w, dw, config, kept=lambda config, m, v: {"m": m})


def corrected_v_kept(w, dw, config):
    """The corrected v goes into config.

    Mistake: corrected-kept
    Hint: the corrected v is kept in config
    """
    return _adam(w, dw, config, kept=lambda config, m, v: {"v": v})


def corrected_m_and_v_kept(w, dw, config):
    """Both.

    Mistake: corrected-kept
    Hint: the corrected m is kept in config
    """
    return _adam(w, dw, config, kept=lambda config, m, v: {"m": m, "v": v})


# ------------------------------------------------------------------ the step
def uphill(w, dw, config):
    """The step is added.

    Mistake: uphill
    Hint: the step goes uphill
    """
    return _adam(w, dw, config, change=lambda rate, m, v, epsilon: -_change(rate, m, v, epsilon))


def epsilon_in_the_root(w, dw, config):
    """sqrt(v + epsilon).

    Mistake: epsilon-inside
    Hint: epsilon is added after the square root
    """
    return _adam(w, dw, config, change=lambda rate, m, v, epsilon: rate * m / np.sqrt(v + epsilon))


def no_epsilon(w, dw, config):
    """0 / 0 for a parameter without a gradient.

    Mistake: no-epsilon
    Hint: epsilon is missing
    """
    return _adam(w, dw, config, change=lambda rate, m, v, epsilon: rate * m / np.sqrt(v))


def own_epsilon(w, dw, config):
    """1e-8, whatever was asked for.

    Mistake: no-epsilon
    Hint: that of config is not used
    """
    return _adam(w, dw, config, change=lambda rate, m, v, epsilon: _change(rate, m, v, 1e-8))


def epsilon_before_the_correction(w, dw, config):
    """The corrections are put into the learning rate, epsilon is not.

    Mistake: epsilon-first
    Hint: epsilon is added to the root of v before its correction
    """
    t, beta1, beta2 = config.get("t", 0) + 1, config.get("beta1", 0.9), config.get("beta2", 0.999)
    return _adam(w, dw, config, correct=lambda m, v, t, beta1, beta2: (m, v), change=lambda rate, m, v, epsilon: (
        rate * np.sqrt(1 - beta2**t) / (1 - beta1**t) * m / (np.sqrt(v) + epsilon)))


def parenthesis_missing(w, dw, config):
    """m / sqrt(v) + epsilon.

    Mistake: epsilon-outside
    Hint: parentheses are missing
    """
    def change(rate, m, v, epsilon):
        with np.errstate(all="ignore"):
            return np.nan_to_num(rate * m / np.sqrt(v)) + epsilon

    return _adam(w, dw, config, change=change)


def no_root(w, dw, config):
    """v itself.

    Mistake: no-root
    Hint: the square root of v is missing
    """
    return _adam(w, dw, config, change=lambda rate, m, v, epsilon: rate * m / (v + epsilon))


def no_learning_rate(w, dw, config):
    """m / sqrt(v).

    Mistake: no-learning-rate
    Hint: the learning rate is missing
    """
    return _adam(w, dw, config, change=lambda rate, m, v, epsilon: _change(1, m, v, epsilon))


def own_learning_rate(w, dw, config):
    """1e-3, whatever was asked for.

    Mistake: own-learning-rate
    Hint: the learning rate of config is not used
    """
    return _adam(w, dw, config, change=lambda rate, m, v, epsilon: _change(1e-3, m, v, epsilon))


def own_betas(w, dw, config):
    """0.9 and 0.999, whatever was asked for.

    Mistake: own-betas
    Hint: beta1 and beta2 of config are not used
    """
    return _adam(w, dw, config, new_m=lambda beta, m, dw: _m(0.9, m, dw), new_v=lambda beta, v, dw: _v(0.999, v, dw),
                 correct=lambda m, v, t, beta1, beta2: _correct(m, v, t, 0.9, 0.999))


def without_v(w, dw, config):
    """Momentum.

    Mistake: momentum-only
    Hint: v is not used
    """
    return _adam(w, dw, config, change=lambda rate, m, v, epsilon: rate * m)


def gradient_instead_of_m(w, dw, config):
    """RMSProp with m on the side.

    Mistake: gradient-for-m
    Hint: dw is used where m is meant
    """
    return _adam(w, dw, config, change=lambda rate, m, v, epsilon: _change(rate, dw, v, epsilon))


def plain_descent(w, dw, config):
    """m and v are kept, and not used.

    Mistake: plain
    Hint: this is plain gradient descent
    """
    return _adam(w, dw, config, change=lambda rate, m, v, epsilon: rate * dw)


def multiplied_by_the_root(w, dw, config):
    """A product for a quotient.

    Mistake: root-multiplied
    Hint: m is multiplied by the root of v
    """
    return _adam(w, dw, config, change=lambda rate, m, v, epsilon: rate * m * (np.sqrt(v) + epsilon))


def sign_of_m(w, dw, config):
    """The limit for large gradients.

    Mistake: input-not-used
    Hint: is doubled
    """
    return _adam(w, dw, config, change=lambda rate, m, v, epsilon: 1.1 * rate * np.sign(m))


def weight_decay(w, dw, config):
    """The parameters shrink too."""
    return _adam(0.99 * w, dw, config)


def mean_of_v(w, dw, config):
    """One rate for the whole array.

    Mistake: one-rate
    Hint: v is averaged
    """
    return _adam(w, dw, config, change=lambda rate, m, v, epsilon: _change(rate, m, v.mean(), epsilon))


def step_alone(w, dw, config):
    """w is forgotten.

    Mistake: step-alone
    Hint: this is the step: subtract it from w
    """
    step, config = _adam(0 * w, dw, config)
    return step, config


# ------------------------------------------------------------------ config
def t_not_counted(w, dw, config):
    """t stays.

    Mistake: t-not-counted
    Hint: t does not change
    """
    return _adam(w, dw, config, kept=lambda config, m, v: {"t": config.get("t", 0)})


def t_twice(w, dw, config):
    """t += 1 for m and for v.

    Mistake: t-twice
    Hint: t grows by 2
    """
    return _adam(w, dw, config, kept=lambda config, m, v: {"t": config.get("t", 0) + 2})


def t_counted_in_every_entry(w, dw, config):
    """t is an array.

    Mistake: wrong-result
    Hint: it counts the steps
    """
    return _adam(w, dw, config, kept=lambda config, m, v: {"t": m})


def m_not_kept(w, dw, config):
    """The old m stays in config.

    Mistake: m-not-kept
    Hint: m does not change
    """
    return _adam(w, dw, config, kept=lambda config, m, v: {"m": config.get("m", 0 * m)})


def v_not_kept(w, dw, config):
    """The old v stays in config.

    Mistake: v-not-kept
    Hint: v does not change
    """
    return _adam(w, dw, config, kept=lambda config, m, v: {"v": config.get("v", 0 * v)})


def old_config_returned(w, dw, config):
    """The dict of the caller comes back.

    Mistake: m-not-kept
    Hint: m does not change
    """
    return _adam(w, dw, config)[0], config


def new_config_returned(w, dw, config):
    """Only m, v and t.

    Mistake: wrong-result
    Hint: config must keep all its keys
    """
    next_w, config = _adam(w, dw, config)
    return next_w, {name: config[name] for name in ("m", "v", "t")}


def tuple_returned(w, dw, config):
    """m, v and t in a tuple.

    Mistake: wrong-result
    Hint: config must keep all its keys
    """
    next_w, config = _adam(w, dw, config)
    return next_w, (config["m"], config["v"], config["t"])


def config_forgotten(w, dw, config):
    """Only next_w.

    Mistake: wrong-result
    Hint: adam must return 2 values
    """
    return _adam(w, dw, config)[0]


def nothing_returned(w, dw, config):
    """No return.

    Mistake: wrong-result
    Hint: adam returned None
    """
    w -= _change(1e-3, dw, dw**2, 1e-8)


def w_in_place(w, dw, config):
    """w -= step.

    Mistake: wrong-result
    Hint: adam changes w in place
    """
    next_w, config = _adam(w, dw, config)
    w[:] = next_w
    return w, config


def gradient_squared_in_place(w, dw, config):
    """dw **= 2 after m.

    Mistake: wrong-result
    Hint: adam changes dw in place
    """
    result = _adam(w, dw, config)
    dw **= 2
    return result


def gradient_squared_too_early(w, dw, config):
    """dw is squared before it enters m.

    Mistake: m-squared
    Hint: m takes the gradient, not its square
    """
    return _adam(w, dw, config, new_m=_v)


def m_and_v_exchanged(w, dw, config):
    """m under the key v, and v under the key m.

    Mistake: exchanged
    Hint: m and v are exchanged in config
    """
    next_w, config = _adam(w, dw, config)
    config["m"], config["v"] = config["v"], config["m"]
    return next_w, config


def one_array_for_m_and_v(w, dw, config):
    """m = v = zeros, changed in place: one array with two names.

    Mistake: one-array
    Hint: one array with two names
    """
    config = {"learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "t": 0, **config}
    zeros = np.zeros_like(w)
    m, v = config.get("m", zeros), config.get("v", zeros)
    m *= config["beta1"]
    m += (1 - config["beta1"]) * dw
    v *= config["beta2"]
    v += (1 - config["beta2"]) * dw**2
    t = config["t"] + 1
    corrected = _correct(m, v, t, config["beta1"], config["beta2"])
    return w - _change(config["learning_rate"], *corrected, config["epsilon"]), {**config, "m": m, "v": v, "t": t}


def only_for_matrices(w, dw, config):
    """N, D = w.shape.

    Mistake: ValueError
    Hint: it stopped with ValueError
    """
    N, D = w.shape
    return _adam(w, dw, config)


def twice_the_step(w, dw, config):
    """The step is twice as long."""
    config = {"learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "m": np.zeros_like(w),
              "v": np.zeros_like(w), "t": 0, **config}
    config["t"] += 1
    config["m"] = config["beta1"] * config["m"] + (1 - config["beta1"]) * dw
    config["v"] = config["beta2"] * config["v"] + (1 - config["beta2"]) * dw**2
    m, v = config["m"] / (1 - config["beta1"] ** config["t"]), config["v"] / (1 - config["beta2"] ** config["t"])
    return w - 2 * config["learning_rate"] * m / (np.sqrt(v) + config["epsilon"]), config


def half_in_the_correction(w, dw, config):
    """1 - 0.5 beta2^t."""
    config = {"learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "m": np.zeros_like(w),
              "v": np.zeros_like(w), "t": 0, **config}
    config["t"] += 1
    config["m"] = config["beta1"] * config["m"] + (1 - config["beta1"]) * dw
    config["v"] = config["beta2"] * config["v"] + (1 - config["beta2"]) * dw**2
    m, v = config["m"] / (1 - config["beta1"] ** config["t"]), config["v"] / (1 - 0.5 * config["beta2"] ** config["t"])
    return w - config["learning_rate"] * m / (np.sqrt(v) + config["epsilon"]), config


def beta1_for_epsilon(w, dw, config):
    """beta1 is added to the root.

    Mistake: input-not-used
    Hint: when config["epsilon"] is doubled
    """
    config = {"learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "m": np.zeros_like(w),
              "v": np.zeros_like(w), "t": 0, **config}
    config["t"] += 1
    config["m"] = config["beta1"] * config["m"] + (1 - config["beta1"]) * dw
    config["v"] = config["beta2"] * config["v"] + (1 - config["beta2"]) * dw**2
    m, v = config["m"] / (1 - config["beta1"] ** config["t"]), config["v"] / (1 - config["beta2"] ** config["t"])
    return w - config["learning_rate"] * m / (np.sqrt(v) + config["beta1"]), config


def gradients_clipped(w, dw, config):
    """Gradients beyond 1000 are clipped."""
    dw = np.clip(dw, -1000, 1000)
    config = {"learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "m": np.zeros_like(w),
              "v": np.zeros_like(w), "t": 0, **config}
    config["t"] += 1
    config["m"] = config["beta1"] * config["m"] + (1 - config["beta1"]) * dw
    config["v"] = config["beta2"] * config["v"] + (1 - config["beta2"]) * dw**2
    m, v = config["m"] / (1 - config["beta1"] ** config["t"]), config["v"] / (1 - config["beta2"] ** config["t"])
    return w - config["learning_rate"] * m / (np.sqrt(v) + config["epsilon"]), config


def corrected_in_few_steps_only(w, dw, config):
    """No corrections after 100 steps, when they are near 1: those of v are not yet."""
    config = {"learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "m": np.zeros_like(w),
              "v": np.zeros_like(w), "t": 0, **config}
    config["t"] += 1
    config["m"] = m = config["beta1"] * config["m"] + (1 - config["beta1"]) * dw
    config["v"] = v = config["beta2"] * config["v"] + (1 - config["beta2"]) * dw**2
    if config["t"] < 100:
        m, v = m / (1 - config["beta1"] ** config["t"]), v / (1 - config["beta2"] ** config["t"])
    return w - config["learning_rate"] * m / (np.sqrt(v) + config["epsilon"]), config


_steps = [0]


def steps_counted_for_all(w, dw, config):
    """t counts the calls for all parameters of all networks.

    Mistake: memory
    Hint: a second call with the same inputs
    """
    config = {"learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "m": np.zeros_like(w),
              "v": np.zeros_like(w), "t": 0, **config}
    _steps[0] += 1
    config["t"] = _steps[0]
    config["m"] = config["beta1"] * config["m"] + (1 - config["beta1"]) * dw
    config["v"] = config["beta2"] * config["v"] + (1 - config["beta2"]) * dw**2
    m, v = config["m"] / (1 - config["beta1"] ** config["t"]), config["v"] / (1 - config["beta2"] ** config["t"])
    return w - config["learning_rate"] * m / (np.sqrt(v) + config["epsilon"]), config
