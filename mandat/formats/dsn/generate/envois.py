"""An envoi being written: its declarations aside, on disk when large, until its head is known."""

from collections.abc import Sequence
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, Self, cast

from mandat.formats.dsn.generate.blocks import head
from mandat.formats.dsn.generate.people import Emitter
from mandat.formats.dsn.writer import (
    DECLARATION_START,
    TOTAL_DECLARATIONS,
    TOTAL_RUBRICS,
    Line,
    write,
)

MEMORY = 8 * 1024 * 1024
"""Bytes kept in memory before a spool goes to disk."""


class Spool:
    """Lines put aside, and how many they are."""

    def __init__(self) -> None:
        self.file = cast("BinaryIO", SpooledTemporaryFile(MEMORY))  # noqa: SIM115
        self.lines = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def put(self, records: Sequence[Line]) -> None:
        """Add records at the end."""
        self.lines += len(records)
        self.file.write(write(records))

    def copy_to(self, target: BinaryIO) -> None:
        """Write all that was put here into a file."""
        self.file.seek(0)
        copyfileobj(self.file, target, 1024 * 1024)


class Envoi:
    """An envoi: declarations are put in, then the whole is written with its head and counts."""

    def __init__(self, emitter: Emitter, norm: str, *, test: bool = True) -> None:
        self.emitter = emitter
        self.norm = norm
        self.test = test
        self.anyone = False
        """Whether a declaration has somebody: an envoi without anyone says so (S10.G00.00.008)."""
        self._body = Spool()
        self._declarations = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._body.file.close()

    def put(self, records: Sequence[Line]) -> None:
        """Add records; a declaration begins with `S20.G00.05.001`."""
        self._declarations += sum(1 for rubric, _ in records[:1] if rubric == DECLARATION_START)
        self._body.put(records)

    def move(self, aside: Spool) -> None:
        """Add what was put aside."""
        self._body.lines += aside.lines
        aside.copy_to(self._body.file)

    def write(self, target: BinaryIO) -> int:
        """Write the envoi; give its number of lines."""
        top = head(self.emitter, self.norm, test=self.test, empty=not self.anyone)
        target.write(write(top))
        self._body.copy_to(target)
        count = len(top) + self._body.lines + 2
        totals = [(TOTAL_RUBRICS, str(count)), (TOTAL_DECLARATIONS, str(self._declarations))]
        target.write(write(totals))
        return count
