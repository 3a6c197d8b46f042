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
    values = {"hints": [], "named alike": []}
    for report in reports:
        for name, value in report.user_properties if getattr(report, "when", "") == "call" else ():
            values.get(name, []).append(value)
    if not values["hints"]:
        return
    terminalreporter.section("wrong and odd versions")
    row = "{:<22}{:>8}{:>10}{:>15}{:>15}{:>17}{:>8}{:>10}"
    titles = ("lab", "wrong", "rejected", "named rightly", "named wrongly", "alike in grader", "odd", "accepted")
    terminalreporter.write_line(row.format(*titles))
    for lab, wrong, rejected, named, misnamed, odd, accepted in sorted(values["hints"]):
        alike = [same for its_lab, same in values["named alike"] if its_lab == lab]
        shares = [f"{rejected / wrong:.0%}", f"{named / wrong:.1%}", f"{misnamed / wrong:.1%}",
                  f"{sum(alike) / len(alike):.1%}" if alike else ""]
        terminalreporter.write_line(row.format(lab, wrong, *shares, odd, f"{accepted / odd:.0%}"))
