"""Dropping files, and what was found in them."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from mandat.declarations import actions
from mandat.declarations.choices import FileState
from mandat.declarations.dropping import Outcome, drop_all
from mandat.declarations.explain import advice_of, title_of
from mandat.declarations.models import DeclarationFile
from mandat.declarations.pages import file_page, files_page
from mandat.firms.doors import go, members_only
from mandat.firms.http import MemberRequest
from mandat.firms.permissions import Permission
from mandat.firms.reading import ReadingKind, note
from mandat.ui import notices
from mandat.vault import files as vault_files


@require_safe
@members_only(Permission.DROP_DECLARATIONS)
def drop(request: MemberRequest) -> HttpResponse:
    """Where files are dropped, above those that were."""
    context = files_page(request.member, request.GET.get("page"))
    return render(request, "declarations/drop.html", context | {"outcomes": []})


@require_POST
@members_only(Permission.DROP_DECLARATIONS)
def files(request: MemberRequest) -> HttpResponse:
    """Receives files: one from the drop zone, several from the plain form."""
    outcomes = drop_all(request.member, request.FILES.getlist("files"), at=request.now)
    if request.accepts("text/html"):
        return _as_page(request, outcomes)
    (one,) = outcomes[:1]
    if not one.is_good:
        return JsonResponse({"error": one.words}, status=422)
    return JsonResponse({"message": one.words, "url": one.url}, status=201)


def _as_page(request: MemberRequest, outcomes: list[Outcome]) -> HttpResponse:
    """The page again with what was refused, or the list with a word of thanks."""
    if all(outcome.is_good for outcome in outcomes):
        count = len(outcomes)
        words = ngettext("%(count)s file received", "%(count)s files received", count)
        notices.say(request, words % {"count": count})
        return redirect(outcomes[0].url if count == 1 else "declarations:drop")
    context = files_page(request.member, None)
    return render(request, "declarations/drop.html", context | {"outcomes": outcomes}, status=422)


def _file(request: MemberRequest, pk: int) -> DeclarationFile:
    seen = DeclarationFile.objects.visible_to(request.member).as_dropped_by(request.member)
    return get_object_or_404(seen.select_related("dropped_by__user"), pk=pk)


@require_safe
@members_only(Permission.DROP_DECLARATIONS)
def file(request: MemberRequest, pk: int) -> HttpResponse:
    """One file: its envois, its declarations, its anomalies."""
    found = _file(request, pk)
    rank = request.GET.get("declaration")
    context = file_page(request.member, found, number=request.GET.get("page"), rank=rank)
    note(request, ReadingKind.DECLARATION, amount=len(context["shown"]))
    context |= {"file": found}
    if found.state == FileState.FAILED:
        context |= {"failure": title_of(found.failure), "advice": advice_of(found.failure)}
    return render(request, "declarations/file.html", context)


@require_POST
@members_only(Permission.DROP_DECLARATIONS)
def original(request: MemberRequest, pk: int) -> HttpResponseBase:
    """The file as it was dropped. It holds national numbers: taking it out is logged (S18)."""
    found = _file(request, pk)
    try:
        plain = vault_files.open_plain(found.stored_name, context=found.storage_context)
    except FileNotFoundError:
        notices.say(request, title_of("file-missing"), level=40)
        return redirect("declarations:file", pk=pk)
    actions.note_download(found, by=request.member, at=request.now)
    note(request, ReadingKind.EXPORT, amount=max(1, found.declarations.count()))
    response = StreamingHttpResponse(plain, content_type="application/octet-stream")
    response["Content-Length"] = str(found.size)
    response["Content-Disposition"] = str(
        content_disposition_header(True, getattr(found, "shown_name", found.name))  # noqa: FBT003  # Django's own
    )
    return response


@require_POST
@members_only(Permission.DROP_DECLARATIONS)
def reading(request: MemberRequest, pk: int) -> HttpResponse:
    """Has a file that could not be read, read again."""
    found = _file(request, pk)
    if actions.retry_file(found, by=request.member, at=request.now):
        notices.say(request, _("The file is being read again"))
    return go(reverse("declarations:file", args=[pk]), request)
