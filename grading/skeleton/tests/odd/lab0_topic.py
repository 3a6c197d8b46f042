"""Lab 0: right but unusual versions of the functions (`grading.right_versions` says how to read them)."""

TABLE = r"""
== topic_loss
by_vdot: One dot product instead of a sum of squares.
    np.sum(error**2) -> np.vdot(error, error)
example_by_example: A loop over the examples.
    | loss, dy = 0.0, np.zeros_like(y)
    | for i in range(len(y)):
    |     dy[i] = (y[i] - t[i]) / len(y)
    |     loss += ((y[i] - t[i]) ** 2).mean() * y.shape[1] / 2 / len(y)
"""
