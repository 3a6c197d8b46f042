"""The language that students read: which one it is, and sentences that are translated where they are shown."""

import copy
import json
import pickle

import pytest
from babel.messages import Catalog, mofile, pofile

from cs_nn import language


def write_catalogue(path, messages, fuzzy=()):
    """A catalogue of a language in which the first of two forms is never used."""
    catalogue = Catalog("zh_CN")
    for message, said in messages.items():
        catalogue.add(message, said, flags={"fuzzy"} if message in fuzzy else ())
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        (mofile.write_mo if path.suffix == ".mo" else pofile.write_po)(file, catalogue)


@pytest.fixture
def root(monkeypatch, tmp_path):
    """A kit or a course without any other language, in the place of this one."""
    monkeypatch.setattr(language, "ROOT", tmp_path)
    for function in (language.compiled_file, language.available, language.setting, language.languages):
        monkeypatch.setattr(function, "__defaults__", (tmp_path,))
    monkeypatch.delenv(language.VARIABLE, raising=False)
    language._translations.cache_clear()
    yield tmp_path
    language._translations.cache_clear()


def test_english_is_the_language_of_a_kit_that_says_nothing(root):
    assert (language.current(), language.languages()) == ("en", ["en"])
    assert language.gettext("saved") == "saved" and language.ngettext("one", "several", 2) == "several"


def test_the_setting_and_the_variable_name_it(root, monkeypatch):
    for name in ("zh_CN", "de"):
        write_catalogue(language.compiled_file(name), {})
    (root / ".language").write_text("zh_CN\n", encoding="utf-8")
    assert language.current() == "zh_CN" and language.html_language() == "zh-CN"
    monkeypatch.setenv(language.VARIABLE, "de")
    assert language.current() == "de"
    monkeypatch.setenv(language.VARIABLE, "en")
    assert language.current() == "en"
    with language.using("zh_CN"):
        assert language.current() == "zh_CN"
        with language.using(None):  # a hand-in that says nothing
            assert language.current() == "en"
    assert language.languages() == ["en", "de", "zh_CN"]


@pytest.mark.parametrize("word", ["fr", "../de", "de/..", "", "x" * 1000, None, 3, ["de"]])
def test_a_word_that_names_no_language_is_english(root, word):
    write_catalogue(language.compiled_file("de"), {})
    with language.using(word):
        assert language.current() == "en"
    (root / ".language").write_bytes(str(word).encode() + b"\xff")
    assert language.current() == "en"


def test_a_damaged_file_of_translations_is_as_none(root):
    path = language.compiled_file("de")
    path.parent.mkdir(parents=True)
    path.write_bytes(b"damaged")
    with language.using("de"):
        assert language.gettext("saved") == "saved" and language.translated(language.lazy("saved")) == "saved"


def test_the_course_reads_its_catalogues_and_leaves_out_what_is_fuzzy(root):
    write_catalogue(root / "locale/zh_CN/checks_lab1.po", {"saved": "‹saved›", "old": "‹old›"}, fuzzy=["old"])
    write_catalogue(root / "locale/zh_CN/tools.po", {"more": "‹more›"})
    write_catalogue(root / "locale/zh_CN/lab1_topic.po", {"cell": "‹cell›", "## 1. A heading": "## ‹1.›"})
    with language.using("zh_CN"):
        assert [language.gettext(text) for text in ("saved", "old", "more", "cell", "1. A heading", "")] == [
            "‹saved›", "old", "‹more›", "cell", "‹1.›", ""]  # fmt: skip


def test_a_lazy_text_is_english_and_says_itself_in_the_language_of_the_reader(root):
    messages = {
        "Likely mistake: {hint}": "‹{hint}：像是错了›",
        "{name} has {error:.1e}": "‹{error:.1e} 属于 {name}›",
        ("{n} file", "{n} files"): ("‹{n} 文件›",),
        "{some} and {last}": "{some}和{last}",
        "{some}, {more}": "{some}、{more}",
    }
    write_catalogue(language.compiled_file("zh_CN"), messages)
    hint = language.lazy("{name} has {error:.1e}").format(name="dW", error=0.5)
    line = language.lazy("Likely mistake: {hint}").format(hint=hint)
    assert line == "Likely mistake: dW has 5.0e-01" == language.translated(line) == json.loads(json.dumps(line))
    files = [language.nlazy("{n} file", "{n} files", n).format(n=n) for n in (1, 2)]
    assert files == ["1 file", "2 files"]
    lists = [language.joined(["a", "b", "c"]), language.joined(["a", "b"]), language.joined(["a"])]
    assert lists == ["a, b and c", "a and b", "a"]
    with language.using("zh_CN"):
        for copied in (line, pickle.loads(pickle.dumps(line)), copy.deepcopy(line)):
            assert language.translated(copied) == "‹‹5.0e-01 属于 dW›：像是错了›"
        assert [language.translated(text) for text in files] == ["‹1 文件›", "‹2 文件›"]
        assert [language.translated(text) for text in lists] == ["a、b和c", "a和b", "a"]
        assert language.translated("no message") == "no message"


def test_a_translation_with_other_names_in_it_is_as_none(root):
    write_catalogue(language.compiled_file("de"), {"{name} is wrong": "{nme} {} ist falsch"})
    with language.using("de"):
        assert language.translated(language.lazy("{name} is wrong").format(name="dW")) == "dW is wrong"
