"""How many clients a member sees, by portfolio, country, kind and attention, in two queries."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone

from mandat.clients.choices import Attention
from mandat.clients.filters import Filters
from mandat.clients.models import Client, PlacementSetPortfolio
from mandat.firms.models import Grant, Member

_Cell = tuple[int | None, str, str, int]  # set of portfolios, country, kind, attention


@dataclass(frozen=True)
class Tally:
    """Counts of one member's clients; every count of a list comes from here and agrees with it."""

    cells: Counter[_Cell]
    names: dict[int, str]  # the portfolios that the member may know, in their order
    portfolios_of: dict[int, tuple[int, ...]]  # set of portfolios → those of them

    def count(self, filters: Filters | None = None) -> int:
        """How many pass `filters`, its search left out."""
        if filters is None:
            return self.cells.total()
        return sum(n for cell, n in self.cells.items() if self._passes(cell, filters))

    def by_portfolio(self) -> list[tuple[int, str, int]]:
        """Id, name and number of clients of every portfolio that holds some."""
        sums: Counter[int] = Counter()
        for (found, *_), n in self.cells.items():
            for portfolio in self.portfolios_of.get(found or 0, ()):
                sums[portfolio] += n
        return [(key, name, sums[key]) for key, name in self.names.items()]

    def portfolios(self, placement_set_id: int | None) -> list[str]:
        """The names of a client's portfolios that the member may know."""
        return [self.names[key] for key in self.portfolios_of.get(placement_set_id or 0, ())]

    def _passes(self, cell: _Cell, filters: Filters) -> bool:
        found, country, kind, attention = cell
        return (
            filters.country in {"", country}
            and filters.kind in {"", kind}
            and (not filters.attention or attention > Attention.FINE)
            and (
                filters.portfolio is None
                or filters.portfolio in self.portfolios_of.get(found or 0, ())
            )
        )


def tally_of(member: Member) -> Tally:
    """Count what `member` sees: one walk of an index, and the names of the portfolios."""
    rows = (
        Client.objects.visible_to(member)
        .order_by()
        .values_list("placement_set_id", "country", "kind", "attention")
        .annotate(n=Count("*"))
    )
    cells: Counter[_Cell] = Counter({(s, c, k, a): n for s, c, k, a, n in rows})
    names: dict[int, str] = {}
    portfolios_of: dict[int, tuple[int, ...]] = {}
    for found, portfolio, name in _links(member):
        names[portfolio] = name
        portfolios_of[found] = (*portfolios_of.get(found, ()), portfolio)
    return Tally(cells=cells, names=names, portfolios_of=portfolios_of)


def _links(member: Member) -> list[tuple[int, int, str]]:
    links = PlacementSetPortfolio.objects.filter(
        firm_id=member.firm_id, portfolio__archived_at=None
    )
    if not member.is_administrator:
        links = links.filter(
            portfolio_id__in=Grant.objects.in_force(timezone.now())
            .filter(firm_id=member.firm_id, member_id=member.pk)
            .values("portfolio_id")
        )
    return list(
        links.order_by("portfolio__name", "portfolio_id").values_list(
            "placement_set_id", "portfolio_id", "portfolio__name"
        )
    )
