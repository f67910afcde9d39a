"""Cover for an absence: portfolios lent from–until, ended early, prolonged."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from mandat.firms.doors import members_only
from mandat.firms.http import MemberRequest
from mandat.firms.lending import loans_of
from mandat.firms.models import Grant, Member
from mandat.firms.permissions import Permission
from mandat.rights.actions import Refused
from mandat.rights.lending import EndForm, LendingForm, zone_of
from mandat.rights.plans import Plan, lending
from mandat.rights.views.confirming import settle
from mandat.rights.views.people import colleague


@members_only(Permission.MANAGE_RIGHTS)
@require_http_methods(["GET", "HEAD", "POST"])
def lend(request: MemberRequest, pk: int) -> HttpResponse:
    """What an absent colleague lends and to whom; a new loan, its effect first."""
    absent = colleague(request, pk)
    with timezone.override(zone_of(request.member)):
        posted = request.method == "POST"
        form = LendingForm(request.POST if posted else None, absent=absent, at=request.now)
        valid = posted and form.is_valid()
    if not valid:
        return _page(request, absent, form)
    data = form.cleaned_data
    return settle(
        request,
        lambda: lending.lend(
            absent, data["portfolios"], data["members"], data["starts_at"], data["ends_at"],
            by=request.member, at=request.now,
        ),
        back=request.path,
    )  # fmt: skip


def _page(request: MemberRequest, absent: Member, form: LendingForm) -> HttpResponse:
    both = Grant.objects.filter(firm_id=absent.firm_id, ends_at__gt=request.now).select_related(
        "covering__user", "member__user", "portfolio"
    )
    with timezone.override(zone_of(request.member)):
        context = {
            "person": absent,
            "form": form,
            "lent": loans_of(both.filter(covering=absent)),
            "borrowed": loans_of(both.filter(member=absent, covering__isnull=False)),
        }
        status = 422 if form.errors else 200
        return render(request, "rights/lend.html", context, status=status)


@members_only(Permission.MANAGE_RIGHTS)
@require_POST
def lend_end(request: MemberRequest, pk: int) -> HttpResponse:
    """Ends loans of an absent colleague before their time."""
    absent = colleague(request, pk)
    return settle(
        request,
        lambda: lending.end(absent, _chosen(request), by=request.member, at=request.now),
        back=reverse("rights:lend", args=[pk]),
    )


@members_only(Permission.MANAGE_RIGHTS)
@require_POST
def lend_prolong(request: MemberRequest, pk: int) -> HttpResponse:
    """Gives loans of an absent colleague another end."""
    absent = colleague(request, pk)

    def plan() -> Plan:
        with timezone.override(zone_of(request.member)):
            form = EndForm(request.POST)
            if not form.is_valid():
                raise Refused("dates")
        ends_at = form.cleaned_data["ends_at"]
        return lending.prolong(absent, _chosen(request), ends_at, by=request.member, at=request.now)

    return settle(request, plan, back=reverse("rights:lend", args=[pk]))


def _chosen(request: MemberRequest) -> list[int]:
    """The loans that were posted; what is no number is none."""
    typed = request.POST.getlist("loan")
    return [int(text) for text in typed if text.isascii() and text.isdigit() and len(text) < 18]
