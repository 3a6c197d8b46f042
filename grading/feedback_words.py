"""The words of nbgrader's page of feedback, in the language of the student.

nbgrader's template says them as they are. Where a template is loaded they become look-ups, and nothing else of it is
touched: neither what a student wrote nor a later release of nbgrader can be mistaken for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import jinja2

#: What the template says.
WORDS = (
    "Test cell",
    "Coding free-response",
    "Written response",
    "Task",
    "Comment",
    "Late submission penalty",
    "Score",
    "Top",
    "Student's answer",
    "Student's task",
    "Grade cell",
    "Comments",
)
#: A word of the template: the first of a text, or of one in brackets.
_SAID = re.compile(rf"(?<=[>(])(\s*)({'|'.join(sorted(WORDS, key=len, reverse=True))})(?=:|<| \(|\))")


class WordsLoader(jinja2.BaseLoader):
    """Loads templates as another loader does; the words of nbgrader's page are looked up when it is made."""

    def __init__(self, loader: jinja2.BaseLoader):
        self.loader = loader

    def get_source(
        self, environment: jinja2.Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        source, file, is_new = self.loader.get_source(environment, template)
        if "resources.nbgrader" in source:  # its page of feedback
            source = _SAID.sub(lambda found: f"{found[1]}{{{{ say({found[2]!r}) }}}}", source)
        return source, file, is_new

    def list_templates(self) -> list[str]:
        return self.loader.list_templates()
