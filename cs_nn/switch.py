"""Switch a kit to another of its languages: ``python -m cs_nn.switch zh_CN``."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from cs_nn.kit_language import ENGLISH, SETTING, in_language, setting, texts_of
from cs_nn.language import ROOT, languages
from cs_nn.language import gettext as _
from cs_nn.update import UpdateError, write_files


def switch(language: str, folder: Path = ROOT) -> list[str]:
    """Put what the course gave into a language, in all files or none; returns their names. What a student wrote stays.

    `UpdateError` if the kit does not have the language, or a file can't be written.
    """
    known = languages(folder)
    if language not in known:
        raise UpdateError(
            _("This kit has no language {language}; it has: {known}").format(language=language, known=", ".join(known))
        )
    changed: dict[str, bytes | None] = {}
    for name, texts in texts_of(folder).items():
        try:
            content = (folder / name).read_bytes()
        except OSError:
            continue
        new = in_language(content, texts, language)
        if new != content:
            changed[name] = new
    write_files({**changed, SETTING: f"{language}\n".encode()}, folder)
    return list(changed)


def main(argv: Sequence[str] | None = None) -> int:
    """The command line: 0 if the kit is in the language now, 1 if not."""
    parser = argparse.ArgumentParser(
        prog="python -m cs_nn.switch", description="Switch this kit to another of its languages."
    )
    parser.add_argument("language", nargs="?", metavar="LANGUAGE", help=f"one of: {', '.join(languages())}")
    language = parser.parse_args(argv).language
    if language is None:
        print(
            _("This kit is in {language}; it has: {known}").format(language=setting(ROOT), known=", ".join(languages()))
        )
        return 0
    try:
        changed = switch(language)
    except UpdateError as error:
        print(error)
        return 1
    print(
        _("{number} files are in {language} now. What you wrote is as it was. In JupyterLab close the notebooks, shut "
          "down their kernels and load the page again.").format(number=len(changed), language=language or ENGLISH)
    )  # fmt: skip
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
