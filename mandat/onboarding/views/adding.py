"""Adding a client, step by step; every step is posted, so that no number is in an address."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from mandat.clients.models import Client
from mandat.firms.choices import ProofPolicy
from mandat.firms.doors import go, members_only
from mandat.firms.http import MemberRequest
from mandat.firms.permissions import Permission
from mandat.identifiers import Kind
from mandat.onboarding.actions.adding import AlreadyThere
from mandat.onboarding.finding import Way, asked, listed, offices_for, proving, ways
from mandat.onboarding.forms.adding import EngagementForm, NumberForm, ProofForm, WayForm
from mandat.onboarding.models import Request
from mandat.onboarding.numbers import Subject, understand
from mandat.onboarding.proof import Refused, prove
from mandat.onboarding.state import Stale, Step, opened, seal
from mandat.onboarding.views.entering import Entry, entry_of, save_entry
from mandat.ui import notices

StepView = Callable[[MemberRequest, Step], HttpResponse]


def step_view(inner: StepView) -> Callable[[MemberRequest], HttpResponse]:
    """A step after the first: opens its sealed state; without one, adding begins again."""

    @wraps(inner)
    def view(request: MemberRequest) -> HttpResponse:
        if request.method in ("GET", "HEAD"):
            return redirect("onboarding:add")
        if request.method != "POST":
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        try:
            step = opened(request.POST.get("state", ""), member=request.member, at=request.now)
            return inner(request, step)
        except Stale:
            notices.say(request, _("This took too long: please type the number again."))
            return redirect("onboarding:add")

    return view


@members_only(Permission.ADD_CLIENTS)
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: MemberRequest) -> HttpResponse:
    """The number of the new client."""
    member, today = request.member, timezone.localdate(request.now)
    if request.method != "POST":
        typed = request.GET.get("number", "")
        subject = understand(typed, today=today, home=member.firm.country).subject
        if typed and (subject is None or subject.is_person):
            return redirect("onboarding:add")  # the address is cleared, nothing is shown again
        form = NumberForm(today=today, firm=member.firm, initial={"number": typed})
        return number_page(request, form)
    number = request.POST.get("meant") or request.POST.get("number", "")
    form = NumberForm({"number": number}, today=today, firm=member.firm)
    if not form.is_valid() or form.understood is None or form.understood.subject is None:
        return number_page(request, form)
    return _go_on(request, form, form.understood.subject)


@members_only(Permission.ADD_CLIENTS)
@sensitive_post_parameters()
@require_POST
def reading(request: MemberRequest) -> HttpResponse:
    """What the typed text is so far; asks no table of clients or affiliates."""
    today = timezone.localdate(request.now)
    typed = request.POST.get("number", "")[:200]
    understood = understand(typed, today=today, home=request.member.firm.country)
    empty = not typed.strip()
    return render(request, "onboarding/reading.html", {"understood": None if empty else understood})


def number_page(request: MemberRequest, form: NumberForm, **context: Any) -> HttpResponse:
    """The page of the number, with what was wrong and what may have been meant."""
    return render(
        request,
        "onboarding/number.html",
        {"form": form, "understood": form.understood, "listed": None, "asked": None, **context},
    )


def _go_on(request: MemberRequest, form: NumberForm, subject: Subject) -> HttpResponse:
    """From a right number to its next step, or back with the reason why there is none."""
    member = request.member
    client = listed(subject, member)
    if client is not None:
        return _already(request, form, client)
    waiting = asked(subject, member.firm)
    if waiting and Request.objects.visible_to(member).filter(pk=waiting.pk).exists():
        form.add_error("number", _("Your firm has already sent or drafted a request about it."))
        return number_page(request, form, asked=waiting)
    found = ways(subject)
    if not found:
        form.add_error("number", _("No office of this installation works with this country."))
        return number_page(request, form)
    if len(found) == 1:
        return enter(request, subject, found[0])
    return _ways_page(request, subject, WayForm(ways=found))


def _already(request: MemberRequest, form: NumberForm, client: Client) -> HttpResponse:
    form.add_error("number", _("This client is already in your list."))
    return number_page(request, form, listed=client)


def _ways_page(request: MemberRequest, subject: Subject, form: WayForm) -> HttpResponse:
    state = seal(Step(subject.kind, subject.number), member=request.member, at=request.now)
    context = {"form": form, "subject": subject, "state": state, "ways": form.ways.values()}
    return render(request, "onboarding/office.html", context)


@members_only(Permission.ADD_CLIENTS)
@sensitive_post_parameters()
@step_view
def office(request: MemberRequest, step: Step) -> HttpResponse:
    """Which office, where several could take the number."""
    subject = Subject(step.kind, step.number)
    form = WayForm(request.POST, ways=ways(subject))
    if not form.is_valid():
        return _ways_page(request, subject, form)
    return enter(request, subject, form.chosen)


def enter(request: MemberRequest, subject: Subject, way: Way) -> HttpResponse:
    """The first step at one office, by its policy and what it knows."""
    member, today = request.member, timezone.localdate(request.now)
    if way.office is None:
        return _proof_page(request, subject, ProofForm(subject=subject, today=today))
    if way.affiliate is None and subject.kind is Kind.ESTABLISHMENT:
        form = NumberForm({"number": ""}, today=today, firm=member.firm)
        form.add_error("number", _("No office knows this unit: type the enterprise number."))
        return number_page(request, form)
    step = Step(subject.kind, subject.number, office=way.office.pk)
    if way.affiliate is None and way.policy == ProofPolicy.CONFIRMATION:
        state = seal(step, member=member, at=request.now)
        context = {"subject": subject, "office": way.office, "state": state}
        return render(request, "onboarding/unknown.html", context)
    return _engage(request, step, subject)


def _proof_page(
    request: MemberRequest, subject: Subject, form: ProofForm, *, refused: bool = False
) -> HttpResponse:
    state = seal(Step(subject.kind, subject.number), member=request.member, at=request.now)
    context = {"form": form, "subject": subject, "state": state, "refused": refused}
    return render(request, "onboarding/proof.html", context)


@members_only(Permission.ADD_CLIENTS)
@sensitive_post_parameters()
@step_view
def proof(request: MemberRequest, step: Step) -> HttpResponse:
    """U15, U16: only who knows the last declaration goes on."""
    subject, today = Subject(step.kind, step.number), timezone.localdate(request.now)
    form = ProofForm(request.POST, subject=subject, today=today)
    if not form.is_valid():
        return _proof_page(request, subject, form)
    offices = proving(offices_for(subject))
    try:
        account = prove(form.claim, offices=offices, by=request.member, at=request.now)
    except Refused:
        return _proof_page(request, subject, form, refused=True)
    proven = form.claim.subject
    step = Step(proven.kind, proven.number, account=account.pk)
    return _engage(request, step, proven)


def _engage(request: MemberRequest, step: Step, subject: Subject) -> HttpResponse:
    """The step of services, unless the client turns out to be on the list."""
    entry = entry_of(step)
    client = listed(entry.subject, request.member)
    if client is None:
        return services_page(request, step, entry, entry.form(request.member))
    form = NumberForm(
        {"number": "" if subject.is_person else subject.label},
        today=timezone.localdate(request.now),
        firm=request.member.firm,
    )
    return _already(request, form, client)


def services_page(
    request: MemberRequest, step: Step, entry: Entry, form: EngagementForm
) -> HttpResponse:
    """What to open, by which e-mails, and in which portfolios."""
    state = seal(step, member=request.member, at=request.now)
    context = {"form": form, "entry": entry, "subject": entry.subject, "state": state}
    return render(request, "onboarding/services.html", context)


@members_only(Permission.ADD_CLIENTS)
@sensitive_post_parameters()
@step_view
def services(request: MemberRequest, step: Step) -> HttpResponse:
    """Saves: the client is on the list, its services open or waiting for the office."""
    entry = entry_of(step)
    form = entry.form(request.member, request.POST)
    if not form.is_valid():
        return services_page(request, step, entry, form)
    try:
        client = save_entry(entry, form, by=request.member, at=request.now)
    except AlreadyThere:
        return taken(request, entry.subject)
    notices.say(request, _("%(name)s is in your list.") % {"name": client.name})
    return go(reverse("desk:client_home", args=[client.pk]), request)


def taken(request: MemberRequest, subject: Subject) -> HttpResponse:
    """Somebody of the firm was quicker, or has this client out of this member's sight.

    The words are the same for both; the link is there only for those who see the client.
    """
    context = {"subject": subject, "listed": listed(subject, request.member)}
    return render(request, "onboarding/taken.html", context, status=409)
