"""The skeleton of a new lab: every file that a lab has, with one task that works from the notebook to the feedback.

`grading/skeleton/` is a small lab called ``lab0_topic``, laid out as the course is. `write_lab` copies it under another
name and adds the lab to ``labs.toml``.
"""

from __future__ import annotations

import re
from pathlib import Path

from cs_nn.tools.labs import COURSE, labs_file, load_labs
from grading.reference import write_known, write_reference

SKELETON = Path(__file__).with_name("skeleton")


def write_lab(name: str, title: str, course: Path = COURSE) -> list[Path]:
    """Write the files of a lab ``lab<number>_<topic>``; they are returned. ``ValueError`` says why not.

    Nothing is overwritten.
    """
    parts = re.fullmatch(r"lab([1-9]\d*)_([a-z][a-z0-9_]*)", name)
    if parts is None:
        raise ValueError(f"a lab is called lab<number>_<topic>, as lab9_attention: {name!r} is not")
    number, topic = parts.groups()
    for lab in load_labs(course):
        if re.match(rf"lab{number}_", lab):
            raise ValueError(f"there is a lab {number} already: {lab}")

    def filled(text):
        text = text.replace("lab0_topic", name).replace("Lab 0", f"Lab {number}").replace("The title", title)
        return re.sub(r"(?<![a-z])topic(?![a-z])", topic, text)

    sources = [path for path in sorted(SKELETON.rglob("*")) if path.is_file() and "__pycache__" not in path.parts]
    files = {course / filled(path.relative_to(SKELETON).as_posix()): path for path in sources}
    there = [str(path.relative_to(course)) for path in files if path.exists()]
    if there:
        raise ValueError(f"these files are there already: {', '.join(there)}")
    for path, source in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(filled(source.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    with labs_file(course).open("a", encoding="utf-8", newline="\n") as file:
        file.write(
            f'\n[{name}]\ntitle = "Lab {number}: {title}"\nnotebooks = ["{topic}"]\nhours = 3\n'
            f'modules = ["{topic}.py"]\ndatasets = []\n'
        )
    return [*files, labs_file(course)]


def write_stored(name: str) -> list[Path]:
    """Write the new lab's expected results and fingerprints."""
    return [path for path in (write_reference(name), write_known(name)) if path is not None]
