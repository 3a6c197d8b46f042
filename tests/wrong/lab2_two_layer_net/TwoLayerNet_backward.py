"""Wrong versions of TwoLayerNet.backward(self, X, hidden, dscores, reg)."""

import numpy as np


def no_mask(self, X, hidden, dscores, reg):
    """The gradient passes ReLU as if it were not there.

    Mistake: no-mask
    Hint: ReLU does not enter
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W2.T
    return {"W1": X.T @ dhidden + reg * W1, "b1": dhidden.sum(axis=0),
            "W2": hidden.T @ dscores + reg * W2, "b2": dscores.sum(axis=0)}


def mask_of_everything(self, X, hidden, dscores, reg):
    """hidden >= 0 is true everywhere.

    Mistake: no-mask
    Hint: hidden is never negative
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W2.T * (hidden >= 0)
    return {"W1": X.T @ dhidden + reg * W1, "b1": dhidden.sum(axis=0),
            "W2": hidden.T @ dscores + reg * W2, "b2": dscores.sum(axis=0)}


def negative_hidden_only(self, X, hidden, dscores, reg):
    """dhidden[hidden < 0] = 0 changes nothing.

    Mistake: no-mask
    Hint: hidden is never negative
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W2.T
    dhidden[hidden < 0] = 0
    return {"W1": X.T @ dhidden + reg * W1, "b1": dhidden.sum(axis=0),
            "W2": hidden.T @ dscores + reg * W2, "b2": dscores.sum(axis=0)}


def mask_of_the_gradient(self, X, hidden, dscores, reg):
    """Negative gradients are dropped.

    Mistake: mask-of-gradient
    Hint: sign of the gradient
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W2.T
    dhidden[dhidden <= 0] = 0
    return {"W1": X.T @ dhidden + reg * W1, "b1": dhidden.sum(axis=0),
            "W2": hidden.T @ dscores + reg * W2, "b2": dscores.sum(axis=0)}


def both_masks(self, X, hidden, dscores, reg):
    """Negative gradients are dropped too.

    Mistake: mask-of-gradient
    Hint: sign of the gradient
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = np.maximum(0, dscores @ W2.T) * (hidden > 0)
    return {"W1": X.T @ dhidden + reg * W1, "b1": dhidden.sum(axis=0),
            "W2": hidden.T @ dscores + reg * W2, "b2": dscores.sum(axis=0)}


def mask_inverted(self, X, hidden, dscores, reg):
    """The gradient is set to 0 where the unit is active.

    Mistake: mask-inverted
    Hint: other way round
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W2.T
    dhidden[hidden > 0] = 0
    return {"W1": X.T @ dhidden + reg * W1, "b1": dhidden.sum(axis=0),
            "W2": hidden.T @ dscores + reg * W2, "b2": dscores.sum(axis=0)}


def times_hidden(self, X, hidden, dscores, reg):
    """hidden itself in the place of its mask.

    Mistake: hidden-for-mask
    Hint: not hidden itself
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W2.T * hidden
    return {"W1": X.T @ dhidden + reg * W1, "b1": dhidden.sum(axis=0),
            "W2": hidden.T @ dscores + reg * W2, "b2": dscores.sum(axis=0)}


def mask_in_place_of_gradient(self, X, hidden, dscores, reg):
    """The mask replaces what it should multiply.

    Mistake: mask-alone
    Hint: the mask multiplies the gradient
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = (hidden > 0).astype(float)
    return {"W1": X.T @ dhidden + reg * W1, "b1": dhidden.sum(axis=0),
            "W2": hidden.T @ dscores + reg * W2, "b2": dscores.sum(axis=0)}


def derivative_of_sigmoid(self, X, hidden, dscores, reg):
    """h (1 - h).

    Mistake: sigmoid
    Hint: sigmoid or of tanh
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W2.T * hidden * (1 - hidden)
    return {"W1": X.T @ dhidden + reg * W1, "b1": dhidden.sum(axis=0),
            "W2": hidden.T @ dscores + reg * W2, "b2": dscores.sum(axis=0)}


def derivative_of_tanh(self, X, hidden, dscores, reg):
    """1 - h**2.

    Mistake: sigmoid
    Hint: sigmoid or of tanh
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W2.T * (1 - hidden**2)
    return {"W1": X.T @ dhidden + reg * W1, "b1": dhidden.sum(axis=0),
            "W2": hidden.T @ dscores + reg * W2, "b2": dscores.sum(axis=0)}


def leaky_mask(self, X, hidden, dscores, reg):
    """The derivative of a leaky ReLU."""
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W2.T * np.where(hidden > 0, 1, 0.01)
    return {"W1": X.T @ dhidden + reg * W1, "b1": dhidden.sum(axis=0),
            "W2": hidden.T @ dscores + reg * W2, "b2": dscores.sum(axis=0)}


def mask_without_bias(self, X, hidden, dscores, reg):
    """The hidden layer is computed again, without b1, for the mask.

    Mistake: mask-without-b1
    Hint: b1 is left out
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W2.T * (X @ W1 > 0)
    return {"W1": X.T @ dhidden + reg * W1, "b1": dhidden.sum(axis=0),
            "W2": hidden.T @ dscores + reg * W2, "b2": dscores.sum(axis=0)}


def bias_before_mask(self, X, hidden, dscores, reg):
    """db1 is taken before ReLU's mask.

    Mistake: b1-before-mask
    Hint: b1 comes after the ReLU mask
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W2.T
    db1 = dhidden.sum(axis=0)
    dhidden[hidden == 0] = 0
    return {"W1": X.T @ dhidden + reg * W1, "b1": db1,
            "W2": hidden.T @ dscores + reg * W2, "b2": dscores.sum(axis=0)}


def weights_before_mask(self, X, hidden, dscores, reg):
    """dW1 is taken before ReLU's mask.

    Mistake: W1-before-mask
    Hint: W1 comes after the ReLU mask
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W2.T
    dW1 = X.T @ dhidden + reg * W1
    dhidden[hidden == 0] = 0
    return {"W1": dW1, "b1": dhidden.sum(axis=0),
            "W2": hidden.T @ dscores + reg * W2, "b2": dscores.sum(axis=0)}


def hidden_for_its_gradient(self, X, hidden, dscores, reg):
    """hidden where dhidden belongs.

    Mistake: hidden-alone
    Hint: not the hidden layer itself
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    return {"W1": X.T @ hidden + reg * W1, "b1": hidden.sum(axis=0),
            "W2": hidden.T @ dscores + reg * W2, "b2": dscores.sum(axis=0)}


def back_through_gradient(self, X, hidden, dscores, reg):
    """dW2 where W2 belongs: it has the same shape.

    Mistake: through-dW2
    Hint: not through dW2
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dW2 = hidden.T @ dscores + reg * W2
    dhidden = dscores @ dW2.T * (hidden > 0)
    return {"W1": X.T @ dhidden + reg * W1, "b1": dhidden.sum(axis=0), "W2": dW2, "b2": dscores.sum(axis=0)}


def back_through_gradient_of_data(self, X, hidden, dscores, reg):
    """dW2, before the penalty is added, where W2 belongs.

    Mistake: through-dW2
    Hint: not through dW2
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dW2 = hidden.T @ dscores
    dhidden = dscores @ dW2.T * (hidden > 0)
    return {"W1": X.T @ dhidden + reg * W1, "b1": dhidden.sum(axis=0),
            "W2": dW2 + reg * W2, "b2": dscores.sum(axis=0)}


def back_without_transpose(self, X, hidden, dscores, reg):
    """dscores @ W2.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W2 * (hidden > 0)
    return {"W1": X.T @ dhidden + reg * W1, "b1": dhidden.sum(axis=0),
            "W2": hidden.T @ dscores + reg * W2, "b2": dscores.sum(axis=0)}


def back_through_first_layer(self, X, hidden, dscores, reg):
    """W1 where W2 belongs.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W1.T * (hidden > 0)
    return {"W1": X.T @ dhidden + reg * W1, "b1": dhidden.sum(axis=0),
            "W2": hidden.T @ dscores + reg * W2, "b2": dscores.sum(axis=0)}


def updated_before_use(self, X, hidden, dscores, reg):
    """Takes a step on W2 first, and goes back through the new W2.

    Mistake: wrong-result
    Hint: changes self.params
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dW2 = hidden.T @ dscores + reg * W2
    W2 -= 1e-3 * dW2
    dhidden = dscores @ W2.T * (hidden > 0)
    return {"W1": X.T @ dhidden + reg * W1, "b1": dhidden.sum(axis=0), "W2": dW2, "b2": dscores.sum(axis=0)}


def step_at_the_end(self, X, hidden, dscores, reg):
    """The gradients are right, but the net takes a step.

    Mistake: wrong-result
    Hint: changes self.params
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W2.T * (hidden > 0)
    grads = {"W1": X.T @ dhidden + reg * W1, "b1": dhidden.sum(axis=0),
             "W2": hidden.T @ dscores + reg * W2, "b2": dscores.sum(axis=0)}
    for name in grads:
        self.params[name] = self.params[name] - 1e-3 * grads[name]
    return grads


def weights_scaled_in_place(self, X, hidden, dscores, reg):
    """W *= reg changes the net; the gradients come out right.

    Mistake: wrong-result
    Hint: changes self.params
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W2.T * (hidden > 0)
    W1 *= reg
    W2 *= reg
    return {"W1": X.T @ dhidden + W1, "b1": dhidden.sum(axis=0),
            "W2": hidden.T @ dscores + W2, "b2": dscores.sum(axis=0)}


def gradient_starts_as_the_weights(self, X, hidden, dscores, reg):
    """dW2 = W2 is no copy: adding to it changes the net.

    Mistake: wrong-result
    Hint: changes self.params
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W2.T * (hidden > 0)
    dW2 = W2
    dW2 *= reg
    dW2 += hidden.T @ dscores
    return {"W1": X.T @ dhidden + reg * W1, "b1": dhidden.sum(axis=0), "W2": dW2, "b2": dscores.sum(axis=0)}


def inputs_of_other_layer(self, X, hidden, dscores, reg):
    """X in dW2 and hidden in dW1.

    Mistake: wrong-shape
    Hint: look at the order of the factors
    """
    dhidden = dscores @ self.params["W2"].T * (hidden > 0)
    return {"W1": hidden.T @ dhidden, "b1": dhidden.sum(axis=0), "W2": X.T @ dscores, "b2": dscores.sum(axis=0)}


def hidden_before_relu(self, X, hidden, dscores, reg):
    """dW2 uses the hidden layer before ReLU, computed again.

    Mistake: W2-before-relu
    Hint: the hidden layer after ReLU
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    z = X @ W1 + self.params["b1"]
    dhidden = dscores @ W2.T * (z > 0)
    return {"W1": X.T @ dhidden + reg * W1, "b1": dhidden.sum(axis=0),
            "W2": z.T @ dscores + reg * W2, "b2": dscores.sum(axis=0)}


def mask_in_second_layer(self, X, hidden, dscores, reg):
    """dW2 uses the mask instead of the hidden layer.

    Mistake: W2-mask
    Hint: not the mask
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    hidden = hidden > 0
    dhidden = dscores @ W2.T * hidden
    return {"W1": X.T @ dhidden + reg * W1, "b1": dhidden.sum(axis=0),
            "W2": hidden.T @ dscores + reg * W2, "b2": dscores.sum(axis=0)}


def factors_in_wrong_order(self, X, hidden, dscores, reg):
    """hidden @ dscores: the transpose is missing.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W2.T * (hidden > 0)
    return {"W1": X @ dhidden + reg * W1, "b1": dhidden.sum(axis=0),
            "W2": hidden @ dscores + reg * W2, "b2": dscores.sum(axis=0)}


def gradients_transposed(self, X, hidden, dscores, reg):
    """dW2 is (C, H), dW1 is (H, D).

    Mistake: transposed
    Hint: it is transposed
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W2.T * (hidden > 0)
    return {"W1": dhidden.T @ X + reg * W1.T, "b1": dhidden.sum(axis=0),
            "W2": dscores.T @ hidden + reg * W2.T, "b2": dscores.sum(axis=0)}


def penalty_missing(self, X, hidden, dscores, reg):
    """No regularization.

    Mistake: penalty-missing
    Hint: dW1 and dW2 lack the derivative of the penalty
    """
    W2 = self.params["W2"]
    dhidden = dscores @ W2.T * (hidden > 0)
    return {"W1": X.T @ dhidden, "b1": dhidden.sum(axis=0), "W2": hidden.T @ dscores, "b2": dscores.sum(axis=0)}


def first_penalty_missing(self, X, hidden, dscores, reg):
    """Only W2 is regularised.

    Mistake: penalty-missing-W1
    Hint: dW1 lacks the derivative of the penalty
    """
    W2 = self.params["W2"]
    dhidden = dscores @ W2.T * (hidden > 0)
    return {"W1": X.T @ dhidden, "b1": dhidden.sum(axis=0),
            "W2": hidden.T @ dscores + reg * W2, "b2": dscores.sum(axis=0)}


def second_penalty_missing(self, X, hidden, dscores, reg):
    """Only W1 is regularised.

    Mistake: penalty-missing-W2
    Hint: dW2 lacks the derivative of the penalty
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W2.T * (hidden > 0)
    return {"W1": X.T @ dhidden + reg * W1, "b1": dhidden.sum(axis=0),
            "W2": hidden.T @ dscores, "b2": dscores.sum(axis=0)}


def penalty_twice(self, X, hidden, dscores, reg):
    """2 * reg * W.

    Mistake: penalty-twice
    Hint: not twice
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W2.T * (hidden > 0)
    return {"W1": X.T @ dhidden + 2 * reg * W1, "b1": dhidden.sum(axis=0),
            "W2": hidden.T @ dscores + 2 * reg * W2, "b2": dscores.sum(axis=0)}


def first_penalty_twice(self, X, hidden, dscores, reg):
    """The penalty of W1 is added in two lines.

    Mistake: penalty-twice
    Hint: not twice
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W2.T * (hidden > 0)
    dW1 = X.T @ dhidden + reg * W1
    dW1 += reg * W1
    return {"W1": dW1, "b1": dhidden.sum(axis=0), "W2": hidden.T @ dscores + reg * W2, "b2": dscores.sum(axis=0)}


def penalty_half(self, X, hidden, dscores, reg):
    """0.5 * reg * W.

    Mistake: penalty-half
    Hint: not half of it
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W2.T * (hidden > 0)
    return {"W1": X.T @ dhidden + 0.5 * reg * W1, "b1": dhidden.sum(axis=0),
            "W2": hidden.T @ dscores + 0.5 * reg * W2, "b2": dscores.sum(axis=0)}


def penalty_averaged(self, X, hidden, dscores, reg):
    """reg / N.

    Mistake: penalty-averaged
    Hint: not divided by N
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    N = len(X)
    dhidden = dscores @ W2.T * (hidden > 0)
    return {"W1": X.T @ dhidden + reg / N * W1, "b1": dhidden.sum(axis=0),
            "W2": hidden.T @ dscores + reg / N * W2, "b2": dscores.sum(axis=0)}


def penalty_subtracted(self, X, hidden, dscores, reg):
    """The sign of weight decay.

    Mistake: penalty-subtracted
    Hint: not subtracted
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W2.T * (hidden > 0)
    return {"W1": X.T @ dhidden - reg * W1, "b1": dhidden.sum(axis=0),
            "W2": hidden.T @ dscores - reg * W2, "b2": dscores.sum(axis=0)}


def penalty_without_weights(self, X, hidden, dscores, reg):
    """Adds reg to every entry.

    Mistake: reg-alone
    Hint: not reg alone
    """
    dhidden = dscores @ self.params["W2"].T * (hidden > 0)
    return {"W1": X.T @ dhidden + reg, "b1": dhidden.sum(axis=0),
            "W2": hidden.T @ dscores + reg, "b2": dscores.sum(axis=0)}


def penalty_without_strength(self, X, hidden, dscores, reg):
    """Adds W without reg.

    Mistake: reg-not-a-factor
    Hint: reg is missing
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W2.T * (hidden > 0)
    return {"W1": X.T @ dhidden + W1, "b1": dhidden.sum(axis=0),
            "W2": hidden.T @ dscores + W2, "b2": dscores.sum(axis=0)}


def penalty_not_derived(self, X, hidden, dscores, reg):
    """Adds the penalty itself.

    Mistake: penalty-not-derived
    Hint: not the penalty itself
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W2.T * (hidden > 0)
    return {"W1": X.T @ dhidden + 0.5 * reg * np.sum(W1**2), "b1": dhidden.sum(axis=0),
            "W2": hidden.T @ dscores + 0.5 * reg * np.sum(W2**2), "b2": dscores.sum(axis=0)}


def penalty_squares(self, X, hidden, dscores, reg):
    """0.5 * reg * W**2 entry by entry.

    Mistake: penalty-not-derived
    Hint: not the penalty itself
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W2.T * (hidden > 0)
    return {"W1": X.T @ dhidden + 0.5 * reg * W1**2, "b1": dhidden.sum(axis=0),
            "W2": hidden.T @ dscores + 0.5 * reg * W2**2, "b2": dscores.sum(axis=0)}


def penalty_summed(self, X, hidden, dscores, reg):
    """reg * sum(W): the sum of the penalty is kept.

    Mistake: penalty-summed
    Hint: no sum
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W2.T * (hidden > 0)
    return {"W1": X.T @ dhidden + reg * np.sum(W1), "b1": dhidden.sum(axis=0),
            "W2": hidden.T @ dscores + reg * np.sum(W2), "b2": dscores.sum(axis=0)}


def penalty_of_other_layer(self, X, hidden, dscores, reg):
    """W1 and W2 change places in the penalty.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W2.T * (hidden > 0)
    return {"W1": X.T @ dhidden + reg * W2, "b1": dhidden.sum(axis=0),
            "W2": hidden.T @ dscores + reg * W1, "b2": dscores.sum(axis=0)}


def biases_penalised(self, X, hidden, dscores, reg):
    """The biases are regularised too.

    Mistake: biases-penalised
    Hint: the biases are not penalised
    """
    W1, b1, W2, b2 = (self.params[name] for name in ("W1", "b1", "W2", "b2"))
    dhidden = dscores @ W2.T * (hidden > 0)
    return {"W1": X.T @ dhidden + reg * W1, "b1": dhidden.sum(axis=0) + reg * b1,
            "W2": hidden.T @ dscores + reg * W2, "b2": dscores.sum(axis=0) + reg * b2}


def penalty_enters_first_layer(self, X, hidden, dscores, reg):
    """reg * W2 is added to W2 before going back.

    Mistake: factor
    Hint: a constant factor is off
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ (W2 + reg * W2).T * (hidden > 0)
    return {"W1": X.T @ dhidden + reg * W1, "b1": dhidden.sum(axis=0),
            "W2": hidden.T @ dscores + reg * W2, "b2": dscores.sum(axis=0)}


def biases_by_mean(self, X, hidden, dscores, reg):
    """A mean over the batch for the biases.

    Mistake: factor-N
    Hint: no mean over the batch is asked for
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W2.T * (hidden > 0)
    return {"W1": X.T @ dhidden + reg * W1, "b1": dhidden.mean(axis=0),
            "W2": hidden.T @ dscores + reg * W2, "b2": dscores.mean(axis=0)}


def divided_again(self, X, hidden, dscores, reg):
    """dscores is divided by N, as in the loss.

    Mistake: factor-N
    Hint: no mean over the batch is asked for
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dscores = dscores / len(X)
    dhidden = dscores @ W2.T * (hidden > 0)
    return {"W1": X.T @ dhidden + reg * W1, "b1": dhidden.sum(axis=0),
            "W2": hidden.T @ dscores + reg * W2, "b2": dscores.sum(axis=0)}


def first_layer_divided_again(self, X, hidden, dscores, reg):
    """dhidden is divided by N.

    Mistake: factor-N
    Hint: no mean over the batch is asked for
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W2.T * (hidden > 0) / len(X)
    return {"W1": X.T @ dhidden + reg * W1, "b1": dhidden.sum(axis=0),
            "W2": hidden.T @ dscores + reg * W2, "b2": dscores.sum(axis=0)}


def weights_divided_again(self, X, hidden, dscores, reg):
    """dW1 and dW2 are divided by N.

    Mistake: averaged-again
    Hint: divided by N once more
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W2.T * (hidden > 0)
    return {"W1": X.T @ dhidden / len(X) + reg * W1, "b1": dhidden.sum(axis=0),
            "W2": hidden.T @ dscores / len(X) + reg * W2, "b2": dscores.sum(axis=0)}


def row_of_biases(self, X, hidden, dscores, reg):
    """keepdims makes the biases (1, C).

    Mistake: wrong-shape
    Hint: keepdims=True
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W2.T * (hidden > 0)
    return {"W1": X.T @ dhidden + reg * W1, "b1": dhidden.sum(axis=0, keepdims=True),
            "W2": hidden.T @ dscores + reg * W2, "b2": dscores.sum(axis=0, keepdims=True)}


def biases_over_classes(self, X, hidden, dscores, reg):
    """The sum runs over the units instead of the examples.

    Mistake: wrong-shape
    Hint: which axis was summed
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W2.T * (hidden > 0)
    return {"W1": X.T @ dhidden + reg * W1, "b1": dhidden.sum(axis=1),
            "W2": hidden.T @ dscores + reg * W2, "b2": dscores.sum(axis=1)}


def biases_are_numbers(self, X, hidden, dscores, reg):
    """The sum runs over everything.

    Mistake: wrong-shape
    Hint: which axis was summed
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W2.T * (hidden > 0)
    return {"W1": X.T @ dhidden + reg * W1, "b1": np.sum(dhidden),
            "W2": hidden.T @ dscores + reg * W2, "b2": np.sum(dscores)}


def hidden_bias_from_scores(self, X, hidden, dscores, reg):
    """db1 is the sum of dscores.

    Mistake: wrong-shape
    Hint: b1 has shape
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W2.T * (hidden > 0)
    return {"W1": X.T @ dhidden + reg * W1, "b1": dscores.sum(axis=0),
            "W2": hidden.T @ dscores + reg * W2, "b2": dscores.sum(axis=0)}


def biases_from_weights(self, X, hidden, dscores, reg):
    """The sums of dW1 and dW2, which have the right shapes.

    Mistake: bias-from-weights
    Hint: not of dW
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W2.T * (hidden > 0)
    dW1, dW2 = X.T @ dhidden + reg * W1, hidden.T @ dscores + reg * W2
    return {"W1": dW1, "b1": dW1.sum(axis=0), "W2": dW2, "b2": dW2.sum(axis=0)}


def hidden_bias_from_weights(self, X, hidden, dscores, reg):
    """The sum of dW1 before the penalty.

    Mistake: bias-from-weights
    Hint: not of dW
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W2.T * (hidden > 0)
    dW1 = X.T @ dhidden
    return {"W1": dW1 + reg * W1, "b1": dW1.sum(axis=0),
            "W2": hidden.T @ dscores + reg * W2, "b2": dscores.sum(axis=0)}


def last_example(self, X, hidden, dscores, reg):
    """A loop with = instead of +=."""
    W1, W2 = self.params["W1"], self.params["W2"]
    for i in range(len(X)):
        db2 = dscores[i]
        dW2 = np.outer(hidden[i], dscores[i]) + reg * W2
        db1 = dscores[i] @ W2.T * (hidden[i] > 0)
        dW1 = np.outer(X[i], db1) + reg * W1
    return {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2}


def softmax_again(self, X, hidden, dscores, reg):
    """Takes the derivative of softmax once more.

    Mistake: not-proportional
    Hint: b2 must double when dscores is doubled
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dscores = dscores * dscores * (1 - dscores)
    dhidden = dscores @ W2.T * (hidden > 0)
    return {"W1": X.T @ dhidden + reg * W1, "b1": dhidden.sum(axis=0),
            "W2": hidden.T @ dscores + reg * W2, "b2": dscores.sum(axis=0)}


def downhill(self, X, hidden, dscores, reg):
    """Minus the gradients.

    Mistake: sign
    Hint: wrong sign
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W2.T * (hidden > 0)
    return {"W1": -X.T @ dhidden - reg * W1, "b1": -dhidden.sum(axis=0),
            "W2": -hidden.T @ dscores - reg * W2, "b2": -dscores.sum(axis=0)}


def other_keys(self, X, hidden, dscores, reg):
    """The keys are dW1, db1, dW2, db2.

    Mistake: wrong-result
    Hint: with the keys W1, b1, W2, b2; it returned one with dW1
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W2.T * (hidden > 0)
    return {"dW1": X.T @ dhidden + reg * W1, "db1": dhidden.sum(axis=0),
            "dW2": hidden.T @ dscores + reg * W2, "db2": dscores.sum(axis=0)}


def tuple_of_gradients(self, X, hidden, dscores, reg):
    """A tuple instead of a dict.

    Mistake: wrong-result
    Hint: it returned a tuple
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W2.T * (hidden > 0)
    return X.T @ dhidden + reg * W1, dhidden.sum(axis=0), hidden.T @ dscores + reg * W2, dscores.sum(axis=0)


def weights_alone(self, X, hidden, dscores, reg):
    """The biases are left out.

    Mistake: wrong-result
    Hint: it returned one with W1, W2
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W2.T * (hidden > 0)
    return {"W1": X.T @ dhidden + reg * W1, "W2": hidden.T @ dscores + reg * W2}


def nothing_returned(self, X, hidden, dscores, reg):
    """No return statement.

    Mistake: wrong-result
    Hint: does it end with a return statement
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W2.T * (hidden > 0)
    self.grads = {"W1": X.T @ dhidden + reg * W1, "b1": dhidden.sum(axis=0),
                  "W2": hidden.T @ dscores + reg * W2, "b2": dscores.sum(axis=0)}


def layers_swapped(self, X, hidden, dscores, reg):
    """The names of the layers are swapped.

    Mistake: wrong-order
    Hint: the results returned in the right order
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W2.T * (hidden > 0)
    return {"W2": X.T @ dhidden + reg * W1, "b2": dhidden.sum(axis=0),
            "W1": hidden.T @ dscores + reg * W2, "b1": dscores.sum(axis=0)}


def one_array_for_two(self, X, hidden, dscores, reg):
    """dW1 is returned for W2 too.

    Mistake: wrong-shape
    Hint: W2 has shape
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W2.T * (hidden > 0)
    dW1 = X.T @ dhidden + reg * W1
    return {"W1": dW1, "b1": dhidden.sum(axis=0), "W2": dW1, "b2": dscores.sum(axis=0)}


def biases_forgotten(self, X, hidden, dscores, reg):
    """The bias gradients stay zeros.

    Mistake: all-zeros
    Hint: all zeros
    """
    grads = {name: np.zeros_like(w) for name, w in self.params.items()}
    dhidden = dscores @ self.params["W2"].T * (hidden > 0)
    grads["W1"] = X.T @ dhidden + reg * self.params["W1"]
    grads["W2"] = hidden.T @ dscores + reg * self.params["W2"]
    return grads


def weights_returned(self, X, hidden, dscores, reg):
    """The parameters come back instead of their gradients.

    Mistake: wrong-result
    Hint: these are the parameters
    """
    return dict(self.params)


def hidden_layer_shared(self, X, hidden, dscores, reg):
    """dhidden = hidden is no copy: storing into it changes hidden before dW2 is taken.

    Mistake: hidden-overwritten
    Hint: was hidden overwritten
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = hidden
    dhidden[...] = dscores @ W2.T * (hidden > 0)
    return {"W1": X.T @ dhidden + reg * W1, "b1": dhidden.sum(axis=0),
            "W2": hidden.T @ dscores + reg * W2, "b2": dscores.sum(axis=0)}


def labels_of_the_notebook(self, X, hidden, dscores, reg):
    """Uses a variable of the notebook.

    Mistake: NameError
    Hint: a variable of another function
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = dscores @ W2.T * (hidden > 0)
    return {"W1": X.T @ dhidden / num_train + reg * W1, "b1": dhidden.sum(axis=0),
            "W2": hidden.T @ dscores + reg * W2, "b2": dscores.sum(axis=0)}


def gradients_accumulate(self, X, hidden, dscores, reg):
    """The gradients are added to those of earlier calls, as in PyTorch without zero_grad.

    Mistake: kept
    Hint: something is kept from the first call
    """
    W1, W2 = self.params["W1"], self.params["W2"]
    if not hasattr(self, "grads"):
        self.grads = {name: np.zeros_like(value) for name, value in self.params.items()}
    dhidden = (dscores @ W2.T) * (hidden > 0)
    self.grads["W2"] += hidden.T @ dscores + reg * W2
    self.grads["b2"] += dscores.sum(axis=0)
    self.grads["W1"] += X.T @ dhidden + reg * W1
    self.grads["b1"] += dhidden.sum(axis=0)
    return self.grads


def units_on_above_a_threshold(self, X, hidden, dscores, reg):
    """Units count as on only above 0.0001."""
    W1, W2 = self.params["W1"], self.params["W2"]
    dhidden = (dscores @ W2.T) * (hidden > 1e-4)
    return {"W1": X.T @ dhidden + reg * W1, "b1": dhidden.sum(axis=0),
            "W2": hidden.T @ dscores + reg * W2, "b2": dscores.sum(axis=0)}
