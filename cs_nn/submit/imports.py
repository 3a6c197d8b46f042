"""What a student's module uses that is not there when it is graded.

The grader puts the handed-in modules of one lab into the course's own package: other files of the student are not
there, other labs' modules are the course's (later ones without solutions), and of packages only what
``requirements.txt`` asks for is installed. Only the standard library is needed here.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from cs_nn.language import gettext as _
from cs_nn.submit.course_files import CourseFiles
from cs_nn.submit.definitions import defined_names, fits
from cs_nn.submit.packages import KNOWN_PACKAGES, NOT_EVERYWHERE, installed_with_course
from cs_nn.submit.trial import only_defines, trial
from cs_nn.submit.undefined import undefined_names
from cs_nn.submit.uses import Use, uses
from cs_nn.tools.labs import Lab


def missing_when_graded(content: bytes, module: str, lab: Lab, course: Path) -> list[str]:
    """What a module of a lab uses that will not be there, one sentence each.

    Parameters
    ----------
    content : the module's file, which must be correct Python
    module : its name, such as "softmax.py"
    lab : the lab that it is handed in for
    course : the folder of the kit
    """
    tree, files = ast.parse(content), CourseFiles(lab, course)
    said = dict.fromkeys(_Judge(module, files).judge(tree))  # in order, each once
    names = undefined_names(tree)
    if names:
        said[
            f"names that the file does not define: {', '.join(names)}. A module does not see the notebook's variables: "
            "pass them as arguments, or import what is missing"
        ] = None
    if said or only_defines(tree.body):
        return list(said)
    return list(trial(content, f"cs_nn/{module}", files))


class _Judge:
    def __init__(self, module: str, files: CourseFiles):
        self.module, self.files = f"cs_nn/{module}", files

    def judge(self, tree: ast.Module) -> Iterator[str]:
        mentioned = {}
        for node in ast.walk(tree):
            if isinstance(node, (ast.Name, ast.Attribute)):
                mentioned.setdefault(node.id if isinstance(node, ast.Name) else node.attr, node.lineno)
        own = {name.rpartition(".")[2] for name in defined_names(tree)}
        for use in uses(tree):
            for sentence in self._judge(use):
                yield _("line {number}: {problem}").format(number=use.line, problem=sentence)
            file = self.files.file(use.module) if use.name is None else self.files.file(f"{use.module}.{use.name}")
            file = file or self.files.file(use.module)
            if file not in self.files.owner or self.files.owner[file].name == self.files.lab.name:
                continue
            for addition in sorted(self.files.own_names(file).keys() - (self.files.names(file) or {}).keys()):
                # A method, or what `import *` brings: seen by its name alone.
                owner, _dot, name = addition.rpartition(".")
                if name in mentioned and name not in own and (owner in mentioned if owner else use.name == "*"):
                    said = self._own_addition(file, addition)
                    yield _("line {number}: {problem}").format(number=mentioned[name], problem=said)

    def _judge(self, use: Use) -> Iterator[str]:
        if use.module.startswith(".."):
            yield _("an import with two dots leads out of the package; write `from cs_nn import ...`")
            return
        if use.module.partition(".")[0] != "cs_nn":
            yield from self._judge_package(use)
            return
        file = self.files.file(use.module)
        if file is None:
            if not use.attribute:
                yield self._not_handed_in(use.module.replace(".", "/"), use)
            return
        if self.files.is_later(file):
            lab = self.files.owner[file]
            yield (
                _(
                    "{file} belongs to a later lab ({title}): when this lab is graded its functions are not "
                    "written. Write what you need in {module}"
                ).format(file=file, title=_(lab.title), module=self.module)
            )
        if use.name in (None, "*"):
            return
        if self.files.is_earlier(file) and self.files.is_task(file, use.name):
            earlier = re.split("[:：]", _(self.files.owner[file].title))[0]
            yield (
                _(
                    "{name} of {earlier} can't be called when this lab is graded: what calls it gets 0 "
                    "points. Write it in {module}, or copy your own lines there"
                ).format(name=use.name, earlier=earlier, module=self.module)
            )
            return
        if file.endswith("__init__.py") and self.files.file(f"{use.module}.{use.name}"):
            yield from self._judge(Use(use.line, f"{use.module}.{use.name}", None, use.inside))
            return
        if not self.files.is_name(file, use.name):
            if file.endswith("__init__.py"):
                yield self._not_handed_in(f"{use.module}.{use.name}".replace(".", "/"), use)
            else:
                yield self._own_addition(file, use.name)
        elif use.call and self.files.owner.get(file) != self.files.lab:
            names = self.files.names(file) or {}
            parameters = names.get(f"{use.name}.__init__", "self, " + names.get(use.name, "")).removeprefix("self, ")
            if parameters and not fits(use.call, parameters):
                yield (
                    _(
                        "this call does not fit {name}({parameters}) of the course's own {file}, which the "
                        "grader uses here: what uses it gets 0 points. Put a function of your own into {module}"
                    ).format(name=use.name, parameters=parameters, file=file, module=self.module)
                )

    def _judge_package(self, use: Use) -> Iterator[str]:
        top = use.module.partition(".")[0]
        if top in NOT_EVERYWHERE and not use.optional:
            yield _("{top} is not in every Python: the computer that grades may lack it, and then {loss}").format(
                top=top, loss=_loss(use)
            )
        if top in sys.stdlib_module_names or top in KNOWN_PACKAGES:
            return
        if f"cs_nn/{top}.py" in self.files.owner:
            yield _("{top} is not found when this is graded, and {loss}: write `from cs_nn import {top}`").format(
                top=top, loss=_loss(use)
            )
            return
        course = self.files.course
        for folder in (course, course / "assignments" / self.files.lab.name, course / "cs_nn"):
            if (folder / f"{top}.py").is_file() or (folder / top).is_dir():
                yield self._not_handed_in(top, use, folder)
                return
        if not use.optional and top not in installed_with_course(course):
            yield (
                _(
                    "{top} is not among the packages of the course (requirements.txt): the grader does not "
                    "have it, and {loss}. Write it with NumPy"
                ).format(top=top, loss=_loss(use))
            )

    def _not_handed_in(self, path, use, folder=None):
        file = f"{path}/" if ((folder or self.files.course) / path).is_dir() else f"{path}.py"
        return _(
            "{file} is not handed in: when this is graded it is not there, and {loss}. Put what you use of "
            "it into {module}"
        ).format(file=file, loss=_loss(use), module=self.module)

    def _own_addition(self, file, name):
        return _(
            "{name} is not in the course's own {file}, which the grader uses here, so what uses it gets 0 "
            "points. Put it into {module}"
        ).format(name=name, file=file, module=self.module)


def _loss(use: Use) -> str:
    return _("what uses it gets 0 points") if use.inside else _("the whole file gets 0 points")
