"""The bases of one employee: the capped one against the pay and the ceiling, that of the CSG."""

from typing import NamedTuple

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.registry import Finding, Verdict, control
from mandat.formats.dsn.model import NO_BLOCK, Block, Compared
from mandat.formats.dsn.recalculation import tables
from mandat.formats.dsn.recalculation.amounts import EURO, Tolerance, euros, part
from mandat.formats.dsn.recalculation.ceiling import Time, capped, monthly_ceiling
from mandat.formats.dsn.recalculation.individual import Pay, base_rows, pays
from mandat.formats.dsn.recalculation.periods import is_current, is_whole, length
from mandat.formats.dsn.values import cents as amount

PERSON, BASE, ACTIVITY = "S21.G00.30", "S21.G00.78", "S21.G00.53"
KIND, AMOUNT = "S21.G00.78.001", "S21.G00.78.004"
CAPPED, GROSS, CSG, LUMP = "02", "03", "04", "11"

CAPPED_TOLERANCE = Tolerance(EURO, "facts, section 5, rule 47: not published, one euro (ours)")
ORDER_TOLERANCE = Tolerance(1, "facts, section 5, rule 46: one cent [INF]")
CSG_SHARE = 98_250
"""Part of the pay that bears CSG, up to four ceilings [MEM]; thousandths of a percent."""
CSG_TOLERANCE = 2_000
"""Facts, section 5, rule 51: two percent of the pay, in thousandths of a percent."""

APPRENTICES = frozenset({"64", "65", "81"})
OWN_CEILING = frozenset({"06", "07"})
"""S21.G00.79.001: a ceiling of its own is declared."""
NOT_CAPPED_SO = frozenset({"29", "60", "70", "80", "81", "89", "90", "91", "92", "93"})
"""S21.G00.40.007: natures of contract whose ceiling follows other rules."""
GENERAL_SCHEME = "200"
SEVERAL = "02"
EXTRA_HOURS = "017"
CALENDAR_DAYS = "40"


class Bases(NamedTuple):
    """The bases of one kind of the month declared: how many, their sum, the first of them."""

    number: int
    cents: int
    first: Block


_NONE = Bases(0, 0, NO_BLOCK)


def bases(of: Context, kind: str) -> Bases:
    """Those of the employee looked at."""
    return of.fact(_bases_by_kind).get(kind, _NONE)


def _bases_by_kind(of: Context) -> dict[str, Bases]:
    found: dict[str, Bases] = {}
    month = of.month_text
    for kind, first, last, text, base in base_rows(of):
        if first[2:] == month and last[2:] == month:
            cents = amount(text) or 0
            before = found.get(kind)
            if before is None:
                found[kind] = Bases(1, cents, base)
            else:
                found[kind] = Bases(before.number + 1, before.cents + cents, before.first)
    return found


def calendar_days(of: Context) -> int | None:
    """Hundredths of calendar days declared for the month; None when there are none."""
    return of.fact(_calendar_days)


def _calendar_days(of: Context) -> int | None:
    known = [
        days
        for pay in unemployment_pays(of)
        for activity in days_below(pay[5])
        if (days := activity.cents("002")) is not None
    ]
    return sum(known) if known else None


def unemployment_pays(of: Context) -> list[Pay]:
    """The pay of the month declared that bears activity (type 002)."""
    return of.fact(_unemployment_pays)


def _unemployment_pays(of: Context) -> list[Pay]:
    month = of.month_text
    return [
        pay for pay in pays(of) if pay[3] == "002" and pay[0][2:] == month and pay[1][2:] == month
    ]


def days_below(pay: Block) -> list[Block]:
    """The calendar days of a pay element."""
    below = pay.children
    return [one for one in below if one.code == ACTIVITY and one.value("003") == CALENDAR_DAYS]


@control(
    "capped-base", on=KIND, values=CAPPED, level="signal", category="contributions", natures="01"
)
def capped_base(base: Block, of: Context) -> Verdict:
    """The capped base is not the lower of the pay and of the ceiling of this person.

    Silent unless there is one contract, one capped and one gross base of the month, and nothing
    that gives the person another ceiling.
    """
    low = _first_of_month(base, of)
    if low is None or low.number != 1:
        return False
    high = bases(of, GROSS)
    ceiling = _ordinary_ceiling(of) if high.number == 1 and high.cents > 0 else None
    if ceiling is None:
        return False
    expected = capped(high.cents, ceiling)
    if CAPPED_TOLERANCE.allows(low.cents, expected) or _has_own_ceiling(of):
        return False
    return _finding(
        low, high, expected=euros(expected), ceiling=euros(ceiling),
        difference=euros(low.cents - expected),
    )  # fmt: skip


@control(
    "capped-base-without-gross",
    on=KIND,
    values=CAPPED,
    level="signal",
    category="contributions",
    natures="01",
)
def capped_base_without_gross(base: Block, of: Context) -> Verdict:
    """There is a capped base and the gross base of the same month is zero."""
    low = _first_of_month(base, of)
    if low is None or low.cents <= 0:
        return False
    high = bases(of, GROSS)
    return _finding(low, high) if high.number and high.cents == 0 else False


@control(
    "capped-base-order",
    on=KIND,
    values=CAPPED,
    level="signal",
    category="contributions",
    natures="01",
)
def capped_base_order(base: Block, of: Context) -> Verdict:
    """The capped base is below zero or above the gross base, where `capped-base` says nothing."""
    low = _first_of_month(base, of)
    if low is None:
        return False
    high = bases(of, GROSS)
    if high.cents <= 0 or ORDER_TOLERANCE.allows(low.cents, min(max(low.cents, 0), high.cents)):
        return False
    if low.number == 1 and high.number == 1 and _is_ceiling_known(of):
        return False
    return _finding(low, high, difference=euros(low.cents - high.cents))


@control("csg-base", on=KIND, values=CSG, level="signal", category="contributions", natures="01")
def csg_base(base: Block, of: Context) -> Verdict:
    """The base of the CSG is well below its part of the pay.

    Silent above it (savings plans and health cover add to it), without one (people who live
    abroad), for apprentices, and where a deduction for costs lowers the pay only.
    """
    low = _first_of_month(base, of)
    row = tables.ceiling(of.month) if of.month else None
    if row is None or low is None or low.cents <= 0:
        return False
    high = bases(of, GROSS)
    within = min(high.cents, 4 * row.month_cents)
    expected = part(within, CSG_SHARE) + high.cents - within
    if expected - low.cents <= part(high.cents, CSG_TOLERANCE):
        return False
    if _bears_less_csg(of.blocks("S21.G00.40")):
        return False
    return _finding(low, high, expected=euros(expected), difference=euros(low.cents - expected))


def _first_of_month(base: Block, of: Context) -> Bases | None:
    """The bases of the kind of this one, when it is the first of the month; else None.

    So a rule that looks at them together runs once for an employee.
    """
    found = bases(of, base.value("001"))
    return found if found.first is base else None


def _is_ceiling_known(of: Context) -> bool:
    """Whether the file tells the ceiling of this person for certain."""
    return _ordinary_ceiling(of) is not None and not _has_own_ceiling(of)


def _ordinary_ceiling(of: Context) -> int | None:
    """The ceiling of the employee looked at for the month declared, in cents.

    It holds unless the person has one of their own. None where the file does not tell it: several
    contracts, no whole calendar days, a contract without its time, a year that is not in the
    table, a part of the month in a fraction: the rest of it may stand in another (CT25 p.16).
    """
    contracts = of.blocks("S21.G00.40")
    month = of.month
    if month is None or len(contracts) != 1:
        return None
    row, days = tables.ceiling(month), calendar_days(of)
    time = _time(contracts[0], of)
    if row is None or days is None or time is None:
        return None
    whole = length(month)
    if not days or days % 100:
        return None
    if days // 100 < whole and not is_whole(of):
        return None
    return monthly_ceiling(row.month_cents, time, days // 100, whole)


def _has_own_ceiling(of: Context) -> bool:
    """Whether something makes the ceiling of this person another than the ordinary one.

    Several employers, a ceiling of its own, a change of contract, a therapeutic part time, a
    lump-sum base, another scheme than the general one, Mayotte. There is one contract.
    """
    [contract] = of.blocks("S21.G00.40")
    if contract.value("020") != GENERAL_SCHEME or contract.value("007") in NOT_CAPPED_SO:
        return True
    if SEVERAL in (contract.value("036"), contract.value("037")):
        return True
    if of.establishment.value("004").startswith("976"):  # Mayotte has a ceiling of its own
        return True
    if of.blocks("S21.G00.41") or of.blocks("S21.G00.66"):
        return True
    if any(one.value("001") in OWN_CEILING for one in of.blocks("S21.G00.79")):
        return True
    return any(one.value("001") == LUMP for one in of.blocks(BASE))


def _time(contract: Block, of: Context) -> Time | None:
    """The working time the ceiling follows; None where the contract does not tell it."""
    reference, worked = contract.cents("012"), contract.cents("013")
    kind, unit = contract.value("014"), contract.value("011")
    if unit not in ("10", "12", "20", "21") or kind not in ("10", "20"):
        return None
    if not reference or worked is None:
        return None
    is_reduced = "20" in (kind, unit)  # a year of days is shared whatever the kind
    if contract.has("044"):  # part time that contributes like full time
        is_reduced = False
    extra = _extra_hours(of) if is_reduced and unit in ("10", "21") else 0
    return Time(reference, worked, max(extra, 0), is_reduced)


def _extra_hours(of: Context) -> int:
    """Hundredths of the hours of the month beyond a part-time contract."""
    return sum(
        pay.cents("012") or 0
        for pay in of.blocks("S21.G00.51")
        if pay.value("011") == EXTRA_HOURS and is_current(pay, of, "001", "002")
    )


def _bears_less_csg(contracts: list[Block]) -> bool:
    """Whether a contract has a rule of its own for the CSG, or a deduction for costs."""
    return not contracts or any(
        one.value("008") in APPRENTICES or one.value("007") in NOT_CAPPED_SO or one.has("023")
        for one in contracts
    )


def _finding(low: Bases, high: Bases, **details: str) -> Finding:
    """A finding at the first base of a kind, with the gross base it was compared with."""
    at, against = low.first, high.first
    compared = Compared(AMOUNT, against.value("004"), against.line_of("004"))
    return Finding("", details, at.line_of("004"), AMOUNT, at.value("004"), (compared,))
