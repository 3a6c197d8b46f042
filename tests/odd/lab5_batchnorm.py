"""Lab 5: right but unusual versions of the functions, by task (`grading.right_versions` reads them)."""

import numpy as np

from cs_nn import batchnorm


class batchnorm_forward:
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


class grad_gamma_beta:
    def with_einsum(dout, x_hat):
        """einsum."""
        return np.einsum("nd,nd->d", dout, x_hat), np.einsum("nd->d", dout)

    def products_with_ones(dout, x_hat):
        """A product with a vector of ones."""
        ones = np.ones(len(dout))
        return ones @ (dout * x_hat), ones @ dout

    def diagonal_of_a_product(dout, x_hat):
        """The diagonal of dout.T @ x_hat."""
        return np.diag(dout.T @ x_hat), dout.T.sum(axis=1)

    def example_by_example(dout, x_hat):
        """A loop over examples."""
        dgamma, dbeta = np.zeros(dout.shape[1]), np.zeros(dout.shape[1])
        for g, row in zip(dout, x_hat):
            dgamma += g * row
            dbeta += g
        return dgamma, dbeta

    def feature_by_feature(dout, x_hat):
        """A loop over features, lists returned."""
        D = dout.shape[1]
        return [[float(dout[:, d] @ x_hat[:, d]) for d in range(D)], [sum(dout[:, d]) for d in range(D)]]

    def mean_times_n(dout, x_hat):
        """N times the mean."""
        N = len(dout)
        return N * np.mean(dout * x_hat, axis=0), N * dout.mean(axis=0)

    def single_precision(dout, x_hat):
        """float32."""
        dout, x_hat = dout.astype(np.float32), x_hat.astype(np.float32)
        return (dout * x_hat).sum(0), dout.sum(0)

    def reduce(dout, x_hat):
        """np.add.reduce and a transposed product."""
        return np.add.reduce((dout.T * x_hat.T).T), np.add.reduce(dout)


class grad_x_hat:
    def diagonal_matrix(dout, gamma):
        """A product with a diagonal matrix."""
        return dout @ np.diag(gamma)

    def with_einsum(dout, gamma):
        """einsum."""
        return np.einsum("nd,d->nd", dout, gamma)

    def loops(dout, gamma):
        """Two loops and nested lists."""
        return [[g * c for g, c in zip(row, gamma)] for row in dout]

    def transposed_algebra(dout, gamma):
        """Works with (D, N), returns a view."""
        return (gamma[:, np.newaxis] * dout.T).T

    def single_precision(dout, gamma):
        """float32."""
        return np.float32(gamma) * dout.astype(np.float32)

    def gamma_repeated(dout, gamma):
        """gamma as a full matrix."""
        return np.multiply(dout, np.repeat(gamma.reshape(1, -1), dout.shape[0], axis=0))


class grad_var:
    def steps_of_the_graph(dx_hat, x, mean, var, eps):
        """Operation by operation: the division, the root, the sum."""
        xmu, sqrtvar = x - mean, np.sqrt(var + eps)
        divar = np.sum(dx_hat * xmu, axis=0)
        dsqrtvar = -1.0 / sqrtvar**2 * divar
        return 0.5 / np.sqrt(var + eps) * dsqrtvar

    def with_einsum(dx_hat, x, mean, var, eps):
        """einsum and np.power."""
        return np.einsum("nd,nd,d->d", dx_hat, x - mean, -0.5 * np.power(var + eps, -1.5))

    def by_x_hat(dx_hat, x, mean, var, eps):
        """x_hat first: one power less remains."""
        x_hat = (x - mean) / np.sqrt(var + eps)
        return -np.sum(dx_hat * x_hat, axis=0) / (2 * (var + eps))

    def power_inside_the_sum(dx_hat, x, mean, var, eps):
        """The power is inside the sum."""
        return np.sum(dx_hat * (x - mean) * (-1 / 2) * (var + eps) ** (-3 / 2), axis=0)

    def expanded(dx_hat, x, mean, var, eps):
        """The mean is taken out of the sum."""
        total = (dx_hat * x).sum(axis=0) - mean * dx_hat.sum(axis=0)
        return -total / (2 * (var + eps) * np.sqrt(var + eps))

    def example_by_example(dx_hat, x, mean, var, eps):
        """A loop over examples."""
        dvar = np.zeros(x.shape[1])
        for g, row in zip(dx_hat, x):
            dvar = dvar - g * (row - mean)
        return dvar / 2 / np.sqrt((var + eps) ** 3)

    def exponential(dx_hat, x, mean, var, eps):
        """The power by exp and log."""
        return list(-0.5 * np.sum(dx_hat * (x - mean), axis=0) * np.exp(-1.5 * np.log(var + eps)))

    def single_precision(dx_hat, x, mean, var, eps):
        """float32."""
        dx_hat, x, mean, var = (np.asarray(a, np.float32) for a in (dx_hat, x, mean, var))
        return np.float32(-0.5) * np.sum(dx_hat * (x - mean), axis=0) * (var + np.float32(eps)) ** np.float32(-1.5)

    def recomputed_statistics(dx_hat, x, mean, var, eps):
        """Takes mean and variance from x again."""
        return -0.5 * ((x - x.mean(axis=0)) * dx_hat).sum(axis=0) / (x.var(axis=0) + eps) ** 1.5


class grad_mean:
    def second_term_left_out(dx_hat, dvar, x, mean, var, eps):
        """The second term is 0."""
        return -dx_hat.sum(axis=0) / np.sqrt(var + eps)

    def second_term_summed_over_everything(dx_hat, dvar, x, mean, var, eps):
        """np.sum without an axis in the second term, which is 0 all the same."""
        return np.sum(-dx_hat / np.sqrt(var + eps), axis=0) + dvar * np.sum(-2 * (x - mean)) / len(x)

    def power_inside_the_sum(dx_hat, dvar, x, mean, var, eps):
        """The paper's form."""
        N = x.shape[0]
        return np.sum(dx_hat * -1 / np.sqrt(var + eps), axis=0) + dvar * np.sum(-2 * (x - mean), axis=0) / N

    def with_einsum(dx_hat, dvar, x, mean, var, eps):
        """einsum and a product with ones."""
        first = -np.einsum("nd,d->d", dx_hat, (var + eps) ** -0.5)
        return first - 2 / len(x) * dvar * (np.ones(len(x)) @ (x - mean))

    def steps_of_the_graph(dx_hat, dvar, x, mean, var, eps):
        """Through x - mean, which has two uses."""
        dxmu = dx_hat / np.sqrt(var + eps) + 2 * dvar * (x - mean) / len(x)
        return -dxmu.sum(axis=0)

    def example_by_example(dx_hat, dvar, x, mean, var, eps):
        """A loop over examples."""
        dmean = np.zeros_like(mean)
        for g, row in zip(dx_hat, x):
            dmean -= g / np.sqrt(var + eps)
            dmean -= 2 * dvar * (row - mean) / len(x)
        return dmean.tolist()

    def single_precision(dx_hat, dvar, x, mean, var, eps):
        """float32."""
        dx_hat, dvar, x, mean, var = (np.asarray(a, np.float32) for a in (dx_hat, dvar, x, mean, var))
        return -dx_hat.sum(axis=0) / np.sqrt(var + np.float32(eps)) - 2 * dvar * (x - mean).mean(axis=0)

    def difference_of_means(dx_hat, dvar, x, mean, var, eps):
        """The second term from the difference of the means."""
        return -np.add.reduce(dx_hat) / (var + eps) ** 0.5 - 2 * dvar * (x.mean(axis=0) - mean)


class grad_x:
    def paper(dx_hat, dvar, dmean, x, mean, var, eps):
        """As in the paper."""
        m = x.shape[0]
        return dx_hat * 1 / np.sqrt(var + eps) + dvar * 2 * (x - mean) / m + dmean * 1 / m

    def steps_of_the_graph(dx_hat, dvar, dmean, x, mean, var, eps):
        """The square, then x - mean, then the mean."""
        N, D = x.shape
        xmu = x - mean
        dsq = np.ones((N, D)) / N * dvar
        dxmu = dx_hat / np.sqrt(var + eps) + 2 * xmu * dsq
        return dxmu + np.ones((N, D)) / N * dmean

    def example_by_example(dx_hat, dvar, dmean, x, mean, var, eps):
        """A loop over examples, nested lists."""
        return [list(g / np.sqrt(var + eps) + (2 * dvar * (row - mean) + dmean) / len(x)) for g, row in zip(dx_hat, x)]

    def in_place(dx_hat, dvar, dmean, x, mean, var, eps):
        """Uses the memory of dx_hat."""
        dx_hat /= np.sqrt(var + eps)
        dx_hat += (2 / len(x)) * dvar * (x - mean)
        dx_hat += dmean / len(x)
        return dx_hat

    def transposed_algebra(dx_hat, dvar, dmean, x, mean, var, eps):
        """Works with (D, N)."""
        first = dx_hat.T * ((var + eps) ** -0.5)[:, None]
        rest = 2 * dvar[:, None] * (x.T - mean[:, None]) + dmean[:, None]
        return (first + rest / x.shape[0]).T

    def with_einsum(dx_hat, dvar, dmean, x, mean, var, eps):
        """einsum for the products."""
        first = np.einsum("nd,d->nd", dx_hat, 1 / np.sqrt(var + eps))
        return first + np.einsum("d,nd->nd", 2 * dvar / len(x), x - mean) + np.broadcast_to(dmean / len(x), x.shape)

    def single_precision(dx_hat, dvar, dmean, x, mean, var, eps):
        """float32."""
        dx_hat, dvar, dmean, x, mean, var = (np.asarray(a, np.float32) for a in (dx_hat, dvar, dmean, x, mean, var))
        return dx_hat / np.sqrt(var + np.float32(eps)) + 2 * dvar * (x - mean) / len(x) + dmean / len(x)

    def rows_of_means(dx_hat, dvar, dmean, x, mean, var, eps):
        """Means of full matrices."""
        ones = np.ones(x.shape)
        return np.divide(dx_hat, np.sqrt(var + eps)) + np.square(x - mean + dvar) / len(x) - np.square(x - mean) / len(x) \
            - dvar**2 / len(x) + ones * dmean / len(x)


class batchnorm_backward:
    def _terms(dout, cache):
        """The right composition: all terms by name."""
        x, mean, var, x_hat, gamma, eps = cache
        dgamma, dbeta = grad_gamma_beta(dout, x_hat)
        dx_hat = grad_x_hat(dout, gamma)
        dvar = grad_var(dx_hat, x, mean, var, eps)
        dmean = grad_mean(dx_hat, dvar, x, mean, var, eps)
        return dgamma, dbeta, dx_hat, dvar, dmean

    def arguments_by_name(dout, cache):
        """Keyword arguments."""
        x, mean, var, x_hat, gamma, eps = cache
        dgamma, dbeta = grad_gamma_beta(x_hat=x_hat, dout=dout)
        dx_hat = grad_x_hat(gamma=gamma, dout=dout)
        rest = dict(x=x, mean=mean, var=var, eps=eps)
        dvar = grad_var(dx_hat, **rest)
        dmean = grad_mean(dx_hat, dvar, **rest)
        return grad_x(dx_hat, dvar, dmean, **rest), dgamma, dbeta

    def other_order(dout, cache):
        """dgamma and dbeta last, a list returned."""
        x, mean, var, x_hat, gamma, eps = cache
        dx_hat = grad_x_hat(dout, gamma)
        dvar = grad_var(dx_hat, x, mean, var, eps)
        dmean = grad_mean(dx_hat, dvar, x, mean, var, eps)
        dx = grad_x(dx_hat, dvar, dmean, x, mean, var, eps)
        return [dx, *grad_gamma_beta(dout, x_hat)]

    def called_more_than_once(dout, cache):
        """The terms are called where they are used."""
        x, mean, var, x_hat, gamma, eps = cache
        v = (x, mean, var, eps)
        first = grad_x_hat(dout, gamma)
        dx = grad_x(grad_x_hat(dout, gamma), grad_var(first, *v), grad_mean(first, grad_var(first, *v), *v), *v)
        return dx, grad_gamma_beta(dout, x_hat)[0], grad_gamma_beta(dout, x_hat)[1]

    def functions_of_the_module(dout, cache):
        """from cs_nn import batchnorm."""
        x, mean, var, x_hat, gamma, eps = cache
        dgamma, dbeta = batchnorm.grad_gamma_beta(dout, x_hat)
        dx_hat = batchnorm.grad_x_hat(dout, gamma)
        dvar = batchnorm.grad_var(dx_hat, x, mean, var, eps)
        dmean = batchnorm.grad_mean(dx_hat, dvar, x, mean, var, eps)
        return batchnorm.grad_x(dx_hat, dvar, dmean, x, mean, var, eps), dgamma, dbeta

    def own_steps(dout, cache):
        """Without the five functions, operation by operation."""
        x, mean, var, x_hat, gamma, eps = cache
        N = len(x)
        ivar, xmu = 1 / np.sqrt(var + eps), x - mean
        dbeta, dgamma = dout.sum(axis=0), np.sum(dout * x_hat, axis=0)
        dx_hat = dout * gamma
        divar = np.sum(dx_hat * xmu, axis=0)
        dvar = -0.5 * ivar**3 * divar
        dxmu = dx_hat * ivar + 2 * xmu * dvar / N
        return dxmu - dxmu.mean(axis=0), dgamma, dbeta

    def own_and_asked(dout, cache):
        """Two of the five functions, the rest by itself."""
        x, mean, var, x_hat, gamma, eps = cache
        dgamma, dbeta = grad_gamma_beta(dout, x_hat)
        dx_hat = grad_x_hat(dout, gamma)
        dx = dx_hat - dx_hat.mean(axis=0) - x_hat * np.mean(dx_hat * x_hat, axis=0)
        return dx / np.sqrt(var + eps), dgamma, dbeta

    def dvar_not_used_for_dmean(dout, cache):
        """grad_mean gets a dvar of 0: its second term is 0 anyway."""
        x, mean, var, x_hat, gamma, eps = cache
        dgamma, dbeta, dx_hat, dvar, dmean = _terms(dout, cache)
        dmean = grad_mean(dx_hat, np.zeros_like(dvar), x, mean, var, eps)
        return grad_x(dx_hat, dvar, dmean, x, mean, var, eps), dgamma, dbeta

    def jacobian(dout, cache):
        """Without the five functions, with the whole Jacobian of each feature."""
        x, mean, var, x_hat, gamma, eps = cache
        N, D = x.shape
        dx = np.empty((N, D))
        for d in range(D):
            J = np.eye(N) - 1 / N - np.outer(x_hat[:, d], x_hat[:, d]) / N
            dx[:, d] = gamma[d] / np.sqrt(var[d] + eps) * (J.T @ dout[:, d])
        return dx, (dout * x_hat).sum(axis=0), dout.sum(axis=0)


class batchnorm_backward_alt:
    def formula_as_derived(dout, cache):
        """The formula as it stands on paper."""
        x, mean, var, x_hat, gamma, eps = cache
        N = len(dout)
        dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
        dx = gamma / (N * np.sqrt(var + eps)) * (N * dout - dbeta - x_hat * dgamma)
        return dx, dgamma, dbeta

    def means(dout, cache):
        """Means in the place of sums divided by N."""
        x, mean, var, x_hat, gamma, eps = cache
        dx = gamma / np.sqrt(var + eps) * (dout - dout.mean(axis=0) - x_hat * np.mean(dout * x_hat, axis=0))
        return dx, np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)

    def by_dx_hat(dout, cache):
        """dx_hat first, gamma no more."""
        x, mean, var, x_hat, gamma, eps = cache
        N, dx_hat = len(x), dout * gamma
        dx = (N * dx_hat - dx_hat.sum(axis=0) - x_hat * np.sum(dx_hat * x_hat, axis=0)) / N / np.sqrt(var + eps)
        return dx, np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)

    def by_the_inputs(dout, cache):
        """x - mean and var in the place of x_hat."""
        x, mean, var, x_hat, gamma, eps = cache
        N = x.shape[0]
        dx = (1 / N) * gamma * (var + eps) ** (-1 / 2) * (
            N * dout - np.sum(dout, axis=0) - (x - mean) * (var + eps) ** -1.0 * np.sum(dout * (x - mean), axis=0))
        return dx, np.einsum("nd,nd->d", dout, x_hat), dout.sum(0)

    def example_by_example(dout, cache):
        """A loop over examples."""
        x, mean, var, x_hat, gamma, eps = cache
        N = len(dout)
        dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
        dx = np.empty_like(dout)
        for i in range(N):
            dx[i] = gamma / np.sqrt(var + eps) * (dout[i] - (dbeta + x_hat[i] * dgamma) / N)
        return dx, dgamma, dbeta

    def feature_by_feature(dout, cache):
        """A loop over features, nested lists returned."""
        x, mean, var, x_hat, gamma, eps = cache
        N = len(dout)
        dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
        columns = []
        for d in range(len(gamma)):
            column = N * dout[:, d] - dbeta[d] - x_hat[:, d] * dgamma[d]
            columns.append(gamma[d] / N / (var[d] + eps) ** 0.5 * column)
        return np.array(columns).T.tolist(), list(dgamma), list(dbeta)

    def transposed_algebra(dout, cache):
        """Works with (D, N)."""
        x, mean, var, x_hat, gamma, eps = cache
        N, g, h = len(x), dout.T, x_hat.T
        dbeta, dgamma = g.sum(axis=1), (g * h).sum(axis=1)
        dx = (gamma / np.sqrt(var + eps) / N)[:, None] * (N * g - dbeta[:, None] - h * dgamma[:, None])
        return dx.T, dgamma, dbeta

    def projection(dout, cache):
        """A matrix that takes off mean and x_hat, for each feature."""
        x, mean, var, x_hat, gamma, eps = cache
        N, D = x.shape
        dx = np.empty((N, D))
        for d in range(D):
            basis = np.stack([np.ones(N), x_hat[:, d]])
            dx[:, d] = (np.eye(N) - basis.T @ basis / N) @ dout[:, d]
        return dx * gamma / np.sqrt(var + eps), np.diag(dout.T @ x_hat), np.ones(N) @ dout

    def single_precision(dout, cache):
        """float32."""
        x, mean, var, x_hat, gamma = (np.asarray(part, np.float32) for part in cache[:5])
        eps, dout, N = np.float32(cache[5]), dout.astype(np.float32), np.float32(len(dout))
        dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
        return gamma / (N * np.sqrt(var + eps)) * (N * dout - dbeta - x_hat * dgamma), dgamma, dbeta

    def three_paths(dout, cache):
        """The sum of three paths, each with a name."""
        x, mean, var, x_hat, gamma, eps = cache
        N = len(dout)
        dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
        direct = dout * gamma / np.sqrt(var + eps)
        by_mean = -dbeta * gamma / np.sqrt(var + eps) / N
        by_variance = -x_hat * dgamma * gamma / np.sqrt(var + eps) / N
        return [direct + by_mean + by_variance, dgamma, dbeta]

    def recomputed_statistics(dout, cache):
        """Takes mean, variance and x_hat from x again."""
        x, _, _, _, gamma, eps = cache
        N, std = len(x), np.sqrt(np.var(x, axis=0) + eps)
        x_hat = (x - np.mean(x, axis=0)) / std
        dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
        print('dgamma', dgamma)
        return gamma / N / std * (N * dout - dbeta - x_hat * dgamma), dgamma, dbeta
