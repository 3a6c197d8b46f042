"""The worked solution of Lab 1 against other implementations and by its properties."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import checked_inputs, torch

from cs_nn.checks.tasks.lab1_softmax import softmax_train_case
from cs_nn.softmax import (
    SoftmaxClassifier,
    early_stopping,
    sgd_momentum,
    softmax_loss,
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
each_loss = pytest.mark.parametrize("loss_of", LOSSES)
quick = settings(max_examples=40, deadline=None)


# ------------------------------------------------------------------ the loss
@each_loss
@pytest.mark.parametrize("reg", [0.0, 0.3])
def test_loss_and_gradient_equal_pytorch(loss_of, reg):
    W, X, y = problem(1)
    loss, dW = loss_of(W, X, y, reg)
    weights = torch.tensor(W, requires_grad=True)
    theirs = torch.nn.functional.cross_entropy(torch.tensor(X) @ weights, torch.tensor(y))
    theirs = theirs + 0.5 * reg * (weights**2).sum()
    theirs.backward()
    assert loss == pytest.approx(theirs.item(), rel=1e-12)
    np.testing.assert_allclose(dW, weights.grad.numpy(), rtol=1e-10, atol=1e-14)


@each_loss
def test_gradient_equals_numeric_gradient(loss_of):
    W, X, y = problem(2)
    _, dW = loss_of(W, X, y, 0.2)
    numeric = numeric_gradient(lambda W: loss_of(W, X, y, 0.2)[0], W)
    assert rel_error(dW, numeric) < 1e-7


@each_loss
@pytest.mark.parametrize("C", [2, 7, 10])
def test_zero_weights_give_log_of_the_number_of_classes(loss_of, C):
    _, X, y = problem(3, C=C)
    assert loss_of(np.zeros((5, C)), X, y, 1.0)[0] == pytest.approx(np.log(C))


@quick
@given(problems, st.floats(0, 5))
def test_naive_and_vectorized_agree(inputs, reg):
    (loss, dW), (fast_loss, fast_dW) = (loss_of(*inputs, reg) for loss_of in LOSSES)
    assert fast_loss == pytest.approx(loss, rel=1e-10, abs=1e-12)
    np.testing.assert_allclose(fast_dW, dW, rtol=1e-8, atol=1e-10)


@quick
@given(problems, st.floats(-1000, 1000), st.sampled_from(LOSSES))
def test_same_shift_of_all_scores_changes_nothing(inputs, shift, loss_of):
    W, X, y = inputs
    X = np.hstack([X, np.ones((len(X), 1))])
    without = loss_of(np.vstack([W, np.zeros(W.shape[1])]), X, y, 0.0)
    shifted = loss_of(np.vstack([W, np.full(W.shape[1], shift)]), X, y, 0.0)
    assert shifted[0] == pytest.approx(without[0], rel=1e-8, abs=1e-9)
    np.testing.assert_allclose(shifted[1], without[1], rtol=1e-6, atol=1e-9)


@quick
@given(problems, st.sampled_from(LOSSES))
def test_loss_is_not_negative_and_gradient_sums_to_zero_over_classes(inputs, loss_of):
    loss, dW = loss_of(*inputs, 0.0)
    assert loss >= 0
    np.testing.assert_allclose(dW.sum(axis=1), 0, atol=1e-12)


@quick
@given(problems, st.randoms(use_true_random=False), st.sampled_from(LOSSES))
def test_order_of_the_batch_does_not_matter(inputs, random, loss_of):
    W, X, y = inputs
    order = random.sample(range(len(X)), len(X))
    (loss, dW), (other, other_dW) = loss_of(W, X, y, 0.1), loss_of(W, X[order], y[order], 0.1)
    assert other == pytest.approx(loss, rel=1e-10, abs=1e-12)
    np.testing.assert_allclose(other_dW, dW, rtol=1e-8, atol=1e-11)


@quick
@given(problems, st.sampled_from([1e3, 1e6, 1e100]), st.sampled_from(LOSSES))
def test_huge_scores_stay_finite(inputs, scale, loss_of):
    W, X, y = inputs
    loss, dW = loss_of(scale * W, X, y, 0.0)
    assert np.isfinite(loss)
    assert np.isfinite(dW).all()


@each_loss
def test_arguments_are_not_changed_and_types_are_kept(loss_of):
    W, X, y = problem(4)
    copies = W.copy(), X.copy(), y.copy()
    loss_of(W, X, y, 0.5)
    assert all(map(np.array_equal, (W, X, y), copies))
    _, dW = loss_of(W.astype(np.float32), X.astype(np.float32), y, 0.5)
    assert dW.dtype == np.float32


# ------------------------------------------------------------------ from the scores on
def score_inputs(seed, N, C, scale):
    rng = np.random.default_rng(seed)
    return scale * rng.standard_normal((N, C)), rng.integers(C, size=N)


scored = st.builds(
    score_inputs, st.integers(0, 2**32 - 1), st.integers(1, 7), st.integers(1, 6), st.sampled_from([0.01, 1.0, 10.0])
)


def test_loss_of_scores_equals_pytorch():
    for case, results in checked_inputs("lab1_softmax", "softmax_loss"):
        scores = torch.tensor(case["scores"], requires_grad=True)
        loss = torch.nn.functional.cross_entropy(scores, torch.tensor(case["y"]))
        loss.backward()
        for name, right in (("loss", loss.detach().numpy()), ("dscores", scores.grad.numpy())):
            np.testing.assert_allclose(results[name], right, rtol=1e-9, atol=1e-12 * np.abs(right).max(), err_msg=name)


@quick
@given(scored, st.floats(-1000, 1000))
def test_shift_of_an_example_s_scores_changes_nothing(inputs, shift):
    scores, y = inputs
    loss, dscores = softmax_loss(scores, y)
    shifts = shift * np.arange(1, len(y) + 1)[:, None] / len(y)
    other, other_dscores = softmax_loss(scores + shifts, y)
    assert other == pytest.approx(loss, rel=1e-8, abs=1e-10)
    np.testing.assert_allclose(other_dscores, dscores, rtol=1e-6, atol=1e-10)


@quick
@given(scored)
def test_rows_of_dscores_sum_to_zero_and_loss_is_not_negative(inputs):
    scores, y = inputs
    loss, dscores = softmax_loss(scores, y)
    assert loss >= 0
    np.testing.assert_allclose(dscores.sum(axis=1), 0, atol=1e-14)
    correct = np.eye(scores.shape[1], dtype=bool)[y]
    assert np.all(dscores[correct] <= 0)
    assert np.all(dscores[~correct] >= 0)


@quick
@given(scored)
def test_dscores_equal_numeric_gradient(inputs):
    scores, y = inputs
    numeric = numeric_gradient(lambda scores: softmax_loss(scores, y)[0], scores)
    np.testing.assert_allclose(softmax_loss(scores, y)[1], numeric, rtol=1e-5, atol=1e-8)


@pytest.mark.parametrize("scale", [1e3, 1e6, 1e100])
def test_huge_scores_alone_stay_finite(scale):
    scores, y = score_inputs(3, 6, 4, scale)
    loss, dscores = softmax_loss(scores, y)
    assert np.isfinite(loss)
    assert np.isfinite(dscores).all()


def test_loss_of_scores_is_part_of_the_vectorized_loss():
    W, X, y = problem(5)
    loss, dscores = softmax_loss(X @ W, y)
    whole, dW = softmax_loss_vectorized(W, X, y, 0.6)
    assert whole == pytest.approx(loss + 0.3 * np.sum(W**2))
    np.testing.assert_allclose(dW, X.T @ dscores + 0.6 * W)


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


@settings(max_examples=20, deadline=None)
@given(N=st.integers(5, 40), batch_size=st.integers(2, 5), seed=st.integers(0, 10**6))
def test_draws_are_enough_to_tell_an_example_that_is_never_drawn(N, batch_size, seed):
    case = softmax_train_case(np.random.default_rng(seed), "", same_rows=False, N=N, batch_size=batch_size)
    assert N * (1 - 1 / N) ** (case["num_iters"] * batch_size) < 1e-9
