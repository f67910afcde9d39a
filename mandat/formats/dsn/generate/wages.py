"""What a person is paid: blocks 50 to 58 and the bases and contributions, 78 to 81."""

from datetime import date, timedelta

from mandat.formats.dsn.generate.blocks import cents, day, percent
from mandat.formats.dsn.generate.contributions import PENSIONS, Contribution
from mandat.formats.dsn.generate.particulars import Arrear
from mandat.formats.dsn.generate.pay import Bonus, Payslip, Provident, Stretch, month_end
from mandat.formats.dsn.generate.people import Company, Contract, Employee, Establishment
from mandat.formats.dsn.generate.rates import half_up, rates_of, share
from mandat.formats.dsn.writer import Line

_NET_SOCIAL = "03"


def wages(
    employee: Employee,
    pay: Payslip,
    subject: Company,
    place: Establishment,
    *,
    month: date,
    norm: str,
) -> list[Line]:
    """Every payment of a person in a month, in the order of the tree."""
    records = _payment(employee, pay, month, "01")
    records += remunerations(employee, pay, rebuilt=True)
    for bonus in pay.bonuses:
        records += bonus_block(employee.number, bonus)
    records += benefits(employee, norm)
    records += _tax_correction(employee)
    records += _nets(employee, pay, norm)
    records += bases(pay, place.urssaf, subject.pension_siret, place.more.commune)
    for arrear in employee.more.arrears:
        records += arrear_bases(arrear, place.urssaf)
    records += provident_bases(pay)
    records += misfiled(employee, month)
    if pay.late is not None:
        records += _payment(employee, pay.late, month, "02")
        records += remunerations(employee, pay.late, rebuilt=True)
        for bonus in pay.late.bonuses:
            records += bonus_block(employee.number, bonus)
        records += _nets(employee, pay.late, norm)
        records += bases(pay.late, place.urssaf, subject.pension_siret, place.more.commune)
    return records


def _payment(employee: Employee, pay: Payslip, month: date, number: str) -> list[Line]:
    """Block 50: date, nets and the tax withheld."""
    rate = employee.tax_rate
    records = [
        ("S21.G00.50.001", day(month_end(month) - timedelta(days=2 if number == "02" else 0))),
        ("S21.G00.50.002", cents(pay.taxable)),
        ("S21.G00.50.003", number),
        ("S21.G00.50.004", cents(pay.paid)),
        ("S21.G00.50.006", cents(rate or 0)),
        ("S21.G00.50.007", "13" if rate is None else "01"),
    ]
    if rate is not None:
        records.append(("S21.G00.50.008", f"{month.year}{month.month:02d}{employee.number}"))
    records.append(("S21.G00.50.009", cents(pay.tax)))
    records.append(("S21.G00.50.013", cents(pay.taxable)))
    return records


def remunerations(employee: Employee, pay: Payslip, *, rebuilt: bool) -> list[Line]:
    """Blocks 51 and 53; `rebuilt` adds type 003, which the end-of-contract file does without."""
    records: list[Line] = []
    last = pay.stretches[-1]
    extras = pay.gross - sum(one.gross for one in pay.stretches)
    for stretch in pay.stretches:
        more = extras if stretch is last else 0
        insured = stretch.gross + more if employee.contract is not Contract.OFFICER else 0
        kinds = [("001", stretch.gross + more), ("002", insured)]
        if rebuilt:
            kinds.append(("003", stretch.salary + more))
        kinds.append(("010", stretch.salary))
        start, end = day(stretch.start), day(stretch.end)
        for kind, amount in kinds:
            records += [
                ("S21.G00.51.001", start),
                ("S21.G00.51.002", end),
                ("S21.G00.51.010", stretch.number),
                ("S21.G00.51.011", kind),
                ("S21.G00.51.013", cents(amount)),
            ]
            if kind == "002":
                records += _activity(employee, stretch)
    return records + _special_hours(employee, pay)


def _special_hours(employee: Employee, pay: Payslip) -> list[Line]:
    """Block 51 for overtime (017, 018) and for hours without activity (019)."""
    more, found = employee.more, []
    if pay.overtime:
        kind = "018" if more.regular_overtime else "017"
        found.append((kind, pay.start, pay.end, more.overtime, pay.overtime))
    if more.idle is not None and pay.days:
        idle = more.idle
        found.append(("019", idle.start, idle.end, idle.hours, idle.indemnity))
    records: list[Line] = []
    for kind, start, end, hours, amount in found:
        records += [
            ("S21.G00.51.001", day(start)),
            ("S21.G00.51.002", day(end)),
            ("S21.G00.51.010", employee.number),
            ("S21.G00.51.011", kind),
            ("S21.G00.51.012", cents(hours)),
            ("S21.G00.51.013", cents(amount)),
        ]
    return records


def _activity(employee: Employee, stretch: Stretch) -> list[Line]:
    """Block 53: hours or days worked, those not paid, and the calendar days of the ceiling."""
    if not (stretch.salary or stretch.days):
        return []  # a second payment, which brings no day of its own
    measures: list[tuple[str, str, str]] = []
    if employee.contract is Contract.OFFICER:
        pass
    elif employee.more.forfait:
        length = month_end(stretch.start).day
        worked = half_up(employee.more.forfait * stretch.days, length)
        measures.append(("01", cents(worked), "20"))
    else:
        measures.append(("01", cents(stretch.hours), "10"))
        if stretch.absent_hours:
            measures.append(("02", cents(stretch.absent_hours), "10"))
    measures.append(("01", f"{stretch.days}.00", "40"))
    records: list[Line] = []
    for kind, measure, unit in measures:
        records.append(("S21.G00.53.001", kind))
        records.append(("S21.G00.53.002", measure))
        records.append(("S21.G00.53.003", unit))
    return records


def bonus_block(number: str, bonus: Bonus) -> list[Line]:
    """S21.G00.52."""
    records = [("S21.G00.52.001", bonus.code), ("S21.G00.52.002", cents(bonus.amount))]
    if bonus.since is not None and bonus.until is not None:
        records.append(("S21.G00.52.003", day(bonus.since)))
        records.append(("S21.G00.52.004", day(bonus.until)))
    records.append(("S21.G00.52.006", number))
    return records


def benefits(employee: Employee, norm: str) -> list[Line]:
    """S21.G00.54; since P25 it names the contract."""
    records: list[Line] = []
    for one in employee.more.benefits:
        records.append(("S21.G00.54.001", one.code))
        records.append(("S21.G00.54.002", cents(one.amount)))
        if norm != "P24V01":
            records.append(("S21.G00.54.005", employee.number))
    return records


def _tax_correction(employee: Employee) -> list[Line]:
    """S21.G00.56, type 01: the net of an earlier month was wrong, and so was its tax."""
    one = employee.more.correction
    if one is None:
        return []
    return [
        ("S21.G00.56.001", f"{one.month.month:02d}{one.month.year}"),
        ("S21.G00.56.002", "01"),
        ("S21.G00.56.003", cents(one.base)),
        ("S21.G00.56.006", cents(one.rate)),
        ("S21.G00.56.007", cents(one.amount)),
        ("S21.G00.56.010", cents(one.base)),
    ]


def _nets(employee: Employee, pay: Payslip, norm: str) -> list[Line]:
    """S21.G00.58: net social, overtime free of tax, and from P26 the allowances paid on."""
    found = [(_NET_SOCIAL, pay.net_social)]
    if pay.overtime:
        found.insert(0, ("01", pay.overtime))
    if norm == "P26V01" and pay.late is None and pay.days:
        for stop in employee.absences:
            if stop.subrogated and stop.last_worked < pay.end and stop.until >= pay.start:
                found.append(("10", 4_150 * 3))
                break
    start, end = day(pay.start), day(pay.end)
    records: list[Line] = []
    for kind, amount in found:
        records += [
            ("S21.G00.58.001", start),
            ("S21.G00.58.002", end),
            ("S21.G00.58.003", kind),
            ("S21.G00.58.004", cents(amount)),
        ]
    return records


def bases(pay: Payslip, urssaf: str, pension: str, commune: str = "") -> list[Line]:
    """Blocks 78 with their 79 and 81."""
    start, end = day(pay.start), day(pay.end)
    records: list[Line] = []
    found = [
        ("02", pay.capped, pay.on_capped),
        ("03", pay.liable, pay.on_gross),
        ("04", pay.csg_base, pay.on_csg),
        ("07", pay.unemployment_base, pay.on_unemployment),
    ]
    for code, amount, lines in found:
        if not lines and code in ("04", "07") and not amount and not pay.liable:
            continue
        if code == "07" and not lines:
            continue
        records.append(("S21.G00.78.001", code))
        records.append(("S21.G00.78.002", start))
        records.append(("S21.G00.78.003", end))
        records.append(("S21.G00.78.004", cents(amount)))
        if code == "03" and any(one.code == "018" for one in lines):
            records.append(("S21.G00.79.001", "01"))
            records.append(("S21.G00.79.004", cents(pay.smic)))
        if code == "04" and pay.provident_employer and lines:
            records.append(("S21.G00.79.001", "04"))
            records.append(("S21.G00.79.004", cents(pay.provident_employer)))
        for line in lines:
            records += contribution(line, urssaf, pension, commune)
    return records


def contribution(line: Contribution, urssaf: str, pension: str, commune: str = "") -> list[Line]:
    """One block 81. A contribution without one single rate carries its amount only."""
    code, base, amount, rate = line
    records = [
        ("S21.G00.81.001", code),
        ("S21.G00.81.002", pension if code in PENSIONS else urssaf),
    ]
    if base is not None:
        records.append(("S21.G00.81.003", cents(base)))
    records.append(("S21.G00.81.004", cents(amount)))
    if code == "081":
        records.append(("S21.G00.81.005", commune))
    if rate is not None:
        records.append(("S21.G00.81.007", percent(rate)))
    return records


def provident_bases(pay: Payslip) -> list[Line]:
    """Bases 31 of provident contracts: nothing but components and one contribution 059."""
    records: list[Line] = []
    last = pay.stretches[-1]
    for rank, one in enumerate(pay.provident, 1):
        records += [
            ("S21.G00.78.001", "31"),
            ("S21.G00.78.002", day(last.start)),
            ("S21.G00.78.003", day(last.end)),
            ("S21.G00.78.004", "0.00"),
            ("S21.G00.78.005", str(rank)),
            ("S21.G00.79.001", "11" if one.adhesion.rate else "20"),
            ("S21.G00.79.004", cents(_component(one))),
            ("S21.G00.81.001", "059"),
            ("S21.G00.81.004", cents(one.amount)),
        ]
    return records


def _component(one: Provident) -> int:
    return one.base if one.adhesion.rate else one.adhesion.flat


def arrear_bases(arrear: Arrear, urssaf: str) -> list[Line]:
    """A difference on the capped base of an earlier month (CT25 p.50, by difference)."""
    rate = rates_of(arrear.month).old_age_capped
    records = [
        ("S21.G00.78.001", "02"),
        ("S21.G00.78.002", day(arrear.month)),
        ("S21.G00.78.003", day(month_end(arrear.month))),
        ("S21.G00.78.004", cents(arrear.base)),
    ]
    if arrear.crm:
        records.append(("S21.G00.78.007", arrear.crm))
    records += [
        ("S21.G00.81.001", "076"),
        ("S21.G00.81.002", urssaf),
        ("S21.G00.81.003", cents(arrear.base)),
        ("S21.G00.81.004", cents(share(arrear.base, rate))),
    ]
    if arrear.crm:
        records.append(("S21.G00.81.006", arrear.crm))
    return [*records, ("S21.G00.81.007", percent(rate))]


def misfiled(employee: Employee, month: date) -> list[Line]:
    """S21.G00.83 with 84, and 95: what was declared to a wrong scheme the month before."""
    if not employee.more.misfiled:
        return []
    last = month - timedelta(days=1)
    start, end = day(last.replace(day=1)), day(last)
    return [
        ("S21.G00.83.001", start),
        ("S21.G00.83.002", end),
        ("S21.G00.84.001", "02"),
        ("S21.G00.84.002", start),
        ("S21.G00.84.003", end),
        ("S21.G00.84.004", "1200.00"),
        ("S21.G00.95.001", "02"),
        ("S21.G00.95.002", start),
        ("S21.G00.95.003", end),
        ("S21.G00.95.004", "1200.00"),
    ]


def seizures(employee: Employee) -> list[Line]:
    """S21.G00.98: what the Treasury takes from the wages."""
    records: list[Line] = []
    for one in employee.more.seizures:
        records += [
            ("S21.G00.98.001", one.identifier),
            ("S21.G00.98.002", one.state),
            ("S21.G00.98.003", cents(one.amount)),
        ]
    return records
