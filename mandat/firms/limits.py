"""How much of the clients' data a member may read in an hour and in a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from mandat.firms import audit
from mandat.firms.choices import ReadingKind
from mandat.firms.freezing import Refused
from mandat.firms.models import Member, ReadingEvent, ReadingTally

# What is about one client weighs a page; a line of a list tells a name and a state, and ten of
# them weigh a page.
LINES_A_PAGE: Final = 10
# A whole list taken out has limits of its own (how many a day, a fresh sign-in), or the largest
# firms could never take one out: it weighs this part of an hour's limit at most.
_EXPORT_PART: Final = 3
WARNED_AT: Final = 0.8


@dataclass(frozen=True)
class Shown:
    """What one answer shows: a kind, the client it is about if it is one, how many it tells of."""

    kind: ReadingKind
    client: int | None
    amount: int


class Stopped(Exception):
    """A limit is reached; `until` is when there is room again, `limit` which one it was."""

    def __init__(self, limit: str, until: datetime) -> None:
        super().__init__(limit)
        self.limit, self.until = limit, until


@dataclass(frozen=True)
class Spent:
    """What a reading made of the limits; `warns` where it passed 80 % of one just now."""

    hour: int
    day: int
    warns: bool


def weight(shown: Shown) -> int:
    """What an answer weighs, in pages."""
    if shown.client is not None:
        return 1
    pages = -(-shown.amount // LINES_A_PAGE)
    if shown.kind == ReadingKind.EXPORT:
        return min(pages, settings.MANDAT_READING_HOUR // _EXPORT_PART)
    return pages


def spend(member: Member, shown: Iterable[Shown], *, at: datetime) -> Spent:
    """Count what is about to be shown. Raises Stopped where it is more than is left.

    Exact under parallel requests: the caller holds the lock on the firm's chain of readings.
    """
    shown = list(shown)
    _keep_budgets(member, [one.kind for one in shown], at)
    hour, midnight = hour_of(at), day_of(at)
    more = sum(weight(one) for one in shown)
    tallies = dict(
        ReadingTally.objects.filter(
            firm_id=member.firm_id, member=member, hour__gte=midnight
        ).values_list("hour", "amount")
    )
    before = (tallies.get(hour, 0), sum(tallies.values()))
    spent = (before[0] + more, before[1] + more)
    for now, most, limit, until in (
        (spent[0], settings.MANDAT_READING_HOUR, "hour", hour + timedelta(hours=1)),
        (spent[1], settings.MANDAT_READING_DAY, "day", _tomorrow(midnight)),
    ):
        if now > most:
            raise Stopped(limit, until)
    if hour in tallies:
        ReadingTally.objects.filter(
            firm_id=member.firm_id, member=member, hour=hour
        ).update(amount=F("amount") + more)  # fmt: skip
    else:
        ReadingTally.objects.create(firm_id=member.firm_id, member=member, hour=hour, amount=more)
    return Spent(*spent, warns=_passes(before, spent) or _is_large(shown))


def _passes(before: tuple[int, int], after: tuple[int, int]) -> bool:
    mosts = (settings.MANDAT_READING_HOUR, settings.MANDAT_READING_DAY)
    return any(
        was < WARNED_AT * most <= now for was, now, most in zip(before, after, mosts, strict=True)
    )


def _is_large(shown: list[Shown]) -> bool:
    """Whether a list was taken out with more clients than a person looks at in an hour."""
    return any(
        one.kind == ReadingKind.EXPORT and one.amount > settings.MANDAT_READING_HOUR
        for one in shown
    )


def _keep_budgets(member: Member, kinds: list[ReadingKind], at: datetime) -> None:
    """National numbers and lists taken out have small limits a day of their own."""
    for kind, most in (
        (ReadingKind.NATIONAL_NUMBER, settings.MANDAT_NATIONAL_NUMBERS_DAY),
        (ReadingKind.EXPORT, settings.MANDAT_READING_EXPORTS_DAY),
    ):
        wanted = kinds.count(kind)
        if wanted and _done_today(member, kind, at) + wanted > most:
            raise Stopped(str(kind), _tomorrow(day_of(at)))


def has_room(member: Member, kind: ReadingKind, *, at: datetime) -> bool:
    """Whether one more of a kind with a budget of its own is left today."""
    try:
        _keep_budgets(member, [kind], at)
    except Stopped:
        return False
    return True


def _done_today(member: Member, kind: ReadingKind, at: datetime) -> int:
    return ReadingEvent.objects.filter(
        firm_id=member.firm_id, actor_id=member.user_id, kind=kind, at__gte=day_of(at)
    ).count()


@transaction.atomic
def allow_again(member: Member, *, by: Member, at: datetime) -> None:
    """Let a member whom the limit stopped go on: what they read today counts no more.

    National numbers and lists taken out are counted in the log itself, and stay. Audited.
    Refused `yourself`: a stolen session must not lift the limit that stops it.
    """
    if member.pk == by.pk:
        raise Refused("yourself")
    ReadingTally.objects.filter(
        firm_id=by.firm_id, member=member, hour__gte=day_of(at)
    ).update(amount=0)  # fmt: skip
    audit.record(by.firm, "reading.allowed_again", by=by.user, at=at, target=member)


def read_today(firm_id: int, *, at: datetime) -> dict[int, int]:
    """What each member of the firm has read today, in pages; nothing for who has read nothing."""
    found: dict[int, int] = {}
    rows = ReadingTally.objects.filter(firm_id=firm_id, hour__gte=day_of(at))
    for member_id, amount in rows.values_list("member_id", "amount"):
        found[member_id] = found.get(member_id, 0) + amount
    return found


def hour_of(at: datetime) -> datetime:
    """The beginning of the hour (UTC) that `at` is in."""
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def day_of(at: datetime) -> datetime:
    """The midnight (of the installation's clock) before `at`."""
    return timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)


def _tomorrow(midnight: datetime) -> datetime:
    return day_of(midnight + timedelta(hours=26))
