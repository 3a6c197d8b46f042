"""Wrong versions of ConvNet.loss, most of them the worked solution with one part exchanged."""

import numpy as np

_STEPS = ("conv1", "pool1", "relu1", "conv2", "pool2", "relu2", "affine3", "relu3", "dropout", "affine4")


def _step(self, step, x, dropout_param, k=None):
    """One layer: out and cache; with `k`, those parameters are used."""
    kind, number = step.rstrip("1234"), k or step[-1]
    if kind == "pool":
        return max_pool_forward(x, self.pool_param)
    if kind == "relu":
        return relu_forward(x)
    if kind == "dropout":
        return dropout_forward(x, dropout_param)
    w, b = self.params[f"W{number}"], self.params[f"b{number}"]
    if kind == "affine":
        return affine_forward(x, w, b)
    convolution, _ = self.conv2 or (conv_forward, conv_backward)
    return (convolution if step == "conv2" else conv_forward)(x, w, b, self.conv_param)


def _step_back(self, step, d, cache, grads):
    """One layer back: the gradient of its input."""
    kind, number = step.rstrip("1234"), step[-1]
    if kind in ("pool", "relu", "dropout"):
        return {"pool": max_pool_backward, "relu": relu_backward, "dropout": dropout_backward}[kind](d, cache)
    _, convolution = self.conv2 or (conv_forward, conv_backward)
    backward = affine_backward if kind == "affine" else convolution if step == "conv2" else conv_backward
    d, grads[f"W{number}"], grads[f"b{number}"] = backward(d, cache)
    return d


def _penalised(p, loss, grads, reg):
    for name in ("W1", "W2", "W3", "W4"):
        loss = loss + 0.5 * reg * np.sum(p[name] ** 2)
        grads[name] = grads[name] + reg * p[name]
    return loss, grads


def _loss(self, X, y, reg, steps=_STEPS, back=None, step=_step, step_back=_step_back, caches=None,
          penalised=_penalised):
    """The worked solution, with parts to exchange; `caches` says by name whose cache a layer gets in its place."""
    dropout_param = {**self.dropout_param, "mode": "test" if y is None else "train"}
    out, kept = X, {}
    for name in steps:
        out, kept[name] = step(self, name, out, dropout_param)
    if y is None:
        return out
    loss, d = softmax_loss(out, y)
    grads = {name: np.zeros_like(w) for name, w in self.params.items()}
    for name in back or steps[::-1]:
        d = step_back(self, name, d, kept[(caches or {}).get(name, name)], grads)
    return penalised(self.params, loss, grads, reg)


def _without(*names):
    return tuple(step for step in _STEPS if step not in names)


def _back_without(*names):
    return _without(*names)[::-1]


# ------------------------------------------------------------------ layers left out, or in another place
def no_pool_1(self, X, y=None, reg=0.0):
    """The first pool is missing.

    Mistake: no-max-pool
    Hint: the max-pooling after layer 1 is missing: call max_pool_forward
    """
    return _loss(self, X, y, reg, _without("pool1"))


def no_pool_2(self, X, y=None, reg=0.0):
    """The second pool is missing.

    Mistake: no-max-pool
    Hint: the max-pooling after layer 2 is missing: call max_pool_forward
    """
    return _loss(self, X, y, reg, _without("pool2"))


def no_relu_1(self, X, y=None, reg=0.0):
    """The first ReLU is missing.

    Mistake: no-relu
    Hint: the ReLU after layer 1 is missing: call relu_forward
    """
    return _loss(self, X, y, reg, _without("relu1"))


def no_relu_2(self, X, y=None, reg=0.0):
    """The second ReLU is missing.

    Mistake: no-relu
    Hint: the ReLU after layer 2 is missing: call relu_forward
    """
    return _loss(self, X, y, reg, _without("relu2"))


def no_relu_3(self, X, y=None, reg=0.0):
    """The third ReLU is missing.

    Mistake: no-relu
    Hint: the ReLU after layer 3 is missing: call relu_forward
    """
    return _loss(self, X, y, reg, _without("relu3"))


def no_dropout(self, X, y=None, reg=0.0):
    """Dropout is missing.

    Mistake: no-dropout
    Hint: the dropout after layer 3 is missing: call dropout_forward
    """
    return _loss(self, X, y, reg, _without("dropout"))


def convolution_2_left_out(self, X, y=None, reg=0.0):
    """One convolution only.

    Mistake: not-called
    Hint: conv_forward of layer 2 is missing: the output of the ReLU after layer 1 must go into it
    """

    def step(self, name, x, dropout_param):
        if name == "affine3":  # the filters of layer 2 would have made other channels
            x = np.resize(x, (len(x), len(self.params["W3"])))
        return _step(self, name, x, dropout_param)

    return _loss(self, X, y, reg, _without("conv2", "pool2", "relu2"), step=step)


def affine_3_left_out(self, X, y=None, reg=0.0):
    """No hidden layer.

    Mistake: not-called
    Hint: affine_forward of layer 3 is missing: the output of the ReLU after layer 2 must go into it
    """
    return _loss(self, X, y, reg, tuple(step for step in _STEPS if step not in ("affine3", "relu3")))


def dropout_before_layer_3(self, X, y=None, reg=0.0):
    """Dropout on the pooled images.

    Mistake: wrong-input
    Hint: affine_forward of layer 3 gets the output of the dropout after layer 2; it needs the output of the ReLU after
    """
    return _loss(self, X, y, reg, (*_STEPS[:6], "dropout", "affine3", "relu3", "affine4"))


def dropout_on_scores(self, X, y=None, reg=0.0):
    """Dropout comes last.

    Mistake: wrong-input
    Hint: the dropout after layer 3 gets the output of layer 4; it needs the output of the ReLU after layer 3
    """
    return _loss(self, X, y, reg, (*_STEPS[:8], "affine4", "dropout"))


def dropout_on_images(self, X, y=None, reg=0.0):
    """Dropout comes first.

    Mistake: wrong-input
    Hint: conv_forward of layer 1 gets the output of a dropout; it needs X
    """
    return _loss(self, X, y, reg, ("dropout", *_STEPS[:8], "affine4"))


def relu_on_scores(self, X, y=None, reg=0.0):
    """A ReLU after every layer.

    Mistake: wrong-input
    Hint: softmax_loss gets the output of the ReLU after layer 4; it needs the output of layer 4
    """
    return _loss(self, X, y, reg, (*_STEPS, "relu4"))


def relu_before_layer_1(self, X, y=None, reg=0.0):
    """ReLU, convolution, pool.

    Mistake: wrong-input
    Hint: conv_forward of layer 1 gets the output of a ReLU; it needs X
    """
    return _loss(self, X, y, reg, ("relu1", "conv1", "pool1", "relu2", "conv2", "pool2", *_STEPS[6:]))


def pool_before_convolution(self, X, y=None, reg=0.0):
    """Pool, convolution, ReLU.

    Mistake: wrong-input
    Hint: conv_forward of layer 1 gets the output of a max-pooling; it needs X
    """
    return _loss(self, X, y, reg, ("pool1", "conv1", "relu1", "pool2", "conv2", "relu2", *_STEPS[6:]))


def both_pools_at_the_end(self, X, y=None, reg=0.0):
    """Convolutions first, then both pools.

    Mistake: no-max-pool
    Hint: the max-pooling after layer 1 is missing: call max_pool_forward
    """
    return _loss(self, X, y, reg, ("conv1", "relu1", "conv2", "relu2", "pool1", "pool2", *_STEPS[6:]))


def relu_not_used(self, X, y=None, reg=0.0):
    """The ReLU's result is dropped.

    Mistake: wrong-input
    Hint: conv_forward of layer 2 gets the output of the max-pooling after layer 1; it needs the output of the ReLU
    """

    def step(self, name, x, dropout_param):
        out, cache = _step(self, name, x, dropout_param)
        return (x if name == "relu1" else out), cache

    return _loss(self, X, y, reg, step=step)


def pool_not_used(self, X, y=None, reg=0.0):
    """The pool's result is dropped.

    Mistake: wrong-input
    Hint: gets the output of layer 1; it needs the output of the max-pooling after layer 1
    """

    def step(self, name, x, dropout_param):
        out, cache = _step(self, name, x, dropout_param)
        return (x if name == "pool1" else out), cache

    return _loss(self, X, y, reg, step=step)


def dropout_not_used(self, X, y=None, reg=0.0):
    """The result of dropout is dropped.

    Mistake: wrong-input
    Hint: affine_forward of layer 4 gets the output of the ReLU after layer 3; it needs the output of the dropout
    """

    def step(self, name, x, dropout_param):
        out, cache = _step(self, name, x, dropout_param)
        return (x if name == "dropout" else out), cache

    return _loss(self, X, y, reg, step=step)


def layer_1_twice(self, X, y=None, reg=0.0):
    """A copied line keeps W1 and b1: real filters would not fit.

    Mistake: wrong-result
    Hint: conv_forward got x of shape (3, 3, 4, 2) with w of shape (3, 2, 3, 3): 3 and 2 do not fit
    """

    def step(self, name, x, dropout_param):
        return _step(self, name, x, dropout_param, "1" if name == "conv2" else None)

    return _loss(self, X, y, reg, step=step)


def parameters_of_layers_swapped(self, X, y=None, reg=0.0):
    """W3 and W4 have changed places.

    Mistake: wrong-result
    Hint: affine_forward got x of shape (3, 5, 2, 1) with w of shape (6, 4): 10 and 6 do not fit
    """

    def step(self, name, x, dropout_param):
        return _step(self, name, x, dropout_param, {"affine3": "4", "affine4": "3"}.get(name))

    return _loss(self, X, y, reg, step=step)


def bias_of_another_layer(self, X, y=None, reg=0.0):
    """Zeros in the place of b2.

    Mistake: wrong-parameters
    Hint: goes into conv_forward with other parameters; it needs W2 and b2
    """

    def step(self, name, x, dropout_param):
        if name != "conv2":
            return _step(self, name, x, dropout_param)
        convolution, _ = self.conv2 or (conv_forward, conv_backward)
        return convolution(x, self.params["W2"], 0 * self.params["b2"], self.conv_param)

    return _loss(self, X, y, reg, step=step)


def flattened_the_wrong_way(self, X, y=None, reg=0.0):
    """The images become rows with the channels last.

    Mistake: wrong-input
    Hint: affine_forward of layer 3 gets an array that no layer returned; it needs the output of the ReLU after layer 2
    """

    def step(self, name, x, dropout_param):
        return _step(self, name, x.transpose(0, 2, 3, 1) if name == "affine3" else x, dropout_param)

    def step_back(self, name, d, cache, grads):
        d = _step_back(self, name, d, cache, grads)
        return d.transpose(0, 3, 1, 2) if name == "affine3" else d

    return _loss(self, X, y, reg, step=step, step_back=step_back)


def flattened_with_examples_last(self, X, y=None, reg=0.0):
    """reshape(-1, N).T mixes the examples.

    Mistake: wrong-input
    Hint: affine_forward of layer 3 gets an array that no layer returned
    """

    def step(self, name, x, dropout_param):
        return _step(self, name, x.reshape(-1, len(x)).T if name == "affine3" else x, dropout_param)

    def step_back(self, name, d, cache, grads):
        d = _step_back(self, name, d, cache, grads)
        if name == "affine3":
            H, W = X.shape[2] // 4, X.shape[3] // 4
            d = d.T.reshape(len(X), -1, H, W)
        return d

    return _loss(self, X, y, reg, step=step, step_back=step_back)


def not_reshaped_on_the_way_back(self, X, y=None, reg=0.0):
    """Flattened by hand, but not back.

    Mistake: wrong-shape
    Hint: it gets the gradient from layer 3, but not in the shape of the output of the ReLU after layer 2
    """

    def step(self, name, x, dropout_param):
        return _step(self, name, x.reshape(len(x), -1) if name == "affine3" else x, dropout_param)

    return _loss(self, X, y, reg, step=step)


# ------------------------------------------------------------------ settings
def first_layer_only(self, X, y=None, reg=0.0):
    """conv_forward and conv_backward in both layers: right without conv2.

    Mistake: not-conv2
    Hint: conv_forward is called in the second layer: call conv2_forward
    """
    given, self.conv2 = self.conv2, None
    try:
        return _loss(self, X, y, reg)
    finally:
        self.conv2 = given


def conv_backward_in_layer_2(self, X, y=None, reg=0.0):
    """conv2_forward with conv_backward: right without conv2.

    Mistake: wrong-result
    Hint: conv_backward got the cache of conv2_forward: call conv2_backward in the second layer
    """

    def step_back(self, name, d, cache, grads):
        if name != "conv2":
            return _step_back(self, name, d, cache, grads)
        d, grads["W2"], grads["b2"] = conv_backward(d, cache)
        return d

    return _loss(self, X, y, reg, step_back=step_back)


def conv2_in_both_layers(self, X, y=None, reg=0.0):
    """The other functions in both layers.

    Mistake: not-called
    Hint: conv_forward of layer 1 is missing: X must go into it
    """
    forward, backward = self.conv2 or (conv_forward, conv_backward)

    def step(self, name, x, dropout_param):
        if name != "conv1":
            return _step(self, name, x, dropout_param)
        return forward(x, self.params["W1"], self.params["b1"], self.conv_param)

    def step_back(self, name, d, cache, grads):
        if name != "conv1":
            return _step_back(self, name, d, cache, grads)
        d, grads["W1"], grads["b1"] = backward(d, cache)
        return d

    return _loss(self, X, y, reg, step=step, step_back=step_back)


def no_padding(self, X, y=None, reg=0.0):
    """Its own conv_param.

    Mistake: wrong-result
    Hint: conv_forward is called with {'stride': 1, 'pad': 0}: it needs conv_param
    """
    right, self.conv_param = self.conv_param, {"stride": 1, "pad": 0}
    try:
        return _loss(self, X, y, reg)
    finally:
        self.conv_param = right


def padding_for_3_x_3(self, X, y=None, reg=0.0):
    """A number of zeros that fits filters of size 3.

    Mistake: wrong-result
    Hint: conv_forward is called with {'stride': 1, 'pad': 1}: it needs conv_param
    """
    right, self.conv_param = self.conv_param, {"stride": 1, "pad": 1}
    try:
        return _loss(self, X, y, reg)
    finally:
        self.conv_param = right


def padding_rounded_down(self, X, y=None, reg=0.0):
    """(K - 1) // 2: right for odd filter sizes.

    Mistake: wrong-result
    Hint: conv_forward is called with {'stride': 1, 'pad': 1}: it needs conv_param
    """
    K = self.params["W1"].shape[2]
    right, self.conv_param = self.conv_param, {"stride": 1, "pad": (K - 1) // 2}
    try:
        return _loss(self, X, y, reg)
    finally:
        self.conv_param = right


def stride_2(self, X, y=None, reg=0.0):
    """A stride in the place of the pool.

    Mistake: wrong-result
    Hint: conv_forward is called with {'stride': 2, 'pad': 'same'}: it needs conv_param
    """

    def step(self, name, x, dropout_param):
        if name != "conv1":
            return _step(self, name, x, dropout_param)
        return conv_forward(x, self.params["W1"], self.params["b1"], {"stride": 2, "pad": "same"})

    return _loss(self, X, y, reg, _without("pool1"), step=step)


def pool_of_3(self, X, y=None, reg=0.0):
    """Overlapping windows.

    Mistake: wrong-result
    Hint: it needs pool_param
    """
    right, self.pool_param = self.pool_param, {"pool_height": 3, "pool_width": 3, "stride": 2}
    try:
        return _loss(self, X, y, reg)
    finally:
        self.pool_param = right


def pool_with_conv_param(self, X, y=None, reg=0.0):
    """The pool gets conv_param.

    Mistake: wrong-result
    Hint: max_pool_forward is called with {'stride': 1, 'pad': 'same'}: it needs pool_param
    """
    right, self.pool_param = self.pool_param, self.conv_param
    try:
        return _loss(self, X, y, reg)
    finally:
        self.pool_param = right


def dropout_in_training_mode_always(self, X, y=None, reg=0.0):
    """self.dropout_param in the place of dropout_param.

    Mistake: wrong-result
    Hint: dropout_forward is called in mode 'train' without labels
    """
    return _loss(self, X, y, reg, step=lambda self, name, x, dropout_param: _step(self, name, x, self.dropout_param))


def dropout_in_test_mode_always(self, X, y=None, reg=0.0):
    """Mode test, also for training.

    Mistake: wrong-result
    Hint: dropout_forward is called in mode 'test' with labels
    """
    return _loss(self, X, y, reg, step=lambda self, name, x, dropout_param: _step(
        self, name, x, {**dropout_param, "mode": "test"}))


def modes_swapped(self, X, y=None, reg=0.0):
    """Drops when predicting.

    Mistake: wrong-result
    Hint: dropout_forward is called in mode 'train' without labels
    """
    mode = "train" if y is None else "test"
    return _loss(self, X, y, reg, step=lambda self, name, x, dropout_param: _step(
        self, name, x, {**dropout_param, "mode": mode}))


def own_dropout_probability(self, X, y=None, reg=0.0):
    """p = 0.5.

    Mistake: wrong-result
    Hint: dropout_forward is called with {'p': 0.5, 'mode': 'test'}: it needs dropout_param with {'p': 0.3
    """
    return _loss(self, X, y, reg, step=lambda self, name, x, dropout_param: _step(
        self, name, x, {**dropout_param, "p": 0.5}))


def own_dropout_generator(self, X, y=None, reg=0.0):
    """A generator with the same seed in every call: the same mask in every step.

    Mistake: wrong-result
    Hint: dropout_forward is called with another generator
    """
    return _loss(self, X, y, reg, step=lambda self, name, x, dropout_param: _step(
        self, name, x, {**dropout_param, "rng": np.random.default_rng(0)}))


def loss_of_scores_without_dropout(self, X, y=None, reg=0.0):
    """The loss is that of the scores without dropout.

    Mistake: wrong-result
    Hint: dropout_forward is called in mode 'test' with labels
    """
    if y is None:
        return _loss(self, X, y, reg)
    out, kept = X, {}
    dropout_param = {**self.dropout_param, "mode": "train"}
    for name in _STEPS:
        out, kept[name] = _step(self, name, out, dropout_param)
    _, d = softmax_loss(out, y)
    loss, _ = softmax_loss(_loss(self, X, None, reg), y)
    grads = {}
    for name in _STEPS[::-1]:
        d = _step_back(self, name, d, kept[name], grads)
    return _penalised(self.params, loss, grads, reg)


# ------------------------------------------------------------------ backward
def no_dropout_backward(self, X, y=None, reg=0.0):
    """The mask is forgotten on the way back.

    Mistake: not-called
    Hint: dropout_backward of the dropout after layer 3 is missing: the gradient from layer 4 must go into it
    """
    return _loss(self, X, y, reg, back=_back_without("dropout"))


def no_relu_backward_3(self, X, y=None, reg=0.0):
    """The third ReLU is forgotten on the way back.

    Mistake: not-called
    Hint: relu_backward of the ReLU after layer 3 is missing: the gradient from the dropout after layer 3 must go into
    """
    return _loss(self, X, y, reg, back=_back_without("relu3"))


def no_relu_backward_1(self, X, y=None, reg=0.0):
    """The first ReLU is forgotten on the way back.

    Mistake: not-called
    Hint: relu_backward of the ReLU after layer 1 is missing: the gradient from layer 2 must go into it
    """
    return _loss(self, X, y, reg, back=_back_without("relu1"))


def no_pool_backward_1(self, X, y=None, reg=0.0):
    """The first pool is forgotten on the way back.

    Mistake: not-called
    Hint: max_pool_backward of the max-pooling after layer 1 is missing: the gradient from the ReLU after layer 1 must
    """
    return _loss(self, X, y, reg, back=_back_without("pool1"))


def no_pool_backward_2(self, X, y=None, reg=0.0):
    """The second pool is forgotten on the way back.

    Mistake: not-called
    Hint: max_pool_backward of the max-pooling after layer 2 is missing: the gradient from the ReLU after layer 2 must
    """
    return _loss(self, X, y, reg, back=_back_without("pool2"))


def pool_before_relu_backward(self, X, y=None, reg=0.0):
    """Pool and ReLU have changed places on the way back only.

    Mistake: wrong-input
    Hint: relu_backward of the ReLU after layer 2 gets the gradient from the max-pooling after layer 2; it needs
    """
    return _loss(self, X, y, reg, back=(*_STEPS[:3:-1][:4], "pool2", "relu2", "conv2", "pool1", "relu1", "conv1"))


def dropout_after_relu_backward(self, X, y=None, reg=0.0):
    """Dropout in the wrong place on the way back.

    Mistake: wrong-input
    Hint: the dropout after layer 3 gets the gradient from layer 3; it needs the gradient from layer 4
    """
    return _loss(self, X, y, reg, back=("affine4", "relu3", "affine3", "dropout", *_STEPS[5::-1]))


def pool_caches_exchanged(self, X, y=None, reg=0.0):
    """The caches of the pools have changed places.

    Mistake: wrong-cache
    Hint: with the cache of the max-pooling after layer 1; it needs the cache of the max-pooling after layer 2
    """
    return _loss(self, X, y, reg, caches={"pool1": "pool2", "pool2": "pool1"})


def relu_caches_exchanged(self, X, y=None, reg=0.0):
    """The caches of the first two ReLUs have changed places.

    Mistake: wrong-cache
    Hint: with the cache of the ReLU after layer 1; it needs the cache of the ReLU after layer 2
    """
    return _loss(self, X, y, reg, caches={"relu1": "relu2", "relu2": "relu1"})


def one_relu_cache(self, X, y=None, reg=0.0):
    """One name for the caches of the ReLUs.

    Mistake: wrong-cache
    Hint: with the cache of the ReLU after layer 3; it needs the cache of the ReLU after layer 2
    """
    return _loss(self, X, y, reg, caches={"relu1": "relu3", "relu2": "relu3"})


def convolution_caches_exchanged(self, X, y=None, reg=0.0):
    """The caches of the convolutions have changed places.

    Mistake: wrong-result
    Hint: conv_backward got dout of shape (3, 5, 4, 2) with the cache of layer 1, whose output is (3, 3, 8, 4)
    """
    return _loss(self, X, y, reg, caches={"conv1": "conv2", "conv2": "conv1"})


def affine_caches_exchanged(self, X, y=None, reg=0.0):
    """The caches of layers 3 and 4 have changed places.

    Mistake: wrong-result
    Hint: affine_backward got dout of shape (3, 4) with the cache of layer 3, whose output is (3, 6)
    """
    return _loss(self, X, y, reg, caches={"affine3": "affine4", "affine4": "affine3"})


def pool_cache_in_relu(self, X, y=None, reg=0.0):
    """A copied name: the ReLU gets the cache of the pool.

    Mistake: wrong-result
    Hint: relu_backward got the cache of max_pool_forward
    """
    return _loss(self, X, y, reg, caches={"relu2": "pool2"})


def cache_taken_apart(self, X, y=None, reg=0.0):
    """The mask of the ReLU is made by hand.

    Mistake: wrong-result
    Hint: a cache is taken apart
    """

    def step_back(self, name, d, cache, grads):
        if name == "affine4":
            x, w, b = cache
            grads["W4"], grads["b4"] = x.T @ d, d.sum(axis=0)
            return d @ w.T
        return _step_back(self, name, d, cache, grads)

    return _loss(self, X, y, reg, step_back=step_back)


def no_dx_of_layer_2(self, X, y=None, reg=0.0):
    """need_dx=False is copied to the second layer.

    Mistake: wrong-result
    Hint: relu_backward got no dout: with need_dx=False a layer gives no dx
    """

    def step_back(self, name, d, cache, grads):
        if name != "conv2":
            return _step_back(self, name, d, cache, grads)
        _, backward = self.conv2 or (conv_forward, conv_backward)
        d, grads["W2"], grads["b2"] = backward(d, cache, need_dx=False)
        return d

    return _loss(self, X, y, reg, step_back=step_back)


def relu_backward_not_used(self, X, y=None, reg=0.0):
    """The result of relu_backward is dropped.

    Mistake: wrong-input
    Hint: max_pool_backward of the max-pooling after layer 2 gets the gradient from layer 3; it needs the gradient from
    """

    def step_back(self, name, d, cache, grads):
        result = _step_back(self, name, d, cache, grads)
        return d if name == "relu2" else result

    return _loss(self, X, y, reg, step_back=step_back)


def convolutions_without_gradient(self, X, y=None, reg=0.0):
    """The gradients of the convolutions stay zero.

    Mistake: not-called
    Hint: max_pool_backward of the max-pooling after layer 2 is missing
    """
    return _loss(self, X, y, reg, back=("affine4", "dropout", "relu3", "affine3", "relu2"))


def layer_1_without_gradient(self, X, y=None, reg=0.0):
    """The loop ends before the first layer.

    Mistake: not-called
    Hint: conv_backward of layer 1 is missing: the gradient from the max-pooling after layer 1 must go into it
    """
    return _loss(self, X, y, reg, back=_back_without("conv1"))


def scores_go_backward(self, X, y=None, reg=0.0):
    """The scores go back in the place of dscores.

    Mistake: wrong-input
    Hint: affine_backward of layer 4 gets an array that no layer returned; it needs dscores
    """

    def step_back(self, name, d, cache, grads):
        return _step_back(self, name, 1 + d if name == "affine4" else d, cache, grads)

    return _loss(self, X, y, reg, step_back=step_back)


def dscores_averaged_again(self, X, y=None, reg=0.0):
    """dscores is divided by N: right for one image.

    Mistake: wrong-input
    Hint: affine_backward of layer 4 gets an array that no layer returned; it needs dscores
    """

    def step_back(self, name, d, cache, grads):
        return _step_back(self, name, d / len(d) if name == "affine4" else d, cache, grads)

    return _loss(self, X, y, reg, step_back=step_back)


def relu_first_but_not_on_the_way_back(self, X, y=None, reg=0.0):
    """ReLU before the pool, and the same order on the way back.

    Mistake: wrong-input
    Hint: gets the gradient from the ReLU after layer 2; it needs the gradient from layer 3
    """
    steps = ("conv1", "relu1", "pool1", "conv2", "relu2", "pool2", *_STEPS[6:])
    return _loss(self, X, y, reg, steps, _STEPS[::-1])


def relu_first_without_its_gradient(self, X, y=None, reg=0.0):
    """ReLU before the pool; the second one is forgotten on the way back.

    Mistake: not-called
    Hint: relu_backward of the ReLU after layer 2 is missing: the gradient from the max-pooling after layer 2 must go
    """
    steps = ("conv1", "relu1", "pool1", "conv2", "relu2", "pool2", *_STEPS[6:])
    return _loss(self, X, y, reg, steps, tuple(step for step in steps[::-1] if step != "relu2"))


def relu_first_without_penalty(self, X, y=None, reg=0.0):
    """ReLU before the pool, and no penalty.

    Mistake: reg-missing
    Hint: the penalty is missing: it adds to the loss and to the gradients
    """
    steps = ("conv1", "relu1", "pool1", "conv2", "relu2", "pool2", *_STEPS[6:])
    return _loss(self, X, y, reg, steps, penalised=lambda p, loss, grads, reg: (loss, grads))


# ------------------------------------------------------------------ results
def gradients_of_layers_swapped(self, X, y=None, reg=0.0):
    """b1 and b2 have changed places.

    Mistake: wrong-key
    Hint: holds the gradient of b
    """
    result = _loss(self, X, y, reg)
    if y is not None:
        grads = result[1]
        grads["b1"], grads["b2"] = grads["b2"], grads["b1"]
    return result


def keys_missing(self, X, y=None, reg=0.0):
    """No biases in grads.

    Mistake: wrong-result
    Hint: grads must have the keys W1, b1, W2, b2, W3, b3, W4, b4; it has W1, W2, W3, W4
    """
    result = _loss(self, X, y, reg)
    return result if y is None else (result[0], {name: g for name, g in result[1].items() if name[0] == "W"})


def gradients_as_a_list(self, X, y=None, reg=0.0):
    """A list of gradients.

    Mistake: wrong-result
    Hint: loss must return the loss and a dict of gradients
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


def classes_for_scores(self, X, y=None, reg=0.0):
    """Without labels, the predictions.

    Mistake: wrong-shape
    Hint: scores has shape
    """
    result = _loss(self, X, y, reg)
    return np.argmax(result, axis=1) if y is None else result


def probabilities_for_scores(self, X, y=None, reg=0.0):
    """Without labels, probabilities.

    Mistake: scores-changed
    Hint: without y, the output of the last layer is asked for as it is
    """
    result = _loss(self, X, y, reg)
    if y is not None:
        return result
    e = np.exp(result - result.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


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


def penalty_on_affine_layers(self, X, y=None, reg=0.0):
    """The filters are not penalised.

    Mistake: some-weights
    Hint: the penalty leaves out W1 and W2
    """

    def penalised(p, loss, grads, reg):
        for name in ("W3", "W4"):
            loss += 0.5 * reg * np.sum(p[name] ** 2)
            grads[name] = grads[name] + reg * p[name]
        return loss, grads

    return _loss(self, X, y, reg, penalised=penalised)


def penalty_of_three_layers(self, X, y=None, reg=0.0):
    """W4 is forgotten, as Lab 3 has no W4.

    Mistake: some-weights
    Hint: the penalty leaves out W4
    """

    def penalised(p, loss, grads, reg):
        for name in ("W1", "W2", "W3"):
            loss += 0.5 * reg * np.sum(p[name] ** 2)
            grads[name] = grads[name] + reg * p[name]
        return loss, grads

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


def penalty_not_halved(self, X, y=None, reg=0.0):
    """reg * sum(W**2) in the loss.

    Mistake: reg-twice
    Hint: the penalty in the loss is twice as large
    """

    def penalised(p, loss, grads, reg):
        return _penalised(p, loss, dict(grads), 2 * reg)[0], _penalised(p, loss, grads, reg)[1]

    return _loss(self, X, y, reg, penalised=penalised)


def penalty_gradient_doubled(self, X, y=None, reg=0.0):
    """2 * reg * W in the gradients.

    Mistake: reg-twice
    Hint: part of the gradients is twice as large
    """

    def penalised(p, loss, grads, reg):
        return _penalised(p, loss, dict(grads), reg)[0], _penalised(p, loss, grads, 2 * reg)[1]

    return _loss(self, X, y, reg, penalised=penalised)


def penalty_averaged(self, X, y=None, reg=0.0):
    """The penalty is divided by N.

    Mistake: reg-divided-by-n
    Hint: the penalty is divided by N
    """
    return _loss(self, X, y, reg / len(X))


def penalty_by_matrix_product(self, X, y=None, reg=0.0):
    """np.sum(W @ W.T) does not work for filters.

    Mistake: ValueError
    Hint: it stopped with
    """

    def penalised(p, loss, grads, reg):
        return loss + 0.5 * reg * sum(np.sum(p[f"W{k}"] @ p[f"W{k}"].T) for k in (1, 2, 3, 4)), grads

    return _loss(self, X, y, reg, penalised=penalised)


def _net_gradients(self, X, y, reg):
    W1, b1, W2, b2, W3, b3, W4, b4 = (self.params[f"{letter}{k}"] for k in (1, 2, 3, 4) for letter in "Wb")
    dropout_param = {**self.dropout_param, "mode": "test" if y is None else "train"}
    conv2_forward, conv2_backward = self.conv2 or (conv_forward, conv_backward)
    out, conv1 = conv_forward(X, W1, b1, self.conv_param)
    out, pool1 = max_pool_forward(out, self.pool_param)
    out, relu1 = relu_forward(out)
    out, conv2 = conv2_forward(out, W2, b2, self.conv_param)
    out, pool2 = max_pool_forward(out, self.pool_param)
    out, relu2 = relu_forward(out)
    out, affine3 = affine_forward(out, W3, b3)
    out, relu3 = relu_forward(out)
    out, dropped = dropout_forward(out, dropout_param)
    scores, affine4 = affine_forward(out, W4, b4)
    if y is None:
        return scores, None, None
    loss, dout = softmax_loss(scores, y)
    dout, dW4, db4 = affine_backward(dout, affine4)
    dout = relu_backward(dropout_backward(dout, dropped), relu3)
    dout, dW3, db3 = affine_backward(dout, affine3)
    dout = max_pool_backward(relu_backward(dout, relu2), pool2)
    dout, dW2, db2 = conv2_backward(dout, conv2)
    dout = max_pool_backward(relu_backward(dout, relu1), pool1)
    _, dW1, db1 = conv_backward(dout, conv1)
    grads = {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2, "W3": dW3, "b3": db3, "W4": dW4, "b4": db4}
    for k, W in enumerate((W1, W2, W3, W4), 1):
        loss += 0.5 * reg * np.sum(W**2)
        grads[f"W{k}"] = grads[f"W{k}"] + reg * W
    return scores, loss, grads


def gradients_added_up(self, X, y=None, reg=0.0):
    """The gradients are added to those of earlier calls.

    Mistake: kept
    Hint: something is kept from the first call
    """
    scores, loss, grads = _net_gradients(self, X, y, reg)
    if y is None:
        return scores
    if not hasattr(self, "grads"):
        self.grads = {name: 0 for name in grads}
    for name in grads:
        self.grads[name] = self.grads[name] + grads[name]
    return loss, self.grads


def scores_kept(self, X, y=None, reg=0.0):
    """The scores are computed once.

    Mistake: kept
    Hint: something is kept from the first call
    """
    if y is None:
        if not hasattr(self, "scores"):
            self.scores = _net_gradients(self, X, y, reg)[0]
        return self.scores
    return _net_gradients(self, X, y, reg)[1:]


def images_changed(self, X, y=None, reg=0.0):
    """The mean is subtracted from X in place, and added to a copy.

    Mistake: wrong-result
    Hint: loss changes X
    """
    mean = X.mean()
    X -= mean
    scores, loss, grads = _net_gradients(self, X + mean, y, reg)
    return scores if y is None else (loss, grads)


_worked = ConvNet.loss


def no_weak_penalty(self, X, y=None, reg=0.0):
    """A reg up to 0.01 is taken for 0."""
    return _worked(self, X, y, reg if reg > 0.01 else 0.0)
