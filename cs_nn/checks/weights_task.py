"""The trained networks that students hand in, and what their accuracy is worth."""

from __future__ import annotations

from dataclasses import dataclass

from cs_nn.data import CIFAR10_CLASSES


@dataclass(frozen=True)
class WeightsTask:
    """A network to be handed in. ``name`` is the file's name and the id of the notebook's test cell."""

    name: str
    module: str
    network: str
    input_size: int
    output_size: int
    full: int = 56  #: per cent of the test images for full marks
    step: int = 4  #: per cent below that cost a fifth of the points, from the first on
    extra: int = 57  #: per cent; each whole per cent above gives one point of extra credit
    most: int = 4  #: points of extra credit at most

    def score(self, right: int, count: int, points: float) -> tuple[float, int]:
        """Points out of `points`, and extra credit, for `right` of `count` images."""
        missing = max(self.full * count - 100 * right, 0)
        fifths = -(-missing // (self.step * count))
        extra = 100 * right // count - self.extra
        return points * max(5 - fifths, 0) / 5, min(max(extra, 0), self.most)


NETWORKS = {
    task.name: task
    for task in (WeightsTask("best_two_layer_net", "two_layer_net", "TwoLayerNet", 3 * 32 * 32, len(CIFAR10_CLASSES)),)
}
