"""A class with answers to one question, in a gradebook that nbgrader's API made without grading, and its pages."""

import asyncio
import json
import threading
from contextlib import contextmanager

import requests
from course import Course
from nbgrader.api import Gradebook
from tornado import httpserver

from grading.by_question.local_server import free_port
from grading.by_question.question_pages import application
from grading.by_question.questions import Question
from grading.graded import course_api

QUESTION = Question("lab2_two_layer_net", "two_layer_net", "q-first-run")
POINTS, RELEASED = 3, "YOUR ANSWER HERE"


def class_with(root, answers):
    """A course in which students have handed in these answers: a text, or a text and its pictures.

    `RELEASED` has 0 points by itself, as the grader gives it.
    """
    course = Course(root)
    lab, notebook, name = QUESTION
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "cs_nn") as book:
        book.add_assignment(lab)
        book.add_notebook(notebook, lab)
        book.add_grade_cell("sgd", notebook, lab, max_score=2, cell_type="code")  # graded by its test
        book.add_grade_cell(name, notebook, lab, max_score=POINTS, cell_type="markdown")
        book.add_solution_cell(name, notebook, lab)
        for student, answer in answers.items():
            book.add_student(student)
            book.add_submission(lab, student)
            text, pictures = answer if isinstance(answer, tuple) else (answer, {})
            book.find_grade("sgd", notebook, lab, student).needs_manual_grade = False
            if text == RELEASED:
                grade = book.find_grade(name, notebook, lab, student)
                grade.auto_score, grade.needs_manual_grade = 0, False
            hand_in(root, student, text, pictures)
        book.db.commit()
    return course


def hand_in(root, student, text, pictures=None):
    """Write the graded notebook of a student."""
    marks = {"grade_id": QUESTION.name, "grade": True, "solution": True, "locked": False, "points": POINTS,
             "schema_version": 3, "task": False, "cell_type": "markdown"}  # fmt: skip
    cell = {"id": "a", "cell_type": "markdown", "metadata": {"nbgrader": marks}, "source": text}
    if pictures:
        cell["attachments"] = pictures
    path = root / "autograded" / student / QUESTION.lab / f"{QUESTION.notebook}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}
    path.write_text(json.dumps(notebook), encoding="utf-8")


def marks_of(root, student):
    """(score, comment, whether a person must look at it) of a student, as the gradebook has them."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "cs_nn") as book:
        place = QUESTION.name, QUESTION.notebook, QUESTION.lab, student
        grade = book.find_grade(*place)
        return grade.manual_score, book.find_comment(*place).manual_comment, grade.needs_manual_grade


def grade_elsewhere(root, student, score, comment=None):
    """Give a mark as Formgrader does."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "cs_nn") as book:
        place = QUESTION.name, QUESTION.notebook, QUESTION.lab, student
        grade = book.find_grade(*place)
        grade.manual_score, grade.needs_manual_grade = score, False
        book.find_comment(*place).manual_comment = comment
        book.db.commit()


def ask(url, method="GET", **options):
    """The answer to somebody who has no cookie."""
    with requests.Session() as session:
        session.trust_env = False
        return session.request(method, url, **options)


class Client(requests.Session):
    """Somebody who has opened the pages."""

    def __init__(self, url, token):
        super().__init__()
        self.trust_env, self.url, self.token = False, url, token
        self.get(f"{url}/", params={"token": token}).raise_for_status()
        self.get(f"{url}/question", params=QUESTION._asdict()).raise_for_status()
        xsrf = next(cookie.value for cookie in self.cookies if "xsrf" in cookie.name)
        self.headers.update({"Origin": url, "X-XSRFToken": xsrf})

    def page(self, path="question", **more):
        return self.get(f"{self.url}/{path}", params={**QUESTION._asdict(), **more})

    def save(self, marks, **options):
        return self.post(f"{self.url}/marks", params=QUESTION._asdict(), json=marks, **options)


@contextmanager
def serving(root):
    """The pages of a course, served by a thread; gives their address and the token."""
    sockets, port = free_port(0)
    app, keys = application(course_api(root), None, port)
    started, ended = threading.Event(), []

    async def main():
        server = httpserver.HTTPServer(app)
        server.add_sockets(sockets)
        end = asyncio.Event()
        ended.append((asyncio.get_running_loop(), end))
        started.set()
        await end.wait()
        server.stop()
        await server.close_all_connections()

    thread = threading.Thread(target=asyncio.run, args=[main()])
    thread.start()
    started.wait()
    try:
        yield f"http://127.0.0.1:{port}", keys.token
    finally:
        [(loop, end)] = ended
        loop.call_soon_threadsafe(end.set)
        thread.join()
