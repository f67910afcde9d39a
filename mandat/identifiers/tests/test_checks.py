"""The key and the inner rules of each number."""

from datetime import date

import pytest

from mandat.identifiers import (
    enterprise_problem,
    establishment_problem,
    iban_problem,
    nir13_problem,
    nir_problem,
    niss_problem,
    onss_problem,
    siren_problem,
    siret_problem,
)

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("732829320", ""),
        ("356000000", ""),
        ("005420120", ""),
        ("732829321", "key"),
        ("000000000", "zeros"),
        ("73282932", "length"),
        ("73282932O", "characters"),
        ("٧٣٢٨٢٩٣٢٠", "characters"),
    ],
)
def test_siren(number: str, problem: str) -> None:
    assert siren_problem(number) == problem


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("73282932000074", ""),
        ("73282932000075", "key"),
        ("73282932100074", "key"),
        ("00000000000000", "zeros"),
        ("35600000000048", ""),  # La Poste, seat: Luhn
        ("35600000049837", ""),  # La Poste, a post office: sum of digits
        ("35600000049838", "key"),
        ("7328293200007", "length"),
    ],
)
def test_siret(number: str, problem: str) -> None:
    assert siret_problem(number) == problem


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("295109912611193", ""),
        ("253072A07300443", ""),
        ("253072B07300470", ""),
        ("253072C07300443", "characters"),
        ("295109912611194", "key"),
        ("000000000000000", "zeros"),
        ("2951099126111", "length"),
    ],
)
def test_nir_with_key(number: str, problem: str) -> None:
    assert nir_problem(number) == problem


@pytest.mark.parametrize("sex", "123478")
def test_nir_sexes(sex: str) -> None:
    assert nir13_problem(sex + "951099126111") == ""


@pytest.mark.parametrize("sex", "0569")
def test_nir_other_first_digits(sex: str) -> None:
    assert nir13_problem(sex + "951099126111") == "sex"


@pytest.mark.parametrize("month", ["01", "12", "20", "30", "42", "50", "99"])
def test_nir_months(month: str) -> None:
    assert nir13_problem(f"295{month}99126111") == ""


@pytest.mark.parametrize("month", ["00", "13", "19", "43", "49"])
def test_nir_impossible_months(month: str) -> None:
    assert nir13_problem(f"295{month}99126111") == "month"


def test_nir_of_a_right_key_and_a_wrong_month_is_named_by_its_month() -> None:
    body = 2951399126111
    assert nir_problem(f"{body}{97 - body % 97:02d}") == "month"


def niss(body: str, century: int) -> str:
    """Complete nine digits with the key of their century."""
    base = int(body) + (2_000_000_000 if century == 2000 else 0)
    return f"{body}{97 - base % 97:02d}"


@pytest.mark.parametrize(
    "number",
    [
        "85073003328",
        "17073003384",
        "93051822361",
        "98472899765",
        "01490700185",
        "23292805780",
        "10200100128",
        "92400006909",
        "00003241778",  # a day without a month
    ],
)
def test_official_examples_of_niss(number: str) -> None:
    assert niss_problem(number, today=TODAY) == ""


@pytest.mark.parametrize(
    ("body", "century", "problem"),
    [
        ("850613001", 1900, ""),
        ("050613001", 2000, ""),
        ("000101001", 1900, ""),
        ("000101001", 2000, ""),
        ("200229002", 2000, ""),
        ("190229001", 2000, "date"),
        ("000229001", 1900, "date"),  # 1900 was no leap year
        ("000229001", 2000, ""),
        ("850631001", 1900, "date"),
        ("850600001", 1900, ""),  # unknown day of a known month
        ("873000001", 1900, ""),  # the same in a BIS number
        ("875200001", 1900, ""),
        ("850000001", 1900, ""),  # unknown month and day
        ("850032001", 1900, ""),  # the counter of that unknown date was used up
        ("850099001", 1900, ""),
        ("852045002", 1900, ""),
        ("854077002", 1900, ""),
        ("850132001", 1900, "date"),
        ("851301001", 1900, "month"),
        ("853301001", 1900, "month"),
        ("855301001", 1900, "month"),
        ("856001001", 1900, "month"),
        ("850613000", 1900, "counter"),
        ("850613999", 1900, "counter"),
        ("850613998", 1900, ""),
        ("854613999", 1900, ""),  # BIS counters do reach 999
        ("852613999", 1900, ""),
        ("854613000", 1900, "counter"),
        ("261121001", 2000, ""),  # born today
        ("261122001", 2000, "date"),  # born tomorrow
        ("261200001", 2000, "date"),
        ("270000001", 2000, "date"),
        ("260000001", 2000, ""),
    ],
)
def test_rules_of_niss(body: str, century: int, problem: str) -> None:
    assert niss_problem(niss(body, century), today=TODAY) == problem


def test_niss_without_a_day_to_compare_does_not_look_at_the_future() -> None:
    assert niss_problem(niss("991231001", 2000)) == ""


def test_niss_refuses_a_key_of_no_century() -> None:
    assert niss_problem("85073003329", today=TODAY) == "key"
    assert niss_problem("85073003300", today=TODAY) == "key"
    assert niss_problem("00000000000", today=TODAY) == "zeros"


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("0417497106", ""),
        ("0884303369", ""),
        ("0314595348", ""),
        ("1000000021", ""),
        ("0417497107", "key"),
        ("0000000000", "zeros"),
        ("0000000097", "zeros"),
        ("2297964444", "prefix"),
        ("417497106", "length"),
    ],
)
def test_enterprise(number: str, problem: str) -> None:
    assert enterprise_problem(number) == problem


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("2297964444", ""),
        ("2297964445", "key"),
        ("9297964444", "prefix"),
        ("0417497106", "prefix"),
        # The seven fictitious units of the DmfA.
        ("8999999993", ""),
        ("8999999104", ""),
        ("8999999203", ""),
        ("8999999302", ""),
        ("8999999401", ""),
        ("8999999005", ""),
        ("8999999894", ""),
    ],
)
def test_establishment(number: str, problem: str) -> None:
    assert establishment_problem(number) == problem


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("187995796", ""),
        ("168676597", ""),
        ("100006", ""),
        ("000100006", ""),
        ("199999934", ""),
        ("5134794036", ""),
        ("5678901277", ""),
        ("187995797", "key"),
        ("012345678", "key"),
        ("123456789", "key"),
        ("000000000", "zeros"),
        ("200000031", "prefix"),
        ("4134794036", "prefix"),
        ("18799", "length"),
    ],
)
def test_onss(number: str, problem: str) -> None:
    assert onss_problem(number) == problem


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("BE68539007547034", ""),  # the bank is not in the library's Belgian list
        ("BE32123456789002", ""),
        ("FR1420041010050500013M02606", ""),
        ("BE68539007547035", "key"),
    ],
)
def test_iban(number: str, problem: str) -> None:
    assert iban_problem(number) == problem
