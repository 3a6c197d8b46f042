"""Inputs of Lab 7's hidden checks."""

from __future__ import annotations

import numpy as np

from cs_nn.tools.tasks.lab7_bptt import clip_case, rnn_case, sum_case


def _sizes(rng):
    """Four different sizes N, T, D, H; at least three steps."""
    T = int(rng.integers(3, 8))
    N, D, H = (int(n) for n in rng.choice(np.setdiff1d(np.arange(2, 10), [T]), size=3, replace=False))
    return {"N": N, "T": T, "D": D, "H": H}


def sequences(rng, make=rnn_case):
    return [
        *(make(rng, "other sizes", **_sizes(rng)) for _ in range(3)),
        make(rng, "one sequence", **{**_sizes(rng), "N": 1}),
        make(rng, "a long sequence", N=2, T=int(rng.integers(15, 25)), D=3, H=4),
        make(rng, "small weights", scale=0.1, **_sizes(rng)),
        make(rng, "a single step", **{**_sizes(rng), "T": 1}),
    ]


def sums(rng):
    return sequences(rng, sum_case)


def clip(rng):
    return [
        clip_case(rng, "gradients above the limit", float(rng.uniform(0.5, 2))),
        clip_case(rng, "gradients below the limit", float(rng.uniform(20, 90))),
        clip_case(rng, "exploded gradients", float(rng.uniform(1, 9)), scale=1e8),
        clip_case(rng, "tiny gradients", 1.0, scale=1e-6),
        clip_case(rng, "each array below the limit, their norm above it"),
        clip_case(rng, "gradients that are zero", 2.0, scale=0.0),
    ]


CASES = {
    "rnn_step_forward": sequences,
    "rnn_step_backward": sequences,
    "rnn_forward": sequences,
    "rnn_backward": sequences,
    "bptt_deltas": sequences,
    "bptt_gradient_sum": sums,
    "clip_gradients": clip,
}
