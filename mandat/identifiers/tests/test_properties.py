"""What holds for every number that can be made."""

from collections.abc import Callable
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandat.identifiers import Kind, classify, format_number, making, mask, problem_of

TODAY = date(2026, 11, 21)
MAKERS: dict[Kind, Callable[[Random], str]] = {
    Kind.SIREN: making.make_siren,
    Kind.SIRET: making.make_siret,
    Kind.NIR: making.make_nir,
    Kind.NISS: making.make_niss,
    Kind.ENTERPRISE: making.make_enterprise,
    Kind.ESTABLISHMENT: making.make_establishment,
    Kind.ONSS: making.make_onss,
}

seeds = st.integers(0, 2**32).map(Random)
kinds = st.sampled_from(sorted(MAKERS))


@given(kinds, seeds)
def test_what_is_made_is_right_and_its_print_reads_back(kind: Kind, rng: Random) -> None:
    number = MAKERS[kind](rng)
    assert problem_of(kind, number, today=TODAY) == ""
    for text in (number, format_number(kind, number)):
        reading = classify(text, today=TODAY, kinds=[kind])
        assert reading.valid
        assert reading.normalized == number
        assert reading.formatted == format_number(kind, number)


@given(kinds, seeds, st.data())
def test_one_wrong_digit_is_refused(kind: Kind, rng: Random, data: st.DataObject) -> None:
    number = MAKERS[kind](rng)
    at = data.draw(st.integers(0, len(number) - 1))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != number[at]]))
    wrong = number[:at] + digit + number[at + 1 :]
    if problem_of(kind, wrong, today=TODAY) == "":
        # The key cannot tell the other century apart in a NISS.
        assert kind is Kind.NISS
        assert _century(wrong) != _century(number)


@given(kinds, seeds, st.data())
def test_guesses_are_right_and_near(kind: Kind, rng: Random, data: st.DataObject) -> None:
    number = MAKERS[kind](rng)
    at = data.draw(st.integers(0, len(number) - 1))
    wrong = number[:at] + str((int(number[at]) + 1) % 10) + number[at + 1 :]
    reading = classify(wrong, today=TODAY, kinds=[kind])
    assert len(reading.suggestions) <= 3
    for guess in reading.suggestions:
        assert problem_of(kind, guess, today=TODAY) == ""
        assert sum(a != b for a, b in zip(guess, wrong, strict=True)) in (1, 2)


@given(st.text(max_size=120), st.sampled_from([None, "FR", "BE"]))
def test_any_text_gets_an_answer(text: str, country: str | None) -> None:
    reading = classify(text, today=TODAY, country=country)
    assert reading.valid == (reading.reason == "")
    if reading.valid:
        assert reading.kind is not None
        assert problem_of(reading.kind, reading.normalized, today=TODAY) == ""


@given(st.sampled_from([Kind.NIR, Kind.NISS]), seeds)
def test_a_mask_depends_on_neither_birth_nor_sex(kind: Kind, rng: Random) -> None:
    number = MAKERS[kind](rng)
    masked = mask(kind, number)
    kept = number[10:13] if kind is Kind.NIR else number[9:]
    assert [sign for sign in masked if sign.isalnum()] == list(kept)


def test_masks() -> None:
    assert mask(Kind.NIR, "295109912611193") == "• •• •• •• ••• 111 ••"
    assert mask(Kind.NIR, "2951099126111") == "• •• •• •• ••• 111"
    assert mask(Kind.NISS, "85073003328") == "••.••.••-•••.28"
    assert mask(Kind.NISS, "8507300332") == "••••••"
    assert mask(None, "8507300332") == "••••••"
    assert mask(Kind.SIREN, "732829320") == "732 829 320"


@pytest.mark.parametrize("nic", [1, 27, 9999])
def test_siret_of_a_given_company(nic: int) -> None:
    siret = making.make_siret(Random(1), "732829320", nic=nic)
    assert siret.startswith(f"732829320{nic:04d}")
    assert problem_of(Kind.SIRET, siret) == ""


def test_births_and_sex_can_be_asked_for() -> None:
    born = date(2003, 7, 14)
    assert making.make_niss(Random(1), born=born, woman=True, bis=True).startswith("034714")
    assert making.make_nir(Random(1), born=born, woman=True).startswith("20307")


def _century(number: str) -> int:
    return 1900 if 97 - int(number[:9]) % 97 == int(number[9:]) else 2000
