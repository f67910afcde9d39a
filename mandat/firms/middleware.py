"""What stands around every request: headers, session limits, language, second factor."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode

from mandat.firms import sessions
from mandat.firms.backend import is_kept_out, is_space_frozen
from mandat.firms.closed import closed_page
from mandat.firms.doors import go
from mandat.firms.forwarding import Proxies
from mandat.firms.models import User

Respond = Callable[[HttpRequest], HttpResponse]

# All that opens before a second factor is set up, by the name of the address.
SETTING_UP = frozenset(
    {
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_list_webauthn",
        "account_reauthenticate",
    }
)
# All that opens to a session that has not proved the factor which its person has.
PROVING = frozenset({"mfa_reauthenticate", "mfa_reauthenticate_webauthn"})
ALWAYS = frozenset({"account_logout", "set_language", "healthz"})


class ForwardedMiddleware:
    """S22: believes what a proxy says of its client only where the proxy is a configured one."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond
        self.proxies = Proxies.parse(settings.MANDAT_TRUSTED_PROXIES)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Put the client's own address into REMOTE_ADDR, drop what anybody could have written."""
        self.proxies.settle(request.META)
        return self.respond(request)


class HeadersMiddleware:
    """S12: private pages are never stored, nothing of ours is loaded elsewhere."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the headers set."""
        response = self.respond(request)
        if not request.path.startswith("/" + settings.STATIC_URL.lstrip("/")):
            # Also where a view or allauth said something weaker.
            response.headers["Cache-Control"] = "no-store"
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"
        )
        return response


class CompressMiddleware(GZipMiddleware):
    """P8: pages travel compressed; files keep their length, so that their progress shows.

    Against guessing secrets by length (BREACH), Django masks its token anew in every answer and
    pads what it compresses by a random length.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> Any:
        """Compress what is a page, leave the rest as it is."""
        if response.streaming or not response.headers.get("Content-Type", "").startswith("text/"):
            return response
        return super().process_response(request, response)


class DoorMiddleware(LoginRequiredMiddleware):
    """The first door; a part of a page that HTMX asks for sends the whole page to sign-in."""

    def handle_no_permission(  # type: ignore[override]  # Django's stub knows redirects alone
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponseBase:
        """Redirect to sign-in, which leads back to the page one was on.

        While the whole space is frozen, say so instead; sign-in itself stays for who may lift it.
        """
        if is_space_frozen():
            return closed_page(request)
        if request.headers.get("HX-Request") != "true":
            return super().handle_no_permission(request, view_func)
        page = urlsplit(request.headers.get("HX-Current-URL", ""))
        back = page.path + (f"?{page.query}" if page.query else "")
        target = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': back or '/'})}"
        return HttpResponse(status=401, headers={"HX-Redirect": target})


class SessionLimitsMiddleware:
    """S10: a session ends after 30 minutes without a request, and 12 hours after sign-in."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Sign out where a limit has passed, else note the moment."""
        if not request.user.is_authenticated:
            if SESSION_KEY in request.session:
                # Somebody who may not come in any more: what was proved here is worth nothing.
                request.session.flush()
        else:
            now = int(time.time())
            if sessions.is_over(request.session, now=now):
                logout(request)
            elif sessions.POLLING not in request.headers:
                sessions.note(request.session, now=now)
        return self.respond(request)


class SwitchMiddleware:
    """While the whole space is frozen nobody comes in but those who may lift it.

    Members and firms that are frozen are signed out by `MandatBackend.user_can_authenticate`.
    """

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Close, or go on; costs no question, the answer came with the person."""
        user = request.user
        if isinstance(user, User) and is_kept_out(user):
            logout(request)
            return closed_page(request)
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
    """S9: where the setting asks for it, nothing opens before this session proved a factor.

    The address is judged by its name, once it is resolved: no prefix, header or method opens more.
    """

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on: the view is judged in `process_view`."""
        return self.respond(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Send people to set up a factor, or to show the one that they have."""
        user = request.user
        if not settings.MANDAT_SECOND_FACTOR or not isinstance(user, User):
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in ALWAYS:
            return None
        owned = sessions.factors(user)
        if not sessions.has_second_factor(owned):
            return None if name in SETTING_UP else go(reverse("mfa_index"), request)
        if name in PROVING or sessions.proved_second_factor(request, user, owned):
            return None
        page = (
            "mfa_reauthenticate"
            if set(owned.values()) & {"totp", "recovery_codes"}
            else "mfa_reauthenticate_webauthn"
        )
        back = request.get_full_path() if request.method == "GET" else "/"
        return go(f"{reverse(page)}?{urlencode({'next': back})}", request)
