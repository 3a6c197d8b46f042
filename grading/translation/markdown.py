"""The paragraphs of a Markdown text, each a message."""

from __future__ import annotations

import re
import textwrap

from grading.translation.texts import Translate, has_words, unwrapped

#: A block of code between fences, or what stands between blank lines.
_BLOCK = re.compile(
    r"^ *(```+|~~~+)[^\n]*\n.*?^ *\1 *$|(?:^(?! *(?:```|~~~))[^\n]*\S[^\n]*(?:\n|\Z))+", re.MULTILINE | re.DOTALL
)


def translate_markdown(text: str, translate: Translate) -> str:
    """The text with each paragraph, list or table that has a translation in its place; the others as they are."""

    def replaced(block: re.Match) -> str:
        source = block[0].rstrip("\n")
        if block[1] or all(line.startswith("    ") for line in source.split("\n")) or not has_words(source):
            return block[0]
        margin = re.match(" *", source)[0]
        translation = translate(unwrapped(textwrap.dedent(source)))
        if translation is None:
            return block[0]
        return textwrap.indent(translation, margin) + block[0][len(source) :]

    return _BLOCK.sub(replaced, text)
