"""What the frame of every page shows: where one is, what waits, who one is."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """The frame of the page, empty before sign-in."""
    return {"shell": None}
