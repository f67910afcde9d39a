"""Pay elements (S21.G00.51): their period, their contract, their type, their hours.

There are several for each employee and each month: the rules on all of them run once for the
employee or for the payment, the others where a rare value stands.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import at, later
from mandat.formats.dsn.controls.registry import Finding, Verdict, control, value_control
from mandat.formats.dsn.controls.rules.contract_numbers import wrong_contract_number
from mandat.formats.dsn.model import NO_BLOCK, Block, Compared
from mandat.formats.dsn.recalculation.individual import base_rows, paid_contracts, pays
from mandat.formats.dsn.values import cents, day

PERSON, CONTRACT, END = "S21.G00.30", "S21.G00.40", "S21.G00.62"
PAYMENT, PAY = "S21.G00.50", "S21.G00.51"
CANCELLED = "099"
BASIC = ("001", "002", "003", "010")
_SLACK = timedelta(days=2)
_OF_THE_PERIOD = frozenset(
    (*BASIC, "012", "013", "016", "017", "018", "019", "020", "021", "022", "025")
)
_MOVED = date(2024, 1, 1)
"""Since then overtime exempt from tax and the social net amount are in S21.G00.58 (P24V01)."""


def contract_numbered(number: str, of: Context) -> Block:
    """The contract of the employee that has this number; an empty block when none has."""
    for contract in of.blocks(CONTRACT):
        if contract.value("009") == number:
            return contract
    return NO_BLOCK


def unknown_contracts(code: str, number: str, of: Context) -> Iterator[Finding]:
    """The blocks of that code whose `number` is the number of no contract of the employee.

    In a unique end of contract the number once declared (S21.G00.45.002) will do. Silent when no
    contract has a number, which has its own problem.
    """
    known = {contract.value("009") for contract in of.blocks(CONTRACT)} - {""}
    if not known:
        return
    if of.nature == "07":
        known.update(before.value("002") for before in of.blocks("S21.G00.45"))
    for block in of.blocks(code):
        if block.value(number) not in known:
            yield at(block, number)


def _counted(of: Context) -> tuple[str, ...]:
    """The types whose period is held to that of the contract: fewer since P25V01."""
    return ("001", "002") if of.norm == "P24V01" else ("002",)


def _paid(contract: Block, of: Context) -> Iterator[Block]:
    """The pay elements of a contract that are held to its dates."""
    number, types = contract.value("009"), _counted(of)
    for pay in of.blocks(PAY):
        if pay.value("011") in types and pay.value("010") == number and pay.cents("013"):
            yield pay


# ---- the period


@control("S21.G00.51.001/CCH-11", on="S21.G00.40.001", reads="S21.G00.40.001")
def begins_before_the_contract(contract: Block, of: Context) -> Verdict:
    """Pay of the month begins two days before the contract at most."""
    begun, month = contract.day("001"), of.month
    if begun is None or month is None or begun - month <= _SLACK:
        return False
    return [
        at(pay, "001")
        for pay in _paid(contract, of)
        if (day := pay.day("001")) and begun - day > _SLACK and _within(day, of)
    ]


@control("S21.G00.51.002/CCH-13", on="S21.G00.62.001", reads="001")
def ends_after_the_contract(end: Block, of: Context) -> Verdict:
    """Pay of the month ends two days after the contract at most, unless its end is cancelled."""
    ended, contract = end.day("001"), end.above(CONTRACT)
    if ended is None or of.month_end is None or of.month_end - ended <= _SLACK:
        return False
    if any(each.value("002") == CANCELLED for each in contract.below(END)):
        return False
    return [
        at(pay, "002")
        for pay in _paid(contract, of)
        if (day := pay.day("002")) and day - ended > _SLACK and _within(day, of)
    ]


def _within(day: date, of: Context) -> bool:
    """Whether the day is in the main month."""
    return of.month is not None and of.month_end is not None and of.month <= day <= of.month_end


@control("S21.G00.51.002/CCH-11", on=PERSON)
def ends_before_it_begins(_person: Block, of: Context) -> list[Finding]:
    """The period of pay does not end before it begins."""
    return [
        at(pay, "002")._replace(compared=(Compared(f"{PAY}.001", first, pay.line_of("001")),))
        for first, last, _, _, _, pay in pays(of)
        # Within one month the days compare as they are written.
        if (first[2:] != last[2:] or first > last) and later(day(first), day(last))
    ]


@control("S21.G00.51.002/SIG-14", on=PERSON, reads="S20.G00.05.005")
def ends_after_the_month(_person: Block, of: Context) -> list[Finding]:
    """Pay is not for days after the month declared (CT25 4.4.12), some types aside."""
    month = of.month_text
    return [
        at(pay, "002")
        for _, last, _, kind, _, pay in pays(of)
        if last[2:] != month and kind in _OF_THE_PERIOD and later(day(last), of.month_end)
    ]


# ---- the contract

value_control("S21.G00.51.010/CSL-11")(wrong_contract_number)


@control("S21.G00.51.010/CCH-11", on=PERSON, natures="01 09")
@control("S21.G00.51.010/CCH-12", on=PERSON, natures="07")
def paid_for_no_contract(_person: Block, of: Context) -> Iterable[Finding]:
    """Pay is for a contract of the employee."""
    known = {contract.value("009") for contract in of.blocks(CONTRACT)}
    if paid_contracts(of) <= known and "" not in known:
        return ()
    return unknown_contracts(PAY, "010", of)


# ---- the type


def _types(payment: Block, of: Context) -> dict[str, tuple[Block, set[str]]]:
    """Number of contract → its first pay element in a payment, and the types of all."""
    found: dict[str, tuple[Block, set[str]]] = {}
    for _, _, number, kind, _, pay in pays(of):
        if pay.parent is payment:
            if number not in found:
                found[number] = pay, set()
            found[number][1].add(kind)
    return found


def _lacking(pay: Block, wanted: tuple[str, ...], types: set[str]) -> Iterator[Finding]:
    """A finding that names the types that are not there."""
    missing = ", ".join(each for each in wanted if each not in types)
    if missing:
        yield at(pay, "011", missing=missing)


@control("S21.G00.51.011/CCH-11", on=PAYMENT, natures="01 09")
def lacks_a_basic_type(payment: Block, of: Context) -> list[Finding]:
    """Each contract paid by a payment has the four basic types there, service lines aside.

    A contract not paid at all has its own problem (S21.G00.40.009/CCH-13).
    """
    return [
        finding
        for number, (pay, types) in _types(payment, of).items()
        if not (of.is_extract or types.issuperset(BASIC))
        and contract_numbered(number, of).value("007") != "93"
        for finding in _lacking(pay, BASIC, types)
    ]


@control("S21.G00.51.011/CCH-15", on=PAYMENT, natures="07")
def lacks_a_type_of_the_end(payment: Block, of: Context) -> Iterator[Finding]:
    """A unique end of contract has three types in each payment; P24V01: for each contract."""
    paid = payment.below(PAY)
    wanted = ("001", "002", "010")
    if of.is_extract or not paid:
        return
    if of.norm == "P24V01":
        for pay, types in _types(payment, of).values():
            yield from _lacking(pay, wanted, types)
    else:
        yield from _lacking(paid[0], wanted, {pay.value("011") for pay in paid})


def _engagement(line: Block, of: Context) -> list[Block]:
    """The unemployment pay of the maritime engagement that a service line belongs to."""
    number = line.value("076")
    if not number or contract_numbered(number, of).value("007") not in ("91", "92"):
        return []
    return [
        pay
        for pay in of.blocks(PAY)
        if pay.value("010") == number and pay.value("011") == "002" and pay.has("013")
    ]


def _types_of(line: Block, of: Context) -> set[str]:
    number = line.value("009")
    return {pay.value("011") for pay in of.blocks(PAY) if pay.value("010") == number}


@control("S21.G00.51.011/CCH-12", on="S21.G00.40.007", values="93")
def service_line_lacks_unemployment_pay(line: Block, of: Context) -> Iterator[Finding]:
    """A service line of an engagement that is paid has its unemployment pay."""
    paid = [pay for pay in _engagement(line, of) if pay.cents("013") != 0]
    if paid:
        yield from _lacking(paid[0], ("002",), _types_of(line, of))


@control("S21.G00.51.011/CCH-13", on="S21.G00.40.007", values="93")
def service_line_lacks_a_basic_type(line: Block, of: Context) -> Iterator[Finding]:
    """A service line of an engagement that is not paid has the four basic types."""
    paid = _engagement(line, of)
    if paid and all(pay.cents("013") == 0 for pay in paid):
        yield from _lacking(paid[0], BASIC, _types_of(line, of))


@control("S21.G00.51.011/CCH-16", values="026", natures="01 09", reads="001 002")
@control("S21.G00.51.011/CCH-17", values="027", natures="01 09", reads="001 002")
def has_moved_to_net(pay: Block, _of: Context) -> bool:
    """Two types serve only for periods before 2024 (P24V01)."""
    return any((day := pay.day(number)) is not None and day >= _MOVED for number in ("001", "002"))


# ---- hours, amount, rate


@control("S21.G00.51.012/CCH-12", reads="011")
def no_hours_of_basic_pay(pay: Block, _of: Context) -> bool:
    """Basic pay is not said to be of no hours."""
    return pay.cents("012") == 0 and pay.value("011") in BASIC


@control("S21.G00.51.012/SIG-13", reads="011")
def hours_of_basic_pay(pay: Block, _of: Context) -> bool:
    """Basic pay has no hours here: activity has them (S21.G00.53)."""
    return pay.value("011") in BASIC


@control(
    "S21.G00.51.012/SIG-11",
    on="S21.G00.51.011",
    values="012 013 016 017 018 019 020 025",
    reads="011",
)
def lacks_hours(pay: Block, _of: Context) -> bool:
    """Pay by the hour says how many."""
    return not pay.has("012")


@control("S21.G00.51.013/SIG-11", on=PAYMENT)
def paid_without_base(payment: Block, of: Context) -> Verdict:
    """A payment with gross pay has the uncapped base (S21.G00.78.001 = 03)."""
    if of.is_extract:
        return False
    for kind, _, _, _, base in base_rows(of):
        if kind == "03" and base.parent is payment:
            return False
    for _, _, _, kind, amount, pay in pays(of):
        if kind == "001" and pay.parent is payment and cents(amount):
            return at(pay, "013")
    return False


@control("S21.G00.51.014/CCH-11")
def public_rate_of_no_public_job(pay: Block, of: Context) -> bool:
    """The rate of pay of public service is for public jobs."""
    return contract_numbered(pay.value("010"), of).value("026") == "99"
