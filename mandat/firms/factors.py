"""Takes a colleague's second factor away, so that they set up a new one (S9)."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from mandat.firms import audit, freezing
from mandat.firms.models import Member
from mandat.vault.jobs import enqueue

TASK = "mandat.firms.tasks.mail_factor_reset"


@transaction.atomic
def reset(member: Member, *, by: Member, at: datetime) -> None:
    """Forget the factors of a colleague, end their sessions, write to them.

    It opens nothing: until they have set up a new factor, the middleware lets them no further.
    Refused: `yourself` (one's own are on one's own page), `nothing` where there is none.
    """
    if member.user_id == by.user_id:
        raise freezing.Refused("yourself")
    _count, gone = Authenticator.objects.filter(user_id=member.user_id).delete()
    if not gone:
        raise freezing.Refused("nothing")
    freezing.end_sessions([member.user_id])
    audit.record(by.firm, "member.factor_reset", by=by.user, at=at, target=member)
    enqueue(TASK, member.pk)


def mail(member: Member) -> None:
    """Tell the person."""
    with translation.override(member.user.language):
        body = render_to_string("firms/mail/factor_reset.txt", {})
        EmailMessage(_("Your second factor was reset"), body, to=[member.user.email]).send()
