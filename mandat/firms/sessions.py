"""How long a session lives, and what it proved about the person in front of it."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.internal.flows.login import (
    get_authentication_records,
    record_authentication,
)
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from mandat.firms.models import User

BEGAN, SEEN = "began", "seen"
# A request that the page makes by itself: it keeps nobody signed in (hx-headers sends it).
POLLING = "X-Mandat-Polling"
_NOTE_EVERY_SECONDS = 60


def begin(session: SessionBase, *, now: int) -> None:
    """Start both clocks of the session (`now` in seconds since 1970)."""
    session[BEGAN] = session[SEEN] = now


def is_over(session: SessionBase, *, now: int) -> bool:
    """S10: whether the session was idle or lived for too long; one without clocks begins now."""
    if BEGAN not in session or SEEN not in session:
        begin(session, now=now)
        return False
    return bool(
        now - session[SEEN] > settings.MANDAT_SESSION_IDLE_SECONDS
        or now - session[BEGAN] > settings.MANDAT_SESSION_LIFE_SECONDS
    )


def note(session: SessionBase, *, now: int) -> None:
    """Remember that the person was there; written once a minute at most."""
    if now - session[SEEN] >= _NOTE_EVERY_SECONDS:
        session[SEEN] = now


def factors(user: User) -> dict[int, str]:
    """The authenticators that the person has now: id → type, recovery codes among them."""
    return dict(Authenticator.objects.filter(user_id=user.pk).values_list("pk", "type"))


def has_second_factor(owned: dict[int, str]) -> bool:
    """Whether there is more than a list of recovery codes."""
    return any(kind != Authenticator.Type.RECOVERY_CODES for kind in owned.values())


def proved_second_factor(request: HttpRequest, user: User, owned: dict[int, str]) -> bool:
    """Whether this session used, or set up, one of the authenticators that are still there.

    A session opened before a factor was set up has proved nothing, and what a removed
    authenticator proved is worth nothing any more.
    """
    return any(
        record.get("method") == "mfa" and record.get("id") in owned
        for record in get_authentication_records(request, user)
    )


def is_fresh(request: HttpRequest, *, now: float) -> bool:
    """S7: whether the person signed in or confirmed it in the last quarter of an hour.

    A demonstration asks in the same way: its people have passwords.
    """
    moments = [record.get("at", 0) for record in get_authentication_records(request, request.user)]
    latest = max([*moments, request.session.get(BEGAN, 0)])
    return bool(now - latest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)


def on_signed_in(request: HttpRequest, **_: Any) -> None:
    """A sign-in starts the clocks anew, whatever the session held before."""
    begin(request.session, now=int(time.time()))


def on_factor_added(
    request: HttpRequest, user: User, authenticator: Authenticator, **_: Any
) -> None:
    """Setting a factor up takes a valid answer of it: this session has proved it."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
