"""One person's pay for a month: gross, bases, contributions, net, income tax withheld."""

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from mandat.formats.dsn.generate import rates as r
from mandat.formats.dsn.generate.contributions import (
    Bases,
    Contribution,
    Setting,
    contributions,
    csg_base,
    employee_part,
    minus,
    relief_of,
)
from mandat.formats.dsn.generate.particulars import Adhesion
from mandat.formats.dsn.generate.people import Contract, Employee
from mandat.formats.dsn.generate.rates import half_up, share

DAY = timedelta(days=1)


class Bonus(NamedTuple):
    """A line of block 52, contained in the gross if it is pay, and the period it rewards."""

    code: str
    amount: int
    since: date | None = None
    until: date | None = None
    pay: bool = True


class Stretch(NamedTuple):
    """What one contract gave in the month. Days are calendar days paid; hours are hundredths."""

    number: str
    start: date
    end: date
    days: int
    salary: int  # what the contract gives for the days employed
    gross: int
    hours: int
    absent_hours: int


class Provident(NamedTuple):
    """A contribution to a provident body: where to, on what, how much, the employer's part."""

    adhesion: Adhesion
    base: int
    amount: int
    employer: int


class Payslip(NamedTuple):
    """Everything blocks 50 to 81 need. Amounts in cents, hours in hundredths."""

    start: date
    end: date
    days: int  # calendar days paid, which the ceiling follows
    salary: int
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
    stretches: tuple[Stretch, ...]
    overtime: int = 0
    provident: tuple[Provident, ...] = ()
    provident_employer: int = 0
    liable: int = 0  # the part of the gross that bears contributions
    late: "Payslip | None" = None  # a second payment in the month


def month_end(month: date) -> date:
    """The last day of a month."""
    return month.replace(day=monthrange(month.year, month.month)[1])


def absent_days(employee: Employee, first: date, last: date) -> int:
    """Calendar days between the two on which the person was sick, or away without pay."""
    total = 0
    for one in employee.absences:
        if not one.at_work:
            until = one.until if one.resumed is None else one.resumed - DAY
            total += _days_between(one.last_worked + DAY, until, first, last)
    for leave in employee.leaves:
        if leave.unpaid:
            total += _days_between(leave.start, leave.end, first, last)
    return total


def _days_between(begin: date, end: date, first: date, last: date) -> int:
    return max((min(end, last) - max(begin, first)).days + 1, 0)


def payslip(
    employee: Employee, month: date, accident_rate: int, headcount: int, mobility: int = 0
) -> Payslip:
    """Compute one month of pay of a person employed in it.

    Sick days are not paid; apprentices bear the ordinary contributions but for CSG, a
    simplification of this generator.
    """
    last = month_end(month)
    stretches = _stretches(employee, month, last)
    setting = Setting(r.rates_of(month), accident_rate, headcount, mobility)
    worked = sum(one.gross for one in stretches)
    bonuses = _bonuses(employee, month, worked)
    return _payslip(employee, setting, last.day, stretches, bonuses)


def _stretches(employee: Employee, month: date, last: date) -> tuple[Stretch, ...]:
    """The contract of the person, after the one it followed if that ended in the month."""
    start = max(month, employee.start)
    end = last if employee.exit is None else min(last, employee.exit.on)
    absent = absent_days(employee, start, end)
    found = [_stretch(employee, employee.number, (start, end, last.day), absent)]
    previous = employee.more.previous
    if previous is not None and previous.end >= month:
        period = (max(month, previous.start), previous.end, last.day)
        found.insert(0, _stretch(employee, previous.number, period, 0))
    return tuple(found)


def _stretch(
    employee: Employee, number: str, period: tuple[date, date, int], absent: int
) -> Stretch:
    start, end, length = period
    employed = (end - start).days + 1
    days = max(employed - absent, 0)
    hours = half_up(employee.hours * days, length)
    gross = half_up(employee.pay_cents * days, length)
    idle = employee.more.idle
    if idle is not None and start <= idle.start <= end:
        hours -= idle.hours
        gross -= half_up(employee.pay_cents * idle.hours, employee.hours)
    return Stretch(
        number, start, end, days, half_up(employee.pay_cents * employed, length), gross, hours,
        max(half_up(employee.hours * employed, length) - hours, 0),
    )  # fmt: skip


def _bonuses(employee: Employee, month: date, worked: int) -> tuple[Bonus, ...]:
    """End-of-contract indemnity of a fixed term, or the yearly bonus of December."""
    more = tuple(Bonus(one.code, one.amount, pay=one.pay) for one in employee.more.bonuses)
    leaving = employee.exit
    if leaving is not None and (leaving.on.year, leaving.on.month) == (month.year, month.month):
        if employee.contract is Contract.FIXED_TERM and leaving.motive == "031" and worked:
            return (Bonus("011", half_up(worked, 10)), *more)
        return more
    entitled = employee.contract is Contract.PERMANENT and employee.start.year < month.year
    if month.month == 12 and entitled and worked:
        year = (date(month.year, 1, 1), date(month.year, 12, 31))
        return (Bonus("027", half_up(employee.pay_cents, 4), *year), *more)
    return more


def ceiling(employee: Employee, pmss: int, days: int, length: int) -> int:
    """The ceiling of the month, lowered for part-time work and for days not paid."""
    if not employee.kind.employment:
        return half_up(pmss * days, length)
    if employee.more.forfait:
        part, whole = employee.more.forfait, r.FORFAIT_DAYS
    else:
        part, whole = employee.hours, r.FULL_TIME_HOURS
        if part < whole:
            part += employee.more.overtime
    return half_up(pmss * min(part, whole) * days, whole * length)


def _payslip(
    employee: Employee,
    setting: Setting,
    length: int,
    stretches: tuple[Stretch, ...],
    bonuses: tuple[Bonus, ...],
) -> Payslip:
    more, rates = employee.more, setting.rates
    days = sum(one.days for one in stretches)
    premium = 110 if employee.hours < r.FULL_TIME_HOURS else 125
    overtime = half_up(employee.pay_cents * more.overtime * premium, employee.hours * 100)
    gross = sum(one.gross for one in stretches) + overtime
    gross += sum(one.amount for one in bonuses if one.pay)
    gross += sum(one.amount for one in more.benefits if one.pay)
    hours = sum(one.hours for one in stretches)
    smic = half_up(rates.smic * employee.hours * days, r.FULL_TIME_HOURS * length)
    smic += half_up(rates.smic * more.overtime, r.FULL_TIME_HOURS)
    most = ceiling(employee, rates.pmss, days, length)
    first = _figures(employee, setting, gross, (most, smic, overtime), more.late_bonus)
    late = None
    if more.late_bonus:
        both = _figures(employee, setting, gross + more.late_bonus, (most, smic, overtime), 0)
        late = _late(employee, first, both, stretches)
    return first._replace(
        start=stretches[0].start, end=stretches[-1].end, days=days, hours=hours,
        salary=sum(one.salary for one in stretches), bonuses=bonuses, stretches=stretches,
        absent_hours=sum(one.absent_hours for one in stretches), late=late,
    )  # fmt: skip


def _figures(
    employee: Employee,
    setting: Setting,
    gross: int,
    limits: tuple[int, int, int],
    to_come: int,
) -> Payslip:
    """Bases, contributions and nets of a gross; `to_come`: what a second payment will add."""
    most, smic, overtime = limits
    rates, more = setting.rates, employee.more
    liable = 0 if employee.contract is Contract.INTERN else gross
    capped = min(liable, most)
    provident = tuple(_provident(one, capped) for one in more.cover)
    employer = sum(one.employer for one in provident)
    base = csg_base(employee, liable, smic, rates) + (employer if liable else 0)
    insured = liable if employee.kind.employment else 0
    bases = Bases(
        liable, capped, base, min(insured, r.UNEMPLOYMENT_CEILINGS * rates.pmss), smic,
        overtime, liable + to_come,
    )  # fmt: skip
    on_capped, on_gross, on_csg, on_unemployment = contributions(employee, setting, bases)
    part = employee_part(employee, bases)
    part += sum(one.amount - one.employer for one in provident)
    taxable = max(gross - part + share(base, r.CSG_TAXED) - overtime, 0) if liable else 0
    tax = half_up(taxable * (employee.tax_rate or 0), 10_000)
    exempt = sum(one.amount for one in more.bonuses if not one.pay)
    in_kind = sum(one.amount for one in more.benefits if one.pay)
    seized = sum(one.amount for one in more.seizures)
    refund = more.correction.amount if more.correction else 0
    idle = more.idle.indemnity if more.idle else 0
    paid = gross - part - tax + exempt + idle - in_kind - seized - refund
    return Payslip(
        start=date.min, end=date.min, days=0, salary=0, gross=gross, bonuses=(), hours=0,
        absent_hours=0, capped=capped, csg_base=base, unemployment_base=bases.unemployment,
        smic=smic, on_capped=on_capped, on_gross=on_gross, on_csg=on_csg,
        on_unemployment=on_unemployment, taxable=taxable, net_social=gross - part, tax=tax,
        paid=paid, stretches=(), overtime=overtime, provident=provident,
        provident_employer=employer, liable=liable,
    )  # fmt: skip


def _provident(adhesion: Adhesion, capped: int) -> Provident:
    amount = share(capped, adhesion.rate) + adhesion.flat
    return Provident(adhesion, capped, amount, amount // 2)


def _late(
    employee: Employee, first: Payslip, both: Payslip, stretches: tuple[Stretch, ...]
) -> Payslip:
    """The second payment: what the bonus adds to each base and each contribution."""
    amount = employee.more.late_bonus
    taxable = both.taxable - first.taxable
    tax = half_up(taxable * (employee.tax_rate or 0), 10_000)
    net = both.net_social - first.net_social
    nothing = tuple(
        one._replace(days=0, salary=0, gross=0, hours=0, absent_hours=0) for one in stretches
    )
    return both._replace(
        start=stretches[0].start, end=stretches[-1].end, stretches=nothing, gross=amount,
        bonuses=(Bonus("028", amount),), capped=both.capped - first.capped, smic=0,
        csg_base=both.csg_base - first.csg_base, overtime=0, provident=(), provident_employer=0,
        unemployment_base=both.unemployment_base - first.unemployment_base,
        on_capped=minus(both.on_capped, first.on_capped),
        on_gross=minus(both.on_gross, first.on_gross),
        on_csg=minus(both.on_csg, first.on_csg),
        on_unemployment=minus(both.on_unemployment, first.on_unemployment),
        taxable=taxable, tax=tax, net_social=net, paid=net - tax, liable=amount,
    )  # fmt: skip


__all__ = [
    "DAY", "Bonus", "Contribution", "Payslip", "Provident", "Stretch", "absent_days", "ceiling",
    "month_end", "payslip", "relief_of",
]  # fmt: skip
