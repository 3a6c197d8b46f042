"""Generators of the hidden checks' inputs, one module per lab.

``CASES`` maps the name of each task to a function of a `numpy.random.Generator` that returns a list
of cases, as the task's visible ones are made (``cs_nn.tools.tasks``). Expected results are not
written down: the grader runs the worked solution on the same inputs.
"""
