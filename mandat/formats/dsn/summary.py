"""The figures of one declaration, monthly or event: amounts, payroll, people, absences."""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from mandat.formats.dsn.figures import Amount, Contract, CtpLine, Summary
from mandat.formats.dsn.model import Block, Declaration
from mandat.formats.dsn.people import Individual, Month, individual
from mandat.formats.dsn.tree import PERSON
from mandat.formats.dsn.values import cents, day, month

TOTAL = "total"
_HUNDREDTH = Decimal("0.01")
_AmountKey = tuple[str, str, date | None, date | None]


def summarise(declaration: Declaration) -> Summary:
    """Every figure of a declaration kept whole; zero or empty for what it does not say."""
    adding = Adding(_month(declaration.month))
    for person in declaration.root.blocks(PERSON):
        adding.see(person)
    return adding.end(declaration)


class Adding:
    """The figures of one declaration, added up employee by employee: none needs to be kept."""

    def __init__(self, month: Month | None) -> None:
        """Nobody seen. Without a month there are no days to count."""
        self.month = month
        self.individuals: list[Individual] = []
        self.gross_cents = 0
        self.base_cents = 0

    @classmethod
    def of(cls, root: Block) -> "Adding":
        """For the declaration of that root, whose own records are complete."""
        return cls(_month(month(root.value("005")) or month(root.value("007"))))

    def see(self, person: Block) -> None:
        """One employee (block S21.G00.30), complete."""
        self.individuals.append(individual(person, self.month))
        self.gross_cents += _sum(person.blocks("S21.G00.51"), "011", "001", "013")
        self.base_cents += _sum(person.blocks("S21.G00.78"), "001", "03", "004")

    def end(self, declaration: Declaration) -> Summary:
        """The figures, once the declaration is complete."""
        root = declaration.root
        outside = [each for each in _walk(root) if each.code in _AMOUNTS]
        statements = [each for each in outside if each.code == "S21.G00.22"]
        payments = [each for each in outside if each.code == "S21.G00.20"]
        summary = Summary(
            amounts=_amounts(statements, payments),
            gross_cents=self.gross_cents,
            employer_base_cents=self.base_cents,
            individuals=len({each.key for each in self.individuals}),
            people=tuple(each.person for each in self.individuals),
        )
        return _with_counts(summary, self.individuals, self.month) if self.month else summary


_AMOUNTS = ("S21.G00.20", "S21.G00.22")


def _walk(block: Block) -> Iterator[Block]:
    """The blocks of a declaration, those below employees left out."""
    yield block
    for child in block.children:
        if child.code != PERSON:
            yield from _walk(child)


def _month(first: date | None) -> Month | None:
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
