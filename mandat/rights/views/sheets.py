"""The rights taken out as a sheet and sent back: looked at, then done whole or not at all."""

from __future__ import annotations

from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mandat.clients.models import Client
from mandat.firms.doors import fresh, members_only
from mandat.firms.http import MemberRequest
from mandat.firms.models import Member, Portfolio
from mandat.firms.permissions import Permission
from mandat.firms.reading import ReadingKind, note
from mandat.rights.actions import Refused
from mandat.rights.plans.sheet import world_of
from mandat.rights.sheet import client_rows, people_rows, write_span
from mandat.rights.sheet_keeping import Kept, memory_of, seal, unseal
from mandat.rights.sheet_reading import Asked, Reading, Shelf
from mandat.rights.views.confirming import SHOWN, settle
from mandat.rights.wording import effect_lines, refusal, sentence, triples
from mandat.rights.workbook import WorkbookError, read_any, write, write_csv

MAX_BYTES: Final = 24 * 1024 * 1024
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHOWN: Final = 500  # problems
_PAGE: Final = 200  # changes

FILE_WORDS: Final[dict[str, str | Promise]] = {
    "missing": _("Choose a file."),
    "empty": _("The file is empty."),
    "not_a_table": _("This is no sheet: send the XLSX or CSV file that was taken out here."),
    "encoding": _("The text of this file cannot be read. Save it as CSV UTF-8."),
    "too_large": _("The file is larger than what can be taken in here."),
    "too_many_rows": _("The sheet has more than 60,000 lines."),
    "too_many_columns": _("The sheet has more than 400 columns."),
}
LINE_WORDS: Final[dict[str, str | Promise]] = {
    "unknown_person": _("Nobody of the firm has this e-mail address."),
    "left": _("This person has left the firm."),
    "unknown_portfolio": _("No portfolio has this name. Tick the box to create it."),
    "unknown_client": _("No client of your list has this reference or number."),
    "name_too_long": _("This name is too long: 100 characters at most."),
    "column_twice": _("This portfolio stands in two columns."),
    "line_twice": _("This person or client stands in another line already."),
    "date": _("Write x, or dates such as 2026-12-01 – 2026-12-15."),
    "dates": _("The end must be later than the start, and to come."),
    "mark": _("Write x, or leave the cell empty."),
    "archived": _("This portfolio is archived. Restore it first."),
    "changed_both": _("This was changed here too since the sheet was taken out."),
    "memory": _("The column taken_out was changed or belongs to another line."),
    "no_table": _("No table with the columns email or reference, and taken_out, was found."),
    "too_many_changes": _("More than 100,000 changes: send it in parts."),
}


@members_only(Permission.MANAGE_RIGHTS)
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: MemberRequest) -> HttpResponse:
    """Take the sheet out, send it back; what a sheet would change, and which lines are refused."""
    if request.method != "POST":
        return render(request, "rights/sheet.html", {"mistake": ""})
    create = request.POST.get("create") == "1"
    try:
        asked = _read(request, create=create)
    except WorkbookError as error:
        context = {"mistake": FILE_WORDS[error.code], "create": create}
        return render(request, "rights/sheet.html", context, status=422)
    if asked.problems:
        return render(request, "rights/sheet_refused.html", _refused(asked), status=422)
    kept = Kept(asked.grants, asked.places)
    return _preview(request, kept, seal(asked, by=request.member, at=request.now))


@members_only(Permission.MANAGE_RIGHTS)
@require_POST
def sheet_changes(request: MemberRequest) -> HttpResponse:
    """The changes of a sheet that was looked at: another page of them, or done."""
    text = request.POST.get("changes", "")
    if SHOWN in request.POST:
        return settle(
            request,
            lambda: unseal(text, by=request.member, at=request.now).plan(
                by=request.member, at=request.now
            ),
            back=reverse("rights:sheet"),
            done=reverse("rights:changes"),
        )
    try:
        kept = unseal(text, by=request.member, at=request.now)
    except Refused as refused:
        context = {"mistake": refusal(refused.code)}
        return render(request, "rights/sheet.html", context, status=422)
    return _preview(request, kept, text)


@members_only(Permission.MANAGE_RIGHTS)
@require_safe
@fresh
def sheet_file(request: MemberRequest, what: str) -> HttpResponse:
    """The rights as they are: both tables in one workbook, or one of them."""
    world = world_of(request.member)
    memory = memory_of(request.member, at=request.now)
    people = people_rows(world, memory, timezone.get_current_timezone())
    clients = client_rows(world, memory)
    if what != "people.csv":
        note(request, ReadingKind.EXPORT, amount=len(world.clients))
    if what == "rights.xlsx":
        data, kind = write([("people", people), ("clients", clients)]), _XLSX
    else:
        rows = people if what == "people.csv" else clients
        data, kind = write_csv(rows), "text/csv; charset=utf-8"
    response = HttpResponse(data, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{what}"'
    return response


def _read(request: MemberRequest, *, create: bool) -> Asked:
    """What the uploaded file asks for. WorkbookError where it is no sheet."""
    upload = request.FILES.get("file")
    if upload is None or isinstance(upload, list):
        raise WorkbookError("missing")
    if (upload.size or 0) > MAX_BYTES:
        raise WorkbookError("too_large")
    tabs = read_any(upload.read(), upload.name or "")
    reading = Reading(
        world_of(request.member),
        memory_of(request.member, at=request.now),
        zone=timezone.get_current_timezone(),
        now=request.now,
        create=create,
    )
    return reading.read(tabs)


def _refused(asked: Asked) -> dict[str, Any]:
    """The lines that are refused, with their reason in words."""
    return {
        "problems": [(one, LINE_WORDS[one.code]) for one in asked.problems[:_SHOWN]],
        "count": len(asked.problems),
    }


def _preview(request: MemberRequest, kept: Kept, text: str) -> HttpResponse:
    """Each change, who gains and who loses how many clients; nothing is written yet."""
    try:
        plan = kept.plan(by=request.member, at=request.now)
    except Refused as refused:
        mistake = {"mistake": refusal(refused.code)}
        return render(request, "rights/sheet.html", mistake, status=422)
    effect = plan.effect(request.member)
    cells = [*kept.grants.items(), *kept.places.items()]
    page = Paginator(cells, _PAGE).get_page(request.POST.get("page"))
    context: dict[str, Any] = {
        "sentence": sentence(plan.kind, plan.about),
        "names": plan.about["names"],
        "lines": effect_lines(triples(effect), request.member.firm_id),
        "unchanged": effect.unchanged,
        "shown": "" if plan.is_empty() else plan.fingerprint(effect),
        "changes": text,
        "page_obj": page,
        "rows": _told(request, kept, page.object_list),
    }
    return render(request, "rights/sheet_preview.html", context)


def _told(request: MemberRequest, kept: Kept, cells: Any) -> list[dict[str, Any]]:
    """The changes of a page: whose, which portfolio, what becomes of it."""
    owners = [cell[0] for cell, _ in cells]
    shelves = Portfolio.objects.visible_to(request.member).in_bulk(
        [cell[1] for cell, _ in cells if isinstance(cell[1], int)]
    )
    people = Member.objects.visible_to(request.member).select_related("user").in_bulk(owners)
    clients = Client.objects.visible_to(request.member).in_bulk(owners)
    zone = timezone.get_current_timezone()

    def shelf_name(shelf: Shelf) -> str:
        return shelf if isinstance(shelf, str) else shelves[shelf].name

    return [
        {
            "owner": people[cell[0]].user.name if granted else clients[cell[0]].name,
            "portfolio": shelf_name(cell[1]),
            "granted": granted,
            "added": wanted is not None if granted else wanted,
            "dates": write_span(wanted, zone) if granted and wanted != (None, None) else "",
        }
        for cell, wanted in cells
        for granted in [not isinstance(wanted, bool)]
    ]
