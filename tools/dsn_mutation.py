"""Changes the DSN rules one small thing at a time, and names the changes that no case sees.

    python -m tools.dsn_mutation [--only PART-OF-PATH] [--every N] [--processes 2] [--cases-only]
                                 [--again OUTPUT]

The rules are `controls/rules/*.py`, `controls/forms.py` and `recalculation/*.py`; what is changed
is in `dsn_mutants.py`. Everything is loaded once, the tests collected; each mutant then lives in a
forked child, where its module and those built on it are executed again, and is killed by the first
failure: of the two files of a case of these modules, of the right files, or of the tests that
speak of these rules. `dsn_mutants.tsv` lists those that nothing can tell from the rule itself,
each with the reason. `--every N` tries one mutant in N, spread evenly. `--cases-only` leaves the
tests out, which is ten times as fast; `--again` tries with them what such a run left alive.
"""

from __future__ import annotations

import argparse
import gc
import logging
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest
from _pytest.runner import runtestprotocol

from tools.dsn_mutants import Mutant, mutants
from tools.dsn_transplant import DSN, codes_of, dependents, install, module_of, paths, registered

if TYPE_CHECKING:
    from mandat.formats.dsn.controls.registry import Control

EQUIVALENT = Path(__file__).with_name("dsn_mutants.tsv")
LONGEST = 60
"""Seconds after which a mutant is given up: killed in its cases, which it keeps from ending; alive
in the tests, which are just too many."""
_SLOW = (
    "test_conformance",
    "test_robust",
    "test_generate",
    "test_cli",
    "test_sample",
    "test_reports",
    "test_history",
    "test_anonym",
    "test_writer",
    "test_summary",
    "test_corrections",
)
KILLED, ALIVE = 1, 0


def equivalent() -> dict[str, str]:
    """The mutants that nothing can tell from the rule: key → reason."""
    rows = EQUIVALENT.read_text(encoding="utf-8").splitlines()[1:]
    return dict(row.rsplit("\t", 1) for row in rows if row)


# ---- what kills


class Judge:
    """Says whether a mutant is seen, by the cases first and by the collected tests then."""

    def __init__(self, items: Sequence[pytest.Item], *, cases_only: bool) -> None:
        """`items` are the tests collected."""
        from mandat.formats.dsn.tests import test_controls, test_registered

        self.tests: Any = test_controls  # tests have no annotations
        self.row: Callable[[Control], str] = test_registered.row
        self.constants: Callable[[Path, ModuleType], list[str]] = test_registered.constants
        self.known = set(test_registered.CONSTANTS.read_text(encoding="utf-8").splitlines())
        rows = test_registered.TABLE.read_text(encoding="utf-8").splitlines()
        self.rows = {row.partition("\t")[0]: row for row in rows}
        self.cases = dict(test_controls.CASES)
        self.in_cases = True
        self.items: dict[Path, list[pytest.Item]] = {}
        if not cases_only:
            for item in items:
                is_case = item.path.stem == "test_controls" and getattr(item, "callspec", None)
                if not is_case:
                    self.items.setdefault(item.path, []).append(item)
        self.texts = {path: path.read_text(encoding="utf-8") for path in self.items}
        self.modules = {path: path.read_text(encoding="utf-8") for path in paths()}

    def is_blind(self) -> bool:
        """Whether something fails without any change: every mutant would seem to be seen."""
        return self._tables_differ(paths()) or any(self._case_fails(code) for code in self.cases)

    def _tables_differ(self, changed: Iterable[Path]) -> bool:
        """Whether the rules and constants of these modules are not as their rows say."""
        from mandat.formats.dsn.controls.registry import REGISTER

        codes = frozenset().union(*map(codes_of, changed))
        return any(
            {*self.constants(each, module_of(each))} - self.known for each in changed
        ) or any(
            code not in REGISTER or self.row(REGISTER[code]) != self.rows.get(code)
            for code in codes
        )

    def sees(self, mutant: Mutant) -> bool:
        """Whether something fails."""
        install(mutant)
        own = codes_of(mutant.path)
        if self._tables_differ(dependents(mutant.path)):
            return True
        first, last = mutant.top
        statement = "\n".join(mutant.path.read_text().splitlines()[first - 1 : last])
        near = [code for code in own if code in statement]
        text = self.modules[mutant.path]
        named = [code for code in self.cases if code not in own and f'"{code}"' in text]
        ordered = [*near, *sorted(own - set(near)), *named]
        if any(self._case_fails(code) for code in ordered):
            return True
        if any(self._is_wrong(name) for name in sorted(self.tests.BASES)):
            return True
        self.in_cases = False
        return any(_fails(item) for item in self._items(mutant, ordered))

    def _case_fails(self, code: str) -> bool:
        case = self.cases.get(code)
        if case is None:
            return False
        try:
            with pytest.MonkeyPatch.context() as patch:
                self.tests.the_fault_is_found_and_told(code, case, patch)
                if code in self.tests.SHARED and self.tests.told_alike_though_different(
                    code, patch
                ):
                    return True
            return bool(self.tests.found(case, case.passing, code) or self.tests.wrong_sides(code))
        except Exception:  # noqa: BLE001 - whatever it is, the mutant is seen
            return True

    def _is_wrong(self, name: str) -> bool:
        try:
            self.tests.test_the_bases_are_right(name)
        except AssertionError:
            return True
        return False

    def _items(self, mutant: Mutant, codes: Sequence[str]) -> list[pytest.Item]:
        """The tests that speak of the module, then of its rules: those that do so most first."""
        parent, _, name = module_of(mutant.path).__name__.rpartition(".")
        counts = {
            path: sum(text.count(code) for code in codes)
            + 1000 * (f"{parent}.{name}" in text or (f"{parent} import" in text and name in text))
            for path, text in self.texts.items()
        }
        chosen = sorted((path for path, count in counts.items() if count), key=lambda p: -counts[p])
        general = [path for path in self.texts if path.stem == "test_controls"]
        order = dict.fromkeys([*general, *chosen])
        return [item for path in order for item in self.items[path]]


def _fails(item: pytest.Item) -> bool:
    return any(report.failed for report in runtestprotocol(item, log=False, nextitem=None))


# ---- all mutants, each in a child


def is_seen(judge: Judge, mutant: Mutant) -> bool:
    """The same as `Judge.sees`, in a child that dies with the mutant."""
    silence = os.open(os.devnull, os.O_WRONLY)
    child = os.fork()
    if child == 0:
        # Time of this process alone: a busy machine changes no score.
        signal.setitimer(signal.ITIMER_PROF, LONGEST)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        signal.signal(signal.SIGPROF, lambda *_: os._exit(KILLED if judge.in_cases else ALIVE))
        try:
            os._exit(KILLED if judge.sees(mutant) else ALIVE)
        except BaseException:  # noqa: BLE001 - the mutant broke something: it is seen
            os._exit(KILLED)
    os.close(silence)
    _, status = os.waitpid(child, 0)
    return status != ALIVE


class Plugin:
    """Runs mutants instead of the tests that pytest has collected."""

    def __init__(self, chosen: Sequence[Mutant], processes: int, *, cases_only: bool) -> None:
        """`chosen` are tried in turn by so many processes."""
        self.chosen, self.processes, self.cases_only = chosen, processes, cases_only
        self.alive: list[Mutant] | None = None
        """None until all were tried."""

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try every mutant."""
        judge = Judge(session.items, cases_only=self.cases_only)
        registered()
        for path in {each.path for each in self.chosen}:
            codes_of(path)
        logging.disable(logging.CRITICAL)
        if judge.is_blind():
            raise RuntimeError("something fails without any change: there is no score")
        # Children copy no page for a count of references that a collection would touch.
        gc.freeze()
        gc.disable()
        with TemporaryFile() as file:
            children = [
                _share(self._try(judge, rank, file.fileno())) for rank in range(self.processes)
            ]
            if any(os.waitpid(child, 0)[1] for child in children):
                raise RuntimeError("a process of the run failed: there is no score")
            file.seek(0)
            self.alive = [self.chosen[int(line)] for line in file.read().split()]
        return True

    def _try(self, judge: Judge, rank: int, out: int) -> Callable[[], None]:
        def work() -> None:
            began = time.monotonic()
            for at in range(rank, len(self.chosen), self.processes):
                if not is_seen(judge, self.chosen[at]):
                    os.write(out, f"{at}\n".encode())
                    say(f"alive: {told(self.chosen[at])}")
                if at // self.processes % 200 == 199:
                    say(f"{at + 1} of {len(self.chosen)}, {time.monotonic() - began:.0f} s")

        return work


def _share(work: Callable[[], None]) -> int:
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    return child


def say(text: str) -> None:
    """Write a line to the terminal, whatever pytest does with the output."""
    os.write(2, f"{text}\n".encode())


def told(mutant: Mutant) -> str:
    """A mutant as a person reads it."""
    return f"{mutant.path.relative_to(DSN)}:{mutant.line}: {mutant.what} | {mutant.source}"


def select(only: str, every: int) -> list[Mutant]:
    """The mutants to try, without the equivalent ones."""
    known = equivalent()
    found = [one for path in paths() if only in str(path) for one in mutants(path)]
    return [one for one in found if one.key not in known][::every]


def run(chosen: Sequence[Mutant], processes: int, *, cases_only: bool = False) -> list[Mutant]:
    """Try mutants; give those that nothing sees."""
    tests = [p for p in sorted((DSN / "tests").rglob("test_*.py")) if not p.stem.startswith(_SLOW)]
    if cases_only:
        tests = [DSN / "tests" / "test_registered.py"]
    plugin = Plugin(chosen, processes, cases_only=cases_only)
    options = ["-q", "--no-header", "-s", "-p", "no:cacheprovider", "-p", "no:randomly"]
    pytest.main([*options, "-p", "no:xdist", *map(str, tests)], plugins=[plugin])
    if plugin.alive is None:
        raise RuntimeError("the run failed: there is no score")
    return plugin.alive


def score(chosen: Iterable[Mutant], alive: Iterable[Mutant]) -> list[str]:
    """A line for each module: its mutants, those alive, the share killed."""
    all_of = Counter(str(each.path.relative_to(DSN)) for each in chosen)
    left = Counter(str(each.path.relative_to(DSN)) for each in alive)
    rows = [*((name, all_of[name], left[name]) for name in sorted(all_of))]
    rows.append(("all", all_of.total(), left.total()))
    return [
        f"{name:<44}{n:>6}{less:>6}{100 * (n - less) / max(n, 1):>8.1f} %" for name, n, less in rows
    ]


def _write_table() -> int:
    from mandat.formats.dsn.tests import test_registered as found

    test_registered: Any = found  # tests have no annotations
    tables = {
        test_registered.TABLE: test_registered.table(),
        test_registered.CONSTANTS: test_registered.all_constants(),
    }
    for path, rows in tables.items():
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return 0


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command: 1 when a mutant is alive."""
    parser = argparse.ArgumentParser(description="Change the rules, see who notices.")
    parser.add_argument("--only", default="", help="modules whose path holds this")
    parser.add_argument("--every", type=int, default=1, help="try one mutant in so many")
    parser.add_argument("--processes", type=int, default=1, choices=(1, 2))
    parser.add_argument("--cases-only", action="store_true", help="leave the tests out")
    parser.add_argument("--again", type=Path, help="only those that this output tells alive")
    parser.add_argument("--table", action="store_true", help="write the tables of the rules again")
    options = parser.parse_args(argv)
    if options.table:
        return _write_table()
    chosen = select(options.only, options.every)
    if options.again:
        lines = options.again.read_text(encoding="utf-8").splitlines()
        before = {line.removeprefix("alive: ") for line in lines}
        chosen = [each for each in chosen if told(each) in before]
    began = time.monotonic()
    alive = run(chosen, options.processes, cases_only=options.cases_only)
    print(*(told(each) for each in sorted(alive, key=told)), sep="\n")
    print(*score(chosen, alive), sep="\n")
    print(f"{len(chosen)} mutants in {time.monotonic() - began:.0f} s")
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main())
