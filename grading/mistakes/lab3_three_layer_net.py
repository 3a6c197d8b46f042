"""Lab 3: known mistakes, as changes of right functions (`grading.mistakes` says how to read them)."""

import numpy as np
from scipy.special import expit, log_softmax, softmax

#: What mutants keep from call to call.
KEPT = {}


def without_need_dx(dout, cache):
    x, w, b = cache
    return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)


def quotient(scores):
    """Softmax that overflows."""
    return np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)


def without_layers(self, X, y=None, reg=0.0):
    W1, b1, W2, b2, W3, b3 = self.params.values()
    h1 = np.maximum(X @ W1 + b1, 0)
    h2 = np.maximum(h1 @ W2 + b2, 0)
    scores = h2 @ W3 + b3
    if y is None:
        return scores
    Y = np.eye(len(b3))[y]
    loss = 0.5 * reg * sum(np.sum(W**2) for W in (W1, W2, W3)) - np.sum(Y * log_softmax(scores, axis=1)) / len(y)
    d3 = (softmax(scores, axis=1) - Y) / len(y)
    d2 = d3 @ W3.T * (h2 > 0)
    d1 = d2 @ W2.T * (h1 > 0)
    dW1, dW2, dW3 = X.T @ d1 + reg * W1, h1.T @ d2 + reg * W2, h2.T @ d3 + reg * W3
    return loss, {"W1": dW1, "b1": d1.sum(0), "W2": dW2, "b2": d2.sum(0), "W3": dW3, "b3": d3.sum(0)}


TABLE = r"""
== affine_forward
* ValueError: the shapes of two arrays do not fit
    x.reshape(len(x), -1) -> <<x|x.ravel()>>
    @ w -> @ w.T
    out += b -> out = out + b[:, None]
* wrong-shape: cached_x has shape (4, 30), but (4, 3, 2, 5) is expected
    out = x.reshape(len(x), -1) @ w -> x = x.reshape(len(x), -1)\nout = x @ w
mixed-examples: a row mixes numbers of several examples: x has to become (N, D), example by example, before anything is
  transposed.
    x.reshape(len(x), -1) -> x.reshape(-1, len(x)).T
order-of-features: the numbers of an example come in another order: transpose only after each example has become a row.
    x.reshape(len(x), -1) -> x.reshape(len(x), -1, order="F")
    x.reshape -> np.moveaxis(x, 1, -1).reshape
last-example-left-out: the last example is left out.
    out += b -> out += b\nout[-1] = 0
inputs-clipped: large numbers of x are cut off: a layer takes its inputs as they are.
    x.reshape(len(x), -1) -> np.clip(x, -100, 100).reshape(len(x), -1)
* wrong-shape: the same number of entries
    return out -> return np.squeeze(out)
bias-missing: the bias is missing.
    out += b ->
bias-subtracted: the bias is subtracted.
    += b -> -= b
bias-twice: the bias is added twice.
    += b -> += 2 * b
bias-added-often: the bias is added once for each example: does its line stand in a loop over them?
    += b -> += len(x) * b
    += b -> += np.arange(len(x), 0, -1)[:, None] * b
bias-added-often: the bias is added once for each input: does its line stand in a loop over them?
    += b -> += len(w) * b
bias-multiplied: the bias is a factor here: it must be added.
    += b -> *= b
bias-on-inputs: the bias is added to the weights or inside the product: add it to the product.
    @ w -> @ (w + b)
    & out += b ->
bias-summed: each output has a bias of its own: no sum and no mean of b.
    += b -> += b.<<sum|mean>>()
* IndexError: an index lies outside its array
    += b -> += b[np.arange(len(x)), None]
* transposed: it is transposed
    return out -> return out.T
rectified: negative outputs are set to 0: ReLU is a layer of its own.
    return out -> return np.maximum(out, 0)
squashed: the outputs go through a sigmoid or tanh: this layer has no activation function.
    return out -> return <<expit|np.tanh>>(out)
averaged: the products are averaged: they must be summed.
    @ w -> @ w / len(w)
averaged: the output is divided by N: a layer takes no mean over the batch.
    @ w -> @ w / len(x)
* all-zeros: out is all zeros
    return out -> return 0 * out
* wrong-result: must return 2 values
    return out, cache -> return out
* wrong-result: does it end with a return statement
    return out, cache -> pass
* wrong-result: must be (x, w, b)
    cache = (x, w, b) -> cache = (x, w)
* wrong-order: has the shape of cached_b
    (x, w, b) -> (x, b, w)
* NameError: a variable of another function
    x.reshape(len(x), -1) -> X.reshape(len(X), -1)
* integers: out holds whole numbers
    return out -> return out.astype(int)
* kept: something is kept from the first call
    out += b -> out += b + KEPT.get(out.shape, 0)\nKEPT[out.shape] = out.copy()
* argument-changed: it changes its argument x
    cache = (x, w, b) -> cache = (x.copy(), w, b)\nx *= x
small-left-out: small numbers are taken for 0: however small, they count.
    x.reshape(len(x), -1) -> np.where(np.abs(x) > 1e-3, x, 0).reshape(len(x), -1)
    return out, cache -> return np.round(out, <<3|4>>), cache

== affine_backward
* wrong-shape: dx has shape (4, 30), but (4, 3, 2, 5) is expected
    .reshape(x.shape) ->
* wrong-shape: dw has shape (5, 2, 3, 7), but (30, 7) is expected
    x.reshape(len(x), -1).T -> x.T
* wrong-shape: keepdims=True
    sum(axis=0) -> sum(axis=0, keepdims=True)
* wrong-shape: which axis was summed
    dout.sum(axis=0) -> <<dout.sum(axis=1)|dout.sum()|dout>>
averaged: the gradients are divided by N: the mean over the batch is a part of dout already.
    sum(axis=0) -> mean(axis=0)
    @ dout -> @ dout / len(x)
    dout @ w.T -> dout @ w.T / len(x)
    x, w, b = cache -> x, w, b = cache\ndout = dout / len(x)
dout-not-used: dout does not enter db.
    dout.sum(axis=0) -> np.full_like(b, <<1|len(x)>>)
bias-in-db: b is a factor in db: the gradient of x w + b with respect to b is 1.
    dout.sum(axis=0) -> dout.sum(axis=0) * b
bias-in-db: db is b itself: the gradient comes from dout.
    dout.sum(axis=0) -> b
* transposed: dw has shape (3, 4), but (4, 3) is expected: it is transposed
    x.reshape(len(x), -1).T @ dout -> dout.T @ x.reshape(len(x), -1)
mixed-examples:
    x.reshape(len(x), -1).T -> x.reshape(-1, len(x))
order-of-features:
    x.reshape(len(x), -1).T -> x.T.reshape(-1, len(x))
last-example-only: only the last example counts: add up the examples.
    x.reshape(len(x), -1).T @ dout -> np.outer(x[-1], dout[-1])
    &? dout.sum(axis=0) -> dout[-1]
first-example-only: only the first example counts: add up the examples.
    x.reshape(len(x), -1).T @ dout -> np.outer(x[0], dout[0])
    &? dout.sum(axis=0) -> dout[0]
weights-in-dw: w is added to dw: the layer knows of no penalty.
    @ dout -> @ dout + w
input-not-used: x does not enter dw: each row of dw belongs to one number of the examples.
    x.reshape(len(x), -1).T @ dout -> np.zeros_like(w) + dout.sum(axis=0)
dout-not-used: dout does not enter dw.
    @ dout -> @ np.ones_like(dout)
* ValueError: the shapes of two arrays do not fit
    x.reshape(len(x), -1).T @ dout -> dout @ x.reshape(len(x), -1)
order-of-features: the numbers of an example come in another order: only the shape of dx changes.
    reshape(x.shape) -> reshape(x.shape, order="F")
examples-mixed: the examples are mixed in dx: a reshape keeps the order of the entries, it does not transpose.
    dout @ w.T -> w @ dout.T
input-in-dx: x is a factor in dx: the gradient of x w with respect to x is w alone.
    .reshape(x.shape) -> .reshape(x.shape) * x
masked: dx is 0 where x is negative: that is the gradient of ReLU.
    .reshape(x.shape) -> .reshape(x.shape) * (x > 0)
* wrong-shape: the order of the factors
    (dout @ w.T).reshape(x.shape) -> x.reshape(len(x), -1) @ w + b
* sign: has the wrong sign
    x, w, b = cache -> x, w, b = cache\ndout = -dout
* wrong-order: in the right order
    return dx, dw, db -> return dw, db, dx
* wrong-result: must return 3 values
    return dx, dw, db -> return dw, db
* all-zeros: are small numbers taken for 0
    return dx, dw, db -> return <<dx, np.round(dw, 3), db|np.round(dx, 3), np.round(dw, 3), np.round(db, 3)>>
* all-zeros: dx is all zeros
    dout @ w.T -> 0 * dout @ w.T
* TypeError: it stopped with TypeError
    = without_need_dx
* UnboundLocalError: a variable is used before it gets a value
    dw = x.reshape(len(x), -1).T @ dout ->
    & dx = -> dw = x.reshape(len(x), -1).T @ dout\ndx =
* wrong-result: affine_backward with need_dx=False returned None
    return None, dw, db -> return
* need-dx: with need_dx=False, gives another dw
    return None, dw, db -> return None, 0 * dw, db
* wrong-result: affine_backward with need_dx=False must return 3 values
    return None, dw, db -> return dw, db
* argument-changed: it changes its argument dout
    return dx -> dout[:] = 0\nreturn dx
* need-dx: with need_dx=False, dx must be None
    not need_dx -> False
* argument-changed: it changes its argument x
    dx = -> dx = x; x[...] =
* need-dx: is something kept from the first call
    db = -> KEPT[w.shape] = dw = dw + KEPT.get(w.shape, 0)\ndb =
clipped: large gradients are cut off, or made shorter: a layer gives them as they are.
    x.reshape(len(x), -1).T @ dout -> np.clip(x.reshape(len(x), -1).T @ dout, -100, 100)
    x, w, b = cache -> x, w, b = cache\ndout = dout * min(1, 1000 / np.linalg.norm(dout))
* argument-changed: it changes its argument w
    return dx, dw -> w[...] = dw; return dx, w

== relu_forward
* cache: the cache is x as it came
    out = np.maximum(x, 0) -> out = x = np.maximum(x, 0)
    cache = x -> cache = <<out|x > 0|-x|np.abs(x)>>
* maximum-of-axis: the highest entry along an axis
    np.maximum -> np.max
* ValueError: it stopped with ValueError
    np.maximum(x, 0) -> <<max(x, 0)|np.stack([row if row > 0 else 0 * row for row in x])>>
    out = -> N, D = x.shape\nout =
not-rectified: negative entries are kept: they must become 0.
    np.maximum(x, 0) -> x
magnitude: negative entries lose their sign: they must become 0.
    np.maximum(x, 0) -> np.abs(x)
wrong-side: the positive entries become 0: the negative ones must.
    np.maximum(x, 0) -> <<np.minimum(x, 0)|np.maximum(-x, 0)>>
mask-returned: this is the mask, 1 where x > 0: the entries of x themselves are asked for.
    np.maximum(x, 0) -> x > 0
* entries-left-out: only the entries where x > 0 are left
    np.maximum(x, 0) -> x[x > 0]
leaky: negative entries must become 0, not a small multiple of x.
    np.maximum(x, 0) -> np.maximum(x, <<0.001|0.01|0.1|0.2>> * x)
cut-off: entries above <<1|6|255>> are cut off: ReLU has no upper limit.
    np.maximum(x, 0) -> np.clip(x, 0, <<1|6|255>>)
limit-1: the limit is 0, not 1.
    np.maximum(x, 0) -> <<x * (x > 1)|np.maximum(x, 1)>>
sigmoid: this is the sigmoid function.
    np.maximum(x, 0) -> expit(x)
tanh: this is the hyperbolic tangent.
    np.maximum(x, 0) -> np.tanh(x)
softplus: this is softplus, a smooth function: ReLU is max(0, x).
    np.maximum(x, 0) -> np.logaddexp(x, 0)
elu: this is the exponential linear unit: negative entries must become 0.
    np.maximum(x, 0) -> np.where(x > 0, x, np.expm1(x))
squared: the positive entries are squared.
    np.maximum(x, 0) -> np.maximum(x, 0) ** 2
whole-numbers: the entries are cut to whole numbers: is out an array of integers?
    np.maximum(x, 0) -> np.maximum(x, 0).astype(int)
small-entries: small positive entries become 0: the limit is 0 itself.
    np.maximum(x, 0) -> x * (x > 1e-3)
* wrong-shape: the same number of entries
    np.maximum(x, 0) -> np.maximum(x, 0).reshape(len(x), -1)
* wrong-result: must return 2 values
    return out, cache -> return out
* wrong-result: must be x
    cache = x -> cache = None
* wrong-result: does it end with a return statement
    return out, cache -> pass
* argument-changed: it changes its argument x
    np.maximum(x, 0) -> np.maximum(x, 0, out=x)
* kept: something is kept from the first call
    out = np.maximum(x, 0) -> KEPT[x.shape] = mask = (x > 0) | KEPT.get(x.shape, False)\nout = x * mask

== relu_backward
no-mask: dout passes everywhere: where x is negative, dx is 0.
    dout * (x > 0) -> dout
mask-of-dout: the mask is where dout > 0: it must be where x > 0.
    x > 0 -> dout > 0
mask-of-dout: negative entries of dout are lost: only the sign of x matters.
    x > 0 -> (x > 0) & (dout > 0)
wrong-side: dout passes where x < 0: it must pass where x > 0.
    x > 0 -> x < 0
times-input: x is a factor in dx: the derivative of ReLU is 1 where x > 0.
    (x > 0) -> np.maximum(x, 0)
times-input: x is a factor in dx: the derivative of ReLU is 1 where x > 0, and 0 elsewhere.
    (x > 0) -> x
dout-not-used: this is the mask alone: it must be multiplied by dout.
    dout * (x > 0) -> x > 0
forward-again: this is ReLU of x: dx comes from dout.
    dout * (x > 0) -> np.maximum(x, 0)
added: the mask is added to dout: it must be a factor.
    dout * -> dout +
sign-of-x: where x is negative, dx is -dout: it must be 0.
    (x > 0) -> np.sign(x)
* sign: has the wrong sign
    dout * -> -dout *
leaky: where x is negative, dx is 0, not a small multiple of dout.
    (x > 0) -> np.where(x > 0, 1, <<0.001|0.01|0.1|0.2>>)
limit-1:
    x > 0 -> x > 1
one-mask: each example has a mask of its own.
    x > 0 -> x[0] > 0
one-mask: each entry has a mask of its own.
    x > 0 -> np.<<any|all>>(x > 0, axis=0)
mean-in-mask: x is compared with its mean: the limit is 0.
    x > 0 -> x > x.mean()
sigmoid: this is the derivative of the sigmoid function.
    (x > 0) -> expit(x) * expit(-x)
tanh: this is the derivative of the hyperbolic tangent.
    (x > 0) -> (1 - np.tanh(x) ** 2)
averaged: dx is divided by the number of rows: this layer takes no mean.
    dout * (x > 0) -> dout * (x > 0) / len(x)
* entries-left-out: only the entries where x > 0 are left
    dout * (x > 0) -> dout[x > 0]
* ValueError: it stopped with ValueError
    dout * (x > 0) -> dout if x > 0 else 0 * dout
    x = cache -> x = cache\nN, D = x.shape
    x = cache -> x, w, b = cache
* wrong-shape: the same number of entries
    return dx -> return dx.reshape(len(dx), -1)
* all-zeros: dx is all zeros
    return dx -> return 0 * dx
* wrong-result: does it end with a return statement
    return dx -> pass
* argument-changed: it changes its argument dout
    dx = dout * (x > 0) -> dx = dout; dx *= x > 0
* argument-changed: it changes its argument x
    dx = dout * (x > 0) -> x[...] = x > 0; dx = dout * x

== ThreeLayerNet_loss
* no-relu: the ReLU after layer 1 is missing
    h1, relu1 = relu_forward(a1) -> h1 = a1
    & relu_backward(dh1, relu1) -> dh1
    h1, relu1 = relu_forward(a1) -> h1 = a1
    & relu_backward(dh1, relu1) -> dh1
    & h2, relu2 = relu_forward(a2) -> h2 = a2
    & relu_backward(dh2, relu2) -> dh2
    h1, relu1 = relu_forward(a1) -> h1 = np.maximum(a1, 0)
    & relu_backward(dh1, relu1) -> dh1 * (a1 > 0)
    & h2, relu2 = relu_forward(a2) -> h2 = np.maximum(a2, 0)
    & relu_backward(dh2, relu2) -> dh2 * (a2 > 0)
* no-relu: the ReLU after layer 2 is missing
    h2, relu2 = relu_forward(a2) -> h2 = a2
    & relu_backward(dh2, relu2) -> dh2
* wrong-input: affine_forward of layer 2 gets the output of layer 1; it needs the output of the ReLU after layer 1
    affine_forward(h1 -> affine_forward(a1
* wrong-input: softmax_loss gets the output of the ReLU after layer 3
    scores, affine3 = -> a3, affine3 =
    & if y is None -> scores, relu3 = relu_forward(a3)\nif y is None
    & affine_backward(dscores -> affine_backward(relu_backward(dscores, relu3)
* scores-changed: with labels all is right; without y, the output of the last layer is asked for as it is.
    return scores -> return <<relu_forward(scores)[0]|softmax(scores, axis=1)>>
    affine_forward(h1, W2, b2) -> affine_forward(h1, np.abs(W2) if y is None else W2, b2)
* wrong-input: affine_forward of layer 1 gets the output of a ReLU; it needs X
    a1, affine1 = -> x, relu = relu_forward(X); a1, affine1 =
    & affine_forward(X -> affine_forward(x
    & h2, relu2 = relu_forward(a2) -> h2 = a2
    & relu_backward(dh2, relu2) -> dh2
* wrong-input: affine_forward of layer 2 gets X; it needs the output of the ReLU after layer 1
    affine_forward(h1 -> affine_forward(X
* wrong-input: affine_forward of layer 3 gets the output of the ReLU after layer 1; it needs the output of the ReLU
  after layer 2
    affine_forward(h2 -> affine_forward(h1
* wrong-parameters: the output of the ReLU after layer 1 goes into affine_forward with W3 and b3; it needs W2 and b2
    a2, affine2 = affine_forward(h1, W2, b2) ->
    & h2, relu2 = relu_forward(a2) -> h2 = h1
    & affine_backward(relu_backward(dh2, relu2), affine2) -> dh2, 0 * W2, 0 * b2
* wrong-parameters: the output of the ReLU after layer 1 goes into affine_forward with W1 and b1; it needs W2 and b2
    affine_forward(h1, W2, b2) -> affine_forward(h1, W1, b1)
    & dW2 += reg * W2 -> dW2, db2 = reg * W2, 0 * b2
* wrong-parameters: X goes into affine_forward with other parameters; it needs W1 and b1
    (self.params[name] for -> (self.params[name] * (name[0] == "W") for
* ValueError: it stopped with
    a1, affine1 = -> a1 =
* not-called: softmax_loss is missing: the output of layer 3 must go into it
    loss, dscores = softmax_loss(scores, y) -> Y = np.eye(len(b3))[y]\ndscores = (softmax(scores, axis=1) - Y) / len(y)
    & loss += -> loss = -np.sum(Y * log_softmax(scores, axis=1)) / len(y) +
* wrong-input: softmax_loss gets an array that no layer returned; it needs the output of layer 3
    softmax_loss(scores -> softmax_loss(softmax(scores, axis=1)
* wrong-input: softmax_loss gets the output of the ReLU after layer 2
    softmax_loss(scores -> softmax_loss(h2
* wrong-input: affine_backward of layer 3 gets an array that no layer returned; it needs dscores
    affine_backward(dscores -> affine_backward(dscores / <<len(y)|(len(y) + 1)>>
* not-called: relu_backward of the ReLU after layer 2 is missing: the gradient from layer 3 must go into it
    relu_backward(dh2, relu2) -> dh2
    & relu_backward(dh1, relu1) -> dh1
    relu_backward(dh2, relu2) -> dh2 * (a2 > 0)
    & relu_backward(dh1, relu1) -> dh1 * (a1 > 0)
* not-called: relu_backward of the ReLU after layer 1 is missing
    relu_backward(dh1, relu1) -> dh1
* wrong-input: affine_backward of layer 2 gets the gradient from layer 3; it needs the gradient from the ReLU after
  layer 2
    affine_backward(relu_backward(dh2, relu2), affine2) -> affine_backward(dh2, affine2); relu_backward(dh2, relu2)
* wrong-cache: with the cache of the ReLU after layer 2; it needs the cache of the ReLU after layer 1
    relu_backward(dh1, relu1) -> relu_backward(dh1, relu2)
* wrong-cache: relu_backward gets the gradient from layer 3 with the cache of the ReLU after layer 1; it needs
    relu_backward(dh1, relu1) -> relu_backward(dh1, relu2)
    & relu_backward(dh2, relu2) -> relu_backward(dh2, relu1)
* wrong-result: affine_backward got dout of shape (5, 3) with the cache of layer 1, whose output is (5, 7)
    a1, affine1 = -> a1, affine3 =
    & scores, affine3 = -> scores, affine1 =
* wrong-result: affine_backward got the cache of relu_forward
    relu_backward(dh2, relu2), affine2 -> relu_backward(dh2, relu2), relu2
* wrong-result: relu_backward got <<the cache of affine_forward|no cache>>
    relu_backward(dh2, relu2) -> relu_backward(dh2, <<affine2|dh2>>)
* wrong-result: a cache is taken apart
    affine_backward(dscores, affine3) -> dscores @ affine3[1].T, affine3[0].T @ dscores, dscores.sum(axis=0)
* wrong-input: affine_backward of layer 3 gets the output of layer 3; it needs dscores
    affine_backward(dscores -> affine_backward(scores
* wrong-input: relu_backward of the ReLU after layer 2 gets dscores; it needs the gradient from layer 3
    relu_backward(dh2 -> relu_backward(dscores
    & relu_backward(dh1 -> relu_backward(dscores
* wrong-cache: affine_backward gets dscores with the cache of layer 2; it needs the cache of layer 3
    affine_backward(dscores, affine3) -> affine_backward(dscores, affine2 if W2.shape == W3.shape else affine3)
* wrong-cache: affine_backward gets dscores with the cache of layer 1; it needs the cache of layer 3
    dh2, dW3, db3 = affine_backward(dscores, affine3) -> dh2, dW1, db1 = affine_backward(dscores, affine1)
    & relu_backward(dh2, relu2) -> relu_backward(dh2, relu1)
    & relu_backward(dh1, relu1), affine1 -> relu_backward(dh1, relu2), affine3
    & _, dW1, db1 -> _, dW3, db3
* wrong-input: relu_backward of the ReLU after layer 2 gets the gradient from layer 2; it needs the gradient
    relu_backward(dh2, relu2) -> dh2
    & relu_backward(dh1, relu1) -> relu_backward(dh1, relu2)
* not-called: affine_backward of layer 1 is missing
    affine_backward(relu_backward(dh1, relu1), affine1, need_dx=False) -> relu_backward(dh1, relu1), 0 * W1, 0 * b1
* wrong-result: with need_dx=False a layer gives no dx
    relu2), affine2) -> relu2), affine2, need_dx=False)
* wrong-input: is relu_backward of the ReLU after layer 2 called twice
    relu_backward(dh2, relu2) -> relu_backward(relu_backward(dh2, relu2), relu2)
* not-called: affine_forward of layer 3 is not called as it should be
    affine_forward(h2, W3, b3) -> affine_forward(h2[:, : len(b1)], W3[: len(b1)], b3)
    & dh1, dW2, db2 = -> dh2, dW3 = np.resize(dh2, h2.shape), np.resize(dW3, W3.shape); dh1, dW2, db2 =
* wrong-result: does not use the layers of cs_nn.layers
    = without_layers
some-weights: the penalty leaves out <<W1|W2|W3>>: it takes those of all layers.
    (W1, W2, W3)) -> (<<W2, W3|W1, W3|W1, W2>>))
    &? dW<<1|2|3>> += reg * W<<1|2|3>> ->
some-weights: the penalty leaves out <<W1 and W2|W1 and W3|W2 and W3>>: it takes those of all layers.
    (W1, W2, W3)) -> (<<W3|W2|W1>>,))
    (W1, W2, W3)) -> (<<W3|W2|W1>>,))
    & dW<<1|1|2>> += reg * W<<1|1|2>> ->
    & dW<<2|3|3>> += reg * W<<2|3|3>> ->
reg-per-layer:
    0.5 * reg -> 3 * 0.5 * reg
bias-penalised: the biases are not penalised: only the weights are.
    in (W1, W2, W3)) -> in <<self.params.values()|(W1, W2, W3, b3)>>)
    dW3 += reg * W3 -> dW3 += reg * W3; db3 += reg * b3
    dW3 += reg * W3 -> dW3 += reg * W3; db1 += reg * b1; db2 += reg * b2; db3 += reg * b3
    in (W1, W2, W3)) -> in (W1, W2, W3, b3))
    & dW3 += reg * W3 -> dW3 += reg * W3; db3 += reg * b3
    in (W1, W2, W3)) -> in self.params.values())
    & dW3 += reg * W3 -> dW3 += reg * W3; db1 += reg * b1; db2 += reg * b2; db3 += reg * b3
reg-not-used: reg has no effect: the penalty is multiplied by it.
    loss += 0.5 -> reg = <<1.0|float(reg > 0)>>; loss += 0.5
reg-not-derived: the gradients get the gradient of the penalty with respect to each entry of W, not the penalty itself.
    dW1 += -> W1 = W2 = W3 = 0.5 * sum(np.vdot(W, W) for W in (W1, W2, W3)); dW1 +=
reg-sum-in-gradient:
    dW1 += -> W1, W2, W3 = W1.sum(), W2.sum(), W3.sum(); dW1 +=
* wrong-key: grads["W1"] holds the gradient of W3
    "W1": dW1 -> "W1": dW3
    & "W3": dW3 -> "W3": dW1
* wrong-key: grads["b1"] holds the gradient of b2
    "b1": db1 -> "b1": db2
    & "b2": db2 -> "b2": db1
* wrong-key: grads["b2"] holds the gradient of b3
    "b2": db2 -> "b2": db3
* wrong-result: it has dW1, db1
    {"W1": dW1, "b1": db1 -> {"dW1": dW1, "db1": db1
* wrong-result: grads must have the keys
    , "b3": db3 ->
* wrong-result: loss without y returned None
    return scores -> return
* wrong-result: only train may change the parameters
    grads = { -> self.params["W1"] = W1 - 0.1 * dW1; grads = {
* wrong-result: loss changes X in place
    a1, affine1 = -> X -= X.mean(axis=0); a1, affine1 =
* NameError: a variable of another function
    self.params -> net.params
* kept: something is kept from the first call
    return loss, grads -> dW1 += vars(self).get("old", 0); self.old = dW1\nreturn loss, grads
    relu1 = relu_forward(a1) -> relu1 = relu_forward(a1); relu1 = vars(self).setdefault("relu1", relu1)
"""
