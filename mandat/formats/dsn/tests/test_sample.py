"""The genuine lot of the shared folder: everything found, nothing invented."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from mandat.formats.dsn.reader import read
from mandat.formats.dsn.summary import summarise

SAMPLE = Path(__file__).parents[5] / "shared" / "dsn" / "samples" / "fctu-lot-P25V01.dsn"
pytestmark = pytest.mark.skipif(not SAMPLE.exists(), reason="the genuine sample is not here")


@pytest.fixture(scope="module")
def reading():
    return read(SAMPLE.read_bytes())


def test_one_lot_of_three_ends_of_contract(reading):
    assert reading.is_lot
    assert [envoi.norm for envoi in reading.envois] == ["P25V01"] * 3
    assert [declaration.nature for declaration in reading.declarations] == ["07"] * 3
    assert [declaration.siren for declaration in reading.declarations] == ["987654321"] * 3


def test_the_counts_are_right(reading):
    assert [envoi.counted_rubrics for envoi in reading.envois] == [161, 155, 107]
    assert [envoi.stated_rubrics for envoi in reading.envois] == [161, 155, 107]
    assert [envoi.stated_declarations for envoi in reading.envois] == [1, 1, 1]


def test_the_replaced_numbers_are_found_and_nothing_else(reading):
    """SIREN, SIRET and NIR were replaced by invented ones, and one letter was lost."""
    lines = {code: [] for code in ("siren-key", "siret-key", "value-format", "lost-character")}
    for problem in reading.problems:
        lines[problem.code].append(problem.line)
    assert lines == {
        "siren-key": [16, 93, 177, 255, 332, 362],
        "siret-key": [17, 94, 100, 178, 256, 262, 333, 363, 369],
        "value-format": [109, 271, 381],
        "lost-character": [124],
    }
    formats = Counter(p.rubric for p in reading.problems if p.code == "value-format")
    assert formats == {"S21.G00.30.001": 3}


def test_the_people_of_the_events(reading):
    first = summarise(reading.declarations[0])
    [person] = first.people
    [contract] = person.contracts
    assert (contract.started, contract.ended) == (date(2020, 6, 1), date(2025, 12, 18))
    assert contract.end_reason == "091"
    assert [absence.days for absence in person.absences] == [0, 18]
    assert "1234567890123" not in repr(first)
