"""Pasted pictures: kept where they are there, text where not, and a page can be made of every text."""

import base64
import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.image import imsave
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat.v4 import new_output

from grading.outputs import safe_outputs
from grading.pages import PageRenderer
from grading.pictures import find_picture, fits, keep_pictures, picture_size, presentable
from grading.rebuilding import text_cell


def picture(kind, size=(3, 2), **options):
    file = io.BytesIO()
    imsave(file, np.zeros((*size[::-1], 3)), format=kind.lower(), pil_kwargs=options)
    return file.getvalue()


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def base64_of(content):
    return base64.b64encode(content).decode()


PNG, JPEG = (base64_of(picture(kind)) for kind in ("PNG", "JPEG"))
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def render(text, attachments):
    renderer = IPythonRenderer(escape=False, attachments=attachments)
    return MarkdownWithMath(renderer=renderer).render(text)


@pytest.mark.parametrize("name", ["a.png", "my photo.png", "照片.png", "a(1).png", "50% [x].png", "attachment:a"])
@pytest.mark.parametrize("form", [
    "![t](attachment:{})", "![](<attachment:{}>)", '![a [b] c](attachment:{} "title")', "- ![x]( attachment:{} )",
    "<img src='attachment:{}' width=300>", '<img alt="a" src="attachment:{}"/>', "![x][r]\n\n[r]: attachment:{}",
    "see [my photo](attachment:{}).", "- [x](<attachment:{}> 'title')", "[![x](attachment:{0})](attachment:{0})",
    "[![x](attachment:{})](https://example.org)",
])  # fmt: skip
def test_a_picture_that_is_there_is_shown(name, form):
    notes = []
    text, kept = keep_pictures(form.format(name), {name: {"image/png": PNG}}, 1000, notes)
    assert f'src="data:image/png;base64,{PNG}"' in render(text, kept) and notes == []


@pytest.mark.parametrize(("name", "reference"), [
    ("Screenshot (1).png", "Screenshot%20(1).png"), ("Größe (2).png", "Gr%C3%B6%C3%9Fe%20(2).png"),
    ("Größe (2).png", "Größe%20(2).png"), ("e\u0301 1.png", "%C3%A9%201.png"), ("it's & co.png", "it's%20&%20co.png"),
])  # fmt: skip
def test_a_name_may_be_written_as_editors_write_it(name, reference):
    notes = []
    text, kept = keep_pictures(f"![x](attachment:{reference})", {name: {"image/png": PNG}}, 10**6, notes)
    assert text == "![x](attachment:picture-1.png)" and [*kept] == ["picture-1.png"] and not notes


@pytest.mark.parametrize(("data", "mime"), [
    ({"image/png": PNG}, "image/png"), ({"image/png": JPEG}, "image/jpeg"), ({"image/png": PNG + "\n"}, "image/png"),
    ({"image/jpeg": [JPEG[:8], JPEG[8:]]}, "image/jpeg"), ({"text/html": "<b>", "image/png": PNG}, "image/png"),
    ({"image/png": PNG[:-1]}, None), ({"image/png": f'{PNG}" onload="alert(1)'}, None), ({"image/png": "é"}, None),
    ({"image/svg+xml": "<svg/>"}, None), ({"image/png": base64.b64encode(b"GIF89a").decode()}, None),
    ({"image/png": 5}, None), ({}, None), (PNG, None),
])  # fmt: skip
def test_only_png_and_jpeg_are_pictures(data, mime):
    assert (find_picture(data) or (None,))[0] == mime


def test_pictures_that_are_too_large_are_left_out():
    notes = []
    attachments = {name: {"image/png": PNG} for name in "abc"}
    text, kept = keep_pictures("".join(f"![](attachment:{name})" for name in "abc"), attachments, 2 * len(PNG), notes)
    assert len(kept) == 2 and "(The picture c is too large and was left out.)" in text
    assert notes == ["The picture c is too large and was left out."]


# ------------------------------------------------------------------ what is in the file
@pytest.mark.parametrize(("kind", "options"), [
    ("PNG", {}), ("JPEG", {}), ("JPEG", {"progressive": True}), ("JPEG", {"exif": b"Exif\0\0" + bytes(2000)}),
    ("JPEG", {"comment": b"\xff\xc0" * 20}),
])  # fmt: skip
def test_the_size_of_a_picture(kind, options):
    content = picture(kind, (70, 50), **options)
    assert picture_size(content) == (70, 50) and fits(base64_of(content))
    assert [picture_size(content[:end]) for end in range(20)] == [None] * 20


def huge(kind):
    """A small file that says it has 50,000 x 50,000 pixels."""
    if kind == "JPEG":
        return picture("JPEG").replace(struct.pack(">HH", 2, 3), struct.pack(">HH", 50_000, 50_000), 1)
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0))
    return SIGNATURE + header + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_that_unpacks_to_too_much_is_left_out(kind):
    content, mime = huge(kind), f"image/{kind.lower()}"
    assert picture_size(content) == (50_000, 50_000) and len(content) < 1000
    notes = []
    text, kept = keep_pictures("![](attachment:a)", {"a": {mime: base64_of(content)}}, 10**6, notes)
    assert notes == ["The picture a has 50,000 x 50,000 pixels and was left out."] and kept == {} and notes[0] in text

    written = f"![](data:{mime};base64,{base64_of(content)}) ![](data:{mime};base64,{base64_of(picture(kind))})"
    cell = text_cell(written, None, ".", notes)
    assert cell.source.count("base64") == 1 and "too many pixels" in notes[1]
    page = MarkdownWithMath(renderer=PageRenderer({})).render(written)
    assert page.count("<img") == 1 and "picture left out" in page

    outputs = safe_outputs([new_output("display_data", {mime: base64_of(content), "text/plain": "figure"})])
    assert [output.data for output in outputs] == [{"text/plain": "figure"}]


@pytest.mark.parametrize("kind", [b"iCCP", b"zTXt", b"iTXt"])
def test_a_large_profile_or_text_in_a_png_is_taken_out(kind):
    plain = picture("PNG")
    place = 8 + 25  # behind the header
    small, large = (plain[:place] + chunk(kind, bytes(size)) + plain[place:] for size in (3_000, 200_000))
    for content, rest in ((small, small), (large, plain)):
        notes = []
        _, kept = keep_pictures("![](attachment:a)", {"a": {"image/png": base64_of(content)}}, 10**6, notes)
        assert kept == {"picture-1.png": {"image/png": base64_of(rest)}} and notes == []


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_what_is_there_of_a_broken_off_picture_is_kept(kind):
    content = picture(kind, (300, 300))
    start = content.find(b"IDAT" if kind == "PNG" else b"\xff\xda")
    for end in (len(content) - 1, start + 20, start - 5, 30):
        notes = []
        attachments = {"a": {"x": base64_of(content[:end])}}
        text, kept = keep_pictures("![](attachment:a)", attachments, 10**6, notes)
        if end > start:
            assert notes == ["The picture a is broken off: only its beginning is there."] and len(kept) == 1
        else:
            assert notes == ["The picture a is damaged and was left out."] and kept == {} and notes[0] in text


def test_what_follows_the_end_of_a_picture_does_not_matter():
    for kind in ("PNG", "JPEG"):
        notes = []
        content = picture(kind) + b"\0" * 100
        _, kept = keep_pictures("![](attachment:a)", {"a": {"x": base64_of(content)}}, 10**6, notes)
        assert len(kept) == 1 and notes == []


@given(st.binary(max_size=60))
def test_any_bytes_may_stand_in_a_picture(rest):
    for start in (SIGNATURE, SIGNATURE + b"\0\0\0\x0dIHDR", b"\xff\xd8\xff"):
        keep_pictures("![](attachment:a)", {"a": {"x": base64_of(start + rest)}}, 10**6, [])


@pytest.mark.parametrize("attachments", [None, [], "x", {"a": None}, {"a": {"x": None}}, {"": {"x": PNG}}])
def test_odd_attachments_do_no_harm(attachments):
    text, kept = keep_pictures("![x](attachment:a)", attachments, 1000, [])
    assert "attachment:a" not in text and render(text, kept)


PARTS = [
    "![", "]", "(", ")", "attachment:", "a.png", "b", " ", "\n", "<", ">", "[r]", "[r]: ", "&#97;", "\\", "`", "```",
    "~~~", '"', "%20", "<img src=", "cs_nn", "|", "- ", "    ",
]  # fmt: skip


@given(st.lists(st.sampled_from(PARTS), max_size=12))
def test_a_page_can_be_made_of_every_text(parts):
    text, kept = keep_pictures("".join(parts), {"a.png": {"image/png": PNG}}, 1000, [])
    assert "missing attachment" not in render(presentable(text, kept, "."), kept)
    assert presentable(text, kept, ".") == presentable(presentable(text, kept, "."), kept, ".")


@given(st.text(max_size=60))
def test_a_text_without_pictures_stays_as_it_is(text):
    if "attachment:" not in text:
        assert keep_pictures(text, {}, 1000, []) == (text, {})


def test_what_breaks_the_page_becomes_plain_text(tmp_path):
    (tmp_path / "folder").mkdir()
    for text in ("![x](folder)", "![x](.)", "![y](&#97;ttachment:z.png)", "![x][r]\n\n[r]: attachment:z"):
        shown = presentable(text, {}, tmp_path)
        assert shown != text
        renderer = IPythonRenderer(escape=False, embed_images=True, path=str(tmp_path))
        assert "<img" not in MarkdownWithMath(renderer=renderer).render(shown)
