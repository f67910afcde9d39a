"""The ceiling of one person for one month (facts, section 5, rule 47)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandat.formats.dsn.recalculation.ceiling import Time, capped, monthly_ceiling

FULL = 400_500
WHOLE = Time(15_167, 15_167)
MONTHS = st.integers(28, 31)
PARTS = st.builds(
    Time, st.integers(1, 25_000), st.integers(0, 25_000), st.integers(0, 5_000), st.just(True)
)


def test_a_whole_month_of_full_time_has_the_whole_ceiling() -> None:
    assert monthly_ceiling(FULL, WHOLE, 31, 31) == FULL


@pytest.mark.parametrize(("days", "cents"), [(0, 0), (10, 129_194), (15, 193_790), (31, FULL)])
def test_days_lower_the_ceiling(days: int, cents: int) -> None:
    assert monthly_ceiling(FULL, WHOLE, days, 31) == cents


def test_part_time_lowers_the_ceiling_and_extra_hours_raise_it() -> None:
    assert monthly_ceiling(FULL, Time(15_167, 10_400, 0, True), 31, 31) == 274_623
    assert monthly_ceiling(FULL, Time(15_167, 10_400, is_reduced=True), 31, 31) == 274_623
    assert monthly_ceiling(FULL, Time(15_167, 10_400, 1_000, True), 31, 31) == 301_029


def test_extra_hours_never_go_beyond_full_time() -> None:
    assert monthly_ceiling(FULL, Time(15_167, 15_000, 3_000, True), 31, 31) == FULL


def test_a_year_counted_in_days_is_shared_by_days() -> None:
    assert monthly_ceiling(FULL, Time(21_800, 10_900, 0, True), 30, 30) == FULL // 2


def test_hours_do_not_matter_to_full_time() -> None:
    assert monthly_ceiling(FULL, Time(15_167, 10_000), 31, 31) == FULL


@pytest.mark.parametrize(
    ("time", "days", "length"),
    [
        (WHOLE, 32, 31),
        (WHOLE, -1, 31),
        (WHOLE, 0, 0),
        (Time(0, 10_400, 0, True), 31, 31),
        (Time(15_167, -1, 0, True), 31, 31),
        (Time(15_167, 10_400, -1, True), 31, 31),
    ],
)
def test_figures_that_make_no_ceiling_give_none(time: Time, days: int, length: int) -> None:
    assert monthly_ceiling(FULL, time, days, length) is None


def test_no_full_ceiling_no_ceiling() -> None:
    assert monthly_ceiling(0, WHOLE, 31, 31) is None
    assert monthly_ceiling(1, WHOLE, 31, 31) == 1


def test_the_smallest_figures_make_a_ceiling() -> None:
    assert monthly_ceiling(FULL, Time(1, 0, 0, True), 1, 1) == 0
    assert monthly_ceiling(FULL, Time(1, 1, 0, True), 1, 1) == FULL
    assert monthly_ceiling(FULL, WHOLE, 1, 1) == FULL


@given(PARTS, MONTHS, st.data())
def test_a_ceiling_stands_between_nothing_and_the_full_one(
    time: Time, length: int, data: st.DataObject
) -> None:
    days = data.draw(st.integers(0, length))
    found = monthly_ceiling(FULL, time, days, length)
    assert found is not None
    assert 0 <= found <= FULL


@given(PARTS, MONTHS, st.data())
def test_more_days_never_lower_a_ceiling(time: Time, length: int, data: st.DataObject) -> None:
    fewer = data.draw(st.integers(0, length - 1))
    less = monthly_ceiling(FULL, time, fewer, length)
    more = monthly_ceiling(FULL, time, fewer + 1, length)
    assert less is not None
    assert more is not None
    assert less <= more


@given(st.integers(1, 25_000), MONTHS, st.data())
def test_part_time_at_full_hours_is_full_time(
    reference: int, length: int, data: st.DataObject
) -> None:
    days = data.draw(st.integers(0, length))
    time = Time(reference, reference, 0, True)
    assert monthly_ceiling(FULL, time, days, length) == monthly_ceiling(FULL, WHOLE, days, length)


@given(st.integers(0, 10**8), st.integers(0, 10**8))
def test_a_capped_base_exceeds_neither_pay_nor_ceiling(gross: int, ceiling: int) -> None:
    found = capped(gross, ceiling)
    assert found <= gross
    assert found <= ceiling
    assert found in (gross, ceiling)
