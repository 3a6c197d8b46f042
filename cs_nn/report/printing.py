"""Printing a page to PDF with the browser that the student has: Chromium, Chrome or Edge, without a window."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from cs_nn.language import gettext as _

#: Seconds for printing.
TIME = 90

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge")
MACOS = ("Google Chrome", "Chromium", "Microsoft Edge")
WINDOWS = (r"Google\Chrome\Application\chrome.exe", r"Chromium\Application\chrome.exe",
           r"Microsoft\Edge\Application\msedge.exe")  # fmt: skip


class PrintError(Exception):
    """There is no PDF. The message says why."""


def find_browser(system: str = sys.platform, environ: Mapping[str, str] = os.environ) -> Path | None:
    """A browser that prints to PDF, or None."""
    return next((path for path in _places(system, environ) if path.is_file()), None)


def _places(system: str, environ: Mapping[str, str]) -> Iterator[Path]:
    for name in NAMES:
        found = shutil.which(name, path=environ.get("PATH"))
        if found:
            yield Path(found)
    if system == "darwin":
        for folder in (Path("/Applications"), Path(environ.get("HOME", "/"), "Applications")):
            yield from (folder / f"{name}.app" / "Contents" / "MacOS" / name for name in MACOS)
    if system == "win32":
        for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
            if environ.get(name):
                yield from (Path(environ[name], *part.split("\\")) for part in WINDOWS)


def print_to_pdf(browser: Path, page: Path, target: Path, seconds: float = TIME) -> None:
    """Print a page into a new file. Its folder also gets a profile of the browser's: it should be a temporary one.

    A browser that was installed as a snap writes to no folder that is hidden or outside of the home folder.
    """
    command = [
        str(browser), "--headless", "--disable-gpu", "--disable-extensions", "--no-first-run",
        "--no-default-browser-check", "--host-resolver-rules=MAP * ~NOTFOUND",
        f"--user-data-dir={target.parent / 'profile'}", "--no-pdf-header-footer", "--generate-pdf-document-outline",
        f"--print-to-pdf={target}", page.as_uri(),
    ]  # fmt: skip
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # as in a container: Chromium's sandbox refuses to work for root
        command.insert(1, "--no-sandbox")
    try:
        done = subprocess.run(
            command, timeout=seconds, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            encoding="utf-8", errors="replace",
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise PrintError(
            _("{browser} took more than {seconds:.0f} s").format(browser=browser, seconds=seconds)
        ) from None
    except OSError as error:
        raise PrintError(
            _("{browser} can't be started ({why})").format(browser=browser, why=error.strerror or error)
        ) from None
    if not target.is_file() or target.stat().st_size == 0:
        said = [line for line in done.stderr.splitlines() if line.strip()][-1:]
        raise PrintError(
            _("{browser} wrote nothing (exit status {status})").format(
                browser=browser, status="".join([str(done.returncode), *(f": {line}" for line in said)])
            )
        )


def lacks_chinese(text: str) -> bool:
    """Whether a text has Chinese characters, and this system certainly no font for them."""
    if not any("\u2e80" <= letter <= "\u9fff" or "\U00020000" <= letter <= "\U0003ffff" for letter in text):
        return False
    fonts = shutil.which("fc-list")  # Linux; the other systems have fonts for all languages
    if fonts is None:
        return False
    try:
        done = subprocess.run([fonts, ":lang=zh"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and not done.stdout.strip()
