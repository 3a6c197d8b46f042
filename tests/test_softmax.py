"""The worked solution of Lab 1 against other implementations and by its properties."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import torch

from cs_nn.softmax import (
    SoftmaxClassifier,
    early_stopping,
    linear_softmax_loss,
    sgd_momentum,
    softmax_loss_naive,
    softmax_loss_vectorized,
)
from cs_nn.tools.gradient_check import numeric_gradient, rel_error

LOSSES = [softmax_loss_naive, softmax_loss_vectorized]


def problem(seed, N=6, D=5, C=4, scale=1.0):
    """W, X, y with random entries."""
    rng = np.random.default_rng(seed)
    return scale * rng.standard_normal((D, C)), rng.standard_normal((N, D)), rng.integers(C, size=N)


problems = st.builds(
    problem,
    st.integers(0, 2**32 - 1),
    N=st.integers(1, 9),
    D=st.integers(1, 7),
    C=st.integers(1, 6),
    scale=st.sampled_from([0.01, 1.0, 10.0]),
)
each_loss = pytest.mark.parametrize("softmax_loss", LOSSES)
quick = settings(max_examples=40, deadline=None)


# ------------------------------------------------------------------ the loss
@each_loss
@pytest.mark.parametrize("reg", [0.0, 0.3])
def test_loss_and_gradient_equal_pytorch(softmax_loss, reg):
    W, X, y = problem(1)
    loss, dW = softmax_loss(W, X, y, reg)
    weights = torch.tensor(W, requires_grad=True)
    theirs = torch.nn.functional.cross_entropy(torch.tensor(X) @ weights, torch.tensor(y))
    theirs = theirs + 0.5 * reg * (weights**2).sum()
    theirs.backward()
    assert loss == pytest.approx(theirs.item(), rel=1e-12)
    np.testing.assert_allclose(dW, weights.grad.numpy(), rtol=1e-10, atol=1e-14)


@each_loss
def test_gradient_equals_numeric_gradient(softmax_loss):
    W, X, y = problem(2)
    _, dW = softmax_loss(W, X, y, 0.2)
    numeric = numeric_gradient(lambda W: softmax_loss(W, X, y, 0.2)[0], W)
    assert rel_error(dW, numeric) < 1e-7


@each_loss
@pytest.mark.parametrize("C", [2, 7, 10])
def test_zero_weights_give_log_of_the_number_of_classes(softmax_loss, C):
    _, X, y = problem(3, C=C)
    assert softmax_loss(np.zeros((5, C)), X, y, 1.0)[0] == pytest.approx(np.log(C))


@quick
@given(problems, st.floats(0, 5))
def test_naive_and_vectorized_agree(inputs, reg):
    (loss, dW), (fast_loss, fast_dW) = (softmax_loss(*inputs, reg) for softmax_loss in LOSSES)
    assert fast_loss == pytest.approx(loss, rel=1e-10, abs=1e-12)
    np.testing.assert_allclose(fast_dW, dW, rtol=1e-8, atol=1e-10)


@quick
@given(problems, st.floats(-1000, 1000), st.sampled_from(LOSSES))
def test_same_shift_of_all_scores_changes_nothing(inputs, shift, softmax_loss):
    W, X, y = inputs
    X = np.hstack([X, np.ones((len(X), 1))])
    without = softmax_loss(np.vstack([W, np.zeros(W.shape[1])]), X, y, 0.0)
    shifted = softmax_loss(np.vstack([W, np.full(W.shape[1], shift)]), X, y, 0.0)
    assert shifted[0] == pytest.approx(without[0], rel=1e-8, abs=1e-9)
    np.testing.assert_allclose(shifted[1], without[1], rtol=1e-6, atol=1e-9)


@quick
@given(problems, st.sampled_from(LOSSES))
def test_loss_is_not_negative_and_gradient_sums_to_zero_over_classes(inputs, softmax_loss):
    loss, dW = softmax_loss(*inputs, 0.0)
    assert loss >= 0
    np.testing.assert_allclose(dW.sum(axis=1), 0, atol=1e-12)


@quick
@given(problems, st.randoms(use_true_random=False), st.sampled_from(LOSSES))
def test_order_of_the_batch_does_not_matter(inputs, random, softmax_loss):
    W, X, y = inputs
    order = random.sample(range(len(X)), len(X))
    (loss, dW), (other, other_dW) = softmax_loss(W, X, y, 0.1), softmax_loss(W, X[order], y[order], 0.1)
    assert other == pytest.approx(loss, rel=1e-10, abs=1e-12)
    np.testing.assert_allclose(other_dW, dW, rtol=1e-8, atol=1e-11)


@quick
@given(problems, st.sampled_from([1e3, 1e6, 1e100]), st.sampled_from(LOSSES))
def test_huge_scores_stay_finite(inputs, scale, softmax_loss):
    W, X, y = inputs
    loss, dW = softmax_loss(scale * W, X, y, 0.0)
    assert np.isfinite(loss)
    assert np.isfinite(dW).all()


@each_loss
def test_arguments_are_not_changed_and_types_are_kept(softmax_loss):
    W, X, y = problem(4)
    copies = W.copy(), X.copy(), y.copy()
    softmax_loss(W, X, y, 0.5)
    assert all(map(np.array_equal, (W, X, y), copies))
    _, dW = softmax_loss(W.astype(np.float32), X.astype(np.float32), y, 0.5)
    assert dW.dtype == np.float32


# ------------------------------------------------------------------ with a bias and one-hot labels
@quick
@given(problems, st.integers(0, 2**32 - 1))
def test_linear_loss_is_the_softmax_loss_with_the_bias_trick(inputs, seed):
    W, X, y = inputs
    b = np.random.default_rng(seed).standard_normal(W.shape[1])
    loss, dW, db = linear_softmax_loss(W, b, X, np.eye(W.shape[1])[y])
    tricked = softmax_loss_vectorized(np.vstack([W, b]), np.hstack([X, np.ones((len(X), 1))]), y, 0.0)
    assert loss == pytest.approx(tricked[0], rel=1e-10, abs=1e-12)
    np.testing.assert_allclose(np.vstack([dW, db]), tricked[1], rtol=1e-8, atol=1e-11)


def test_linear_loss_penalises_the_weights_only():
    W, X, y = problem(5)
    b, Y = np.arange(4.0), np.eye(4)[y]
    plain, penalised = linear_softmax_loss(W, b, X, Y), linear_softmax_loss(W, b, X, Y, 0.6)
    assert penalised[0] - plain[0] == pytest.approx(0.3 * np.sum(W**2))
    np.testing.assert_allclose(penalised[1] - plain[1], 0.6 * W)
    np.testing.assert_allclose(penalised[2], plain[2])


# ------------------------------------------------------------------ momentum
@pytest.mark.parametrize("momentum", [0.0, 0.5, 0.9])
def test_momentum_equals_pytorch(momentum):
    """PyTorch's velocity is the sum of gradients: ours divided by minus the learning rate, if that is constant."""
    rng = np.random.default_rng(6)
    w = rng.standard_normal((4, 3))
    theirs = torch.tensor(w.copy(), requires_grad=True)
    optimizer = torch.optim.SGD([theirs], lr=0.1, momentum=momentum)
    config = {"learning_rate": 0.1, "momentum": momentum}
    for _ in range(6):
        dw = rng.standard_normal(w.shape)
        w, config = sgd_momentum(w, dw, config)
        theirs.grad = torch.tensor(dw)
        optimizer.step()
        np.testing.assert_allclose(w, theirs.detach().numpy(), rtol=1e-12)
        if momentum:
            buffer = optimizer.state[theirs]["momentum_buffer"].numpy()
            np.testing.assert_allclose(config["velocity"], -0.1 * buffer, rtol=1e-12)


def test_momentum_defaults_and_no_change_of_arguments():
    w, dw, config = np.ones(3), np.full(3, 2.0), {}
    next_w, new = sgd_momentum(w, dw, config)
    np.testing.assert_allclose(next_w, 0.98)
    assert new["learning_rate"] == 0.01
    assert new["momentum"] == 0.9
    np.testing.assert_allclose(sgd_momentum(next_w, dw, new)[1]["velocity"], -0.038)
    assert config == {}
    assert w.tolist() == [1, 1, 1]
    assert dw.tolist() == [2, 2, 2]


# ------------------------------------------------------------------ early stopping
@pytest.mark.parametrize(
    ("val_accuracy", "patience", "stop"),
    [
        ([], 1, False),
        ([0.5], 1, False),
        ([0.5, 0.4], 1, True),
        ([0.5, 0.4], 2, False),
        ([0.5, 0.5], 1, True),  # equal is no improvement
        ([0.5, 0.4, 0.45, 0.6], 2, False),
        ([0.1, 0.6, 0.2, 0.3, 0.6], 3, True),
    ],
)
def test_early_stopping(val_accuracy, patience, stop):
    assert early_stopping(val_accuracy, patience) is stop


# ------------------------------------------------------------------ training
def blobs(N=60, C=3, seed=7, dtype=float):
    """Clouds around the corners of a simplex, with a column of ones: easy to separate."""
    rng = np.random.default_rng(seed)
    y = np.arange(N) % C
    return np.hstack([4 * np.eye(C)[y] + 0.3 * rng.standard_normal((N, C)), np.ones((N, 1))]).astype(dtype), y


def test_training_separates_what_is_separable():
    X, y = blobs()
    model = SoftmaxClassifier()
    history = model.train(X, y, learning_rate=0.1, num_iters=100, batch_size=20, momentum=0.9, rng=0)
    assert np.mean(model.predict(X) == y) == 1
    assert history.train_accuracy[-1] == 1
    assert np.mean(history.loss[-10:]) < 0.05 * np.mean(history.loss[:3])
    assert model.predict(X).shape == y.shape
    assert model.predict(X).dtype.kind == "i"


@pytest.mark.parametrize(
    ("batch_size", "num_iters", "epochs"), [(20, 9, 3), (20, 11, 3), (60, 4, 4), (200, 4, 4), (7, 7, 0)]
)
def test_history_has_an_entry_per_iteration_and_per_epoch(batch_size, num_iters, epochs):
    X, y = blobs()
    seen = []
    history = SoftmaxClassifier().train(
        X, y, X[:10], y[:10], num_iters=num_iters, batch_size=batch_size, rng=0, on_epoch=seen.append
    )
    assert len(history.loss) == num_iters
    assert len(history.train_accuracy) == len(history.val_accuracy) == len(history.learning_rate) == len(seen) == epochs
    assert (history.best_epoch is None) == (epochs == 0)
    assert all(type(loss) is float for loss in history.loss)


def test_no_validation_data_no_validation_accuracy():
    X, y = blobs()
    history = SoftmaxClassifier().train(X, y, num_iters=6, batch_size=20, rng=0)
    assert history.val_accuracy == []
    assert history.best_epoch is None


def test_learning_rate_decays_after_each_epoch():
    X, y = blobs()
    model = SoftmaxClassifier()
    history = model.train(X, y, learning_rate=0.5, learning_rate_decay=0.8, num_iters=9, batch_size=20, rng=0)
    np.testing.assert_allclose(history.learning_rate, [0.5, 0.4, 0.32])


def test_first_loss_is_near_log_of_the_number_of_classes():
    X, y = blobs()
    history = SoftmaxClassifier().train(X, y, num_iters=1, rng=0)
    assert history.loss[0] == pytest.approx(np.log(3), abs=0.05)


def test_seed_repeats_a_run_and_a_generator_goes_on():
    X, y = blobs()

    def weights(rng):
        model = SoftmaxClassifier()
        model.train(X, y, num_iters=5, batch_size=10, rng=rng)
        return model.W

    assert np.array_equal(weights(3), weights(3))
    assert np.array_equal(weights(3), weights(np.random.default_rng(3)))
    assert not np.array_equal(weights(3), weights(4))
    generator = np.random.default_rng(3)
    assert not np.array_equal(weights(generator), weights(generator))


def test_training_goes_on_from_given_weights():
    X, y = blobs()
    W = np.random.default_rng(8).standard_normal((4, 3))
    model = SoftmaxClassifier(W.copy())
    history = model.train(X, y, num_iters=1, batch_size=60, learning_rate=1e-9, reg=0.0, rng=0)
    np.testing.assert_allclose(model.W, W, atol=1e-6)
    assert history.loss[0] > 0.1
    assert not np.array_equal(model.W, W)


@pytest.mark.parametrize(("dtype", "expected"), [(float, float), (np.float32, np.float32), (np.uint8, np.float32)])
def test_types_of_the_weights(dtype, expected):
    X, y = blobs(dtype=float)
    X = np.clip(np.round(10 * X), 0, 255).astype(dtype) if dtype is np.uint8 else X.astype(dtype)
    model = SoftmaxClassifier()
    model.train(X, y, X, y, learning_rate=1e-3, num_iters=200, batch_size=20, momentum=0.5, patience=50, rng=0)
    assert model.W.dtype == expected
    assert np.mean(model.predict(X) == y) == 1


def test_labels_may_be_bytes():
    X, y = blobs()
    model = SoftmaxClassifier()
    model.train(X, y.astype(np.uint8), learning_rate=0.1, num_iters=60, batch_size=20, rng=0)
    assert np.mean(model.predict(X) == y) == 1


def test_patience_without_validation_data():
    X, y = blobs()
    with pytest.raises(ValueError, match="X_val"):
        SoftmaxClassifier().train(X, y, patience=2)


def test_early_stopping_stops_in_time_and_keeps_the_best_weights(monkeypatch):
    """The validation accuracy follows a script; the weights of its best epoch must come back."""
    X, y = blobs()
    script = iter([0.2, 0.5, 0.4, 0.5, 0.3, 0.9])
    X_val, y_val = X[:10].copy(), np.zeros(10, dtype=int)

    def predict(self, data):
        if data is not X_val:
            return np.zeros(len(data), dtype=int)
        right = round(10 * next(script))
        return np.array([0] * right + [1] * (10 - right))

    monkeypatch.setattr(SoftmaxClassifier, "predict", predict)
    weights = []
    model = SoftmaxClassifier()
    history = model.train(
        X,
        y,
        X_val,
        y_val,
        learning_rate=0.1,
        num_iters=100,
        batch_size=20,
        patience=3,
        rng=0,
        on_epoch=lambda model: weights.append(model.W.copy()),
    )
    assert history.val_accuracy == [0.2, 0.5, 0.4, 0.5, 0.3]
    assert history.best_epoch == 1
    assert len(history.loss) == 15
    assert np.array_equal(model.W, weights[1])
    assert not np.array_equal(model.W, weights[-1])


def test_without_patience_the_last_weights_stay():
    X, y = blobs()
    weights = []
    model = SoftmaxClassifier()
    history = model.train(
        X,
        y,
        X,
        y,
        learning_rate=0.1,
        num_iters=30,
        batch_size=20,
        rng=0,
        on_epoch=lambda model: weights.append(model.W.copy()),
    )
    assert history.best_epoch < 9
    assert np.array_equal(model.W, weights[-1])
