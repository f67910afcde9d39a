"""Amounts as people and declarations write them, to whole cents."""

import re
import unicodedata
from typing import Final

MAX_CENTS: Final = 10**14  # far above any payroll, far below what a database column holds
MAX_TYPED: Final = 40

_CURRENCY: Final = re.compile(r"^(?:€|eur|euros?)\s*|\s*(?:€|eur|euros?)$", re.IGNORECASE)
_PLAIN: Final = re.compile(r"[0-9]+")
_GROUPED: Final = re.compile(r"[0-9]{1,3}(?P<mark>[., '])[0-9]{3}(?:(?P=mark)[0-9]{3})*")
_DSN: Final = re.compile(r"(?P<sign>-?)(?P<units>[0-9]{1,13})(?:\.(?P<cents>[0-9]{1,2}))?")


class AmountError(ValueError):
    """An amount that cannot be read.

    `code` is 'empty', 'characters', 'grouping', 'decimals' or 'too_large'; the text typed is not
    kept.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def parse_amount(text: str) -> int:
    """Cents of an amount typed in French, Dutch, German or English, else `AmountError`.

    The last mark is the decimal one when one or two digits follow it. A single mark before
    exactly three digits groups thousands, since no amount has three decimals: `1.234` is 1234.

    >>> parse_amount("1 234,56 €"), parse_amount("1.234,56"), parse_amount("1,234.56")
    (123456, 123456, 123456)
    """
    if len(text) > MAX_TYPED:
        raise AmountError("too_large")
    sign, typed = _signed(_tidy(text))
    if not typed:
        raise AmountError("empty")
    if not re.fullmatch(r"[0-9., ']+", typed) or not re.search(r"[0-9]", typed):
        raise AmountError("characters")
    units, decimals = _split(typed)
    value = int(_ungrouped(units) or "0") * 100 + int(decimals.ljust(2, "0"))
    if value > MAX_CENTS:
        raise AmountError("too_large")
    return sign * value


def cents_from_dsn(text: str) -> int:
    """Cents of an amount of a DSN (`123.45`, `-7.5`, `100`), else `AmountError`."""
    found = _DSN.fullmatch(text)
    if not found:
        raise AmountError("characters" if text else "empty")
    value = int(found["units"]) * 100 + int((found["cents"] or "").ljust(2, "0"))
    if value > MAX_CENTS:
        raise AmountError("too_large")
    return -value if found["sign"] else value


def _tidy(text: str) -> str:
    """Full-width digits, rare spaces, minus signs and apostrophes to their plain form."""
    plain = unicodedata.normalize("NFKC", text)
    plain = re.sub(r"[\s\u200b\u2060\ufeff]+", " ", plain).strip()
    plain = plain.replace("\u2212", "-").replace("\u2013", "-").replace("\u2019", "'")
    return _CURRENCY.sub("", plain).strip()


def _signed(text: str) -> tuple[int, str]:
    if text.startswith("-"):
        return -1, _CURRENCY.sub("", text[1:].strip())
    return 1, text.removeprefix("+").strip()


def _split(typed: str) -> tuple[str, str]:
    """Units, still grouped, and at most two decimals."""
    found = re.fullmatch(r"(?P<units>.*)[.,](?P<decimals>[0-9]*)", typed)
    if not found:
        return typed, ""
    units, decimals = found["units"], found["decimals"]
    if len(decimals) in (1, 2):
        mark = typed[len(units)]
        if mark in units:
            raise AmountError("grouping")
        return units, decimals
    if len(decimals) == 3 and not re.fullmatch(r"0*", units):
        return typed, ""
    raise AmountError("decimals")


def _ungrouped(units: str) -> str:
    if units and not (_PLAIN.fullmatch(units) or _GROUPED.fullmatch(units)):
        raise AmountError("grouping")
    return re.sub(r"[., ']", "", units)
