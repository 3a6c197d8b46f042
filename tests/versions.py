"""Wrong and odd versions of the students' functions, and the hand-ins made of them.

Wrong versions are the mutants of `grading.mistakes`, odd ones those of `grading.right_versions`.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from grading.mistakes import NOTHING, load_mistakes
from grading.right_versions import load_right


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
    if kind == "odd":
        return [_version(right, right.change, right.sentence.partition("\n")[0]) for right in load_right(lab, task)]
    return [
        _version(mutant, f"mutant{number}", str(mutant), "" if mutant.id == NOTHING else mutant.id, mutant.sentence)
        for number, mutant in enumerate(load_mistakes(lab)[task])
    ]


def _version(mutant, name, what, mistake="", hint=""):
    task = mutant.task
    function = task.replace("_", ".", 1) if task[0].isupper() else task
    code = "\n\n".join([mutant.needs, mutant.code] + [f"{function} = {mutant.name}\n"] * (function != mutant.name))
    return Version(task, name, what, mistake, hint, code)


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
