"""Lab 0: right but unusual versions of the functions, by task (`grading.right_versions` reads them)."""

import numpy as np


class topic_loss:
    def by_vdot(y, t):
        """One dot product instead of a sum of squares."""
        dy = (y - t) / len(y)
        return 0.5 * len(y) * np.vdot(dy, dy), dy

    def example_by_example(y, t):
        """A loop over the examples."""
        loss, dy = 0.0, np.zeros_like(y)
        for i in range(len(y)):
            dy[i] = (y[i] - t[i]) / len(y)
            loss += ((y[i] - t[i]) ** 2).mean() * y.shape[1] / 2 / len(y)
        return loss, dy
