"""The labs as a website: JupyterLite runs the student kit in the browser, from any web server that hands out files."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Collection, Iterable
from importlib import metadata
from pathlib import Path
from typing import Any

from cs_nn.tools.labs import COURSE, Lab, load_labs
from cs_nn.update import GIVEN
from grading.kit import STUDENT_FILES, build_kit, write_given
from grading.start_page import list_with_notes, start_page

#: The Python for browsers that is tested with requirements-site.txt, and where browsers get it by default.
PYODIDE_VERSION = "0.27.7"
PYODIDE_ADDRESS = f"https://cdn.jsdelivr.net/pyodide/v{PYODIDE_VERSION}/full/pyodide.js"
#: Loaded when a kernel starts: it sees what a cell imports, not what `cs_nn` does.
PACKAGES = ("numpy", "scipy", "matplotlib", "pillow", "threadpoolctl", "tqdm")
#: What the kernel itself loads from Pyodide. Its `comm` is not there: the site has it.
OF_KERNEL = ("ipython", "jedi", "micropip", "packaging", "sqlite3", "ssl")
RUNTIME = ("pyodide.js", "pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip")
LOCK = "pyodide-lock.json"

FILES = Path(__file__).with_name("site_files")
KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"


def build_site(target: Path, labs: Collection[Lab] | None = None, pyodide: Path | None = None) -> None:
    """Write the site into the folder `target`, in place of an earlier one.

    Parameters
    ----------
    target : the folder
    labs : the labs that it holds; all if None
    pyodide : a folder with Pyodide's files, of which the site gets what it needs; if None, browsers load Pyodide from
        `PYODIDE_ADDRESS`

    Raises
    ------
    ValueError : something else is in `target`, `pyodide` lacks a file, or JupyterLite can't be had or fails
    """
    if target.exists() and not (
        target.is_dir() and ((target / "jupyter-lite.json").is_file() or not any(target.iterdir()))
    ):
        raise ValueError(f"{target} is there already and no earlier site: name another folder (--into)")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".site-") as temporary:
        stage = Path(temporary)
        kit, site = stage / "kit", stage / "site"
        build_kit(kit, labs=labs)
        write_as_read(kit, load_labs().values() if labs is None else labs)
        add_own_files(kit)
        if pyodide is not None:
            copy_pyodide(pyodide, stage / "static" / "pyodide")
        shutil.copyfile(
            STUDENT_FILES / ".jupyter" / "labconfig" / "default_setting_overrides.json", stage / "overrides.json"
        )
        tools = install_tools()
        comm = write_wheel("comm", stage)
        (stage / "jupyter-lite.json").write_text(json.dumps(page_config(pyodide is None)), encoding="utf-8")
        (stage / "jupyter_lite_config.json").write_text(
            json.dumps(build_config(kit, site, tools, comm)), encoding="utf-8"
        )
        run_jupyterlite(stage, tools)
        (site / "index.html").write_text(start_page(kit), encoding="utf-8")
        (site / ".nojekyll").touch()  # GitHub Pages would leave out files that begin with a dot
        if target.exists():
            shutil.rmtree(target)
        site.rename(target)


def write_as_read(kit: Path, labs: Iterable[Lab]) -> None:
    """Write JSON, as notebooks are, as JupyterLite hands it to a kernel: what nobody has changed is known again."""
    (kit / GIVEN).unlink()
    for path in [*kit.rglob("*.ipynb"), *kit.rglob("*.json")]:
        content = json.loads(
            path.read_bytes(), parse_float=lambda text: int(text[:-2]) if text.endswith(".0") else float(text)
        )
        path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    write_given(kit, kit.rglob("*"), labs)


def add_own_files(kit: Path) -> None:
    """What the kit needs in a browser only: its own zip, from which a newer site brings its kit, and a notebook."""
    paths = sorted(path for path in kit.rglob("*") if path.is_file())
    with zipfile.ZipFile(kit / "kit.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in paths:
            archive.write(path, Path("kit", path.relative_to(kit)))
    shutil.copytree(FILES, kit, dirs_exist_ok=True)
    (kit / "index.md").write_text(list_with_notes(kit), encoding="utf-8")


def page_config(from_web: bool) -> dict:
    """``jupyter-lite.json``: the settings of the page."""
    kernel = {"disablePyPIFallback": True, "loadPyodideOptions": {"packages": list(PACKAGES)}}
    if from_web:
        kernel["pyodideUrl"] = PYODIDE_ADDRESS
    config = {
        "appName": "Neural networks: the labs",
        "litePluginSettings": {KERNEL: kernel},
        "exposeAppInBrowser": True,
    }
    return {"jupyter-lite-schema-version": 0, "jupyter-config-data": config}


def build_config(kit: Path, site: Path, tools: Path, wheel: Path) -> dict:
    """``jupyter_lite_config.json``: what `jupyter lite build` does."""
    return {
        "LiteBuildConfig": {
            "apps": ["lab"],
            "contents": [str(kit)],
            "output_dir": str(site),
            "ignore_sys_prefix": ["federated_extensions"],  # nbgrader's want a server
            "extra_ignore_contents": [],
            "ignore_contents": [],
            "no_unused_shared_packages": True,
        },
        "ContentsManager": {"allow_hidden": True},  # .given.json
        "FederatedExtensionAddon": {"extra_labextensions_path": [str(tools / "share" / "jupyter" / "labextensions")]},
        "PipliteAddon": {"piplite_urls": [str(wheel)]},
    }


def copy_pyodide(source: Path, target: Path) -> None:
    """Copy from a Pyodide distribution what the course needs: the runtime, and packages with what they depend on."""
    try:
        lock = json.loads((source / LOCK).read_text(encoding="utf-8"))
        packages, version = lock["packages"], lock["info"]["version"]
    except (OSError, ValueError, KeyError, TypeError):
        raise ValueError(f"{source} is no folder of Pyodide: it has no {LOCK} that can be read") from None
    if version != PYODIDE_VERSION:
        raise ValueError(f"{source} has Pyodide {version}; the site is tested with {PYODIDE_VERSION}: take that one")
    names = closure({spelled(name): package for name, package in packages.items()}, (*PACKAGES, *OF_KERNEL))
    lock["packages"] = {name: package for name, package in packages.items() if spelled(name) in names}
    files = [*RUNTIME, *(package["file_name"] for package in lock["packages"].values())]
    missing = sorted(
        names - {spelled(name) for name in lock["packages"]} | {name for name in files if not (source / name).is_file()}
    )
    if missing:
        raise ValueError(f"{source} lacks {', '.join(missing)}: take the full distribution of Pyodide {version}")
    target.mkdir(parents=True)
    for name in files:
        shutil.copyfile(source / name, target / name)
    (target / LOCK).write_text(json.dumps(lock), encoding="utf-8")


def closure(packages: dict[str, dict], names: Iterable[str]) -> set[str]:
    """The packages with all that they depend on, also those that are not there."""
    found: set[str] = set()
    todo = list(names)
    while todo:
        name = spelled(todo.pop())
        if name not in found:
            found.add(name)
            todo += packages.get(name, {}).get("depends", [])
    return found


def spelled(name: str) -> str:
    """The name of a package in its one spelling."""
    return re.sub(r"[-_.]+", "-", name).lower()


def install_tools(folder: Path = COURSE / "build") -> Path:
    """The folder with JupyterLite, which is installed at the first time and when the versions change."""
    requirements = COURSE / "requirements-site.txt"
    tools = folder / f"site-tools-{hashlib.sha256(requirements.read_bytes()).hexdigest()[:12]}"
    if not tools.is_dir():
        print("Installing JupyterLite into", tools.name, "(once)")
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".site-tools-") as temporary:
            pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
            run([*pip, "--target", f"{temporary}/new", "-r", str(requirements)], "JupyterLite can't be installed")
            os.rename(f"{temporary}/new", tools)
    return tools


def write_wheel(name: str, folder: Path) -> Path:
    """A wheel of an installed package that is plain Python, as it is installed."""
    package = metadata.distribution(name)
    wheel = folder / f"{name}-{package.version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in package.files or ():
            if ".." not in file.parts and "__pycache__" not in file.parts:
                archive.write(file.locate(), str(file))
    return wheel


def run_jupyterlite(stage: Path, tools: Path) -> None:
    path = os.pathsep.join(filter(None, [str(tools), os.environ.get("PYTHONPATH")]))
    environment = {**os.environ, "PYTHONPATH": path}
    command = [sys.executable, "-m", "jupyterlite_core", "build"]
    run(command, "JupyterLite can't build the site", cwd=stage, env=environment)


def run(command: list[str], problem: str, **options: Any) -> None:
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options
    )
    if done.returncode:
        raise ValueError(f"{problem}:\n{done.stdout[-2000:]}")
