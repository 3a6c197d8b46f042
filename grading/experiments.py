"""Running the labs' own experiments and writing docs/RESULTS.md from what they report."""

from __future__ import annotations

import contextlib
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
import tomllib
from datetime import date, datetime
from pathlib import Path

import nbformat
import numpy as np
from nbclient import NotebookClient

from cs_nn.data import load_cifar10, load_mnist
from cs_nn.tools.labs import COURSE, find_lab

LOADERS = {"cifar10": load_cifar10, "mnist": load_mnist}
PUBLISHED = COURSE / "assignments" / "published.toml"
RESULTS = COURSE / "docs" / "RESULTS.md"


def run_notebook(
    path: Path, results: Path | None = None, timeout: int = 900, full: bool = False
) -> tuple[nbformat.NotebookNode, float]:
    """Run a source notebook with the worked solutions, all cells but the hand-in.

    Parameters
    ----------
    path : the notebook; the file itself is not changed
    results : file that receives what the cells report (see ``cs_nn.tools.results``)
    timeout : seconds for each cell
    full : run what the notebook leaves out by its line ``FULL = False`` too, in cells with the tag "long"

    Returns
    -------
    the notebook with its outputs, and the seconds it took, without those of long cells
    """
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if full:
            cell.source = re.sub("^FULL = False", "FULL = True", cell.source, flags=re.MULTILINE)
    client = NotebookClient(
        notebook, timeout=timeout, kernel_name="python3", skip_cells_with_tag="submit", coalesce_streams=True
    )
    with tempfile.TemporaryDirectory() as folder, _environment(CS_NN_RESULTS=results, PYTHONPATH=COURSE):
        start = time.perf_counter()
        client.execute(cwd=folder)
        seconds = time.perf_counter() - start
    return notebook, seconds - sum(_seconds(cell) for cell in notebook.cells if "long" in cell.metadata.get("tags", []))


def _seconds(cell):
    start, end = (cell.metadata.execution[message] for message in ("iopub.execute_input", "shell.execute_reply"))
    return (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds()


@contextlib.contextmanager
def _environment(**values):
    """Environment variables for the kernels that are started inside; None leaves one out."""
    old = {name: os.environ.pop(name, None) for name in values}
    os.environ.update({name: str(value) for name, value in values.items() if value is not None})
    try:
        yield
    finally:
        for name, value in old.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


def write_results(labs: list[str]) -> Path:
    """Run all notebooks of the labs on the data that are there, train the records and write docs/RESULTS.md."""
    entries = [find_lab(name) for name in labs]
    embedded = [name for name in {d for lab in entries for d in lab.datasets} if LOADERS[name]().embedded]
    if embedded:
        raise SystemExit(
            f"results need the real data, and {' and '.join(embedded)} is missing: run ./get_datasets.sh first"
        )
    lines = ["# Results", "", _introduction(), ""]
    for lab in entries:
        lines += [f"## {lab.title}", ""]
        for name in lab.notebooks:
            lines += [f"### {name}", "", *_run_and_tabulate(lab, name), ""]
    print("training the records ...", flush=True)
    command = [sys.executable, "-m", "benchmarks", "records"]
    records = subprocess.run(command, cwd=COURSE, check=True, stdout=subprocess.PIPE, text=True).stdout
    lines += ["## Records", "", records]
    RESULTS.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")
    return RESULTS


def _introduction():
    return (
        f"Made by `make results` on {date.today().isoformat()}: Python {platform.python_version()}, "
        f"NumPy {np.__version__}, {os.cpu_count()} cores. Every figure is reported by a cell of a notebook, "
        "run from top to bottom on the real data. "
        "*Published* are the figures of student reports on the same tasks; *goal* is what this course promises."
    )


def _run_and_tabulate(lab, name):
    print(f"running {name} ...", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "results.jsonl"
        _, seconds = run_notebook(COURSE / "assignments" / lab.name / f"{name}.ipynb", file, timeout=3600, full=True)
        reported = dict((entry["name"], entry["value"]) for entry in map(json.loads, file.read_text().splitlines()))
    return table({**reported, f"{name}: run time": seconds}, published_results(name))


def published_results(notebook: str) -> list[dict]:
    """The entries of assignments/published.toml for one notebook."""
    entries = tomllib.loads(PUBLISHED.read_text(encoding="utf-8"))["result"]
    return [entry for entry in entries if entry["name"].startswith(f"{notebook}: ")]


def table(reported: dict[str, float], published: list[dict]) -> list[str]:
    """Lines of a Markdown table: first what is compared with a published figure or a goal, then the rest."""
    lines = ["| | ours | published | goal |", "|---|---|---|---|"]
    missing = [entry["name"] for entry in published if entry["name"] not in reported]
    if missing:
        raise ValueError(f"assignments/published.toml names results that no cell reports: {missing}")
    for entry in published:
        value = reported.pop(entry["name"])
        lines.append(
            f"| {entry['label']} | {_form(value)} | {_form(entry.get('published'))} | {entry.get('goal', '')} |"
        )
    return lines + [f"| {name.split(': ', 1)[1]} | {_form(value)} | | |" for name, value in reported.items()]


def _form(value):
    if value is None:
        return ""
    return f"{value:.4g}" if abs(value) >= 1e-3 or value == 0 else f"{value:.1e}"
