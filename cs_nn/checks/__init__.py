"""Checks of what students write, with hints: ``check("softmax_loss_naive")``.

Each graded function is a `Task` (`cs_nn.checks.tasks`, one module per lab). Here is what notebooks, tasks, the grader
and tests use.
"""

from cs_nn.checks.comparing import judge_code, judge_outcome, judge_task, run_and_judge
from cs_nn.checks.crashes import crash_problem, describe_exception
from cs_nn.checks.diagnosis import first_problem, main_problem
from cs_nn.checks.judging import changed_argument, compare, judge, kept
from cs_nn.checks.message import CheckFailed
from cs_nn.checks.report import anchor, headline
from cs_nn.checks.running import AGAIN, ARGUMENT, by_name, replaced, run_again, run_task, to_array, unpack
from cs_nn.checks.saved_module import saved_module
from cs_nn.checks.stored import find_task, lab_tasks, load_answers, load_expected, visible_cases
from cs_nn.checks.student_code import StudentCode, outcome
from cs_nn.checks.task import Case, Comparison, Problem, Remark, Results, Task, WrongResult, slopes_of
from cs_nn.checks.tolerance import agrees
from cs_nn.checks.visible import Verdict, check, experiment, student_module, verdict_on
