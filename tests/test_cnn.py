"""The worked solution of Lab 7's layers for images and its network, against PyTorch and by their properties."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import checked_inputs, tensors, torch

from cs_nn import checks, cnn, convolution, pooling
from cs_nn.checks.tasks._convolution import conv_case
from cs_nn.checks.tasks._pooling import pool_case
from cs_nn.cnn import ConvNet, dropout_backward, dropout_forward
from cs_nn.convolution import conv_backward, conv_backward_naive, conv_forward, conv_forward_naive, pad_images, padding
from cs_nn.layers import relu_backward, relu_forward, softmax_loss
from cs_nn.pooling import max_pool_backward, max_pool_forward
from cs_nn.tools import dft_conv
from cs_nn.tools.gradient_check import numeric_gradient

LAB = "lab7_cnn"
MODULES = {"convolution": convolution, "pooling": pooling, "cnn": cnn}
quick = settings(max_examples=40, deadline=None)
seeds = st.integers(0, 2**32 - 1)
#: Forward and backward pass of each convolution; the last one is for stride 1 and filters of odd size.
CONVOLUTIONS = {
    "naive": (conv_forward_naive, conv_backward_naive),
    "fast": (conv_forward, conv_backward),
    "dft": (dft_conv.conv_forward, dft_conv.conv_backward),
}
convolutions = pytest.mark.parametrize("name", CONVOLUTIONS)


@st.composite
def conv_cases(draw, odd=False):
    """Images, filters and an upstream gradient of any sizes that fit; with `odd`, for all three convolutions."""
    stride, pad = 1 if odd else draw(st.integers(1, 3)), draw(st.sampled_from([0, 1, 2, "same"]))
    widths = [draw(st.sampled_from([1, 3, 5]) if odd else st.integers(1, 4)) for _ in "HW"]
    sizes = [draw(st.integers(1 if pad == "same" else max(1, width - 2 * pad), 8)) for width in widths]
    N, C, filters = (draw(st.integers(1, 3)) for _ in range(3))
    return conv_case(
        np.random.default_rng(draw(seeds)),
        "",
        N=N,
        C=C,
        H=sizes[0],
        W=sizes[1],
        F=filters,
        HH=widths[0],
        WW=widths[1],
        stride=stride,
        pad=pad,
    )


def cases_of(name):
    """Fixed inputs for a convolution, one with each stride and padding."""
    rng = np.random.default_rng(6)
    for stride in (1,) if name == "dft" else (1, 2, 3):
        for pad in (0, 1, 2, "same"):
            yield conv_case(rng, "", N=3, C=2, H=6, W=9, F=4, HH=3, WW=5, stride=stride, pad=pad)
    if name != "dft":
        yield conv_case(rng, "", N=2, C=3, H=7, W=6, F=2, HH=2, WW=4, stride=2, pad="same")


def param(case):
    return {"stride": case["stride"], "pad": case["pad"]}


def forward(function, case, **changed):
    return function(*({**case, **changed}[name] for name in ("x", "w", "b")), param(case))


def both(name, case, **changed):
    """out, dx, dw and db of a convolution."""
    forward_function, backward_function = CONVOLUTIONS[name]
    out, cache = forward(forward_function, case, **changed)
    return out, *backward_function({**case, **changed}["dout"], cache)


# ------------------------------------------------------------------ PyTorch
def border_for_torch(case):
    """The widths of the border in the order that torch.nn.functional.pad wants: left, right, top, bottom."""
    border = []
    for size, width in zip(case["x"].shape[:1:-1], case["w"].shape[:1:-1]):
        if case["pad"] == "same":
            outputs = int(np.ceil(size / case["stride"]))
            zeros = max(0, (outputs - 1) * case["stride"] + width - size)
            border += [int(np.floor(zeros / 2)), int(np.ceil(zeros / 2))]
        else:
            border += [case["pad"], case["pad"]]
    return border


def conv_of_torch(case):
    x, w, b = tensors(case, "x", "w", "b")
    out = torch.nn.functional.conv2d(torch.nn.functional.pad(x, border_for_torch(case)), w, b, stride=case["stride"])
    out.backward(torch.tensor(case["dout"], dtype=torch.float64))
    return {"out": out, "dx": x.grad, "dw": w.grad, "db": b.grad, "cached_x": x, "cached_w": w, "cached_b": b}


def pool_of_torch(case):
    [x] = tensors(case, "x")
    out = torch.nn.functional.max_pool2d(x, (case["height"], case["width"]), stride=case["stride"])
    out.backward(torch.tensor(case["dout"]))
    return {"out": out, "dx": x.grad, "cached_x": x, "cached_out": out}


def net_of_torch(net, X, y, reg):
    """The loss and the gradients of a ConvNet without dropout, by autograd."""
    leaves = {key: torch.tensor(value, requires_grad=True) for key, value in net.params.items()}
    out = torch.tensor(X)
    for k in (1, 2):
        out = torch.relu(torch.nn.functional.conv2d(out, leaves[f"W{k}"], leaves[f"b{k}"], padding="same"))
        out = torch.nn.functional.max_pool2d(out, 2)
    out = torch.relu(out.flatten(1) @ leaves["W3"] + leaves["b3"])
    scores = out @ leaves["W4"] + leaves["b4"]
    loss = torch.nn.functional.cross_entropy(scores, torch.tensor(y))
    loss = loss + 0.5 * reg * sum((leaves[f"W{k}"] ** 2).sum() for k in (1, 2, 3, 4))
    loss.backward()
    return scores.detach().numpy(), loss.item(), {key: leaf.grad.numpy() for key, leaf in leaves.items()}


def agree(one, other, rtol=1e-9):
    if isinstance(other, torch.Tensor):
        other = other.detach().numpy()
    assert one.shape == other.shape
    np.testing.assert_allclose(one, other, rtol=rtol, atol=rtol * max(1, np.abs(other).max(initial=0)))


@pytest.mark.parametrize(
    "name",
    [
        "conv_forward_naive",
        "conv_backward_naive",
        "conv_forward",
        "conv_backward",
        "max_pool_forward",
        "max_pool_backward",
    ],
)
def test_results_of_the_checks_equal_those_of_pytorch(name):
    for case, results in checked_inputs(LAB, name):
        theirs = conv_of_torch(case) if name.startswith("conv") else pool_of_torch(case)
        for result in ("out", "cached_x", "cached_w", "cached_b", "cached_out", "dx", "dw", "db"):
            if result in results:
                agree(results[result], theirs[result], 1e-9 if case["x"].dtype == np.float64 else 1e-5)


@quick
@given(conv_cases())
def test_convolutions_equal_those_of_pytorch(case):
    theirs = conv_of_torch(case)
    for name in ("naive", "fast"):
        for result, value in zip(("out", "dx", "dw", "db"), both(name, case), strict=True):
            agree(value, theirs[result])


@quick
@given(conv_cases(odd=True))
def test_the_convolution_by_transforms_equals_that_of_pytorch(case):
    theirs = conv_of_torch(case)
    for result, value in zip(("out", "dx", "dw", "db"), both("dft", case), strict=True):
        agree(value, theirs[result])


@pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel lengths")
@quick
@given(conv_cases())
def test_same_padding_gives_a_window_for_each_step(case):
    case = {**case, "pad": "same"}
    shape = [-(-size // case["stride"]) for size in case["x"].shape[2:]]
    for name in ("naive", "fast"):
        out, _ = forward(CONVOLUTIONS[name][0], case)
        assert list(out.shape[2:]) == shape
    if case["stride"] == 1:
        x, w, b = (torch.tensor(case[key]) for key in ("x", "w", "b"))
        agree(out, torch.nn.functional.conv2d(x, w, b, padding="same"))


def test_padding():
    assert padding(7, 3, {"stride": 2, "pad": 4}) == (4, 4)
    assert padding(6, 4, {"stride": 1, "pad": "same"}) == (1, 2)
    assert padding(5, 2, {"stride": 3, "pad": "same"}) == (0, 0)
    x, w = np.arange(1.0, 13).reshape(1, 1, 3, 4), np.ones((1, 1, 4, 3))
    x_pad, top, left = pad_images(x, w, {"stride": 1, "pad": "same"})
    assert x_pad.shape == (1, 1, 6, 6) and (top, left) == (1, 1)
    np.testing.assert_array_equal(x_pad[:, :, 1:4, 1:5], x)
    assert x_pad.sum() == x.sum()
    x_pad[:] = 0
    assert x.all()


def test_a_convolution_that_can_be_checked_by_hand():
    x = np.array([[[[1.0, 2, 3], [4, 5, 6]]]])
    w, b = np.array([[[[1.0, 10], [100, 1000]]], [[[0.0, 1], [0, 0]]]]), np.array([0.5, -1])
    for function in (conv_forward_naive, conv_forward):
        out, _ = function(x, w, b, {"stride": 1, "pad": 0})
        np.testing.assert_array_equal(out, [[[[5421.5, 6532.5]], [[1, 2]]]])


# ------------------------------------------------------------------ properties of convolutions
@convolutions
def test_convolutions_are_linear_in_images_and_in_filters(name):
    for case in cases_of(name):
        no_bias, function = np.zeros_like(case["b"]), CONVOLUTIONS[name][0]
        for key in ("x", "w"):
            one, two = case[key], np.cos(3 * case[key])
            of_one, of_two, of_both = (
                forward(function, case, **{key: value, "b": no_bias})[0] for value in (one, two, one - 2.5 * two)
            )
            agree(of_both, of_one - 2.5 * of_two)
        agree(forward(function, case)[0], forward(function, case, b=no_bias)[0] + case["b"][:, None, None])


@convolutions
def test_gradients_are_linear_in_dout(name):
    for case in cases_of(name):
        other = np.cos(3 * case["dout"])
        ones, twos, boths = (
            both(name, case, dout=dout)[1:] for dout in (case["dout"], other, case["dout"] + 1.5 * other)
        )
        for one, two, whole in zip(ones, twos, boths, strict=True):
            agree(whole, one + 1.5 * two)


@convolutions
def test_the_gradients_are_adjoint(name):
    """<conv(x), dout> = <x, dx> = <w, dw> without a bias."""
    for case in cases_of(name):
        out, dx, dw, _ = both(name, case, b=np.zeros_like(case["b"]))
        product = np.vdot(out, case["dout"])
        assert np.vdot(case["x"], dx) == pytest.approx(product, rel=1e-9, abs=1e-9)
        assert np.vdot(case["w"], dw) == pytest.approx(product, rel=1e-9, abs=1e-9)


@convolutions
def test_shifted_images_give_shifted_outputs(name):
    for case in cases_of(name):
        whole, _ = forward(CONVOLUTIONS[name][0], {**case, "pad": 0})
        for axis in (2, 3):
            x = np.delete(case["x"], range(case["stride"]), axis=axis)
            if x.shape[axis] >= case["w"].shape[axis]:
                shifted, _ = forward(CONVOLUTIONS[name][0], {**case, "pad": 0, "x": x})
                agree(shifted, np.delete(whole, 0, axis=axis))


@convolutions
def test_the_border_acts_as_zeros_in_the_images(name):
    for case in cases_of(name):
        top, bottom = padding(case["x"].shape[2], case["w"].shape[2], param(case))
        left, right = padding(case["x"].shape[3], case["w"].shape[3], param(case))
        out, dx, dw, _ = both(name, case)
        large = {**case, "pad": 0, "x": np.pad(case["x"], ((0, 0), (0, 0), (top, bottom), (left, right)))}
        of_large, dx_large, dw_large, _ = both(name, large)
        agree(out, of_large)
        agree(dw, dw_large)
        agree(dx, dx_large[:, :, top : top + dx.shape[2], left : left + dx.shape[3]])


@convolutions
def test_images_do_not_mix(name):
    for case in cases_of(name):
        out, dx, dw, db = both(name, case)
        dw_sum = db_sum = 0
        for n in range(len(out)):
            alone = both(name, case, x=case["x"][[n]], dout=case["dout"][[n]])
            agree(alone[0][0], out[n])
            agree(alone[1][0], dx[n])
            dw_sum, db_sum = dw_sum + alone[2], db_sum + alone[3]
        agree(dw_sum, dw)
        agree(db_sum, db)


@convolutions
def test_filters_and_channels_can_change_places(name):
    for case in cases_of(name):
        out, dx, dw, db = both(name, case)
        turned = both(name, case, w=case["w"][::-1], b=case["b"][::-1], dout=case["dout"][:, ::-1])
        for one, other in zip(turned, (out[:, ::-1], dx, dw[::-1], db[::-1]), strict=True):
            agree(one, other)
        turned = both(name, case, x=case["x"][:, ::-1], w=case["w"][:, ::-1])
        for one, other in zip(turned, (out, dx[:, ::-1], dw[:, ::-1], db), strict=True):
            agree(one, other)


@convolutions
def test_sums(name):
    for case in cases_of(name):
        out, _, _, db = both(name, case, dout=np.ones_like(case["dout"]))
        agree(db, np.full(len(case["b"]), out[:, 0].size, float))
        without_border = conv_case(np.random.default_rng(1), "", stride=case["stride"], HH=3, WW=3)
        dx = both(name, without_border)[1]
        weights = np.einsum("nfij,fcuv->nc", without_border["dout"], without_border["w"])
        agree(dx.sum(axis=(2, 3)), weights)


@convolutions
def test_a_filter_of_one_pixel_copies_the_channel(name):
    rng = np.random.default_rng(4)
    x, w = rng.standard_normal((3, 2, 5, 7)), np.eye(2).reshape(2, 2, 1, 1)
    out, cache = CONVOLUTIONS[name][0](x, w, np.zeros(2), {"stride": 1, "pad": "same"})
    agree(out, x)
    agree(CONVOLUTIONS[name][1](x, cache)[0], x)


@pytest.mark.parametrize("N", [1, 2, 7])
def test_the_fast_convolution_equals_the_loops(N):
    case = conv_case(np.random.default_rng(N), "", N=N, H=4, W=5, F=2, HH=3, WW=2, stride=2, pad="same")
    for fast, naive in zip(both("fast", case), both("naive", case), strict=True):
        agree(fast, naive)


@pytest.mark.parametrize("memory", [1, 2000, 10_000])
def test_the_convolution_by_transforms_in_parts(memory, monkeypatch):
    monkeypatch.setattr(dft_conv, "AT_A_TIME", memory)
    case = conv_case(np.random.default_rng(memory), "", N=7, H=4, W=6, F=5, HH=3, WW=3, pad="same")
    for fast, naive in zip(both("dft", case), both("naive", case), strict=True):
        agree(fast, naive)


@convolutions
def test_single_precision_stays_and_no_argument_changes(name):
    case = conv_case(np.random.default_rng(8), "", N=6, HH=3, WW=3, pad=1, dtype=np.float32)
    exact = both(
        "naive", {key: value.astype(float) if isinstance(value, np.ndarray) else value for key, value in case.items()}
    )
    copies = {key: value.copy() for key, value in case.items() if isinstance(value, np.ndarray)}
    results = both(name, case)
    for result, right in zip(results, exact, strict=True):
        assert result.dtype == np.float32
        agree(result, right, 1e-5)
    assert all(np.array_equal(case[key], value) for key, value in copies.items())
    settings_of_layer = {"stride": 1, "pad": "same"}
    CONVOLUTIONS[name][0](case["x"], case["w"], case["b"], settings_of_layer)
    assert settings_of_layer == {"stride": 1, "pad": "same"}


@convolutions
def test_arrays_may_lie_in_memory_in_any_way(name):
    for case in cases_of(name):
        odd = {key: np.asfortranarray(case[key]) for key in ("x", "w", "b")}
        dout = np.repeat(case["dout"], 2, axis=3)[..., ::2]
        for one, other in zip(both(name, case, **odd, dout=dout), both(name, case), strict=True):
            agree(one, other)


@pytest.mark.parametrize("name", ["fast", "dft"])
def test_without_dx_the_rest_is_the_same(name):
    for case in cases_of(name):
        _, cache = forward(CONVOLUTIONS[name][0], case)
        dx, dw, db = CONVOLUTIONS[name][1](case["dout"], cache)
        nothing, *others = CONVOLUTIONS[name][1](case["dout"], cache, need_dx=False)
        assert nothing is None and dx.shape == case["x"].shape
        for one, other in zip((dw, db), others, strict=True):
            np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(("stride", "HH", "WW"), [(2, 3, 3), (1, 2, 3), (1, 3, 4), (3, 2, 2)])
def test_the_convolution_by_transforms_refuses_what_it_can_not_do(stride, HH, WW):
    x, w = np.zeros((1, 1, 6, 6)), np.zeros((1, 1, HH, WW))
    for pad in (0, 2, "same"):
        with pytest.raises(ValueError, match="stride 1 and filters with an odd number of rows and of columns"):
            dft_conv.conv_forward(x, w, np.zeros(1), {"stride": stride, "pad": pad})


# ------------------------------------------------------------------ max-pooling
@st.composite
def pool_cases(draw, ties=False):
    height, width = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    return pool_case(
        np.random.default_rng(draw(seeds)),
        "",
        N=draw(st.integers(1, 3)),
        C=draw(st.integers(1, 3)),
        H=draw(st.integers(height, 9)),
        W=draw(st.integers(width, 9)),
        height=height,
        width=width,
        stride=draw(st.integers(1, 5)),
        ties=ties,
    )


def pooled(case, **changed):
    pool_param = {"pool_height": case["height"], "pool_width": case["width"], "stride": case["stride"]}
    return max_pool_forward({**case, **changed}["x"], pool_param)


@quick
@given(pool_cases())
def test_max_pooling_equals_that_of_pytorch(case):
    theirs = pool_of_torch(case)
    out, cache = pooled(case)
    np.testing.assert_array_equal(out, theirs["out"].detach().numpy())
    agree(max_pool_backward(case["dout"], cache), theirs["dx"], 1e-12)


@quick
@given(pool_cases(ties=True))
def test_of_equal_entries_one_gets_the_gradient(case):
    out, cache = pooled(case)
    dout = np.abs(case["dout"]) + 1
    dx = max_pool_backward(dout, cache)
    agree(dx.sum(axis=(2, 3)), dout.sum(axis=(2, 3)))
    assert (dx != 0).sum() <= out.size
    for n, c, i, j in np.ndindex(*out.shape):  # each output alone
        alone = np.zeros_like(dout)
        alone[n, c, i, j] = dout[n, c, i, j]
        [place] = np.argwhere(max_pool_backward(alone, cache))
        top, left = i * case["stride"], j * case["stride"]
        assert tuple(place[:2]) == (n, c) and case["x"][tuple(place)] == out[n, c, i, j]
        assert top <= place[2] < top + case["height"] and left <= place[3] < left + case["width"]


@quick
@given(pool_cases())
def test_max_pooling_keeps_order_shifts_and_positive_factors(case):
    out, _ = pooled(case)
    agree(pooled(case, x=3 * case["x"] - 7)[0], 3 * out - 7)
    assert np.all(pooled(case, x=case["x"] + np.abs(np.cos(case["x"])))[0] >= out)
    assert np.all(out <= case["x"].max(axis=(2, 3), keepdims=True))
    np.testing.assert_array_equal(pooled(case, x=np.maximum(case["x"], 0))[0], np.maximum(out, 0))


def test_max_pooling_keeps_single_precision_and_its_arguments():
    for stride in (1, 2):
        case = pool_case(np.random.default_rng(2), "", stride=stride)
        x, dout = case["x"].astype(np.float32), case["dout"].astype(np.float32)
        out, cache = pooled(case, x=x)
        before = out.copy()
        dx = max_pool_backward(dout, cache)
        assert out.dtype == dx.dtype == np.float32
        np.testing.assert_array_equal(x, case["x"].astype(np.float32))
        np.testing.assert_array_equal(dout, case["dout"].astype(np.float32))
        np.testing.assert_array_equal(out, before)
        dx += 1  # belongs to the caller
        np.testing.assert_array_equal(cache[0], x)


# ------------------------------------------------------------------ dropout
@pytest.mark.parametrize("p", [0.0, 0.25, 0.5, 0.9])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_dropout(p, dtype):
    x = np.random.default_rng(0).uniform(1, 2, (200, 5, 10, 10)).astype(dtype)
    before = x.copy()
    out, mask = dropout_forward(x, {"p": p, "mode": "train", "rng": np.random.default_rng(1)})
    assert out.dtype == mask.dtype == dtype
    kept = out != 0
    np.testing.assert_allclose(out, np.where(kept, x / (1 - p), 0), rtol=1e-6)
    assert kept.mean() == pytest.approx(1 - p, abs=0.01)  # 6 standard deviations
    assert out.mean() == pytest.approx(x.mean(), abs=0.1)
    for axis in range(4):  # no axis shares its draws
        assert p == 0 or (kept != np.roll(kept, 1, axis=axis)).mean() == pytest.approx(2 * p * (1 - p), abs=0.01)
    np.testing.assert_array_equal(dropout_backward(x, mask), out)
    np.testing.assert_array_equal(x, before)


def test_dropout_when_testing():
    rng = np.random.default_rng(1)
    state = rng.bit_generator.state
    x = np.arange(6.0).reshape(2, 3)
    out, mask = dropout_forward(x, {"p": 0.7, "mode": "test", "rng": rng})
    np.testing.assert_array_equal(out, x)
    np.testing.assert_array_equal(dropout_backward(x, mask), x)
    assert mask is None and rng.bit_generator.state == state


# ------------------------------------------------------------------ the network
def small_net(**others):
    return ConvNet((2, 4, 4), (3, 4), 3, 5, 4, **{"dropout": 0.0, "rng": 0, "dtype": np.float64, **others})


def small_batch(N):
    rng = np.random.default_rng(N)
    return rng.standard_normal((N, 2, 4, 4)), rng.integers(4, size=N)


@settings(max_examples=25, deadline=None)
@given(seeds, st.integers(1, 3), st.integers(4, 9), st.integers(4, 9), st.integers(1, 5), st.sampled_from([0.0, 0.3]))
def test_the_network_equals_that_of_pytorch(seed, C, H, W, K, reg):
    rng = np.random.default_rng(seed)
    net = ConvNet((C, H, W), (2, 3), K, 4, 5, dropout=0.0, rng=rng, dtype=np.float64, bias=0.1)
    X, y = rng.standard_normal((3, C, H, W)), rng.integers(5, size=3)
    scores, loss, grads = net_of_torch(net, X, y, reg)
    agree(net.loss(X), scores)
    ours, our_grads = net.loss(X, y, reg)
    assert ours == pytest.approx(loss, rel=1e-10)
    assert our_grads.keys() == grads.keys() == net.params.keys()
    for key, grad in grads.items():
        agree(our_grads[key], grad)
    np.testing.assert_array_equal(net.predict(X), scores.argmax(axis=1))


def test_the_network_with_the_convolution_by_transforms():
    X, y = small_batch(7)
    conv2 = (dft_conv.conv_forward, dft_conv.conv_backward)
    (loss, grads), (other, other_grads) = (small_net(conv2=pair).loss(X, y, 0.1) for pair in (None, conv2))
    assert other == pytest.approx(loss, rel=1e-12)
    for key in grads:
        agree(other_grads[key], grads[key])


def test_pooling_before_the_relu_equals_the_relu_before_pooling():
    case = pool_case(np.random.default_rng(5), "", N=3, C=4, H=8, W=10)
    pool_param = {"pool_height": 2, "pool_width": 2, "stride": 2}
    out, pool = max_pool_forward(case["x"], pool_param)
    out, relu = relu_forward(out)
    dx = max_pool_backward(relu_backward(case["dout"], relu), pool)
    other, relu = relu_forward(case["x"])
    other, pool = max_pool_forward(other, pool_param)
    np.testing.assert_array_equal(out, other)
    np.testing.assert_array_equal(dx, relu_backward(max_pool_backward(case["dout"], pool), relu))


def test_gradients_with_dropout_equal_numeric_gradients():
    net = small_net(dropout=0.4)
    X, y = small_batch(6)

    def loss_with(key, value):
        net.dropout_param["rng"] = np.random.default_rng(3)  # the same units are dropped each time
        old, net.params[key] = net.params[key], value
        try:
            return net.loss(X, y, 0.05)
        finally:
            net.params[key] = old

    grads = loss_with("b1", net.params["b1"])[1]
    for key in ("W1", "b2", "W3", "b4"):
        numeric = numeric_gradient(lambda value, key=key: loss_with(key, value)[0], net.params[key])
        agree(grads[key], numeric, 1e-6)


def test_dropout_acts_in_training_only():
    net = small_net(dropout=0.5)
    X, y = small_batch(5)
    scores = net.loss(X)
    np.testing.assert_array_equal(net.loss(X), scores)
    first, second = (net.loss(X, y)[0] for _ in range(2))
    assert len({first, second, softmax_loss(scores, y)[0]}) == 3
    assert net.dropout_param["mode"] == "train"


def test_weights_of_the_network():
    net = ConvNet(rng=0)
    shapes = [net.params[f"W{k}"].shape for k in (1, 2, 3, 4)]
    assert shapes == [(32, 1, 5, 5), (64, 32, 5, 5), (3136, 1024), (1024, 10)]
    for k, fan_in in enumerate((25, 800, 3136, 1024), 1):
        W, b = net.params[f"W{k}"], net.params[f"b{k}"]
        assert W.dtype == b.dtype == np.float32 and not b.any()
        assert W.std() == pytest.approx(np.sqrt(2 / fan_in), rel=0.06)
    net = small_net(std=0.1, bias=0.2)
    assert all(np.all(net.params[f"b{k}"] == 0.2) for k in (1, 2, 3, 4))
    assert np.concatenate([net.params[f"W{k}"].ravel() for k in (1, 2, 3, 4)]).std() == pytest.approx(0.1, rel=0.2)


def test_the_network_keeps_single_precision_and_its_arguments():
    net = small_net(dtype=np.float32, dropout=0.3)
    X, y = small_batch(7)
    X = X.astype(np.float32)
    copies = {key: value.copy() for key, value in {**net.params, "X": X, "y": y}.items()}
    loss, grads = net.loss(X, y, 0.1)
    assert np.isfinite(loss) and net.loss(X).dtype == np.float32
    assert all(grad.dtype == np.float32 and grad.shape == net.params[key].shape for key, grad in grads.items())
    assert all(np.array_equal(value, {**net.params, "X": X, "y": y}[key]) for key, value in copies.items())


# ------------------------------------------------------------------ how the checks of convolutions work
CONV_TASKS = ("conv_forward_naive", "conv_backward_naive", "conv_forward", "conv_backward")


def problem_of(monkeypatch, name, **others):
    """What the check of a task finds with some functions of the module replaced."""
    for key, function in others.items():
        monkeypatch.setattr(convolution, key, function)
    task = checks.lab_tasks(LAB)[name]
    problems = [
        checks.run_and_judge(task, MODULES[task.module], case, expected)
        for case, expected in zip(checks.visible_cases(task), checks.load_expected(LAB, task), strict=True)
    ]
    return next(filter(None, problems), None)


@pytest.mark.parametrize("name", CONV_TASKS)
def test_each_convolution_is_checked_without_the_others(name, monkeypatch):
    def unfinished(*args, **kwargs):
        raise NotImplementedError

    assert problem_of(monkeypatch, name, **dict.fromkeys(set(CONV_TASKS) - {name}, unfinished)) is None


@pytest.mark.parametrize("name", ["conv_forward", "conv_backward"])
def test_the_fast_convolution_must_not_ask_the_slow_one(name, monkeypatch):
    problem = problem_of(monkeypatch, name, **{name: lambda *args: getattr(convolution, f"{name}_naive")(*args)})
    assert f"calls {name}_naive" in problem.what
    assert problem_of(monkeypatch, f"{name}_naive") is None


@pytest.mark.parametrize("name", CONV_TASKS)
def test_results_of_any_shape_can_be_judged(name, monkeypatch):
    arrays = [
        0.5,
        [],
        np.zeros((2, 0)),
        np.ones(3),
        np.ones((2, 3)),
        np.full((1, 1, 1, 1), np.nan),
        np.ones((2, 5, 40, 40)),
        np.ones((2, 5, 3, 4, 7)),
        None,
        "text",
    ]
    for array in arrays:
        result = (array, (array, array, array, {})) if "forward" in name else (array, array, array)
        assert problem_of(monkeypatch, name, **{name: lambda *args, result=result, **kwargs: result}) is not None
    right = getattr(convolution, name)
    for array in arrays:  # one wrong result among right ones
        for k in range(1 if "forward" in name else 3):

            def one_wrong(*args, array=array, k=k, **kwargs):
                results = list(right(*args, **kwargs))
                results[k] = array
                return tuple(results)

            with monkeypatch.context() as patch:
                assert problem_of(patch, name, **{name: one_wrong}) is not None
