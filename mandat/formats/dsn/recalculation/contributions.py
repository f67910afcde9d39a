"""One contribution of one employee: base times rate."""

from collections.abc import Iterator

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.registry import Finding, Verdict, control
from mandat.formats.dsn.model import Block, Compared
from mandat.formats.dsn.recalculation.amounts import PERCENT, Tolerance, euros, half_up, rate
from mandat.formats.dsn.recalculation.individual import LINE, Contribution, contributions
from mandat.formats.dsn.values import cents

AMOUNT_TOLERANCE = Tolerance(5, "facts, section 5, rule 50: none published, five cents (ours)")
_SURE = AMOUNT_TOLERANCE.cents - 0.1
"""Cents: nearer than this before rounding is near enough after it."""
_LARGE = 1e9
"""Euros: up to there floating point is exact enough for that."""


@control(
    "contribution-amount",
    on="S21.G00.78",
    level="signal",
    category="contributions",
    natures="01 09",
)
def contribution_amount(base: Block, of: Context) -> Verdict:
    """The amount of a contribution is not base × rate. Silent when one of the three is absent."""
    lines = contributions(of).get(base, [])
    return [*_wrong(lines)] if lines and not _are_sure(lines) else False


def _are_sure(lines: list[Contribution]) -> bool:
    """Whether all amounts are near theirs before any rounding: nearly always so.

    In floating point, which is fast; what it does not settle is looked at with care.
    """
    text, base = "", 0.0
    try:
        for _, _, given, stated, share, _ in lines:
            if not share or not given:
                continue
            if given is not text:  # most lines of a base bear the same amount
                text, base = given, float(given)
                if not -_LARGE < base < _LARGE:
                    return False
            if not -_SURE < float(stated) * 100 - base * float(share) < _SURE:
                return False
    except ValueError:
        return False
    return True


def _wrong(lines: list[Contribution]) -> Iterator[Finding]:
    """Each line with care."""
    text, base_cents = "", None
    for _, _, given, stated, share, line in lines:
        if given != text:  # most lines of a base bear the same amount
            text, base_cents = given, cents(given)
        own, amount = rate(share), cents(stated)
        if base_cents is None or own is None or amount is None:
            continue
        expected = half_up(base_cents * own, PERCENT)
        if not AMOUNT_TOLERANCE.allows(amount, expected):
            yield _finding(line, amount, expected)


def _finding(line: Block, amount: int, expected: int) -> Finding:
    details = {"expected": euros(expected), "difference": euros(amount - expected)}
    compared = tuple(
        Compared(f"{LINE}.{number}", line.value(number), line.line_of(number))
        for number in ("003", "007")
    )
    rubric = f"{LINE}.004"
    return Finding("", details, line.line_of("004"), rubric, line.value("004"), compared)
