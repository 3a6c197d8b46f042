"""Generators of the hidden checks' inputs, one module per lab.

``CASES`` maps the name of each task to a function of a `numpy.random.Generator` that returns a list
of cases, as the task's visible ones are made (``cs_nn.checks.tasks``). Expected results are not
written down: the grader runs the worked solution on the same inputs.

``LARGE`` maps tasks to functions that return large cases, each with the names of the results that are compared. A
gradient by central differences of the loss takes ten times `grading.answers.LARGE_TIME_LIMIT` on them; a right
function made of Python loops takes about a second. Helper matrices of N x N, C x C, ... must fit into the memory limit,
and `np.choose` takes up to 32 classes.
"""
