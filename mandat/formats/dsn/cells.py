"""What is known of a rubric before its lines come, so that a right line is taken in at once."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple

from mandat.formats.dsn.checks import MOST_CHARACTERS, VALUE_RULES
from mandat.formats.dsn.controls.plan import Plan
from mandat.formats.dsn.controls.registry import Control
from mandat.formats.dsn.kinds import Kind, Shapes, Step, runs_of
from mandat.formats.dsn.norms import Norm, Rule
from mandat.formats.dsn.tree import ROOT, STEPS
from mandat.formats.dsn.values import day

# CT25 3.5: printable Latin-1. A value has no blank at either end.
_CHARACTER = r"[ -~\xa1-\xac\xae-\xff]"
# The two commonest expressions, which simpler ones match faster: with a sign, or without.
_AMOUNTS = {
    r"-?[0]*(0|[1-9][0-9]*)\.[0-9]{2}": True,
    r"[0]*(0|[1-9][0-9]*)\.[0-9]{2}": False,
}
TURNING = {"S10.G00.00.006": "norm_name", "S20.G00.05.001": "nature"}
"""What is known of all the rest depends on these; they are attributes of the learner."""


class Special(NamedTuple):
    """What depends on the value: the rules for some of them, the rules on the value alone."""

    by_value: Mapping[str, Kind]
    checks: tuple[Control, ...]


class Cell(NamedTuple):
    """One rubric in one norm and one nature: is a value right, and what does its line bring."""

    code: str
    number: str
    rubric: str
    kind: Kind
    step: Step | None
    is_good: Callable[[str], Any]
    special: Special | None


class Cells(dict[bytes, Cell | None]):
    """The rubrics whose right lines are taken in at once; None for those looked at with care.

    The keys are how a line begins: the rubric, the comma, the first apostrophe. Each is prepared
    when its first line comes: a file uses a part of the norm only.
    """

    __slots__ = ("nature", "norm", "plan", "shapes")

    def __init__(self, norm: Norm, nature: str, plan: Plan) -> None:
        """For one norm and one nature."""
        self.norm = norm
        self.nature = nature
        self.plan = plan
        self.shapes = Shapes(norm)

    def __missing__(self, key: bytes) -> Cell | None:
        """Prepare a rubric."""
        rubric = key[:14].decode("latin-1")
        rule = self.norm.rules.get(rubric) if key[14:] == b",'" else None
        if rule is None:
            return None  # not kept: there is no end to what is not a rubric
        is_special = rubric in TURNING or rubric in VALUE_RULES
        is_forbidden = rubric[:3] not in ("S10", "S90") and rule.is_forbidden(self.nature)
        steps = STEPS if begins(self.norm, rule) else {}
        cell = None if is_special or is_forbidden else _cell(rule, self.plan, steps)
        self[key] = cell
        return cell


@cache
def cells(norm: Norm, nature: str, plan: Plan) -> Cells:
    """The cells of a norm and a nature, shared by all readings."""
    return Cells(norm, nature, plan)


def begins(norm: Norm, rule: Rule) -> bool:
    """Whether a block of a declaration always begins with this rubric."""
    return rule.code != ROOT and norm.heads.get(rule.code) == rule.number


def _cell(rule: Rule, plan: Plan, steps: Mapping[str, Step]) -> Cell:
    rubric = rule.rubric
    controls = plan.by_rubric.get(rubric, ())
    checks = plan.by_value.get(rubric, ())
    values = {value for control in controls for value in control.values}
    values |= plan.apart.get(rubric, frozenset())
    by_value = {value: _kind(rule, plan, controls, value) for value in values}
    special = Special(by_value, checks) if by_value or checks else None
    kind = _kind(rule, plan, controls, None)
    step = steps.get(rule.code)
    return Cell(rule.code, rule.number, rubric, kind, step, _form(rule), special)


def _kind(rule: Rule, plan: Plan, controls: tuple[Control, ...], value: str | None) -> Kind:
    """What a right line brings: the rules for any value, and those for this one."""
    runs = runs_of(each for each in controls if not each.values or value in each.values)
    is_collected = rule.rubric in plan.collected
    return Kind(rule.code, rule.number, rule.bit, runs=runs, is_collected=is_collected)


def _form(rule: Rule) -> Callable[[str], Any]:
    """Whether a value is right in every way that `checks.check_value` looks at."""
    if rule.codes:
        return rule.codes.__contains__
    # A line that may be too long is looked at with care.
    longest = min(rule.longest, MOST_CHARACTERS - len(f"{rule.rubric},''"))
    length = f"{{{rule.shortest},{longest}}}"
    if rule.pattern in _AMOUNTS and rule.shortest <= 4:
        return re.compile(_amount(rule), re.ASCII).fullmatch
    if not rule.pattern:
        form = rf"(?!\s){_CHARACTER}{length}(?<!\s)"
    else:
        form = rf"(?={_CHARACTER}{length}\Z)(?!\s)(?:{rule.pattern})(?<!\s)"
    matches = re.compile(form, re.ASCII).fullmatch
    if rule.kind == "D" and rule.longest == 8:
        return lambda value: matches(value) and day(value)
    return matches


def _amount(rule: Rule) -> str:
    """An amount of two decimals, as long as it may be, with a minus where it may have one."""
    most = rule.longest - 3
    form = rf"[0-9]{{1,{most}}}\.[0-9][0-9]"
    return rf"{form}|-[0-9]{{1,{most - 1}}}\.[0-9][0-9]" if _AMOUNTS[rule.pattern] else form
