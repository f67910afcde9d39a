"""The contributions of one pay slip: lines of block 81 by base, and the employee's own part."""

import math
from datetime import date
from typing import NamedTuple

from mandat.formats.dsn.generate import rates as r
from mandat.formats.dsn.generate.people import Contract, Employee
from mandat.formats.dsn.generate.rates import Rates, half_up, share

APPRENTICES_BEAR_CSG = date(2025, 3, 1)
RELIEFS = frozenset({"018", "106"})
PENSIONS = frozenset({"106", "131", "132"})
"""Codes of block 81 that go to Agirc-Arrco."""


class Contribution(NamedTuple):
    """A line of block 81: code, base and amount in cents, rate (`None`: not one single rate)."""

    code: str
    base: int | None
    amount: int
    rate: int | None = None


class Setting(NamedTuple):
    """What a place gives to the pay slips of its people in a month."""

    rates: Rates
    accident_rate: int
    headcount: int
    mobility: int = 0


class Bases(NamedTuple):
    """The bases of a pay slip, in cents. `relief`: the gross the general reduction looks at."""

    gross: int
    capped: int
    csg: int
    unemployment: int
    smic: int
    overtime: int
    relief: int


Lines = tuple[Contribution, ...]


def _line(code: str, base: int, rate: int) -> Contribution:
    return Contribution(code, base, share(base, rate), rate)


def contributions(
    employee: Employee, setting: Setting, bases: Bases
) -> tuple[Lines, Lines, Lines, Lines]:
    """The lines under the capped base, the whole pay, the CSG base and the unemployment base."""
    if not bases.gross:
        return (), (), (), ()
    rates, headcount = setting.rates, setting.headcount
    capped = [_line("076", bases.capped, rates.old_age_capped)]
    if headcount < 50:
        capped.append(_line("049", bases.capped, r.HOUSING_SMALL))
    on_csg: Lines = ()
    if bases.csg:
        on_csg = (_line("072", bases.csg, r.CSG), _line("079", bases.csg, r.CRDS))
    on_unemployment: Lines = ()
    if employee.kind.employment:
        on_unemployment = (
            _line("040", bases.unemployment, rates.unemployment),
            _line("048", bases.unemployment, rates.wage_guarantee),
        )
    return tuple(capped), _on_gross(employee, setting, bases), on_csg, on_unemployment


def _on_gross(employee: Employee, setting: Setting, bases: Bases) -> Lines:
    rates, headcount, gross = setting.rates, setting.headcount, bases.gross
    lines = _general_lines(rates, bases, setting.accident_rate)
    if headcount >= 50:
        lines.append(_line("049", gross, r.HOUSING_LARGE))
    training = r.TRAINING_SMALL if headcount < 11 else r.TRAINING_LARGE
    lines.append(_line("100", gross, r.SOCIAL_DIALOGUE))
    lines.append(_line("128", gross, training))
    lines.append(_line("130", gross, r.APPRENTICESHIP_TAX))
    if employee.contract is Contract.FIXED_TERM:
        lines.append(_line("129", gross, r.FIXED_TERM_TRAINING))
    if setting.mobility:
        lines.append(_line("081", gross, setting.mobility))
    if employee.kind.employment:
        relief, pension_relief = relief_of(rates, bases.relief, bases.smic)
        if relief or pension_relief:
            lines.append(Contribution("018", gross, -relief))
            lines.append(Contribution("106", gross, -pension_relief))
    if bases.overtime:
        lines.append(Contribution("114", bases.overtime, -share(bases.overtime, r.OVERTIME_RELIEF)))
        if employee.hours >= r.FULL_TIME_HOURS:
            amount = half_up(employee.more.overtime * r.OVERTIME_EMPLOYER[headcount < 20], 100)
            lines.append(Contribution("021", bases.overtime, -amount))
    lines.append(Contribution("131", None, _pension(gross, bases.capped)))
    if employee.job.executive:
        lines.append(_line("132", gross, r.EXECUTIVE_FUND))
    return tuple(lines)


def _general_lines(rates: Rates, bases: Bases, accident_rate: int) -> list[Contribution]:
    gross, whole = bases.gross, bases.relief * 1_000
    lines = [
        _line("075", gross, rates.health),
        _line("074", gross, rates.family),
        _line("068", gross, r.AUTONOMY),
        _line("045", gross, accident_rate),
        _line("076", gross, rates.old_age),
    ]
    if whole > bases.smic * rates.health_limit:
        lines.append(_line("907", gross, rates.health_top))
    if whole > bases.smic * rates.family_limit:
        lines.append(_line("102", gross, rates.family_top))
    return lines


def csg_base(employee: Employee, gross: int, smic: int, rates: Rates) -> int:
    """The base of CSG; apprentices bear it only on what exceeds half the SMIC, since 2025."""
    if employee.contract is Contract.APPRENTICE:
        if employee.start < APPRENTICES_BEAR_CSG:
            return 0
        return share(max(gross - smic // 2, 0), r.CSG_SHARE)
    limit = r.UNEMPLOYMENT_CEILINGS * rates.pmss  # the deduction stops at four ceilings
    return share(min(gross, limit), r.CSG_SHARE) + max(gross - limit, 0)


def _pension(gross: int, capped: int) -> int:
    """Agirc-Arrco, both shares: two slices, and the balance contribution above the ceiling."""
    above = gross - capped
    total = share(capped, r.PENSION_LOW) + share(above, r.PENSION_HIGH)
    return total + (share(gross, r.PENSION_BALANCE) if above else 0)


def employee_part(employee: Employee, bases: Bases) -> int:
    """What the person's pay is lowered by, social contributions alone."""
    gross, capped = bases.gross, bases.capped
    above = gross - capped
    total = share(capped, r.EMPLOYEE_OLD_AGE_CAPPED + r.EMPLOYEE_PENSION_LOW)
    total += share(gross, r.EMPLOYEE_OLD_AGE) + share(above, r.EMPLOYEE_PENSION_HIGH)
    total += share(bases.csg, r.CSG + r.CRDS)
    if above:
        total += share(gross, r.EMPLOYEE_PENSION_BALANCE)
    if employee.job.executive:
        total += share(gross, r.EMPLOYEE_EXECUTIVE_FUND)
    if bases.overtime:
        total -= share(bases.overtime, r.OVERTIME_RELIEF)
    return total


def relief_of(rates: Rates, gross: int, smic: int) -> tuple[int, int]:
    """The general reduction: the part of the Urssaf and that of Agirc-Arrco, both ≥ 0."""
    if not gross or not smic:
        return 0, 0
    total = half_up(gross * _coefficient(rates, gross, smic), 10_000)
    pension = half_up(total * r.RELIEF_PENSION_PART, rates.relief)
    return total - pension, pension


def _coefficient(rates: Rates, gross: int, smic: int) -> int:
    """Ten-thousandths of the gross: falls from `relief` at the SMIC to nothing."""
    if rates.health_limit:  # until 2025: nothing left from 1.6 SMIC on
        value = half_up(rates.relief * (16 * smic - 10 * gross), 6 * gross)
        return min(max(value, 0), rates.relief)
    if gross >= 3 * smic:
        return 0
    x = (3 * smic - gross) / (2 * gross)  # from 2026: nothing left from 3 SMIC on
    curve = x * math.sqrt(x) * math.sqrt(math.sqrt(x))  # x ** 1.75, the same on every machine
    return min(200 + round((rates.relief - 200) * curve), rates.relief)


def minus(both: Lines, first: Lines) -> Lines:
    """What a second payment adds, by code; reductions belong to the first one."""
    before = {one.code: one for one in first}
    result = []
    for one in both:
        old = before.get(one.code)
        if one.code in RELIEFS or one.code in ("114", "021"):
            continue
        base = None if one.base is None else one.base - (old.base or 0 if old else 0)
        if one.rate is not None and base is not None:
            result.append(_line(one.code, base, one.rate))
        else:
            amount = one.amount - (old.amount if old else 0)
            result.append(Contribution(one.code, base, amount, one.rate))
    return tuple(result)
