"""Imported once, before local workers are forked from the process that has done so: each would do the same first."""

import gc

import nbformat.v4

import grading.execute  # as do those below: what nbgrader_config.py names, which nbgrader imports late
import grading.rebuilding
import grading.restoring
import grading.submitted  # noqa: F401
from grading.autograding.parcels import course_version
from grading.sandbox import why_unsealed
from grading.system_calls import why_unfiltered

course_version()
why_unsealed()
why_unfiltered()
nbformat.validate(nbformat.v4.new_notebook())
gc.freeze()  # what is never garbage is not looked at, nor copied by that
