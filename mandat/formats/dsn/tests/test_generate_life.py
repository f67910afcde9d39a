"""Lives of companies, read back: conformant, the same for a seed, and quick to make."""

import csv
import re
from datetime import date
from pathlib import Path
from random import Random
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mandat.formats.dsn.generate import Contract, Life, company_life
from mandat.formats.dsn.generate.invention import make_iban
from mandat.formats.dsn.model import Level
from mandat.formats.dsn.reader import read
from mandat.formats.dsn.summary import summarise
from mandat.formats.dsn.tests.generated import cents, one_of_each, records, values
from mandat.formats.dsn.writer import write
from mandat.identifiers import is_valid_siren, is_valid_siret
from mandat.identifiers.checks import iban_problem

FIELDS = Path(__file__).parents[5] / "shared" / "dsn" / "fields-P24V01.tsv"
YEAR = date(2026, 1, 1)


def _problems(data: bytes) -> list[tuple[str, Level]]:
    return [(one.code, one.level) for one in read(data).problems if one.code != "test-file"]


def _some_lives(count: int = 12) -> list[Life]:
    return [company_life(Random(seed), size=8, start_month=YEAR) for seed in range(count)]


@pytest.mark.parametrize("kind", one_of_each())
def test_the_reader_has_nothing_against_a_file(kind: str) -> None:
    reading = read(one_of_each()[kind])
    assert _problems(one_of_each()[kind]) == []
    assert [one.nature for one in reading.declarations][:1] == [kind[:2]]


@pytest.mark.parametrize("kind", one_of_each())
def test_what_is_read_is_what_was_written(kind: str) -> None:
    data = one_of_each()[kind]
    envoi = read(data).envois[0]
    trees = [envoi.header, *(one.root for one in envoi.declarations)]
    trees += [envoi.trailer] if envoi.trailer else []
    found = sorted(
        (line, record.rubric, record.value)
        for tree in trees
        for block in tree.walk()
        for line, record in block.numbered()
    )
    again = [(rubric, value) for _, rubric, value in found]
    assert again == records(data)
    assert write(again) == data


@settings(deadline=None, max_examples=25)
@given(
    st.integers(0, 10**6),
    st.integers(1, 40),
    st.dates(date(2024, 1, 1), date(2026, 7, 1)),
    st.integers(1, 6),
)
def test_every_file_of_every_life_conforms(seed: int, size: int, start: date, months: int) -> None:
    life = company_life(Random(seed), size=size, start_month=start, months=months)
    for one in life.files():
        assert _problems(one.data) == []


@settings(deadline=None, max_examples=10)
@given(st.integers(0, 10**6), st.integers(1, 12))
def test_the_same_seed_lives_the_same_life(seed: int, size: int) -> None:
    one, other = (company_life(Random(seed), size=size, months=3) for _ in range(2))
    assert one == other
    assert one.files() == other.files()


def test_lives_hold_all_that_happens_to_people() -> None:
    people = [one for life in _some_lives(40) for one in life.company.employees]
    assert {one.contract for one in people} == {
        Contract.PERMANENT,
        Contract.FIXED_TERM,
        Contract.APPRENTICE,
    }
    assert {stop.motive for one in people for stop in one.absences} == {"01", "06"}
    assert {one.exit.motive for one in people if one.exit} == {"031", "043", "059"}
    assert any(one.hours < 15_167 for one in people)
    assert any(one.leaves for one in people)
    assert any(one.start > YEAR for one in people)


def test_each_event_has_its_file() -> None:
    for life in _some_lives():
        found = [one.nature for one in life.files()]
        people = life.company.employees
        assert found.count("01") == 12
        assert found.count("04") == sum(len(one.absences) for one in people)
        assert found.count("07") == sum(one.exit is not None for one in people)


def test_an_exit_shows_in_its_month_only() -> None:
    life = next(one for one in _some_lives() if any(p.exit for p in one.company.employees))
    gone = next(one for one in life.company.employees if one.exit)
    assert gone.exit is not None
    for file in life.monthly_files():
        present = gone.number in values(file.data, "S21.G00.30.019")
        exits = values(file.data, "S21.G00.62.001")
        leaves_now = file.month == gone.exit.on.replace(day=1)
        assert present == (gone.start.replace(day=1) <= file.month <= gone.exit.on)
        assert (gone.exit.on.strftime("%d%m%Y") in exits) or not leaves_now


def test_summaries_say_what_the_life_holds() -> None:
    for life in _some_lives(4):
        for file in life.monthly_files():
            summary = summarise(read(file.data).declarations[0])
            last = date(file.built.year, file.built.month, 1)
            during = [
                one
                for one in life.company.employees
                if one.start < last and (one.exit is None or one.exit.on >= file.month)
            ]
            assert summary.individuals == len(during)
            gross = sum(
                cents(amount)
                for kind, amount in zip(
                    values(file.data, "S21.G00.51.011"),
                    values(file.data, "S21.G00.51.013"),
                    strict=True,
                )
                if kind == "001"
            )
            assert summary.gross_cents == gross


def test_numbers_have_right_keys_and_lead_nowhere() -> None:
    for life in _some_lives():
        company = life.company
        assert is_valid_siren(company.siren)
        assert is_valid_siret(company.siren + company.nic)
        assert not iban_problem(company.iban)
        assert company.iban[4:9] == "99999"
    assert make_iban(Random(1)) != make_iban(Random(2))


def test_keeps_the_siren_it_is_given() -> None:
    life = company_life(Random(1), siren="732829320", months=1)
    assert values(next(life.monthly_files()).data, "S21.G00.06.001") == ["732829320"]


@pytest.mark.parametrize(("size", "months"), [(0, 1), (1, 0)])
def test_refuses_an_empty_life(size: int, months: int) -> None:
    with pytest.raises(ValueError, match="at least"):
        company_life(Random(1), size=size, months=months)


def test_twelve_hundred_files_are_quick() -> None:
    begun = process_time()
    count = sum(
        1 for seed in range(100) for _ in company_life(Random(seed), size=6).monthly_files()
    )
    assert count == 1_200
    assert process_time() - begun < 10


@pytest.mark.skipif(not FIELDS.exists(), reason="the official dictionary is not on this machine")
def test_values_match_the_official_expressions() -> None:
    with FIELDS.open(encoding="utf-8") as source:
        rules = {row["rubrique"]: row for row in csv.DictReader(source, delimiter="\t")}
    lives = [company_life(Random(s), size=8, start_month=date(2024, 1, 1)) for s in range(6)]
    for data in [*one_of_each().values(), *(one.data for life in lives for one in life.files())]:
        for rubric, value in set(records(data)):
            rule = rules[rubric]
            assert int(rule["min"]) <= len(value) <= int(rule["max"]), rubric
            assert not rule["regex"] or re.fullmatch(rule["regex"], value), rubric
            codes = {one.split("=")[0].strip() for one in rule["values"].split(";")}
            listed = rule["values"] and rubric != "S10.G00.00.006"
            assert not listed or value in codes, rubric
