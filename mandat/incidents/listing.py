"""One page of the incidents: counted once while the firm stands still, read in its order."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Final

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from mandat.clients.listing import unsorted
from mandat.firms.kept import kept
from mandat.firms.models import Member
from mandat.incidents.filters import Filter
from mandat.incidents.models import Incident, IncidentQuerySet

PER_PAGE: Final = 50
_WALK: Final = 300  # incidents from which the order by date meets fifty of them soon


class _Counted(Paginator[Incident]):
    """Pages of rows whose number is known already."""

    def __init__(self, rows: QuerySet[Incident], total: int) -> None:
        super().__init__(rows, PER_PAGE)
        self._total = total

    @cached_property
    def count(self) -> int:
        """How many rows there are."""
        return self._total


def page_of(member: Member, chosen: Filter, page: str | None, *, today: date) -> Page[Incident]:
    """The fifty incidents of a page that `member` sees through `chosen`, their clients fetched."""
    total = _total(member, chosen, today)
    in_order = total >= _WALK and chosen.state == "open" and not chosen.words and not chosen.mine
    seen = seen_through(member, chosen, in_order=in_order)
    rows = chosen.apply(seen, today=today).select_related("client", "assigned_to__user")
    found = _Counted(rows, total).get_page(page)
    with unsorted(when=in_order):
        found.object_list = list(found.object_list)
    return found


def seen_through(member: Member, chosen: Filter, *, in_order: bool = False) -> IncidentQuerySet:
    """What `member` sees; where the filter asks for their own tasks, those alone."""
    seen = Incident.objects.visible_to(member, in_order=in_order)
    return seen.filter(assigned_to_id=member.pk) if chosen.mine else seen


def _total(member: Member, chosen: Filter, today: date) -> int:
    def count() -> int:
        return chosen.apply(seen_through(member, chosen), today=today).count()

    if chosen.words:  # what was typed may be a name, and is not kept
        return count()
    return kept(member, ("incidents", chosen, today), count)
