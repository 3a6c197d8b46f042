"""The table of hints, printed after the tests (see test_hints.py)."""


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
