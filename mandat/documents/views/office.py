"""What an office does with the documents that it publishes for clients."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mandat.clients.models import Client
from mandat.documents.actions import (
    Refused,
    publish_document,
    restore_document,
    withdraw_document,
)
from mandat.documents.finding import LONGEST_QUERY, clients_numbered, clients_of, documents_of
from mandat.documents.forms import DocumentForm
from mandat.documents.kinds import WrongKind
from mandat.documents.models import Document
from mandat.documents.sending import send
from mandat.firms.doors import go, staff_only
from mandat.firms.http import StaffRequest
from mandat.firms.permissions import StaffPermission
from mandat.firms.scope import scope
from mandat.ui.notices import say
from mandat.vault.files import TooLarge

PER_PAGE = 50
publishers = staff_only(StaffPermission.PUBLISH)


def _document(request: StaffRequest, pk: int) -> Document:
    mine = Document.objects.for_staff(request.staff).select_related("firm", "office")
    return get_object_or_404(mine, pk=pk)


@require_GET
@publishers
def index(request: StaffRequest) -> HttpResponse:
    """What the office published for clients, withdrawn documents too."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_QUERY]
    rows = documents_of(request.staff, words)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "documents/office_documents.html", {"page": page, "words": words})


def _chosen(request: StaffRequest) -> Client | None:
    """The client that the address or the form names; 404 for one of another office."""
    typed = (request.POST if request.method == "POST" else request.GET).get("client", "")
    if not typed:
        return None
    pk = int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 18 else 0
    return get_object_or_404(clients_of(request.staff), pk=pk)


@require_http_methods(["GET", "POST"])
@publishers
def new(request: StaffRequest) -> HttpResponse:
    """Find the client by its number, then publish a document for it."""
    client = _chosen(request)
    words = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_QUERY]
    if client is not None and request.method == "POST":
        form = DocumentForm(request.POST, request.FILES)
        if form.is_valid() and _published(request, client, form):
            say(request, _("Document published: the firm sees it now."))
            return go(reverse("documents:office_documents"), request)
    else:
        form = DocumentForm(initial={"language": client.language if client else ""})
    context = {
        "client": client,
        "form": form,
        "words": words,
        "found": [] if client else clients_numbered(request.staff, words),
    }
    status = 422 if form.errors else 200
    return render(request, "documents/office_document_new.html", context, status=status)


def _published(request: StaffRequest, client: Client, form: DocumentForm) -> bool:
    office = request.staff.office
    try:
        with scope(firm_id=client.firm_id, office_id=office.pk):
            publish_document(client, office, by=request.user, at=request.now, **form.facts())
    except (Refused, WrongKind, TooLarge) as error:
        form.refused(error)
        return False
    return True


@require_GET
@publishers
def file(request: StaffRequest, pk: int) -> HttpResponseBase:
    """The file of one of the office's documents, withdrawn or not."""
    return send(_document(request, pk))


@require_POST
@publishers
def withdrawal(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a document away from its readers."""
    document = _document(request, pk)
    with scope(firm_id=document.firm_id, office_id=document.office_id):
        done = withdraw_document(document, by=request.user, at=request.now)
    if done:
        undo = reverse("documents:office_document_restoration", args=[pk])
        say(request, _("Document withdrawn: the firm no longer sees it."), undo=undo)
    else:
        say(request, _("This document was withdrawn already."), level=messages.WARNING)
    return go(reverse("documents:office_documents"), request)


@require_POST
@publishers
def restoration(request: StaffRequest, pk: int) -> HttpResponse:
    """Give a withdrawn document back to its readers."""
    document = _document(request, pk)
    with scope(firm_id=document.firm_id, office_id=document.office_id):
        done = restore_document(document, by=request.user, at=request.now)
    if done:
        say(request, _("Document published again."))
    else:
        say(request, _("This document is published already."), level=messages.WARNING)
    return go(reverse("documents:office_documents"), request)
