"""Sentences are found in notebooks, modules and pages, and what is translated comes back in their places only."""

import ast
import json
import re
import shutil
from io import BytesIO
from pathlib import Path

import nbformat
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from nbgrader.utils import compute_checksum

from cs_nn.kit_language import KEY, TEXTS, setting
from cs_nn.submit.notebooks import is_written
from cs_nn.switch import switch
from cs_nn.tools.labs import COURSE, find_lab, load_labs
from cs_nn.update import GIVEN, UpdateError, digest, read_given, update
from grading.kit import write_kit
from grading.rebuilding import rebuild_notebook
from grading.record import KEY as RECORD
from grading.record import Record
from grading.solutions import release_notebook, strip_solutions
from grading.translation import catalogues, kit_files
from grading.translation import language_of_handins as handins
from grading.translation.code import skeleton, translate_cell, translate_module
from grading.translation.collecting import Messages, all_messages, translate_notebook
from grading.translation.docstrings import translate_docstring
from grading.translation.faithful import problems
from grading.translation.literals import placeholders
from grading.translation.markdown import translate_markdown
from grading.translation.printed import printed_names
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


def test_words_in_a_formula_are_to_be_translated():
    assert noted("$$ d \\text{ from } c,\n e $$") == ["$$ d \\text{ from } c, e $$"]


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


@pytest.mark.parametrize(
    ("message", "translation", "found"),
    [
        ("Write `f` for $x$ and {name}: 5.", "为 $x$ 和 {name} 编写 `f`：5。", []),
        ("Write `f`.", "编写 `g`。", ["code"]),
        ("With $x_1$", "用 $x_2$", ["formulas"]),
        ("See [here](a.md)", "见[这里](b.md)", ["links"]),
        ("## A title", "一个标题", ["headings, items of lists or columns of tables"]),
        ("- one\n- two", "- 一、二", ["headings, items of lists or columns of tables"]),
        ("| a | 12 |", "| 甲 | 13 |", ["numbers of a table"]),
        ("loss {value:.2f}", "损失 {value:.3f}", ["placeholders"]),
        ("loss {value}", "损失", ["placeholders"]),
        ("<details><summary>Answer</summary>", "<details>答案", ["tags"]),
        ("**Write** it", "编写它", ["emphasis"]),
        ("at the end ", "在最后", ["spaces at the start or the end"]),
    ],
)
def test_a_translation_has_all_that_is_not_words(message, translation, found):
    assert list(problems(message, translation)) == found


@pytest.mark.parametrize("language", catalogues.languages())
def test_translations_of_the_course_have_all_that_is_not_words(language):
    assert catalogues.unfaithful(language) == []


# ------------------------------------------------------------------ kits
@pytest.fixture(scope="module")
def kit(tmp_path_factory):
    """A kit of Lab 5 that opens in the made-up language, in which every sentence is marked."""
    folder = tmp_path_factory.mktemp("marked") / "kit"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kit_files, "translator", lambda *_: marked)
        patch.setattr(kit_files, "compiled", lambda *_: empty_catalog())
        write_kit(folder, labs=[find_lab("lab5_batchnorm")], languages=["xx"])
    return folder


def empty_catalog():
    file = BytesIO()
    write_mo(file, Catalog("xx"))
    return file.getvalue()


@pytest.fixture
def mine(kit, tmp_path):
    """A student's own folder with that kit."""
    return Path(shutil.copytree(kit, tmp_path / "mine"))


NOTEBOOK = "assignments/lab5_batchnorm/batchnorm.ipynb"
MODULE = "cs_nn/batchnorm.py"


def test_every_sentence_of_a_kit_is_translated(kit):
    """Whatever the walks leave out would be seen here: what is left without marks has no words."""
    for cell in nbformat.read(kit / NOTEBOOK, as_version=4).cells:
        if cell.cell_type == "markdown":
            assert not re.search(r"[a-z]{3}", outside(cell.source)), cell.id
    for name in ("README.md", "index.md", "datasets/README.md"):
        text = re.sub(r"^ {4}.*$|```.*?```", "", (kit / name).read_text(encoding="utf-8"), flags=re.M | re.DOTALL)
        assert not re.search(r"[a-z]{3}", outside(re.sub(r"(\[\w+\.py)?\]\(.*?\)", "", text))), name
    for name in ("labs.toml", "published.toml"):  # which Python can read as well
        assert re.search('= "‹.+›"', (kit / "assignments" / name).read_text(encoding="utf-8")), name
    tree = ast.parse((kit / MODULE).read_text(encoding="utf-8"))
    for node in [tree, *(part for part in tree.body if isinstance(part, ast.FunctionDef))]:
        doc = re.sub(r"^\w+\n-+$", "", ast.get_docstring(node), flags=re.MULTILINE)
        assert not re.search(r"[a-z]{3}", outside(doc))


def outside(text):
    """What stands outside of the marks, code, formulas and tags."""
    return re.sub(r"‹.*?›|`+[^`]+`+|\$\$.*?\$\$|\$[^$]*\$|<[^>]*>", "", text, flags=re.DOTALL)


def test_a_kit_says_that_it_is_given_in_each_language(mine):
    given = read_given(mine)
    assert given.language == "xx" == setting(mine) and {*given.translated} == {"en"}
    cells = nbformat.read(mine / NOTEBOOK, as_version=4)
    assert cells.metadata[KEY] == "xx"
    for cell in cells.cells:
        if "nbgrader" in cell.metadata:
            assert cell.metadata.nbgrader.checksum == compute_checksum(cell)
    for language in ("xx", "en", "xx"):
        switch(language, mine)
        assert setting(mine) == language
        for name in given.files:
            assert digest((mine / name).read_bytes()) in given.digests(name), name
    before = {name: (mine / name).read_bytes() for name in given.files}
    switch("en", mine)
    assert switch("xx", mine)
    assert {name: (mine / name).read_bytes() for name in given.files} == before


def test_the_english_kit_is_the_same_with_and_without_other_languages(mine, tmp_path):
    switch("en", mine)
    write_kit(tmp_path / "english", labs=[find_lab("lab5_batchnorm")])
    for name in read_given(tmp_path / "english").files:
        assert (mine / name).read_bytes() == (tmp_path / "english" / name).read_bytes(), name


def test_what_a_student_wrote_stays_when_the_language_is_switched(mine):
    path = mine / NOTEBOOK
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cells = {cell["id"]: cell for cell in notebook["cells"]}
    own = {"id": "mine", "cell_type": "markdown", "metadata": {"x": 1}, "source": ["My own *text*\n", "数学 $x$"]}
    notebook["cells"].insert(3, own)
    cells["answer-steps"]["source"] = "Because it is so.\n"
    cells["forward"]["source"] = ["## I changed this"]
    cells["bias"]["source"][-1] += " they differ"
    cells["running"]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["before\n"]}]
    path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    module = mine / MODULE
    text = module.read_text(encoding="utf-8")
    code = 'raise NotImplementedError("grad_x_hat")'
    written = "dx_hat = dout * gamma  # my comment\n    my_text = '''value'''"
    module.write_text(text.replace(code, written).replace("\n", "\r\n"), encoding="utf-8", newline="")

    switch("en", mine)
    new = {cell["id"]: cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]}
    assert new["mine"] == own
    assert new["answer-steps"] == cells["answer-steps"] and new["forward"] == cells["forward"]
    assert new["running"]["outputs"] == cells["running"]["outputs"]
    assert "‹" not in "".join(new["running"]["source"]) and "‹" in "".join(cells["running"]["source"])
    english = "".join(new["bias"]["source"])
    assert english.endswith("*My prediction:* they differ") and english.startswith("### The bias before it")
    source = module.read_bytes().decode()
    assert written.replace("\n", "\r\n") in source and "‹" not in source and "\n" not in source.replace("\r\n", "")
    switch("xx", mine)
    assert json.loads(path.read_text(encoding="utf-8")) == notebook
    assert module.read_bytes().decode() == text.replace(code, written).replace("\n", "\r\n")


def test_a_notebook_that_cannot_be_read_stays_as_it_is(mine):
    (mine / NOTEBOOK).write_bytes(b"{damaged")
    (mine / MODULE).write_bytes(b"def f(:\n    # \xff\n")
    switch("en", mine)
    assert (mine / NOTEBOOK).read_bytes() == b"{damaged" and (mine / MODULE).read_bytes() == b"def f(:\n    # \xff\n"


def test_a_language_that_a_kit_does_not_have_is_named(mine, capsys):
    with pytest.raises(UpdateError, match="no language zh_CN; it has: en, xx"):
        switch("zh_CN", mine)
    assert setting(mine) == "xx"


def test_an_update_comes_in_the_language_of_the_folder(kit, mine, capsys):
    switch("en", mine)
    (mine / MODULE).write_text("written = True\n", encoding="utf-8")
    newer = Path(shutil.copytree(kit, mine.parent / "newer"))
    given = json.loads((newer / GIVEN).read_text(encoding="utf-8"))
    text = (newer / "README.md").read_text(encoding="utf-8") + "\n‹More.›\n"
    texts = json.loads((newer / TEXTS).read_text(encoding="utf-8"))
    texts["README.md"][0] = {"en": "More.\n", "xx": text}
    (newer / "README.md").write_text(text, encoding="utf-8")
    (newer / TEXTS).write_text(json.dumps(texts), encoding="utf-8")
    given["files"] |= {name: digest((newer / name).read_bytes()) for name in ("README.md", TEXTS)}
    given["translated"]["en"]["README.md"] = digest(b"More.\n")
    (newer / GIVEN).write_text(json.dumps({**given, "version": "99.0"}), encoding="utf-8")
    report = update(newer, mine)
    assert (mine / "README.md").read_text(encoding="utf-8") == "More.\n"
    assert report.new == ["README.md", TEXTS] and not report.beside and setting(mine) == "en"
    assert (mine / MODULE).read_text(encoding="utf-8") == "written = True\n"


def test_a_hand_in_is_graded_in_english_and_given_back_in_its_language(mine, monkeypatch):
    monkeypatch.setattr(handins, "translator", lambda *_: marked)
    monkeypatch.setattr("grading.record.available", lambda word: word or "en")
    place = {"nbgrader": {"assignment": "lab5_batchnorm", "notebook": "batchnorm"}, RECORD: Record()}
    handins._given.cache_clear()
    theirs = rebuild_notebook(mine / NOTEBOOK)
    theirs.cells[1].source += "\n# mine"
    theirs.cells[3].source += " mine"
    as_handed_in = [cell.source for cell in theirs.cells]
    switch("en", mine)
    english = rebuild_notebook(mine / NOTEBOOK)
    nb, resources = handins.InEnglish().preprocess(theirs, place)
    for number, (cell, given) in enumerate(zip(nb.cells, english.cells, strict=True)):
        assert cell.metadata == given.metadata or number in (1, 3)
        assert (cell.source == given.source) == (number not in (1, 3))
    assert resources[RECORD].language == "xx"
    resources[RECORD].write(nb.metadata)
    handins.InLanguage().preprocess(nb, place)
    assert [cell.source for cell in nb.cells] == as_handed_in
    handins._given.cache_clear()


def test_a_report_finds_the_figures_that_a_translated_notebook_prints():
    said = {
        "with": "有",
        "{name}, training accuracy with batches of 4": "{name}，小批量为 4 时的训练准确率",
        "{name}, training accuracy {other}": "{name}",
        "relative error of {name}": "{name} 的相对误差",
        "dropout, validation loss": "暂退法，验证损失",
        "{name}, {what}": "{name}，{what}",
        "deep net {name}": "深层网络，{name}",
        "with, He": "有，He",
        "training accuracy": "训练准确率",
    }
    names = dict(printed_names(find_lab("lab5_batchnorm"), said, COURSE))
    assert names["with, training accuracy with batches of 4"] == "有，小批量为 4 时的训练准确率"
    assert names["deep net with, He, training accuracy"] == "深层网络，有，He，训练准确率"
    assert names["relative error of dx"] == "dx 的相对误差" and len(names) > 3


def test_an_empty_answer_is_empty_in_each_language(monkeypatch):
    monkeypatch.setattr("cs_nn.submit.notebooks._", lambda text: {"YOUR ANSWER HERE": "在此作答"}[text])
    for stub in ("YOUR ANSWER HERE", "在此作答", "**问题**\n\n在此作答 "):
        assert not is_written({"source": stub})
    assert is_written({"source": "因为"})


def test_a_kit_in_a_language_that_there_is_not_is_refused():
    with pytest.raises(ValueError, match="no language 'xx'; there are: en, zh_CN"):
        kit_files.check_languages(["en", "xx"])
