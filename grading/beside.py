"""What learning management systems put beside the uploads: who handed in, and when."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping
from datetime import UTC
from pathlib import Path

import yaml
from dateutil import parser as dates

from grading.systems import best_match, knows_person, parse_time


def nearest(name: str, table: Collection[str]) -> str | None:
    """The name itself or the nearest folder above it that is in a table."""
    while name and name not in table:
        name = name.rpartition("/")[0]
    return name or None


def read_sakai(names: Mapping[str, Path]) -> dict[str, float]:
    """The time of each person's folder, from the timestamp.txt that Sakai puts there (in UTC)."""
    found = {}
    for name, path in names.items():
        folder = name.removesuffix("/timestamp.txt")
        if folder != name and re.search(r"\([^/()]+\)$", folder) and path.is_file():
            digits = re.match(rb"\s*(\d{14})", _beginning(path))
            seconds = parse_time(digits[1].decode(), UTC) if digits else None
            if seconds:
                found[folder] = seconds
    return found


def read_gradescope(
    names: Mapping[str, Path], patterns: Collection[re.Pattern], problems: list[str]
) -> dict[str, tuple[list[str], float | None]]:
    """The students and the time of each submission, by its path, as every submission_metadata.yml says.

    One that lies inside a hand-in is the student's.
    """
    found = {}
    files = [name for name in names if f"/{name}".endswith("/submission_metadata.yml")]
    for name in sorted(files, key=lambda name: name.count("/")):
        folder = name.rpartition("/")[0]
        match = best_match(name, patterns)
        inside = nearest(folder, found) or (match and knows_person(match.groupdict()))
        if inside or not names[name].is_file():
            continue
        try:
            # The basic loader makes text of everything: a student ID 007 stays one, and Ruby's own types are read.
            text = names[name].read_text(encoding="utf-8-sig")
            entries = yaml.load(text, getattr(yaml, "CBaseLoader", yaml.BaseLoader)).items()
        except (OSError, ValueError, AttributeError, RecursionError, yaml.YAMLError) as error:
            problems.append(f"{name} can't be read ({' '.join(str(error).split())[:200]})")
            continue
        for submission, entry in entries:
            found[f"{folder}/{submission}".lstrip("/")] = _submitters(entry)
    return found


def read_blackboard(names: Mapping[str, Path], lab_name: str) -> dict[str, str]:
    """The user names of "assignment_username", for all such parts of names; "" where nothing tells them apart."""
    found: dict[str, str] = {}
    receipts = {}
    for name, path in names.items():
        match = re.search(r"(?:^|/)([^/]+?)_attempt_\d{4}-\d\d-\d\d", name)
        if match:
            found[match[1]] = ""
            if re.fullmatch(r"_attempt_[-\d]+\.txt", name[match.end(1) :]) and path.is_file():
                first = _beginning(path).decode("utf-8", "replace").partition("\n")[0]
                named = re.search(r"\(([^()]+)\)\s*$", first)  # Name: Ada Muster (amuster)
                if named and match[1].endswith(f"_{named[1]}"):
                    receipts[match[1]] = named[1]
    lab = re.compile(re.sub("_", "[-_ ]", lab_name) + "_", re.IGNORECASE)
    common = os.path.commonprefix([f"{part}_" for part in found])
    for part in found:
        cuts = [cut.start() + 1 for cut in re.finditer("_", part) if cut.end() <= len(common) or len(found) == 1]
        cuts = [cut for cut in cuts if " " not in part[cut:] and part[cut:]]  # no user name has a space
        if part in receipts:
            found[part] = receipts[part]
        elif lab.match(part):
            found[part] = part[lab.match(part).end() :]
        elif cuts and (len(cuts) == 1 or " " in part):
            found[part] = part[cuts[0] :]
    return found


def _beginning(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(500)
    except OSError:
        return b""


def _submitters(entry) -> tuple[list[str], float | None]:
    entry = entry if isinstance(entry, dict) else {}
    submitters = entry.get(":submitters")
    students = []
    for submitter in submitters if isinstance(submitters, list) else []:
        if isinstance(submitter, dict):
            told = (submitter.get(key) for key in (":sid", ":email", ":name"))
            student = next((text for text in told if isinstance(text, str) and text not in ("", "null", "~")), None)
            students += [student] if student else []
    created = entry.get(":created_at")
    created = created.get("utc") if isinstance(created, dict) else created
    try:
        moment = dates.parse(created)
        seconds = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (TypeError, ValueError, OverflowError):
        seconds = None
    return list(dict.fromkeys(students)), seconds
