"""From bytes to lines, and from one line to its rubric and its value."""

import codecs
import re
from typing import NamedTuple

_STRICT = re.compile(r"(S\d\d\.[A-Z]\d\d\.\d\d)\.(\d{3}(?:\.\d{3})?),'(.*)'", re.ASCII | re.DOTALL)
_LENIENT = re.compile(r"([Ss]\d\d\.[A-Za-z]\d\d\.\d\d)\.(\d{3}(?:\.\d{3})?)\s*[,;]?\s*", re.ASCII)
_SOMEWHERE = re.compile(r"[Ss]\d\d\.[A-Za-z]\d\d\.\d\d\.\d{3}", re.ASCII)
_BETWEEN = re.compile(rb"[\x80-\x9f]")
_QUOTES = "'\"\u2018\u2019\u201c\u201d`\u00b4"


class Text(NamedTuple):
    """A decoded file."""

    encoding: str
    has_mark: bool
    lines: list[str]

    @property
    def looks_like_dsn(self) -> bool:
        """Whether anything in it has the form of a rubric."""
        return any(_SOMEWHERE.match(line.lstrip()) for line in self.lines)


class Split(NamedTuple):
    """One line, taken apart; `is_clean` tells whether it was written as the norm wants."""

    block: str
    number: str
    value: str
    is_clean: bool


def decode(content: bytes) -> Text:
    """Lines without their ends; an end after the last line makes no line.

    CT25 3.4 asks for Latin-1; windows-1252 and UTF-8 are met too. UTF-8 is believed only when
    the whole file is valid UTF-8 and holds a multi-byte character.
    """
    has_mark = True
    if content.startswith(codecs.BOM_UTF8):
        encoding, content = "utf-8", content[3:]
    elif content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    else:
        encoding, has_mark = _guess(content), False
    text = content.decode(encoding, errors="replace")
    return Text(encoding, has_mark, _lines(text))


def _lines(text: str) -> list[str]:
    ends = text.count("\n")
    end = "\r\n" if ends and text.count("\r\n") == ends else "\n" if ends else "\r"
    lines = text.split(end)
    if end == "\n" and "\r" in text:
        lines = [line.removesuffix("\r") for line in lines]
    if not lines[-1]:
        lines.pop()
    return lines


def _guess(content: bytes) -> str:
    if content.isascii():
        return "iso-8859-1"
    # Latin-1 and windows-1252 differ only where Latin-1 has no printable character.
    likely = ("utf-8", "cp1252" if _BETWEEN.search(content) else "iso-8859-1")
    return next((encoding for encoding in likely if _decodes(content, encoding)), "iso-8859-1")


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


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
