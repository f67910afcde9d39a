"""Takes a client off the list, and back."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from mandat.clients.actions import refresh_attention, set_service_state
from mandat.clients.choices import ServiceState
from mandat.clients.models import Client, ClientService
from mandat.firms import audit
from mandat.firms.models import Member
from mandat.onboarding.actions.adding import AlreadyThere, move_service
from mandat.onboarding.actions.asking import NotAllowed, ask_confirmation, move
from mandat.onboarding.choices import UNDECIDED, RequestState
from mandat.onboarding.finding import subject_of
from mandat.onboarding.models import Removal, Request

_LIVE = (ServiceState.ASKED, ServiceState.PENDING, ServiceState.ACTIVE, ServiceState.ENDING)


def undo_since(at: datetime) -> datetime:
    """The earliest removal that can still be undone at `at`."""
    return at - timedelta(days=settings.MANDAT_UNDO_DAYS)


@transaction.atomic
def remove_client(client: Client, *, by: Member, at: datetime) -> Removal:
    """Take a client off the list: services end, requests about it are cancelled.

    `NotAllowed` when it is off the list already. Nothing is deleted: `restore_client` undoes it.
    """
    now = Client.objects.select_for_update().get(pk=client.pk)
    if now.removed_at is not None:
        raise NotAllowed("removed")
    live = list(
        ClientService.objects.filter(client=now, state__in=_LIVE).select_related("client", "firm")
    )
    removal = Removal.objects.create(
        firm=now.firm, client=now, removed_at=at, removed_by=by,
        services={row.service: row.state for row in live},
    )  # fmt: skip
    for row in live:
        set_service_state(row, ServiceState.ENDED, by=by.user, at=at)
    for request in Request.objects.filter(client=now, state__in=UNDECIDED):
        move(request, RequestState.CANCELLED, by=by.user, at=at)
    now.removed_at, now.removed_by = at, by
    now.save(update_fields=["removed_at", "removed_by"])
    audit.record(now.firm, "client.removed", by=by.user, at=at, target=now)
    return removal


@transaction.atomic
def restore_client(client: Client, *, by: Member, at: datetime) -> Client:
    """Undo a removal: services as they were; what waited for the office is asked again.

    `AlreadyThere` when the firm has added it again meanwhile, `NotAllowed` when it is on the list
    or was removed too long ago.
    """
    now = Client.objects.select_for_update().get(pk=client.pk)
    if now.removed_at is None or now.removed_at < undo_since(at):
        raise NotAllowed("too_late" if now.removed_at else "not_removed")
    removal = Removal.objects.filter(client=now, removed_at=now.removed_at).first()
    now.removed_at = now.removed_by = None
    try:
        with transaction.atomic():
            now.save(update_fields=["removed_at", "removed_by"])
    except IntegrityError:
        raise AlreadyThere from None
    if removal is not None:
        _bring_back(now, removal, by=by, at=at)
    refresh_attention(now.firm_id, [now.pk], today=at.date())
    audit.record(now.firm, "client.restored", by=by.user, at=at, target=now)
    return now


def _bring_back(client: Client, removal: Removal, *, by: Member, at: datetime) -> None:
    waiting = []
    for row in ClientService.objects.filter(
        client=client, service__in=removal.services
    ).select_related("client", "firm"):
        state = ServiceState(removal.services[row.service])
        if state == ServiceState.ENDING:  # its end was in sight, and nobody set another
            state = ServiceState.ACTIVE
        move_service(row, state, by=by.user, at=at)
        if state == ServiceState.PENDING:
            waiting.append(row.service)
    if waiting:
        ask_confirmation(client, subject_of(client), waiting, by=by, at=at)
    removal.restored_at, removal.restored_by = at, by
    removal.save(update_fields=["restored_at", "restored_by"])
