"""A newer kit in a student's folder: what the student wrote stays, what the course changed arrives."""

import json
import os
import subprocess
import sys
import zipfile
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cs_nn import update as update_module
from cs_nn.tools.labs import COURSE
from cs_nn.update import GIVEN, Given, UpdateError, digest, main, read_given, update

MODULE, NOTEBOOK, TOOL = "cs_nn/softmax.py", "assignments/lab1/softmax.ipynb", "cs_nn/tools/plots.py"
STUDENTS = (MODULE, NOTEBOOK, "cs_nn/layers.py")
FILES = {
    "README.md": "the labs\n",
    "requirements.txt": "numpy\n",
    "get_datasets.sh": "#!/bin/sh\n",
    "assignments/labs.toml": "[lab1]\n",
    "cs_nn/__init__.py": "",
    TOOL: "def curves(): pass\n",
    MODULE: 'def loss(W):\n    raise NotImplementedError("loss")\n',
    NOTEBOOK: '{"cells": []}\n',
}


def make_kit(folder, files=FILES, version="0.1.0", made="2026-11-01 10:00"):
    hashes = {name: digest(content.encode()) for name, content in files.items()}
    what = Given(version, made, hashes, frozenset(set(STUDENTS) & set(files)))
    for name, content in {**files, GIVEN: json.dumps({**asdict(what), "students": sorted(what.students)})}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content.encode())
    return folder


def pack(folder, archive, top="cs_nn_labs-0.2.0/"):
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in contents(folder).items():
            file.writestr(top + name, content)
    return archive


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.fixture
def mine(tmp_path):
    """The folder of a student who has an older kit."""
    return make_kit(tmp_path / "mine")


@pytest.fixture
def newer(tmp_path):
    """A function that makes the zip of a newer kit, which differs from the older one by some files."""

    def make(version="0.2.0", made="2026-11-08 10:00", top="cs_nn_labs-0.2.0/", **changes):
        files = {**FILES, **changes.pop("files", {})}
        files = {name: content for name, content in files.items() if content is not None}
        return pack(make_kit(tmp_path / f"kit-{version}", files, version, made), tmp_path / f"kit-{version}.zip", top)

    return make


def written(folder, name, text):
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


# ------------------------------------------------------------------ what arrives and what stays
def test_what_nobody_changed_is_replaced_and_new_files_arrive(mine, newer):
    archive = newer(files={MODULE: "def loss(W): ...\n", TOOL: "new\n", "cs_nn/layers.py": "lab 3\n"})
    report = update(archive, mine)
    assert set(report.new) == {MODULE, TOOL, "cs_nn/layers.py"}
    assert (mine / MODULE).read_text() == "def loss(W): ...\n" and (mine / "cs_nn/layers.py").read_text() == "lab 3\n"
    assert read_given(mine).version == "0.2.0"
    assert set(contents(mine)) == {*FILES, "cs_nn/layers.py", GIVEN}, "nothing else is left behind"


def test_what_a_student_wrote_stays_and_the_new_one_lies_beside_and_is_named(mine, newer, capsys):
    written(mine, MODULE, "def loss(W):\n    return 1\n")
    written(mine, NOTEBOOK, '{"cells": [1]}')
    written(mine, "cs_nn/my_tools.py", "x = 1\n")
    archive = newer(files={
        MODULE: 'def loss(W, reg):\n    raise NotImplementedError\ndef stop():\n    raise NotImplementedError\n',
        NOTEBOOK: '{"cells": [2]}',
    })  # fmt: skip
    report = update(archive, mine)
    beside = {MODULE: "cs_nn/softmax.new-0.2.0.py", NOTEBOOK: "assignments/lab1/softmax.new-0.2.0.ipynb"}
    assert report.beside == beside
    assert (mine / MODULE).read_text() == "def loss(W):\n    return 1\n"
    assert (mine / NOTEBOOK).read_text() == '{"cells": [1]}'
    assert (mine / "cs_nn/my_tools.py").read_text() == "x = 1\n"
    assert "stop" in (mine / beside[MODULE]).read_text() and "[2]" in (mine / beside[NOTEBOOK]).read_text()
    said = capsys.readouterr().out
    assert all(name in said for pair in beside.items() for name in pair)
    assert "yours lacks: stop" in said and "other parameters or description: loss" in said


def test_what_only_the_student_changed_stays_without_a_word(mine, newer, capsys):
    written(mine, MODULE, "mine\n")
    update(newer(files={TOOL: "new\n"}), mine)
    assert (mine / MODULE).read_text() == "mine\n" and MODULE not in capsys.readouterr().out
    assert not list(mine.rglob("*.new-*"))


def test_a_conflict_is_told_once_and_not_again_by_a_kit_that_brings_nothing_new_for_it(mine, newer):
    written(mine, MODULE, "mine\n")
    assert update(newer(files={MODULE: "theirs\n"}), mine).beside
    assert not update(newer(files={MODULE: "theirs\n"}), mine)
    assert not update(newer("0.3.0", files={MODULE: "theirs\n", TOOL: "new\n"}), mine).beside
    assert update(newer("0.4.0", files={MODULE: "theirs 2\n"}), mine).beside == {MODULE: "cs_nn/softmax.new-0.4.0.py"}


def test_a_student_who_took_the_new_file_gets_the_next_one(mine, newer):
    written(mine, MODULE, "mine\n")
    beside = update(newer(files={MODULE: "theirs\n"}), mine).beside[MODULE]
    os.replace(mine / beside, mine / MODULE)
    assert MODULE in update(newer("0.3.0", files={MODULE: "theirs 2\n"}), mine).new


def test_work_in_a_file_that_lies_beside_is_not_replaced(mine, newer):
    written(mine, MODULE, "mine\n")
    beside = update(newer(files={MODULE: "theirs\n"}), mine).beside[MODULE]
    written(mine, beside, "mine too\n")
    again = update(newer(made="2026-11-09 10:00", files={MODULE: "theirs 2\n"}), mine).beside[MODULE]
    assert again != beside and (mine / beside).read_text() == "mine too\n"


def test_other_files_of_the_course_are_replaced_with_a_backup(mine, newer, capsys):
    written(mine, TOOL, "broken\n")
    written(mine, "README.md", "my notes\n")
    report = update(newer(files={TOOL: "new\n", "README.md": "new labs\n"}), mine)
    assert set(report.replaced) == {TOOL, "README.md"} and (mine / TOOL).read_text() == "new\n"
    assert (mine / report.backup / TOOL).read_text() == "broken\n"
    assert (mine / report.backup / "README.md").read_text() == "my notes\n"
    assert f"yours are in {report.backup}" in capsys.readouterr().out


def test_files_that_the_course_gave_up_go_unless_they_were_changed(mine, newer):
    archive = newer(files={TOOL: None, MODULE: None})
    written(mine, MODULE, "mine\n")
    report = update(archive, mine)
    assert report.gone == [TOOL] and report.left == [MODULE]
    assert not (mine / TOOL).exists() and (mine / MODULE).read_text() == "mine\n"


@pytest.mark.parametrize(("lab", "name"), [("lab1", "1_softmax"), ("lab2", "softmax")])
def test_a_notebook_that_has_another_name_or_lab_now_is_told(mine, tmp_path, capsys, lab, name):
    cell = {"cell_type": "markdown", "source": "mine", "metadata": {"nbgrader": {"grade_id": "why"}}}
    written(mine, NOTEBOOK, json.dumps({"cells": [cell]}))
    kit = _kit_with(tmp_path / "kit", lab, name)
    assert update(kit, mine).left == [NOTEBOOK]
    said = capsys.readouterr().out
    assert f"it is assignments/{lab}/{name}.ipynb now: to hand in your work, put yours there" in said
    assert ('submit("lab2")' in said) == (lab == "lab2")
    assert json.loads((mine / NOTEBOOK).read_text()) == {"cells": [cell]}
    os.replace(mine / NOTEBOOK, mine / f"assignments/{lab}/{name}.ipynb")
    assert not update(kit, mine), "what was put there stays"


def test_the_empty_folder_of_a_lab_that_has_another_name_goes(mine, tmp_path):
    kit = _kit_with(tmp_path / "kit", "lab2", "softmax")
    assert update(kit, mine).gone == [NOTEBOOK]
    assert not (mine / NOTEBOOK).parent.exists() and (mine / "assignments/lab2/softmax.ipynb").is_file()


def _kit_with(folder, lab, name):
    """A newer kit with the notebook under another name."""
    notebook = f"assignments/{lab}/{name}.ipynb"
    files = {notebook if each == NOTEBOOK else each: content for each, content in FILES.items()}
    kit = make_kit(folder, files, "0.2.0")
    table = json.loads((kit / GIVEN).read_text())
    cells = {lab: {name: {"why": "answer"}}}
    written(kit, GIVEN, json.dumps({**table, "students": [*STUDENTS, notebook], "cells": cells}))
    return kit


def test_deleted_files_come_back(mine, newer):
    (mine / MODULE).unlink()
    assert update(newer(), mine).new == [MODULE]


def test_a_new_file_of_the_students_own_name_does_not_replace_it(mine, newer):
    written(mine, "cs_nn/layers.py", "my own layers\n")
    assert update(newer(files={"cs_nn/layers.py": "lab 3\n"}), mine).beside
    assert (mine / "cs_nn/layers.py").read_text() == "my own layers\n"


def test_other_line_ends_are_no_change(mine, newer):
    for name in (MODULE, TOOL):
        (mine / name).write_bytes((mine / name).read_bytes().replace(b"\n", b"\r\n"))
    report = update(newer(files={MODULE: "new\n"}), mine)
    assert report.new == [MODULE] and not report.replaced


def test_a_script_stays_executable(mine, newer):
    update(newer(files={"get_datasets.sh": "#!/bin/sh\necho\n"}), mine)
    assert os.name == "nt" or os.access(mine / "get_datasets.sh", os.X_OK)


def test_new_requirements_are_told(mine, newer, capsys):
    update(newer(files={"requirements.txt": "numpy>=2\n"}), mine)
    assert "pip install -r requirements.txt" in capsys.readouterr().out


@pytest.mark.parametrize("kind", ["none", "damaged", "hashes of modules only"])
def test_a_folder_from_before_kits_had_versions_keeps_everything_that_differs(mine, newer, kind):
    raw = {MODULE: digest((mine / MODULE).read_bytes()), NOTEBOOK: digest((mine / NOTEBOOK).read_bytes())}
    {"none": (mine / GIVEN).unlink, "damaged": lambda: written(mine, GIVEN, "{"),
     "hashes of modules only": lambda: written(mine, GIVEN, json.dumps(raw))}[kind]()  # fmt: skip
    written(mine, MODULE, "mine\n")
    report = update(newer(files={MODULE: "new\n", NOTEBOOK: "{}", TOOL: "new\n"}), mine)
    assert MODULE in report.beside and (mine / MODULE).read_text() == "mine\n"
    assert (NOTEBOOK in report.new) == (kind == "hashes of modules only")
    assert (mine / report.backup / TOOL).read_text() == FILES[TOOL]
    assert read_given(mine).version == "0.2.0"


# ------------------------------------------------------------------ forms of a kit
@pytest.mark.parametrize("top", ["", "course-main/", "a/b/cs_nn_labs-0.2.0/", "cs_nn_labs-0.2.0\\"])
def test_a_zip_may_have_any_folder_on_top(mine, newer, top):
    assert update(newer(top=top, files={TOOL: "new\n"}), mine).new == [TOOL]


def test_a_zip_made_again_on_macos(mine, newer):
    archive = newer(files={TOOL: "new\n"})
    with zipfile.ZipFile(archive, "a") as file:
        file.writestr("__MACOSX/._.given.json", b"\0\5")
        file.writestr(f"__MACOSX/{GIVEN}", b"\0\5")
        file.writestr(".DS_Store", b"\0")
    assert update(archive, mine).new == [TOOL]


def test_an_unpacked_kit(mine, newer, tmp_path):
    newer(files={TOOL: "new\n"})
    assert update(tmp_path / "kit-0.2.0", mine).new == [TOOL]


# ------------------------------------------------------------------ what is refused, and nothing is changed
def refused(source, folder):
    before = contents(folder)
    with pytest.raises(UpdateError) as error:
        update(source, folder)
    assert contents(folder) == before
    assert str(error.value).startswith("Nothing was changed: ")
    return str(error.value)


def test_an_older_kit_is_refused(mine, newer):
    update(newer("0.10.0"), mine)
    said = refused(newer("0.9.0"), mine)
    assert "holds kit 0.9.0" in said and "kit 0.10.0" in said and "newer" in said
    assert "which is newer" in refused(newer("0.10.0", made="2026-11-07 10:00"), mine)


def test_twice_is_once(mine, newer, capsys):
    archive = newer(files={TOOL: "new\n"})
    update(archive, mine)
    before = contents(mine)
    capsys.readouterr()
    assert not update(archive, mine)
    assert contents(mine) == before
    assert "already has kit 0.2.0" in capsys.readouterr().out


def test_the_second_time_tells_what_still_lies_beside(mine, newer, capsys):
    archive = newer(files={MODULE: "new\n"})
    written(mine, MODULE, "mine\n")
    update(archive, mine)
    capsys.readouterr()
    update(archive, mine)
    assert "Still beside files of yours" in (said := capsys.readouterr().out) and "cs_nn/softmax.new-0.2.0.py" in said


@pytest.mark.parametrize(("content", "words"), [
    (None, "there is no file or folder"),
    (b"", "damaged or no zip file"),
    (b"\n<!DOCTYPE html><title>Log in</title>", "web page"),
    (b"PK\x03\x04 cut", "damaged or no zip file"),
])  # fmt: skip
def test_what_is_no_zip_is_refused(mine, tmp_path, content, words):
    path = tmp_path / "kit.zip"
    if content is not None:
        path.write_bytes(content)
    assert words in refused(path, mine)


@pytest.mark.parametrize("where", [0.3, 0.7, 0.95])
def test_a_damaged_zip_is_refused(mine, newer, where):
    archive = newer(files={TOOL: "".join(f"x{k} = {k * k}\n" for k in range(2000))})
    content = bytearray(archive.read_bytes())
    position = int(len(content) * where)
    content[position : position + 20] = b"\0" * 20
    archive.write_bytes(content)
    assert "Download the kit again" in refused(archive, mine)
    archive.write_bytes(archive.read_bytes()[: len(content) // 2])
    assert "Download the kit again" in refused(archive, mine)


@pytest.mark.parametrize("files", [
    {"softmax.ipynb": "{}", "cs_nn/softmax.py": "x = 1\n"},  # a hand-in
    {}, {"photo.png": "\0"}, {GIVEN: "[]"}, {GIVEN: "{"}, {GIVEN: '{"files": 3}'}, {GIVEN: '{"files": {"a": 3}}'},
    {GIVEN: json.dumps({"version": "9", "made": "", "files": {"../evil": "0"}})},
    {GIVEN: json.dumps({"version": "9", "made": "", "files": {"/evil": "0"}})},
    {GIVEN: json.dumps({"version": "9", "made": "", "files": {"C:\\evil": "0"}})},
    {GIVEN: json.dumps({"version": "9", "made": "", "files": {"cs_nn/softmax.py": "0"}})},
    {GIVEN: json.dumps({"cs_nn/softmax.py": "0"})},  # a kit from before kits had versions
])  # fmt: skip
def test_the_zip_of_something_else_is_refused(mine, tmp_path, files):
    with zipfile.ZipFile(tmp_path / "some.zip", "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    assert "kit" in refused(tmp_path / "some.zip", mine)
    assert not (tmp_path / "evil").exists()


def test_an_unpacked_kit_that_somebody_works_in_is_refused(mine, newer, tmp_path):
    newer(files={TOOL: "new\n"})
    written(tmp_path / "kit-0.2.0", MODULE, "work\n")
    assert f"{MODULE} was changed" in refused(tmp_path / "kit-0.2.0", mine)


def test_who_takes_the_two_folders_for_each_other_is_told(mine, newer, tmp_path):
    newer(files={TOOL: "new\n"})
    words = f"python -m cs_nn.update . --into {mine}"
    assert words in refused(mine, tmp_path / "kit-0.2.0")
    written(mine, MODULE, "work\n")
    assert words in refused(mine, tmp_path / "kit-0.2.0")
    (mine / GIVEN).write_text(json.dumps({MODULE: "0"}))
    assert words in refused(mine, tmp_path / "kit-0.2.0")


def test_the_folder_itself_is_refused(mine):
    assert "is the folder to be updated itself" in refused(mine, mine)


def test_a_folder_that_is_none_of_a_student_is_refused(newer, tmp_path):
    (tmp_path / "empty").mkdir()
    assert "--into FOLDER" in refused(newer(), tmp_path / "empty")
    with pytest.raises(UpdateError, match="the course itself"):
        update(newer(), COURSE)


@pytest.mark.parametrize("name", [MODULE, TOOL, "cs_nn/layers.py"])
def test_a_folder_where_a_file_should_be_is_told(mine, newer, name):
    (mine / name).unlink(missing_ok=True)
    (mine / name).mkdir()
    written(mine, f"{name}/x", "x")
    assert f"{mine / name} can't be read" in refused(newer(files={name: "new\n"}), mine)


# ------------------------------------------------------------------ interrupted
def fail_at(monkeypatch, number, error):
    """Let the n-th change of the folder fail."""
    real, calls = os.replace, []

    def replace(*paths):
        calls.append(paths)
        if len(calls) == number:
            raise error
        return real(*paths)

    monkeypatch.setattr(update_module.os, "replace", replace)


@pytest.mark.parametrize("number", [1, 2, 3, 5])
@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied", "softmax.py"), KeyboardInterrupt()])
def test_a_failure_leaves_the_folder_as_it_was(mine, newer, monkeypatch, number, error):
    written(mine, MODULE, "mine\n")
    written(mine, TOOL, "mine too\n")
    archive = newer(files={MODULE: "new\n", TOOL: "new\n", "new/folder/file.py": "x\n", "README.md": "new\n",
                           NOTEBOOK: "{}\n"})  # fmt: skip
    before = contents(mine)
    with monkeypatch.context() as patch:
        fail_at(patch, number, error)
        with pytest.raises(UpdateError if isinstance(error, OSError) else KeyboardInterrupt) as raised:
            update(archive, mine)
    if isinstance(error, OSError):
        assert "softmax.py can't be written (Permission denied)" in str(raised.value)
    assert contents(mine) == before and not (mine / "new").exists()
    assert sorted(path.name for path in mine.iterdir()) == sorted({name.split("/")[0] for name in before})
    assert update(archive, mine).beside


def test_a_full_disk_changes_nothing(mine, newer, monkeypatch):
    def full(*args):
        raise OSError(28, "No space left on device")

    archive = newer(files={TOOL: "new\n"})
    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        assert "No space left" in refused(archive, mine)


def test_two_updates_at_once_lose_nothing(mine, newer, monkeypatch):
    archive, replace = newer(files={TOOL: "new\n", MODULE: "new\n"}), os.replace
    written(mine, TOOL, "my tool\n")

    def late(*args):
        monkeypatch.setattr(update_module.os, "replace", replace)
        update(archive, mine)
        replace(*args)

    monkeypatch.setattr(update_module.os, "replace", late)
    with pytest.raises(UpdateError, match="Nothing of yours is lost"):
        update(archive, mine)
    assert (mine / TOOL).read_text(encoding="utf-8") == (mine / MODULE).read_text(encoding="utf-8") == "new\n"
    assert [path.read_text(encoding="utf-8") for path in mine.glob(f"backup-*/{TOOL}")][0] == "my tool\n"


class Killed(BaseException):
    pass


CONTENT = st.sampled_from(["a\n", "b\n", "c\n"])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    first=st.fixed_dictionaries(dict.fromkeys((MODULE, NOTEBOOK, TOOL), CONTENT)),
    second=st.fixed_dictionaries(dict.fromkeys((MODULE, NOTEBOOK, TOOL), st.none() | CONTENT)),
    work=st.dictionaries(st.sampled_from([MODULE, NOTEBOOK, TOOL]), st.sampled_from(["a\n", "mine\n", "mine 2\n"])),
    number=st.integers(1, 6),
)
def test_nothing_is_lost_even_if_the_power_fails(tmp_path_factory, first, second, work, number):
    """However far an update came: the student's work is there, and the same update run again ends as it should."""
    tmp_path = tmp_path_factory.mktemp("power")
    basis = {name: content for name, content in FILES.items() if name not in first}
    gone = {name for name, content in second.items() if content is None}
    kit = make_kit(tmp_path / "kit", {**basis, **{k: v for k, v in second.items() if k not in gone}}, "0.2.0")
    folders = [make_kit(tmp_path / name, {**basis, **first}) for name in ("whole", "cut")]
    for folder in folders:
        for name, content in work.items():
            written(folder, name, content)
    whole, cut = folders
    update(kit, whole)
    with pytest.MonkeyPatch.context() as patch:
        fail_at(patch, number, Killed())
        patch.setattr(update_module, "_put_back", lambda *args: True)
        patch.setattr(update_module.shutil, "rmtree", lambda *args, **options: None)
        patch.setattr(Path, "rmdir", lambda path: None)
        try:
            update(kit, cut)
        except Killed:
            pass
    changed = {name: text for name, text in work.items() if text != first[name]}
    for name, text in changed.items():
        if name in STUDENTS:
            assert (cut / name).read_text() == text
        assert text.encode() in contents(cut).values()
    update(kit, cut)
    ends = [{name: content for name, content in contents(folder).items() if not name.startswith("backup-")}
            for folder in folders]  # fmt: skip
    assert ends[0] == ends[1]
    assert all(text.encode() in contents(cut).values() for text in changed.values())


# ------------------------------------------------------------------ the command
def test_the_command(mine, newer, capsys, tmp_path):
    assert main([str(newer(files={TOOL: "new\n"})), "--into", str(mine)]) == 0
    assert "now it has kit 0.2.0 of 2026-11-08 10:00" in capsys.readouterr().out
    assert main([str(tmp_path / "none.zip"), "--into", str(mine)]) == 1
    assert "there is no file or folder" in capsys.readouterr().out
    assert main([]) == 1
    assert "python -m cs_nn.update PATH/TO/KIT.zip" in capsys.readouterr().out


def test_in_the_students_folder_the_command_needs_only_the_standard_library(tmp_path):
    names = ("cs_nn/kit_language.py", "cs_nn/language.py", "cs_nn/update.py")  # in this order an update writes them
    code = {name: (COURSE / name).read_text(encoding="utf-8") for name in names}
    mine = make_kit(tmp_path / "my folder", {**FILES, **code})
    kit = make_kit(tmp_path / "kit", {**FILES, **code, "README.md": "Größe 大小\n"}, "0.2.0")
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    for command, folder in [(["kit.zip"], mine), ([".", "--into", "../my folder"], kit)]:
        make_kit(mine, {**FILES, **code})
        pack(kit, mine / "kit.zip")
        done = subprocess.run(
            [sys.executable, "-S", "-m", "cs_nn.update", *command], cwd=folder, env=environment,
            stdin=subprocess.DEVNULL, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        assert done.stderr == "" and "README.md" in done.stdout
        assert (mine / "README.md").read_text(encoding="utf-8") == "Größe 大小\n"
