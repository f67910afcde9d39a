"""Tells administrators that something should be looked at now."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from mandat.firms.choices import AlarmKind
from mandat.firms.models import Alarm, Firm, Member, User
from mandat.firms.permissions import Role
from mandat.vault.jobs import enqueue

TASK = "mandat.firms.tasks.mail_alarm"


@transaction.atomic
def sound(
    firm: Firm,
    kind: AlarmKind,
    *,
    member: Member | None,
    at: datetime,
    since: datetime | None = None,
    **details: Any,
) -> Alarm | None:
    """Raise an alarm about `member` and have the administrators written to.

    None where the same was raised since `since` already. `details` hold numbers and words of ours,
    nothing of a client.
    """
    if since is not None and (
        Alarm.objects.filter(firm=firm, kind=kind, member=member, raised_at__gte=since).exists()
    ):
        return None
    alarm = Alarm.objects.create(firm=firm, kind=kind, member=member, raised_at=at, details=details)
    enqueue(TASK, alarm.pk)
    return alarm


def waiting(firm_id: int) -> int:
    """How many alarms of the firm nobody has looked at yet."""
    return Alarm.objects.filter(firm_id=firm_id, seen_at=None).count()


def administrators(firm: Firm) -> list[User]:
    """Who is told."""
    members = Member.objects.filter(firm=firm, role=Role.ADMINISTRATOR).active()
    return [member.user for member in members.select_related("user").order_by("pk")]


def mail(alarm: Alarm) -> int:
    """Write to each administrator in their language; how many letters.

    S16: the letter says what kind of alarm it is and where to read it, and names nobody.
    """
    if alarm.firm is None:
        return 0
    origin = settings.MANDAT_ADDRESS
    people = administrators(alarm.firm)
    for person in people:
        with translation.override(person.language):
            words = {"kind": AlarmKind(alarm.kind).label, "address": f"{origin}{_page()}"}
            subject = _("Mandat: %(kind)s") % words
            body = render_to_string("firms/mail/alarm.txt", words)
            EmailMessage(" ".join(subject.split()), body, to=[person.email]).send()
    return len(people)


def _page() -> str:
    return reverse("firms:watch")
