"""The switch: stops a member, a firm or the whole space at the next request."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet

from mandat.firms import audit
from mandat.firms.models import Firm, Member, Office, Space, Staff, User
from mandat.firms.permissions import STAFF_ROLES, StaffPermission

LONGEST_REASON = 300
# Who may lift it, and so must still come in.
KEEPERS = [role for role, held in STAFF_ROLES.items() if StaffPermission.FREEZE in held]


class Refused(Exception):
    """It may not be done; `code` says why: `yourself`, `reason`, `nothing`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def freeze_member(member: Member, *, by: User | None, at: datetime, why: str) -> None:
    """Keep a member out and end their sessions. Refused: `yourself`, `nothing`, `reason`."""
    if by is not None and by.pk == member.user_id:
        raise Refused("yourself")
    _turn(Member.objects.filter(pk=member.pk, firm_id=member.firm_id), by=by, at=at, why=why)
    end_sessions([member.user_id])
    audit.record(member.firm, "member.frozen", by=by, at=at, target=member, why=_said(why))


@transaction.atomic
def lift_member(member: Member, *, by: User | None, at: datetime, why: str) -> None:
    """Let a member in again; ended sessions stay ended. Refused: `nothing`, `reason`."""
    _turn(Member.objects.filter(pk=member.pk, firm_id=member.firm_id), by=by, at=None, why=why)
    audit.record(member.firm, "member.unfrozen", by=by, at=at, target=member, why=_said(why))


@transaction.atomic
def freeze_firm(
    firm: Firm, *, by: User | None, at: datetime, why: str, office: Office | None = None
) -> None:
    """Keep everybody of a firm out. Both chains hear of it. Refused: `nothing`, `reason`."""
    _turn(Firm.objects.filter(pk=firm.pk), by=by, at=at, why=why)
    end_sessions(Member.objects.filter(firm=firm).values_list("user_id", flat=True))
    _both(firm, office, "firm.frozen", by=by, at=at, why=why)


@transaction.atomic
def lift_firm(
    firm: Firm, *, by: User | None, at: datetime, why: str, office: Office | None = None
) -> None:
    """Let the people of a firm in again. Refused: `nothing`, `reason`."""
    _turn(Firm.objects.filter(pk=firm.pk), by=by, at=None, why=why)
    _both(firm, office, "firm.unfrozen", by=by, at=at, why=why)


@transaction.atomic
def freeze_space(offices: Iterable[Office], *, by: User | None, at: datetime, why: str) -> None:
    """Keep everybody out but those who may lift it; recorded in the chains of `offices`."""
    _turn(Space.objects.filter(pk=1), by=by, at=at, why=why)
    kept = Staff.objects.filter(role__in=KEEPERS).values("user_id")
    end_sessions(User.objects.exclude(pk__in=kept).values_list("pk", flat=True))
    for office in offices:
        audit.record(office, "space.frozen", by=by, at=at, why=_said(why))


@transaction.atomic
def lift_space(offices: Iterable[Office], *, by: User | None, at: datetime, why: str) -> None:
    """Open the space again. Refused: `nothing`, `reason`."""
    _turn(Space.objects.filter(pk=1), by=by, at=None, why=why)
    for office in offices:
        audit.record(office, "space.unfrozen", by=by, at=at, why=_said(why))


def end_sessions(people: Iterable[int], *, but: str = "") -> int:
    """Sign these people out everywhere, but of the session with the key `but`; how many ended."""
    ended = UserSession.objects.filter(user_id__in=people).exclude(session_key=but)
    keys = list(ended.values_list("session_key", flat=True))
    for some in range(0, len(keys), 500):
        Session.objects.filter(session_key__in=keys[some : some + 500]).delete()
        UserSession.objects.filter(session_key__in=keys[some : some + 500]).delete()
    return len(keys)


def _said(why: str) -> str:
    return " ".join(why.split())[:LONGEST_REASON]


def _turn(rows: QuerySet[Any], *, by: User | None, at: datetime | None, why: str) -> None:
    """Set or clear the three columns of the switch where they are not so already."""
    if not _said(why):
        raise Refused("reason")
    if at is None:
        moved = rows.exclude(frozen_at=None).update(frozen_at=None, frozen_by=None, frozen_why="")
    else:
        moved = rows.filter(frozen_at=None).update(
            frozen_at=at, frozen_by=by, frozen_why=_said(why)
        )
    if not moved:
        raise Refused("nothing")


def _both(
    firm: Firm, office: Office | None, verb: str, *, by: User | None, at: datetime, why: str
) -> None:
    audit.record(firm, verb, by=by, at=at, target=firm, why=_said(why))
    if office is not None:
        audit.record(office, verb, by=by, at=at, target=firm, why=_said(why))
