"""Tells from its first bytes that a file cannot be a DSN, so that nothing of it is kept."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final

HEAD_BYTES: Final = 256 * 1024
_RUBRIC = re.compile(rb"[Ss]\d\d\.[A-Za-z]\d\d\.\d\d\.\d{3}")
_ARCHIVES: Final = (
    b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"BZh", b"7z\xbc\xaf", b"Rar!", b"\xfd7zXZ",
)  # fmt: skip
_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def refusal(head: bytes) -> str:
    """Why a file that begins so is refused: a problem code, empty when it may be a DSN."""
    if not head.strip():
        return "empty-file"
    if head.startswith(_ARCHIVES):
        return "archive"
    if head.startswith(_UTF16):
        head = head.replace(b"\0", b"")
    elif b"\0" in head:
        return "binary-file"
    return "" if _RUBRIC.search(head) else "not-dsn"


def beginning(src: BinaryIO | Iterable[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """The first bytes of a source, and the whole of it again, piece by piece."""
    pieces = _pieces(src)
    head = b""
    for piece in pieces:
        head += piece
        if len(head) >= HEAD_BYTES:
            break
    return head, _again(head, pieces)


def _again(head: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    if head:
        yield head
    yield from rest


def _pieces(src: BinaryIO | Iterable[bytes]) -> Iterator[bytes]:
    read = getattr(src, "read", None)
    return iter(lambda: read(HEAD_BYTES), b"") if read else iter(src)
