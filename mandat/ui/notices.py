"""Short messages after something was done, with the way back where there is one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest


def say(
    request: HttpRequest, text: object, *, undo: str = "", level: int = messages.SUCCESS
) -> None:
    """Shows `text` on the next page; `undo` is an address of ours whose POST reverses it."""
    if undo and (not undo.startswith("/") or undo.startswith("//")):
        raise ValueError("undo is an address of this space")
    tags = f"undo:{undo}" if undo else ""
    messages.add_message(request, level, str(text), extra_tags=tags, fail_silently=True)
