"""What submissions have in common: copies come first however they are disguised, and being right is nothing."""

import ast
import contextlib
import csv
import random
import re
import shutil
import sys

import nbformat
import pytest
from axe import violations
from browser import chromium, open_chromium
from bs4 import BeautifulSoup
from versions import load_versions, names_of

from cs_nn import checks
from cs_nn.tools.labs import COURSE
from grading.__main__ import main
from grading.record import Finding, Record
from grading.right_versions import load_right
from grading.solutions import solved, strip_solutions
from grading.term.evidence import Evidence
from grading.term.handed_in import HandIn, known_texts
from grading.term.rarity import Rarity, find_entries
from grading.term.side_by_side import COMMON, OWN, SHARED, states

LAB, MODULE, NOTEBOOK, QUESTION = "lab4_regularization", "regularization.py", "regularization", "q-l2"
SOURCE = (COURSE / "cs_nn" / MODULE).read_text(encoding="utf-8")
STUB, SOLVED = strip_solutions(SOURCE, MODULE), solved(SOURCE)

#: What people write for the same: each has habits.
HABITS = [(r"len\((\w+)\)", r"\1.shape[0]"), (r"(\w+) @ (\w+)", r"np.dot(\1, \2)"), (r"(\w+) \+= ", r"\1 = \1 + "),
          (r"(\w+)\.T @", r"np.transpose(\1) @"), (r" / (\w+)\n", r" * (1 / \1)\n"), (r"axis=0", "0"),
          (r"\n( +)return (.+)\n", r"\n\1everything = \2\n\1return everything\n")]  # fmt: skip
NAMES = (
    "tmp res out val aux acc total diff mask idx row col inp score norm counts cur upd grad loss scaled part".split()
)


@pytest.fixture(scope="module")
def known():
    return list(known_texts(LAB))


def renamed(code, names):
    stored = {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)
              and isinstance(node.ctx, ast.Store)}  # fmt: skip
    for name, new in zip(sorted(stored), names):
        code = re.sub(rf"(?<![\w.\"']){name}(?![\w\"'])", new, code)
    return code


def hand_in(student, code="", answer="", mistakes=()):
    made = HandIn(student, mistakes=dict(mistakes))
    made.take(MODULE, STUB + code)
    made.take(QUESTION, answer)
    return made


def students(size, seed=0):
    """Hand-ins of people who worked alone: right, odd and wrong versions, each in the writer's own way."""
    draw = random.Random(seed)
    for number in range(size):
        habits, versions, mistakes = [habit for habit in HABITS if draw.random() < 0.4], [], {}
        for task in checks.lab_tasks(LAB):
            pool = load_versions(draw.choice(["odd", "wrong"]), LAB, task)
            random.Random(task).shuffle(pool)
            version = pool[int(draw.paretovariate(0.6)) % len(pool)]  # a few are written by many, most by nobody else
            if not {*names_of(version)} & {name for other in versions for name in names_of(other)}:
                versions.append(version)
                if version.mistake:
                    mistakes[task] = version.mistake, version.hint
        code = "\n\n".join(version.code for version in versions) + "\n"
        for old, new in habits:
            with contextlib.suppress(SyntaxError):  # in code that goes over several lines
                ast.parse(other := re.sub(old, new, code))
                code = other
        yield hand_in(f"s{number}", renamed(code, draw.sample(NAMES, 6)), mistakes=mistakes)


def disguises(text):
    """The same module as somebody may hand it in who got it from another."""
    stub, own = text[: len(STUB)], text[len(STUB) :]
    nodes = ast.parse(own).body
    lines = own.split("\n")
    yield "renamed", stub + renamed(own, [f"mine_{number}" for number in range(30)])
    yield "reformatted", stub + ast.unparse(ast.parse(own))
    yield "reordered", stub + "\n\n\n".join("\n".join(lines[node.lineno - 1 : node.end_lineno]) for node in nodes[::-1])
    yield "commented", stub + re.sub(r"\n( +)(\w+ = )", r"\n\1# now this one is computed\n\1\2", own)


#: Code of somebody's own, which no version has.
OWN_CODE = """

def spread(values, times):
    found = {}
    while times > 3:
        found[times] = [values[k] ^ times for k in range(times, 0, -2) if k not in found]
        times = times // 2 - len(found)
    return sorted(found.items(), reverse=True)
"""
OTHER_NAMES = OWN_CODE.replace("found", "seen").replace("times", "rounds").replace("spread", "scatter")
ANSWER = (
    "I plotted the boundary for seven strengths on squared paper, and my impression is that the islands melt like "
    "butter in a pan before anything happens at the corners, which surprised me more than the rest of it did."
)


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.slow)])
def test_copies_come_first_however_disguised(known, seed):
    made, copies = list(students(20, seed)), {}
    alone = Rarity(known, made)
    # Copies of those who wrote what all write can't be told from others.
    sources = sorted(range(20), key=lambda number: -len(alone.keys[number]["code"]))[:4]
    for number, source in enumerate(sources):
        name, text = list(disguises(made[source].texts[MODULE]))[number]
        copies[source, len(made)] = name
        made.append(hand_in(f"copy of {source}"))
        made[-1].take(MODULE, text)
    pairs = Rarity(known, made).pairs([False] * len(made))
    assert {copies.get((pair.one, pair.other)) for pair in pairs[:4]} == {*copies.values()}


def test_being_right_weighs_nothing(known):
    made = [hand_in(f"solution {number}") for number in range(3)]
    for each in made:
        each.take(MODULE, SOLVED)
    made += [hand_in(f"stub {number}") for number in range(3)]
    for task in checks.lab_tasks(LAB):
        for number, version in enumerate(2 * load_right(LAB, task)[:3]):
            made.append(HandIn(f"{task} {number}"))
            made[-1].take(MODULE, f"{version.needs}\n{version.code}")
    assert Rarity(known, made).pairs([False] * len(made)).size == 0


def alone(number):
    """Somebody who has nothing in common with others."""
    return hand_in(f"s{number}", f"\n\ndef of_{number}(a):\n    return " + " + ".join(["a"] * (number + 20)) + "\n")


def evidence_of(*hand_ins, known=()):
    made = [*hand_ins, *map(alone, range(20))]
    rarity = Rarity([*known, (MODULE, STUB)], made)
    return Evidence(rarity, made, range(len(hand_ins))), rarity, made


def test_reasons_are_plain_sentences():
    mistakes = {"some_task": ("sign", "the sign of the <b>penalty</b>")}
    comment = "    # this took me three evenings\n    return sorted"
    ada = hand_in("ada", OWN_CODE.replace("    return sorted", comment), ANSWER, mistakes)
    ben = hand_in("ben", OTHER_NAMES.replace("    return sorted", comment), f"In short: {ANSWER.upper()}", mistakes)
    evidence, *_ = evidence_of(ada, ben)
    said = "\n".join(evidence.reasons)
    assert "Both made the mistake “sign” in some_task, which nobody else made: the sign of the <b>penalty</b>." in said
    assert re.search(r"alike but for names, .* nobody else has the like \(ada: lines \d+–\d+.*; ben: lines", said), said
    assert f"{len(ANSWER.split())} words of the answer to q-l2 are the same, in the same order, and nobody" in said
    assert "Both use the names “values”, “items”, “reverse”, which nobody else uses." in said
    assert "Both have the comment “# this took me three evenings”, which nobody else has." in said
    assert evidence.counts["mistakes"] == evidence.counts["comments"] == 1 and 6 <= evidence.counts["lines"] <= 7


def test_what_is_the_same_is_marked_and_nothing_around_it():
    total = "    total = a @ b + a.sum(axis=0) * b.mean(keepdims=True)\n"
    given = f"def given(a, b):\n{total}    return total - a * 2 + b[0] ** 3 * a.T\n"
    one = given.replace("return total", "total[3::2] ^= 7\n    return total").replace("total", "sum_of_all")
    ada, ben = HandIn("ada"), HandIn("ben")
    ada.take(MODULE, one)
    ben.take(MODULE, f"import numpy as np\n\n\n{one}\n\ndef another(x):\n    return x[1:] / 3 - x[0] * len(x) ** 2\n")
    evidence, rarity, _ = evidence_of(ada, ben, known=[(MODULE, given)])
    without_names = {**evidence.shared, "name": evidence.shared["name"][:0]}
    text = ben.texts[MODULE]
    state = states(MODULE, text, without_names, rarity.having)
    shown = {kind: "".join(letter for letter, is_kind in zip(text, state == kind) if is_kind)
             for kind in (OWN, COMMON, SHARED)}  # fmt: skip
    assert "[3::2] ^= 7" in shown[SHARED] and len(shown[SHARED].split()) <= 5, shown
    assert "a @ b" in shown[COMMON] and "return" in shown[COMMON], shown
    assert "x[0] * len(x)" in shown[OWN], shown


def test_short_answers_tell_nothing_and_long_ones_do():
    short = [hand_in(name, answer="The weights fade, since each step takes a share of them.") for name in "ab"]
    evidence, *_ = evidence_of(*short)
    assert evidence.reasons == []
    evidence, *_ = evidence_of(*(hand_in(name, answer=ANSWER) for name in "ab"), known=[("cell", ANSWER)])
    assert evidence.reasons == [], "it is the question or the model answer"


def test_three_who_share_are_a_group():
    code = [OWN_CODE, OTHER_NAMES, OWN_CODE.replace("values", "rows")]
    _, rarity, made = evidence_of(*(hand_in(name, text) for name, text in zip("abc", code)))
    [entry] = find_entries(rarity, rarity.pairs([False] * len(made)), 5)
    assert sorted(entry.numbers) == [0, 1, 2] and len(entry.pairs) == 2
    assert Evidence(rarity, made, entry.numbers).reasons[0].startswith("Lines are alike")


def test_what_many_have_weighs_nothing():
    _, rarity, made = evidence_of(*(hand_in(f"{number}", OWN_CODE) for number in range(6)))
    assert rarity.pairs([False] * len(made)).size == 0


# ------------------------------------------------------------------ the command
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\x1b[2J\u202e"


def notebook(answer="", findings=None):
    book = nbformat.read(COURSE / "assignments" / LAB / f"{NOTEBOOK}.ipynb", as_version=4)
    for cell in book.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == QUESTION:
            cell.source = answer
    if findings:
        Record(findings=findings).write(book.metadata)
    return nbformat.writes(book)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A class in which two share much, with hand-ins of all kinds."""
    root = tmp_path_factory.mktemp("course")
    shutil.copyfile(COURSE / "nbgrader_config.py", root / "nbgrader_config.py")

    def submit(student, module, text=None, graded=None, step="submitted"):
        folder = root / step / student / LAB
        (folder / "cs_nn").mkdir(parents=True)
        if module is not None:
            (folder / "cs_nn" / MODULE).write_bytes(module if isinstance(module, bytes) else module.encode())
        (folder / f"{NOTEBOOK}.ipynb").write_text(notebook() if text is None else text, encoding="utf-8")

    answered, found = f"{ANSWER} {HOSTILE}", {"compute_cost": Finding("wrong", f"={HOSTILE}", "sign")}
    for student, code in (("=ada", OWN_CODE), ("ben", OTHER_NAMES)):
        module = f"{STUB}{code}# we wrote {HOSTILE}\n"
        submit(student, module, notebook(answered))
        submit(student, module, notebook(answered, found), step="autograded")
    for number in range(8):
        submit(f"s{number}", alone(number).texts[MODULE])
    submit("breaks", f"{STUB}\n\ndef broken(:\n    '''\n{OWN_CODE[:80]}")
    submit("empty", "", "")
    submit("nothing", None, "{")
    submit("long", "x = 1\n" * 30_000)
    submit("huge", "x" * 600_000)
    submit("bytes", b"\xff\xfe\x00# -*- coding: no-such -*-\n\x80\x81")
    submit("rot13", b"# -*- coding: rot13 -*-\nk = 1\n")
    submit("odd-notebook", STUB, '{"cells": [{"metadata": {"nbgrader": [1]}}], "nbformat": 4}')
    submit("last", f"{STUB}{OWN_CODE}", step="2024")
    return root


def pages(folder):
    with (folder / f"{LAB}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return BeautifulSoup((folder / f"{LAB}.html").read_text(encoding="utf-8"), "html.parser"), rows


def test_the_page_and_the_table(course, monkeypatch, capsys):
    monkeypatch.chdir(course)
    main(["similarity", LAB])
    assert "name students, and are for you alone" in capsys.readouterr().out
    page, rows = pages(course / "similarity")
    assert rows[0]["students"] == "'=ada, ben" and int(rows[0]["lines"]) >= 5 and rows[0]["mistakes"] == "1", rows[0]
    assert not [field for row in rows for field in row.values() if field.startswith("=") or not field.isprintable()]
    assert "This is no verdict." in page.get_text() and "1. =ada and ben" in page.get_text()
    assert not page.select("script, img, iframe, link, [onerror], [src]")
    assert page.select_one("meta[http-equiv=Content-Security-Policy]")["content"].startswith("default-src 'none'")
    assert "\x1b" not in str(page) and "\u202e" not in str(page) and "<script>alert(1)</script>" in page.get_text()
    marked = [mark.get_text() for mark in page.select("section mark")]
    assert any("reverse=True" in text for text in marked) and any("seven strengths" in text for text in marked), marked
    notes = {row.td.get_text(): row.get_text() for row in page.select("table")[-1].select("tr")[1:]}
    assert notes.keys() == {"empty", "nothing", "long", "huge", "rot13", "odd-notebook"}, notes
    assert "larger than 500000 bytes" in notes["huge"] and "first 100,000 characters" in notes["long"]


def test_an_earlier_year(course, monkeypatch, tmp_path):
    monkeypatch.chdir(course)
    main(["similarity", LAB, "--also", "2024", "--into", str(tmp_path), "--pairs", "3"])
    assert any("2024/last" in row["students"] for row in pages(tmp_path)[1])


@pytest.mark.parametrize(("arguments", "words"), [
    ([], "Which lab?"), (["lab0"], "there is no lab 'lab0'"), ([LAB, "--pairs", "0"], "--pairs is a number from 1"),
    (["lab1_softmax"], "nothing is submitted for lab1_softmax"), ([LAB, "--also", "."], "laid out as submitted/ is"),
])  # fmt: skip
def test_what_is_wrong_is_said(course, arguments, words, monkeypatch):
    monkeypatch.chdir(course)
    with pytest.raises(SystemExit, match=re.escape(words)):
        main(["similarity", *arguments])


def test_the_library_may_be_missing(monkeypatch):
    for name in [name for name in sys.modules if name.startswith(("grading.term.", "copydetect"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "copydetect", None)
    with pytest.raises(SystemExit, match="needs copydetect: run python3 install.py requirements-grading.txt"):
        main(["similarity", LAB])


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.skipif(not chromium(), reason="no Chromium here")
def test_the_page_can_be_read_by_all(course, monkeypatch, tmp_path):
    monkeypatch.chdir(course)
    main(["similarity", LAB, "--also", "2024", "--into", str(tmp_path)])
    with open_chromium() as browser:
        for scheme in ("light", "dark"):
            browser.page.emulate_media(color_scheme=scheme)
            browser.page.goto((tmp_path / f"{LAB}.html").as_uri())
            assert violations(browser.page) == []
        assert not browser.errors and not browser.foreign
