"""The page that a grey dot leads to: asking for one more service of a client."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mandat.affiliates.choices import Service
from mandat.clients.models import Client
from mandat.firms.doors import go, members_only
from mandat.firms.http import MemberRequest
from mandat.firms.permissions import Permission
from mandat.firms.reading import ReadingKind, note
from mandat.onboarding.actions.asking import NotAllowed
from mandat.onboarding.actions.opening import ask_service as ask_for
from mandat.onboarding.choices import UNDECIDED, RequestState
from mandat.onboarding.finding import subject_of
from mandat.onboarding.models import Request
from mandat.onboarding.outlook import MAY_ASK, may_affiliate, outlook_of, requests_for
from mandat.onboarding.state import Step, seal
from mandat.ui import notices


@members_only(Permission.EDIT_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def ask_service(request: MemberRequest, pk: int, service: str) -> HttpResponse:
    """Says what the office's policy makes of it; a POST asks."""
    seen = Client.objects.visible_to(request.member).select_related("office", "affiliate")
    client = get_object_or_404(seen, pk=pk)
    if service not in Service.values:
        raise Http404
    if request.method != "POST":
        return _page(request, client, Service(service))
    try:
        asked = ask_for(client, Service(service), by=request.member, at=request.now)
    except NotAllowed:
        words = _("Nothing was asked for: this page says why.")
        notices.say(request, words, level=messages.WARNING)
        return go(request.path, request)
    return _told(request, client, Service(service), asked)


def _page(request: MemberRequest, client: Client, service: Service) -> HttpResponse:
    note(request, ReadingKind.CLIENT, client=client.pk)
    outlook = outlook_of(client, service)
    asked = requests_for(client, service, request.member)
    waiting = next((one for one in asked if one.state in UNDECIDED), None)
    affiliates = waiting is None and may_affiliate(client, outlook)
    context = {
        "client": client,
        "office": client.office.name if client.office else "",
        "service": service,
        "outlook": outlook.value,
        "may_ask": outlook in MAY_ASK,
        "waiting": waiting,
        "refusal": asked[0] if asked and asked[0].state == RequestState.REFUSED else None,
        "may_affiliate": affiliates,
        "writes": client.office is not None and request.member.may(Permission.WRITE_MESSAGES),
        "state": _sealed(request, client) if affiliates else "",
    }
    return render(request, "onboarding/ask_service.html", context)


def _sealed(request: MemberRequest, client: Client) -> str:
    """The step of adding from which an affiliation is asked for."""
    subject = subject_of(client)
    step = Step(subject.kind, subject.number, office=client.office_id)
    return seal(step, member=request.member, at=request.now)


def _told(
    request: MemberRequest, client: Client, service: Service, asked: Request | None
) -> HttpResponse:
    if asked is None:
        words = _("%(service)s is open for %(name)s.")
        notices.say(request, words % {"service": service.label, "name": client.name})
        return go(reverse("desk:client_home", args=[client.pk]), request)
    words = _("The request is sent to %(office)s.")
    notices.say(request, words % {"office": asked.office.name})
    return go(reverse("onboarding:request", args=[asked.pk]), request)
