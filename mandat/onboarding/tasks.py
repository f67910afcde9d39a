"""Background entries: loaded by id, done by one action."""

from __future__ import annotations

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from mandat.affiliates.models import Contact
from mandat.clients.models import Client


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
    if client is None or client.affiliate is None:
        return
    contact = (
        Contact.objects.filter(affiliate=client.affiliate)
        .exclude(email="")
        .order_by("-is_main", "name", "pk")
        .first()
    )
    if contact is None:
        return
    with translation.override(client.affiliate.language):
        subject = gettext("%(firm)s now looks after %(client)s") % {
            "firm": client.firm.name,
            "client": client.name,
        }
        body = render_to_string("onboarding/mail/added.txt", {"client": client, "contact": contact})
    EmailMessage(" ".join(subject.split()), body, to=[contact.email]).send()
