"""The people of the firm in one place, and what each role may do."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mandat.firms.doors import members_only
from mandat.firms.http import MemberRequest
from mandat.firms.permissions import ROLES, Permission, Role
from mandat.rights.asking import waiting_for
from mandat.rights.choices import Standing
from mandat.rights.directory import Wish, people_of

_PAGE = 50


@members_only(Permission.MANAGE_PORTFOLIOS)
@require_safe
def users(request: MemberRequest) -> HttpResponse:
    """The subscribers of the firm: searched, filtered by role and state, sorted."""
    wish = Wish.read(request.GET)
    everybody = people_of(request.member, at=request.now)
    found = wish.sorted(one for one in everybody if wish.passes(one))
    context: dict[str, Any] = {
        "wish": wish,
        "page_obj": Paginator(found, _PAGE).get_page(request.GET.get("page")),
        "asked": waiting_for(request.member).count(),
        "here": sum(one.standing is not Standing.LEFT for one in everybody),
        "bare": sum(not one.has_factor and one.standing is not Standing.LEFT for one in everybody),
        "roles": Role.choices,
        "states": Standing.choices,
        "heads": _heads(wish, counted=request.member.may(Permission.MANAGE_RIGHTS)),
    }
    return render(request, "rights/users.html", context)


@members_only(Permission.MANAGE_PORTFOLIOS)
@require_safe
def roles(request: MemberRequest) -> HttpResponse:
    """Roles and permissions as one table."""
    rows = [
        (permission.label, [(role.label, permission in ROLES[role]) for role in Role])
        for permission in Permission
    ]
    return render(request, "rights/roles.html", {"roles": list(Role), "rows": rows})


def _heads(wish: Wish, *, counted: bool) -> list[dict[str, Any]]:
    """The heads of the columns: words, the order a click gives, the order now."""
    columns = [
        ("name", _("Name"), False),
        ("role", _("Role"), False),
        *(
            [("portfolios", _("Portfolios"), True), ("clients", _("Clients seen"), True)]
            if counted
            else []
        ),
        ("came", _("Last sign-in"), False),
    ]
    now = wish.sort.removeprefix("-")
    down = wish.sort.startswith("-")
    return [
        {
            "label": label,
            "numeric": numeric,
            "sort": f"-{name}" if name == now and not down else name,
            "direction": ("descending" if down else "ascending") if name == now else "",
        }
        for name, label, numeric in columns
    ]
