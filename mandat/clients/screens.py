"""What the list of clients shows, made ready for its template."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final
from urllib.parse import quote

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mandat.clients.bulk import Bulk, bulk_of
from mandat.clients.choices import ClientKind
from mandat.clients.filters import DEFAULT_ORDER, Filters
from mandat.clients.listing import Listing
from mandat.clients.models import Client
from mandat.firms.choices import Country
from mandat.firms.models import Member
from mandat.firms.permissions import Permission
from mandat.ui import marking

# Label, order at the first click, order at the second, whether a number stands under it.
# label, first order, second order, numeric, given up where the table would be too wide
_HEADS: Final[tuple[tuple[str | Promise, str, str, bool, bool], ...]] = (
    (_("Client"), "name", "-name", False, False),
    (_("Kind"), "", "", False, True),
    (_("Portfolio"), "", "", False, True),
    (_("Services"), "", "", False, False),
    (_("Incidents"), "incidents", "", True, False),
    (_("Anomalies"), "anomalies", "", True, False),
    (_("Headcount"), "headcount", "", True, True),
    (_("Next due"), "", "", False, False),
    (_("State"), "attention", "", False, False),
)


@dataclass(frozen=True)
class Head:
    """One column's head; without `url` it does not sort."""

    label: str | Promise
    url: str
    direction: str  # of aria-sort; '' when not in this order
    numeric: bool
    spare: bool  # given up where the table would be too wide


@dataclass(frozen=True)
class Row:
    """One client."""

    client: Client
    url: str
    remove_url: str
    portfolios: str
    trade_name: str  # shown where it is not the name again
    account: str  # shown where it is what was searched


@dataclass(frozen=True)
class Chip:
    """One filter that is on or off."""

    name: str
    value: str
    label: str | Promise
    count: int
    on: bool


@dataclass(frozen=True)
class Screen:
    """The list, ready to be shown to `member`."""

    listing: Listing
    member: Member
    misplaced: bool = False  # a national number stood in the address

    @property
    def filters(self) -> Filters:
        """What the list is narrowed to."""
        return self.listing.filters

    @property
    def q(self) -> str:
        """What was typed."""
        return self.filters.q

    @cached_property
    def everything(self) -> int:
        """How many clients the member sees."""
        return self.listing.tally.count()

    @property
    def portfolio_count(self) -> int:
        """How many portfolios hold them."""
        return len(self.listing.tally.names)

    @property
    def may_add(self) -> bool:
        """Whether the member may add and remove clients."""
        return self.member.may(Permission.ADD_CLIENTS)

    @cached_property
    def bulk(self) -> Bulk | None:
        """What can be done with the clients chosen; None for who looks after no portfolio."""
        return bulk_of(self.member, self.filters, self.listing.total, came="list")

    @property
    def add_url(self) -> str:
        """Where a client is added."""
        return _url("onboarding:add") if self.may_add else ""

    @property
    def clear_url(self) -> str:
        """The whole list, in the same order."""
        return self._url(Filters(sort=self.filters.sort))

    @cached_property
    def chips(self) -> list[Chip]:
        """To follow, and the countries where there are two; counted under the other filters."""
        base, tally = self.filters, self.listing.tally
        followed = tally.count(base.but(attention=True))
        chips = [Chip("attention", "1", _("To follow"), followed, base.attention)]
        counts = [(c, tally.count(base.but(country=c.value))) for c in Country]
        if base.country or all(n for _c, n in counts):
            chips += [
                Chip("country", c.value, c.label, n, base.country == c.value) for c, n in counts
            ]
        return chips

    @cached_property
    def portfolios(self) -> list[tuple[int, str, int]]:
        """The choices of the portfolio filter."""
        return self.listing.tally.by_portfolio()

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """The choices of the kind filter."""
        return [(kind.value, str(kind.label)) for kind in ClientKind]

    @property
    def orders(self) -> list[tuple[str, str | Promise]]:
        """The choices of the order, also where a narrow screen hides the heads."""
        return [
            ("name", _("By name")),
            ("attention", _("To settle first")),
            ("incidents", _("Most incidents")),
            ("anomalies", _("Most anomalies")),
            ("headcount", _("Most employees")),
            ("added", _("Added last")),
        ]

    @cached_property
    def heads(self) -> list[Head]:
        """The heads of the columns."""
        now = self.filters.sort or ("" if self.q else DEFAULT_ORDER)
        heads = []
        for label, first, second, numeric, spare in _HEADS:
            wanted = second if second and now == first else first
            ascending = first == "name" and now == "name"
            direction = ("ascending" if ascending else "descending") if now and now in {
                first, second} else ""  # fmt: skip
            url = self._url(self.filters.but(sort=wanted)) if wanted else ""
            heads.append(Head(label, url, direction, numeric, spare))
        return heads

    @cached_property
    def rows(self) -> list[Row]:
        """The clients of this page."""
        origin = self.filters.as_query(self.listing.page)
        tail = f"?from={quote(origin, safe='')}" if origin else ""
        page = _url("desk:client", 0)
        removal = _url("onboarding:remove", 0) if self.may_add else ""
        return [self._row(client, page, removal, tail) for client in self.listing.clients]

    @property
    def previous_url(self) -> str:
        """The page before, '' on the first."""
        page = self.listing.page
        return self._url(self.filters, page - 1) if page > 1 else ""

    @property
    def next_url(self) -> str:
        """The page after, '' on the last."""
        return self._url(self.filters, self.listing.page + 1) if self.listing.more else ""

    def _row(self, client: Client, page: str, removal: str, tail: str) -> Row:
        """One row; `page` and `removal` are the addresses of the client 0: reversing is slow."""
        account = client.account_number
        met = bool(self.q and account and marking.spans(account, self.q))
        return Row(
            client=client,
            url=page.replace("/0/", f"/{client.pk}/") + tail,
            remove_url=removal.replace("/0/", f"/{client.pk}/"),
            portfolios=", ".join(self.listing.tally.portfolios(client.placement_set_id)),
            trade_name="" if client.trade_name == client.name else client.trade_name,
            account=account if met else "",
        )

    def _url(self, filters: Filters, page: int = 1) -> str:
        query = filters.as_query(page)
        return reverse("clients:list") + (f"?{query}" if query else "")


def _url(name: str, *args: int) -> str:
    """An address of an app above this one; '' where it is not installed."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
