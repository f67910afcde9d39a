"""The blocks every kind of file shares: envoi, declaration, company, person, contract."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from mandat.formats.dsn.generate.people import (
    Company,
    Contract,
    Emitter,
    Employee,
    Establishment,
)
from mandat.formats.dsn.generate.rates import FULL_TIME_HOURS
from mandat.formats.dsn.writer import Line

_NATURES = {
    Contract.PERMANENT: "01",
    Contract.FIXED_TERM: "02",
    Contract.APPRENTICE: "02",
}


@dataclass(frozen=True, slots=True)
class Heading:
    """What identifies a declaration: nature, type, order, month, day built, replaced one."""

    nature: str
    kind: str
    order: int
    built: date
    month: date | None = None
    replaces: str | None = None


def day(value: date) -> str:
    """A date as the norm writes it: JJMMAAAA."""
    return f"{value.day:02d}{value.month:02d}{value.year}"


def cents(value: int) -> str:
    """An amount (or hundredths of anything) with its two decimals."""
    sign = "-" if value < 0 else ""
    euros, rest = divmod(abs(value), 100)
    return f"{sign}{euros}.{rest:02d}"


def percent(rate: int) -> str:
    """Thousandths of a percent, with two decimals, or three when they are needed."""
    whole, rest = divmod(rate, 1_000)
    return f"{whole}.{rest // 10:02d}" if rest % 10 == 0 else f"{whole}.{rest:03d}"


def head(emitter: Emitter, norm: str, *, test: bool, empty: bool = False) -> list[Line]:
    """S10: the envoi, its emitter and the person to call. `empty`: an envoi néant."""
    return [
        ("S10.G00.00.001", "MANDAT"),
        ("S10.G00.00.002", "MANDAT"),
        ("S10.G00.00.003", "1.0"),
        ("S10.G00.00.005", "01" if test else "02"),
        ("S10.G00.00.006", norm),
        ("S10.G00.00.007", "01"),
        ("S10.G00.00.008", "02" if empty else "01"),
        ("S10.G00.01.001", emitter.siren),
        ("S10.G00.01.002", emitter.nic),
        ("S10.G00.01.003", emitter.name),
        ("S10.G00.01.004", emitter.address.street),
        ("S10.G00.01.005", emitter.address.postcode),
        ("S10.G00.01.006", emitter.address.town),
        ("S10.G00.02.001", "02"),
        ("S10.G00.02.002", emitter.contact),
        ("S10.G00.02.004", emitter.email),
        ("S10.G00.02.005", emitter.phone),
    ]


def declaration(heading: Heading) -> Iterator[Line]:
    """S20.G00.05; month and scope belong to the monthly declaration, currency not to 04 and 05."""
    yield "S20.G00.05.001", heading.nature
    yield "S20.G00.05.002", heading.kind
    yield "S20.G00.05.003", "11"
    yield "S20.G00.05.004", str(heading.order)
    if heading.month is not None:
        yield "S20.G00.05.005", day(heading.month)
    if heading.replaces is not None:
        yield "S20.G00.05.006", heading.replaces
    yield "S20.G00.05.007", day(heading.built)
    if heading.month is not None:
        yield "S20.G00.05.008", "01"
    if heading.nature in ("01", "07"):
        yield "S20.G00.05.010", "01"


def contact(emitter: Emitter, kind: str) -> tuple[Line, ...]:
    """S20.G00.07: whom the bodies may call at the declared company."""
    return (
        ("S20.G00.07.001", emitter.contact),
        ("S20.G00.07.002", emitter.phone),
        ("S20.G00.07.003", emitter.email),
        ("S20.G00.07.004", kind),
    )


def company(subject: Company, place: Establishment, *, full: bool, monthly: bool) -> list[Line]:
    """S21.G00.06 and S21.G00.11; `full` is false for 04 and 05, which only identify."""
    records: list[Line] = [("S21.G00.06.001", subject.siren), ("S21.G00.06.002", subject.nic)]
    if full:
        records += [
            ("S21.G00.06.003", subject.ape),
            ("S21.G00.06.004", subject.address.street),
            ("S21.G00.06.005", subject.address.postcode),
            ("S21.G00.06.006", subject.address.town),
        ]
    if monthly:
        records.append(("S21.G00.06.015", subject.idcc))
    records.append(("S21.G00.11.001", place.nic))
    if full:
        records += [
            ("S21.G00.11.002", place.ape),
            ("S21.G00.11.003", place.address.street),
            ("S21.G00.11.004", place.address.postcode),
            ("S21.G00.11.005", place.address.town),
            ("S21.G00.11.017", "01"),
            ("S21.G00.11.022", subject.idcc),
        ]
    return records


def person(employee: Employee, siren: str, *, full: bool) -> list[Line]:
    """S21.G00.30, with a temporary number and no NIR; `full` is false for 04 and 05."""
    records = [("S21.G00.30.002", employee.family), ("S21.G00.30.004", employee.given)]
    if full:
        records.append(("S21.G00.30.005", "02" if employee.female else "01"))
    records.append(("S21.G00.30.006", day(employee.born)))
    if full:
        records += [
            ("S21.G00.30.007", employee.birth_town),
            ("S21.G00.30.008", employee.address.street),
            ("S21.G00.30.009", employee.address.postcode),
            ("S21.G00.30.010", employee.address.town),
            ("S21.G00.30.013", "01"),
            ("S21.G00.30.014", employee.birth_department),
            ("S21.G00.30.015", "FR"),
        ]
    records.append(("S21.G00.30.019", employee.number))
    records.append(("S21.G00.30.020", employee.ntt(siren)))
    if full and employee.contract is Contract.APPRENTICE:
        records.append(("S21.G00.30.025", "04"))
    return records


def bare_contract(employee: Employee) -> tuple[Line, ...]:
    """S21.G00.40 as 04 and 05 want it: only what identifies the contract."""
    return (
        ("S21.G00.40.001", day(employee.start)),
        ("S21.G00.40.009", contract_number(employee)),
    )


def contract_number(employee: Employee) -> str:
    """The number of a person's contract: each has one."""
    return employee.number


def contract(
    employee: Employee, subject: Company, place: Establishment, *, small: bool, monthly: bool
) -> list[Line]:
    """S21.G00.40 in full; the accident risk belongs to the monthly declaration only."""
    apprentice = employee.contract is Contract.APPRENTICE
    job = employee.job
    scheme = ("64" if small else "65") if apprentice else "99"
    records: list[Line] = [
        ("S21.G00.40.001", day(employee.start)),
        ("S21.G00.40.002", job.status),
        ("S21.G00.40.003", "01" if job.executive else "04"),
        ("S21.G00.40.004", job.pcs),
        ("S21.G00.40.006", job.label),
        ("S21.G00.40.007", _NATURES[employee.contract]),
        ("S21.G00.40.008", scheme),
        ("S21.G00.40.009", contract_number(employee)),
    ]
    if employee.contract is not Contract.PERMANENT and employee.until is not None:
        records.append(("S21.G00.40.010", day(employee.until)))
    records += _working_time(employee, subject, place)
    if employee.contract is not Contract.PERMANENT:
        records.append(("S21.G00.40.021", "11" if apprentice else "02"))
    records += [
        ("S21.G00.40.024", "99"),
        ("S21.G00.40.026", "99"),
        ("S21.G00.40.036", "01"),
        ("S21.G00.40.037", "01"),
    ]
    if monthly:
        records += [
            ("S21.G00.40.039", "200"),
            ("S21.G00.40.040", place.accident_code),
            ("S21.G00.40.043", percent(place.accident_rate)),
        ]
    return records


def _working_time(employee: Employee, subject: Company, place: Establishment) -> tuple[Line, ...]:
    """S21.G00.40.011 to .020: hours, agreement, schemes, place of work."""
    return (
        ("S21.G00.40.011", "10"),
        ("S21.G00.40.012", cents(FULL_TIME_HOURS)),
        ("S21.G00.40.013", cents(employee.hours)),
        ("S21.G00.40.014", "10" if employee.hours >= FULL_TIME_HOURS else "20"),
        ("S21.G00.40.016", "99"),
        ("S21.G00.40.017", subject.idcc),
        ("S21.G00.40.018", "200"),
        ("S21.G00.40.019", subject.siren + place.nic),
        ("S21.G00.40.020", "200"),
    )


def seniority(employee: Employee, until: date) -> tuple[Line, ...]:
    """S21.G00.86: seniority in the company, in months, or in days during the first month."""
    months = (until.year - employee.start.year) * 12 + until.month - employee.start.month
    if until.day < employee.start.day - 1:
        months -= 1
    days = max((until - employee.start).days + 1, 1)
    return (
        ("S21.G00.86.001", "07"),
        ("S21.G00.86.002", "02" if months > 0 else "01"),
        ("S21.G00.86.003", str(months if months > 0 else days)),
        ("S21.G00.86.005", contract_number(employee)),
    )
