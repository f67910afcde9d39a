"""Faults that months and the calendar show: no single file of them has anything wrong in it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from mandat.formats.dsn.generate.invention import TOWNS, TRADES
from mandat.formats.dsn.generate.life import Life, LifeFile, later, ordinary_employee
from mandat.formats.dsn.generate.pay import DAY
from mandat.formats.dsn.generate.people import Employee, Exit
from mandat.formats.dsn.generate.sowing import CannotSowError

JUMP = 4
"""How many times more people there are once the headcount jumped."""


@dataclass(frozen=True, slots=True)
class SownLife:
    """The files of a life with a fault in it, and the month that shows the fault."""

    files: tuple[LifeFile, ...]
    month: date


@dataclass(frozen=True, slots=True)
class LifeFault:
    """A fault over months: what is wrong, the code of the rule that finds it, how it is sown."""

    problem: str
    code: str
    sow: Callable[[Life, Random], SownLife]


def _with_people(life: Life, people: tuple[Employee, ...]) -> Life:
    [place] = life.company.establishments
    company = replace(life.company, establishments=(replace(place, employees=people),))
    return replace(life, company=company)


def _a_month(life: Life, rng: Random) -> date:
    """A month that has one before it."""
    return rng.choice(life.months[1:])


def _employee_gone(life: Life, rng: Random) -> SownLife:
    """Somebody is in one month and not in the next, without an end of contract."""
    month = _a_month(life, rng)
    before = later(month, -1)
    staying = [
        one
        for one in life.company.employees
        if one.exit is None and one.start < before and not one.absences and not one.leaves
    ]
    gone = rng.choice(staying)
    leaving = replace(gone, exit=Exit(month - DAY, "059", one_month_before(month)))
    people = tuple(leaving if one == gone else one for one in life.company.employees)
    files = tuple(_with_people(life, people).monthly_files())
    return SownLife(tuple(_without_end(one, month) for one in files), month)


def one_month_before(month: date) -> date:
    """The day somebody who leaves with the month before made it known."""
    return later(month, -2).replace(day=28)


def _without_end(file: LifeFile, month: date) -> LifeFile:
    """The file, without the ends of contract of the last day before the month."""
    mark = f"S21.G00.62.001,'{(month - DAY):%d%m%Y}'".encode()
    lines = file.data.split(b"\r\n")
    if mark not in lines:
        return file
    kept, at = [], 0
    while at < len(lines):
        if lines[at] == mark:
            at += 1
            while lines[at].startswith(b"S21.G00.62") and lines[at] != mark:
                at += 1
        else:
            kept.append(lines[at])
            at += 1
    total = next(i for i, line in enumerate(kept) if line.startswith(b"S90.G00.90.001"))
    kept[total] = f"S90.G00.90.001,'{len(kept) - 1}'".encode()
    return replace(file, data=b"\r\n".join(kept))


def _missing_month(life: Life, rng: Random) -> SownLife:
    """A month in the middle was never declared."""
    month = rng.choice(life.months[1:-1])
    files = tuple(one for one in life.monthly_files() if one.month != month)
    return SownLife(files, month)


def _late_file(life: Life, rng: Random) -> SownLife:
    """A month was built a year after its deadline: no check of one file knows when it came."""
    month = rng.choice(life.months)
    return SownLife(
        tuple(_built_late(one) if one.month == month else one for one in life.monthly_files()),
        month,
    )


def _built_late(file: LifeFile) -> LifeFile:
    lines = file.data.split(b"\r\n")
    for at, line in enumerate(lines):
        if line.startswith(b"S20.G00.05.007"):
            year = int(line[-5:-1]) + 1
            lines[at] = line[:-5] + f"{year}'".encode()
    return replace(file, data=b"\r\n".join(lines))


def _headcount_jump(life: Life, rng: Random) -> SownLife:
    """Many times more people from one month to the next."""
    month = _a_month(life, rng)
    people = life.company.employees
    trade = next(one for one in TRADES if one.ape == life.company.ape)
    more = tuple(
        replace(ordinary_employee(rng, 10_000 + rank, TOWNS[0], trade, month), start=month)
        for rank in range(len(people) * (JUMP - 1))
    )
    return SownLife(tuple(_with_people(life, (*people, *more)).monthly_files()), month)


LIFE_FAULTS: dict[str, LifeFault] = {
    "employee-gone": LifeFault(
        "somebody of one month is not in the next, without an end of contract",
        "employee-gone",
        _employee_gone,
    ),
    "missing-month": LifeFault(
        "a month between two others is missing", "missing-month", _missing_month
    ),
    "late-file": LifeFault("a month was built a year after its deadline", "late-file", _late_file),
    "headcount-jump": LifeFault(
        f"{JUMP} times as many people from one month to the next", "headcount-jump", _headcount_jump
    ),
}


def faulty_life(life: Life, name: str, rng: Random) -> SownLife:
    """The monthly files of a life with a fault in them.

    Raises `KeyError` for an unknown name, `CannotSowError` when the life has no place for it.
    """
    fault = LIFE_FAULTS[name]
    try:
        return fault.sow(life, rng)
    except IndexError as error:  # nothing to choose from
        raise CannotSowError(name) from error
