"""`bin/test`: the suite on SQLite, again on PostgreSQL, then the journeys in a browser.

What the machine lacks is left out and said on the last lines; with CI=true nothing may be.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

from mandat.config import catalogues
from tools import chromium, scratch

ROOT = Path(__file__).resolve().parent.parent
NO_DATABASE = ("mandat/formats", "mandat/identifiers", "mandat/lib")
NOTHING_COLLECTED = 5
MACHINE = re.compile(r"postgres|chromium|browser", re.IGNORECASE)


@dataclass
class Outcome:
    """What the runs gave together."""

    counts: Counter[str] = field(default_factory=Counter)
    missing: list[str] = field(default_factory=list)  # what the machine does not have
    skips: dict[str, str] = field(default_factory=dict)  # test → why it was skipped in some run
    ran: set[str] = field(default_factory=set)
    broken: bool = False

    @property
    def left_out(self) -> list[str]:
        """What no run has tried: a test of PostgreSQL alone is skipped on SQLite by right."""
        return self.missing + [
            f"{name}: {why}" for name, why in self.skips.items() if name not in self.ran
        ]

    def add(self, report: Path) -> None:
        """Count one JUnit report."""
        if not report.exists():
            return
        for case in ET.parse(report).getroot().iter("testcase"):  # noqa: S314  # ours
            kinds = {child.tag: child.get("message", "") for child in case}
            name = f"{case.get('classname')}.{case.get('name')}"
            if "failure" in kinds or "error" in kinds:
                self.counts["failed"] += 1
            elif "skipped" in kinds:
                self.counts["skipped"] += 1
                if MACHINE.search(kinds["skipped"]):
                    self.skips[name] = kinds["skipped"]
            else:
                self.counts["passed"] += 1
                self.ran.add(name)


def _run(title: str, outcome: Outcome, arguments: list[str], **env: str) -> None:
    """One pytest run over both cores; its results are added to `outcome`."""
    print(f"\n== {title}", flush=True)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mandat-report-") as folder:
        report = Path(folder) / "report.xml"
        done = subprocess.run(
            [
                *(
                    sys.executable,
                    "-P",
                    "-m",
                    "pytest",
                    "-n",
                    "2",
                    "--dist",
                    "loadgroup",
                    f"--junitxml={report}",
                ),
                *arguments,
            ],
            cwd=ROOT,
            env={**os.environ, **env},
            check=False,
        )
        outcome.add(report)
    if done.returncode not in {0, NOTHING_COLLECTED}:
        outcome.broken = True
    print(f"== {title}: {time.monotonic() - began:.0f} s", flush=True)


def _on_postgresql(outcome: Outcome, extra: list[str]) -> None:
    url = scratch.server()
    if not url:
        outcome.missing.append("PostgreSQL: no server answers (MANDAT_TEST_DATABASE_URL)")
        return
    aside = [f"--ignore={folder}" for folder in NO_DATABASE]
    with scratch.database(url) as fresh:
        _run(
            "PostgreSQL (what touches no database ran above)",
            outcome,
            ["-m", "not browser", "--create-db", *aside, *extra],
            MANDAT_TEST_DATABASE_URL=fresh,
        )


def _in_browser(outcome: Outcome, extra: list[str]) -> None:
    browser = chromium.find()
    if not browser:
        outcome.missing.append("browser journeys: no Chromium found (MANDAT_CHROMIUM)")
        return
    where = extra or ["tests/journeys"]
    if not extra and not (ROOT / "tests/journeys").exists():
        outcome.missing.append("browser journeys: tests/journeys is missing")
        return
    _run(
        f"Browser journeys ({browser})",
        outcome,
        ["-m", "browser", "--dist", "loadfile", *where],
        MANDAT_TEST_DATABASE_URL="",
        MANDAT_CHROMIUM=browser,
    )


def main(extra: list[str]) -> int:
    """Run what can be run; `extra` goes to pytest as it is."""
    catalogues.compile_all(ROOT / "mandat" / "locale")
    outcome = Outcome()
    _run(
        "SQLite",
        outcome,
        ["-m", "not browser and not postgresql", *extra],
        MANDAT_TEST_DATABASE_URL="",
    )
    _on_postgresql(outcome, extra)
    _in_browser(outcome, extra)
    strict = os.environ.get("CI", "").lower() in {"1", "true"}
    print()
    for line in outcome.left_out:
        print(f"left out: {line}")
    if strict and outcome.left_out:
        print("CI=true: nothing may be left out")
    counts = outcome.counts
    print(
        f"tests: {counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped"
    )
    failed = outcome.broken or counts["failed"] or (strict and outcome.left_out)
    return 1 if failed or not counts["passed"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
