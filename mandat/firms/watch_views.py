"""The page of administrators that shows what looks wrong, with the switch beside each person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mandat.firms import factors, freezing, limits
from mandat.firms.doors import fresh, go, members_only, staff_only
from mandat.firms.http import MemberRequest, SignedInRequest, StaffRequest
from mandat.firms.models import Alarm, Firm, Member, Space
from mandat.firms.permissions import Permission, StaffPermission
from mandat.firms.scope import scope
from mandat.ui.notices import say

_ALARMS = 50
REFUSALS = {
    "yourself": gettext_lazy("You cannot do this to yourself."),
    "nothing": gettext_lazy("There is nothing to change: it is so already."),
    "reason": gettext_lazy("Give a reason: it is kept in the log."),
}


@require_safe
@members_only(Permission.MANAGE_RIGHTS)
def watch(request: MemberRequest) -> HttpResponse:
    """Alarms, and each person with what they read today, their factor (yes or no), the switch."""
    firm_id = request.member.firm_id
    members = Member.objects.visible_to(request.member).filter(left_at=None)
    read = limits.read_today(firm_id, at=request.now)
    proving = set(
        Authenticator.objects.filter(user__member__firm_id=firm_id)
        .exclude(type=Authenticator.Type.RECOVERY_CODES)
        .values_list("user_id", flat=True)
    )
    alarms = Alarm.objects.filter(firm_id=firm_id).select_related("member__user", "seen_by")
    people = members.select_related("user", "frozen_by").order_by("user__name", "pk")
    context = {
        "alarms": alarms[:_ALARMS],
        "people": [
            {"member": one, "read": read.get(one.pk, 0), "has_factor": one.user_id in proving}
            for one in people
        ],
        "hour": settings.MANDAT_READING_HOUR,
        "day": settings.MANDAT_READING_DAY,
    }
    return render(request, "firms/watch.html", context)


@require_POST
@members_only(Permission.MANAGE_RIGHTS)
def alarm_seen(request: MemberRequest, pk: int) -> HttpResponse:
    """Takes an alarm off the list of those that wait."""
    alarm = get_object_or_404(Alarm, pk=pk, firm_id=request.member.firm_id)
    Alarm.objects.filter(pk=alarm.pk, seen_at=None).update(
        seen_at=request.now, seen_by=request.user
    )
    return go(reverse("firms:watch"), request)


def _member(request: MemberRequest, pk: int) -> Member:
    found = Member.objects.visible_to(request.member).select_related("firm", "user")
    return get_object_or_404(found, pk=pk)


def _turn(request: SignedInRequest, act: Callable[[], None], done: str, back: str) -> HttpResponse:
    """Do it and say so, or say why not."""
    try:
        act()
    except freezing.Refused as refused:
        say(request, REFUSALS[refused.code], level=messages.WARNING)
    else:
        say(request, done)
    return go(reverse(back), request)


def _told(request: SignedInRequest) -> dict[str, Any]:
    why = request.POST.get("why", "")
    return {"by": request.user, "at": request.now, "why": why}


@require_POST
@members_only(Permission.MANAGE_RIGHTS)
def freeze(request: MemberRequest, pk: int) -> HttpResponse:
    """Stops a colleague at once; one click, so that no word is asked for."""
    member, told = _member(request, pk), _told(request)
    told["why"] = told["why"] or _("Frozen from the page of alarms")
    done = _("%(name)s is frozen and signed out.") % {"name": member.user.name}
    return _turn(request, lambda: freezing.freeze_member(member, **told), done, "firms:watch")


@require_POST
@members_only(Permission.MANAGE_RIGHTS)
@fresh
def unfreeze(request: MemberRequest, pk: int) -> HttpResponse:
    """Lets a colleague in again, with a reason."""
    member, told = _member(request, pk), _told(request)
    done = _("%(name)s may come in again.") % {"name": member.user.name}
    return _turn(request, lambda: freezing.lift_member(member, **told), done, "firms:watch")


@require_POST
@members_only(Permission.MANAGE_RIGHTS)
@fresh
def allowance(request: MemberRequest, pk: int) -> HttpResponse:
    """Lets a colleague go on reading today, whom the limit has stopped."""
    member = _member(request, pk)
    done = _("%(name)s may go on reading today.") % {"name": member.user.name}

    def act() -> None:
        limits.allow_again(member, by=request.member, at=request.now)

    return _turn(request, act, done, "firms:watch")


@require_POST
@members_only(Permission.MANAGE_RIGHTS)
@fresh
def factor_reset(request: MemberRequest, pk: int) -> HttpResponse:
    """Has a colleague set up a new second factor."""
    member = _member(request, pk)
    done = _("%(name)s sets up a new second factor at the next sign-in.") % {
        "name": member.user.name
    }

    def act() -> None:
        factors.reset(member, by=request.member, at=request.now)

    return _turn(request, act, done, "firms:watch")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(StaffPermission.FREEZE)
def switch(request: StaffRequest) -> HttpResponse:
    """The office's switch: which firms are frozen, whether the space is; POST freezes."""
    if request.method != "POST":
        context = {
            "space": Space.objects.select_related("frozen_by").filter(pk=1).first(),
            "frozen": Firm.objects.exclude(frozen_at=None).select_related("frozen_by"),
        }
        return render(request, "firms/switch.html", context)
    return _office_turn(request, lift=False)


@require_POST
@staff_only(StaffPermission.FREEZE)
@fresh
def switch_back(request: StaffRequest) -> HttpResponse:
    """Lets a firm, or everybody, in again."""
    return _office_turn(request, lift=True)


def _office_turn(request: StaffRequest, *, lift: bool) -> HttpResponse:
    told, office = _told(request), request.staff.office
    done = _("Open again.") if lift else _("Frozen: nobody comes in any more.")
    if request.POST.get("what") == "space":
        turn_space = freezing.lift_space if lift else freezing.freeze_space
        return _turn(request, lambda: turn_space([office], **told), done, "firms:switch")
    typed = request.POST.get("firm", "").strip()
    firm = Firm.objects.filter(slug=typed).first() or Firm.objects.filter(name=typed).first()
    if firm is None:
        say(request, _("No firm has this name or short name."), level=messages.WARNING)
        return go(reverse("firms:switch"), request)
    found, turn = firm, freezing.lift_firm if lift else freezing.freeze_firm

    def act() -> None:
        with scope(firm_id=found.pk, office_id=office.pk):
            turn(found, office=office, **told)

    return _turn(request, act, done, "firms:switch")
