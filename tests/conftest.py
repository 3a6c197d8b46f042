"""How tests are shared among processes, and the table of hints that is printed after them (see test_hints.py)."""

import functools

import pytest


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Tests one by one, but all of a file together if they use something that is made once for them.

    (Groups by marks, xdist's ``--dist loadgroup``, are ignored without a word since pytest 9.2.)
    """
    from xdist.scheduler import LoadScopeScheduling

    class Scheduling(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            file = nodeid.partition("::")[0]
            return file if shares(file) else nodeid

    @functools.cache
    def shares(file):
        return 'scope="module"' in (config.rootpath / file).read_text(encoding="utf-8")

    return Scheduling(config, log)


def pytest_terminal_summary(terminalreporter):
    reports = [*terminalreporter.stats.get("passed", []), *terminalreporter.stats.get("failed", [])]
    rows = [value for report in reports if getattr(report, "when", "") == "call"
            for name, value in report.user_properties if name == "hints"]
    if not rows:
        return
    terminalreporter.section("wrong and odd versions")
    titles = ("lab", "wrong", "rejected", "named rightly", "named wrongly", "odd", "accepted")
    terminalreporter.write_line("{:<22}{:>8}{:>10}{:>15}{:>15}{:>8}{:>10}".format(*titles))
    for lab, wrong, rejected, named, misnamed, odd, accepted in sorted(rows):
        terminalreporter.write_line(
            f"{lab:<22}{wrong:>8}{rejected / wrong:>10.0%}{named / wrong:>15.1%}{misnamed / wrong:>15.1%}"
            f"{odd:>8}{accepted / odd:>10.0%}"
        )
