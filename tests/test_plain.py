"""Text from strangers in the log, in notes and in tables."""

import csv
import io
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading import pages
from grading.plain import PlainMessages, one_line, quoted, table_field

ANY = st.text(max_size=60) | st.text(alphabet="`$<>[]()\\*_&!\n\x1b=+-@\ud83d\u202e ab", max_size=60)


def logged(message, *values, error=None):
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(PlainMessages())
    handler.setFormatter(logging.Formatter("[app] %(message)s"))
    logger = logging.Logger("test")
    logger.addHandler(handler)
    logger.error(message, *values, exc_info=error)
    return stream.getvalue()


@given(ANY, ANY)
def test_the_log_can_be_neither_coloured_nor_forged(name, text):
    lines = logged("%s: " + text.replace("%", ""), name, error=ValueError(text)).split("\n")
    assert lines[0].startswith("[app] ") and lines[-1] == ""
    assert all(line.startswith("    ") for line in lines[1:-1])
    for line in lines:
        line.encode("utf-8")
        assert line.replace("\t", "").isprintable()


def test_the_log_keeps_what_can_be_read():
    assert logged("Zoë 王: %s of %d", "a\tb", 3) == "[app] Zoë 王: a\tb of 3\n"
    assert "\\x1b[2J\n    [app] ada: 100 points" in logged("%s", "\x1b[2J\n[app] ada: 100 points")


@given(ANY)
def test_a_quotation_is_one_piece_of_code(text):
    assert pages.markdown2html({}, f"- It says {quoted(text)}. So it is.").count("<code>") == 1 or not text.strip()
    assert one_line(text).isprintable()


@given(ANY)
def test_no_field_of_a_table_is_a_formula(text):
    file = io.StringIO(newline="")
    csv.writer(file).writerow([table_field(text), "end"])
    assert next(csv.reader(io.StringIO(file.getvalue(), newline="")))[0].removeprefix("'") == text.removeprefix("'")
    assert not str(table_field(text)).lstrip(" ").startswith(tuple("=+-@\t\r\n＝＋－＠"))


@pytest.mark.parametrize(("value", "written"), [(-0.5, -0.5), (None, ""), ("a=1", "a=1"), (" =1+1", "' =1+1")])
def test_fields(value, written):
    assert table_field(value) == written
