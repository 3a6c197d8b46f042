"""Where the labs run besides JupyterLab on one's own machine: containers, Binder, Colab, VS Code."""

import json
import os
import re
import subprocess
import sys
import sysconfig
import threading
import venv
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from cs_nn.tools.labs import COURSE, find_lab
from grading.kit import STUDENT_FILES, zip_kit

LAB = "lab4_regularization"


@pytest.mark.parametrize("folder", [COURSE, STUDENT_FILES], ids=["course", "kit"])
def test_a_container_runs_what_is_there(folder):
    settings = json.loads((folder / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8"))
    assert {*settings} == {"name", "image", "postCreateCommand", "customizations"}
    python = re.fullmatch(r"mcr\.microsoft\.com/devcontainers/python:(3\.\d+)", settings["image"])[1]
    assert f'"{python}"' in (COURSE / "install.py").read_text(encoding="utf-8")
    assert settings["postCreateCommand"].startswith("python3 install.py")
    assert settings["customizations"]["vscode"]["settings"]["python.defaultInterpreterPath"].endswith(
        "/.venv/bin/python"
    )


def test_binder_takes_the_same_packages_for_the_course_and_for_the_kit():
    for name in ("requirements.txt", "runtime.txt"):
        assert (COURSE / ".binder" / name).read_bytes() == (STUDENT_FILES / ".binder" / name).read_bytes()
    lines = (COURSE / ".binder" / "requirements.txt").read_text(encoding="utf-8").split()
    assert lines[::2] == ["-r", "-c"] and all((COURSE / ".binder" / name).is_file() for name in lines[1::2])
    for folder in (COURSE, STUDENT_FILES):
        assert os.access(folder / ".binder" / "postBuild", os.X_OK)


@pytest.mark.skipif(os.name == "nt", reason="Binder runs Linux")
def test_binder_gives_jupyterlab_and_kernels_the_settings_of_the_kit(tmp_path):
    """In an environment of its own, which has this one's packages."""
    venv.create(tmp_path / "env", with_pip=False)
    [site] = (tmp_path / "env").glob("lib/python*/site-packages")
    (site / "these.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    environment = {**os.environ, "PATH": f"{tmp_path / 'env' / 'bin'}:/usr/bin:/bin"}
    environment.pop("PYTHONPATH", None)
    subprocess.run([".binder/postBuild"], cwd=STUDENT_FILES, env=environment, check=True, capture_output=True)
    etc = tmp_path / "env" / "etc"
    off = json.loads((etc / "jupyter" / "labconfig" / "page_config.json").read_text(encoding="utf-8"))[
        "disabledExtensions"
    ]
    settings = (STUDENT_FILES / "jupyter_lab_config.py").read_text(encoding="utf-8")
    panels = re.search(r"INSTRUCTORS_PANELS = \((.+)\)", settings)[1].replace('"', "").split(", ")
    assert {name for name, is_off in off.items() if is_off} == {f"@jupyter/nbgrader:{panel}" for panel in panels}
    assert (etc / "jupyter" / "labconfig" / "default_setting_overrides.json").is_file()
    assert {path.name for path in (etc / "ipython").iterdir()} == {"ipython_config.py", "set_up_first.py"}


def colab_cell():
    text = (STUDENT_FILES / "README.md").read_text(encoding="utf-8")
    [cell] = re.findall(r"```python\n(.+?)```", text, flags=re.DOTALL)
    return cell


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


@pytest.fixture
def address(tmp_path):
    """Of a kit, on a server of this machine."""
    (tmp_path / "site").mkdir()
    zip_kit(tmp_path / "site" / "kit.zip", labs=[find_lab(LAB)])
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=tmp_path / "site"))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/kit.zip"
    server.shutdown()
    server.server_close()


#: In place of Colab's own module: the Drive is a folder.
DRIVE = "def mount(place):\n    assert place == '/content/drive'\n"


@pytest.mark.slow
def test_a_notebook_in_colab_fetches_the_kit_once_and_works_in_it(address, tmp_path, monkeypatch):
    (tmp_path / "modules" / "google" / "colab").mkdir(parents=True)
    (tmp_path / "modules" / "google" / "colab" / "__init__.py").touch()
    (tmp_path / "modules" / "google" / "colab" / "drive.py").write_text(DRIVE, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "modules"))
    drive = tmp_path / "MyDrive"
    drive.mkdir()
    code = colab_cell().replace("/content/drive/MyDrive", str(drive)).replace("lab1_softmax", LAB)
    assert "https://PUT/THE/ADDRESS/HERE/kit.zip" in code and str(drive) in code
    code = code.replace("https://PUT/THE/ADDRESS/HERE/kit.zip", address)
    released = run_in(tmp_path, code)
    assert "You work in" in released[0] and "not written yet" in released[1]
    assert {path.name for path in drive.iterdir()} == {"cs_nn_labs"}

    module = drive / "cs_nn_labs" / "cs_nn" / find_lab(LAB).modules[0]
    module.write_text((COURSE / "cs_nn" / module.name).read_text(encoding="utf-8"), encoding="utf-8")
    mine = module.read_bytes()
    later = subprocess.run(
        [sys.executable, "-c", code.replace(address, "http://127.0.0.1:9/gone")], capture_output=True
    )
    assert later.returncode == 0, later.stderr
    assert module.read_bytes() == mine, "a session later nothing is fetched again"


def run_in(folder: Path, code: str) -> list[str]:
    """What a notebook shows that has this cell, the set-up and the first check."""
    source = nbformat.read(COURSE / "assignments" / LAB / "regularization.ipynb", as_version=4)
    cells = [cell for cell in source.cells if cell.cell_type == "code" and "nbgrader" in cell.metadata][:2]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code), *cells])
    NotebookClient(notebook, allow_errors=True, resources={"metadata": {"path": str(folder)}}).execute()
    texts = [[output.get("text") or output.get("evalue") or output.get("data", "") for output in cell.outputs]
             for cell in notebook.cells]  # fmt: skip
    return ["".join(map(str, texts[number])) for number in (0, 2)]
