"""The points of Lab 4: what ships is what the generator makes."""

import numpy as np
import pytest

from cs_nn.data import pitch


def test_the_shipped_file_is_made_by_the_generator():
    assert pitch.pitch_file().is_file()
    for shipped, made in zip(pitch.load_pitch(), pitch.make_pitch(pitch.SEED), strict=True):
        assert shipped.dtype == made.dtype
        np.testing.assert_array_equal(shipped, made)


def test_a_lab_fetched_alone_makes_the_same_points(tmp_path, monkeypatch):
    shipped = pitch.load_pitch()
    monkeypatch.setattr(pitch, "pitch_file", lambda: tmp_path / "none.mat")
    for one, other in zip(pitch.load_pitch(), shipped, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("seed", range(5))
def test_shapes_and_classes(seed):
    X, Y, X_test, Y_test = pitch.make_pitch(seed)
    assert (X.shape, Y.shape, X_test.shape, Y_test.shape) == ((211, 2), (211, 1), (200, 2), (200, 1))
    for points, teams in ((X, Y), (X_test, Y_test)):
        assert np.abs(points).max() <= pitch.HALF and set(np.unique(teams)) == {0, 1}
        assert 0.3 < teams.mean() < 0.7
        # Far from the curve nearly all players are of one team: some have strayed.
        across, along = points.T
        distance = along - 0.2 * across**2 - 0.5 * across + 0.6
        clear = np.abs(distance) > 3 * pitch.NOISE
        strayed = np.mean((distance > 0)[clear] != teams[clear, 0])
        assert 0.005 < strayed < 0.14


def test_sets_of_other_seeds_differ():
    assert not np.array_equal(pitch.make_pitch(1)[0], pitch.make_pitch(2)[0])
