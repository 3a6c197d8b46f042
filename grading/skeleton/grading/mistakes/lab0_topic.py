"""Lab 0: known mistakes, as changes of right functions (`grading.mistakes` says how to read them)."""

TABLE = r"""
== topic_loss
sum: the loss is a mean over the examples: divide by N.
    0.5 * np.sum(error**2) / len(y) -> 0.5 * np.sum(error**2)
mean-of-entries: the mean is over examples, not over all entries: divide by N alone.
    0.5 * np.sum(error**2) / len(y) -> 0.5 * np.mean(error**2)
gradient-not-averaged: the loss is divided by N, and so is its gradient.
    dy = error / len(y) -> dy = error
* factor-2: look where
    0.5 * np.sum -> np.sum
* sign: wrong sign
    dy = error -> dy = -error
* argument-changed: needs y as before
    error = y - t -> error = y; error -= t
"""
