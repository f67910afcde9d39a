"""Months, working days and deadlines."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandat.lib.dates import (
    Month,
    Quarter,
    amend_until,
    dmfa_deadline,
    dsn_deadline,
    dsn_event_deadline,
    dsn_reminder_month,
    dsn_substitution_month,
    easter,
    is_working_day,
    months_between,
    next_working_day,
    public_holidays,
    self_employed_monthly_deadline,
    self_employed_quarterly_deadline,
    social_quarter_deadline,
)

months = st.builds(Month, st.integers(1900, 2200), st.integers(1, 12))


def test_month() -> None:
    month = Month.parse("2026-11")
    assert month == Month(2026, 11) == Month.from_dsn("01112026") == Month.of(date(2026, 11, 21))
    assert (month.first_day, month.last_day) == (date(2026, 11, 1), date(2026, 11, 30))
    assert (str(month), month.to_dsn()) == ("2026-11", "01112026")
    assert date(2026, 11, 30) in month
    assert date(2025, 11, 30) not in month
    assert Month(2024, 2).last_day.day == 29
    assert Month(2025, 12).next == Month(2026, 1)
    assert list(months_between(Month(2025, 12), Month(2026, 1))) == [
        Month(2025, 12),
        Month(2026, 1),
    ]


@pytest.mark.parametrize("text", ["", "2026-13", "2026-00", "2026-1", "26-11", "2026-11-01", "x"])
def test_what_is_no_month(text: str) -> None:
    with pytest.raises(ValueError, match="month"):
        Month.parse(text)


@pytest.mark.parametrize("text", ["", "02112026", "01132026", "0111202", "01112026 "])
def test_what_is_no_month_of_a_dsn(text: str) -> None:
    with pytest.raises(ValueError, match="month"):
        Month.from_dsn(text)


@given(months, st.integers(-500, 500))
def test_months_count_and_compare(month: Month, by: int) -> None:
    assert month.shifted(by).shifted(-by) == month
    assert month.previous < month < month.next
    assert month.next.previous == month
    assert Month.parse(str(month)) == month == Month.from_dsn(month.to_dsn())


@given(months)
def test_quarters_hold_their_months(month: Month) -> None:
    quarter = Quarter.of(month)
    assert month in quarter.months
    assert month.first_day in quarter
    assert quarter.next.previous == quarter
    assert Quarter.parse(str(quarter)) == quarter
    assert quarter.last_day < quarter.next.first_day


def test_quarter() -> None:
    assert Quarter.parse("20264") == Quarter.parse("2026/4") == Quarter.parse("2026-T4")
    assert Quarter(2026, 4).first_day == date(2026, 10, 1)
    assert Quarter(2026, 4).last_day == date(2026, 12, 31)
    with pytest.raises(ValueError, match="quarter"):
        Quarter.parse("2026-Q5")


@pytest.mark.parametrize(
    "day",
    [date(2000, 4, 23), date(2019, 4, 21), date(2024, 3, 31), date(2026, 4, 5), date(2038, 4, 25)],
)
def test_easter(day: date) -> None:
    assert easter(day.year) == day


def test_holidays() -> None:
    assert len(public_holidays(2026, "FR")) == 11
    assert len(public_holidays(2026, "BE")) == 10
    assert not is_working_day(date(2026, 7, 14), "FR")
    assert is_working_day(date(2026, 7, 14), "BE")
    assert not is_working_day(date(2026, 7, 21), "BE")
    assert not is_working_day(date(2026, 5, 14), "FR")  # Ascension
    assert not is_working_day(date(2026, 5, 25), "BE")  # Whit Monday


def test_next_working_day() -> None:
    assert next_working_day(date(2026, 11, 20), "FR") == date(2026, 11, 20)
    assert next_working_day(date(2026, 11, 21), "FR") == date(2026, 11, 23)
    assert next_working_day(date(2026, 4, 4), "BE") == date(2026, 4, 7)  # over Easter Monday
    assert next_working_day(date(2026, 12, 25), "BE") == date(2026, 12, 28)


def test_dsn_deadline() -> None:
    small = dsn_deadline(Month(2026, 11), headcount=49, paid_same_month=True)
    assert small.isoformat() == "2026-12-15T12:00:00+01:00"
    large = dsn_deadline(Month(2026, 5), headcount=50, paid_same_month=True)
    assert large.isoformat() == "2026-06-05T12:00:00+02:00"
    later_pay = dsn_deadline(Month(2026, 5), headcount=50, paid_same_month=False)
    assert later_pay.isoformat() == "2026-06-15T12:00:00+02:00"
    assert large.astimezone(UTC) == datetime(2026, 6, 5, 10, tzinfo=UTC)


def test_dsn_deadline_moves_over_closed_days() -> None:
    # 15 August 2026 is a Saturday and a holiday.
    due = dsn_deadline(Month(2026, 7), headcount=3, paid_same_month=True)
    assert due.date() == date(2026, 8, 17)
    until = amend_until(Month(2026, 7), headcount=3, paid_same_month=True)
    assert until.isoformat() == "2026-08-17T00:00:00+02:00"


def test_no_dsn_before_it_existed() -> None:
    with pytest.raises(LookupError):
        dsn_deadline(Month(2016, 12), headcount=3, paid_same_month=True)


def test_other_french_clocks() -> None:
    assert dsn_event_deadline(date(2026, 11, 28)) == date(2026, 12, 3)
    assert dsn_reminder_month(2025) == Month(2026, 3)
    assert dsn_substitution_month(2025) == Month(2026, 6)
    assert self_employed_monthly_deadline(Month(2026, 12), day=5) == date(2026, 12, 7)
    assert self_employed_monthly_deadline(Month(2026, 11), day=20) == date(2026, 11, 20)
    with pytest.raises(ValueError, match="payment"):
        self_employed_monthly_deadline(Month(2026, 11), day=6)
    with pytest.raises(LookupError):
        self_employed_monthly_deadline(Month(2001, 1), day=5)
    assert [self_employed_quarterly_deadline(Quarter(2026, n)) for n in (1, 2, 3, 4)] == [
        date(2026, 2, 5),
        date(2026, 5, 5),
        date(2026, 8, 5),
        date(2026, 11, 5),
    ]


def test_belgian_clocks() -> None:
    assert social_quarter_deadline(Quarter(2026, 1)) == date(2026, 3, 31)
    assert dmfa_deadline(Quarter(2026, 4)) == date(2027, 1, 31)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.sampled_from(["FR", "BE"]))
def test_the_next_working_day_is_near_and_open(day: date, country: str) -> None:
    assert country in ("FR", "BE")
    found = next_working_day(day, "FR" if country == "FR" else "BE")
    assert 0 <= (found - day).days <= 5
    assert found.weekday() < 5
