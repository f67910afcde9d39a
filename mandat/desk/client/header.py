"""What stays on top of a client's pages while the tabs change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Prefetch
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from mandat.affiliates.choices import Service
from mandat.clients.choices import ServiceState
from mandat.clients.listing import Filters, neighbours
from mandat.clients.models import Client, ClientService, Placement
from mandat.firms.http import MemberRequest
from mandat.firms.models import Member, Portfolio
from mandat.firms.reading import ReadingKind, note

_KINDS = {"client_documents": ReadingKind.DOCUMENT, "client_figures": ReadingKind.FIGURES}
OPEN_STATES = frozenset({ServiceState.ACTIVE, ServiceState.ENDING})


@dataclass(frozen=True)
class Tab:
    """One of the four tabs, with its own address."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Position:
    """The client's place in the list one came from; ranks from 1, None where not counted."""

    previous: Client | None
    next: Client | None
    rank: int | None
    total: int | None


@dataclass(frozen=True)
class Header:
    """The client, what is open for it, where it stands in the list one came from."""

    client: Client
    services: dict[str, ClientService]
    portfolios: list[Portfolio]
    tabs: list[Tab]
    position: Position | None
    origin: str  # the list's filter as a query string, kept from page to page

    def is_open(self, service: Service) -> bool:
        """Whether an application of this service may be opened."""
        row = self.services.get(service)
        return row is not None and row.state in OPEN_STATES


def visible_client(member: Member, pk: int) -> Client:
    """The client `pk` as `member` may see it; Http404 for hidden and absent alike."""
    visible_portfolios = Portfolio.objects.visible_to(member).open().values("pk")
    client = (
        Client.objects.visible_to(member)
        .select_related("office", "affiliate")
        .prefetch_related(
            "services",
            Prefetch(
                "placements",
                # Only the portfolios that the reader may know of.
                queryset=Placement.objects.filter(
                    portfolio_id__in=visible_portfolios
                ).select_related("portfolio"),
            ),
        )
        .filter(pk=pk)
        .first()
    )
    if client is None:
        raise Http404
    return client


def header_of(request: MemberRequest, client: Client, tab: str) -> Header:
    """The header of `client` with `tab` (a url name of the desk) as the current one."""
    origin = request.GET.get("from", "")[:300]
    suffix = "?" + urlencode({"from": origin}) if origin else ""
    names = (
        (_("Applications"), "client"),
        (_("Documents"), "client_documents"),
        (_("My business in figures"), "client_figures"),
        (_("Contact"), "client_contact"),
    )
    tabs = [
        Tab(label, reverse(f"desk:{name}", args=[client.pk]) + suffix, name == tab)
        for label, name in names
    ]
    position = None
    if origin:
        filters = Filters.read(origin)
        position = Position(*neighbours(request.member, filters, client))
    return Header(
        client=client,
        services={row.service: row for row in client.services.all()},
        portfolios=[placement.portfolio for placement in client.placements.all()],
        tabs=tabs,
        position=position,
        origin=suffix,
    )


def page(request: MemberRequest, pk: int, tab: str, **more: Any) -> dict[str, Any]:
    """The context that every page of a client shares."""
    client = visible_client(request.member, pk)
    note(request, _KINDS.get(tab, ReadingKind.CLIENT), client=client.pk)
    return {"client": client, "header": header_of(request, client, tab), "tab": tab, **more}
