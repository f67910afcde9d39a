"""Bases of contributions (S21.G00.78): their period, and what each kind goes with.

There are some six of them for each employee: what runs on all of them compares texts first and
makes dates only where these differ.
"""

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import at, in_whole_files, later
from mandat.formats.dsn.controls.registry import Verdict, control
from mandat.formats.dsn.controls.rules.establishment_dues import BUILDING_FUNDS
from mandat.formats.dsn.controls.rules.spans import not_all_past
from mandat.formats.dsn.model import Block
from mandat.formats.dsn.recalculation.individual import base_rows
from mandat.formats.dsn.values import day

BASE = "S21.G00.78"
KIND = f"{BASE}.001"
CAPPED, UNCAPPED = "02", "03"
HOLIDAYS = "20"
INSURANCE = "31"
AIRCREW, AIRCREW_BASES = "CRPNPAC", frozenset({"41", "42"})
_BUILDING = "21 34 35 36 39 40"
_MAIN_MONTH = "S20.G00.05.005"
_TWINS = {CAPPED: UNCAPPED, UNCAPPED: CAPPED}
_LEFT_FUNDS = BUILDING_FUNDS | {"99"}

control("S21.G00.78.007/CCH-11", reads=f"002 003 {_MAIN_MONTH}")(not_all_past("002", "003"))


def has_fund(of: Context, now: frozenset[str], before: frozenset[str]) -> bool:
    """Whether a contract of the employee has one of these holiday funds, or had one before."""
    return any(each.value("022") in now for each in of.blocks("S21.G00.40")) or any(
        each.value("023") in before for each in of.blocks("S21.G00.41")
    )


@control("S21.G00.78.001/CCH-11", values=_BUILDING)
@in_whole_files
def building_base_without_fund(_block: Block, of: Context) -> bool:
    """These bases are for employees of a building fund, or who left one."""
    return not has_fund(of, BUILDING_FUNDS, _LEFT_FUNDS)


@control("S21.G00.78.001/CCH-25", natures="07", values=_BUILDING)
@in_whole_files
def building_base_of_leaver_without_fund(_block: Block, of: Context) -> bool:
    """In the end of a contract, only for employees who are in a building fund."""
    return not has_fund(of, BUILDING_FUNDS, frozenset())


@control("S21.G00.78.001/CCH-24", values=HOLIDAYS)
@in_whole_files
def holiday_base_without_fund(_block: Block, of: Context) -> bool:
    """A base of paid holidays is for employees of a holiday fund, or who left one."""
    contracts, changes = of.blocks("S21.G00.40"), of.blocks("S21.G00.41")
    return not (
        any(each.has("022") for each in contracts) or any(each.has("023") for each in changes)
    )


@control("S21.G00.78.001/CCH-26", natures="07", values=HOLIDAYS)
@in_whole_files
def holiday_base_of_leaver_without_fund(_block: Block, of: Context) -> bool:
    """In the end of a contract, only for employees who are in a holiday fund."""
    return not any(each.has("022") for each in of.blocks("S21.G00.40"))


@control("S21.G00.78.001/CCH-14", natures="07")
def insurance_base_of_leaver(block: Block, _of: Context) -> bool:
    """Insurance is not declared in the end of a contract."""
    return block.value("001") == INSURANCE


@control("S21.G00.78.001/SIG-18", on="S21.G00.71.002", values=AIRCREW)
@in_whole_files
def aircrew_without_base(block: Block, of: Context) -> Verdict:
    """Someone in the pension scheme of aircrews has one of its bases."""
    if any(each.value("001") in AIRCREW_BASES for each in of.blocks(BASE)):
        return False
    return at(block, "002")


@control("S21.G00.78.001/SIG-19", values=f"{CAPPED} {UNCAPPED}", reads=f"002 003 {_MAIN_MONTH}")
@in_whole_files
def capped_or_uncapped_alone(block: Block, of: Context) -> bool:
    """Within the main month, capped and uncapped base go together in a payment."""
    first, last = block.value("002"), block.value("003")
    twin = _TWINS.get(block.value("001"), "")
    if (id(block.parent), twin, first, last) in of.fact(_periods):
        return False
    begin, end = day(first), day(last)
    if begin is None or end is None or of.month is None or of.month_end is None:
        return False
    return begin >= of.month and end <= of.month_end


def _periods(of: Context) -> frozenset[tuple[int, str, str, str]]:
    """Each base of the employee: its payment (by `id`), its kind, its period."""
    return frozenset(
        (id(base.parent), kind, first, last) for kind, first, last, _, base in base_rows(of)
    )


@control("S21.G00.78.003/CCH-12", reads="002", by_values="002 003")
def base_ends_before_it_begins(block: Block, _of: Context) -> bool:
    """The period does not end before it begins."""
    first, last = block.value("002"), block.value("003")
    if first[2:] == last[2:] and first <= last:
        return False
    return later(day(first), day(last))


@control("S21.G00.78.003/CCH-15", reads=_MAIN_MONTH, by_values="003")
def base_of_a_coming_month(block: Block, of: Context) -> bool:
    """The period ends in the main month at the latest."""
    last = block.value("003")
    return last[2:] != of.month_text and later(day(last), of.month_end)


@control("S21.G00.78.003/CCH-16", reads="002", by_values="002 003")
def base_over_years(block: Block, _of: Context) -> bool:
    """The period is within a calendar year."""
    first, last = block.value("002"), block.value("003")
    if first[4:] == last[4:]:
        return False
    return day(first) is not None and day(last) is not None
