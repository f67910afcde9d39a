"""Adding a subscriber: the invitation, its effect before it is sent, and what became of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mandat.firms.doors import fresh, go, members_only
from mandat.firms.http import MemberRequest
from mandat.firms.models import Invitation, Portfolio
from mandat.firms.permissions import Permission, Role
from mandat.rights import joining
from mandat.rights.actions import Refused
from mandat.rights.joining_forms import InvitationForm
from mandat.rights.views.confirming import SHOWN, posted_fields
from mandat.rights.wording import refusal
from mandat.ui.notices import say

_PAGE = 50
_STATES = {
    "waiting": gettext_lazy("Waiting"),
    "expired": gettext_lazy("Expired"),
    "accepted": gettext_lazy("Accepted"),
    "withdrawn": gettext_lazy("Withdrawn"),
}


@members_only(Permission.MANAGE_PORTFOLIOS)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: MemberRequest) -> HttpResponseBase:
    """Who, in which role, to which portfolios; then what it opens; then it is sent."""
    sent = request.method == "POST"
    form = InvitationForm(
        request.POST if sent else None,
        by=request.member,
        at=request.now,
        initial={"portfolios": request.GET.getlist("portfolio")},
    )
    if not sent or not form.is_valid():
        return render(
            request, "rights/invite.html", {"form": form}, status=422 if form.errors else 200
        )
    offer = form.offer()
    settle = _settled_freshly if offer.role == Role.ADMINISTRATOR else _settled
    try:
        return settle(request, offer)
    except Refused as refused:
        form.add_error("email" if refused.code in {"in_firm", "invited"} else None,
                       refusal(refused.code))  # fmt: skip
        return render(request, "rights/invite.html", {"form": form}, status=422)


def _settled(request: MemberRequest, offer: joining.Offer) -> HttpResponse:
    """The effect, then the invitation once it was seen."""
    joining.check(offer, by=request.member, at=request.now)
    clients = joining.clients_for(offer, request.member.firm, at=request.now)
    if request.POST.get(SHOWN) != str(clients):
        context = {
            "offer": offer,
            "clients": clients,
            "portfolios": Portfolio.objects.filter(
                firm_id=request.member.firm_id, pk__in=offer.portfolios
            ),
            "fields": posted_fields(request),
            "changed": SHOWN in request.POST,
        }
        return render(request, "rights/invite_effect.html", context)
    joining.invite(offer, by=request.member, at=request.now)
    say(request, _("The invitation to %(name)s is on its way.") % {"name": offer.name})
    return go(reverse("rights:invitations"), request)


@fresh
def _settled_freshly(request: MemberRequest, offer: joining.Offer) -> HttpResponseBase:
    """The same for who will see everything: only for who has just shown who they are (S7)."""
    return _settled(request, offer)


@members_only(Permission.MANAGE_PORTFOLIOS)
@require_safe
def invitations(request: MemberRequest) -> HttpResponse:
    """Invitations by what became of them, the latest first."""
    seen = Invitation.objects.visible_to(request.member)
    chosen = request.GET.get("state", "")
    filters = {
        "waiting": Q(accepted_at=None, withdrawn_at=None, expires_at__gt=request.now),
        "expired": Q(accepted_at=None, withdrawn_at=None, expires_at__lte=request.now),
        "accepted": Q(accepted_at__isnull=False),
        "withdrawn": Q(withdrawn_at__isnull=False),
    }
    found = seen.filter(filters[chosen]) if chosen in filters else seen
    rows = found.select_related("invited_by__user", "withdrawn_by__user", "member")
    page = Paginator(rows.prefetch_related("portfolios"), _PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "page_obj": page,
        "rows": [(one, _state(one, request)) for one in page],
        "state": chosen if chosen in filters else "",
        "states": list(_STATES.items()),
    }
    return render(request, "rights/invitations.html", context)


def _state(one: Invitation, request: MemberRequest) -> tuple[str, Any]:
    """What became of an invitation: its key and its word."""
    if one.accepted_at is not None:
        key = "accepted"
    elif one.withdrawn_at is not None:
        key = "withdrawn"
    else:
        key = "expired" if one.is_expired(at=request.now) else "waiting"
    return key, _STATES[key]


def _invitation(request: MemberRequest, pk: int) -> Invitation:
    return get_object_or_404(Invitation.objects.visible_to(request.member), pk=pk)


@members_only(Permission.MANAGE_PORTFOLIOS)
@require_POST
def sending(request: MemberRequest, pk: int) -> HttpResponse:
    """Sends an invitation again; the link before is dead from now on."""
    found = _invitation(request, pk)
    try:
        joining.send_again(found, by=request.member, at=request.now)
    except Refused as refused:
        say(request, refusal(refused.code), level=messages.WARNING)
    else:
        say(request, _("A new link is on its way to %(name)s; the one before is dead.")
            % {"name": found.name})  # fmt: skip
    return go(reverse("rights:invitations"), request)


@members_only(Permission.MANAGE_PORTFOLIOS)
@require_POST
def withdrawal(request: MemberRequest, pk: int) -> HttpResponse:
    """Takes an invitation back."""
    found = _invitation(request, pk)
    try:
        joining.withdraw(found, by=request.member, at=request.now)
    except Refused as refused:
        say(request, refusal(refused.code), level=messages.WARNING)
    else:
        say(request, _("The invitation to %(name)s is withdrawn.") % {"name": found.name})
    return go(reverse("rights:invitations"), request)
