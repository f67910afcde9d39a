"""What both sides' pages of one conversation share."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from mandat.messages.filters import number_in
from mandat.messages.models import Message, Thread

SHOWN: Final = 100  # messages on a page before "all" is asked for
MOST: Final = 2000


def talk(thread: Thread, *, whole: bool, read_until: datetime | None) -> dict[str, Any]:
    """The messages of a thread, oldest first, and what of them is new to the reader.

    `read_until` is the moment up to which the reader's side has read.
    """
    newest = list(
        thread.messages.select_related("author").order_by("-sent_at", "-pk")[
            : MOST if whole else SHOWN + 1
        ]
    )
    earlier = not whole and len(newest) > SHOWN
    shown = newest[::-1] if whole else newest[:SHOWN][::-1]
    return {
        "talk": [(row, read_until is None or row.sent_at > read_until) for row in shown],
        "last": shown[-1].pk if shown else None,
        "earlier": earlier,
    }


def moment_of(thread: Thread, typed: object) -> datetime | None:
    """When the message of this thread with that id was sent; None where there is none."""
    pk = number_in(str(typed or ""))
    if pk is None:
        return None
    return Message.objects.filter(thread=thread, pk=pk).values_list("sent_at", flat=True).first()
