"""Somebody leaves the firm: everything in one step, and a report of it to download."""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from mandat.firms.doors import fresh, go, members_only
from mandat.firms.http import MemberRequest
from mandat.firms.models import Grant, Invitation, Member
from mandat.firms.permissions import Permission
from mandat.firms.reading import ReadingKind, note
from mandat.incidents.models import Incident
from mandat.rights.choices import ChangeKind
from mandat.rights.leaving import close_doors, report_of
from mandat.rights.leaving_form import LeavingForm
from mandat.rights.models import RightsChange
from mandat.rights.plans.leaving import leave
from mandat.rights.views.confirming import settle
from mandat.rights.views.people import colleague


@members_only(Permission.MANAGE_RIGHTS)
@require_http_methods(["GET", "HEAD", "POST"])
@fresh
def leaving(request: MemberRequest, pk: int) -> HttpResponse:
    """Who takes over what; then the effect; then all of it at once, with a report."""
    person = colleague(request, pk)
    posted = request.method == "POST"
    form = LeavingForm(request.POST if posted else None, leaver=person)
    if not posted or not form.is_valid():
        context = {"person": person, "form": form, "facts": _facts(person, request.now)}
        status = 422 if form.errors else 200
        return render(request, "rights/leave.html", context, status=status)
    made: list[RightsChange] = []

    def close(change: RightsChange) -> None:
        close_doors(change, by=request.member, at=request.now)
        made.append(change)

    answer = settle(
        request,
        lambda: leave(person, form.handover(), by=request.member, at=request.now),
        back=reverse("rights:member", args=[pk]),
        then=close,
    )
    return go(reverse("rights:change", args=[made[0].pk]), request) if made else answer


def _facts(person: Member, at: datetime) -> dict[str, int]:
    """What ends or goes over, in numbers; what is confidential is not counted."""
    lent = Grant.objects.filter(firm_id=person.firm_id, ends_at__gt=at)
    waiting = Invitation.objects.usable(at).filter(firm_id=person.firm_id)
    mine = Incident.objects.open().filter(firm_id=person.firm_id, assigned_to=person)
    return {
        "incidents": mine.filter(client__confidence=None).count(),
        "lent": lent.filter(covering=person).count(),
        "borrowed": lent.filter(member=person, covering__isnull=False).count(),
        "sessions": UserSession.objects.filter(user_id=person.user_id).count(),
        "invitations": waiting.filter(invited_by=person).count(),
    }


@members_only(Permission.MANAGE_RIGHTS)
@require_safe
def report(request: MemberRequest, pk: int) -> HttpResponse:
    """What was closed, handed over and reassigned when somebody left, as a file."""
    changes = RightsChange.objects.visible_to(request.member)
    found = get_object_or_404(
        changes.select_related("by__user", "undone_by__user", "firm"),
        pk=pk, kind=ChangeKind.LEFT, undoes=None,
    )  # fmt: skip
    told = report_of(found, request.member)
    note(request, ReadingKind.RIGHTS, amount=1 + len(told.incidents))
    words = {"report": told, "reader": request.member}
    page = render_to_string("rights/leave_report.html", words)
    name = f"{slugify(found.about['member']) or 'report'}-{found.at:%Y-%m-%d}.html"
    answer = HttpResponse(page, content_type="text/html; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
