"""Drive JupyterLab in Chromium: a private server, a page, and what a student does with a notebook.

    with start_lab(folder) as lab, open_chromium(host=lab.url) as browser:
        notebook = open_notebook(browser, lab, "lab1_softmax/softmax_mnist.ipynb")
        notebook.run_all()
        assert not notebook.outputs("error") and not browser.errors and not browser.foreign

JupyterLab saves what it opens, and Validate saves too: give it a copy of the course, never the course itself.
Needs the pip package ``playwright`` and an installed Chromium or Chrome; `chromium` tells whether both are there.
"""

import importlib.util
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

# No pop-ups about news and updates, every cell in the page (not only those in view), no saving behind the test's back.
LAB_SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
    "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
}


def chromium():
    """Path of an installed Chromium or Chrome, or None where browser tests must be skipped.

    The environment variable ``CHROMIUM`` names another one.
    """
    if importlib.util.find_spec("playwright") is None:
        return None
    names = [os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
    return next(filter(None, (shutil.which(name) for name in names if name)), None)


@dataclass
class Lab:
    """A running JupyterLab: its folder, its address, its token, the file its log goes to."""

    folder: Path
    url: str
    token: str
    log: Path

    def request(self, path, method="GET"):
        """Body of a call to the server's own interface, for example ``lab.request("api/status")``."""
        call = urllib.request.Request(f"{self.url}/{path}", method=method)
        call.add_header("Authorization", f"token {self.token}")
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(call, timeout=30) as answer:
            return answer.read()


@contextmanager
def start_lab(folder, env=None, config=None, arguments=(), timeout=90, settings=LAB_SETTINGS):
    """A private ``jupyter lab`` on `folder`: own settings, kernels, port and token, gone at the end.

    Parameters
    ----------
    folder : path
        What the file browser shows; also the working directory, so that nbgrader_config.py there is read.
    env : dict, optional
        Extra environment variables.
    config : dict, optional
        Extra configuration of the server, as in jupyter_server_config.json.
    arguments : sequence of str, optional
        Extra arguments of the command.
    timeout : float
        Seconds to wait for the server.
    settings : dict, optional
        The page's default settings by plug-in; {} for those of a newcomer.

    Yields
    ------
    Lab

    Raises
    ------
    RuntimeError
        If the server does not start; the message ends with its log.
    """
    token = secrets.token_hex(16)
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
    home = Path(tempfile.mkdtemp(prefix="jupyter-"))
    (home / "config" / "labconfig").mkdir(parents=True)
    (home / "config" / "labconfig" / "default_setting_overrides.json").write_text(json.dumps(settings))
    (home / "config" / "jupyter_server_config.json").write_text(json.dumps(config or {}))
    environ = {
        **os.environ,
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "IPYTHONDIR": str(home / "ipython"),
        **(env or {}),
    }
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}",
               "--ServerApp.port_retries=0", f"--ServerApp.root_dir={Path(folder).resolve()}",
               f"--IdentityProvider.token={token}", "--LabApp.expose_app_in_browser=True",
               "--LabApp.extension_manager=readonly", *arguments]  # fmt: skip
    lab = Lab(Path(folder), f"http://127.0.0.1:{port}", token, home / "lab.log")
    with lab.log.open("w") as log:
        server = subprocess.Popen(command, cwd=folder, env=environ, stdout=log, stderr=subprocess.STDOUT,
                                  start_new_session=True)  # fmt: skip
    try:
        _wait_for_server(lab, server, time.monotonic() + timeout)
        yield lab
    finally:
        _stop(lab, server)
        shutil.rmtree(home, ignore_errors=True)


def _wait_for_server(lab, server, deadline):
    while True:
        try:
            return lab.request("api/status")
        except OSError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("JupyterLab did not start:\n" + lab.log.read_text(errors="replace")) from None
            time.sleep(0.1)


def _stop(lab, server):
    try:
        lab.request("api/shutdown", method="POST")  # the polite way ends the kernels too
        server.wait(15)
    except (OSError, subprocess.TimeoutExpired):
        if hasattr(os, "killpg"):  # the server and its kernels: it leads a session of its own
            os.killpg(server.pid, signal.SIGKILL)
        else:
            server.kill()
        server.wait()


@dataclass
class Browser:
    """A Chromium page, and what went wrong in it.

    Attributes
    ----------
    page : playwright.sync_api.Page
    errors : list of str
        Errors of the console, uncaught exceptions, answers with status 400 and above.
    foreign : list of str
        Addresses on other hosts that the page asked for; they get no answer.
    host : str or None
        The address that pages may load from.
    """

    page: object
    host: str | None = None
    errors: list = field(default_factory=list)
    foreign: list = field(default_factory=list)

    def screenshot(self, path, **options):
        """Save a picture of the page (``full_page=True``: of all of it)."""
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=str(path), **options)

    @contextmanager
    def visiting(self, lab):
        """The page loads from this lab; afterwards no file is open in it, and the lab's kernels have ended."""
        if not self.page.url.startswith(f"{lab.url}/"):
            self.page.goto("about:blank")  # another lab's page may go on asking for it
        self.errors.clear()
        self.foreign.clear()
        self.host = lab.url
        try:
            yield
        finally:
            close_all(self)
            for session in json.loads(lab.request("api/sessions")):
                lab.request(f"api/sessions/{session['id']}", method="DELETE")


@contextmanager
def start_chromium():
    """A headless Chromium that reaches no host but this machine, for `open_page`."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(
            executable_path=chromium(),
            # Without --disable-gpu the processor plays the graphics card, which takes longer than to draw by itself.
            args=["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--no-proxy-server", "--disable-gpu"],
        )
        try:
            yield chrome
        finally:
            chrome.close()


@contextmanager
def open_page(chrome, host=None, size=(1400, 1000)):
    """A page that shares nothing with others in the same Chromium.

    Parameters
    ----------
    chrome : a Chromium from `start_chromium`
    host : str, optional
        The address that pages may load from (``lab.url``); None for pages opened from disk.
    size : (int, int)
        Width and height of the window in pixels.

    Yields
    ------
    Browser
    """
    page = chrome.new_page(viewport={"width": size[0], "height": size[1]})
    browser = Browser(page, host)
    page.set_default_timeout(30_000)
    page.on("console", lambda message: message.type == "error" and browser.errors.append(message.text))
    page.on("pageerror", lambda error: browser.errors.append(str(error)))
    page.on("response", lambda r: r.status >= 400 and browser.errors.append(f"{r.status} {r.url}"))

    def record_foreign(request):
        if request.url.startswith(("http", "ws")) and not (browser.host and request.url.startswith(browser.host)):
            browser.foreign.append(request.url)

    page.on("request", record_foreign)
    try:
        yield browser
    finally:
        page.close()


@contextmanager
def open_chromium(host=None, size=(1400, 1000)):
    """`open_page` in a Chromium of its own."""
    with start_chromium() as chrome, open_page(chrome, host, size) as browser:
        yield browser


def close_all(browser):
    """Close what is open in JupyterLab, changed or not."""
    browser.page.evaluate(
        "() => { for (const widget of [...window.jupyterapp?.shell.widgets('main') ?? []]) widget.dispose(); }"
    )


def open_lab(browser, lab, path=""):
    """Load JupyterLab in a fresh workspace, with the file `path` open if given, and wait until it is ready.

    A page that has loaded it, which takes seconds of the processor, closes what is open.
    """
    if browser.page.url.startswith(f"{lab.url}/lab/"):
        close_all(browser)
        if path:
            open_file = "async path => { await jupyterapp.commands.execute('docmanager:open', {path}); }"
            browser.page.evaluate(open_file, path)
        return
    workspace = f"{lab.url}/lab/workspaces/{secrets.token_hex(4)}"
    browser.page.goto(f"{workspace}/tree/{path}?token={lab.token}" if path else f"{workspace}?token={lab.token}")
    browser.page.wait_for_function("() => window.jupyterapp && window.jupyterapp.restored.then(() => true)")
    browser.page.wait_for_selector("#jupyterlab-splash", state="detached")


def open_notebook(browser, lab, path):
    """Open the notebook at `path` (relative to the lab's folder) and wait until its kernel is idle.

    Returns
    -------
    Notebook
    """
    open_lab(browser, lab, path)
    browser.page.wait_for_function(
        """path => {
            const panel = window.jupyterapp.shell.currentWidget;
            return panel?.context?.path === path && panel.context.isReady
                && panel.sessionContext.session?.kernel?.status === "idle";
        }""",
        arg=path,
        timeout=60_000,
    )
    return Notebook(browser)


class Notebook:
    """The notebook in front of `browser`."""

    def __init__(self, browser):
        self.browser, self.page = browser, browser.page

    def run_all(self, timeout=300):
        """Choose Run > Run All Cells; returns when every cell has run, or one has failed, and the kernel is idle."""
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        self.page.wait_for_function(
            """() => {
                const panel = window.jupyterapp.shell.currentWidget;
                const cells = panel.content.widgets.filter(cell => cell.model.type === "code");
                const waiting = cells.filter(cell => cell.model.sharedModel.getSource().trim()
                                                     && !cell.model.executionCount);
                const running = cells.some(cell => cell.model.executionState === "running");
                // toJSON() would copy all outputs with their pictures, five times a second.
                const failed = cells.some(({model: {outputs}}) =>
                    Array.from(outputs, (_, place) => outputs.get(place).type).includes("error"));
                return panel.sessionContext.session?.kernel?.status === "idle" && !running
                    && (failed || !waiting.length);
            }""",
            timeout=timeout * 1000,
            polling=200,
        )

    def run(self, text):
        """Run the first cell that contains `text`; returns it, as JupyterLab holds it, when its outputs are there."""
        cell = self.page.evaluate(
            """async text => {
                const notebook = window.jupyterapp.shell.currentWidget.content;
                const number = notebook.widgets.findIndex(cell => cell.model.sharedModel.getSource().includes(text));
                notebook.deselectAll();
                notebook.activeCellIndex = number;
                await window.jupyterapp.commands.execute("notebook:run-cell");
                await notebook.scrollToItem(number);
                return notebook.widgets[number].model.toJSON();
            }""",
            text,
        )
        self.page.wait_for_timeout(500)  # the page shows them
        return cell

    def set_theme(self, name):
        """Change to "JupyterLab Light" or "JupyterLab Dark"."""
        self.page.evaluate("name => window.jupyterapp.commands.execute('apputils:change-theme', {theme: name})", name)
        self.page.wait_for_function("dark => document.body.dataset.jpThemeLight === String(!dark)", arg="Dark" in name)
        self.page.wait_for_timeout(500)

    def contrasts(self):
        """(text, contrast) of every piece of text in the outputs, as WCAG 2 defines contrast."""
        return self.page.evaluate(
            """() => {
                const parts = css => [...css.match(/[\\d.]+/g).map(Number), 1].slice(0, 4);
                const over = (below, [r, g, b, a]) => below.map((x, i) => x * (1 - a) + [r, g, b][i] * a);
                const light = colour => {
                    const [r, g, b] = colour.map(x => x / 255)
                        .map(x => x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
                    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
                };
                const found = [];
                for (const output of document.querySelectorAll(".jp-NotebookPanel .jp-OutputArea-output")) {
                    const texts = document.createTreeWalker(output, NodeFilter.SHOW_TEXT);
                    while (texts.nextNode()) {
                        const text = texts.currentNode.textContent.trim();
                        if (!text) continue;
                        const layers = [];
                        for (let element = texts.currentNode.parentElement; element; element = element.parentElement)
                            layers.push(parts(getComputedStyle(element).backgroundColor));
                        const below = layers.reverse().reduce(over, [255, 255, 255]);
                        const colour = parts(getComputedStyle(texts.currentNode.parentElement).color);
                        const [a, b] = [light(below), light(over(below, colour))].sort((a, b) => b - a);
                        found.push([text, (a + 0.05) / (b + 0.05)]);
                    }
                }
                return found;
            }"""
        )

    def content(self):
        """The notebook as JupyterLab holds it, outputs included (a dict of nbformat 4)."""
        return self.page.evaluate("() => window.jupyterapp.shell.currentWidget.content.model.toJSON()")

    def outputs(self, kind=None):
        """All outputs of the code cells, or those of one ``output_type`` ("error", "stream", "display_data", ...)."""
        code = [cell for cell in self.content()["cells"] if cell["cell_type"] == "code"]
        return [output for cell in code for output in cell["outputs"] if kind in (None, output["output_type"])]

    def validate(self, timeout=180):
        """Press nbgrader's Validate button.

        Returns
        -------
        bool
            True if every test cell passed.
        str
            What the dialog says.
        """
        self.page.locator(".validate-button").locator("visible=true").first.click()
        dialog = self.page.locator(".jp-Dialog").filter(has_text="Validation")
        dialog.wait_for(timeout=timeout * 1000)
        text = dialog.locator(".jp-Dialog-body").inner_text()
        passed = dialog.locator(".validation-success").count() > 0
        dialog.locator(".jp-mod-accept").click()
        return passed, text

    def screenshot(self, path, width=1400):
        """Save one tall picture of the whole notebook."""
        window = self.page.viewport_size
        height = self.page.evaluate(
            """() => [...document.querySelectorAll(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell")]
                     .reduce((sum, cell) => sum + cell.offsetHeight + 2, 220)"""
        )
        self.page.set_viewport_size({"width": width, "height": min(int(height), 16_000)})
        self.page.evaluate(
            """() => document.querySelectorAll(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-WindowedPanel-outer")
                     .forEach(panel => { panel.scrollTop = 0; })"""
        )
        self.page.wait_for_timeout(500)  # layout after the change of size
        self.browser.screenshot(path)
        self.page.set_viewport_size(window)
