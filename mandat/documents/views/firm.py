"""What a member downloads."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from mandat.documents.finding import LONGEST_QUERY
from mandat.documents.models import Document, Guide
from mandat.documents.sending import send
from mandat.firms.choices import Language
from mandat.firms.doors import members_only
from mandat.firms.http import MemberRequest
from mandat.firms.permissions import Permission
from mandat.firms.reading import ReadingKind, note

PER_PAGE = 50
see_clients = members_only(Permission.SEE_CLIENTS)


@require_GET
@see_clients
def document_file(request: MemberRequest, pk: int) -> HttpResponseBase:
    """The file of a document about a client that one sees."""
    found = get_object_or_404(Document.objects.visible_to(request.member), pk=pk)
    note(request, ReadingKind.DOCUMENT, client=found.client_id)
    return send(found)


@require_GET
@see_clients
def guides(request: MemberRequest) -> HttpResponse:
    """The guides of the installation, those in one's language first."""
    words = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    language = request.GET.get("language", "")
    language = language if language in Language.values else ""
    found = Guide.objects.visible_to(request.member).about(words)
    if language:
        found = found.filter(language=language)
    rows = found.in_language_first(request.LANGUAGE_CODE).select_related("office")
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "words": words,
        "language": language,
        "languages": Language.choices,
    }
    return render(request, "documents/guides.html", context)


@require_GET
@see_clients
def guide_file(request: MemberRequest, pk: int) -> HttpResponseBase:
    """The file of a guide."""
    return send(get_object_or_404(Guide.objects.visible_to(request.member), pk=pk))
