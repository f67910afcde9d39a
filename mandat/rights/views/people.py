"""What an administrator does to one person: another role, out for a while, in again."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from mandat.firms.doors import fresh, members_only
from mandat.firms.http import MemberRequest
from mandat.firms.models import Member
from mandat.firms.permissions import ROLES, Permission, Role
from mandat.rights.actions import Refused
from mandat.rights.plans import Plan, members
from mandat.rights.views.confirming import settle


def colleague(request: MemberRequest, pk: int) -> Member:
    """The member of one's own firm with this id, with name; 404 for everybody else's."""
    seen = Member.objects.visible_to(request.member).select_related("user")
    return get_object_or_404(seen, pk=pk)


@members_only(Permission.MANAGE_RIGHTS)
@require_http_methods(["GET", "HEAD", "POST"])
@fresh
def role(request: MemberRequest, pk: int) -> HttpResponse:
    """Another role for a colleague; its effect first."""
    person = colleague(request, pk)
    if request.method == "POST":

        def plan() -> Plan:
            wanted = request.POST.get("role", "")
            if wanted not in Role.values:
                raise Refused("unknown_role")
            return members.set_role(person, Role(wanted), by=request.member, at=request.now)

        return settle(request, plan, back=request.path, done=reverse("rights:member", args=[pk]))
    context = {
        "person": person,
        "roles": [
            (one, [label for label in Permission if label in ROLES[one]]) for one in Role
        ],
    }  # fmt: skip
    return render(request, "rights/role.html", context)


@members_only(Permission.MANAGE_RIGHTS)
@require_http_methods(["GET", "HEAD", "POST"])
def suspend(request: MemberRequest, pk: int) -> HttpResponse:
    """Keep a colleague out for a while; open sessions end at their next request."""
    person = colleague(request, pk)
    if request.method == "POST":
        return settle(
            request,
            lambda: members.suspend(person, by=request.member, at=request.now),
            back=reverse("rights:member", args=[pk]),
        )
    return render(request, "rights/suspend.html", {"person": person})


@members_only(Permission.MANAGE_RIGHTS)
@require_POST
def reactivate(request: MemberRequest, pk: int) -> HttpResponse:
    """Let a colleague in again, with the rights that waited."""
    person = colleague(request, pk)
    return settle(
        request,
        lambda: members.reactivate(person, by=request.member, at=request.now),
        back=reverse("rights:member", args=[pk]),
    )
