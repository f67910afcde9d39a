"""Cells of files that people open in a spreadsheet."""

from __future__ import annotations

from typing import Final

_RUNS: Final = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """S15: the text with a quote before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(_RUNS) else text
