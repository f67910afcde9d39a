"""Envois, declarations, lots, encodings and line numbers."""

from datetime import date
from io import BytesIO
from itertools import pairwise

import pytest

from mandat.formats.dsn.reader import read
from mandat.formats.dsn.tests.files import (
    LOT_END,
    LOT_HEAD,
    MONTH,
    MONTHLY,
    PERSON,
    as_file,
    envoi,
    lines,
    spoiled,
)


def codes(content):
    return [problem.code for problem in read(as_file(content)).problems]


def test_a_right_file_has_nothing_wrong():
    reading = read(as_file(MONTH))
    assert reading.problems == []
    assert reading.is_dsn
    assert not reading.is_lot
    assert not reading.is_blocked
    [found] = reading.envois
    assert (found.norm, found.is_test, found.is_neant) == ("P26V01", False, False)
    assert (found.emitter_siret, found.emitter_name) == ("73282932000074", "CABINET D'ESSAI")
    assert found.software == "LOGICIEL 1.0"
    assert found.counted_rubrics == found.stated_rubrics == len(MONTH)
    assert found.stated_declarations == 1


def test_a_declaration_says_what_it_is():
    [found] = read(as_file(MONTH)).declarations
    assert (found.rank, found.nature, found.type, found.fraction) == (1, "01", "01", "11")
    assert (found.month, found.file_date) == (date(2026, 1, 1), date(2026, 2, 3))
    assert (found.siren, found.nic_head, found.siret) == ("732829320", "00074", "73282932000074")
    assert (found.ape, found.identifier) == ("6201Z", "030220267")
    assert (found.first_line, found.last_line) == (15, len(MONTH) - 2)


def test_every_record_keeps_its_line():
    reading = read(as_file(MONTH))
    [found] = reading.declarations
    records = [pair for block in found.root.walk() for pair in block.numbered()]
    assert all(f"{r.rubric},'{r.value}'" == MONTH[line - 1] for line, r in records)
    assert all(before < after for (before, _), (after, _) in pairwise(records))
    assert len(records) == found.last_line - found.first_line + 1


def test_blocks_hang_under_their_parents():
    [found] = read(as_file(MONTH)).declarations
    [person] = found.root.blocks("S21.G00.30")
    assert [block.code[-2:] for block in person.children] == ["40", "50"]
    [contract] = person.blocks("S21.G00.40")
    assert contract.value("009") == "00001"
    assert contract.value("099") == ""
    assert [pay.value("011") for pay in person.blocks("S21.G00.51")] == ["001", "002"]
    [due] = found.root.blocks("S21.G00.22")
    assert [line.value("001") for line in due.children] == ["100"]


def test_a_child_joins_the_nearest_parent_before_it():
    second = PERSON.replace("MARTIN", "PETIT").replace("0001'", "0002'")
    [found] = read(as_file(envoi(MONTHLY, PERSON, second))).declarations
    people = list(found.root.blocks("S21.G00.30"))
    assert [next(p.blocks("S21.G00.40")).value("009") for p in people] == ["00001", "00002"]


def test_a_block_whose_first_rubric_may_lack_begins_again_at_a_lower_number():
    people = [*lines(PERSON)[:2], "S21.G00.40.001,'01032020'", *lines(PERSON)[:2]]
    [found] = read(as_file(envoi(MONTHLY, "\n".join(people)))).declarations
    assert len(list(found.root.blocks("S21.G00.30"))) == 2


def test_several_declarations_in_one_envoi_and_several_envois_in_a_file():
    two = envoi(MONTHLY, PERSON, MONTHLY)
    reading = read(as_file(two + MONTH))
    assert reading.problems == []
    assert [(d.rank, d.envoi) for d in reading.declarations] == [(1, 1), (2, 1), (3, 2)]
    assert [len(e.declarations) for e in reading.envois] == [2, 1]
    assert reading.envois[1].first_line == len(two) + 1


def test_a_lot_with_what_the_platform_added():
    added = spoiled(MONTH, "S20.G00.05.001", "S10.G00.95.008,'20260203101010'",
                    "S20.G00.05.001,'01'")  # fmt: skip
    added = spoiled(added, "S21.G00.06.003", "S21.G00.06.003,'6201Z'", "S21.G00.06.903,'SOCIETE'")
    added = spoiled(added, "S21.G00.06.001", "S20.G00.96.902,'1'", "S21.G00.06.001,'732829320'")
    added = spoiled(added, "S90.G00.90.001", f"S90.G00.90.001,'{len(added)}'")
    reading = read(as_file([*lines(LOT_HEAD), *added, *lines(LOT_END)]))
    assert reading.problems == []
    assert reading.is_lot
    assert reading.lot_header is not None
    assert reading.lot_header.value("001") == "V01"
    assert [block.code for block in reading.lot_blocks[:2]] == ["S05.G51.00", "S06.G51.00"]
    [found] = reading.declarations
    assert next(found.root.blocks("S21.G00.06")).value("903") == "SOCIETE"
    assert next(found.root.blocks("S20.G00.96")).value("902") == "1"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_ends_of_lines(end):
    reading = read(as_file(MONTH, end=end))
    assert reading.problems == []
    assert reading.line_count == len(MONTH)


def test_a_stream_is_read_like_bytes():
    assert read(BytesIO(as_file(MONTH))).declarations[0].siret == "73282932000074"


@pytest.mark.parametrize(
    ("encoding", "said", "expected"),
    [
        ("iso-8859-1", "iso-8859-1", []),
        ("cp1252", "iso-8859-1", []),
        ("utf-8", "utf-8", ["encoding-utf8"]),
        ("utf-8-sig", "utf-8", ["byte-order-mark", "encoding-utf8"]),
    ],
)
def test_encodings(encoding, said, expected):
    content = spoiled(MONTH, "S21.G00.40.006", "S21.G00.40.006,'PRÉPARATEUR'")
    text = "".join(line + "\n" for line in content)
    reading = read(text.encode(encoding))
    assert reading.encoding == said
    assert [problem.code for problem in reading.problems] == expected
    [contract] = reading.declarations[0].root.blocks("S21.G00.40")
    assert contract.value("006") == "PRÉPARATEUR"


def test_windows_characters_are_read_and_refused():
    content = spoiled(MONTH, "S21.G00.40.006", "S21.G00.40.006,'CHARGÉ D\u2019ÉTUDES'")
    reading = read(as_file(content, encoding="cp1252"))
    assert reading.encoding == "cp1252"
    [problem] = reading.problems
    assert (problem.code, problem.details["characters"]) == ("forbidden-character", "U+2019")


def test_a_lost_letter_is_told_where_it_is():
    content = spoiled(MONTH, "S21.G00.40.006", "S21.G00.40.006,'PR\ufffdPARATEUR'")
    [problem] = read(as_file(content, encoding="utf-8")).problems
    assert (problem.code, problem.level) == ("lost-character", "signal")


def test_an_event_takes_the_month_of_its_file():
    event = spoiled(lines(MONTHLY), "S20.G00.05.001", "S20.G00.05.001,'07'")
    for rubric in ("005", "008", "010"):
        event = spoiled(event, f"S20.G00.05.{rubric}")
    reading = read(as_file(envoi("\n".join(event))))
    assert {problem.code for problem in reading.problems} == {"forbidden-rubric"}
    assert reading.declarations[0].month == date(2026, 2, 1)


@pytest.mark.parametrize("content", [b"\x00\x01\x02" * 50, b"hello\nworld", b"PK\x03\x04", b"\n\n"])
def test_what_is_not_a_dsn_is_said_once(content):
    reading = read(content)
    assert not reading.is_dsn
    assert reading.declarations == []
    assert len(reading.problems) == 1
    assert reading.problems[0].code in {"not-dsn", "empty-file"}


def test_an_empty_file():
    assert [problem.code for problem in read(b"").problems] == ["empty-file"]


def test_a_later_norm_is_read_with_the_latest_and_its_doubts_do_not_block():
    content = spoiled(MONTH, "S10.G00.00.006", "S10.G00.00.006,'P27V01'")
    content = spoiled(content, "S21.G00.40.007", "S21.G00.40.007,'55'")
    norm, value = read(as_file(content)).problems
    assert (norm.code, norm.level) == ("norm-unknown", "signal")
    assert norm.details == {"norm": "P27V01", "read_with": "P26V01"}
    assert (value.code, value.level) == ("value-not-listed", "signal")


def test_an_older_norm_is_read_with_the_oldest():
    reading = read(as_file(spoiled(MONTH, "S10.G00.00.006", "S10.G00.00.006,'P22V01'")))
    assert reading.problems[0].details["read_with"] == "P24V01"


def test_each_envoi_is_read_with_its_own_norm():
    """Value 83 of 40.008 came in 2026: the same line is right in one envoi, wrong in the other."""
    newer = spoiled(MONTH, "S21.G00.40.008", "S21.G00.40.008,'83'")
    older = spoiled(newer, "S10.G00.00.006", "S10.G00.00.006,'P25V01'")
    reading = read(as_file(newer + older + newer))
    [problem] = reading.problems
    assert (problem.code, problem.declaration) == ("value-not-listed", 2)


def test_many_problems_stop_at_the_limit():
    spoilt = ["S21.G00.99.001,'x'"] * 10_500
    reading = read(as_file([*MONTH[:-2], *spoilt, *MONTH[-2:]]))
    assert len(reading.problems) == 10_001
    assert reading.problems[-1].code == "too-many-problems"
    assert reading.problems[-1].details["dropped"] >= 500


def test_what_identifies_people_is_not_kept_with_a_problem():
    content = spoiled(MONTH, "S21.G00.30.002", "S21.G00.30.001,'1234567890123'",
                      "S21.G00.30.002,' MARTIN'")  # fmt: skip
    found = {p.rubric: p.value for p in read(as_file(content)).problems}
    assert found["S21.G00.30.001"] == found["S21.G00.30.002"] == "•••"
