"""Lab 1: softmax classification.

Examples are rows: ``X`` is (N, D), weights ``W`` are (D, C), the scores ``X @ W`` are (N, C) and
the labels ``y`` are integers 0 ... C-1. The loss is the mean cross-entropy of the batch plus the
L2 penalty ``0.5 * reg * sum(W**2)``.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cs_nn.tools.training import History


def softmax_loss_naive(W: np.ndarray, X: np.ndarray, y: np.ndarray, reg: float) -> tuple[float, np.ndarray]:
    """Softmax loss and its gradient, with explicit loops.

    L = (1/N) sum_i -log p_i[y_i] + 0.5 reg sum_jk W_jk^2,   p_i[c] = exp(s_i[c]) / sum_k exp(s_i[k]),
    with the scores s_i = X[i] @ W. Scores may be as large as 1000 or lie 1000 apart: the loss and
    the gradient stay finite. W, X and y stay as they are.

    Parameters
    ----------
    W : (D, C) array of floats, the weights
    X : (N, D) array, one example per row
    y : (N,) array of integers in 0 ... C-1, the labels
    reg : float, the strength of the L2 penalty

    Returns
    -------
    loss : float
    dW : (D, C) array, the gradient of the loss with respect to W
    """
    loss = 0.0
    dW = np.zeros_like(W)
    # TODO: loss and gradient with a loop over examples and one over classes; dW has the shape of W.
    ### BEGIN SOLUTION
    num_train, num_classes = X.shape[0], W.shape[1]
    for i in range(num_train):
        scores = X[i] @ W
        log_probs = scores - scores.max()
        log_probs = log_probs - np.log(np.sum(np.exp(log_probs)))
        loss -= log_probs[y[i]]
        for c in range(num_classes):
            dW[:, c] += (np.exp(log_probs[c]) - (c == y[i])) * X[i]
    loss = loss / num_train + 0.5 * reg * np.sum(W**2)
    dW = dW / num_train + reg * W
    ### END SOLUTION
    return loss, dW


def softmax_loss_vectorized(W: np.ndarray, X: np.ndarray, y: np.ndarray, reg: float) -> tuple[float, np.ndarray]:
    """Softmax loss and its gradient without a Python loop.

    Same parameters, same results as `softmax_loss_naive`. W, X and y stay as they are.
    """
    loss = 0.0
    dW = np.zeros_like(W)
    # TODO: the same loss and gradient by matrix products: no loop; dW has the shape of W.
    ### BEGIN SOLUTION
    num_train = X.shape[0]
    rows = np.arange(num_train)
    log_probs = X @ W
    log_probs -= log_probs.max(axis=1, keepdims=True)
    log_probs -= np.log(np.sum(np.exp(log_probs), axis=1, keepdims=True))
    loss = -np.mean(log_probs[rows, y]) + 0.5 * reg * np.sum(W**2)
    dscores = np.exp(log_probs)
    dscores[rows, y] -= 1
    dW = X.T @ (dscores / num_train) + reg * W
    ### END SOLUTION
    return loss, dW


def softmax_loss(scores: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    """Mean cross-entropy of softmax, and its gradient, for scores from anywhere: all later labs use it.

    L = (1/N) sum_i -log p_i[y_i],   p_i = softmax(scores[i])

    Scores may be as large as 1000 or lie 1000 apart: loss and gradient stay finite. scores and y stay as they are.

    Parameters
    ----------
    scores : (N, C) array
    y : (N,) array of integers in 0 ... C-1, the labels

    Returns
    -------
    loss : float
    dscores : (N, C) array, the derivatives of the loss with respect to the scores
    """
    # TODO: loss (float) and dscores (N, C).
    ### BEGIN SOLUTION
    rows = np.arange(len(scores))
    log_probs = scores - scores.max(axis=1, keepdims=True)
    log_probs -= np.log(np.sum(np.exp(log_probs), axis=1, keepdims=True))
    loss = -np.mean(log_probs[rows, y])
    dscores = np.exp(log_probs)
    dscores[rows, y] -= 1
    dscores /= len(scores)
    ### END SOLUTION
    return loss, dscores


def sgd_momentum(w: np.ndarray, dw: np.ndarray, config: dict) -> tuple[np.ndarray, dict]:
    """One step of gradient descent with momentum (Polyak 1964; Sutskever et al. 2013, eq. 1-2).

    v <- momentum * v - learning_rate * dw,   w <- w + v. The array w stays as it is: next_w is another one.

    Parameters
    ----------
    w, dw : arrays of one shape, the parameters and the gradient of the loss
    config : dict with "learning_rate" (default 0.01), "momentum" (default 0.9; 0 is plain gradient
        descent) and "velocity", an array of the shape of w (default zeros)

    Returns
    -------
    next_w : array of the shape of w
    config : dict with the same keys and the new velocity, for the next step
    """
    config = {"learning_rate": 0.01, "momentum": 0.9, "velocity": np.zeros_like(w), **config}
    # TODO: the new velocity, in config["velocity"], and next_w (shape of w), by the two formulas above.
    ### BEGIN SOLUTION
    velocity = config["momentum"] * config["velocity"]
    velocity -= config["learning_rate"] * dw
    config["velocity"] = velocity
    next_w = w + velocity
    ### END SOLUTION
    return next_w, config


def early_stopping(val_accuracy: list[float], patience: int) -> bool:
    """Whether training should stop: the best validation accuracy is `patience` epochs old or older.

    The list val_accuracy stays as it is.

    Parameters
    ----------
    val_accuracy : list of floats, one per epoch so far, the latest last; an equal accuracy later is no
        improvement, a higher one is, however small the difference
    patience : int >= 1, the number of epochs without improvement after which to stop

    Returns
    -------
    bool : False for an empty list
    """
    # TODO: True if none of the last `patience` epochs is better than the best epoch before them.
    ### BEGIN SOLUTION
    if len(val_accuracy) == 0:
        return False
    epochs_since_best = len(val_accuracy) - 1 - int(np.argmax(val_accuracy))
    return epochs_since_best >= patience
    ### END SOLUTION


class SoftmaxClassifier:
    """A linear classifier trained by minibatch gradient descent; ``W`` (D, C) is None until trained."""

    def __init__(self, W: np.ndarray | None = None):
        self.W = W

    def loss(self, X: np.ndarray, y: np.ndarray, reg: float) -> tuple[float, np.ndarray]:
        """`softmax_loss_vectorized` at the present weights: ``(loss, dW)``."""
        return softmax_loss_vectorized(self.W, X, y, reg)

    def train(
        self,
        X: np.ndarray,
        y: np.ndarray,
        X_val: np.ndarray | None = None,
        y_val: np.ndarray | None = None,
        *,
        learning_rate: float = 1e-3,
        reg: float = 1e-5,
        num_iters: int = 100,
        batch_size: int = 200,
        momentum: float = 0.0,
        learning_rate_decay: float = 1.0,
        patience: int | None = None,
        rng: np.random.Generator | int | None = None,
        on_epoch: Callable | None = None,
    ) -> History:
        """Minibatch gradient descent with momentum and learning-rate decay.

        An epoch is ``max(N // batch_size, 1)`` iterations. Training starts from ``self.W`` if it is
        set, else from small random weights. X and y stay as they are.

        Parameters
        ----------
        X : (N, D) array; y : (N,) labels
        X_val, y_val : validation data, for the accuracy after each epoch (optional)
        learning_rate, reg, momentum : floats
        num_iters : int, the number of iterations
        batch_size : int, at most N: examples in every iteration, no fewer in any, drawn at random
        learning_rate_decay : float, the learning rate is multiplied by it after each epoch
        patience : int, `early_stopping` after so many epochs without a better validation accuracy,
            and the weights of the best epoch are kept (optional; needs X_val)
        rng : numpy Generator or seed, to repeat a training; draws from np.random itself are right too
        on_epoch : function called with this classifier after each epoch (optional)

        Returns
        -------
        History
        """
        if patience is not None and X_val is None:
            raise ValueError("early stopping (patience) needs validation data: pass X_val and y_val")
        rng = np.random.default_rng(rng)
        num_train, dim = X.shape
        if self.W is None:
            W = 0.001 * rng.standard_normal((dim, int(np.max(y)) + 1))
            self.W = W.astype(np.result_type(X.dtype, np.float32))
        history = History()
        best_W = None
        # A NumPy scalar of float64 would turn float32 weights into float64; a Python float does not.
        config = {"learning_rate": float(learning_rate), "momentum": float(momentum)}
        iterations_per_epoch = max(num_train // batch_size, 1)
        for it in range(num_iters):
            # TODO: a new random minibatch from X and y: X_batch (batch_size, D), y_batch (batch_size,).
            ### BEGIN SOLUTION
            rows = rng.integers(num_train, size=batch_size)
            X_batch, y_batch = X[rows], y[rows]
            ### END SOLUTION
            # TODO: loss and dW from self.loss, then one step of sgd_momentum on self.W; keep config.
            ### BEGIN SOLUTION
            loss, dW = self.loss(X_batch, y_batch, reg)
            self.W, config = sgd_momentum(self.W, dW, config)
            ### END SOLUTION
            history.loss.append(float(loss))
            if (it + 1) % iterations_per_epoch:
                continue
            history.learning_rate.append(float(config["learning_rate"]))
            history.train_accuracy.append(float(np.mean(self.predict(X) == y)))
            # TODO: the epoch is over: multiply the learning rate in config by learning_rate_decay.
            ### BEGIN SOLUTION
            config["learning_rate"] *= learning_rate_decay
            ### END SOLUTION
            if on_epoch is not None:
                on_epoch(self)
            if X_val is None:
                continue
            history.val_accuracy.append(float(np.mean(self.predict(X_val) == y_val)))
            if history.best_epoch is None or history.val_accuracy[-1] > history.val_accuracy[history.best_epoch]:
                history.best_epoch = len(history.val_accuracy) - 1
                best_W = self.W.copy()
            if patience is not None and early_stopping(history.val_accuracy, patience):
                break
        if patience is not None and best_W is not None:
            self.W = best_W
        return history

    def predict(self, X: np.ndarray) -> np.ndarray:
        """The class with the highest score for each row of X (N, D): integers (N,). X and W stay as they are."""
        # TODO: y_pred (N,), the index of the highest score of each row of X @ W.
        ### BEGIN SOLUTION
        y_pred = np.argmax(X @ self.W, axis=1)
        ### END SOLUTION
        return y_pred
