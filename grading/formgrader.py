"""Addresses of Formgrader that somebody else wrote do nothing.

nbgrader writes parts of the address into its pages as they are, and ``/formgrader?path=`` runs the nbgrader_config.py
of any folder: a link in a student's answer could run scripts, or a file that was handed in. `nbgrader_config.py` puts
`RULES` before Formgrader's own.
"""

from __future__ import annotations

import os

from jupyter_server.base.handlers import JupyterHandler
from nbgrader.server_extensions.formgrader.handlers import FormgraderHandler
from tornado import web

#: What ends a text or begins a tag in HTML, or ends a string in JavaScript. No id of a student or a lab has it.
ACTING = r'(?:[<>"\\]|%3[CE]|%22|%5C)'


class Refused(JupyterHandler):
    """The answer to an address with something in it that could act."""

    def get(self, *parts: str) -> None:
        raise web.HTTPError(404)


class OwnCourse(FormgraderHandler):
    """Formgrader's first page, for this course only."""

    def get(self) -> None:
        path = self.get_argument("path", "")
        if path and os.path.realpath(path) != os.path.realpath(self.coursedir.root):
            raise web.HTTPError(404, "Formgrader shows the course in whose folder JupyterLab was started.")
        super().get()


RULES = [(rf"/formgrader/.*(?i:{ACTING}).*", Refused), (r"/formgrader/?", OwnCourse)]
