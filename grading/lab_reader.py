"""Take a lab's files out of what was handed in, of any layout, at no more cost than the limits.

A file is known under the one name that the lab gives it, whatever an archive says.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

from cs_nn.tools.labs import Lab, tell_notebook
from cs_nn.use_solutions import VERSIONS
from grading.archives import Member, Refused, archive_members, folder_members, is_litter, path_problem, plausible
from grading.names import ARCHIVES, MODULES_FOLDER, lab_file, shown, usual_name, without_copy_marks

#: Notebooks under unknown names that are opened to see which they are.
MAX_STRANGERS = 50


class LabReader:
    """Takes the files of one lab out of archives, within limits."""

    def __init__(self, lab: Lab, course: Path, max_members: int, max_bytes: int, released: Path | None = None):
        self.lab = lab
        self.course = course
        self.released = released  # the folder with the lab's files as students got them, if it is there
        self.max_members = max_members
        self.max_bytes = max_bytes
        self.too_much = Refused(f"it unpacks to more than {max_bytes // 1_000_000} MB")

    def read(self, path: Path) -> tuple[dict[str, bytes], float | None, list[str]]:
        """The lab's files in an archive or a folder, the time of the newest, and notes on what was left out.

        A member that must not or can't be taken is left out alone; `Refused` if nothing can be taken or a
        limit is passed. Of several copies, one in which something was written counts before one that is as it was
        released; then the one in the expected place (``cs_nn/`` for modules, the top or the lab's folder for
        notebooks), then the one nearest to the top. If no notebook has the right name, one with its cells is taken,
        the newest of several.
        """
        if path.is_dir():
            return self._choose(folder_members(path))
        with path.open("rb") as file:
            return self._choose(archive_members(file, self.max_members, self.too_much, self.max_bytes))

    def read_alone(self, path: Path, name: str, is_copy: bool) -> tuple[str, bytes, str]:
        """The file of the lab that a single file is, its content, and a note if only its cells tell which it is.

        `name` has no marks of a copy; `is_copy` says whether there were any.
        """
        if path.stat().st_size > self.max_bytes:
            raise Refused(f"it has more than {self.max_bytes // 1_000_000} MB")
        content = path.read_bytes()
        file_id, note = lab_file(name, self.lab), ""
        if name.lower().endswith(".ipynb") and (is_copy or not self._is_exact(name)):
            told = tell_notebook(content, self.lab.name, self.course)
            if told and f"{told}.ipynb" != file_id:
                file_id, note = f"{told}.ipynb", f"taken as {told}.ipynb, whose cells it has"
        if file_id is None:
            raise Refused(f"it is none of the files of {self.lab.name}")
        return file_id, content, note

    def _is_exact(self, name: str) -> bool:
        return name.casefold() in {file_id.split("/")[-1].casefold() for file_id in self.lab.files}

    def _choose(self, members: Iterator[Member]) -> tuple[dict[str, bytes], float | None, list[str]]:
        copies: dict[str, list[tuple[tuple, Member]]] = {file_id: [] for file_id in (*self.lab.files, VERSIONS)}
        strangers, refused, nested = [], [], False
        for number, member in enumerate(members):
            if number >= self.max_members:
                raise Refused(f"it has more than {self.max_members} members")
            parts = member.name.replace("\\", "/").split("/")
            if is_litter(parts):
                continue
            problem = member.problem or path_problem(member.name)
            file_id = lab_file(parts[-1], self.lab) or (VERSIONS if parts[-1] == VERSIONS else None)
            if problem:
                refused.append(f"left out its member {shown(member.name)}: {problem}")
            elif usual_name(parts[-1]).lower().endswith(".ipynb") and not self._is_exact(parts[-1]):
                strangers.append((parts, file_id, member))
            elif file_id is not None:
                copies[file_id].append((self._rank(file_id, parts, number, member), member))
            nested = nested or parts[-1].lower().endswith(ARCHIVES)

        complete = all(copies[f"{name}.ipynb"] for name in self.lab.notebooks)
        room = self.max_bytes
        for number, (parts, file_id, member) in enumerate(strangers):
            room -= member.size
            if not complete and number < MAX_STRANGERS and room >= 0:
                try:
                    name = tell_notebook(member.read(), self.lab.name, self.course)
                except Exception:  # if it is damaged and of the lab, that is said below
                    name = None
                file_id = f"{name}.ipynb" if name else file_id
            if file_id is not None:
                copies[file_id].append((self._rank(file_id, parts, number, member), member))

        room = self.max_bytes
        files, times, notes = {}, [], []
        for file_id in copies:
            left = self._written_first(
                [member for _, member in sorted(copies[file_id], key=lambda copy: copy[0])], file_id
            )
            while left and file_id not in files:
                member = left.pop(0)
                if member.size > self.max_bytes:
                    raise self.too_much
                try:
                    content = member.read()
                except Exception as error:  # what crafted data makes the standard readers raise has no limits
                    refused.append(f"left out its member {shown(member.name)}: damaged ({str(error)[:200]})")
                    continue
                room -= len(content)
                if room < 0:
                    raise self.too_much
                files[file_id] = content
                times.append(member.time)
                notes += self._note(file_id, member, left)
        notes += refused[:5]
        if len(refused) > 5:
            notes.append(f"left out {len(refused) - 5} more members")
        if not files.keys() - {VERSIONS}:
            hint = "; it holds another archive, which is not opened" if nested else ""
            raise Refused("; ".join([f"none of the lab's files can be taken from it{hint}", *notes]))
        return files, max(filter(None, map(plausible, times)), default=None), notes

    def _written_first(self, members: list[Member], file_id: str) -> list[Member]:
        """Copies that are as they were released come last."""
        try:
            released = _written(self.released.joinpath(file_id).read_bytes(), file_id) if self.released else None
        except (OSError, ValueError, KeyError, TypeError):
            released = None
        if len(members) < 2 or len(members) > MAX_STRANGERS or released is None:
            return members

        def untouched(member):
            try:
                return member.size <= self.max_bytes and _written(member.read(), file_id) == released
            except Exception:  # damaged, which is said when it is taken
                return False

        return sorted(members, key=untouched)

    def _rank(self, file_id: str, parts: list[str], number: int, member: Member) -> tuple:
        """What is smaller is taken first."""
        wanted = file_id.split("/")
        places = ([MODULES_FOLDER],) if len(wanted) > 1 else ([], [self.lab.name])
        renamed = parts[-1].casefold() != wanted[-1].casefold()
        newest = (-(plausible(member.time) or 0), -without_copy_marks(os.path.splitext(parts[-1])[0])[1])
        return (
            renamed, parts[-1] != wanted[-1], parts[-2:-1] not in places, len(parts),
            newest if renamed else (), member.name, -number,
        )  # fmt: skip

    def _note(self, file_id: str, taken: Member, others: list[Member]) -> list[str]:
        wanted = file_id.split("/")[-1]
        base = re.split(r"[/\\]", taken.name)[-1]
        renamed = base.casefold() != wanted.casefold()
        if others:
            names = ", ".join(shown(other.name) for other in others[:5])
            which = ", the newest" if renamed else ""
            return [f"has {len(others) + 1} copies of {file_id}: took {shown(taken.name)}{which}, not {names}"]
        return [f"took {shown(taken.name)} as {file_id}"] if renamed else []


def _written(content: bytes, file_id: str):
    """What a person can have written in a file: the texts of a notebook's cells, or a module's lines."""
    if not file_id.endswith(".ipynb"):
        return content.splitlines()
    return ["".join(cell["source"]) for cell in json.loads(content)["cells"]]
