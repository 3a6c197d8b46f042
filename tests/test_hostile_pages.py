"""Written answers that attack the page on which they are read: hostile/answers.toml, through one conversion each."""

import re
import tomllib
from pathlib import Path

import nbgrader
import pytest
from browser import chromium, open_page, start_chromium
from bs4 import BeautifulSoup
from nbconvert import HTMLExporter
from nbconvert.filters.markdown_mistune import markdown2html_mistune
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from traitlets.config.loader import PyFileConfigLoader

from cs_nn.tools.labs import COURSE
from grading import pages

ANSWERS = {
    f"{kind}: {name}": text
    for kind, cases in tomllib.loads(
        Path(__file__).with_name("hostile").joinpath("answers.toml").read_text("utf-8")
    ).items()
    for name, text in cases.items()
}
MARKUP = "<script>hostile()</script><img src=http://outside.test/a.png onerror=hostile()>"
#: Outputs as a notebook may hold them that did not pass the grader.
OUTPUTS = [
    new_output("display_data", data={"text/html": MARKUP}),
    new_output("display_data", data={"text/markdown": f"{MARKUP} [x](javascript:hostile())"}),
    new_output("display_data", data={"application/javascript": "hostile()"}),
    new_output("display_data", data={"image/svg+xml": f"<svg onload=hostile()>{MARKUP}</svg>"}),
    new_output("display_data", data={"text/latex": MARKUP}),
    new_output("display_data", data={"image/png": f'"onerror="hostile()">{MARKUP}'}),
    new_output(
        "display_data",
        data={"image/png": "AAAA"},
        metadata={"image/png": {"alt": f'">{MARKUP}', "width": "1 onerror=hostile()"}},
    ),
    new_output("stream", text=f"{MARKUP}\x1b[31m{MARKUP}\x1b]8;;javascript:hostile()\x07x\x1b]8;;\x07"),
    new_output("error", ename=MARKUP, evalue=MARKUP, traceback=[MARKUP, f"\x1b[38;2;1;2;3m{MARKUP}"]),
]
RESOURCES = {"nbgrader": {"notebook": "small", "score": 1, "max_score": 2, "late_penalty": 0}}


def page(template, tmp_path, **settings):
    """The page of a notebook with all hostile answers, outputs and code."""
    config = PyFileConfigLoader("nbgrader_config.py", path=str(COURSE)).load_config()
    bootstrap = Path(nbgrader.__file__).parent / "server_extensions/formgrader/static/node_modules/bootstrap/dist/css"
    config.HTMLExporter.update(template_name=template, extra_template_paths=[str(bootstrap)], **settings)
    cells = [new_markdown_cell(text) for text in ANSWERS.values()]
    code = new_code_cell(f"'''{MARKUP}'''", outputs=OUTPUTS)
    notebook = new_notebook(cells=[*cells, code], metadata={"title": MARKUP, "language_info": {"name": MARKUP}})
    resources = {**RESOURCES, "metadata": {"path": str(tmp_path), "name": "small"}}
    return HTMLExporter(config=config).from_notebook_node(notebook, resources=resources)[0]


@pytest.fixture(scope="module", params=["feedback", "lab"])
def soup(request, tmp_path_factory):
    return BeautifulSoup(page(request.param, tmp_path_factory.mktemp("page")), "html.parser")


@pytest.fixture(scope="module")
def rendered(soup):
    cells = soup.select(".text_cell_render, .jp-MarkdownCell .jp-RenderedMarkdown")
    assert len(cells) == len(ANSWERS), "an answer has changed the structure of the page"
    return dict(zip(ANSWERS, cells))


def assert_harmless(part):
    for tag in part.find_all(True):
        assert tag.name in pages.TAGS
        for name, value in tag.attrs.items():
            assert name in {
                "href",
                "src",
                "alt",
                "title",
                "class",
                "id",
                "style",
                "type",
                "disabled",
                "checked",
                "start",
            }
            assert name != "id" or value.startswith("text-")
            assert name != "style" or re.fullmatch(r"text-align:\s*\w+;?", value)
            assert name != "class" or all(
                len(word) <= 3 or "task" in word or "highlight" in word or word.startswith("language-")
                for word in value
            )
            assert name != "href" or re.match(r"(https?://\w|mailto:|#text-)", value, re.IGNORECASE)
            assert name != "src" or re.match("data:image/(png|jpeg);base64,", value)


@pytest.mark.parametrize("name", ANSWERS)
def test_answer(rendered, name):
    assert_harmless(rendered[name])


def test_outputs(soup):
    for part in soup.select("div.output, .jp-OutputArea"):
        assert not part.select("script, iframe, style, svg, form")
        for tag in part.find_all(True):
            assert not [name for name in tag.attrs if name.startswith("on")]
            assert str(tag.get("src", "data:")).startswith("data:")


def test_what_honest_students_write_stays(tmp_path):
    answers = {
        "[site](https://example.org/a?b=1&c=2#d), <me@example.org>, https://example.org": [
            "https://example.org/a?b=1&amp;c=2#d", "mailto:me@example.org",
        ],
        "# A heading\n\n[there](#A-heading)": ['id="text-A-heading"', 'href="#text-A-heading"'],
        "![dot](data:image/png;base64,iVBORw0KGgo=)": ['src="data:image/png;base64,iVBORw0KGgo="', 'alt="dot"'],
        "![dot](dot.png)": ['src="data:image/png;base64,iVBORw0KGgo="'],
        "| a | b |\n|:--|--:|\n| 1 | **2** |": ["<strong>2</strong>", 'style="text-align:left;"'],
        "- [x] done\n- ~~not~~ 20 < 30 & 5": ['type="checkbox"', "<del>not</del>", "20 &lt; 30 &amp; 5"],
        "<details><summary>more</summary>\n\nx<sup>2</sup>\n</details>": ["<details><summary>more", "x<sup>2</sup>"],
        "```python\nfor x in y: pass\n```": ['<span class="k">for</span>'],
        "$a<b$ and $$\\begin{pmatrix}1 & 2\\\\3 & 4\\end{pmatrix}$$": ["$a&lt;b$", "1 &amp; 2\\\\3 &amp; 4"],
        "> quote 中文 \U0001f600": ["<blockquote>", "中文 \U0001f600"],
        "![a far one](https://example.org/a.png)": ["[picture left out: a far one]"],
    }  # fmt: skip
    (tmp_path / "dot.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    for text, expected in answers.items():
        result = pages.markdown2html({"resources": {"metadata": {"path": str(tmp_path)}}}, text)
        assert [words for words in expected if words not in result] == [], result


def test_a_picture_as_the_course_shows_it_stays():
    picture = '<img src="data:image/png;base64,AAAA" width="640" alt="Loss falls.">'
    assert sorted(pages.clean_html(picture)[1:-1].split()) == sorted(picture[1:-1].split())


def test_a_picture_without_a_description_says_so():
    for picture in (
        "<img src='data:image/png;base64,AAAA'/>",
        "<p>a <img src='data:image/png;base64,AAAA' width=3></p>",
    ):
        assert f'alt="{pages.NO_DESCRIPTION}"' in pages.clean_html(picture)
        assert f'alt="{pages.NO_DESCRIPTION}"' in pages.markdown2html({}, picture)
    described = {"metadata": {"image/png": {"alt": "Loss falls."}}}
    assert pages.get_metadata(described, "alt", "image/png") == "Loss falls."
    assert pages.get_metadata({"metadata": {}}, "alt", "image/png") is None, "its cell is asked next"
    assert pages.get_metadata({"metadata": {}}, "alt") == pages.NO_DESCRIPTION


def test_what_is_kept_of_a_text_is_not_anothers():
    """Texts of the lab become HTML once. What depends on the page is made for each."""
    context = {"cell": {"attachments": {"a.png": {"image/png": "iVBORw0KGgo="}}}, "resources": {}}
    assert "iVBORw0KGgo=" in pages.markdown2html(context, "![x](attachment:a.png)")
    assert "left out" in pages.markdown2html({}, "![x](attachment:a.png)")
    code = f"```python\nx = 1\n```\n{'#' * 70}"
    full = {"resources": {"rendered": {"code": pages.CODE_OF_PAGE}}}
    assert "<span" in pages.markdown2html({}, code) and "<span" not in pages.markdown2html(full, code)
    assert "<span" in pages.highlight_code({}, "x = 1") and "<span" not in pages.highlight_code(full, "x = 1")


def test_long_text_and_code_are_shown_without_style():
    for text in ("\\\\[" * 7000, "word " * 10_000, "- a\n" * 9000, "$$" * 5000):
        assert pages.markdown2html({}, text) in (f"<pre>{text}</pre>", f"<pre>{text.strip()}</pre>")
    assert "<span" not in pages.highlight_code({}, "x = " + "1+" * 30_000)
    shared = {"resources": {}}
    coloured = ["<span" in pages.highlight_code(shared, "x = 1\n" * 5000) for _ in range(5)]
    assert coloured == [True, True, False, False, False]


def raw(text):
    """Markdown as nbconvert renders it, or HTML as it is."""
    if "http-equiv=refresh" in text:  # which no policy can stop
        return ""
    return text if "attachment:" in text or text.startswith("<") else markdown2html_mistune(text)


WATCH = """
window.ran = [];
window.hostile = () => window.ran.push("hostile");
for (const name of ["alert", "confirm", "prompt", "open"]) window[name] = () => window.ran.push(name);
"""
#: What a formula could bring into the page.
FROM_FORMULAS = (
    "mjx-container :is(a, image, script, [href], [onclick], [class*=navbar], #statusmessage, [style*=url], "
    "[style*=fixed], [*|href]:not([*|href^='#']))"
)


@pytest.fixture(scope="module")
def chrome():
    with start_chromium() as chrome:
        yield chrome


@pytest.mark.browser
@pytest.mark.skipif(not chromium(), reason="needs Chromium")
@pytest.mark.parametrize("wall", ["sanitised", "policy alone"])
@pytest.mark.parametrize("template", ["feedback", "lab"])
def test_in_chromium(chrome, template, wall, tmp_path):
    """Also if everything is let into the page the policy stops scripts and loading; clicks go nowhere."""
    settings = {}
    if wall == "policy alone":
        settings["filters"] = {"markdown2html": raw, "with_our_scripts": pages.with_our_scripts}
        settings["sanitize_html"] = False
    path = tmp_path / "page.html"
    path.write_text(page(template, tmp_path, **settings), encoding="utf-8")
    with open_page(chrome) as browser:
        requests, refused, dialogs = [], [], []
        browser.page.add_init_script(WATCH)
        browser.page.on("request", lambda request: requests.append(request.url))
        browser.page.on("requestfailed", lambda request: request.failure == "csp" and refused.append(request.url))
        browser.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        browser.page.goto(path.as_uri())
        browser.page.wait_for_function("() => window.MathJax.startup?.promise?.then(() => true)")
        assert browser.page.locator("mjx-container").count() > 20
        for element in browser.page.locator("[href^='javascript' i], [*|href^='javascript' i]").all():
            element.dispatch_event("click")
        browser.page.wait_for_timeout(300)
        assert (browser.page.evaluate("window.ran"), dialogs) == ([], [])
        assert browser.page.url == path.as_uri()
        assert [url for url in requests if not url.startswith(("data:", path.as_uri())) and url not in refused] == []
        if wall == "sanitised":
            assert browser.page.locator("body [href^='javascript' i]").count() == 0
            assert browser.page.locator(FROM_FORMULAS).count() == 0
