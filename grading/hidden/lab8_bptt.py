"""Inputs of Lab 8's hidden checks: drawn as the visible ones are, and large ones."""

from __future__ import annotations

from cs_nn.checks.tasks.lab8_bptt import TASKS, rnn_case, sum_case

CASES = {name: task.cases for name, task in TASKS.items()}

GRADIENTS = "dx dh0 dU dW db | fake_dx fake_dh0 fake_dU fake_dW fake_db"
LARGE = {
    "rnn_step_backward": lambda rng: [(rnn_case(rng, "large arrays", N=2, T=1, D=480, H=470), "dx_t dh_prev dU dW db")],
    "rnn_backward": lambda rng: [(rnn_case(rng, "large arrays", N=1, T=2, D=420, H=410), GRADIENTS)],
    "bptt_deltas": lambda rng: [(rnn_case(rng, "many states", N=1, T=4, D=2, H=1500), "deltas")],
    "bptt_gradient_sum": lambda rng: [(sum_case(rng, "large arrays", N=1, T=2, D=510, H=500), "dU dW db")],
}
