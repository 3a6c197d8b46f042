"""Each mutant is rejected by both checks, and named as what it is."""

import contextlib
import functools
import io
import itertools
import re
import types

import numpy as np
import pytest
from test_versions import hand_in, hidden_inputs
from versions import load_versions

from cs_nn import checks
from cs_nn.checks import fingerprints
from cs_nn.checks.tasks import _loops
from cs_nn.tools.labs import COURSE, load_labs
from grading.hidden_checks import run_hidden_checks
from grading.mistakes import (
    NOTHING,
    Mutant,
    both,
    changed,
    load_mistakes,
    made,
    mutant_module,
    parse,
    plain,
    run_mutant,
    shared_tables,
)
from grading.reference import known_mistakes, own_mutants
from grading.right_versions import load_right

LABS = list(load_labs())
TASKS = [(lab, task) for lab in LABS for task in checks.lab_tasks(lab)]
#: Share of the mutants that the grader must name as the notebook does.
ALIKE = 0.95


@functools.lru_cache(maxsize=2)
def inputs(lab, name, hidden):
    """(case, the worked solution's results) of a check."""
    if hidden:
        return hidden_inputs(lab, name, 7)
    task = checks.lab_tasks(lab)[name]
    return list(zip(checks.visible_cases(task), checks.load_expected(lab, task)))


def compared(lab, name, hidden):
    """(mutant, what a check compares) of each mutant of a task."""
    task, its_inputs = checks.lab_tasks(lab)[name], inputs(lab, name, hidden)
    with contextlib.redirect_stdout(io.StringIO()):
        return [
            (mutant, checks.judge_task(task, functools.partial(mutant_module, task, mutant), its_inputs))
            for mutant in load_mistakes(lab)[name]
        ]


def known_of(found, names):
    """The fingerprints of what the mutants gave that are named by it; None if there are none."""
    own = [(mutant, comparisons) for mutant, comparisons in found if mutant.own]
    if not own:
        return None
    runs = [[each.got for each in comparisons] for _, comparisons in own]
    expected = [each.expected for each in own[0][1]]
    return fingerprints.Known.of([(mutant.id, mutant.sentence) for mutant, _ in own], runs, expected, names)


@pytest.mark.slow
@pytest.mark.parametrize(("lab", "task"), TASKS)
def test_mutants_fail_the_visible_check_and_are_named(lab, task, record_property):
    """By the stored fingerprints, which are those of the table."""
    stored, found, wrong = fingerprints.load_known(lab, task), compared(lab, task, False), []
    record_property("mutants", [lab, len(found), sum(mutant.id != NOTHING for mutant, _ in found)])
    for mutant, comparisons in found:
        problem = checks.first_problem(comparisons, lambda: stored)
        if problem is None:
            wrong.append(f"{mutant}: passes")
        elif mutant.id != NOTHING and (
            problem.mistake != mutant.id
            or mutant.sentence not in (problem.hint if mutant.own else f"{problem.what} {problem.hint}")
        ):
            wrong.append(f"{mutant}: is named {problem.mistake}: {problem.what}: {problem.hint}")
    assert not wrong, "\n".join(wrong)
    fresh = known_of(found, stored and stored.names)
    assert (fresh and fresh.mistakes) == (stored and stored.mistakes)
    assert stored is None or abs(fresh.prints - stored.prints).max() < fingerprints.NEAR


@pytest.mark.slow
@pytest.mark.parametrize(("lab", "task"), TASKS)
def test_mutants_fail_the_hidden_check(lab, task, record_property):
    stored, found = fingerprints.load_known(lab, task), compared(lab, task, True)
    known = known_of(found, stored and stored.names)
    passing, other = [], []
    for mutant, comparisons in found:
        problem = checks.main_problem(comparisons, lambda: known)
        if problem is None:
            passing.append(str(mutant))
        elif mutant.own and problem.mistake != mutant.id:
            other.append(f"{mutant}: is named {problem.mistake}")
    own = sum(mutant.own for mutant, _ in found)
    record_property("alike", [lab, own, own - len(other)])
    assert not passing, "\n".join(passing)
    assert len(other) <= (1 - ALIKE) * len(found), "\n".join(other)


@pytest.mark.parametrize(("lab", "task"), [("lab6_mlp", "Network_train"), ("lab7_cnn", "conv_forward_naive")])
def test_what_is_changed_besides_the_inputs_is_told_through_the_sandbox_too(lab, task, tmp_path):
    """Lists, a dict of settings."""
    version = next(version for version in load_versions("wrong", lab, task) if version.mistake == "argument-changed")
    assert run_hidden_checks(lab, [task], hand_in(lab, tmp_path, [version]), seed=5)[task].mistake == "argument-changed"


@pytest.mark.slow
@pytest.mark.parametrize("lab", LABS)
def test_right_versions_are_right_if_they_are_run_like_mutants(lab):
    """As the bases of mutants are; that both checks accept them is seen in `test_versions`."""
    for name, task in checks.lab_tasks(lab).items():
        cases, expected = zip(*inputs(lab, name, False))
        for right in load_right(lab, name):
            with checks.replaced(_loops, python_steps=lambda *_: 0):
                runs = run_mutant(task, right, cases)
            assert not any(map(functools.partial(checks.judge_outcome, task), cases, expected, runs)), right


@pytest.mark.parametrize("lab", LABS)
def test_fingerprints_are_made_of_the_table_without_a_check_too(lab):
    """Of one task; those of all others are compared above."""
    known = {task: fingerprints.load_known(lab, task) for task in load_mistakes(lab)}
    task = min(filter(known.get, known), key=lambda task: len(load_mistakes(lab)[task]))
    cases, expected = zip(*inputs(lab, task, False))
    fresh = known_mistakes(lab, checks.lab_tasks(lab)[task], cases, expected, known[task].names)
    assert fresh.mistakes == known[task].mistakes
    assert abs(fresh.prints - known[task].prints).max() < fingerprints.NEAR


@pytest.mark.slow
@pytest.mark.parametrize(("lab", "task"), TASKS)
def test_two_mistakes_at_once_are_named(lab, task):
    known = fingerprints.load_known(lab, task)
    if known is None or not len(known.pairs.which):
        return
    its_task = checks.lab_tasks(lab)[task]
    cases, expected = zip(*inputs(lab, task, False))
    mistakes = {mistake: [] for mistake in known.mistakes}
    for mutant in own_mutants(lab, its_task):
        mistakes[mutant.id, mutant.sentence].append(mutant)
    for k in np.random.default_rng(5).permutation(len(known.pairs.which))[:5]:
        pair = tuple(known.pairs.mistakes[number] for number in known.pairs.which[k])
        mutants = filter(None, (both(*each) for each in itertools.product(*map(mistakes.get, pair))))
        fits = [known.name(run_mutant(its_task, mutant, cases), expected) for mutant in mutants]
        assert any(fit == fingerprints.Fit("pair", pair) for fit in fits), pair


def test_changes_of_two_mistakes_are_made_in_one_function():
    one, other, overlapping, whole, lines = (
        Mutant("f", "id", "", change, True, "", right=plain(SOURCE))
        for change in ("x + y -> x", "* x ->", "y ->", "= g", "| z = 1")
    )
    assert [line.strip() for line in both(one, other).code.splitlines()][1:] == ["z = x", "return z"]
    assert not any(both(one, each) for each in (overlapping, whole, lines))


SOURCE = """def f(x, y):
    'x + y, times x.'
    z = x + y  # x + y
    return z * x
"""


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("== f\nid\n    x + y -> x\n", "f: id: a sentence is missing"),
        ("== f\nid: a sentence\n    x - y -> x\n", "'x - y' must occur once; it occurs 0 times"),
        ("== f\nid: a sentence\n    z -> x\n", "'z' must occur once; it occurs 2 times"),
        ("== f\nid: a sentence\n    x + y -> x +\n", "invalid syntax"),
        ("== f\nid: a sentence\n    x + y -> x\n    & + y -> + x\n", "changes overlap"),
        ("== f\nid: a sentence\n    x + y\n", "must occur once"),
        ("== f\nid: a sentence\n    = other\n", "there is no function other"),
        ("== f\nid: a sentence\n    x + y -> $z\n", "f: id: there is no $z"),
        ("== f, g\n$z = x\nid: a sentence\n    x + y -> $z\n", "2 tasks need as many words"),
        ("== f\nid: <<one|another>> sentence\n    x + y -> <<x|y|z>>\n", "groups of options differ in length"),
    ],
)
def test_a_table_that_can_not_be_read_says_where(table, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        for _, _, row, change in parse(table):
            changed(plain(SOURCE), change, "", f"lab: f: {row.id}")


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ("x + y -> x", "z = x"),
        ("z => w", "w = x + y"),
        ("z * x -> x", "return x"),
        ("x + y -> y; pass\nz * x -> z", "return z"),
        ("= g", "return 5"),
    ],
)
def test_a_change_is_made_where_it_is_meant(change, line):
    text = changed(plain(SOURCE), change, "def g(x, y):\n    return 5", "here")
    assert line in [each.strip() for each in text.splitlines()]


WITH_MARKERS = """def f(x, y):
    z = 0
    if x:
        # TODO: z.
        ### BEGIN SOLUTION
        z = x + y
        z = z + 1
        ### END SOLUTION
    return z
"""


WITH_LINES = """== f
a: one
    | z = x
    |
    | while z < y:
    |     z += 1
    & return z -> return z, x
b: two
    | z = y
"""


def test_other_lines_stand_in_the_place_of_the_students():
    first, second = (row[-1] for row in rows(WITH_LINES))
    assert made(WITH_MARKERS, first, "", "here").splitlines()[2:] == [
        "    if x:",
        "        z = x",
        "        while z < y:",
        "            z += 1",
        "    return z, x",
    ]
    assert "z = y" in made(WITH_MARKERS, second, "", "here")
    with pytest.raises(ValueError, match="here: no lines are the student's"):
        made(SOURCE, first, "", "here")


def test_a_row_is_several_mutants_and_sentences_are_said_once():
    table = "== f\na: one\n  and two\n    x -> <<1|2>>\n== g of base\na\n    y -> z\n* b: words\n    y ->\n"
    assert [(task, base, row.own, row.id, row.sentence, change) for task, base, row, change in parse(table)] == [
        ("f", "", True, "a", "one and two", "x -> 1"),
        ("f", "", True, "a", "one and two", "x -> 2"),
        ("g", "base", True, "a", "one and two", "y -> z"),
        ("g", "base", False, "b", "words", "y ->"),
    ]


def rows(table, sentences=types.MappingProxyType({})):
    return [(task, base, row.id, row.sentence, change) for task, base, row, change in parse(table, sentences)]


def test_a_row_may_be_a_right_version_to_make_mistakes_of():
    table = "== f\n+ own: without x\n    | z = y\nown: sentence\n    x -> y\n== f of own\na: one\n    z -> y\n"
    assert rows(table) == [("f", "", "own", "sentence", "x -> y"), ("f", "own", "a", "one", "z -> y")]
    [base] = [right for right in load_right("lab8_bptt", "rnn_forward") if right.change == "own_step_forward"]
    assert "rnn_step_forward" not in base.code and base.sentence.startswith("Without rnn_step_forward")
    assert {mutant.right for mutant in load_mistakes("lab8_bptt")["rnn_forward"]} > {base.code}


def test_rows_for_several_tasks_are_said_in_the_words_of_each():
    table = (
        "== f, g of base\n$it = the sum | a product\n  of two\na: $it is 0.\n    $it -> 0\n== g\nb: $it\n    y -> z\n"
    )
    assert rows(table) == [
        ("f", "", "a", "the sum is 0.", "the sum -> 0"),
        ("g", "base", "a", "a product of two is 0.", "a product of two -> 0"),
        ("g", "", "b", "a product of two", "y -> z"),
    ]


def test_options_are_taken_in_order():
    table = "== f\n<<low|high>>-limit: it is <<below|above>> the limit.\n    x -> 1 / <<x|y>>; y = <<1|2>>\n"
    assert [row[2:] for row in rows(table)] == [
        ("low-limit", "it is below the limit.", "x -> 1 / x; y = 1"),
        ("high-limit", "it is above the limit.", "x -> 1 / y; y = 2"),
    ]


def test_each_part_of_a_change_alone_and_all_together():
    changes = [row[-1] for row in rows("== f\na: one\n    x -> 1\n    & y -> 2\n    &? z -> 3\n")]
    assert changes == ["x -> 1\ny -> 2", "z -> 3", "x -> 1\ny -> 2\nz -> 3"]


def test_sentences_of_the_shared_tables_are_for_rows_without():
    table = "== f\na\n    x -> 1\nb\n    x -> 2\nb: own\n    x -> 3\n"
    assert [row[3] for row in rows(table, {"a": "shared", "b": "shared"})] == ["shared", "own", "own"]


def test_shared_tables_are_of_tasks():
    tasks = {task for _, task in TASKS}
    for path in shared_tables():
        text = path.read_text(encoding="utf-8")
        assert {name.strip() for line in re.findall("^== (.*)", text, re.M) for name in line.split(",")} <= tasks, path


@pytest.mark.parametrize("lab", LABS)
def test_no_sentence_holds_a_line_of_a_solution(lab):
    lines = {
        line.strip()
        for module in load_labs()[lab].modules
        for line in (COURSE / "cs_nn" / module).read_text(encoding="utf-8").splitlines()
        if len(line.strip()) > 12
    }
    for mutants in load_mistakes(lab).values():
        assert not [mutant.sentence for mutant in mutants if any(line in mutant.sentence for line in lines)]
