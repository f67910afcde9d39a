"""An administrator sees the space as a colleague does, and stops."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandat.firms import seeing_as
from mandat.firms.doors import go, members_only, signed_in
from mandat.firms.http import MemberRequest, SignedInRequest
from mandat.firms.models import Member
from mandat.firms.permissions import Permission
from mandat.rights.wording import refusal
from mandat.ui.notices import say


@members_only(Permission.MANAGE_RIGHTS)
@require_POST
def see_as(request: MemberRequest, pk: int) -> HttpResponse:
    """From now on the pages are those of a colleague, read-only, for half an hour at most."""
    colleague = get_object_or_404(
        Member.objects.visible_to(request.member).select_related("user"), pk=pk
    )
    colleague.firm = request.member.firm
    if not seeing_as.may_see_as(request.member, colleague):
        say(request, refusal("not_seen_as"))
        return go(reverse("rights:member", args=[pk]), request)
    seeing_as.start(request.session, request.member, colleague, at=request.now)
    return go("/", request)


@signed_in
@require_POST
def stop(request: SignedInRequest) -> HttpResponse:
    """Back to one's own pages."""
    member = request.user.membership
    pk = seeing_as.stop(request.session, member, at=request.now) if member else None
    if pk is None:
        return go("/", request)
    say(request, _("You see your own pages again."))
    return go(reverse("rights:member", args=[pk]), request)
