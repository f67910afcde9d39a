"""What a list of clients is narrowed to and ordered by, as an address says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db.models import F
from django.db.models.expressions import Combinable, OrderBy
from django.http import QueryDict

from mandat.clients.choices import Attention, ClientKind
from mandat.clients.models import ClientQuerySet
from mandat.clients.models.client import Unindexed
from mandat.clients.search import addressable
from mandat.firms.choices import Country
from mandat.firms.models import Firm

Order = tuple[str | Combinable, ...]
ORDERS: Final[Mapping[str, Order]] = {
    "name": ("sort_name", "pk"),
    "-name": ("-sort_name", "-pk"),
    "attention": ("-attention", "next_due_on", "pk"),
    "incidents": ("-open_incidents", "-pk"),
    "anomalies": ("-open_anomalies", "-pk"),
    "headcount": (OrderBy(F("headcount"), descending=True, nulls_last=True), "-pk"),
    "added": ("-added_at", "-pk"),
}
DEFAULT_ORDER: Final = "name"
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Filters:
    """One way to look at a list; empty values filter nothing."""

    q: str = ""
    portfolio: int | None = None
    country: str = ""
    kind: str = ""
    attention: bool = False
    sort: str = ""

    @classmethod
    def read(cls, data: QueryDict | str) -> Filters:
        """From a query string or a form; what is not understood is left out."""
        data = QueryDict(data.removeprefix("?")) if isinstance(data, str) else data
        portfolio = data.get("portfolio", "")
        countries = {value for value in data.getlist("country") if value in Country.values}
        kind, sort = data.get("kind", ""), data.get("sort", "")
        return cls(
            q=data.get("q", "").replace("\x00", "").strip()[:_LONGEST],
            portfolio=int(portfolio) if portfolio.isascii() and portfolio.isdigit()
            and len(portfolio) < 19 else None,
            country=countries.pop() if len(countries) == 1 else "",
            kind=kind if kind in ClientKind.values else "",
            attention=data.get("attention") == "1",
            sort=sort if sort in ORDERS else "",
        )  # fmt: skip

    def apply(self, clients: ClientQuerySet, firm: Firm) -> ClientQuerySet:
        """The clients that pass, in no order; `clients` is what the member sees."""
        clients = self.narrow(clients)
        return clients.search(self.q, firm) if self.q else clients

    def narrow(self, clients: ClientQuerySet, *, in_order: bool = False) -> ClientQuerySet:
        """The same without the search; `in_order` as in `visible_to`."""
        if self.portfolio is not None:
            clients = clients.in_portfolio(self.portfolio)
        if self.country:
            clients = clients.filter(country=self.country)
        if self.kind:
            clients = clients.filter(kind=self.kind)
        if self.attention:
            level: F | Unindexed = Unindexed("attention") if in_order else F("attention")
            clients = clients.alias(level=level).filter(level__gt=Attention.FINE)
        return clients

    @property
    def order(self) -> Order:
        """What the rows are ordered by."""
        return ORDERS[self.sort or DEFAULT_ORDER]

    @property
    def any(self) -> bool:
        """Whether anything is filtered."""
        return bool(replace(self, sort="") != Filters())

    def but(self, **changes: Any) -> Filters:
        """The same with some values changed."""
        return replace(self, **changes)

    def as_query(self, page: int = 1) -> str:
        """The query string, without '?'; a search that may be a national number stays out of it."""
        query = QueryDict(mutable=True)
        if self.q and addressable(self.q):
            query["q"] = self.q
        for name in ("portfolio", "country", "kind", "sort"):
            if value := getattr(self, name):
                query[name] = str(value)
        if self.attention:
            query["attention"] = "1"
        if page > 1:
            query["page"] = str(page)
        return query.urlencode()
