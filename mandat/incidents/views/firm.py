"""What a member sees of incidents and does about them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from mandat.clients.models import Client
from mandat.firms.doors import go, members_only
from mandat.firms.http import MemberRequest
from mandat.firms.models import Member
from mandat.firms.permissions import Permission
from mandat.firms.reading import ReadingKind, note
from mandat.incidents.actions import Refused, assign_incident, reopen_incident, settle_incident
from mandat.incidents.assigning import assignable
from mandat.incidents.choices import IncidentKind
from mandat.incidents.filters import Filter, by_cause, read_id
from mandat.incidents.forms import SettlementForm
from mandat.incidents.listing import page_of, seen_through
from mandat.incidents.models import Incident, Step
from mandat.incidents.views.words import refusal
from mandat.ui.notices import say


@require_GET
@members_only(Permission.SEE_CLIENTS)
def index(request: MemberRequest) -> HttpResponse:
    """The incidents of the clients one sees, what costs first at the top."""
    today = timezone.localdate(request.now)
    chosen = Filter.read(request.GET)
    page = page_of(request.member, chosen, request.GET.get("page"), today=today)
    causes = None
    if request.GET.get("view") == "causes":
        seen = seen_through(request.member, chosen)
        causes = by_cause(chosen.apply(seen, today=today))
    client = None
    if chosen.client is not None:
        client = Client.objects.visible_to(request.member).filter(pk=chosen.client).first()
    note(request, ReadingKind.LIST, amount=len(page.object_list))
    return render(
        request,
        "incidents/list.html",
        {
            "filter": chosen,
            "page": page,
            "causes": causes,
            "client": client,
            "today": today,
            "kinds": IncidentKind.choices,
        },
    )


def _detail(
    request: MemberRequest, incident: Incident, form: SettlementForm, status: int = 200
) -> HttpResponse:
    note(request, ReadingKind.CLIENT, client=incident.client_id)
    may_settle = request.member.may(Permission.SETTLE_INCIDENTS)
    return render(
        request,
        "incidents/detail.html",
        {
            "incident": incident,
            "steps": Step.objects.of(incident),
            "form": form,
            "today": timezone.localdate(request.now),
            "may_settle": may_settle,
            "colleagues": assignable(incident, at=request.now)
            if may_settle and incident.is_open
            else [],
        },
        status=status,
    )


def _incident(request: MemberRequest, pk: int) -> Incident:
    return get_object_or_404(
        Incident.objects.visible_to(request.member).select_related(
            "client", "office", "settled_by", "firm", "assigned_to__user"
        ),
        pk=pk,
    )


@require_GET
@members_only(Permission.SEE_CLIENTS)
def detail(request: MemberRequest, pk: int) -> HttpResponse:
    """One incident: what, how much, until when, what to do, what was done."""
    return _detail(request, _incident(request, pk), SettlementForm())


@require_POST
@members_only(Permission.SETTLE_INCIDENTS)
def settlement(request: MemberRequest, pk: int) -> HttpResponse:
    """Settle an incident with a note."""
    incident, form = _incident(request, pk), SettlementForm(request.POST)
    if incident.is_open and not form.is_valid():
        return _detail(request, incident, form, status=422)
    here = reverse("incidents:detail", args=[pk])
    try:
        settle_incident(incident, note=form.data.get("note", ""), by=request.user, at=request.now)
    except Refused as refused:
        say(request, refusal(refused), level=messages.WARNING)
    else:
        say(request, _("Incident settled."), undo=reverse("incidents:reopening", args=[pk]))
    return go(here, request)


@require_POST
@members_only(Permission.SETTLE_INCIDENTS)
def reopening(request: MemberRequest, pk: int) -> HttpResponse:
    """Take a settlement back."""
    incident = _incident(request, pk)
    try:
        reopen_incident(incident, by=request.user, at=request.now)
    except Refused as refused:
        say(request, refusal(refused), level=messages.WARNING)
    else:
        say(request, _("Incident open again."))
    return go(reverse("incidents:detail", args=[pk]), request)


@require_POST
@members_only(Permission.SETTLE_INCIDENTS)
def assignment(request: MemberRequest, pk: int) -> HttpResponse:
    """Take an incident, give it to a colleague who sees its client, or to nobody."""
    incident = _incident(request, pk)
    typed = request.POST.get("member", "")
    to = None
    if typed:
        colleagues = Member.objects.visible_to(request.member).select_related("user", "firm")
        to = get_object_or_404(colleagues, pk=read_id(typed) or 0)
    try:
        assign_incident(incident, to, by=request.user, at=request.now)
    except Refused as refused:
        say(request, refusal(refused), level=messages.WARNING)
    else:
        words = _("%(name)s looks after this incident.") if to else _("Nobody looks after it now.")
        say(request, words % {"name": to.user.name if to else ""})
    return go(reverse("incidents:detail", args=[pk]), request)
