"""`bin/test` says what no run has tried, and only that."""

from __future__ import annotations

from pathlib import Path

from tools.suite import Outcome

REPORT = "<testsuites><testsuite>{}</testsuite></testsuites>"
CASE = '<testcase classname="a" name="{}">{}</testcase>'
SKIP = '<skipped message="{}"/>'


def report(folder: Path, *cases: str) -> Path:
    path = folder / "report.xml"
    path.write_text(REPORT.format("".join(cases)))
    return path


def test_what_one_database_skips_and_the_other_runs_is_not_left_out(tmp_path: Path) -> None:
    outcome = Outcome()
    skipped = SKIP.format("PostgreSQL alone")
    outcome.add(report(tmp_path, CASE.format("both", ""), CASE.format("one", skipped)))
    assert outcome.left_out == ["a.one: PostgreSQL alone"]
    outcome.add(report(tmp_path, CASE.format("both", ""), CASE.format("one", "")))
    assert outcome.left_out == []
    assert outcome.counts == {"passed": 3, "skipped": 1}


def test_a_missing_machine_and_a_failure_are_told(tmp_path: Path) -> None:
    outcome = Outcome(missing=["PostgreSQL: no server answers"])
    outcome.add(report(tmp_path, CASE.format("bad", '<failure message="no"/>')))
    outcome.add(report(tmp_path, CASE.format("far", SKIP.format("needs ../shared"))))
    assert outcome.left_out == ["PostgreSQL: no server answers"]
    assert outcome.counts["failed"] == 1
