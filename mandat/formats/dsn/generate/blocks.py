"""The blocks every kind of file shares: envoi, declaration, company, person."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from mandat.formats.dsn.generate.people import (
    Company,
    Contract,
    Emitter,
    Employee,
    Establishment,
)
from mandat.formats.dsn.writer import Line

WHOLE, SHORT = frozenset({"01", "07", "09"}), frozenset({"04", "05"})


@dataclass(frozen=True, slots=True)
class Heading:
    """What identifies a declaration: nature, type, order, month, day built, replaced one.

    `trigger` and `former` belong to nature 08 (why, and the last SIRET that had the contract),
    `substitution` to 09 (what it follows).
    """

    nature: str
    kind: str
    order: int
    built: date
    month: date | None = None
    replaces: str | None = None
    fraction: str = "11"
    trigger: str | None = None
    former: str | None = None
    substitution: str | None = None


@lru_cache(maxsize=4_096)
def day(value: date) -> str:
    """A date as the norm writes it: JJMMAAAA."""
    return f"{value.day:02d}{value.month:02d}{value.year}"


def cents(value: int) -> str:
    """An amount (or hundredths of anything) with its two decimals."""
    return f"{value / 100:.2f}"  # exact: the norm's amounts have far fewer than 15 digits


@lru_cache(maxsize=512)
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
    """S20.G00.05; month and scope belong to 01 and 09, currency not to 04, 05 and 08."""
    yield "S20.G00.05.001", heading.nature
    yield "S20.G00.05.002", heading.kind
    yield "S20.G00.05.003", heading.fraction
    yield "S20.G00.05.004", str(heading.order)
    if heading.month is not None:
        yield "S20.G00.05.005", day(heading.month)
    if heading.replaces is not None:
        yield "S20.G00.05.006", heading.replaces
    yield "S20.G00.05.007", day(heading.built)
    if heading.month is not None:
        yield "S20.G00.05.008", "01"
    if heading.nature in WHOLE:
        yield "S20.G00.05.010", "01"
    if heading.trigger is not None:
        yield "S20.G00.05.011", heading.trigger
    if heading.former is not None:
        yield "S20.G00.05.012", heading.former
    if heading.substitution is not None:
        yield "S20.G00.05.013", heading.substitution


def contact(emitter: Emitter, kind: str) -> tuple[Line, ...]:
    """S20.G00.07: whom the bodies may call at the declared company."""
    return (
        ("S20.G00.07.001", emitter.contact),
        ("S20.G00.07.002", emitter.phone),
        ("S20.G00.07.003", emitter.email),
        ("S20.G00.07.004", kind),
    )


def company(
    subject: Company,
    place: Establishment,
    nature: str,
    *,
    headcount: int = 0,
    between: Sequence[Line] = (),
) -> list[Line]:
    """S21.G00.06 and 11: no more than what identifies in 04 and 05, little in 08.

    `headcount` other than 0 is written: only norms before P26 have a rubric for it. `between`:
    what comes before block 11 (S21.G00.13).
    """
    records: list[Line] = [("S21.G00.06.001", subject.siren), ("S21.G00.06.002", subject.nic)]
    address = subject.address
    if nature in WHOLE:
        records += [
            ("S21.G00.06.003", subject.ape),
            ("S21.G00.06.004", address.street),
            ("S21.G00.06.005", address.postcode),
            ("S21.G00.06.006", address.town),
        ]
    if nature in ("01", "09"):
        if headcount:
            records.append(("S21.G00.06.009", str(headcount)))
        records.append(("S21.G00.06.015", subject.idcc))
    return [*records, *between, *_place(subject, place, nature, headcount)]


def _place(subject: Company, place: Establishment, nature: str, headcount: int) -> list[Line]:
    records: list[Line] = [("S21.G00.11.001", place.nic)]
    if nature in SHORT:
        return records
    records += [
        ("S21.G00.11.002", place.ape),
        ("S21.G00.11.003", place.address.street),
        ("S21.G00.11.004", place.address.postcode),
        ("S21.G00.11.005", place.address.town),
    ]
    if nature in ("01", "09") and headcount:
        records.append(("S21.G00.11.008", str(headcount)))
    if nature in WHOLE:
        records.append(("S21.G00.11.017", "01"))
        records.append(("S21.G00.11.022", subject.idcc))
    return records


def person(employee: Employee, siren: str, nature: str) -> list[Line]:
    """S21.G00.30: a NIR if the person has one, else a temporary number; short in 04 and 05."""
    more, full = employee.more, nature not in SHORT
    records: list[Line] = [("S21.G00.30.001", more.nir)] if more.nir else []
    records.append(("S21.G00.30.002", employee.family))
    if more.usage:
        records.append(("S21.G00.30.003", more.usage))
    records.append(("S21.G00.30.004", employee.given))
    if full:
        records.append(("S21.G00.30.005", "02" if employee.female else "01"))
    records.append(("S21.G00.30.006", day(employee.born)))
    if full:
        records += _civil(employee)
    records.append(("S21.G00.30.019", employee.number))
    if not more.nir:
        records.append(("S21.G00.30.020", employee.ntt(siren)))
    if nature in ("01", "09"):
        if more.pensioner:
            records.append(("S21.G00.30.023", "01"))
        if more.education:
            records.append(("S21.G00.30.024", more.education))
    learning = employee.contract in (Contract.APPRENTICE, Contract.PROFESSIONAL)
    if learning and nature in ("01", "08"):
        records.append(("S21.G00.30.025", more.diploma or "04"))
    return records


def _civil(employee: Employee) -> tuple[Line, ...]:
    abroad = employee.more.birth_country != "FR"
    return (
        ("S21.G00.30.007", employee.birth_town),
        ("S21.G00.30.008", employee.address.street),
        ("S21.G00.30.009", employee.address.postcode),
        ("S21.G00.30.010", employee.address.town),
        ("S21.G00.30.013", "01" if not abroad else "02"),
        ("S21.G00.30.014", "99" if abroad else employee.birth_department),
        ("S21.G00.30.015", employee.more.birth_country),
    )


def identity_change(employee: Employee) -> list[Line]:
    """S21.G00.31: what the person was called before."""
    change = employee.more.identity
    if change is None:
        return []
    return [
        ("S21.G00.31.001", day(change.on)),
        (f"S21.G00.31.{change.number}", change.before),
    ]


def hardship(employee: Employee, year: int) -> list[Line]:
    """S21.G00.34: the hard conditions somebody works in."""
    records: list[Line] = []
    for factor in employee.more.hardship:
        records.append(("S21.G00.34.001", factor))
        records.append(("S21.G00.34.002", employee.number))
        records.append(("S21.G00.34.003", str(year)))
    return records


def seniority(employee: Employee, until: date) -> list[Line]:
    """S21.G00.86: seniority in the company, in months, or in days during the first month."""
    previous = employee.more.previous
    since = employee.start if previous is None else previous.start
    months = (until.year - since.year) * 12 + until.month - since.month
    if until.day < since.day - 1:
        months -= 1
    days = max((until - since).days + 1, 1)
    numbers = [employee.number]
    if previous is not None and previous.end >= until.replace(day=1):
        numbers.append(previous.number)
    records: list[Line] = []
    for number in numbers:
        records += [
            ("S21.G00.86.001", "07"),
            ("S21.G00.86.002", "02" if months > 0 else "01"),
            ("S21.G00.86.003", str(months if months > 0 else days)),
            ("S21.G00.86.005", number),
        ]
    return records
