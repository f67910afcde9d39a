"""What a list of clients is asked for, with numbers that must never stand in an address."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponseRedirect
from django.shortcuts import redirect

from mandat.clients.filters import Filters
from mandat.clients.search import addressable
from mandat.firms.http import SignedInRequest

_LAST_PAGE = 100_000


@dataclass(frozen=True)
class Asked:
    """The filters and page of a list; `misplaced`: a national number stood in its address."""

    filters: Filters
    page: int
    misplaced: bool


def asked(request: SignedInRequest, address: str) -> Asked | HttpResponseRedirect:
    """What the list at `address` is asked for, or where the browser must go first.

    A search that may be a national number comes by POST, so that no address ever holds it; in an
    address it is left unread and the page says where to type it.
    """
    data = request.POST if request.method == "POST" else request.GET
    filters = Filters.read(data)
    kept_out = bool(filters.q) and not addressable(filters.q)
    if request.method == "POST" and not request.htmx and not kept_out:
        return redirect(f"{address}?{filters.as_query()}")
    if kept_out and request.method != "POST":
        return redirect(f"{address}?misplaced=1&{filters.as_query()}".rstrip("&"))
    return Asked(filters, _page(data.get("page", "")), data.get("misplaced") == "1")


def _page(text: str) -> int:
    return min(int(text), _LAST_PAGE) if text.isascii() and text.isdigit() and text else 1
