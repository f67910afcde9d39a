"""What was changed in the rights of the firm, what it did to whom, and the way back."""

from __future__ import annotations

import time

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mandat.firms.doors import confirm_first, go, members_only
from mandat.firms.http import MemberRequest
from mandat.firms.permissions import Permission
from mandat.firms.reading import ReadingKind, note
from mandat.firms.sessions import is_fresh
from mandat.rights.actions import Conflict, Refused, undo
from mandat.rights.models import RightsChange
from mandat.rights.views.confirming import DAILY, tell
from mandat.rights.wording import effect_lines, refusal, sentence
from mandat.ui.notices import say

_PAGE = 50


@members_only(Permission.MANAGE_PORTFOLIOS)
@require_safe
def changes(request: MemberRequest) -> HttpResponse:
    """All changes of rights that this person may read, the last one first."""
    found = RightsChange.objects.visible_to(request.member).select_related(
        "by__user", "undone_by__user"
    )
    page = Paginator(found.defer("edits"), _PAGE).get_page(request.GET.get("page"))
    rows = [(change, sentence(change.kind, change.about)) for change in page]
    note(request, ReadingKind.RIGHTS, amount=len(rows))
    return render(request, "rights/changes.html", {"rows": rows, "page_obj": page})


@members_only(Permission.MANAGE_PORTFOLIOS)
@require_safe
def change(request: MemberRequest, pk: int) -> HttpResponse:
    """One change: who, when, what it did to whom."""
    found = get_object_or_404(
        RightsChange.objects.visible_to(request.member)
        .select_related("by__user", "undone_by__user", "undoes")
        .defer("edits"),
        pk=pk,
    )
    effect = [(member, gained, lost) for member, gained, lost in found.effect]
    context = {
        "change": found,
        "sentence": sentence(found.kind, found.about),
        "lines": effect_lines(effect, found.firm_id),
    }
    note(request, ReadingKind.RIGHTS, amount=1)
    return render(request, "rights/change.html", context)


@members_only(Permission.MANAGE_PORTFOLIOS)
@require_POST
def undo_change(request: MemberRequest, pk: int) -> HttpResponse:
    """Brings back what was before a change; where that opens something, S7 as for a change."""
    found = get_object_or_404(RightsChange.objects.visible_to(request.member), pk=pk)
    if found.kind not in DAILY and not is_fresh(request, now=time.time()):
        return confirm_first(request, back=reverse("rights:changes"))
    try:
        tell(request, undo(found, by=request.member, at=request.now))
    except Refused as refused:
        say(request, refusal(refused.code), level=messages.WARNING)
    except Conflict:
        say(request, refusal("conflict"), level=messages.WARNING)
    return go(reverse("rights:changes"), request)
