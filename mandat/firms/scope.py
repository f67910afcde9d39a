"""The third door said twice: for whom the database answers, per transaction (PostgreSQL).

Inside a scope, statements run as the role `MANDAT_DATABASE_ROLE`, which owns nothing, and the
row-level policies read `mandat.firm_id` and `mandat.office_id`. Without a scope there are no rows
for a web process; commands and workers declare themselves `mandat.system` when they connect. On
SQLite there is one user and no policy: `visible_to` stands alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction

_SET = (
    "SELECT set_config('role', %s, true), set_config('mandat.firm_id', %s, true), "
    "set_config('mandat.office_id', %s, true), set_config('mandat.system', %s, true)"
)


@dataclass(frozen=True)
class Scope:
    """Whom the database answers for; `everything` is for questions across firms."""

    firm_id: int | None = None
    office_id: int | None = None
    everything: bool = False


_current: ContextVar[Scope | None] = ContextVar("mandat_scope", default=None)


def current() -> Scope | None:
    """The scope that statements run in, None outside any."""
    return _current.get()


def _apply(wanted: Scope | None) -> None:
    """Tell the transaction; None is the process's own state."""
    everything = wanted.everything if wanted else settings.MANDAT_PROCESS != "web"
    role = settings.MANDAT_DATABASE_ROLE if wanted and not wanted.everything else "none"
    with connection.cursor() as cursor:
        cursor.execute(
            _SET,
            [
                role,
                str((wanted and wanted.firm_id) or ""),
                str((wanted and wanted.office_id) or ""),
                "on" if everything else "",
            ],
        )


@contextmanager
def _entered(wanted: Scope, *, writes: bool) -> Iterator[None]:
    """Inside a transaction of PostgreSQL: apply `wanted`, and what was before at the end.

    The scope is forgotten before the transaction ends, so that what `on_commit` runs finds none:
    by then the settings have gone with the transaction.
    """
    before = _current.get()
    with transaction.atomic():
        token = _current.set(wanted)
        try:
            _apply(wanted)
            if not writes:
                # Ends with the transaction or savepoint; nothing inside can take it back.
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION READ ONLY")
            yield
            # Inside an outer transaction the local settings would live on; after an error they
            # went with the savepoint.
            _apply(before)
        finally:
            _current.reset(token)


@contextmanager
def _reading() -> Iterator[None]:
    """Inside a reading transaction of SQLite: one moment's state, no write lock, no writing."""
    connection.ensure_connection()
    raw = connection.connection
    already = bool(raw.execute("PRAGMA query_only").fetchone()[0])
    with _deferred():
        raw.execute("PRAGMA query_only = ON")
        try:
            yield
        finally:
            if not already:
                raw.execute("PRAGMA query_only = OFF")


@contextmanager
def _deferred() -> Iterator[None]:
    """A transaction that begins without SQLite's write lock, unless one is open already."""
    if connection.in_atomic_block:
        with transaction.atomic():
            yield
        return
    outer = transaction.atomic()
    usual = connection.transaction_mode  # type: ignore[attr-defined]  # SQLite's wrapper has it
    connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]  # as above
    try:
        outer.__enter__()
    finally:
        connection.transaction_mode = usual  # type: ignore[attr-defined]  # as above
    try:
        yield
    finally:
        # Nothing was written, so that there is nothing to keep or to undo.
        outer.__exit__(None, None, None)


@contextmanager
def scope(
    *, firm_id: int | None = None, office_id: int | None = None, writes: bool = True
) -> Iterator[None]:
    """Answer for one firm, one office or both until the block ends; scopes may nest.

    An office's case worker who acts on a firm's record opens a scope with both. Without `writes`
    the database itself refuses to change anything. On SQLite a writing scope takes the write lock
    at once, a reading one does not.
    """
    if connection.vendor == "postgresql":
        with _entered(Scope(firm_id, office_id), writes=writes):
            yield
    elif writes:
        with transaction.atomic():
            yield
    else:
        with _reading():
            yield


@contextmanager
def unscoped() -> Iterator[None]:
    """Step out of the scope for a question across firms.

    Only where the answer is shown to nobody as it is (does this office's file concern a firm).
    Every use is listed in docs/decisions/0004-three-doors.md.
    """
    if connection.vendor == "postgresql":
        with _entered(Scope(everything=True), writes=True):
            yield
    else:
        yield
