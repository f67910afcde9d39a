"""Who sees this client, and what does this member see."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from mandat.clients.models import Client
from mandat.firms import sessions
from mandat.firms.doors import members_only
from mandat.firms.http import MemberRequest
from mandat.firms.models import Member
from mandat.firms.permissions import ROLES, Permission, Role
from mandat.firms.reading import ReadingKind, note
from mandat.firms.seeing_as import may_see_as
from mandat.rights.actions import managed_by
from mandat.rights.models import RightsChange
from mandat.rights.paths import Seer, is_active, is_confidential, opened_to, who_sees
from mandat.rights.wording import sentence

_LATELY = 10
# What else may be done to a member, where the page of it exists.
_DEEDS = ("role", "lend", "suspend", "reactivate", "leave")


@members_only(Permission.SEE_CLIENTS)
@require_safe
def who(request: MemberRequest, pk: int) -> HttpResponse:
    """Everybody who sees a client; by which grants, for those who look after the portfolios."""
    seen_by_me = Client.objects.visible_to(request.member).select_related("placement_set")
    client = get_object_or_404(seen_by_me, pk=pk)
    seen = who_sees(client, at=request.now)
    context: dict[str, Any] = {
        "client": client,
        "seen": seen,
        "seers": _told(seen.seers, request),
        "kept_out": _told(seen.kept_out, request),
        "confidential": is_confidential(client),
    }
    note(request, ReadingKind.RIGHTS, client=client.pk)
    return render(request, "rights/who.html", context)


def _told(seers: tuple[Seer, ...], request: MemberRequest) -> list[dict[str, Any]]:
    """The people with the paths that the reader may know: their own portfolios', and names."""
    everything = request.member.may(Permission.MANAGE_RIGHTS)
    mine = (
        managed_by(request.member, at=request.now)
        if request.member.may(Permission.MANAGE_PORTFOLIOS) and not everything
        else set()
    )
    return [
        {
            "member": seer.member,
            "paths": [
                path
                for path in seer.paths
                if everything or path.portfolio is None or path.portfolio.pk in mine
            ],
        }
        for seer in seers
    ]


@members_only(Permission.MANAGE_PORTFOLIOS)
@require_safe
def member(request: MemberRequest, pk: int) -> HttpResponse:
    """One person of the firm: who they are, what they may do, what they see, by which paths."""
    reader = request.member
    found = get_object_or_404(Member.objects.visible_to(reader).select_related("user"), pk=pk)
    found.firm = reader.firm
    everything = reader.may(Permission.MANAGE_RIGHTS)
    mine = None if everything else managed_by(reader, at=request.now)
    context: dict[str, Any] = {
        "person": found,
        "active": is_active(found),
        "opened": opened_to(found, at=request.now, among=mine),
        "has_factor": sessions.has_second_factor(sessions.factors(found.user)),
        "permissions": [one.label for one in Permission if one in ROLES[Role(found.role)]],
        "deeds": _deeds(found) if everything else [],
        "may_see_as": may_see_as(reader, found),
        **(_sees(found, reader) if everything else {}),
    }
    return render(request, "rights/member.html", context)


def _sees(found: Member, reader: Member) -> dict[str, Any]:
    """How many clients, those confidential that the reader is named for too, changes made."""
    # One's own page looked at through one's eyes: closed is what is closed to the onlooker.
    found.onlooker = reader.onlooker if found.pk == reader.pk else reader
    seen = Client.objects.visible_to(found)
    changes = RightsChange.objects.visible_to(reader).filter(by=found).defer("edits")
    return {
        "clients": seen.count(),
        "confidential": seen.filter(placement_set__confidential_id__isnull=False),
        "changes": [(one, sentence(one.kind, one.about)) for one in changes[:_LATELY]],
    }


def _deeds(found: Member) -> list[tuple[str, str]]:
    """The addresses of what may be done to a member: (name, address)."""
    useless = "suspend" if found.suspended_at is not None else "reactivate"
    deeds = []
    for name in _DEEDS if found.left_at is None else ():
        try:
            deeds.append((name, reverse(f"rights:{name}", args=[found.pk])))
        except NoReverseMatch:
            continue
    return [(name, url) for name, url in deeds if name != useless]
