"""Inputs of Lab 8's hidden checks."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cs_nn.checks import Case
from cs_nn.checks.tasks.lab8_bptt import CLIPPED, clip_case, rnn_case, sum_case
from grading.hidden._draws import number


def _sizes(rng):
    """Four different sizes N, T, D, H; at least three steps."""
    T = int(rng.integers(3, 8))
    N, D, H = (int(n) for n in rng.choice(np.setdiff1d(np.arange(3, 10), [T]), size=3, replace=False))
    return {"N": N, "T": T, "D": D, "H": H}


def sequences(rng: np.random.Generator, make: Callable[..., Case] = rnn_case) -> list[Case]:
    return [
        *(make(rng, "other sizes", **_sizes(rng)) for _ in range(3)),
        make(rng, "one sequence", **{**_sizes(rng), "N": 1}),
        make(rng, "a long sequence", N=2, T=int(rng.integers(30, 40)), D=3, H=4, memory=True),
        make(rng, "small weights", scale=0.1, **_sizes(rng)),
        make(rng, "large weights", scale=3.0, **_sizes(rng)),
        make(rng, "a single step", **{**_sizes(rng), "T": 1}),
    ]


def steps(rng: np.random.Generator) -> list[Case]:
    return [*sequences(rng), rnn_case(rng, "states near -1 and 1", scale=number(rng, 900, 2000), **_sizes(rng))]


def backward(rng: np.random.Generator) -> list[Case]:
    return [
        *sequences(rng),
        rnn_case(rng, "an upstream gradient at the last step only", lone=True, **_sizes(rng)),
        rnn_case(rng, "large upstream gradients", dh_scale=number(rng, 2e3, 5e4), **_sizes(rng)),
        rnn_case(rng, "small upstream gradients", dh_scale=number(rng, 1e-7, 1e-5), **_sizes(rng)),
    ]


def sums(rng: np.random.Generator) -> list[Case]:
    return [
        *sequences(rng, sum_case),
        sum_case(rng, "small deltas", delta_scale=number(rng, 1e-7, 1e-5), **_sizes(rng)),
    ]


def clip(rng: np.random.Generator) -> list[Case]:
    def names():
        return rng.permutation(list(CLIPPED))[: rng.integers(2, 6)]

    return [
        clip_case(rng, "gradients above the limit", number(rng, 0.5, 2), names=names()),
        clip_case(rng, "gradients below the limit", number(rng, 20, 90), names=names()),
        clip_case(rng, "all five arrays", number(rng, 0.5, 2), names="cVbWU"),
        clip_case(rng, "exploded gradients", number(rng, 1, 9), scale=1e8, names=names()),
        clip_case(rng, "tiny gradients", 1.0, scale=1e-6),
        clip_case(rng, "each array below the limit, their norm above it"),
        clip_case(rng, "a limit and a norm below 1", scale=0.05, share=number(rng, 0.1, 0.5), names=names()),
        clip_case(rng, "a norm just above the limit", share=number(rng, 0.95, 0.98), names=names()),
        clip_case(rng, "a norm just below the limit", share=number(rng, 1.02, 1.05), names=names()),
        clip_case(rng, "any names", number(rng, 0.5, 2), names=("W", "embedding", "c")),
        clip_case(rng, "gradients that are zero", 2.0, scale=0.0),
    ]


CASES = {
    "rnn_step_forward": steps,
    "rnn_step_backward": backward,
    "rnn_forward": sequences,
    "rnn_backward": backward,
    "bptt_deltas": backward,
    "bptt_gradient_sum": sums,
    "clip_gradients": clip,
}


LARGE = {
    "rnn_step_backward": lambda rng: [
        (rnn_case(rng, "large weights' arrays", N=2, T=1, D=560, H=550), "dx_t dh_prev dU dW db")
    ],
    "rnn_backward": lambda rng: [
        (
            rnn_case(rng, "large arrays", N=1, T=2, D=560, H=550),
            "dx dh0 dU dW db | fake_dx fake_dh0 fake_dU fake_dW fake_db",
        )
    ],
    "bptt_deltas": lambda rng: [(rnn_case(rng, "many states", N=1, T=3, D=2, H=2000), "deltas")],
    "bptt_gradient_sum": lambda rng: [(sum_case(rng, "large arrays", N=1, T=2, D=700, H=650), "dU dW db")],
}
