"""Wrong versions of ThreeLayerNet.loss, most of them the worked solution with one part exchanged."""

import numpy as np


def _forward(p, X):
    """The scores, and the caches of the five layers."""
    a1, affine1 = affine_forward(X, p["W1"], p["b1"])
    h1, relu1 = relu_forward(a1)
    a2, affine2 = affine_forward(h1, p["W2"], p["b2"])
    h2, relu2 = relu_forward(a2)
    scores, affine3 = affine_forward(h2, p["W3"], p["b3"])
    return scores, (affine1, relu1, affine2, relu2, affine3)


def _backward(dscores, caches):
    """The gradients of the data term."""
    affine1, relu1, affine2, relu2, affine3 = caches
    grads = {}
    dh2, grads["W3"], grads["b3"] = affine_backward(dscores, affine3)
    dh1, grads["W2"], grads["b2"] = affine_backward(relu_backward(dh2, relu2), affine2)
    _, grads["W1"], grads["b1"] = affine_backward(relu_backward(dh1, relu1), affine1)
    return grads


def _penalised(p, loss, grads, reg):
    for name in ("W1", "W2", "W3"):
        loss = loss + 0.5 * reg * np.sum(p[name] ** 2)
        grads[name] = grads[name] + reg * p[name]
    return loss, grads


def _loss(self, X, y, reg, forward=_forward, backward=_backward, penalised=_penalised):
    """The worked solution, with parts to exchange."""
    p = self.params
    scores, caches = forward(p, X)
    if y is None:
        return scores
    loss, dscores = softmax_loss(scores, y)
    return penalised(p, loss, backward(dscores, caches), reg)


# ------------------------------------------------------------------ forward
def no_relu_after_layer_1(self, X, y=None, reg=0.0):
    """The first ReLU is missing, forward and backward.

    Mistake: no-relu
    Hint: the ReLU after layer 1 is missing
    """
    p = self.params
    a1, affine1 = affine_forward(X, p["W1"], p["b1"])
    a2, affine2 = affine_forward(a1, p["W2"], p["b2"])
    h2, relu2 = relu_forward(a2)
    scores, affine3 = affine_forward(h2, p["W3"], p["b3"])
    if y is None:
        return scores
    loss, dscores = softmax_loss(scores, y)
    dh2, dW3, db3 = affine_backward(dscores, affine3)
    da1, dW2, db2 = affine_backward(relu_backward(dh2, relu2), affine2)
    _, dW1, db1 = affine_backward(da1, affine1)
    grads = {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2, "W3": dW3, "b3": db3}
    return _penalised(p, loss, grads, reg)


def no_relu_after_layer_2(self, X, y=None, reg=0.0):
    """The second ReLU is missing, forward and backward.

    Mistake: no-relu
    Hint: the ReLU after layer 2 is missing
    """
    p = self.params
    a1, affine1 = affine_forward(X, p["W1"], p["b1"])
    h1, relu1 = relu_forward(a1)
    a2, affine2 = affine_forward(h1, p["W2"], p["b2"])
    scores, affine3 = affine_forward(a2, p["W3"], p["b3"])
    if y is None:
        return scores
    loss, dscores = softmax_loss(scores, y)
    da2, dW3, db3 = affine_backward(dscores, affine3)
    dh1, dW2, db2 = affine_backward(da2, affine2)
    _, dW1, db1 = affine_backward(relu_backward(dh1, relu1), affine1)
    grads = {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2, "W3": dW3, "b3": db3}
    return _penalised(p, loss, grads, reg)


def no_relu_at_all(self, X, y=None, reg=0.0):
    """Three affine layers.

    Mistake: no-relu
    Hint: the ReLU after layer 1 is missing
    """

    def forward(p, X):
        caches = []
        for k in "123":
            X, cache = affine_forward(X, p["W" + k], p["b" + k])
            caches.append(cache)
        return X, caches

    def backward(dout, caches):
        grads = {}
        for k in "321":
            dout, grads["W" + k], grads["b" + k] = affine_backward(dout, caches[int(k) - 1])
        return grads

    return _loss(self, X, y, reg, forward, backward)


def relu_result_not_used(self, X, y=None, reg=0.0):
    """h1 is computed, but a1 goes on.

    Mistake: wrong-input
    Hint: affine_forward of layer 2 gets the output of layer 1; it needs the output of the ReLU after layer 1
    """

    def forward(p, X):
        a1, affine1 = affine_forward(X, p["W1"], p["b1"])
        h1, relu1 = relu_forward(a1)
        a2, affine2 = affine_forward(a1, p["W2"], p["b2"])
        h2, relu2 = relu_forward(a2)
        scores, affine3 = affine_forward(h2, p["W3"], p["b3"])
        return scores, (affine1, relu1, affine2, relu2, affine3)

    return _loss(self, X, y, reg, forward)


def relu_after_the_last_layer(self, X, y=None, reg=0.0):
    """A loop puts a ReLU after every layer.

    Mistake: wrong-input
    Hint: softmax_loss gets the output of the ReLU after layer 3
    """

    def forward(p, X):
        caches = []
        for k in "123":
            X, cache = affine_forward(X, p["W" + k], p["b" + k])
            X, relu = relu_forward(X)
            caches += [cache, relu]
        return X, caches

    def backward(dout, caches):
        grads = {}
        for k in "321":
            dout = relu_backward(dout, caches.pop())
            dout, grads["W" + k], grads["b" + k] = affine_backward(dout, caches.pop())
        return grads

    return _loss(self, X, y, reg, forward, backward)


def relu_on_scores_without_labels(self, X, y=None, reg=0.0):
    """A ReLU is put on the scores that are returned.

    Hint: scores is wrong
    """
    result = _loss(self, X, y, reg)
    return relu_forward(result)[0] if y is None else result


def relu_before_layer_1(self, X, y=None, reg=0.0):
    """ReLU and affine have changed places.

    Mistake: wrong-input
    Hint: affine_forward of layer 1 gets the output of a ReLU; it needs X
    """

    def forward(p, X):
        h0, relu1 = relu_forward(X)
        a1, affine1 = affine_forward(h0, p["W1"], p["b1"])
        h1, relu2 = relu_forward(a1)
        a2, affine2 = affine_forward(h1, p["W2"], p["b2"])
        scores, affine3 = affine_forward(a2, p["W3"], p["b3"])
        return scores, (relu1, affine1, relu2, affine2, affine3)

    def backward(dscores, caches):
        relu1, affine1, relu2, affine2, affine3 = caches
        grads = {}
        da2, grads["W3"], grads["b3"] = affine_backward(dscores, affine3)
        dh1, grads["W2"], grads["b2"] = affine_backward(da2, affine2)
        _, grads["W1"], grads["b1"] = affine_backward(relu_backward(dh1, relu2), affine1)
        return grads

    return _loss(self, X, y, reg, forward, backward)


def layer_2_gets_X(self, X, y=None, reg=0.0):
    """X is fed to the second layer.

    Mistake: wrong-input
    Hint: affine_forward of layer 2 gets X; it needs the output of the ReLU after layer 1
    """

    def forward(p, X):
        a1, affine1 = affine_forward(X, p["W1"], p["b1"])
        h1, relu1 = relu_forward(a1)
        a2, affine2 = affine_forward(X, p["W2"], p["b2"])
        h2, relu2 = relu_forward(a2)
        scores, affine3 = affine_forward(h2, p["W3"], p["b3"])
        return scores, (affine1, relu1, affine2, relu2, affine3)

    return _loss(self, X, y, reg, forward)


def layer_3_gets_h1(self, X, y=None, reg=0.0):
    """The first hidden layer goes into the last layer.

    Mistake: wrong-input
    Hint: affine_forward of layer 3 gets the output of the ReLU after layer 1; it needs the output of the ReLU after
    """

    def forward(p, X):
        a1, affine1 = affine_forward(X, p["W1"], p["b1"])
        h1, relu1 = relu_forward(a1)
        a2, affine2 = affine_forward(h1, p["W2"], p["b2"])
        h2, relu2 = relu_forward(a2)
        scores, affine3 = affine_forward(h1, p["W3"], p["b3"])
        return scores, (affine1, relu1, affine2, relu2, affine3)

    return _loss(self, X, y, reg, forward)


def layer_2_left_out(self, X, y=None, reg=0.0):
    """Two layers only; the gradients of the second are zeros.

    Mistake: wrong-parameters
    Hint: the output of the ReLU after layer 1 goes into affine_forward with W3 and b3; it needs W2 and b2
    """

    def forward(p, X):
        a1, affine1 = affine_forward(X, p["W1"], p["b1"])
        h1, relu1 = relu_forward(a1)
        scores, affine3 = affine_forward(h1, p["W3"], p["b3"])
        return scores, (affine1, relu1, affine3)

    def backward(dscores, caches):
        affine1, relu1, affine3 = caches
        grads = {"W2": np.zeros_like(self.params["W2"]), "b2": np.zeros_like(self.params["b2"])}
        dh1, grads["W3"], grads["b3"] = affine_backward(dscores, affine3)
        _, grads["W1"], grads["b1"] = affine_backward(relu_backward(dh1, relu1), affine1)
        return grads

    return _loss(self, X, y, reg, forward, backward)


def layer_1_twice(self, X, y=None, reg=0.0):
    """A copied line keeps W1 and b1.

    Mistake: wrong-parameters
    Hint: the output of the ReLU after layer 1 goes into affine_forward with W1 and b1; it needs W2 and b2
    """

    def forward(p, X):
        a1, affine1 = affine_forward(X, p["W1"], p["b1"])
        h1, relu1 = relu_forward(a1)
        a2, affine2 = affine_forward(h1, p["W1"], p["b1"])
        h2, relu2 = relu_forward(a2)
        scores, affine3 = affine_forward(h2, p["W3"], p["b3"])
        return scores, (affine1, relu1, affine2, relu2, affine3)

    return _loss(self, X, y, reg, forward, lambda dscores, caches: {name: 0 * w for name, w in self.params.items()})


def bias_missing(self, X, y=None, reg=0.0):
    """Zeros in the place of the biases.

    Mistake: wrong-parameters
    Hint: X goes into affine_forward with other parameters; it needs W1 and b1
    """
    p = {name: w if name[0] == "W" else 0 * w for name, w in self.params.items()}
    scores, caches = _forward(p, X)
    if y is None:
        return scores
    loss, dscores = softmax_loss(scores, y)
    return _penalised(p, loss, _backward(dscores, caches), reg)


def scores_of_probabilities(self, X, y=None, reg=0.0):
    """Without labels, probabilities are returned.

    Hint: scores is wrong
    """
    result = _loss(self, X, y, reg)
    if y is not None:
        return result
    e = np.exp(result - result.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def labels_without_labels(self, X, y=None, reg=0.0):
    """Without labels, the predictions are returned.

    Mistake: wrong-shape
    Hint: scores has shape
    """
    result = _loss(self, X, y, reg)
    return np.argmax(result, axis=1) if y is None else result


def cache_goes_on(self, X, y=None, reg=0.0):
    """The tuple (out, cache) goes into the next layer.

    Mistake: ValueError
    Hint: it stopped with
    """
    p = self.params
    a1 = affine_forward(X, p["W1"], p["b1"])
    h1 = relu_forward(a1)
    a2 = affine_forward(h1, p["W2"], p["b2"])
    h2 = relu_forward(a2)
    scores = affine_forward(h2, p["W3"], p["b3"])
    return scores


# ------------------------------------------------------------------ the loss
def own_softmax(self, X, y=None, reg=0.0):
    """The loss is written out.

    Mistake: not-called
    Hint: softmax_loss is missing: the output of layer 3 must go into it
    """
    scores, caches = _forward(self.params, X)
    if y is None:
        return scores
    rows = np.arange(len(y))
    p = np.exp(scores - scores.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    loss = -np.log(p[rows, y]).mean()
    p[rows, y] -= 1
    return _penalised(self.params, loss, _backward(p / len(y), caches), reg)


def loss_of_probabilities(self, X, y=None, reg=0.0):
    """Softmax is applied before softmax_loss, which does it again.

    Mistake: wrong-input
    Hint: softmax_loss gets an array that no layer returned; it needs the output of layer 3
    """
    scores, caches = _forward(self.params, X)
    if y is None:
        return scores
    p = np.exp(scores - scores.max(axis=1, keepdims=True))
    loss, dscores = softmax_loss(p / p.sum(axis=1, keepdims=True), y)
    return _penalised(self.params, loss, _backward(dscores, caches), reg)


def loss_of_the_hidden_layer(self, X, y=None, reg=0.0):
    """softmax_loss gets h2.

    Mistake: wrong-input
    Hint: softmax_loss gets the output of the ReLU after layer 2
    """
    p = self.params
    a1, affine1 = affine_forward(X, p["W1"], p["b1"])
    h1, relu1 = relu_forward(a1)
    a2, affine2 = affine_forward(h1, p["W2"], p["b2"])
    h2, relu2 = relu_forward(a2)
    scores, affine3 = affine_forward(h2, p["W3"], p["b3"])
    if y is None:
        return scores
    loss, dscores = softmax_loss(h2, y)
    return _penalised(p, loss, {name: 0 * w for name, w in p.items()}, reg)


def loss_averaged_again(self, X, y=None, reg=0.0):
    """The loss is divided by N.

    Mistake: averaged-again
    Hint: divided by N once more
    """
    if y is None:
        return _loss(self, X, y, reg)
    loss, grads = _loss(self, X, y, 0.0)
    return _penalised(self.params, loss / len(y), grads, reg)


def dscores_averaged_again(self, X, y=None, reg=0.0):
    """dscores is divided by N once more.

    Mistake: wrong-input
    Hint: affine_backward of layer 3 gets an array that no layer returned; it needs dscores
    """
    return _loss(self, X, y, reg, backward=lambda dscores, caches: _backward(dscores / (len(dscores) + 1), caches))


def exactly_averaged_again(self, X, y=None, reg=0.0):
    """dscores is divided by N once more: right for a single example.

    Mistake: wrong-input
    Hint: affine_backward of layer 3 gets an array that no layer returned; it needs dscores
    """
    return _loss(self, X, y, reg, backward=lambda dscores, caches: _backward(dscores / len(dscores), caches))


# ------------------------------------------------------------------ backward
def relu_backward_skipped(self, X, y=None, reg=0.0):
    """No relu_backward.

    Mistake: not-called
    Hint: relu_backward of the ReLU after layer 2 is missing: the gradient from layer 3 must go into it
    """

    def backward(dscores, caches):
        affine1, relu1, affine2, relu2, affine3 = caches
        grads = {}
        dh2, grads["W3"], grads["b3"] = affine_backward(dscores, affine3)
        dh1, grads["W2"], grads["b2"] = affine_backward(dh2, affine2)
        _, grads["W1"], grads["b1"] = affine_backward(dh1, affine1)
        return grads

    return _loss(self, X, y, reg, backward=backward)


def first_relu_backward_skipped(self, X, y=None, reg=0.0):
    """Only the first ReLU is skipped.

    Mistake: not-called
    Hint: relu_backward of the ReLU after layer 1 is missing
    """

    def backward(dscores, caches):
        affine1, relu1, affine2, relu2, affine3 = caches
        grads = {}
        dh2, grads["W3"], grads["b3"] = affine_backward(dscores, affine3)
        dh1, grads["W2"], grads["b2"] = affine_backward(relu_backward(dh2, relu2), affine2)
        _, grads["W1"], grads["b1"] = affine_backward(dh1, affine1)
        return grads

    return _loss(self, X, y, reg, backward=backward)


def relu_backward_not_used(self, X, y=None, reg=0.0):
    """The result of relu_backward is dropped.

    Mistake: wrong-input
    Hint: affine_backward of layer 2 gets the gradient from layer 3; it needs the gradient from the ReLU after layer 2
    """

    def backward(dscores, caches):
        affine1, relu1, affine2, relu2, affine3 = caches
        grads = {}
        dh2, grads["W3"], grads["b3"] = affine_backward(dscores, affine3)
        relu_backward(dh2, relu2)
        dh1, grads["W2"], grads["b2"] = affine_backward(dh2, affine2)
        _, grads["W1"], grads["b1"] = affine_backward(relu_backward(dh1, relu1), affine1)
        return grads

    return _loss(self, X, y, reg, backward=backward)


def one_relu_cache(self, X, y=None, reg=0.0):
    """The second ReLU's cache is used for both: a copied line, or one name for two caches.

    Mistake: wrong-cache
    Hint: with the cache of the ReLU after layer 2; it needs the cache of the ReLU after layer 1
    """

    def backward(dscores, caches):
        affine1, relu1, affine2, relu2, affine3 = caches
        return _backward(dscores, (affine1, relu2, affine2, relu2, affine3))

    return _loss(self, X, y, reg, backward=backward)


def relu_caches_exchanged(self, X, y=None, reg=0.0):
    """The caches of the two ReLUs have changed places.

    Mistake: wrong-cache
    Hint: relu_backward gets the gradient from layer 3 with the cache of the ReLU after layer 1; it needs
    """

    def backward(dscores, caches):
        affine1, relu1, affine2, relu2, affine3 = caches
        return _backward(dscores, (affine1, relu2, affine2, relu1, affine3))

    return _loss(self, X, y, reg, backward=backward)


def affine_caches_exchanged(self, X, y=None, reg=0.0):
    """The caches of layers 1 and 3 have changed places.

    Mistake: wrong-result
    Hint: affine_backward got dout of shape (5, 3) with the cache of layer 1, whose output is (5, 7)
    """

    def backward(dscores, caches):
        affine1, relu1, affine2, relu2, affine3 = caches
        return _backward(dscores, (affine3, relu1, affine2, relu2, affine1))

    return _loss(self, X, y, reg, backward=backward)


def cache_of_relu_in_affine(self, X, y=None, reg=0.0):
    """One name for the caches of a layer and its ReLU.

    Mistake: wrong-result
    Hint: affine_backward got the cache of relu_forward
    """

    def backward(dscores, caches):
        affine1, relu1, affine2, relu2, affine3 = caches
        return _backward(dscores, (relu1, relu1, relu2, relu2, affine3))

    return _loss(self, X, y, reg, backward=backward)


def cache_of_affine_in_relu(self, X, y=None, reg=0.0):
    """relu_backward gets the cache of the affine layer.

    Mistake: wrong-result
    Hint: relu_backward got the cache of affine_forward
    """

    def backward(dscores, caches):
        affine1, relu1, affine2, relu2, affine3 = caches
        return _backward(dscores, (affine1, affine1, affine2, affine2, affine3))

    return _loss(self, X, y, reg, backward=backward)


def activations_for_caches(self, X, y=None, reg=0.0):
    """relu_backward gets dout alone.

    Mistake: wrong-result
    Hint: relu_backward got no cache
    """

    def backward(dscores, caches):
        return _backward(dscores, (caches[0], dscores, caches[2], dscores, caches[4]))

    return _loss(self, X, y, reg, backward=backward)


def cache_taken_apart(self, X, y=None, reg=0.0):
    """The gradients are written out from the caches.

    Mistake: wrong-result
    Hint: a cache is taken apart
    """

    def backward(dscores, caches):
        grads = {}
        for k in (3, 2, 1):
            x, w, b = caches[2 * k - 2]
            grads[f"W{k}"], grads[f"b{k}"] = x.T @ dscores, dscores.sum(axis=0)
            dscores = dscores @ w.T
            if k > 1:
                dscores = dscores * (caches[2 * k - 3] > 0)
        return grads

    return _loss(self, X, y, reg, backward=backward)


def loss_goes_backward(self, X, y=None, reg=0.0):
    """The scores go back in the place of dscores.

    Mistake: wrong-input
    Hint: affine_backward of layer 3 gets the output of layer 3; it needs dscores
    """
    scores, caches = _forward(self.params, X)
    if y is None:
        return scores
    loss, _ = softmax_loss(scores, y)
    return _penalised(self.params, loss, _backward(scores, caches), reg)


def dscores_into_every_layer(self, X, y=None, reg=0.0):
    """dscores goes into every layer.

    Mistake: wrong-input
    Hint: relu_backward of the ReLU after layer 2 gets dscores; it needs the gradient from layer 3
    """

    def backward(dscores, caches):
        affine1, relu1, affine2, relu2, affine3 = caches
        grads = {}
        _, grads["W3"], grads["b3"] = affine_backward(dscores, affine3)
        _, grads["W2"], grads["b2"] = affine_backward(relu_backward(dscores, relu2), affine2)
        _, grads["W1"], grads["b1"] = affine_backward(relu_backward(dscores, relu1), affine1)
        return grads

    return _loss(self, X, y, reg, backward=backward)


def from_the_first_layer(self, X, y=None, reg=0.0):
    """The backward pass starts with layer 1.

    Mistake: wrong-cache
    Hint: affine_backward gets dscores with the cache of layer 1; it needs the cache of layer 3
    """

    def backward(dscores, caches):
        affine1, relu1, affine2, relu2, affine3 = caches
        grads = {}
        d, grads["W1"], grads["b1"] = affine_backward(dscores, affine1)
        d, grads["W2"], grads["b2"] = affine_backward(relu_backward(d, relu1), affine2)
        d, grads["W3"], grads["b3"] = affine_backward(relu_backward(d, relu2), affine3)
        return grads

    return _loss(self, X, y, reg, backward=backward)


def affine_before_relu_backward(self, X, y=None, reg=0.0):
    """affine_backward comes before relu_backward of the same pair.

    Mistake: wrong-input
    Hint: relu_backward of the ReLU after layer 2 gets the gradient from layer 2; it needs the gradient
    """

    def backward(dscores, caches):
        affine1, relu1, affine2, relu2, affine3 = caches
        grads = {}
        d, grads["W3"], grads["b3"] = affine_backward(dscores, affine3)
        d, grads["W2"], grads["b2"] = affine_backward(d, affine2)
        d = relu_backward(d, relu2)
        d, grads["W1"], grads["b1"] = affine_backward(d, affine1)
        return grads

    return _loss(self, X, y, reg, backward=backward)


def layer_1_without_gradient(self, X, y=None, reg=0.0):
    """The gradients of the first layer are left at zero.

    Mistake: not-called
    Hint: affine_backward of layer 1 is missing
    """

    def backward(dscores, caches):
        affine1, relu1, affine2, relu2, affine3 = caches
        grads = {"W1": np.zeros_like(self.params["W1"]), "b1": np.zeros_like(self.params["b1"])}
        dh2, grads["W3"], grads["b3"] = affine_backward(dscores, affine3)
        dh1, grads["W2"], grads["b2"] = affine_backward(relu_backward(dh2, relu2), affine2)
        relu_backward(dh1, relu1)
        return grads

    return _loss(self, X, y, reg, backward=backward)


def no_dx_of_layer_2(self, X, y=None, reg=0.0):
    """need_dx=False is copied to a layer whose dx is needed.

    Mistake: wrong-result
    Hint: with need_dx=False a layer gives no dx
    """

    def backward(dscores, caches):
        affine1, relu1, affine2, relu2, affine3 = caches
        grads = {}
        dh2, grads["W3"], grads["b3"] = affine_backward(dscores, affine3)
        dh1, grads["W2"], grads["b2"] = affine_backward(relu_backward(dh2, relu2), affine2, need_dx=False)
        _, grads["W1"], grads["b1"] = affine_backward(relu_backward(dh1, relu1), affine1, need_dx=False)
        return grads

    return _loss(self, X, y, reg, backward=backward)


def layers_not_used(self, X, y=None, reg=0.0):
    """The whole net is written out, and right.

    Mistake: wrong-result
    Hint: does not use the layers of cs_nn.layers
    """
    p = self.params
    h1 = np.maximum(X @ p["W1"] + p["b1"], 0)
    h2 = np.maximum(h1 @ p["W2"] + p["b2"], 0)
    scores = h2 @ p["W3"] + p["b3"]
    if y is None:
        return scores
    rows = np.arange(len(y))
    probs = np.exp(scores - scores.max(axis=1, keepdims=True))
    probs /= probs.sum(axis=1, keepdims=True)
    loss = -np.log(probs[rows, y]).mean()
    probs[rows, y] -= 1
    d = probs / len(y)
    grads = {"W3": h2.T @ d, "b3": d.sum(axis=0)}
    d = d @ p["W3"].T * (h2 > 0)
    grads.update(W2=h1.T @ d, b2=d.sum(axis=0))
    d = d @ p["W2"].T * (h1 > 0)
    grads.update(W1=X.T @ d, b1=d.sum(axis=0))
    return _penalised(p, loss, grads, reg)


def relu_written_out(self, X, y=None, reg=0.0):
    """np.maximum in the place of relu_forward, with the right mask.

    Mistake: no-relu
    Hint: the ReLU after layer 1 is missing: call relu_forward
    """
    p = self.params
    a1, affine1 = affine_forward(X, p["W1"], p["b1"])
    a2, affine2 = affine_forward(np.maximum(a1, 0), p["W2"], p["b2"])
    scores, affine3 = affine_forward(np.maximum(a2, 0), p["W3"], p["b3"])
    if y is None:
        return scores
    loss, dscores = softmax_loss(scores, y)
    dh2, dW3, db3 = affine_backward(dscores, affine3)
    dh1, dW2, db2 = affine_backward(dh2 * (a2 > 0), affine2)
    _, dW1, db1 = affine_backward(dh1 * (a1 > 0), affine1)
    grads = {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2, "W3": dW3, "b3": db3}
    return _penalised(p, loss, grads, reg)


def relu_backward_written_out(self, X, y=None, reg=0.0):
    """A mask in the place of relu_backward.

    Mistake: not-called
    Hint: relu_backward of the ReLU after layer 2 is missing
    """
    p = self.params
    a1, affine1 = affine_forward(X, p["W1"], p["b1"])
    h1, _ = relu_forward(a1)
    a2, affine2 = affine_forward(h1, p["W2"], p["b2"])
    h2, _ = relu_forward(a2)
    scores, affine3 = affine_forward(h2, p["W3"], p["b3"])
    if y is None:
        return scores
    loss, dscores = softmax_loss(scores, y)
    dh2, dW3, db3 = affine_backward(dscores, affine3)
    dh1, dW2, db2 = affine_backward(dh2 * (a2 > 0), affine2)
    _, dW1, db1 = affine_backward(dh1 * (a1 > 0), affine1)
    grads = {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2, "W3": dW3, "b3": db3}
    return _penalised(p, loss, grads, reg)


# ------------------------------------------------------------------ the penalty
def penalty_missing(self, X, y=None, reg=0.0):
    """No penalty.

    Mistake: reg-missing
    Hint: the penalty is missing: it adds to the loss and to the gradients
    """
    return _loss(self, X, y, reg, penalised=lambda p, loss, grads, reg: (loss, grads))


def penalty_missing_in_loss(self, X, y=None, reg=0.0):
    """Only the gradients have it.

    Mistake: reg-missing
    Hint: the penalty is missing in the loss
    """
    return _loss(self, X, y, reg,
                 penalised=lambda p, loss, grads, reg: (loss, _penalised(p, loss, grads, reg)[1]))


def penalty_missing_in_gradients(self, X, y=None, reg=0.0):
    """Only the loss has it.

    Mistake: reg-missing
    Hint: the penalty is missing in the gradients
    """
    return _loss(self, X, y, reg,
                 penalised=lambda p, loss, grads, reg: (_penalised(p, loss, dict(grads), reg)[0], grads))


def penalty_on_the_last_weights(self, X, y=None, reg=0.0):
    """Only W3 is penalised.

    Mistake: some-weights
    Hint: the penalty leaves out W1 and W2
    """

    def penalised(p, loss, grads, reg):
        grads["W3"] = grads["W3"] + reg * p["W3"]
        return loss + 0.5 * reg * np.sum(p["W3"] ** 2), grads

    return _loss(self, X, y, reg, penalised=penalised)


def penalty_of_two_layers(self, X, y=None, reg=0.0):
    """W3 is forgotten, as Lab 2 has no W3.

    Mistake: some-weights
    Hint: the penalty leaves out W3
    """

    def penalised(p, loss, grads, reg):
        for name in ("W1", "W2"):
            loss += 0.5 * reg * np.sum(p[name] ** 2)
            grads[name] = grads[name] + reg * p[name]
        return loss, grads

    return _loss(self, X, y, reg, penalised=penalised)


def gradient_of_one_penalty_missing(self, X, y=None, reg=0.0):
    """dW2 lacks its part.

    Mistake: some-weights
    Hint: the penalty leaves out W2
    """

    def penalised(p, loss, grads, reg):
        dW2 = grads["W2"]
        return _penalised(p, loss, grads, reg)[0], {**grads, "W2": dW2}

    return _loss(self, X, y, reg, penalised=penalised)


def biases_penalised(self, X, y=None, reg=0.0):
    """All parameters are penalised.

    Mistake: bias-penalised
    Hint: the biases are not penalised
    """

    def penalised(p, loss, grads, reg):
        for name in p:
            loss += 0.5 * reg * np.sum(p[name] ** 2)
            grads[name] = grads[name] + reg * p[name]
        return loss, grads

    return _loss(self, X, y, reg, penalised=penalised)


def biases_penalised_in_gradients(self, X, y=None, reg=0.0):
    """The gradients of the biases get reg * b.

    Mistake: bias-penalised
    Hint: the biases are not penalised
    """

    def penalised(p, loss, grads, reg):
        loss, grads = _penalised(p, loss, grads, reg)
        return loss, {name: grad + reg * p[name] * (name[0] == "b") for name, grad in grads.items()}

    return _loss(self, X, y, reg, penalised=penalised)


def last_bias_penalised(self, X, y=None, reg=0.0):
    """b3 is penalised.

    Mistake: bias-penalised
    Hint: the biases are not penalised
    """

    def penalised(p, loss, grads, reg):
        loss, grads = _penalised(p, loss, grads, reg)
        return loss + 0.5 * reg * np.sum(p["b3"] ** 2), {**grads, "b3": grads["b3"] + reg * p["b3"]}

    return _loss(self, X, y, reg, penalised=penalised)


def penalty_not_halved(self, X, y=None, reg=0.0):
    """reg * sum(W**2) in the loss.

    Mistake: reg-twice
    Hint: the penalty in the loss is twice as large
    """

    def penalised(p, loss, grads, reg):
        return _penalised(p, loss, grads, 2 * reg)[0], _penalised(p, loss, grads, -reg)[1]

    return _loss(self, X, y, reg, penalised=penalised)


def penalty_gradient_doubled(self, X, y=None, reg=0.0):
    """2 * reg * W in the gradients.

    Mistake: reg-twice
    Hint: part of the gradients is twice as large
    """

    def penalised(p, loss, grads, reg):
        return _penalised(p, loss, dict(grads), reg)[0], _penalised(p, loss, grads, 2 * reg)[1]

    return _loss(self, X, y, reg, penalised=penalised)


def penalty_gradient_halved(self, X, y=None, reg=0.0):
    """0.5 * reg * W in the gradients.

    Mistake: reg-half
    Hint: part of the gradients is half as large
    """

    def penalised(p, loss, grads, reg):
        return _penalised(p, loss, dict(grads), reg)[0], _penalised(p, loss, grads, 0.5 * reg)[1]

    return _loss(self, X, y, reg, penalised=penalised)


def penalty_doubled(self, X, y=None, reg=0.0):
    """Both are twice as large.

    Mistake: reg-twice
    Hint: the penalty is twice as large
    """
    return _loss(self, X, y, 2 * reg)


def penalty_added_in_each_layer(self, X, y=None, reg=0.0):
    """The whole penalty is added three times.

    Mistake: reg-per-layer
    Hint: the penalty is added once for every layer
    """
    return _loss(self, X, y, 3 * reg)


def penalty_subtracted(self, X, y=None, reg=0.0):
    """Weight decay with the sign of the update.

    Mistake: reg-sign
    Hint: the penalty is subtracted
    """
    return _loss(self, X, y, -reg)


def penalty_gradient_subtracted(self, X, y=None, reg=0.0):
    """The gradients have the wrong sign of it.

    Mistake: reg-sign
    Hint: the penalty is subtracted
    """

    def penalised(p, loss, grads, reg):
        return _penalised(p, loss, dict(grads), reg)[0], _penalised(p, loss, grads, -reg)[1]

    return _loss(self, X, y, reg, penalised=penalised)


def penalty_averaged(self, X, y=None, reg=0.0):
    """The penalty is divided by N.

    Mistake: reg-divided-by-n
    Hint: the penalty is divided by N
    """
    return _loss(self, X, y, reg / len(X))


def penalty_without_reg(self, X, y=None, reg=0.0):
    """The strength is 1 if there is one.

    Mistake: reg-not-used
    Hint: reg has no effect
    """
    return _loss(self, X, y, 1.0 if reg else 0.0)


def penalty_of_the_sum(self, X, y=None, reg=0.0):
    """Squares the sum of the weights.

    Mistake: reg-squared-sum
    Hint: not the square of its sum
    """

    def penalised(p, loss, grads, reg):
        return loss + 0.5 * reg * sum(np.sum(p[name]) ** 2 for name in ("W1", "W2", "W3")), _penalised(
            p, loss, grads, reg)[1]

    return _loss(self, X, y, reg, penalised=penalised)


def penalty_by_matrix_product(self, X, y=None, reg=0.0):
    """np.sum(W @ W.T).

    Mistake: reg-matrix-product
    Hint: squares W entry by entry
    """

    def penalised(p, loss, grads, reg):
        return loss + 0.5 * reg * sum(np.sum(p[name] @ p[name].T) for name in ("W1", "W2", "W3")), _penalised(
            p, loss, grads, reg)[1]

    return _loss(self, X, y, reg, penalised=penalised)


def penalty_added_to_gradients(self, X, y=None, reg=0.0):
    """The number itself is added to the gradients.

    Mistake: reg-not-derived
    Hint: not the penalty itself
    """

    def penalised(p, loss, grads, reg):
        total, _ = _penalised(p, loss, dict(grads), reg)
        return total, {name: grad + (total - loss) * (name[0] == "W") for name, grad in grads.items()}

    return _loss(self, X, y, reg, penalised=penalised)


def gradients_summed(self, X, y=None, reg=0.0):
    """reg * np.sum(W) in the gradients.

    Mistake: reg-sum-in-gradient
    Hint: another number for every entry of W
    """

    def penalised(p, loss, grads, reg):
        total, _ = _penalised(p, loss, dict(grads), reg)
        return total, {n: grad + reg * np.sum(p[n]) * (n[0] == "W") for n, grad in grads.items()}

    return _loss(self, X, y, reg, penalised=penalised)


# ------------------------------------------------------------------ what is returned
def weights_exchanged(self, X, y=None, reg=0.0):
    """The gradients of W1 and W3 have changed places.

    Mistake: wrong-key
    Hint: grads["W1"] holds the gradient of W3
    """
    result = _loss(self, X, y, reg)
    if y is None:
        return result
    return result[0], {**result[1], "W1": result[1]["W3"], "W3": result[1]["W1"]}


def biases_exchanged(self, X, y=None, reg=0.0):
    """The gradients of b1 and b2 have changed places.

    Mistake: wrong-key
    Hint: grads["b1"] holds the gradient of b2
    """
    result = _loss(self, X, y, reg)
    if y is None:
        return result
    return result[0], {**result[1], "b1": result[1]["b2"], "b2": result[1]["b1"]}


def gradient_stored_twice(self, X, y=None, reg=0.0):
    """A copied line keeps db3 for b2.

    Mistake: wrong-key
    Hint: grads["b2"] holds the gradient of b3
    """
    result = _loss(self, X, y, reg)
    if y is None:
        return result
    return result[0], {**result[1], "b2": result[1]["b3"]}


def other_keys(self, X, y=None, reg=0.0):
    """dW1 in the place of W1.

    Mistake: wrong-result
    Hint: it has dW1, db1
    """
    result = _loss(self, X, y, reg)
    return result if y is None else (result[0], {"d" + name: result[1][name] for name in ("W1", "b1", "W2", "b2")})


def key_missing(self, X, y=None, reg=0.0):
    """b3 is forgotten.

    Mistake: wrong-result
    Hint: grads must have the keys
    """
    result = _loss(self, X, y, reg)
    if y is not None:
        del result[1]["b3"]
    return result


def list_of_gradients(self, X, y=None, reg=0.0):
    """A list in the place of the dict.

    Mistake: wrong-result
    Hint: the second value is a list
    """
    result = _loss(self, X, y, reg)
    return result if y is None else (result[0], list(result[1].values()))


def gradients_not_returned(self, X, y=None, reg=0.0):
    """Returns the loss alone.

    Mistake: wrong-result
    Hint: must return 2 values
    """
    result = _loss(self, X, y, reg)
    return result if y is None else result[0]


def scores_not_returned(self, X, y=None, reg=0.0):
    """Returns nothing without labels.

    Mistake: wrong-result
    Hint: loss without y returned None
    """
    if y is not None:
        return _loss(self, X, y, reg)


def parameters_updated(self, X, y=None, reg=0.0):
    """The step is taken in loss, and the parameters are returned for the gradients."""
    result = _loss(self, X, y, reg)
    if y is None:
        return result
    for name, grad in result[1].items():
        self.params[name] = self.params[name] - 0.1 * grad
    return result[0], self.params


def first_columns_only(self, X, y=None, reg=0.0):
    """The second hidden layer is cut to the size of the first: right unless it is larger.

    Mistake: not-called
    Hint: affine_forward of layer 3 is not called as it should be
    """
    p, H1 = self.params, len(self.params["b1"])
    a1, affine1 = affine_forward(X, p["W1"], p["b1"])
    h1, relu1 = relu_forward(a1)
    a2, affine2 = affine_forward(h1, p["W2"], p["b2"])
    h2, relu2 = relu_forward(a2)
    scores, affine3 = affine_forward(h2[:, :H1], p["W3"][:H1], p["b3"])
    if y is None:
        return scores
    loss, dscores = softmax_loss(scores, y)
    grads, dh2, dW3 = {}, np.zeros_like(h2), np.zeros_like(p["W3"])
    dh2[:, :H1], dW3[:H1], grads["b3"] = affine_backward(dscores, affine3)
    grads["W3"] = dW3
    dh1, grads["W2"], grads["b2"] = affine_backward(relu_backward(dh2, relu2), affine2)
    _, grads["W1"], grads["b1"] = affine_backward(relu_backward(dh1, relu1), affine1)
    return _penalised(p, loss, grads, reg)


def variable_of_the_notebook(self, X, y=None, reg=0.0):
    """A name that the module doesn't know.

    Mistake: NameError
    Hint: a variable of another function
    """
    return _loss(net, X, y, reg)


def gradients_accumulate(self, X, y=None, reg=0.0):
    """The gradients are added to those of earlier calls, as in PyTorch without zero_grad.

    Mistake: kept
    Hint: something is kept from the first call
    """
    if y is None:
        return _loss(self, X, y, reg)
    loss, grads = _loss(self, X, y, reg)
    for name, grad in getattr(self, "grads", {}).items():
        grads[name] = grads[name] + grad
    self.grads = grads
    return loss, grads


def caches_never_cleared(self, X, y=None, reg=0.0):
    """The caches are in a list of the net that grows, read from its beginning.

    Mistake: kept
    Hint: something is kept from the first call
    """
    self.caches = getattr(self, "caches", [])
    h = X
    for k in "123":
        h, affine = affine_forward(h, self.params[f"W{k}"], self.params[f"b{k}"])
        relu = None
        if k != "3":
            h, relu = relu_forward(h)
        if y is not None:
            self.caches.append((affine, relu))
    if y is None:
        return h
    loss, d = softmax_loss(h, y)
    grads = {}
    for k in (3, 2, 1):
        affine, relu = self.caches[k - 1]
        if relu is not None:
            d = relu_backward(d, relu)
        W = self.params[f"W{k}"]
        d, dW, grads[f"b{k}"] = affine_backward(d, affine)
        grads[f"W{k}"] = dW + reg * W
        loss += 0.5 * reg * np.sum(W**2)
    return loss, grads


def magnitudes_of_weights_for_scores(self, X, y=None, reg=0.0):
    """Without labels, the signs of W2 are lost.

    Mistake: scores-changed
    Hint: with labels all is right
    """
    if y is not None:
        return _loss(self, X, y, reg)
    p = self.params
    h1, _ = relu_forward(affine_forward(X, p["W1"], p["b1"])[0])
    h2, _ = relu_forward(affine_forward(h1, np.abs(p["W2"]), p["b2"])[0])
    return affine_forward(h2, p["W3"], p["b3"])[0]


def batch_scaled_in_place(self, X, y=None, reg=0.0):
    """X is centred in place, which moves the first bias only if one thinks of it.

    Hint: X
    """
    X -= X.mean(axis=0)
    return _loss(self, X, y, reg)


def backward_through_relu_twice(self, X, y=None, reg=0.0):
    """relu_backward of the second layer is called twice.

    Mistake: wrong-input
    Hint: is relu_backward of the ReLU after layer 2 called twice
    """
    p = self.params
    a1, affine1 = affine_forward(X, p["W1"], p["b1"])
    h1, relu1 = relu_forward(a1)
    a2, affine2 = affine_forward(h1, p["W2"], p["b2"])
    h2, relu2 = relu_forward(a2)
    scores, affine3 = affine_forward(h2, p["W3"], p["b3"])
    if y is None:
        return scores
    loss, d = softmax_loss(scores, y)
    grads = {}
    d, grads["W3"], grads["b3"] = affine_backward(d, affine3)
    d, grads["W2"], grads["b2"] = affine_backward(relu_backward(relu_backward(d, relu2), relu2), affine2)
    _, grads["W1"], grads["b1"] = affine_backward(relu_backward(d, relu1), affine1)
    return _penalised(p, loss, grads, reg)
