"""The course's own package, which a hand-in is graded in: what it has, and what is a student's addition."""

from __future__ import annotations

from pathlib import Path

from cs_nn.submit.definitions import names_of
from cs_nn.tools.labs import Lab, load_labs
from cs_nn.update import Given, digest, read_given

PACKAGE = Path(__file__).resolve().parents[1]


class CourseFiles:
    """The files of the package as they are when `lab` is graded, seen from a student's folder."""

    def __init__(self, lab: Lab, course: Path):
        self.lab, self.course = lab, course
        self.given = read_given(course) or Given()
        self.labs = list(load_labs(course).values())
        self.owner = {f"cs_nn/{name}": entry for entry in self.labs for name in entry.modules}

    def file(self, dotted: str) -> str | None:
        """The course's own file of a module, as a path in a kit; None if the course has none."""
        path = dotted.replace(".", "/")
        return next((file for file in (f"{path}.py", f"{path}/__init__.py") if self.is_given(file)), None)

    def is_given(self, file: str) -> bool:
        if file in self.owner:
            return True
        if self.given.version:
            return file in self.given.files
        folder = "/".join(file.split("/")[:2])  # a folder without a list of what was given
        return (PACKAGE.parent / file).is_file() and (
            folder in ("cs_nn/data", "cs_nn/submit", "cs_nn/tools") or file in ("cs_nn/__init__.py", "cs_nn/update.py")
        )

    def names(self, file: str) -> dict[str, str] | None:
        """What a file of the course defines, as `defined_names` tells it; None if it can't be told."""
        return self.given.names.get(file) if self.given.version else names_of(PACKAGE.parent / file)

    def own_names(self, file: str) -> dict[str, str]:
        """The same of the student's copy; nothing if it is as it was given."""
        path = self.course / file
        try:
            if digest(path.read_bytes()) in self.given.digests(file):
                return {}
        except OSError:
            return {}
        return names_of(path) or {}

    def is_name(self, file: str, name: str) -> bool:
        if name.startswith("__") or (file in self.owner and self.owner[file].name == self.lab.name):
            return True
        names = self.names(file)
        return names is None or name in names

    def is_later(self, file: str) -> bool:
        return file in self.owner and self.labs.index(self.owner[file]) > self.labs.index(self.lab)

    def is_earlier(self, file: str) -> bool:
        return file in self.owner and self.labs.index(self.owner[file]) < self.labs.index(self.lab)

    def is_task(self, file: str, name: str) -> bool:
        """Whether a function of an earlier lab is what students write there, and not for this lab's use."""
        return name in task_names(self.owner[file].name) and f"{Path(file).stem}.{name}" not in self.lab.uses


def task_names(lab: str) -> list[str]:
    """The tasks of a lab, which are also the ids of its check cells; none if they can't be loaded."""
    try:
        from cs_nn.checks import lab_tasks  # here because it needs NumPy

        return list(lab_tasks(lab))
    except ImportError:
        return []
