"""From the text of a rubric to a date, an amount or a quantity; None when it is none of these."""

from datetime import date
from decimal import Decimal
from functools import lru_cache


@lru_cache(maxsize=4096)
def day(text: str) -> date | None:
    """`31012026` → 31 January 2026."""
    if len(text) != 8 or not (text.isascii() and text.isdigit()):
        return None
    try:
        return date(int(text[4:]), int(text[2:4]), int(text[:2]))
    except ValueError:
        return None


def month(text: str) -> date | None:
    """`01012026` (or any day of it) → the first of January 2026."""
    found = day(text)
    return found.replace(day=1) if found else None


def cents(text: str) -> int | None:
    """`-12.50` → -1250; the norm wants a point and two decimals."""
    sign, digits = (-1, text[1:]) if text.startswith("-") else (1, text)
    whole, point, decimals = digits.partition(".")
    if point != "." or len(decimals) != 2 or not 1 <= len(whole) <= 18:
        return None
    number = whole + decimals
    return sign * int(number) if number.isascii() and number.isdigit() else None


def count(text: str) -> int | None:
    """`00012` → 12."""
    good = text.isascii() and text.isdigit() and len(text) <= 18
    return int(text) if good else None


def quantity(text: str) -> Decimal | None:
    """`151.67` → the same, exact; never negative."""
    found = cents(text)
    return Decimal(found) / 100 if found is not None and found >= 0 else None
