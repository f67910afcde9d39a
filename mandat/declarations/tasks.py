"""What the worker calls: an id comes in, one action is done."""

from __future__ import annotations

from django.utils import timezone

from mandat.declarations import actions


def read_file(ident: int) -> None:
    """Read the file of that id, and with it small ones of its firm that wait.

    Nothing happens when it is read, or being read, already.
    """
    actions.read_waiting(ident, at=timezone.now())


def sweep() -> int:
    """Take up again the readings that were killed; how many. Called when the worker starts."""
    return actions.sweep(at=timezone.now())


def close_corrected() -> int:
    """Close the corrected anomalies that nothing can put into question any more; how many."""
    return actions.close_corrected(at=timezone.now())


def watch_deadlines() -> int:
    """Look again at the declarations of which a deadline has passed; how many."""
    return actions.watch_deadlines(at=timezone.now())
