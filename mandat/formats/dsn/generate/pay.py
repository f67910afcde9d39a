"""One person's pay for a month: gross, bases, contributions, net, income tax withheld."""

import math
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from mandat.formats.dsn.generate import rates as r
from mandat.formats.dsn.generate.people import Contract, Employee
from mandat.formats.dsn.generate.rates import Rates, half_up, share

DAY = timedelta(days=1)
APPRENTICES_BEAR_CSG = date(2025, 3, 1)


@dataclass(frozen=True, slots=True)
class Contribution:
    """A line of block 81: code, base and amount in cents, rate (`None`: not one single rate)."""

    code: str
    base: int | None
    amount: int
    rate: int | None = None


@dataclass(frozen=True, slots=True)
class Bonus:
    """A line of block 52, contained in the gross, and the period it rewards."""

    code: str
    amount: int
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Payslip:
    """Everything blocks 50 to 81 need. Amounts in cents, hours in hundredths."""

    start: date
    end: date
    days: int  # calendar days paid, which the ceiling follows
    salary: int  # what the contract gives for the days employed
    gross: int
    bonuses: tuple[Bonus, ...]
    hours: int
    absent_hours: int
    capped: int
    csg_base: int
    unemployment_base: int
    smic: int
    on_capped: tuple[Contribution, ...]
    on_gross: tuple[Contribution, ...]
    on_csg: tuple[Contribution, ...]
    on_unemployment: tuple[Contribution, ...]
    taxable: int
    net_social: int
    tax: int
    paid: int


def month_end(month: date) -> date:
    """The last day of a month."""
    return month.replace(day=monthrange(month.year, month.month)[1])


def absent_days(employee: Employee, first: date, last: date) -> int:
    """Calendar days between the two on which the person was sick."""
    total = 0
    for one in employee.absences:
        begin = max(one.last_worked + DAY, first)
        end = min(one.until if one.resumed is None else one.resumed - DAY, last)
        total += max((end - begin).days + 1, 0)
    return total


def payslip(employee: Employee, month: date, accident_rate: int, headcount: int) -> Payslip:
    """Compute one month of pay of a person employed in it.

    Sick days are not paid; apprentices bear the ordinary contributions but for CSG, a
    simplification of this generator.
    """
    last = month_end(month)
    start = max(month, employee.start)
    end = last if employee.exit is None else min(last, employee.exit.on)
    employed = (end - start).days + 1
    days = max(employed - absent_days(employee, start, end), 0)
    salary = half_up(employee.pay_cents * employed, last.day)
    worked = half_up(employee.pay_cents * days, last.day)
    bonuses = _bonuses(employee, month, worked)
    gross = worked + sum(one.amount for one in bonuses)
    return _with_contributions(
        employee, month, accident_rate, headcount, (start, end, days, salary, gross, bonuses)
    )


def _bonuses(employee: Employee, month: date, worked: int) -> tuple[Bonus, ...]:
    """End-of-contract indemnity of a fixed term, or the yearly bonus of December."""
    leaving = employee.exit
    if leaving is not None and (leaving.on.year, leaving.on.month) == (month.year, month.month):
        if employee.contract is Contract.FIXED_TERM and leaving.motive == "031" and worked:
            return (Bonus("011", half_up(worked, 10)),)
        return ()
    entitled = employee.contract is Contract.PERMANENT and employee.start.year < month.year
    if month.month == 12 and entitled and worked:
        year = (date(month.year, 1, 1), date(month.year, 12, 31))
        return (Bonus("027", half_up(employee.pay_cents, 4), *year),)
    return ()


def _with_contributions(
    employee: Employee,
    month: date,
    accident_rate: int,
    headcount: int,
    facts: tuple[date, date, int, int, int, tuple[Bonus, ...]],
) -> Payslip:
    start, end, days, salary, gross, bonuses = facts
    rates = r.rates_of(month)
    length = month_end(month).day
    hours = half_up(employee.hours * days, length)
    employed_hours = half_up(employee.hours * ((end - start).days + 1), length)
    capped = min(gross, _ceiling(rates, employee.hours, days, length))
    smic = half_up(rates.smic * employee.hours * days, r.FULL_TIME_HOURS * length)
    csg_base = _csg_base(employee, gross, smic)
    unemployment_base = min(gross, r.UNEMPLOYMENT_CEILINGS * rates.pmss)
    employee_part = _employee_part(employee, gross, capped, csg_base)
    taxable = gross - employee_part + share(csg_base, r.CSG_TAXED)
    tax = half_up(taxable * (employee.tax_rate or 0), 10_000)
    return Payslip(
        start=start, end=end, days=days, salary=salary, gross=gross, bonuses=bonuses,
        hours=hours, absent_hours=max(employed_hours - hours, 0),
        capped=capped, csg_base=csg_base, unemployment_base=unemployment_base, smic=smic,
        on_capped=_on_capped(rates, capped, headcount),
        on_gross=_on_gross(
            rates, employee, gross=gross, capped=capped, smic=smic,
            accident_rate=accident_rate, headcount=headcount,
        ),
        on_csg=_on_csg(csg_base),
        on_unemployment=(
            _line("040", unemployment_base, rates.unemployment),
            _line("048", unemployment_base, rates.wage_guarantee),
        ),
        taxable=taxable, net_social=gross - employee_part, tax=tax,
        paid=gross - employee_part - tax,
    )  # fmt: skip


def _line(code: str, base: int, rate: int) -> Contribution:
    return Contribution(code, base, share(base, rate), rate)


def _ceiling(rates: Rates, hours: int, days: int, length: int) -> int:
    """The ceiling of the month, lowered for part-time work and for days not paid."""
    part = min(hours, r.FULL_TIME_HOURS)
    return half_up(rates.pmss * part * days, r.FULL_TIME_HOURS * length)


def _csg_base(employee: Employee, gross: int, smic: int) -> int:
    """The base of CSG; apprentices bear it only on what exceeds half the SMIC, since 2025."""
    if employee.contract is Contract.APPRENTICE:
        if employee.start < APPRENTICES_BEAR_CSG:
            return 0
        return share(max(gross - smic // 2, 0), r.CSG_SHARE)
    return share(gross, r.CSG_SHARE)


def _on_capped(rates: Rates, capped: int, headcount: int) -> tuple[Contribution, ...]:
    lines = [_line("076", capped, rates.old_age_capped)]
    if headcount < 50:
        lines.append(_line("049", capped, r.HOUSING_SMALL))
    return tuple(lines)


def _on_csg(csg_base: int) -> tuple[Contribution, ...]:
    if not csg_base:
        return ()
    return (_line("072", csg_base, r.CSG), _line("079", csg_base, r.CRDS))


def _on_gross(
    rates: Rates,
    employee: Employee,
    *,
    gross: int,
    capped: int,
    smic: int,
    accident_rate: int,
    headcount: int,
) -> tuple[Contribution, ...]:
    lines = _general_lines(rates, gross, smic, accident_rate)
    if headcount >= 50:
        lines.append(_line("049", gross, r.HOUSING_LARGE))
    training = r.TRAINING_SMALL if headcount < 11 else r.TRAINING_LARGE
    lines.append(_line("100", gross, r.SOCIAL_DIALOGUE))
    lines.append(_line("128", gross, training))
    lines.append(_line("130", gross, r.APPRENTICESHIP_TAX))
    if employee.contract is Contract.FIXED_TERM:
        lines.append(_line("129", gross, r.FIXED_TERM_TRAINING))
    relief, pension_relief = _reduction(rates, gross, smic)
    if relief or pension_relief:
        lines.append(Contribution("018", gross, -relief))
        lines.append(Contribution("106", gross, -pension_relief))
    lines.append(Contribution("131", None, _pension(gross, capped)))
    if employee.job.executive:
        lines.append(_line("132", gross, r.EXECUTIVE_FUND))
    return tuple(lines)


def _general_lines(rates: Rates, gross: int, smic: int, accident_rate: int) -> list[Contribution]:
    lines = [
        _line("075", gross, rates.health),
        _line("074", gross, rates.family),
        _line("068", gross, r.AUTONOMY),
        _line("045", gross, accident_rate),
        _line("076", gross, rates.old_age),
    ]
    if gross * 1_000 > smic * rates.health_limit:
        lines.append(_line("907", gross, rates.health_top))
    if gross * 1_000 > smic * rates.family_limit:
        lines.append(_line("102", gross, rates.family_top))
    return lines


def _pension(gross: int, capped: int) -> int:
    """Agirc-Arrco, both shares: two slices, and the balance contribution above the ceiling."""
    above = gross - capped
    total = share(capped, r.PENSION_LOW) + share(above, r.PENSION_HIGH)
    return total + (share(gross, r.PENSION_BALANCE) if above else 0)


def _employee_part(employee: Employee, gross: int, capped: int, csg_base: int) -> int:
    above = gross - capped
    total = share(capped, r.EMPLOYEE_OLD_AGE_CAPPED + r.EMPLOYEE_PENSION_LOW)
    total += share(gross, r.EMPLOYEE_OLD_AGE) + share(above, r.EMPLOYEE_PENSION_HIGH)
    total += share(csg_base, r.CSG + r.CRDS)
    if above:
        total += share(gross, r.EMPLOYEE_PENSION_BALANCE)
    if employee.job.executive:
        total += share(gross, r.EMPLOYEE_EXECUTIVE_FUND)
    return total


def _reduction(rates: Rates, gross: int, smic: int) -> tuple[int, int]:
    """The general reduction: the part of the Urssaf and that of Agirc-Arrco, both ≥ 0."""
    if not gross or not smic:
        return 0, 0
    coefficient = _coefficient(rates, gross, smic)
    total = half_up(gross * coefficient, 10_000)
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
