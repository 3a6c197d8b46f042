"""Files that are written in one step."""

import pytest

from cs_nn.tools.files import written_whole


def test_a_file_takes_its_place_when_it_is_complete(tmp_path):
    path = tmp_path / "a.npz"
    for content in (b"old", b"new"):
        with written_whole(path) as file:
            file.write(content)
            assert not path.exists() or path.read_bytes() == b"old"
        assert path.read_bytes() == content and list(tmp_path.iterdir()) == [path]


def test_what_breaks_off_leaves_the_old_file_alone(tmp_path):
    path = tmp_path / "a.npz"
    path.write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt), written_whole(path) as file:
        file.write(b"ne")
        raise KeyboardInterrupt
    assert path.read_bytes() == b"old" and list(tmp_path.iterdir()) == [path]


def test_of_two_that_write_at_once_the_last_one_counts(tmp_path):
    path = tmp_path / "a.npz"
    with written_whole(path) as first:
        with written_whole(path) as second:
            second.write(b"second")
        first.write(b"first")
    assert path.read_bytes() == b"first" and list(tmp_path.iterdir()) == [path]
