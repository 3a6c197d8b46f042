"""A server for one person on this machine, as long as a command runs: who may ask, and how it starts and ends.

Who asks must have the token that the command prints, or the cookie that stands for it. What writes must come from a
page of this server (its origin, and Tornado's XSRF token).
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import hmac
import secrets
import socket
import threading
import webbrowser
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from sqlalchemy.exc import DBAPIError
from tornado import httpserver, netutil, web

#: Names of this machine: by another name a page of another site could reach it.
LOCAL = ("127.0.0.1", "localhost")
#: Bytes of what a page may send.
BODY_LIMIT = 2_000_000


@dataclass
class Keys:
    """What opens the pages: the token, and a word for the browser that is opened, whose address others may see."""

    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    once: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    def fit(self, given: str) -> bool:
        if hmac.compare_digest(given.encode(), self.once.encode()):
            self.once = secrets.token_urlsafe(32)
            return True
        return hmac.compare_digest(given.encode(), self.token.encode())


class LocalPage(web.RequestHandler):
    """A page, or what a page asks for."""

    def initialize(self, api: NbGraderAPI, lab: str | None, keys: Keys, cookie: str) -> None:
        self.api, self.lab, self.keys, self.cookie = api, lab, keys, cookie

    def set_default_headers(self) -> None:
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Security-Policy", "frame-ancestors 'none'")
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("X-Content-Type-Options", "nosniff")

    def prepare(self) -> None:
        if self.request.host_name not in LOCAL:
            self.refuse(403, f"This server is for this machine only: use its address with {LOCAL[0]}.")
        if self.request.method == "POST" and self.request.headers.get("Origin") != self.origin:
            self.refuse(403, "Only pages of this server may write.")
        if hmac.compare_digest((self.get_cookie(self.cookie) or "").encode(), self.keys.token.encode()):
            return
        if not self.keys.fit(self.get_query_argument("token", "")):
            self.refuse(403, "Open the address that `python -m grading grade` has printed, with its token.")
        self.set_cookie(self.cookie, self.keys.token, httponly=True, samesite="Lax")
        self.redirect(self.request.path)

    @property
    def origin(self) -> str:
        return f"{self.request.protocol}://{self.request.host}"

    def refuse(self, status: int, text: str) -> None:
        """End with a sentence."""
        self.set_status(status)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(text)
        raise web.Finish

    def write_error(self, status_code: int, **facts: Any) -> None:
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        error = facts.get("exc_info", (None, None))[1]
        why = isinstance(error, web.HTTPError) and error.log_message
        self.finish(why or f"This did not work ({status_code} {self._reason}). The terminal of the command says why.")

    @contextlib.contextmanager
    def gradebook(self) -> Iterator[Gradebook]:
        try:
            with self.api.gradebook as gradebook:
                yield gradebook
        except DBAPIError as error:
            if "locked" in str(error):
                self.refuse(503, "Another program is writing to the gradebook. Nothing was saved: try again.")
            self.refuse(503, f"The gradebook can't be used ({error.orig}). Nothing was saved.")


def free_port(wanted: int) -> tuple[list[socket.socket], int]:
    """Sockets on this machine's own address, on the port wanted (0 for any) or, if it is in use, on another."""
    try:
        sockets = netutil.bind_sockets(wanted, LOCAL[0])
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        sockets = netutil.bind_sockets(0, LOCAL[0])
    return sockets, sockets[0].getsockname()[1]


def serve(application: web.Application, sockets: list[socket.socket], keys: Keys, browser: bool) -> None:
    """Say the address, open it in a browser and serve until Ctrl-C."""

    async def main():
        server = httpserver.HTTPServer(application, max_body_size=BODY_LIMIT)
        server.add_sockets(sockets)
        address = f"http://{LOCAL[0]}:{sockets[0].getsockname()[1]}/?token="
        print(f"Grade at {address}{keys.token}\nPress Ctrl-C here to stop. Every mark is saved at once.", flush=True)
        if browser:  # one for the terminal would not return before it is closed
            threading.Thread(target=webbrowser.open, args=[address + keys.once], daemon=True).start()
        await asyncio.Event().wait()

    asyncio.run(main())
