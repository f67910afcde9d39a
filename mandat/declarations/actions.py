"""What is done to declarations: received, read, attached to a client, anomalies set aside."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import BinaryIO

from django.conf import settings
from django.db import IntegrityError, transaction

from mandat.clients.models import Client
from mandat.declarations import moving
from mandat.declarations.adjusting import adjust
from mandat.declarations.choices import AnomalyState, FileState, StepCause
from mandat.declarations.claiming import MOST_ATTEMPTS, STALE
from mandat.declarations.following import follow, follow_files
from mandat.declarations.models import (
    Anomaly,
    Declaration,
    DeclarationFile,
    DeclarationTrace,
    FileDrop,
)
from mandat.declarations.personal import safe_name, tidy
from mandat.declarations.reading import read_file, read_waiting
from mandat.declarations.replacing import settle
from mandat.declarations.sniffing import beginning, refusal
from mandat.declarations.standing import refresh_anomaly_counts
from mandat.declarations.watching import watch
from mandat.firms import audit
from mandat.firms.choices import Country
from mandat.firms.models import Firm, Member
from mandat.vault import files, jobs

__all__ = [
    "FileRefused",
    "attach_declarations",
    "close_corrected",
    "note_download",
    "read_file",
    "read_waiting",
    "receive_file",
    "refresh_anomaly_counts",
    "reopen",
    "retry_file",
    "set_aside",
    "settle",
    "sweep",
    "watch_deadlines",
]

TASK = "mandat.declarations.tasks.read_file"
_CLOSED_AT_ONCE = 500
_WATCHED_AT_ONCE = 100


class FileRefused(Exception):
    """A file that is not kept; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def receive_file(
    firm: Firm,
    src: BinaryIO | Iterable[bytes],
    *,
    name: str,
    by: Member | None,
    at: datetime,
    queue: bool = True,
) -> tuple[DeclarationFile, bool]:
    """Keep a dropped file encrypted and have it read; the row, and whether it is new to `by`.

    The same bytes twice in one firm are one row, whoever drops them and even at the same moment;
    a member is not told that a colleague had them before.
    `queue` False leaves the reading to the caller. `FileRefused`: `empty-file`, `archive`,
    `binary-file`, `not-dsn`, `too-large`; nothing is kept then.
    """
    head, whole = beginning(src)
    if code := refusal(head):
        raise FileRefused(code)
    try:
        stored = files.store(
            whole, context=DeclarationFile(firm=firm).storage_context,
            max_bytes=settings.MANDAT_UPLOAD_MAX_BYTES,
        )  # fmt: skip
    except files.TooLarge:
        raise FileRefused("too-large") from None
    file = DeclarationFile(
        firm=firm, dropped_by=by, dropped_at=at, name=safe_name(name), sha256=stored.sha256,
        size=stored.size, stored_name=stored.name,
    )  # fmt: skip
    try:
        created = _keep(file, queue=queue)
    except BaseException:
        files.delete(stored.name)
        raise
    if not created:
        files.delete(stored.name)
        file = DeclarationFile.objects.get(firm=firm, sha256=stored.sha256)
    return file, _note_drop(file, safe_name(name), by, at) or created


def _keep(file: DeclarationFile, *, queue: bool) -> bool:
    """Save a new row and its job in one transaction; False when the firm has these bytes."""
    if DeclarationFile.objects.filter(firm_id=file.firm_id, sha256=file.sha256).exists():
        return False
    try:
        with transaction.atomic():
            file.save(force_insert=True)
            by = file.dropped_by.user if file.dropped_by else None
            audit.record(
                file.firm, "declaration_file.received", by=by, at=file.dropped_at, target=file,
                size=file.size,
            )  # fmt: skip
            if queue:
                jobs.enqueue(TASK, file.pk)
    except IntegrityError:
        if DeclarationFile.objects.filter(firm_id=file.firm_id, sha256=file.sha256).exists():
            return False  # dropped a second time at the same moment
        raise
    return True


def _note_drop(file: DeclarationFile, name: str, by: Member | None, at: datetime) -> bool:
    """Remember that `by` dropped these bytes; whether for the first time."""
    if by is None:
        return False
    _, first = FileDrop.objects.get_or_create(
        firm_id=file.firm_id, file=file, member=by, defaults={"name": name, "at": at}
    )
    return first


@transaction.atomic
def retry_file(file: DeclarationFile, *, by: Member, at: datetime) -> bool:
    """Have a file that could not be read, read again; False when it is in another state."""
    moved = DeclarationFile.objects.filter(pk=file.pk, state=FileState.FAILED).update(
        state=FileState.RECEIVED, attempts=0, failure="", claimed_by="", heartbeat_at=None
    )
    if moved:
        audit.record(file.firm, "declaration_file.retried", by=by.user, at=at, target=file)
        jobs.enqueue(TASK, file.pk)
    return bool(moved)


def note_download(file: DeclarationFile, *, by: Member, at: datetime) -> None:
    """Log that a member takes the original out."""
    audit.record(file.firm, "declaration_file.downloaded", by=by.user, at=at, target=file)


@transaction.atomic
def sweep(*, at: datetime) -> int:
    """Enqueue again the files whose reading stopped; those tried too often fail. How many again."""
    silent = DeclarationFile.objects.filter(
        state=FileState.READING, heartbeat_at__lt=at - STALE
    ) | DeclarationFile.objects.filter(state=FileState.RECEIVED, dropped_at__lt=at - STALE)
    again = 0
    for file in silent.select_for_update().only("pk", "attempts"):
        if file.attempts >= MOST_ATTEMPTS:
            DeclarationFile.objects.filter(pk=file.pk).update(
                state=FileState.FAILED, failure="gave-up"
            )
        else:
            jobs.enqueue(TASK, file.pk)
            again += 1
    return again


@transaction.atomic
def attach_declarations(client: Client) -> int:
    """Give a client what was declared for its SIREN before it was on the list; how many.

    Call it in the transaction that adds the client or takes it back.
    """
    if client.country != Country.FRANCE or not client.number or client.removed_at is not None:
        return 0
    firm = Firm.objects.select_for_update().get(pk=client.firm_id)
    attached = (
        Declaration.objects.filter(firm=firm, siren=client.number)
        .exclude(client=client.pk)
        .update(client=client)
    )
    Anomaly.objects.filter(firm=firm, siren=client.number).exclude(client=client.pk).update(
        client=client
    )
    refresh_anomaly_counts(firm, [client.pk])
    return attached


@transaction.atomic
def set_aside(anomaly: Anomaly, *, by: Member, at: datetime, reason: str) -> bool:
    """Stop counting an open anomaly, with its reason; False when it is not open."""
    row = _locked(anomaly)
    if row.state != AnomalyState.OPEN:
        return False
    moving.keep([row.set_aside(by=by, at=at, reason=tidy(reason.strip(), 300))])
    _after(row, "anomaly.set_aside", by=by, at=at)
    return True


@transaction.atomic
def reopen(anomaly: Anomaly, *, by: Member, at: datetime) -> bool:
    """Count again an anomaly that was set aside, or that lines of adjustment seemed to correct.

    False when it is in another state. What happened meanwhile to one that was set aside is made
    up for: it may be corrected at once.
    """
    row = _locked(anomaly)
    if not row.can_be_reopened:
        return False
    moving.keep([row.reopen(by=by, at=at, cause=StepCause.REOPENED)])
    _catch_up(row, at=at)
    _after(row, "anomaly.reopened", by=by, at=at)
    return True


def _locked(anomaly: Anomaly) -> Anomaly:
    """The firm first, then its anomaly: a reading takes them in the same order."""
    Firm.objects.select_for_update(no_key=True).only("pk").get(pk=anomaly.firm_id)
    return Anomaly.objects.select_for_update().get(pk=anomaly.pk)


def _catch_up(row: Anomaly, *, at: datetime) -> None:
    """What later declarations already said about an anomaly that nobody counted."""
    declaration = row.declaration
    if declaration is None:
        follow_files(row.firm_id, {row.file_id}, at=at, only={row.pk})
    elif declaration.replaced_by is not None:
        follow(row.firm_id, {declaration.pk: declaration.replaced_by}, at=at, only={row.pk})
    else:
        adjust(row.firm_id, {declaration.siren}, at=at)
        if row.subject:
            watch(row.firm_id, [declaration], at=at, is_clock=True)


def _after(row: Anomaly, action: str, *, by: Member, at: datetime) -> None:
    audit.record(row.firm, action, by=by.user, at=at, target=row, code=row.code)
    if row.client_id:
        refresh_anomaly_counts(row.firm, [row.client_id])


def close_corrected(*, at: datetime) -> int:
    """Close the corrected anomalies whose time has come; how many. Safe to call twice."""
    due = Anomaly.objects.filter(state=AnomalyState.CORRECTED, closes_at__lte=at)
    closed = 0
    for firm in due.order_by().values_list("firm_id", flat=True).distinct():
        while number := _close(firm, at=at):
            closed += number
    return closed


@transaction.atomic
def _close(firm_id: int, *, at: datetime) -> int:
    """A block of one firm, under its lock."""
    Firm.objects.select_for_update(no_key=True).only("pk").get(pk=firm_id)
    rows = Anomaly.objects.filter(
        firm_id=firm_id, state=AnomalyState.CORRECTED, closes_at__lte=at
    ).order_by("pk")
    return moving.keep(row.close(at=at) for row in rows.select_for_update()[:_CLOSED_AT_ONCE])


def watch_deadlines(*, at: datetime) -> int:
    """Look again where a deadline has passed since: at how many declarations.

    Safe to call twice: each has its moment once.
    """
    due = DeclarationTrace.objects.filter(due_at__lte=at)
    seen = 0
    for firm in due.order_by().values_list("firm_id", flat=True).distinct():
        while number := _watch(firm, at=at):
            seen += number
    return seen


@transaction.atomic
def _watch(firm_id: int, *, at: datetime) -> int:
    """A block of one firm, under its lock."""
    firm = Firm.objects.select_for_update().only("pk").get(pk=firm_id)
    due = DeclarationTrace.objects.filter(firm_id=firm_id, due_at__lte=at).order_by("pk")
    rows = list(due.select_related("declaration").defer("sealed")[:_WATCHED_AT_ONCE])
    DeclarationTrace.objects.filter(pk__in=[row.pk for row in rows]).update(due_at=None)
    touched = watch(firm_id, [row.declaration for row in rows], at=at, is_clock=True)
    refresh_anomaly_counts(firm, touched)
    return len(rows)
