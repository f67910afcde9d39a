"""Background entries of rights: mails to people who are invited."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from mandat.firms.models import Invitation
from mandat.rights.joining import fresh_token, is_taken


def send_invitation(invitation_id: int) -> None:
    """Write to who is invited, in the language chosen for them, with a link made here.

    The job carries no secret: the token is made as the mail is written, and a job that is done
    again sends another one. Who has an account already, wherever, is told so and gets no link.
    """
    found = (
        Invitation.objects.usable(timezone.now())
        .select_related("firm", "invited_by__user")
        .filter(pk=invitation_id)
        .first()
    )
    if found is None:
        return
    taken = is_taken(found.email)
    token = None if taken else fresh_token(found)
    if token is None and not taken:
        return
    with translation.override(found.language):
        subject = gettext("%(firm)s invites you to Mandat") % {"firm": found.firm.name}
        link = reverse("rights:join", args=[token]) if token else ""
        words = {
            "invitation": found,
            "link": settings.MANDAT_ADDRESS + link,
        }
        template = "rights/mail/has_account.txt" if taken else "rights/mail/invited.txt"
        body = render_to_string(template, words)
    EmailMessage(" ".join(subject.split()), body, to=[found.email]).send()
