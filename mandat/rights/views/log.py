"""The page of the firm's log, its file, and the proof that nobody wrote it anew."""

from __future__ import annotations

import csv
import io
from itertools import islice
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mandat.firms import alarms, audit, reading
from mandat.firms.choices import AlarmKind, ReadingKind
from mandat.firms.doors import fresh, go, members_only
from mandat.firms.http import MemberRequest
from mandat.firms.models import Member, ReadingHead
from mandat.firms.permissions import Permission
from mandat.firms.reading import note
from mandat.firms.verbs import WORDS
from mandat.lib.cells import harmless
from mandat.rights.log import ACTIONS, READINGS, Line, Wanted, lines_of, page_of
from mandat.ui.notices import say

MOST_LINES: Final = 100_000  # of one file


@members_only(Permission.READ_AUDIT)
@require_safe
def log(request: MemberRequest) -> HttpResponse:
    """Who did and read what about whom, when; filtered, the latest first."""
    wanted = Wanted.read(request.GET)
    lines, following = page_of(request.member, wanted)
    note(request, ReadingKind.LOG, amount=len(lines))
    context = {
        "lines": lines,
        "following": following,
        "wanted": wanted,
        "people": Member.objects.visible_to(request.member)
        .select_related("user")
        .order_by("user__name"),
        "verbs": sorted(((verb, str(words)) for verb, words in WORDS.items()), key=lambda v: v[1]),
        "kinds": ReadingKind.choices,
        "sources": [(ACTIONS, _("Actions")), (READINGS, _("Readings"))],
    }
    return render(request, "rights/log.html", context)


@members_only(Permission.READ_AUDIT)
@require_POST
@fresh
def log_export(request: MemberRequest) -> HttpResponse:
    """The lines that the filters leave, all pages, as a file; taking it out is in the log."""
    wanted = Wanted.read(request.POST)
    lines = list(islice(lines_of(request.member, wanted), MOST_LINES + 1))
    if len(lines) > MOST_LINES:
        say(request, _("This is too much for one file: narrow it down."), level=messages.WARNING)
        return go(f"{reverse('rights:log')}?{wanted.as_query()}", request)
    audit.record(
        request.member.firm, "log.exported", by=request.user, at=request.now, lines=len(lines)
    )
    note(request, ReadingKind.EXPORT, amount=len(lines))
    response = HttpResponse(_as_csv(lines), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="log.csv"'
    return response


def _as_csv(lines: list[Line]) -> str:
    """Comma-separated, with a head, no cell a spreadsheet would run (S15)."""
    out = io.StringIO()
    write = csv.writer(out).writerow
    write([_("When"), _("Number"), _("Kind"), _("Who"), _("What"), _("Client"), _("Rows"),
           _("Seen as"), _("Details")])  # fmt: skip
    for line in lines:
        details = "; ".join(f"{name}: {value}" for name, value in sorted(line.details.items()))
        cells: list[Any] = [
            timezone.localtime(line.at).isoformat(), line.number, line.source, line.who, line.what,
            line.client, "" if line.amount is None else line.amount, line.seen_as, details,
        ]  # fmt: skip
        write([harmless(str(cell)) for cell in cells])
    return "\ufeff" + out.getvalue()


@members_only(Permission.READ_AUDIT)
@require_POST
def log_verify(request: MemberRequest) -> HttpResponse:
    """Walks both chains of the firm; where one breaks, the administrators are told."""
    firm = request.member.firm
    broken = {ACTIONS: audit.first_break(firm), READINGS: reading.first_break(firm)}
    if any(number is not None for number in broken.values()):
        details: dict[str, Any] = {key: n for key, n in broken.items() if n is not None}
        alarms.sound(firm, AlarmKind.CHAIN_BROKEN, member=None, at=request.now, **details)
    head = ReadingHead.objects.filter(firm=firm).first()
    ends = {ACTIONS: firm.audit_count, READINGS: head.count if head else 0}
    for source, name in ((ACTIONS, _("Actions")), (READINGS, _("Readings"))):
        if broken[source] is None:
            words = _("%(name)s: the chain is whole up to number %(n)s.")
            say(request, words % {"name": name, "n": ends[source]})
        else:
            words = _("%(name)s: the chain breaks at number %(n)s. Tell the office now.")
            told = words % {"name": name, "n": broken[source]}
            say(request, told, level=messages.ERROR)
    return go(reverse("rights:log"), request)
