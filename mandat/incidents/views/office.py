"""What people of an office see of incidents and do about them."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mandat.clients.models import Client
from mandat.firms.doors import go, staff_only
from mandat.firms.http import StaffRequest
from mandat.firms.permissions import StaffPermission
from mandat.firms.scope import scope
from mandat.incidents.actions import Refused, open_incident, reopen_incident, settle_incident
from mandat.incidents.choices import Closure, IncidentKind
from mandat.incidents.filters import Filter, read_id
from mandat.incidents.finding import clients_of_office, search_clients
from mandat.incidents.forms import ClosingForm, IncidentForm
from mandat.incidents.models import Incident, Step
from mandat.incidents.views.words import refusal
from mandat.ui.notices import say

PER_PAGE = 50


@require_GET
@staff_only(StaffPermission.HANDLE_REQUESTS)
def index(request: StaffRequest) -> HttpResponse:
    """The incidents that the office opened, with the firms' words once settled."""
    today = timezone.localdate(request.now)
    chosen = Filter.read(request.GET)
    incidents = chosen.apply(Incident.objects.for_staff(request.staff), today=today)
    page = Paginator(incidents.select_related("client", "firm"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    return render(
        request,
        "incidents/office_list.html",
        {"filter": chosen, "page": page, "today": today, "kinds": IncidentKind.choices},
    )


@require_http_methods(["GET", "POST"])
@staff_only(StaffPermission.HANDLE_REQUESTS)
def new(request: StaffRequest) -> HttpResponse:
    """Choose a client, then say what is to be settled."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:100]
    chosen = (request.POST if request.method == "POST" else request.GET).get("client", "")
    client = None
    if chosen:
        known = clients_of_office(request.staff).select_related("firm")
        client = get_object_or_404(known, pk=read_id(chosen))
    form = IncidentForm(request.POST if request.method == "POST" else None)
    if client is not None and request.method == "POST" and form.is_valid():
        return _opened(request, client, form)
    return render(
        request,
        "incidents/office_new.html",
        {
            "words": words,
            "client": client,
            "form": form,
            "found": search_clients(request.staff, words) if client is None else [],
        },
        status=422 if form.errors else 200,
    )


def _opened(request: StaffRequest, client: Client, form: IncidentForm) -> HttpResponse:
    with scope(firm_id=client.firm_id, office_id=request.staff.office_id):
        incident = open_incident(client, by=request.user, at=request.now, **form.facts())
    say(request, _("Incident opened: the firm sees it now."))
    return go(reverse("incidents:office_detail", args=[incident.pk]), request)


def _incident(request: StaffRequest, pk: int) -> Incident:
    return get_object_or_404(
        Incident.objects.for_staff(request.staff).select_related("client", "firm", "settled_by"),
        pk=pk,
    )


def _detail(
    request: StaffRequest, incident: Incident, form: ClosingForm, status: int = 200
) -> HttpResponse:
    return render(
        request,
        "incidents/office_detail.html",
        {
            "incident": incident,
            "steps": Step.objects.of(incident).for_office(),
            "desk": True,
            "form": form,
            "today": timezone.localdate(request.now),
        },
        status=status,
    )


@require_GET
@staff_only(StaffPermission.HANDLE_REQUESTS)
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One incident of the office, with what the firm did."""
    return _detail(request, _incident(request, pk), ClosingForm())


def _close(request: StaffRequest, pk: int, closure: Closure) -> HttpResponse:
    incident, form = _incident(request, pk), ClosingForm(request.POST)
    if incident.is_open and not form.is_valid():
        return _detail(request, incident, form, status=422)
    try:
        with scope(firm_id=incident.firm_id, office_id=incident.office_id):
            settle_incident(
                incident,
                note=form.data.get("note", ""),
                by=request.user,
                at=request.now,
                closure=closure,
            )
    except Refused as refused:
        say(request, refusal(refused), level=messages.WARNING)
    else:
        undo = reverse("incidents:office_reopening", args=[pk])
        say(request, _("Incident closed."), undo=undo)
    return go(reverse("incidents:office_detail", args=[pk]), request)


@require_POST
@staff_only(StaffPermission.HANDLE_REQUESTS)
def settlement(request: StaffRequest, pk: int) -> HttpResponse:
    """The office holds the incident for settled."""
    return _close(request, pk, Closure.OFFICE)


@require_POST
@staff_only(StaffPermission.HANDLE_REQUESTS)
def withdrawal(request: StaffRequest, pk: int) -> HttpResponse:
    """The office takes the incident back: it was opened by mistake."""
    return _close(request, pk, Closure.WITHDRAWN)


@require_POST
@staff_only(StaffPermission.HANDLE_REQUESTS)
def reopening(request: StaffRequest, pk: int) -> HttpResponse:
    """The office asks again: what was done does not settle it."""
    incident = _incident(request, pk)
    try:
        with scope(firm_id=incident.firm_id, office_id=incident.office_id):
            reopen_incident(incident, by=request.user, at=request.now, by_office=True)
    except Refused as refused:
        say(request, refusal(refused), level=messages.WARNING)
    else:
        say(request, _("Incident open again."))
    return go(reverse("incidents:office_detail", args=[pk]), request)
