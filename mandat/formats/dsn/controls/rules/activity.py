"""Activity (S21.G00.53): how long, in which unit, under which pay element.

There are two or more for each employee and each month: see `remuneration`.
"""

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import BlockCheck, at
from mandat.formats.dsn.controls.registry import Finding, Verdict, control
from mandat.formats.dsn.controls.rules.remuneration import PAY, PERSON, contract_numbered
from mandat.formats.dsn.model import NO_BLOCK, Block
from mandat.formats.dsn.recalculation.individual import pays

ACTIVITY = "S21.G00.53"
MOST_HOURS, MOST_DAYS = 3250_00, 403_00


def _contract(activity: Block, of: Context) -> Block:
    """The contract of the pay element that the activity is of."""
    return contract_numbered(activity.above(PAY).value("010"), of)


def _more_than(most: int) -> BlockCheck:
    """Wrong when the measure is above so many hundredths."""

    def check(activity: Block, _of: Context) -> bool:
        measure = activity.value("002")
        # What is short is small: no need to count.
        return len(measure) >= 6 and (activity.cents("002") or 0) > most

    return check


def _without_unit(units: tuple[str, ...], most: int, of: Context) -> list[Finding]:
    """Measures above so much that have no unit, so that of the contract."""
    too_long = _more_than(most)
    return [
        at(activity, "002")
        for activity in of.fact(_unitless)
        if too_long(activity, of) and _contract(activity, of).value("011") in units
    ]


def _unitless(of: Context) -> list[Block]:
    """The activities without unit, unless they may have been left out."""
    if of.is_extract:
        return []
    return [each for each in of.blocks(ACTIVITY) if not each.has("003")]


@control("S21.G00.53.001/CCH-11", on=PERSON)
def under_another_type(_person: Block, of: Context) -> list[Finding]:
    """Activity stands under the pay for unemployment insurance (type 002)."""
    return [
        at(activity, "001", type=kind)
        for _, _, _, kind, _, pay in pays(of)
        if kind not in ("002", "")
        for activity in pay.children
        if activity.code == ACTIVITY
    ]


@control("S21.G00.53.002/CCH-11", on=PERSON)
def too_many_hours_of_the_contract(_person: Block, of: Context) -> list[Finding]:
    """Without unit: hours when the contract counts hours, 3250 at most."""
    return _without_unit(("10", "21"), MOST_HOURS, of)


@control("S21.G00.53.002/CCH-12", on=PERSON)
def too_many_days_of_the_contract(_person: Block, of: Context) -> list[Finding]:
    """Without unit: days when the contract counts days, 403 at most."""
    return _without_unit(("12", "20"), MOST_DAYS, of)


for _code, _units, _most in (
    ("S21.G00.53.003/CCH-13", "10 21", MOST_HOURS),
    ("S21.G00.53.003/CCH-14", "12 20", MOST_DAYS),
):
    control(_code, values=_units, reads="002", by_values="002")(_more_than(_most))


@control("S21.G00.53.003/CCH-15", on="S21.G00.53.001", values="02", reads="001")
def ceiling_days_of_absence(activity: Block, _of: Context) -> bool:
    """The days counted for the ceiling are of paid work."""
    return activity.value("003") == "40"


@control("S21.G00.53.003/CCH-12", values="31")
def by_the_piece_of_no_journalist(activity: Block, of: Context) -> bool:
    """Only journalists (352a) are paid by the piece."""
    return _contract(activity, of).value("004") not in ("352a", "")


@control("S21.G00.53.003/SIG-13", values="32")
def by_the_shift_of_no_docker(activity: Block, of: Context) -> bool:
    """Only dockers with a G card (complement 49) are paid by the shift."""
    contract = _contract(activity, of)
    return contract.code != "" and contract.value("005") != "49" and not of.is_extract


@control("S21.G00.53.003/SIG-11", on="S21.G00.40.004", values="389b 546d")
def aircrew_without_days(contract: Block, of: Context) -> Verdict:
    """Aircrew have days of their pension fund (unit 38)."""
    activities = of.blocks(ACTIVITY)
    if of.is_extract or any(each.value("003") == "38" for each in activities):
        return False
    number = contract.value("009")
    own = (each for each in activities if each.above(PAY).value("010") == number)
    first = next(own, NO_BLOCK)
    return at(first, "003") if first is not NO_BLOCK else Finding(line=contract.line)
