"""Lab 6: right but unusual versions of the functions (`grading.right_versions` says how to read them)."""

from functools import reduce
import math
import random
import numpy as np
from scipy.special import expit
from cs_nn import layers
import cs_nn.layers


def _affine_relu_forward(x, w, b):
    a, affine = affine_forward(x, w, b)
    out, relu = relu_forward(a)
    return out, {"affine": affine, "relu": relu}


def _affine_relu_backward(dout, cache):
    return affine_backward(relu_backward(dout, cache["relu"]), cache["affine"])


class Network_forward:
    def recursive(self, inputs):
        """Each layer calls the next one."""

        def through(k, outputs):
            return outputs if k == len(self.layers) else through(k + 1, self.layers[k].forward(outputs))

        return through(0, inputs)


class Network_train:
    def pairs_shuffled(self, examples, targets, *, learning_rate, epochs, simple=False, rng=None):
        """A list of pairs is shuffled in place, with random.Random."""
        pairs, generator, losses = list(zip(examples, targets)), random.Random(rng), []
        for _ in range(epochs):
            generator.shuffle(pairs)
            total = 0
            for x, t in pairs:
                y = self.forward(x)
                for k in range(len(t)):
                    total += (y[k] - t[k]) ** 2 / 2
                self.backward(t, simple=simple)
                self.update(learning_rate=learning_rate)
            losses.append(total / len(pairs))
        return losses

    def arrays(self, examples, targets, *, learning_rate, epochs, simple=False, rng=None):
        """NumPy arrays for the examples; an array of losses."""
        rng = np.random.default_rng(rng)
        X, T = np.array(examples), np.array(targets)
        losses = np.zeros((epochs, len(X)))
        for epoch in range(epochs):
            for n, i in enumerate(rng.permutation(len(X))):
                errors = T[i] - self.forward(X[i])
                losses[epoch, n] = 0.5 * np.dot(errors, errors)
                self.backward(T[i], simple)
                self.update(np.float32(learning_rate))
        return losses.mean(axis=1)

    def both_shuffled_alike(self, examples, targets, *, learning_rate, epochs, simple=False, rng=None):
        """Single precision; both lists are indexed by one order."""
        rng, losses = np.random.default_rng(rng), []
        X, T = np.array(examples, np.float32), np.array(targets, np.float32)
        for _ in range(epochs):
            order = np.argsort(rng.random(len(X)))
            X, T = X[order], T[order]
            values = []
            for x, t in zip(X, T):
                values.append(0.5 * np.sum((np.array(self.forward(x.tolist()), np.float32) - t) ** 2))
                self.backward(t.tolist(), simple)
                self.update(learning_rate)
            losses.append(np.mean(values))
        return tuple(losses)

    def outputs_from_the_neurons(self, examples, targets, *, learning_rate, epochs, simple=False, rng=None):
        """The loss is computed after the backward pass, with the outputs that the neurons keep."""
        numbers, losses = list(range(len(examples))), []
        rng = np.random.default_rng(rng)
        for _ in range(epochs):
            rng.shuffle(numbers)
            loss = 0
            for i in numbers:
                self.forward(examples[i])
                self.backward(targets[i], simple)
                outputs = [neuron.output for neuron in self.layers[-1].neurons]
                self.update(learning_rate)
                loss += 0.5 * sum((t - y) ** 2 for t, y in zip(targets[i], outputs)) / len(examples)
            losses.append(loss)
        return losses

    def loss_in_a_forward_pass_of_its_own(self, examples, targets, *, learning_rate, epochs, simple=False, rng=None):
        """Two forward passes for each example: one for the loss, one for the step."""
        rng, losses = np.random.default_rng(rng), []

        def loss(i):
            return sum(0.5 * (t - y) * (t - y) for t, y in zip(targets[i], self.forward(examples[i])))

        for epoch in range(epochs):
            losses.append(0.0)
            for i in rng.choice(len(examples), size=len(examples), replace=False):
                losses[-1] += loss(i)
                self.forward(examples[i])
                self.backward(targets[i], simple)
                self.update(learning_rate)
            losses[-1] /= len(examples)
            print(f"epoch {epoch + 1}: {losses[-1]}")
        return losses

    def examples_taken_out_of_a_list(self, examples, targets, *, learning_rate, epochs, simple=False, rng=None):
        """One number after the other is taken out at random."""
        rng, losses = np.random.default_rng(rng), []
        for _ in range(epochs):
            left, mean = list(range(len(examples))), 0.0
            while left:
                i = left.pop(int(rng.integers(len(left))))
                outputs = self.forward(inputs=list(examples[i]))
                mean += (np.linalg.norm(np.subtract(targets[i], outputs)) ** 2 / 2 - mean) / (len(examples) - len(left))
                self.backward(targets=list(targets[i]), simple=simple)
                self.update(learning_rate)
            losses += [mean]
        return losses

    def without_the_seed(self, examples, targets, *, learning_rate, epochs, simple=False, rng=None):
        """A while loop; the order comes from another generator; simple is passed on only if it is set."""
        losses, epoch = [], 0
        while epoch < epochs:
            order = sorted(range(len(examples)), key=lambda i: random.random())
            squares = 0.0
            for i in order:
                for t, y in zip(targets[i], self.forward(examples[i])):
                    squares += (t - y) ** 2
                if simple:
                    self.backward(targets[i], True)
                else:
                    self.backward(targets[i])
                self.update(learning_rate)
            losses.append(squares / (2 * len(order)))
            epoch += 1
        return losses


class adam:
    def single_precision(w, dw, config):
        """float32; t is a float."""
        settings = {"learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "t": 0.0}
        settings.update(config)
        w, dw = np.float32(w), np.float32(dw)
        t = settings["t"] + 1.0
        m = np.float32(settings["beta1"]) * np.float32(settings.get("m", 0 * w)) + np.float32(1 - settings["beta1"]) * dw
        v = np.float32(settings["beta2"]) * np.float32(settings.get("v", 0 * w)) + np.float32(1 - settings["beta2"]) * dw**2
        scale = np.float32(math.sqrt(1 - settings["beta2"] ** t))
        rate = np.float32(settings["learning_rate"] / (1 - settings["beta1"] ** t))
        next_w = w - rate * m / (np.sqrt(v) / scale + np.float32(settings["epsilon"]))
        return [next_w, {**settings, "m": m, "v": v, "t": t}]


TABLE = r"""
== Neuron_forward
arrays: np.dot; the inputs are kept as an array.
    | self.inputs = np.array(inputs)
    | self.output = sigmoid(np.dot(self.weights, self.inputs) + self.bias)
single_precision: float32, and a 0-d array for the output.
    | x = np.asarray(inputs, np.float32)
    | z = np.float32(self.bias) + np.asarray(self.weights, np.float32) @ x
    | self.inputs, self.output = x, np.asarray(expit(z))
sigmoid_of_tanh: The sigmoid by tanh, from the last input to the first.
    | z = reduce(lambda total, pair: total + pair[0] * pair[1], list(zip(self.weights, inputs))[::-1], self.bias)
    | self.inputs, self.output = tuple(inputs), 0.5 * (1 + math.tanh(z / 2))
numpy_that_warns: 1 / (1 + np.exp(-z)): exp overflows to inf, and the result is right.
    | self.inputs = list(inputs)
    | self.output = 1 / (1 + np.exp(-np.sum(np.multiply(self.weights, inputs)) - self.bias))
clipped: The weighted sum is kept within +-30.
    | z = min(max(sum(map(lambda w, x: w * x, self.weights, inputs)) + self.bias, -30), 30)
    | self.inputs, self.output = inputs, 1 / (1 + math.exp(-z))
bias_as_a_weight: A further input of 1 on copies.
    | extended, weights = [1.0, *inputs], [self.bias, *self.weights]
    | self.output = sigmoid(math.fsum(w * x for w, x in zip(weights, extended)))
    | self.inputs = extended[1:]
weighted_sum_kept_too: More attributes, a nested function, a print.
    | def weighted_sum():
    |     return sum([w * x for w, x in zip(self.weights, self.inputs)], self.bias)
    |
    | self.inputs = inputs[:]
    | self.z = weighted_sum()
    | self.output = self.a = sigmoid(self.z)
    | print("z =", self.z)
    & return self.output -> return float(self.output)
returned_anew: What is returned and what is kept are computed apart; the caller's list is changed and restored.
    | inputs.append(1.0)
    | self.inputs = inputs[:-1]
    | z = sum(w * x for w, x in zip([*self.weights, self.bias], inputs))
    | inputs.pop()
    | self.output = sigmoid(z)
    & return self.output -> return 1 - sigmoid(-z)

== Network_forward
one_name: inputs is overwritten, not its list.
    | for layer in self.layers:
    |     inputs = layer.forward(inputs)
    & return outputs -> return inputs
folded: functools.reduce.
    | return reduce(lambda outputs, layer: layer.forward(outputs), self.layers, inputs)
neurons_called: Two loops over neurons; a tuple is returned.
    | outputs = list(inputs)
    | for k in range(len(self.layers)):
    |     new = []
    |     for neuron in self.layers[k].neurons:
    |         new.append(neuron.forward(outputs))
    |     outputs = new
    & return outputs -> return tuple(outputs)
all_outputs_kept: A list of the outputs of all layers.
    outputs = inputs -> self.outputs = [inputs]
    & outputs = layer.forward(outputs) -> self.outputs.append(layer.forward(self.outputs[-1]))
    & return outputs -> return self.outputs[-1]
arrays: Arrays go from layer to layer.
    outputs = inputs -> outputs = np.array(inputs)
    & layer.forward(outputs) -> np.array(layer.forward(outputs), dtype=np.float32)
read_from_the_neurons: The outputs are read from the neurons.
    | for k, layer in enumerate(self.layers):
    |     layer.forward([neuron.output for neuron in self.layers[k - 1].neurons] if k else inputs)
    & return outputs -> return [neuron.output for neuron in self.layers[-1].neurons]
written_out: Without Layer.forward and Neuron.forward, by matrices.
    | x = np.array(inputs)
    | for layer in self.layers:
    |     W = np.array([neuron.weights for neuron in layer.neurons])
    |     b = np.array([neuron.bias for neuron in layer.neurons])
    |     y = 1 / (1 + np.exp(-W @ x - b))
    |     for neuron, output in zip(layer.neurons, y.tolist()):
    |         neuron.inputs, neuron.output = x.tolist(), output
    |     x = y
    & return outputs -> return x
called_twice: The forward pass is made twice, with a print.
    | for _ in range(2):
    |     outputs = inputs
    |     for number, layer in enumerate(self.layers, 1):
    |         outputs = layer.forward(outputs)
    |         print("layer", number, outputs)
methods_of_the_classes: Layer.forward and Neuron.forward by their classes.
    outputs = inputs -> outputs = Layer.forward(self.layers[0], inputs)
    & for layer in self.layers: -> for layer in self.layers[1:]:
    & layer.forward(outputs) -> [Neuron.forward(neuron, outputs) for neuron in layer.neurons]

== Network_backward
matrices: With arrays; the deltas are NumPy numbers.
    | y = np.array([neuron.output for neuron in self.layers[-1].neurons])
    | delta = np.array(targets) - y
    | if not simple:
    |     delta *= y * (1 - y)
    | for k in reversed(range(len(self.layers))):
    |     for neuron, d in zip(self.layers[k].neurons, delta):
    |         neuron.delta = d
    |     if k:
    |         W = np.array([neuron.weights for neuron in self.layers[k].neurons])
    |         y = np.array([neuron.output for neuron in self.layers[k - 1].neurons])
    |         delta = delta @ W * y * (1 - y)
sums_collected: Each neuron hands its share on to the neurons before it.
    | back = [t - neuron.output for t, neuron in zip(targets, self.layers[-1].neurons)]
    | with_slope = not simple
    | for layer in self.layers[::-1]:
    |     before = [0.0] * len(layer.neurons[0].weights)
    |     for neuron, share in zip(layer.neurons, back):
    |         neuron.delta = share * (neuron.output - neuron.output**2) if with_slope else share
    |         for i, w in enumerate(neuron.weights):
    |             before[i] += w * neuron.delta
    |     back, with_slope = before, True
slope_by_the_weighted_sum: The derivative of the sigmoid at the weighted sum, which is computed again.
    | def slope(neuron):
    |     z = sum(w * x for w, x in zip(neuron.weights, neuron.inputs)) + neuron.bias
    |     return sigmoid(z) * sigmoid(-z)
    |
    | for neuron, t in zip(self.layers[-1].neurons, targets):
    |     neuron.delta = t - neuron.output
    |     if not simple:
    |         neuron.delta *= slope(neuron)
    | for k in range(2, len(self.layers) + 1):
    |     for j, neuron in enumerate(self.layers[-k].neurons):
    |         neuron.delta = slope(neuron) * sum(a.weights[j] * a.delta for a in self.layers[-k + 1].neurons)
outputs_read_from_the_inputs: The output of a neuron is an input of the next layer.
    | last = self.layers[-1].neurons
    | outputs = [neuron.output for neuron in last]
    | back = np.subtract(targets, outputs).astype(np.float32)
    | slopes = np.ones(len(last)) if simple else np.array([y * (1 - y) for y in outputs])
    | for layer in reversed(self.layers):
    |     deltas = back * slopes
    |     for neuron, delta in zip(layer.neurons, deltas):
    |         neuron.delta = float(delta)
    |     y = np.array(layer.neurons[0].inputs)
    |     back = np.einsum("k,kj->j", deltas, np.array([neuron.weights for neuron in layer.neurons]))
    |     slopes = y * (1 - y)
recursive: A function that goes to the end of the network first; the error with the other sign, turned at the end.
    | def set_deltas(k):
    |     if k == len(self.layers):
    |         return [y.output - t for y, t in zip(self.layers[-1].neurons, targets)]
    |     back = set_deltas(k + 1)
    |     for neuron, share in zip(self.layers[k].neurons, back):
    |         slope = 1 if simple and k == len(self.layers) - 1 else neuron.output * (1 - neuron.output)
    |         neuron.delta = -share * slope
    |     return [-sum(neuron.weights[j] * neuron.delta for neuron in self.layers[k].neurons)
    |             for j in range(len(self.layers[k].neurons[0].weights))]
    |
    | set_deltas(0)
by_differences_of_the_outputs: The neurons' deltas are kept in 0-d arrays and summed by np.add.at.
    | for neuron, t in zip(self.layers[-1].neurons, targets):
    |     neuron.delta = np.array((t - neuron.output) * (neuron.output * (1 - neuron.output)) ** (not simple))
    | for layer, after in zip(self.layers[::-1][1:], self.layers[::-1]):
    |     total = np.zeros(len(layer.neurons))
    |     for neuron in after.neurons:
    |         np.add.at(total, np.arange(len(total)), neuron.delta * np.array(neuron.weights))
    |     for neuron, back in zip(layer.neurons, total):
    |         neuron.delta = np.array(neuron.output * (1 - neuron.output) * back)

== Network_update
in_place: Indices, the lists are changed in place, the bias first.
    | for k in range(len(self.layers)):
    |     for neuron in self.layers[k].neurons:
    |         neuron.bias = neuron.bias + learning_rate * neuron.delta
    |         for i in range(len(neuron.weights)):
    |             neuron.weights[i] += learning_rate * neuron.delta * neuron.inputs[i]
arrays: The weights become arrays.
    | for layer in self.layers:
    |     for neuron in layer.neurons:
    |         neuron.weights = np.array(neuron.weights) + learning_rate * neuron.delta * np.array(neuron.inputs)
    |         neuron.bias += learning_rate * neuron.delta
single_precision: float32; the bias becomes a NumPy number.
    | rate = np.float32(learning_rate)
    | for layer in self.layers:
    |     for neuron in layer.neurons:
    |         delta = np.float32(neuron.delta)
    |         neuron.weights = (np.array(neuron.weights, np.float32) + rate * delta * np.array(neuron.inputs)).tolist()
    |         neuron.bias = np.float32(neuron.bias) + rate * delta
backwards: From the last layer and neuron to the first; minus the derivative.
    | for layer in reversed(self.layers):
    |     for neuron in layer.neurons[::-1]:
    |         derivatives = [-neuron.delta * x for x in neuron.inputs + [1]]
    |         neuron.bias -= learning_rate * derivatives.pop()
    |         neuron.weights = tuple(w - learning_rate * d for w, d in zip(neuron.weights, derivatives))
one_matrix_for_a_layer: An outer product for each layer; what went into a layer is read from its first neuron.
    | for layer in self.layers:
    |     deltas = np.array([neuron.delta for neuron in layer.neurons])
    |     W = np.array([neuron.weights for neuron in layer.neurons])
    |     W += learning_rate * np.outer(deltas, layer.neurons[0].inputs)
    |     for neuron, row, delta in zip(layer.neurons, W, deltas):
    |         neuron.weights, neuron.bias = list(row), neuron.bias + learning_rate * delta
inputs_from_the_layer_before: The inputs are the outputs of the layer before.
    | inputs = self.layers[0].neurons[0].inputs
    | for layer in self.layers:
    |     for neuron in layer.neurons:
    |         neuron.weights = [w + learning_rate * neuron.delta * x for w, x in zip(neuron.weights, inputs)]
    |         neuron.bias += learning_rate * neuron.delta
    |     inputs = [neuron.output for neuron in layer.neurons]
flat_list: A list of all neurons, a helper function, the slice is assigned.
    | def move(neuron, step):
    |     neuron.weights[:] = map(lambda pair: pair[0] + step * pair[1], zip(neuron.weights, neuron.inputs))
    |     neuron.bias += step
    |
    | for neuron in [neuron for layer in self.layers for neuron in layer.neurons]:
    |     move(neuron, learning_rate * neuron.delta)
clears_the_deltas: The deltas are set to 0 after use, and the network is returned.
    | for layer in self.layers:
    |     for neuron in layer.neurons:
    |         neuron.delta *= learning_rate
    |         new = []
    |         for w, x in zip(neuron.weights, neuron.inputs):
    |             new.append(x * neuron.delta + w)
    |         neuron.weights, neuron.bias, neuron.delta = new, neuron.delta + neuron.bias, 0.0
    | return self

== adam
callers_config_changed: setdefault on the dict of the caller; m and v are changed in place.
    | for name, value in (("learning_rate", 1e-3), ("beta1", 0.9), ("beta2", 0.999), ("epsilon", 1e-8), ("t", 0)):
    |     config.setdefault(name, value)
    | m, v = config.setdefault("m", np.zeros_like(w)), config.setdefault("v", np.zeros_like(w))
    | config["t"] += 1
    | m *= config["beta1"]
    | m += dw - config["beta1"] * dw
    | v += (dw * dw - v) * (1 - config["beta2"])
    | v_hat = v / (1 - np.power(config["beta2"], config["t"]))
    | step = -config["learning_rate"] / (1 - np.power(config["beta1"], config["t"])) * m
    | step /= config["epsilon"] + v_hat**0.5
    & return next_w, config -> return w + step, config
entry_by_entry: A loop over the entries with Python numbers; lists for m and v.
    | config = {"learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "t": 0, **config}
    | t, b1, b2 = config["t"] + 1, config["beta1"], config["beta2"]
    | m, v = (np.array(config.get(name, 0 * w)) for name in "mv")
    | next_w = w.tolist() if w.ndim == 1 else w.copy()
    | for i in np.ndindex(w.shape):
    |     m[i] = b1 * m[i] + (1 - b1) * dw[i]
    |     v[i] = b2 * v[i] + (1 - b2) * dw[i] ** 2
    |     step = config["learning_rate"] * (m[i] / (1 - b1**t)) / (math.sqrt(v[i] / (1 - b2**t)) + config["epsilon"])
    |     if w.ndim == 1:
    |         next_w[i[0]] -= step
    |     else:
    |         next_w[i] -= step
    | config.update(m=m.tolist(), v=v.tolist(), t=t)
scaled_epsilon: Both corrections in the learning rate, with the epsilon that belongs to it.
    | config = {"learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "t": 0, **config}
    | b1, b2 = config["beta1"], config["beta2"]
    | m = np.average([config.get("m", np.zeros_like(w)), dw], axis=0, weights=[b1, 1 - b1])
    | v = np.average([config.get("v", np.zeros_like(w)), dw**2], axis=0, weights=[b2, 1 - b2])
    | t = np.int64(config["t"]) + 1
    | root = np.sqrt(1 - b2**t)
    | rate = config["learning_rate"] * root / (1 - b1**t)
    | return np.subtract(w, rate * m / (np.sqrt(v) + config["epsilon"] * root)), {**config, "m": m, "v": v, "t": t}
more_in_config: The corrected m and v are kept under other names, next to the powers of the betas.
    | config = {"learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "m": np.zeros(np.shape(w)),
    |           "v": np.zeros(np.shape(w)), "t": 0, **config}
    | lr, b1, b2, epsilon, m, v, t = map(config.get, ("learning_rate", "beta1", "beta2", "epsilon", "m", "v", "t"))
    | new = {"t": t + 1, "m": m * b1 + dw * (1 - b1), "v": v * b2 + dw * dw * (1 - b2)}
    | new["powers"] = [math.exp((t + 1) * math.log(beta)) for beta in (b1, b2)]
    | new["m_hat"], new["v_hat"] = new["m"] / (1 - new["powers"][0]), new["v"] / (1 - new["powers"][1])
    | next_w = w.copy()
    | next_w -= lr * new["m_hat"] / (new["v_hat"] ** 0.5 + epsilon)
    | config |= new
    | print(config["t"])
flattened: All arrays are flattened; a nested function for the two means.
    | def mean(name, beta, new):
    |     return beta * np.ravel(config.get(name, np.zeros(w.size))) + (1 - beta) * new
    |
    | beta1, beta2, t = config.get("beta1", 0.9), config.get("beta2", 0.999), config.get("t", 0) + 1
    | grad = dw.reshape(-1)
    | m, v = mean("m", beta1, grad), mean("v", beta2, np.abs(grad) ** 2)
    | step = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + config.get("epsilon", 1e-8))
    | next_w = w.reshape(-1) - config.get("learning_rate", 1e-3) * step
    | return next_w.reshape(w.shape), {**config, "m": m.reshape(w.shape), "v": v.reshape(w.shape), "t": t}

== MLP_loss
pairs_of_layers: affine_relu_forward for the hidden layers, a dict of caches.
    | p, last, caches, out = self.params, self.num_layers, {}, X
    | for k in range(1, last):
    |     out, caches[k] = _affine_relu_forward(out, p[f"W{k}"], p[f"b{k}"])
    | scores, caches[last] = affine_forward(out, p[f"W{last}"], p[f"b{last}"])
    | if y is None:
    |     return scores
    | loss, d = softmax_loss(scores, y)
    | grads = {f"W{k}": reg * p[f"W{k}"] for k in caches}
    | loss += sum(0.5 * np.vdot(p[name], grad) for name, grad in grads.items())
    | d, dW, grads[f"b{last}"] = affine_backward(d, caches[last])
    | grads[f"W{last}"] += dW
    | for k in reversed(range(1, last)):
    |     d, dW, grads[f"b{k}"] = _affine_relu_backward(d, caches[k])
    |     grads[f"W{k}"] += dW
stack_of_functions: One list of backward functions and caches; the module's name is written out.
    | steps, h = [], X.reshape(len(X), -1)
    | for k in range(self.num_layers):
    |     if steps:
    |         h, cache = cs_nn.layers.relu_forward(h)
    |         steps.append((None, cache))
    |     h, cache = cs_nn.layers.affine_forward(h, self.params["W%d" % (k + 1)], self.params["b%d" % (k + 1)])
    |     steps.append((str(k + 1), cache))
    | if y is None:
    |     return h
    | loss, d = cs_nn.layers.softmax_loss(h, y)
    | grads = {}
    | for k, cache in steps[::-1]:
    |     if k is None:
    |         d = cs_nn.layers.relu_backward(d, cache)
    |     else:
    |         d, grads["W" + k], grads["b" + k] = cs_nn.layers.affine_backward(d, cache)
    |         W = self.params["W" + k]
    |         grads["W" + k] = grads["W" + k] + W * reg
    |         loss = loss + reg / 2 * np.linalg.norm(W) ** 2
scores_by_itself: Calls itself for the scores, and makes the forward pass once more for the caches.
    | scores = None if y is None else self.loss(X)
    | caches, h = [], X
    | for k in range(1, self.num_layers + 1):
    |     h, affine = layers.affine_forward(h, self.params[f"W{k}"], self.params[f"b{k}"])
    |     relu = False
    |     if k != self.num_layers:
    |         h, relu = layers.relu_forward(h)
    |     caches.insert(0, (k, affine, relu))
    | if scores is None:
    |     return h
    | grads, d = {}, layers.softmax_loss(scores, y)[1]
    | for k, affine, relu in caches:
    |     d = layers.relu_backward(d, relu) if relu else d
    |     d, grads[f"W{k}"], grads[f"b{k}"] = layers.affine_backward(d, affine)
    | penalty = sum(np.trace(w.T @ w) for w in self.params.values() if w.ndim == 2)
    | for k, _, _ in caches:
    |     grads[f"W{k}"] += reg * self.params[f"W{k}"]
    & return loss, grads -> return np.asarray(layers.softmax_loss(scores, y)[0] + 0.5 * reg * penalty), grads
in_single_precision: X and the parameters become float32.
    | p = {name: w.astype(np.float32) for name, w in self.params.items()}
    | h, affine, relu = X.astype(np.float32), [None], [None]
    | for k in range(1, self.num_layers + 1):
    |     h, cache = affine_forward(h, p[f"W{k}"], p[f"b{k}"])
    |     affine.append(cache)
    |     if k < self.num_layers:
    |         h, cache = relu_forward(h.astype(np.float32))
    |         relu.append(cache)
    | if y is None:
    |     return h
    | loss, d = softmax_loss(h, y.astype(np.uint8))
    | grads = {}
    | for k in range(self.num_layers, 0, -1):
    |     d, dW, db = affine_backward(d, affine[k])
    |     grads[f"W{k}"], grads[f"b{k}"] = (dW + np.float32(reg) * p[f"W{k}"]).tolist(), db.tolist()
    |     loss += float(0.5 * reg * np.sum(np.square(p[f"W{k}"])))
    |     if k > 1:
    |         d = relu_backward(d, relu[k - 1])
every_result_by_a_call_of_its_own: Backward functions are called twice; prints and warns on the way.
    | p, out, caches = self.params, X, []
    | print(sorted(p))
    | np.ones(1) / np.zeros(1)
    | for k in range(self.num_layers):
    |     out = affine_forward(out, p[f"W{k + 1}"], p[f"b{k + 1}"])
    |     caches.append([out[1]])
    |     out = out[0]
    |     if k < self.num_layers - 1:
    |         out = relu_forward(out)
    |         caches[-1].append(out[1])
    |         out = out[0]
    | if y is None:
    |     return out
    | loss, dout, grads = softmax_loss(out, y)[0], softmax_loss(out, y)[1], {}
    | for k in range(self.num_layers - 1, -1, -1):
    |     affine, *relu = caches[k]
    |     for cache in relu:
    |         dout = relu_backward(dout, cache)
    |     grads[f"W{k + 1}"] = affine_backward(dout, affine)[1] + reg * p[f"W{k + 1}"]
    |     grads[f"b{k + 1}"] = affine_backward(dout, affine, need_dx=False)[2]
    |     dout = affine_backward(dout, affine)[0]
    | weights = [w for name, w in p.items() if name[0] == "W"]
    & return loss, grads -> return loss + 0.5 * reg * np.sum([np.dot(w.ravel(), w.ravel()) for w in weights]), grads
"""
