"""Reading a number as somebody typed it: what it is, whether it is right, what was meant."""

import unicodedata
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from stdnum.exceptions import ValidationError
from stdnum.fr import tva as stdnum_tva

from mandat.identifiers import checks
from mandat.identifiers.kinds import BELGIAN, FRENCH, Kind
from mandat.identifiers.printing import format_number
from mandat.identifiers.suggesting import suggest

MAX_TYPED: Final = 80
_DROPPED: Final = frozenset(".,·/\\_()'\"\u2019`:;")
_CHECKS: Final[dict[Kind, Callable[[str], str]]] = {
    Kind.SIREN: checks.siren_problem,
    Kind.SIRET: checks.siret_problem,
    Kind.NIR: checks.nir_problem,
    Kind.ENTERPRISE: checks.enterprise_problem,
    Kind.ESTABLISHMENT: checks.establishment_problem,
    Kind.ONSS: checks.onss_problem,
    Kind.IBAN: checks.iban_problem,
}
_OF_COUNTRY: Final = {"FR": FRENCH | {Kind.IBAN}, "BE": BELGIAN | {Kind.IBAN}}


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of a typed number. Its numbers stay out of `repr`, hence of logs."""

    kind: Kind | None
    valid: bool
    normalized: str = field(repr=False)
    formatted: str = field(repr=False)
    reason: str = ""  # '' when valid, else a stable code
    suggestions: tuple[str, ...] = field(default=(), repr=False)
    candidates: tuple[Kind, ...] = ()  # begins with `kind`; more than one when ambiguous
    subtype: str = ""  # NISS: rn, bis; NIR: temporary; ONSS: provisional

    @property
    def ambiguous(self) -> bool:
        """Whether the country is needed to know what the number is."""
        return len(self.candidates) > 1


class _Shape(NamedTuple):
    """One way to take the typed text.

    Tier 0 is its plain form, tier 1 counts only if right, tier 2 only if nothing else is right.
    """

    kind: Kind
    number: str
    tier: int = 0
    vat_key: str | None = None


def compact(text: str) -> str:
    """Capitals and digits alone: spaces, dots, dashes, slashes and invisible signs dropped."""
    kept = []
    for sign in unicodedata.normalize("NFKC", text).upper():
        category = unicodedata.category(sign)
        if sign in _DROPPED or category in ("Zs", "Zl", "Zp", "Cc", "Cf", "Pd") or sign == "\u2212":
            continue
        kept.append(sign)
    return "".join(kept)


def problem_of(kind: Kind, number: str, *, today: date | None = None) -> str:
    """The code of what is wrong with a normalised number of this kind, '' when nothing is."""
    if kind is Kind.NISS:
        return checks.niss_problem(number, today=today)
    return _CHECKS[kind](number)


def classify(
    text: str,
    *,
    today: date,
    country: str | None = None,
    kinds: Collection[Kind] | None = None,
) -> Reading:
    """Read `text` as somebody typed or pasted it.

    `country` ('FR' or 'BE') decides when a number could be of both; a number that fits only the
    other country is still recognised. `kinds` is strict: nothing else is looked for.
    """
    asked = frozenset(kinds) if kinds is not None else frozenset(Kind)
    only = next(iter(asked)) if len(asked) == 1 else None
    if len(text) > MAX_TYPED:
        return _refused(only, "", "length")
    typed = compact(text)
    if not typed:
        return _refused(only, "", "empty")
    shapes = [shape for shape in _shapes(typed, country, asked) if shape.kind in asked]
    home = [shape for shape in shapes if shape.kind in _OF_COUNTRY.get(country or "", ())]
    if any(shape.tier == 0 or _problem(shape, today) == "" for shape in home):
        shapes = home
    return _judge(shapes, today) or _refused(only, typed, _why_nothing(typed))


def _judge(shapes: list[_Shape], today: date) -> Reading | None:
    """The reading of the best shape; None when none deserves to be named."""
    right = [shape for shape in shapes if _problem(shape, today) == ""]
    kept = [shape for shape in right if shape.tier < 2] or right
    if kept:
        return _reading(kept[0], kept, today)
    plain = [shape for shape in shapes if shape.tier == 0]
    return _reading(plain[0], plain, today) if plain else None


def _reading(shape: _Shape, among: list[_Shape], today: date) -> Reading:
    reason = _problem(shape, today)
    suggestions: tuple[str, ...] = ()
    if reason == "key":
        suggestions = _suggestions(shape, today)
    return Reading(
        kind=shape.kind,
        valid=not reason,
        normalized=shape.number,
        formatted=format_number(shape.kind, shape.number),
        reason=reason,
        suggestions=suggestions,
        candidates=tuple(dict.fromkeys(other.kind for other in among)),
        subtype=_subtype(shape),
    )


def _refused(kind: Kind | None, typed: str, reason: str) -> Reading:
    return Reading(
        kind=kind,
        valid=False,
        normalized=typed,
        formatted=typed,
        reason=reason,
        candidates=(kind,) if kind else (),
    )


def _problem(shape: _Shape, today: date) -> str:
    problem = problem_of(shape.kind, shape.number, today=today)
    if not problem and shape.vat_key is not None:
        return "" if _vat_key_is_right(shape.vat_key, shape.number) else "key"
    return problem


def _suggestions(shape: _Shape, today: date) -> tuple[str, ...]:
    if shape.vat_key is not None and checks.siren_problem(shape.number) == "":
        return (shape.number,)  # the VAT key is what was mistyped

    def is_right(near: str) -> bool:
        return _problem(shape._replace(number=near), today) == ""

    return suggest(shape.number, is_right)


def _vat_key_is_right(key: str, siren: str) -> bool:
    try:
        stdnum_tva.validate(key + siren)
    except ValidationError:
        return False
    return True


def _subtype(shape: _Shape) -> str:
    number = shape.number
    match shape.kind:
        case Kind.NISS:
            return "bis" if checks.is_bis(number) else "rn"
        case Kind.NIR:
            return "temporary" if number[0] in "3478" else ""
        case Kind.ONSS:
            return "provisional" if number[0] == "5" and len(number) == 10 else ""
        case _:
            return ""


def _why_nothing(typed: str) -> str:
    """Why a text is no number at all: foreign prefix, strange signs, or a wrong length."""
    if typed.isascii() and typed.isdigit():
        return "prefix" if len(typed) == 10 else "length"
    prefix, rest = typed[:2], typed[2:]
    if prefix.isascii() and prefix.isalpha() and rest.isascii() and rest.isdigit():
        return "length" if prefix in _OF_COUNTRY else "prefix"
    return "characters"


def _shapes(typed: str, country: str | None, asked: frozenset[Kind]) -> Iterator[_Shape]:
    """Every way to take the text, the likeliest first."""
    prefix, rest = typed[:2], typed[2:]
    if _looks_like_iban(typed):
        yield _Shape(Kind.IBAN, typed)
    elif prefix == "FR" and len(rest) == 11 and rest[2:].isdigit():
        yield _Shape(Kind.SIREN, rest[2:], vat_key=rest[:2])
    elif prefix in _OF_COUNTRY and rest.isascii() and rest.isdigit():
        for shape in _digit_shapes(rest, prefix, asked):
            if shape.kind in _OF_COUNTRY[prefix]:
                yield shape
    elif typed.isascii() and typed.isdigit():
        yield from _digit_shapes(typed, country, asked)
    elif len(typed) in (13, 15) and checks.nir_problem(typed.ljust(15, "0")) != "characters":
        yield _Shape(Kind.NIR, typed)


def _looks_like_iban(typed: str) -> bool:
    prefix, length = typed[:2], len(typed)
    if not (15 <= length <= 34 and typed.isascii() and typed.isalnum() and prefix.isalpha()):
        return False
    expected = {"BE": 16, "FR": 27}.get(prefix, length)
    return typed[2:4].isdigit() and length == expected


def _digit_shapes(typed: str, country: str | None, asked: frozenset[Kind]) -> Iterator[_Shape]:
    onss_named = country == "BE" or Kind.ONSS in asked != frozenset(Kind)
    match len(typed):
        case 8 if country != "BE":
            yield _Shape(Kind.SIREN, "0" + typed, 2)
        case 9:
            yield _Shape(Kind.SIREN, typed)
            yield _Shape(Kind.ENTERPRISE, "0" + typed)
        case 10:
            yield from _ten_digit_shapes(typed)
        case 11:
            yield _Shape(Kind.NISS, typed)
            yield _Shape(Kind.SIREN, typed[2:], 1, vat_key=typed[:2])
        case 13:
            yield _Shape(Kind.NIR, typed)
            # Never shown as a company's while it may be a person's.
            if Kind.NIR not in asked or checks.nir13_problem(typed):
                yield _Shape(Kind.SIRET, "0" + typed, 1)
        case 14:
            yield _Shape(Kind.SIRET, typed)
        case 15:
            yield _Shape(Kind.NIR, typed)
    if onss_named and 6 <= len(typed) <= 9:
        yield _Shape(Kind.ONSS, typed.zfill(9), 1 if len(asked) > 1 else 0)


def _ten_digit_shapes(typed: str) -> Iterator[_Shape]:
    if typed[0] in "01":
        yield _Shape(Kind.ENTERPRISE, typed)
    elif typed[0] != "9":
        yield _Shape(Kind.ESTABLISHMENT, typed)
    if typed[0] == "5":
        yield _Shape(Kind.ONSS, typed, 1)
    yield _Shape(Kind.NISS, "0" + typed, 2)  # a sheet ate the zero of a year 2000 to 2009
