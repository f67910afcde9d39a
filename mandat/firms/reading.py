"""The log of readings: what personal data a view showed to whom, written before it is sent (S18).

A view says what it shows with `note`; `ReadingMiddleware` writes it after the view, in a short
transaction of its own: answering a GET writes nothing. Who turns the same page again within
`MANDAT_READING_REPEAT_SECONDS` is one event. That memory is the process's: with several processes
a repeat may be written once in each, which is too much, never too little.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Hashable, Iterable, Iterator
from datetime import UTC, datetime
from threading import Lock
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from mandat.firms import limits
from mandat.firms.chains import keyed
from mandat.firms.choices import ReadingKind
from mandat.firms.limits import Shown
from mandat.firms.models import Firm, Member, ReadingEvent, ReadingHead

__all__ = ["ReadingKind", "first_break", "fresh", "keep", "note", "noted", "remember"]

_MOST = 50_000  # pages remembered in one process; the one not opened for longest goes first
_opened: OrderedDict[Hashable, float] = OrderedDict()
_lock = Lock()
# Each is an event of its own however often it happens.
_EVERY_TIME = frozenset({ReadingKind.NATIONAL_NUMBER, ReadingKind.EXPORT})


def note(
    request: HttpRequest, kind: ReadingKind, *, client: int | None = None, amount: int = 1
) -> None:
    """Say that the answer to `request` shows personal data; may be said several times.

    `client` is the key of the client it is about; for a list none, and `amount` its rows. Nothing
    is noted for no rows.
    """
    if amount > 0:
        notes: dict[tuple[ReadingKind, int | None], int] = request.__dict__.setdefault("shown", {})
        notes[kind, client] = notes.get((kind, client), 0) + amount


def noted(request: HttpRequest) -> list[Shown]:
    """What the view said, each kind and client once."""
    notes = getattr(request, "shown", {})
    return [Shown(kind, client, amount) for (kind, client), amount in notes.items()]


def fresh(request: HttpRequest, shown: Iterable[Shown]) -> dict[Shown, Hashable]:
    """Those that this person has not opened just now, each with the key of `remember`."""
    seen_as = getattr(request, "seen_as", None)
    who = (request.user.pk, seen_as.pk if seen_as else None)
    now = time.monotonic()
    found: dict[Shown, Hashable] = {}
    for one in shown:
        # A list is the same where its address is; what is asked by POST is in no address.
        place = None if one.client else (request.get_full_path(), request.method)
        key = (*who, one.kind, one.client, one.amount if one.client is None else None, place)
        if _is_repeat(one, request, _opened.get(key), now):
            continue
        found[one] = key
    return found


def _is_repeat(one: Shown, request: HttpRequest, before: float | None, now: float) -> bool:
    if before is None or one.kind in _EVERY_TIME:
        return False
    if one.client is None and request.method == "POST":
        return False
    return now - before < settings.MANDAT_READING_REPEAT_SECONDS


def remember(keys: Iterable[Hashable]) -> None:
    """Note that these are in the log now."""
    now = time.monotonic()
    with _lock:
        for key in keys:
            _opened[key] = now
            _opened.move_to_end(key)
        while len(_opened) > _MOST:
            _opened.popitem(last=False)


@transaction.atomic
def keep(
    member: Member, shown: list[Shown], *, at: datetime, seen_as: Member | None = None
) -> limits.Spent:
    """Write what `member` is about to see, and count it; what it makes of their limits.

    Raises `limits.Stopped` where a limit is reached: then nothing is written, and nothing may be
    shown. The head of the firm's chain is locked first, so that parallel requests count one after
    the other.
    """
    head = _locked_head(member.firm)
    spent = limits.spend(member, shown, at=at)
    previous, number, events = head.digest, head.count, []
    for one in shown:
        number += 1
        event = ReadingEvent(
            firm_id=member.firm_id,
            number=number,
            at=at,
            actor_id=member.user_id,
            seen_as=seen_as,
            kind=one.kind.value,
            target_id=one.client,
            amount=one.amount,
            previous=previous,
        )
        event.digest = previous = digest_of(event)
        events.append(event)
    ReadingEvent.objects.bulk_create(events)
    ReadingHead.objects.filter(pk=head.pk).update(count=number, digest=previous)
    return spent


def _locked_head(firm: Firm) -> ReadingHead:
    heads = ReadingHead.objects.select_for_update(no_key=True)
    head = heads.filter(firm_id=firm.pk).first()
    if head is None:
        ReadingHead.objects.bulk_create([ReadingHead(firm_id=firm.pk)], ignore_conflicts=True)
        head = heads.get(firm_id=firm.pk)
    return head


def digest_of(event: ReadingEvent) -> str:
    """The keyed digest of a reading."""
    parts: list[Any] = [
        event.firm_id,
        event.number,
        event.at.astimezone(UTC).isoformat(),
        event.actor_id,
        event.seen_as_id,
        event.kind,
        event.target_id,
        event.amount,
        event.previous,
    ]
    return keyed("reading", parts)


def first_break(firm: Firm) -> int | None:
    """The number of the first reading of `firm` that does not fit its chain; None when whole."""
    previous, expected = "", 1
    for event in _chain(firm):
        fits = event.previous == previous and event.digest == digest_of(event)
        if event.number != expected or not fits:
            return expected
        previous, expected = event.digest, expected + 1
    head = ReadingHead.objects.filter(firm=firm).first() or ReadingHead(firm=firm)
    return None if (head.count, head.digest) == (expected - 1, previous) else expected


def _chain(firm: Firm) -> Iterator[ReadingEvent]:
    return ReadingEvent.objects.filter(firm=firm).order_by("number").iterator()


def forget_all() -> None:
    """Empty the memory of pages opened (tests)."""
    with _lock:
        _opened.clear()
