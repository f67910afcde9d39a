"""An administrator sees the space as a colleague does: nothing is changed, and not for long."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils import timezone

from mandat.firms import audit
from mandat.firms.models import Member, User
from mandat.firms.permissions import Permission
from mandat.firms.scope import scope

LONGEST: Final = timedelta(minutes=30)
# What may be posted meanwhile: the way back, and the way out.
WAYS_BACK: Final = frozenset({"rights:see_as_stop", "account_logout"})
_KEY: Final = "seen_as"  # session: [id of the colleague, the last second (since 1970)]


def may_see_as(member: Member, colleague: Member) -> bool:
    """Whether `member` may see the space as `colleague` does, who is of the same firm and in."""
    return (
        member.may(Permission.MANAGE_RIGHTS)
        and member.is_in
        and colleague.pk != member.pk
        and colleague.firm_id == member.firm_id
        and colleague.is_in
        and colleague.user.is_active
    )


def start(session: SessionBase, member: Member, colleague: Member, *, at: datetime) -> datetime:
    """From now on the session shows what `colleague` sees; the moment at which that ends.

    The caller has asked `may_see_as`. Leaves an event in the firm's chain.
    """
    until = at + LONGEST
    session[_KEY] = [colleague.pk, int(until.timestamp())]
    audit.record(
        member.firm, "rights.seen_as", by=member.user, at=at, target=colleague,
        until=until.isoformat(),
    )  # fmt: skip
    return until


def stop(session: SessionBase, member: Member, *, at: datetime) -> int | None:
    """Show again what `member` sees; the id of the colleague, None where nobody was seen as.

    Leaves an event in the firm's chain.
    """
    held = session.pop(_KEY, None)
    if held is None:
        return None
    colleague = Member.objects.filter(pk=held[0], firm_id=member.firm_id).first()
    audit.record(member.firm, "rights.seen_as_stopped", by=member.user, at=at, target=colleague)
    return int(held[0])


def introduce(request: HttpRequest, member: Member, *, now: datetime) -> Member:
    """Who sees, for this request: the colleague while one sees as them, else `member`.

    Puts the colleague on the request as `seen_as` (None else). Where the time is over, or where
    one of the two may not be here any more, it ends, which the firm's chain is told.
    """
    request.seen_as = None  # type: ignore[attr-defined]  # typed in firms.http
    held = request.session.get(_KEY) if hasattr(request, "session") else None
    if held is None:
        return member
    colleague = Member.objects.select_related("user").filter(pk=held[0]).first()
    if colleague is None or not _still(member, colleague, held[1], now):
        with scope(firm_id=member.firm_id):
            stop(request.session, member, at=now)
        return member
    colleague.firm, colleague.onlooker = member.firm, member
    request.seen_as = colleague  # type: ignore[attr-defined]  # typed in firms.http
    return colleague


def is_refused(request: HttpRequest, *, asks: bool) -> bool:
    """Whether the request would change something while one sees as a colleague."""
    if asks or getattr(request, "seen_as", None) is None:
        return False
    name = request.resolver_match.view_name if request.resolver_match else ""
    return name not in WAYS_BACK


def on_signed_out(request: HttpRequest | None, user: User | None, **_: Any) -> None:
    """Signing out, or being signed out, ends it; sent before the session is emptied."""
    member = user.membership if isinstance(user, User) else None
    session = getattr(request, "session", None)
    if member is not None and session is not None and _KEY in session:
        with scope(firm_id=member.firm_id):
            stop(session, member, at=timezone.now())


def _still(member: Member, colleague: Member, last: int, now: datetime) -> bool:
    if colleague.firm_id != member.firm_id:
        return False
    colleague.firm = member.firm
    return now.timestamp() < last and may_see_as(member, colleague)
