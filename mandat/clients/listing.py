"""The list of clients: one page of it, and who stands beside a client in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from django.db import connection
from django.db.models import Q, prefetch_related_objects

from mandat.clients import search
from mandat.clients.filters import DEFAULT_ORDER, Filters
from mandat.clients.models import Client, ClientQuerySet
from mandat.clients.tally import Tally, tally_of
from mandat.firms.kept import kept
from mandat.firms.models import Member
from mandat.lib.text import fold

__all__ = ["PAGE", "Filters", "Listing", "neighbours", "page_of", "unsorted"]

PAGE: Final = 50
_WALK: Final = 1_500  # matches from which an ordered index meets fifty of them soon
_KNOWN: Final = 2_000  # rows whose order is read whole to say "7 of 412"


@dataclass(frozen=True)
class Listing:
    """One page of the list."""

    clients: list[Client]
    tally: Tally
    filters: Filters
    page: int
    total: int | None  # None: a broad search, which is not counted
    more: bool

    @property
    def first(self) -> int:
        """Rank of the first row shown, from 1."""
        return (self.page - 1) * PAGE + 1

    @property
    def last(self) -> int:
        """Rank of the last row shown."""
        return self.first + len(self.clients) - 1


def page_of(member: Member, filters: Filters, page: int = 1) -> Listing:
    """The `page`-th fifty of what `member` sees through `filters`, services fetched along.

    Five queries at any size, one or two more when something is searched.
    """
    tally = kept(member, "tally", lambda: tally_of(member))
    expected = tally.count(filters)
    start = (max(page, 1) - 1) * PAGE
    if not filters.q:
        with unsorted(when=expected >= _WALK):
            clients = _slice(member, filters, start, expected)
        prefetch_related_objects(clients, "services")  # sorted, and few
        return _listing(clients, tally, filters, start, expected)
    narrow, rows = _searched(member, filters, expected)
    if narrow:
        with unsorted(when=False):
            keys = list(rows.values_list("pk", flat=True))
        return _listing(_of(keys[start : start + PAGE]), tally, filters, start, len(keys))
    with unsorted(when=expected >= _WALK):
        keys = _broad(rows, filters, start)
    return _listing(_of(keys), tally, filters, start, None)


def neighbours(
    member: Member, filters: Filters, client: Client
) -> tuple[Client | None, Client | None, int | None, int | None]:
    """The client before and after `client` in the filtered list, its rank from 1, and the total.

    Rank is None where the client is not in that list, or the list is too long to be read whole;
    total is None for a broad search.
    """
    if filters.q:
        narrow, rows = _searched(member, filters, _WALK)
        return _beside_in(rows, client) if narrow else (None, None, None, None)
    expected = kept(member, "tally", lambda: tally_of(member)).count(filters)
    rows = filters.narrow(_visible(member, expected)).order_by(*filters.order)
    keys = list(rows.values_list("pk", flat=True)[: _KNOWN + 1])
    if len(keys) <= _KNOWN or client.pk in keys[:_KNOWN]:
        return (*_beside(keys, client)[:3], expected)
    if (filters.sort or DEFAULT_ORDER).removeprefix("-") != "name":
        return None, None, None, expected
    return (*_beside_by_name(rows, filters, client), None, expected)


@contextmanager
def unsorted(*, when: bool) -> Iterator[None]:
    """Have PostgreSQL read a list in its order instead of sorting all of it, `when` it is long.

    Behind row-level policies it expects one row where there are thousands, so sorting looks free.
    Says so for short lists too: a page asks the same questions at every size. Ask inside it for
    that list alone: what it fetches along is better sorted.
    """
    if connection.vendor != "postgresql":
        yield
        return
    sorting = "off" if when else "on"
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('enable_sort', %s, true)", [sorting])
        yield
        cursor.execute("SELECT set_config('enable_sort', 'on', true)")


def _visible(member: Member, expected: int) -> ClientQuerySet:
    """What the member sees, read in the order of the list where that meets a page soon."""
    return Client.objects.visible_to(member, in_order=expected >= _WALK)


def _slice(member: Member, filters: Filters, start: int, total: int) -> list[Client]:
    """Rows from `start`; the far half of a long list is read from its end."""
    rows = filters.narrow(_visible(member, total), in_order=total >= _WALK).order_by(*filters.order)
    count = min(PAGE, total - start)
    if count <= 0:
        return []
    if start <= total // 2:
        return list(rows[start : start + count])
    return list(rows.reverse()[total - start - count : total - start])[::-1]


def _searched(member: Member, filters: Filters, expected: int) -> tuple[bool, ClientQuerySet]:
    typed = search.read(filters.q)
    if not typed:
        return True, Client.objects.none()
    condition, narrow = search.condition(typed, member.firm_id)
    rows = filters.narrow(_visible(member, 0 if narrow else expected)).filter(condition)
    if narrow and not filters.sort:
        return True, rows.best_first(filters.q)
    return narrow, rows.order_by(*filters.order)


def _listing(
    clients: list[Client], tally: Tally, filters: Filters, start: int, total: int | None
) -> Listing:
    more = len(clients) > PAGE if total is None else start + len(clients) < total
    return Listing(clients[:PAGE], tally, filters, start // PAGE + 1, total, more)


def _broad(rows: ClientQuerySet, filters: Filters, start: int) -> list[int]:
    """The keys of a page of a broad search, and of one row more.

    Names that begin as was typed come first: a range of the index of names, where walking to them
    through the whole alphabet would read every client before.
    """
    keys = rows.values_list("pk", flat=True)
    if filters.sort:
        return list(keys[start : start + PAGE + 1])
    begins = search.begins(fold(filters.q))
    first = keys.filter(begins)
    found = list(first[start : start + PAGE + 1])
    if len(found) > PAGE:
        return found
    passed = start - first.count() if start and not found else 0
    return found + list(keys.exclude(begins)[passed : passed + PAGE + 1 - len(found)])


def _of(keys: list[int]) -> list[Client]:
    """The clients of these keys, in their order, services fetched along."""
    found = Client.objects.in_bulk(keys)
    clients = [found[key] for key in keys if key in found]
    prefetch_related_objects(clients, "services")
    return clients


def _beside_in(
    rows: ClientQuerySet, client: Client
) -> tuple[Client | None, Client | None, int | None, int | None]:
    return _beside(list(rows.values_list("pk", flat=True)), client)


def _beside(
    keys: list[int], client: Client
) -> tuple[Client | None, Client | None, int | None, int | None]:
    """The neighbours among all keys of the list, in order."""
    if client.pk not in keys:
        return None, None, None, len(keys)
    at = keys.index(client.pk)
    wanted = [keys[i] if 0 <= i < len(keys) else 0 for i in (at - 1, at + 1)]
    found = Client.objects.in_bulk([key for key in wanted if key])
    return found.get(wanted[0]), found.get(wanted[1]), at + 1, len(keys)


def _beside_by_name(
    rows: ClientQuerySet, filters: Filters, client: Client
) -> tuple[Client | None, Client | None]:
    """The neighbours in a long list by name, each met at once on the index of names."""
    name, key = client.sort_name, client.pk
    before = rows.filter(
        Q(sort_name__lt=name) | Q(sort_name=name, pk__lt=key), sort_name__lte=name
    ).order_by("-sort_name", "-pk")
    after = rows.filter(
        Q(sort_name__gt=name) | Q(sort_name=name, pk__gt=key), sort_name__gte=name
    ).order_by("sort_name", "pk")
    pair = before.first(), after.first()
    return pair if filters.sort != "-name" else (pair[1], pair[0])
