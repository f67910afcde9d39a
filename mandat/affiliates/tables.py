"""A table as a spreadsheet saves it: bytes in, rows with their line out; no Django.

Comma, semicolon or tab; UTF-8 with or without BOM, or Windows-1252; cells may hold line breaks
when quoted. The bytes are read several times and never held whole.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Final

from mandat.lib.text import fold

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MAX_COLUMNS: Final = 100
_FIRST: Final = 64 * 1024


class TableError(Exception):
    """A file that is no table; `code` says why, `line` where."""

    def __init__(self, code: str, line: int = 1) -> None:
        super().__init__(code)
        self.code = code
        self.line = line


class _Raw(io.RawIOBase):
    """Pieces of bytes as a file that can be read."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._rest = b""

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """As much of the next piece as fits."""
        view = memoryview(buffer).cast("B")
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = piece
        size = min(len(view), len(self._rest))
        view[:size], self._rest = self._rest[:size], self._rest[size:]
        return size


class Table:
    """A file that can be read again and again; `pieces` opens it from its beginning."""

    def __init__(self, pieces: Callable[[], Iterable[bytes]]) -> None:
        self._pieces = pieces

    @cached_property
    def encoding(self) -> str:
        """UTF-8 when all of it is, else Windows-1252; `TableError` for what is no text."""
        start = next(iter(self._pieces()), b"")[:4]
        if not start:
            raise TableError("empty")
        if start.startswith((b"PK", b"\xd0\xcf\x11\xe0", b"%PDF")):
            raise TableError("not_a_table")
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise TableError("encoding")
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            for piece in self._pieces():
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
        return "utf-8-sig"

    @cached_property
    def delimiter(self) -> str:
        """The mark that stands most often on the first line."""
        with self._text() as text:
            first = text.readline(_FIRST)
        return max(";,\t", key=first.count)

    @cached_property
    def columns(self) -> list[str]:
        """The names of the columns, in small letters, `_` for a space or a dash."""
        for _line, cells in self._read():
            names = [fold(cell).replace(" ", "_") for cell in cells]
            while names and not names[-1]:
                names.pop()
            if len(names) > MAX_COLUMNS:
                raise TableError("not_a_table")
            return names
        raise TableError("empty")

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Each row after the head with the line it begins on; rows without a word are left out."""
        rows = self._read()
        next(rows, None)
        return rows

    def _text(self) -> io.TextIOWrapper:
        source = io.BufferedReader(_Raw(self._pieces()))
        return io.TextIOWrapper(source, encoding=self.encoding, newline="")

    def _read(self) -> Iterator[tuple[int, list[str]]]:
        with self._text() as text:
            reader = csv.reader(text, delimiter=self.delimiter, strict=True)
            line = 1
            try:
                for cells in reader:
                    if any(cell.strip() for cell in cells):
                        yield line, cells
                    line = reader.line_num + 1
            except csv.Error:
                raise TableError("quotes", line) from None
            except UnicodeDecodeError:
                raise TableError("encoding", line) from None
