"""Grading by question: all answers to one question on one page, in a browser on this machine.

`questions` says which there are, `answer_groups` reads the answers, `manual_marks` saves what a person gives, and
`question_pages` shows it, on a `local_server`. Marks are nbgrader's own, in the gradebook, as Formgrader writes them.
"""
