"""Sentences are found in notebooks, modules and pages, and what is translated comes back in their places only."""

import ast
import re
import shutil

import nbformat
import pytest
from babel.messages.catalog import Catalog

from cs_nn.tools.labs import COURSE, load_labs
from grading.solutions import release_notebook, strip_solutions
from grading.translation import catalogues
from grading.translation.code import skeleton, translate_cell, translate_module
from grading.translation.collecting import Messages, all_messages, translate_notebook
from grading.translation.docstrings import translate_docstring
from grading.translation.literals import placeholders
from grading.translation.markdown import translate_markdown
from grading.translation.texts import columns, unwrapped, wrapped

LABS = load_labs().values()
CHINESE = {
    "Some text in two lines.": "两行文字。",
    "- first item\n- second item, in two lines": "- 第一项\n- 第二项",
    "loss of {name}, {loss:.2f}": "{name} 的损失 {loss:.2f}",
    "loss": "损失",
    "mean loss": "平均损失",
    'says "no"': "说“不”",
}


def marked(message):
    """The made-up language: every message between ‹ and ›; a mark at the start of a line stays there."""
    start = re.match(r"#+ |\d+\. |[-*|>] ?|", message)[0]
    return f"{start}‹{message[len(start) :]}›"


def noted(source, walk=translate_markdown, **options):
    found = Messages()
    walk(source, found.at("here"), **options)
    return list(found.places)


def test_a_paragraph_is_a_message_whatever_its_line_breaks():
    text = "# A heading\n\nSome text\nin two lines.\n\n- first item\n- second item,\n  in two lines\n\n$$ a\n= b $$\n"
    assert noted(text) == ["# A heading", *list(CHINESE)[:2]]
    assert translate_markdown(text, CHINESE.get) == (
        "# A heading\n\n两行文字。\n\n- 第一项\n- 第二项\n\n$$ a\n= b $$\n"
    )
    assert noted("Some\ntext in\ntwo lines.") == noted("Some text in two lines.")


@pytest.mark.parametrize("text", ["```sh\nmake kit\n\nmake lab\n```", "    code = 1\n    more\n", "$x = \\text{out}$",
                                  "</details>", "`code`", "![](picture.png)"])  # fmt: skip
def test_code_and_formulas_are_no_messages(text):
    assert noted(text) == []


def test_rows_of_a_table_and_tags_stay_in_their_lines():
    assert unwrapped("| a | b |\n|---|---|\n| text | more |") == "| a | b |\n|---|---|\n| text | more |"
    assert noted("<details><summary>Answer</summary>\n\nBecause.\n\n</details>") == [
        "<details><summary>Answer</summary>",
        "Because.",
    ]


def test_strings_are_translated_where_people_read_them():
    source = (
        '%matplotlib inline\nstages = {"mean loss": {"loss": 1}}  # mean loss\n'
        'ax.plot(x, color="black", label="loss", loc="lower right")\n'
        'print(f"loss of {name}, {loss:.2f}", stages["mean loss"]["loss"])\n'
        'check("loss_of")\nshow(fig, alt=\'says "no"\')\n'
    )
    assert translate_cell(source, CHINESE.get, ()) == (
        '%matplotlib inline\nstages = {"平均损失": {"损失": 1}}  # 平均损失\n'
        'ax.plot(x, color="black", label="损失", loc="lower right")\n'
        'print(f"{name} 的损失 {loss:.2f}", stages["平均损失"]["损失"])\n'
        'check("loss_of")\nshow(fig, alt="说“不”")\n'
    )
    assert '{"loss": 1}' in translate_cell(source, CHINESE.get, {"loss"})


def test_a_translation_with_other_placeholders_is_not_shown():
    source = 'print(f"loss of {name}, {loss:.2f}")'
    for wrong in ("{name}", "{name} {loss:.3f}", "{name} {loss:.2f} {open('x')}", "{name} {loss:.2f", "} {name}"):
        assert translate_cell(source, {"loss of {name}, {loss:.2f}": wrong}.get, ()) == source
    assert placeholders("{{no}} {a['b']:>{width}} {c!r}") == ["{a['b']:>{width}}", "{c!r}"]


def test_a_long_translation_is_broken_into_lines():
    source = 'show(fig, alt="Some text "\n     "in two lines.")'
    new = translate_cell(source, {"Some text in two lines.": "很长的文字，" * 30}.get, ())
    assert max(map(columns, new.split("\n"))) <= 120 and len(new.split("\n")) == 4
    assert ast.parse(new).body[0].value.keywords[0].value.value == "很长的文字，" * 30
    assert wrapped("一二三，四五六", 8) == ["一二三，", "四五六"]


def test_a_docstring_keeps_its_sections_and_names():
    source = (
        'def f(x):\n    """A summary.\n\n    Some text in\n    two lines.\n\n        a = b\n\n'
        "    Parameters\n    ----------\n    x : an array that\n        is large\n"
        '    """\n    # TODO: some\n    # text.\n    raise NotImplementedError("f")\n'
    )
    found = noted(source, translate_module)
    assert found == ["A summary.", "Some text in two lines.", "x : an array that is large", "some text."]
    new = translate_module(source, lambda message: f"‹{message}›")
    assert "    Parameters\n    ----------\n    ‹x : an array that is large›\n" in new
    assert "    # TODO: ‹some text.›\n" in new and '"""‹A summary.›\n' in new
    assert translate_docstring('"one \\n two"', 0, marked) == '"one \\n two"'


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.name)
def test_a_translated_lab_has_the_same_code(lab):
    for name in lab.notebooks:
        old, new = (nbformat.reads(released(lab, name), as_version=4) for _ in range(2))
        translate_notebook(new, lambda _: marked)
        for before, after in zip(old.cells, new.cells, strict=True):
            assert (before.id, before.metadata) == (after.id, after.metadata)
            if before.cell_type == "code":
                assert skeleton(before.source) == skeleton(after.source)
    for module in lab.modules:
        source = strip_solutions((COURSE / "cs_nn" / module).read_text(encoding="utf-8"), module)
        assert translate_module(source, marked) != source


def released(lab, name):
    return release_notebook(COURSE / "assignments" / lab.name / f"{name}.ipynb")


# ------------------------------------------------------------------ catalogues
@pytest.fixture
def course(tmp_path):
    """A course of one lab whose catalogues nobody else has."""
    shutil.copytree(COURSE / "assignments" / "lab5_batchnorm", tmp_path / "assignments" / "lab5_batchnorm")
    for name in ("labs.toml", "published.toml"):
        text = (COURSE / "assignments" / name).read_text(encoding="utf-8")
        if name == "labs.toml":
            text = re.search(r"^\[lab5_batchnorm\]\n(?:(?!\[).*\n?)*", text, re.MULTILINE)[0]
        (tmp_path / "assignments" / name).write_text(text, encoding="utf-8")
    (tmp_path / "datasets").mkdir()
    (tmp_path / "datasets" / "README.md").write_text("# Data sets", encoding="utf-8")
    (tmp_path / "cs_nn").mkdir()
    shutil.copyfile(COURSE / "cs_nn" / "batchnorm.py", tmp_path / "cs_nn" / "batchnorm.py")
    return tmp_path


def test_a_changed_sentence_makes_its_translation_fuzzy(course):
    catalogues.update("xx", course)
    path = course / "locale" / "xx" / "lab5_batchnorm.po"
    catalog = catalogues.read(path, "xx")
    for message in catalog:
        if message.id:
            catalog[message.id].string = marked(message.id)
    catalogues.write(path, catalog)
    before = path.read_bytes()
    done, fuzzy, missing = catalogues.update("xx", course)["lab5_batchnorm"]
    assert (fuzzy, missing) == (0, 0) and path.read_bytes() == before

    notebook = course / "assignments" / "lab5_batchnorm" / "batchnorm.ipynb"
    text = notebook.read_text(encoding="utf-8")
    text = text.replace("The deeper a\\n", "The more hidden layers a\\n").replace(
        "## 4. The closed form", "## 4. Zebras"
    )
    notebook.write_text(text, encoding="utf-8")
    assert catalogues.update("xx", course)["lab5_batchnorm"][:2] == (done - 2, 1)
    shown = catalogues.translations("xx", ["lab5_batchnorm"], course / "locale")
    assert not [message for message in shown if "hidden layers a network" in message or "Zebras" in message]
    assert '#~ msgid "## 4. The closed form"' in path.read_text(encoding="utf-8")
    assert "‹In Lab 3 a network" in path.read_text(encoding="utf-8")  # for the translator, marked fuzzy


def test_a_sentence_that_moves_to_another_catalogue_keeps_its_translation(course):
    catalog = Catalog("xx")
    catalog.add("## 4. The closed form", "‹kept›")
    catalogues.write(course / "locale" / "xx" / "shared.po", catalog)
    catalogues.update("xx", course)
    assert catalogues.translations("xx", ["lab5_batchnorm"], course / "locale") == {"## 4. The closed form": "‹kept›"}
    assert catalogues.translations("xx", ["shared", "absent"], course / "locale") == {}


def test_a_damaged_catalogue_is_named(tmp_path):
    path = tmp_path / "lab1.po"
    path.write_text('nonsense\nmsgstr "b"\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"lab1.po can't be read"):
        catalogues.read(path, "xx")


@pytest.mark.parametrize("language", catalogues.languages())
def test_catalogues_have_the_messages_of_the_course(language):
    for name, messages in all_messages().items():
        catalog = catalogues.read(COURSE / "locale" / language / f"{name}.po", language)
        known = {message.id for message in catalog if message.id}
        assert known == messages.places.keys(), f"{name}.po: run make messages"
        done, fuzzy, missing = catalogues.count(catalog)
        assert not catalogues.is_complete(language) or (fuzzy, missing) == (0, 0)
