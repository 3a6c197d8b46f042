"""Grading by question in Chromium: a hundred answers by keyboard alone, two people at once, answers that attack.

With the environment variable ``SCREENSHOTS`` set to a folder, pictures of the page are kept there.
"""

import csv
import os
from pathlib import Path

import pytest
from axe import violations
from browser import chromium, open_chromium
from by_question import RELEASED, class_with, grade_elsewhere, marks_of, serving
from test_hostile_pages import ANSWERS, FROM_FORMULAS, WATCH

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.skipif(not chromium(), reason="no Chromium here"),
    pytest.mark.filterwarnings("ignore:Object of type"),
]

DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
COMMENT = "Which *rate*? See $\\eta$."
#: 100 students: 40 and 20 with equal answers, 5 with none, 35 with one of their own.
CLASS = {
    **{f"s{number:03}": "The steps  are too small." + "\n" * (number % 3) for number in range(40)},
    **{f"s{number:03}": "The network overfits: $\\frac{1}{N}\\sum_i L_i$ grows." for number in range(40, 60)},
    **{f"s{number:03}": RELEASED for number in range(60, 65)},
    **{f"s{number:03}": f"Answer of my own {'word ' * number}" for number in range(65, 98)},
    "s098": "$\\def\\frac#1#2{#1}\\frac{1}{2}$ defines \\begin{equation}x \\label{a}\\end{equation}",
    "s099": ("![my photo](attachment:a.png) $\\frac{1}{2}$ \\begin{equation}x \\label{a}\\end{equation}",
             {"a.png": {"image/png": DOT}}),
}  # fmt: skip


def keep(browser, name, **options):
    if "SCREENSHOTS" in os.environ:
        browser.screenshot(Path(os.environ["SCREENSHOTS"]) / f"by-question-{name}.png", **options)


class Grading:
    """The page of the question, used by keyboard."""

    def __init__(self, browser, url, token):
        self.browser, self.page, self.url = browser, browser.page, url
        self.page.goto(f"{url}/?token={token}")
        self.page.keyboard.press("Tab")
        self.page.keyboard.press("Enter")
        self.page.locator("article.current").wait_for()

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def saved(self, *keys):
        """Press keys, and wait for what is saved."""
        with self.page.expect_response(lambda answer: answer.url.startswith(f"{self.url}/marks")) as done:
            self.press(*keys)
        done.value.finished()

    def told(self):
        return self.page.locator("#told").inner_text()

    def current(self, part):
        return self.page.locator("article.current").locator(part)

    def answer(self, text):
        return self.page.locator(".answer").filter(has_text=text)


@pytest.fixture(scope="module")
def browser():
    with open_chromium(size=(1400, 900)) as browser:
        yield browser


def test_a_hundred_answers_by_keyboard(tmp_path, browser):
    course = class_with(tmp_path, CLASS)
    with serving(tmp_path) as (url, token):
        browser.host = url
        grading = Grading(browser, url, token)
        page = grading.page
        assert grading.told() == "5 of 100 answers graded, 38 different"
        assert page.title() == "(95) q-first-run"
        page.locator("aside mjx-container, article mjx-container").first.wait_for()
        keep(browser, "light")
        assert violations(page) == []

        # The largest group first. Parts add up; a comment; Enter saves for all 40.
        grading.press("Shift+Digit1", "Shift+Digit2")
        assert grading.current("[name=score]").input_value() == "2"
        grading.press("c")
        page.keyboard.insert_text(COMMENT)
        grading.saved("Control+Enter")
        assert marks_of(tmp_path, "s000") == marks_of(tmp_path, "s039") == (2, COMMENT, False)
        assert grading.told().startswith("45 of 100")

        # The second: points as digits, the comment given before.
        assert grading.current("h2").inner_text().startswith("Answer 2, from 20 students")
        grading.press("1", "i", "1")
        assert grading.current("[name=comment]").input_value() == COMMENT
        grading.saved("Enter")
        assert marks_of(tmp_path, "s059") == (1, COMMENT, False)
        grading.press("ArrowUp")
        assert "1 point" in grading.current(".state").inner_text()

        # Words and too many points are refused, and the page comes back to where they stand.
        grading.press("n", *"x")
        grading.saved("Enter")
        grading.current(".problem").filter(has_text="“x” is no number").wait_for()
        grading.press("9")
        grading.saved("Enter")
        grading.current(".problem").filter(has_text="9 is too much: this question has 3 points").wait_for()
        page.emulate_media(color_scheme="dark")
        keep(browser, "dark")
        assert violations(page) == []
        page.emulate_media(color_scheme="light")

        # What Formgrader wrote meanwhile is shown before it is replaced.
        student = "s098"  # of those that nobody else wrote, the shortest comes first
        assert "defines" in grading.current(".answer").inner_text()
        grade_elsewhere(tmp_path, student, 3, "From Formgrader.")
        grading.press("1")
        grading.saved("Enter")
        grading.current(".problem").filter(has_text="3 points with “From Formgrader.”").wait_for()
        assert marks_of(tmp_path, student) == (3, "From Formgrader.", False)
        grading.saved("Enter")
        assert marks_of(tmp_path, student) == (1, "From Formgrader.", False)
        grading.saved("u")
        assert marks_of(tmp_path, student) == (3, "From Formgrader.", False)

        # The rest; those with 0 by themselves are passed over.
        grading.press("n")
        for _ in range(34):
            grading.saved("3", "Enter")
        assert grading.told().startswith("100 of 100")
        grading.press("n")
        assert page.locator("#message").inner_text() == "No other answer waits."
        assert all(marks_of(tmp_path, student)[2] is False for student in ("s065", "s097", "s099"))

        # Formulas and pictures; what one student defines changes no other's formulas.
        defining = grading.answer("defines")
        defining.scroll_into_view_if_needed()
        defining.locator("mjx-container").nth(1).wait_for()
        photo = page.get_by_alt_text("my photo")
        photo.scroll_into_view_if_needed()
        assert photo.evaluate("image => image.naturalWidth") == 1
        other = page.locator(".answer").filter(has=photo)
        other.locator("mjx-container").nth(1).wait_for()
        assert other.locator("[data-mml-node=mfrac]").count() == 1
        assert defining.locator("[data-mml-node=mfrac]").count() == 0
        assert page.locator("[data-mml-node=merror]").count() == 0
        page.set_viewport_size({"width": 500, "height": 900})
        keep(browser, "narrow")
        assert page.evaluate("document.documentElement.scrollWidth") <= 500
        page.set_viewport_size({"width": 1400, "height": 900})

        page.goto(f"{url}/")
        keep(browser, "overview")
        assert violations(page) == []
        unexpected = [error for error in browser.errors if not error.startswith(("400", "409", "Failed to load"))]
        assert unexpected == [] and browser.foreign == []
    course.run("export")
    with (tmp_path / "grades.csv").open(encoding="utf-8") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert float(rows["s000"]["score"]) == 2 and rows["s000"]["state"] == rows["s060"]["state"] == "graded"


def test_answers_that_attack(tmp_path, browser):
    class_with(tmp_path, {f"s{number}": text for number, text in enumerate(ANSWERS.values())})
    with serving(tmp_path) as (url, token):
        browser.host = url
        page, requests, dialogs = browser.page, [], []
        browser.errors.clear()
        page.add_init_script(WATCH)
        page.on("request", lambda request: requests.append(request.url))
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        Grading(browser, url, token)
        address = page.url
        page.evaluate("document.querySelectorAll('.answer').forEach(each => { each.style.contain = 'none'; })")
        page.evaluate("async () => { for (const each of document.querySelectorAll('.answer')) await draw(each); }")
        assert page.locator("mjx-container").count() > 20
        assert page.locator("article").count() == len(set(" ".join(text.split()) for text in ANSWERS.values()))
        for element in page.locator("[href^='javascript' i], [*|href^='javascript' i]").all():
            element.dispatch_event("click")
        page.wait_for_timeout(300)
        assert (page.evaluate("window.ran"), dialogs, page.url) == ([], [], address)
        assert [each for each in requests if not each.startswith((url, "data:"))] == []
        assert page.locator("body [href^='javascript' i]").count() == 0
        assert page.locator(FROM_FORMULAS).count() == 0
        unknown = page.evaluate("() => [...document.querySelectorAll('.answer [id]')].map(each => each.id)")
        assert [id for id in unknown if not id.startswith(("text-", "MJX-", "mjx-"))] == []
