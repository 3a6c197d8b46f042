"""Lab 6's layers for images: the checks of convolution, max-pooling and dropout."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import ndimage, signal

from cs_nn.tools.checks import Case, Mistake, Problem, Results, Task, WrongResult, agrees, compare, to_array, unpack

_mistake = Mistake.of


# ------------------------------------------------------------------ convolution
def conv_case(rng, about, N=2, C=3, H=6, W=8, F=4, HH=3, WW=2, stride=1, pad=0, dtype=float) -> Case:
    """Images, filters, biases and an upstream gradient; `pad` is a number or "same"."""
    out = [_count(size, width, stride, pad) for size, width in ((H, HH), (W, WW))]
    return {"about": about, "stride": stride, "pad": pad,
            "x": rng.standard_normal((N, C, H, W)).astype(dtype),
            "w": rng.standard_normal((F, C, HH, WW)).astype(dtype),
            "b": 2 * rng.standard_normal(F).astype(dtype), "dout": rng.standard_normal((N, F, *out)).astype(dtype)}


def _count(size, width, stride, pad):
    """Windows along one axis."""
    return len(range(0, size, stride)) if pad == "same" else len(range(0, size + 2 * pad - width + 1, stride))


def conv_cases(rng):
    return [
        conv_case(rng, "no padding, stride 1"),
        conv_case(rng, "padding 1, stride 1, square filters and images", N=3, C=2, H=5, W=5, F=4, HH=3, WW=3, pad=1),
        conv_case(rng, "padding 2, stride 2", C=2, H=7, W=10, F=5, HH=3, WW=4, stride=2, pad=2),
        conv_case(rng, 'padding "same", stride 1', N=3, C=2, H=4, W=7, F=5, HH=5, WW=3, pad="same"),
        conv_case(rng, 'padding "same", stride 2, filters of even size', C=3, H=7, W=6, F=2, HH=2, WW=4, stride=2,
                  pad="same"),
        conv_case(rng, "rows left over, stride 3", N=4, C=2, H=9, W=11, F=3, HH=2, WW=3, stride=3),
        conv_case(rng, "one image, one channel, one filter", N=1, C=1, H=3, W=5, F=1, HH=2, WW=3, pad=1),
        conv_case(rng, "a larger batch, float32", N=12, C=2, H=4, W=5, F=3, HH=3, WW=3, pad=1, dtype=np.float32),
    ]


def _conv_sizes(case):
    return {"N": len(case["x"]), "C": case["w"].shape[1], "F": len(case["w"])}


def _param(case):
    return {"stride": case["stride"], "pad": case["pad"]}


def run_conv_forward(function: str):
    def run(cnn, case):
        result = getattr(cnn, function)(case["x"], case["w"], case["b"], _param(case))
        out, cache = unpack(result, "out, cache", function)
        if not isinstance(cache, (tuple, list)) or len(cache) != 4:
            raise WrongResult(f"the cache of {function} must be (x, w, b, conv_param), as the gradients need it")
        if cache[3] != _param(case):
            raise WrongResult(f"{function} changes conv_param, or keeps something else in its place in the cache")
        return {"out": out, **dict(zip(("cached_x", "cached_w", "cached_b"), cache))}

    return run


def run_conv_backward(function: str):
    def run(cnn, case):
        cache = (case["x"], case["w"], case["b"], _param(case))
        copies = [part.copy() for part in (case["dout"], *cache[:3])]
        dx, dw, db = unpack(getattr(cnn, function)(case["dout"], cache), "dx, dw, db", function)
        if function == "conv_backward":
            result = cnn.conv_backward(copies[0], (*copies[1:], _param(case)), need_dx=False)
            _, *others = unpack(result, "dx, dw, db", "conv_backward with need_dx=False")
            for name, part, other in zip(("dw", "db"), (dw, db), others):
                if not agrees(to_array(other, f"with need_dx=False, {name}"), to_array(part, name)):
                    raise WrongResult(f"{name} is another one with need_dx=False: only dx is left out then")
        return {"db": db, "dw": dw, "dx": dx}

    return run


def _borders(case):
    """The zeros at the top, bottom, left and right of the images."""
    borders = []
    for size, width in zip(case["x"].shape[2:], case["w"].shape[2:]):
        if case["pad"] == "same":
            total = max(case["stride"] * (_count(size, width, case["stride"], "same") - 1) + width - size, 0)
            borders.append((total // 2, total - total // 2))
        else:
            borders.append((case["pad"], case["pad"]))
    return borders


def _padded(case, mode="constant", **kwargs):
    return np.pad(case["x"], ((0, 0), (0, 0), *_borders(case)), mode=mode, **kwargs)


def _sums(case, x_pad=None, w=None, stride=None):
    """The sums over the windows, by SciPy."""
    x_pad, w = _padded(case) if x_pad is None else x_pad, case["w"] if w is None else w
    if any(size < width for size, width in zip(x_pad.shape[2:], w.shape[2:])):
        return np.nan
    stride = stride or case["stride"]
    sums = [[signal.correlate(image, each, mode="valid", method="direct")[0] for each in w] for image in x_pad]
    return np.array(sums)[:, :, ::stride, ::stride]


def _bias(case):
    return case["b"][:, None, None]


def _other_sums(id, sentence, function):
    """A mistake in the sums over the windows, given by a function of the case and the right sums."""
    return _mistake(id, sentence, out=lambda case, out: function(case, out - _bias(case)) + _bias(case))


def _first_windows(case, sums):
    """The windows side by side at the top left, as if the stride moved only the outputs."""
    near = _sums(case, stride=1)
    return near[:, :, : sums.shape[2], : sums.shape[3]]


CONV_FORWARD_MISTAKES = (
    _mistake("bias-missing", "the bias is missing.", out=lambda case, out: out - _bias(case)),
    _mistake("bias-subtracted", "the bias is subtracted.", out=lambda case, out: out - 2 * _bias(case)),
    _mistake("bias-per-channel", "the bias is added once for every channel: add it once to each output.",
             out=lambda case, out: out + (case["w"].shape[1] - 1) * _bias(case)),
    _mistake("bias-per-weight", "the bias is added once for every weight of the filter: add it once, after the sum.",
             out=lambda case, out: out + (case["w"][0].size - 1) * _bias(case)),
    _mistake("bias-summed", "each filter has a bias of its own: no sum of b.",
             out=lambda case, out: out - _bias(case) + case["b"].sum()),
    _mistake("bias-of-one", "the bias of one filter is added to all: each filter has its own.",
             out=lambda case, out: out - _bias(case) + case["b"][0]),
    _mistake("bias-of-one", "the bias of one filter is added to all: each filter has its own.",
             out=lambda case, out: out - _bias(case) + case["b"][-1]),
    _mistake("rectified", "negative outputs are set to 0: ReLU is a layer of its own.",
             out=lambda case, out: (out + np.abs(out)) / 2),
    _other_sums("averaged", "the products are averaged: they must be summed.",
                lambda case, sums: sums / case["w"][0].size),
    _other_sums("averaged", "the products are averaged over the channels: they must be summed.",
                lambda case, sums: sums / len(case["w"][0])),
    _other_sums("turned", "the filter is turned by 180 degrees: here it lies on the image as it is.",
                lambda case, sums: _sums(case, w=case["w"][:, :, ::-1, ::-1])),
    _other_sums("turned", "the filter is turned round in one direction: it lies on the image as it is.",
                lambda case, sums: _sums(case, w=case["w"][:, :, ::-1])),
    _other_sums("turned", "the filter is turned round in one direction: it lies on the image as it is.",
                lambda case, sums: _sums(case, w=case["w"][..., ::-1])),
    _other_sums("filter-transposed", "the rows and columns of the filter are swapped.", lambda case, sums: (
        _sums(case, w=case["w"].swapaxes(2, 3)) if case["w"].shape[2] == case["w"].shape[3] else np.nan)),
    _other_sums("first-channel", "only the first channel counts: add up all of them.",
                lambda case, sums: _sums(case, _padded(case)[:, :1], case["w"][:, :1])),
    _other_sums("last-channel", "only the last channel counts: add up all of them.",
                lambda case, sums: _sums(case, _padded(case)[:, -1:], case["w"][:, -1:])),
    _other_sums("channels-reversed", "the channels of the filter meet those of the image in another order.",
                lambda case, sums: _sums(case, w=case["w"][:, ::-1])),
    _other_sums("one-filter", "all outputs come from one filter: each filter has an output of its own.",
                lambda case, sums: np.repeat(sums[:, :1], sums.shape[1], axis=1)),
    _other_sums("one-filter", "all outputs come from one filter: each filter has an output of its own.",
                lambda case, sums: np.repeat(sums[:, -1:], sums.shape[1], axis=1)),
    _other_sums("one-image", "all outputs come from one image: each image has an output of its own.",
                lambda case, sums: np.repeat(sums[:1], len(sums), axis=0)),
    _other_sums("one-image", "all outputs come from one image: each image has an output of its own.",
                lambda case, sums: np.repeat(sums[-1:], len(sums), axis=0)),
    _other_sums("no-stride", "the windows lie side by side: with a stride of 2, the next one starts 2 further.",
                _first_windows),
    _other_sums("padded-with-edge", "the border must be zeros.", lambda case, sums: _sums(case, _padded(case, "edge"))),
    _other_sums("padded-with-mirror", "the border must be zeros.", lambda case, sums: (
        _sums(case, _padded(case, "reflect")) if min(case["x"].shape[2:]) > np.max(_borders(case)) else np.nan)),
    _other_sums("wraps-around", "the border must be zeros: the images don't go on at the other side.",
                lambda case, sums: _sums(case, _padded(case, "wrap"))),
    _other_sums("padded-with-ones", "the border must be zeros.",
                lambda case, sums: _sums(case, _padded(case, constant_values=1))),
    _other_sums("squared", "the products of window and filter are summed: there is no square.",
                lambda case, sums: _sums(case, _padded(case) ** 2)),
)


def judge_conv_forward(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    problem = compare(task, case, expected, got)
    if problem is None or problem.name != "out" or problem.got.shape == expected["out"].shape:
        return problem
    N, F, H_out, W_out = expected["out"].shape
    have = problem.got.shape
    sizes = [(H, HH, sum(border)) for H, HH, border in zip(case["x"].shape[2:], case["w"].shape[2:], _borders(case))]
    stride = case["stride"]
    known = (
        ((N, F, W_out, H_out), "rows-and-columns", "the rows and columns of out are swapped."),
        ((F, N, H_out, W_out), "images-and-filters", "the first axis is that of the images, the second that of the "
         "filters."),
        ((N, H_out, W_out, F), "filters-last", "the filters are the second axis of out."),
        ((N, case["w"].shape[1], H_out, W_out), "channels", "there is an output for each filter, not for each channel: "
         "each adds up all channels."),
        ((N, F, case["w"].shape[1], H_out, W_out), "channels", "the channels are not added up."),
        ((N, F, *(size + border - width + 1 for size, width, border in sizes)), "no-stride", "the stride is not used "
         "for the size of out."),
        ((N, F, *((size - width) // stride + 1 for size, width, border in sizes)), "no-pad", "the padding is not used: "
         "take the size of x_pad."),
        ((N, F, *((size + border - width) // stride for size, width, border in sizes)), "last-window", "the last "
         "window of each row and column is left out: there is one window more than steps."),
        ((N, F, *((size + border) // stride for size, width, border in sizes)), "sticks-out", "windows stick out of "
         "the image: the last one must end inside x_pad."),
    )
    return next((replace(problem, mistake=id, hint=hint) for shape, id, hint in known if have == shape), problem)


def _per_image(case):
    """What each image gives dw, (N, F, C, HH, WW): correlations of x_pad with dout, by SciPy."""
    x_pad, stride, (HH, WW) = _padded(case), case["stride"], case["w"].shape[2:]
    N, F, H_out, W_out = case["dout"].shape
    spread = np.zeros((N, F, (H_out - 1) * stride + 1, (W_out - 1) * stride + 1))
    spread[:, :, ::stride, ::stride] = case["dout"]
    return np.array([[[signal.correlate(channel, each, mode="valid", method="direct")[:HH, :WW] for channel in image]
                      for each in douts] for image, douts in zip(x_pad, spread)])


def _crop(case, dx_pad, top=None, left=None):
    """The part of dx_pad from a row and a column on, where the image is or somewhere else."""
    (above, _), (before, _) = _borders(case)
    top, left = above if top is None else top, before if left is None else left
    return dx_pad[:, :, top : top + case["x"].shape[2], left : left + case["x"].shape[3]]


def _spread_back(case, w=None, dout=None, stride=None):
    """The gradient of the padded images, by SciPy's full convolution."""
    w, dout = case["w"] if w is None else w, case["dout"] if dout is None else dout
    stride = stride or case["stride"]
    x_shape = _padded(case).shape
    total = np.zeros(x_shape)
    for f in range(len(w)):
        for c in range(x_shape[1]):
            spread = np.zeros((len(dout), (dout.shape[2] - 1) * stride + 1, (dout.shape[3] - 1) * stride + 1))
            spread[:, ::stride, ::stride] = dout[:, f]
            full = signal.convolve(spread, w[f, c][None], mode="full", method="direct")
            rows, columns = (min(a, b) for a, b in zip(full.shape[1:], x_shape[2:]))
            total[:, c, :rows, :columns] += full[:, :rows, :columns]
    return total


def _in_dx(id, sentence, function):
    return _mistake(id, sentence, dx=lambda case, dx: function(case))


def _in_dw(id, sentence, function):
    return _mistake(id, sentence, dw=lambda case, dw: function(case))


CONV_BACKWARD_MISTAKES = (
    _mistake("averaged", "the gradients are divided by N: the loss does that already.",
             **{name: lambda case, right: right / len(case["x"]) for name in ("dx", "dw", "db")}),
    _mistake("dout-missing", "dout is not used: this counts the outputs.",
             db=lambda case, db: np.full(db.shape, case["dout"][:, 0].size)),
    _mistake("db-averaged", "db is a sum over images, rows and columns, not a mean.",
             db=lambda case, db: db / case["dout"][:, 0].size),
    _mistake("db-averaged", "db is a sum over rows and columns, not a mean.",
             db=lambda case, db: db / case["dout"][0, 0].size),
    _mistake("db-summed", "db is one number: there is one for each filter.",
             db=lambda case, db: np.full(db.shape, case["dout"].sum())),
    _mistake("bias-factor", "the bias is a factor in db: it has none.", db=lambda case, db: db * case["b"]),
    _mistake("last-image-only", "only the last image counts in db: add up (+=).",
             db=lambda case, db: case["dout"][-1].sum(axis=(1, 2))),
    _mistake("last-output-only", "only the last output counts in db: add up (+=) instead of storing (=).",
             db=lambda case, db: case["dout"][-1, :, -1, -1]),
    _in_dw("last-output-only", "only the last output counts in dw: add up (+=) instead of storing (=).",
           lambda case: _windows_at_end(case)),
    _in_dw("last-image-only", "only the last image counts in dw: add up (+=).", lambda case: _per_image(case)[-1]),
    _in_dw("first-image-only", "only the first image counts in dw: add up all.", lambda case: _per_image(case)[0]),
    _mistake("dw-turned", "dw is turned by 180 degrees.", dw=lambda case, dw: dw[:, :, ::-1, ::-1]),
    _mistake("dw-transposed", "the rows and columns of dw are swapped.", dw=lambda case, dw: (
        dw.swapaxes(2, 3) if dw.shape[2] == dw.shape[3] else np.nan)),
    _mistake("weights-in-dw", "w is added to dw: the layer knows of no penalty.", dw=lambda case, dw: dw + case["w"]),
    _mistake("weights-in-dw", "w is a factor in dw: the derivative by w is x.", dw=lambda case, dw: dw * case["w"]),
    _in_dw("one-filter", "one filter's dout is used for all: each has its own.",
           lambda case: np.repeat(_per_image(case).sum(axis=0)[-1:], len(case["w"]), axis=0)),
    _in_dx("turned", "the filter is turned by 180 degrees on its way back: it must lie as in the forward pass.",
           lambda case: _crop(case, _spread_back(case, case["w"][:, :, ::-1, ::-1]))),
    _in_dx("filter-transposed", "the rows and columns of the filter are swapped on its way back.", lambda case: (
        _crop(case, _spread_back(case, case["w"].swapaxes(2, 3)))
        if case["w"].shape[2] == case["w"].shape[3] else np.nan)),
    _in_dx("last-filter-only", "only the last filter counts in dx: add up all.",
           lambda case: _crop(case, _spread_back(case, case["w"][-1:], case["dout"][:, -1:]))),
    _in_dx("first-filter-only", "only the first filter counts in dx: add up all.",
           lambda case: _crop(case, _spread_back(case, case["w"][:1], case["dout"][:, :1]))),
    _in_dx("border-not-cut", "dx starts inside the border: cut off what pad_images has added.",
           lambda case: _crop(case, _spread_back(case), 0, 0)),
    _in_dx("dout-missing", "dout is not used in dx.",
           lambda case: _crop(case, _spread_back(case, dout=np.ones_like(case["dout"])))),
    _in_dx("no-stride", "the stride is not used in dx: the windows are further apart.",
           lambda case: _crop(case, _spread_back(case, stride=1))),
    _mistake("x-in-dx", "x is a factor in dx: the derivative by x is w.", dx=lambda case, dx: dx * case["x"]),
)


def _windows_at_end(case):
    x_pad, stride, (HH, WW) = _padded(case), case["stride"], case["w"].shape[2:]
    bottom, right = (stride * (count - 1) for count in case["dout"].shape[2:])
    window = x_pad[-1, :, bottom : bottom + HH, right : right + WW]
    return np.multiply.outer(case["dout"][-1, :, -1, -1], window)


def judge_conv_backward(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    problem = compare(task, case, expected, got)
    if problem is None or problem.name != "dx" or problem.got.shape == expected["dx"].shape:
        return problem
    if problem.got.shape == _padded(case).shape:
        return replace(problem, mistake="border-not-cut", hint="dx still has the border: cut it off.")
    return problem


# ------------------------------------------------------------------ max-pooling
def pool_case(rng, about, N=2, C=3, H=6, W=8, height=2, width=2, stride=2, ties=False) -> Case:
    """Images and an upstream gradient; with `ties`, many entries are equal."""
    x = rng.integers(-2, 2, (N, C, H, W)).astype(float) if ties else rng.standard_normal((N, C, H, W)) - 1.0
    out = [len(range(0, size - window + 1, stride)) for size, window in ((H, height), (W, width))]
    return {"about": about, "x": x, "height": height, "width": width, "stride": stride, "ties": ties,
            "dout": rng.standard_normal((N, C, *out))}


def pool_cases(rng):
    return [
        pool_case(rng, "2 x 2, stride 2"),
        pool_case(rng, "3 x 2, stride 3: not square, columns left out", N=3, C=2, H=9, W=11, height=3, width=2,
                  stride=3),
        pool_case(rng, "overlapping windows", N=2, C=4, H=7, W=9, height=3, width=3, stride=2),
        pool_case(rng, "overlapping windows, stride 1, not square", N=3, C=2, H=5, W=6, height=2, width=4, stride=1),
        pool_case(rng, "rows and columns left over", N=1, C=3, H=5, W=7),
        pool_case(rng, "equal entries", N=2, C=3, H=6, W=4, ties=True),
    ]


def _pool_sizes(case):
    return {"N": len(case["x"]), "C": case["x"].shape[1]}


def _pool_param(case):
    return {"pool_height": case["height"], "pool_width": case["width"], "stride": case["stride"]}


def _pooled(case, filter=ndimage.maximum_filter, stride=None, **kwargs):
    """The highest entries of all windows (or what another filter of SciPy gives)."""
    size, stride = (1, 1, case["height"], case["width"]), stride or case["stride"]
    everywhere = filter(case["x"], size=size, **kwargs)
    top, left = case["height"] // 2, case["width"] // 2
    H, W = case["x"].shape[2:]
    return everywhere[:, :, top : top + H - case["height"] + 1 : stride, left : left + W - case["width"] + 1 : stride]


def run_pool_forward(cnn, case):
    out, cache = unpack(cnn.max_pool_forward(case["x"], _pool_param(case)), "out, cache", "max_pool_forward")
    if not isinstance(cache, (tuple, list)) or len(cache) != 3:
        raise WrongResult("the cache of max_pool_forward must be (x, out, pool_param), as the gradient needs it")
    if cache[2] != _pool_param(case):
        raise WrongResult("max_pool_forward changes pool_param, or keeps something else in its place in the cache")
    return {"out": out, "cached_x": cache[0], "cached_out": cache[1]}


def run_pool_backward(cnn, case):
    cache = (case["x"], np.ascontiguousarray(_pooled(case)), _pool_param(case))
    return {"dx": unpack(cnn.max_pool_backward(case["dout"], cache), "dx", "max_pool_backward")}


def _other_pool(id, sentence, function):
    def gives(case, expected):
        out = function(case, expected["out"])
        return {"out": out, "cached_out": out}

    return Mistake(id, sentence, gives)


POOL_FORWARD_MISTAKES = (
    _other_pool("lowest", "this is the lowest entry of each window: take the highest.",
                lambda case, out: _pooled(case, ndimage.minimum_filter)),
    _other_pool("mean", "this is the mean of each window: take the highest entry.",
                lambda case, out: _pooled(case, ndimage.uniform_filter)),
    _other_pool("sum", "this is the sum of each window: take the highest entry.",
                lambda case, out: _pooled(case, ndimage.uniform_filter) * case["height"] * case["width"]),
    _other_pool("median", "this is the median of each window: take the highest entry.",
                lambda case, out: _pooled(case, ndimage.median_filter)),
    _other_pool("first", "this is the first entry of each window: take the highest.",
                lambda case, out: _entries(case, 0, 0)),
    _other_pool("last", "this is the last entry of each window: take the highest.",
                lambda case, out: _entries(case, case["height"] - 1, case["width"] - 1)),
    _other_pool("rectified", "negative entries become 0: the highest entry of a window may be negative. Where does the "
                "search for the maximum start?", lambda case, out: np.maximum(out, 0)),
    _other_pool("magnitude", "the sign is lost: take the highest entry.",
                lambda case, out: _pooled({**case, "x": np.abs(case["x"])})),
    _other_pool("no-stride", "the windows lie side by side: the next one starts a stride further.",
                lambda case, out: _pooled(case, stride=1)[:, :, : out.shape[2], : out.shape[3]]),
    _other_pool("over-channels", "the maximum is taken over the channels too: each channel is pooled for itself.",
                lambda case, out: np.broadcast_to(out.max(axis=1, keepdims=True), out.shape)),
    _other_pool("over-images", "the maximum is taken over the images too: each image is pooled for itself.",
                lambda case, out: np.broadcast_to(out.max(axis=0), out.shape)),
    _other_pool("height-and-width", "pool_height and pool_width are swapped.", lambda case, out: _pooled(
        {**case, "height": case["width"], "width": case["height"]})[:, :, : out.shape[2], : out.shape[3]]),
)


def _entries(case, u, v):
    """The entry at one place of every window."""
    rows, columns = (case["stride"] * np.arange(count) for count in case["dout"].shape[2:])
    return case["x"][:, :, u + rows[:, None], v + columns]


def judge_pool_forward(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    problem = compare(task, case, expected, got)
    if problem is None or problem.name != "out" or problem.got.shape == expected["out"].shape:
        return problem
    N, C, H_out, W_out = expected["out"].shape
    (H, W), have = case["x"].shape[2:], problem.got.shape
    height, width, stride = case["height"], case["width"], case["stride"]
    known = (
        ((N, C, W_out, H_out), "rows-and-columns", "the rows and columns of out are swapped."),
        ((N, C, H // stride, W // stride), "sticks-out", "windows stick out: the last one must end inside the image."),
        ((N, C, -(-H // stride), -(-W // stride)), "sticks-out", "windows stick out: the last one must end inside the "
         "image."),
        ((N, C, H // height, W // width), "not-overlapping", "the windows are a stride apart, not their own size."),
        ((N, C, H - height + 1, W - width + 1), "no-stride", "the stride is not used."),
        ((N, C, (H - height) // stride, (W - width) // stride), "last-window", "the last window of each row and column "
         "is left out: there is one window more than steps."),
        ((N, C, (H - width) // stride + 1, (W - height) // stride + 1), "height-and-width", "pool_height and "
         "pool_width are swapped."),
        ((N, H_out, W_out), "over-channels", "each channel is pooled for itself."),
        ((N, 1, H_out, W_out), "over-channels", "each channel is pooled for itself."),
    )
    return next((replace(problem, mistake=id, hint=hint) for shape, id, hint in known if have == shape), problem)


def _highest(case, x=None):
    """For each entry of x, dout of its window if it is the highest of one; windows must not overlap."""
    x = case["x"] if x is None else x
    height, width, stride = case["height"], case["width"], case["stride"]
    if stride < max(height, width):
        return np.nan
    filled = np.zeros_like(x)
    out = _pooled({**case, "x": x})
    for u, v in np.ndindex(height, width):
        rows, columns = (stride * np.arange(count) for count in out.shape[2:])
        place = (slice(None), slice(None), u + rows[:, None], v + columns)
        filled[place] = case["dout"] * (x[place] == out)
    return filled


def judge_pool_backward(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    """Any choice among equal entries is right, and so are equal or unequal shares."""
    if case["ties"] and got["dx"].shape == expected["dx"].shape:
        return _judge_ties(task, case, got["dx"].astype(float))
    problem = compare(task, case, expected, got)
    if problem is None or problem.hint and problem.mistake != "factor":
        return problem
    return replace(problem, **_pool_backward_hint(case, expected["dx"], problem.got))


def _judge_ties(task, case, dx):
    all_get_it = _highest(case)
    if agrees(dx, all_get_it):
        return Problem("dx is wrong where several entries of a window are the highest", "all of them get the whole "
                       "gradient: only one may, or they share it.", "ties", name="dx")
    share = np.divide(dx, all_get_it, out=np.zeros_like(dx), where=all_get_it != 0)
    lost = dx[all_get_it == 0]
    sums = sum(_entries({**case, "x": share}, u, v) for u, v in np.ndindex(case["height"], case["width"]))
    if not np.allclose(lost, 0, atol=1e-6):
        return Problem("dx is not 0 at entries that are not the highest of their window", "only the highest entry of a "
                       "window changes its output.", "not-highest", name="dx")
    if share.min() < -1e-3 or not np.allclose(sums, 1, atol=1e-3):
        hint = "if several entries of a window are the highest, together they get the gradient once."
        return Problem("the entries of a window don't get its gradient once", hint, "ties", name="dx")
    return None


def _pool_backward_hint(case, right, dx):
    height, width = case["height"], case["width"]
    if dx.shape != right.shape:
        return {}
    overlapping = case["stride"] < max(height, width)
    gets = dx != 0
    should = right != 0
    if overlapping and not np.any(gets & ~should) and np.any(gets):
        twice = np.abs(dx - right) > 1e-6 * np.abs(right).max()
        if twice.sum() < should.sum():
            return {"mistake": "stored", "hint": "an entry that is the highest of several windows gets the gradients "
                    "of all of them: add up (+=)."}
    if np.all(gets[should]) and gets.sum() > should.sum() and agrees(dx * should, right):
        return {"mistake": "not-highest", "hint": "entries that are not the highest of their window get a gradient "
                "too."}
    if not np.any(gets & ~should):
        if agrees(dx, np.where(should, case["x"], 0)):
            return {"mistake": "dout-missing", "hint": "these are the highest entries themselves: dout goes there."}
        if agrees(dx, should):
            return {"mistake": "dout-missing", "hint": "this is the mask, 1 at the highest entries: multiply by dout."}
    if not overlapping and not np.any(gets & should):
        return {"mistake": "wrong-place", "hint": "the gradients are at other entries than the highest."}
    if agrees(dx.sum(axis=(2, 3)), right.sum(axis=(2, 3))):
        return {"mistake": "wrong-place", "hint": "the sum is right, but some gradients are not at the highest entry "
                "of their window."}
    return {}


# ------------------------------------------------------------------ dropout
def dropout_case(rng, about, shape=(40, 60), p=0.25, mode="train") -> Case:
    return {"about": about, "x": rng.standard_normal(shape) + 3.0, "p": p, "mode": mode,
            "seed": int(rng.integers(2**31))}


def dropout_cases(rng):
    return [
        dropout_case(rng, "p = 0.25"),
        dropout_case(rng, "p = 0.7, images", shape=(10, 3, 12, 11), p=0.7),
        dropout_case(rng, "p = 0: nothing is dropped", shape=(5, 8), p=0.0),
        dropout_case(rng, "mode test", shape=(6, 7), p=0.4, mode="test"),
    ]


def run_dropout_forward(cnn, case):
    results = {}
    rng = np.random.default_rng(case["seed"])
    for suffix, generator in (("", rng), ("_next", rng), ("_again", np.random.default_rng(case["seed"]))):
        param = {"p": case["p"], "mode": case["mode"], "rng": generator}
        out, mask = unpack(cnn.dropout_forward(case["x"].copy(), param), "out, cache", "dropout_forward")
        if mask is None:
            if case["mode"] == "train":
                raise WrongResult("the cache is None in mode train: it must be the mask")
            mask = np.ones(case["x"].shape)
        results[f"out{suffix}"], results[f"mask{suffix}"] = out, mask
    return results


def judge_dropout_forward(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    x, p, out, mask = case["x"], case["p"], got["out"].astype(float), got["mask"].astype(float)
    if out.shape != x.shape:
        return Problem(f"out has shape {out.shape}, but {x.shape} is expected",
                       "dropped entries become 0, and the shape stays.", "wrong-shape", name="out")
    if case["mode"] == "test" or p == 0:
        if agrees(out, x):
            return None
        what = 'in mode "test"' if case["mode"] == "test" else "for p = 0"
        hint = "nothing is dropped and nothing scaled then: out is x."
        if p and agrees(out, (1 - p) * x):
            hint = "what is kept is divided by 1 - p in training: then nothing is scaled in mode test."
        return Problem(f"out is wrong {what}", hint, "test-mode", name="out")
    if not np.isfinite(out).all():
        return Problem("out has nan or infinite entries", "", name="out")
    kept = out != 0
    share = kept.mean()
    spread = np.sqrt(p * (1 - p) / x.size)
    if abs(share - (1 - p)) > 6 * spread:
        numbers = f"{share:.3f} of the entries are kept; {1 - p:.3f} are expected"
        hint, mistake = "", None
        if abs(share - p) < 6 * spread:
            hint, mistake = "p is the probability that an entry is dropped, not that it is kept.", "p-kept"
        elif share == 1:
            hint, mistake = "nothing is dropped.", "nothing-dropped"
        elif share == 0:
            hint, mistake = "everything is dropped.", "all-dropped"
        else:
            hint, mistake = "draw uniform numbers (rng.random) and compare them with p.", "not-uniform"
        return Problem("out has the wrong share of zeros", hint, mistake, numbers, "out")
    scale = out[kept] / x[kept]
    if not np.allclose(scale, 1 / (1 - p), rtol=1e-4):
        hint, mistake = "what is kept is divided by the share that is kept, 1 - p.", "wrong-scale"
        if np.allclose(scale, 1, rtol=1e-4):
            hint, mistake = "what is kept is not scaled: divide it by 1 - p, so that the mean stays.", "not-scaled"
        elif np.allclose(scale, 1 / p, rtol=1e-4):
            hint, mistake = "what is kept is divided by p: divide by 1 - p, the share that is kept.", "divided-by-p"
        elif np.allclose(scale, 1 - p, rtol=1e-4):
            hint, mistake = "what is kept is multiplied by 1 - p: divide by it.", "multiplied"
        return Problem("what is kept has the wrong scale", hint, mistake, f"yours is x times {scale.mean():.4g}, "
                       f"expected x times {1 / (1 - p):.4g}", "out")
    if mask.shape != x.shape or not agrees(mask * x, out):
        hint = "the cache must be what x was multiplied by: 0 where an entry is dropped, 1 / (1 - p) elsewhere."
        return Problem("the mask in the cache does not belong to out", hint, "wrong-mask", name="mask")
    flat = kept.reshape(len(x), -1)
    if np.all(flat == flat[0]):
        return Problem("every example drops the same entries", "draw a number for each entry of x.", "one-row")
    if np.all(flat == flat[:, :1]):
        return Problem("examples are dropped whole", "draw a number for each entry of x.", "whole-examples")
    if x.ndim > 2 and np.all(kept == kept[..., :1, :1]):
        return Problem("whole channels are dropped", "draw a number for each entry of x.", "whole-channels")
    if np.array_equal(got["mask_next"], mask):
        return Problem("the second call drops the same entries", "draw with the generator that comes in dropout_param, "
                       "and don't set a seed.", "same-mask")
    if not np.array_equal(got["mask_again"], mask):
        return Problem("a generator with the same seed drops other entries", "draw with the generator that comes in "
                       "dropout_param.", "other-generator")
    return None


def dropout_backward_case(rng, about, shape=(5, 8), p=0.4, mask=True) -> Case:
    kept = rng.random(shape) >= p
    kept.flat[:2] = True, False
    return {"about": about, "dout": rng.standard_normal(shape), "mask": kept / (1 - p) if mask else np.ones(shape),
            "train": mask}


def dropout_backward_cases(rng):
    return [
        dropout_backward_case(rng, "p = 0.4"),
        dropout_backward_case(rng, "images, p = 0.8", (3, 2, 5, 4), 0.8),
        dropout_backward_case(rng, "mode test: no mask", (4, 6), mask=False),
    ]


def run_dropout_backward(cnn, case):
    mask = case["mask"] if case["train"] else None
    return {"dx": unpack(cnn.dropout_backward(case["dout"], mask), "dx", "dropout_backward")}


DROPOUT_BACKWARD_MISTAKES = (
    _mistake("mask-not-used", "what was dropped gets a gradient too: multiply by the mask.",
             dx=lambda case, dx: case["dout"]),
    _mistake("not-scaled", "the gradient is not scaled: the factor of the forward pass comes back.",
             dx=lambda case, dx: case["dout"] * (case["mask"] > 0)),
    _mistake("scaled-twice", "the factor of the forward pass comes twice: it is in the mask already.",
             dx=lambda case, dx: case["dout"] * case["mask"] ** 2),
    _mistake("other-entries", "the gradient passes where entries were dropped.",
             dx=lambda case, dx: case["dout"] * (case["mask"] == 0)),
    _mistake("mask-returned", "this is the mask: multiply it by dout.", dx=lambda case, dx: case["mask"]),
    _mistake("added", "the mask is added: it is a factor.", dx=lambda case, dx: case["dout"] + case["mask"]),
)


TASKS = (
    Task("conv_forward_naive", "cnn", conv_cases, run_conv_forward("conv_forward_naive"), CONV_FORWARD_MISTAKES,
         _conv_sizes, judge_conv_forward),
    Task("conv_backward_naive", "cnn", conv_cases, run_conv_backward("conv_backward_naive"), CONV_BACKWARD_MISTAKES,
         _conv_sizes, judge_conv_backward),
    Task("conv_forward", "cnn", conv_cases, run_conv_forward("conv_forward"), CONV_FORWARD_MISTAKES, _conv_sizes,
         judge_conv_forward),
    Task("conv_backward", "cnn", conv_cases, run_conv_backward("conv_backward"), CONV_BACKWARD_MISTAKES, _conv_sizes,
         judge_conv_backward),
    Task("max_pool_forward", "cnn", pool_cases, run_pool_forward, POOL_FORWARD_MISTAKES, _pool_sizes,
         judge_pool_forward),
    Task("max_pool_backward", "cnn", pool_cases, run_pool_backward, (), _pool_sizes, judge_pool_backward),
    Task("dropout_forward", "cnn", dropout_cases, run_dropout_forward, judge=judge_dropout_forward),
    Task("dropout_backward", "cnn", dropout_backward_cases, run_dropout_backward, DROPOUT_BACKWARD_MISTAKES),
)
