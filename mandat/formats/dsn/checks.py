"""The rules, one function each, indexed by what they look at.

- `check_line`: how the line is written; `check_value`: the form of any value;
- `VALUE_RULES`: by rubric, on its value alone (their verdict is kept for lines seen before);
- `BLOCK_RULES`: by block, once the block is complete;
- `DECLARATION_RULES`, `ENVOI_RULES`: once it is closed.

A rule yields findings; the reader gives them their line, their level and their declaration.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from mandat.formats.dsn.model import Block, Declaration, Envoi, Record
from mandat.formats.dsn.norms import KNOWN, Norm, Rule, is_from_hub, norm
from mandat.formats.dsn.values import count, day
from mandat.identifiers import is_valid_siren, is_valid_siret

MOST_CHARACTERS = 256
"""CT25 3.4: the longest line, without its end."""

# CT25 3.5: the grey cells of the table, and what is outside the table.
_FORBIDDEN = re.compile(r"[^ -~\xa1-\xac\xae-\xff]")
_LOST = "\ufffd"
_NIC = re.compile(r"[0-9]{5}", re.ASCII)

Details = Mapping[str, str | int]
_NO_DETAILS: Details = MappingProxyType({})


class Finding(NamedTuple):
    """A problem before it has its level and its declaration. `line` 0: where the reader stands."""

    code: str
    details: Details = _NO_DETAILS
    line: int = 0
    rubric: str = ""
    value: str = ""


def _at(code: str, record: Record, **details: str | int) -> Finding:
    """A finding on a record already read."""
    return Finding(code, details, *record)


# ---- one line, one value


def check_line(line: str) -> Iterator[Finding]:
    """The length of the line (its syntax is the parser's business)."""
    if len(line) > MOST_CHARACTERS:
        yield Finding("line-too-long", {"length": len(line), "most": MOST_CHARACTERS})


def check_value(version: Norm, rubric: str, value: str) -> Iterator[Finding]:
    """Everything that can be said of one value on its own."""
    if not value.strip():
        yield Finding("empty-value")
        return
    if value[0].isspace() or value[-1].isspace():
        yield Finding("blank-around")
    strange = sorted(set(_FORBIDDEN.findall(value)))
    if _LOST in strange:
        strange.remove(_LOST)
        yield Finding("lost-character")
    if strange:
        yield Finding("forbidden-character", {"characters": _names(strange)})
    rule = version.rules.get(rubric)
    if rule:
        yield from _check_form(version, rule, value)
    elif not is_from_hub(rubric):
        yield Finding("unknown-rubric", {"norm": version.name})
    for check in VALUE_RULES.get(rubric, ()):
        yield from check(value)


def _names(characters: list[str]) -> str:
    return " ".join(f"U+{ord(character):04X}" for character in characters[:8])


def _check_form(version: Norm, rule: Rule, value: str) -> Iterator[Finding]:
    """The value against the length, the expression, the list or the calendar; first fault only."""
    if rule.codes:
        if value not in rule.codes:
            yield Finding("value-not-listed", {"norm": version.name})
    elif not rule.shortest <= len(value) <= rule.longest:
        limits: dict[str, str | int] = {"shortest": rule.shortest, "longest": rule.longest}
        yield Finding("value-length", {"length": len(value), **limits})
    elif not rule.matches(value):
        yield Finding("value-format")
    elif rule.kind == "D" and rule.longest == 8 and day(value) is None:
        yield Finding("impossible-date")


def _siren_key(value: str) -> Iterator[Finding]:
    if _is_number(value, 9) and not is_valid_siren(value):
        yield Finding("siren-key")


def _test_file(value: str) -> Iterator[Finding]:
    if value == "01":
        yield Finding("test-file")


def _norm_known(value: str) -> Iterator[Finding]:
    if value not in KNOWN:
        yield Finding("norm-unknown", {"norm": value[:20], "read_with": norm(value).name})


def _is_number(text: str, length: int) -> bool:
    return len(text) == length and text.isascii() and text.isdigit()


VALUE_RULES: Mapping[str, tuple[Callable[[str], Iterator[Finding]], ...]] = {
    "S10.G00.00.005": (_test_file,),
    "S10.G00.00.006": (_norm_known,),
    "S10.G00.01.001": (_siren_key,),
    "S21.G00.06.001": (_siren_key,),
}


# ---- one block


def _emitter_siret(block: Block) -> Iterator[Finding]:
    yield from _siret_key(block.value("001"), block.record("002"))


def _workplace_siret(block: Block) -> Iterator[Finding]:
    """A workplace is a SIRET only when its kind says so; other kinds have numbers of their own."""
    place = block.record("001")
    if place and block.value("010") == "01" and _is_number(place.value, 14):
        yield from _siret_key(place.value[:9], place, place.value[9:])


def _siret_key(siren: str, nic: Record | None, digits: str = "") -> Iterator[Finding]:
    """The key of SIREN + NIC; says nothing when either is not even a number."""
    digits = digits or (nic.value if nic else "")
    if not nic or not _is_number(siren, 9) or not _NIC.fullmatch(digits):
        return
    if not is_valid_siret(siren + digits):
        yield _at("siret-key", nic, siret=siren + digits)


BLOCK_RULES: Mapping[str, tuple[Callable[[Block], Iterator[Finding]], ...]] = {
    "S10.G00.01": (_emitter_siret,),
    "S21.G00.85": (_workplace_siret,),
}


# ---- one declaration


def _declaration_sirets(declaration: Declaration, _: Norm) -> Iterator[Finding]:
    """The SIRET of the head office and that of the establishment, both under block 06."""
    for company in declaration.root.children:
        if company.code == "S21.G00.06":
            siren = company.value("001")
            yield from _siret_key(siren, company.record("002"))
            for part in company.children:
                if part.code == "S21.G00.11":
                    yield from _siret_key(siren, part.record("001"))


def _declaration_parts(declaration: Declaration, version: Norm) -> Iterator[Finding]:
    """What a declaration cannot do without: its own rubrics, the company, the establishment."""
    root = declaration.root
    line = declaration.first_line
    nature = root.value("001")
    if root.records:
        yield from _missing_rubrics(root, version, nature)
    for code in ("S21.G00.06", "S21.G00.11"):
        if next(root.blocks(code), None) is None:
            yield Finding("missing-block", {"block": code}, line)


def _missing_rubrics(block: Block, version: Norm, nature: str) -> Iterator[Finding]:
    """The obligatory rubrics that a block lacks (its first is the reader's business)."""
    present = {record.rubric for record in block.records}
    head = f"{block.code}.{version.heads.get(block.code)}"
    for rubric in version.obligatory(block.code, nature):
        # The currency is said obligatory in event 07, yet accepted files come without it.
        optional = rubric == "S20.G00.05.010" and nature not in ("01", "09")
        if rubric not in present and rubric != head and not optional:
            yield Finding("missing-rubric", {}, block.line, rubric)


DECLARATION_RULES: tuple[Callable[[Declaration, Norm], Iterator[Finding]], ...] = (
    _declaration_sirets,
    _declaration_parts,
)


# ---- one envoi


def _header_parts(envoi: Envoi, version: Norm) -> Iterator[Finding]:
    if not envoi.header.records:
        return
    blocks = {block.code: block for block in envoi.header.walk()}
    for code in ("S10.G00.00", "S10.G00.01", "S10.G00.02"):
        if code in blocks:
            yield from _missing_rubrics(blocks[code], version, "01")
        else:
            yield Finding("missing-block", {"block": code}, envoi.first_line)


def _totals(envoi: Envoi, version: Norm) -> Iterator[Finding]:
    """CST-11: the two totals of S90 against what was counted."""
    if envoi.trailer is None:
        yield Finding("missing-trailer")
        return
    yield from _missing_rubrics(envoi.trailer, version, "01")
    counted = {"001": envoi.counted_rubrics, "002": len(envoi.declarations)}
    codes = {"001": "rubric-count", "002": "declaration-count"}
    for number, total in counted.items():
        record = envoi.trailer.record(number)
        stated = count(record.value) if record else None
        if record and stated is not None and stated != total:
            yield _at(codes[number], record, stated=stated, counted=total)


def _some_declaration(envoi: Envoi, _: Norm) -> Iterator[Finding]:
    if not envoi.declarations:
        yield Finding("no-declaration", {}, envoi.first_line)


ENVOI_RULES: tuple[Callable[[Envoi, Norm], Iterator[Finding]], ...] = (
    _header_parts,
    _totals,
    _some_declaration,
)
