"""Generated files: what they hold, and that their amounts agree with each other."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mandat.formats.dsn.generate import (
    Absence,
    Contract,
    Replaced,
    end_of_contract,
    make_company,
    monthly,
    return_to_work,
    sick_leave,
)
from mandat.formats.dsn.generate.pay import payslip
from mandat.formats.dsn.generate.rates import half_up, norm_of, rates_of
from mandat.formats.dsn.tests.generated import (
    MONTH,
    STOP,
    cents,
    leaving,
    one_of_each,
    records,
    values,
)

MONTHS = st.dates(date(2024, 1, 1), date(2026, 12, 31))
FULL_HOURS = 15_167


@pytest.mark.parametrize("kind", one_of_each())
def test_counts_close_every_file(kind: str) -> None:
    data = one_of_each()[kind]
    lines = records(data)
    assert values(data, "S90.G00.90.001") == [str(len(lines))]
    starts = len(values(data, "S20.G00.05.001"))
    assert values(data, "S90.G00.90.002") == [str(starts)]
    assert values(data, "S20.G00.05.001") == [kind[:2]] * starts


def test_is_a_test_file_unless_told_otherwise() -> None:
    company = make_company(Random(1))
    assert values(monthly(company, MONTH), "S10.G00.00.005") == ["01"]
    assert values(monthly(company, MONTH, test=False), "S10.G00.00.005") == ["02"]


@pytest.mark.parametrize(("year", "norm"), [(2024, "P24V01"), (2025, "P25V01"), (2026, "P26V01")])
def test_follows_the_norm_of_the_year(year: int, norm: str) -> None:
    company = make_company(Random(1), month=date(year, 5, 1))
    assert values(monthly(company, date(year, 5, 17)), "S10.G00.00.006") == [norm]
    assert norm_of(date(year, 5, 1)) == norm


def test_knows_no_other_year() -> None:
    company = make_company(Random(1))
    with pytest.raises(ValueError, match="2023"):
        monthly(company, date(2023, 12, 1))
    with pytest.raises(ValueError, match="2027"):
        rates_of(date(2027, 1, 1))


def test_never_holds_a_national_number() -> None:
    for data in one_of_each().values():
        assert not values(data, "S21.G00.30.001")
        siren = values(data, "S21.G00.06.001")[0]
        for number in values(data, "S21.G00.30.020"):
            assert number[0] in "12"
            assert number[1:10] == siren


def test_without_anyone_it_is_an_empty_envoi() -> None:
    data = one_of_each()["01-nobody"]
    assert values(data, "S10.G00.00.008") == ["02"]
    assert values(data, "S20.G00.05.002") == ["02"]
    assert not values(data, "S21.G00.30.002")


def test_a_replacing_month_says_so_with_a_greater_order() -> None:
    data = one_of_each()["01-replacing"]
    assert values(data, "S20.G00.05.002") == ["03"]
    assert values(data, "S20.G00.05.004") == ["8"]
    assert not values(data, "S20.G00.05.006")
    company = make_company(Random(1))
    with pytest.raises(ValueError, match="order"):
        monthly(company, MONTH, order=7, replaces=7)
    automatic = values(monthly(company, MONTH, replaces=2026030107), "S20.G00.05.004")
    assert automatic == ["2026030108"]


def test_a_replacing_event_names_what_it_replaces() -> None:
    company = make_company(Random(1), month=MONTH)
    old = Replaced(date(2026, 3, 10), 4)
    data = sick_leave(company, company.employees[0], STOP, replaces=old)
    assert values(data, "S20.G00.05.002") == ["03"]
    assert values(data, "S20.G00.05.006") == ["100320264"]
    with pytest.raises(ValueError, match="order"):
        sick_leave(company, company.employees[0], STOP, replaces=old, order=4)


def test_events_need_what_they_tell() -> None:
    company = make_company(Random(1), month=MONTH)
    with pytest.raises(ValueError, match="return"):
        return_to_work(company, company.employees[0], replace(STOP, resumed=None))
    with pytest.raises(ValueError, match="leave"):
        end_of_contract(company, company.employees[0])
    stranger = make_company(Random(2), month=MONTH).employees[0]
    with pytest.raises(ValueError, match="work"):
        sick_leave(company, stranger, STOP)


def test_only_event_files_date_the_accident() -> None:
    assert values(one_of_each()["04-accident"], "S21.G00.60.012") == ["09032026"]
    company = make_company(Random(1), month=MONTH)
    place = company.establishments[0]
    hurt = replace(place.employees[0], absences=(Absence("06", STOP.last_worked, STOP.until),))
    company = replace(
        company, establishments=(replace(place, employees=(hurt, *place.employees[1:])),)
    )
    data = monthly(company, MONTH)
    assert values(data, "S21.G00.60.001") == ["06"]
    assert not values(data, "S21.G00.60.012")


@pytest.mark.parametrize(
    ("motive", "dated", "notice"),
    [("059", "S21.G00.62.003", "01"), ("043", "S21.G00.62.004", "90"), ("031", "", "90")],
)
def test_the_end_of_contract_carries_the_dates_of_its_motive(
    motive: str, dated: str, notice: str
) -> None:
    company = leaving(make_company(Random(1), month=MONTH), motive)
    data = end_of_contract(company, company.employees[0])
    assert values(data, "S21.G00.62.002") == [motive]
    found = {rubric for rubric, _ in records(data)} & {"S21.G00.62.003", "S21.G00.62.004"}
    assert found == ({dated} if dated else set())
    assert values(data, "S21.G00.63.001") == [notice]
    assert values(data, "S21.G00.51.011") == ["001", "002", "010"]


def test_an_absence_lowers_days_pay_and_ceiling() -> None:
    company = make_company(Random(1), month=MONTH)
    person = replace(company.employees[0], hours=FULL_HOURS, pay_cents=500_000)
    whole = payslip(person, MONTH, 1_000, 4)
    sick = payslip(replace(person, absences=(STOP,)), MONTH, 1_000, 4)
    assert (whole.days, sick.days) == (31, 24)
    assert sick.gross == half_up(500_000 * 24, 31)
    assert whole.capped == 400_500
    assert sick.capped == half_up(400_500 * 24, 31)
    assert sick.absent_hours + sick.hours == FULL_HOURS


def test_part_time_lowers_the_ceiling() -> None:
    person = make_company(Random(1), month=MONTH).employees[0]
    half = payslip(replace(person, hours=7_583, pay_cents=300_000), MONTH, 1_000, 4)
    assert half.capped == half_up(400_500 * 7_583, FULL_HOURS)


def test_apprentices_and_fixed_terms_say_what_they_must() -> None:
    company = make_company(Random(1), size=3, month=MONTH)
    place = company.establishments[0]
    until = date(2026, 8, 31)
    apprentice = replace(place.employees[0], contract=Contract.APPRENTICE, until=until)
    temporary = replace(place.employees[1], contract=Contract.FIXED_TERM, until=until)
    staff = (apprentice, temporary, place.employees[2])
    company = replace(company, establishments=(replace(place, employees=staff),))
    data = monthly(company, MONTH)
    assert values(data, "S21.G00.40.007") == ["02", "02", "01"]
    assert values(data, "S21.G00.40.008") == ["64", "99", "99"]
    assert values(data, "S21.G00.40.010") == ["31082026"] * 2
    assert values(data, "S21.G00.40.021") == ["11", "02"]
    assert values(data, "S21.G00.30.025") == ["04"]
    assert "987" in values(data, "S21.G00.23.001")


def test_the_same_seed_gives_the_same_bytes() -> None:
    assert one_of_each(5) == one_of_each(5)
    assert one_of_each(5)["01"] != one_of_each(6)["01"]


def _slip(data: bytes) -> dict[tuple[str, str], tuple[int | None, int]]:
    """Base and amount of each line of the Urssaf slip."""
    lines: dict[tuple[str, str], tuple[int | None, int]] = {}
    code, qualifier, base = "", "", None
    for rubric, value in records(data):
        match rubric:
            case "S21.G00.23.001":
                code, base = value, None
            case "S21.G00.23.002":
                qualifier = value
            case "S21.G00.23.004":
                base = cents(value)
            case "S21.G00.23.005":
                lines[code, qualifier] = (base, cents(value))
    return lines


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10**6), st.integers(1, 60), MONTHS)
def test_dues_and_payments_agree(seed: int, size: int, month: date) -> None:
    data = monthly(make_company(Random(seed), size=size, month=month), month)
    due = cents(values(data, "S21.G00.22.005")[0])
    slip = _slip(data)
    relief = slip.pop(("668", "921"), (None, 0))[1]
    assert due == sum(amount for _, amount in slip.values()) - relief
    assert due > 0
    assert due % 100 == 0
    paid = dict(zip(values(data, "S21.G00.20.001"), values(data, "S21.G00.20.005"), strict=True))
    assert cents(paid[values(data, "S21.G00.22.001")[0]]) == due
    tax = sum(cents(one) for one in values(data, "S21.G00.50.009"))
    assert cents(paid.get("DGFIP", "0.00")) == half_up(tax, 100) * 100


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10**6), st.integers(1, 60), MONTHS)
def test_the_slip_adds_the_people_up(seed: int, size: int, month: date) -> None:
    data = monthly(make_company(Random(seed), size=size, month=month), month)
    slip = _slip(data)
    bases = dict.fromkeys(("02", "03", "04", "07"), 0)
    for code, amount in zip(
        values(data, "S21.G00.78.001"), values(data, "S21.G00.78.004"), strict=True
    ):
        bases[code] += cents(amount)
    for line, code in (
        (("100", "921"), "02"),
        (("100", "920"), "03"),
        (("260", "920"), "04"),
        (("772", "920"), "07"),
    ):
        assert slip[line][0] == half_up(bases[code], 100) * 100
    gross = [
        amount
        for kind, amount in zip(
            values(data, "S21.G00.51.011"), values(data, "S21.G00.51.013"), strict=True
        )
        if kind == "001"
    ]
    assert bases["03"] == sum(cents(one) for one in gross)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10**6), MONTHS)
def test_each_contribution_is_base_times_rate(seed: int, month: date) -> None:
    data = monthly(make_company(Random(seed), size=8, month=month), month)
    base = amount = 0
    for rubric, value in records(data):
        match rubric:
            case "S21.G00.81.003":
                base = cents(value)
            case "S21.G00.81.004":
                amount = cents(value)
            case "S21.G00.81.007":
                whole, decimals = value.split(".")
                assert amount == half_up(base * int(whole + decimals.ljust(3, "0")), 100_000)
    for taxable, rate, tax in zip(
        values(data, "S21.G00.50.013"),
        values(data, "S21.G00.50.006"),
        values(data, "S21.G00.50.009"),
        strict=True,
    ):
        assert cents(tax) == half_up(cents(taxable) * cents(rate), 10_000)


def test_one_relief_never_exceeds_what_it_relieves() -> None:
    person = replace(make_company(Random(1)).employees[0], start=date(2020, 1, 1))
    for month in (date(2024, 6, 1), date(2025, 6, 1), MONTH):
        for pay in (150_000, 180_180, 182_303, 250_000, 290_000, 560_000):
            slip = payslip(replace(person, pay_cents=pay, hours=FULL_HOURS), month, 1_000, 4)
            relief = -sum(one.amount for one in slip.on_gross if one.code in ("018", "106"))
            assert 0 <= relief <= slip.gross * 2 // 5
            assert (relief > 0) == (pay < (546_909 if month == MONTH else 282_707))
