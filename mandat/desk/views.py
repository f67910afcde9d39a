"""The pages one lands on: dashboard, search, switch of account, deadlines."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from mandat.clients.models import Client
from mandat.clients.search import addressable
from mandat.desk import agenda, finding, priorities
from mandat.desk.client.views import RECENT
from mandat.desk.shell import member_stats, member_unread
from mandat.firms.answers import answers_for
from mandat.firms.doors import members_only, only_asks, signed_in
from mandat.firms.http import MemberRequest, SignedInRequest
from mandat.firms.lending import loans_around
from mandat.firms.permissions import Permission
from mandat.firms.reading import ReadingKind, note

TABS = frozenset(
    {
        "client",
        "client_social_status",
        "client_organisation",
        "client_employees",
        "client_documents",
        "client_figures",
        "client_contact",
    }
)


@require_GET
@signed_in
def home(request: SignedInRequest) -> HttpResponse:
    """A member's dashboard; people of an office go to their own desk."""
    if request.user.membership is None:
        if request.user.post is None:
            return render(request, "desk/nowhere.html", status=403)
        return HttpResponseRedirect(reverse("affiliates:list"))
    return dashboard(request)  # type: ignore[return-value]  # a decorated view answers so


@members_only(Permission.SEE_CLIENTS)
def dashboard(request: MemberRequest) -> HttpResponse:
    """What waits, what costs first, what is due, and the clients one works on."""
    member, today = request.member, timezone.localdate(request.now)
    stats = member_stats(request, member)
    facts = priorities.facts_of(member, today=today)
    lines = agenda.deadlines(stats, today=today, language=request.LANGUAGE_CODE)
    clients = Client.objects.visible_to(member)
    recent = clients.in_bulk(request.session.get(RECENT, []))
    todos = priorities.settle_first(member, facts, today=today)
    watched = list(clients.order_by("-attention", "next_due_on", "pk").filter(attention__gt=0)[:6])
    note(request, ReadingKind.LIST, amount=len(todos) + len(watched) + len(recent))
    return render(
        request,
        "desk/dashboard.html",
        {
            "stats": stats,
            "today": today,
            "facts": facts,
            "todos": todos,
            "deadlines": lines[:4],
            "ahead": next((line for line in lines if line.on >= today), None),
            "watched": watched,
            "recent": [recent[pk] for pk in request.session.get(RECENT, []) if pk in recent],
            **_told(request),
        },
    )


def _told(request: MemberRequest) -> dict[str, Any]:
    """What else waits for a person: messages, what is lent, what became of their requests."""
    member = request.member
    return {
        "unread": member_unread(request, member),
        "may_manage": member.may(Permission.MANAGE_RIGHTS),
        "loans": loans_around(member, at=request.now),
        "answers": answers_for(member, at=request.now),
    }


@only_asks
@sensitive_post_parameters("q")
@require_http_methods(["GET", "HEAD", "POST"])
@members_only(Permission.SEE_CLIENTS)
def search(request: MemberRequest) -> HttpResponse:
    """Clients, incidents, messages, guides and pages that the words meet.

    By POST, since the words may be a national number; out of an address such a number is taken.
    """
    if _misplaced(request):
        return HttpResponseRedirect(reverse("desk:search"))
    query = _typed(request)
    found = finding.find(request.member, query)
    note(request, ReadingKind.SEARCH, amount=found.rows)
    context = {"query": query, "found": found, "shareable": addressable(query)}
    return render(request, "desk/search.html", context)


def _typed(request: MemberRequest) -> str:
    """What was searched."""
    data = request.POST if request.method == "POST" else request.GET
    return data.get("q", "").replace("\0", "").strip()[:100]


def _misplaced(request: MemberRequest) -> bool:
    """Whether the address holds what may be a national number: it is taken out at once."""
    return not addressable(request.GET.get("q", "")[:100])


@only_asks
@sensitive_post_parameters("q")
@require_http_methods(["GET", "HEAD", "POST"])
@members_only(Permission.SEE_CLIENTS)
def accounts(request: MemberRequest) -> HttpResponse:
    """Choose another account, keeping the tab that one stands on."""
    if _misplaced(request):
        return HttpResponseRedirect(reverse("desk:accounts"))
    query, tab = _typed(request), request.GET.get("tab", "client")
    tab = tab if tab in TABS else "client"
    clients = finding.accounts(request.member, query, request.session.get(RECENT, []))
    choices = [(client, reverse(f"desk:{tab}", args=[client.pk])) for client in clients]
    note(request, ReadingKind.SEARCH if query else ReadingKind.LIST, amount=len(choices))
    return render(request, "desk/accounts.html", {"query": query, "tab": tab, "choices": choices})


@require_GET
@members_only(Permission.SEE_CLIENTS)
def deadlines(request: MemberRequest) -> HttpResponse:
    """Every deadline ahead, with how many clients it is for."""
    today = timezone.localdate(request.now)
    stats = member_stats(request, request.member)
    lines = agenda.deadlines(stats, today=today, language=request.LANGUAGE_CODE)
    return render(request, "desk/deadlines.html", {"deadlines": lines, "today": today})
