"""Kinds of mistakes that come back in other tasks, under ids of their own in each table of mistakes.

What a student does again in the next lab is seldom the same mistake, but often one of the same kind. Ids that mean
another thing in each task (``factor``, ``wrong-result``, ``unknown``) belong to no kind: chance would look like habit.
"""

from __future__ import annotations

import fnmatch
import functools
from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of mistakes: its name, what helps, and the ids that belong to it (``*`` stands for any letters)."""

    name: str
    advice: str
    ids: tuple[str, ...]


def _kind(name: str, advice: str, ids: str) -> Kind:
    return Kind(name, advice, tuple(ids.split()))


#: The first kind that an id fits counts.
KINDS = (
    _kind("tasks left as they were given",
          "A first version that runs is a good beginning: the check then says what is still wrong. If you don't know "
          "how to begin, ask early.",
          "stub"),
    _kind("arguments that are changed",
          "Whoever calls a function still needs its arguments. Make a copy before you write with +=, *= or [...] =.",
          "argument-changed window-in-place"),
    _kind("something kept from one call to the next",
          "Start sums and lists inside of the function, and compute from the arguments alone.",
          "kept"),
    _kind("code that stops with an error",
          "Run the check before you hand in: it names the line. Print the shapes of the arrays just before it.",
          "*Error"),
    _kind("loops where products of matrices are asked for",
          "Write down the shapes: a sum over an index that two arrays share is a product of matrices.",
          "loop"),
    _kind("results of another shape",
          "Write the shape of each factor beside it, as (N, D), before you write the product; axis= and keepdims= "
          "follow from it.",
          "wrong-shape transposed"),
    _kind("results or axes in another order",
          "Compare the order with the docstring: that of what is returned, and that of the axes.",
          "wrong-order"),
    _kind("results that are not stored",
          "Look for the line that puts what you computed into the array that is returned.",
          "all-zeros not-filled not-stored"),
    _kind("a sum, a mean or a maximum along another axis",
          "Ask which index is to go away, and find its place in the shape: that is the axis.",
          "wrong-axis normalised-over-all normalised-over-examples maximum-of-columns maximum-of-axis rows "
          "sum-over-all one-mean db-axes"),
    _kind("a mean and a sum mistaken for each other",
          "The mean over the batch is taken once, in the loss. What comes before and after it adds up.",
          "averaged averaged-* not-averaged data-divided data-not-averaged factor-N loss-divided gradient-divided "
          "divided-by-classes divided-by-inputs outputs-averaged db-averaged mean-of-biases mean-of-steps mean-twice "
          "losses-summed probabilities-averaged probabilities-not-averaged correct-class-not-averaged "
          "correct-class-averaged-twice"),
    _kind("the penalty on the weights",
          "Read its formula once more: the factor, the square, which arrays it takes. Then differentiate it.",
          "reg-* penalty-* lambd-* some-weights some-layers bias-penalised biases-penalised gradients-penalised "
          "squared-sum mean-of-squares sum-in-gradient mean-in-gradient not-derived squares-kept"),
    _kind("a wrong sign",
          "Look at one term alone, with numbers that you can work out by hand.",
          "sign uphill subtracted b-subtracted b1-subtracted b2-subtracted bias-subtracted beta-subtracted "
          "state-subtracted upstream-subtracted bias-sign hidden-sign m-sign both-signs sign-of-path negative-gradient "
          "negative-loss minus-scores opposite-velocity moved-back correct-class-added"),
    _kind("the bias",
          "Each output has one bias, which is added once; its gradient adds up over the examples.",
          "bias-* b1-* b2-* no-bias no-b b-outside b-twice db-summed"),
    _kind("the derivative of the activation function",
          "On the way back each activation function gives a factor: its derivative, where the forward pass was.",
          "*slope* mask-alone mask-of-gradient mask-of-dout leaky-mask hidden-for-mask times-input"),
    _kind("an upstream gradient that does not enter",
          "By the chain rule each gradient is made with the one that comes from above.",
          "dout-not-used dout-missing dh-not-used no-upstream deltas-missing"),
    _kind("numbers that are cut off or taken for 0",
          "No limit is asked for: large and small numbers count as they are.",
          "small-left-out small-entries clipped inputs-clipped scores-clipped gradient-limited bounded saturates "
          "rounded"),
    _kind("whole numbers where decimals are needed",
          "An array of integers and // cut off what is behind the point: begin with np.zeros of floats.",
          "integers whole-numbers integer-gradient quotient-rounded"),
    _kind("nan and infinite numbers",
          "Look for exp of a large number, for the logarithm of 0, and for a division by 0.",
          "nan inf large-scores zero-norm"),
    _kind("only some of the examples count",
          "Look where loops and slices begin and end, whether return stands inside of the loop, and for = in place of "
          "+=.",
          "first-example-only last-example-only first-example-left-out last-example-left-out one-example one-row "
          "first-image-only first-image-missing first-images some-images few-examples rest-left-out one-left-out"),
    _kind("layers that are put together in another way",
          "Draw the layers in a row, with what goes into each and what comes out, there and back.",
          "wrong-cache wrong-input wrong-parameters wrong-key not-called composition layer-skipped"),
)  # fmt: skip


#: The kind of what was not written at all.
UNWRITTEN = KINDS[0]


@functools.cache
def kind_of(mistake: str) -> Kind | None:
    """The kind that the id of a mistake belongs to; None if it belongs to none."""
    return next((kind for kind in KINDS if any(fnmatch.fnmatchcase(mistake, id) for id in kind.ids)), None)
