"""Asks for one more service of a client that is on the list."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from mandat.affiliates.choices import Service
from mandat.clients.choices import ServiceState
from mandat.clients.models import Client, ClientService
from mandat.firms.models import Member
from mandat.onboarding.actions.adding import adopt, move_service
from mandat.onboarding.actions.asking import NotAllowed, ask_confirmation
from mandat.onboarding.finding import subject_of
from mandat.onboarding.models import Request
from mandat.onboarding.outlook import MAY_ASK, Outlook, affiliate_of, outlook_of
from mandat.vault.jobs import enqueue


@transaction.atomic
def ask_service(client: Client, service: Service, *, by: Member, at: datetime) -> Request | None:
    """Open a service by the policy of the client's office, or ask the office: then its request.

    The contact person is told after the commit. `NotAllowed` has the value of the outlook, or
    `removed`; two who ask at once are one after the other.
    """
    locked = Client.objects.select_for_update(of=("self",))
    now = locked.select_related("firm", "office", "affiliate").get(pk=client.pk)
    if now.removed_at is not None:
        raise NotAllowed("removed")
    outlook = outlook_of(now, service)
    if outlook not in MAY_ASK:
        raise NotAllowed(outlook.value)
    known = affiliate_of(now)
    if known is not None and now.affiliate is None:
        adopt(now, known)
    row, _ = ClientService.objects.get_or_create(
        firm=now.firm, client=now, service=service,
        defaults={"changed_at": at, "changed_by": by.user},
    )  # fmt: skip
    confirms = outlook is Outlook.CONFIRMS
    state = ServiceState.PENDING if confirms else ServiceState.ACTIVE
    move_service(row, state, by=by.user, at=at)
    enqueue("mandat.onboarding.tasks.tell_service", row.pk)
    if not confirms:
        return None
    return ask_confirmation(now, subject_of(now), [service.value], by=by, at=at)
