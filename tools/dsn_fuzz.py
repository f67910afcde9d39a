"""Feeds spoiled DSN files to the reader and sees that it keeps what it promises.

    python -m tools.dsn_fuzz [--count N] [--start N] [--seed N] [--processes 2] [--out FOLDER]

For each input: no exception, only codes of the catalogue and never `rule-broken`, every line
within the file, nothing in a problem that says who a person is, at most a second of processor
time and 64 MB. One input in ten is also summarised, its corrections looked for, and each of its
problems put into words in the four languages.

Inputs depend on the seed and their number only, so a run goes on with `--start`, and
`--only N` tries one again. The first input of each kind of failure is made small and kept in
FOLDER.
Memory is the high-water mark of the process against what it held before the input, so it is
measured for every input that raises the mark, and is no more than that for the others.
"""

from __future__ import annotations

import argparse
import logging
import multiprocessing
import re
import resource
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache, partial
from pathlib import Path
from tempfile import gettempdir
from typing import NamedTuple

from mandat.formats.dsn.catalogue import codes
from mandat.formats.dsn.corrections import corrections_of
from mandat.formats.dsn.lines import split
from mandat.formats.dsn.model import Problem, Reading
from mandat.formats.dsn.norms import KNOWN, is_private
from mandat.formats.dsn.reader import check
from mandat.formats.dsn.summary import summarise
from mandat.formats.dsn.texts import LANGUAGES, explain_problem
from tools import dsn_inputs
from tools.dsn_inputs import Lines

TODAY = date(2026, 11, 1)
MOST_SECONDS = 1.0
MOST_BYTES = 64 << 20
CHUNK = 250
SHORTEST_PRIVATE, LONG_ENOUGH = 5, 8
"""Shorter values say nothing of a person and stand everywhere; from the second length on, a value
is looked for inside what is told, and not only as the whole of it."""
_SAMPLE = 10
_GLUED = re.compile(r"(S\d\d\.[A-Z]\d\d\.\d\d\.\d{3}),'([^']*)'")
"""Records in a line, even where the ends of lines were lost."""
_PAGE = resource.getpagesize()


class Failure(NamedTuple):
    """A promise not kept: which one, by which input, and more about it."""

    kind: str
    number: int
    more: str


class Done(NamedTuple):
    """What a chunk of inputs gave."""

    first: int
    failures: list[Failure]
    seconds: float
    bytes: int
    lines: int


@cache
def _codes() -> frozenset[str]:
    return frozenset(codes())


# ---- one input


def kinds(content: bytes, *, with_words: bool = True) -> dict[str, str]:
    """What goes wrong with an input: kind → more about it. Empty when every promise is kept."""
    began = time.process_time()
    try:
        reading = check(content, today=TODAY)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the failure looked for
        return {_name(error): traceback.format_exc(limit=-4)}
    seconds = time.process_time() - began
    found = {"slow": f"{seconds:.2f} s"} if seconds > MOST_SECONDS else {}
    last = max(reading.line_count, 1)
    for problem in reading.problems:
        found |= dict(_wrong(problem, last))
    found |= dict(_told(content, reading))
    if with_words:
        found |= _words(reading)
    return found


def _name(error: Exception) -> str:
    at = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(at.filename).name}:{at.name}"


def _wrong(problem: Problem, last: int) -> Iterator[tuple[str, str]]:
    if problem.code not in _codes():
        yield f"unknown code {problem.code}", ""
    if problem.code == "rule-broken":
        yield f"broken {problem.details['rule']}", ""
    lines = [problem.line, *(each.line or 1 for each in problem.compared)]
    if not all(1 <= line <= last for line in lines):
        yield f"line outside, {problem.code}", f"{lines} of {last}"


def _told(content: bytes, reading: Reading) -> Iterator[tuple[str, str]]:
    """Private values of the input that some problem tells."""
    told = {
        text: problem.code
        for problem in reading.problems
        for text in (
            problem.value,
            *(each.value for each in problem.compared),
            *(str(each) for each in problem.details.values()),
        )
        # The name of a norm is ours to tell, even where somebody is called so.
        if len(text) >= SHORTEST_PRIVATE and text not in KNOWN
    }
    if not told:
        return
    private, others = _values(content)
    for text, code in told.items():
        for value in private:
            # The same text may stand where it says nothing of anyone, and is told from there.
            is_told = value in text if len(value) >= LONG_ENOUGH else value == text
            if is_told and not any(value in other for other in others):
                yield f"private value told by {code}", ""


def _values(content: bytes) -> tuple[set[str], set[str]]:
    """The values of the private rubrics of a file; every line that has nothing private."""
    private, others = set(), set()
    for line in content.splitlines():
        text = line.decode("latin-1")
        parts = split(text)
        rubrics = {f"{parts.block}.{parts.number}": parts.value} if parts else {}
        rubrics |= dict(_GLUED.findall(text))
        told = {value.strip() for rubric, value in rubrics.items() if is_private(rubric)}
        private |= {value for value in told if len(value) >= SHORTEST_PRIVATE}
        if not told:
            others.add(text)
    return private, others


def _words(reading: Reading) -> dict[str, str]:
    """Figures, corrections and sentences: none may raise, no sentence may be empty."""
    try:
        for declaration in reading.declarations:
            summarise(declaration)
            corrections_of(declaration)
        for problem in {problem.code: problem for problem in reading.problems}.values():
            for language in LANGUAGES:
                if not explain_problem(problem, language).what:
                    return {f"no sentence, {problem.code}": language}
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the failure looked for
        return {_name(error): traceback.format_exc(limit=-4)}
    return {}


# ---- many inputs


def _held() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE


def _highest() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def run_chunk(first: int, *, seed: int, stop: int) -> Done:
    """Try the inputs of a chunk."""
    failures: list[Failure] = []
    slowest, most, lines = 0.0, 0, 0
    for number in range(first, min(first + CHUNK, stop)):
        content = dsn_inputs.make(seed, number)
        mark, before, began = _highest(), _held(), time.process_time()
        found = kinds(content, with_words=number % _SAMPLE == 0)
        slowest = max(slowest, time.process_time() - began)
        used = _highest() - before if _highest() > mark else 0
        if used > MOST_BYTES:
            found["memory"] = f"{used >> 20} MB"
        most, lines = max(most, used), lines + content.count(b"\n")
        failures += [Failure(kind, number, more) for kind, more in found.items()]
    return Done(first, failures, slowest, most, lines)


def run(seed: int, numbers: range, processes: int, each: Callable[[Done], None]) -> None:
    """Try many inputs in several processes, chunk by chunk, in order."""
    chunks = range(numbers.start, numbers.stop, CHUNK)
    dsn_inputs.make(seed, 0)
    kinds(b"S10.G00.00.001,'X'")
    work = partial(run_chunk, seed=seed, stop=numbers.stop)
    if processes == 1:
        for first in chunks:
            each(work(first))
        return
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        for done in pool.imap(work, chunks):
            each(done)


# ---- a failing input made small


def shrink(content: bytes, kind: str, most: int = 3_000) -> bytes:
    """Leave out lines, then pieces of lines, as long as the same thing goes wrong."""
    tries = 0

    def fails(parts: Sequence[bytes]) -> bool:
        nonlocal tries
        tries += 1
        return tries <= most and kind in kinds(b"".join(parts))

    lines = _fewer(content.splitlines(keepends=True), fails)
    for at, line in enumerate(lines):
        if len(line) > 60:
            before, after = lines[:at], lines[at + 1 :]

            def still(some: bytes, before: Lines = before, after: Lines = after) -> bool:
                return fails([*before, some, *after])

            lines[at] = _shorter(line, still)
    return b"".join(lines)


def _shorter(line: bytes, fails: Callable[[bytes], bool]) -> bytes:
    pieces = [line[at : at + 1] for at in range(min(len(line), 400))]
    if not fails(b"".join(pieces)):
        return line
    return b"".join(_fewer(pieces, lambda some: fails(b"".join(some))))


def _fewer(parts: list[bytes], fails: Callable[[Sequence[bytes]], bool]) -> list[bytes]:
    size = max(len(parts) // 2, 1)
    while True:
        at = 0
        while at < len(parts):
            rest = parts[:at] + parts[at + size :]
            if rest and fails(rest):
                parts = rest
            else:
                at += size
        if size == 1:
            return parts
        size //= 2


# ---- the command


class Report:
    """Counts, keeps the first input of each kind of failure, and says how far the run is."""

    def __init__(self, seed: int, numbers: range, out: Path) -> None:
        """Nothing has been tried."""
        self.seed, self.numbers, self.out = seed, numbers, out
        self.kinds: Counter[str] = Counter()
        self.slowest, self.most, self.lines = 0.0, 0, 0
        self.began = time.monotonic()

    def add(self, done: Done) -> None:
        """A chunk is done."""
        self.slowest = max(self.slowest, done.seconds)
        self.most = max(self.most, done.bytes)
        self.lines += done.lines
        for failure in done.failures:
            if failure.kind not in self.kinds:
                self._keep(failure)
            self.kinds[failure.kind] += 1
        reached = min(done.first + CHUNK, self.numbers.stop)
        if (done.first // CHUNK) % 20 == 0 or reached == self.numbers.stop:
            self._say(reached)

    def _keep(self, failure: Failure) -> None:
        content = dsn_inputs.make(self.seed, failure.number)
        name = "".join(sign if sign.isalnum() else "-" for sign in failure.kind)
        self.out.mkdir(parents=True, exist_ok=True)
        path = self.out / f"{name}.dsn"
        path.write_bytes(shrink(content, failure.kind))
        print(
            f"{failure.kind}: input {failure.number}, made small in {path}\n{failure.more}",
            flush=True,
        )

    def _say(self, reached: int) -> None:
        count = reached - self.numbers.start
        rate = count / max(time.monotonic() - self.began, 0.001)
        print(
            f"{count} inputs ({self.lines} lines), up to number {reached}, seed {self.seed}: "
            f"{self.kinds.total()} failures of {len(self.kinds)} kinds; "
            f"slowest {self.slowest:.2f} s, most {self.most >> 20} MB; {rate:.0f}/s",
            flush=True,
        )


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command: 1 when a promise was not kept."""
    parser = argparse.ArgumentParser(description="Feed spoiled DSN files to the reader.")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--start", type=int, default=0, help="number of the first input")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2, choices=(1, 2))
    parser.add_argument("--out", type=Path, default=Path(gettempdir()) / "dsn-fuzz")
    parser.add_argument("--only", type=int, help="try this input alone")
    options = parser.parse_args(argv)
    logging.disable(logging.CRITICAL)
    if options.only is not None:
        found = kinds(dsn_inputs.make(options.seed, options.only))
        print(found or "every promise kept")
        return 1 if found else 0
    numbers = range(options.start, options.start + options.count)
    report = Report(options.seed, numbers, options.out)
    run(options.seed, numbers, options.processes, report.add)
    for kind, times in report.kinds.most_common():
        print(f"{times:>8} {kind}")
    return 1 if report.kinds else 0


if __name__ == "__main__":
    sys.exit(main())
