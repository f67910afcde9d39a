"""Faults sown on purpose in a generated file, each with the problem it must cause."""

from collections.abc import Sequence
from random import Random

from mandat.formats.dsn.generate.business_faults import BUSINESS
from mandat.formats.dsn.generate.sowing import CannotSowError, Fault, Lines
from mandat.formats.dsn.writer import TOTAL_DECLARATIONS, TOTAL_RUBRICS

NEWLINE = "\r\n"
__all__ = ["FAULTS", "CannotSowError", "Fault", "sow"]


def _luhn_digit(body: str) -> str:
    """The last digit that makes the whole pass the Luhn key."""
    total = 0
    for rank, figure in enumerate(reversed(body)):
        number = int(figure) * (2 if rank % 2 == 0 else 1)
        total += number // 10 + number % 10
    return str(-total % 10)


def _other_digit(figure: str, rng: Random) -> str:
    return str((int(figure) + rng.randrange(1, 10)) % 10)


def _bad_siren_key(lines: Lines, rng: Random) -> None:
    siren_at, nic_at = lines.pick("S10.G00.01.001", rng), lines.pick("S10.G00.01.002", rng)
    siren = lines.value(siren_at)
    siren = siren[:-1] + _other_digit(siren[-1], rng)
    lines.put(siren_at, siren)
    nic = lines.value(nic_at)[:4]  # Luhn holds over the SIRET: only its SIREN is wrong
    lines.put(nic_at, nic + _luhn_digit(siren + nic))


def _bad_siret_key(lines: Lines, rng: Random) -> None:
    at = lines.pick("S21.G00.06.002", rng)
    nic = lines.value(at)
    lines.put(at, nic[:4] + _other_digit(nic[4], rng))


def _unknown_rubric(lines: Lines, rng: Random) -> None:
    lines.texts.insert(lines.pick("S10.G00.02.005", rng) + 1, "S10.G00.02.099,'1'")


def _wrong_s90_count(lines: Lines, rng: Random) -> None:
    at = lines.pick(TOTAL_RUBRICS, rng)
    lines.put(at, str(int(lines.value(at)) + rng.randrange(1, 9)))


def _wrong_declaration_count(lines: Lines, rng: Random) -> None:
    at = lines.pick(TOTAL_DECLARATIONS, rng)
    lines.put(at, str(int(lines.value(at)) + rng.randrange(1, 4)))


def _missing_s90(lines: Lines, rng: Random) -> None:
    first = lines.pick(TOTAL_RUBRICS, rng)
    del lines.texts[first : first + 2]


def _empty_value(lines: Lines, rng: Random) -> None:
    lines.put(lines.pick("S10.G00.01.004", rng), "")


def _line_too_long(lines: Lines, rng: Random) -> None:
    lines.put(lines.pick("S10.G00.01.003", rng), "ABCDEFGHIJ" * 25)


def _trailing_blank(lines: Lines, rng: Random) -> None:
    at = lines.pick("S10.G00.02.002", rng)
    lines.put(at, lines.value(at) + " ")


def _bad_syntax(lines: Lines, rng: Random) -> None:
    at = lines.pick("S20.G00.07.002", rng)
    rubric, _, value = lines.texts[at].partition(",")
    lines.texts[at] = f"{rubric};{value}"


def _bad_amount_format(lines: Lines, rng: Random) -> None:
    at = lines.pick("S21.G00.51.013", rng)
    lines.put(at, lines.value(at).replace(".", ","))


FAULTS: dict[str, Fault] = {
    "bad-siren-key": Fault(
        "the emitter's SIREN fails its key, and so does its SIRET",
        "S10.G00.01.001/CSL-11",
        _bad_siren_key,
        also=frozenset({"S10.G00.01.002/CCH-11"}),
    ),
    "bad-siret-key": Fault(
        "the head office's NIC fails the key of its SIRET", "S21.G00.06.002/CSL-11", _bad_siret_key
    ),
    "unknown-rubric": Fault(
        "a rubric no version of the norm has", "unknown-rubric", _unknown_rubric
    ),
    "wrong-s90-count": Fault(
        "S90.001 is not the number of rubrics", "rubric-count", _wrong_s90_count, after_counts=True
    ),
    "wrong-declaration-count": Fault(
        "S90.002 is not the number of declarations",
        "declaration-count",
        _wrong_declaration_count,
        after_counts=True,
    ),
    "missing-s90": Fault(
        "the envoi is not closed by S90", "missing-trailer", _missing_s90, after_counts=True
    ),
    "empty-value": Fault(
        "the emitter's street has nothing between its quotes", "empty-value", _empty_value
    ),
    "line-too-long": Fault(
        "the emitter's name makes a line over 256 characters", "line-too-long", _line_too_long
    ),
    "trailing-blank": Fault("a contact's name ends with a blank", "blank-around", _trailing_blank),
    "bad-syntax": Fault("a semicolon stands where the comma should", "line-syntax", _bad_syntax),
    "bad-amount-format": Fault(
        "a pay (51.013) is written with a comma", "value-format", _bad_amount_format
    ),
    **BUSINESS,
}


def sow(data: bytes, names: Sequence[str], rng: Random) -> bytes:
    """Give the file with the named faults in it, its S90 count right unless that is the fault.

    Faults of the closing counts come last whatever their place in `names`. Raises `KeyError` for
    an unknown name, `CannotSowError` when the file has no place for a fault.
    """
    chosen = [(name, FAULTS[name]) for name in names]
    lines = Lines(data.decode("latin-1").split(NEWLINE)[:-1])
    _apply([one for one in chosen if not one[1].after_counts], lines, rng)
    lines.recount()
    _apply([one for one in chosen if one[1].after_counts], lines, rng)
    return "".join(text + NEWLINE for text in lines.texts).encode("latin-1")


def _apply(chosen: Sequence[tuple[str, Fault]], lines: Lines, rng: Random) -> None:
    for name, fault in chosen:
        try:
            fault.sow(lines, rng)
        except LookupError as error:
            raise CannotSowError(name) from error
