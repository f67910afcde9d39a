"""Reads a received file: claims it, takes it apart, and keeps it whole or not at all."""

from __future__ import annotations

import os
import secrets
import socket
import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import models, transaction
from django.db.models import F, Q

from mandat.clients.models import Client
from mandat.declarations import rows
from mandat.declarations.choices import FileState
from mandat.declarations.models import Anomaly, Declaration, DeclarationFile, DeclaredAmount
from mandat.declarations.replacing import settle
from mandat.declarations.standing import refresh_anomaly_counts
from mandat.firms import audit
from mandat.firms.choices import Country
from mandat.firms.models import Firm
from mandat.formats.dsn import reader
from mandat.formats.dsn.model import Reading
from mandat.vault import files
from mandat.vault.crypto import DecryptionError

MOST_ATTEMPTS: Final = 5
STALE: Final = timedelta(minutes=15)  # a reading silent for so long was killed
_BEAT_SECONDS: Final = 2.0
_CHUNK: Final = 500


class ReadingFailed(Exception):
    """Something unforeseen; says which sort of error, never its text: it may quote the file."""


class _Lost(Exception):
    """Another worker has taken the file over: what was prepared here is dropped."""


def read_file(file_id: int, *, at: datetime) -> bool:
    """Read a file and keep what it holds, whole or not at all; False when there is nothing to do.

    Safe to call twice and after a kill: one caller claims the file, and only while the claim is
    its own does it write. Raises `ReadingFailed` for an unforeseen error; the file is then ready
    to be tried again, up to `MOST_ATTEMPTS` times.
    """
    claim = _claim(file_id, at)
    if claim is None:
        return False
    file = DeclarationFile.objects.select_related("firm").get(pk=file_id)
    try:
        reading, code = _open(file)
        if reading is None or not reading.is_dsn:
            return _end(file, claim, FileState.FAILED, failure=code or _why(reading))
        prepared = _prepare(file, claim, reading, at)
        with transaction.atomic():
            _save(file, claim, reading, prepared, at)
    except _Lost:
        return False
    except Exception as error:  # noqa: BLE001  # told to the queue without its text
        spent = file.attempts >= MOST_ATTEMPTS
        state = FileState.FAILED if spent else FileState.RECEIVED
        _end(file, claim, state, failure="unexpected" if spent else "")
        raise ReadingFailed(type(error).__name__) from None
    return True


def _claim(file_id: int, at: datetime) -> str | None:
    """Take the file, unless it is read or in living hands; the token of the claim."""
    token = f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(8)}"
    free = Q(state=FileState.RECEIVED) | Q(state=FileState.READING, heartbeat_at__lt=at - STALE)
    taken = DeclarationFile.objects.filter(free, pk=file_id, attempts__lt=MOST_ATTEMPTS).update(
        state=FileState.READING,
        claimed_by=token,
        heartbeat_at=at,
        attempts=F("attempts") + 1,
        done_declarations=0,
        failure="",
    )
    return token if taken else None


def _open(file: DeclarationFile) -> tuple[Reading | None, str]:
    """The file taken apart, or a code that says why it could not even be opened."""
    try:
        with files.open_plain(file.stored_name, context=file.storage_context) as plain:
            content = b"".join(plain)
    except FileNotFoundError:
        return None, "file-missing"
    except DecryptionError:
        return None, "file-damaged"
    return reader.read(content), ""


def _why(reading: Reading | None) -> str:
    return reading.problems[0].code if reading and reading.problems else "not-dsn"


def _prepare(file: DeclarationFile, claim: str, reading: Reading, at: datetime) -> list[rows.Kept]:
    """Sum up every declaration, with a sign of life now and then, before any lock is taken."""
    prepared: list[rows.Kept] = []
    began = beaten = time.monotonic()
    for kept in rows.declarations(file, reading):
        prepared.append(kept)
        now = time.monotonic()
        if now - beaten >= _BEAT_SECONDS:
            beaten = now
            _beat(file, claim, len(prepared), at + timedelta(seconds=now - began))
    return prepared


def _mine(file: DeclarationFile, claim: str) -> models.QuerySet[DeclarationFile]:
    return DeclarationFile.objects.filter(pk=file.pk, claimed_by=claim, state=FileState.READING)


def _beat(file: DeclarationFile, claim: str, done: int, at: datetime) -> None:
    if not _mine(file, claim).update(heartbeat_at=at, done_declarations=done):
        raise _Lost


def _end(file: DeclarationFile, claim: str, state: FileState, *, failure: str) -> bool:
    """Leave the file in `state` without anything read."""
    return bool(_mine(file, claim).update(state=state, failure=failure, claimed_by=""))


def _save(
    file: DeclarationFile, claim: str, reading: Reading, prepared: list[rows.Kept], at: datetime
) -> None:
    """All the rows of the file, in the caller's transaction.

    The firm's row is locked first: two files of one firm are kept one after the other, so that
    each sees what the other replaces, and a client added meanwhile misses nothing.
    """
    firm = Firm.objects.select_for_update().get(pk=file.firm_id)
    moved = _mine(file, claim).update(
        state=FileState.READ,
        claimed_by="",
        read_at=at,
        done_declarations=len(prepared),
        is_lot=reading.is_lot,
        encoding=reading.encoding[:20],
        line_count=reading.line_count,
        envois=rows.envois(reading),
    )
    if not moved:
        raise _Lost
    Declaration.objects.filter(file=file).delete()
    Anomaly.objects.filter(file=file).delete()
    declarations = [kept.declaration for kept in prepared]
    _attach(firm, declarations)
    _save_all(file, reading, prepared, declarations, at)
    touched = {one.client_id for one in declarations if one.client_id}
    touched |= settle(firm.pk, declarations, at=at)
    refresh_anomaly_counts(firm, touched)
    audit.record(
        firm, "declaration_file.read", by=None, at=at, target=file,
        declarations=len(declarations), problems=len(reading.problems),
    )  # fmt: skip


def _save_all(
    file: DeclarationFile,
    reading: Reading,
    prepared: list[rows.Kept],
    declarations: list[Declaration],
    at: datetime,
) -> None:
    Declaration.objects.bulk_create(declarations, batch_size=_CHUNK)
    amounts = [amount for kept in prepared for amount in kept.amounts]
    for amount in amounts:
        amount.declaration_id = amount.declaration.pk
    DeclaredAmount.objects.bulk_create(amounts, batch_size=_CHUNK)
    by_rank = {one.rank: one for one in declarations}
    Anomaly.objects.bulk_create(rows.anomalies(file, reading, by_rank, at=at), batch_size=_CHUNK)


def _attach(firm: Firm, declarations: Iterable[Declaration]) -> None:
    """Give each declaration the firm's client of its SIREN, where there is one."""
    declarations = list(declarations)
    sirens = sorted({one.siren for one in declarations if one.siren})
    clients: dict[str, int] = {}
    for start in range(0, len(sirens), _CHUNK):
        clients.update(
            Client.objects.of(firm)
            .filter(
                country=Country.FRANCE,
                number__in=sirens[start : start + _CHUNK],
                removed_at=None,
            )
            .values_list("number", "pk")
        )
    for one in declarations:
        one.client_id = clients.get(one.siren)
