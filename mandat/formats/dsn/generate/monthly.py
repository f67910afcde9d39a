"""The monthly declaration (nature 01): normal, replacing, or without anyone."""

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from mandat.formats.dsn.generate import blocks, contracts, outside
from mandat.formats.dsn.generate.blocks import Heading
from mandat.formats.dsn.generate.dues import Ledger, dues
from mandat.formats.dsn.generate.envois import Envoi, Spool
from mandat.formats.dsn.generate.particulars import Workplace
from mandat.formats.dsn.generate.pay import DAY, month_end, payslip
from mandat.formats.dsn.generate.people import Company, Emitter, Employee, Establishment
from mandat.formats.dsn.generate.rates import norm_of
from mandat.formats.dsn.generate.wages import seizures, wages
from mandat.formats.dsn.writer import Line

NORMAL, NOBODY, REPLACING, REPLACING_NOBODY = "01", "02", "03", "05"
DUE_DAY = {True: 5, False: 15}
Staff = Callable[[Establishment], Iterable[Employee]]


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
    fractions: int = 1,
) -> bytes:
    """Give the monthly file of a company, one declaration for each establishment and fraction.

    `month` is any day of the declared month. `replaces` is the order of the declaration this one
    replaces; the order must then be greater. A monthly declaration never names what it replaces
    (S20.G00.05.006 is not used in nature 01, CT25 p.359): place, month and fraction say it.
    Raises `ValueError` for a month without known rates or for an order that does not grow.
    """
    target = io.BytesIO()
    write_monthly(
        target, company, month, test=test, order=order, replaces=replaces, norm=norm,
        emitter=emitter, built=built, fractions=fractions,
    )  # fmt: skip
    return target.getvalue()


def write_monthly(
    target: BinaryIO,
    company: Company,
    month: date,
    *,
    test: bool = True,
    order: int | None = None,
    replaces: int | None = None,
    norm: str | None = None,
    emitter: Emitter | None = None,
    built: date | None = None,
    fractions: int = 1,
    staff: Staff | None = None,
    headcount: int | None = None,
) -> int:
    """Write what `monthly` gives into `target`, person after person; give the number of lines.

    `staff` gives the people of a place one at a time, for more than memory should hold at once;
    `headcount` is then needed.
    """
    month = month.replace(day=1)
    with Envoi(emitter or company.emitter(), norm or norm_of(month), test=test) as envoi:
        declare(
            envoi, company, month, order=order, replaces=replaces, built=built,
            fractions=fractions, staff=staff, headcount=headcount,
        )  # fmt: skip
        return envoi.write(target)


def declare(
    envoi: Envoi,
    company: Company,
    month: date,
    *,
    order: int | None = None,
    replaces: int | None = None,
    built: date | None = None,
    fractions: int = 1,
    staff: Staff | None = None,
    headcount: int | None = None,
) -> None:
    """Put the declarations of a company into an envoi."""
    order = _order(month, order, replaces)
    last = month_end(month)
    if headcount is None:
        headcount = sum(one.employed_in(month, last) for one in company.employees)
    for place in company.establishments:
        people = (one for one in (staff or _own)(place) if one.employed_in(month, last))
        shares = [people] if fractions == 1 else _shared(people, fractions)
        for rank, part in enumerate(shares, 1):
            heading = Heading(
                "01", "", order, built or last + DAY, month, fraction=f"{rank}{fractions}"
            )
            sheet = _Sheet(envoi, company, place, heading, headcount, first=rank == 1)
            sheet.write(part, replacing=replaces is not None)


def _own(place: Establishment) -> Sequence[Employee]:
    return place.employees


def _shared(people: Iterable[Employee], count: int) -> list[list[Employee]]:
    everyone = list(people)
    return [everyone[rank::count] for rank in range(count)]


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


@dataclass(slots=True)
class _Sheet:
    """One declaration being written: people first, aside, for what is due stands before them."""

    envoi: Envoi
    company: Company
    place: Establishment
    heading: Heading
    headcount: int
    first: bool
    holder: Employee | None = None
    """Somebody of the declaration, for what is declared after the people."""

    def write(self, people: Iterable[Employee], *, replacing: bool) -> None:
        """Write the declaration with these people."""
        month = self._month()
        ledger, elsewhere = Ledger(self.company, self.place, month), dict[str, Workplace]()
        with Spool() as aside:
            for one in people:
                aside.put(self._employee(one, month, ledger))
                self.holder = self.holder or one
                if one.more.workplace is not None:
                    elsewhere[one.more.workplace.identifier] = one.more.workplace
            someone = ledger.count > 0 or (self.first and bool(self.place.more.outsiders))
            self.envoi.put(self._top(_kind(someone=someone, replacing=replacing)))
            if someone:
                self.envoi.put(self._middle(ledger, month))
                self.envoi.move(aside)
                self.envoi.put(self._bottom(elsewhere, month))
                self.envoi.anyone = True

    def _employee(self, one: Employee, month: date, ledger: Ledger) -> list[Line]:
        mobility = self.place.more.mobility
        pay = payslip(one, month, self.place.accident_rate, self.headcount, mobility)
        ledger.add(one, pay)
        paid = wages(one, pay, self.company, self.place, month=month, norm=self.envoi.norm)
        return self._person(one, month, paid)

    def _month(self) -> date:
        if self.heading.month is None:
            raise ValueError("a monthly declaration has a month")
        return self.heading.month

    def _top(self, kind: str) -> list[Line]:
        heading = self.heading
        told = Heading(
            "01", kind, heading.order, heading.built, heading.month, fraction=heading.fraction
        )
        sender, norm, month = self.envoi.emitter, self.envoi.norm, self._month()
        telling = self.place.more.taxes and norm != "P26V01"
        nobody = kind in (NOBODY, REPLACING_NOBODY)
        duty = [] if nobody else outside.external_disabled(self.place, month.year)
        return [
            *blocks.declaration(told),
            *blocks.contact(sender, "08"),
            *blocks.company(
                self.company, self.place, "01",
                headcount=self.headcount if telling else 0, between=duty,
            ),
        ]  # fmt: skip

    def _middle(self, ledger: Ledger, month: date) -> list[Line]:
        """Adhesions, duties, payments, slips and taxes."""
        due = (month_end(month) + DAY).replace(day=DUE_DAY[self.headcount >= 50])
        siret = self.company.siren + self.place.nic
        records = contracts.adhesions(
            self.place.more.adhesions, covering=ledger.provident, month=month
        )
        records += outside.disability_duty(self.place, month, siret)
        if ledger.count:
            records += dues(ledger, due)
        return records + outside.taxes(self.place, month, ledger.gross)

    def _person(self, one: Employee, month: date, pay: list[Line]) -> list[Line]:
        norm, small, last = self.envoi.norm, self.headcount < 11, month_end(month)
        records = blocks.person(one, self.company.siren, "01")
        records += blocks.identity_change(one)
        records += blocks.hardship(one, month.year)
        previous = one.more.previous
        if previous is not None and previous.end >= month:
            records += contracts.contract(
                one, self.company, self.place, small=small, nature="01", norm=norm,
                earlier=previous,
            )  # fmt: skip
            records.append(("S21.G00.62.001", blocks.day(previous.end)))
            records.append(("S21.G00.62.002", "031"))
            records += contracts.pension(one)
        records += contracts.contract(
            one, self.company, self.place, small=small, nature="01", norm=norm
        )
        records += contracts.changes(one, month)
        records += contracts.contract_events(one, month, last, "01")
        records += contracts.cover(one, numbered=True)
        records += contracts.pension(one)
        records += pay
        if one.kind.employment or one.more.cover:
            until = last if one.exit is None else min(last, one.exit.on)
            records += blocks.seniority(one, until)
        return records + seizures(one)

    def _bottom(self, elsewhere: dict[str, Workplace], month: date) -> list[Line]:
        records = outside.workplaces(elsewhere)
        if self.first:
            records += outside.fees(self.place, month)
            if self.place.more.shares and self.holder is not None:
                records += outside.shares(self.holder, self.company.siren, month)
            records += outside.outsiders(self.place, month, self.company.siren)
        return records
