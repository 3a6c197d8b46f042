"""Correct but unusual versions of batchnorm_forward."""

import numpy as np


def _read(x, bn_param):
    D = x.shape[1]
    return (bn_param["mode"] == "train", bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9),
            bn_param.get("running_mean", np.zeros(D)), bn_param.get("running_var", np.zeros(D)))


def _test(x, gamma, beta, bn_param):
    _, eps, _, running_mean, running_var = _read(x, bn_param)
    bn_param.update(running_mean=running_mean, running_var=running_var)
    return gamma * ((x - running_mean) / np.sqrt(running_var + eps)) + beta, None


def numpy_functions(x, gamma, beta, bn_param):
    """np.mean, np.var and x - mean written once more."""
    training, eps, momentum, running_mean, running_var = _read(x, bn_param)
    if not training:
        return _test(x, gamma, beta, bn_param)
    mean, var = np.mean(x, axis=0), np.var(x, axis=0)
    x_hat = (x - mean) / np.sqrt(var + eps)
    bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mean
    bn_param["running_var"] = momentum * running_var + (1 - momentum) * var
    return x_hat * gamma + beta, (x, mean, var, x_hat, gamma, eps)


def statistics_as_rows(x, gamma, beta, bn_param):
    """keepdims: mean, variance and the running averages are (1, D)."""
    training, eps, momentum, running_mean, running_var = _read(x, bn_param)
    if not training:
        return _test(x, gamma, beta, bn_param)
    mean, var = x.mean(axis=0, keepdims=True), x.var(axis=0, keepdims=True)
    x_hat = (x - mean) / np.sqrt(var + eps)
    bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mean
    bn_param["running_var"] = momentum * running_var + (1 - momentum) * var
    return gamma.reshape(1, -1) * x_hat + beta.reshape(1, -1), (x, mean, var, x_hat, gamma, eps)



def steps_of_the_graph(x, gamma, beta, bn_param):
    """One operation a line, as in the graph of the backward pass."""
    training, eps, momentum, running_mean, running_var = _read(x, bn_param)
    if not training:
        return _test(x, gamma, beta, bn_param)
    mean = np.sum(x, axis=0) / x.shape[0]
    xmu = x - mean
    sq = xmu**2
    var = np.sum(sq, axis=0) / x.shape[0]
    sqrtvar = np.sqrt(var + eps)
    ivar = 1.0 / sqrtvar
    x_hat = xmu * ivar
    gammax = gamma * x_hat
    out = gammax + beta
    bn_param["running_mean"] = running_mean * momentum + mean * (1 - momentum)
    bn_param["running_var"] = running_var * momentum + var * (1 - momentum)
    return out, (x, mean, var, x_hat, gamma, eps)


def mean_of_squares(x, gamma, beta, bn_param):
    """The variance as the mean of squares minus the square of the mean."""
    training, eps, momentum, running_mean, running_var = _read(x, bn_param)
    if not training:
        return _test(x, gamma, beta, bn_param)
    mean = x.mean(axis=0)
    var = np.maximum(np.mean(np.square(x), axis=0) - np.square(mean), 0)
    x_hat = (x - mean) * np.power(var + eps, -0.5)
    bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mean
    bn_param["running_var"] = momentum * running_var + (1 - momentum) * var
    return gamma * x_hat + beta, (x, mean, var, x_hat, gamma, eps)


def step_towards_the_new_value(x, gamma, beta, bn_param):
    """average += (1 - momentum) * (new - average)."""
    training, eps, momentum, running_mean, running_var = _read(x, bn_param)
    if not training:
        return _test(x, gamma, beta, bn_param)
    mean, var = x.mean(axis=0), x.var(axis=0)
    x_hat = (x - mean) / np.sqrt(var + eps)
    bn_param["running_mean"] = running_mean + (1 - momentum) * (mean - running_mean)
    bn_param["running_var"] = running_var - (1 - momentum) * (running_var - var)
    return gamma * x_hat + beta, (x, mean, var, x_hat, gamma, eps)



def feature_by_feature(x, gamma, beta, bn_param):
    """A loop over the columns."""
    training, eps, momentum, running_mean, running_var = _read(x, bn_param)
    N, D = x.shape
    out, x_hat, mean, var = np.empty((N, D)), np.empty((N, D)), np.empty(D), np.empty(D)
    for d in range(D):
        column = x[:, d]
        mean[d], var[d] = (column.mean(), column.var()) if training else (running_mean[d], running_var[d])
        x_hat[:, d] = (column - mean[d]) / (var[d] + eps) ** 0.5
        out[:, d] = gamma[d] * x_hat[:, d] + beta[d]
    if not training:
        bn_param["running_mean"], bn_param["running_var"] = running_mean, running_var
        return out, None
    bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mean
    bn_param["running_var"] = momentum * running_var + (1 - momentum) * var
    return out, (x, mean, var, x_hat, gamma, eps)


def in_single_precision(x, gamma, beta, bn_param):
    """Everything in float32."""
    training, eps, momentum, running_mean, running_var = _read(x, bn_param)
    x, gamma, beta = x.astype(np.float32), gamma.astype(np.float32), beta.astype(np.float32)
    if not training:
        mean, var = running_mean.astype(np.float32), running_var.astype(np.float32)
        bn_param["running_mean"], bn_param["running_var"] = mean, var
        return gamma * (x - mean) / np.sqrt(var + np.float32(eps)) + beta, None
    mean, var = x.mean(axis=0), x.var(axis=0)
    x_hat = (x - mean) / np.sqrt(var + np.float32(eps))
    momentum = np.float32(momentum)
    bn_param["running_mean"] = momentum * running_mean.astype(np.float32) + (1 - momentum) * mean
    bn_param["running_var"] = momentum * running_var.astype(np.float32) + (1 - momentum) * var
    return gamma * x_hat + beta, (x, mean, var, x_hat, gamma, eps)


def columns_are_examples(x, gamma, beta, bn_param):
    """Works with (D, N) and returns transposed views."""
    training, eps, momentum, running_mean, running_var = _read(x, bn_param)
    mean, var = (x.T.mean(axis=1), x.T.var(axis=1)) if training else (running_mean, running_var)
    x_hat = ((x.T - mean[:, None]) / np.sqrt(var + eps)[:, None]).T
    out = (gamma[:, None] * x_hat.T + beta[:, None]).T
    if training:
        running_mean = momentum * running_mean + (1 - momentum) * mean
        running_var = momentum * running_var + (1 - momentum) * var
    bn_param["running_mean"], bn_param["running_var"] = running_mean, running_var
    return out, (x, mean, var, x_hat, gamma, eps)


def one_formula_for_both_modes(x, gamma, beta, bn_param):
    """A nested function normalizes; test mode has a cache too."""
    training, eps, momentum, running_mean, running_var = _read(x, bn_param)

    def normalize(mean, var):
        return (x - mean) / np.sqrt(var + eps)

    mean, var = (x.mean(0), x.var(0)) if training else (running_mean, running_var)
    x_hat = normalize(mean, var)
    if training:
        bn_param.update(running_mean=momentum * running_mean + (1 - momentum) * mean,
                        running_var=momentum * running_var + (1 - momentum) * var)
    else:
        bn_param.update(running_mean=running_mean.copy(), running_var=running_var.copy())
    return np.add(np.multiply(gamma, x_hat), beta), [x, mean, var, x_hat, gamma, eps]


def scale_and_shift(x, gamma, beta, bn_param):
    """out as scale * x + shift, in both modes."""
    training, eps, momentum, running_mean, running_var = _read(x, bn_param)
    mean, var = (x.mean(axis=0), x.var(axis=0)) if training else (running_mean, running_var)
    scale = gamma / np.sqrt(var + eps)
    out = scale * x + (beta - scale * mean)
    if not training:
        bn_param["running_mean"], bn_param["running_var"] = mean, var
        return out, None
    bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mean
    bn_param["running_var"] = momentum * running_var + (1 - momentum) * var
    return out, (x, mean, var, (out - beta) / gamma, gamma, eps)


def lists_for_the_averages(x, gamma, beta, bn_param):
    """The running averages are lists, out a nested list."""
    training, eps, momentum, running_mean, running_var = _read(x, bn_param)
    running_mean, running_var = np.asarray(running_mean), np.asarray(running_var)
    if not training:
        out, _ = _test(x, gamma, beta, bn_param)
        return out.tolist(), None
    mean, var = x.mean(axis=0), x.var(axis=0)
    x_hat = (x - mean) / np.sqrt(var + eps)
    bn_param["running_mean"] = list(momentum * running_mean + (1 - momentum) * mean)
    bn_param["running_var"] = list(momentum * running_var + (1 - momentum) * var)
    return (gamma * x_hat + beta).tolist(), (x, mean, var, x_hat, gamma, eps)


def prints_and_more_in_bn_param(x, gamma, beta, bn_param):
    """Prints, and keeps more in bn_param than is asked for."""
    training, eps, momentum, running_mean, running_var = _read(x, bn_param)
    print("mode", bn_param["mode"], x.shape)
    if not training:
        return _test(x, gamma, beta, bn_param)
    bn_param.setdefault("eps", eps)
    bn_param.setdefault("momentum", momentum)
    bn_param["steps"] = bn_param.get("steps", 0) + 1
    mean, var = x.mean(axis=0), np.einsum("nd,nd->d", x - x.mean(axis=0), x - x.mean(axis=0)) / len(x)
    x_hat = np.divide(x - mean, np.sqrt(var + eps))
    bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mean
    bn_param["running_var"] = momentum * running_var + (1 - momentum) * var
    return np.einsum("d,nd->nd", gamma, x_hat) + beta, (x, mean, var, x_hat, gamma, eps)
