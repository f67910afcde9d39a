"""What is wrong with the form of a file: a line, a value, the head and the end of an envoi.

Everything here yields findings; the reader gives them their line, their level, their place.
The rules on what a declaration says are in `controls/` and `recalculation/`.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache

from mandat.formats.dsn.controls.registry import Details, Finding
from mandat.formats.dsn.model import Block, Envoi
from mandat.formats.dsn.norms import KNOWN, Norm, Rule, is_from_hub, norm
from mandat.formats.dsn.values import count, day

MOST_CHARACTERS = 256
"""CT25 3.4: the longest line, without its end."""

# CT25 3.5: the grey cells of the table, and what is outside the table.
_FORBIDDEN = re.compile(r"[^ -~\xa1-\xac\xae-\xff]")
_LOST = "\ufffd"

# ---- one line, one value


def check_line(line: str) -> Iterator[Finding]:
    """The length of the line (its syntax is the parser's business)."""
    if len(line) > MOST_CHARACTERS:
        yield Finding("line-too-long", {"length": len(line), "most": MOST_CHARACTERS})


def check_value(version: Norm, rubric: str, value: str, nature: str = "") -> Iterator[Finding]:
    """Everything that can be said of one value on its own, in a declaration of that nature."""
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
        if rule.is_forbidden(nature) and rubric[:3] not in ("S10", "S90"):
            yield Finding("forbidden-rubric", {"nature": nature})
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


def _test_file(value: str) -> Iterator[Finding]:
    if value == "01":
        yield Finding("test-file")


def _norm_known(value: str) -> Iterator[Finding]:
    if value not in KNOWN:
        yield Finding("norm-unknown", {"norm": value[:20], "read_with": norm(value).name})


VALUE_RULES: Mapping[str, tuple[Callable[[str], Iterator[Finding]], ...]] = {
    "S10.G00.00.005": (_test_file,),
    "S10.G00.00.006": (_norm_known,),
}


# ---- one envoi


def _header_parts(envoi: Envoi, version: Norm) -> Iterator[Finding]:
    if not envoi.header.records:
        return
    blocks = {block.code: block for block in envoi.header.walk()}
    for code in ("S10.G00.00", "S10.G00.01", "S10.G00.02"):
        if code in blocks:
            yield from _missing_rubrics(blocks[code], version)
        else:
            yield Finding("missing-block", {"block": code}, envoi.first_line)


def _missing_rubrics(block: Block, version: Norm) -> Iterator[Finding]:
    """The obligatory rubrics of a head or an end that are not there (their first aside)."""
    for rubric in _obligatory(version, block.code):
        if not block.has(rubric[11:]):
            yield Finding("missing-rubric", {}, block.line, rubric)


@cache
def _obligatory(version: Norm, code: str) -> tuple[str, ...]:
    head = f"{code}.{version.heads.get(code)}"
    every = version.obligatory_rubrics("01")
    return tuple(rubric for rubric in every if rubric[:10] == code and rubric != head)


def _totals(envoi: Envoi, version: Norm) -> Iterator[Finding]:
    """CST-11: the two totals of S90 against what was counted."""
    if envoi.trailer is None:
        yield Finding("missing-trailer")
        return
    yield from _missing_rubrics(envoi.trailer, version)
    counted = {"001": envoi.counted_rubrics, "002": len(envoi.declarations)}
    codes = {"001": "rubric-count", "002": "declaration-count"}
    for number, total in counted.items():
        value = envoi.trailer.value(number)
        stated = count(value)
        if stated is not None and stated != total:
            details: Details = {"stated": stated, "counted": total}
            rubric = f"S90.G00.90.{number}"
            yield Finding(codes[number], details, envoi.trailer.line_of(number), rubric, value)


def _some_declaration(envoi: Envoi, _: Norm) -> Iterator[Finding]:
    if not envoi.declarations:
        yield Finding("no-declaration", {}, envoi.first_line)


_ENVOI_RULES: tuple[Callable[[Envoi, Norm], Iterator[Finding]], ...] = (
    _header_parts,
    _totals,
    _some_declaration,
)


def check_envoi(envoi: Envoi, version: Norm) -> Iterator[Finding]:
    """What is wrong with the head and the end of an envoi."""
    for rule in _ENVOI_RULES:
        yield from rule(envoi, version)
