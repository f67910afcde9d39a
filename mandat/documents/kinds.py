"""Which kind of file some bytes are: what may be published, and how it is sent.

Only the beginning, the directory of an archive and the form of a text are looked at; nothing is
unpacked but the few bytes that name an ODS.
"""

from __future__ import annotations

import codecs
import struct
import unicodedata
import zipfile
from collections.abc import Iterator
from enum import StrEnum
from pathlib import PurePosixPath
from typing import IO, Final

OCTETS: Final = "application/octet-stream"
_PIECE: Final = 256 * 1024
_MOST_ENTRIES_BYTES: Final = 1024 * 1024  # of an archive's directory
_MOST_UNPACKED: Final = 512 * 1024 * 1024
_ODS: Final = b"application/vnd.oasis.opendocument.spreadsheet"
_LONGEST_NAME: Final = 120
_FORBIDDEN: Final = frozenset('<>:"/\\|?*')
_RESERVED: Final = frozenset(
    ("con", "prn", "aux", "nul", *(f"{word}{n}" for word in ("com", "lpt") for n in range(10)))
)


class FileKind(StrEnum):
    """The kinds of file that an office may publish; the value is their extension."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpg"
    XLSX = "xlsx"
    ODS = "ods"
    CSV = "csv"
    TXT = "txt"


CONTENT_TYPES: Final = {
    FileKind.PDF: "application/pdf",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.ODS: _ODS.decode(),
    FileKind.CSV: "text/csv",
    FileKind.TXT: "text/plain",
}
_NAMED: Final = {kind.value: kind for kind in FileKind} | {"jpeg": FileKind.JPEG}


class WrongKind(Exception):
    """A file that may not be published; `code` says why.

    `name`: the name ends in no known way; `content`: the bytes are not what the name says.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def kind_named(name: str) -> FileKind | None:
    """The kind that a name claims by its end; None for any other end."""
    return _NAMED.get(PurePosixPath(name.strip()).suffix.lower().removeprefix("."))


def content_type(name: str) -> str:
    """How a file of this name is sent: its kind's type, or as mere bytes."""
    kind = kind_named(name)
    return CONTENT_TYPES[kind] if kind else OCTETS


def kind_of(file: IO[bytes], name: str) -> FileKind:
    """The kind of a file whose content agrees with its name, else `WrongKind`.

    Reads it and leaves it at its beginning.
    """
    named = kind_named(name)
    if named is None:
        raise WrongKind("name")
    try:
        file.seek(0)
        right = _agrees(file, named)
    finally:
        file.seek(0)
    if not right:
        raise WrongKind("content")
    return named


def safe_name(name: str, kind: FileKind) -> str:
    """A name that no system takes for anything else: no folder, no control sign, the right end."""
    plain = unicodedata.normalize("NFC", name.replace("\\", "/")).rsplit("/", 1)[-1]
    stem = plain.rsplit(".", 1)[0] if kind_named(plain) else plain
    kept = "".join(" " if _is_unsafe(sign) else sign for sign in stem)
    stem = " ".join(kept.split()).strip(". ")[:_LONGEST_NAME].strip(". ") or "document"
    if stem.lower().split(".")[0] in _RESERVED:
        stem = f"_{stem}"
    return f"{stem}.{kind.value}"


def _is_unsafe(sign: str) -> bool:
    """Separators of folders, controls, and what turns the direction of writing."""
    return sign in _FORBIDDEN or unicodedata.category(sign)[0] in "CZ"


def _agrees(file: IO[bytes], kind: FileKind) -> bool:
    if kind in (FileKind.XLSX, FileKind.ODS):
        return _is_sheet(file, kind)
    if kind in (FileKind.CSV, FileKind.TXT):
        return _is_text(file)
    head = file.read(32)
    if kind is FileKind.PDF:
        return head.startswith(b"%PDF-")
    if kind is FileKind.PNG:
        return head.startswith(b"\x89PNG\r\n\x1a\n") and head[12:16] == b"IHDR"
    return head.startswith(b"\xff\xd8\xff")


def _is_sheet(file: IO[bytes], kind: FileKind) -> bool:
    """An archive of bounded size whose directory is that of a spreadsheet without macros."""
    if file.read(4) != b"PK\x03\x04" or not _directory_is_small(file):
        return False
    try:
        with zipfile.ZipFile(file) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MOST_UNPACKED:
                return False
            entries = {entry.filename: entry for entry in archive.infolist()}
            if kind is FileKind.XLSX:
                wanted = {"[Content_Types].xml", "xl/workbook.xml"}
                return wanted <= entries.keys() and "xl/vbaProject.bin" not in entries
            mark = entries.get("mimetype")
            return (
                mark is not None
                and mark.compress_type == zipfile.ZIP_STORED
                and mark.file_size == len(_ODS)
                and archive.read(mark) == _ODS
            )
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError):
        return False


def _directory_is_small(file: IO[bytes]) -> bool:
    """Whether the archive's directory is short, as its end record says (never 64-bit)."""
    end = file.seek(0, 2)
    file.seek(max(0, end - 65_557))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 16:
        return False
    (size,) = struct.unpack_from("<I", tail, at + 12)
    file.seek(0)
    return bool(size <= _MOST_ENTRIES_BYTES)


def _is_text(file: IO[bytes]) -> bool:
    """Plain words in UTF-8, UTF-16 with its mark or Windows-1252; markup is not plain words."""
    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        file.seek(0)
        if encoding == "utf-16" and file.read(2) not in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            continue
        file.seek(0)
        try:
            return _is_plain(_pieces(file, encoding))
        except UnicodeDecodeError:
            continue
    return False


def _pieces(file: IO[bytes], encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    while piece := file.read(_PIECE):
        yield decoder.decode(piece)
    yield decoder.decode(b"", final=True)


def _is_plain(pieces: Iterator[str]) -> bool:
    begun = False
    for piece in pieces:
        if any(sign < " " and sign not in "\t\n\r\f" for sign in set(piece)):
            return False
        if not begun and (first := piece.lstrip()):
            begun = True
            if first.startswith(("<", "%PDF-")):
                return False
    return True
