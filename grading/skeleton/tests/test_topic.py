"""The worked solution of Lab 0 against PyTorch."""

import numpy as np
import pytest
from cs_nn.topic import topic_loss
from reference import torch

from cs_nn import checks
from grading.fresh_inputs import hidden_cases

LAB = "lab0_topic"


@pytest.mark.parametrize("seed", range(3))
def test_loss_and_gradient_equal_those_of_pytorch(seed):
    task = checks.lab_tasks(LAB)["topic_loss"]
    for case in (*checks.visible_cases(task), *hidden_cases(LAB, "topic_loss", seed)):
        y, t = torch.tensor(case["y"], requires_grad=True), torch.tensor(case["t"])
        loss = torch.nn.functional.mse_loss(y, t, reduction="sum") / (2 * len(y))
        loss.backward()
        own_loss, dy = topic_loss(case["y"], case["t"])
        np.testing.assert_allclose(own_loss, loss.item(), rtol=1e-10)
        np.testing.assert_allclose(dy, y.grad.numpy(), rtol=1e-10)
