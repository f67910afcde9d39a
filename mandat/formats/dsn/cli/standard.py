"""The output of the process: when it can take no more, that is said once and nothing follows."""

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from mandat.formats.dsn.cli.common import error_text, silence
from mandat.formats.dsn.cli.output import STANDARD, CannotWriteError


class Out(Protocol):
    """What a report is written to."""

    def write(self, text: str, /) -> int:
        """Take a text."""

    def isatty(self) -> bool:
        """Whether somebody reads it on a terminal."""


class StandardOutput:
    """That of the process; `CannotWriteError` when the disk behind it is full, or it is closed.

    Data is UTF-8 anywhere, text fails on no letter. A reader that goes away stays a
    `BrokenPipeError`.
    """

    def __init__(self, *, is_data: bool = False) -> None:
        """Ready to be written to."""
        if sys.stdout is None:  # closed before we began
            raise CannotWriteError(STANDARD, "cannot-write")
        _buffer()
        self._out = sys.stdout
        if isinstance(self._out, io.TextIOWrapper):
            if is_data:
                self._out.reconfigure(encoding="utf-8", newline="\n")
            else:
                self._out.reconfigure(errors="replace")

    def write(self, text: str, /) -> int:
        """Take a text."""
        with _told():
            return self._out.write(text)

    def isatty(self) -> bool:
        """Whether somebody reads it on a terminal."""
        return self._out.isatty()


def _buffer() -> None:
    """Without a buffer (PYTHONUNBUFFERED) Python loses in silence what a full disk does not take.

    A buffer asks again until all is taken or an error is told.
    """
    out = sys.stdout
    if isinstance(out, io.TextIOWrapper) and isinstance(out.buffer, io.RawIOBase):
        encoding, raw = out.encoding, out.detach()
        sys.stdout = io.TextIOWrapper(io.BufferedWriter(raw), encoding, line_buffering=True)


def flush() -> None:
    """Have all that was written out of the house; errors as above."""
    if sys.stdout is not None:
        with _told():
            sys.stdout.flush()


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        silence(sys.stdout)
        if isinstance(error, BrokenPipeError):
            raise
        raise CannotWriteError(STANDARD, "cannot-write", error_text(error)) from error
