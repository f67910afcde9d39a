"""Requests as the firm sees them: drafted, sent, followed, taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mandat.affiliates.models import Affiliate
from mandat.firms.choices import ProofPolicy
from mandat.firms.doors import go, members_only
from mandat.firms.http import MemberRequest
from mandat.firms.models import Office
from mandat.firms.permissions import Permission
from mandat.firms.reading import ReadingKind, note
from mandat.onboarding.actions.asking import (
    AlreadyAsked,
    Asked,
    NotAllowed,
    cancel_request,
    draft_request,
    redraft_request,
    send_request,
)
from mandat.onboarding.actions.deciding import REFLECTION
from mandat.onboarding.choices import RequestKind, RequestState
from mandat.onboarding.facts import facts_of
from mandat.onboarding.finding import known_in, open_accounts
from mandat.onboarding.forms.asking import RequestForm, request_form
from mandat.onboarding.models import Request
from mandat.onboarding.numbers import Subject
from mandat.onboarding.state import Stale, Step, seal
from mandat.onboarding.transfers import transfer_effective
from mandat.onboarding.views.adding import step_view, taken
from mandat.ui import notices

PAGE = 50


@dataclass(frozen=True)
class About:
    """An office and a number that it is asked to take on."""

    subject: Subject
    office: Office
    affiliate: Affiliate | None
    kind: str

    def form(self, request: MemberRequest, data: Any = None) -> RequestForm:
        """The form that this office needs for this number."""
        person = "person" if self.subject.is_person else "company"
        form_class, initial = request_form(person, self.kind, self.affiliate)
        today = timezone.localdate(request.now)
        return form_class(
            data, member=request.member, office=self.office, today=today, initial=initial
        )


def _about(step: Step, kind: str) -> About:
    """What a step asks for; `Stale` where this office does not take numbers on this way."""
    subject = Subject(step.kind, step.number)
    office = Office.objects.filter(
        pk=step.office or 0, country=subject.country, proof_policy=ProofPolicy.CONFIRMATION
    ).first()
    if office is None:
        raise Stale
    affiliate = known_in(subject, [office]).get(office.pk)
    if affiliate is not None and (subject.is_person or "employer" in open_accounts(affiliate)):
        raise Stale  # taken on meanwhile: the number is read again
    return About(subject, office, affiliate, kind)


@members_only(Permission.ADD_CLIENTS)
@sensitive_post_parameters()
@step_view
def ask(request: MemberRequest, step: Step) -> HttpResponse:
    """Affiliation or transfer of a number that the office does not know yet."""
    transfer = request.POST.get("kind") == "transfer" and Subject(step.kind, step.number).is_person
    about = _about(step, RequestKind.TRANSFER if transfer else RequestKind.AFFILIATION)
    filled = "send" in request.POST or "draft" in request.POST
    form = about.form(request, request.POST if filled else None)
    if not filled or not form.is_valid():
        return _ask_page(request, about, form, step)
    asked = _asked(about.office, form)
    try:
        made = draft_request(about.subject, asked, by=request.member, at=request.now)
    except AlreadyAsked:
        return taken(request, about.subject)
    if "send" in request.POST:
        send_request(made, by=request.member, at=request.now)
    return _told(request, made)


def _asked(office: Office, form: RequestForm) -> Asked:
    data = form.cleaned_data
    return Asked(office, form.request_kind, data["name"], data["services"], form.kept)


def _told(request: MemberRequest, made: Request) -> HttpResponse:
    sent = made.state == RequestState.SENT
    words = _("The request is sent to %(office)s.") if sent else _("The draft is kept.")
    notices.say(request, words % {"office": made.office.name})
    return go(reverse("onboarding:request", args=[made.pk]), request)


def _ask_page(request: MemberRequest, about: About, form: RequestForm, step: Step) -> HttpResponse:
    context = {
        "form": form,
        "about": about,
        "subject": about.subject,
        "state": seal(step, member=request.member, at=request.now),
        **_terms(request, about.kind, person=about.subject.is_person),
    }
    return render(request, "onboarding/ask.html", context)


def _terms(request: MemberRequest, kind: str, *, person: bool) -> dict[str, Any]:
    """What the form says of dates: when a transfer takes effect, how long reflection lasts."""
    today = timezone.localdate(request.now)
    return {
        "kind": kind,
        "effective_on": transfer_effective(today) if kind == RequestKind.TRANSFER else None,
        "reflection_days": (
            REFLECTION.days if person and kind == RequestKind.AFFILIATION else None
        ),
    }


@members_only(Permission.SEE_CLIENTS)
@require_safe
def requests(request: MemberRequest) -> HttpResponse:
    """The firm's requests that this member sees, the latest first."""
    found = Request.objects.visible_to(request.member).select_related("office", "asked_by__user")
    state = request.GET.get("state", "")
    if state in RequestState.values:
        found = found.filter(state=state)
    page = Paginator(found.order_by("-asked_at", "-pk"), PAGE).get_page(request.GET.get("page"))
    note(request, ReadingKind.LIST, amount=len(page.object_list))
    context = {"page": page, "state": state, "states": RequestState.choices}
    return render(request, "onboarding/requests.html", context)


def _of(request: MemberRequest, pk: int) -> Request:
    found = Request.objects.visible_to(request.member)
    return get_object_or_404(
        found.select_related("office", "firm", "client", "asked_by__user"), pk=pk
    )


@members_only(Permission.SEE_CLIENTS)
@require_safe
def detail(request: MemberRequest, pk: int) -> HttpResponse:
    """One request: what was asked, where it stands, who moved it and when."""
    asked = _of(request, pk)
    note(request, ReadingKind.CLIENT, client=asked.client_id)
    may_act = request.member.may(Permission.ADD_CLIENTS)
    context = {
        "asked": asked,
        "facts": facts_of(asked, portfolios_of=request.member),
        "steps": asked.steps.select_related("by"),
        "may_send": may_act and asked.state == RequestState.DRAFT,
        "may_cancel": may_act and asked.may_become(RequestState.CANCELLED),
        "sees_client": asked.client is not None and asked.client.removed_at is None,
    }
    return render(request, "onboarding/request.html", context)


@members_only(Permission.ADD_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: MemberRequest, pk: int) -> HttpResponse:
    """Changes a draft; it may be sent at once."""
    asked = _of(request, pk)
    form_class, _initial = request_form(asked.subject_kind, asked.kind)
    today = timezone.localdate(request.now)
    form = form_class(
        request.POST if request.method == "POST" else None,
        member=request.member, office=asked.office, today=today,
        initial={**asked.form, "name": asked.name, "services": asked.services},
    )  # fmt: skip
    if asked.state != RequestState.DRAFT:
        return redirect("onboarding:request", pk)
    if request.method != "POST" or not form.is_valid():
        person = asked.subject_kind == "person"
        note(request, ReadingKind.CLIENT, client=asked.client_id)
        context = {"form": form, "asked": asked, **_terms(request, asked.kind, person=person)}
        return render(request, "onboarding/draft.html", context)
    redraft_request(asked, _asked(asked.office, form), by=request.member, at=request.now)
    if "send" in request.POST:
        send_request(asked, by=request.member, at=request.now)
    return _told(request, asked)


@members_only(Permission.ADD_CLIENTS)
@require_POST
def sending(request: MemberRequest, pk: int) -> HttpResponse:
    """Hands a draft to the office."""
    asked = _of(request, pk)
    try:
        send_request(asked, by=request.member, at=request.now)
    except NotAllowed:
        notices.say(request, _("This request can no longer be sent."), level=messages.WARNING)
        return go(reverse("onboarding:request", args=[pk]), request)
    return _told(request, asked)


@members_only(Permission.ADD_CLIENTS)
@require_POST
def cancellation(request: MemberRequest, pk: int) -> HttpResponse:
    """Takes a request back."""
    asked = _of(request, pk)
    try:
        cancel_request(asked, by=request.member, at=request.now)
        notices.say(request, _("The request is cancelled."))
    except NotAllowed:
        notices.say(
            request, _("This request can no longer be cancelled here."), level=messages.WARNING
        )
    return go(reverse("onboarding:request", args=[pk]), request)
