"""Writes DSN records as the bytes of a file, and closes an envoi with its counts."""

from collections.abc import Iterable, Sequence

Line = tuple[str, str]
"""A rubric (`S21.G00.06.001`) and its value, as text."""

TOTAL_RUBRICS = "S90.G00.90.001"
TOTAL_DECLARATIONS = "S90.G00.90.002"
DECLARATION_START = "S20.G00.05.001"


class UnwritableError(ValueError):
    """A record cannot stand in a DSN file.

    The message gives the place and the rubric, never the value: it may be a national number.
    """

    def __init__(self, number: int, rubric: str, reason: str) -> None:
        super().__init__(f"line {number} ({rubric}): {reason}")
        self.number = number
        self.rubric = rubric


def write(records: Iterable[Line], *, newline: str = "\r\n") -> bytes:
    """Give the bytes of a file: Latin-1, `rubric,'value'` on each line, ended by `newline`.

    Raises `UnwritableError` for a value with a line break or outside Latin-1. Nothing else is
    judged: a faulty file can be written on purpose.
    """
    kept = list(records)
    text = newline.join([f"{rubric},'{value}'" for rubric, value in kept])
    if kept:
        text += newline
    try:
        data = text.encode("latin-1")
    except UnicodeEncodeError as error:
        raise _first_unwritable(kept) from error
    if text.count("\n") + text.count("\r") != len(kept) * len(newline):
        raise _first_unwritable(kept)
    return data


def _first_unwritable(records: Sequence[Line]) -> UnwritableError:
    """Find the first record that made `write` fail."""
    for number, (rubric, value) in enumerate(records, start=1):
        if "\n" in value or "\r" in value:
            return UnwritableError(number, rubric, "the value has a line break")
        try:
            value.encode("latin-1")
        except UnicodeEncodeError:
            return UnwritableError(number, rubric, "the value has a character outside Latin-1")
    return UnwritableError(0, "", "a rubric has a character outside Latin-1 or a line break")


def envoi(head: Iterable[Line], declarations: Iterable[Iterable[Line]]) -> list[Line]:
    """Put the S10 head, the declarations and the closing S90 together.

    S90.001 counts every rubric of the envoi, its own two included; S90.002 counts the
    declarations (one `S20.G00.05.001` each).
    """
    records = list(head)
    for declaration in declarations:
        records.extend(declaration)
    count = sum(1 for rubric, _ in records if rubric == DECLARATION_START)
    records.append((TOTAL_RUBRICS, str(len(records) + 2)))
    records.append((TOTAL_DECLARATIONS, str(count)))
    return records
