"""What a client's applications show, gathered from the apps below."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from mandat.affiliates.choices import EmailService, Service
from mandat.affiliates.models import Account, Establishment
from mandat.clients.choices import ServiceState
from mandat.clients.models import Client
from mandat.declarations.models import Declaration, DeclaredAmount
from mandat.declarations.people import Employee, people_of
from mandat.desk.client.header import OPEN_STATES, Header
from mandat.desk.client.labels import (
    absence_label,
    contract_label,
    end_label,
    organisation_label,
)
from mandat.firms.models import Member
from mandat.lib.text import fold


@dataclass(frozen=True)
class Application:
    """One application: where it opens, or why it does not."""

    title: str
    text: str
    url: str  # empty when it may not be opened
    icon: str


@dataclass(frozen=True)
class Group:
    """One of the three groups of applications, with the state of its service."""

    title: str
    level: str
    state: str
    may_ask: bool
    applications: list[Application]


_LEVELS = {
    ServiceState.ACTIVE: "good",
    ServiceState.ENDING: "watch",
    ServiceState.ASKED: "watch",
    ServiceState.PENDING: "watch",
}


def _catalogue(client: Client) -> dict[Service, list[tuple[str, str, str, str]]]:
    """Title, text, address and icon of each application, by service."""
    here = [client.pk]
    anomalies = f"{reverse('declarations:anomalies')}?client={client.pk}"
    incidents = f"{reverse('incidents:list')}?client={client.pk}"
    return {
        Service.SOCIAL_STATUS: [
            (
                _("Account, amounts and payments"),
                _("What is due, what was paid, and when."),
                reverse("desk:client_social_status", args=here),
                "wallet",
            ),
            (_("Incidents"), _("What the office asks to be settled."), incidents, "flag"),
        ],
        Service.ORGANISATION: [
            (
                _("Establishments and services"),
                _("Places of work, online services and e-mail services."),
                reverse("desk:client_organisation", args=here),
                "building-2",
            ),
            (
                _("Messages"),
                _("Conversations with the office about this client."),
                f"{reverse('messages:list')}?client={client.pk}",
                "mail",
            ),
        ],
        Service.EMPLOYEES: [
            (
                _("Headcount, contracts and absences"),
                _("From the declarations received."),
                reverse("desk:client_employees", args=here),
                "users",
            ),
            (_("DSN anomalies"), _("Faults found, with their line."), anomalies, "triangle-alert"),
        ],
    }


def groups(header: Header) -> list[Group]:
    """The applications of the client in their three groups, in one order for every client."""
    found = []
    for service, entries in _catalogue(header.client).items():
        row = header.services.get(service)
        state = ServiceState(row.state) if row else ServiceState.NONE
        opens = state in OPEN_STATES
        found.append(
            Group(
                title=str(service.label),
                level=_LEVELS.get(state, "none"),
                state=str(state.label),
                may_ask=state in {ServiceState.NONE, ServiceState.ENDED},
                applications=[
                    Application(title, text, url if opens else "", icon)
                    for title, text, url, icon in entries
                ],
            )
        )
    return found


def accounts(client: Client) -> list[Account]:
    """The client's accounts at its office with their amounts, newest period first; two queries."""
    if client.affiliate is None:
        return []
    return list(client.affiliate.accounts.prefetch_related("amounts").order_by("kind", "number"))


@dataclass(frozen=True)
class DeclaredLine:
    """What the declarations of one month say is due and paid to one organisation; cents."""

    month: date
    organisation: str
    due_cents: int | None
    paid_cents: int | None


def declared_amounts(client: Client, member: Member) -> list[DeclaredLine]:
    """Amounts due and paid by month and organisation, from the declarations in force."""
    rows = (
        DeclaredAmount.objects.filter(
            firm_id=member.firm_id,
            declaration__in=Declaration.objects.visible_to(member)
            .filter(client=client, month__isnull=False)
            .in_force()
            .values("pk"),
        )
        .order_by()
        .values("declaration__month", "organisation")
        .annotate(due=Sum("due_cents"), paid=Sum("paid_cents"))
        .order_by("-declaration__month", "organisation")[:60]
    )
    return [
        DeclaredLine(
            row["declaration__month"],
            organisation_label(row["organisation"]),
            row["due"],
            row["paid"],
        )
        for row in rows
        if row["declaration__month"] is not None
    ]


def establishments(client: Client, member: Member) -> list[Establishment]:
    """The places of work that the office knows; else those that declarations were received for."""
    if client.affiliate is not None:
        known = list(client.affiliate.establishments.all())
        if known:
            return known
    numbers = (
        Declaration.objects.visible_to(member)
        .filter(client=client)
        .exclude(siret="")
        .order_by("siret")
        .values_list("siret", flat=True)
        .distinct()
    )
    return [Establishment(number=number) for number in numbers]


def services(header: Header) -> list[tuple[str, str, str]]:
    """Label, level and state of each online service."""
    return [(group.title, group.level, group.state) for group in groups(header)]


def email_services(client: Client) -> list[tuple[str, bool]]:
    """Each e-mail service and whether it is wanted."""
    chosen = {row.service for row in client.email_services.all()}
    return [(str(service.label), service.value in chosen) for service in EmailService]


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
        Declaration.objects.visible_to(member).filter(client=client).in_force().monthly()
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
