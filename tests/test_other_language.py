"""A made-up language, in which every message stands between ‹ and ›: whatever a student reads is marked."""

import json
import re
import shutil
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import jinja2
import nbgrader
import numpy as np
import pytest
from bs4 import BeautifulSoup
from small_kits import make_kit, write_module

from cs_nn import checks, language
from cs_nn.checks import StudentCode
from cs_nn.language import translated, using
from cs_nn.progress import all_standings, told
from cs_nn.report import make_report
from cs_nn.submit.handing_in import SubmitError
from cs_nn.submit.handing_in import hand_in as hand_in_lab
from cs_nn.tools.labs import COURSE, load_labs
from cs_nn.update import update
from grading import record
from grading.answers import Limits
from grading.check_outputs import check_outputs
from grading.feedback_words import WORDS, WordsLoader
from grading.graded import Answer, Submission
from grading.hidden_checks import run_checks
from grading.kit import write_kit
from grading.labs_so_far import GradedLab, Term
from grading.mistakes import load_mistakes, mutant_module
from grading.record import Finding, Record
from grading.student_page import student_page

MADE_UP = "xx"


class Marks:
    """Translations that mark each message."""

    def gettext(self, message):
        return f"‹{message}›"

    def ngettext(self, one, several, number):
        return f"‹{one if number == 1 else several}›"


@pytest.fixture(autouse=True)
def made_up(monkeypatch):
    for module in (language, record):
        monkeypatch.setattr(module, "available", lambda word, *_: MADE_UP if word == MADE_UP else language.ENGLISH)
    monkeypatch.setattr(language, "_translations", lambda _: Marks())


def is_marked(text):
    """Whether a text is one message, with whatever is put into it."""
    depth = 0
    for place, character in enumerate(text):
        depth += {"‹": 1, "›": -1}.get(character, 0)
        if depth == 0 and place < len(text) - 1:
            return False
    return text.startswith("‹") and depth == 0


def some_of(lab, number):
    """Wrong versions of a lab's tasks, drawn from all that rules of the checks name and from all others."""
    rng = np.random.default_rng(2016)
    mutants = [mutant for its in load_mistakes(lab).values() for mutant in its]
    for own in (False, True):
        chosen = [mutant for mutant in mutants if mutant.own == own]
        yield from (chosen[k] for k in rng.choice(len(chosen), min(number, len(chosen)), replace=False))


@pytest.mark.parametrize("lab", load_labs())
def test_all_that_a_check_says_is_marked(lab):
    for mutant in some_of(lab, 4):
        task = checks.lab_tasks(lab)[mutant.task]
        with np.errstate(all="ignore"):
            verdict = checks.verdict_on(
                lab, StudentCode(task, partial(mutant_module, task, mutant), checks.visible_cases(task))
            )
        assert verdict.lines and not any("‹" in line for _, line in verdict.lines)
        with using(MADE_UP):
            said = [translated(line) for _, line in verdict.lines]
        assert [line for line in said if not is_marked(line)] == [], (mutant, said)
        inside = re.sub(r"[‹›]", "", "\n".join(said))
        assert inside == "\n".join(line for _, line in verdict.lines)


def hand_in(tmp_path, change):
    text = (COURSE / "cs_nn" / "softmax.py").read_text(encoding="utf-8")
    (tmp_path / "softmax.py").write_text(text + change, encoding="utf-8")
    return tmp_path


WRONG = """
def softmax_loss_naive(W, X, y, reg): return len(X[0]) + None
def softmax_loss_vectorized(W, X, y, reg): return softmax_loss_naive(W, X, y, reg)
def sgd_momentum(w, dw, config=None): return w - dw
def early_stopping(val_accuracy, patience): raise NotImplementedError("early_stopping")
class SoftmaxClassifier:
    def __init__(self, W): self.W = W
    def train(self, *args, **kwargs): raise ValueError("stopped")
    def predict(self, X): return np.zeros(len(X))
"""


def test_a_hand_in_is_graded_alike_and_shown_in_its_language(tmp_path):
    names = list(checks.lab_tasks("lab1_softmax"))
    found = run_checks("lab1_softmax", names, hand_in(tmp_path, WRONG), 7, 8, Limits(20, 90, 2048))
    assert sum(each.problem is not None for each in found.values()) >= 5
    for name, checked in found.items():
        shown = []
        for word in (language.ENGLISH, MADE_UP):
            with using(word):
                shown.append(check_outputs("lab1_softmax", name, checked))
        english, other = shown
        assert [output.output_type for output in english] == [output.output_type for output in other]
        for output in other:
            said = output.get("evalue") or output.get("text") or output["data"]["text/plain"]
            for line in re.sub(r"\x1b\[\d*m|[✗→✓] ", "", said).replace("\n  ", " ").strip().split("\n"):
                assert is_marked(line), line
        assert "‹" not in str(english)
        if checked.problem:
            assert "‹" not in checked.problem.what + checked.problem.hint


def test_what_is_recorded_is_english_and_can_be_said_in_the_language():
    what = language.lazy("{name} is wrong").format(name="dW")
    known = Record(notes=[language.lazy("The cell {id} was changed.").format(id="a")], language=MADE_UP,
                    findings={"a": Finding(what, "a hint", "sign"), "b": None})  # fmt: skip
    metadata = {}
    known.write(metadata)
    again = Record.read(metadata)
    assert again == known and asdict(again)["findings"]["a"]["what"] == "dW is wrong"
    with using(again.language):
        assert translated(again.findings["a"].what) == "‹dW is wrong›"
        assert list(map(translated, again.notes)) == ["‹The cell a was changed.›"]
    assert Record.read({"language_of_course": MADE_UP}).language == MADE_UP
    assert Record.read({"language_of_course": ["xx"]}).language == "en"


@pytest.mark.parametrize("stored", [
    {"message": "{a.__class__}", "several": "", "number": 1, "values": {"a": "b"}},
    {"message": "{a:99999999999}", "several": "", "number": 1, "values": {"a": "b"}},
    {"message": "{a}", "several": "", "number": 1, "values": {"a": {"message": 3}}},
    {"message": "{a}", "several": "", "number": 1, "values": {}},
    {"message": "{a}", "several": "", "number": 1},
    {"message": ["a"], "several": "", "number": 1, "values": {}},
])  # fmt: skip
def test_parts_that_are_not_of_a_check_are_no_text(stored):
    assert Record.read({"grading": {"language": MADE_UP, "notes": [stored, "a note"]}}).notes == ["a note"]


def unmarked(text):
    """The words of a text that are in no message; names of files, ids and sizes are no words."""
    while (shorter := re.sub(r"‹[^‹›]*›", "", text)) != text:
        text = shorter
    return re.findall(r"(?<![\w./-])[A-Za-z]{3,}(?![\w.-])", text)


@pytest.fixture(scope="module")
def kit(tmp_path_factory):
    kit = make_kit(tmp_path_factory.mktemp("kit"), "lab1_softmax")
    write_module(kit, "softmax.py", ["softmax_loss_naive"], "import tensorflow\ndef sgd_momentum(w): return w[\n")
    return kit


def test_all_that_a_hand_in_says_is_marked(kit, capsys):
    title = load_labs()["lab1_softmax"].title
    with using(MADE_UP), pytest.raises(SubmitError) as error:
        hand_in_lab("lab1_softmax", "alice", course=kit)
    said = capsys.readouterr().out.replace(title, "") + str(error.value)
    assert said.count("‹") > 3 and unmarked(said) == [], said
    write_module(kit, "softmax.py", ["softmax_loss_naive"], "import tensorflow\n")
    with using(MADE_UP):
        hand_in_lab("lab1_softmax", "alice", course=kit)
    said = capsys.readouterr().out.replace(title, "")
    assert said.count("‹") > 5 and unmarked(said) == [], said


def test_all_that_a_report_says_is_marked(kit, capsys):
    title = load_labs()["lab1_softmax"].title
    with using(MADE_UP):
        page = make_report("lab1_softmax", course=kit, browser=Path("/bin/false"))
    said = capsys.readouterr().out.replace(title, "").replace(str(kit), "")
    assert said.count("‹") > 2 and unmarked(said) == [], said
    assert 'lang="xx"' in page.read_text(encoding="utf-8")
    assert "‹## Appendix" in page.read_text(encoding="utf-8") or "Appendix" not in page.read_text(encoding="utf-8")


def test_progress_is_marked(kit):
    standings = all_standings([load_labs(kit)["lab1_softmax"]], kit)
    with using(MADE_UP):
        said = told(standings, datetime(2026, 1, 2, tzinfo=UTC)).replace(standings[0].lab.title, "")
    assert unmarked(re.sub(r"(?m)^ {11}.*|softmax\S*|Softmax\S*|sgd_\S*|early_\S*", "", said)) == [], said


def test_all_words_of_the_page_of_feedback_are_looked_up():
    folder = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates"
    environment = jinja2.Environment(loader=WordsLoader(jinja2.FileSystemLoader(folder / "feedback")))
    source, *_ = environment.loader.get_source(environment, "index.html.j2")
    assert {word for word in WORDS if f"say({word!r})" in source} == {*WORDS}
    left = re.sub(r"{%.*?%}|{{.*?}}|<style.*?</style>|<!--.*?-->|<[^>]*>", " ", source, flags=re.DOTALL)
    assert re.findall(r"\b[A-Z][a-z]+", left) == []


def test_a_students_page_is_marked():
    lab = load_labs()["lab1_softmax"]
    hint = language.lazy("{name} has the wrong sign: it is -1 times the expected one.").format(name="dW")
    answers = {
        "softmax_loss_naive": Answer(0.0, 4.0, mistake="sign", sentence=hint),
        "softmax_loss": Answer(0.0, 3.0, mistake="stub", sentence="not written"),
        "q-jacobian": Answer(0.0, 5.0, written=True, waiting=True),
    }
    submission = Submission("alice", answers, late=7200.0, penalty=1.0, language=MADE_UP)
    term = Term({"alice": "", "bob": ""}, {lab.name: GradedLab(lab, 12.0, None, {"alice": submission})})
    page = BeautifulSoup(student_page(term, "alice", datetime(2026, 1, 2, tzinfo=UTC)), "html.parser")
    assert page.html["lang"] == MADE_UP
    for ids in page.find_all(["code", "style"]):
        ids.decompose()
    said = page.get_text().replace("UTC", "")
    assert "‹‹1 point› taken off" not in said and "‹dW has the wrong sign" in said and unmarked(said) == []
    assert "‹" not in student_page(term, "bob", datetime(2026, 1, 2, tzinfo=UTC))


def test_all_that_an_update_says_is_marked(kit, tmp_path, capsys):
    mine = tmp_path / "mine"
    shutil.copytree(kit, mine)
    (mine / "cs_nn" / "layers.py").write_text("mine = 1\n", encoding="utf-8")
    (mine / "README.md").write_text("mine\n", encoding="utf-8")
    table = json.loads((mine / ".given.json").read_text(encoding="utf-8"))
    (mine / ".given.json").write_text(json.dumps({**table, "made": "2020-01-01 00:00", "files": {
        **table["files"], "install.py": "0", "gone.txt": "0"}}), encoding="utf-8")  # fmt: skip
    (mine / "gone.txt").write_text("changed\n", encoding="utf-8")
    new = tmp_path / "new"
    write_kit(new, kit.parent / "course")
    with using(MADE_UP):
        update(new, mine)
    said = capsys.readouterr().out
    assert said.count("‹") > 4 and unmarked(re.sub(r"/\S+", "", said)) == [], said
