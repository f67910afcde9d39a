"""The dated tables: whole, in order, marked, and the rows that rules rest on."""

from datetime import date, timedelta
from typing import get_args

import pytest

from mandat.formats.dsn.controls import load
from mandat.formats.dsn.controls.registry import REGISTER
from mandat.formats.dsn.generate import rates
from mandat.formats.dsn.recalculation import statements, tables
from mandat.identifiers import is_valid_siret

MARKS = {"V", "E", "INF", "MEM"}
JANUARY = date(2026, 1, 1)


def test_every_year_has_one_ceiling() -> None:
    years = [one.since.year for one in tables.ceilings()]
    assert years == list(range(2019, 2027))
    assert all(one.since == date(one.since.year, 1, 1) for one in tables.ceilings())


def test_a_year_is_twelve_months_but_for_the_rounding() -> None:
    for one in tables.ceilings():
        assert abs(one.year_cents - 12 * one.month_cents) <= 1_200, one


@pytest.mark.parametrize(
    ("year", "month", "annual"), [(2025, 392_500, 4_710_000), (2026, 400_500, 4_806_000)]
)
def test_ceilings_of_the_facts(year: int, month: int, annual: int) -> None:
    found = tables.ceiling(date(year, 7, 1))
    assert found is not None
    assert (found.month_cents, found.year_cents, found.mark) == (month, annual, "MEM")


def test_a_year_without_a_row_has_no_ceiling() -> None:
    assert tables.ceiling(date(2018, 12, 1)) is None
    assert tables.ceiling(date(2027, 1, 1)) is None


def test_the_generator_uses_the_same_ceilings() -> None:
    for year, cents in rates.PMSS.items():
        found = tables.ceiling(date(year, 3, 1))
        assert found is not None
        assert found.month_cents == cents


def test_minimum_wages_grow_with_time() -> None:
    rows = tables.minimum_wages()
    assert rows == tuple(sorted(rows))
    assert [cents for _, cents in rows] == sorted(cents for _, cents in rows)


@pytest.mark.parametrize(
    ("month", "cents"),
    [
        (date(2018, 12, 1), None),
        (date(2024, 10, 1), 1_165),
        (date(2024, 11, 1), 1_188),
        (date(2025, 12, 1), 1_188),
        (JANUARY, 1_202),
    ],
)
def test_minimum_wage_of_a_month(month: date, cents: int | None) -> None:
    assert tables.minimum_wage(month) == cents


def test_rows_of_a_ctp_are_written_with_known_words() -> None:
    for code, rows in tables.ctps().items():
        assert len(code) == 3
        assert code.isdigit()
        for row in rows:
            assert row.kind in get_args(tables.Kind)
            assert row.own_rate in get_args(tables.OwnRate)
            assert row.qualifier in {"", "920", "921"}
            assert row.mark in MARKS
            assert row.rate is None or row.kind == "contribution"


def test_no_two_rows_of_a_ctp_hold_in_one_month() -> None:
    months = [date(year, month, 1) for year in range(2019, 2027) for month in range(1, 13)]
    for rows in tables.ctps().values():
        for qualifier in ("920", "921"):
            for month in months:
                fit = [r for r in rows if r.qualifier in ("", qualifier) and r.holds_in(month)]
                assert len(fit) <= 1, (rows[0].code, qualifier, month)


@pytest.mark.parametrize(
    ("code", "qualifier", "month", "rate"),
    [
        ("100", "920", date(2023, 12, 1), 13_050),
        ("100", "920", date(2025, 6, 1), 13_170),
        ("100", "920", JANUARY, 13_260),
        ("100", "921", JANUARY, 15_450),
        ("260", "920", JANUARY, 9_700),
        ("772", "920", date(2025, 4, 1), 4_050),
        ("772", "920", date(2025, 5, 1), 4_000),
        ("937", "920", date(2024, 6, 1), 200),
        ("937", "920", date(2024, 7, 1), 250),
    ],
)
def test_rates_follow_their_dates(code: str, qualifier: str, month: date, rate: int) -> None:
    row = tables.ctp(code, qualifier, month)
    assert row is not None
    assert row.rate == rate


def test_an_unknown_code_a_wrong_qualifier_and_a_closed_code_have_no_row() -> None:
    assert tables.ctp("998", "920", JANUARY) is None
    assert tables.ctp("332", "920", JANUARY) is None
    assert tables.ctp("455", "920", JANUARY) is None
    assert tables.ctp("455", "920", date(2019, 6, 1)) is not None


def test_a_row_holds_from_its_first_day_to_its_last() -> None:
    row = tables.ctps()["455"][0]
    assert row.until is not None
    assert row.holds_in(row.since)
    assert row.holds_in(row.until)
    assert not row.holds_in(row.until + timedelta(days=1))
    assert not row.holds_in(row.since - timedelta(days=1))
    assert not statements._is_over(row, row.until)
    assert statements._is_over(row, row.until + timedelta(days=1))


def test_the_codes_of_a_commune_are_those_of_the_control_that_asks_for_it() -> None:
    load()
    codes = {code for code, rows in tables.ctps().items() if rows[0].needs_commune}
    assert codes == REGISTER["S21.G00.23.006/CCH-11"].values


def test_contributions_of_people_go_to_codes_that_are_known() -> None:
    for (code, base), share in tables.shares().items():
        assert len(code) == 3
        assert len(base) == 2
        assert share.figure in get_args(tables.Figure)
        assert share.mark in MARKS
        known = [one for one in share.ctps if one.partition("/")[0] in tables.ctps()]
        assert known, code


def test_thresholds() -> None:
    assert tables.thresholds() == (11, 20, 50, 250)


def test_collectors_are_thirty_one_and_two_fail_the_key() -> None:
    numbers = tables.collectors()
    assert len(numbers) == 31
    assert {one for one in numbers if not is_valid_siret(one)} == {
        "78366205990022",
        "79484650190011",
    }
