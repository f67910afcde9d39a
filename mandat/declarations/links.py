"""Addresses of pages that stand on the floors above, where this installation has them."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse


def client_url(client_id: int | None) -> str:
    """The page of a client; empty when there is none."""
    return _address("desk:client", client_id) if client_id else ""


def add_url(siren: str) -> str:
    """The page that adds a client, its number filled in; empty when there is none."""
    base = _address("onboarding:add")
    return f"{base}?{urlencode({'number': siren})}" if base and siren else ""


def _address(name: str, *args: object) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
