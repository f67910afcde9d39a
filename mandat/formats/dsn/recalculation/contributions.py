"""One contribution of one employee: base times rate."""

from collections.abc import Iterator

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.registry import Finding, Verdict, control
from mandat.formats.dsn.model import Block, Compared
from mandat.formats.dsn.recalculation.amounts import PERCENT, Tolerance, euros, half_up, rate
from mandat.formats.dsn.recalculation.individual import LINE, Contribution, contributions
from mandat.formats.dsn.values import cents

AMOUNT_TOLERANCE = Tolerance(5, "facts, section 5, rule 50: none published, five cents (ours)")
_SURE = AMOUNT_TOLERANCE.cents * PERCENT
"""Nearer than this before rounding is near enough after it."""


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
    """Whether all amounts are near theirs before any rounding: nearly always so."""
    _, _, given, stated, shares, _ = zip(*lines, strict=True)
    figures = zip(map(cents, given), map(rate, shares), map(cents, stated), strict=True)
    for whole, own, amount in figures:
        if own is None or whole is None or amount is None:
            continue
        if not -_SURE < amount * PERCENT - whole * own < _SURE:
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
