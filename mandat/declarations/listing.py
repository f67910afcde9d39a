"""The list of anomalies: its filters, its search, and its grouping by cause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict

from mandat.clients.models import Client
from mandat.declarations.choices import AnomalyLevel, AnomalyState
from mandat.declarations.explain import codes_like, explain, title_of
from mandat.declarations.models import Anomaly, DeclarationFile
from mandat.firms.models import Member
from mandat.lib.dates import Month
from mandat.lib.text import fold

ROWS: Final = 50
ALL: Final = "all"
_MOST_CAUSES: Final = 100


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for; what it asks wrongly counts as not asked."""

    state: str = AnomalyState.OPEN
    level: str = ""
    code: str = ""
    month: date | None = None
    client: int | None = None
    q: str = ""
    by_cause: bool = False

    @classmethod
    def read(cls, query: QueryDict) -> Filters:
        """The filters of an address."""
        state, level = query.get("state", ""), query.get("level", "")
        try:
            month = Month.parse(query.get("month", "")).first_day
        except ValueError:
            month = None
        client = query.get("client", "")
        return cls(
            state=state if state in {*AnomalyState.values, ALL} else AnomalyState.OPEN,
            level=level if level in AnomalyLevel.values else "",
            code=query.get("code", "").replace("\0", "")[:60],
            month=month,
            client=int(client) if client.isdecimal() and len(client) < 18 else None,
            q=query.get("q", "").replace("\0", "").strip()[:100],
            by_cause=query.get("view") == "causes",
        )

    @property
    def is_narrow(self) -> bool:
        """Whether anything but the state is asked."""
        return bool(self.level or self.code or self.month or self.client or self.q)


def chosen(member: Member, filters: Filters) -> QuerySet[Anomaly]:
    """The anomalies asked for; `open` alone is exactly what the dashboard counts."""
    rows = Anomaly.objects.visible_to(member)
    if filters.state == AnomalyState.OPEN:
        rows = rows.open()
    elif filters.state != ALL:
        rows = rows.filter(state=filters.state)
    if filters.level:
        rows = rows.filter(level=filters.level)
    if filters.code:
        rows = rows.filter(code=filters.code)
    if filters.month:
        rows = rows.filter(declaration__month=filters.month)
    if filters.client:
        rows = rows.filter(client=filters.client)
    return rows.filter(_matching(filters.q)) if filters.q else rows


def _matching(words: str) -> Q:
    """By the client's names and numbers, by rubric, by the words of the title."""
    digits = words.replace(" ", "")
    found = Q(code__in=codes_like(words))
    if fold(words):
        found |= Q(client__search_text__contains=" " + fold(words))
    if digits.isdecimal():
        found |= Q(client__number__startswith=digits[:9])
    if "." in words:
        found |= Q(rubric__istartswith=words)
    return found


def list_page(member: Member, query: QueryDict) -> dict[str, Any]:
    """Everything the page of the list shows."""
    filters = Filters.read(query)
    rows = chosen(member, filters)
    context: dict[str, Any] = {
        "filters": filters,
        "states": [*AnomalyState.choices],
        "levels": AnomalyLevel.choices,
        "months": _months(member, filters),
        "client": Client.objects.visible_to(member).filter(pk=filters.client).first()
        if filters.client
        else None,
        "code_title": title_of(filters.code) if filters.code else "",
    }
    if filters.by_cause:
        return context | {"causes": _causes(rows), "total": rows.count()}
    ordered = rows.order_by("level", "-declaration__month", "client__sort_name", "line", "pk")
    ordered = ordered.select_related("client", "declaration")
    page = Paginator(ordered.defer("declaration__people", "declaration__summary"), ROWS).get_page(
        query.get("page")
    )
    whole = {one.file_id for one in page if one.declaration_id is None}
    files = DeclarationFile.objects.in_bulk(whole)
    for one in page:
        if one.file_id in files:
            one.file = files[one.file_id]
    found = [{"anomaly": one, "says": explain(one)} for one in page]
    return context | {"page": page, "found": found, "total": page.paginator.count}


def _months(member: Member, filters: Filters) -> list[date]:
    """The months that anomalies of this state have, latest first."""
    months = (
        chosen(member, Filters(state=filters.state))
        .filter(declaration__month__isnull=False)
        .order_by("-declaration__month")
        .values_list("declaration__month", flat=True)
        .distinct()
    )
    return [month for month in months[:36] if month]


def _causes(rows: QuerySet[Anomaly]) -> list[dict[str, Any]]:
    """Equal anomalies as one line: how many, of how many clients, the most clients first."""
    grouped = (
        rows.order_by()
        .values("code", "level", "rubric")
        .annotate(count=Count("pk"), clients=Count("client", distinct=True))
        .order_by("level", "-clients", "-count", "code", "rubric")
    )
    return [
        {**cause, "title": title_of(cause["code"], {"rubric": cause["rubric"]})}
        for cause in grouped[:_MOST_CAUSES]
    ]
