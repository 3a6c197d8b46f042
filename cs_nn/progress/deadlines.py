"""When labs are due, as the kit says: ``deadlines.toml`` beside ``labs.toml``, written when the kit is made."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from pathlib import Path

from cs_nn.language import gettext as _
from cs_nn.language import ngettext
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
    return f"{_day(local)} {local:%H:%M}"


def _day(local):
    months = _("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec").split()  # strftime's are of the system's language
    return _("{day} {month}").format(day=local.day, month=months[local.month - 1])


def due_in_words(due: datetime, now: datetime) -> str:
    """A deadline on this computer's clock, and how much time is left."""
    local = due.astimezone()
    offset = f"{local:%z}"
    return _("{day} {year} {time} (UTC{offset}), {left}").format(
        day=_day(local),
        year=local.year,
        time=f"{local:%H:%M}",
        offset=f"{offset[:3]}:{offset[3:5]}",
        left=_left(due - now),
    )


def _left(time: timedelta) -> str:
    minutes = abs(int(time.total_seconds())) // 60
    days, hours = divmod(minutes // 60, 24)
    in_days = ngettext("{number} day", "{number} days", days).format(number=days)
    in_hours = ngettext("{number} hour", "{number} hours", hours).format(number=hours)
    if days >= 3:
        parts = [in_days]
    elif minutes >= 60:
        parts = [in_days] * bool(days) + [in_hours] * bool(hours)
    else:
        parts = [ngettext("{number} minute", "{number} minutes", minutes).format(number=minutes)]
    said = _("{time} left") if time > timedelta() else _("{time} ago")
    return said.format(time=" ".join(parts))
