"""Numbers, money and dates as each country writes them: pure functions over Babel."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import NumberPattern, format_decimal, format_percent, parse_pattern

# English is written the European way: day before month.
_LOCALES = {"en": "en_GB"}
PARIS = ZoneInfo("Europe/Paris")


@lru_cache(maxsize=32)
def locale_of(language: str) -> Locale:
    """The Babel locale of an interface language such as `fr` or `nl-be`."""
    base = language.replace("_", "-").split("-")[0].lower()
    return Locale.parse(_LOCALES.get(base, base))


@lru_cache(maxsize=32)
def _currency(language: str, *, whole: bool) -> NumberPattern:
    """How the country writes an amount, with cents or without."""
    pattern: str = locale_of(language).currency_formats["standard"].pattern
    return parse_pattern(pattern.replace(".00", "") if whole else pattern)


def money(cents: int, language: str, *, whole: bool = False) -> str:
    """Integer cents as euros: `1 234,56 €`; `whole` rounds to the euro, half away from zero."""
    sign = -1 if cents < 0 else 1
    amount = Decimal(sign * ((abs(cents) + 50) // 100)) if whole else Decimal(cents) / 100
    text: str = _currency(language, whole=whole).apply(
        amount, locale_of(language), currency="EUR", currency_digits=False
    )
    return text


@lru_cache(maxsize=4096, typed=True)
def number(value: float | Decimal, language: str, digits: int | None = None) -> str:
    """A number with its thousands grouped; `digits` fixes how many decimals are shown."""
    if digits is None:
        return format_decimal(value, locale=locale_of(language))
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(value, format=pattern, locale=locale_of(language))


def percent(ratio: float | Decimal, language: str, digits: int = 1) -> str:
    """A ratio (0.058) as a percentage (`5,8 %`)."""
    locale = locale_of(language)
    pattern: NumberPattern = locale.percent_formats[None]
    fraction = "." + "0" * digits if digits else ""
    return format_percent(
        ratio, format=pattern.pattern.replace("#,##0", "#,##0" + fraction), locale=locale
    )


@lru_cache(maxsize=4096, typed=True)
def day(value: dt.date, language: str) -> str:
    """A date with its year: `15 déc. 2026`."""
    return format_skeleton("yMMMd", _naive(value), locale=locale_of(language))


def short_day(value: dt.date, language: str) -> str:
    """A date without its year, for columns of near dates: `15 déc.`."""
    return format_skeleton("MMMd", _naive(value), locale=locale_of(language))


def weekday(value: dt.date, language: str) -> str:
    """A date in full: `lundi 14 décembre 2026`."""
    return format_date(_naive(value), format="full", locale=locale_of(language))


def month(value: dt.date, language: str) -> str:
    """A month: `novembre 2026`."""
    return format_skeleton("yMMMM", _naive(value), locale=locale_of(language))


def short_month(value: dt.date, language: str) -> str:
    """The name of a month alone, shortened: `déc.`."""
    return format_skeleton("MMM", _naive(value), locale=locale_of(language))


def clock(value: dt.datetime, language: str) -> str:
    """The time of day at Paris (and Brussels): `12:00`."""
    return format_time(_paris(value), format="HH:mm", locale=locale_of(language))


def day_time(value: dt.datetime, language: str) -> str:
    """A moment, at Paris: `15 déc. 2026 12:00`, the time tied to its date."""
    local = _paris(value)
    return f"{day(local.date(), language)}\u00a0{clock(local, language)}"


def _paris(value: dt.datetime) -> dt.datetime:
    """The moment at Paris; a naive moment is taken as UTC, as the database keeps it."""
    aware = value if value.tzinfo else value.replace(tzinfo=dt.UTC)
    return aware.astimezone(PARIS)


def _naive(value: dt.date) -> dt.date:
    """The calendar day of a date or of a moment (as seen from Paris)."""
    return _paris(value).date() if isinstance(value, dt.datetime) else value
