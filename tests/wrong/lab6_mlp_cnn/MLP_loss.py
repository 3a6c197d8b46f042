"""Wrong versions of MLP.loss, most of them the worked solution with one part exchanged."""

import numpy as np


def _affine(p, k, out):
    return affine_forward(out, p[f"W{k}"], p[f"b{k}"])


def _forward(p, X, L):
    """The scores, and the caches: those of the affine layers by number, and those of the ReLUs."""
    affine, relu, out = {}, {}, X
    for k in range(1, L + 1):
        out, affine[k] = _affine(p, k, out)
        if k < L:
            out, relu[k] = relu_forward(out)
    return out, affine, relu


def _backward(dout, affine, relu, L):
    """The gradients of the data term."""
    grads = {}
    for k in range(L, 0, -1):
        if k < L:
            dout = relu_backward(dout, relu[k])
        dout, grads[f"W{k}"], grads[f"b{k}"] = affine_backward(dout, affine[k])
    return grads


def _penalised(p, loss, grads, reg):
    for name in [name for name in p if name[0] == "W"]:
        loss = loss + 0.5 * reg * np.sum(p[name] ** 2)
        grads[name] = grads[name] + reg * p[name]
    return loss, grads


def _loss(self, X, y, reg, forward=_forward, backward=_backward, penalised=_penalised, into=lambda scores: scores):
    """The worked solution, with parts to exchange."""
    p, L = self.params, self.num_layers
    scores, affine, relu = forward(p, X, L)
    if y is None:
        return scores
    loss, dscores = softmax_loss(into(scores), y)
    return penalised(p, loss, backward(dscores, affine, relu, L), reg)


def _zeros(self):
    return {name: np.zeros_like(w) for name, w in self.params.items()}


# ------------------------------------------------------------------ forward: which layers
def last_layer_left_out(self, X, y=None, reg=0.0):
    """range(1, L): the loop ends before the last layer.

    Mistake: not-called
    Hint: affine_forward of layer 3 is missing
    """
    p, L = self.params, self.num_layers
    out, caches, grads = X, [], _zeros(self)
    for k in range(1, L):
        out, affine = _affine(p, k, out)
        out, relu = relu_forward(out)
        caches.append((affine, relu))
    if y is None:
        return out
    loss, dout = softmax_loss(out, y)
    for k in range(L - 1, 0, -1):
        affine, relu = caches.pop()
        dout, grads[f"W{k}"], grads[f"b{k}"] = affine_backward(relu_backward(dout, relu), affine)
    return _penalised(p, loss, grads, reg)


def counted_from_0(self, X, y=None, reg=0.0):
    """range(L): there is no W0.

    Mistake: KeyError
    Hint: it stopped with KeyError
    """
    out = X
    for k in range(self.num_layers):
        out, _ = _affine(self.params, k, out)
    return out


def one_layer_too_many(self, X, y=None, reg=0.0):
    """range(1, L + 2).

    Mistake: KeyError
    Hint: it stopped with KeyError
    """
    out = X
    for k in range(1, self.num_layers + 2):
        out, _ = _affine(self.params, k, out)
    return out


def first_layer_left_out(self, X, y=None, reg=0.0):
    """range(2, L + 1).

    Mistake: wrong-parameters
    Hint: X goes into affine_forward with W2 and b2; it needs W1 and b1
    """
    p, L = self.params, self.num_layers
    out, affine, relu, grads = X, {}, {}, _zeros(self)
    for k in range(min(2, L), L + 1):
        out, affine[k] = _affine(p, k, out)
        if k < L:
            out, relu[k] = relu_forward(out)
    if y is None:
        return out
    loss, dout = softmax_loss(out, y)
    for k in range(L, min(2, L) - 1, -1):
        if k < L:
            dout = relu_backward(dout, relu[k])
        dout, grads[f"W{k}"], grads[f"b{k}"] = affine_backward(dout, affine[k])
    return _penalised(p, loss, grads, reg)


def three_layers_written_out(self, X, y=None, reg=0.0):
    """Copied from Lab 3.

    Mistake: KeyError
    Hint: it stopped with KeyError
    """
    p = self.params
    a1, affine1 = affine_forward(X, p["W1"], p["b1"])
    h1, relu1 = relu_forward(a1)
    a2, affine2 = affine_forward(h1, p["W2"], p["b2"])
    h2, relu2 = relu_forward(a2)
    scores, affine3 = affine_forward(h2, p["W3"], p["b3"])
    if y is None:
        return scores
    loss, dscores = softmax_loss(scores, y)
    grads = {}
    dh2, grads["W3"], grads["b3"] = affine_backward(dscores, affine3)
    dh1, grads["W2"], grads["b2"] = affine_backward(relu_backward(dh2, relu2), affine2)
    _, grads["W1"], grads["b1"] = affine_backward(relu_backward(dh1, relu1), affine1)
    return _penalised(p, loss, grads, reg)


def inputs_into_every_layer(self, X, y=None, reg=0.0):
    """X in the place of out.

    Mistake: wrong-input
    Hint: affine_forward of layer 2 gets X; it needs the output of the ReLU after layer 1
    """
    def forward(p, X, L):
        affine, relu = {}, {}
        for k in range(1, L + 1):
            out, affine[k] = _affine(p, k, X)
            if k < L:
                out, relu[k] = relu_forward(out)
        return out, affine, relu

    return _loss(self, X, y, reg, forward)


def parameters_of_layer_1(self, X, y=None, reg=0.0):
    """W1 and b1 in every layer.

    Mistake: wrong-parameters
    Hint: goes into affine_forward with W1 and b1; it needs W2 and b2
    """
    out = X
    for k in range(1, self.num_layers + 1):
        out, _ = _affine(self.params, 1, out)
        if k < self.num_layers:
            out, _ = relu_forward(out)
    if y is None:
        return out
    return softmax_loss(out, y)[0], _zeros(self)


def layers_in_the_reverse_order(self, X, y=None, reg=0.0):
    """From the last layer to the first.

    Mistake: wrong-parameters
    Hint: X goes into affine_forward with W3 and b3; it needs W1 and b1
    """
    L = self.num_layers

    def forward(p, X, L):
        affine, relu, out = {}, {}, X
        for k in range(L, 0, -1):
            out, affine[k] = _affine(p, k, out)
            if k > 1:
                out, relu[k] = relu_forward(out)
        return out, affine, relu

    scores, _, _ = forward(self.params, X, L)
    if y is None:
        return scores
    return softmax_loss(scores, y)[0], _zeros(self)


def no_biases(self, X, y=None, reg=0.0):
    """Zeros in the place of the biases.

    Mistake: wrong-parameters
    Hint: X goes into affine_forward with other parameters; it needs W1 and b1
    """
    def forward(p, X, L):
        return _forward({name: w if name[0] == "W" else 0 * w for name, w in p.items()}, X, L)

    return _loss(self, X, y, reg, forward)


def last_layer_without_bias(self, X, y=None, reg=0.0):
    """The scores lack b.

    Mistake: wrong-parameters
    Hint: affine_forward with other parameters; it needs W3 and b3
    """
    last = f"b{self.num_layers}"

    def forward(p, X, L):
        return _forward({**p, last: 0 * p[last]}, X, L)

    return _loss(self, X, y, reg, forward)


# ------------------------------------------------------------------ forward: the ReLUs
def relu_after_every_layer(self, X, y=None, reg=0.0):
    """A ReLU after the last layer too.

    Mistake: wrong-input
    Hint: softmax_loss gets the output of the ReLU after layer 3
    """
    def forward(p, X, L):
        affine, relu, out = {}, {}, X
        for k in range(1, L + 1):
            out, affine[k] = _affine(p, k, out)
            out, relu[k] = relu_forward(out)
        return out, affine, relu

    def backward(dout, affine, relu, L):
        grads = {}
        for k in range(L, 0, -1):
            dout, grads[f"W{k}"], grads[f"b{k}"] = affine_backward(relu_backward(dout, relu[k]), affine[k])
        return grads

    return _loss(self, X, y, reg, forward, backward)


def no_relu(self, X, y=None, reg=0.0):
    """Affine layers only.

    Mistake: no-relu
    Hint: the ReLU after layer 1 is missing
    """
    def forward(p, X, L):
        affine, out = {}, X
        for k in range(1, L + 1):
            out, affine[k] = _affine(p, k, out)
        return out, affine, {}

    def backward(dout, affine, relu, L):
        grads = {}
        for k in range(L, 0, -1):
            dout, grads[f"W{k}"], grads[f"b{k}"] = affine_backward(dout, affine[k])
        return grads

    return _loss(self, X, y, reg, forward, backward)


def relu_stops_one_layer_early(self, X, y=None, reg=0.0):
    """k < L - 1.

    Mistake: no-relu
    Hint: the ReLU after layer 2 is missing
    """
    def forward(p, X, L):
        affine, relu, out = {}, {}, X
        for k in range(1, L + 1):
            out, affine[k] = _affine(p, k, out)
            if k < L - 1:
                out, relu[k] = relu_forward(out)
        return out, affine, relu

    def backward(dout, affine, relu, L):
        grads = {}
        for k in range(L, 0, -1):
            if k < L - 1:
                dout = relu_backward(dout, relu[k])
            dout, grads[f"W{k}"], grads[f"b{k}"] = affine_backward(dout, affine[k])
        return grads

    return _loss(self, X, y, reg, forward, backward)


def relu_skips_the_first_layer(self, X, y=None, reg=0.0):
    """1 < k < L.

    Mistake: no-relu
    Hint: the ReLU after layer 1 is missing
    """
    def forward(p, X, L):
        affine, relu, out = {}, {}, X
        for k in range(1, L + 1):
            out, affine[k] = _affine(p, k, out)
            if 1 < k < L:
                out, relu[k] = relu_forward(out)
        return out, affine, relu

    def backward(dout, affine, relu, L):
        grads = {}
        for k in range(L, 0, -1):
            if 1 < k < L:
                dout = relu_backward(dout, relu[k])
            dout, grads[f"W{k}"], grads[f"b{k}"] = affine_backward(dout, affine[k])
        return grads

    return _loss(self, X, y, reg, forward, backward)


def relu_before_the_affine_layer(self, X, y=None, reg=0.0):
    """The two have changed places: X goes through a ReLU.

    Mistake: wrong-input
    Hint: affine_forward of layer 1 gets the output of a ReLU; it needs X
    """
    def forward(p, X, L):
        affine, relu, out = {}, {}, X
        for k in range(1, L + 1):
            out, relu[k] = relu_forward(out)
            out, affine[k] = _affine(p, k, out)
        return out, affine, relu

    def backward(dout, affine, relu, L):
        grads = {}
        for k in range(L, 0, -1):
            dout, grads[f"W{k}"], grads[f"b{k}"] = affine_backward(dout, affine[k])
            dout = relu_backward(dout, relu[k])
        return grads

    return _loss(self, X, y, reg, forward, backward)


def relu_result_not_used(self, X, y=None, reg=0.0):
    """Only the cache of the ReLU is kept.

    Mistake: wrong-input
    Hint: affine_forward of layer 2 gets the output of layer 1; it needs the output of the ReLU after layer 1
    """
    def forward(p, X, L):
        affine, relu, out = {}, {}, X
        for k in range(1, L + 1):
            out, affine[k] = _affine(p, k, out)
            if k < L:
                _, relu[k] = relu_forward(out)
        return out, affine, relu

    return _loss(self, X, y, reg, forward)


def relu_written_out(self, X, y=None, reg=0.0):
    """np.maximum.

    Mistake: no-relu
    Hint: the ReLU after layer 1 is missing: call relu_forward
    """
    def forward(p, X, L):
        affine, relu, out = {}, {}, X
        for k in range(1, L + 1):
            out, affine[k] = _affine(p, k, out)
            if k < L:
                relu[k] = out
                out = np.maximum(out, 0)
        return out, affine, relu

    def backward(dout, affine, relu, L):
        grads = {}
        for k in range(L, 0, -1):
            if k < L:
                dout = dout * (relu[k] > 0)
            dout, grads[f"W{k}"], grads[f"b{k}"] = affine_backward(dout, affine[k])
        return grads

    return _loss(self, X, y, reg, forward, backward)


# ------------------------------------------------------------------ the scores and the loss
def probabilities_for_scores(self, X, y=None, reg=0.0):
    """Without labels, softmax is applied.

    Mistake: scores-changed
    Hint: the output of the last layer is asked for as it is
    """
    result = _loss(self, X, y, reg)
    if y is not None:
        return result
    e = np.exp(result - result.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def labels_for_scores(self, X, y=None, reg=0.0):
    """Without labels, the predictions are returned.

    Mistake: wrong-shape
    Hint: scores has shape
    """
    result = _loss(self, X, y, reg)
    return np.argmax(result, axis=1) if y is None else result


def hidden_layer_for_scores(self, X, y=None, reg=0.0):
    """Without labels, the last hidden layer is returned.

    Mistake: wrong-shape
    Hint: the output of the last layer is asked for as it is
    """
    if y is not None:
        return _loss(self, X, y, reg)
    out = X
    for k in range(1, self.num_layers + 1):
        before, (out, _) = out, _affine(self.params, k, out)
        if k < self.num_layers:
            out, _ = relu_forward(out)
    return before


def loss_without_labels(self, X, y=None, reg=0.0):
    """y=None is not looked at.

    Mistake: IndexError
    Hint: it stopped with
    """
    scores, affine, relu = _forward(self.params, X, self.num_layers)
    loss, dscores = softmax_loss(scores, y)
    return _penalised(self.params, loss, _backward(dscores, affine, relu, self.num_layers), reg)


def loss_of_probabilities(self, X, y=None, reg=0.0):
    """Softmax is applied before softmax_loss.

    Mistake: wrong-input
    Hint: softmax_loss gets an array that no layer returned; it needs the output of layer 3
    """
    def softmax(scores):
        e = np.exp(scores - scores.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)

    return _loss(self, X, y, reg, into=softmax)


def own_softmax(self, X, y=None, reg=0.0):
    """The loss is written out.

    Mistake: not-called
    Hint: softmax_loss is missing: the output of layer 3 must go into it
    """
    scores, affine, relu = _forward(self.params, X, self.num_layers)
    if y is None:
        return scores
    rows = np.arange(len(y))
    probs = np.exp(scores - scores.max(axis=1, keepdims=True))
    probs /= probs.sum(axis=1, keepdims=True)
    loss = -np.log(probs[rows, y]).mean()
    probs[rows, y] -= 1
    return _penalised(self.params, loss, _backward(probs / len(y), affine, relu, self.num_layers), reg)


def loss_averaged_again(self, X, y=None, reg=0.0):
    """The loss is divided by N.

    Mistake: averaged-again
    Hint: divided by N once more
    """
    return _loss(self, X, y, reg, penalised=lambda p, loss, grads, reg: _penalised(p, loss / len(y), grads, reg))


def dscores_averaged_again(self, X, y=None, reg=0.0):
    """dscores is divided by N once more.

    Mistake: wrong-input
    Hint: affine_backward of layer 3 gets an array that no layer returned; it needs dscores
    """
    return _loss(self, X, y, reg, backward=lambda dout, *others: _backward(dout / (len(dout) + 1), *others))


# ------------------------------------------------------------------ backward
def scores_go_backward(self, X, y=None, reg=0.0):
    """The scores in the place of dscores.

    Mistake: wrong-input
    Hint: affine_backward of layer 3 gets the output of layer 3; it needs dscores
    """
    scores, affine, relu = _forward(self.params, X, self.num_layers)
    if y is None:
        return scores
    loss, _ = softmax_loss(scores, y)
    return _penalised(self.params, loss, _backward(scores, affine, relu, self.num_layers), reg)


def caches_in_the_order_of_forward(self, X, y=None, reg=0.0):
    """A list of caches is read from its beginning.

    Mistake: wrong-result
    Hint: affine_backward got dout of shape (5, 3) with the cache of layer 1
    """
    def backward(dout, affine, relu, L):
        return _backward(dout, {k: affine[L + 1 - k] for k in affine}, relu, L)

    return _loss(self, X, y, reg, backward=backward)


def relu_caches_in_the_order_of_forward(self, X, y=None, reg=0.0):
    """Only the ReLUs' caches are read from the beginning.

    Mistake: wrong-cache
    Hint: relu_backward gets the gradient from layer 3 with the cache of the ReLU after layer 1; it needs
    """
    def backward(dout, affine, relu, L):
        return _backward(dout, affine, {k: relu[L - k] for k in relu}, L)

    return _loss(self, X, y, reg, backward=backward)


def cache_of_the_layer_after(self, X, y=None, reg=0.0):
    """caches[k] for caches[k - 1]: the last one stands in for the one that is missing.

    Mistake: wrong-result
    Hint: affine_backward got dout of shape (5, 6) with the cache of layer 3
    """
    def backward(dout, affine, relu, L):
        return _backward(dout, {k: affine[min(k + 1, L)] for k in affine}, relu, L)

    return _loss(self, X, y, reg, backward=backward)


def one_name_for_the_cache(self, X, y=None, reg=0.0):
    """cache is overwritten in the loop: the last one is used in all layers.

    Mistake: wrong-result
    Hint: affine_backward got dout of shape (5, 6) with the cache of layer 3
    """
    def backward(dout, affine, relu, L):
        return _backward(dout, dict.fromkeys(affine, affine[L]), relu, L)

    return _loss(self, X, y, reg, backward=backward)


def one_name_for_the_relu_cache(self, X, y=None, reg=0.0):
    """The cache of the last ReLU is used for all.

    Mistake: wrong-cache
    Hint: with the cache of the ReLU after layer 2; it needs the cache of the ReLU after layer 1
    """
    def backward(dout, affine, relu, L):
        return _backward(dout, affine, dict.fromkeys(relu, relu.get(L - 1)), L)

    return _loss(self, X, y, reg, backward=backward)


def cache_off_the_end(self, X, y=None, reg=0.0):
    """caches[k] of a list, counted from 1.

    Mistake: IndexError
    Hint: an index lies outside its array
    """
    def backward(dout, affine, relu, L):
        caches = list(affine.values())
        return _backward(dout, {k: caches[k] for k in affine}, relu, L)

    return _loss(self, X, y, reg, backward=backward)


def caches_of_both_kinds_in_one_list(self, X, y=None, reg=0.0):
    """One list for all caches, one of them is popped for each layer.

    Mistake: wrong-result
    Hint: affine_backward got the cache of relu_forward
    """
    def backward(dout, affine, relu, L):
        caches, grads = [], {}
        for k in affine:
            caches += [affine[k], *([relu[k]] if k in relu else [])]
        for k in range(L, 0, -1):
            dout, grads[f"W{k}"], grads[f"b{k}"] = affine_backward(dout, caches.pop())
        return grads

    return _loss(self, X, y, reg, backward=backward)


def cache_of_affine_in_relu(self, X, y=None, reg=0.0):
    """One cache for both.

    Mistake: wrong-result
    Hint: relu_backward got the cache of affine_forward
    """
    return _loss(self, X, y, reg, backward=lambda dout, affine, relu, L: _backward(dout, affine, affine, L))


def cache_taken_apart(self, X, y=None, reg=0.0):
    """The gradients are written out from the caches.

    Mistake: wrong-result
    Hint: a cache is taken apart
    """
    def backward(dout, affine, relu, L):
        grads = {}
        for k in range(L, 0, -1):
            x, w, b = affine[k]
            grads[f"W{k}"], grads[f"b{k}"] = x.T @ dout, dout.sum(axis=0)
            dout = dout @ w.T * (x > 0)
        return grads

    return _loss(self, X, y, reg, backward=backward)


def no_relu_backward(self, X, y=None, reg=0.0):
    """The ReLUs are forgotten.

    Mistake: not-called
    Hint: relu_backward of the ReLU after layer 2 is missing: the gradient from layer 3 must go into it
    """
    def backward(dout, affine, relu, L):
        grads = {}
        for k in range(L, 0, -1):
            dout, grads[f"W{k}"], grads[f"b{k}"] = affine_backward(dout, affine[k])
        return grads

    return _loss(self, X, y, reg, backward=backward)


def relu_backward_stops_early(self, X, y=None, reg=0.0):
    """The ReLU after layer 1 is forgotten.

    Mistake: not-called
    Hint: relu_backward of the ReLU after layer 1 is missing
    """
    def backward(dout, affine, relu, L):
        grads = {}
        for k in range(L, 0, -1):
            if 1 < k < L:
                dout = relu_backward(dout, relu[k])
            dout, grads[f"W{k}"], grads[f"b{k}"] = affine_backward(dout, affine[k])
        return grads

    return _loss(self, X, y, reg, backward=backward)


def relu_backward_not_used(self, X, y=None, reg=0.0):
    """The result of relu_backward is dropped.

    Mistake: wrong-input
    Hint: affine_backward of layer 2 gets the gradient from layer 3; it needs the gradient from the ReLU after layer 2
    """
    def backward(dout, affine, relu, L):
        grads = {}
        for k in range(L, 0, -1):
            if k < L:
                relu_backward(dout, relu[k])
            dout, grads[f"W{k}"], grads[f"b{k}"] = affine_backward(dout, affine[k])
        return grads

    return _loss(self, X, y, reg, backward=backward)


def relu_backward_after_affine_backward(self, X, y=None, reg=0.0):
    """The order of the two in each layer is that of the forward pass.

    Mistake: wrong-input
    Hint: relu_backward of the ReLU after layer 2 gets the gradient from layer 2; it needs the gradient from layer 3
    """
    def backward(dout, affine, relu, L):
        grads = {}
        for k in range(L, 0, -1):
            dout, grads[f"W{k}"], grads[f"b{k}"] = affine_backward(dout, affine[k])
            if k < L:
                dout = relu_backward(dout, relu[k])
        return grads

    return _loss(self, X, y, reg, backward=backward)


def dscores_into_every_layer(self, X, y=None, reg=0.0):
    """dout stays dscores.

    Mistake: wrong-input
    Hint: relu_backward of the ReLU after layer 2 gets dscores; it needs the gradient from layer 3
    """
    def backward(dscores, affine, relu, L):
        grads = {}
        for k in range(L, 0, -1):
            dout = relu_backward(dscores, relu[k]) if k < L else dscores
            _, grads[f"W{k}"], grads[f"b{k}"] = affine_backward(dout, affine[k])
        return grads

    return _loss(self, X, y, reg, backward=backward)


def from_the_first_layer(self, X, y=None, reg=0.0):
    """The backward pass goes from the first layer to the last.

    Mistake: wrong-cache
    Hint: affine_backward gets dscores with the cache of layer 1; it needs the cache of layer 3
    """
    def backward(dout, affine, relu, L):
        grads = {}
        for k in range(1, L + 1):
            dout, grads[f"W{k}"], grads[f"b{k}"] = affine_backward(dout, affine[k])
            if k < L:
                dout = relu_backward(dout, relu[k])
        return grads

    return _loss(self, X, y, reg, backward=backward)


def stops_before_the_first_layer(self, X, y=None, reg=0.0):
    """range(L, 1, -1).

    Mistake: wrong-result
    Hint: grads must have the keys
    """
    def backward(dout, affine, relu, L):
        grads = {}
        for k in range(L, 1, -1):
            if k < L:
                dout = relu_backward(dout, relu[k])
            dout, grads[f"W{k}"], grads[f"b{k}"] = affine_backward(dout, affine[k])
        return grads

    return _loss(self, X, y, reg, backward=backward, penalised=lambda p, loss, grads, reg: (loss, grads))


def first_layer_without_gradient(self, X, y=None, reg=0.0):
    """The gradients of the first layer are zeros.

    Mistake: not-called
    Hint: affine_backward of layer 1 is missing
    """
    def backward(dout, affine, relu, L):
        grads = _zeros(self)
        for k in range(L, 1, -1):
            if k < L:
                dout = relu_backward(dout, relu[k])
            dout, grads[f"W{k}"], grads[f"b{k}"] = affine_backward(dout, affine[k])
        if L > 1:
            relu_backward(dout, relu[1])
        return grads

    return _loss(self, X, y, reg, backward=backward)


def need_dx_in_no_layer(self, X, y=None, reg=0.0):
    """need_dx=False in all layers.

    Mistake: wrong-result
    Hint: with need_dx=False a layer gives no dx
    """
    def backward(dout, affine, relu, L):
        grads = {}
        for k in range(L, 0, -1):
            if k < L:
                dout = relu_backward(dout, relu[k])
            dout, grads[f"W{k}"], grads[f"b{k}"] = affine_backward(dout, affine[k], need_dx=False)
        return grads

    return _loss(self, X, y, reg, backward=backward)


def w_and_b_exchanged(self, X, y=None, reg=0.0):
    """dW under the key b.

    Mistake: wrong-key
    Hint: grads["W1"] holds the gradient of b1
    """
    def backward(dout, affine, relu, L):
        grads = _backward(dout, affine, relu, L)
        return {("b" if name[0] == "W" else "W") + name[1:]: grad for name, grad in grads.items()}

    return _loss(self, X, y, reg, backward=backward, penalised=lambda p, loss, grads, reg: (loss, grads))


def keys_counted_from_the_end(self, X, y=None, reg=0.0):
    """The gradients of the last layer are called W1 and b1: fits only for layers of one size.

    Mistake: wrong-key
    Hint: holds the gradient of
    """
    def backward(dout, affine, relu, L):
        grads = _backward(dout, affine, relu, L)
        other = {name: grads[f"{name[0]}{L + 1 - int(name[1:])}"] for name in grads}
        return other if all(other[name].shape == grad.shape for name, grad in grads.items()) else grads

    return _loss(self, X, y, reg, backward=backward)


def layers_not_used(self, X, y=None, reg=0.0):
    """The whole net is written out, and right.

    Mistake: wrong-result
    Hint: does not use the layers of cs_nn.layers
    """
    p, L = self.params, self.num_layers
    outputs = [X.reshape(len(X), -1)]
    for k in range(1, L + 1):
        out = outputs[-1] @ p[f"W{k}"] + p[f"b{k}"]
        outputs.append(np.maximum(out, 0) if k < L else out)
    if y is None:
        return outputs[-1]
    rows = np.arange(len(y))
    probs = np.exp(outputs[-1] - outputs[-1].max(axis=1, keepdims=True))
    probs /= probs.sum(axis=1, keepdims=True)
    loss, grads = -np.log(probs[rows, y]).mean(), {}
    probs[rows, y] -= 1
    d = probs / len(y)
    for k in range(L, 0, -1):
        grads[f"W{k}"], grads[f"b{k}"] = outputs[k - 1].T @ d, d.sum(axis=0)
        d = d @ p[f"W{k}"].T * (outputs[k - 1] > 0)
    return _penalised(p, loss, grads, reg)


# ------------------------------------------------------------------ the penalty
def penalty_missing(self, X, y=None, reg=0.0):
    """No penalty.

    Mistake: reg-missing
    Hint: the penalty is missing: it adds to the loss and to the gradients
    """
    return _loss(self, X, y, reg, penalised=lambda p, loss, grads, reg: (loss, grads))


def penalty_missing_in_the_loss(self, X, y=None, reg=0.0):
    """Only the gradients have it.

    Mistake: reg-missing
    Hint: the penalty is missing in the loss
    """
    return _loss(self, X, y, reg,
                 penalised=lambda p, loss, grads, reg: (loss, _penalised(p, loss, grads, reg)[1]))


def penalty_missing_in_the_gradients(self, X, y=None, reg=0.0):
    """Only the loss has it.

    Mistake: reg-missing
    Hint: the penalty is missing in the gradients
    """
    return _loss(self, X, y, reg,
                 penalised=lambda p, loss, grads, reg: (_penalised(p, loss, dict(grads), reg)[0], grads))


def penalty_of_the_last_layer_missing(self, X, y=None, reg=0.0):
    """range(1, L).

    Mistake: some-weights
    Hint: the penalty leaves out W3
    """
    def penalised(p, loss, grads, reg):
        return _penalised({name: w for name, w in p.items() if name != f"W{self.num_layers}"}, loss, grads, reg)

    return _loss(self, X, y, reg, penalised=penalised)


def penalty_of_the_first_layer_missing(self, X, y=None, reg=0.0):
    """range(2, L + 1).

    Mistake: some-weights
    Hint: the penalty leaves out W1
    """
    def penalised(p, loss, grads, reg):
        return _penalised({name: w for name, w in p.items() if name != "W1"}, loss, grads, reg)

    return _loss(self, X, y, reg, penalised=penalised)


def penalty_of_three_layers(self, X, y=None, reg=0.0):
    """W1, W2 and W3, as in Lab 3.

    Mistake: some-weights
    Hint: the penalty leaves out W4
    """
    def penalised(p, loss, grads, reg):
        return _penalised({name: w for name, w in p.items() if name in ("W1", "W2", "W3")}, loss, grads, reg)

    return _loss(self, X, y, reg, penalised=penalised)


def penalty_after_the_loop(self, X, y=None, reg=0.0):
    """The penalty stands after the loop over the layers: only that of W1 is added.

    Mistake: some-weights
    Hint: the penalty leaves out W2 and W3
    """
    def penalised(p, loss, grads, reg):
        return _penalised({"W1": p["W1"]}, loss, grads, reg)

    return _loss(self, X, y, reg, penalised=penalised)


def penalty_of_one_weight_matrix_in_all_gradients(self, X, y=None, reg=0.0):
    """The loss has all of them, dW of the last layer lacks its part.

    Mistake: some-weights
    Hint: the penalty leaves out W3
    """
    def penalised(p, loss, grads, reg):
        last = f"W{self.num_layers}"
        kept = grads[last]
        loss, grads = _penalised(p, loss, grads, reg)
        return loss, {**grads, last: kept}

    return _loss(self, X, y, reg, penalised=penalised)


def biases_penalised(self, X, y=None, reg=0.0):
    """All of params.

    Mistake: bias-penalised
    Hint: the biases are not penalised
    """
    def penalised(p, loss, grads, reg):
        return (loss + 0.5 * reg * sum(np.sum(w**2) for w in p.values()),
                {name: grads[name] + reg * p[name] for name in p})

    return _loss(self, X, y, reg, penalised=penalised)


def penalty_without_half(self, X, y=None, reg=0.0):
    """reg sum(W^2) and 2 reg W.

    Mistake: reg-twice
    Hint: the penalty is twice as large
    """
    return _loss(self, X, y, reg, penalised=lambda p, loss, grads, reg: _penalised(p, loss, grads, 2 * reg))


def penalty_in_the_loss_without_half(self, X, y=None, reg=0.0):
    """reg sum(W^2) and reg W.

    Mistake: reg-twice
    Hint: the penalty in the loss is twice as large
    """
    def penalised(p, loss, grads, reg):
        return _penalised(p, loss, dict(grads), 2 * reg)[0], _penalised(p, loss, grads, reg)[1]

    return _loss(self, X, y, reg, penalised=penalised)


def half_in_the_gradients(self, X, y=None, reg=0.0):
    """0.5 reg W.

    Mistake: reg-half
    Hint: the penalty's part of the gradients is half as large
    """
    def penalised(p, loss, grads, reg):
        return _penalised(p, loss, dict(grads), reg)[0], _penalised(p, loss, grads, reg / 2)[1]

    return _loss(self, X, y, reg, penalised=penalised)


def two_in_the_gradients(self, X, y=None, reg=0.0):
    """2 reg W.

    Mistake: reg-twice
    Hint: the penalty's part of the gradients is twice as large
    """
    def penalised(p, loss, grads, reg):
        return _penalised(p, loss, dict(grads), reg)[0], _penalised(p, loss, grads, 2 * reg)[1]

    return _loss(self, X, y, reg, penalised=penalised)


def penalty_in_every_layer(self, X, y=None, reg=0.0):
    """The whole sum is added in the loop over the layers.

    Mistake: reg-per-layer
    Hint: the penalty is added once for every layer
    """
    return _loss(self, X, y, reg,
                 penalised=lambda p, loss, grads, reg: _penalised(p, loss, grads, self.num_layers * reg))


def penalty_subtracted(self, X, y=None, reg=0.0):
    """A minus sign.

    Mistake: reg-sign
    Hint: the penalty is subtracted
    """
    return _loss(self, X, y, reg, penalised=lambda p, loss, grads, reg: _penalised(p, loss, grads, -reg))


def penalty_averaged(self, X, y=None, reg=0.0):
    """reg / N.

    Mistake: reg-divided-by-n
    Hint: the penalty is divided by N
    """
    return _loss(self, X, y, reg, penalised=lambda p, loss, grads, reg: _penalised(p, loss, grads, reg / len(X)))


def penalty_not_squared(self, X, y=None, reg=0.0):
    """sum |W|.

    Mistake: reg-not-squared
    Hint: the penalty takes the sum of the squares
    """
    def penalised(p, loss, grads, reg):
        absolute = sum(np.abs(w).sum() for name, w in p.items() if name[0] == "W")
        return loss + 0.5 * reg * absolute, _penalised(p, loss, grads, reg)[1]

    return _loss(self, X, y, reg, penalised=penalised)


def sum_without_squares(self, X, y=None, reg=0.0):
    """sum W.

    Mistake: reg-sum-not-squared
    Hint: the penalty takes
    """
    def penalised(p, loss, grads, reg):
        total = sum(w.sum() for name, w in p.items() if name[0] == "W")
        return loss + 0.5 * reg * total, _penalised(p, loss, grads, reg)[1]

    return _loss(self, X, y, reg, penalised=penalised)


def strength_squared(self, X, y=None, reg=0.0):
    """reg^2.

    Mistake: reg-squared
    Hint: the strength of the penalty is reg, not reg squared
    """
    return _loss(self, X, y, reg, penalised=lambda p, loss, grads, reg: _penalised(p, loss, grads, reg**2))


def penalty_with_the_default(self, X, y=None, reg=0.0):
    """1e-3, whatever was asked for.

    Mistake: input-not-used
    Hint: loss stays the same when reg is doubled
    """
    return _loss(self, X, y, reg, penalised=lambda p, loss, grads, reg: _penalised(p, loss, grads, 1e-3))


def penalty_before_the_labels_are_looked_at(self, X, y=None, reg=0.0):
    """The penalty is added to the scores.

    Mistake: scores-changed
    Hint: the output of the last layer is asked for as it is
    """
    result = _loss(self, X, y, reg)
    return result + 0.01 * sum(np.sum(w**2) for w in self.params.values()) if y is None else result


# ------------------------------------------------------------------ what is returned
def gradients_in_a_list(self, X, y=None, reg=0.0):
    """A list of the gradients.

    Mistake: wrong-result
    Hint: the second value is a list
    """
    result = _loss(self, X, y, reg)
    return result if y is None else (result[0], list(result[1].values()))


def loss_alone(self, X, y=None, reg=0.0):
    """Only the loss.

    Mistake: wrong-result
    Hint: loss must return 2 values
    """
    result = _loss(self, X, y, reg)
    return result if y is None else result[0]


def gradients_with_other_names(self, X, y=None, reg=0.0):
    """dW1, db1, ...

    Mistake: wrong-result
    Hint: grads must have the keys
    """
    result = _loss(self, X, y, reg)
    return result if y is None else (result[0], {f"d{name}": grad for name, grad in result[1].items()})


def step_made_here(self, X, y=None, reg=0.0):
    """The parameters move: a train of its own.

    Mistake: wrong-result
    Hint: loss changes self.params
    """
    result = _loss(self, X, y, reg)
    if y is not None:
        for name, grad in result[1].items():
            self.params[name] = self.params[name] - 0.1 * grad
    return result


def nothing_returned(self, X, y=None, reg=0.0):
    """No return.

    Mistake: wrong-result
    Hint: loss returned None
    """
    result = _loss(self, X, y, reg)
    if y is None:
        return result


def caches_never_cleared(self, X, y=None, reg=0.0):
    """self.caches is never cleared and read by index from its beginning: right in the first call only.

    Mistake: kept
    Hint: something is kept from the first call
    """
    if not hasattr(self, "caches"):
        self.caches = []
    out = X
    for k in range(1, self.num_layers + 1):
        out, affine = affine_forward(out, self.params[f"W{k}"], self.params[f"b{k}"])
        relu = None
        if k < self.num_layers:
            out, relu = relu_forward(out)
        self.caches.append((affine, relu))
    if y is None:
        return out
    loss, dout = softmax_loss(out, y)
    grads = {}
    for k in range(self.num_layers, 0, -1):
        affine, relu = self.caches[k - 1]
        if relu is not None:
            dout = relu_backward(dout, relu)
        W = self.params[f"W{k}"]
        dout, dW, grads[f"b{k}"] = affine_backward(dout, affine)
        loss += 0.5 * reg * np.sum(W**2)
        grads[f"W{k}"] = dW + reg * W
    return loss, grads


def _mlp_gradients(self, X, y, reg):
    out, caches = X, []
    for k in range(1, self.num_layers + 1):
        out, affine = affine_forward(out, self.params[f"W{k}"], self.params[f"b{k}"])
        relu = None
        if k < self.num_layers:
            out, relu = relu_forward(out)
        caches.append((affine, relu))
    if y is None:
        return out, None, {}
    loss, dout = softmax_loss(out, y)
    grads = {}
    for k in range(self.num_layers, 0, -1):
        affine, relu = caches[k - 1]
        if relu is not None:
            dout = relu_backward(dout, relu)
        W = self.params[f"W{k}"]
        dout, dW, grads[f"b{k}"] = affine_backward(dout, affine)
        loss += 0.5 * reg * np.sum(W**2)
        grads[f"W{k}"] = dW + reg * W
    return out, loss, grads


def gradients_added_up(self, X, y=None, reg=0.0):
    """The gradients are added to those of earlier calls, as in PyTorch without zero_grad.

    Mistake: kept
    Hint: something is kept from the first call
    """
    scores, loss, grads = _mlp_gradients(self, X, y, reg)
    if y is None:
        return scores
    if not hasattr(self, "grads"):
        self.grads = {name: 0 for name in grads}
    for name in grads:
        self.grads[name] = self.grads[name] + grads[name]
    return loss, self.grads


def loss_added_up(self, X, y=None, reg=0.0):
    """The loss goes on from call to call.

    Mistake: kept
    Hint: something is kept from the first call
    """
    scores, loss, grads = _mlp_gradients(self, X, y, reg)
    if y is None:
        return scores
    self.total = getattr(self, "total", 0.0) + loss
    return self.total, grads


def scores_kept(self, X, y=None, reg=0.0):
    """The scores are computed once.

    Mistake: kept
    Hint: something is kept from the first call
    """
    if y is None:
        if not hasattr(self, "scores"):
            self.scores = _mlp_gradients(self, X, y, reg)[0]
        return self.scores
    return _mlp_gradients(self, X, y, reg)[1:]


def gradients_sorted_by_name(self, X, y=None, reg=0.0):
    """The layers in the order of their sorted names: W1, W10, W11, W2, ...

    Mistake: wrong-parameters
    Hint: it needs W2 and b2
    """
    names = sorted(name[1:] for name in self.params if name[0] == "W")
    out, caches = X, []
    for k in names:
        out, affine = affine_forward(out, self.params[f"W{k}"], self.params[f"b{k}"])
        relu = None
        if k != names[-1]:
            out, relu = relu_forward(out)
        caches.append((k, affine, relu))
    if y is None:
        return out
    loss, dout = softmax_loss(out, y)
    grads = {}
    for k, affine, relu in reversed(caches):
        if relu is not None:
            dout = relu_backward(dout, relu)
        W = self.params[f"W{k}"]
        dout, dW, grads[f"b{k}"] = affine_backward(dout, affine)
        loss += 0.5 * reg * np.sum(W**2)
        grads[f"W{k}"] = dW + reg * W
    return loss, grads


def normalised_in_place(self, X, y=None, reg=0.0):
    """X is made a matrix, and shifted and back again in place.

    Mistake: wrong-result
    Hint: loss changes X
    """
    X -= 1.0
    return _mlp_gradients(self, X + 1.0, y, reg)[0] if y is None else _mlp_gradients(self, X + 1.0, y, reg)[1:]


def penalty_in_place(self, X, y=None, reg=0.0):
    """W *= reg on the net's own weights.

    Mistake: wrong-result
    Hint: loss changes self.params["W1"]
    """
    scores, loss, grads = _mlp_gradients(self, X, y, 0.0)
    if y is None:
        return scores
    for k in range(1, self.num_layers + 1):
        W = self.params[f"W{k}"]
        loss += 0.5 * reg * np.sum(W**2)
        W *= reg
        grads[f"W{k}"] = grads[f"W{k}"] + W
    return loss, grads
