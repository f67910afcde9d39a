"""The monthly declaration (nature 01): normal, replacing, or without anyone."""

from datetime import date

from mandat.formats.dsn.generate import blocks
from mandat.formats.dsn.generate.blocks import Heading, cents, day, percent
from mandat.formats.dsn.generate.dues import payments, slip, slip_records
from mandat.formats.dsn.generate.pay import (
    DAY,
    Bonus,
    Contribution,
    Payslip,
    month_end,
    payslip,
)
from mandat.formats.dsn.generate.people import Company, Emitter, Employee, Establishment
from mandat.formats.dsn.generate.rates import norm_of
from mandat.formats.dsn.writer import Line, envoi, write

NORMAL, NOBODY, REPLACING, REPLACING_NOBODY = "01", "02", "03", "05"
DUE_DAY = {True: 5, False: 15}


def monthly(
    company: Company,
    month: date,
    *,
    test: bool = True,
    order: int | None = None,
    replaces: int | None = None,
    norm: str | None = None,
    emitter: Emitter | None = None,
    built: date | None = None,
) -> bytes:
    """Give the monthly file of a company, one declaration for each establishment.

    `month` is any day of the declared month. `replaces` is the order of the declaration this one
    replaces; the order must then be greater. A monthly declaration never names what it replaces
    (S20.G00.05.006 is not used in nature 01, CT25 p.359): place, month and fraction say it.
    Raises `ValueError` for a month without known rates or for an order that does not grow.
    """
    month = month.replace(day=1)
    order = _order(month, order, replaces)
    built = built or month_end(month) + DAY
    sender = emitter or company.emitter()
    declarations: list[list[Line]] = []
    anyone = False
    headcount = sum(one.employed_in(month, month_end(month)) for one in company.employees)
    for place in company.establishments:
        people = [one for one in place.employees if one.employed_in(month, month_end(month))]
        anyone = anyone or bool(people)
        kind = _kind(someone=bool(people), replacing=replaces is not None)
        heading = Heading("01", kind, order, built, month)
        records = [*blocks.declaration(heading), *blocks.contact(sender, "08")]
        records += blocks.company(company, place, full=True, monthly=True)
        if people:
            records += _body(company, place, people, month, headcount)
        declarations.append(records)
    head = blocks.head(sender, norm or norm_of(month), test=test, empty=not anyone)
    return write(envoi(head, declarations))


def _order(month: date, order: int | None, replaces: int | None) -> int:
    """The given order, or one made from the month that leaves room for replacements."""
    if order is None:
        order = (month.year * 100 + month.month) * 100 + 1 if replaces is None else replaces + 1
    if replaces is not None and order <= replaces:
        raise ValueError("a declaration must have a greater order than the one it replaces")
    return order


def _kind(*, someone: bool, replacing: bool) -> str:
    if replacing:
        return REPLACING if someone else REPLACING_NOBODY
    return NORMAL if someone else NOBODY


def _body(
    company: Company,
    place: Establishment,
    people: list[Employee],
    month: date,
    headcount: int,
) -> list[Line]:
    """Payments, slip and people of one establishment."""
    slips = [payslip(one, month, place.accident_rate, headcount) for one in people]
    lines = slip(slips, month, place.accident_rate)
    due = month_end(month) + DAY
    due = due.replace(day=DUE_DAY[headcount >= 50])
    records = payments(company, place, slips, lines, month=month, paid_on=due)
    records += slip_records(place, lines, month)
    for one, pay in zip(people, slips, strict=True):
        records += blocks.person(one, company.siren, full=True)
        records += blocks.contract(one, company, place, small=headcount < 11, monthly=True)
        records += contract_events(one, month)
        records.append(("S21.G00.71.002", "RUAA"))
        records += _payment(one, pay, month, place.urssaf, company.pension_siret)
        records += blocks.seniority(one, pay.end)
    return records


def contract_events(employee: Employee, month: date) -> list[Line]:
    """Blocks 60, 62 and 65: what happened to the contract and is known by the month's end."""
    last = month_end(month)
    records: list[Line] = []
    for stop in employee.absences:
        over = stop.resumed is not None and stop.resumed < month
        if stop.last_worked > last or over or (stop.resumed is None and stop.until < month):
            continue
        records.append(("S21.G00.60.001", stop.motive))
        records.append(("S21.G00.60.002", day(stop.last_worked)))
        records.append(("S21.G00.60.003", day(stop.until)))
        if stop.resumed is not None and stop.resumed <= last:
            records.append(("S21.G00.60.010", day(stop.resumed)))
            records.append(("S21.G00.60.011", "01"))
    leaving = employee.exit
    if leaving is not None and month <= leaving.on <= last:
        records.append(("S21.G00.62.001", day(leaving.on)))
        records.append(("S21.G00.62.002", leaving.motive))
    for leave in employee.leaves:
        if leave.start <= last and leave.end >= month:
            records.append(("S21.G00.65.001", leave.code))
            records.append(("S21.G00.65.002", day(leave.start)))
            records.append(("S21.G00.65.003", day(leave.end)))
    return records


def _payment(
    employee: Employee, pay: Payslip, month: date, urssaf: str, pension: str
) -> list[Line]:
    """Block 50 and its children, in the order of the tree."""
    rate = employee.tax_rate
    records = [
        ("S21.G00.50.001", day(month_end(month))),
        ("S21.G00.50.002", cents(pay.taxable)),
        ("S21.G00.50.003", "01"),
        ("S21.G00.50.004", cents(pay.paid)),
        ("S21.G00.50.006", cents(rate or 0)),
        ("S21.G00.50.007", "13" if rate is None else "01"),
    ]
    if rate is not None:
        records.append(("S21.G00.50.008", f"{month.year}{month.month:02d}{employee.number}"))
    records.append(("S21.G00.50.009", cents(pay.tax)))
    records.append(("S21.G00.50.013", cents(pay.taxable)))
    records += remunerations(employee, pay, rebuilt=True)
    for bonus in pay.bonuses:
        records += _bonus(employee, bonus)
    records += [
        ("S21.G00.58.001", day(pay.start)),
        ("S21.G00.58.002", day(pay.end)),
        ("S21.G00.58.003", "03"),
        ("S21.G00.58.004", cents(pay.net_social)),
    ]
    return records + _bases(pay, urssaf, pension)


def remunerations(employee: Employee, pay: Payslip, *, rebuilt: bool) -> list[Line]:
    """Blocks 51 and 53; `rebuilt` adds type 003, which the end-of-contract file does without."""
    number = blocks.contract_number(employee)
    start, end = day(pay.start), day(pay.end)
    extras = sum(one.amount for one in pay.bonuses)
    kinds = [("001", pay.gross), ("002", pay.gross)]
    if rebuilt:
        kinds.append(("003", pay.salary + extras))
    kinds.append(("010", pay.salary))
    records: list[Line] = []
    for kind, amount in kinds:
        records += [
            ("S21.G00.51.001", start),
            ("S21.G00.51.002", end),
            ("S21.G00.51.010", number),
            ("S21.G00.51.011", kind),
            ("S21.G00.51.013", cents(amount)),
        ]
        if kind == "002":
            records += _activity(pay)
    return records


def _activity(pay: Payslip) -> list[Line]:
    """Block 53: hours worked, hours not paid, and the calendar days the ceiling follows."""
    measures = [("01", cents(pay.hours), "10")]
    if pay.absent_hours:
        measures.append(("02", cents(pay.absent_hours), "10"))
    measures.append(("01", f"{pay.days}.00", "40"))
    records: list[Line] = []
    for kind, measure, unit in measures:
        records.append(("S21.G00.53.001", kind))
        records.append(("S21.G00.53.002", measure))
        records.append(("S21.G00.53.003", unit))
    return records


def _bonus(employee: Employee, bonus: Bonus) -> list[Line]:
    records = [("S21.G00.52.001", bonus.code), ("S21.G00.52.002", cents(bonus.amount))]
    if bonus.since is not None and bonus.until is not None:
        records.append(("S21.G00.52.003", day(bonus.since)))
        records.append(("S21.G00.52.004", day(bonus.until)))
    records.append(("S21.G00.52.006", blocks.contract_number(employee)))
    return records


def _bases(pay: Payslip, urssaf: str, pension: str) -> list[Line]:
    """Blocks 78 with their 79 and 81."""
    start, end = day(pay.start), day(pay.end)
    relieved = any(one.code == "018" for one in pay.on_gross)
    records: list[Line] = []
    for code, amount, lines in (
        ("02", pay.capped, pay.on_capped),
        ("03", pay.gross, pay.on_gross),
        ("04", pay.csg_base, pay.on_csg),
        ("07", pay.unemployment_base, pay.on_unemployment),
    ):
        records.append(("S21.G00.78.001", code))
        records.append(("S21.G00.78.002", start))
        records.append(("S21.G00.78.003", end))
        records.append(("S21.G00.78.004", cents(amount)))
        if code == "03" and relieved:
            records.append(("S21.G00.79.001", "01"))
            records.append(("S21.G00.79.004", cents(pay.smic)))
        for line in lines:
            records += _contribution(line, urssaf, pension)
    return records


def _contribution(line: Contribution, urssaf: str, pension: str) -> list[Line]:
    """One block 81. A contribution without one single rate carries its amount only."""
    body = pension if line.code in ("106", "131", "132") else urssaf
    records = [("S21.G00.81.001", line.code), ("S21.G00.81.002", body)]
    if line.base is not None:
        records.append(("S21.G00.81.003", cents(line.base)))
    records.append(("S21.G00.81.004", cents(line.amount)))
    if line.rate is not None:
        records.append(("S21.G00.81.007", percent(line.rate)))
    return records
