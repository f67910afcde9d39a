"""What is done to incidents: opened, settled, withdrawn, reopened; the client's counters follow.

The office acts on a firm's record inside `scope(firm_id=…, office_id=…)`, opened by its views.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Count, Min, OuterRef, Subquery
from django.db.models.functions import Coalesce

from mandat.clients.actions import refresh_attention
from mandat.clients.models import Client
from mandat.firms import audit
from mandat.firms.models import Member, User
from mandat.incidents.choices import Closure, StepKind
from mandat.incidents.models import Incident, Step

_BATCH: Final = 500


class Refused(Exception):
    """An action that the state of the incident does not allow; `code` says why.

    `incident` is the incident as it stands now, so that a page can say who was quicker.
    """

    def __init__(self, code: str, incident: Incident | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.incident = incident


@transaction.atomic
def refresh_incident_counts(
    firm_id: int, client_ids: Iterable[int], *, today: date | None = None
) -> None:
    """Recount `open_incidents` and `next_due_on` of these clients, then their attention."""
    ids = sorted(set(client_ids))
    waiting = (
        Incident.objects.open()
        .filter(firm_id=firm_id, client=OuterRef("pk"))
        .order_by()
        .values("client")
    )
    for start in range(0, len(ids), _BATCH):
        rows = Client.objects.filter(firm_id=firm_id, pk__in=ids[start : start + _BATCH])
        # Locked before they are counted: of two that settle at once, the second counts last.
        list(rows.select_for_update().order_by("pk").values_list("pk"))
        rows.update(
            open_incidents=Coalesce(Subquery(waiting.annotate(n=Count("pk")).values("n")), 0),
            next_due_on=Subquery(waiting.annotate(first=Min("due_on")).values("first")),
        )
    refresh_attention(firm_id, ids, today=today)


@transaction.atomic
def open_incident(
    client: Client,
    *,
    kind: str,
    by: User | None,
    at: datetime,
    period: date | None = None,
    amount_cents: int | None = None,
    due_on: date | None = None,
    note: str = "",
) -> Incident:
    """Ask the client's firm to settle something; `amount_cents` in euro cents.

    Refused: `removed` for a client off the list, `office` for one that no office looks after.
    """
    if client.removed_at is not None:
        raise Refused("removed")
    if client.office_id is None:
        raise Refused("office")
    incident = Incident.objects.create(
        firm_id=client.firm_id,
        office_id=client.office_id,
        client=client,
        kind=kind,
        period=period,
        amount_cents=amount_cents,
        due_on=due_on,
        note=note,
        opened_at=at,
        opened_by=by,
    )
    refresh_incident_counts(client.firm_id, [client.pk])
    audit.record(client.firm, "incident.opened", by=by, at=at, target=incident, kind=str(kind))
    return incident


@transaction.atomic
def settle_incident(
    incident: Incident, *, note: str, by: User, at: datetime, closure: str = Closure.FIRM
) -> Incident:
    """Close an incident with the words of who closes it.

    Refused: `note` without words, `settled` when somebody was quicker.
    """
    if not note.strip():
        raise Refused("note")
    row = _locked(incident)
    if row.settled_at is not None:
        raise Refused("settled", row)
    row.settled_at, row.settled_by = at, by
    row.settlement, row.closure = note.strip(), Closure(closure)
    row.save(update_fields=["settled_at", "settled_by", "settlement", "closure"])
    kind = StepKind.WITHDRAWN if row.closure == Closure.WITHDRAWN else StepKind.SETTLED
    return _after(row, kind, by=by, at=at, by_office=row.closure != Closure.FIRM, note=note.strip())


@transaction.atomic
def reopen_incident(
    incident: Incident, *, by: User, at: datetime, by_office: bool = False
) -> Incident:
    """Take a settlement back; its words stay in the history.

    Refused: `open` when it is open already, `office` when a firm would reopen what the office
    closed.
    """
    row = _locked(incident)
    if row.settled_at is None:
        raise Refused("open", row)
    if not by_office and not row.reopens_for_firm():
        raise Refused("office", row)
    row.settled_at = row.settled_by = None
    row.settlement, row.closure = "", Closure.FIRM
    row.save(update_fields=["settled_at", "settled_by", "settlement", "closure"])
    return _after(row, StepKind.REOPENED, by=by, at=at, by_office=by_office)


@transaction.atomic
def assign_incident(incident: Incident, to: Member | None, *, by: User, at: datetime) -> Incident:
    """Make an open incident the task of `to`, or of nobody; nothing where it is so already.

    Refused: `settled` once it is closed, `unseen` for somebody who does not see its client.
    """
    row = _locked(incident)
    if row.settled_at is not None:
        raise Refused("settled", row)
    if to is not None and not _sees(to, row):
        raise Refused("unseen", row)
    if row.assigned_to_id == (to.pk if to else None):
        return row
    row.assigned_to = to
    row.save(update_fields=["assigned_to"])
    keep_assignments([row], to, by=by, at=at)
    audit.record(row.firm, "incident.assigned", by=by, at=at, target=row, to=to.pk if to else None)
    return row


def keep_assignments(
    rows: Iterable[Incident], to: Member | None, *, by: User | None, at: datetime
) -> None:
    """Leave in the history of each that it was given to `to`, or to nobody."""
    Step.objects.bulk_create(
        Step(
            firm_id=row.firm_id,
            office_id=row.office_id,
            incident=row,
            kind=StepKind.ASSIGNED,
            at=at,
            by=by,
            given_to=to,
            covering_id=audit.covered_member(by, row.client_id, at=at),
        )
        for row in rows
    )


def _sees(member: Member, row: Incident) -> bool:
    seen = Client.objects.visible_to(member).filter(pk=row.client_id)
    return member.firm_id == row.firm_id and member.is_in and seen.exists()


def _locked(incident: Incident) -> Incident:
    return (
        Incident.objects.select_for_update(of=("self",))
        .select_related("client", "firm", "settled_by")
        .get(pk=incident.pk, firm_id=incident.firm_id)
    )


def _after(
    row: Incident, kind: StepKind, *, by: User, at: datetime, by_office: bool, note: str = ""
) -> Incident:
    """Keep the step, bring the counters in line, write the audit."""
    Step.objects.create(
        firm_id=row.firm_id,
        office_id=row.office_id,
        incident=row,
        kind=kind,
        at=at,
        by=by,
        by_office=by_office,
        covering_id=None if by_office else audit.covered_member(by, row.client_id, at=at),
        note=note,
    )
    refresh_incident_counts(row.firm_id, [row.client_id])
    # The words may name people: they stay in the incident and out of the chain.
    audit.record(row.firm, f"incident.{kind.value}", by=by, at=at, target=row, by_office=by_office)
    return row
