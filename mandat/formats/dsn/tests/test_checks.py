"""Each rule: an input that keeps it (the file of `MONTH`) and one that breaks it."""

import pytest

from mandat.formats.dsn.catalogue import CATALOGUE
from mandat.formats.dsn.reader import check, read
from mandat.formats.dsn.tests.files import (
    MONTH,
    MONTHLY,
    PERSON,
    as_file,
    envoi,
    lines,
    spoiled,
)


def counted(content):
    """The same lines with the total of rubrics put right."""
    body = [line for line in content if not line.startswith("S90.G00.90.001")]
    return [*body[:-1], f"S90.G00.90.001,'{len(body) + 1}'", body[-1]]


def found(content):
    """What is wrong: (code, line, rubric)."""
    return [(p.code, p.line, p.rubric) for p in read(as_file(content)).problems]


def place(content, start):
    """The number of the first line that begins so."""
    return next(at for at, line in enumerate(content, 1) if line.startswith(start))


ONE_VALUE = [
    ("S10.G00.01.003", "", "empty-value"),
    ("S10.G00.01.003", "   ", "empty-value"),
    ("S10.G00.01.003", " CABINET", "blank-around"),
    ("S10.G00.01.003", "CABINET ", "blank-around"),
    ("S10.G00.01.003", "CAB\tINET", "forbidden-character"),
    ("S10.G00.01.003", "CAB\x85INET", "forbidden-character"),
    ("S10.G00.01.003", "C" * 61, "value-length"),
    ("S10.G00.01.003", "C" * 300, "line-too-long"),
    ("S10.G00.01.001", "73282932", "value-length"),
    ("S10.G00.01.001", "73282932A", "value-format"),
    ("S10.G00.00.005", "01", "test-file"),
    ("S10.G00.00.005", "03", "value-not-listed"),
    ("S10.G00.00.006", "P99V01", "norm-unknown"),
    ("S20.G00.05.001", "02", "value-not-listed"),
    ("S20.G00.05.005", "02012026", "value-format"),
    ("S20.G00.05.007", "30022026", "impossible-date"),
    ("S21.G00.20.005", "300,00", "value-format"),
    ("S21.G00.20.005", "-300.00", "value-format"),
    ("S21.G00.22.005", "350.0", "value-format"),
    ("S21.G00.23.002", "922", "value-not-listed"),
    ("S21.G00.40.001", "31022020", "impossible-date"),
    ("S21.G00.40.007", "04", "value-not-listed"),
    ("S21.G00.50.001", "3101202", "value-length"),
    ("S21.G00.51.013", "2 000.00", "value-format"),
    ("S90.G00.90.001", "12", "rubric-count"),
    ("S90.G00.90.002", "2", "declaration-count"),
]


@pytest.mark.parametrize(("rubric", "value", "code"), ONE_VALUE)
def test_one_value(rubric, value, code):
    content = spoiled(MONTH, rubric, f"{rubric},'{value}'")
    expected = (code, place(content, rubric), rubric)
    assert found(content) == [expected]


ALLOWED = [
    ("S10.G00.01.003", "L'ÎLE D'O'CONNOR, 'ÉTÉ'"),
    ("S10.G00.00.006", "P25V01"),
    ("S21.G00.20.001", "78366205990022"),
    ("S21.G00.22.001", "79484650190011"),
    ("S21.G00.22.005", "-350.00"),
    ("S21.G00.20.005", "000300.00"),
    ("S21.G00.30.006", "99991990"),
    ("S21.G00.40.001", "29022024"),
]


@pytest.mark.parametrize(("rubric", "value"), ALLOWED)
def test_a_value_that_is_allowed(rubric, value):
    content = spoiled(MONTH, rubric, f"{rubric},'{value}'")
    assert found(content) == []
    [line] = [
        line
        for each in (read(as_file(content)).envois[0].header, *blocks(content))
        for b in each.walk()
        for line, r in b.numbered()
        if r.rubric == rubric and r.value == value
    ]
    assert line == place(content, f"{rubric},'{value}'")


def blocks(content):
    return [declaration.root for declaration in read(as_file(content)).declarations]


@pytest.mark.parametrize(
    "line",
    [
        "S10.G00.01.003,CABINET",
        "S10.G00.01.003;'CABINET'",
        "S10.G00.01.003 , 'CABINET'",
        " S10.G00.01.003,'CABINET'",
        "S10.G00.01.003,'CABINET' ",
        "S10.G00.01.003,'CABINET",
        "s10.g00.01.003,'CABINET'",
        "S10.G00.01.003,\u00b4CABINET\u00b4",
    ],
)
def test_a_line_badly_written_is_said_and_read_all_the_same(line):
    content = spoiled(MONTH, "S10.G00.01.003", line)
    assert found(content) == [("line-syntax", 10, "S10.G00.01.003")]
    assert read(as_file(content)).envois[0].emitter_name == "CABINET"


@pytest.mark.parametrize("line", ["anything", "S10.G00.01", "S1.G00.01.003,'X'", "'", ",", "S\x00"])
def test_a_line_that_is_no_record_is_left_out_of_the_count(line):
    content = [*MONTH[:10], line, *MONTH[10:]]
    assert found(content) == [("line-syntax", 11, "")]


@pytest.mark.parametrize("line", ["", "  ", "\t"])
def test_an_empty_line(line):
    assert found([*MONTH[:10], line, *MONTH[10:]]) == [("empty-line", 11, "")]


def test_empty_lines_at_the_end():
    assert [each[0] for each in found([*MONTH, "", ""])] == ["empty-line"] * 2


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("S21.G00.11.099,'1'", "unknown-rubric"),
        ("S21.G00.11.008,'12'", "unknown-rubric"),
        ("S21.G00.11.025,'12345678901234'", None),
        ("S21.G00.11.904,'NOM'", None),
        ("S21.G00.97.001,'X'", "unknown-rubric"),
    ],
)
def test_rubrics_that_the_norm_does_not_know(line, code):
    """11.008 ended and 11.025 began with the norm of 2026; .9xx comes from the platform."""
    after = place(MONTH, "S21.G00.11.002")
    content = counted([*MONTH[:after], line, *MONTH[after:]])
    assert found(content) == ([(code, after + 1, line[:14])] if code else [])


def test_a_rubric_of_an_earlier_norm_is_known_there():
    content = spoiled(MONTH, "S10.G00.00.006", "S10.G00.00.006,'P24V01'")
    after = place(content, "S21.G00.11.002")
    assert found(counted([*content[:after], "S21.G00.11.008,'12'", *content[after:]])) == []


@pytest.mark.parametrize(
    "rubric",
    ["S10.G00.00.006", "S10.G00.01.002", "S10.G00.02.004", "S20.G00.05.004", "S20.G00.05.005",
     "S21.G00.06.001", "S21.G00.11.001", "S10.G00.00.001", "S21.G00.22.001"],
)  # fmt: skip
def test_a_rubric_that_must_be_there(rubric):
    content = counted(spoiled(MONTH, rubric))
    problems = check(as_file(content)).problems
    assert ("missing-rubric", rubric) in [(p.code, p.rubric) for p in problems]


def test_a_block_that_must_be_there():
    without = [line for line in MONTH if not line.startswith("S10.G00.02")]
    assert found(counted(without)) == [("missing-block", 1, "")]
    head = lines(MONTHLY)[:12]
    problems = check(as_file(envoi("\n".join(head)))).problems
    missing = [p.details["block"] for p in problems if p.code == "missing-block"]
    assert missing == ["S21.G00.06"]


def test_a_file_cut_short():
    assert found(MONTH[:40]) == [("missing-trailer", 40, "")]
    cut = as_file(MONTH)[:1500]
    assert "missing-trailer" in [p.code for p in read(cut).problems]


def test_a_file_without_its_beginning():
    content = [*MONTH[14:-2], f"S90.G00.90.001,'{len(MONTH) - 14}'", MONTH[-1]]
    assert found(content) == [("missing-header", 1, "")]
    assert read(as_file(content)).declarations[0].siret == "73282932000074"


def test_data_before_any_declaration():
    content = counted([*MONTH[:14], *MONTH[26:]])
    assert found(content)[0] == ("missing-declaration", 15, "")
    assert read(as_file(content)).declarations[0].siret == "73282932000074"


def test_an_envoi_without_declaration():
    content = spoiled(envoi(), "S90.G00.90.002")
    assert ("no-declaration", 1, "") in found(content)


def test_a_block_without_its_parent():
    content = envoi(MONTHLY, "S21.G00.81.001,'075'")
    [problem] = read(as_file(content)).problems
    assert problem.code == "missing-parent"
    assert problem.details == {"block": "S21.G00.81", "parent": "S21.G00.78"}


def test_blocks_out_of_order():
    payment = "S21.G00.20.001,'DGFIP'\nS21.G00.20.005,'1.00'"
    content = envoi(MONTHLY, PERSON, payment)
    [problem] = read(as_file(content)).problems
    assert (problem.code, problem.line) == ("block-out-of-order", len(content) - 3)
    assert problem.details == {"block": "S21.G00.20", "after": "S21.G00.30"}


def test_a_block_there_twice():
    content = envoi(MONTHLY, "S21.G00.11.001,'00074'\nS21.G00.11.002,'6201Z'")
    codes = [problem.code for problem in check(as_file(content)).problems]
    assert codes.count("repeated-block") == 1


def test_rubrics_out_of_order_and_twice():
    swapped = spoiled(MONTH, "S21.G00.40.006")
    swapped = spoiled(swapped, "S21.G00.40.007", "S21.G00.40.007,'01'", "S21.G00.40.006,'X'")
    at = place(swapped, "S21.G00.40.006")
    assert found(swapped) == [("rubric-out-of-order", at, "S21.G00.40.006")]
    twice = counted(spoiled(MONTH, "S21.G00.40.006", *["S21.G00.40.006,'X'"] * 2))
    at = place(twice, "S21.G00.40.006")
    assert found(twice) == [("duplicate-rubric", at + 1, "S21.G00.40.006")]
    assert len(list(blocks(twice)[0].blocks("S21.G00.40"))) == 1


def test_levels_come_from_the_catalogue():
    content = spoiled(MONTH, "S10.G00.00.005", "S10.G00.00.005,'01'")
    [problem] = read(as_file(content)).problems
    assert problem.level == CATALOGUE["test-file"].level == "info"
    assert not read(as_file(content)).is_blocked
