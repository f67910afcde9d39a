"""Numbers as people type and paste them."""

from datetime import date
from random import Random

import pytest

from mandat.identifiers import (
    Kind,
    Reading,
    classify,
    is_valid_siren,
    making,
    nir13_problem,
    siren_of,
)

TODAY = date(2026, 11, 21)


def read(text: str, country: str | None = None) -> Reading:
    return classify(text, today=TODAY, country=country)


@pytest.mark.parametrize(
    ("text", "kind", "formatted"),
    [
        ("732829320", Kind.SIREN, "732 829 320"),
        ("732\u202f829\u00a0320", Kind.SIREN, "732 829 320"),
        ("FR 44 732 829 320", Kind.SIREN, "732 829 320"),
        ("44732829320", Kind.SIREN, "732 829 320"),
        ("FR732829320", Kind.SIREN, "732 829 320"),
        ("732 829 320 00074", Kind.SIRET, "732 829 320 00074"),
        ("2 95 10 99 126 111 93", Kind.NIR, "2 95 10 99 126 111 93"),
        ("253072a07300443", Kind.NIR, "2 53 07 2A 073 004 43"),
        ("85.07.30-033.28", Kind.NISS, "85.07.30-033.28"),
        ("85/07/30 033 28", Kind.NISS, "85.07.30-033.28"),
        ("85\u201307\u201330\u2014033\u201028", Kind.NISS, "85.07.30-033.28"),
        ("BE 0417.497.106", Kind.ENTERPRISE, "0417.497.106"),
        ("be417497106", Kind.ENTERPRISE, "0417.497.106"),
        ("(0)417 497 106", Kind.ENTERPRISE, "0417.497.106"),
        ("0417497106", Kind.ENTERPRISE, "0417.497.106"),
        ("\uff12297964444", Kind.ESTABLISHMENT, "2.297.964.444"),
        ("BE68 5390 0754 7034", Kind.IBAN, "BE68 5390 0754 7034"),
        ("'732829320\u200b", Kind.SIREN, "732 829 320"),
    ],
)
def test_what_is_typed_is_understood(text: str, kind: Kind, formatted: str) -> None:
    reading = read(text)
    assert (reading.kind, reading.valid, reading.reason) == (kind, True, "")
    assert reading.formatted == formatted
    assert reading.candidates == (kind,)
    assert not reading.ambiguous


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \u00a0-.", "empty"),
        ("12345", "length"),
        ("7" * 100_000, "length"),
        ("Dupont SARL", "characters"),
        ("DE123456789", "prefix"),
        ("9123456789", "prefix"),
        ("BE12345678901234567", "length"),
    ],
)
def test_what_is_no_number_has_no_kind(text: str, reason: str) -> None:
    reading = read(text)
    assert (reading.kind, reading.valid, reading.reason) == (None, False, reason)
    assert reading.candidates == ()


def test_nine_digits_are_of_either_country_until_it_is_said() -> None:
    # Right by Luhn, and right as an enterprise number that lost its zero.
    both = "400023149"
    unsaid = read(both)
    assert unsaid.ambiguous
    assert unsaid.valid
    assert unsaid.candidates == (Kind.SIREN, Kind.ENTERPRISE)
    assert read(both, "FR").candidates == (Kind.SIREN,)
    belgian = read(both, "BE")
    assert (belgian.kind, belgian.normalized) == (Kind.ENTERPRISE, "0" + both)


def test_nine_digits_of_no_key_may_be_either() -> None:
    assert read("732829321").candidates == (Kind.SIREN, Kind.ENTERPRISE)
    assert read("732829321", "FR").candidates == (Kind.SIREN,)
    assert read("417497107", "BE").kind is Kind.ENTERPRISE


def test_the_country_does_not_hide_a_number_of_the_other_one() -> None:
    assert read("0417497106", "FR").kind is Kind.ENTERPRISE
    assert read("73282932000074", "BE").kind is Kind.SIRET


def test_kinds_are_strict() -> None:
    reading = classify("73282932000074", today=TODAY, kinds=[Kind.NISS])
    assert (reading.kind, reading.reason) == (Kind.NISS, "length")
    assert classify("187995796", today=TODAY, kinds=[Kind.ONSS]).formatted == "1879957-96"


def test_onss_numbers_are_seen_in_belgium() -> None:
    assert read("100006", "BE").normalized == "000100006"
    assert read("187995796", "BE").kind is Kind.ONSS
    provisional = read("5678901277", "BE")
    assert (provisional.kind, provisional.subtype) == (Kind.ONSS, "provisional")


def test_zeros_lost_in_a_sheet_come_back() -> None:
    assert read("5420120").reason == "length"
    assert read("16650152").normalized == "016650152"
    assert read("5061300176").kind is Kind.NISS
    assert read("5061300176").normalized == "05061300176"


def test_a_nir_without_its_key_is_named_so_that_it_can_be_hidden() -> None:
    reading = read("2951099126111")
    assert (reading.kind, reading.valid, reading.reason) == (Kind.NIR, False, "length")


def test_a_siret_without_its_zero_gives_way_to_what_may_be_a_person() -> None:
    rng = Random(3)
    lost = [making.make_siret(rng, "016650152", nic=n)[1:] for n in range(1, 40)]
    for text in lost:
        alone = classify(text, today=TODAY, kinds=[Kind.SIREN, Kind.SIRET])
        assert (alone.kind, alone.valid) == (Kind.SIRET, True)
        may_be_a_person = nir13_problem(text) == ""
        assert (read(text).kind is Kind.NIR) == may_be_a_person


def test_subtypes() -> None:
    assert read("85073003328").subtype == "rn"
    assert read("98472899765").subtype == "bis"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("723829320", "732829320"),  # neighbours swapped
        ("85073003382", "85073003328"),
        ("0417497196", "0417497106"),
        ("295109912611139", "295109912611193"),
        ("FR45732829320", "732829320"),  # the VAT key alone is wrong
    ],
)
def test_a_wrong_key_says_what_may_have_been_meant(typed: str, meant: str) -> None:
    reading = read(typed)
    assert (reading.valid, reading.reason) == (False, "key")
    assert meant in reading.suggestions
    assert len(reading.suggestions) <= 3
    assert all(read(number).valid for number in reading.suggestions)


def test_no_guess_is_made_when_the_key_is_right() -> None:
    assert read("85061300079").reason == "counter"
    assert read("85061300079").suggestions == ()


def test_a_reading_keeps_its_numbers_out_of_logs() -> None:
    assert "850730" not in repr(read("85073003328"))
    assert "85.07" not in repr(read("85073003328"))
    assert "850730" not in repr(read("85073003382"))


def test_siren_of() -> None:
    assert siren_of("73282932000074") == "732829320"
    assert siren_of("732829320") == "732829320"
    assert siren_of("0417497106") == ""
    assert is_valid_siren("732 829 320")
    assert not is_valid_siren("73282932000074")
