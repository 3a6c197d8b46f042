"""Known mistakes: wrong versions of the worked solution, each made of it by a small change (mutants).

``grading/mistakes/<lab>.py`` holds a text TABLE::

    == rnn_step_backward                                          a task
    slope: this is not the derivative of tanh.                    a mistake: its id and what the student reads
        1 - h_t**2 -> 1 - h_t                                     one mutant, by one change of the solution
        1 - h_t**2 -> <<h_t**2|1 + h_t**2>>                       two more, with the same sentence
    two-changes: ...
        dU += dU_t -> dU = dU_t                                   one mutant, by
        & dW += dW_t -> dW = dW_t                                 two changes
    * wrong-shape: which axis was summed                          a rule of the check names it; words of its hint
        ds.sum(axis=0) -> ds.sum()
    * -                                                           it is rejected, and nothing is named for sure
        ds.sum(axis=0) -> np.abs(ds).sum(axis=0)
    == rnn_backward
    + own_step: without rnn_step_backward.                        another right version; `tests/odd` has more of them
        | ds, dh0 = np.zeros_like(h), 0
        | ...
    == rnn_backward of own_step                                   changes of it, or of a function of the table's module
    whole-function: ...
        = a_function                                              a function of the table's module takes its place
    other-lines: ...
        | ds = np.abs(dh_t)                                       other lines in the place of those that students
        | ds *= 1 - h_t**2                                        write; changes by ``&`` may follow
    == affine_forward, conv_forward                               rows for several tasks
    $sum = x @ w | np.sum(window * w)                             in them, $sum stands for the words of each task
    <<averaged|doubled>>: the sum is <<averaged|doubled>>.        two mistakes, the options taken in order
        $sum -> $sum <</ len(x)|* 2>>
    penalty-missing: ...
        + 0.5 * reg * np.sum(W**2) ->                             three mutants: each part of the change alone,
        &? + reg * W ->                                           and all together

The old text must occur once in the body of the function (as whole words; docstring and comments apart); with ``=>`` it
is changed wherever it occurs. All changes of a mutant are made in the unchanged text; ``\\n`` in the new text begins a
line. A sentence, or the words of tasks, may go on in lines indented by two; a row without a sentence has that of the
first row with its id, in the table or else in the shared ones. What the table's module defines can be used in the
changes. A table that can't be read is a ``ValueError`` that says where.

``_<name>.py`` holds a table that labs share: each takes the rows of its own tasks.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import importlib
import inspect
import io
import linecache
import re
import textwrap
import tokenize
import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np

from cs_nn import checks
from cs_nn.checks import Case, Problem, Results, Task
from cs_nn.tools.labs import COURSE

#: The id of a row of mutants for which no rule of the check is sure.
NOTHING = "-"


class Row(NamedTuple):
    """A row of a table: `own` mistakes are named by their results, others by rules of the check.

    If `right`, it is no mistake, but a version to make others of: its name, and what is unusual.
    """

    own: bool
    id: str
    sentence: str
    right: bool = False


@dataclass(frozen=True)
class Mutant:
    """A wrong version of a task's function. If not `own`, a rule of the check names it, with `sentence` in its hint.

    `code` is the function, `needs` what must stand before it, and `right` what the change was made in.
    """

    task: str
    id: str
    sentence: str
    change: str
    own: bool
    code: str = field(repr=False)
    needs: str = field(repr=False, default="")
    right: str = field(repr=False, default="")

    def __str__(self) -> str:
        return f"{self.task}: {self.id}: {self.change}".replace("\n", " & ")

    @property
    def name(self) -> str:
        """The name of the function in `code`."""
        return _function(self.code).name


@functools.lru_cache(maxsize=256)  # a mutant that runs is asked for its name again and again
def _function(source: str) -> ast.FunctionDef:
    """The function that a text begins with."""
    function = ast.parse(source).body[0]
    assert isinstance(function, ast.FunctionDef)
    return function


@functools.cache
def load_mistakes(lab: str) -> dict[str, list[Mutant]]:
    """All mutants of a lab by task; empty for a lab without a table."""
    mutants = {}
    for path in [*Path(__file__).parent.glob(f"{lab}.py"), *shared_tables()]:
        _add_mutants(lab, path, mutants)
    return mutants


@functools.cache
def shared_tables() -> list[Path]:
    """The tables that labs share."""
    return sorted(Path(__file__).parent.glob("_[a-z]*.py"))


@functools.cache
def load_bases(lab: str) -> dict[str, list[Mutant]]:
    """By task the right versions that mutants are made of besides the worked solution, to be run as mutants are.

    `change` is the name, `sentence` says what is unusual.
    """
    bases = {}
    for path in Path(__file__).parent.glob(f"{lab}.py"):
        table, helpers = read_table(path)
        for task, name in dict.fromkeys(its[:2] for tasks, _, _ in _read_rows(table) for its in tasks if its[1]):
            code, what = _base(path, lab, task, name)
            bases.setdefault(task, []).append(Mutant(task, NOTHING, what, name, False, code, used(helpers, code)))
    return bases


@functools.cache
def _base(path, lab, task, name):
    """(text, what is unusual) of another right version."""
    table, helpers = read_table(path)
    for tasks, row, lines in _read_rows(table):
        if row.right and row.id == name and task in [its[0] for its in tasks]:
            return made(source_of(checks.lab_tasks(lab)[task]), "\n".join(lines), helpers, name), row.sentence
    code = _function_of(helpers, name, f"{lab}: {task}")
    return code, ast.get_docstring(_function(code)) or ""


def _add_mutants(lab, path, mutants):
    """Put the mutants of a table into `mutants`."""
    table, helpers = read_table(path)
    tasks = checks.lab_tasks(lab)
    sentences = {id: text for shared in reversed(shared_tables()) for id, text in _sentences(shared).items()}
    for task, base, row, change in parse(table, sentences):
        if task not in tasks:
            if path in shared_tables():
                continue
            raise ValueError(f"{lab}: there is no task {task}")
        where = f"{lab}: {task}: {row.id}"
        source = _base(path, lab, task, base)[0] if base else source_of(tasks[task])
        code = made(source, change, helpers, where)
        mutant = Mutant(task, row.id, row.sentence, change, row.own, code, used(helpers, code), plain(source))
        mutants.setdefault(task, []).append(mutant)


@functools.cache
def _sentences(path):
    """The first sentence of each id in a table."""
    return _first_sentences(read_table(path)[0])


@functools.cache
def read_table(path: Path) -> tuple[str, str]:
    """(TABLE, "" if there is none; the rest of the file)"""
    source = path.read_text(encoding="utf-8")
    lines, tables, rest = source.split("\n"), [], []
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "TABLE":
            tables.append(ast.literal_eval(node.value))
        elif not isinstance(node, ast.Expr):
            rest.append("\n".join(lines[node.lineno - 1 : node.end_lineno]))
    return "".join(tables), "\n\n\n".join(rest)


def used(helpers: str, code: str) -> str:
    """The statements of `helpers` whose names the code uses, and the names that they use."""
    statements, found = _statements(helpers), set()
    wanted = set(re.findall(r"\w+", code))
    while more := {text for text, (defined, _) in statements.items() if defined & wanted} - found:
        found |= more
        wanted |= {name for text in more for name in statements[text][1]}
    return "\n\n\n".join(text for text in statements if text in found)


@functools.cache
def _statements(source):
    """{text: (the names that it defines, all its words)} of the statements of a program."""
    return {
        text: (_defined(node), set(re.findall(r"\w+", text)))
        for node in ast.parse(source).body
        if (text := ast.get_source_segment(source, node))
    }


def _defined(node):
    match node:
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            return {(alias.asname or alias.name).partition(".")[0] for alias in names}
        case ast.Assign(targets=targets):
            return {target.id for target in targets if isinstance(target, ast.Name)}
    return {node.name} if hasattr(node, "name") else set()


def parse(table: str, sentences: Mapping[str, str] = types.MappingProxyType({})) -> Iterator[tuple[str, str, Row, str]]:
    """(task, base, row, change) of every mutant of a table.

    `sentences` by id are for rows without, if no other row of the table has one.
    """
    sentences = {**sentences, **_first_sentences(table)}
    for tasks, row, lines in _read_rows(table):
        if row.right:
            continue
        if not row.sentence and row.id != NOTHING and row.id not in sentences:
            raise ValueError(f"{tasks[0][0]}: {row.id}: a sentence is missing")
        row = row._replace(sentence=row.sentence or sentences.get(row.id, ""))
        for task, base, words in tasks:
            for change in _changes(lines):
                yield from ((task, base, *each) for each in _options(task, row, change, words))


def _first_sentences(table):
    rows = [row for _, row, _ in _read_rows(table) if not row.right]
    return {row.id: row.sentence for row in reversed(rows) if row.sentence}


def _read_rows(table):
    """(its tasks, row, lines of a change) of every change of a table; a task is (name, base, its words)."""
    tasks, row, lines, words = [], None, [], {}
    for line in [*re.sub(r"\n  (?! )", " ", table).splitlines(), "=="]:
        text = line.strip()
        goes_on = text.startswith("&") or text.startswith("|") and lines and lines[-1].startswith("|")
        if lines and not goes_on:
            yield tasks, row, lines
            lines = []
        if not text or text.startswith("#"):
            continue
        if line.startswith("    "):
            lines.append(text)
        elif line.startswith("=="):
            names = [name.partition(" of ") for name in text.strip("= ").split(", ")]
            tasks = [(task, base, words.setdefault(task, {})) for task, _, base in names]
        elif line.startswith("$"):
            word, _, values = text.partition(" = ")
            if len(values.split(" | ")) != len(tasks):
                raise ValueError(f"{text}: {len(tasks)} tasks need as many words")
            for (_, _, its), value in zip(tasks, values.split(" | ")):
                its[word] = value
        else:
            id, _, sentence = text.removeprefix("* ").removeprefix("+ ").partition(":")
            row = Row(not text.startswith("* "), id.strip(), sentence.strip(), text.startswith("+ "))


def _changes(lines):
    """The changes that a row's lines say: each part alone, and all together."""
    parts = []
    for line in lines:
        text = line if line.startswith("|") else line.removeprefix("&").removeprefix("?").strip()
        if parts and not line.startswith("&?"):
            text = f"{parts.pop()}\n{text}"
        parts.append(text)
    return parts if len(parts) == 1 else [*parts, "\n".join(parts)]


def _options(task, row, change, words):
    """(row, change) with the task's words, by every option."""

    def word(match):
        if match[0] not in words:
            raise ValueError(f"{task}: {row.id}: there is no {match[0]}")
        return words[match[0]]

    texts = [re.sub(r"\$\w+", word, text) for text in (row.id, row.sentence, change)]
    numbers = {group.count("|") + 1 for text in texts for group in re.findall("<<(.*?)>>", text)} or {1}
    if len(numbers) > 1:
        raise ValueError(f"{task}: {row.id}: {change}: groups of options differ in length")
    for k in range(*numbers):
        id, sentence, new = (re.sub("<<(.*?)>>", lambda group: group[1].split("|")[k], text) for text in texts)  # noqa: B023
        yield Row(row.own, id, sentence), new


def source_of(task: Task) -> str:
    """The text of a task's function in the worked solution, as it stands there."""
    return _source(task.module, task.name)


@functools.cache
def _source(module, task):
    owner, name = place_of(importlib.import_module(f"cs_nn.{module}"), task)
    return textwrap.dedent(inspect.getsource(vars(owner)[name]))


@functools.cache
def plain(source: str) -> str:
    """A function's text without its docstring and comments."""
    source = textwrap.dedent(source)
    function = _function(source)
    lines = source.splitlines()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            lines[token.start[0] - 1] = lines[token.start[0] - 1][: token.start[1]].rstrip()
    if ast.get_docstring(function) is not None:
        doc = function.body[0]
        lines[doc.lineno - 1 : doc.end_lineno] = []
    return "\n".join(line for line in lines if line.strip())


def _function_of(helpers, name, where):
    """The text of a function that the table's module defines."""
    for text, (defined, _) in _statements(helpers).items():
        if name in defined:
            return text
    raise ValueError(f"{where}: there is no function {name}")


def made(source: str, change: str, helpers: str, where: str) -> str:
    """A function of the worked solution, or of the table's module, after the change; without docstring and comments."""
    lines = change.splitlines()
    own = [line.removeprefix("|").removeprefix(" ") for line in lines if line.startswith("|")]
    if own:
        found = re.search(r"^( *)### BEGIN SOLUTION.*### END SOLUTION$", source, re.M | re.S)
        if not found:
            raise ValueError(f"{where}: no lines are the student's in\n{source}")
        source = source[: found.start()] + textwrap.indent("\n".join(own), found[1]) + source[found.end() :]
    return changed(plain(source), "\n".join(line for line in lines if not line.startswith("|")), helpers, where)


def changed(source: str, change: str, helpers: str, where: str) -> str:
    """The source after the change, which may be of several lines; `helpers` are what the table's module defines."""
    if change.startswith("= "):
        return plain(_function_of(helpers, change.removeprefix("= "), where))
    head = len("".join(source.splitlines(keepends=True)[: _function(source).body[0].lineno - 1]))
    places = []
    for line in change.splitlines():
        everywhere = " => " in line or line.endswith(" =>")
        old, arrow, new = (line + " ").partition(" => " if everywhere else " -> ")
        old, new = old.strip(), new.strip()
        words = [r"(?<!\w)" * (old[:1].isidentifier()), re.escape(old), r"(?!\w)" * (old[-1:].isidentifier())]
        starts = [match.start() for match in re.compile("".join(words)).finditer(source, head)]
        if not arrow or not old or not starts or (len(starts) > 1 and not everywhere):
            raise ValueError(f"{where}: {old!r} must occur once; it occurs {len(starts)} times in\n{source}")
        for start in starts:
            indent = re.match(r"\s*", source[source.rfind("\n", 0, start) + 1 :])[0]
            places.append((start, start + len(old), new.replace("\\n", f"\n{indent}")))
    places.sort()
    if any(end > start for (_, end, _), (start, _, _) in zip(places, places[1:])):
        raise ValueError(f"{where}: changes overlap: {change}")
    for start, end, new in reversed(places):
        source = source[:start] + new + source[end:]
    try:
        ast.parse(source)
    except SyntaxError as error:
        raise ValueError(f"{where}: {change}: {error}\n{source}") from None
    return source


def both(one: Mutant, other: Mutant) -> Mutant | None:
    """Two mistakes at once; None if their changes don't go together."""
    change = f"{one.change}\n{other.change}"
    whole = ("= ", "|")
    if one.right != other.right or one.change.startswith(whole) or other.change.startswith(whole):
        return None
    try:
        code = changed(one.right, change, "", one.task)
    except ValueError:
        return None
    return Mutant(one.task, NOTHING, "", change, True, code, f"{one.needs}\n{other.needs}", one.right)


def place_of(module: ModuleType, task: str) -> Any:
    """The module or class that a task's function is an attribute of, and its name there."""
    if not task[0].isupper():
        return module, task
    cls, _, name = task.partition("_")
    return getattr(module, cls), name


@functools.cache
def _code_of(module):
    """(path, code) of a module of the worked solution."""
    path = Path(importlib.import_module(f"cs_nn.{module}").__file__)
    return path, compile(path.read_text(encoding="utf-8"), path, "exec")


@functools.cache
def _compiled(source, filename="<needs>"):
    return compile(source, filename, "exec")


@contextlib.contextmanager
def mutant_module(task: Task, mutant: Mutant) -> Iterator[ModuleType]:
    """A fresh module of the worked solution with the mutant in its place."""
    path, code = _code_of(task.module)
    module = types.ModuleType(f"cs_nn.{task.module}")
    module.__file__ = str(path)
    exec(code, vars(module))
    exec(_compiled(mutant.needs), vars(module))
    filename = f"<{mutant}>"  # a source that the check can read
    linecache.cache[filename] = len(mutant.code), None, mutant.code.splitlines(keepends=True), filename
    exec(_compiled(mutant.code, filename), vars(module))
    owner, name = place_of(module, mutant.task)
    setattr(owner, name, vars(module)[mutant.name])
    yield module


def run_mutant(task: Task, mutant: Mutant, cases: Sequence[Case]) -> list[Results | Problem]:
    """What a mutant gives on each case, or the problem that it stopped with."""
    with mutant_module(task, mutant) as module, np.errstate(all="ignore"), contextlib.redirect_stdout(io.StringIO()):
        return [checks.outcome(task, module, case) for case in cases]
