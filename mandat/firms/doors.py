"""The second door: every view says which permission it needs."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from mandat.firms import sessions
from mandat.firms.http import MemberRequest, SignedInRequest, StaffRequest
from mandat.firms.permissions import Permission, StaffPermission
from mandat.ui.notices import say

P = ParamSpec("P")
R = TypeVar("R", bound=SignedInRequest)
V = TypeVar("V")
View = Callable[..., HttpResponseBase]


def _marked(view: Any, inner: Any, permission: str) -> Any:
    wraps(inner)(view)
    view.permission = permission
    return view


def members_only(
    permission: Permission,
) -> Callable[
    [Callable[Concatenate[MemberRequest, P], HttpResponseBase]],
    Callable[Concatenate[HttpRequest, P], HttpResponseBase],
]:
    """Let in members whose role holds `permission`; others get 403.

    The permission stays on the view as `.permission`, where the access tests read it.
    """

    def decorate(inner: Callable[Concatenate[MemberRequest, P], HttpResponseBase]) -> Any:
        def view(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            member = getattr(request, "member", None)
            if member is None or not member.may(permission):
                raise PermissionDenied
            return inner(cast("MemberRequest", request), *args, **kwargs)

        return _marked(view, inner, f"member:{permission.value}")

    return decorate


def staff_only(
    permission: StaffPermission,
) -> Callable[
    [Callable[Concatenate[StaffRequest, P], HttpResponseBase]],
    Callable[Concatenate[HttpRequest, P], HttpResponseBase],
]:
    """Let in people of an office whose role holds `permission`; others get 403."""

    def decorate(inner: Callable[Concatenate[StaffRequest, P], HttpResponseBase]) -> Any:
        def view(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            staff = getattr(request, "staff", None)
            if staff is None or not staff.may(permission):
                raise PermissionDenied
            return inner(cast("StaffRequest", request), *args, **kwargs)

        return _marked(view, inner, f"staff:{permission.value}")

    return decorate


def fresh(
    inner: Callable[Concatenate[R, P], HttpResponseBase],
) -> Callable[Concatenate[R, P], HttpResponseBase]:
    """S7: ask who has not signed in or confirmed it in the last 15 minutes to do so first.

    Stands inside the door (`@members_only(…)` above it). Asked at the page of the form, the person
    comes back to it; a POST that comes too late writes nothing and leads back to that page. Stays
    on the view as `.fresh`, where tests read it.
    """

    @wraps(inner)
    def view(request: R, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if sessions.is_fresh(request, now=time.time()):
            return inner(request, *args, **kwargs)
        return confirm_first(request)

    view.fresh = True  # type: ignore[attr-defined]  # read by tests
    return cast("Callable[Concatenate[R, P], HttpResponseBase]", view)


def confirm_first(request: SignedInRequest, *, back: str = "") -> HttpResponse:
    """Lead to where people confirm that it is them, and from there to `back`.

    Without `back`: to the page asked for or, after a POST, to the one that the form was on.
    """
    if request.method in {"GET", "HEAD"}:
        back = back or request.get_full_path()
    else:
        back = back or _page_before(request)
        say(
            request,
            _("Nothing was changed yet: confirm that it is you, then send it again."),
            level=messages.WARNING,
        )
    methods = get_adapter().get_reauthentication_methods(request.user)
    page = methods[0]["url"] if methods else reverse("account_login")
    return go(f"{page}?{urlencode({'next': back})}", request)


def _page_before(request: HttpRequest) -> str:
    """The page of ours that the form was on."""
    said = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(said, allowed_hosts={request.get_host()}):
        page = urlsplit(said)
        return page.path + (f"?{page.query}" if page.query else "")
    return "/"


def only_asks(view: V) -> V:
    """Mark a view whose POST writes nothing: a question too private for an address.

    It is answered read-only like a GET, so that a search never waits for a writer.
    """
    view.only_asks = True  # type: ignore[attr-defined]  # read by ScopeMiddleware
    return view


def signed_in(
    inner: Callable[Concatenate[SignedInRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """A page for any signed-in person, of a firm or of an office."""

    def view(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return inner(cast("SignedInRequest", request), *args, **kwargs)

    return cast(
        "Callable[Concatenate[HttpRequest, P], HttpResponseBase]",
        _marked(view, inner, "signed-in"),
    )


def go(url: str, request: HttpRequest) -> HttpResponse:
    """Send the browser to `url`: a redirect, or HTMX's header when HTMX asked."""
    if getattr(request, "htmx", False):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)
