"""Background entries: loaded by id or found by the clock, done by one action."""

from __future__ import annotations

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext

from mandat.affiliates.choices import Service
from mandat.affiliates.models import Contact
from mandat.clients.choices import ServiceState
from mandat.clients.models import Client, ClientService
from mandat.onboarding.actions import reflecting


def tell_contact(client_id: int) -> None:
    """Tell the client's main contact person that a firm now looks after it (L18).

    In the language of the affiliate, and without any number. Nothing is sent where the client has
    left the list meanwhile, or where the office has no address.
    """
    client = (
        Client.objects.select_related("firm", "office", "affiliate")
        .filter(pk=client_id, removed_at=None, affiliate__isnull=False)
        .first()
    )
    if client is None:
        return
    with translation.override(_language(client)):
        subject = gettext("%(firm)s now looks after %(client)s") % {
            "firm": client.firm.name,
            "client": client.name,
        }
        _write(client, subject, "onboarding/mail/added.txt")


def tell_service(client_service_id: int) -> None:
    """Tell the client's main contact person that one more service is open, or was asked for (L18).

    As `tell_contact`; nothing is sent where the service was closed meanwhile.
    """
    row = (
        ClientService.objects.select_related("client__firm", "client__office", "client__affiliate")
        .filter(
            pk=client_service_id,
            state__in=[ServiceState.ACTIVE, ServiceState.PENDING],
            client__removed_at=None,
            client__affiliate__isnull=False,
        )
        .first()
    )
    if row is None:
        return
    with translation.override(_language(row.client)):
        subject = gettext("%(firm)s and the online services of %(client)s") % {
            "firm": row.client.firm.name,
            "client": row.client.name,
        }
        opened = row.state == ServiceState.ACTIVE
        words = {"service": Service(row.service).label, "opened": opened}
        _write(row.client, subject, "onboarding/mail/service.txt", **words)


def end_reflections() -> int:
    """Put on their lists those whose days of reflection are over; how many. Called hourly."""
    at = timezone.now()
    return reflecting.end_reflections(at=at, today=timezone.localdate(at))


def _language(client: Client) -> str:
    assert client.affiliate is not None
    return client.affiliate.language


def _write(client: Client, subject: str, template: str, **words: object) -> None:
    """Write to the main contact person that has an address, if there is one."""
    contact = (
        Contact.objects.filter(affiliate=client.affiliate)
        .exclude(email="")
        .order_by("-is_main", "name", "pk")
        .first()
    )
    if contact is None:
        return
    body = render_to_string(template, {"client": client, "contact": contact, **words})
    EmailMessage(" ".join(subject.split()), body, to=[contact.email]).send()
