"""Numbers, money and dates read as each country writes them."""

from __future__ import annotations

import datetime as dt

import pytest

from mandat.ui import formats

THIN, HARD = "\u202f", "\u00a0"
DECEMBER = dt.date(2026, 12, 15)


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("fr", f"1{THIN}234,56{HARD}€"),
        ("nl", f"€{HARD}1.234,56"),
        ("de", f"1.234,56{HARD}€"),
        ("en", "€1,234.56"),
        ("fr-be", f"1{THIN}234,56{HARD}€"),
    ],
)
def test_money(language: str, written: str) -> None:
    assert formats.money(123456, language) == written


@pytest.mark.parametrize(
    ("cents", "written"),
    [(0, "0"), (149, "1"), (150, "2"), (-150, "-2"), (41238049, f"412{THIN}380"), (250, "3")],
)
def test_whole_euros_round_half_away_from_zero(cents: int, written: str) -> None:
    assert formats.money(cents, "fr", whole=True) == f"{written}{HARD}€"


def test_money_keeps_every_cent_of_a_large_sum() -> None:
    assert formats.money(99999999999999999, "en") == "€999,999,999,999,999.99"


@pytest.mark.parametrize(
    ("language", "written"),
    [("fr", "15 déc. 2026"), ("nl", "15 dec 2026"), ("de", "15. Dez. 2026"), ("en", "15 Dec 2026")],
)
def test_day(language: str, written: str) -> None:
    assert formats.day(DECEMBER, language) == written


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("fr", "décembre 2026"),
        ("nl", "december 2026"),
        ("de", "Dezember 2026"),
        ("en", "December 2026"),
    ],
)
def test_month(language: str, written: str) -> None:
    assert formats.month(DECEMBER, language) == written


def test_weekday_and_short_forms() -> None:
    assert formats.weekday(DECEMBER, "fr") == "mardi 15 décembre 2026"
    assert formats.short_day(DECEMBER, "fr") == "15 déc."
    assert formats.short_month(DECEMBER, "fr") == "déc."


def test_a_moment_is_shown_at_paris_even_over_midnight() -> None:
    late = dt.datetime(2026, 7, 14, 22, 30, tzinfo=dt.UTC)
    assert formats.day_time(late, "fr") == f"15 juil. 2026{HARD}00:30"
    assert formats.day(late, "fr") == "15 juil. 2026"
    assert formats.clock(late.replace(tzinfo=None), "fr") == "00:30"


@pytest.mark.parametrize(
    ("language", "written"),
    [("fr", f"5,8{HARD}%"), ("nl", "5,8%"), ("de", f"5,8{HARD}%"), ("en", "5.8%")],
)
def test_percent(language: str, written: str) -> None:
    assert formats.percent(0.0584, language).replace(THIN, HARD) == written


def test_numbers_are_grouped() -> None:
    assert formats.number(1234567, "fr") == f"1{THIN}234{THIN}567"
    assert formats.number(1234.5, "de", 2) == "1.234,50"
    assert formats.number(2.4, "en", 0) == "2"
