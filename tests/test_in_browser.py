"""What the package does in a browser, where Python has no threads and no processes, and work is kept by the browser."""

import json
import shutil
import subprocess
import threading
import zipfile
from types import SimpleNamespace

import numpy as np
import pytest
from small_kits import make_site_kit, write_module

from cs_nn.cnn import ConvNet
from cs_nn.data import load_mnist, loading
from cs_nn.data.__main__ import main as data_main
from cs_nn.data.sources import Sizes
from cs_nn.progress.one_by_one import endings_here
from cs_nn.progress.trying import RIGHT
from cs_nn.report import elsewhere
from cs_nn.report.kept_outputs import EMBEDDED
from cs_nn.submit import hand_in
from cs_nn.tools import my_work, place, slow_cells
from cs_nn.tools.labs import COURSE, load_labs
from cs_nn.tools.parallel import DataParallel
from cs_nn.update import GIVEN

LAB = "lab4_regularization"
MODULE = "cs_nn/regularization.py"
NOTEBOOK = f"assignments/{LAB}/regularization.ipynb"


@pytest.fixture(autouse=True)
def in_browser(monkeypatch):
    monkeypatch.setattr(place, "sys", SimpleNamespace(platform="emscripten"))

    def refuse(*args, **kwargs):
        raise RuntimeError("there are none in a browser")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    monkeypatch.setattr(subprocess, "Popen", refuse)


@pytest.fixture(scope="module")
def fresh_site(tmp_path_factory):
    """The files of a site with one lab."""
    return make_site_kit(tmp_path_factory.mktemp("site"), LAB)


@pytest.fixture
def drive(fresh_site, tmp_path):
    """What a student sees of that site and writes in."""
    return shutil.copytree(fresh_site, tmp_path / "drive")


def test_a_batch_is_not_divided_among_threads():
    rng = np.random.default_rng(0)
    net = ConvNet((1, 8, 8), (3, 4), 3, 5, 4, dropout=0.0, rng=1, dtype=np.float64)
    X, y = rng.standard_normal((4, 1, 8, 8)), rng.integers(4, size=4)
    parallel = DataParallel(net, 2)
    assert parallel.loss(X, y)[0] == net.loss(X, y)[0]
    assert np.array_equal(parallel.loss(X), net.loss(X))


def test_the_small_set_is_kept_and_read_as_a_whole(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(loading, "EMBEDDED_SIZES", Sizes(train=60, test=20, val=10, test_used=20, dev=5))
    made = load_mnist(tmp_path)
    assert EMBEDDED.fullmatch(capsys.readouterr().out)  # as reports know it
    monkeypatch.setattr("cs_nn.data.digits.make_digits", None)
    again = load_mnist(tmp_path)
    assert np.array_equal(made.X_train, again.X_train) and not isinstance(again.X_train.base, np.memmap)
    assert again.y_train.dtype == np.int64


def test_nothing_is_downloaded(tmp_path, capsys):
    assert data_main(["--into", str(tmp_path)]) == 1
    assert "only the small sets" in capsys.readouterr().out


def test_progress_runs_the_checks_itself():
    names = ["compute_cost_with_regularization", "forward_propagation_with_dropout"]
    assert [ending.how for ending in endings_here(LAB, names).values()] == [RIGHT] * 2


def test_a_report_says_where_it_can_be_made(capsys):
    elsewhere.write("lab1_softmax")
    with pytest.raises(elsewhere.ReportError, match="No report"):
        elsewhere.make_report("lab1_softmax")
    assert "a kit on a computer of your own" in capsys.readouterr().out


def test_a_hand_in_says_how_to_get_the_zip(drive, capsys):
    write_module(drive, "regularization.py", keep=[], extra="import numpy\nX = numpy.zeros(3)")  # no trial of that
    hand_in(LAB, "s1", course=drive)
    said = capsys.readouterr().out
    assert "right-click it, Download" in said and (drive / f"{LAB}-s1.zip").is_file()


def test_commands_are_run_in_a_cell(monkeypatch):
    assert place.typed_here("run: python -m cs_nn.submit") == "run: %run -m cs_nn.submit"
    monkeypatch.setattr(place, "sys", SimpleNamespace(platform="win32"))
    assert place.typed_here("run: python -m cs_nn.submit") == "run: python -m cs_nn.submit"


# ------------------------------------------------------------------ work that is kept by the browser
def test_untouched_files_are_no_work(drive, capsys):
    my_work.save(drive)
    assert "nothing to keep" in capsys.readouterr().out and not (drive / "my_work.zip").exists()


def test_work_is_packed_and_brought_back_elsewhere(drive, fresh_site, tmp_path, capsys):
    (drive / MODULE).write_text("# mine\n")
    (drive / "notes.txt").write_text("mine too")
    my_work.save(drive)
    other = shutil.copytree(fresh_site, tmp_path / "other")
    (other / "notes.txt").write_text("of the other browser")
    shutil.copy(drive / "my_work.zip", other)
    my_work.bring_back(course=other)
    assert (other / MODULE).read_text() == "# mine\n" and (other / "notes.txt").read_text() == "mine too"
    assert (other / "notes.own-1.txt").read_text() == "of the other browser"
    assert not (other / "cs_nn" / "regularization.own-1.py").exists()  # the stub that was there is in every kit
    assert "notes.own-1.txt" in capsys.readouterr().out


def test_what_is_no_work_is_not_brought_back(drive, capsys):
    with zipfile.ZipFile(drive / "my_work.zip", "w") as archive:
        for name in ("../outside.py", "/outside.py", GIVEN, "kit.zip"):
            archive.writestr(name, "x")
    before = (drive / GIVEN).read_bytes()
    my_work.bring_back(course=drive)
    assert not (drive.parent / "outside.py").exists() and (drive / GIVEN).read_bytes() == before
    assert capsys.readouterr().out.count("left out") == 4


@pytest.mark.parametrize("content", [None, b"no zip"])
def test_a_zip_that_cannot_be_read(drive, content, capsys):
    if content:
        (drive / "my_work.zip").write_bytes(content)
    my_work.bring_back(course=drive)
    assert "pload it" in capsys.readouterr().out


def test_a_newer_kit_of_the_site(drive, capsys):
    """Files that were saved hide those of a site that has changed: here the module, its notebook and the list."""
    my_work.start(drive)
    my_work.newer_kit(drive)
    said = capsys.readouterr().out
    assert "newer kit than" not in said and "of the newest kit" in said
    mine = (drive / MODULE).read_text(encoding="utf-8") + "\n# mine\n"
    newer = drive.parent / "kit"
    with zipfile.ZipFile(drive / "kit.zip") as archive:
        archive.extractall(drive.parent)
    given = json.loads((newer / GIVEN).read_bytes())
    (newer / MODULE).write_text((newer / MODULE).read_text(encoding="utf-8") + "\n# newer\n", encoding="utf-8")
    from cs_nn.update import digest

    given["files"][MODULE], given["made"] = digest((newer / MODULE).read_bytes()), "2099-01-01 10:00"
    (newer / GIVEN).write_text(json.dumps(given))
    shutil.make_archive(drive / "kit", "zip", drive.parent, "kit")
    (drive / MODULE).write_text(mine, encoding="utf-8")
    my_work.start(drive)
    my_work.newer_kit(drive)
    said = capsys.readouterr().out
    assert "has a newer kit" in said and "the new ones lie beside them" in said
    assert (drive / MODULE).read_text(encoding="utf-8") == mine
    assert "# newer" in next((drive / "cs_nn").glob("regularization.new-*.py")).read_text(encoding="utf-8")
    my_work.start(drive)
    assert "newer kit" not in capsys.readouterr().out


def test_outside_of_a_site_no_kit_is_noted(tmp_path):
    my_work.start(tmp_path)
    assert [*tmp_path.iterdir()] == []


# ------------------------------------------------------------------ cells that take minutes
def test_cells_that_take_minutes_are_there():
    for lab in load_labs().values():
        slow = [slow_cells.MINUTES.get(name, {}) for name in lab.notebooks]
        found = dict(slow_cells.minutes_of(COURSE / "assignments" / lab.name))
        assert sorted(found.values()) == sorted(minutes for cells in slow for minutes in cells.values()), lab.name


def test_a_slow_cell_says_so_before_it_starts(drive, monkeypatch, capsys):
    notebook, (cell, *_) = NOTEBOOK, json.loads((drive / NOTEBOOK).read_bytes())["cells"]
    monkeypatch.setattr(slow_cells, "MINUTES", {"regularization": {cell["id"]: 7}})
    registered = []
    shell = SimpleNamespace(events=SimpleNamespace(register=lambda event, call: registered.append(call)))
    monkeypatch.setattr(slow_cells, "get_ipython", lambda: shell)
    slow_cells.start((drive / notebook).parent)
    registered[0](SimpleNamespace(raw_cell="1 + 1"))
    assert capsys.readouterr().out == ""
    registered[0](SimpleNamespace(raw_cell="".join(cell["source"])))
    assert "about 7 minutes" in capsys.readouterr().out
