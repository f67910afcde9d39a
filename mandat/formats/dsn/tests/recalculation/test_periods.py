"""Which month a period lies in."""

from datetime import date

import pytest

from mandat.formats.dsn.model import Block, Record
from mandat.formats.dsn.recalculation.periods import length, month_of

CODE = "S21.G00.78"


def period(first: str, last: str) -> Block:
    """A block 78 with these days."""
    block = Block(CODE, 1)
    values = {"002": first, "003": last}
    block.records = [Record(CODE, at, f"{CODE}.{at}", value) for at, value in values.items()]
    return block


@pytest.mark.parametrize(
    ("first", "last", "month"),
    [
        ("01032026", "31032026", date(2026, 3, 1)),
        ("17032026", "17032026", date(2026, 3, 1)),
        ("28022026", "01032026", None),
        ("01032025", "31032026", None),
        ("32032026", "31032026", None),
        ("01032026", "31022026", None),
        ("", "31032026", None),
    ],
)
def test_a_period_lies_in_one_month_or_in_none(first, last, month):
    assert month_of(period(first, last)) == month


@pytest.mark.parametrize(("month", "days"), [(date(2024, 2, 1), 29), (date(2026, 2, 1), 28)])
def test_a_month_has_its_days(month, days):
    assert length(month) == days
