"""The second door: every view says which permission it needs."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.response import HttpResponseRedirect

from mandat.firms.http import MemberRequest, SignedInRequest, StaffRequest
from mandat.firms.permissions import Permission, StaffPermission

P = ParamSpec("P")
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
