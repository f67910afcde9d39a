"""The portfolios of the firm: made, renamed, archived, restored, merged."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mandat.clients.actions import Refused
from mandat.firms.doors import members_only
from mandat.firms.http import MemberRequest
from mandat.firms.models import Portfolio
from mandat.firms.permissions import Permission
from mandat.lib.text import fold
from mandat.rights.choosing import chosen_portfolio, number
from mandat.rights.forms import PortfolioForm
from mandat.rights.plans import Plan
from mandat.rights.plans.portfolios import (
    archive_portfolio,
    create_portfolio,
    edit_portfolio,
    merge_portfolios,
    restore_portfolio,
)
from mandat.rights.shelves import looked_after, shelves_of
from mandat.rights.views.confirming import settle
from mandat.rights.wording import refusal

_PAGE = 100
_LONGEST = 100


@members_only(Permission.MANAGE_PORTFOLIOS)
@require_safe
def portfolios(request: MemberRequest) -> HttpResponse:
    """The portfolios that the member looks after, archived ones apart."""
    q = request.GET.get("q", "").replace("\x00", "").strip()[:_LONGEST]
    shelves = shelves_of(request.member, at=request.now)
    found = [one for one in shelves if fold(q) in fold(one.portfolio.name)]
    open_ones = [one for one in found if one.portfolio.archived_at is None]
    context: dict[str, Any] = {
        "q": q,
        "page_obj": Paginator(open_ones, _PAGE).get_page(request.GET.get("page")),
        "archived": [one for one in found if one.portfolio.archived_at is not None],
        "targets": [one.portfolio for one in shelves if one.portfolio.archived_at is None],
    }
    return render(request, "rights/portfolios.html", context)


@members_only(Permission.MANAGE_RIGHTS)
@require_http_methods(["GET", "HEAD", "POST"])
def portfolio_new(request: MemberRequest) -> HttpResponse:
    """A new portfolio."""
    return _named(request, None)


@members_only(Permission.MANAGE_RIGHTS)
@require_http_methods(["GET", "HEAD", "POST"])
def portfolio_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Another name and description."""
    return _named(request, get_object_or_404(looked_after(request.member), pk=pk))


@members_only(Permission.MANAGE_RIGHTS)
@require_POST
def portfolio_archive(request: MemberRequest, pk: int) -> HttpResponse:
    """Put away, with its clients and grants."""
    found = get_object_or_404(looked_after(request.member), pk=pk)
    back = reverse("rights:portfolio", args=[pk])
    return settle(
        request, lambda: archive_portfolio(found, by=request.member, at=request.now), back=back
    )


@members_only(Permission.MANAGE_RIGHTS)
@require_POST
def portfolio_restore(request: MemberRequest, pk: int) -> HttpResponse:
    """Brought back with its clients and grants."""
    found = get_object_or_404(looked_after(request.member), pk=pk)
    back = reverse("rights:portfolio", args=[pk])
    return settle(
        request, lambda: restore_portfolio(found, by=request.member, at=request.now), back=back
    )


@members_only(Permission.MANAGE_RIGHTS)
@require_POST
def portfolios_merge(request: MemberRequest) -> HttpResponse:
    """The portfolios ticked become part of the one chosen."""

    def make() -> Plan:
        target = chosen_portfolio(request.POST, "target", request.member)
        keys = {number(one) for one in request.POST.getlist("portfolio")} - {target.pk}
        sources = list(looked_after(request.member).filter(pk__in=keys))
        if len(sources) < len(keys):
            raise Refused("unknown_portfolio")
        return merge_portfolios(sources, target, by=request.member, at=request.now)

    return settle(request, make, back=reverse("rights:portfolios"))


def _named(request: MemberRequest, portfolio: Portfolio | None) -> HttpResponse:
    """The form of a new portfolio, or of one that is there; what was typed stays."""
    form = PortfolioForm(request.POST or None, instance=portfolio)
    back = reverse("rights:portfolio", args=[portfolio.pk]) if portfolio else ""
    if request.method == "POST" and form.is_valid():
        try:
            plan = _plan(request, form, portfolio)
        except Refused as refused:
            form.add_error("name", refusal(refused.code))
        else:
            return settle(
                request, lambda: plan, back=back or reverse("rights:portfolios"), at_once=True
            )
    context = {"form": form, "portfolio": portfolio, "back": back or reverse("rights:portfolios")}
    status = 422 if request.method == "POST" else 200
    return render(request, "rights/portfolio_form.html", context, status=status)


def _plan(request: MemberRequest, form: PortfolioForm, portfolio: Portfolio | None) -> Plan:
    name, description = form.cleaned_data["name"], form.cleaned_data["description"]
    if portfolio is None:
        return create_portfolio(name, description, by=request.member, at=request.now)
    # The form has written into its own instance; the plan compares with the row as it is.
    row = Portfolio.objects.get(pk=portfolio.pk)
    return edit_portfolio(row, name, description, by=request.member, at=request.now)
