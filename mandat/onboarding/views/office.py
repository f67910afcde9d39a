"""Requests as the office sees them: the list of its own, one of them, its answer."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mandat.firms.doors import go, staff_only
from mandat.firms.http import StaffRequest
from mandat.firms.permissions import StaffPermission
from mandat.onboarding.actions.asking import NotAllowed
from mandat.onboarding.actions.deciding import Decision, decide
from mandat.onboarding.choices import RequestKind, RequestState
from mandat.onboarding.facts import facts_of
from mandat.onboarding.forms.asking import DecisionForm
from mandat.onboarding.models import Request
from mandat.ui import notices

PAGE = 50


@staff_only(StaffPermission.HANDLE_REQUESTS)
@require_safe
def requests(request: StaffRequest) -> HttpResponse:
    """The requests that reached the office; those that wait, unless asked otherwise."""
    found = Request.objects.for_staff(request.staff).select_related("firm")
    everything = request.GET.get("all") == "1"
    if not everything:
        found = found.undecided()
    page = Paginator(found.order_by("sent_at", "pk"), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "everything": everything}
    return render(request, "onboarding/office_requests.html", context)


def _of(request: StaffRequest, pk: int) -> Request:
    found = Request.objects.for_staff(request.staff).select_related("office", "firm")
    return get_object_or_404(found, pk=pk)


def _page(request: StaffRequest, asked: Request, form: DecisionForm) -> HttpResponse:
    today = timezone.localdate(request.now)
    reflecting = asked.state == RequestState.REFLECTION
    early = bool(reflecting and asked.reflection_until and today < asked.reflection_until)
    context = {
        "asked": asked,
        "facts": facts_of(asked),
        "steps": asked.steps.select_related("by"),
        "form": form,
        "open": asked.may_become(RequestState.REFUSED),
        "early": early,
        "reflects_next": asked.kind == RequestKind.AFFILIATION
        and asked.subject_kind == "person"
        and not reflecting,
        "makes_account": asked.kind != RequestKind.CONFIRMATION,
    }
    return render(request, "onboarding/office_request.html", context)


@staff_only(StaffPermission.HANDLE_REQUESTS)
@require_safe
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One request, with the form of the answer while it waits."""
    return _page(request, _of(request, pk), DecisionForm(today=timezone.localdate(request.now)))


@staff_only(StaffPermission.HANDLE_REQUESTS)
@require_POST
def decision(request: StaffRequest, pk: int) -> HttpResponse:
    """Accepts or refuses."""
    asked, today = _of(request, pk), timezone.localdate(request.now)
    form = DecisionForm(request.POST, today=today)
    if not form.is_valid():
        return _page(request, asked, form)
    data = form.cleaned_data
    said = Decision(data["decision"] == "accept", data["answer"], data["account_number"])
    try:
        decide(asked, said, by=request.staff, at=request.now, today=today)
        notices.say(request, _("The firm reads your answer in its requests."))
    except NotAllowed as refusal:
        words = {"reflection": _("The days of reflection are not over yet.")}
        text = words.get(refusal.code, _("This request is decided already."))
        notices.say(request, text, level=messages.WARNING)
    return go(reverse("onboarding:office_request", args=[pk]), request)
