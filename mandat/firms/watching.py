"""Stands around the view: nothing about a client is sent before the log of readings has it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mandat.firms import alarms, limits, reading
from mandat.firms.choices import AlarmKind
from mandat.firms.models import Member, User
from mandat.firms.scope import scope

Respond = Callable[[HttpRequest], HttpResponse]
_log = logging.getLogger(__name__)


class ReadingMiddleware:
    """S18, S19: writes what the view noted, once its scope is closed and before its answer goes.

    Where a limit on reading in bulk is reached, and where the log cannot be written, the answer
    is dropped: 429 and 503, nothing is shown.
    """

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or say why not."""
        response = self.respond(request)
        shown = reading.noted(request)
        if not shown or _shows_nothing(response):
            return response
        user = request.user
        member = user.membership if isinstance(user, User) else None
        news = reading.fresh(request, shown) if member is not None else {}
        if member is None or not news:
            return response
        # A dropped answer is not closed: that would end the request. What it would have streamed
        # closes itself when it is forgotten (mandat.vault.files).
        try:
            _keep(request, member, list(news))
        except limits.Stopped as stopped:
            return _stop(request, member, stopped)
        except DatabaseError:
            _log.exception("the log of readings could not be written")
            return render(request, "firms/unlogged.html", status=503)
        reading.remember(news.values())
        return response


def _shows_nothing(response: HttpResponse) -> bool:
    """Redirects, records that are not there, and pages of errors."""
    code = response.status_code
    return 300 <= code < 400 or code in {204, 404} or code >= 500


def _now(request: HttpRequest) -> datetime:
    now: datetime = request.now  # type: ignore[attr-defined]  # ScopeMiddleware's, typed in http
    return now


def _keep(request: HttpRequest, member: Member, shown: list[limits.Shown]) -> None:
    at = _now(request)
    seen_as = getattr(request, "seen_as", None)
    with scope(firm_id=member.firm_id):
        spent = reading.keep(member, shown, at=at, seen_as=seen_as)
        if spent.warns:
            alarms.sound(
                member.firm, AlarmKind.BULK_READING, member=member, at=at,
                hour=spent.hour, day=spent.day,
            )  # fmt: skip


def _stop(request: HttpRequest, member: Member, stopped: limits.Stopped) -> HttpResponse:
    """Tell the administrators once an hour, and the person when to come back."""
    at = _now(request)
    with scope(firm_id=member.firm_id):
        alarms.sound(
            member.firm, AlarmKind.BULK_STOPPED, member=member, at=at,
            since=limits.hour_of(at), limit=stopped.limit,
        )  # fmt: skip
        told = [person.name for person in alarms.administrators(member.firm)]
    context = {"until": stopped.until, "limit": stopped.limit, "told": told}
    response = render(request, "firms/stopped.html", context, status=429)
    response.headers["Retry-After"] = str(max(1, int((stopped.until - at).total_seconds())))
    if request.headers.get("HX-Request") == "true":
        response.headers["HX-Refresh"] = "true"  # a part of a page: have the whole one say it
    return response
