"""What can be done at once with the clients chosen in a list: portfolios, for who manages them."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from mandat.clients.filters import Filters
from mandat.firms.kept import kept
from mandat.firms.models import Member, Portfolio


@dataclass(frozen=True)
class Bulk:
    """The bar under a list's selection."""

    url: str
    came: str  # which list it is: where one is sent back to
    filters: Filters
    targets: list[tuple[int, str]]
    source: str  # the name of the portfolio that the list is filtered by, '' for none
    total: int | None  # how many clients the filter finds; None where that is not counted

    @property
    def fields(self) -> list[tuple[str, str]]:
        """The filter as hidden fields: what all the clients it finds are found by again."""
        filters = self.filters
        named = {
            "came": self.came,
            "q": filters.q,
            "portfolio": str(filters.portfolio or ""),
            "country": filters.country,
            "kind": filters.kind,
            "attention": "1" if filters.attention else "",
        }
        return [(name, value) for name, value in named.items() if value]


def bulk_of(member: Member, filters: Filters, total: int | None, *, came: str) -> Bulk | None:
    """The bar for a list; None for who looks after no portfolio."""
    try:
        url = reverse("rights:placing")
    except NoReverseMatch:
        return None
    names = kept(member, "managed", lambda: _managed(member))
    if not names:
        return None
    source = names.get(filters.portfolio or 0, "")
    targets = [(key, name) for key, name in names.items() if key != filters.portfolio]
    return Bulk(url, came, filters, targets, source, total)


def _managed(member: Member) -> dict[int, str]:
    return dict(Portfolio.objects.managed_by(member).values_list("pk", "name"))
