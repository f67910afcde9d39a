"""What employees get beside their pay: defined-benefit pension (S89.G00.67) and shares (87 to 89).

These blocks are not below an employee: they name one by NIR or NTT. Employees are not kept until
they are read, so their numbers are noted while they pass (`_NOTED`), as short texts.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import at, exactly_when, needs, past_month
from mandat.formats.dsn.controls.registry import (
    DECLARATION,
    Finding,
    control,
    gatherer,
    value_control,
)
from mandat.formats.dsn.controls.rules.national_numbers import (
    birth_year,
    department_not_yet,
    has_blank,
    is_all_nines,
    is_of_no_sex,
    is_unknown_number,
    no_number,
    not_of_the_company,
)
from mandat.formats.dsn.model import Block

PENSION, FREE_SHARES, OPTIONS, FOUNDER_SHARES = (
    "S89.G00.67",
    "S89.G00.87",
    "S89.G00.88",
    "S89.G00.89",
)


class _Where(NamedTuple):
    """The rubrics of the two numbers in a block, and the controls that are numbered otherwise."""

    number: str
    temporary: str
    of_company: str = "CCH-12"
    of_employee: str = "CCH-13"


_BLOCKS = {
    PENSION: _Where("001", "002", "CCH-11", "CCH-12"),
    FREE_SHARES: _Where("007", "008"),
    OPTIONS: _Where("008", "009"),
    FOUNDER_SHARES: _Where("007", "008"),
}
_NOTED = "numbers of employees"


class _Employees(NamedTuple):
    """NIR → date of birth, and the NTT, of all employees of a declaration."""

    born: dict[str, str]
    temporary: set[str]


def _employees(of: Context) -> _Employees:
    noted = [one.value.split("\n") for one in of.collected(_NOTED)]
    born = {number: birth for number, _, birth in noted if number}
    return _Employees(born, {temporary for _, temporary, _ in noted if temporary})


def _with_number(root: Block, of: Context, block: str, number: str) -> list[Block]:
    """The blocks that name an employee in this rubric; none in an extract, which may lack them."""
    return [] if of.is_extract else [one for one in root.below(block) if one.has(number)]


def _strangers(root: Block, of: Context, block: str) -> Iterator[Finding]:
    """The blocks whose NIR is no employee's."""
    number = _BLOCKS[block].number
    found = _with_number(root, of, block, number)
    known = _employees(of).born if found else {}
    yield from (at(one, number) for one in found if one.value(number) not in known)


@gatherer("S89.G00.67.001/CCH-13", on="S89.G00.67.001", natures="01")
class EmployeesThere:
    """The NIR of a pension is that of an employee; notes the numbers for the rules below too."""

    def __init__(self, _of: Context) -> None:
        """Nobody met."""

    def see(self, person: Block, of: Context) -> None:
        """Note the numbers and the birth of one employee, not the employee."""
        # No value has a line break in it, so it keeps the three apart.
        text = "\n".join([person.value(number) for number in ("001", "020", "006")])
        of.collect(_NOTED, text, person.line)

    def end(self, of: Context) -> Iterator[Finding]:
        """Look for the number of each pension among them."""
        return _strangers(of.root, of, PENSION)


Check = Callable[[Block, Context], Iterator[Finding]]


def _number_of_nobody(block: str) -> Check:
    """The NIR is that of an employee of the declaration."""

    def check(root: Block, of: Context) -> Iterator[Finding]:
        return _strangers(root, of, block)

    return check


def _temporary_of_nobody(block: str) -> Check:
    """The NTT is that of an employee of the declaration."""
    number = _BLOCKS[block].temporary

    def check(root: Block, of: Context) -> Iterator[Finding]:
        found = _with_number(root, of, block, number)
        known = _employees(of).temporary if found else set()
        yield from (at(one, number) for one in found if one.value(number) not in known)

    return check


def _department_of_other_time(block: str) -> Check:
    """The department in the NIR is of the time when that employee was born."""
    number = _BLOCKS[block].number

    def check(root: Block, of: Context) -> Iterator[Finding]:
        found = _with_number(root, of, block, number)
        known = _employees(of).born if found else {}
        for one in found:
            value = one.value(number)
            if department_not_yet(value[5:7], birth_year(known.get(value, ""))):
                yield at(one, number)

    return check


for _block, _where in _BLOCKS.items():
    _number, _temporary = f"{_block}.{_where.number}", f"{_block}.{_where.temporary}"
    control(f"{_number}/CCH-11", on=DECLARATION)(_department_of_other_time(_block))
    value_control(f"{_number}/CCH-12")(is_unknown_number)
    if _block != PENSION:
        control(f"{_number}/CCH-13", on=DECLARATION)(_number_of_nobody(_block))
    control(f"{_number}/CCH-14", on=_block)(no_number(_where.number, _where.temporary))
    value_control(f"{_number}/CCH-15")(is_all_nines)
    control(f"{_temporary}/{_where.of_company}", reads="S21.G00.06.001")(
        not_of_the_company(_where.temporary)
    )
    control(f"{_temporary}/{_where.of_employee}", on=DECLARATION)(_temporary_of_nobody(_block))
    value_control(f"{_temporary}/CSL-11")(is_of_no_sex)
    value_control(f"{_temporary}/CSL-12")(has_blank)

# ---- shares: 02 in 001 is the acquisition, which has figures and dates of its own

_ACQUIRED = "02"
control("S89.G00.87.004/CCH-11", on="S89.G00.87.001", values=_ACQUIRED, reads="001")(needs("004"))
for _rubric in (
    "S89.G00.87.005",
    "S89.G00.87.006",
    "S89.G00.88.005",
    "S89.G00.88.006",
    "S89.G00.88.007",
):
    control(f"{_rubric}/CCH-11", on=f"{_rubric[:10]}.001", reads="001")(
        exactly_when(_rubric[11:], "001", _ACQUIRED)
    )
for _code in (
    "S89.G00.87.005/SIG-12",
    "S89.G00.87.006/SIG-12",
    "S89.G00.88.006/SIG-12",
    "S89.G00.88.007/SIG-12",
    "S89.G00.89.005/SIG-11",
):
    control(_code, reads="S20.G00.05.005")(past_month(_code[11:14]))
