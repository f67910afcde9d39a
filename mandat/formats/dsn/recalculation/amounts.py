"""Whole cents: rounding as the collecting bodies round, and differences that matter."""

from dataclasses import dataclass
from functools import lru_cache

EURO = 100
PERCENT = 100_000
"""Divisor of an amount times a rate in thousandths of a percent."""


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far two amounts may stand apart, in cents, and where that comes from."""

    cents: int
    source: str

    def allows(self, stated: int, expected: int) -> bool:
        """Whether the two are as good as equal; the bound itself is allowed."""
        return abs(stated - expected) <= self.cents

    def times(self, lines: int) -> "Tolerance":
        """The same for a sum of so many rounded lines."""
        return Tolerance(self.cents * max(lines, 1), self.source)


def half_up(value: int, divisor: int) -> int:
    """`value / divisor` to the nearest whole, halves away from zero. `divisor` is above zero."""
    if value < 0:
        return -half_up(-value, divisor)
    return (value * 2 + divisor) // (2 * divisor)


def to_euro(cents: int) -> int:
    """Cents rounded to the whole euro (CT25 p.156): 49 down, 50 up; still in cents."""
    return half_up(cents, EURO) * EURO


def part(cents: int, rate: int) -> int:
    """A rate (thousandths of a percent) of an amount, to the cent."""
    return half_up(cents * rate, PERCENT)


def in_euros(base: int, rate: int) -> int:
    """A rate of a base, each rounded to the whole euro; in cents."""
    return half_up(half_up(base, EURO) * rate, PERCENT) * EURO


@lru_cache(maxsize=1024)
def rate(text: str) -> int | None:
    """`2.40` or `0.016` → thousandths of a percent; None when it is no rate."""
    whole, point, decimals = text.partition(".")
    digits = whole + decimals.ljust(3, "0")
    if point != "." or not whole or len(decimals) not in (2, 3) or len(whole) > 3:
        return None
    return int(digits) if digits.isascii() and digits.isdigit() else None


def euros(cents: int) -> str:
    """`-123456` → `-1234.56`, as declarations write it."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"
