"""The lines of a kept file around a problem, without what says who a person is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from mandat.declarations.explain import label_of
from mandat.declarations.models import Anomaly, Declaration, DeclarationFile
from mandat.declarations.personal import safe_line
from mandat.formats.dsn.source import decode
from mandat.vault import files
from mandat.vault.crypto import DecryptionError

AROUND: Final = 4
_LONGEST_RAW: Final = 4096


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line as a page shows it."""

    number: int
    text: str
    note: str
    is_hit: bool


def lines_around(anomaly: Anomaly) -> list[ShownLine]:
    """The line of an anomaly and those near it; empty when the kept file does not open.

    Lines of another company's declaration in the same file are left out.
    """
    first, last = max(1, anomaly.line - AROUND), anomaly.line + AROUND
    others = list(
        Declaration.objects.filter(
            firm_id=anomaly.firm_id, file_id=anomaly.file_id, first_line__lte=last,
            last_line__gte=first,
        )
        .exclude(siren=anomaly.siren)
        .values_list("first_line", "last_line")
    )  # fmt: skip
    try:
        raw = raw_lines(anomaly.file, first, last)
    except (FileNotFoundError, DecryptionError):
        return []
    return [
        _shown(number, text, number == anomaly.line)
        for number, text in raw.items()
        if not any(start <= number <= end for start, end in others)
    ]


def _shown(number: int, line: str, is_hit: bool) -> ShownLine:
    text, rubric = safe_line(line)
    return ShownLine(number, text, label_of(rubric), is_hit)


def raw_lines(file: DeclarationFile, first: int, last: int) -> dict[int, str]:
    """The lines numbered `first` to `last`, as they are; reads no further than needed."""
    with files.open_plain(file.stored_name, context=file.storage_context) as plain:
        if file.encoding == "utf-16":
            return _of_whole(b"".join(plain), first, last)
        found = _of_stream(plain, first, last)
    if found is None:  # no newline in it: line ends are of another sort
        with files.open_plain(file.stored_name, context=file.storage_context) as plain:
            return _of_whole(b"".join(plain), first, last)
    mark = "\ufeff"
    return {
        number: raw.decode(file.encoding or "iso-8859-1", "replace").removeprefix(mark)
        for number, raw in found.items()
    }


def _of_whole(content: bytes, first: int, last: int) -> dict[int, str]:
    lines = decode(content).lines[first - 1 : last]
    return {first + rank: line[:_LONGEST_RAW] for rank, line in enumerate(lines)}


def _of_stream(pieces: Iterable[bytes], first: int, last: int) -> dict[int, bytes] | None:
    """The wanted lines of a stream; None when it holds no newline at all."""
    found: dict[int, bytes] = {}
    number, held = 1, b""  # the line being read, and what is known of it (its beginning)
    for piece in pieces:
        *ended, rest = piece.split(b"\n")
        for part in ended:
            if number >= first:
                found[number] = (held + part)[:_LONGEST_RAW].removesuffix(b"\r")
            number, held = number + 1, b""
            if number > last:
                return found
        held = (held + rest)[:_LONGEST_RAW]
    if number == 1:
        return None
    if held and first <= number <= last:
        found[number] = held.removesuffix(b"\r")
    return found
