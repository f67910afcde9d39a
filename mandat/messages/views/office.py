"""What people of an office see of messages and do with them."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mandat.clients.models import Client
from mandat.firms.doors import go, staff_only
from mandat.firms.http import StaffRequest
from mandat.firms.models import Firm
from mandat.firms.permissions import StaffPermission
from mandat.firms.scope import scope
from mandat.messages import finding
from mandat.messages.actions import mark_read_by_office, open_thread, write
from mandat.messages.filters import LONGEST_QUERY, ThreadFilter, number_in
from mandat.messages.forms import AnswerForm, OfficeThreadForm
from mandat.messages.models import Thread
from mandat.messages.views.talk import moment_of, talk
from mandat.ui.notices import say

PER_PAGE = 50
correspond = staff_only(StaffPermission.ANSWER_MESSAGES)


@require_GET
@correspond
def index(request: StaffRequest) -> HttpResponse:
    """The office's conversations with all firms, the latest word first."""
    chosen = ThreadFilter.read(request.GET)
    threads = Thread.objects.for_staff(request.staff)
    unread = threads.unread_by_office()
    found = (unread if chosen.unread else threads).about(chosen.words)
    rows = found.marked_for_office().select_related("client", "firm").order_by("-wrote_at", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    words = finding.last_words(page.object_list)
    context = {
        "filter": chosen,
        "page": page,
        "rows": [(thread, words.get(thread.pk)) for thread in page.object_list],
        "unread": unread.count(),
    }
    return render(request, "messages/office_list.html", context)


def _thread(request: StaffRequest, pk: int) -> Thread:
    mine = Thread.objects.for_staff(request.staff)
    return get_object_or_404(mine.select_related("client", "firm", "office"), pk=pk)


def _page(
    request: StaffRequest, thread: Thread, form: AnswerForm | None = None, status: int = 200
) -> HttpResponse:
    read_until, wrote = thread.office_read_at, thread.firm_wrote_at
    context = talk(thread, whole=request.GET.get("all") == "1", read_until=read_until)
    context |= {
        "thread": thread,
        "form": form or AnswerForm(initial={"last": context["last"]}),
        "unread": wrote is not None and (read_until is None or read_until < wrote),
    }
    return render(request, "messages/office_thread.html", context, status=status)


@require_http_methods(["GET", "POST"])
@correspond
def thread(request: StaffRequest, pk: int) -> HttpResponse:
    """One conversation, and the answer to it; an answer marks read what was on the screen."""
    found = _thread(request, pk)
    if request.method == "GET":
        return _page(request, found)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    data = form.cleaned_data
    with scope(firm_id=found.firm_id, office_id=found.office_id):
        write(found, body=data["body"], by=request.user, at=request.now, token=data["token"])
        seen = moment_of(found, data["last"])
        if seen is not None:
            mark_read_by_office(found, by=request.user, at=seen)
    say(request, _("Message sent."))
    return go(reverse("messages:office_thread", args=[pk]), request)


@require_POST
@correspond
def reading(request: StaffRequest, pk: int) -> HttpResponse:
    """Mark the conversation as read by the office up to the last message that was shown."""
    found = _thread(request, pk)
    seen = moment_of(found, request.POST.get("last"))
    if seen is not None:
        mark_read_by_office(found, by=request.user, at=seen)
    if not request.htmx:
        return go(reverse("messages:office_thread", args=[pk]), request)
    unread = Thread.objects.for_staff(request.staff).unread_by_office().count()
    return render(request, "messages/office_read.html", {"unread": unread})


def _receiver(request: StaffRequest) -> tuple[Firm | None, Client | None]:
    """The firm to write to and the client it is about, as the address or the form says; or 404."""
    query = request.POST if request.method == "POST" else request.GET
    if query.get("client"):
        known = finding.clients_of(request.staff)
        client = get_object_or_404(known, pk=number_in(query["client"]) or 0)
        return client.firm, client
    if query.get("firm"):
        firms = finding.firms_of(request.staff)
        return get_object_or_404(firms, pk=number_in(query["firm"]) or 0), None
    return None, None


@require_http_methods(["GET", "POST"])
@correspond
def new(request: StaffRequest) -> HttpResponse:
    """Write to a firm about one of its clients, or to the firm as a whole."""
    firm, client = _receiver(request)
    words = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_QUERY]
    sent = request.method == "POST" and firm is not None
    form = OfficeThreadForm(request.POST if sent else None, about_client=client is not None)
    if sent and firm is not None and form.is_valid():
        return _opened(request, firm, client, form)
    context = {
        "firm": firm,
        "client": client,
        "form": form,
        "words": words,
        "clients": [] if firm else finding.clients_numbered(request.staff, words),
        "firms": [] if firm else finding.firms_named(request.staff, words),
    }
    return render(request, "messages/office_new.html", context, status=422 if form.errors else 200)


def _opened(
    request: StaffRequest, firm: Firm, client: Client | None, form: OfficeThreadForm
) -> HttpResponse:
    office = request.staff.office
    with scope(firm_id=firm.pk, office_id=office.pk):
        opened = open_thread(
            firm,
            office,
            client=client,
            to_everybody=form.to_everybody,
            by=request.user,
            at=request.now,
            **form.facts(),
        )
    say(request, _("Message sent to %(firm)s.") % {"firm": firm.name})
    return go(reverse("messages:office_thread", args=[opened.pk]), request)
