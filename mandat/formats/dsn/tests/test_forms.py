"""The forms that many rules have, at their bounds: months of every length, the end of time."""

from datetime import date
from types import SimpleNamespace

import pytest

from mandat.formats.dsn.controls.forms import (
    forbids,
    month_end,
    needs,
    needs_one_of,
    not_before,
    past_month,
)
from mandat.formats.dsn.model import Block, Record

CODE = "S21.G00.40"


def block(**values: str) -> Block:
    """A block with these rubrics: `n001="…"`."""
    made = Block(CODE, 1)
    made.records = [
        Record(CODE, name[1:], f"{CODE}.{name[1:]}", value) for name, value in values.items()
    ]
    return made


def of(month: date | None) -> SimpleNamespace:
    """A declaration of that month."""
    return SimpleNamespace(month=month, month_text=f"{month:%m%Y}" if month else "-")


@pytest.mark.parametrize(
    ("first", "more", "last"),
    [
        (date(2026, 2, 1), 0, date(2026, 2, 28)),
        (date(2024, 2, 1), 0, date(2024, 2, 29)),
        (date(2026, 11, 1), 0, date(2026, 11, 30)),
        (date(2026, 12, 1), 0, date(2026, 12, 31)),
        (date(2026, 11, 1), 1, date(2026, 12, 31)),
        (date(2026, 12, 1), 1, date(2027, 1, 31)),
        (date(9999, 11, 1), 0, date(9999, 11, 30)),
        (date(9999, 12, 1), 0, date.max),
        (date(9999, 11, 1), 1, date.max),
    ],
)
def test_the_last_day_of_a_month(first: date, more: int, last: date) -> None:
    assert month_end(of(first), more) == last


def test_an_event_has_no_month() -> None:
    assert month_end(of(None), 1) is None


@pytest.mark.parametrize(
    ("day", "months", "is_wrong"),
    [
        ("31122026", 0, False),
        ("01012027", 0, True),
        ("31012027", 1, False),
        ("01022027", 1, True),
        ("01011900", 0, False),
        ("32012027", 0, False),
        ("", 0, False),
    ],
)
def test_a_day_after_december(day: str, months: int, *, is_wrong: bool) -> None:
    check = past_month("001", months)
    assert check(block(n001=day), of(date(2026, 12, 1))) is is_wrong
    assert check(block(n001=day), of(None)) is False


@pytest.mark.parametrize(
    ("first", "last", "is_wrong"),
    [
        ("05032026", "05032026", False),
        ("04032026", "05032026", False),
        ("05032026", "04032026", True),
        ("28022026", "01032026", False),
        ("01032026", "28022026", True),
        ("31122025", "01012026", False),
        ("01012026", "31122025", True),
        ("01032026", "", False),
        ("", "01032026", False),
    ],
)
def test_one_day_not_before_another(first: str, last: str, *, is_wrong: bool) -> None:
    assert not_before("002", "001")(block(n001=first, n002=last), of(None)) is is_wrong


def test_what_a_block_needs_and_forbids() -> None:
    one, both = block(n001="1"), block(n001="1", n002="2")
    context = of(None)
    assert [needs("001")(each, context) for each in (one, both)] == [False, False]
    assert [needs("001", "002")(each, context) for each in (one, both)] == [True, False]
    assert [needs_one_of("002", "003")(each, context) for each in (one, both)] == [
        True,
        False,
    ]
    assert [forbids("002", "003")(each, context) for each in (one, both)] == [False, True]
