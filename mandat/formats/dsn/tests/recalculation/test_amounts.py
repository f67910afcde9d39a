"""Rounding, tolerances and rates, in whole cents."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandat.formats.dsn.recalculation import amounts
from mandat.formats.dsn.recalculation.amounts import Tolerance

CENTS = st.integers(-(10**14), 10**14)
RATES = st.integers(0, 100_000)


@given(CENTS)
def test_a_whole_euro_is_what_decimals_say(cents: int) -> None:
    expected = (Decimal(cents) / 100).quantize(Decimal(1), ROUND_HALF_UP)
    assert amounts.to_euro(cents) == int(expected) * 100


@pytest.mark.parametrize(("cents", "euros"), [(149, 100), (150, 200), (-149, -100), (-150, -200)])
def test_half_a_euro_goes_away_from_zero(cents: int, euros: int) -> None:
    assert amounts.to_euro(cents) == euros


@given(CENTS, RATES)
def test_a_part_is_what_decimals_say(cents: int, rate: int) -> None:
    exact = Decimal(cents) * rate / 100_000
    assert amounts.part(cents, rate) == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@given(CENTS, RATES)
def test_a_part_in_euros_is_rounded_once_for_the_base_and_once_for_the_result(
    cents: int, rate: int
) -> None:
    base = (Decimal(cents) / 100).quantize(Decimal(1), ROUND_HALF_UP)
    result = (base * rate / 100_000).quantize(Decimal(1), ROUND_HALF_UP)
    assert amounts.in_euros(cents, rate) == int(result) * 100


def test_a_part_in_euros_is_not_rounded_to_the_cent_on_the_way() -> None:
    # 1 000 € at 0.04950 % would be 49.50 cents, then 50: 0.495 € is nought.
    assert amounts.in_euros(1_000_00, 49) == 0
    assert amounts.in_euros(990_00, 50) == 0  # 0.495 €: to the cent 0.50 €, then 1 €
    assert amounts.in_euros(1_000_00, 50) == 100


@given(CENTS, CENTS, st.integers(0, 10**6))
def test_a_tolerance_allows_its_bound_and_nothing_beyond(
    stated: int, expected: int, cents: int
) -> None:
    allowed = Tolerance(cents, "ours").allows(stated, expected)
    assert allowed is (abs(stated - expected) <= cents)


def test_a_tolerance_by_line_counts_at_least_one() -> None:
    one = Tolerance(50, "ours")
    assert one.times(0) == one
    assert one.times(4) == Tolerance(200, "ours")


@given(RATES)
def test_a_rate_written_is_read_back(rate: int) -> None:
    assert amounts.rate(f"{rate // 1000}.{rate % 1000:03d}") == rate


@pytest.mark.parametrize(
    "text", ["", "2", "2,40", "2.4", "2.4000", "-2.40", "x.40", "1234.00", ".40"]
)
def test_what_is_no_rate_is_none(text: str) -> None:
    assert amounts.rate(text) is None


def test_two_decimals_are_enough_for_a_rate() -> None:
    assert amounts.rate("2.40") == 2_400
    assert amounts.rate("02.40") == 2_400
    assert amounts.rate("100.00") == 100_000
    assert amounts.rate("999.999") == 999_999


@given(CENTS)
def test_cents_are_written_as_declarations_do(cents: int) -> None:
    assert Decimal(amounts.euros(cents)) * 100 == cents
    assert len(amounts.euros(cents).partition(".")[2]) == 2
