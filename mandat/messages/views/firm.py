"""What a member sees of messages and does with them."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mandat.clients.models import Client
from mandat.firms.doors import go, members_only
from mandat.firms.http import MemberRequest
from mandat.firms.permissions import Permission
from mandat.firms.reading import ReadingKind, note
from mandat.messages.actions import mark_read, open_thread, write
from mandat.messages.filters import LONGEST_QUERY, ThreadFilter, number_in
from mandat.messages.finding import clients_to_write_about, last_words, offices_for
from mandat.messages.forms import AnswerForm, ThreadForm
from mandat.messages.models import Thread, ThreadReading
from mandat.messages.views.talk import moment_of, talk
from mandat.ui.notices import say

PER_PAGE = 50
read_messages = members_only(Permission.READ_MESSAGES)


@require_GET
@read_messages
def index(request: MemberRequest) -> HttpResponse:
    """The conversations one sees, the latest word first."""
    member, chosen = request.member, ThreadFilter.read(request.GET)
    threads = Thread.objects.visible_to(member)
    unread = threads.unread_by(member)
    found = (unread if chosen.unread else threads).about(chosen.words)
    client = None
    if chosen.client is not None:
        client = Client.objects.visible_to(member).filter(pk=chosen.client).first()
        found = found.filter(client_id=chosen.client)
    rows = found.marked_for(member).select_related("client", "office").order_by("-wrote_at", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    words = last_words(page.object_list)
    note(request, ReadingKind.MESSAGES, amount=len(page.object_list))
    context = {
        "filter": chosen,
        "client": client,
        "page": page,
        "rows": [(thread, words.get(thread.pk)) for thread in page.object_list],
        "unread": unread.count(),
    }
    return render(request, "messages/list.html", context)


def _thread(request: MemberRequest, pk: int) -> Thread:
    visible = Thread.objects.visible_to(request.member)
    return get_object_or_404(visible.select_related("client", "office", "firm"), pk=pk)


def _page(
    request: MemberRequest, thread: Thread, form: AnswerForm | None = None, status: int = 200
) -> HttpResponse:
    reading = ThreadReading.objects.filter(thread=thread, member=request.member).first()
    read_until = reading.read_at if reading else None
    context = talk(thread, whole=request.GET.get("all") == "1", read_until=read_until)
    office_wrote = thread.office_wrote_at
    note(request, ReadingKind.MESSAGES, client=thread.client_id)
    context |= {
        "thread": thread,
        "form": form or AnswerForm(initial={"last": context["last"]}),
        "unread": office_wrote is not None and (read_until is None or read_until < office_wrote),
    }
    return render(request, "messages/thread.html", context, status=status)


@require_http_methods(["GET", "POST"])
@read_messages
def thread(request: MemberRequest, pk: int) -> HttpResponse:
    """One conversation, and the answer to it; an answer marks read what was on the screen."""
    found = _thread(request, pk)
    if request.method == "GET":
        return _page(request, found)
    if not request.member.may(Permission.WRITE_MESSAGES):
        raise PermissionDenied
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    data = form.cleaned_data
    write(found, body=data["body"], by=request.user, at=request.now, token=data["token"])
    seen = moment_of(found, data["last"])
    if seen is not None:
        mark_read(found, request.member, seen)
    say(request, _("Message sent."))
    return go(reverse("messages:thread", args=[pk]), request)


@require_POST
@read_messages
def reading(request: MemberRequest, pk: int) -> HttpResponse:
    """Mark the conversation as read up to the last message that was shown."""
    found = _thread(request, pk)
    seen = moment_of(found, request.POST.get("last"))
    if seen is not None:
        mark_read(found, request.member, seen)
    if not request.htmx:
        return go(reverse("messages:thread", args=[pk]), request)
    unread = Thread.objects.visible_to(request.member).unread_by(request.member).count()
    return render(request, "messages/read.html", {"unread": unread})


@require_http_methods(["GET", "POST"])
@members_only(Permission.WRITE_MESSAGES)
def new(request: MemberRequest) -> HttpResponse:
    """Write to the office about one of the clients one sees, or about none."""
    sent = request.method == "POST"
    chosen = (request.POST if sent else request.GET).get("client", "")
    client = None
    if chosen:
        visible = Client.objects.visible_to(request.member)
        client = get_object_or_404(visible, pk=number_in(chosen) or 0)
    words = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    offices = offices_for(request.member, client)
    form = ThreadForm(request.POST if sent else None, offices=offices)
    if sent and form.is_valid():
        return _opened(request, client, form)
    context = {
        "client": client,
        "form": form,
        "offices": offices,
        "words": words,
        "found": [] if client else clients_to_write_about(request.member, words),
    }
    return render(request, "messages/new.html", context, status=422 if form.errors else 200)


def _opened(request: MemberRequest, client: Client | None, form: ThreadForm) -> HttpResponse:
    office = form.cleaned_data["office"]
    opened = open_thread(
        request.member.firm, office, client=client, by=request.user, at=request.now, **form.facts()
    )
    say(request, _("Message sent to %(office)s.") % {"office": office.name})
    return go(reverse("messages:thread", args=[opened.pk]), request)
