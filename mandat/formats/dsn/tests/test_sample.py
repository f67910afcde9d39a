"""The genuine lot of the shared folder: everything found, nothing invented."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from mandat.formats.dsn.reader import check
from mandat.formats.dsn.summary import summarise

SAMPLE = Path(__file__).parents[5] / "shared" / "dsn" / "samples" / "fctu-lot-P25V01.dsn"
pytestmark = pytest.mark.skipif(not SAMPLE.exists(), reason="the genuine sample is not here")


@pytest.fixture(scope="module")
def reading():
    return check(SAMPLE.read_bytes())


def test_one_lot_of_three_ends_of_contract(reading):
    assert reading.is_lot
    assert [envoi.norm for envoi in reading.envois] == ["P25V01"] * 3
    assert [declaration.nature for declaration in reading.declarations] == ["07"] * 3
    assert [declaration.siren for declaration in reading.declarations] == ["987654321"] * 3


def test_the_counts_are_right(reading):
    assert [envoi.counted_rubrics for envoi in reading.envois] == [161, 155, 107]
    assert [envoi.stated_rubrics for envoi in reading.envois] == [161, 155, 107]
    assert [envoi.stated_declarations for envoi in reading.envois] == [1, 1, 1]


def test_the_replaced_numbers_are_found_and_nothing_else_blocks(reading):
    """SIREN, SIRET, NIR, an insurer and a job title (of X alone) were replaced by invented ones.

    The insurer's code has none of the forms of such a code (CT25, S21.G00.15.002), and a job title
    may not say one letter three times (CT25, S21.G00.40.006).
    """
    assert [p.line for p in reading.problems if p.code == "lost-character"] == [124]
    lines: dict[str, list[int]] = {}
    for problem in reading.problems:
        if problem.level == "blocking":
            lines.setdefault(problem.code, []).append(problem.line)
    assert lines == {
        "S10.G00.01.001/CSL-11": [16, 177, 332],
        "S10.G00.01.002/CCH-11": [17, 178, 333],
        "S21.G00.06.001/CSL-11": [93, 255, 362],
        "S21.G00.06.002/CSL-11": [94, 256, 363],
        "S21.G00.11.001/CSL-12": [100, 262, 369],
        "value-format": [109, 271, 381],
        "S21.G00.15.002/CRE-11": [107, 269, 376, 379],
        "S21.G00.40.006/CSL-11": [396],
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
