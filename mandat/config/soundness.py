"""Refuses, before anything reads them, requests that no browser sends and that would break on."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest

_FORM = "application/x-www-form-urlencoded"


class SoundRequestMiddleware:
    """Answers 400 by itself: the usual page of errors would stumble over the same request."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on with a request that can be read."""
        if _is_sound(request):
            return self.respond(request)
        return HttpResponseBadRequest("Bad request\n", content_type="text/plain; charset=utf-8")


def _is_sound(request: HttpRequest) -> bool:
    """Whether its form is in UTF-8, as Django reads forms, and the page it names is an address."""
    charset = (request.content_params or {}).get("charset", "utf-8")
    if request.content_type == _FORM and charset.lower() not in {"utf-8", "utf8"}:
        return False
    try:
        urlsplit(request.headers.get("HX-Current-URL", ""))
    except ValueError:
        return False
    return True
