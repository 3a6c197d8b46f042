"""Hand in a lab: one zip with its notebooks, its modules and the networks it asks for, and nothing else.

On the command line::

    python -m cs_nn.submit lab1_softmax

in the last cell of a notebook::

    from cs_nn.submit import submit
    submit("lab1_softmax")

Only the standard library is needed, so that it starts at once.
"""

from cs_nn.submit.archive import write_zip
from cs_nn.submit.handing_in import SubmitError, hand_in, submit
from cs_nn.submit.inspection import Inspection, inspect_lab
from cs_nn.submit.student import clean_student, remembered_student

__all__ = [
    "Inspection",
    "SubmitError",
    "clean_student",
    "hand_in",
    "inspect_lab",
    "remembered_student",
    "submit",
    "write_zip",
]
