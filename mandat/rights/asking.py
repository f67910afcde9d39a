"""A member asks to see more in their own words; who manages rights answers."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from mandat.clients.actions import Refused
from mandat.firms import audit
from mandat.firms.choices import AccessOutcome
from mandat.firms.models import AccessRequest, Member
from mandat.firms.permissions import Permission, Role

MOST_WAITING: Final = 10  # of one member at once


def waiting_for(reader: Member) -> QuerySet[AccessRequest]:
    """The requests that wait for an answer of `reader`.

    All of the firm for an administrator; for a manager those of the people to whom they may grant:
    neither their own nor an administrator's.
    """
    found = AccessRequest.objects.filter(firm_id=reader.firm_id, outcome=AccessOutcome.WAITING)
    if reader.may(Permission.MANAGE_RIGHTS):
        return found
    return found.exclude(member__role__in=[Role.ADMINISTRATOR, Role.MANAGER])


@transaction.atomic
def ask(member: Member, *, wanted: str, reason: str, at: datetime) -> AccessRequest:
    """Keep what is asked for. Refused: `asked_much` where ten wait already.

    The words may name people: they stay out of the log.
    """
    Member.objects.select_for_update(of=("self",), no_key=True).get(pk=member.pk)
    mine = AccessRequest.objects.filter(firm_id=member.firm_id, member=member)
    if mine.filter(outcome=AccessOutcome.WAITING).count() >= MOST_WAITING:
        raise Refused("asked_much")
    made = AccessRequest.objects.create(
        firm_id=member.firm_id, member=member, wanted=wanted, reason=reason, asked_at=at
    )
    audit.record(member.firm, "access.asked", by=member.user, at=at, target=made)
    return made


@transaction.atomic
def decide(
    request: AccessRequest, outcome: AccessOutcome, *, by: Member, at: datetime, answer: str = ""
) -> AccessRequest:
    """Close a request as approved, refused or withdrawn. Refused: `decided` where it is closed."""
    rows = AccessRequest.objects.select_for_update(of=("self",))
    row = rows.get(pk=request.pk, firm_id=by.firm_id)
    if row.outcome != AccessOutcome.WAITING:
        raise Refused("decided")
    row.outcome, row.answer, row.decided_at, row.decided_by = outcome, answer, at, by
    row.save(update_fields=["outcome", "answer", "decided_at", "decided_by"])
    audit.record(by.firm, f"access.{outcome.value}", by=by.user, at=at, target=row)
    return row
