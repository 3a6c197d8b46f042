"""How far a student is in all labs: checks that pass, answers that are written, what a hand-in would say, deadlines.

On the command line::

    python -m cs_nn.progress
    python -m cs_nn.progress lab1_softmax

in a notebook (the kit has one for it, ``progress.ipynb``)::

    from cs_nn import progress
    progress.show()
"""

from cs_nn.progress.in_notebook import show
from cs_nn.progress.standing import Standing, all_standings
from cs_nn.progress.terminal import told

__all__ = ["Standing", "all_standings", "show", "told"]
