"""Incidents of every kind, most of them drawn from what the accounts really show."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from mandat.affiliates.models import AmountDue
from mandat.clients.models import Client
from mandat.demo.filing import Filing
from mandat.demo.phrases import DOCUMENTS_ASKED, INCIDENT_NOTES, SETTLEMENTS
from mandat.demo.subjects import Subject
from mandat.demo.world import BATCH, FirmWorld, World
from mandat.firms.models import User
from mandat.incidents.actions import refresh_incident_counts
from mandat.incidents.choices import Closure, IncidentKind, StepKind
from mandat.incidents.models import Incident, Step
from mandat.lib.dates import dsn_deadline

Dues = dict[int, list[AmountDue]]


def build(world: World, dues: Dues, filing: Filing) -> None:
    """Write the incidents of every firm, open and settled, then the clients' counts."""
    for slug, firm in world.firms.items():
        rng = world.rng(f"matters-{slug}")
        incidents = [
            incident
            for one, client in firm.pairs()
            for incident in _of_client(world, rng, one, client, dues=dues, filing=filing)
        ]
        incidents += _history(world, rng, firm)
        for incident in incidents:
            _close_some(world, rng, firm, incident)
        Incident.objects.bulk_create(incidents, batch_size=BATCH)
        Step.objects.bulk_create(list(_steps(incidents)), batch_size=BATCH)
        refresh_incident_counts(
            firm.firm.pk, [client.pk for client in firm.clients], today=world.today
        )


def _incident(
    world: World, rng: Random, client: Client, kind: str, *, opened: date, due: date | None,
    period: date | None = None, cents: int | None = None, note: str = "",
) -> Incident:  # fmt: skip
    language = "nl" if client.language == "nl" else "fr"
    worker = world.staff[client.country][1]
    return Incident(
        firm_id=client.firm_id, office=world.offices[client.country], client=client, kind=kind,
        period=period, amount_cents=cents, due_on=due, opened_by=worker.user,
        note=note or rng.choice(INCIDENT_NOTES[language][kind]),
        opened_at=world.moment(min(opened, world.today), rng),
    )  # fmt: skip


def _of_client(
    world: World, rng: Random, one: Subject, client: Client, *, dues: Dues, filing: Filing
) -> Iterator[Incident]:
    """What the accounts and the missing files of one client ask for today."""
    late = [
        row
        for row in dues.get(client.affiliate_id or 0, ())
        if row.left_cents > 0 and row.due_on < world.today
    ]
    for row in late[-1:]:
        kind = IncidentKind.MISMATCH if row.paid_cents else IncidentKind.UNPAID
        if kind == IncidentKind.UNPAID and rng.random() < 0.3:
            kind = IncidentKind.REJECTED
        yield _incident(
            world, rng, client, kind, opened=row.due_on + timedelta(days=4), period=row.period,
            cents=row.left_cents, due=row.due_on + timedelta(days=rng.randrange(9, 40)),
        )  # fmt: skip
    month = filing.missing.get(one.number)
    if month and client.firm_id == world.firms["arvensis"].firm.pk:
        large = one.size >= 50
        on = dsn_deadline(world.last_month, headcount=one.size, paid_same_month=large).date()
        if on < world.today:
            yield _incident(
                world, rng, client, IncidentKind.MISSING, opened=on + timedelta(days=2),
                period=month, due=on,
            )  # fmt: skip


def _history(world: World, rng: Random, firm: FirmWorld) -> Iterator[Incident]:
    """Documents asked for, payments and declarations that came late."""
    count = max(4, len(firm.clients) // 9)
    for client in rng.choices(firm.clients, k=count):
        ago = int(rng.triangular(3, 150, 6))
        opened = world.today - timedelta(days=ago)
        due = opened + timedelta(days=rng.randrange(10, 45))
        language = "nl" if client.language == "nl" else "fr"
        kind = rng.choice(
            (
                IncidentKind.DOCUMENT, IncidentKind.DOCUMENT, IncidentKind.LATE,
                IncidentKind.LATE_DECLARATION,
            )
        )  # fmt: skip
        note = rng.choice(DOCUMENTS_ASKED[language]) if kind == IncidentKind.DOCUMENT else ""
        cents = rng.randrange(40, 900) * 100 if kind == IncidentKind.LATE else None
        period = opened.replace(day=1) if kind != IncidentKind.DOCUMENT else None
        yield _incident(
            world, rng, client, kind, opened=opened, due=due, period=period, cents=cents, note=note
        )


def _close_some(world: World, rng: Random, firm: FirmWorld, incident: Incident) -> None:
    """Old ones are mostly settled; an unpaid amount is not."""
    live = incident.kind in {
        IncidentKind.UNPAID, IncidentKind.REJECTED, IncidentKind.MISMATCH, IncidentKind.MISSING,
    }  # fmt: skip
    old = (world.now - incident.opened_at).days > 30
    if live or rng.random() > (0.85 if old else 0.2):
        return
    words = SETTLEMENTS["nl" if firm.language == "nl" else "fr"]
    incident.settled_at = min(
        incident.opened_at + timedelta(days=rng.randrange(1, 25), hours=3), world.now
    )
    draw = rng.random()
    incident.closure = (
        Closure.FIRM if draw < 0.75 else Closure.OFFICE if draw < 0.9 else Closure.WITHDRAWN
    )
    incident.settled_by = _closer(rng, firm, incident)
    incident.settlement = rng.choice(words[incident.closure])


def _closer(rng: Random, firm: FirmWorld, incident: Incident) -> User | None:
    return rng.choice(firm.members).user if incident.closure == Closure.FIRM else incident.opened_by


def _steps(incidents: list[Incident]) -> Iterator[Step]:
    for one in incidents:
        if one.settled_at is not None:
            withdrawn = one.closure == Closure.WITHDRAWN
            yield Step(
                firm_id=one.firm_id, office_id=one.office_id, incident=one,
                kind=StepKind.WITHDRAWN if withdrawn else StepKind.SETTLED,
                at=one.settled_at, by=one.settled_by, by_office=one.closure != Closure.FIRM,
                note=one.settlement,
            )  # fmt: skip
