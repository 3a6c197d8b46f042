"""Wrong versions of dropout_forward(x, dropout_param)."""

import numpy as np

_GLOBAL = np.random.default_rng(3)
_KEPT = {}


def _settings(dropout_param):
    return dropout_param["p"], dropout_param["mode"], dropout_param["rng"]


def _with_mask(x, dropout_param, mask):
    """Inverted dropout with the mask that a function of x, p and rng draws."""
    p, mode, rng = _settings(dropout_param)
    if mode == "test":
        return x, None
    mask = mask(x, p, rng)
    return x * mask, mask


# ------------------------------------------------------------------ p and the scale
def p_is_kept(x, dropout_param):
    """p as the probability that an entry is kept: right for p = 0.5.

    Mistake: p-kept
    Hint: p is the probability that an entry is dropped
    """
    return _with_mask(x, dropout_param, lambda x, p, rng: (rng.random(x.shape) < p) / (p or 1))


def p_is_kept_scaled_as_dropped(x, dropout_param):
    """rand < p is kept, and divided by 1 - p.

    Mistake: p-kept
    Hint: p is the probability that an entry is dropped
    """
    return _with_mask(x, dropout_param, lambda x, p, rng: (rng.random(x.shape) < p) / (1 - p))


def divided_by_p(x, dropout_param):
    """The right share, divided by p.

    Mistake: divided-by-p
    Hint: what is kept is divided by p
    """
    return _with_mask(x, dropout_param, lambda x, p, rng: (rng.random(x.shape) > p) / (p or 1))


def not_scaled(x, dropout_param):
    """Nothing is scaled.

    Mistake: not-scaled
    Hint: what is kept is not scaled
    """
    return _with_mask(x, dropout_param, lambda x, p, rng: rng.random(x.shape) >= p)


def multiplied(x, dropout_param):
    """Times 1 - p.

    Mistake: multiplied
    Hint: what is kept is multiplied by 1 - p
    """
    return _with_mask(x, dropout_param, lambda x, p, rng: (rng.random(x.shape) >= p) * (1 - p))


def multiplied_by_p(x, dropout_param):
    """Times p.

    Mistake: multiplied
    Hint: what is kept is multiplied by p
    """
    return _with_mask(x, dropout_param, lambda x, p, rng: (rng.random(x.shape) >= p) * (p or 1))


def scaled_twice(x, dropout_param):
    """The mask is scaled, and then out.

    Mistake: scaled-twice
    Hint: what is kept is divided by 1 - p twice
    """
    p, mode, rng = _settings(dropout_param)
    if mode == "test":
        return x, None
    mask = (rng.random(x.shape) >= p) / (1 - p)
    return x * mask / (1 - p), mask


def scaled_by_the_share(x, dropout_param):
    """Divided by the share that is kept this time.

    Mistake: share
    Hint: not by the share that happens to be kept
    """

    def mask(x, p, rng):
        kept = rng.random(x.shape) >= p
        return kept / kept.mean()

    return _with_mask(x, dropout_param, mask)


def scaled_in_test_mode(x, dropout_param):
    """Plain dropout: the scale comes when predicting.

    Mistake: not-scaled
    Hint: what is kept is not scaled
    """
    p, mode, rng = _settings(dropout_param)
    if mode == "test":
        return x * (1 - p), None
    mask = rng.random(x.shape) >= p
    return x * mask, mask


def scaled_in_both_modes(x, dropout_param):
    """Inverted dropout, and the scale of plain dropout too.

    Mistake: test-mode
    Hint: nothing is scaled in mode test: in training
    """
    p, mode, rng = _settings(dropout_param)
    if mode == "test":
        return x * (1 - p), None
    return _with_mask(x, dropout_param, lambda x, p, rng: (rng.random(x.shape) >= p) / (1 - p))


def divided_in_both_modes(x, dropout_param):
    """The division stands after the if.

    Mistake: test-mode
    Hint: out is divided by 1 - p: nothing is scaled in mode test
    """
    p, mode, rng = _settings(dropout_param)
    mask = np.ones(x.shape) if mode == "test" else (rng.random(x.shape) >= p)
    mask = mask / (1 - p)
    return x * mask, mask


def dropped_in_test_mode(x, dropout_param):
    """mode is not looked at.

    Mistake: test-mode
    Hint: entries are dropped: that is for mode train only
    """
    p, mode, rng = _settings(dropout_param)
    mask = (rng.random(x.shape) >= p) / (1 - p)
    return x * mask, mask


def modes_swapped(x, dropout_param):
    """Drops in mode test only.

    Mistake: wrong-result
    Hint: the cache is None in mode train, and nothing is dropped
    """
    other = {**dropout_param, "mode": "test" if dropout_param["mode"] == "train" else "train"}
    return _with_mask(x, other, lambda x, p, rng: (rng.random(x.shape) >= p) / (1 - p))


def mode_by_another_name(x, dropout_param):
    """mode == "training".

    Mistake: wrong-result
    Hint: the cache is None in mode train
    """
    mask = None
    out = x
    if dropout_param["mode"] == "training":
        mask = (dropout_param["rng"].random(x.shape) >= dropout_param["p"]) / (1 - dropout_param["p"])
        out = x * mask
    return out, mask


def inverted(x, dropout_param):
    """The dropped ones are kept, both ways: (rand > 1 - p) / (1 - p).

    Mistake: p-kept
    Hint: p is the probability that an entry is dropped
    """
    return _with_mask(x, dropout_param, lambda x, p, rng: (rng.random(x.shape) > 1 - p) / (1 - p))


def p_not_used(x, dropout_param):
    """A coin.

    Mistake: half
    Hint: half of the entries are kept: is p used?
    """
    return _with_mask(x, dropout_param, lambda x, p, rng: rng.integers(0, 2, x.shape) * 2.0)


# ------------------------------------------------------------------ the draw
def normal_numbers(x, dropout_param):
    """randn in the place of rand.

    Mistake: not-uniform
    Hint: that share of normal numbers is above p: draw uniform ones
    """
    return _with_mask(x, dropout_param, lambda x, p, rng: (rng.standard_normal(x.shape) >= p) / (1 - p))


def normal_numbers_below_p(x, dropout_param):
    """randn < p.

    Mistake: not-uniform
    Hint: that share of normal numbers is below p: draw uniform ones
    """
    return _with_mask(x, dropout_param, lambda x, p, rng: (rng.normal(size=x.shape) < p) / (1 - p))


def uniform_numbers_not_compared(x, dropout_param):
    """The random numbers themselves are the mask.

    Mistake: nothing-dropped
    Hint: nothing is dropped
    """
    return _with_mask(x, dropout_param, lambda x, p, rng: rng.random(x.shape) / (1 - p))


def one_number(x, dropout_param):
    """One draw for everything.

    Mistake: all-dropped
    Hint: each entry must become 0 with probability p
    """
    return _with_mask(x, dropout_param, lambda x, p, rng: np.ones(x.shape) * (rng.random() >= p) / (1 - p))


def one_row(x, dropout_param):
    """One mask for the whole batch, which spreads.

    Mistake: one-row
    Hint: every example drops the same entries
    """
    return _with_mask(x, dropout_param, lambda x, p, rng: (rng.random(x.shape[1:]) >= p) / (1 - p))


def one_row_with_axis(x, dropout_param):
    """The same, with an axis of length 1.

    Mistake: one-row
    Hint: every example drops the same entries
    """
    return _with_mask(x, dropout_param, lambda x, p, rng: (rng.random((1, *x.shape[1:])) >= p) / (1 - p))


def one_number_per_example(x, dropout_param):
    """A draw for each example.

    Mistake: whole-examples
    Hint: examples are dropped whole
    """
    return _with_mask(x, dropout_param, lambda x, p, rng: (
        rng.random((len(x), *[1] * (x.ndim - 1))) >= p) / (1 - p) * np.ones(x.shape))


def whole_channels(x, dropout_param):
    """Spatial dropout for images.

    Mistake: whole-channels
    Hint: whole channels are dropped
    """
    return _with_mask(x, dropout_param, lambda x, p, rng: (
        rng.random((*x.shape[:2], *[1] * (x.ndim - 2))) >= p) / (1 - p) * np.ones(x.shape))


def same_in_all_channels(x, dropout_param):
    """One mask for all channels of an image.

    Mistake: same-in-channels
    Hint: all channels drop the same entries
    """
    return _with_mask(x, dropout_param, lambda x, p, rng: (
        rng.random((len(x), *(x.shape[1:] if x.ndim == 2 else (1, *x.shape[2:])))) >= p) / (1 - p) * np.ones(x.shape))


def only_two_axes(x, dropout_param):
    """rng.random((N, D)) for matrices only.

    Mistake: ValueError
    Hint: it stopped with
    """

    def mask(x, p, rng):
        N, D = x.shape
        return (rng.random((N, D)) >= p) / (1 - p)

    return _with_mask(x, dropout_param, mask)


def two_masks(x, dropout_param):
    """The mask in the cache is drawn again.

    Mistake: wrong-mask
    Hint: has its zeros at other entries than out: draw one mask
    """
    p, mode, rng = _settings(dropout_param)
    if mode == "test":
        return x, None
    out = x * (rng.random(x.shape) >= p) / (1 - p)
    return out, (rng.random(x.shape) >= p) / (1 - p)


def masked_twice(x, dropout_param):
    """Two masks, one after the other.

    Mistake: dropped-twice
    Hint: is a second mask drawn?
    """
    p, mode, rng = _settings(dropout_param)
    if mode == "test":
        return x, None
    mask = (rng.random(x.shape) >= p) / (1 - p)
    return x * (rng.random(x.shape) >= p) * mask, mask


def own_generator(x, dropout_param):
    """np.random.

    Mistake: other-generator
    Hint: draw with the generator that comes in dropout_param
    """
    return _with_mask(x, dropout_param, lambda x, p, rng: (np.random.rand(*x.shape) >= p) / (1 - p))


def new_generator(x, dropout_param):
    """A generator of its own, without a seed.

    Mistake: other-generator
    Hint: draw with the generator that comes in dropout_param
    """
    return _with_mask(x, dropout_param, lambda x, p, rng: (np.random.default_rng().random(x.shape) >= p) / (1 - p))


def generator_of_the_module(x, dropout_param):
    """A generator that is made once.

    Mistake: other-generator
    Hint: draw with the generator that comes in dropout_param
    """
    return _with_mask(x, dropout_param, lambda x, p, rng: (_GLOBAL.random(x.shape) >= p) / (1 - p))


def own_seed(x, dropout_param):
    """The same numbers in each call.

    Mistake: same-mask
    Hint: and don't set a seed
    """
    return _with_mask(x, dropout_param, lambda x, p, rng: (np.random.default_rng(0).random(x.shape) >= p) / (1 - p))


def mask_kept(x, dropout_param):
    """The first mask of a shape is used again.

    Mistake: same-mask
    Hint: and don't set a seed
    """

    def mask(x, p, rng):
        return _KEPT.setdefault((x.shape, p), (rng.random(x.shape) >= p) / (1 - p))

    return _with_mask(x, dropout_param, mask)


def by_size(x, dropout_param):
    """Drops the lowest entries: nothing is drawn.

    Mistake: same-mask
    Hint: the second call drops the same entries
    """
    return _with_mask(x, dropout_param, lambda x, p, rng: (x >= np.quantile(x, p)) / (1 - p))


# ------------------------------------------------------------------ what comes back
def mask_cached_unscaled(x, dropout_param):
    """The scale is in out only.

    Mistake: wrong-mask
    Hint: this mask is 1 where entries are kept
    """
    p, mode, rng = _settings(dropout_param)
    if mode == "test":
        return x, None
    mask = rng.random(x.shape) >= p
    return x * mask / (1 - p), mask


def dropped_cached(x, dropout_param):
    """The cache says what is dropped.

    Mistake: wrong-mask
    Hint: this mask is 1 where entries are dropped
    """
    p, mode, rng = _settings(dropout_param)
    if mode == "test":
        return x, None
    drop = rng.random(x.shape) < p
    return np.where(drop, 0, x / (1 - p)), drop


def x_cached(x, dropout_param):
    """The cache of a ReLU.

    Mistake: wrong-mask
    Hint: this is x
    """
    return _with_mask(x, dropout_param, lambda x, p, rng: (rng.random(x.shape) >= p) / (1 - p))[0], x


def out_cached(x, dropout_param):
    """The cache is out.

    Mistake: wrong-mask
    Hint: this is out
    """
    out, _ = _with_mask(x, dropout_param, lambda x, p, rng: (rng.random(x.shape) >= p) / (1 - p))
    return out, out


def mask_in_test_mode(x, dropout_param):
    """out is right in mode test, but a mask is drawn.

    Mistake: wrong-mask
    Hint: the mask is all ones, or None in mode test
    """
    p, mode, rng = _settings(dropout_param)
    mask = (rng.random(x.shape) >= p) / (1 - p)
    return x * mask if mode == "train" else x, mask


def nothing_cached(x, dropout_param):
    """mask is never set.

    Mistake: wrong-result
    Hint: the cache is None in mode train
    """
    out, _ = _with_mask(x, dropout_param, lambda x, p, rng: (rng.random(x.shape) >= p) / (1 - p))
    return out, None


def mask_returned(x, dropout_param):
    """out is the mask.

    Mistake: mask-returned
    Hint: this is the mask: multiply x by it
    """
    _, mask = _with_mask(x, dropout_param, lambda x, p, rng: (rng.random(x.shape) >= p) / (1 - p))
    return x if mask is None else mask, mask


def noise_added(x, dropout_param):
    """The mask is added.

    Mistake: nothing-dropped
    Hint: nothing is dropped
    """
    p, mode, rng = _settings(dropout_param)
    if mode == "test":
        return x, None
    mask = (rng.random(x.shape) >= p) / (1 - p)
    return x + mask, mask


def only_kept_entries(x, dropout_param):
    """Boolean indexing: the dropped entries are gone.

    Mistake: wrong-shape
    Hint: dropped entries become 0, and the shape stays
    """
    p, mode, rng = _settings(dropout_param)
    if mode == "test":
        return x, None
    kept = rng.random(x.shape) >= p
    return x[kept] / (1 - p), kept / (1 - p)


def minus_infinity(x, dropout_param):
    """Dropped entries become nan.

    Hint: out has nan or infinite entries
    """
    p, mode, rng = _settings(dropout_param)
    if mode == "test":
        return x, None
    kept = rng.random(x.shape) >= p
    return np.where(kept, x / (1 - p), np.nan), kept / (1 - p)


def squared(x, dropout_param):
    """x is in the mask, and multiplied again.

    Mistake: squared
    Hint: x comes in twice
    """
    p, mode, rng = _settings(dropout_param)
    if mode == "test":
        return x, None
    out = x * (rng.random(x.shape) >= p)
    return out * x, (out != 0) / (1 - p)


def whole_numbers(x, dropout_param):
    """The mask is an array of integers.

    Mistake: not-scaled
    Hint: what is kept is not scaled
    """
    return _with_mask(x, dropout_param, lambda x, p, rng: ((rng.random(x.shape) >= p) / (1 - p)).astype(int))


def zero_for_p_0(x, dropout_param):
    """Nothing left for p = 0: rand < p or divided by p.

    Mistake: test-mode
    Hint: for p = 0
    """
    p, mode, rng = _settings(dropout_param)
    if mode == "test":
        return x, None
    if not p:
        return np.zeros(x.shape), np.zeros(x.shape)
    mask = (rng.random(x.shape) >= p) / (1 - p)
    return x * mask, mask


def in_place(x, dropout_param):
    """x is overwritten; the mask is float32.

    Mistake: argument-changed
    Hint: work on a copy
    """
    p, mode, rng = (dropout_param.get(key) for key in ("p", "mode", "rng"))
    if mode == "test" or p == 0:
        return x, None
    mask = np.float32(1 / (1 - p)) * (rng.random(x.shape, dtype=np.float32) >= p).astype(np.float32)
    x *= mask
    return x, mask


def float64_mask(x, dropout_param):
    """The mask is float64 whatever x is: out of float32 inputs is float64, not of the dtype of x.

    Mistake: dtype
    Hint: float32 in, float32 out
    """
    p, mode, rng = (dropout_param[name] for name in ("p", "mode", "rng"))
    mask = None
    out = x
    if mode == "train":
        mask = (rng.random(x.shape) >= p) / (1 - p)
        out = x * mask
    return out, mask


def mode_set(x, dropout_param):
    """The mode becomes "test" after the first call.

    Mistake: argument-changed
    Hint: needs dropout_param as before
    """
    p, mode, rng = (dropout_param[name] for name in ("p", "mode", "rng"))
    if mode == "test":
        return x, None
    dropout_param["mode"] = "test"
    mask = ((rng.random(x.shape) >= p) / (1 - p)).astype(x.dtype)
    return x * mask, mask


def _rectified(x):
    return np.maximum(x, 0)


def relu_too(x, dropout_param):
    """Negative entries become 0 as well."""
    p, mode, rng = (dropout_param[name] for name in ("p", "mode", "rng"))
    if mode == "test":
        return x, None
    mask = ((rng.random(x.shape) >= p) / (1 - p)).astype(x.dtype)
    return _rectified(x * mask), mask


_masks = {}


def mask_of_the_first_call(x, dropout_param):
    """One mask for each shape, kept.

    Mistake: same-mask
    Hint: draw with the generator
    """
    p, mode, rng = (dropout_param[name] for name in ("p", "mode", "rng"))
    if mode == "test":
        return x, None
    if x.shape not in _masks:
        _masks[x.shape] = ((rng.random(x.shape) >= p) / (1 - p)).astype(x.dtype)
    return x * _masks[x.shape], _masks[x.shape]


def not_scaled_if_few_are_dropped(x, dropout_param):
    """A p of at most 0.1 is taken for none when it comes to scaling."""
    p, mode, rng = (dropout_param[name] for name in ("p", "mode", "rng"))
    mask = None
    if mode == "train":
        mask = ((rng.random(x.shape) >= p) / (1 - p if p > 0.1 else 1)).astype(x.dtype)
        x = x * mask
    return x, mask
