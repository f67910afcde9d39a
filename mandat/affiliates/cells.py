"""Reads what stands in one cell of a table that people make: days, periods, amounts, words.

A `CellError` carries a stable code and never what was typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date
from typing import Final

from mandat.identifiers import compact
from mandat.lib.money import AmountError, parse_amount
from mandat.lib.text import fold

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100

_ISO: Final = re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})")
_WRITTEN: Final = re.compile(r"(?P<d>[0-9]{1,2})[/.](?P<m>[0-9]{1,2})[/.](?P<y>[0-9]{4})")
_MONTH: Final = re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})")
_MONTH_WRITTEN: Final = re.compile(r"(?P<m>[0-9]{1,2})[/.](?P<y>[0-9]{4})")
_QUARTER: Final = re.compile(r"(?P<y>[0-9]{4})[ -/]?[QTK](?P<q>[1-4])", re.IGNORECASE)
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_YES: Final = frozenset({"1", "yes", "y", "oui", "ja", "true", "vrai", "x"})
_NO: Final = frozenset({"", "0", "no", "n", "non", "nee", "nein", "false", "faux"})


class CellError(ValueError):
    """A cell that cannot be read; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def words(longest: int) -> Callable[[str], str]:
    """A reader of at most `longest` characters on one line."""

    def read(text: str) -> str:
        plain = " ".join(text.split())
        if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in plain):
            raise CellError("characters")
        if len(plain) > longest:
            raise CellError("too_long")
        return plain

    return read


def choice(values: Iterable[str], default: str) -> Callable[[str], str]:
    """A reader of one word of a closed list; an empty cell is `default`."""
    known = frozenset(values)

    def read(text: str) -> str:
        word = fold(text).replace(" ", "_") or default
        if word not in known:
            raise CellError("choice")
        return word

    return read


def yes_or_no(text: str) -> bool:
    """A tick: yes, oui, ja, x, 1; empty is no."""
    word = fold(text)
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise CellError("yes_or_no")


def day(text: str) -> date | None:
    """`2026-09-05` or `05/09/2026`; None for an empty cell."""
    typed = text.strip()
    if not typed:
        return None
    found = _ISO.fullmatch(typed) or _WRITTEN.fullmatch(typed)
    if not found:
        raise CellError("date")
    return _date(int(found["y"]), int(found["m"]), int(found["d"]))


def period(text: str) -> tuple[date, bool] | None:
    """The first day of `2026-09`, `09/2026` or `2026-Q3`, and whether it is a quarter."""
    typed = text.strip()
    if not typed:
        return None
    if found := _QUARTER.fullmatch(typed):
        return _date(int(found["y"]), int(found["q"]) * 3 - 2, 1), True
    found = _MONTH.fullmatch(typed) or _MONTH_WRITTEN.fullmatch(typed)
    if not found:
        raise CellError("period")
    return _date(int(found["y"]), int(found["m"]), 1), False


def cents(text: str) -> int | None:
    """Euro cents of an amount as people write it; None for an empty cell."""
    if not text.strip():
        return None
    try:
        return parse_amount(text)
    except AmountError as error:
        raise CellError("amount") from error


def email(text: str) -> str:
    """An address that looks like one."""
    plain = words(254)(text)
    if plain and not _EMAIL.fullmatch(plain):
        raise CellError("email")
    return plain


def account(text: str) -> str:
    """An account number without its spaces and marks, as it is compared."""
    number = compact(text)
    if not number:
        raise CellError("missing")
    if not (number.isascii() and number.isalnum()):
        raise CellError("characters")
    if len(number) > 30:
        raise CellError("too_long")
    return number


def _date(year: int, month: int, number: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CellError("date")
    try:
        return date(year, month, number)
    except ValueError:
        raise CellError("date") from None
