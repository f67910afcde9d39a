"""Who a person is: the national number (NIR), the temporary one (NTT) and the date of birth.

The functions take the numbers of the rubrics, so that they serve the employee (S21.G00.30) and
the individual who is no employee (S89.G00.91): import them, register your own codes with them.
"""

import re
from collections.abc import Callable, Iterator

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import BlockCheck
from mandat.formats.dsn.controls.registry import (
    DECLARATION,
    Finding,
    Known,
    control,
    gatherer,
    value_control,
)
from mandat.formats.dsn.model import Block
from mandat.formats.dsn.values import day

EVERY_NATURE = "01 04 05 07 08 09"
OLDEST = 120
_FIRST_YEARS = {"2A": 1976, "2B": 1976}
_PAST_YEARS = {"20": 1976, "96": 1968}
_DATED_DEPARTMENTS = {*_FIRST_YEARS, *_PAST_YEARS}
_NUMBER = re.compile(
    r"[12]\d\d(?:0[1-9]|1[0-2]|20|3\d|4[0-2]|[5-9]\d)(?:\d\d|2[AB])\d{6}", re.ASCII
)
"""A NIR without its key (CT25 p.169); another has a problem of form, and proves nothing."""
_LAST_NINES = re.compile(r"9{6,}$")
_UNKNOWN_NUMBERS = ("1" + "9" * 12, "2" + "9" * 12)


def birth_year(text: str) -> int | None:
    """The year of `DDMMYYYY`, whose day and month may be 99 (unknown)."""
    return int(text[4:]) if len(text) == 8 and text.isascii() and text.isdigit() else None


def is_impossible_birth(text: str) -> bool:
    """Whether a date of birth is in no calendar; day or month may be 99 (30.006/CSL-11)."""
    return "99" not in (text[:2], text[2:4]) and day(text) is None


def department_not_yet(department: str, year: int | None) -> bool:
    """Whether nobody born that year has that department (CT25 p.169, 173)."""
    if year is None:
        return False
    return year < _FIRST_YEARS.get(department, 0) or year >= _PAST_YEARS.get(department, 9999)


def number_of_other_department(number: str, birth: str) -> BlockCheck:
    """Wrong when the NIR in `number` has a department that is not of the year in `birth`."""

    def check(block: Block, _of: Context) -> bool:
        value = block.value(number)
        if value[5:7] not in _DATED_DEPARTMENTS or not _NUMBER.fullmatch(value):
            return False
        return department_not_yet(value[5:7], birth_year(block.value(birth)))

    return check


def department_of_other_time(number: str, birth: str) -> BlockCheck:
    """Wrong when the department in `number` is not of the year in `birth`."""

    def check(block: Block, _of: Context) -> bool:
        return department_not_yet(block.value(number), birth_year(block.value(birth)))

    return check


def other_year_than_number(number: str, birth: str) -> BlockCheck:
    """Wrong when the NIR in `number` and the date in `birth` have not the same year."""

    def check(block: Block, _of: Context) -> bool:
        born, value = block.value(birth), block.value(number)
        if not value or value[1:3] == born[6:] or birth_year(born) is None:
            return False
        return _NUMBER.fullmatch(value) is not None

    return check


def impossible_age(birth: str) -> BlockCheck:
    """Wrong when the date in `birth` is of a year to come, or of 120 years ago or more.

    The year looked from is that in which the file was made: a file read again later says the same.
    """

    def check(block: Block, of: Context) -> bool:
        year, now = birth_year(block.value(birth)), (of.file_date or of.today).year
        return year is not None and not now - OLDEST < year <= now

    return check


def is_unknown_number(value: str, _known: Known) -> bool:
    """The NIR of nines that once stood for an unknown one (30.001/CCH-13)."""
    return value in _UNKNOWN_NUMBERS


def is_all_nines(value: str, _known: Known) -> bool:
    """A NIR that ends in more than five nines (30.001/CCH-16)."""
    return _LAST_NINES.search(value) is not None


def no_number(number: str, temporary: str) -> BlockCheck:
    """Wrong when the block has neither NIR nor NTT."""

    def check(block: Block, _of: Context) -> bool:
        return not block.has(number) and not block.has(temporary)

    return check


def not_of_the_company(temporary: str) -> BlockCheck:
    """Wrong when places 2 to 10 of the NTT are not the SIREN of the company (S21.G00.06.001)."""

    def check(block: Block, of: Context) -> bool:
        return of.siren != "" and block.value(temporary)[1:10] != of.siren

    return check


def is_of_no_sex(value: str, _known: Known) -> bool:
    """A NTT that begins neither with 1 nor with 2."""
    return value[:1] not in ("1", "2")


def has_blank(value: str, _known: Known) -> bool:
    """A NTT with a blank in it."""
    return " " in value


def twice(rubric: str) -> Callable[[Block, Context], Iterator[Finding]]:
    """A value that stands twice in the declaration, told where it stands again.

    For blocks that are no employee's: `on=DECLARATION, collects=rubric`. Employees are not kept,
    so theirs are found by `EachOnce`.
    """

    def check(_root: Block, of: Context) -> Iterator[Finding]:
        first: dict[str, int] = {}
        for value, line in of.collected(rubric):
            if first.setdefault(value, line) != line:
                yield _again(rubric, value, line, first[value], None)

    return check


def _again(rubric: str, value: str, line: int, first: int, individual: int | None) -> Finding:
    details = {"first": first}
    return Finding(details=details, line=line, rubric=rubric, value=value, individual=individual)


class EachOnce:
    """Finds the employees who have the same number; a subclass says in which rubric."""

    number = ""

    def __init__(self, _of: Context) -> None:
        """Nobody met."""
        self.first: dict[str, int] = {}
        self.found: list[Finding] = []

    def see(self, person: Block, of: Context) -> None:
        """Remember the number of one employee, or tell that it was met before."""
        value = person.value(self.number)
        if not value:
            return
        line = person.line_of(self.number)
        first = self.first.setdefault(value, line)
        if first != line:
            rubric = f"{person.code}.{self.number}"
            self.found.append(_again(rubric, value, line, first, of.individual))

    def end(self, _of: Context) -> list[Finding]:
        """Everybody met again."""
        return self.found


def beside(rubric: str, other: str) -> Callable[[Block, Context], Iterator[Finding]]:
    """A number where the declaration also has somebody of the other block, of whom one is enough.

    For a start of variable data (`on=DECLARATION, natures="08", collects=rubric`). `other`:
    S21.G00.30 or S89.G00.91.
    """

    def check(root: Block, of: Context) -> Iterator[Finding]:
        # Employees may be forgotten by now, but they were counted.
        is_there = of.individual > 0 if other == "S21.G00.30" else bool(root.below(other))
        if is_there:
            for value, line in of.collected(rubric):
                yield Finding(line=line, rubric=rubric, value=value)

    return check


# ---- the employee


control("S21.G00.30.001/CCH-11", reads="006")(number_of_other_department("001", "006"))
value_control("S21.G00.30.001/CCH-13")(is_unknown_number)
value_control("S21.G00.30.001/CCH-16")(is_all_nines)
control("S21.G00.30.006/CCH-11", reads="001")(other_year_than_number("001", "006"))
control("S21.G00.30.006/CCH-12", reads="S20.G00.05.007")(impossible_age("006"))
control("S21.G00.30.014/CCH-11", reads="006", on="S21.G00.30.014", values="2A 2B 20 96")(
    department_of_other_time("014", "006")
)
control("S21.G00.30.020/CCH-12", on="S21.G00.30", by_shape="001 020")(no_number("001", "020"))
control("S21.G00.30.020/CCH-13", reads="S21.G00.06.001")(not_of_the_company("020"))
value_control("S21.G00.30.020/CSL-11")(is_of_no_sex)
value_control("S21.G00.30.020/CSL-12")(has_blank)
control("S21.G00.31.011/CCH-12", reads="S20.G00.05.007")(impossible_age("011"))


@value_control("S21.G00.30.006/CSL-11")
@value_control("S21.G00.31.011/CSL-11")
def birth_in_no_calendar(value: str, _known: Known) -> bool:
    """A date of birth is a day of the calendar, or has 99 for what is unknown."""
    return is_impossible_birth(value)


@gatherer("S21.G00.30.001/CCH-14", on="S21.G00.30.001", natures=EVERY_NATURE)
class NumberOnce(EachOnce):
    """No two employees of a declaration have the same NIR."""

    number = "001"


@gatherer("S21.G00.30.020/CCH-14", on="S21.G00.30.020")
class TemporaryNumberOnce(EachOnce):
    """No two employees of a declaration have the same NTT."""

    number = "020"


_OUTSIDER = "S89.G00.91"
control("S21.G00.30.001/CCH-15", on=DECLARATION, natures="08", collects="S21.G00.30.001")(
    beside("S21.G00.30.001", _OUTSIDER)
)
control("S21.G00.30.020/CCH-15", on=DECLARATION, natures="08", collects="S21.G00.30.020")(
    beside("S21.G00.30.020", _OUTSIDER)
)
