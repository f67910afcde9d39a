"""Asking for access, and answering those who ask."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mandat.firms.choices import AccessOutcome
from mandat.firms.doors import go, members_only
from mandat.firms.http import MemberRequest
from mandat.firms.models import AccessRequest
from mandat.firms.permissions import Permission
from mandat.rights.actions import Refused
from mandat.rights.asking import ask as keep
from mandat.rights.asking import decide, waiting_for
from mandat.rights.asking_forms import ApprovalForm, AskForm, RefusalForm
from mandat.rights.joining import portfolios_to_give
from mandat.rights.lending import zone_of
from mandat.rights.plans import members
from mandat.rights.plans.members import Wanted
from mandat.rights.views.confirming import settle
from mandat.rights.wording import refusal
from mandat.ui.notices import say

_PAGE = 30


@members_only(Permission.SEE_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: MemberRequest) -> HttpResponse:
    """Ask to see more, and what became of what one asked; no list tells what there is."""
    posted = request.method == "POST"
    form = AskForm(request.POST if posted else None)
    if posted and form.is_valid():
        data = form.cleaned_data
        try:
            keep(request.member, wanted=data["wanted"], reason=data["reason"], at=request.now)
        except Refused as refused:
            form.add_error(None, refusal(refused.code))
        else:
            say(request, _("Your request waits for an answer; you will read it here."))
            return go(reverse("rights:ask"), request)
    mine = AccessRequest.objects.filter(firm_id=request.member.firm_id, member=request.member)
    page = Paginator(mine, _PAGE).get_page(request.GET.get("page"))
    status = 422 if form.errors else 200
    return render(request, "rights/ask.html", {"form": form, "page_obj": page}, status=status)


@members_only(Permission.SEE_CLIENTS)
@require_POST
def ask_withdrawal(request: MemberRequest, pk: int) -> HttpResponse:
    """Takes one's own request back."""
    mine = AccessRequest.objects.filter(firm_id=request.member.firm_id, member=request.member)
    found = get_object_or_404(mine, pk=pk)
    try:
        decide(found, AccessOutcome.WITHDRAWN, by=request.member, at=request.now)
    except Refused as refused:
        say(request, refusal(refused.code), level=messages.WARNING)
    else:
        say(request, _("Your request is withdrawn."))
    return go(reverse("rights:ask"), request)


@members_only(Permission.MANAGE_PORTFOLIOS)
@require_http_methods(["GET", "HEAD"])
def asked(request: MemberRequest) -> HttpResponse:
    """The requests that wait for an answer, the oldest first."""
    return _asked_page(request)


def _asked_page(
    request: MemberRequest,
    wrong: tuple[int, ApprovalForm | None, RefusalForm | None] | None = None,
) -> HttpResponse:
    """`wrong` is what was typed for one of them and not understood."""
    waiting = waiting_for(request.member).select_related("member__user").order_by("asked_at", "pk")
    page = Paginator(waiting, _PAGE).get_page(request.GET.get("page"))
    key, approval, answer = wrong or (0, None, None)
    rows = []
    open_ones = _open_ones(request)
    for one in page:
        ids = f"asked-{one.pk}-%s"
        first = approval if one.pk == key and approval else ApprovalForm(open_ones, auto_id=ids)
        second = answer if one.pk == key and answer else RefusalForm(auto_id=ids)
        rows.append((one, first, second))
    context = {"page_obj": page, "rows": rows}
    return render(request, "rights/asked.html", context, status=422 if wrong else 200)


def _open_ones(request: MemberRequest) -> list[tuple[int, str]]:
    """The portfolios that the reader may open to somebody."""
    return [(one.pk, one.name) for one in portfolios_to_give(request.member, at=request.now)]


@members_only(Permission.MANAGE_PORTFOLIOS)
@require_POST
def approval(request: MemberRequest, pk: int) -> HttpResponse:
    """Opens portfolios to who asked; its effect first, and the request is answered with it."""
    found = get_object_or_404(waiting_for(request.member).select_related("member__user"), pk=pk)
    with timezone.override(zone_of(request.member)):
        form = ApprovalForm(_open_ones(request), request.POST, auto_id=f"asked-{pk}-%s")
        valid = form.is_valid()
    if not valid:
        return _asked_page(request, (pk, form, None))
    data = form.cleaned_data
    cells = [
        Wanted(found.member_id, key, starts_at=data["starts_at"], ends_at=data["ends_at"])
        for key in data["portfolios"]
    ]
    return settle(
        request,
        lambda: members.change_grants(cells, by=request.member, at=request.now),
        back=reverse("rights:asked"),
        then=lambda _change: _keep_approved(request, found),
    )


def _keep_approved(request: MemberRequest, found: AccessRequest) -> None:
    """The request is answered by the change that was just written."""
    decide(found, AccessOutcome.APPROVED, by=request.member, at=request.now)


@members_only(Permission.MANAGE_PORTFOLIOS)
@require_POST
def asked_refusal(request: MemberRequest, pk: int) -> HttpResponse:
    """Answers no, with words."""
    found = get_object_or_404(waiting_for(request.member), pk=pk)
    form = RefusalForm(request.POST, auto_id=f"asked-{pk}-%s")
    if not form.is_valid():
        return _asked_page(request, (pk, None, form))
    answer = form.cleaned_data["answer"]
    decide(found, AccessOutcome.REFUSED, by=request.member, at=request.now, answer=answer)
    say(request, _("The request is refused; the person reads your answer."))
    return go(reverse("rights:asked"), request)
