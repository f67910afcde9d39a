"""Hides what says who a person is, before a value is kept or a line is shown."""

from __future__ import annotations

import re

from mandat.formats.dsn.collector import MASK, shown, visible
from mandat.formats.dsn.lines import split

_LONGEST = 200
_LONGEST_LINE = 256
# What may be a NIR (13, or 15 with its key), an NTT, an IBAN or an address wherever it stands.
_LOOKS_PERSONAL = re.compile(
    r"(?<!\d)[1-478]\d\d(?:0[1-9]|1[0-2]|[2-9]\d)(?:\d\d|2[AB])\d{6}(?:\d\d)?(?!\d)"
    r"|(?<!\d)[1-4](?:\d{9}|\d{14,})[A-Z]\w*"
    r"|\b[A-Z]{2}\d\d(?: ?[0-9A-Z]{4}){3,}"
    r"|[^\s@]+@[^\s@]+\.[^\s@]+",
    re.ASCII,
)


def tidy(text: object, longest: int = _LONGEST) -> str:
    """A text that every database takes: no zero byte, not too long."""
    return str(text).replace("\0", "\ufffd")[:longest]


def safe_name(name: str) -> str:
    """The last part of a file's name, without control signs or what looks like a person's number.

    Never empty: a file without a name is called `declaration.dsn`.
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(sign for sign in last if sign.isprintable())
    return tidy(_LOOKS_PERSONAL.sub(MASK, shown)).strip() or "declaration.dsn"


def safe_value(rubric: str, value: str) -> str:
    """A value as it may be kept beside a problem: hidden where it is, or may be, personal.

    A rubric that no version of the norm knows may hold anything: its value is never kept.
    """
    if not value or value == MASK:
        return value
    if rubric and shown(rubric, value) == MASK:
        return MASK
    return tidy(_LOOKS_PERSONAL.sub(MASK, visible(value)))


def safe_line(line: str) -> tuple[str, str]:
    """One raw line as it may be shown, and its rubric (empty where it has none).

    A line that is no record is hidden whole: nobody knows what it holds.
    """
    parts = split(line)
    if parts is None:
        return (MASK if line.strip() else "", "")
    rubric = f"{parts.block}.{parts.number}"
    if not parts.value or shown(rubric, parts.value) != MASK:
        return tidy(_LOOKS_PERSONAL.sub(MASK, visible(line)), _LONGEST_LINE), rubric
    return f"{rubric},'{MASK}'", rubric
