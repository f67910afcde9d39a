"""From one line to its rubric and its value."""

import re
from typing import NamedTuple

_STRICT = re.compile(r"(S\d\d\.[A-Z]\d\d\.\d\d)\.(\d{3}(?:\.\d{3})?),'(.*)'", re.ASCII | re.DOTALL)
_LENIENT = re.compile(r"([Ss]\d\d\.[A-Za-z]\d\d\.\d\d)\.(\d{3}(?:\.\d{3})?)\s*[,;]?\s*", re.ASCII)
_QUOTES = "'\"\u2018\u2019\u201c\u201d`\u00b4"


class Split(NamedTuple):
    """One line, taken apart; `is_clean` tells whether it was written as the norm wants."""

    block: str
    number: str
    value: str
    is_clean: bool


def split(line: str) -> Split | None:
    """The parts of a line; None when no rubric can be found in it.

    An apostrophe may stand inside the value: it goes from the first to the last of the line.
    """
    found = _STRICT.fullmatch(line)
    if found:
        return Split(found[1], found[2], found[3], is_clean=True)
    stripped = line.strip()
    found = _LENIENT.match(stripped)
    if not found:
        return None
    value = stripped[found.end() :]
    if value[:1] in _QUOTES:
        value = value[1:]
    if value[-1:] in _QUOTES:
        value = value[:-1]
    return Split(found[1].upper(), found[2], value, is_clean=False)
