"""A file as lists of lines, a piece at a time, whatever its size, its encoding or its line ends."""

import codecs
import re
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO, NamedTuple

_PIECE = 1 << 20
LATIN_1 = "iso-8859-1"
_BETWEEN = re.compile(rb"[\x80-\x9f]")
LONGEST = 1 << 16
"""Characters kept of a line without end: far above what the norm allows, far below a memory."""


Content = bytes | BinaryIO | Callable[[], Iterable[bytes]]
"""The bytes of a file, an open file (read whole when it cannot go back), or a way to go through
the bytes in pieces, called twice."""


class Text(NamedTuple):
    """A decoded file."""

    encoding: str
    has_mark: bool
    lines: list[str]


def decode(content: bytes) -> Text:
    """A whole small file at once: its encoding, and its lines without their ends."""
    source = Source(content)
    encoding = source.line_encoding
    if encoding == LATIN_1 and _BETWEEN.search(content) and _is_cp1252(content):
        encoding = "cp1252"
    lines = [line.decode(encoding, "replace") for piece in source.lines() for line in piece]
    return Text("utf-16" if source.encoding == "utf-16" else encoding, source.has_mark, lines)


def _is_cp1252(content: bytes) -> bool:
    try:
        content.decode("cp1252")
    except UnicodeDecodeError:
        return False
    return True


class Source:
    """A DSN file before it is read: what it is made of (found in one pass), then its lines.

    CT25 3.4 asks for Latin-1; windows-1252 and UTF-8 are met too. UTF-8 is believed only when
    the whole file is valid UTF-8 and holds a multi-byte character; windows-1252 differs from
    Latin-1 only where that has no printable character, so it is found while lines are read.
    """

    def __init__(self, content: Content) -> None:
        """Look at the whole content once; it is gone through again for its lines."""
        self._open = _opener(content)
        self.encoding = LATIN_1
        self.has_mark = False
        self.is_blank = True
        self._is_utf16 = False
        self._scan()

    @property
    def line_encoding(self) -> str:
        """That of the lines given."""
        return "utf-8" if self._is_utf16 else self.encoding

    def lines(self) -> Iterator[list[bytes]]:
        """The lines, without their ends, a list at a time; an end after the last makes no line.

        They are in `encoding`, but those of UTF-16 come in UTF-8. A line is cut at `LONGEST`.
        """
        rest = b""
        for piece in self._pieces():
            if not piece:
                continue  # a mark and nothing after it
            lines = (rest + piece).splitlines()
            # A carriage return may be half of a line end: it waits for the other half.
            rest = b"" if piece[-1:] == b"\n" else lines.pop()
            if piece[-1:] == b"\r":
                rest += b"\r"
            rest = rest[:LONGEST]
            if lines:
                yield lines
        if rest:
            yield rest.splitlines()

    def _pieces(self) -> Iterator[bytes]:
        """The bytes, without the mark at their beginning."""
        if self._is_utf16:
            decoder = codecs.getincrementaldecoder("utf-16")(errors="replace")
            for piece in self._open():
                if text := decoder.decode(piece):
                    yield text.encode("utf-8", "replace")
            return
        mark = codecs.BOM_UTF8 if self.has_mark else b""
        for piece in self._open():
            yield piece.removeprefix(mark)
            mark = b""

    def _scan(self) -> None:
        utf8 = codecs.getincrementaldecoder("utf-8")()
        is_ascii, is_utf8, is_first = True, True, True
        for piece in self._open():
            if is_first:
                self._see_mark(piece)
                is_first = False
            self.is_blank = self.is_blank and not piece.strip()
            is_ascii = is_ascii and piece.isascii()
            is_utf8 = is_utf8 and (is_ascii or _goes_on(utf8, piece))
        is_utf8 = is_utf8 and _goes_on(utf8, b"", final=True)
        if not self.has_mark and not is_ascii:
            self.encoding = "utf-8" if is_utf8 else LATIN_1

    def _see_mark(self, piece: bytes) -> None:
        if piece.startswith(codecs.BOM_UTF8):
            self.has_mark, self.encoding = True, "utf-8"
        elif piece.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            self.has_mark, self.encoding, self._is_utf16 = True, "utf-16", True


def _goes_on(decoder: codecs.IncrementalDecoder, piece: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(piece, final)
    except UnicodeDecodeError:
        return False
    return True


def _opener(content: Content) -> Callable[[], Iterable[bytes]]:
    """How to go through the content from its beginning, a piece at a time."""
    if isinstance(content, bytes):
        return lambda: (content[at : at + _PIECE] for at in range(0, len(content), _PIECE))
    if callable(content):
        return content
    stream: BinaryIO = content
    if not stream.seekable():
        return _opener(stream.read())
    start = stream.tell()

    def again() -> Iterator[bytes]:
        stream.seek(start)
        while piece := stream.read(_PIECE):
            yield piece

    return again
