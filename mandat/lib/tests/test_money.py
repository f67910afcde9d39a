"""Amounts to cents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandat.lib.money import AmountError, cents_from_dsn, parse_amount


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1 234,56", 123456),
        ("1\u202f234,56 €", 123456),
        ("1.234,56 €", 123456),
        ("1,234.56", 123456),
        ("€1,234.56", 123456),
        ("EUR 1.234,56", 123456),
        ("1'234.56", 123456),
        ("1234", 123400),
        ("1234,5", 123450),
        ("1234.50 euros", 123450),
        ("1.234", 123400),
        ("1,234", 123400),
        ("1 234", 123400),
        ("1.234.567", 123456700),
        ("1.234.567,8", 123456780),
        ("0", 0),
        (",50", 50),
        ("0,05", 5),
        ("-12,50", -1250),
        ("\u221212,50 €", -1250),
        ("+12,50", 1250),
    ],
)
def test_amounts_as_typed(text: str, cents: int) -> None:
    assert parse_amount(text) == cents


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" € ", "empty"),
        ("abc", "characters"),
        ("12 $", "characters"),
        ("1e5", "characters"),
        (".", "characters"),
        ("12,", "decimals"),
        ("0,123", "decimals"),
        ("1,2345", "decimals"),
        ("12.34.56", "grouping"),
        ("1 23,45", "grouping"),
        ("1.23,45", "grouping"),
        ("12 34", "grouping"),
        ("99999999999999999", "too_large"),
        ("1" * 100_000, "too_large"),
    ],
)
def test_what_is_no_amount(text: str, code: str) -> None:
    with pytest.raises(AmountError) as caught:
        parse_amount(text)
    assert caught.value.code == code
    assert str(caught.value) == code


@given(st.integers(-(10**13), 10**13), st.sampled_from([(" ", ","), (".", ","), (",", ".")]))
def test_written_amounts_read_back(cents: int, marks: tuple[str, str]) -> None:
    thousands, decimal = marks
    units, rest = divmod(abs(cents), 100)
    grouped = f"{units:,}".replace(",", thousands)
    sign = "-" if cents < 0 else ""
    assert parse_amount(f"{sign}{grouped}{decimal}{rest:02d}") == cents
    assert cents_from_dsn(f"{sign}{units}.{rest:02d}") == cents


@pytest.mark.parametrize(
    ("text", "cents"), [("123.45", 12345), ("-7.5", -750), ("100", 10000), ("0.00", 0)]
)
def test_amounts_of_a_dsn(text: str, cents: int) -> None:
    assert cents_from_dsn(text) == cents


@pytest.mark.parametrize("text", ["", "1,50", "1.234", ".5", "1.", "+1", " 1", "١", "1\n"])
def test_what_is_no_amount_in_a_dsn(text: str) -> None:
    with pytest.raises(AmountError):
        cents_from_dsn(text)


@given(st.text(max_size=60))
def test_any_text_is_an_amount_or_a_coded_error(text: str) -> None:
    codes = {"", "empty", "characters", "grouping", "decimals", "too_large"}
    assert _code(text) in codes


def _code(text: str) -> str:
    try:
        parse_amount(text)
    except AmountError as error:
        return error.code
    return ""
