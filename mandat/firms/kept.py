"""Sums over a whole firm, kept in the process until something is done in that firm.

Every action leaves one event in the firm's audit chain, so the chain's length is the firm's
revision: the same length, the same sums. Grants begin and end by themselves, on whole minutes: a
sum does not outlive the minute in which it was made, so that counts and lists agree. What else
changes without an event (a row loaded by hand) shows after `MANDAT_KEPT_SECONDS` at the latest.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar, cast

from django.conf import settings
from django.utils import timezone

from mandat.firms.models import Member

T = TypeVar("T")
_MOST = 2_000  # sums kept in one process; the one not asked for longest goes first
_kept: OrderedDict[Hashable, tuple[float, Any]] = OrderedDict()
_lock = Lock()


def kept(member: Member, what: Hashable, make: Callable[[], T]) -> T:
    """The value of `make()` for this member, asked again once the firm has moved on.

    `member.firm` must be as read for this request: its `audit_count` is the revision. `what` names
    the sum and holds everything else that it hangs on (the day, a filter). The value is shared:
    never change it.
    """
    if not settings.MANDAT_KEPT_SECONDS:
        return make()
    onlooker = member.onlooker.pk if member.onlooker else None
    who = (member.pk, member.role, onlooker)
    minute = int(timezone.now().timestamp()) // 60
    key = (member.firm_id, member.firm.audit_count, who, minute, what)
    now = time.monotonic()
    with _lock:
        found = _kept.get(key)
        if found is not None and now - found[0] < settings.MANDAT_KEPT_SECONDS:
            _kept.move_to_end(key)
            return cast("T", found[1])
    value = make()
    with _lock:
        _kept[key] = (now, value)
        while len(_kept) > _MOST:
            _kept.popitem(last=False)
    return value


def forget_all() -> None:
    """Empty the store (tests)."""
    with _lock:
        _kept.clear()
