"""What became of a member's requests for access, told where they land."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from mandat.firms.choices import AccessOutcome
from mandat.firms.kept import kept
from mandat.firms.models import AccessRequest, Member

_TOLD: Final = timedelta(days=7)
_TOLD_OUTCOMES: Final = (AccessOutcome.APPROVED, AccessOutcome.REFUSED)


def answers_for(member: Member, *, at: datetime) -> list[AccessRequest]:
    """The member's requests answered within the last week, the latest first.

    Asked once while the firm stands still: every answer is an event of the firm.
    """

    def ask() -> list[AccessRequest]:
        mine = AccessRequest.objects.filter(firm_id=member.firm_id, member_id=member.pk)
        lately = mine.filter(outcome__in=_TOLD_OUTCOMES, decided_at__gt=at - _TOLD)
        return list(lately.order_by("-decided_at")[:5])

    return kept(member, "answers", ask)
