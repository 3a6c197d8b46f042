"""What stops a command from outside, said in a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from grading.plain import one_line


@contextmanager
def said_in_a_sentence(command: str) -> Iterator[None]:
    """Ends a command that meets another folder, a locked gradebook, a file that can't be written or Ctrl-C."""
    try:
        yield
    except KeyboardInterrupt:
        print("\nStopped: run the same command again.")
        raise SystemExit(130) from None
    except Exception as error:
        # What these two import takes long, and most commands that fail have them already.
        from sqlalchemy.exc import DBAPIError
        from traitlets.config.loader import ConfigFileNotFound

        if isinstance(error, ConfigFileNotFound):
            said = f"there is no nbgrader_config.py in {Path.cwd()}: run this in the course's folder"
        elif isinstance(error, DBAPIError):
            said = (
                f"the gradebook can't be used ({error.orig}). If it is locked, another command or program is writing "
                "into it: wait until that has ended, and run this again"
            )
        elif isinstance(error, OSError) and error.filename:
            open_elsewhere = ". Is it open in another program?" if isinstance(error, PermissionError) else ""
            said = f"{error.filename} can't be read or written: {error.strerror}{open_elsewhere}"
        else:
            raise
        raise SystemExit(f"{command}: {one_line(said)}") from None
