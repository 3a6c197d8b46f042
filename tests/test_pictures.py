"""Pasted pictures: kept where they are there, text where not, and a page can be made of every text."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from grading.pictures import find_picture, keep_pictures, presentable

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(30)).decode()
JPEG = base64.b64encode(b"\xff\xd8\xff" + bytes(30)).decode()


def render(text, attachments):
    renderer = IPythonRenderer(escape=False, attachments=attachments)
    return MarkdownWithMath(renderer=renderer).render(text)


@pytest.mark.parametrize("name", ["a.png", "my photo.png", "照片.png", "a(1).png", "50% [x].png", "attachment:a"])
@pytest.mark.parametrize("form", [
    "![t](attachment:{})", "![](<attachment:{}>)", '![a [b] c](attachment:{} "title")', "- ![x]( attachment:{} )",
    "<img src='attachment:{}' width=300>", '<img alt="a" src="attachment:{}"/>', "![x][r]\n\n[r]: attachment:{}",
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
    ({"image/png": PNG[:-3]}, None), ({"image/png": f'{PNG}" onload="alert(1)'}, None), ({"image/png": "é"}, None),
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
