"""The contribution statement of the Urssaf (blocks 22 and 23) added up again."""

from collections.abc import Iterable
from datetime import date

from mandat.formats.dsn.model import Block
from mandat.formats.dsn.recalculation import amounts, tables


def line_amount(line: Block, month: date) -> int | None:
    """What one line (block 23) adds to the statement of a month, in cents; None if not known.

    Base and amount are rounded to the euro (facts, section 1.4). A reduction counts below zero.
    """
    row = tables.ctp(line.value("001"), line.value("002"), month)
    if row is None:
        return None
    base, stated = line.cents("004"), line.cents("005")
    if row.kind == "reduction":
        return None if stated is None else -amounts.to_euro(stated)
    if row.kind == "addition":
        given = base if stated is None else stated
        return None if given is None else amounts.to_euro(given)
    rate = line_rate(line, row)
    if rate is None or base is None:
        return None if stated is None else amounts.to_euro(stated)
    return amounts.in_euros(base, rate)


def line_rate(line: Block, row: tables.Ctp) -> int | None:
    """The rate of a line, in thousandths of a percent: its own, the table's, or both."""
    own = amounts.rate(line.value("003"))
    if row.own_rate == "is":
        return own
    if row.own_rate == "adds":
        return None if own is None or row.rate is None else row.rate + own
    return row.rate if row.rate is not None else own


def total(lines: Iterable[Block], month: date) -> int | None:
    """What a statement asks for, in cents; None as soon as one line is not known."""
    parts = [line_amount(line, month) for line in lines]
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None
