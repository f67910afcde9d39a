"""What stands around every request: headers, session limits, language, second factor, scope."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation

from mandat.firms.models import User
from mandat.firms.scope import scope

Respond = Callable[[HttpRequest], HttpResponse]
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_READ_ONLY = ("SELECT", "WITH", "EXPLAIN", "SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO")


class WriteInGet(RuntimeError):
    """A view answering a GET tried to change something."""


class HeadersMiddleware:
    """S12: private pages are never stored, nothing of ours is loaded elsewhere."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the headers set."""
        response = self.respond(request)
        if not request.path.startswith("/" + settings.STATIC_URL.lstrip("/")):
            response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"
        )
        return response


class SessionLimitsMiddleware:
    """S10: a session ends after 30 minutes without a request, and 12 hours after sign-in."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Sign out where a limit has passed, else note the moment (once a minute)."""
        if request.user.is_authenticated:
            now, session = int(time.time()), request.session
            began = session.setdefault("began", now)
            seen = session.setdefault("seen", now)
            if (
                now - seen > settings.MANDAT_SESSION_IDLE_SECONDS
                or now - began > settings.MANDAT_SESSION_LIFE_SECONDS
            ):
                logout(request)
            elif now - seen >= 60:
                session["seen"] = now
        return self.respond(request)


class LanguageMiddleware:
    """Speaks the person's language; before sign-in the cookie's, else the installation's."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in one language."""
        known = dict(settings.LANGUAGES)
        user = request.user
        code = user.language if isinstance(user, User) else ""
        if not code:
            code = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        code = code if code in known else settings.LANGUAGE_CODE
        with translation.override(code):
            request.LANGUAGE_CODE = code
            response = self.respond(request)
            response.headers.setdefault("Content-Language", code)
        return response


class SecondFactorMiddleware:
    """S9: where the setting asks for it, nothing opens before a second factor is set up."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Send people without a second factor to the page that sets one up."""
        if (
            settings.MANDAT_SECOND_FACTOR
            and request.user.is_authenticated
            and not request.path.startswith(("/accounts/", "/healthz", "/language/"))
            and not request.session.get("second_factor")
        ):
            if not is_mfa_enabled(request.user):
                return redirect(reverse("mfa_index"))
            request.session["second_factor"] = True
        return self.respond(request)


@contextmanager
def select_only() -> Iterator[None]:
    """Refuse every statement that writes, until the block ends."""

    def refuse(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.lstrip("( ").upper().startswith(_READ_ONLY):
            raise WriteInGet(sql[:80])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield


class _Undo(Exception):
    """Carries the rollback of a failed request out of its scope."""


class ScopeMiddleware:
    """Opens the database for the person's firm or office, and read-only for a GET.

    S19: a view that raises leaves the state before it; the page that tells the error is still
    made inside the scope.
    """

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer inside the person's scope."""
        user = request.user
        request.now = timezone.now()  # type: ignore[attr-defined]  # typed in firms.http
        member = staff = None
        if isinstance(user, User):
            member, staff = user.membership, user.post
            if member is not None:
                request.member = member  # type: ignore[attr-defined]  # typed in firms.http
            if staff is not None:
                request.staff = staff  # type: ignore[attr-defined]  # typed in firms.http
        safe = request.method in SAFE_METHODS
        # allauth's pages keep their state (challenges, limits) in session and cache on GET too.
        guarded = safe and not request.path.startswith("/accounts/")
        guard: AbstractContextManager[None] = select_only() if guarded else nullcontext()
        if member is None and staff is None:
            with guard:
                return self.respond(request)
        try:
            with (
                scope(
                    firm_id=member.firm_id if member else None,
                    office_id=staff.office_id if staff else None,
                    writes=not safe,
                ),
                guard,
            ):
                response = self.respond(request)
                if getattr(request, "failed", False):
                    raise _Undo  # noqa: TRY301  # leaving by an exception is what undoes
        except _Undo:
            pass
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Remember that the view failed, so that its writes are undone."""
        request.failed = True  # type: ignore[attr-defined]  # read a few lines above
