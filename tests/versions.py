"""Wrong and odd versions of the students' functions, and the hand-ins made of them.

Wrong versions are the mutants of `grading.mistakes`. ``tests/odd/<lab>/<task>.py`` holds right but unusual ones: one
top-level function per version, whose docstring says what is unusual. A version of a method takes `self`. Names that
start with an underscore are helpers that all versions of the file may use.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

from grading.mistakes import NOTHING, load_mistakes

TESTS = Path(__file__).parent


@dataclass(frozen=True)
class Version:
    """One version of one task; `code` replaces the task's function when it stands at the end of the module."""

    task: str
    name: str
    what: str
    mistake: str
    hint: str
    code: str

    def __str__(self):
        return f"{self.task}-{self.name}"


def load_versions(kind: str, lab: str, task: str) -> list[Version]:
    """All versions of a task; `kind` is "wrong" or "odd"."""
    return _mutants(lab, task) if kind == "wrong" else _odd(lab, task)


def _odd(lab, task):
    source = (TESTS / "odd" / lab / f"{task}.py").read_text(encoding="utf-8")
    lines = source.splitlines(keepends=True)
    versions, common = [], []
    for node in ast.parse(source).body:
        text = "".join(lines[node.lineno - 1 : node.end_lineno])
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            versions.append((node.name, (ast.get_docstring(node) or "").partition("\n")[0], text))
        elif not isinstance(node, ast.Expr):
            common.append(text)
    function = task.replace("_", ".", 1) if task[0].isupper() else task
    return [
        Version(task, name, what, "", "", "\n\n".join(["\n".join(common), text, f"{function} = {name}\n"]))
        for name, what, text in versions
    ]


def _mutants(lab, task):
    function = task.replace("_", ".", 1) if task[0].isupper() else task
    versions = []
    for number, mutant in enumerate(load_mistakes(lab)[task]):
        code = "\n\n".join([mutant.needs, mutant.code] + [f"{function} = {mutant.name}\n"] * (function != mutant.name))
        mistake = "" if mutant.id == NOTHING else mutant.id
        versions.append(Version(task, f"mutant{number}", str(mutant), mistake, mutant.sentence, code))
    return versions


def module_with(solution: str, versions: list[Version]) -> str:
    """The text of a student's module: the solution, then the versions that replace parts of it."""
    return "\n\n".join([solution, *(version.code for version in versions)])


def stub(task: str) -> Version:
    """A function that is not written, as in the student kit."""
    function, name = task.replace("_", ".", 1) if task[0].isupper() else task, f"_no_{task}"
    code = f"def {name}(*arguments, **settings):\n    raise NotImplementedError({task!r})\n\n\n{function} = {name}\n"
    return Version(task, name, "The stub.", "stub", "", code)


def names_of(version: Version) -> set[str]:
    """What a version defines: of two versions in one module, one would take the place of the other's helper."""
    nodes = ast.parse(version.code).body
    names = {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    return names | {
        target.id
        for node in nodes
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
