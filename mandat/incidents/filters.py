"""What a list of incidents is narrowed by, read from an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, F, Min, Q, QuerySet, Sum

from mandat.incidents.choices import IncidentKind
from mandat.incidents.models import Incident, IncidentQuerySet
from mandat.lib.text import fold, squeeze

STATES: Final = ("open", "settled", "all")
LONGEST_QUERY: Final = 100


@dataclass(frozen=True)
class Filter:
    """One narrowing; without anything it is all that is open, as the dashboard counts."""

    state: str = "open"
    kind: str = ""
    client: int | None = None
    period: date | None = None
    overdue: bool = False
    mine: bool = False
    words: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Filter:
        """The filter of an address; what makes no sense in it is left out."""
        state, kind = query.get("state", ""), query.get("kind", "")
        client = query.get("client", "")
        return cls(
            state=state if state in STATES else "open",
            kind=kind if kind in IncidentKind.values else "",
            client=read_id(client),
            period=_day(query.get("period", "")),
            overdue=query.get("overdue") == "1",
            mine=query.get("mine") == "1",
            words=query.get("q", "").replace("\0", "").strip()[:LONGEST_QUERY],
        )

    @property
    def narrowed(self) -> bool:
        """Whether anything beyond the state is asked for."""
        return bool(
            self.kind or self.client or self.period or self.overdue or self.mine or self.words
        )

    def apply(self, incidents: IncidentQuerySet, *, today: date) -> QuerySet[Incident]:
        """The incidents that pass, what costs first at the top, settled ones by their date."""
        found: QuerySet[Incident] = self._narrow(incidents, today)
        if self.state == "settled":
            return found.filter(settled_at__isnull=False).order_by("-settled_at", "-pk")
        if self.state == "open":
            found = found.filter(settled_at=None)
        first = [F("settled_at").asc(nulls_first=True)] if self.state == "all" else []
        return found.order_by(*first, F("due_on").asc(nulls_last=True), "-amount_cents", "pk")

    def _narrow(self, incidents: IncidentQuerySet, today: date) -> QuerySet[Incident]:
        found: QuerySet[Incident] = incidents
        if self.overdue:
            found = incidents.overdue(today)
        if self.kind:
            found = found.filter(kind=self.kind)
        if self.client is not None:
            found = found.filter(client_id=self.client)
        if self.period:
            found = found.filter(period=self.period)
        if fold(self.words):
            found = found.filter(_met(self.words))
        return found


def _met(words: str) -> Q:
    """Incidents whose client, note or kind holds the words."""
    folded = fold(words)
    kinds = [kind.value for kind in IncidentKind if folded in fold(str(kind.label))]
    return (
        Q(client__search_text__contains=folded)
        | Q(client__search_text__contains=squeeze(words))
        | Q(note__icontains=words)
        | Q(kind__in=kinds)
    )


def by_cause(incidents: QuerySet[Incident]) -> list[dict[str, object]]:
    """One line per kind and period: how many, for how many clients, how much, due first when."""
    rows = (
        incidents.order_by()
        .values("kind", "period")
        .annotate(
            incidents=Count("pk"),
            clients=Count("client", distinct=True),
            amount_cents=Sum("amount_cents"),
            first_due=Min("due_on"),
        )
        .order_by(F("first_due").asc(nulls_last=True), "-incidents", "kind")
    )
    labels = dict(IncidentKind.choices)
    return [{**row, "label": labels[row["kind"]]} for row in rows[:100]]


def read_id(text: str) -> int | None:
    """The id in an address; None for anything that is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
