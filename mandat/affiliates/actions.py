"""What is done to affiliates: a file is looked at, loaded whole or not at all, or given up."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import BinaryIO, Final

from django.db import transaction

from mandat.affiliates.loading import MAX_LINES, Loader, Progress
from mandat.affiliates.models import Loading
from mandat.affiliates.reports import Report
from mandat.affiliates.tables import Table
from mandat.firms import audit
from mandat.firms.models import Office, User
from mandat.vault import files

WEB_MAX_BYTES: Final = 20 * 1024 * 1024
WEB_MAX_LINES: Final = 20_000  # beyond, the command: a page answers within seconds
_LONG_NUMBER: Final = re.compile(r"[0-9](?:[ ._-]?[0-9]){9,}")


def _silent(done: int, total: int) -> None:
    """Nobody watches."""


def load_affiliates(
    office: Office,
    table: Table,
    *,
    by: User | None,
    at: datetime,
    trial: bool = False,
    max_lines: int = MAX_LINES,
    progress: Progress = _silent,
) -> Report:
    """Bring what `office` knows in line with the file: all of it, or nothing where a line is wrong.

    What the file does not name stays as it is; the same file again changes nothing. `trial`
    reports what would happen and keeps nothing.
    """
    with transaction.atomic():
        report = Loader(office, table, at=at, max_lines=max_lines, progress=progress).run()
        report.applied = not (trial or report.problem_count)
        if not report.applied:
            transaction.set_rollback(True)
        elif report.added or report.changed:
            audit.record(
                office,
                "affiliates.loaded",
                by=by,
                at=at,
                lines=report.lines,
                added=report.added,
                changed=report.changed,
            )
    return report


def look_at_file(
    office: Office, content: BinaryIO | Iterable[bytes], *, name: str, by: User, at: datetime
) -> Loading:
    """Seal an uploaded file and try it; nothing of it is loaded. `vault.files.TooLarge` may come.

    Files that this person looked at before and never confirmed are given up.
    """
    for forgotten in Loading.objects.filter(office=office, given_by=by).waiting():
        give_up(forgotten)
    stored = files.store(content, context=_context(office), max_bytes=WEB_MAX_BYTES)
    try:
        loading = Loading(
            office=office,
            name=_safe_name(name),
            file=stored.name,
            sha256=stored.sha256,
            size=stored.size,
            given_at=at,
            given_by=by,
        )
        report = load_affiliates(
            office, _table(loading), by=by, at=at, trial=True, max_lines=WEB_MAX_LINES
        )
        loading.report = report.as_json()
        loading.save()
    except BaseException:
        files.delete(stored.name)
        raise
    return loading


@transaction.atomic
def confirm_loading(loading: Loading, *, by: User, at: datetime) -> Report | None:
    """Load the file that was looked at; None when it is no longer there to be loaded.

    It is read again: what has become wrong since is reported and nothing is loaded.
    """
    row = (
        Loading.objects.select_for_update(of=("self",)).select_related("office").get(pk=loading.pk)
    )
    if row.applied_at is not None or not row.file:
        return None
    report = load_affiliates(row.office, _table(row), by=by, at=at, max_lines=WEB_MAX_LINES)
    row.report = report.as_json()
    if report.applied:
        row.applied_at = at
        _forget_file(row)
    row.save(update_fields=["report", "applied_at", "file"])
    return report


@transaction.atomic
def give_up(loading: Loading) -> None:
    """Forget a file that was not loaded, and its content."""
    _forget_file(loading)
    loading.delete()


def _safe_name(name: str) -> str:
    """A file's name without anything that may be a national number."""
    plain = "".join(sign for sign in name if sign.isprintable())
    return _LONG_NUMBER.sub("…", plain)[:200] or "…"


def _forget_file(loading: Loading) -> None:
    name, loading.file = loading.file, ""
    if name:
        transaction.on_commit(lambda: files.delete(name))


def _table(loading: Loading) -> Table:
    name, context = loading.file, _context(loading.office)
    return Table(lambda: files.open_plain(name, context=context))


def _context(office: Office) -> str:
    return f"loading:{office.pk}"
