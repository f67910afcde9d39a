"""The matrix of members × portfolios, edited with the keyboard and settled at once."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from mandat.firms.doors import members_only
from mandat.firms.http import MemberRequest
from mandat.firms.permissions import Permission
from mandat.rights.grid import changed, grid_of, wanted_of
from mandat.rights.plans import Plan
from mandat.rights.plans.members import change_grants
from mandat.rights.views.confirming import settle

_ROWS, _COLUMNS = 25, 12
_LONGEST = 100


@members_only(Permission.MANAGE_PORTFOLIOS)
@require_http_methods(["GET", "HEAD", "POST"])
def matrix(request: MemberRequest) -> HttpResponse:
    """Who is granted which portfolio; changed cells come together, their effect is shown first."""
    if request.method == "POST":
        return settle(request, lambda: _plan(request), back=reverse("rights:matrix"))
    grid = grid_of(request.member, at=request.now)
    member, portfolio = (
        request.GET.get(name, "").replace("\x00", "").strip()[:_LONGEST]
        for name in ("member", "portfolio")
    )
    part = grid.narrowed(member, portfolio) if member or portfolio else grid
    rows = Paginator(part.rows, _ROWS).get_page(request.GET.get("page"))
    columns = Paginator(part.portfolios, _COLUMNS).get_page(request.GET.get("across"))
    window = part.window(
        slice(max(rows.start_index() - 1, 0), rows.end_index()),
        slice(max(columns.start_index() - 1, 0), columns.end_index()),
    )
    context: dict[str, Any] = {
        "data": grid.as_json(),
        "grid": grid,
        "window": window,
        "page_obj": rows,
        "columns": columns,
        "member": member,
        "portfolio": portfolio,
    }
    return render(request, "rights/matrix.html", context)


def _plan(request: MemberRequest) -> Plan:
    """From the script's one field, or from the boxes of the page that works without it."""
    data = request.POST
    if data.get("cells"):
        cells = list(wanted_of(data["cells"]))
    else:
        cells = list(changed(data.getlist("had"), data.getlist("cell")))
    return change_grants(cells, by=request.member, at=request.now)
