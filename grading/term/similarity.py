"""``python -m grading similarity LAB``: what submissions have in common that few others have, for a person to judge."""

from __future__ import annotations

import argparse
import csv
from collections.abc import Sequence
from pathlib import Path

import jinja2
import numpy as np
from tqdm import tqdm

from cs_nn.tools.labs import find_lab, which_lab
from grading.plain import one_line, table_field
from grading.term.evidence import Evidence
from grading.term.handed_in import HandIn, class_folders, earlier_folders, known_texts, read_hand_in
from grading.term.rarity import Rarity, find_entries

TEMPLATES = Path(__file__).parents[1] / "templates"
#: What is counted of an entry, in the table.
COUNTED = ("mistakes", "lines", "words", "names", "comments")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = (
        "Modules, written answers and the mistakes that the grader found are compared. What the course gave, what the "
        "worked solution and known right versions have, and what many have count nothing. Nothing here is a verdict. "
        "The page and the table name students: they are for you alone."
    )
    parser.add_argument("lab", nargs="?", metavar="LAB", help="a lab that has been handed in, best after grading")
    parser.add_argument("--into", type=Path, default=Path("similarity"), help="folder of the page and the table")
    parser.add_argument("--pairs", type=int, default=20, metavar="N", help="pairs and groups to show; 20 by default")
    parser.add_argument(
        "--also", type=Path, action="append", default=[], metavar="FOLDER",
        help="submissions of an earlier year, in a folder laid out as submitted/; may be given several times",
    )  # fmt: skip


def run(options: argparse.Namespace) -> None:
    if options.lab is None:
        raise SystemExit(which_lab("python -m grading similarity"))
    try:
        lab = find_lab(options.lab).name
        if options.pairs < 1:
            raise ValueError("--pairs is a number from 1")
        html, table = write_similarity(Path.cwd(), lab, options.into, options.pairs, options.also)
    except ValueError as error:
        raise SystemExit(f"similarity: {error}") from None
    print(f"wrote {html} and {table}: they name students, and are for you alone")


def write_similarity(
    root: Path, lab: str, folder: Path, most: int = 20, also: Sequence[Path] = ()
) -> tuple[Path, Path]:
    """Write ``<lab>.html`` and ``<lab>.csv`` into `folder`; their paths. `also` are folders of earlier years."""
    folders = [(False, *found) for found in class_folders(root, lab)]
    folders += [(True, *found) for earlier in also for found in earlier_folders(earlier, lab)]
    hand_ins: list[HandIn] = []

    def read():
        for earlier, student, *places in tqdm(folders, desc=lab, disable=None):  # only at a terminal
            hand_ins.append(read_hand_in(lab, HandIn(student, earlier), *places))
            yield hand_ins[-1]

    rarity = Rarity(known_texts(lab), read())
    pairs = rarity.pairs([hand_in.earlier for hand_in in hand_ins])
    shown = [(entry, Evidence(rarity, hand_ins, entry.numbers)) for entry in find_entries(rarity, pairs, most)]
    weights = np.zeros(len(hand_ins) * (len(hand_ins) - 1) // 2)
    weights[: len(pairs)] = pairs.weight
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["line"] = one_line
    page = environment.get_template("similarity.html.j2").render(
        title=find_lab(lab).title,
        hand_ins=hand_ins,
        shown=shown,
        pairs=lambda entry: [(pair, Evidence(rarity, hand_ins, [pair.one, pair.other])) for pair in entry.pairs],
        graded=any(hand_in.graded for hand_in in hand_ins),
        limit=rarity.limit,
        compared=len(weights),
        sharing=len(pairs),
        usual=np.percentile(weights, (50, 99)) if len(weights) else (0, 0),
        bit=np.log2(len(hand_ins) / 2),
    )
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # it names students
    html, table = folder / f"{lab}.html", folder / f"{lab}.csv"
    html.write_text(page, encoding="utf-8")
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["rank", "students", "weight", *COUNTED, "reasons"])
        for rank, (entry, evidence) in enumerate(shown, 1):
            who = ", ".join(one_line(hand_ins[number].student) for number in entry.numbers)
            counts = [evidence.counts[each] for each in COUNTED]
            row = [rank, who, f"{entry.pairs[0].weight:.1f}", *counts, " ".join(evidence.reasons)]
            writer.writerow(map(table_field, row))
    return html, table
