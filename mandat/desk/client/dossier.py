"""What a client's applications show, gathered from the apps below."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from mandat.affiliates.choices import EmailService, Service
from mandat.affiliates.models import Account, Affiliate, AmountDue
from mandat.clients.choices import ServiceState
from mandat.clients.models import Client
from mandat.declarations.models import Declaration, DeclaredAmount
from mandat.desk.client.header import OPEN_STATES, Header
from mandat.desk.client.labels import organisation_label
from mandat.firms.choices import Country
from mandat.firms.models import Member
from mandat.identifiers import Kind, format_number
from mandat.ui import formats


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
    service: str
    level: str
    state: str
    may_ask: bool
    applications: list[Application]
    facts: list[tuple[str, str]]  # label and value, formatted; none while the service is closed


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


def state_of(header: Header, service: Service) -> ServiceState:
    """Where a service stands; without a row it was never asked for."""
    row = header.services.get(service)
    return ServiceState(row.state) if row else ServiceState.NONE


def _left(known: Affiliate) -> int:
    """What remains to be paid on every account and period; what was paid too much hides nothing."""
    owed = AmountDue.objects.filter(account__affiliate=known, due_cents__gt=F("paid_cents"))
    left = owed.aggregate(left=Sum(F("due_cents") - F("paid_cents")))["left"]
    return int(left or 0)


def _facts(client: Client, language: str) -> dict[Service, list[tuple[str, str]]]:
    """What stands on each group before it is opened: the last amount, places, people."""
    status, places, people = [], [], []
    known = client.affiliate
    if known is not None:
        status += [(str(row.get_kind_display()), row.number) for row in known.accounts.all()]
        last = AmountDue.objects.filter(account__affiliate=known).order_by("-period", "pk").first()
        if last is not None:
            due = formats.money(last.due_cents, language)
            status.append((_("Last amount"), due))
            status.append((_("Due on"), formats.day(last.due_on, language)))
            status.append((_("Left to pay, in all"), formats.money(_left(known), language)))
        places.append((_("Establishments"), formats.number(known.establishments.count(), language)))
        places.append((_("Activity"), known.activity or "—"))
    if client.headcount is not None:
        people.append((_("Headcount"), formats.number(client.headcount, language)))
    if client.last_declared_month:
        month = formats.month(client.last_declared_month, language)
        people.append((_("Last month declared"), month))
    return {
        Service.SOCIAL_STATUS: status,
        Service.ORGANISATION: places,
        Service.EMPLOYEES: people,
    }


def groups(header: Header, language: str) -> list[Group]:
    """The applications of the client in their three groups, in one order for every client."""
    found = []
    facts = _facts(header.client, language)
    for service, entries in _catalogue(header.client).items():
        state = state_of(header, service)
        opens = state in OPEN_STATES
        found.append(
            Group(
                title=str(service.label),
                service=service.value,
                level=_LEVELS.get(state, "none"),
                state=str(state.label),
                may_ask=state in {ServiceState.NONE, ServiceState.ENDED},
                applications=[
                    Application(title, text, url if opens else "", icon)
                    for title, text, url, icon in entries
                ],
                facts=facts[service] if opens else [],
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


@dataclass(frozen=True)
class Place:
    """An establishment as a page shows it."""

    number: str
    name: str = ""
    address: str = ""
    activity: str = ""
    is_head: bool = False
    closed_on: date | None = None


def establishments(client: Client, member: Member) -> list[Place]:
    """The places of work that the office knows; else those that declarations were received for."""
    kind = Kind.SIRET if client.country == Country.FRANCE else Kind.ESTABLISHMENT
    if client.affiliate is not None:
        known = client.affiliate.establishments.all()
        if known:
            return [
                Place(
                    format_number(kind, row.number),
                    row.name,
                    ", ".join(part for part in (row.street, f"{row.postcode} {row.city}") if part),
                    row.activity,
                    row.is_head,
                    row.closed_on,
                )
                for row in known
            ]
    numbers = (
        Declaration.objects.visible_to(member)
        .filter(client=client)
        .exclude(siret="")
        .order_by("siret")
        .values_list("siret", flat=True)
        .distinct()
    )
    return [Place(format_number(kind, number)) for number in numbers]


def services(header: Header) -> list[tuple[str, str, str]]:
    """Label, level and state of each online service."""
    rows = [(service, state_of(header, service)) for service in Service]
    return [
        (str(service.label), _LEVELS.get(state, "none"), str(state.label))
        for service, state in rows
    ]


def email_services(client: Client) -> list[tuple[str, bool]]:
    """Each e-mail service and whether it is wanted."""
    chosen = {row.service for row in client.email_services.all()}
    return [(str(service.label), service.value in chosen) for service in EmailService]
