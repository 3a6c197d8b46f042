"""What every training loop of the course records."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class History:
    """The course of one training run.

    ``loss`` has one entry per iteration (the loss of its minibatch); the other lists have one
    entry per epoch. ``best_epoch`` counts from 0 and is None without validation data.
    """

    loss: list[float] = field(default_factory=list)
    train_accuracy: list[float] = field(default_factory=list)
    val_accuracy: list[float] = field(default_factory=list)
    learning_rate: list[float] = field(default_factory=list)
    best_epoch: int | None = None
