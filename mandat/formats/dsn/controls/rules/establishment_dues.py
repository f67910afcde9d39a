"""What the establishment owes as such: taxes it is liable to (S21.G00.44), contributions (82)."""

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import (
    exactly_when,
    forbids,
    in_whole_files,
    needs,
    past_month,
    unlisted,
)
from mandat.formats.dsn.controls.registry import control, value_control
from mandat.formats.dsn.controls.rules.spans import not_all_past, same_year
from mandat.formats.dsn.model import Block
from mandat.formats.dsn.values import count

DUE = "S21.G00.82"
_MAIN_MONTH = "S20.G00.05.005"
_WITH_AMOUNT = "005 009 015 016"
_WITHOUT_AMOUNT = frozenset({"002", "004", "006", "008", "010", "014"})
BUILDING_FUNDS = frozenset(f"{number:02d}" for number in range(1, 38))
"""The holiday funds of building and public works (CIBTP)."""

_INSURANCE = (
    "001 002 003 004 005 006 007 009 010 011 012 017 018 019 020 036 037 038 039 040 046 090"
)
_COLLECTED = (
    "021 022 023 025 026 027 028 029 030 031 032 033 034 035 041 042 043 044 045 047 048 049 050"
)
_SINCE_P25 = "060 061 062 063 064 065 066 067 068 069 071 072 073 074 075 076 077 078 079 080 091"
_DISABILITY = "060 061 062 063 064 065 066 067 068 071 072 073"
_FORMERLY_CAPPED = 2025
"""Since the year 2025 the duty on disability has no capped amount (067, label of P26V01)."""

control("S21.G00.44.001/CCH-11", values=_WITH_AMOUNT)(in_whole_files(needs("002")))
control("S21.G00.44.004/CCH-11", on="S21.G00.44", reads="001")(exactly_when("004", "001", "002"))
value_control("S21.G00.44.004/CRE-11", table="MNATA")(unlisted("MNATA"))
control("S21.G00.82.002/CCH-21", values=_DISABILITY, reads="003 004")(same_year("003", "004"))
control("S21.G00.82.003/CCH-11", on=f"{DUE}.002", values=_INSURANCE, reads=f"002 {_MAIN_MONTH}")(
    past_month("003", 1)
)
control(
    "S21.G00.82.003/CCH-12",
    on=f"{DUE}.002",
    values=f"{_COLLECTED} 024 054",
    reads=f"002 {_MAIN_MONTH}",
)(past_month("003"))
control("S21.G00.82.006/CCH-11", reads=f"003 004 {_MAIN_MONTH}")(not_all_past("003", "004"))

_has_amount = forbids("002")


@control("S21.G00.44.001/CCH-12", reads="002")
def amount_of_no_tax(block: Block, of: Context) -> bool:
    """Who is not liable to a tax declares no amount of it."""
    return block.value("001") in _WITHOUT_AMOUNT and _has_amount(block, of)


@control("S21.G00.44.003/CCH-11", reads=_MAIN_MONTH)
def tax_of_a_coming_year(block: Block, of: Context) -> bool:
    """A tax is declared for the year of the main month at the latest."""
    year = count(block.value("003"))
    return year is not None and of.month is not None and year > of.month.year


def insurance_contracts(of: Context) -> set[str]:
    """The technical identifiers of the insurance contracts of the establishment."""
    return {each.value("005") for each in of.establishment.below("S21.G00.15")} - {""}


_NOT_FOR_FUNDS = {
    "P24V01": frozenset(_COLLECTED.split()),
    "": frozenset(f"{_COLLECTED} {_SINCE_P25}".split()),
}


@control("S21.G00.82.002/CCH-14", reads="005")
def contribution_with_a_wrong_reference(block: Block, of: Context) -> bool:
    """These contributions do not refer to an insurance contract or a holiday fund.

    P25 added those on disability and apprenticeship (CT25 p.309).
    """
    listed = _NOT_FOR_FUNDS.get(of.norm, _NOT_FOR_FUNDS[""])
    reference = block.value("005")
    if block.value("002") not in listed or not reference:
        return False
    return reference in BUILDING_FUNDS or reference in insurance_contracts(of)


def _pair(code: str, first: str, second: str) -> None:
    """Both amounts of the duty on disability are there for the same period, or neither."""
    others = {first: second, second: first}

    @control(code, on=f"{DUE}.002", values=f"{first} {second}", reads="003 004")
    @in_whole_files
    def lacks_its_pair(block: Block, of: Context) -> bool:
        begin, end = block.value("003"), block.value("004")
        if code == _CAPPED and of.norm == "P26V01" and end[4:] >= str(_FORMERLY_CAPPED):
            return False
        other = others.get(block.value("002"), "")
        return all(
            (each.value("002"), each.value("003"), each.value("004")) != (other, begin, end)
            for each in of.establishment.below(DUE)
        )


_CAPPED = "S21.G00.82.002/CCH-23"
_pair("S21.G00.82.002/CCH-22", "065", "066")
_pair(_CAPPED, "066", "067")
_pair("S21.G00.82.002/CCH-24", "065", "068")


@control("S21.G00.82.005/CCH-12", on=f"{DUE}.002", values="024 054", reads="002")
def building_due_without_fund(block: Block, _of: Context) -> bool:
    """These contributions name the holiday fund they are for."""
    return block.value("005") not in BUILDING_FUNDS


@control("S21.G00.82.005/CCH-14", on=f"{DUE}.002", values=_INSURANCE, reads="002")
@in_whole_files
def insurance_due_without_contract(block: Block, of: Context) -> bool:
    """These contributions refer to an insurance contract of the declaration."""
    return block.value("005") not in insurance_contracts(of)
