"""What stops a command from outside: one sentence, and no traceback."""

import pytest
from term import LAB, Class, run

from grading.failures import said_in_a_sentence


@pytest.fixture
def course(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return Class(tmp_path)


@pytest.mark.parametrize("command", ["give-back", "insight", "similarity", "term-pages"])
def test_another_folder(command, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    lab = [] if command == "term-pages" else [LAB]
    assert f"FAILED {command}: there is no nbgrader_config.py in {tmp_path}: run this in the course's folder" == run(
        capsys, command, *lab
    )
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("arguments", [["roster", "class.csv"], ["marks", LAB, "--for=csv"], ["late"]])
def test_a_gradebook_that_is_none(arguments, course, capsys):
    course.write("class.csv", "id,name\ns1,Ada Muster\n")
    course.write("gradebook.db", b"no database" * 1000)
    assert f"FAILED {arguments[0]}: the gradebook can't be used (file is not a database)" in run(capsys, *arguments)


def test_a_place_where_nothing_can_be_written(course, capsys):
    place = course.write("place", "mine")
    said = run(capsys, "release-solutions", LAB, "--early", "--into", str(place / "zips"))
    assert said.startswith(f"FAILED release-solutions: {place / 'zips'} can't be read or written: ")
    assert place.read_text(encoding="utf-8") == "mine"


def test_a_file_that_is_open_elsewhere():
    """As Windows says it."""
    with pytest.raises(SystemExit, match=r"x.csv can't be read or written: denied. Is it open in another program\?"):
        with said_in_a_sentence("insight"):
            raise PermissionError(13, "denied", "x.csv")


def test_stopped_by_the_keyboard(capsys):
    with pytest.raises(SystemExit) as stopped, said_in_a_sentence("insight"):
        raise KeyboardInterrupt
    assert stopped.value.code == 130 and "run the same command again" in capsys.readouterr().out


def test_a_mistake_of_ours_is_not_hidden():
    with pytest.raises(KeyError), said_in_a_sentence("insight"):
        raise KeyError("x")
