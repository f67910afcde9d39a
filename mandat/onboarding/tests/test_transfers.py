"""Deadlines and years of a change of fund."""

from __future__ import annotations

from datetime import date

import pytest

from mandat.onboarding.transfers import transfer_effective, transfer_possible


@pytest.mark.parametrize(
    ("asked", "effective"),
    [
        (date(2026, 1, 1), date(2027, 1, 1)),
        (date(2026, 6, 29), date(2027, 1, 1)),
        (date(2026, 6, 30), date(2028, 1, 1)),
        (date(2026, 12, 31), date(2028, 1, 1)),
    ],
)
def test_asked_before_30_june_it_is_the_next_january(asked: date, effective: date) -> None:
    assert transfer_effective(asked) == effective


@pytest.mark.parametrize(
    ("since", "possible"),
    [
        (date(2023, 1, 1), date(2027, 1, 1)),
        (date(2023, 1, 2), date(2028, 1, 1)),
        (date(2010, 5, 5), date(2027, 1, 1)),
        (date(2025, 7, 1), date(2030, 1, 1)),
    ],
)
def test_four_years_in_the_present_fund(since: date, possible: date) -> None:
    assert transfer_possible(date(2026, 3, 1), since) == possible
