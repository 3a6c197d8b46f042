"""When labs are due, as the kit says: ``deadlines.toml`` beside ``labs.toml``, written when the kit is made."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from pathlib import Path

from cs_nn.tools.labs import COURSE, labs_file

FILE = "deadlines.toml"


def read_deadlines(course: Path = COURSE) -> dict[str, datetime]:
    """When each lab is due that has a date; nothing if the kit says nothing that can be read."""
    try:
        table = tomllib.loads(labs_file(course).with_name(FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {lab: due for lab, due in table.items() if isinstance(due, datetime) and due.tzinfo}


def short_date(moment: datetime) -> str:
    """A day and a time on this computer's clock: "4 Dec 23:59"."""
    local = moment.astimezone()
    return f"{local.day} {_MONTHS[local.month - 1]} {local:%H:%M}"


def due_in_words(due: datetime, now: datetime) -> str:
    """A deadline on this computer's clock, and how much time is left."""
    local = due.astimezone()
    offset = f"{local:%z}"
    day, month, time = short_date(due).split()
    return f"{day} {month} {local.year} {time} (UTC{offset[:3]}:{offset[3:5]}), {_left(due - now)}"


def _left(time: timedelta) -> str:
    minutes = abs(int(time.total_seconds())) // 60
    days, hours = divmod(minutes // 60, 24)
    if days >= 3:
        parts = [_count(days, "day")]
    elif minutes >= 60:
        parts = [_count(days, "day")] * bool(days) + [_count(hours, "hour")] * bool(hours)
    else:
        parts = [_count(minutes, "minute")]
    return f"{' '.join(parts)} {'left' if time > timedelta() else 'ago'}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # strftime's depend on the system's language
