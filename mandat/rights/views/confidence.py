"""A client is closed to all but a few people, and opened again."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from mandat.clients.models import Client, ConfidenceMember
from mandat.firms.doors import members_only
from mandat.firms.http import MemberRequest
from mandat.firms.models import Member
from mandat.firms.permissions import Permission
from mandat.firms.reading import ReadingKind, note
from mandat.rights.actions import Refused, may_keep_confidential
from mandat.rights.paths import is_active, is_confidential
from mandat.rights.plans import Plan
from mandat.rights.plans.confidence import lift, make_confidential, rename
from mandat.rights.views.confirming import settle


@members_only(Permission.MANAGE_PORTFOLIOS)
@require_http_methods(["GET", "HEAD", "POST"])
def confidence(request: MemberRequest, pk: int) -> HttpResponse:
    """Whether a client is confidential and whom its list names; POST changes that."""
    seen = Client.objects.visible_to(request.member).select_related("placement_set")
    client = get_object_or_404(seen, pk=pk)
    if not may_keep_confidential(client.pk, by=request.member, at=request.now):
        raise PermissionDenied
    if request.method == "POST":
        lifted = request.POST.get("do") == "lift"
        return settle(
            request,
            lambda: _plan(request, client),
            back=request.path,
            # Who lifts it may see it through nothing else.
            done=reverse("clients:list") if lifted else reverse("rights:who", args=[pk]),
        )
    context: dict[str, Any] = {
        "client": client,
        "confidential": is_confidential(client),
        "people": _people(request, client),
    }
    note(request, ReadingKind.RIGHTS, client=client.pk)
    return render(request, "rights/confidence.html", context)


def _plan(request: MemberRequest, client: Client) -> Plan:
    """What is asked: to close, to name others, or to lift. Refused: `unknown_member` for a word."""
    by, at = request.member, request.now
    if request.POST.get("do") == "lift":
        return lift(client, by=by, at=at)
    typed = request.POST.getlist("members")
    if not all(one.isascii() and one.isdigit() and len(one) < 19 for one in typed):
        raise Refused("unknown_member")
    names = {int(one) for one in typed}
    if request.POST.get("do") == "rename":
        return rename(client, names, by=by, at=at)
    return make_confidential(client, names, by=by, at=at)


def _people(request: MemberRequest, client: Client) -> list[tuple[Member, bool, bool]]:
    """Everybody of the firm who has not left: named (or oneself), may come in."""
    named = set(
        ConfidenceMember.objects.filter(confidence__client=client).values_list(
            "member_id", flat=True
        )
    ) | {request.member.pk}
    people = Member.objects.visible_to(request.member).filter(left_at=None)
    ordered = people.select_related("user").order_by("user__name", "pk")
    return [(one, one.pk in named, is_active(one)) for one in ordered]
