"""What a list of threads is narrowed by, read from an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

LONGEST_QUERY: Final = 100
_LONGEST_ID: Final = 18


def number_in(text: str) -> int | None:
    """The id in a piece of an address; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID else None


@dataclass(frozen=True)
class ThreadFilter:
    """Which threads are asked for."""

    unread: bool = False
    client: int | None = None
    words: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> ThreadFilter:
        """The filter of an address; what makes no sense in it is left out."""
        return cls(
            unread=query.get("unread") == "1",
            client=number_in(query.get("client", "")),
            words=query.get("q", "").strip()[:LONGEST_QUERY],
        )

    @property
    def narrowed(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.unread or self.client is not None or self.words)
