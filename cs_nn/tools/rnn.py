"""A recurrent network for the experiments of Lab 8, made of the students' own functions, and the text it reads."""

from __future__ import annotations

import numpy as np

from cs_nn import bptt, softmax
from cs_nn.tools.labs import COURSE


class RNN:
    """The network of `cs_nn.bptt` with a softmax at every step.

    ``params`` holds U (D, H), W (H, H), b (H,), V (H, C) and c (C,). Inputs are x (N, T, D), labels y (N, T) with -1
    where a step has no label. The state before the first step is h0 (N, H), zeros if it is not given; ``state`` (N, H)
    is the state after the last step of the latest call, from which the next call can go on.

    Parameters
    ----------
    input_size, hidden_size, output_size : int, the sizes D, H and C
    gain : float, W is a random orthogonal matrix times this (Saxe et al. 2014)
    rng : numpy Generator or seed
    dtype : np.float32 or np.float64
    """

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        output_size: int,
        gain: float = 1.0,
        rng: np.random.Generator | int | None = None,
        dtype: type = np.float64,
    ):
        rng = np.random.default_rng(rng)
        orthogonal, _ = np.linalg.qr(rng.standard_normal((hidden_size, hidden_size)))
        self.params = {
            "U": rng.standard_normal((input_size, hidden_size)) / np.sqrt(input_size),
            "W": gain * orthogonal,
            "b": np.zeros(hidden_size),
            "V": rng.standard_normal((hidden_size, output_size)) / np.sqrt(hidden_size),
            "c": np.zeros(output_size),
        }
        self.params = {name: value.astype(dtype) for name, value in self.params.items()}
        self.state: np.ndarray | None = None

    def states(self, x: np.ndarray, h0: np.ndarray | None = None) -> tuple[np.ndarray, tuple]:
        """(h, cache) of `bptt.rnn_forward`: the states (N, T, H) after each step."""
        U, W, b = (self.params[name] for name in "UWb")
        h, cache = bptt.rnn_forward(x, np.zeros((len(x), len(b)), b.dtype) if h0 is None else h0, U, W, b)
        self.state = h[:, -1]
        return h, cache

    def scores(self, x: np.ndarray, h0: np.ndarray | None = None) -> np.ndarray:
        """z (N, T, C) at every step."""
        return self.states(x, h0)[0] @ self.params["V"] + self.params["c"]

    def output_loss(self, h: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray, np.ndarray, np.ndarray]:
        """The loss from the states h (N, T, H), and its gradients dh (N, T, H), dV (H, C) and dc (C,)."""
        labelled = y >= 0
        dh = np.zeros_like(h)
        loss, dz = softmax.softmax_loss(h[labelled] @ self.params["V"] + self.params["c"], y[labelled])
        dh[labelled] = dz @ self.params["V"].T
        return loss, dh, h[labelled].T @ dz, dz.sum(axis=0)

    def loss(self, x: np.ndarray, y: np.ndarray, h0: np.ndarray | None = None) -> tuple[float, dict[str, np.ndarray]]:
        """Mean cross-entropy over all steps that have a label, and the gradients of all parameters."""
        h, cache = self.states(x, h0)
        loss, dh, dV, dc = self.output_loss(h, y)
        _, _, dU, dW, db = bptt.rnn_backward(dh, cache)
        return loss, {"U": dU, "W": dW, "b": db, "V": dV, "c": dc}

    def predict(self, x: np.ndarray, h0: np.ndarray | None = None) -> np.ndarray:
        """The class with the highest score at every step: integers (N, T)."""
        return np.argmax(self.scores(x, h0), axis=2)


def load_text() -> str | None:
    """The text that ships with the course; None for a lab that was fetched alone, without ``datasets/``."""
    path = COURSE / "datasets" / "text" / "rain.txt"
    return path.read_text(encoding="utf-8") if path.is_file() else None


def sample_text(
    net: RNN,
    alphabet: str,
    start: str,
    length: int,
    temperature: float = 1.0,
    rng: np.random.Generator | int | None = None,
) -> str:
    """`start` and `length` more characters, each drawn from the softmax of the scores divided by `temperature`.

    Parameters
    ----------
    net : RNN that reads and predicts characters, as one-hot rows in the order of `alphabet`
    alphabet : str of all characters, each once
    start : str, what the network reads first
    length : int; temperature : float > 0, small for likely characters only; rng : numpy Generator or seed
    """
    rng = np.random.default_rng(rng)
    one_hot = np.eye(len(alphabet), dtype=net.params["U"].dtype)
    text, state, unread = start, None, start
    for _ in range(length):
        scores = net.scores(one_hot[[alphabet.index(character) for character in unread]][None], state)[0, -1]
        state = net.state
        p = np.exp((scores - scores.max()).astype(float) / temperature)
        unread = alphabet[rng.choice(len(alphabet), p=p / p.sum())]
        text += unread
    return text
