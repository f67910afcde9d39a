"""The event declarations: sick leave (04), return to work (05), end of contract (07)."""

from dataclasses import dataclass
from datetime import date

from mandat.formats.dsn.generate import blocks
from mandat.formats.dsn.generate.blocks import Heading, day
from mandat.formats.dsn.generate.monthly import contract_events, remunerations
from mandat.formats.dsn.generate.pay import DAY, month_end, payslip
from mandat.formats.dsn.generate.people import Absence, Company, Emitter, Employee, Exit
from mandat.formats.dsn.generate.rates import norm_of
from mandat.formats.dsn.writer import Line, envoi, write

ACCIDENTS = frozenset({"04", "05", "06"})
"""Motives that must say when the accident was, in 04 and 05 only."""

_NOTIFIED = frozenset({"011", "012", "014", "015", "020", "025", "034", "035", "036", "037",
                       "058", "059", "082", "083", "087", "088", "089"})  # fmt: skip
_AGREED = frozenset({"043", "110"})
_STARTED = frozenset({"011", "012", "014", "015", "020", "087", "088", "089", "091", "092"})


@dataclass(frozen=True, slots=True)
class Replaced:
    """An event declaration already filed, which a new one replaces."""

    built: date
    order: int

    @property
    def identifier(self) -> str:
        """Day built and order, one after the other (S20.G00.05.006)."""
        return f"{day(self.built)}{self.order}"


def sick_leave(
    company: Company,
    employee: Employee,
    stop: Absence,
    *,
    test: bool = True,
    order: int | None = None,
    replaces: Replaced | None = None,
    norm: str | None = None,
    emitter: Emitter | None = None,
    built: date | None = None,
) -> bytes:
    """Give the file that says a person stopped working; built the day after by default."""
    built = built or stop.last_worked + DAY
    records = [
        ("S21.G00.60.001", stop.motive),
        ("S21.G00.60.002", day(stop.last_worked)),
        ("S21.G00.60.003", day(stop.until)),
        ("S21.G00.60.004", "02"),
    ]
    records += _accident(stop)
    sender = emitter or company.emitter()
    body = [*_identity(company, employee), *records]
    return _file(
        sender, norm, _heading("04", built, order, employee, replaces), "01", body, test=test
    )


def return_to_work(
    company: Company,
    employee: Employee,
    stop: Absence,
    *,
    test: bool = True,
    order: int | None = None,
    replaces: Replaced | None = None,
    norm: str | None = None,
    emitter: Emitter | None = None,
    built: date | None = None,
) -> bytes:
    """Give the file that says a person is back. `ValueError` if the leave has no return day."""
    if stop.resumed is None:
        raise ValueError("this sick leave has no day of return")
    built = built or stop.resumed
    records = [
        ("S21.G00.60.001", stop.motive),
        ("S21.G00.60.002", day(stop.last_worked)),
        ("S21.G00.60.003", day(stop.until)),
        ("S21.G00.60.010", day(stop.resumed)),
        ("S21.G00.60.011", "01"),
    ]
    records += _accident(stop)
    sender = emitter or company.emitter()
    body = [*_identity(company, employee), *records]
    return _file(
        sender, norm, _heading("05", built, order, employee, replaces), "01", body, test=test
    )


def end_of_contract(
    company: Company,
    employee: Employee,
    *,
    test: bool = True,
    order: int | None = None,
    replaces: Replaced | None = None,
    norm: str | None = None,
    emitter: Emitter | None = None,
    built: date | None = None,
) -> bytes:
    """Give the end-of-contract file (FCTU). `ValueError` for someone who does not leave."""
    leaving = employee.exit
    if leaving is None:
        raise ValueError("this person does not leave the company")
    place = company.place_of(employee)
    month = leaving.on.replace(day=1)
    headcount = max(company.headcount(leaving.on), 1)
    pay = payslip(employee, month, place.accident_rate, headcount)
    records = blocks.company(company, place, full=True, monthly=False)
    records += blocks.person(employee, company.siren, full=True)
    records = [line for line in records if line[0] != "S21.G00.30.025"]  # not used in 07
    records += blocks.contract(employee, company, place, small=headcount < 11, monthly=False)
    for rubric, value in contract_events(employee, month):
        if rubric == "S21.G00.62.001":
            records += _exit(employee, leaving)
        elif not rubric.startswith("S21.G00.62"):
            records.append((rubric, value))
    records.append(("S21.G00.71.002", "RUAA"))
    records.append(("S21.G00.50.001", day(month_end(month))))
    records.append(("S21.G00.50.020", "01"))
    records += remunerations(employee, pay, rebuilt=False)
    records += blocks.seniority(employee, leaving.on)
    heading = _heading("07", built or leaving.on, order, employee, replaces)
    return _file(emitter or company.emitter(), norm, heading, "02", records, test=test)


def _heading(
    nature: str, built: date, order: int | None, employee: Employee, replaces: Replaced | None
) -> Heading:
    """Type 01, or 03 with the identifier of what is replaced and a greater order."""
    if order is None:
        order = int(f"{built:%Y%m%d}{employee.number[-4:]}")
        if replaces is not None:
            order = max(order, replaces.order + 1)
    if replaces is None:
        return Heading(nature, "01", order, built)
    if order <= replaces.order:
        raise ValueError("a declaration must have a greater order than the one it replaces")
    return Heading(nature, "03", order, built, replaces=replaces.identifier)


def _file(
    sender: Emitter,
    norm: str | None,
    heading: Heading,
    contact: str,
    body: list[Line],
    *,
    test: bool,
) -> bytes:
    records = [*blocks.declaration(heading), *blocks.contact(sender, contact), *body]
    return write(envoi(blocks.head(sender, norm or norm_of(heading.built), test=test), [records]))


def _identity(company: Company, employee: Employee) -> list[Line]:
    """Company, person and contract as 04 and 05 want them."""
    place = company.place_of(employee)
    records = blocks.company(company, place, full=False, monthly=False)
    records += blocks.person(employee, company.siren, full=False)
    return [*records, *blocks.bare_contract(employee)]


def _accident(stop: Absence) -> list[Line]:
    if stop.motive not in ACCIDENTS:
        return []
    return [("S21.G00.60.012", day(stop.accident or stop.last_worked))]


def _exit(employee: Employee, leaving: Exit) -> list[Line]:
    """Blocks 62 and 63 with the dates the motive asks for."""
    records = [("S21.G00.62.001", day(leaving.on)), ("S21.G00.62.002", leaving.motive)]
    if leaving.motive in _NOTIFIED:
        records.append(("S21.G00.62.003", day(leaving.known)))
    if leaving.motive in _AGREED:
        records.append(("S21.G00.62.004", day(leaving.known)))
    if leaving.motive in _STARTED:
        records.append(("S21.G00.62.005", day(max(leaving.known - DAY, employee.start))))
    records += [
        ("S21.G00.62.006", day(leaving.on)),
        ("S21.G00.62.008", "02"),
        ("S21.G00.62.020", day(leaving.on.replace(day=1))),
    ]
    worked_out = leaving.motive in ("014", "020", "059")
    records.append(("S21.G00.63.001", "01" if worked_out else "90"))
    if worked_out:
        records.append(("S21.G00.63.002", day(leaving.known)))
        records.append(("S21.G00.63.003", day(leaving.on)))
    return records
