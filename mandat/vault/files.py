"""Encrypted files on disk, under names that say nothing."""

import hashlib
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, Self

from django.conf import settings

from mandat.vault.keys import keyring
from mandat.vault.streams import (
    FRAME_BYTES,
    decrypt_iter,
    encrypt_stream,
    stream_needs_rotation,
)

_NAME: Final = re.compile(r"[0-9a-f]{32}")
_PART: Final = ".part"


class TooLarge(Exception):
    """More bytes were sent than the caller allows; nothing was kept."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """What a row keeps of a stored file; size and hash are those of the plain content."""

    name: str
    size: int
    sha256: str


class PlainFile(Iterator[bytes]):
    """The plain content of a stored file, piece by piece; closes itself at its end."""

    def __init__(self, path: Path, context: str) -> None:
        self._file = path.open("rb")
        try:
            self._frames = decrypt_iter(self._file, keyring(), context)
            # The first frame is opened now, so that a wrong file fails before an answer begins.
            self._first: bytes | None = next(self._frames, b"")
        except BaseException:
            self._file.close()
            raise

    def __next__(self) -> bytes:
        """The next piece, never empty."""
        if self._first is not None:
            first, self._first = self._first, None
            if first:
                return first
        try:
            return next(self._frames)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the file; a streamed answer calls this when its reader leaves."""
        self._file.close()

    def __enter__(self) -> Self:
        """Use in a `with`."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close in any case."""
        self.close()

    def __del__(self) -> None:
        """Close what was opened and never read."""
        if file := getattr(self, "_file", None):
            file.close()


def store(
    src: BinaryIO | Iterable[bytes], *, context: str, max_bytes: int, sync: bool = True
) -> StoredFile:
    """Encrypt `src` into a new file that is complete or absent, whatever happens meanwhile.

    `context` names the row it belongs to and must be given again to read it. Raises `TooLarge`
    above `max_bytes`. Without `sync` a power cut may still lose it: for a caller that writes
    thousands and makes them all last with one `os.sync` before it commits.
    """
    name = secrets.token_hex(16)
    path = _path(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(name + _PART)
    measured = _Measured(src, max_bytes)
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as target:
            encrypt_stream(measured.pieces(), target, keyring(), context)
            target.flush()
            if sync:
                os.fsync(target.fileno())
        part.rename(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    if sync:
        for folder in (path.parent, path.parent.parent, path.parent.parent.parent):
            _sync_folder(folder)
    return StoredFile(name=name, size=measured.size, sha256=measured.hash.hexdigest())


def open_plain(name: str, *, context: str) -> PlainFile:
    """The plain content of a stored file, to iterate over.

    FileNotFoundError when there is none, ValueError for a name that `store` never gives,
    `DecryptionError` when it does not open for this context or, in mid-reading, is damaged.
    """
    return PlainFile(_path(name), context)


def needs_rotation(name: str) -> bool:
    """Whether a stored file was sealed with another key than the current one."""
    with _path(name).open("rb") as sealed:
        return stream_needs_rotation(sealed.read(64), keyring())


def reseal(name: str, *, context: str) -> None:
    """Seal a stored file again with the current key, under its name.

    It is the old one or the new one at any moment, whole; who reads it meanwhile goes on with the
    old one. Errors as `open_plain`.
    """
    path = _path(name)
    part = path.with_name(name + _PART)
    part.unlink(missing_ok=True)  # of a run that was cut off
    try:
        with PlainFile(path, context) as plain:
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as target:
                encrypt_stream(plain, target, keyring(), context)
                target.flush()
                os.fsync(target.fileno())
        path.stat()  # gone meanwhile: nothing may bring it back
        part.rename(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def delete(name: str) -> None:
    """Remove a stored file; nothing happens when it is gone already."""
    path = _path(name)
    with suppress(FileNotFoundError):
        path.unlink()
        _sync_folder(path.parent)


def sweep_parts(*, before: float) -> int:
    """Remove what interrupted writes left behind before that time (seconds); how many went."""
    swept = 0
    for part in Path(settings.MANDAT_FILES_DIR).glob(f"*/*/*{_PART}"):
        with suppress(FileNotFoundError):
            if part.stat().st_mtime < before:
                part.unlink()
                swept += 1
    return swept


class _Measured:
    """Counts, hashes and limits what flows through."""

    def __init__(self, src: BinaryIO | Iterable[bytes], max_bytes: int) -> None:
        self._src = src
        self._max_bytes = max_bytes
        self.size = 0
        self.hash = hashlib.sha256()

    def pieces(self) -> Iterator[bytes]:
        read = getattr(self._src, "read", None)
        source = iter(lambda: read(FRAME_BYTES), b"") if read else iter(self._src)
        for piece in source:
            self.size += len(piece)
            if self.size > self._max_bytes:
                raise TooLarge
            self.hash.update(piece)
            yield piece


def _path(name: str) -> Path:
    """Where a name lives: two folders deep, so that no folder grows large."""
    if not _NAME.fullmatch(name):
        raise ValueError("not the name of a stored file")
    return Path(settings.MANDAT_FILES_DIR) / name[:2] / name[2:4] / name


def _sync_folder(folder: Path) -> None:
    """Make a new or a removed name survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
