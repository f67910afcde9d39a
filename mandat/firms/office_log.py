"""The office's own log: what its people did, and when its switch was turned."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mandat.firms import audit
from mandat.firms.doors import go, staff_only
from mandat.firms.http import StaffRequest
from mandat.firms.models import AuditEvent, Staff
from mandat.firms.permissions import StaffPermission
from mandat.firms.verbs import WORDS, words_for
from mandat.ui.notices import say

_PAGE = 50


@require_safe
@staff_only(StaffPermission.READ_AUDIT)
def office_log(request: StaffRequest) -> HttpResponse:
    """The events of the office, the latest first, by person and kind; paged by number."""
    office = request.staff.office
    who, what = _number(request.GET.get("who", "")), request.GET.get("what", "")
    before = _number(request.GET.get("before", ""))
    events = AuditEvent.objects.filter(office=office).select_related("actor")
    if who is not None:
        events = events.filter(actor_id=who)
    if what in WORDS:
        events = events.filter(action=what)
    if before is not None:
        events = events.filter(number__lt=before)
    found = list(events.order_by("-number")[: _PAGE + 1])
    context = {
        "lines": [(event, words_for(event.action)) for event in found[:_PAGE]],
        "following": found[_PAGE - 1].number if len(found) > _PAGE else None,
        "people": Staff.objects.filter(office=office).select_related("user").order_by("user__name"),
        "verbs": sorted(((verb, str(words)) for verb, words in WORDS.items()), key=lambda v: v[1]),
        "who": who,
        "what": what,
    }
    return render(request, "firms/office_log.html", context)


@require_POST
@staff_only(StaffPermission.READ_AUDIT)
def office_log_verify(request: StaffRequest) -> HttpResponse:
    """Walks the office's chain."""
    office = request.staff.office
    number = audit.first_break(office)
    if number is None:
        say(request, _("The chain is whole up to number %(n)s.") % {"n": office.audit_count})
    else:
        words = _("The chain breaks at number %(n)s.") % {"n": number}
        say(request, words, level=messages.ERROR)
    return go(reverse("firms:office_log"), request)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None
