"""The firm's log as a member reads it: actions and readings, filtered, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from heapq import merge
from itertools import islice
from typing import Any, Final, TypeVar

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.http import urlencode

from mandat.clients.models import Client, clients_closed_to
from mandat.firms.choices import ReadingKind
from mandat.firms.models import AuditEvent, Member, ReadingEvent
from mandat.firms.verbs import WORDS, words_for
from mandat.rights.models import RightsChange

E = TypeVar("E", AuditEvent, ReadingEvent)
PAGE: Final = 50
_MOST_CLIENTS: Final = 200  # that a name typed into the filter may meet
ACTIONS, READINGS = "actions", "readings"


@dataclass(frozen=True)
class Wanted:
    """What the log is narrowed to, as it stands in the address."""

    source: str = ""  # actions, readings or both
    who: int | None = None  # a person (user)
    what: str = ""  # a verb or, with `reading:` before it, a kind of reading
    client: str = ""  # words of a name
    since: date | None = None
    until: date | None = None
    before: str = ""  # key of the last row of the page before

    @classmethod
    def read(cls, data: Mapping[str, str]) -> Wanted:
        """From an address; what makes no sense is left out."""
        who, what = data.get("who", ""), data.get("what", "")
        known = what in WORDS or what.removeprefix("reading:") in ReadingKind.values
        source = data.get("source", "")
        return cls(
            source=source if source in {ACTIONS, READINGS} else "",
            who=int(who) if who.isascii() and who.isdigit() and len(who) < 12 else None,
            what=what if known else "",
            client=data.get("client", "").replace("\0", "").strip()[:100],
            since=_day(data.get("since", "")),
            until=_day(data.get("until", "")),
            before=data.get("before", "")[:60],
        )

    def as_query(self) -> str:
        """The same as an address, without the page."""
        pairs = {
            "source": self.source, "who": self.who or "", "what": self.what,
            "client": self.client, "since": self.since or "", "until": self.until or "",
        }  # fmt: skip
        return urlencode({name: str(value) for name, value in pairs.items() if value})


@dataclass(frozen=True)
class Line:
    """One event, ready for the screen and for the file."""

    at: datetime
    source: str
    number: int
    who: str
    what: str
    client: str
    amount: int | None
    seen_as: str
    details: dict[str, Any]

    @property
    def key(self) -> str:
        """Where the next page begins."""
        return f"{self.at.isoformat()}|{self.source}|{self.number}"


def lines_of(member: Member, wanted: Wanted) -> Iterator[Line]:
    """The events that `member` may read, the latest first, as many as are asked for.

    Left out is what tells of a confidential client closed to them: its numbers leave a gap.
    """
    found = _clients(member, wanted.client)
    cursor = _cursor(wanted.before)
    sources: list[Iterator[Any]] = []
    if wanted.source != READINGS and not wanted.what.startswith("reading:"):
        sources.append(_actions(member, wanted, found, cursor).iterator(chunk_size=PAGE * 4))
    if wanted.source != ACTIONS and (not wanted.what or wanted.what.startswith("reading:")):
        sources.append(_readings(member, wanted, found, cursor).iterator(chunk_size=PAGE * 4))
    rows = merge(*sources, key=_order, reverse=True)
    while some := list(islice(rows, PAGE)):
        yield from _told(member, some)


def page_of(member: Member, wanted: Wanted) -> tuple[list[Line], str]:
    """One page, and the key of the next one ('' where there is none)."""
    lines = list(islice(lines_of(member, wanted), PAGE + 1))
    more = lines[PAGE - 1].key if len(lines) > PAGE else ""
    return lines[:PAGE], more


def _order(event: AuditEvent | ReadingEvent) -> tuple[datetime, bool, int]:
    return event.at, isinstance(event, AuditEvent), event.number


def _actions(
    member: Member, wanted: Wanted, found: list[int] | None, cursor: _Cursor | None
) -> QuerySet[AuditEvent]:
    rows = AuditEvent.objects.filter(firm_id=member.firm_id)
    private = RightsChange.objects.filter(firm_id=member.firm_id, private=True)
    closed = private.exclude(pk__in=RightsChange.objects.visible_to(member).values("pk"))
    rows = rows.exclude(client_id__in=_closed(member)).exclude(
        target_type="rights.rightschange", target_id__in=list(closed.values_list("pk", flat=True))
    )
    if wanted.what:
        rows = rows.filter(action=wanted.what)
    if found is not None:
        rows = rows.filter(
            Q(client_id__in=found) | Q(target_type="clients.client", target_id__in=found)
        )
    return _between(rows, wanted, cursor, ACTIONS)


def _readings(
    member: Member, wanted: Wanted, found: list[int] | None, cursor: _Cursor | None
) -> QuerySet[ReadingEvent]:
    rows = ReadingEvent.objects.filter(firm_id=member.firm_id).select_related("seen_as__user")
    rows = rows.exclude(target_id__in=_closed(member))
    if wanted.what:
        rows = rows.filter(kind=wanted.what.removeprefix("reading:"))
    if found is not None:
        rows = rows.filter(target_id__in=found)
    return _between(rows, wanted, cursor, READINGS)


def _closed(member: Member) -> list[int]:
    """The confidential clients closed to the member: few."""
    return [row["confidential_id"] for row in clients_closed_to(member)]


@dataclass(frozen=True)
class _Cursor:
    at: datetime
    source: str
    number: int


def _between(rows: QuerySet[E], wanted: Wanted, cursor: _Cursor | None, source: str) -> QuerySet[E]:
    if wanted.who is not None:
        rows = rows.filter(actor_id=wanted.who)
    if wanted.since is not None:
        rows = rows.filter(at__gte=_midnight(wanted.since))
    if wanted.until is not None:
        rows = rows.filter(at__lt=_midnight(wanted.until + timedelta(days=1)))
    if cursor is not None:
        # Of one moment actions come before readings, and each by its number.
        if source == cursor.source:
            same = Q(at=cursor.at, number__lt=cursor.number)
        else:
            same = Q(at=cursor.at) if source == READINGS else Q(pk__in=[])
        rows = rows.filter(at__lte=cursor.at).filter(Q(at__lt=cursor.at) | same)
    return rows.select_related("actor").order_by("-at", "-number")


def _clients(member: Member, typed: str) -> list[int] | None:
    """The clients whose name was typed, among those the member sees; None for no filter."""
    if not typed:
        return None
    seen = Client.objects.visible_to(member).search(typed, member.firm)
    return list(seen.values_list("pk", flat=True)[:_MOST_CLIENTS])


def _told(member: Member, events: list[Any]) -> Iterator[Line]:
    """The lines of some events, with the names of the clients that the member sees."""
    keys = {key for event in events if (key := _client_of(event)) is not None}
    names = dict(Client.objects.visible_to(member).filter(pk__in=keys).values_list("pk", "name"))
    for event in events:
        client = _client_of(event)
        name = names.get(client, "—") if client is not None else ""
        who = event.actor.name if event.actor else ""
        line = Line(event.at, ACTIONS, event.number, who, "", name, None, "", {})
        if isinstance(event, AuditEvent):
            yield replace(line, what=words_for(event.action), details=event.details)
        else:
            yield replace(
                line,
                source=READINGS,
                what=str(ReadingKind(event.kind).label),
                amount=event.amount,
                seen_as=event.seen_as.user.name if event.seen_as else "",
            )


def _client_of(event: AuditEvent | ReadingEvent) -> int | None:
    if isinstance(event, ReadingEvent):
        return event.target_id
    if event.client_id is None and event.target_type == "clients.client":
        return event.target_id
    return event.client_id


def _cursor(text: str) -> _Cursor | None:
    at, _bar, rest = text.partition("|")
    source, _bar, number = rest.partition("|")
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    if source not in {ACTIONS, READINGS} or not number.isdigit() or moment.tzinfo is None:
        return None
    return _Cursor(moment, source, int(number[:18]))


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
