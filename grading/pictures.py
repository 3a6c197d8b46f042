"""Pictures that students paste into text cells.

JupyterLab keeps a pasted picture as an attachment of its cell, under a name that the text refers to:
``![photo](attachment:photo.png)``. For nbconvert, which makes the pages, a reference without its picture is
an error that stops the page.
"""

from __future__ import annotations

import base64
import binascii
import re
import struct
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from cs_nn.language import lazy as _
from cs_nn.language import translated

#: How the files of the pictures that are kept begin.
SIGNATURES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}

#: Pixels of a picture that is shown: a small file may hold thousands of millions, which the browser would unpack.
PIXELS_LIMIT = 50_000_000
#: Bytes of a colour profile or a text in a PNG, which are compressed too. Larger ones are taken out.
EXTRA_LIMIT = 100_000

#: Characters of one text cell, pictures aside, that are rendered as Markdown, and openers in it whose end is looked
#: for up to the end of the text: some texts make the renderer's time grow with the square of their length.
MARKDOWN_LIMIT, OPENERS_LIMIT = 20_000, 200
#: Characters of all text of a page that are rendered as Markdown; what comes after them is shown as plain text.
MARKDOWN_OF_PAGE = 200_000

#: A picture in the text itself.
EMBEDDED = re.compile(r"data:image/(?:png|jpeg);base64,[A-Za-z0-9+/=]*")

#: Letters that JavaScript's encodeURI, with which editors write references, leaves as they are.
UNQUOTED = ";,/?:@&=+$!*'()#"

REFERENCES = (
    re.compile(
        r"!?\[(?P<title>(?:[^\[\]]|\[[^\[\]]*\])*)\]"  # it may have brackets of its own
        r"\(\s*(?:<attachment:(?P<quoted>[^<>\n]*)>|attachment:(?P<name>[^\s()]*(?:\([^\s()]*\)[^\s()]*)*))"
        r"(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
    ),
    re.compile(  # by which a picture gets another size
        r"<(?P<title>)img\b[^<>]{0,500}?\bsrc\s*=\s*"
        r"(?:[\"']attachment:(?P<quoted>[^\"'<>\n]{0,300})[\"']|attachment:(?P<name>[^\"'<>\s]{0,300}))[^<>]{0,500}>",
        re.IGNORECASE,
    ),
)


def keep_pictures(text: str, attachments: object, limit: int, notes: list[str]) -> tuple[str, dict]:
    """The text of a cell, and those of its attachments that are PNG or JPEG and together not larger than `limit`.

    They get plain names, as nbconvert does not find those with other letters than ASCII. A link to a picture becomes
    the picture, as a page has no file to lead to. A reference without its picture becomes text that says why, and
    `notes` gets the same.
    """
    names, kept, missing = {}, {}, {}
    for name, forms in attachments.items() if isinstance(attachments, dict) else ():
        picture = find_picture(forms)
        if picture is None:
            missing[name] = _("The picture {name} is no PNG or JPEG and was left out.").format(name=plain_name(name))
        elif len(picture[1]) > limit:
            missing[name] = _("The picture {name} is too large and was left out.").format(name=plain_name(name))
        elif why := _unfit(content := base64.b64decode(picture[1]), plain_name(name)):
            missing[name] = why
        else:
            if is_broken_off(content):
                said = _("The picture {name} is broken off: only its beginning is there.")
                notes.append(said.format(name=plain_name(name)))
            picture = picture[0], base64.b64encode(without_large_extras(content)).decode()
            limit -= len(picture[1])
            names[name] = f"picture-{len(kept) + 1}.{picture[0].removeprefix('image/')}"
            names.setdefault(_spoken(name), names[name])
            kept[names[name]] = dict([picture])
    notes += missing.values()

    def shown(match):
        name = match["quoted"] if match["name"] is None else match["name"]
        if name in kept:
            return f"![{match['title']}](attachment:{name})"
        if _spoken(name) in names:
            return f"![{match['title']}](attachment:{names[_spoken(name)]})"
        name = next((known for known in (name, unquote(name)) if known in missing), unquote(name))
        if name not in missing:
            missing[name] = _("The picture {name} is not in the notebook.").format(name=plain_name(name))
            notes.append(missing[name])
        return f"({translated(missing[name])})"

    spellings = {
        spelling: new
        for name, new in names.items()
        for spelling in (name, quote(name), quote(name, safe=UNQUOTED))
        if spelling
    }
    if spellings:
        known = "|".join(re.escape(spelling) for spelling in sorted(spellings, key=len, reverse=True))
        text = re.sub(rf"attachment:({known})(?=[\s)>\"']|$)", lambda m: f"attachment:{spellings[m[1]]}", text)
    for reference in REFERENCES:
        text = reference.sub(shown, text)
    return text, kept


def _spoken(name: str) -> str:
    """A name without the ways to write it: %20 or a space, letters with accents as one character or two."""
    return unicodedata.normalize("NFC", unquote(name))


def find_picture(forms: object) -> tuple[str, str] | None:
    """MIME type and base64 text of the PNG or JPEG in an attachment, which maps MIME types to data; or None."""
    for data in forms.values() if isinstance(forms, dict) else ():
        text = "".join(map(str, data)) if isinstance(data, list) else data
        if not isinstance(text, str):
            continue
        text = re.sub(r"\s", "", text)
        try:
            content = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            continue
        for mime, signature in SIGNATURES.items():
            if content.startswith(signature):
                return mime, text
    return None


def fits(text: str) -> bool:
    """Whether a base64 text, maybe in lines, is a PNG or JPEG with no more pixels than can be shown."""
    try:
        content = base64.b64decode(text)
    except (binascii.Error, ValueError):
        return False
    width, height = picture_size(content) or (0, 0)
    return content.startswith((*SIGNATURES.values(),)) and width * height <= PIXELS_LIMIT


def _unfit(content: bytes, name: str) -> str | None:
    """Why a picture can't be shown."""
    width, height = picture_size(content) or (0, 0)
    pixels = b"IDAT" if content.startswith(SIGNATURES["image/png"]) else b"\xff\xda"
    if width * height == 0 or pixels not in content:
        return _("The picture {name} is damaged and was left out.").format(name=name)
    if width * height <= PIXELS_LIMIT:
        return None
    return _("The picture {name} has {width:,} x {height:,} pixels and was left out.").format(
        name=name, width=width, height=height
    )


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG or JPEG, as its header says; None if there is none."""
    if content.startswith(SIGNATURES["image/png"]):
        kind, start, _ = next(png_chunks(content), (b"", 0, 0))
        return struct.unpack_from(">II", content, start + 8) if kind == b"IHDR" and len(content) >= start + 16 else None
    place = 2
    while (place := content.find(b"\xff", place)) >= 0 and place + 9 <= len(content):
        marker = content[place + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):  # a frame begins
            height, width = struct.unpack_from(">HH", content, place + 5)
            return width, height
        if marker in (0xD9, 0xDA):
            return None
        alone = marker in (0x00, 0x01, 0xFF) or 0xD0 <= marker <= 0xD8
        place += (1 if marker == 0xFF else 2) if alone else 2 + int.from_bytes(content[place + 2 : place + 4])
    return None


def is_broken_off(content: bytes) -> bool:
    """Whether the end of a PNG or JPEG is missing. What is there of it can be seen."""
    if content.startswith(SIGNATURES["image/png"]):
        return not any(kind == b"IEND" and end <= len(content) for kind, _, end in png_chunks(content))
    return content.rfind(b"\xff\xd9") < content.rfind(b"\xff\xda")


def without_large_extras(content: bytes) -> bytes:
    """A PNG without what may unpack to much and is no pixel: large colour profiles and texts."""
    if not content.startswith(SIGNATURES["image/png"]):
        return content
    kept = [content[start:end] for kind, start, end in png_chunks(content)
            if kind not in (b"iCCP", b"zTXt", b"iTXt") or end - start <= EXTRA_LIMIT]  # fmt: skip
    return SIGNATURES["image/png"] + b"".join(kept)


def png_chunks(content: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Kind, start and end of each chunk of a PNG; that of a broken one lies behind the file's end."""
    place = len(SIGNATURES["image/png"])
    while place + 8 <= len(content):
        length, kind = struct.unpack_from(">I4s", content, place)
        yield kind, place, place + length + 12
        place += length + 12


def is_heavy(text: str) -> bool:
    """Whether the text of a cell is shown as plain text, as it might take the renderer very long."""
    openers = sum(map(text.count, ("\\\\[", "\\\\(", "\\begin{", "$$")))
    return openers > OPENERS_LIMIT or len(EMBEDDED.sub("", text)) > MARKDOWN_LIMIT


def presentable(text: str, attachments: dict, folder: Path) -> str:
    """The text of a cell such that pages can be made of it: as it is, or without its pictures, or as plain text."""
    if is_heavy(text) or not ("![" in text or "attachment" in text):
        return text
    longest = max(map(len, re.findall("~+", text)), default=0)
    fence = "~" * max(3, longest + 1)
    for candidate in (text, text.replace("![", r"\!\["), f"{fence}\n{text}\n{fence}"):
        renderer = IPythonRenderer(escape=False, attachments=attachments, embed_images=True, path=str(folder))
        try:
            MarkdownWithMath(renderer=renderer).render(candidate)
        except Exception:  # whatever nbconvert meets in a stranger's text, it would meet it again in the page
            continue
        return candidate
    return ""


def plain_name(name: str) -> str:
    """A name from a notebook as text that means nothing to Markdown."""
    return re.sub(r"[^\w.\- ]", " ", name)[:80].strip() or "without a name"
