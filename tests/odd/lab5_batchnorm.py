"""Lab 5: right but unusual versions of the functions (`grading.right_versions` says how to read them)."""

import numpy as np
from cs_nn import batchnorm


def _read(x, bn_param):
    D = x.shape[1]
    return (bn_param["mode"] == "train", bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9),
            bn_param.get("running_mean", np.zeros(D)), bn_param.get("running_var", np.zeros(D)))


def _test(x, gamma, beta, bn_param):
    _, eps, _, running_mean, running_var = _read(x, bn_param)
    bn_param.update(running_mean=running_mean, running_var=running_var)
    return gamma * ((x - running_mean) / np.sqrt(running_var + eps)) + beta, None


def _terms(dout, cache):
    """The right composition: all terms by name."""
    x, mean, var, x_hat, gamma, eps = cache
    dgamma, dbeta = grad_gamma_beta(dout, x_hat)
    dx_hat = grad_x_hat(dout, gamma)
    dvar = grad_var(dx_hat, x, mean, var, eps)
    dmean = grad_mean(dx_hat, dvar, x, mean, var, eps)
    return dgamma, dbeta, dx_hat, dvar, dmean


class batchnorm_forward:
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


class grad_x:
    def rows_of_means(dx_hat, dvar, dmean, x, mean, var, eps):
        """Means of full matrices."""
        ones = np.ones(x.shape)
        return np.divide(dx_hat, np.sqrt(var + eps)) + np.square(x - mean + dvar) / len(x) - np.square(x - mean) / len(x) \
            - dvar**2 / len(x) + ones * dmean / len(x)


TABLE = r"""
== grad_gamma_beta
with_einsum: einsum.
    | return np.einsum("nd,nd->d", dout, x_hat), np.einsum("nd->d", dout)
products_with_ones: A product with a vector of ones.
    | ones = np.ones(len(dout))
    & return dgamma, dbeta -> return ones @ (dout * x_hat), ones @ dout
diagonal_of_a_product: The diagonal of dout.T @ x_hat.
    | return np.diag(dout.T @ x_hat), dout.T.sum(axis=1)
example_by_example: A loop over examples.
    | dgamma, dbeta = np.zeros(dout.shape[1]), np.zeros(dout.shape[1])
    | for g, row in zip(dout, x_hat):
    |     dgamma += g * row
    |     dbeta += g
feature_by_feature: A loop over features, lists returned.
    | D = dout.shape[1]
    | return [[float(dout[:, d] @ x_hat[:, d]) for d in range(D)], [sum(dout[:, d]) for d in range(D)]]
mean_times_n: N times the mean.
    | N = len(dout)
    & return dgamma, dbeta -> return N * np.mean(dout * x_hat, axis=0), N * dout.mean(axis=0)
single_precision: float32.
    | dout, x_hat = dout.astype(np.float32), x_hat.astype(np.float32)
    & return dgamma, dbeta -> return (dout * x_hat).sum(0), dout.sum(0)
reduce: np.add.reduce and a transposed product.
    | return np.add.reduce((dout.T * x_hat.T).T), np.add.reduce(dout)

== grad_x_hat
diagonal_matrix: A product with a diagonal matrix.
    | return dout @ np.diag(gamma)
with_einsum: einsum.
    | return np.einsum("nd,d->nd", dout, gamma)
loops: Two loops and nested lists.
    | return [[g * c for g, c in zip(row, gamma)] for row in dout]
transposed_algebra: Works with (D, N), returns a view.
    | return (gamma[:, np.newaxis] * dout.T).T
single_precision: float32.
    | return np.float32(gamma) * dout.astype(np.float32)
gamma_repeated: gamma as a full matrix.
    | return np.multiply(dout, np.repeat(gamma.reshape(1, -1), dout.shape[0], axis=0))

== grad_var
steps_of_the_graph: Operation by operation: the division, the root, the sum.
    | xmu, sqrtvar = x - mean, np.sqrt(var + eps)
    | divar = np.sum(dx_hat * xmu, axis=0)
    | dsqrtvar = -1.0 / sqrtvar**2 * divar
    & return dvar -> return 0.5 / np.sqrt(var + eps) * dsqrtvar
with_einsum: einsum and np.power.
    | return np.einsum("nd,nd,d->d", dx_hat, x - mean, -0.5 * np.power(var + eps, -1.5))
by_x_hat: x_hat first: one power less remains.
    dvar = -0.5 * np.sum(dx_hat * (x - mean), axis=0) * (var + eps) ** -1.5 -> x_hat = (x - mean) / np.sqrt(var + eps)
    & return dvar -> return -np.sum(dx_hat * x_hat, axis=0) / (2 * (var + eps))
power_inside_the_sum: The power is inside the sum.
    | return np.sum(dx_hat * (x - mean) * (-1 / 2) * (var + eps) ** (-3 / 2), axis=0)
expanded: The mean is taken out of the sum.
    | total = (dx_hat * x).sum(axis=0) - mean * dx_hat.sum(axis=0)
    & return dvar -> return -total / (2 * (var + eps) * np.sqrt(var + eps))
example_by_example: A loop over examples.
    | dvar = np.zeros(x.shape[1])
    | for g, row in zip(dx_hat, x):
    |     dvar = dvar - g * (row - mean)
    & return dvar -> return dvar / 2 / np.sqrt((var + eps) ** 3)
exponential: The power by exp and log.
    | return list(-0.5 * np.sum(dx_hat * (x - mean), axis=0) * np.exp(-1.5 * np.log(var + eps)))
single_precision: float32.
    | dx_hat, x, mean, var = (np.asarray(a, np.float32) for a in (dx_hat, x, mean, var))
    | return np.float32(-0.5) * np.sum(dx_hat * (x - mean), axis=0) * (var + np.float32(eps)) ** np.float32(-1.5)
recomputed_statistics: Takes mean and variance from x again.
    | return -0.5 * ((x - x.mean(axis=0)) * dx_hat).sum(axis=0) / (x.var(axis=0) + eps) ** 1.5

== grad_mean
second_term_left_out: The second term is 0.
    | return -dx_hat.sum(axis=0) / np.sqrt(var + eps)
second_term_summed_over_everything: np.sum without an axis in the second term, which is 0 all the same.
    | return np.sum(-dx_hat / np.sqrt(var + eps), axis=0) + dvar * np.sum(-2 * (x - mean)) / len(x)
power_inside_the_sum: The paper's form.
    | N = x.shape[0]
    | return np.sum(dx_hat * -1 / np.sqrt(var + eps), axis=0) + dvar * np.sum(-2 * (x - mean), axis=0) / N
with_einsum: einsum and a product with ones.
    | first = -np.einsum("nd,d->d", dx_hat, (var + eps) ** -0.5)
    & return dmean -> return first - 2 / len(x) * dvar * (np.ones(len(x)) @ (x - mean))
steps_of_the_graph: Through x - mean, which has two uses.
    | dxmu = dx_hat / np.sqrt(var + eps) + 2 * dvar * (x - mean) / len(x)
    & return dmean -> return -dxmu.sum(axis=0)
example_by_example: A loop over examples.
    | dmean = np.zeros_like(mean)
    | for g, row in zip(dx_hat, x):
    |     dmean -= g / np.sqrt(var + eps)
    |     dmean -= 2 * dvar * (row - mean) / len(x)
    & return dmean -> return dmean.tolist()
single_precision: float32.
    | dx_hat, dvar, x, mean, var = (np.asarray(a, np.float32) for a in (dx_hat, dvar, x, mean, var))
    | return -dx_hat.sum(axis=0) / np.sqrt(var + np.float32(eps)) - 2 * dvar * (x - mean).mean(axis=0)
difference_of_means: The second term from the difference of the means.
    | return -np.add.reduce(dx_hat) / (var + eps) ** 0.5 - 2 * dvar * (x.mean(axis=0) - mean)

== grad_x
paper: As in the paper.
    | m = x.shape[0]
    & return dx -> return dx_hat * 1 / np.sqrt(var + eps) + dvar * 2 * (x - mean) / m + dmean * 1 / m
steps_of_the_graph: The square, then x - mean, then the mean.
    | N, D = x.shape
    | xmu = x - mean
    | dsq = np.ones((N, D)) / N * dvar
    | dxmu = dx_hat / np.sqrt(var + eps) + 2 * xmu * dsq
    & return dx -> return dxmu + np.ones((N, D)) / N * dmean
example_by_example: A loop over examples, nested lists.
    | return [list(g / np.sqrt(var + eps) + (2 * dvar * (row - mean) + dmean) / len(x)) for g, row in zip(dx_hat, x)]
in_place: Uses the memory of dx_hat.
    | dx_hat /= np.sqrt(var + eps)
    | dx_hat += (2 / len(x)) * dvar * (x - mean)
    | dx_hat += dmean / len(x)
    & return dx -> return dx_hat
transposed_algebra: Works with (D, N).
    | first = dx_hat.T * ((var + eps) ** -0.5)[:, None]
    | rest = 2 * dvar[:, None] * (x.T - mean[:, None]) + dmean[:, None]
    & return dx -> return (first + rest / x.shape[0]).T
with_einsum: einsum for the products.
    | first = np.einsum("nd,d->nd", dx_hat, 1 / np.sqrt(var + eps))
    | return first + np.einsum("d,nd->nd", 2 * dvar / len(x), x - mean) + np.broadcast_to(dmean / len(x), x.shape)
single_precision: float32.
    | dx_hat, dvar, dmean, x, mean, var = (np.asarray(a, np.float32) for a in (dx_hat, dvar, dmean, x, mean, var))
    & return dx -> return dx_hat / np.sqrt(var + np.float32(eps)) + 2 * dvar * (x - mean) / len(x) + dmean / len(x)

== batchnorm_backward
arguments_by_name: Keyword arguments.
    | dgamma, dbeta = grad_gamma_beta(x_hat=x_hat, dout=dout)
    | dx_hat = grad_x_hat(gamma=gamma, dout=dout)
    | rest = dict(x=x, mean=mean, var=var, eps=eps)
    | dvar = grad_var(dx_hat, **rest)
    | dmean = grad_mean(dx_hat, dvar, **rest)
    & return dx, dgamma, dbeta -> return grad_x(dx_hat, dvar, dmean, **rest), dgamma, dbeta
other_order: dgamma and dbeta last, a list returned.
    | dx_hat = grad_x_hat(dout, gamma)
    | dvar = grad_var(dx_hat, x, mean, var, eps)
    | dmean = grad_mean(dx_hat, dvar, x, mean, var, eps)
    | dx = grad_x(dx_hat, dvar, dmean, x, mean, var, eps)
    & return dx, dgamma, dbeta -> return [dx, *grad_gamma_beta(dout, x_hat)]
called_more_than_once: The terms are called where they are used.
    | v = (x, mean, var, eps)
    | first = grad_x_hat(dout, gamma)
    | dx = grad_x(grad_x_hat(dout, gamma), grad_var(first, *v), grad_mean(first, grad_var(first, *v), *v), *v)
    & return dx, dgamma, dbeta -> return dx, grad_gamma_beta(dout, x_hat)[0], grad_gamma_beta(dout, x_hat)[1]
functions_of_the_module: from cs_nn import batchnorm.
    | dgamma, dbeta = batchnorm.grad_gamma_beta(dout, x_hat)
    | dx_hat = batchnorm.grad_x_hat(dout, gamma)
    | dvar = batchnorm.grad_var(dx_hat, x, mean, var, eps)
    | dmean = batchnorm.grad_mean(dx_hat, dvar, x, mean, var, eps)
    & return dx, dgamma, dbeta -> return batchnorm.grad_x(dx_hat, dvar, dmean, x, mean, var, eps), dgamma, dbeta
own_steps: Without the five functions, operation by operation.
    | N = len(x)
    | ivar, xmu = 1 / np.sqrt(var + eps), x - mean
    | dbeta, dgamma = dout.sum(axis=0), np.sum(dout * x_hat, axis=0)
    | dx_hat = dout * gamma
    | divar = np.sum(dx_hat * xmu, axis=0)
    | dvar = -0.5 * ivar**3 * divar
    | dxmu = dx_hat * ivar + 2 * xmu * dvar / N
    & return dx, dgamma, dbeta -> return dxmu - dxmu.mean(axis=0), dgamma, dbeta
own_and_asked: Two of the five functions, the rest by itself.
    | dgamma, dbeta = grad_gamma_beta(dout, x_hat)
    | dx_hat = grad_x_hat(dout, gamma)
    | dx = dx_hat - dx_hat.mean(axis=0) - x_hat * np.mean(dx_hat * x_hat, axis=0)
    & return dx, dgamma, dbeta -> return dx / np.sqrt(var + eps), dgamma, dbeta
dvar_not_used_for_dmean: grad_mean gets a dvar of 0: its second term is 0 anyway.
    | dgamma, dbeta, dx_hat, dvar, dmean = _terms(dout, cache)
    | dmean = grad_mean(dx_hat, np.zeros_like(dvar), x, mean, var, eps)
    & return dx, dgamma, dbeta -> return grad_x(dx_hat, dvar, dmean, x, mean, var, eps), dgamma, dbeta
jacobian: Without the five functions, with the whole Jacobian of each feature.
    | N, D = x.shape
    | dx = np.empty((N, D))
    | for d in range(D):
    |     J = np.eye(N) - 1 / N - np.outer(x_hat[:, d], x_hat[:, d]) / N
    |     dx[:, d] = gamma[d] / np.sqrt(var[d] + eps) * (J.T @ dout[:, d])
    & return dx, dgamma, dbeta -> return dx, (dout * x_hat).sum(axis=0), dout.sum(axis=0)

== batchnorm_backward_alt
docstring_formula: The formula as it stands.
    | N = len(dout)
    | dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    | dx = gamma / (N * np.sqrt(var + eps)) * (N * dout - dbeta - x_hat * dgamma)
means: Means in the place of sums divided by N.
    | dx = gamma / np.sqrt(var + eps) * (dout - dout.mean(axis=0) - x_hat * np.mean(dout * x_hat, axis=0))
    & return dx, dgamma, dbeta -> return dx, np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
by_dx_hat: dx_hat first, gamma no more.
    | N, dx_hat = len(x), dout * gamma
    | dx = (N * dx_hat - dx_hat.sum(axis=0) - x_hat * np.sum(dx_hat * x_hat, axis=0)) / N / np.sqrt(var + eps)
    & return dx, dgamma, dbeta -> return dx, np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
by_the_inputs: x - mean and var in the place of x_hat.
    | N = x.shape[0]
    | dx = (1 / N) * gamma * (var + eps) ** (-1 / 2) * (
    |     N * dout - np.sum(dout, axis=0) - (x - mean) * (var + eps) ** -1.0 * np.sum(dout * (x - mean), axis=0))
    & return dx, dgamma, dbeta -> return dx, np.einsum("nd,nd->d", dout, x_hat), dout.sum(0)
example_by_example: A loop over examples.
    | N = len(dout)
    | dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    | dx = np.empty_like(dout)
    | for i in range(N):
    |     dx[i] = gamma / np.sqrt(var + eps) * (dout[i] - (dbeta + x_hat[i] * dgamma) / N)
feature_by_feature: A loop over features, nested lists returned.
    | N = len(dout)
    | dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    | columns = []
    | for d in range(len(gamma)):
    |     column = N * dout[:, d] - dbeta[d] - x_hat[:, d] * dgamma[d]
    |     columns.append(gamma[d] / N / (var[d] + eps) ** 0.5 * column)
    & return dx, dgamma, dbeta -> return np.array(columns).T.tolist(), list(dgamma), list(dbeta)
transposed_algebra: Works with (D, N).
    | N, g, h = len(x), dout.T, x_hat.T
    | dbeta, dgamma = g.sum(axis=1), (g * h).sum(axis=1)
    | dx = (gamma / np.sqrt(var + eps) / N)[:, None] * (N * g - dbeta[:, None] - h * dgamma[:, None])
    & return dx, dgamma, dbeta -> return dx.T, dgamma, dbeta
projection: A matrix that takes off mean and x_hat, for each feature.
    | N, D = x.shape
    | dx = np.empty((N, D))
    | for d in range(D):
    |     basis = np.stack([np.ones(N), x_hat[:, d]])
    |     dx[:, d] = (np.eye(N) - basis.T @ basis / N) @ dout[:, d]
    & return dx, dgamma, dbeta -> return dx * gamma / np.sqrt(var + eps), np.diag(dout.T @ x_hat), np.ones(N) @ dout
single_precision: float32.
    | x, mean, var, x_hat, gamma = (np.asarray(part, np.float32) for part in cache[:5])
    | eps, dout, N = np.float32(cache[5]), dout.astype(np.float32), np.float32(len(dout))
    | dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    | return gamma / (N * np.sqrt(var + eps)) * (N * dout - dbeta - x_hat * dgamma), dgamma, dbeta
three_paths: The sum of three paths, each with a name.
    | N = len(dout)
    | dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    | direct = dout * gamma / np.sqrt(var + eps)
    | by_mean = -dbeta * gamma / np.sqrt(var + eps) / N
    | by_variance = -x_hat * dgamma * gamma / np.sqrt(var + eps) / N
    & return dx, dgamma, dbeta -> return [direct + by_mean + by_variance, dgamma, dbeta]
recomputed_statistics: Takes mean, variance and x_hat from x again.
    | x, _, _, _, gamma, eps = cache
    | N, std = len(x), np.sqrt(np.var(x, axis=0) + eps)
    | x_hat = (x - np.mean(x, axis=0)) / std
    | dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    | print('dgamma', dgamma)
    & return dx, dgamma, dbeta -> return gamma / N / std * (N * dout - dbeta - x_hat * dgamma), dgamma, dbeta
"""
