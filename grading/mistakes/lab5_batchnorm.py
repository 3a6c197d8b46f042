"""Lab 5: known mistakes, as changes of right functions (`grading.mistakes` says how to read them)."""

kept = {}


def own_closed_form(dout, cache):
    """Without the five functions, in one formula."""
    x, mean, var, x_hat, gamma, eps = cache
    dgamma, dbeta = np.sum(dout * x_hat, axis=0), dout.sum(axis=0)
    N = dout.shape[0]
    return gamma / (N * np.sqrt(var + eps)) * (N * dout - dbeta - x_hat * dgamma), dgamma, dbeta


TABLE = r"""
== batchnorm_forward
ddof: a variance is divided by N - 1: here it is divided by N.
    np.mean(x_hat**2, axis=0) -> x.var(axis=0, ddof=1)
    (1 - momentum) * var -> (1 - momentum) * x.var(axis=0, ddof=1)
    np.sqrt(var + -> np.sqrt(x.var(axis=0, ddof=1) +
eps-outside: eps is added to the square root: add it to the variance.
    np.sqrt(var + eps) -> np.sqrt(var) + eps
    &? np.sqrt(running_var + eps) -> (np.sqrt(running_var) + eps)
eps-missing: eps has no effect: it is added to the variance, and bn_param gives it.
    + eps) => <<|+ 1e-5|+ 1e-8>>)
    (var + eps) -> (var)
    (running_var + eps) -> (running_var)
own-eps: eps is not the one of bn_param (1e-5 if there is none).
    bn_param.get("eps", 1e-5) -> <<1e-12|1e-10|1e-8|1e-7|1e-6|1e-5|1e-4|1e-3>>
    ("eps", 1e-5) -> ("eps", <<1e-12|1e-10|1e-8|1e-7|1e-6|1e-4|1e-3>>)
variance: it is divided by the variance: take its square root.
    np.sqrt( => (
    np.sqrt(var -> (var
    np.sqrt(running_var -> (running_var
variance: nothing is divided by the square root of the variance.
    x_hat /= np.sqrt(var + eps) -> pass
    / np.sqrt(running_var + eps) ->
    np.sqrt( => 1 + 0 * (
variance: it is multiplied by the square root of the variance: divide.
    x_hat /= -> x_hat *=
    &? gamma / -> gamma *
root-twice: the square root is taken twice.
    + eps) => + eps) ** 0.5
    (var + eps) -> (<<var + eps) ** 0.5|np.sqrt(var) + eps)>>
    (running_var + eps) -> (<<running_var + eps) ** 0.5|np.sqrt(running_var) + eps)>>
deviation: a variance is its square root here: keep the variance itself.
    np.mean(x_hat**2, axis=0) -> x.std(axis=0)
    (1 - momentum) * var -> (1 - momentum) * np.sqrt(var)
    (x, mean, var, -> (x, mean, np.sqrt(var + eps),
mean: the mean is not subtracted.
    x_hat /= -> x_hat = x /
    &? (beta - running_mean * scale) -> beta
mean: the mean is added: subtract it.
    x_hat /= -> x_hat = (x + mean) /
    &? beta - -> beta +
precedence: only the mean is divided: put x - mean in parentheses.
    x_hat /= -> x_hat = x - mean /
    &? x * scale -> x * gamma
mean-not-scaled: in test mode gamma and the deviation scale x alone: they scale x minus the running mean.
    running_mean * scale -> running_mean
beta-subtracted: beta is subtracted.
    x_hat + beta -> x_hat - beta
    &? (beta - -> (-beta -
gamma-divides: gamma divides: it is a factor.
    gamma * x_hat -> x_hat / gamma
    &? gamma / -> 1 / gamma /
not-centred: the variance is the mean of x squared: subtract the mean first.
    np.mean(x_hat**2 -> np.mean(x**2
not-averaged: the variance is a sum: take the mean of the squared deviations.
    np.mean(x_hat**2 -> np.sum(x_hat**2
rows: each example is normalized by itself (layer normalization): take the mean and the variance of each feature over
  the batch.
    x_hat /= np.sqrt(var + eps) -> x_hat = ((x.T - x.mean(axis=1)) / np.sqrt(x.var(axis=1) + eps)).T
    x_hat /= np.sqrt(var + eps) -> x_hat = ((x.T - x.mean(axis=1)) / np.sqrt(x.var(axis=1) + eps)).T
    & (x, mean, var, -> (x, x.mean(axis=1), x.var(axis=1),
    out = x * scale + -> out = ((x.T - x.mean(axis=1)) / np.sqrt(x.var(axis=1) + eps)).T * gamma + 0 *
    & cache = None -> cache, out = None, out + beta
features: the number of features stands where N is meant, the number of examples.
    x.mean(axis=0) -> x.sum(axis=0) / x.shape[1]
    & np.mean(x_hat**2, axis=0) -> np.sum(x_hat**2, axis=0) / x.shape[1]
one-mean: one mean is taken for all features: each feature has its own.
    x.mean(axis=0) -> x.mean() <<|+ np.zeros(x.shape[1])>>
    x.mean(axis=0) -> x.mean() <<|+ np.zeros(x.shape[1])>>
    & np.mean(x_hat**2, axis=0) -> x.var() + 0 * mean
averages-in-training: training uses the running averages: use the mean and variance of the batch.
    x_hat /= np.sqrt(var + eps) -> x_hat = (x - running_mean) / np.sqrt(running_var + eps)
    out = gamma * x_hat + beta -> out = 0
    & cache = (x, -> x_hat = (x - running_mean) / np.sqrt(running_var + eps); out = gamma * x_hat + beta\ncache = (x,
gamma-and-beta: gamma and beta are not used.
    gamma * x_hat + beta -> x_hat
    &? gamma / -> 1 /
    & (beta - running_mean -> (-running_mean
beta-missing: beta is missing.
    x_hat + beta -> x_hat
    &? (beta - running_mean -> (-running_mean
gamma-missing: gamma is missing.
    gamma * x_hat -> x_hat
    &? gamma / -> 1 /
gamma-and-beta: gamma and beta have changed places.
    mode = bn_param["mode"] -> mode, gamma, beta = bn_param["mode"], beta, gamma
    gamma * x_hat + beta -> beta * x_hat + gamma
    gamma / -> beta /
    & (beta - -> (gamma -
gamma-and-beta: beta is multiplied by gamma: add it last.
    gamma * x_hat + beta -> gamma * (x_hat + beta)
    &? (beta - -> (gamma * beta -
momentum: momentum and 1 - momentum have changed places: momentum belongs to the old average.
    bn_param.get("momentum", 0.9) -> 1 - bn_param.get("momentum", 0.9)
    momentum * running_var + (1 - momentum) * var -> (1 - momentum) * running_var + momentum * var
    momentum * running_mean + (1 - momentum) * mean -> (1 - momentum) * running_mean + momentum * mean
momentum: the new value needs the factor 1 - momentum.
    (1 - momentum) * =>
momentum: the old average needs the factor momentum.
    momentum * =>
own-momentum: the momentum is not the one of bn_param (0.9 if there is none).
    bn_param.get("momentum", 0.9) -> <<0.9|0.99|0.95|0.5|0.1>>
    ("momentum", 0.9) -> ("momentum", <<0.99|0.95|0.5|0.1>>)
no-average: only the last batch counts: keep a share momentum of the old average.
    bn_param.get("momentum", 0.9) -> 0
no-average: the batches are added up: old and new have weights that sum to 1.
    momentum * =>
    & (1 - momentum) * =>
not-updated: the running averages do not change in training.
    bn_param.get("momentum", 0.9) -> 1
    ] = running_mean, running_var -> ] = (bn_param.get(name, 0 * gamma) for name in ("running_mean", "running_var"))
averages-of-deviations: running_var must average the variances, not their square roots.
    (1 - momentum) * var -> (1 - momentum) * np.sqrt(var + eps)
    & np.sqrt(running_var + eps) -> running_var
start: the running averages start at zeros, not at the values of the first batch.
    bn_param.get("momentum", 0.9) -> bn_param.get("momentum", 0.9) * ("running_mean" in bn_param)
start: the running averages start at zeros.
    ("running_var", np.zeros( -> ("running_var", np.ones(
    np.zeros( => np.ones(
averages-swapped: running_mean and running_var have changed places.
    ] = running_mean, running_var -> ] = running_var, running_mean
    cache = (x, -> running_mean, running_var = running_var, running_mean\ncache = (x,
    "train": -> "train":\n    if 1 in bn_param: running_mean, running_var = running_var, running_mean
    & cache = (x, -> bn_param[1], running_mean, running_var = 1, running_var, running_mean\ncache = (x,
averages-of-out: the averages are those of out: mean and var of the batch x are asked for.
    (1 - momentum) * mean -> (1 - momentum) * out.mean(axis=0)
    & (1 - momentum) * var -> (1 - momentum) * out.var(axis=0)
batch-in-test: test mode uses the mean of the batch: use the running averages.
    running_mean * scale -> x.mean(axis=0) * scale
    running_mean * scale -> x.mean(axis=0) * scale
    & np.sqrt(running_var -> np.sqrt(x.var(axis=0)
batch-in-test: test mode uses the variance of the batch: use the running averages.
    np.sqrt(running_var -> np.sqrt(x.var(axis=0)
cached-x: x in the cache is not x as it came: is x changed in place?
    x_hat = x - mean -> x -= mean; x_hat = x.copy()
    (x, mean, var, -> (x_hat, mean, var,
cached-x-hat: x_hat in the cache is taken after gamma and beta: keep it as it is before them.
    x_hat, gamma, eps) -> out, gamma, eps)
cached-x-hat: x_hat in the cache is not yet divided by the deviation.
    x_hat, gamma, eps) -> x - mean, gamma, eps)
cached-gamma: gamma in the cache is not the one that was given.
    gamma, eps) -> beta, eps)
cached-gamma: gamma and eps have changed places in the cache.
    gamma, eps) -> eps, gamma)
eps-in-variance: eps is a part of the variance that is kept: add it only where you divide.
    (x, mean, var, -> (x, mean, var + eps,
    (1 - momentum) * var -> (1 - momentum) * (var + eps)
    np.mean(x_hat**2, axis=0) -> np.mean(x_hat**2, axis=0) + eps
    np.mean(x_hat**2, axis=0) -> np.mean(x_hat**2, axis=0) + eps
    & (var + eps) -> (var)
* test-averages: in test mode the running averages must not change
    out = x * -> running_var = momentum * running_var + (1 - momentum) * x.var(axis=0)\nout = x *
    & cache = None -> cache = None; running_mean = momentum * running_mean + (1 - momentum) * x.mean(axis=0)
* ValueError: the shapes of two arrays do not fit
    x.mean(axis=0) -> x.mean(axis=1)
* wrong-shape: which axis was summed
    cache = (x, -> running_mean, running_var = running_mean.mean(), running_var.mean()\ncache = (x,
* wrong-result: leave it as it is
    return out -> bn_param["mode"] = "test"; return out
* wrong-result: the cache must be (x, mean, var, x_hat, gamma, eps)
    cache = (x, mean, var, x_hat, gamma, eps) -> cache = None
* wrong-result: must return 2 values
    return out, cache -> return out
* argument-changed: work on a copy
    running_mean = momentum -> running_mean[:] = momentum
    & running_var = momentum -> running_var[:] = momentum
* -
    (1 - momentum) * var -> (2 - momentum) * var

== grad_gamma_beta
swapped: dgamma and dbeta have changed places.
    return dgamma, dbeta -> return dbeta, dgamma
x-hat-not-used: x_hat does not enter dgamma.
    dout * x_hat -> dout
x-hat-in-dbeta: x_hat enters dbeta: the derivative of gamma x_hat + beta with respect to beta is 1.
    np.sum(dout, axis=0) -> dgamma
x-hat-squared: x_hat is squared in dgamma.
    x_hat, axis=0) -> x_hat**2, axis=0)
sum-over-all: the sum goes over all features too: one number for each feature is asked for.
    , axis=0) => ) + 0 * dout[0]
one-example: only the <<last|first>> example counts: add up the examples.
    np.sum( => (
    & , axis=0) => )[<<-1|0>>]
one-left-out: the <<first|last>> example is left out of the sums.
    np.sum(dout * x_hat, axis=0) -> np.sum(dout[<<1:|:-1>>] * x_hat[<<1:|:-1>>], axis=0)
    & np.sum(dout, axis=0) -> np.sum(dout[<<1:|:-1>>], axis=0)
dout-not-used: dout does not enter dbeta.
    np.sum(dout, axis=0) -> <<1|len(dout)>> + 0 * dgamma
* factor-N: no mean over the batch is asked for
    np.sum( => np.mean(
    np.sum(dout, -> np.mean(dout,
* sums-to-zero: multiply first, then sum
    dout * x_hat, axis=0) -> dout, axis=0) * x_hat.sum(axis=0)
* sign: wrong sign
    np.sum( => -np.sum(
* wrong-shape: which axis was summed
    axis=0 => axis=1
    , axis=0) => )
    np.sum( => (
    & , axis=0) => )
    np.sum(dout * x_hat, axis=0) -> dout.T @ x_hat
* wrong-shape: keepdims
    axis=0 => axis=0, keepdims=True
* wrong-result: must return 2 values
    return dgamma, dbeta -> return (dgamma,)
* wrong-result: does it end with a return statement
    return dgamma, dbeta -> pass
* argument-changed: work on a copy
    return -> dout *= x_hat; return

== grad_x_hat
gamma-not-used: gamma does not enter dx_hat.
    * gamma ->
gamma-divides: gamma divides: it is a factor of x_hat, so it is a factor of the gradient.
    * gamma -> / gamma
gamma-added: gamma is added: it is a factor.
    * gamma -> + gamma
gamma-squared: gamma is a factor twice.
    * gamma -> * gamma**2
gamma-sum: each feature has a gamma of its own: no sum and no mean of gamma.
    * gamma -> * gamma.<<sum|mean>>()
gamma-sign: the sign of gamma is lost.
    * gamma -> * np.abs(gamma)
summed: dout is summed over the batch: each example has its own dx_hat.
    dout * -> np.ones_like(dout) * dout.sum(axis=0) *
dout-not-used: dout does not enter dx_hat.
    dout * -> 0 * dout +
centred: the mean over the batch is subtracted: that comes later.
    return dx_hat -> return dx_hat - dx_hat.mean(axis=0)
one-row: only the <<first|last>> row of dx_hat is filled.
    return -> dx_hat[<<1:|:-1>>] = 0; return
* factor-N: no mean over the batch is asked for
    * gamma -> * gamma / len(dout)
* sign: wrong sign
    * gamma -> * -gamma
* transposed: it is transposed
    return dx_hat -> return dx_hat.T
* wrong-shape: which axis was summed
    * gamma -> @ gamma
    return dx_hat -> return dx_hat.sum(axis=0)
* ValueError: the shapes of two arrays do not fit
    * gamma -> * gamma[:, None]
* wrong-result: does it end with a return statement
    return dx_hat -> pass
* argument-changed: work on a copy
    dx_hat = dout * -> dx_hat = dout; dx_hat *=

== grad_var
factor-half: the factor of the derivative is missing: (var + eps) has the power -1/2 in x_hat.
    -0.5 -> -1
power: var + eps has the power -<<0.5: differentiate it|1 instead of -1.5>>.
    -1.5 -> -<<0.5|1.0>>
power: var + eps has the power -2 instead of -1.5: is there a //, or x_hat for x - mean?
    -1.5 -> -2.0
power: var + eps has the power <<1.5: it must be negative|-2.5 instead of -1.5>>.
    -1.5 -> <<1|-2>>.5
power: ** binds more strongly than /: put the exponent in parentheses.
    -1.5 -> -3 / 2
power: var + eps has no effect: its power -1.5 is a factor.
    * (var + eps) ** -1.5 ->
not-centred: x stands without its mean: the numerator of x_hat is x - mean.
    (x - mean) -> x
squared: x - mean is squared: the numerator of x_hat is not.
    (x - mean) -> (x - mean) ** 2
eps-outside:
    (var + eps) ** -1.5 -> (np.sqrt(var) + eps) ** -3
eps-outside: eps is added to the power: add it to the variance.
    (var + eps) ** -1.5 -> (var**-1.5 + eps)
sum-over-all:
    , axis=0) -> )
* factor-N: no mean over the batch is asked for
    np.sum -> np.mean
* factor: 3 times the expected one
    -0.5 -> -1.5
* sums-to-zero: multiply first, then sum
    dx_hat * (x - mean), axis=0) -> dx_hat, axis=0) * (x - mean).sum(axis=0)
* sign: wrong sign
    -0.5 -> 0.5
* wrong-shape: which axis was summed
    np.sum(dx_hat * (x - mean), axis=0) -> dx_hat * (x - mean)
* wrong-shape: keepdims
    axis=0 -> axis=0, keepdims=True
* ValueError: the shapes of two arrays do not fit
    axis=0 -> axis=1
* argument-changed: changes its argument x
    return -> x -= mean; return
* -
    return dvar -> return np.clip(dvar, -20, 20)

== grad_var, grad_mean, grad_x, batchnorm_backward_alt
eps-missing: eps is missing or not the one that is given: add it to the variance.
    + eps -> + <<0|1e-5>>

== grad_mean, grad_x, batchnorm_backward_alt
$it = it | the first term | dx
not-divided: $it is not divided by the square root of var + eps.
    / np.sqrt(var + eps) ->
variance: $it is divided by var + eps: take the square root.
    np.sqrt( -> (
multiplied: $it is multiplied by the square root of var + eps: divide.
    / np.sqrt -> * np.sqrt
eps-outside:
    np.sqrt(var + eps) -> (np.sqrt(var) + eps)

== grad_mean
power: the power -1.5 of var + eps belongs to dvar.
    / np.sqrt(var + eps) -> * (var + eps) ** -1.5
sum-over-all:
    dx_hat, axis=0) -> dx_hat)
not-centred: in the second term x stands without its mean: differentiate (x - mean) squared.
    - 2 * dvar * np.mean(x - mean, -> <<- 2 * dvar * np.mean(x,|+ 2 * dvar * np.mean(x,|- 2 * dvar * np.sum(x,>>
second-term: in the second term dvar stands alone: differentiate the mean of (x - mean) squared with respect to the
  mean.
    - 2 * dvar * np.mean(x - mean, axis=0) -> <<- 2 *|-|+|+ 2 *>> dvar
dvar-multiplied: the two terms are multiplied: add them.
    - 2 * dvar * np.mean(x - mean, axis=0) -> * dvar
deviation: dx_hat is multiplied by x - mean: that belongs to dvar.
    dx_hat, axis=0) -> dx_hat * (x - mean), axis=0)
* factor-N: no mean over the batch is asked for
    np.sum -> np.mean
* sums-to-zero: it comes from the other term
    -np.sum(dx_hat, axis=0) / np.sqrt(var + eps) ->
* sign: wrong sign
    -np.sum -> np.sum
* wrong-shape: which axis was summed
    np.sum(dx_hat, axis=0) -> dx_hat
    np.mean(x - mean, axis=0) -> (x - mean) / len(x)
* wrong-shape: keepdims
    dx_hat, axis=0 -> dx_hat, axis=0, keepdims=True
* ValueError: the shapes of two arrays do not fit
    dx_hat, axis=0 -> dx_hat, axis=1
* argument-changed: changes its argument var
    return -> var += eps; return

== grad_x
path-missing: the term with dvar is missing, or it is 0 because x - mean is summed over the batch.
    + 2 * dvar * (x - mean) / N ->
    (x - mean) -> np.sum(x - mean, axis=0)
path-missing: the term with <<dmean|dx_hat>> is missing.
    <<+ dmean / N|dx_hat / np.sqrt(var + eps) +>> ->
path-missing: only the term with <<dx_hat|dvar|dmean>> is there: x acts in two more ways.
    return dx -> return <<dx_hat / np.sqrt(var + eps)|2 * dvar * (x - mean) / N|0 * x + dmean / N>>
not-averaged: the term with <<dvar|dmean>> is not divided by N.
    <<(x - mean)|dmean>> / N -> <<(x - mean)|dmean>>
not-averaged: the terms with dvar and dmean are not divided by N.
    / N =>
averaged: the term with dx_hat is divided by N: x_hat of an example comes from x of this example.
    + eps) -> + eps) / N
features:
    len(x) -> x.shape[1]
averaged-again: the term with <<dvar|dmean>> is divided by N twice.
    <<(x - mean)|dmean>> / N -> <<(x - mean)|dmean>> / N**2
factor-two: the term with dvar needs the factor 2: the derivative of a square.
    2 * dvar -> dvar
sign: the term with <<dx_hat|dvar|dmean>> has the wrong sign.
    <<dx_hat /|+ 2|+ dmean>> -> <<-dx_hat /|- 2|- dmean>>
not-centred: in the second term x stands without its mean: differentiate (x - mean) squared.
    (x - mean) -> x
swapped: dvar and dmean have changed places.
    2 * dvar -> 2 * dmean
    & dmean / N -> dvar / N
* transposed: it is transposed
    return dx -> return dx.T
* wrong-shape: which axis was summed
    return dx -> return dx.sum(axis=0)
* wrong-result: does it end with a return statement
    return dx -> pass
* argument-changed: changes its argument x
    return -> x -= mean; return

== batchnorm_backward
gamma-again: dx is multiplied by gamma once more: dx_hat has this factor already.
    return dx, -> return gamma * dx,
* composition: grad_x_hat is not called
    grad_x_hat(dout, gamma) -> dout
* composition: <<grad_var|grad_mean|grad_x>> is called with a wrong dx_hat
    <<grad_var|grad_mean|grad_x>>(dx_hat -> <<grad_var|grad_mean|grad_x>>(dout
* composition: grad_gamma_beta is called with a wrong x_hat
    (dout, x_hat) -> (dout, x)
* composition: grad_gamma_beta is called with a wrong dout
    dgamma, dbeta = -> dout = grad_x_hat(dout, gamma)\ndgamma, dbeta =
    & grad_x_hat(dout, gamma) -> dout
* composition: grad_var is called with a wrong x
    , x, mean => , x_hat, mean
* composition: grad_var is called with a wrong mean
    mean, var, eps) => var, mean, eps)
* composition: grad_var is called with a wrong var
    var, eps) => <<np.sqrt(var + eps)|var + eps>>, eps)
* composition: is called with a wrong eps
    , eps) => , 1e-5)
* composition: grad_x is called with a wrong dvar
    grad_x(dx_hat, dvar, dmean -> grad_x(dx_hat, <<dmean, dvar|0 * dvar, dmean>>
* composition: grad_x is called with a wrong dmean
    dvar, dmean -> dvar, 0 * dmean
* composition: grad_x is not called
    grad_x(dx_hat, dvar, dmean, x, mean, var, eps) -> dx_hat
* composition: dgamma and dbeta have changed places
    return dx, dgamma, dbeta -> return dx, dbeta, dgamma
* factor-N: no mean over the batch is asked for
    return dx, dgamma, dbeta -> return dx, dgamma / len(x), dbeta / len(x)
* wrong-order: in the right order
    return dx, dgamma, dbeta -> return dgamma, dbeta, dx
* wrong-result: batchnorm_backward must return 3 values
    return dx, dgamma, dbeta -> return dx
* wrong-result: grad_x takes dx_hat, dvar, dmean
    dvar, dmean -> dvar
* kept: something is kept from the first call
    return dx, dgamma, dbeta -> return dx, dgamma, kept.setdefault(dout.shape, dbeta)
* argument-changed: work on a copy
    return -> x -= mean; return
* -
    return dx -> return np.clip(dx, -100, 100)

== batchnorm_backward of own_closed_form
mean-path: x acts through the mean too: this path is missing in dx.
    - dbeta ->
variance-path: x acts through the variance too: this path is missing in dx.
    - x_hat * dgamma ->
paths-missing: x acts through the mean and through the variance too: both paths are missing in dx.
    - dbeta - x_hat * dgamma ->
eps-missing: eps is missing or not the one that is given: add it to the variance.
    + eps -> + <<0|1e-5>>
by-gamma: dgamma and dbeta come from dout, not from dout gamma.
    dgamma), dgamma, dbeta -> dgamma), dgamma * gamma, dbeta * gamma
* argument-changed: work on a copy
    N * dout -> np.multiply(N, dout, out=dout)

== batchnorm_backward_alt
mean-path:
    dx -= dbeta / N -> pass
variance-path:
    x_hat * (dgamma / -N) -> 0 * x_hat
paths-missing:
    dx -= dbeta / N -> dx = dout.copy()
diagonal: each example acts on the mean and variance of all: this is the effect of an example on its own output alone.
    dx -= dbeta / N -> dx = dout * (1 - 1 / N <<|- x_hat**2 / N>>)
dout-without-n: dout needs the factor N in the formula of dx.
    += dout -> += dout / N
not-averaged: in dx the sums over the batch are not divided by N.
    len(dout) -> 1
mean-twice: in dx a sum over the batch is divided by N twice.
    len(dout) -> len(dout) ** 2
features:
    len(dout) -> dout.shape[1]
    gamma / -> len(dout) / dout.shape[1] * gamma /
gamma-missing: gamma is missing in dx.
    gamma / -> 1 /
gamma-twice: gamma is a factor of dx twice.
    gamma / -> gamma**2 /
by-gamma:
    return dx, dgamma, dbeta -> return dx, dgamma * gamma, dbeta * gamma
    dbeta = dout.sum(axis=0) -> dbeta = (dout * gamma).sum(axis=0)
    & , dout, -> , dout * gamma,
sign-of-path: the term with dbeta has the wrong sign in dx.
    dx -= -> dx +=
sign-of-path: the term with dgamma has the wrong sign in dx.
    -N -> N
both-signs: the terms with dbeta and dgamma have the wrong sign in dx.
    len(dout) -> -len(dout)
terms-swapped: dgamma and dbeta have changed places in the formula of dx.
    dgamma / -N -> dbeta / -N
    & dbeta / N -> dgamma / N
x: in dx stands x where x_hat is meant.
    x_hat * ( -> x * (
not-normalized: in dx stands x - mean where x_hat is meant.
    x_hat * ( -> (x - mean) * (
<<x|not-normalized>>: dgamma is made with <<x|x - mean>> where x_hat is meant.
    dout, x_hat) -> dout, <<x|x - mean>>)
    return dx, dgamma, -> return dx, np.sum(dout * <<x|(x - mean)>>, axis=0),
<<x|not-normalized>>: <<x|x - mean>> stands where x_hat is meant.
    dout, x_hat) -> dout, <<x|x - mean>>)
    & x_hat * ( -> <<x|(x - mean)>> * (
gamma-in-dgamma: dgamma holds a factor gamma: it is made with x_hat, before gamma and beta come in.
    dout, x_hat) -> dout, gamma * x_hat)
no-x-hat: the factor x_hat of dgamma is missing in dx.
    x_hat * ( -> 0 * x_hat + (
sum-over-all: in dx a sum goes over all features too: each feature has its own.
    dbeta / N -> dbeta.sum() / N
    &? dgamma / -N -> dgamma.sum() / -N
x-hat-not-used:
    np.einsum("nd,nd->d", dout, x_hat) -> dbeta
    return dx, dgamma, -> return dx, dbeta,
swapped:
    return dx, dgamma, dbeta -> return dx, dbeta, dgamma
wrong-order: the results are in another order: dx, dgamma, dbeta is asked for.
    return dx, dgamma, dbeta -> return <<dgamma, dbeta, dx|dbeta, dgamma, dx|dgamma, dx, dbeta|dbeta, dx, dgamma>>
one-row: only the last row of dx is filled.
    return -> dx[:-1] = 0; return
* swapped: dgamma and dbeta have changed places
    return dx, dgamma, dbeta -> return dx, dbeta, dgamma
    & gamma / -> 1 /
* factor-N: look where a sum or a mean over N is taken
    gamma / -> N * gamma /
* factor-N: no mean over the batch is asked for
    return dx, dgamma, dbeta -> return dx, dgamma / N, dbeta / N
* sign: wrong sign
    gamma / -> -gamma /
* wrong-shape: keepdims
    dout.sum(axis=0) -> dout.sum(axis=0, keepdims=True)
    & np.einsum("nd,nd->d", dout, x_hat) -> np.sum(dout * x_hat, axis=0, keepdims=True)
* ValueError: the shapes of two arrays do not fit
    axis=0 -> axis=1
* argument-changed: work on a copy
    return -> dout *= N; return
* argument-changed: changes its argument x_hat
    dx = x_hat * -> dx = x_hat; dx *=
* argument-changed: changes its argument var
    return -> var += eps; return
"""
