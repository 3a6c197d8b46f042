"""Correct but unusual versions of ConvNet.loss."""

import numpy as np

from cs_nn import layers
from cs_nn.convolution import conv_backward_naive, conv_forward_naive
from cs_nn.layers import relu_backward as mask
from cs_nn.layers import relu_forward as rectify


def _conv_pool_relu_forward(x, w, b, conv_param, pool_param, forward):
    out, conv = forward(x, w, b, conv_param)
    out, pool = max_pool_forward(out, pool_param)
    out, relu = relu_forward(out)
    return out, (conv, pool, relu)


def _conv_pool_relu_backward(dout, cache, backward):
    conv, pool, relu = cache
    return backward(max_pool_backward(relu_backward(dout, relu), pool), conv)


def _penalised(p, loss, grads, reg):
    for name in ("W1", "W2", "W3", "W4"):
        loss = loss + 0.5 * reg * np.sum(p[name] ** 2)
        grads[name] = grads[name] + reg * p[name]
    return loss, grads


def one_relu_before_the_pool(self, X, y=None, reg=0.0):
    """The second ReLU comes before the pool, the first after it."""
    p = self.params
    conv2_forward, conv2_backward = self.conv2 or (conv_forward, conv_backward)
    out, cache1 = _conv_pool_relu_forward(X, p["W1"], p["b1"], self.conv_param, self.pool_param, conv_forward)
    out, conv2 = conv2_forward(out, p["W2"], p["b2"], self.conv_param)
    out, relu2 = relu_forward(out)
    out, pool2 = max_pool_forward(out, self.pool_param)
    out, affine3 = affine_forward(out, p["W3"], p["b3"])
    out, relu3 = relu_forward(out)
    out, dropped = dropout_forward(out, {**self.dropout_param, "mode": "test" if y is None else "train"})
    scores, affine4 = affine_forward(out, p["W4"], p["b4"])
    if y is None:
        return scores
    loss, d = softmax_loss(scores, y)
    grads = {}
    d, grads["W4"], grads["b4"] = affine_backward(d, affine4)
    d, grads["W3"], grads["b3"] = affine_backward(relu_backward(dropout_backward(d, dropped), relu3), affine3)
    d = relu_backward(max_pool_backward(d, pool2), relu2)
    d, grads["W2"], grads["b2"] = conv2_backward(d, conv2)
    _, grads["W1"], grads["b1"] = _conv_pool_relu_backward(d, cache1, conv_backward)
    return _penalised(p, loss, grads, reg)


def dropout_before_relu(self, X, y=None, reg=0.0):
    """Dropout before the third ReLU: the factors are not negative, so that the result is the same."""
    p = self.params
    conv2_forward, conv2_backward = self.conv2 or (conv_forward, conv_backward)
    out, cache1 = _conv_pool_relu_forward(X, p["W1"], p["b1"], self.conv_param, self.pool_param, conv_forward)
    out, cache2 = _conv_pool_relu_forward(out, p["W2"], p["b2"], self.conv_param, self.pool_param, conv2_forward)
    out, affine3 = affine_forward(out, p["W3"], p["b3"])
    out, dropped = dropout_forward(out, {**self.dropout_param, "mode": "test" if y is None else "train"})
    out, relu3 = relu_forward(out)
    scores, affine4 = affine_forward(out, p["W4"], p["b4"])
    if y is None:
        return scores
    loss, d = softmax_loss(scores, y)
    d, dW4, db4 = affine_backward(d, affine4)
    d, dW3, db3 = affine_backward(dropout_backward(relu_backward(d, relu3), dropped), affine3)
    d, dW2, db2 = _conv_pool_relu_backward(d, cache2, conv2_backward)
    _, dW1, db1 = _conv_pool_relu_backward(d, cache1, conv_backward)
    grads = dict(W1=dW1, b1=db1, W2=dW2, b2=db2, W3=dW3, b3=db3, W4=dW4, b4=db4)
    return _penalised(p, loss, grads, reg)


def dropout_only_with_labels(self, X, y=None, reg=0.0):
    """No call of dropout without labels."""
    p = self.params
    conv2_forward, conv2_backward = self.conv2 or (conv_forward, conv_backward)
    h, cache1 = _conv_pool_relu_forward(X, p["W1"], p["b1"], self.conv_param, self.pool_param, conv_forward)
    h, cache2 = _conv_pool_relu_forward(h, p["W2"], p["b2"], self.conv_param, self.pool_param, conv2_forward)
    h, affine3 = affine_forward(h, p["W3"], p["b3"])
    h, relu3 = relu_forward(h)
    if y is None:
        return affine_forward(h, p["W4"], p["b4"])[0]
    h, dropped = dropout_forward(h, dict(self.dropout_param))
    scores, affine4 = affine_forward(h, p["W4"], p["b4"])
    loss, d = softmax_loss(scores, y)
    grads = {}
    d, grads["W4"], grads["b4"] = affine_backward(d, affine4)
    d, grads["W3"], grads["b3"] = affine_backward(relu_backward(dropout_backward(d, dropped), relu3), affine3)
    d, grads["W2"], grads["b2"] = _conv_pool_relu_backward(d, cache2, conv2_backward)
    d, grads["W1"], grads["b1"] = _conv_pool_relu_backward(d, cache1, conv_backward)
    return _penalised(p, loss, grads, reg)


def flattened_by_hand(self, X, y=None, reg=0.0):
    """Rows before layer 3, images again on the way back."""
    W1, b1, W2, b2, W3, b3, W4, b4 = (self.params[name] for name in "W1 b1 W2 b2 W3 b3 W4 b4".split())
    conv2_forward, conv2_backward = self.conv2 or (conv_forward, conv_backward)
    dropout_param = {**self.dropout_param, "mode": "test" if y is None else "train"}
    a1, conv1 = conv_forward(X, W1, b1, self.conv_param)
    m1, pool1 = max_pool_forward(a1, self.pool_param)
    h1, relu1 = relu_forward(m1)
    a2, conv2 = conv2_forward(h1, W2, b2, self.conv_param)
    m2, pool2 = max_pool_forward(a2, self.pool_param)
    h2, relu2 = relu_forward(m2)
    rows = h2.reshape(h2.shape[0], -1)
    a3, affine3 = affine_forward(rows, W3, b3)
    h3, relu3 = relu_forward(a3)
    d3, dropped = dropout_forward(h3, dropout_param)
    scores, affine4 = affine_forward(d3, W4, b4)
    if y is None:
        return scores
    loss, dscores = softmax_loss(scores, y)
    loss += 0.5 * reg * ((W1**2).sum() + (W2**2).sum() + (W3**2).sum() + (W4**2).sum())
    dd3, dW4, db4 = affine_backward(dscores, affine4)
    drows, dW3, db3 = affine_backward(relu_backward(dropout_backward(dd3, dropped), relu3), affine3)
    dh2 = drows.reshape(h2.shape)
    dh1, dW2, db2 = conv2_backward(max_pool_backward(relu_backward(dh2, relu2), pool2), conv2)
    dx, dW1, db1 = conv_backward(max_pool_backward(relu_backward(dh1, relu1), pool1), conv1)
    return loss, {"W1": dW1 + reg * W1, "b1": db1, "W2": dW2 + reg * W2, "b2": db2, "W3": dW3 + reg * W3, "b3": db3,
                  "W4": dW4 + reg * W4, "b4": db4}


def flattened_before_relu(self, X, y=None, reg=0.0):
    """Rows after the second pool: the ReLU gets rows."""
    p = self.params
    forward2, backward2 = self.conv2 or (conv_forward, conv_backward)
    out, cache1 = _conv_pool_relu_forward(X, p["W1"], p["b1"], self.conv_param, self.pool_param, conv_forward)
    out, conv2 = forward2(out, p["W2"], p["b2"], self.conv_param)
    images, pool2 = max_pool_forward(out, self.pool_param)
    out, relu2 = relu_forward(images.reshape(len(X), -1))
    out, affine3 = affine_forward(out, p["W3"], p["b3"])
    out, relu3 = relu_forward(out)
    out, dropped = dropout_forward(out, {**self.dropout_param, "mode": ("train", "test")[y is None]})
    scores, affine4 = affine_forward(out, p["W4"], p["b4"])
    if y is None:
        return scores
    loss, d = softmax_loss(scores, y)
    grads = {}
    d, grads["W4"], grads["b4"] = affine_backward(d, affine4)
    d, grads["W3"], grads["b3"] = affine_backward(relu_backward(dropout_backward(d, dropped), relu3), affine3)
    d = relu_backward(d, relu2).reshape(images.shape)
    d, grads["W2"], grads["b2"] = backward2(max_pool_backward(d, pool2), conv2)
    d, grads["W1"], grads["b1"] = _conv_pool_relu_backward(d, cache1, conv_backward)
    return _penalised(p, loss, grads, reg)


def list_of_steps(self, X, y=None, reg=0.0):
    """A list of backward functions to go back through, made by lambdas."""
    p, steps, out = self.params, [], X
    dropout_param = dict(self.dropout_param, mode="test" if y is None else "train")
    forward2, backward2 = self.conv2 if self.conv2 else (conv_forward, conv_backward)
    net = [
        (lambda x: conv_forward(x, p["W1"], p["b1"], self.conv_param), conv_backward, 1),
        (lambda x: max_pool_forward(x, self.pool_param), max_pool_backward, None),
        (rectify, mask, None),
        (lambda x: forward2(x, p["W2"], p["b2"], self.conv_param), backward2, 2),
        (lambda x: max_pool_forward(x, self.pool_param), max_pool_backward, None),
        (rectify, mask, None),
        (lambda x: layers.affine_forward(x, p["W3"], p["b3"]), layers.affine_backward, 3),
        (rectify, mask, None),
        (lambda x: dropout_forward(x, dropout_param), dropout_backward, None),
        (lambda x: layers.affine_forward(x, p["W4"], p["b4"]), layers.affine_backward, 4),
    ]
    for forward, backward, k in net:
        out, cache = forward(out)
        steps.append((backward, cache, k))
    if y is None:
        return out
    loss, d = layers.softmax_loss(out, y)
    grads = {}
    for backward, cache, k in reversed(steps):
        d = backward(d, cache)
        if k:
            d, grads[f"W{k}"], grads[f"b{k}"] = d
            loss += 0.5 * reg * np.sum(p[f"W{k}"] ** 2)
            grads[f"W{k}"] = grads[f"W{k}"] + reg * p[f"W{k}"]
    return loss, grads


def naive_convolution(self, X, y=None, reg=0.0):
    """The layer with loops, first; settings written out; a list comes back."""
    p = self.params
    conv_param = {"stride": 1, "pad": "same"}
    pool_param = {"pool_height": 2, "pool_width": 2, "stride": 2}
    forward2, backward2 = self.conv2 or (conv_forward_naive, conv_backward_naive)
    out, cache1 = _conv_pool_relu_forward(X, p["W1"], p["b1"], conv_param, pool_param, conv_forward_naive)
    out, cache2 = _conv_pool_relu_forward(out, p["W2"], p["b2"], conv_param, pool_param, forward2)
    out, affine3 = affine_forward(out, p["W3"], p["b3"])
    out, relu3 = relu_forward(out)
    out, dropped = dropout_forward(out, {**self.dropout_param, "mode": "test" if y is None else "train"})
    scores, affine4 = affine_forward(out, p["W4"], p["b4"])
    if y is None:
        return scores
    loss, d = softmax_loss(scores, y)
    grads = {}
    d, grads["W4"], grads["b4"] = affine_backward(d, affine4)
    d, grads["W3"], grads["b3"] = affine_backward(relu_backward(dropout_backward(d, dropped), relu3), affine3)
    d, grads["W2"], grads["b2"] = _conv_pool_relu_backward(d, cache2, backward2)
    d, grads["W1"], grads["b1"] = _conv_pool_relu_backward(d, cache1, conv_backward_naive)
    return list(_penalised(p, loss, grads, reg))


def padding_as_a_number(self, X, y=None, reg=0.0):
    """(K - 1) // 2 zeros on each side, where that is the same as "same"."""
    p, K = self.params, self.params["W1"].shape[2]
    conv_param = {"stride": 1, "pad": (K - 1) // 2} if K % 2 else self.conv_param
    forward2, backward2 = self.conv2 or (conv_forward, conv_backward)
    out, cache1 = _conv_pool_relu_forward(X, p["W1"], p["b1"], conv_param, self.pool_param, conv_forward)
    out, cache2 = _conv_pool_relu_forward(out, p["W2"], p["b2"], conv_param, self.pool_param, forward2)
    out, affine3 = affine_forward(out, p["W3"], p["b3"])
    out, relu3 = relu_forward(out)
    out, dropped = dropout_forward(out, {**self.dropout_param, "mode": "test" if y is None else "train"})
    scores, affine4 = affine_forward(out, p["W4"], p["b4"])
    if y is None:
        return scores
    loss, d = softmax_loss(scores, y)
    grads = {}
    d, grads["W4"], grads["b4"] = affine_backward(d, affine4)
    d, grads["W3"], grads["b3"] = affine_backward(relu_backward(dropout_backward(d, dropped), relu3), affine3)
    d, grads["W2"], grads["b2"] = _conv_pool_relu_backward(d, cache2, backward2)
    d, grads["W1"], grads["b1"] = _conv_pool_relu_backward(d, cache1, conv_backward)
    return _penalised(p, loss, grads, reg)


def relu_by_hand(self, X, y=None, reg=0.0):
    """np.maximum and masks in the place of the ReLU's functions."""
    p = self.params
    forward2, backward2 = self.conv2 or (conv_forward, conv_backward)
    a1, conv1 = conv_forward(X, p["W1"], p["b1"], self.conv_param)
    m1, pool1 = max_pool_forward(a1, self.pool_param)
    a2, conv2 = forward2(np.maximum(m1, 0), p["W2"], p["b2"], self.conv_param)
    m2, pool2 = max_pool_forward(a2, self.pool_param)
    a3, affine3 = affine_forward(np.maximum(m2, 0), p["W3"], p["b3"])
    h3, dropped = dropout_forward(np.maximum(a3, 0), {**self.dropout_param, "mode": "test" if y is None else "train"})
    scores, affine4 = affine_forward(h3, p["W4"], p["b4"])
    if y is None:
        return scores
    loss, d = softmax_loss(scores, y)
    grads = {}
    d, grads["W4"], grads["b4"] = affine_backward(d, affine4)
    d, grads["W3"], grads["b3"] = affine_backward(dropout_backward(d, dropped) * (a3 > 0), affine3)
    d, grads["W2"], grads["b2"] = backward2(max_pool_backward(d * (m2 > 0), pool2), conv2)
    d, grads["W1"], grads["b1"] = conv_backward(max_pool_backward(d * (m1 > 0), pool1), conv1)
    return _penalised(p, loss, grads, reg)


def in_single_precision(self, X, y=None, reg=0.0):
    """float32 inside; caches as attributes of the net."""
    p = {name: w.astype(np.float32) for name, w in self.params.items()}
    forward2, backward2 = self.conv2 or (conv_forward, conv_backward)
    out, self.cache1 = _conv_pool_relu_forward(X.astype(np.float32), p["W1"], p["b1"], self.conv_param,
                                               self.pool_param, conv_forward)
    out, self.cache2 = _conv_pool_relu_forward(out, p["W2"], p["b2"], self.conv_param, self.pool_param, forward2)
    out, self.cache3 = affine_forward(out, p["W3"], p["b3"])
    out, self.relu3 = relu_forward(out)
    out, self.dropped = dropout_forward(out, {**self.dropout_param, "mode": "test" if y is None else "train"})
    scores, self.cache4 = affine_forward(out, p["W4"], p["b4"])
    if y is None:
        return scores
    loss, d = softmax_loss(scores, y)
    grads = {}
    d, grads["W4"], grads["b4"] = affine_backward(d, self.cache4)
    d = relu_backward(dropout_backward(d, self.dropped), self.relu3)
    d, grads["W3"], grads["b3"] = affine_backward(d, self.cache3)
    d, grads["W2"], grads["b2"] = _conv_pool_relu_backward(d, self.cache2, backward2)
    d, grads["W1"], grads["b1"] = _conv_pool_relu_backward(d, self.cache1, conv_backward)
    return _penalised(p, loss, grads, np.float32(reg))


def conv_backward_if_it_is_the_same(self, X, y=None, reg=0.0):
    """The usual functions in the second layer, unless others are given."""
    p = self.params
    if self.conv2 is None:
        forward2, backward2 = conv_forward, conv_backward
    else:
        forward2, backward2 = self.conv2[0], self.conv2[1]
    grads = {}

    def layer(k, x):
        """Layer k and all that follow; the gradient of its input comes back."""
        w, b = p[f"W{k}"], p[f"b{k}"]
        if k < 3:
            forward, backward = ((conv_forward, conv_backward), (forward2, backward2))[k - 1]
            out, cache = _conv_pool_relu_forward(x, w, b, self.conv_param, self.pool_param, forward)
        else:
            out, cache = affine_forward(x, w, b)
        if k == 4:
            if y is None:
                return out, None
            loss, d = softmax_loss(out, y)
        else:
            if k == 3:
                out, relu = relu_forward(out)
                out, dropped = dropout_forward(out, {**self.dropout_param, "mode": "test" if y is None else "train"})
            loss, d = layer(k + 1, out)
            if y is None:
                return loss, None
            if k == 3:
                d = relu_backward(dropout_backward(d, dropped), relu)
        d, dW, grads[f"b{k}"] = (affine_backward(d, cache, need_dx=True) if k > 2 else
                                 _conv_pool_relu_backward(d, cache, backward))
        grads[f"W{k}"] = dW + reg * w
        return loss + 0.5 * reg * np.vdot(w, w), d

    result, _ = layer(1, X)
    return result if y is None else (result, grads)


def prints_the_accuracy_before_dropout(self, X, y=None, reg=0.0):
    """Calls itself without labels, to print how many predictions are right."""
    if y is not None:
        print("right:", np.mean(np.argmax(self.loss(X), axis=1) == y))
    p, caches = self.params, []
    conv2_forward, conv2_backward = self.conv2 or (conv_forward, conv_backward)
    out = X
    for k, forward in ((1, conv_forward), (2, conv2_forward)):
        out, conv = forward(out, p[f"W{k}"], p[f"b{k}"], self.conv_param)
        out, relu = relu_forward(out)
        out, pool = max_pool_forward(out, self.pool_param)
        caches.append((conv, relu, pool))
    out, affine3 = affine_forward(out, p["W3"], p["b3"])
    out, relu3 = relu_forward(out)
    out, dropped = dropout_forward(out, {**self.dropout_param, "mode": "test" if y is None else "train"})
    scores, affine4 = affine_forward(out, p["W4"], p["b4"])
    if y is None:
        return scores
    loss, d = softmax_loss(scores, y)
    grads = {}
    d, grads["W4"], grads["b4"] = affine_backward(d, affine4)
    d = relu_backward(dropout_backward(d, dropped), relu3)
    d, grads["W3"], grads["b3"] = affine_backward(d, affine3)
    for k, backward in ((2, conv2_backward), (1, conv_backward)):
        conv, relu, pool = caches[k - 1]
        d, grads[f"W{k}"], grads[f"b{k}"] = backward(relu_backward(max_pool_backward(d, pool), relu), conv)
    return _penalised(p, loss, grads, reg)
