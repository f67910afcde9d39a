"""Reads a received file: claims it, takes it apart, and keeps it whole or not at all."""

from __future__ import annotations

import os
import secrets
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

from django.db import models, transaction
from django.db.models import F, Q

from mandat.clients.models import Client
from mandat.declarations import rows
from mandat.declarations.choices import FileState
from mandat.declarations.gathering import Gathering
from mandat.declarations.lists import outside_tables
from mandat.declarations.models import Anomaly, Declaration, DeclarationFile, DeclaredAmount
from mandat.declarations.remembering import key_of
from mandat.declarations.replacing import settle
from mandat.declarations.standing import refresh_anomaly_counts
from mandat.firms import audit
from mandat.firms.choices import Country
from mandat.firms.models import Firm
from mandat.formats.dsn import reader
from mandat.formats.dsn.model import Reading
from mandat.lib.dates import PARIS
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
        reading, gathering, code = _open(file, claim, at)
        if reading is None or not reading.is_dsn:
            return _end(file, claim, FileState.FAILED, failure=code or _why(reading))
        prepared = rows.declarations(file, reading, gathering)
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


def _open(file: DeclarationFile, claim: str, at: datetime) -> tuple[Reading | None, Gathering, str]:
    """The file taken apart and checked, or a code that says why it could not even be opened.

    It is decrypted and read a piece at a time, and its employees are forgotten one by one: memory
    does not grow with it. A sign of life is given now and then.
    """
    gathering = Gathering(key_of(file.firm_id), _pulse(file, claim, at))

    def pieces() -> Iterator[bytes]:
        with files.open_plain(file.stored_name, context=file.storage_context) as plain:
            yield from plain

    try:
        reading = reader.check(
            pieces,
            tables=outside_tables(),
            today=at.astimezone(PARIS).date(),
            keep=False,
            each_person=gathering.each_person,
            each_declaration=gathering.each_declaration,
        )
    except FileNotFoundError:
        return None, gathering, "file-missing"
    except DecryptionError:
        return None, gathering, "file-damaged"
    return reading, gathering, ""


def _pulse(file: DeclarationFile, claim: str, at: datetime) -> Callable[[int], None]:
    """Say that the file is being read, every few seconds; `_Lost` when somebody else has it."""
    began = beaten = time.monotonic()

    def beat(done: int) -> None:
        nonlocal beaten
        now = time.monotonic()
        if now - beaten >= _BEAT_SECONDS:
            beaten = now
            _beat(file, claim, done, at + timedelta(seconds=now - began))

    return beat


def _why(reading: Reading | None) -> str:
    return reading.problems[0].code if reading and reading.problems else "not-dsn"


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
    rows.save_traces(prepared)
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
