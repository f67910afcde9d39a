"""The figures of one declaration, monthly or event: amounts, payroll, people, absences."""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from mandat.formats.dsn.figures import Amount, Contract, CtpLine, Summary
from mandat.formats.dsn.model import Block, Declaration
from mandat.formats.dsn.people import Individual, Month, individual
from mandat.formats.dsn.values import cents, day

TOTAL = "total"
_HUNDREDTH = Decimal("0.01")
_AmountKey = tuple[str, str, date | None, date | None]


def summarise(declaration: Declaration) -> Summary:
    """Every figure of a declaration; zero or empty for what it does not say."""
    month = _month(declaration)
    by_code: dict[str, list[Block]] = {}
    for block in declaration.root.walk():
        by_code.setdefault(block.code, []).append(block)
    individuals = [individual(block, month) for block in by_code.get("S21.G00.30", ())]
    summary = Summary(
        amounts=_amounts(by_code.get("S21.G00.22", ()), by_code.get("S21.G00.20", ())),
        gross_cents=_sum(by_code.get("S21.G00.51", ()), "011", "001", "013"),
        employer_base_cents=_sum(by_code.get("S21.G00.78", ()), "001", "03", "004"),
        individuals=len({each.key for each in individuals}),
        people=tuple(each.person for each in individuals),
    )
    return _with_counts(summary, individuals, month) if month else summary


def _month(declaration: Declaration) -> Month | None:
    first = declaration.month
    if first is None:
        return None
    return Month(first, first.replace(day=monthrange(first.year, first.month)[1]))


def _with_counts(summary: Summary, individuals: list[Individual], month: Month) -> Summary:
    """Add what depends on the days of the month."""
    contracts = [contract for person in summary.people for contract in person.contracts]
    employments = [contract for contract in contracts if contract.is_employment]
    present = {
        each.key
        for each in individuals
        if any(c.is_employment and c.runs_on(month.last) for c in each.person.contracts)
    }
    return replace(
        summary,
        headcount=len(present),
        entries=sum(month.holds(contract.started) for contract in employments),
        exits=sum(month.holds(contract.ended) for contract in employments),
        absence_days=_absence_days(individuals),
        calendar_days_worked_base=len(present) * month.days,
        contracts=Counter(c.nature for c in contracts if c.runs_on(month.last)),
        full_time_equivalents=_full_time(employments, month),
    )


def _absence_days(individuals: Iterable[Individual]) -> dict[str, int]:
    """Days away by group and in all; one person's day counts once, wherever it is said again."""
    by_person: dict[tuple[str, ...], dict[int, str]] = {}
    for each in individuals:
        for ordinal, group in each.away.items():
            by_person.setdefault(each.key, {}).setdefault(ordinal, group)
    days = Counter(group for away in by_person.values() for group in away.values())
    return {**days, TOTAL: days.total()} if days else {TOTAL: 0}


def _full_time(contracts: Iterable[Contract], month: Month) -> Decimal:
    """Σ share of full time × share of the month under contract; a contract is 1 at most."""
    total = Decimal(0)
    for contract in contracts:
        started, ended = contract.started, contract.ended
        if started is None or not contract.reference or contract.quota is None:
            continue
        last = min(ended, month.last) if ended else month.last
        days = (last - max(started, month.first)).days + 1
        if days > 0:
            total += min(contract.quota / contract.reference, Decimal(1)) * days / month.days
    return total.quantize(_HUNDREDTH, ROUND_HALF_UP)


def _sum(blocks: Iterable[Block], type_number: str, wanted: str, amount_number: str) -> int:
    """Σ of an amount over the blocks of one type."""
    return sum(
        cents(block.value(amount_number)) or 0
        for block in blocks
        if block.value(type_number) == wanted
    )


def _amounts(statements: Iterable[Block], payments: Iterable[Block]) -> tuple[Amount, ...]:
    """What is due and what is paid, joined by organisation, entity and period."""
    due: dict[_AmountKey, int] = {}
    paid: dict[_AmountKey, int] = {}
    lines: dict[_AmountKey, list[CtpLine]] = {}
    for block in statements:
        key = _key(block, "003", "004")
        due[key] = due.get(key, 0) + (cents(block.value("005")) or 0)
        lines.setdefault(key, []).extend(
            _ctp_line(child) for child in block.children if child.code == "S21.G00.23"
        )
    for block in payments:
        key = _key(block, "006", "007")
        paid[key] = paid.get(key, 0) + (cents(block.value("005")) or 0)
    return tuple(
        Amount(*key, due.get(key), paid.get(key), tuple(lines.get(key, ())))
        for key in {**due, **paid}
    )


def _key(block: Block, start: str, end: str) -> _AmountKey:
    period = day(block.value(start)), day(block.value(end))
    return (block.value("001"), block.value("002"), *period)


def _ctp_line(block: Block) -> CtpLine:
    return CtpLine(
        code=block.value("001"),
        qualifier=block.value("002"),
        rate=block.value("003"),
        base_cents=cents(block.value("004")),
        amount_cents=cents(block.value("005")),
        commune=block.value("006"),
    )
