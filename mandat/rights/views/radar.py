"""The radar: what nobody looks after, and what mends it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from mandat.clients.models import Client
from mandat.firms.doors import members_only
from mandat.firms.http import MemberRequest
from mandat.firms.permissions import Permission
from mandat.firms.reading import ReadingKind, note
from mandat.rights.actions import Refused
from mandat.rights.choosing import chosen_portfolio, number
from mandat.rights.plans import Plan
from mandat.rights.plans.members import Wanted, change_grants
from mandat.rights.plans.placing import place_clients
from mandat.rights.radar import Radar, radar_of
from mandat.rights.views.confirming import settle

_PAGE = 50
_LISTS = {
    "unplaced": _("Clients in no portfolio"),
    "idle": _("Portfolios that nobody active has"),
    "absent": _("People who never came"),
    "hanging": _("Clients that hang on one person"),
}


@members_only(Permission.MANAGE_RIGHTS)
@require_http_methods(["GET", "HEAD", "POST"])
def radar(request: MemberRequest) -> HttpResponse:
    """One of the four lists with the counts of all; POST mends what was chosen in it."""
    chosen = request.GET.get("list", "")
    chosen = chosen if chosen in _LISTS else ""
    if request.method == "POST":
        back = reverse("rights:radar") + (f"?list={chosen}" if chosen else "")
        return settle(request, lambda: _mend(request.POST, request), back=back)
    found = radar_of(request.member, at=request.now)
    counts = found.counts()
    chosen = chosen or next((name for name, n in counts.items() if n), "unplaced")
    page = Paginator(_rows_of(found, chosen), _PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "list": chosen,
        "lists": [(name, words, counts[name]) for name, words in _LISTS.items()],
        "title": _LISTS[chosen],
        "page_obj": page,
        "rows": _told(page, found, chosen),
        "radar": found,
    }
    note(request, ReadingKind.RIGHTS, amount=len(context["rows"]))
    return render(request, "rights/radar.html", context)


def _rows_of(found: Radar, chosen: str) -> list[Any]:
    if chosen == "absent":
        return [*found.absent, *found.invited]
    return list({"unplaced": found.unplaced, "idle": found.idle}.get(chosen, found.hanging))


def _told(page: Page[Any], found: Radar, chosen: str) -> list[Any]:
    """The rows of a page as they are shown; clients are read for it alone."""
    if chosen in {"idle", "absent"}:
        return [(one, found.sizes[one.pk]) for one in page]
    people = {one.pk: one for one in found.members}
    keys = [one if chosen == "unplaced" else one.client_id for one in page]
    clients = Client.objects.select_related("placement_set").in_bulk(keys)
    if chosen == "unplaced":
        return [(clients[key], None) for key in keys]
    return [(clients[one.client_id], people[one.member_id]) for one in page]


def _mend(data: QueryDict, request: MemberRequest) -> Plan:
    """What was chosen and asked for: clients placed, portfolios granted, a second person.

    Refused: `no_client`, `portfolio_missing`, `unknown_portfolio`, `unknown_member`, and as the
    plans.
    """
    by, at = request.member, request.now
    everything = data.get("all") == "1"
    found = radar_of(by, at=at)
    if data.get("do") == "place":
        clients = found.unplaced if everything else _ids(data, "client")
        return place_clients(clients, chosen_portfolio(data, "portfolio", by), by=by, at=at)
    member = number(data.get("member", ""))
    if data.get("do") == "grant":
        idle = {one.pk for one in found.idle} if everything else set(_ids(data, "portfolio"))
        return change_grants([Wanted(member, key) for key in sorted(idle)], by=by, at=at)
    clients = tuple(one.client_id for one in found.hanging) if everything else _ids(data, "client")
    through = found.through(clients)
    return change_grants([Wanted(member, key) for key in sorted(through)], by=by, at=at)


def _ids(data: QueryDict, name: str) -> tuple[int, ...]:
    """The rows that were ticked. Refused: `no_client`, `portfolio_missing` where none was."""
    if not (keys := tuple(number(one) for one in data.getlist(name))):
        raise Refused("portfolio_missing" if name == "portfolio" else "no_client")
    return keys
