"""Faults sown on purpose in a generated file, each with the problem it must cause."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from mandat.formats.dsn.writer import TOTAL_DECLARATIONS, TOTAL_RUBRICS

NEWLINE = "\r\n"


class CannotSowError(ValueError):
    """A fault has no place in this file: it lacks the rubric the fault needs."""

    def __init__(self, name: str) -> None:
        super().__init__(f"this file has no place for the fault {name}")
        self.name = name


@dataclass(slots=True)
class Lines:
    """The lines of a file, changed in place. They are text, for some faults are not records."""

    texts: list[str]

    def places(self, rubric: str) -> list[int]:
        """Where a rubric (or all those it begins) stands."""
        return [at for at, text in enumerate(self.texts) if text.startswith(rubric)]

    def pick(self, rubric: str, rng: Random) -> int:
        """One of the places of a rubric. `LookupError` when there is none."""
        places = self.places(rubric)
        if not places:
            raise LookupError(rubric)
        return rng.choice(places)

    def value(self, at: int) -> str:
        """The value on a line."""
        return self.texts[at].partition(",'")[2][:-1]

    def put(self, at: int, value: str) -> None:
        """Change the value on a line."""
        self.texts[at] = f"{self.texts[at].partition(',')[0]},'{value}'"

    def recount(self) -> None:
        """Make S90.001 agree with the lines again."""
        for at in self.places(TOTAL_RUBRICS):
            self.put(at, str(len(self.texts)))


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault: the problem it causes, the code the reader gives it, how it is sown.

    `code` is empty when one file read on its own shows nothing wrong in form: the fault lies in
    amounts or people to compare. `after_counts`: it comes once the closing counts are right.
    """

    problem: str
    code: str
    sow: Callable[[Lines, Random], None]
    after_counts: bool = False


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


def _payment_missing(lines: Lines, rng: Random) -> None:
    body = lines.value(lines.pick("S21.G00.22.001", rng))
    for at in lines.places("S21.G00.20.001"):
        if lines.value(at) == body:
            end = at + 1
            while lines.texts[end].startswith("S21.G00.20") and not lines.texts[end].startswith(
                "S21.G00.20.001"
            ):
                end += 1
            del lines.texts[at:end]
            return
    raise LookupError("S21.G00.20")


def _unrounded_urssaf(lines: Lines, rng: Random) -> None:
    cents = f".{rng.randrange(1, 50):02d}"
    body = lines.value(lines.pick("S21.G00.22.001", rng))
    due_at = lines.pick("S21.G00.22.005", rng)
    lines.put(due_at, lines.value(due_at)[:-3] + cents)
    for at in lines.places("S21.G00.20.001"):  # the payment follows: due and paid still agree
        if lines.value(at) == body:
            paid_at = next(p for p in lines.places("S21.G00.20.005") if p > at)
            lines.put(paid_at, lines.value(paid_at)[:-3] + cents)


def _add(lines: Lines, at: int, euros: int) -> None:
    whole, _, decimals = lines.value(at).partition(".")
    lines.put(at, f"{int(whole) + euros}.{decimals}")


def _wrong_total(lines: Lines, rng: Random) -> None:
    _add(lines, lines.pick("S21.G00.22.005", rng), rng.randrange(50, 400))


def _tax_mismatch(lines: Lines, rng: Random) -> None:
    _add(lines, lines.pick("S21.G00.50.009", rng), rng.randrange(10, 60))


def _capped_base(lines: Lines, rng: Random) -> None:
    at = lines.pick("S21.G00.78.001,'02'", rng)
    _add(lines, at + 3, rng.randrange(3_000, 6_000))


def _no_calendar_days(lines: Lines, rng: Random) -> None:
    at = lines.pick("S21.G00.53.003,'40'", rng)
    del lines.texts[at - 2 : at + 1]


def _duplicate_person(lines: Lines, rng: Random) -> None:
    places = lines.places("S21.G00.30.020")
    if len(places) < 2:
        raise LookupError("S21.G00.30.020")
    first, second = rng.sample(places, 2)
    lines.put(second, lines.value(first))


def _future_start(lines: Lines, rng: Random) -> None:
    at = lines.pick("S21.G00.40.001", rng)
    lines.put(at, lines.value(at)[:4] + "2039")


FAULTS: dict[str, Fault] = {
    "bad-siren-key": Fault(
        "the emitter's SIREN fails its key, and so does its SIRET", "siren-key", _bad_siren_key
    ),
    "bad-siret-key": Fault(
        "the head office's NIC fails the key of its SIRET", "siret-key", _bad_siret_key
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
    "payment-missing": Fault("no payment answers what the Urssaf slip asks", "", _payment_missing),
    "unrounded-urssaf": Fault("the Urssaf slip and payment have cents", "", _unrounded_urssaf),
    "wrong-total": Fault("the Urssaf slip asks more than its lines and payment", "", _wrong_total),
    "tax-mismatch": Fault("the tax withheld is not base times rate", "", _tax_mismatch),
    "capped-base": Fault("a capped base is above the ceiling and the pay", "", _capped_base),
    "no-calendar-days": Fault("the calendar days of one pay are missing", "", _no_calendar_days),
    "duplicate-person": Fault("two people of a declaration share a number", "", _duplicate_person),
    "future-start": Fault("a contract begins long after the declared month", "", _future_start),
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
