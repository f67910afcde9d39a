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
def _entered(wanted: Scope) -> Iterator[None]:
    """Inside a transaction of PostgreSQL: apply `wanted`, and what was before at the end."""
    before = _current.get()
    token = _current.set(wanted)
    try:
        with transaction.atomic():
            _apply(wanted)
            yield
            # Inside an outer transaction the local settings would live on; after an error they
            # went with the savepoint.
            _apply(before)
    finally:
        _current.reset(token)


@contextmanager
def scope(
    *, firm_id: int | None = None, office_id: int | None = None, writes: bool = True
) -> Iterator[None]:
    """Answer for one firm, one office or both until the block ends; scopes may nest.

    An office's case worker who acts on a firm's record opens a scope with both. `writes` opens a
    transaction on SQLite too (there it takes the write lock); on PostgreSQL the settings need one
    in any case.
    """
    if connection.vendor == "postgresql":
        with _entered(Scope(firm_id, office_id)):
            yield
    elif writes:
        with transaction.atomic():
            yield
    else:
        yield


@contextmanager
def unscoped() -> Iterator[None]:
    """Step out of the scope for a question across firms.

    Only where the answer is shown to nobody as it is (does this office's file concern a firm).
    Every use is listed in docs/decisions/0004-three-doors.md.
    """
    if connection.vendor == "postgresql":
        with _entered(Scope(everything=True)):
            yield
    else:
        yield
