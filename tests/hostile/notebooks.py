"""Notebooks that attack whoever reads, keeps or shows them.

Each function gets a plain notebook (a dict of JSON) with the cells "written" (text), "code" (with one output) and
changes it, or returns the bytes of the file. `READABLE` must be graded, with what an honest student wrote in them;
`UNREADABLE` get no points and a note. None may stop the batch, bring HTML or control characters into a note, or
make files that are much larger or take long (../test_hostile_notebooks.py).
"""

import json

READABLE, UNREADABLE, SLOW = {}, {}, {}
HTML = "<img src=x onerror=hostile()>[x](javascript:hostile())$\\mmlToken{mi}[href='x']{y}$`\n\n# forged\n\x1b[2J\u202e"
HALF = "\ud83d"


def readable(change):
    READABLE[change.__name__] = change
    return change


def unreadable(change):
    UNREADABLE[change.__name__] = change
    return change


def slow(change):
    SLOW[change.__name__] = change
    return change


def stream(text, **more):
    return {"output_type": "stream", "name": "stdout", "text": text, **more}


def text_cell(text, **more):
    return {"cell_type": "markdown", "metadata": {}, "source": text, **more}


def code_cell(text, outputs=(), **more):
    return {"cell_type": "code", "metadata": {}, "source": text, "outputs": list(outputs), "execution_count": 1, **more}


ERROR = {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["x" * 5000] * 30}


# ------------------------------------------------------------------ damaged characters
@readable
def half_character_in_an_answer(notebook):
    notebook["cells"][0]["source"] += HALF


@readable
def half_character_in_code(notebook):
    notebook["cells"][1]["source"] += f"\n# {HALF}"


@readable
def half_character_in_an_output(notebook):
    notebook["cells"][1]["outputs"].append(stream(HALF))


@readable
def half_character_in_an_error(notebook):
    notebook["cells"][1]["outputs"].append({**ERROR, "ename": HALF, "evalue": HALF, "traceback": [HALF]})


@readable
def half_character_in_an_alternative_text(notebook):
    data = {"output_type": "display_data", "data": {"image/png": "AAAA"}, "metadata": {"image/png": {"alt": HALF}}}
    notebook["cells"][1]["outputs"].append(data)


@readable
def half_character_in_metadata(notebook):
    notebook["metadata"][HALF] = HALF
    notebook["cells"][0]["metadata"][HALF] = {"nbgrader": HALF}


@readable
def half_character_in_an_attachment_s_name(notebook):
    notebook["cells"][0]["attachments"] = {HALF: {"image/png": "AAAA"}}
    notebook["cells"][0]["source"] += f"![x](attachment:{HALF})"


@readable
def half_character_in_the_record(notebook):
    notebook["metadata"]["grading"] = {"notes": [HALF], "hidden": {HALF: HALF}}


@readable
def half_characters_in_both_orders(notebook):
    notebook["cells"][0]["source"] += "\ude00\ud83d \U0001f600"


@readable
def encoded_half_character(notebook):
    return json.dumps(notebook, ensure_ascii=False).encode().replace(b"honest", b"honest \xed\xa0\xbd")


@readable
def no_utf_8(notebook):
    return json.dumps(notebook, ensure_ascii=False).encode().replace(b"honest", b"honest \xe4\xff\xc3")


@readable
def utf_16(notebook):
    return json.dumps(notebook, ensure_ascii=False).encode("utf-16")


@readable
def null_characters(notebook):
    notebook["cells"][0]["source"] += "a\0b"
    notebook["cells"][1]["source"] += "\n# a\0b"
    notebook["cells"][1]["outputs"].append(stream("a\0b"))


@readable
def raw_control_characters(notebook):
    return json.dumps(notebook).replace("honest", "honest\x01\x02\x07").encode()


@readable
def escape_sequences(notebook):
    for cell in notebook["cells"]:
        cell["source"] += "\x1b]0;title\x07\x1b[2J\x1b[1;1H\x9b31m"
    notebook["cells"][1]["outputs"].append(
        stream("\x1b]8;;javascript:hostile()\x07x\x1b]8;;\x07\x1b[6n\x1bc\x1b[31mred")
    )


@readable
def bidirectional_overrides(notebook):
    for cell in notebook["cells"]:
        cell["source"] += "\n# \u202e \u2066 } \u2069\u2066 if admin {\u202d"


@readable
def not_characters(notebook):
    notebook["cells"][0]["source"] += "\ufffe\uffff\U0010ffff\u2028\u2029"


# ------------------------------------------------------------------ fields
@readable
def forged_record(notebook):
    notebook["metadata"]["grading"] = {
        "seed": 1,
        "extra": {"best": 100},
        "hidden": {},
        "unreadable": True,
        "notes": [HTML],
    }


@readable
def html_in_the_kernel_s_name(notebook):
    notebook["metadata"]["kernelspec"] = {"name": HTML, "display_name": HTML, "language": HTML}
    notebook["metadata"]["language_info"] = {"name": HTML, "pygments_lexer": HTML}


@readable
def title_and_widgets(notebook):
    notebook["metadata"] |= {"title": HTML, "widgets": {"application/vnd.jupyter.widget-state+json": {"state": HTML}}}


@readable
def ids_of_cells(notebook):
    for cell in notebook["cells"]:
        cell["id"] = HTML


@readable
def type_of_a_cell(notebook):
    notebook["cells"].append({"cell_type": HTML, "metadata": {}, "source": "x"})


@readable
def raw_cell_as_html(notebook):
    notebook["cells"].append({"cell_type": "raw", "metadata": {"raw_mimetype": "text/html"}, "source": HTML})


@readable
def tags_of_cells(notebook):
    for cell in notebook["cells"]:
        cell["metadata"] = {"tags": [HTML, "skip-execution", "raises-exception"], "jupyter": {"source_hidden": True}}


@readable
def claims_of_nbgrader(notebook):
    claim = {
        "grade_id": HTML,
        "grade": True,
        "points": 1e308,
        "solution": True,
        "locked": False,
        "schema_version": HTML,
    }
    notebook["cells"][0]["metadata"]["nbgrader"] = {**claim, "comment": HTML, "score": 1e9}


@readable
def score_as_a_value(notebook):
    result = {"output_type": "execute_result", "data": {"text/plain": "1000"}, "metadata": {}, "execution_count": 1}
    notebook["cells"][1]["outputs"].append(result)


@readable
def names_of_streams(notebook):
    notebook["cells"][1]["outputs"].append(stream("x", name=HTML))


@readable
def active_outputs(notebook):
    data = {"text/html": HTML, "application/javascript": HTML, "image/svg+xml": HTML, "text/latex": HTML, HTML: HTML}
    notebook["cells"][1]["outputs"].append({"output_type": "display_data", "data": data, "metadata": {HTML: HTML}})


@readable
def picture_that_ends_its_attribute(notebook):
    data = {"image/png": '" onerror="hostile()', "image/jpeg": "A'><script>"}
    metadata = {"image/png": {"width": "1 onerror=hostile()", "height": 10**9, "alt": HTML, "unconfined": HTML}}
    notebook["cells"][1]["outputs"].append({"output_type": "display_data", "data": data, "metadata": metadata})


@readable
def outputs_of_odd_types(notebook):
    odd = [
        None,
        1,
        "x",
        [],
        {},
        {"output_type": None},
        {"output_type": "error"},
        {"output_type": "stream", "text": {}},
        {"output_type": "display_data", "data": []},
        {"output_type": "error", "ename": 1, "evalue": 2, "traceback": 3},
    ]
    notebook["cells"][1]["outputs"] += odd


@readable
def sources_of_odd_types(notebook):
    notebook["cells"] += [text_cell(source) for source in (1, None, ["a", 1, None], {"a": 1}, [["a"]], True)]


@readable
def numbers_of_runs(notebook):
    notebook["cells"] += [code_cell("1", execution_count=count) for count in (-1, True, 1e9, 10**300, "x", [])]


@readable
def attachments_of_odd_types(notebook):
    odd = (1, [], {"a": 1}, {"a": {"image/png": 1}}, {"a": {"image/png": HTML}}, {HTML: {HTML: HTML}}, {"": {}})
    notebook["cells"] += [text_cell("![x](attachment:a)", attachments=value) for value in odd]


@readable
def attachment_that_is_a_script(notebook):
    value = {"a.png": {"text/html": HTML, "image/svg+xml": "<svg onload=hostile()>", "image/png": "PHN2Zz4="}}
    notebook["cells"].append(text_cell("![x](attachment:a.png)", attachments=value))


@readable
def folders_and_files_as_pictures(notebook):
    paths = (".", "..", "cs_nn", "/", "/dev/zero", "/etc/passwd", "\\\\host\\x", "a" * 5000, "%00", "con", "a.ipynb")
    notebook["cells"] += [text_cell(f"![x]({path})") for path in paths]


@readable
def more_fields(notebook):
    notebook |= {"worksheets": HTML, "signature": HTML, "orig_nbformat": HTML, "__proto__": {"x": 1}}


@unreadable
def html_as_version(notebook):
    notebook["nbformat"] = HTML


@unreadable
def half_character_as_version(notebook):
    notebook["nbformat"] = HALF


@unreadable
def endless_version(notebook):
    return b'{"nbformat": 1e999, "cells": [], "metadata": {}}'


@unreadable
def html_as_cells(notebook):
    notebook["cells"] = HTML


@unreadable
def html_as_a_cell(notebook):
    notebook["cells"].append(HTML)


@unreadable
def html_in_place_of_json(notebook):
    return HTML.encode()


@unreadable
def older_notebook_with_html(notebook):
    return json.dumps({"nbformat": 3, "nbformat_minor": 0, "metadata": HTML, "worksheets": HTML}).encode()


@unreadable
def number_without_end(notebook):
    return b'{"nbformat": ' + b"9" * 100_000 + b', "cells": [], "metadata": {}}'


@unreadable
def brackets(notebook):
    return b"[" * 200_000


@unreadable
def deep_metadata(notebook):
    return (
        json.dumps(notebook).replace('"metadata": {}', '"metadata": {"a": ' + "[" * 5000 + "]" * 5000 + "}", 1).encode()
    )


@unreadable
def nothing(notebook):
    return b""


@unreadable
def null_bytes(notebook):
    return bytes(10_000)


@unreadable
def zip_file(notebook):
    return b"PK\x03\x04" + bytes(range(256))


# ------------------------------------------------------------------ huge ones
@readable
def many_errors(notebook):
    notebook["cells"] += [code_cell("1", [ERROR] * 20) for _ in range(5)]


@readable
def output_before_an_error(notebook):
    notebook["cells"].append(
        code_cell("1", [stream("x" * 100_000), *[stream("x")] * 2000, {**ERROR, "ename": "KeptError"}])
    )


@readable
def many_small_outputs(notebook):
    small = {"output_type": "display_data", "data": {"text/plain": "x"}, "metadata": {}}
    notebook["cells"].append(code_cell("1", [small] * 20_000))


@readable
def large_plain_output(notebook):
    big = {"output_type": "display_data", "data": {"text/plain": "x" * 5_000_000}, "metadata": {}}
    notebook["cells"].append(code_cell("1", [big]))


@readable
def one_long_line_of_code(notebook):
    notebook["cells"].append(code_cell("x = " + "1+" * 40_000 + "1"))


@readable
def a_great_deal_of_code(notebook):
    notebook["cells"].append(code_cell("x = 1 + 2\n" * 50_000))


@readable
def a_great_deal_of_text(notebook):
    notebook["cells"].append(text_cell("word " * 100_000))


@readable
def brackets_of_formulas(notebook):
    notebook["cells"] += [
        text_cell(opener * 10_000) for opener in ("\\\\[", "\\\\(", "$$", "[", "![", "`", "*", "> ", "- ")
    ]


@readable
def changes_of_colour(notebook):
    notebook["cells"] += [code_cell("1", [stream("\x1b[31mx\x1b[32my" * 1500)]) for _ in range(20)]


@readable
def many_attachments(notebook):
    notebook["cells"][0]["attachments"] = {f"{n}.png": {"image/png": "iVBORw0KGgo="} for n in range(5000)}


@readable
def many_bad_attachments(notebook):
    notebook["cells"][0]["attachments"] = {f"{HTML}{n}": {"image/png": "AAAA"} for n in range(5000)}


@slow
def fifty_megabytes_of_errors(notebook):
    notebook["cells"] += [code_cell("1", [ERROR]) for _ in range(320)]


@slow
def twenty_thousand_cells(notebook):
    notebook["cells"] += [code_cell("x = 1") for _ in range(20_000)]


@slow
def twenty_thousand_claims(notebook):
    notebook["cells"] += [code_cell("x", metadata={"nbgrader": {"grade_id": str(n)}}) for n in range(20_000)]


@slow
def megabytes_of_hard_text(notebook):
    notebook["cells"] += [text_cell(text) for text in ["\\begin{a}" * 190 + "~~a" * 6000, "[a](b)" * 3000] * 50]


@slow
def megabytes_of_coloured_text(notebook):
    notebook["cells"] += [text_cell("```python\n" + "x = 1 + 2\n" * 900 + "```") for _ in range(300)]


@slow
def forty_megabytes_of_pictures_in_text(notebook):
    notebook["cells"] += [text_cell("![a](data:image/png;base64," + "A" * 1_000_000 + ")") for _ in range(40)]


@slow
def forty_megabytes_of_output(notebook):
    plain = {"output_type": "display_data", "data": {"text/plain": "x" * 200_000}, "metadata": {}}
    notebook["cells"] += [code_cell("1", [plain]) for _ in range(200)]
