"""Whose hands a file is in while it is read: claimed, shown to be alive, let go."""

from __future__ import annotations

import os
import secrets
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import models, transaction
from django.db.models import F, Q

from mandat.declarations.choices import FileState
from mandat.declarations.models import DeclarationFile

MOST_ATTEMPTS: Final = 5
STALE: Final = timedelta(minutes=15)  # a reading silent for so long was killed
_BEAT_SECONDS: Final = 2.0
_MOST_TOGETHER: Final = 32  # files, and bytes: a second or so of work
_MOST_BYTES: Final = 2 << 20
_NEIGHBOURS: Final = 1000  # how many ids further files of the same drop are looked for


class Lost(Exception):
    """Another worker has taken the file over: what was prepared here is dropped."""


@dataclass(slots=True)
class Claim:
    """Files of one firm that nobody else reads, and since when, by the clock of the process."""

    token: str
    files: list[DeclarationFile]
    at: datetime
    began: float = field(default_factory=time.monotonic)

    def mine(self, files: Sequence[DeclarationFile]) -> models.QuerySet[DeclarationFile]:
        """Those of `files` that are still in these hands."""
        return DeclarationFile.objects.filter(
            pk__in=[file.pk for file in files], claimed_by=self.token, state=FileState.READING
        )

    def pulse(self, file: DeclarationFile) -> Callable[[int], None]:
        """Say every few seconds that `file` is being read; `Lost` when somebody else has it."""
        beaten = time.monotonic()

        def beat(done: int) -> None:
            nonlocal beaten
            now = time.monotonic()
            if now - beaten >= _BEAT_SECONDS:
                beaten = now
                _beat(self, file, done, self.at + timedelta(seconds=now - self.began))

        return beat

    def end(self, file: DeclarationFile, state: FileState, *, failure: str) -> bool:
        """Leave the file in `state` without anything read."""
        return bool(self.mine([file]).update(state=state, failure=failure, claimed_by=""))


def claim(file_id: int, *, at: datetime, with_others: bool) -> Claim | None:
    """Take the file, unless it is read or in living hands: None then.

    `with_others`: and small ones of its firm that came after it and wait. A file that was tried
    before is taken alone: what it does to its reading must not befall others.
    """
    token = f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(8)}"
    free = Q(state=FileState.RECEIVED) | Q(state=FileState.READING, heartbeat_at__lt=at - STALE)
    found = DeclarationFile.objects.filter(free, pk=file_id, attempts__lt=MOST_ATTEMPTS)
    if not found.update(**_taken(token, at)):
        return None
    if with_others:
        _take_others(file_id, token, at)
    files = DeclarationFile.objects.filter(claimed_by=token, state=FileState.READING)
    near = files.filter(pk__gte=file_id, pk__lte=file_id + _NEIGHBOURS)
    return Claim(token, list(near.order_by("pk")), at)


def _taken(token: str, at: datetime) -> dict[str, Any]:
    return {
        "state": FileState.READING,
        "claimed_by": token,
        "heartbeat_at": at,
        "attempts": F("attempts") + 1,
        "done_declarations": 0,
        "failure": "",
    }


@transaction.atomic
def _take_others(file_id: int, token: str, at: datetime) -> None:
    """Those that another worker is taking at this moment are passed over."""
    first = DeclarationFile.objects.only("firm_id", "size", "attempts").get(pk=file_id)
    room = _MOST_BYTES - first.size
    if first.attempts > 1 or room <= 0:
        return
    waiting = DeclarationFile.objects.filter(
        firm_id=first.firm_id, pk__gt=file_id, pk__lte=file_id + _NEIGHBOURS,
        state=FileState.RECEIVED, attempts=0, size__lte=room,
    ).order_by("pk")  # fmt: skip
    locked = waiting.select_for_update(skip_locked=True, no_key=True)
    others = []
    for pk, size in locked.values_list("pk", "size")[: _MOST_TOGETHER - 1]:
        room -= size
        if room < 0:
            break
        others.append(pk)
    DeclarationFile.objects.filter(pk__in=others).update(**_taken(token, at))


def _beat(held: Claim, file: DeclarationFile, done: int, at: datetime) -> None:
    """A sign of life of all that is held, and how far the one being read has come."""
    if len(held.files) > 1:
        held.mine(held.files).update(heartbeat_at=at)
    if not held.mine([file]).update(heartbeat_at=at, done_declarations=done):
        raise Lost
