"""The employees of a client, from the last month that was declared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mandat.clients.models import Client
from mandat.declarations.models import Declaration
from mandat.declarations.people import Employee, people_of
from mandat.desk.client.labels import absence_label, contract_label, end_label
from mandat.firms.models import Member
from mandat.lib.text import fold


@dataclass(frozen=True)
class ContractLine:
    """One contract of one person; `share` is the working time ÷ the reference."""

    name: str
    job: str
    kind: str
    started: date | None
    ends: date | None
    ended: bool
    reason: str
    share: float | None


@dataclass(frozen=True)
class AbsenceLine:
    """One absence of one person; days are calendar days of the month shown."""

    name: str
    reason: str
    first_day: date
    last_day: date | None
    days: int


@dataclass(frozen=True)
class Employees:
    """The people of the last month received, added over its establishments and fractions."""

    month: date
    is_test: bool
    headcount: int
    full_time_hundredths: int
    entries: int
    exits: int
    mix: list[tuple[str, int]]  # kind of contract and how many, the most frequent first
    contracts: list[ContractLine]
    absences: list[AbsenceLine]

    @property
    def full_time(self) -> float:
        """Full-time equivalents."""
        return self.full_time_hundredths / 100


def employees(client: Client, member: Member) -> Employees | None:
    """The employees from the last monthly declarations in force; None when none was received."""
    monthly = (
        Declaration.objects.visible_to(member, few=True).filter(client=client).in_force().monthly()
    ).exclude(month=None)
    newest = monthly.order_by("-month").values_list("month", flat=True).first()
    if newest is None:
        return None
    rows = list(monthly.filter(month=newest))
    people = [person for row in rows for person in people_of(row)]
    mix: dict[str, int] = {}
    for row in rows:
        for nature, count in row.contracts.items():
            label = contract_label(nature)
            mix[label] = mix.get(label, 0) + count
    return Employees(
        month=newest,
        is_test=any(row.is_test for row in rows),
        headcount=sum(row.headcount for row in rows),
        full_time_hundredths=sum(row.full_time_hundredths for row in rows),
        entries=sum(row.entries for row in rows),
        exits=sum(row.exits for row in rows),
        mix=sorted(mix.items(), key=lambda pair: (-pair[1], pair[0])),
        contracts=_contracts(people),
        absences=_absences(people),
    )


def _contracts(people: list[Employee]) -> list[ContractLine]:
    lines = [
        ContractLine(
            name=person.name,
            job=contract.job_title,
            kind=contract_label(contract.nature),
            started=contract.started,
            ends=contract.ended or contract.planned_end,
            ended=contract.ended is not None,
            reason=end_label(contract.end_reason),
            share=float(contract.quota / contract.reference)
            if contract.quota is not None and contract.reference
            else None,
        )
        for person in people
        for contract in person.contracts
    ]
    return sorted(lines, key=lambda line: fold(line.name))


def _absences(people: list[Employee]) -> list[AbsenceLine]:
    lines = [
        AbsenceLine(
            person.name, absence_label(stop.reason), stop.first_day, stop.last_day, stop.days
        )
        for person in people
        for stop in person.absences
    ]
    return sorted(lines, key=lambda line: (line.first_day, fold(line.name)), reverse=True)
