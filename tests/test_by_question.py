"""Grading by question without a browser: what is read, what is saved, and who may ask."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
from collections import Counter

import nbformat
import pytest
from bs4 import BeautifulSoup
from by_question import POINTS, QUESTION, RELEASED, Client, ask, class_with, grade_elsewhere, hand_in, marks_of, serving
from classes import can_be_interrupted, environment
from test_hostile_pages import ANSWERS

from cs_nn.tools.labs import COURSE, load_labs
from grading.__main__ import main
from grading.by_question.answer_groups import grouped, read_answers
from grading.by_question.local_server import Keys, free_port
from grading.by_question.manual_marks import ChangedError, Mark, read_points, save
from grading.by_question.question_pages import preview
from grading.by_question.questions import Question, source_of, tallies
from grading.graded import course_api
from grading.restoring import NOTE

pytestmark = pytest.mark.filterwarnings("ignore:Object of type")  # of nbgrader's database

DOT = {"dot.png": {"image/png": "iVBORw0KGgo="}}
CLASS = {
    "ada": "The steps are too small.",
    "ben": "The  steps are\ntoo small.\n",
    "eve": "Something else.",
    "fay": ("The steps are too small.", DOT),
    "gil": f"{RELEASED}\n\n{NOTE}text of the student's own stands beside it.*",
    "hal": f"{RELEASED}\n\n{NOTE}text of the student's own stands beside it.*",
    "ida": RELEASED,
    "jan": RELEASED,
}


@pytest.fixture
def api(tmp_path):
    class_with(tmp_path, CLASS)
    return course_api(tmp_path)


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    root = tmp_path_factory.mktemp("course")
    class_with(root, {**CLASS, "mia": "$x$"})
    with serving(root) as (url, token):
        yield root, url, token


def states(api, *students):
    with api.gradebook as book:
        found = {answer.student: answer.state for answer in read_answers(api, book, QUESTION)}
    return [found[student] for student in students]


def give(api, score, *students, comment="", **more):
    marks = [Mark(state["id"], state["seen"], score, comment, **more) for state in states(api, *students)]
    with api.gradebook as book:
        return save(api, book, QUESTION, marks)


# ------------------------------------------------------------------ what is read
@pytest.mark.parametrize("lab", load_labs())
def test_every_question_of_the_course_has_a_text_and_parts_that_add_up(lab):
    api, found = course_api(COURSE), 0
    for notebook in load_labs()[lab].notebooks:
        for cell in nbformat.read(COURSE / "assignments" / lab / f"{notebook}.ipynb", as_version=4).cells:
            marks = cell.metadata.get("nbgrader", {})
            if marks.get("grade") and marks.get("solution"):
                source = source_of(api, Question(lab, notebook, marks.grade_id), marks.points)
                assert "Question" in source.text["source"].partition("\n")[0]
                wrong = re.search(r"<br>\*\*(Often wrong:|Common wrong answers\.)\*\*", source.model["source"])
                assert wrong, f"{marks.grade_id} does not say what is often wrong"
                assert sum(points for _, points in source.parts) == marks.points, marks.grade_id
                found += 1
    assert found


def test_parts_that_do_not_add_up_are_not_offered():
    assert source_of(course_api(COURSE), QUESTION, POINTS + 1).parts == []
    assert source_of(course_api(COURSE), QUESTION._replace(name="gone"), POINTS).model is None


def test_questions_are_those_graded_by_hand(api):
    with api.gradebook as book:
        [(question, tally)] = tallies(api, book).items()
        assert tallies(api, book, "lab3_three_layer_net") == {}
    assert question == QUESTION and (tally.points, tally.answers, tally.waiting, tally.again) == (POINTS, 8, 6, 0)


def test_equal_answers_stand_together(api):
    """Equal but for white space; with another picture, or where the answer stands elsewhere, not."""
    with api.gradebook as book:
        groups = [sorted(answer.student for answer in group) for group in grouped(read_answers(api, book, QUESTION))]
    assert groups[0] == ["ada", "ben"] and groups[-1] == ["ida", "jan"], "those with 0 by themselves come last"
    assert sorted(groups[1:-1]) == [["eve"], ["fay"], ["gil"], ["hal"]]


def test_a_notebook_that_is_gone_or_damaged(api, tmp_path):
    (tmp_path / "autograded" / "eve" / QUESTION.lab / f"{QUESTION.notebook}.ipynb").unlink()
    (tmp_path / "autograded" / "ada" / QUESTION.lab / f"{QUESTION.notebook}.ipynb").write_text("{")
    with api.gradebook as book:
        texts = {answer.student: answer.text for answer in read_answers(api, book, QUESTION)}
    assert texts["eve"] is None and texts["ada"] is None and texts["ben"]


# ------------------------------------------------------------------ what is saved
@pytest.mark.parametrize(("text", "points"), [
    ("2", 2.0), (" 2.5 ", 2.5), ("2,5", 2.5), (".5", 0.5), ("0", 0.0), ("3", 3.0), ("", None), ("２", 2.0),
])  # fmt: skip
def test_points(text, points):
    assert read_points(text, POINTS) == points


@pytest.mark.parametrize(("text", "words"), [
    ("three", "“three” is no number"), ("3.5", "3.5 is too much: this question has 3 points"), ("-1", "negative"),
    ("nan", "no number"), ("inf", "no number"), ("1e0", "no number"), ("1_0", "no number"), ("2\x1b[0m!", "no number"),
    ("9" * 400, "too much"),
])  # fmt: skip
def test_what_is_no_points(text, words):
    with pytest.raises(ValueError, match=words) as refused:
        read_points(text, POINTS)
    assert str(refused.value).isprintable() and len(str(refused.value)) < 500


def test_a_group_is_graded_and_graded_again(api, tmp_path):
    give(api, "2,5", "ada", "ben", comment="Right.")
    assert marks_of(tmp_path, "ada") == marks_of(tmp_path, "ben") == (2.5, "Right.", False)
    give(api, "3", "ada")
    assert marks_of(tmp_path, "ada") == (3, None, False) and marks_of(tmp_path, "ben") == (2.5, "Right.", False)


def test_without_points_an_answer_waits_again(api, tmp_path):
    give(api, "2", "ada", "ida", comment="x")
    give(api, "", "ada", "ida", comment="y")
    assert marks_of(tmp_path, "ada") == (None, "y", True)
    assert marks_of(tmp_path, "ida") == (None, "y", False), "it has 0 by itself"


def test_what_was_given_before_the_last_grading_is_confirmed_or_stays(api, tmp_path):
    give(api, "2", "ada", again=True)
    assert marks_of(tmp_path, "ada") == (2, None, True) and states(api, "ada")[0]["again"]
    give(api, "2", "ada")
    assert marks_of(tmp_path, "ada") == (2, None, False)


def test_wrong_points_change_nothing(api, tmp_path):
    with pytest.raises(ValueError, match="too much"):
        give(api, "4", "ada", "ben")
    assert marks_of(tmp_path, "ada")[0] is None


def test_of_two_people_at_once_one_is_told(api):
    [state], told = states(api, "ada"), []

    def give_at_once(score):
        with api.gradebook as book:
            try:
                save(api, book, QUESTION, [Mark(state["id"], state["seen"], score, "")])
            except ChangedError as error:
                told.append(str(error))

    threads = [threading.Thread(target=give_at_once, args=[score]) for score in ("1", "2")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    [given] = states(api, "ada")
    assert len(told) == 1 and f"now {given['score']:g} point" in told[0]


# ------------------------------------------------------------------ pages
def test_the_overview_and_the_page_of_a_question(pages):
    root, url, token = pages
    client = Client(url, token)
    soup = BeautifulSoup(client.get(f"{url}/").text, "html.parser")
    [row] = soup.select("tbody tr")
    assert [cell.get_text() for cell in row.select(".number")] == ["3", "9", "7", "–"]
    soup = BeautifulSoup(client.get(url + row.a["href"]).text, "html.parser")
    assert len(soup.select("article")) == 7 and "Answer 1, from 2 students" in soup.article.get_text()
    assert len(soup.article.select("fieldset input")) == 3
    assert soup.select_one("a.notebook")["href"].endswith("#text-Question-2-%283-points%29")
    beside = soup.aside.get_text()
    assert "Question 2 (3 points)" in beside and "Often wrong" in beside


def test_names_are_told_on_request_only(pages):
    _, url, token = pages
    client = Client(url, token)
    names = [name for name in CLASS if name in BeautifulSoup(client.page().text, "html.parser").get_text().split()]
    assert names == [] and "ada, ben" in client.page(names=1).text
    assert not [name for name in CLASS if f"/{name}/" in client.page().text]


def test_an_answer_as_html_and_its_notebook(pages):
    root, url, token = pages
    client, [state] = Client(url, token), states(course_api(root), "fay")
    answer = client.page("answer", id=state["id"])
    assert "<p>The steps are too small.</p>" in answer.text and "sandbox" in answer.headers["Content-Security-Policy"]
    notebook = client.page("notebook", id=state["id"]).text
    assert "The steps are too small." in notebook and "script-src" in notebook
    assert "fay" not in BeautifulSoup(notebook, "html.parser").get_text().split()
    gone = client.page("answer", id="0")
    assert gone.status_code == 404 and "grade the submission again" in gone.text
    assert client.get(f"{url}/question", params={"lab": "x", "notebook": "y", "name": "z"}).status_code == 404
    assert "argument" in client.get(f"{url}/question").text


def test_marks_of_others_are_not_replaced_unseen(pages):
    root, url, token = pages
    client, [state] = Client(url, token), states(course_api(root), "mia")
    mark = {"id": state["id"], "seen": state["seen"], "score": "1", "comment": ""}
    grade_elsewhere(root, "mia", 2, "Good.")
    refused = client.save([mark])
    assert refused.status_code == 409 and "now 2 points with “Good.”" in refused.json()["message"]
    assert marks_of(root, "mia") == (2, "Good.", False)
    saved = client.save([{**mark, "seen": refused.json()["states"][state["id"]]["seen"]}])
    assert saved.status_code == 200 and marks_of(root, "mia") == (1, None, False)

    hand_in(root, "mia", "Another answer.")
    seen = saved.json()["states"][state["id"]]["seen"]
    refused = client.save([{**mark, "seen": seen, "score": "3"}])
    assert refused.status_code == 409 and "Load the page again" in refused.json()["message"]
    assert "seen" not in refused.json()["states"][state["id"]]


def test_a_gradebook_in_use(pages, monkeypatch):
    root, url, token = pages
    client, [state] = Client(url, token), states(course_api(root), "eve")
    mark = {"id": state["id"], "seen": state["seen"], "score": "1", "comment": ""}
    connect = sqlite3.dbapi2.connect
    monkeypatch.setattr(sqlite3.dbapi2, "connect", lambda *args, **facts: connect(*args, **{**facts, "timeout": 0}))
    with sqlite3.connect(root / "gradebook.db") as other:
        other.execute("BEGIN IMMEDIATE")
        refused = client.save([mark])
    other.close()
    assert refused.status_code == 503 and refused.text.endswith("Nothing was saved: try again.")
    assert client.save([mark]).status_code == 200


# ------------------------------------------------------------------ who may ask
def test_who_has_no_token_gets_nothing(pages):
    _, url, token = pages
    for path in ("", "question", "answer", "notebook"):
        for given in ({}, {"token": ""}, {"token": token[:-1]}, {"token": "ü"}):
            answer = ask(f"{url}/{path}", params={**QUESTION._asdict(), **given})
            assert answer.status_code == 403 and "Open the address" in answer.text
    for host, status in (("outside.test", 403), ("127.0.0.1.outside.test", 403), ("localhost:9999", 302)):  # a tunnel
        facts = {"params": {"token": token}, "headers": {"Host": host}, "allow_redirects": False}
        assert ask(f"{url}/", **facts).status_code == status


def test_only_the_pages_may_write(pages):
    root, url, token = pages
    client, [state] = Client(url, token), states(course_api(root), "ben")
    marks = [{"id": state["id"], "seen": state["seen"], "score": "1", "comment": ""}]
    for headers in (
        {"Origin": "http://outside.test"}, {"Origin": "http://127.0.0.1:1"}, {"Origin": "null"}, {"Origin": None},
        {"X-XSRFToken": None}, {"X-XSRFToken": "1"},
    ):  # fmt: skip
        assert client.save(marks, headers=headers).status_code == 403
    plain = ask(f"{url}/marks", "POST", params=QUESTION._asdict(), json=marks, headers={"Origin": url})
    assert plain.status_code == 403 and marks_of(root, "ben")[0] is None
    assert client.save([{"id": 1}]).status_code == 400 and client.save("x").status_code == 400


def test_a_cookie_comes_with_the_token_and_the_browser_opens_once(pages):
    _, url, token = pages
    first = ask(f"{url}/", params={"token": token}, allow_redirects=False)
    assert first.headers["Location"] == "/" and "HttpOnly" in first.headers["Set-Cookie"]
    keys = Keys()
    once = keys.once
    assert keys.fit(once) and not keys.fit(once) and keys.fit(keys.token) and keys.fit(keys.token)


def test_hostile_answers_stay_within_their_place(tmp_path):
    """Until an answer is drawn its text stands there; what is drawn is looked at in `test_grading_in_browser`."""
    text = "\n".join(ANSWERS.values())
    class_with(tmp_path, {"s1": text[:2000], "s2": text[2000:], "s3": "'\"><script>hostile()</script>"})
    with serving(tmp_path) as (url, token):
        soup = BeautifulSoup(Client(url, token).page().text, "html.parser")
    assert (
        Counter(tag.get("src", tag.get("id")) for tag in soup.select("main *, aside *") if tag.name == "script") == {}
    )
    assert [len(json.loads(part["data-states"])) for part in soup.select("article")] == [1, 1, 1]
    assert "<script>hostile()</script>" in soup.select("article pre")[0].get_text()
    assert preview("![x](data:image/png;base64,AAAA) y") == "![x](…) y"


# ------------------------------------------------------------------ the command
@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C as a signal")
def test_the_command_serves_until_it_is_interrupted(tmp_path):
    class_with(tmp_path, {"ada": "x"})
    command = [sys.executable, "-m", "grading", "grade", QUESTION.lab, "--no-browser"]
    process = subprocess.Popen(command, cwd=tmp_path, env=environment(), text=True, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, preexec_fn=can_be_interrupted)  # fmt: skip
    try:
        address = process.stdout.readline().split()[-1]
        assert ask(address).status_code == 200
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=20)
    finally:
        process.kill()
    assert process.returncode == 0 and said.endswith("Stopped. What was saved is in the gradebook.\n")
    assert "Traceback" not in said


def test_a_gradebook_that_is_none(tmp_path, monkeypatch):
    class_with(tmp_path, {})
    (tmp_path / "gradebook.db").write_bytes(b"x" * 5000)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit, match="can't be used .file is not a database"):
        main(["grade"])


@pytest.mark.parametrize(("arguments", "words"), [
    ([], "there is no gradebook in"), (["--port=http"], "http is no port"),
])  # fmt: skip
def test_what_the_command_says_without_a_gradebook(arguments, words, tmp_path, monkeypatch, capsys):
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as stopped:
        main(["grade", *arguments])
    assert words in f"{stopped.value}{capsys.readouterr().err}"


def test_a_port_in_use():
    [first], port = free_port(0)
    try:
        [other], another = free_port(port)
        assert another != port
        other.close()
    finally:
        first.close()
