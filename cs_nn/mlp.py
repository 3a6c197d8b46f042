"""Lab 6: multilayer perceptrons, first neuron by neuron with plain Python numbers, then with arrays.

The network of `Network` is made of objects. A neuron's output is y = sigmoid(z) with z = w_1 x_1 + w_2 x_2 + ... + b,
and the loss of one example is E = 0.5 * sum_k (t_k - y_k)^2 with the targets t_k. What flows back is delta = -dE/dz of
each neuron, so that a step downhill *adds* learning_rate * delta * x_i to the weight w_i.

`MLP` is the same kind of network with arrays, from the layers of Lab 3. Examples are rows.
"""

from __future__ import annotations

import math

import numpy as np

from cs_nn.layers import affine_backward, affine_forward, relu_backward, relu_forward, softmax_loss


def sigmoid(z):
    """1 / (1 + exp(-z)) for a Python number z of any size, without overflow."""
    return 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))


class Neuron:
    """One unit: ``weights``, a list of numbers, and ``bias``.

    A forward pass leaves ``inputs`` and ``output``, a backward pass ``delta``.
    """

    def __init__(self, weights, bias):
        self.weights, self.bias = list(weights), bias
        self.inputs, self.output, self.delta = [], 0.0, 0.0

    def forward(self, inputs):
        """The output for a list of inputs: a number, also kept in ``self.output``; the inputs in ``self.inputs``.

        inputs, the weights and the bias stay as they are.
        """
        # TODO: self.inputs and self.output, the sigmoid of the weighted sum of the inputs plus the bias.
        ### BEGIN SOLUTION
        self.inputs = inputs
        self.output = sigmoid(sum(w * x for w, x in zip(self.weights, inputs)) + self.bias)
        ### END SOLUTION
        return self.output


class Layer:
    """Neurons side by side: ``neurons``, a list. All get the same inputs."""

    def __init__(self, neurons):
        self.neurons = neurons

    def forward(self, inputs):
        """The outputs of the neurons, a list of numbers."""
        return [neuron.forward(inputs) for neuron in self.neurons]


class Network:
    """Layers one after the other: ``layers``, a list of `Layer`."""

    def __init__(self, sizes, weights="normal", rng=None):
        """Random weights and biases.

        Parameters
        ----------
        sizes : tuple of int, the number of inputs and of the neurons of each layer
        weights : "normal" for N(0, 1), "uniform" for U(0, 1)
        rng : numpy Generator or seed
        """
        rng = np.random.default_rng(rng)
        draw = {"normal": rng.standard_normal, "uniform": rng.random}[weights]
        self.layers = [
            Layer([Neuron(draw(fan_in).tolist(), float(draw())) for _ in range(fan_out)])
            for fan_in, fan_out in zip(sizes, sizes[1:])
        ]

    def forward(self, inputs):
        """The outputs of the last layer, a list of numbers, for a list of inputs.

        inputs, the weights and the biases stay as they are.
        """
        # TODO: outputs; the outputs of a layer are the inputs of the next one.
        ### BEGIN SOLUTION
        outputs = inputs
        for layer in self.layers:
            outputs = layer.forward(outputs)
        ### END SOLUTION
        return outputs

    def backward(self, targets, simple=False):
        """Set ``delta`` of every neuron, for the example of the latest forward pass.

        In the last layer delta = (t - y) * y (1 - y), or with `simple` only delta = t - y; in the others
        delta_j = y_j (1 - y_j) * sum_k w_kj delta_k over the neurons k of the next layer, where w_kj is the weight with
        which neuron k takes the output of neuron j. targets and all else in the neurons stay as they are.

        Parameters
        ----------
        targets : list of numbers, one for each output
        simple : bool
        """
        # TODO: delta of the neurons, from the last layer to the first.
        ### BEGIN SOLUTION
        for neuron, target in zip(self.layers[-1].neurons, targets):
            slope = 1 if simple else neuron.output * (1 - neuron.output)
            neuron.delta = (target - neuron.output) * slope
        for layer, next_layer in zip(self.layers[-2::-1], self.layers[:0:-1]):
            for j in range(len(layer.neurons)):
                neuron = layer.neurons[j]
                back = sum(later.weights[j] * later.delta for later in next_layer.neurons)
                neuron.delta = neuron.output * (1 - neuron.output) * back
        ### END SOLUTION

    def update(self, learning_rate):
        """Add learning_rate * delta * input to every weight, and learning_rate * delta to every bias.

        The inputs and the output of every neuron stay as they are.
        """
        # TODO: the weights and the bias of every neuron.
        ### BEGIN SOLUTION
        for layer in self.layers:
            for neuron in layer.neurons:
                step = learning_rate * neuron.delta
                neuron.weights = [w + step * x for w, x in zip(neuron.weights, neuron.inputs)]
                neuron.bias += step
        ### END SOLUTION

    def train(self, examples, targets, *, learning_rate, epochs, simple=False, rng=None):
        """Online gradient descent: a step after every example; in each epoch all examples once, in a new random order.

        examples and targets stay as they are.

        Parameters
        ----------
        examples, targets : lists of lists of numbers
        learning_rate : float; epochs : int
        simple : bool, see `backward`
        rng : numpy Generator or seed

        Returns
        -------
        losses : list of float, for each epoch the mean loss of its examples, each from its own forward pass
        """
        rng = np.random.default_rng(rng)
        losses = []
        for _ in range(epochs):
            # TODO: forward, backward and update for each example, in random order; then append the mean loss.
            ### BEGIN SOLUTION
            total = 0.0
            for i in rng.permutation(len(examples)):
                outputs = self.forward(examples[i])
                total += sum(0.5 * (t - y) ** 2 for t, y in zip(targets[i], outputs))
                self.backward(targets[i], simple)
                self.update(learning_rate)
            losses.append(total / len(examples))
            ### END SOLUTION
        return losses


def adam(w, dw, config):
    """One step of Adam (Kingma and Ba 2015, algorithm 1).

    t <- t + 1,   m <- beta1 m + (1 - beta1) dw,   v <- beta2 v + (1 - beta2) dw^2,
    w <- w - learning_rate * m' / (sqrt(v') + epsilon)   with   m' = m / (1 - beta1^t),   v' = v / (1 - beta2^t).

    Parameters
    ----------
    w, dw : arrays of one shape, the parameters and the gradient of the loss; they stay as they are
    config : dict with "learning_rate" (default 1e-3), "beta1" (0.9), "beta2" (0.999), "epsilon" (1e-8), "m" and "v",
        arrays of the shape of w (zeros), and "t", the number of steps so far (0)

    Returns
    -------
    next_w : array of the shape of w
    config : dict with the same keys and the new m, v and t, for the next step
    """
    config = {
        "learning_rate": 1e-3,
        "beta1": 0.9,
        "beta2": 0.999,
        "epsilon": 1e-8,
        "m": np.zeros_like(w),
        "v": np.zeros_like(w),
        "t": 0,
        **config,
    }
    # TODO: t, m and v in config, and next_w (shape of w), by the formulas above.
    ### BEGIN SOLUTION
    beta1, beta2 = config["beta1"], config["beta2"]
    t = config["t"] + 1
    m = beta1 * config["m"]
    m += (1 - beta1) * dw
    v = beta2 * config["v"]
    v += (1 - beta2) * dw**2
    config["t"], config["m"], config["v"] = t, m, v
    size = np.sqrt(v)
    size /= math.sqrt(1 - beta2**t)
    size += config["epsilon"]
    next_w = w - config["learning_rate"] / (1 - beta1**t) * m / size
    ### END SOLUTION
    return next_w, config


class MLP:
    """Affine layers with ReLU between them, and softmax: ``params`` holds W1, b1, W2, b2, ... of all layers."""

    def __init__(self, sizes, std=None, rng=None, dtype=np.float32):
        """Random weights and zero biases.

        Parameters
        ----------
        sizes : tuple of int, the numbers of inputs, of the units of each hidden layer, and of classes
        std : float, the standard deviation of all weights; None for sqrt(2 / fan_in) of each layer (He et al. 2015,
            eq. 10)
        rng : numpy Generator or seed
        dtype : np.float32 or np.float64
        """
        rng = np.random.default_rng(rng)
        self.num_layers = len(sizes) - 1
        self.params = {}
        for k, (fan_in, fan_out) in enumerate(zip(sizes, sizes[1:]), 1):
            scale = np.sqrt(2 / fan_in) if std is None else std
            self.params[f"W{k}"] = (scale * rng.standard_normal((fan_in, fan_out))).astype(dtype)
            self.params[f"b{k}"] = np.zeros(fan_out, dtype)

    def loss(self, X, y=None, reg=0.0):
        """The scores; or, if the labels are given, the loss and its gradients.

        L = softmax_loss(scores, y) + 0.5 reg sum_k sum(W_k^2)

        Everything is done by the functions of `cs_nn.layers`, except for the penalty. X, y and the arrays of ``params``
        stay as they are.

        Parameters
        ----------
        X : (N, D) array, or (N, d_1, d_2, ...) with D numbers per example
        y : (N,) array of integers in 0 ... C-1, the labels (optional)
        reg : float, the strength of the L2 penalty on the weights

        Returns
        -------
        scores : (N, C) array, if y is None; otherwise
        loss, grads : float, and a dict of arrays with the keys and shapes of ``params``
        """
        # TODO: scores (N, C), through self.num_layers affine layers; keep the cache of every layer.
        ### BEGIN SOLUTION
        out, caches = X, []
        for k in range(1, self.num_layers + 1):
            out, affine = affine_forward(out, self.params[f"W{k}"], self.params[f"b{k}"])
            relu = None
            if k < self.num_layers:
                out, relu = relu_forward(out)
            caches.append((affine, relu))
        scores = out
        ### END SOLUTION
        if y is None:
            return scores
        # TODO: loss and grads, from the last layer to the first.
        ### BEGIN SOLUTION
        loss, dout = softmax_loss(scores, y)
        grads = {}
        for k in range(self.num_layers, 0, -1):
            affine, relu = caches[k - 1]
            if relu is not None:
                dout = relu_backward(dout, relu)
            weights = self.params[f"W{k}"]
            dout, dW, grads[f"b{k}"] = affine_backward(dout, affine, need_dx=k > 1)
            loss += 0.5 * reg * np.vdot(weights, weights)
            grads[f"W{k}"] = dW + reg * weights
        ### END SOLUTION
        return loss, grads

    def predict(self, X):
        """The class with the highest score for each example of X: integers (N,)."""
        return np.argmax(self.loss(X), axis=1)
