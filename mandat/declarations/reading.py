"""Reads received files: claims them, takes them apart, and has each kept whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction

from mandat.declarations import rows
from mandat.declarations.choices import FileState
from mandat.declarations.claiming import MOST_ATTEMPTS, Claim, Lost, claim
from mandat.declarations.gathering import Gathering
from mandat.declarations.keeping import Ready, keep
from mandat.declarations.lists import outside_tables
from mandat.declarations.models import DeclarationFile
from mandat.declarations.remembering import key_of
from mandat.formats.dsn import reader
from mandat.formats.dsn.model import Reading
from mandat.lib.dates import PARIS
from mandat.vault import files
from mandat.vault.crypto import DecryptionError


class ReadingFailed(Exception):
    """Something unforeseen; says which sort of error, never its text: it may quote the file."""


def read_file(file_id: int, *, at: datetime) -> bool:
    """Read a file and keep what it holds, whole or not at all; False when there is nothing to do.

    Safe to call twice and after a kill: one caller claims the file, and only while the claim is
    its own does it write. Raises `ReadingFailed` for an unforeseen error; the file is then ready
    to be tried again, up to `MOST_ATTEMPTS` times.
    """
    return bool(_read(claim(file_id, at=at, with_others=False)))


def read_waiting(file_id: int, *, at: datetime) -> int:
    """The same for that file and small ones of its firm that came after it; how many are done.

    They are kept in one transaction, and one by one where that fails. Those that cannot be read
    hold up no other; `ReadingFailed` once the others are kept.
    """
    return _read(claim(file_id, at=at, with_others=True))


def _read(held: Claim | None) -> int:
    if held is None:
        return 0
    ready: list[Ready] = []
    wrong: list[Exception] = []
    done = 0
    for file in held.files:
        try:
            one = _prepared(file, held)
        except Lost:
            continue
        except Exception as error:  # noqa: BLE001  # told to the queue without its text
            wrong.append(error)
            _give_back(held, file)
        else:
            if isinstance(one, Ready):
                ready.append(one)
            else:
                done += held.end(file, FileState.FAILED, failure=one)
    done += _keep(held, ready, wrong) if ready else 0
    if wrong:
        raise ReadingFailed(type(wrong[0]).__name__) from None
    return done


def _keep(held: Claim, ready: Sequence[Ready], wrong: list[Exception]) -> int:
    """All together, else one by one, so that one that fails hinders no other; how many."""
    try:
        with transaction.atomic():
            return keep(held, ready, at=held.at)
    except Exception as error:  # noqa: BLE001  # told to the queue without its text
        if len(ready) == 1:
            wrong.append(error)
            _give_back(held, ready[0].file)
            return 0
    return sum(_keep(held, [one], wrong) for one in ready)


def _give_back(held: Claim, file: DeclarationFile) -> None:
    """Let go of a file whose reading failed: for another time, or for good."""
    spent = file.attempts >= MOST_ATTEMPTS
    state = FileState.FAILED if spent else FileState.RECEIVED
    held.end(file, state, failure="unexpected" if spent else "")


def _prepared(file: DeclarationFile, held: Claim) -> Ready | str:
    """The file and its rows, unsaved; or a problem code that says why it cannot be read."""
    reading, gathering, code = _open(file, held)
    if reading is None or not reading.is_dsn:
        return code or _why(reading)
    return Ready(file, reading, rows.declarations(file, reading, gathering))


def _open(file: DeclarationFile, held: Claim) -> tuple[Reading | None, Gathering, str]:
    """The file taken apart and checked, or a code that says why it could not even be opened.

    It is decrypted and read a piece at a time, and its employees are forgotten one by one: memory
    does not grow with it. A sign of life is given now and then.
    """
    gathering = Gathering(key_of(file.firm_id), held.pulse(file))

    def pieces() -> Iterator[bytes]:
        with files.open_plain(file.stored_name, context=file.storage_context) as plain:
            yield from plain

    try:
        reading = reader.check(
            pieces,
            tables=outside_tables(),
            today=held.at.astimezone(PARIS).date(),
            keep=False,
            each_person=gathering.each_person,
            each_declaration=gathering.each_declaration,
        )
    except FileNotFoundError:
        return None, gathering, "file-missing"
    except DecryptionError:
        return None, gathering, "file-damaged"
    return reading, gathering, ""


def _why(reading: Reading | None) -> str:
    return reading.problems[0].code if reading and reading.problems else "not-dsn"
