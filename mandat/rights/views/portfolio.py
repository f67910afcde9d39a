"""One portfolio: its clients and its people, put in and taken out."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from mandat.clients.asking import Asked, asked
from mandat.clients.bulk import bulk_of
from mandat.clients.filters import Filters
from mandat.clients.listing import PAGE, page_of
from mandat.clients.models import Client
from mandat.firms.doors import members_only, only_asks
from mandat.firms.http import MemberRequest
from mandat.firms.permissions import Permission
from mandat.firms.reading import ReadingKind, note
from mandat.rights.choosing import number, outside_of, placing_plan
from mandat.rights.forms import GrantForm
from mandat.rights.plans.members import Wanted, change_grants
from mandat.rights.shelves import looked_after, openings_of
from mandat.rights.views.confirming import settle


@only_asks
@members_only(Permission.MANAGE_PORTFOLIOS)
@sensitive_post_parameters("q")
@require_http_methods(["GET", "HEAD", "POST"])
def portfolio(request: MemberRequest, pk: int) -> HttpResponse:
    """A portfolio with its clients, searched and paged."""
    found = get_object_or_404(looked_after(request.member), pk=pk)
    wanted = asked(request, reverse("rights:portfolio", args=[pk]))
    if not isinstance(wanted, Asked):
        return wanted
    filters = wanted.filters.but(portfolio=pk)
    listing = page_of(request.member, filters, wanted.page)
    bulk = bulk_of(request.member, filters, listing.total, came="portfolio")
    context = {"portfolio": found, "listing": listing, "bulk": bulk, "misplaced": wanted.misplaced}
    note(request, ReadingKind.LIST, amount=len(listing.clients))
    return render(request, "rights/portfolio.html", context)


@only_asks
@members_only(Permission.MANAGE_PORTFOLIOS)
@sensitive_post_parameters("q")
@require_http_methods(["GET", "HEAD", "POST"])
def portfolio_add(request: MemberRequest, pk: int) -> HttpResponse:
    """Clients that are not in a portfolio yet, to be added."""
    found = get_object_or_404(looked_after(request.member), pk=pk)
    wanted = asked(request, reverse("rights:portfolio_add", args=[pk]))
    if not isinstance(wanted, Asked):
        return wanted
    seen = wanted.filters.apply(Client.objects.visible_to(request.member), request.member.firm)
    rows = outside_of(seen, pk).order_by("sort_name", "pk")
    page = Paginator(rows, PAGE).get_page(wanted.page)
    context: dict[str, Any] = {
        "portfolio": found,
        "page_obj": page,
        "filters": wanted.filters,
        "misplaced": wanted.misplaced,
    }
    note(request, ReadingKind.LIST, amount=len(page.object_list))
    return render(request, "rights/portfolio_add.html", context)


@members_only(Permission.MANAGE_PORTFOLIOS)
@require_http_methods(["GET", "HEAD", "POST"])
def portfolio_members(request: MemberRequest, pk: int) -> HttpResponse:
    """Who opens a portfolio and by which path; somebody more, other dates, somebody less."""
    found = get_object_or_404(looked_after(request.member), pk=pk)
    form = GrantForm(request.POST or None, by=request.member)
    back = reverse("rights:portfolio_members", args=[pk])
    if request.method == "POST":
        if gone := number(request.POST.get("remove", "")):
            return _grant(request, Wanted(gone, pk, granted=False), back)
        if form.is_valid():
            data = form.cleaned_data
            dates = {"starts_at": data["starts_at"], "ends_at": data["ends_at"]}
            return _grant(request, Wanted(data["member"].pk, pk, **dates), back)
    context = {
        "portfolio": found,
        "form": form,
        "openings": openings_of(found, request.member, at=request.now),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "rights/portfolio_members.html", context, status=status)


@members_only(Permission.MANAGE_PORTFOLIOS)
@sensitive_post_parameters("q")
@require_POST
def placing(request: MemberRequest) -> HttpResponse:
    """Clients chosen in a list: into a portfolio, out of it, or from one to another."""
    return settle(
        request,
        lambda: placing_plan(request.POST, by=request.member, at=request.now),
        back=_came_from(request),
    )


def _grant(request: MemberRequest, wanted: Wanted, back: str) -> HttpResponse:
    by, at = request.member, request.now
    return settle(request, lambda: change_grants([wanted], by=by, at=at), back=back)


def _came_from(request: MemberRequest) -> str:
    """The list in which the clients were chosen, filtered as it was."""
    filters = Filters.read(request.POST)
    came, target = request.POST.get("came", ""), number(request.POST.get("target", ""))
    if came == "portfolio" and filters.portfolio:
        address = reverse("rights:portfolio", args=[filters.portfolio])
        query = filters.but(portfolio=None).as_query()
    elif came == "add" and target:
        address, query = reverse("rights:portfolio_add", args=[target]), filters.as_query()
    else:
        address, query = reverse("clients:list"), filters.as_query()
    return f"{address}?{query}" if query else address
