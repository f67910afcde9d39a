"""The statements and payments of the Urssaf in a declaration."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.model import Block
from mandat.formats.dsn.recalculation import tables
from mandat.formats.dsn.recalculation.periods import month_of

STATEMENT, LINE, PAYMENT = "S21.G00.22", "S21.G00.23", "S21.G00.20"


class Account(NamedTuple):
    """One Urssaf and one month (None: not one month): what is asked, what is paid."""

    body: str
    month: date | None


def is_urssaf(statement: Block) -> bool:
    """Whether a statement is the Urssaf's: only these have lines by CTP (CT25 p.167)."""
    return statement.value("001") in tables.collectors() or bool(statement.below(LINE))


def statements(of: Context) -> list[Block]:
    """The statements of the Urssaf, in the order of the file."""
    return [one for one in of.establishment.below(STATEMENT) if is_urssaf(one)]


def payments(of: Context) -> list[Block]:
    """The payments to an Urssaf, in the order of the file."""
    bodies = tables.collectors() | {one.value("001") for one in statements(of)}
    return [one for one in of.establishment.below(PAYMENT) if one.value("001") in bodies]


def lines(of: Context, month: date) -> list[Block]:
    """The lines of all statements of one month: accounts of one establishment add up."""
    found = (one for one in statements(of) if month_of(one, "003", "004") == month)
    return [line for one in found for line in one.below(LINE)]


def by_account(blocks: list[Block], start: str, end: str) -> dict[Account, list[Block]]:
    """Statements or payments by Urssaf and month; pseudo-SIRETs of an establishment together."""
    found: dict[Account, list[Block]] = defaultdict(list)
    for one in blocks:
        found[Account(one.value("001"), month_of(one, start, end))].append(one)
    return found


def total(blocks: list[Block]) -> int | None:
    """The sum of their amounts (rubric 005) in cents; None when one cannot be read."""
    parts = [one.cents("005") for one in blocks]
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None
