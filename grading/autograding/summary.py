"""What the instructor reads while a class is graded, and at its end."""

from __future__ import annotations

from dataclasses import dataclass, field

from grading.autograding.parcels import Graded
from grading.feedback import count


@dataclass
class Summary:
    """Counts of hand-ins, and the students whose hand-ins need a person."""

    graded: int = 0
    skipped: int = 0
    failed: list[str] = field(default_factory=list)  #: for reasons of ours
    set_aside: list[str] = field(default_factory=list)  #: they end the process that grades them
    notes: int = 0  #: hand-ins with notes of the grader
    waiting: int = 0  #: hand-ins with answers without a score
    answers: int = 0  #: such answers

    def add(self, result: Graded) -> None:
        if result.failed:
            self.failed.append(result.student)
            return
        self.graded += 1
        self.notes += result.notes > 0
        self.waiting += result.waiting > 0
        self.answers += result.waiting

    @property
    def attention(self) -> str:
        """What needs a human eye, in a few words; beside the progress bar."""
        parts = {"notes": self.notes, "to grade by hand": self.waiting, "failed": len(self.failed),
                 "set aside": len(self.set_aside)}  # fmt: skip
        return ", ".join(f"{number} {what}" for what, number in parts.items() if number)

    def lines(self) -> list[str]:
        lines = [f"{count(self.graded, 'hand-in')} graded, {self.skipped} skipped (graded before and unchanged)."]
        if self.waiting:
            lines.append(f"{count(self.answers, 'answer')} of {count(self.waiting, 'hand-in')} wait for a person.")
        if self.notes:
            lines.append(f"{count(self.notes, 'hand-in')} with notes of the grader.")
        for students, what in (
            (self.failed, "not graded for a reason of ours (see above)"),
            (self.set_aside, "set aside: the process that grades it ended twice"),
        ):
            if students:
                lines.append(f"{count(len(students), 'hand-in')} {what}: {', '.join(sorted(students))}")
        return lines

    @property
    def complete(self) -> bool:
        return not self.failed and not self.set_aside
