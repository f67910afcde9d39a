"""From the text of a rubric to a date, an amount or a quantity; None when it is none of these."""

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache

_is_amount = re.compile(r"-?[0-9]{1,18}\.[0-9]{2}").fullmatch


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


@lru_cache(maxsize=4096)
def cents(text: str) -> int | None:
    """`-12.50` → -1250; the norm wants a point and two decimals."""
    return int(text[:-3] + text[-2:]) if _is_amount(text) else None


def count(text: str) -> int | None:
    """`00012` → 12."""
    good = text.isascii() and text.isdigit() and len(text) <= 18
    return int(text) if good else None


def quantity(text: str) -> Decimal | None:
    """`151.67` → the same, exact; never negative."""
    found = cents(text)
    return Decimal(found) / 100 if found is not None and found >= 0 else None
