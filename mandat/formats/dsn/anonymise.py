"""Replaces what says who somebody is in a DSN file; figures, dates and codes stay.

`tables/anonymisation.tsv` says for every rubric of the norms what becomes of it; here is how.
The same value always becomes the same replacement under one key, so that people, contracts and
companies can still be told apart and followed. Without the key nothing leads back.

What stays can still point at somebody: a rare job, an amount that is known, a month of birth in a
small company. The file is fit for a test or for support, not for publishing.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import BinaryIO

from mandat.formats.dsn.lines import Split, split
from mandat.formats.dsn.norms import HUB_STRUCTURES, KNOWN, Rule, norm
from mandat.formats.dsn.pseudonyms import LISTED, Pseudonyms, blotted
from mandat.formats.dsn.source import LATIN_1, Source
from mandat.formats.dsn.values import day

KEEP = "keep"
_BEGINNING = 1 << 12
_MOST_REMEMBERED = 50_000
_LONGEST_REMEMBERED = 256
_PLATFORM = re.compile(r"V[0-9]{2}(?:R[0-9]{2})?|DSNOK|[A-Z]{2}-KO|AUTRE|FINSL|[0-9]{1,6}")
"""What is plainly a version, a state or a count in the platform's own lines."""
_BATCH_DAY = "S05.G51.00.004"
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_PERSON = re.compile(
    r".*(?:@|[A-Z]{2}[0-9]{2}[A-Z0-9]{11}|(?<![0-9])0[1-9](?:[ .]?[0-9]{2}){4}(?![0-9])|"
    r"(?<![0-9])[1-478] ?[0-9]{2} ?(?:0[1-9]|1[0-2]|[2-9][0-9]) ?[0-9][0-9AB]"
    r" ?[0-9]{3} ?[0-9]{3}(?: ?[0-9]{2})?(?![0-9])).*",
    re.DOTALL,
)
"""An address, an account, a telephone or a national number in a free text."""
_BIC = re.compile(
    r"[A-Z]{4}(?:AT|BE|BG|CH|CY|CZ|DE|DK|EE|ES|FI|FR|GB|GR|HR|HU|IE|IS|IT|LI|LT|LU|LV|MC|MT|NL|NO"
    r"|PL|PT|RO|SE|SI|SK)[A-Z0-9]{2}(?:[A-Z0-9]{3})?"
)
"""That of a bank in the euro payments area: few names of eight letters look so."""
_NARROWER = {
    "S10.G00.00.006": re.compile(r"P[0-9]{2}V[0-9]{2}"),
    "S21.G00.12.002": _BIC,
    "S21.G00.20.003": _BIC,
    "S21.G00.60.008": _BIC,
}
_STRANGE = re.compile(r"[^ -~\xa1-\xac\xae-\xff]")
_BLOTTED = bytes.maketrans(
    b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ123456789",
    b"x" * 26 + b"X" * 26 + b"0" * 9,
)


@cache
def treatments() -> Mapping[str, str]:
    """Rubric → what becomes of its values: `keep`, or one of `Pseudonyms.kinds`."""
    text = (files(__package__) / "tables" / "anonymisation.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines()[1:]]
    return {
        f"{block}.{number}": treatment
        for block, treatment, numbers in rows
        for number in numbers.split()
    }


def key_of(seed: str | None, fresh: Callable[[int], bytes]) -> bytes:
    """The key for a seed; a `fresh` random one without."""
    return hashlib.sha256(seed.encode()).digest() if seed is not None else fresh(32)


def anonymise(source: bytes | BinaryIO, target: BinaryIO, key: bytes) -> tuple[int, int]:
    """Write the file anew to `target`, line by line; give its lines, and those that are records.

    Line ends are those of the first line; encoding and byte order mark stay.
    """
    end = _line_end(source)
    opened = Source(source)
    names = _Anonymiser(key)
    lines = 0
    if opened.encoding == "utf-16":
        target.write("\ufeff".encode("utf-16-le"))
    elif opened.has_mark:
        target.write(b"\xef\xbb\xbf")
    for piece in opened.lines():
        written = [names.line(line, opened.line_encoding) for line in piece]
        lines += len(written)
        content = b"".join(line + end for line in written)
        if opened.encoding == "utf-16":
            content = content.decode("utf-8", "replace").encode("utf-16-le")
        target.write(content)
    return lines, names.records


def _line_end(source: bytes | BinaryIO) -> bytes:
    """That of the first line; the norm's where it cannot be looked at first."""
    if isinstance(source, bytes):
        beginning = source[:_BEGINNING]
    elif source.seekable():
        start = source.tell()
        beginning = source.read(_BEGINNING)
        source.seek(start)
    else:
        return b"\r\n"
    plain = beginning.replace(b"\0", b"")  # UTF-16
    place = plain.find(b"\n")
    if place < 0:
        return b"\r" if b"\r" in plain else b"\r\n"
    return b"\r\n" if plain[:place].endswith(b"\r") else b"\n"


class _Anonymiser:
    """Anonymises the lines of one file."""

    def __init__(self, key: bytes) -> None:
        self.names = Pseudonyms(key)
        self.records = 0
        self.remembered: dict[tuple[bytes, str], bytes] = {}

    def line(self, line: bytes, encoding: str) -> bytes:
        """One line, without its end."""
        known = self.remembered.get((line, self.names.siren))
        if known is not None:
            self.records += 1
            return known
        text = _decoded(line, encoding)
        parts = split(text)
        if parts is None:
            # Nobody knows what it says: not a letter of it is kept.
            return line.translate(_BLOTTED) if line.isascii() else _encoded(blotted(text), encoding)
        self.records += 1
        siren = self.names.siren
        written = _encoded(self._rewritten(text, parts), encoding)
        # A line that says the company is to be seen again when it comes again.
        if siren == self.names.siren and len(line) <= _LONGEST_REMEMBERED:
            if len(self.remembered) >= _MOST_REMEMBERED:
                self.remembered.clear()
            self.remembered[line, siren] = written
        return written

    def _rewritten(self, text: str, parts: Split) -> str:
        value = parts.value
        bare = value.strip()
        new = self._value(f"{parts.block}.{parts.number}", bare) if bare else bare
        place = text.rfind(value) if value else -1
        if new == bare or place < 0:
            return text
        at = place + value.index(bare)
        return text[:at] + new + text[at + len(bare) :]

    def _value(self, rubric: str, value: str) -> str:
        treatment = treatments().get(rubric)
        if treatment == KEEP:
            return _kept(rubric, value)
        if treatment is not None:
            return self.names.replaced(treatment, value)
        if rubric[:3] in HUB_STRUCTURES and _is_of_platform(rubric, value):
            return value
        return self.names.replaced("email" if "@" in value else "unknown", value)


def _is_of_platform(rubric: str, value: str) -> bool:
    """Whether the platform's own value is plainly a version, a state, a count or its own day."""
    if rubric == _BATCH_DAY:
        return (found := day(value)) is not None and found.year > 2012
    return _PLATFORM.fullmatch(value) is not None


@cache
def _rules(rubric: str) -> tuple[Rule, ...]:
    """The forms of a rubric, those of all norms."""
    every = (norm(name).rules.get(rubric) for name in KNOWN)
    return tuple(rule for rule in every if rule)


def _fault(rule: Rule, value: str) -> str:
    """Why a value is not one of its rubric, as `checks` would say; nothing when it may be."""
    if rule.codes:
        return "" if value in rule.codes else "list"
    if not rule.shortest <= len(value) <= rule.longest:
        return "length"
    if not rule.matches(value):
        return "format"
    is_date = rule.kind == "D" and rule.longest == 8
    return "date" if is_date and day(value) is None else ""


def _is_expected(rule: Rule, value: str) -> bool:
    """Whether a value without fault also looks like what is kept, where the norm has no form."""
    if _STRANGE.search(value):
        return False
    if rule.codes:
        return True
    form = _NARROWER.get(rule.rubric)
    if form is None and not rule.pattern:
        form = {"R": LISTED, "N": _NUMBER}.get(rule.kind)
    return form.fullmatch(value) is not None if form else _PERSON.fullmatch(value) is None


def _kept(rubric: str, value: str) -> str:
    """A value of its rubric; for what is none the same fault, without its content."""
    rules = _rules(rubric)
    faults = [_fault(rule, value) for rule in rules]
    if any(
        not fault and _is_expected(rule, value) for rule, fault in zip(rules, faults, strict=True)
    ):
        return value
    for digit, letter in ("0x", "9x", "1z", "xx"):
        new = blotted(value, digit, letter)
        if [_fault(rule, new) for rule in rules] == faults:
            return new
    # A day that is in no calendar, and what only a strange sign made wrong.
    return "31022000" if "date" in faults else "?" * len(value)


def _decoded(line: bytes, encoding: str) -> str:
    return line.decode(encoding, "strict" if encoding == LATIN_1 else "surrogateescape")


def _encoded(text: str, encoding: str) -> bytes:
    return text.encode(encoding, "strict" if encoding == LATIN_1 else "surrogateescape")
