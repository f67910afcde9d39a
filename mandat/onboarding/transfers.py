"""When a self-employed person in Belgium may change to another social-insurance fund."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True)
class TransferRule:
    """Asked before `month`/`day`, effective the next 1 January, after `years` in the old fund."""

    month: int
    day: int
    years: int


TRANSFER: Final = TransferRule(month=6, day=30, years=4)  # domain.md, "Money and deadlines"


def transfer_effective(asked: date, rule: TransferRule = TRANSFER) -> date:
    """The 1 January on which a transfer asked for on `asked` takes effect."""
    in_time = asked < date(asked.year, rule.month, rule.day)
    return date(asked.year + (1 if in_time else 2), 1, 1)


def transfer_possible(asked: date, member_since: date, rule: TransferRule = TRANSFER) -> date:
    """The first 1 January that the deadline and the years in the present fund both allow."""
    effective = transfer_effective(asked, rule)
    first = date(member_since.year + rule.years, 1, 1)
    if (member_since.month, member_since.day) > (1, 1):
        first = date(first.year + 1, 1, 1)
    return max(effective, first)
