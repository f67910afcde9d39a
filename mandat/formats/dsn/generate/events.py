"""The event declarations: sick leave (04), return to work (05), end of contract (07)."""

from dataclasses import dataclass
from datetime import date

from mandat.formats.dsn.generate import blocks, contracts
from mandat.formats.dsn.generate.blocks import Heading, cents, day
from mandat.formats.dsn.generate.contracts import ACCIDENTS
from mandat.formats.dsn.generate.outside import workplaces
from mandat.formats.dsn.generate.pay import DAY, month_end, payslip
from mandat.formats.dsn.generate.people import Absence, Company, Emitter, Employee, Establishment
from mandat.formats.dsn.generate.rates import norm_of
from mandat.formats.dsn.generate.wages import benefits, bonus_block, remunerations
from mandat.formats.dsn.writer import Line, envoi, write


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
        *contracts.subrogation(stop),
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
    cancels: bool = False,
) -> bytes:
    """Give the end-of-contract file (FCTU). `ValueError` for someone who does not leave.

    `cancels`: the declaration named by `replaces` is withdrawn (type 04), not replaced.
    """
    leaving = employee.exit
    if leaving is None:
        raise ValueError("this person does not leave the company")
    place = company.place_of(employee)
    headcount = max(company.headcount(leaving.on), 1)
    built = built or leaving.on
    body = _ending(company, employee, place, headcount, norm or norm_of(built))
    heading = _heading("07", built, order, employee, replaces, cancels=cancels)
    return _file(emitter or company.emitter(), norm, heading, "02", body, test=test)


def _ending(
    company: Company, employee: Employee, place: Establishment, headcount: int, norm: str
) -> list[Line]:
    """Company, person, contract and last pay as 07 wants them."""
    leaving = employee.exit
    if leaving is None:
        raise ValueError("this person does not leave the company")
    month = leaving.on.replace(day=1)
    pay = payslip(employee, month, place.accident_rate, headcount, place.more.mobility)
    records = blocks.company(company, place, "07")
    records += contracts.adhesions(employee.more.cover)
    records += blocks.person(employee, company.siren, "07")
    records += contracts.contract(
        employee, company, place, small=headcount < 11, nature="07", norm=norm
    )
    records += contracts.declared_before(employee)
    records += contracts.contract_events(employee, month, month_end(month), "07")
    records += contracts.cover(employee, numbered=True)
    records += contracts.pension(employee)
    records.append(("S21.G00.50.001", day(month_end(month))))
    records.append(("S21.G00.50.020", "01"))
    records += remunerations(employee, pay, rebuilt=False)
    for bonus in pay.bonuses:
        records += bonus_block(employee.number, bonus)
    records += benefits(employee, norm)
    if pay.gross:  # 51.013/SIG-11, in this nature too
        records += [
            ("S21.G00.78.001", "03"),
            ("S21.G00.78.002", day(pay.start)),
            ("S21.G00.78.003", day(pay.end)),
            ("S21.G00.78.004", cents(pay.liable)),
        ]
    records += blocks.seniority(employee, leaving.on)
    if employee.more.workplace is not None:
        records += workplaces({"": employee.more.workplace})
    return records


def _heading(
    nature: str,
    built: date,
    order: int | None,
    employee: Employee,
    replaces: Replaced | None,
    *,
    cancels: bool = False,
) -> Heading:
    """Type 01, or 03 (04: cancelled) with the identifier of the other and a greater order."""
    if order is None:
        order = int(f"{built:%Y%m%d}{employee.number[-4:]}")
        if replaces is not None:
            order = max(order, replaces.order + 1)
    if replaces is None:
        return Heading(nature, "01", order, built)
    if order <= replaces.order:
        raise ValueError("a declaration must have a greater order than the one it replaces")
    kind = "04" if cancels else "03"
    return Heading(nature, kind, order, built, replaces=replaces.identifier)


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
    records = blocks.company(company, place, "04")
    records += contracts.adhesions(employee.more.cover)
    records += blocks.person(employee, company.siren, "04")
    return [*records, *contracts.bare_contract(employee)]


def _accident(stop: Absence) -> list[Line]:
    if stop.motive not in ACCIDENTS:
        return []
    return [("S21.G00.60.012", day(stop.accident or stop.last_worked))]
