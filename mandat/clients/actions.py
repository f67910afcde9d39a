"""What is done to clients: placed, told to ask for attention, their services and contacts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Case, Q, Value, When
from django.utils import timezone

from mandat.clients.choices import Attention, ServiceState
from mandat.clients.indexing import index_fields
from mandat.clients.models import Client, ClientContact, ClientService, Placement
from mandat.firms import audit
from mandat.firms.models import Member, Portfolio, User

__all__ = [
    "Refused",
    "delete_contact",
    "index_fields",
    "place_client",
    "refresh_attention",
    "remove_placement",
    "save_contact",
    "set_service_state",
]

_SOON = timedelta(days=3)
_BATCH = 500


class Refused(Exception):
    """An action that the rules do not allow; `code` says which rule."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def refresh_attention(
    firm_id: int, client_ids: Iterable[int], *, today: date | None = None
) -> None:
    """Bring `attention` in line with incidents, anomalies and the next due date.

    An open incident is to settle; an anomaly, or a due date within three days or past, is to
    watch. Writes only rows that change, in batches.
    """
    soon = (today or timezone.localdate()) + _SOON
    level = Case(
        When(open_incidents__gt=0, then=Value(Attention.ACT)),
        When(Q(open_anomalies__gt=0) | Q(next_due_on__lte=soon), then=Value(Attention.WATCH)),
        default=Value(Attention.FINE),
    )
    ids = sorted(set(client_ids))
    for start in range(0, len(ids), _BATCH):
        rows = Client.objects.filter(firm_id=firm_id, pk__in=ids[start : start + _BATCH])
        rows.alias(level=level).exclude(attention=level).update(attention=level)


@transaction.atomic
def place_client(client: Client, portfolio: Portfolio, *, by: Member, at: datetime) -> Placement:
    """Put `client` into `portfolio`; where it is already, nothing happens.

    Refused: `other_firm` when they are not of one firm, `archived` for an archived portfolio.
    """
    if not client.firm_id == portfolio.firm_id == by.firm_id:
        raise Refused("other_firm")
    if portfolio.archived_at is not None:
        raise Refused("archived")
    placement, created = Placement.objects.get_or_create(
        firm_id=client.firm_id,
        portfolio=portfolio,
        client=client,
        defaults={"placed_at": at, "placed_by": by},
    )
    if created:
        audit.record(
            client.firm, "client.placed", by=by.user, at=at, target=client, portfolio=portfolio.pk
        )
    return placement


@transaction.atomic
def remove_placement(placement: Placement, *, by: Member, at: datetime) -> None:
    """Take a client out of a portfolio. Refused: `other_firm`."""
    if placement.firm_id != by.firm_id:
        raise Refused("other_firm")
    client, portfolio_id = placement.client, placement.portfolio_id
    placement.delete()
    audit.record(
        client.firm, "client.unplaced", by=by.user, at=at, target=client, portfolio=portfolio_id
    )


@transaction.atomic
def set_service_state(
    client_service: ClientService, state: str, *, by: User | None, at: datetime
) -> ClientService:
    """Move a service of a client to `state`; the state it has already changes nothing.

    Refused: `transition` when the state may not follow the present one.
    """
    row = ClientService.objects.select_for_update().get(pk=client_service.pk)
    wanted = ServiceState(state)
    if row.state == wanted:
        return row
    if not row.may_become(wanted):
        raise Refused("transition")
    before, row.state, row.changed_by, row.changed_at = row.state, wanted, by, at
    row.save(update_fields=["state", "changed_by", "changed_at"])
    audit.record(
        row.firm,
        "client.service_changed",
        by=by,
        at=at,
        target=row.client,
        service=row.service,
        before=before,
        after=wanted.value,
    )
    client_service.state, client_service.changed_by, client_service.changed_at = wanted, by, at
    return row


@transaction.atomic
def save_contact(contact: ClientContact, *, by: Member, at: datetime) -> ClientContact:
    """Keep a new or changed contact person. Refused: `other_firm`."""
    if not contact.client.firm_id == by.firm_id:
        raise Refused("other_firm")
    verb = "changed" if contact.pk else "added"
    contact.firm_id = contact.client.firm_id
    contact.changed_by, contact.changed_at = by, at
    contact.save()
    audit.record(
        by.firm, f"contact.{verb}", by=by.user, at=at, target=contact.client, contact=contact.pk
    )
    return contact


@transaction.atomic
def delete_contact(contact: ClientContact, *, by: Member, at: datetime) -> None:
    """Forget a contact person. Refused: `other_firm`."""
    if contact.firm_id != by.firm_id:
        raise Refused("other_firm")
    key, client = contact.pk, contact.client
    contact.delete()
    audit.record(by.firm, "contact.deleted", by=by.user, at=at, target=client, contact=key)
