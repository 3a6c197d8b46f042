"""Building the site on which the labs run in a browser."""

import json
import zipfile
from pathlib import PurePosixPath

import pytest
from bs4 import BeautifulSoup
from small_kits import make_kit, make_site_kit

from cs_nn.tools.labs import load_labs
from cs_nn.update import GIVEN, digest
from grading.__main__ import main
from grading.browser_site import (
    LOCK,
    OF_KERNEL,
    PACKAGES,
    PYODIDE_VERSION,
    RUNTIME,
    build_site,
    copy_pyodide,
    write_wheel,
)
from grading.start_page import start_page

LAB = "lab4_regularization"


@pytest.fixture(scope="module")
def kit(tmp_path_factory):
    return make_site_kit(tmp_path_factory.mktemp("site"), LAB)


def test_a_kernel_reads_each_file_as_it_was_given(kit):
    files = json.loads((kit / GIVEN).read_bytes())["files"]
    for name, hash in files.items():
        content = (kit / name).read_bytes()
        if name.endswith(".ipynb"):  # JupyterLite parses it, and writes it as JSON.stringify does
            content = json.dumps(json.loads(content), ensure_ascii=False, separators=(",", ":")).encode()
        assert digest(content) == hash or name == "index.md", name
    assert any(name.endswith(".ipynb") for name in files)


def test_the_kit_is_in_the_site_as_a_zip_too(kit):
    with zipfile.ZipFile(kit / "kit.zip") as archive:
        assert archive.read(f"kit/{GIVEN}") == (kit / GIVEN).read_bytes()
        assert "kit/my_work.ipynb" not in archive.namelist()


def test_the_start_page_opens_the_files_of_the_site(kit):
    page = BeautifulSoup(start_page(kit), "html.parser")
    opened = [link["href"].partition("lab/index.html?path=")[2] for link in page("a")]
    assert f"assignments/{LAB}/regularization.ipynb" in opened and "my_work.ipynb" in opened
    assert [name for name in opened if not (kit / name).is_file()] == []
    assert page.h1.text == page.title.text and "Where your work is kept" in page.text
    # JupyterLite looks for it in the page at the site's root.
    assert json.loads(page.find(id="jupyter-config-data").text) == {}


def test_the_wheel_of_an_installed_package_is_whole(tmp_path):
    with zipfile.ZipFile(write_wheel("comm", tmp_path)) as archive:
        names = archive.namelist()
        assert "comm/__init__.py" in names
        assert {"METADATA", "WHEEL", "RECORD"} <= {PurePosixPath(name).name for name in names if ".dist-info/" in name}


# ------------------------------------------------------------------ Pyodide
@pytest.fixture
def pyodide(tmp_path):
    """A folder that looks like Pyodide, with packages that need others and one that nobody needs."""
    folder = tmp_path / "pyodide"
    folder.mkdir()
    packages = {
        name: {"file_name": f"{name}.whl", "depends": []} for name in (*PACKAGES, *OF_KERNEL, "deep-one", "big")
    }
    packages["matplotlib"]["depends"] = ["deep_one"]
    (folder / LOCK).write_text(json.dumps({"info": {"version": PYODIDE_VERSION}, "packages": packages}))
    for name in (*RUNTIME, *(package["file_name"] for package in packages.values())):
        (folder / name).write_text(name)
    return folder


def test_the_site_gets_what_it_needs_of_pyodide(pyodide, tmp_path):
    copy_pyodide(pyodide, tmp_path / "copy")
    files = {path.name for path in (tmp_path / "copy").iterdir()}
    assert files == {path.name for path in pyodide.iterdir()} - {"big.whl"}
    assert "big" not in json.loads((tmp_path / "copy" / LOCK).read_text())["packages"]


def change_version(folder):
    (folder / LOCK).write_text((folder / LOCK).read_text().replace(PYODIDE_VERSION, "0.1.2"))


@pytest.mark.parametrize(("harm", "said"), [
    (lambda folder: (folder / LOCK).unlink(), "no folder of Pyodide"),
    (lambda folder: (folder / LOCK).write_text("[]"), "no folder of Pyodide"),
    (change_version, "has Pyodide 0.1.2"),
    (lambda folder: (folder / "deep-one.whl").unlink(), "lacks deep-one.whl"),
    (lambda folder: (folder / RUNTIME[0]).unlink(), "lacks pyodide.js"),
])  # fmt: skip
def test_a_folder_that_is_not_the_tested_pyodide(pyodide, tmp_path, harm, said):
    harm(pyodide)
    with pytest.raises(ValueError, match=said):
        copy_pyodide(pyodide, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_nothing_that_is_no_site_is_replaced(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(SystemExit, match="site: .* no earlier site"):
        main(["site", "--into", str(tmp_path)])
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_what_stops_jupyterlite_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr("grading.browser_site.build_kit", lambda kit, labs: make_kit(kit.parent, LAB))
    monkeypatch.setattr("grading.browser_site.install_tools", lambda: tmp_path)  # where it is not
    with pytest.raises(ValueError, match="JupyterLite can't build the site:\n.*jupyterlite_core"):
        build_site(tmp_path / "site", [load_labs()[LAB]])
    assert [path.name for path in tmp_path.iterdir()] == []
