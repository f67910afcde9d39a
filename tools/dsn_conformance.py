"""Checks that right files have no problem, and that each sown fault is found where it was sown.

    python -m tools.dsn_conformance [--files 1000] [--faults 20] [--start N] [--processes 1]

`--files` is how many of each shape, over the three norms and sizes from none to fourteen people;
`--faults` how many files each fault is sown in. Everything depends on the numbers of the files,
which go up from `--start`. `test_conformance.py` runs a small part of it.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher
from random import Random
from typing import NamedTuple

from mandat.formats.dsn.generate import SHAPES, generate
from mandat.formats.dsn.generate.faults import FAULTS, CannotSowError, sow
from mandat.formats.dsn.generate.shapes import NORMS
from mandat.formats.dsn.model import Problem, Reading
from mandat.formats.dsn.reader import check

TODAY = date(2026, 12, 31)
SIZES = (3, 1, 14, 6, 2, 9)
FAULTY_SHAPES = ("monthly", "several-places", "replacing", "temporary-work")
ALLOWED: Mapping[str, str] = {}
"""Code → why a right file may have it. None has to."""
BESIDE: Mapping[str, frozenset[str]] = {"line-too-long": frozenset({"value-length"})}
"""Fault → codes that may be told of the same line, besides those the fault itself declares."""


class Tally(NamedTuple):
    """Files read, their lines, and what should not be."""

    files: int
    lines: int
    wrong: list[str]

    def plus(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(self.files + other.files, self.lines + other.lines, self.wrong + other.wrong)


NOTHING = Tally(0, 0, [])


def reading_of(data: bytes) -> Reading:
    """Check a file as of the end of 2026."""
    return check(data, today=TODAY)


# ---- right files


def right_file(shape: str, number: int) -> bytes:
    """The right file of a shape with that number: norms and sizes take turns."""
    norm, size = NORMS[number % 3], SIZES[number // 3 % len(SIZES)]
    return generate(shape, number, norm=norm, size=size, test=False)


def try_right(shape: str, numbers: range) -> Tally:
    """Read right files of a shape."""
    lines, wrong = 0, []
    for number in numbers:
        reading = reading_of(right_file(shape, number))
        lines += reading.line_count
        wrong += [
            f"{shape} {number}: {problem.code} ({problem.level}) on line {problem.line}"
            for problem in reading.problems
            if problem.code not in ALLOWED
        ]
    return Tally(len(numbers), lines, wrong)


# ---- sown faults


class Sown(NamedTuple):
    """A file with a fault: its lines, those changed, those that lost what followed."""

    lines: list[str]
    changed: frozenset[int]
    cut_after: frozenset[int]


def compare(before: bytes, after: bytes) -> Sown:
    """What sowing changed; the closing count of lines only where nothing else changed."""
    old, new = (data.decode("latin-1").split("\r\n")[:-1] for data in (before, after))
    changed: set[int] = set()
    cut: set[int] = set()
    top = _alike(old, new)
    for kind, from_, to, start, end in _differences(old[top:], new[top:]):
        if kind != "equal":
            changed.update(range(top + start + 1, top + end + 1))
        if to - from_ > end - start:
            cut.add(top + start)
    counts = {line for line in changed if new[line - 1].startswith("S90.G00.90.001")}
    return Sown(new, frozenset(changed - counts or changed), frozenset(cut))


def _alike(old: Sequence[str], new: Sequence[str]) -> int:
    """How many first lines are the same."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(old), len(new)))


def _differences(old: list[str], new: list[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """Those of the lines, the count of which is left out of what is compared."""
    ends = 2 if new and new[-1].startswith("S90") and old[-1] == new[-1] else 0
    if ends and old[:-2] != new[:-2]:
        below = _alike(old[-3::-1], new[-3::-1])
        old, new = old[: len(old) - 2 - below], new[: len(new) - 2 - below]
    yield from SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


Place = Callable[[Problem, Sown], bool]


def _on_it(problem: Problem, sown: Sown) -> bool:
    """On a line that sowing changed, which is of the rubric told."""
    line = sown.lines[problem.line - 1]
    return problem.line in sown.changed and line.startswith(problem.rubric)


def _against_it(problem: Problem, sown: Sown) -> bool:
    """On another line, but compared with the one that sowing changed."""
    return any(each.line in sown.changed for each in problem.compared)


def _on_its_like(problem: Problem, sown: Sown) -> bool:
    """On the changed line or on the one that it is now the same as."""
    texts = {sown.lines[line - 1] for line in sown.changed}
    return sown.lines[problem.line - 1] in texts


def _before_it(rubric: str) -> Place:
    """On the nearest such rubric above what was taken out."""

    def place(problem: Problem, sown: Sown) -> bool:
        [cut] = sown.cut_after
        above = [at for at in range(1, cut + 1) if sown.lines[at - 1].startswith(rubric)]
        return problem.line == above[-1]

    return place


def _at_the_end(problem: Problem, sown: Sown) -> bool:
    return problem.line == len(sown.lines)


def _in_the_same(head: str, rubric: str) -> Place:
    """On the rubric told, in the part (person, declaration) that something was taken out of."""

    def place(problem: Problem, sown: Sown) -> bool:
        [cut] = sown.cut_after
        starts = [at for at, line in enumerate(sown.lines, 1) if line.startswith(head)]
        start = max(at for at in starts if at <= cut)
        end = min((at for at in starts if at > cut), default=len(sown.lines) + 1)
        return start <= problem.line < end and sown.lines[problem.line - 1].startswith(rubric)

    return place


PLACES: Mapping[str, Place] = {
    "missing-s90": _at_the_end,
    "tax-base": _against_it,
    "accident-rate": _against_it,
    "part-time-quota": _against_it,
    "duplicate-person": _on_its_like,
    "payment-missing": _in_the_same("S20.G00.05.001", "S21.G00.22.005"),
    "no-calendar-days": _in_the_same("S21.G00.30.004", "S21.G00.51.001"),
    "ctp-line-missing": _before_it("S21.G00.22.001"),
    "net-social-missing": _before_it("S21.G00.50.001"),
}
"""Fault → where it must be found; on the very line that sowing changed when it is not here."""


def try_fault(name: str, shape: str, number: int) -> Tally:
    """Sow a fault in a file; nothing at all when the file has no place for it."""
    # Fewer than eleven people may pay by quarter: a missing payment is no fault then.
    size = 36 if shape == "several-places" else 14
    whole = generate(shape, number, norm=NORMS[number % 3], size=size, test=False)
    try:
        data = sow(whole, [name], Random(number))  # noqa: S311 - the same fault each time
    except CannotSowError:
        return NOTHING
    reading = reading_of(data)
    wrong = [
        f"{name} in {shape} {number}: {each}"
        for each in _faults(name, compare(whole, data), reading)
    ]
    return Tally(1, reading.line_count, wrong)


def _faults(name: str, sown: Sown, reading: Reading) -> Iterator[str]:
    fault, place = FAULTS[name], PLACES.get(name, _on_it)
    found = [problem for problem in reading.problems if problem.code == fault.code]
    if bool(found) != bool(fault.code):
        yield "not found"
    for problem in found:
        if not place(problem, sown):
            yield f"found on line {problem.line}, changed were {sorted(sown.changed)[:5]}"
    known = {fault.code} | fault.also | BESIDE.get(name, frozenset())
    for problem in reading.problems:
        if problem.code not in known:
            yield f"{problem.code} on line {problem.line} besides"


# ---- the command


def _shape(work: tuple[str, range]) -> tuple[str, Tally]:
    return work[0], try_right(*work)


def _fault(work: tuple[str, range]) -> tuple[str, Tally]:
    name, total = work[0], NOTHING
    for number in work[1]:
        total = total.plus(try_fault(name, FAULTY_SHAPES[number % len(FAULTY_SHAPES)], number))
    return name, total


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command: 1 when something is wrong."""
    parser = argparse.ArgumentParser(description="Check right files, and files with one fault.")
    parser.add_argument("--files", type=int, default=1_000, help="of each shape")
    parser.add_argument("--faults", type=int, default=20, help="files for each fault")
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--processes", type=int, default=1, choices=(1, 2))
    options = parser.parse_args(argv)
    files = range(options.start, options.start + options.files)
    faulty = range(options.start, options.start + options.faults)
    totals = []
    with multiprocessing.Pool(options.processes) as pool:
        for job, names, numbers in ((_fault, FAULTS, faulty), (_shape, SHAPES, files)):
            began, total = time.monotonic(), NOTHING
            for name, tally in pool.imap(job, [(name, numbers) for name in names]):
                total = total.plus(tally)
                print(
                    f"{name}: {tally.files} files, {tally.lines} lines",
                    *tally.wrong[:10],
                    sep="\n  ",
                    flush=True,
                )
            seconds = time.monotonic() - began
            print(f"{total.files} files, {total.lines} lines, {len(total.wrong)} wrong, ", end="")
            print(f"{seconds:.0f} s", flush=True)
            totals.append(total)
    return 1 if any(total.wrong for total in totals) else 0


if __name__ == "__main__":
    sys.exit(main())
