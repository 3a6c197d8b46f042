"""Wrong versions of batchnorm_forward."""

import numpy as np


def _settings(x, bn_param):
    zeros = np.zeros(x.shape[1])
    return (bn_param["mode"] == "train", bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9),
            bn_param.get("running_mean", zeros), bn_param.get("running_var", zeros))


def _keep(bn_param, running_mean, running_var):
    bn_param["running_mean"], bn_param["running_var"] = running_mean, running_var


def _train(x, gamma, beta, bn_param):
    """The right training step."""
    _, eps, momentum, running_mean, running_var = _settings(x, bn_param)
    mean, var = x.mean(axis=0), x.var(axis=0)
    x_hat = (x - mean) / np.sqrt(var + eps)
    _keep(bn_param, momentum * running_mean + (1 - momentum) * mean, momentum * running_var + (1 - momentum) * var)
    return gamma * x_hat + beta, (x, mean, var, x_hat, gamma, eps)


def _test(x, gamma, beta, bn_param):
    """The right test step."""
    _, eps, _, running_mean, running_var = _settings(x, bn_param)
    _keep(bn_param, running_mean, running_var)
    return gamma * (x - running_mean) / np.sqrt(running_var + eps) + beta, None


# ------------------------------------------------------------------ training
def variance_with_ddof_1(x, gamma, beta, bn_param):
    """The variance is divided by N - 1.

    Mistake: ddof
    Hint: divided by N - 1
    """
    training, eps, momentum, running_mean, running_var = _settings(x, bn_param)
    if not training:
        return _test(x, gamma, beta, bn_param)
    mean, var = x.mean(axis=0), x.var(axis=0, ddof=1)
    x_hat = (x - mean) / np.sqrt(var + eps)
    _keep(bn_param, momentum * running_mean + (1 - momentum) * mean, momentum * running_var + (1 - momentum) * var)
    return gamma * x_hat + beta, (x, mean, var, x_hat, gamma, eps)


def running_variance_with_ddof_1(x, gamma, beta, bn_param):
    """Only the running variance is divided by N - 1, as PyTorch does.

    Mistake: ddof
    Hint: divided by N - 1
    """
    training, eps, momentum, running_mean, running_var = _settings(x, bn_param)
    if not training:
        return _test(x, gamma, beta, bn_param)
    mean, var = x.mean(axis=0), x.var(axis=0)
    x_hat = (x - mean) / np.sqrt(var + eps)
    _keep(bn_param, momentum * running_mean + (1 - momentum) * mean,
          momentum * running_var + (1 - momentum) * x.var(axis=0, ddof=1))
    return gamma * x_hat + beta, (x, mean, var, x_hat, gamma, eps)


def normalized_with_ddof_1(x, gamma, beta, bn_param):
    """x_hat with N - 1, the running variance with N.

    Mistake: ddof
    Hint: divided by N - 1
    """
    training, eps, momentum, running_mean, running_var = _settings(x, bn_param)
    if not training:
        return _test(x, gamma, beta, bn_param)
    mean, var = x.mean(axis=0), x.var(axis=0)
    x_hat = (x - mean) / np.sqrt(x.var(axis=0, ddof=1) + eps)
    _keep(bn_param, momentum * running_mean + (1 - momentum) * mean, momentum * running_var + (1 - momentum) * var)
    return gamma * x_hat + beta, (x, mean, var, x_hat, gamma, eps)


def eps_after_the_root(x, gamma, beta, bn_param):
    """sqrt(var) + eps in training.

    Mistake: eps-outside
    Hint: eps is added to the square root
    """
    training, eps, momentum, running_mean, running_var = _settings(x, bn_param)
    if not training:
        return _test(x, gamma, beta, bn_param)
    mean, var = x.mean(axis=0), x.var(axis=0)
    x_hat = (x - mean) / (np.sqrt(var) + eps)
    _keep(bn_param, momentum * running_mean + (1 - momentum) * mean, momentum * running_var + (1 - momentum) * var)
    return gamma * x_hat + beta, (x, mean, var, x_hat, gamma, eps)


def eps_left_out(x, gamma, beta, bn_param):
    """No eps in training.

    Mistake: eps-missing
    Hint: eps has no effect
    """
    training, eps, momentum, running_mean, running_var = _settings(x, bn_param)
    if not training:
        return _test(x, gamma, beta, bn_param)
    mean, var = x.mean(axis=0), x.var(axis=0)
    x_hat = (x - mean) / np.sqrt(var)
    _keep(bn_param, momentum * running_mean + (1 - momentum) * mean, momentum * running_var + (1 - momentum) * var)
    return gamma * x_hat + beta, (x, mean, var, x_hat, gamma, eps)


def own_eps(x, gamma, beta, bn_param):
    """eps is 1e-8 whatever bn_param says.

    Mistake: own-eps
    Hint: eps is not the one of bn_param
    """
    training, _, momentum, running_mean, running_var = _settings(x, bn_param)
    eps = 1e-8
    if not training:
        _keep(bn_param, running_mean, running_var)
        return gamma * (x - running_mean) / np.sqrt(running_var + eps) + beta, None
    mean, var = x.mean(axis=0), x.var(axis=0)
    x_hat = (x - mean) / np.sqrt(var + eps)
    _keep(bn_param, momentum * running_mean + (1 - momentum) * mean, momentum * running_var + (1 - momentum) * var)
    return gamma * x_hat + beta, (x, mean, var, x_hat, gamma, eps)


def own_default_eps(x, gamma, beta, bn_param):
    """1e-8 where bn_param has no eps.

    Mistake: own-eps
    Hint: eps is not the one of bn_param
    """
    training, _, momentum, running_mean, running_var = _settings(x, bn_param)
    eps = bn_param.get("eps", 1e-8)
    if not training:
        _keep(bn_param, running_mean, running_var)
        return gamma * (x - running_mean) / np.sqrt(running_var + eps) + beta, None
    mean, var = x.mean(axis=0), x.var(axis=0)
    x_hat = (x - mean) / np.sqrt(var + eps)
    _keep(bn_param, momentum * running_mean + (1 - momentum) * mean, momentum * running_var + (1 - momentum) * var)
    return gamma * x_hat + beta, (x, mean, var, x_hat, gamma, eps)


def larger_default_eps(x, gamma, beta, bn_param):
    """1e-3 where bn_param has no eps, as Keras has it.

    Mistake: own-eps
    Hint: eps is not the one of bn_param
    """
    training, _, momentum, running_mean, running_var = _settings(x, bn_param)
    eps = bn_param.get("eps", 1e-3)
    if not training:
        _keep(bn_param, running_mean, running_var)
        return gamma * (x - running_mean) / np.sqrt(running_var + eps) + beta, None
    mean, var = x.mean(axis=0), x.var(axis=0)
    x_hat = (x - mean) / np.sqrt(var + eps)
    _keep(bn_param, momentum * running_mean + (1 - momentum) * mean, momentum * running_var + (1 - momentum) * var)
    return gamma * x_hat + beta, (x, mean, var, x_hat, gamma, eps)


def divided_by_variance(x, gamma, beta, bn_param):
    """No square root.

    Mistake: variance
    Hint: it is divided by the variance
    """
    training, eps, momentum, running_mean, running_var = _settings(x, bn_param)
    if not training:
        return _test(x, gamma, beta, bn_param)
    mean, var = x.mean(axis=0), x.var(axis=0)
    x_hat = (x - mean) / (var + eps)
    _keep(bn_param, momentum * running_mean + (1 - momentum) * mean, momentum * running_var + (1 - momentum) * var)
    return gamma * x_hat + beta, (x, mean, var, x_hat, gamma, eps)


def not_divided(x, gamma, beta, bn_param):
    """Only the mean is taken off.

    Mistake: variance
    Hint: nothing is divided by the square root
    """
    training, eps, momentum, running_mean, running_var = _settings(x, bn_param)
    if not training:
        return _test(x, gamma, beta, bn_param)
    mean, var = x.mean(axis=0), x.var(axis=0)
    x_hat = x - mean
    _keep(bn_param, momentum * running_mean + (1 - momentum) * mean, momentum * running_var + (1 - momentum) * var)
    return gamma * x_hat + beta, (x, mean, var, x_hat, gamma, eps)


def square_root_twice(x, gamma, beta, bn_param):
    """The deviation is taken for a variance: its square root again.

    Mistake: root-twice
    Hint: the square root is taken twice
    """
    training, eps, momentum, running_mean, running_var = _settings(x, bn_param)
    if not training:
        return _test(x, gamma, beta, bn_param)
    mean, var = x.mean(axis=0), x.var(axis=0)
    deviation = np.sqrt(var + eps)
    x_hat = (x - mean) / np.sqrt(deviation)
    _keep(bn_param, momentum * running_mean + (1 - momentum) * mean, momentum * running_var + (1 - momentum) * var)
    return gamma * x_hat + beta, (x, mean, var, x_hat, gamma, eps)


def root_of_the_deviation(x, gamma, beta, bn_param):
    """x.std is taken for the variance, everywhere.

    Mistake: deviation
    Hint: a variance is its square root here
    """
    training, eps, momentum, running_mean, running_var = _settings(x, bn_param)
    if not training:
        return _test(x, gamma, beta, bn_param)
    mean, var = x.mean(axis=0), x.std(axis=0)
    x_hat = (x - mean) / np.sqrt(var + eps)
    _keep(bn_param, momentum * running_mean + (1 - momentum) * mean, momentum * running_var + (1 - momentum) * var)
    return gamma * x_hat + beta, (x, mean, var, x_hat, gamma, eps)


def running_deviation(x, gamma, beta, bn_param):
    """The running variance averages deviations.

    Mistake: deviation
    Hint: a variance is its square root here
    """
    training, eps, momentum, running_mean, running_var = _settings(x, bn_param)
    if not training:
        return _test(x, gamma, beta, bn_param)
    mean, var = x.mean(axis=0), x.var(axis=0)
    x_hat = (x - mean) / np.sqrt(var + eps)
    _keep(bn_param, momentum * running_mean + (1 - momentum) * mean,
          momentum * running_var + (1 - momentum) * np.sqrt(var))
    return gamma * x_hat + beta, (x, mean, var, x_hat, gamma, eps)


def mean_not_subtracted(x, gamma, beta, bn_param):
    """x / sqrt(var + eps).

    Mistake: mean
    Hint: the mean is not subtracted
    """
    training, eps, momentum, running_mean, running_var = _settings(x, bn_param)
    if not training:
        return _test(x, gamma, beta, bn_param)
    mean, var = x.mean(axis=0), x.var(axis=0)
    x_hat = x / np.sqrt(var + eps)
    _keep(bn_param, momentum * running_mean + (1 - momentum) * mean, momentum * running_var + (1 - momentum) * var)
    return gamma * x_hat + beta, (x, mean, var, x_hat, gamma, eps)


def precedence_of_the_division(x, gamma, beta, bn_param):
    """x - mean / sqrt(...) without parentheses.

    Mistake: precedence
    Hint: only the mean is divided
    """
    training, eps, momentum, running_mean, running_var = _settings(x, bn_param)
    if not training:
        return _test(x, gamma, beta, bn_param)
    mean, var = x.mean(axis=0), x.var(axis=0)
    x_hat = x - mean / np.sqrt(var + eps)
    _keep(bn_param, momentum * running_mean + (1 - momentum) * mean, momentum * running_var + (1 - momentum) * var)
    return gamma * x_hat + beta, (x, mean, var, x_hat, gamma, eps)


def beta_subtracted(x, gamma, beta, bn_param):
    """gamma x_hat - beta in training.

    Mistake: beta-subtracted
    Hint: beta is subtracted
    """
    training, eps, momentum, running_mean, running_var = _settings(x, bn_param)
    if not training:
        return _test(x, gamma, beta, bn_param)
    mean, var = x.mean(axis=0), x.var(axis=0)
    x_hat = (x - mean) / np.sqrt(var + eps)
    _keep(bn_param, momentum * running_mean + (1 - momentum) * mean, momentum * running_var + (1 - momentum) * var)
    return gamma * x_hat - beta, (x, mean, var, x_hat, gamma, eps)


def variance_not_centred(x, gamma, beta, bn_param):
    """var is the mean of x squared.

    Mistake: not-centred
    Hint: the variance is the mean of x squared
    """
    training, eps, momentum, running_mean, running_var = _settings(x, bn_param)
    if not training:
        return _test(x, gamma, beta, bn_param)
    mean, var = x.mean(axis=0), np.mean(x**2, axis=0)
    x_hat = (x - mean) / np.sqrt(var + eps)
    _keep(bn_param, momentum * running_mean + (1 - momentum) * mean, momentum * running_var + (1 - momentum) * var)
    return gamma * x_hat + beta, (x, mean, var, x_hat, gamma, eps)


def variance_is_a_sum(x, gamma, beta, bn_param):
    """The squared deviations are not averaged.

    Mistake: not-averaged
    Hint: the variance is a sum
    """
    training, eps, momentum, running_mean, running_var = _settings(x, bn_param)
    if not training:
        return _test(x, gamma, beta, bn_param)
    mean = x.mean(axis=0)
    var = np.sum((x - mean) ** 2, axis=0)
    x_hat = (x - mean) / np.sqrt(var + eps)
    _keep(bn_param, momentum * running_mean + (1 - momentum) * mean, momentum * running_var + (1 - momentum) * var)
    return gamma * x_hat + beta, (x, mean, var, x_hat, gamma, eps)


def layer_normalization(x, gamma, beta, bn_param):
    """Mean and variance along rows, with keepdims.

    Mistake: rows
    Hint: each example is normalized by itself
    """
    training, eps, momentum, running_mean, running_var = _settings(x, bn_param)
    if not training:
        return _test(x, gamma, beta, bn_param)
    mean, var = x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)
    x_hat = (x - mean) / np.sqrt(var + eps)
    _keep(bn_param, momentum * running_mean + (1 - momentum) * x.mean(axis=0),
          momentum * running_var + (1 - momentum) * x.var(axis=0))
    return gamma * x_hat + beta, (x, mean, var, x_hat, gamma, eps)


def rows_without_keepdims(x, gamma, beta, bn_param):
    """axis=1: the shapes do not fit.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    training, eps, momentum, running_mean, running_var = _settings(x, bn_param)
    if not training:
        return _test(x, gamma, beta, bn_param)
    mean, var = x.mean(axis=1), x.var(axis=1)
    x_hat = (x - mean) / np.sqrt(var + eps)
    _keep(bn_param, momentum * running_mean + (1 - momentum) * mean, momentum * running_var + (1 - momentum) * var)
    return gamma * x_hat + beta, (x, mean, var, x_hat, gamma, eps)


def one_mean_for_all(x, gamma, beta, bn_param):
    """np.mean and np.var without an axis.

    Mistake: one-mean
    Hint: one mean is taken for all features
    """
    training, eps, momentum, running_mean, running_var = _settings(x, bn_param)
    if not training:
        return _test(x, gamma, beta, bn_param)
    mean, var = np.mean(x), np.var(x)
    x_hat = (x - mean) / np.sqrt(var + eps)
    _keep(bn_param, momentum * running_mean + (1 - momentum) * mean, momentum * running_var + (1 - momentum) * var)
    return gamma * x_hat + beta, (x, mean, var, x_hat, gamma, eps)


def averages_in_training(x, gamma, beta, bn_param):
    """Training normalizes with the updated running averages.

    Mistake: averages-in-training
    Hint: training uses the running averages
    """
    training, eps, momentum, running_mean, running_var = _settings(x, bn_param)
    if not training:
        return _test(x, gamma, beta, bn_param)
    mean, var = x.mean(axis=0), x.var(axis=0)
    _keep(bn_param, momentum * running_mean + (1 - momentum) * mean, momentum * running_var + (1 - momentum) * var)
    x_hat = (x - bn_param["running_mean"]) / np.sqrt(bn_param["running_var"] + eps)
    return gamma * x_hat + beta, (x, mean, var, x_hat, gamma, eps)


def gamma_and_beta_forgotten(x, gamma, beta, bn_param):
    """out is x_hat, in training.

    Mistake: gamma-and-beta
    Hint: gamma and beta are not used
    """
    training, eps, momentum, running_mean, running_var = _settings(x, bn_param)
    if not training:
        return _test(x, gamma, beta, bn_param)
    _, cache = _train(x, gamma, beta, bn_param)
    return cache[3], cache


def beta_forgotten(x, gamma, beta, bn_param):
    """gamma * x_hat.

    Mistake: beta-missing
    Hint: beta is missing
    """
    if bn_param["mode"] == "train":
        _, cache = _train(x, gamma, beta, bn_param)
        return gamma * cache[3], cache
    out, _ = _test(x, gamma, np.zeros_like(beta), bn_param)
    return out, None


def gamma_and_beta_swapped(x, gamma, beta, bn_param):
    """beta * x_hat + gamma.

    Mistake: gamma-and-beta
    Hint: gamma and beta have changed places
    """
    if bn_param["mode"] == "train":
        return _train(x, beta, gamma, bn_param)
    return _test(x, beta, gamma, bn_param)


def beta_inside(x, gamma, beta, bn_param):
    """gamma * (x_hat + beta).

    Mistake: gamma-and-beta
    Hint: beta is multiplied by gamma
    """
    if bn_param["mode"] == "train":
        _, cache = _train(x, gamma, beta, bn_param)
        return gamma * (cache[3] + beta), cache
    return _test(x, gamma, beta, bn_param)


# ------------------------------------------------------------------ running averages
def momentum_swapped(x, gamma, beta, bn_param):
    """(1 - momentum) * old + momentum * new, as PyTorch has it.

    Mistake: momentum
    Hint: momentum and 1 - momentum have changed places
    """
    training, eps, momentum, running_mean, running_var = _settings(x, bn_param)
    if not training:
        return _test(x, gamma, beta, bn_param)
    out, cache = _train(x, gamma, beta, bn_param)
    _keep(bn_param, (1 - momentum) * running_mean + momentum * cache[1],
          (1 - momentum) * running_var + momentum * cache[2])
    return out, cache


def momentum_swapped_for_the_variance(x, gamma, beta, bn_param):
    """Only the running variance has its weights swapped.

    Mistake: momentum
    Hint: momentum and 1 - momentum have changed places
    """
    training, eps, momentum, running_mean, running_var = _settings(x, bn_param)
    if not training:
        return _test(x, gamma, beta, bn_param)
    out, cache = _train(x, gamma, beta, bn_param)
    bn_param["running_var"] = (1 - momentum) * running_var + momentum * cache[2]
    return out, cache


def weights_do_not_sum_to_one(x, gamma, beta, bn_param):
    """momentum * old + new.

    Mistake: momentum
    Hint: the new value needs the factor 1 - momentum
    """
    training, eps, momentum, running_mean, running_var = _settings(x, bn_param)
    if not training:
        return _test(x, gamma, beta, bn_param)
    out, cache = _train(x, gamma, beta, bn_param)
    _keep(bn_param, momentum * running_mean + cache[1], momentum * running_var + cache[2])
    return out, cache


def own_momentum(x, gamma, beta, bn_param):
    """The momentum is 0.9 whatever bn_param says.

    Mistake: own-momentum
    Hint: the momentum is not the one of bn_param
    """
    training, eps, _, running_mean, running_var = _settings(x, bn_param)
    if not training:
        return _test(x, gamma, beta, bn_param)
    out, cache = _train(x, gamma, beta, bn_param)
    _keep(bn_param, 0.9 * running_mean + 0.1 * cache[1], 0.9 * running_var + 0.1 * cache[2])
    return out, cache


def own_default_momentum(x, gamma, beta, bn_param):
    """0.99 where bn_param has no momentum.

    Mistake: own-momentum
    Hint: the momentum is not the one of bn_param
    """
    if bn_param["mode"] != "train":
        return _test(x, gamma, beta, bn_param)
    given = dict(bn_param, momentum=bn_param.get("momentum", 0.99))
    out, cache = _train(x, gamma, beta, given)
    _keep(bn_param, given["running_mean"], given["running_var"])
    return out, cache


def last_batch_only(x, gamma, beta, bn_param):
    """The averages are those of the last batch.

    Mistake: no-average
    Hint: only the last batch counts
    """
    if bn_param["mode"] != "train":
        return _test(x, gamma, beta, bn_param)
    out, cache = _train(x, gamma, beta, bn_param)
    _keep(bn_param, cache[1], cache[2])
    return out, cache


def averages_not_updated(x, gamma, beta, bn_param):
    """New averages are computed, but not stored.

    Mistake: not-updated
    Hint: do not change in training
    """
    training, eps, momentum, running_mean, running_var = _settings(x, bn_param)
    if not training:
        return _test(x, gamma, beta, bn_param)
    out, cache = _train(x, gamma, beta, dict(bn_param))
    _keep(bn_param, running_mean, running_var)
    return out, cache


def averages_start_with_the_first_batch(x, gamma, beta, bn_param):
    """The first batch is taken whole.

    Mistake: start
    Hint: the running averages start at zeros
    """
    if bn_param["mode"] != "train":
        return _test(x, gamma, beta, bn_param)
    first = "running_mean" not in bn_param
    out, cache = _train(x, gamma, beta, bn_param)
    if first:
        _keep(bn_param, cache[1], cache[2])
    return out, cache


def running_variance_starts_at_one(x, gamma, beta, bn_param):
    """The running variance is 1 before the first batch, as in PyTorch.

    Mistake: start
    Hint: the running averages start at zeros
    """
    bn_param.setdefault("running_var", np.ones(x.shape[1]))
    return (_train if bn_param["mode"] == "train" else _test)(x, gamma, beta, bn_param)


def averages_swapped(x, gamma, beta, bn_param):
    """The two running averages are stored in each other's place.

    Mistake: averages-swapped
    Hint: running_mean and running_var have changed places
    """
    if bn_param["mode"] != "train":
        return _test(x, gamma, beta, bn_param)
    out, cache = _train(x, gamma, beta, bn_param)
    _keep(bn_param, bn_param["running_var"], bn_param["running_mean"])
    return out, cache


def averages_of_the_output(x, gamma, beta, bn_param):
    """The running averages are taken from out.

    Mistake: averages-of-out
    Hint: the averages are those of out
    """
    training, eps, momentum, running_mean, running_var = _settings(x, bn_param)
    if not training:
        return _test(x, gamma, beta, bn_param)
    out, cache = _train(x, gamma, beta, bn_param)
    _keep(bn_param, momentum * running_mean + (1 - momentum) * out.mean(axis=0),
          momentum * running_var + (1 - momentum) * out.var(axis=0))
    return out, cache


def averages_are_numbers(x, gamma, beta, bn_param):
    """The running averages are single numbers.

    Mistake: wrong-shape
    Hint: which axis was summed
    """
    if bn_param["mode"] != "train":
        return _test(x, gamma, beta, bn_param)
    out, cache = _train(x, gamma, beta, bn_param)
    _keep(bn_param, np.mean(bn_param["running_mean"]), np.mean(bn_param["running_var"]))
    return out, cache


def updated_in_test_mode(x, gamma, beta, bn_param):
    """The averages go on in test mode.

    Mistake: test-averages
    Hint: in test mode the running averages must not change
    """
    training, eps, momentum, running_mean, running_var = _settings(x, bn_param)
    if training:
        return _train(x, gamma, beta, bn_param)
    out, _ = _test(x, gamma, beta, bn_param)
    _train(x, gamma, beta, bn_param)
    return out, None


# ------------------------------------------------------------------ test mode
def gamma_and_beta_forgotten_in_test(x, gamma, beta, bn_param):
    """x_hat alone in test mode.

    Mistake: gamma-and-beta
    Hint: gamma and beta are not used
    """
    if bn_param["mode"] == "train":
        return _train(x, gamma, beta, bn_param)
    return _test(x, np.ones_like(gamma), np.zeros_like(beta), bn_param)


def beta_forgotten_in_test(x, gamma, beta, bn_param):
    """gamma * x_hat in test mode.

    Mistake: beta-missing
    Hint: beta is missing
    """
    if bn_param["mode"] == "train":
        return _train(x, gamma, beta, bn_param)
    return _test(x, gamma, np.zeros_like(beta), bn_param)


def eps_after_the_root_in_test(x, gamma, beta, bn_param):
    """sqrt(running_var) + eps.

    Mistake: eps-outside
    Hint: eps is added to the square root
    """
    training, eps, _, running_mean, running_var = _settings(x, bn_param)
    if training:
        return _train(x, gamma, beta, bn_param)
    _keep(bn_param, running_mean, running_var)
    return gamma * (x - running_mean) / (np.sqrt(running_var) + eps) + beta, None


def eps_left_out_in_test(x, gamma, beta, bn_param):
    """No eps in test mode.

    Mistake: eps-missing
    Hint: eps has no effect
    """
    training, _, _, running_mean, running_var = _settings(x, bn_param)
    if training:
        return _train(x, gamma, beta, bn_param)
    _keep(bn_param, running_mean, running_var)
    return gamma * (x - running_mean) / np.sqrt(running_var) + beta, None


def divided_by_running_variance(x, gamma, beta, bn_param):
    """No square root in test mode.

    Mistake: variance
    Hint: it is divided by the variance
    """
    training, eps, _, running_mean, running_var = _settings(x, bn_param)
    if training:
        return _train(x, gamma, beta, bn_param)
    _keep(bn_param, running_mean, running_var)
    return gamma * (x - running_mean) / (running_var + eps) + beta, None


def batch_in_test(x, gamma, beta, bn_param):
    """Test mode uses the mean and variance of its batch.

    Mistake: batch-in-test
    Hint: test mode uses the mean of the batch
    """
    training, eps, _, running_mean, running_var = _settings(x, bn_param)
    if training:
        return _train(x, gamma, beta, bn_param)
    out, _ = _train(x, gamma, beta, dict(bn_param))
    _keep(bn_param, running_mean, running_var)
    return out, None


def variance_of_the_batch_in_test(x, gamma, beta, bn_param):
    """The running mean, but the variance of the batch.

    Mistake: batch-in-test
    Hint: test mode uses the variance of the batch
    """
    training, eps, _, running_mean, running_var = _settings(x, bn_param)
    if training:
        return _train(x, gamma, beta, bn_param)
    _keep(bn_param, running_mean, running_var)
    return gamma * (x - running_mean) / np.sqrt(x.var(axis=0) + eps) + beta, None


def mean_not_subtracted_in_test(x, gamma, beta, bn_param):
    """x / sqrt(running_var + eps).

    Mistake: mean
    Hint: the mean is not subtracted
    """
    training, eps, _, running_mean, running_var = _settings(x, bn_param)
    if training:
        return _train(x, gamma, beta, bn_param)
    _keep(bn_param, running_mean, running_var)
    return gamma * x / np.sqrt(running_var + eps) + beta, None


def mean_scaled_wrongly_in_test(x, gamma, beta, bn_param):
    """The shift of the combined form: beta - running_mean, without the scale."""
    training, eps, _, running_mean, running_var = _settings(x, bn_param)
    if training:
        return _train(x, gamma, beta, bn_param)
    _keep(bn_param, running_mean, running_var)
    return x * gamma / np.sqrt(running_var + eps) + (beta - running_mean), None


def test_mode_switched_to_training(x, gamma, beta, bn_param):
    """bn_param["mode"] is overwritten.

    Mistake: wrong-result
    Hint: leave it as it is
    """
    result = (_train if bn_param["mode"] == "train" else _test)(x, gamma, beta, bn_param)
    bn_param["mode"] = "test"
    return result


# ------------------------------------------------------------------ the cache
def inputs_centred_in_place(x, gamma, beta, bn_param):
    """x -= mean: what is cached is no longer x.

    Mistake: cached-x
    Hint: is x changed in place
    """
    training, eps, momentum, running_mean, running_var = _settings(x, bn_param)
    if not training:
        return _test(x, gamma, beta, bn_param)
    mean, var = x.mean(axis=0), x.var(axis=0)
    _keep(bn_param, momentum * running_mean + (1 - momentum) * mean, momentum * running_var + (1 - momentum) * var)
    x -= mean
    x_hat = x / np.sqrt(var + eps)
    return gamma * x_hat + beta, (x, mean, var, x_hat, gamma, eps)


def cached_after_scaling(x, gamma, beta, bn_param):
    """x_hat is scaled and shifted in place.

    Mistake: cached-x-hat
    Hint: x_hat in the cache is taken after gamma and beta
    """
    if bn_param["mode"] != "train":
        return _test(x, gamma, beta, bn_param)
    _, cache = _train(x, gamma, beta, bn_param)
    x_hat = cache[3]
    x_hat *= gamma
    x_hat += beta
    return x_hat, cache


def deviation_cached(x, gamma, beta, bn_param):
    """The cache holds the deviation as var.

    Mistake: deviation
    Hint: a variance is its square root here
    """
    if bn_param["mode"] != "train":
        return _test(x, gamma, beta, bn_param)
    out, (x, mean, var, x_hat, gamma, eps) = _train(x, gamma, beta, bn_param)
    return out, (x, mean, np.sqrt(var + eps), x_hat, gamma, eps)


def nothing_cached(x, gamma, beta, bn_param):
    """The cache is None in training.

    Mistake: wrong-result
    Hint: the cache must be (x, mean, var, x_hat, gamma, eps)
    """
    return (_train if bn_param["mode"] == "train" else _test)(x, gamma, beta, bn_param)[0], None


def only_out_returned(x, gamma, beta, bn_param):
    """The cache is forgotten.

    Mistake: wrong-result
    Hint: must return 2 values
    """
    return (_train if bn_param["mode"] == "train" else _test)(x, gamma, beta, bn_param)[0]



def averages_in_place(x, gamma, beta, bn_param):
    """The arrays of the running averages are changed in place.

    Mistake: argument-changed
    Hint: work on a copy
    """
    training, eps, momentum, running_mean, running_var = _settings(x, bn_param)
    if not training:
        return _test(x, gamma, beta, bn_param)
    mean, var = x.mean(axis=0), x.var(axis=0)
    x_hat = (x - mean) / np.sqrt(var + eps)
    running_mean *= momentum
    running_mean += (1 - momentum) * mean
    running_var *= momentum
    running_var += (1 - momentum) * var
    bn_param["running_mean"], bn_param["running_var"] = running_mean, running_var
    return gamma * x_hat + beta, (x, mean, var, x_hat, gamma, eps)



def eps_in_the_running_variance(x, gamma, beta, bn_param):
    """The running variance averages var + eps: with eps = 1e-5 nobody sees it.

    Mistake: eps-in-variance
    Hint: eps is a part of the variance that is kept
    """
    training, eps, momentum, running_mean, running_var = _settings(x, bn_param)
    if not training:
        return _test(x, gamma, beta, bn_param)
    mean = x.mean(axis=0)
    var = x.var(axis=0) + eps
    x_hat = (x - mean) / np.sqrt(var)
    bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mean
    bn_param["running_var"] = momentum * running_var + (1 - momentum) * var
    return gamma * x_hat + beta, (x, mean, var, x_hat, gamma, eps)


def eps_in_the_cached_variance(x, gamma, beta, bn_param):
    """The cache holds var + eps as var: the backward pass adds eps a second time.

    Mistake: eps-in-variance
    Hint: eps is a part of the variance that is kept
    """
    if bn_param["mode"] != "train":
        return _test(x, gamma, beta, bn_param)
    out, (x, mean, var, x_hat, gamma, eps) = _train(x, gamma, beta, bn_param)
    return out, (x, mean, var + eps, x_hat, gamma, eps)


def eps_averaged(x, gamma, beta, bn_param):
    """Only the running variance has eps in it: test mode adds it a second time.

    Mistake: eps-in-variance
    Hint: eps is a part of the variance that is kept
    """
    training, eps, momentum, running_mean, running_var = _settings(x, bn_param)
    if not training:
        return _test(x, gamma, beta, bn_param)
    out, cache = _train(x, gamma, beta, bn_param)
    bn_param["running_var"] = momentum * running_var + (1 - momentum) * (cache[2] + eps)
    return out, cache


def averages_swapped_after_the_last_batch(x, gamma, beta, bn_param):
    """The averages are kept under other names on the way, and returned in each other's place.

    Mistake: averages-swapped
    Hint: running_mean and running_var have changed places
    """
    if bn_param["mode"] != "train":
        return _test(x, gamma, beta, bn_param)
    own = dict(bn_param, **bn_param.get("own", {}))
    out, cache = _train(x, gamma, beta, own)
    bn_param["own"] = {name: own[name] for name in ("running_mean", "running_var")}
    _keep(bn_param, own["running_var"], own["running_mean"])
    return out, cache


def eps_and_gamma_swapped_in_the_cache(x, gamma, beta, bn_param):
    """(x, mean, var, x_hat, eps, gamma).

    Mistake: wrong-shape
    """
    if bn_param["mode"] != "train":
        return _test(x, gamma, beta, bn_param)
    out, (x, mean, var, x_hat, gamma, eps) = _train(x, gamma, beta, bn_param)
    return out, (x, mean, var, x_hat, eps, gamma)


def beta_in_the_cache(x, gamma, beta, bn_param):
    """beta where gamma is meant.

    Mistake: cached-gamma
    Hint: gamma in the cache is not the one
    """
    if bn_param["mode"] != "train":
        return _test(x, gamma, beta, bn_param)
    out, (x, mean, var, x_hat, gamma, eps) = _train(x, gamma, beta, bn_param)
    return out, (x, mean, var, x_hat, beta, eps)


def two_minus_momentum(x, gamma, beta, bn_param):
    """(2 - momentum) * var: no known mistake."""
    training, eps, momentum, _, running_var = _settings(x, bn_param)
    if not training:
        return _test(x, gamma, beta, bn_param)
    out, cache = _train(x, gamma, beta, bn_param)
    bn_param["running_var"] = momentum * running_var + (2 - momentum) * cache[2]
    return out, cache
