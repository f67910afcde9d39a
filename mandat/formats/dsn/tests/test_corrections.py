"""What a declaration corrects of earlier months."""

from __future__ import annotations

from datetime import date

import pytest

from mandat.formats.dsn.corrections import (
    MOST,
    Correction,
    corrections_in,
    corrections_of,
    family_of,
)
from mandat.formats.dsn.norms import is_private, norm
from mandat.formats.dsn.reader import read
from mandat.formats.dsn.tests.files import MONTHLY, PERSON, as_file, envoi, spoiled

NOV, DEC = date(2025, 11, 1), date(2025, 12, 1)  # the files are of January 2026
NOVEMBER, DECEMBER = (NOV, date(2025, 11, 30)), (DEC, date(2025, 12, 31))


def found(*, after: str = "", lines: str = "", person: str = "", **options: str):
    """What the month with these lines after the line that begins with `after` corrects."""
    content = envoi(MONTHLY, PERSON)
    if after:
        at = max(place for place, line in enumerate(content) if line.startswith(after))
        content[at + 1 : at + 1] = lines.split()
    for old, new in options.items():
        content = spoiled(content, old, *new.split())
    (one,) = read(as_file(content)).declarations
    return corrections_of(one)


def test_a_month_of_its_own_lines_corrects_nothing() -> None:
    assert found() == ()


STATEMENT = """
S21.G00.22.001,'78861779300013'
S21.G00.22.003,'01122025'
S21.G00.22.004,'31122025'
S21.G00.22.005,'-12.00'
"""
BASE = """
S21.G00.78.001,'03'
S21.G00.78.002,'01112025'
S21.G00.78.003,'30112025'
S21.G00.78.004,'-100.00'
"""
FUND = """
S21.G00.82.001,'10.00'
S21.G00.82.002,'060'
S21.G00.82.003,'01112025'
S21.G00.82.004,'31122025'
S21.G00.82.006,'E5'
"""
PAYMENT = """
S21.G00.20.001,'P0100'
S21.G00.20.005,'9.00'
S21.G00.20.006,'01122025'
S21.G00.20.007,'31122025'
S21.G00.20.013,'F6'
"""
SHARES = """
S21.G00.20.001,'P0100'
S21.G00.20.005,'9.00'
S21.G00.55.001,'4.00'
S21.G00.55.004,'2025M11'
S21.G00.55.005,'G7'
S21.G00.55.001,'5.00'
S21.G00.55.004,'2025T04'
"""


@pytest.mark.parametrize(
    ("after", "lines", "expected"),
    [
        ("S21.G00.23.004", STATEMENT, [("differential", *DECEMBER, "aggregate", "")]),
        (
            "S21.G00.23.004",
            STATEMENT + "S21.G00.22.006,'CRM-9'",
            [("crm", *DECEMBER, "aggregate", "CRM-9")],
        ),
        (
            "S21.G00.23.004",
            STATEMENT + "S21.G00.23.001,'100' S21.G00.23.002,'920' S21.G00.23.004,'-5.00' "
            "S21.G00.23.007,'A1'",
            [("crm", *DECEMBER, "aggregate", "A1")],
        ),
        ("S21.G00.78.004", BASE, [("differential", *NOVEMBER, "nominative", "")]),
        ("S21.G00.78.004", BASE * 2, [("differential", *NOVEMBER, "nominative", "")]),
        (
            "S21.G00.78.004",
            BASE + "S21.G00.78.007,'B2'",
            [("crm", *NOVEMBER, "nominative", "B2")],
        ),
        (
            "S21.G00.78.004",
            BASE + "S21.G00.79.001,'01' S21.G00.79.004,'1.00' S21.G00.79.005,'C3' "
            "S21.G00.81.001,'045' S21.G00.81.004,'1.00' S21.G00.81.006,'D4'",
            [("crm", *NOVEMBER, "nominative", "C3"), ("crm", *NOVEMBER, "nominative", "D4")],
        ),
        (
            "S21.G00.50.001",
            "S21.G00.56.001,'122025' S21.G00.56.002,'01' S21.G00.56.007,'-4.00'",
            [("differential", *DECEMBER, "tax", "")],
        ),
        (
            "S21.G00.11.002",
            FUND,
            [("crm", NOV, date(2025, 12, 31), "establishment", "E5")],
        ),
        (
            "S21.G00.20.007",
            PAYMENT,
            [("crm", *DECEMBER, "payment", "F6")],
        ),
        (
            "S21.G00.20.007",
            SHARES,
            [
                ("crm", *NOVEMBER, "payment", "G7"),
                ("differential", date(2025, 10, 1), date(2025, 12, 31), "payment", ""),
            ],
        ),
    ],
)
def test_lines_of_an_earlier_period(after: str, lines: str, expected: list) -> None:
    assert found(after=after, lines=lines) == tuple(Correction(*one) for one in expected)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("01122025", "31012026"),  # the month itself is in it: nothing is put right
        ("01012026", "31012026"),
        ("31122025", "01122025"),  # ends before it begins
        ("99999999", "31122025"),
        ("01022026", "28022026"),  # to come
    ],
)
def test_periods_that_correct_nothing(start: str, end: str) -> None:
    lines = STATEMENT.replace("01122025", start).replace("31122025'", f"{end}'")
    if start == "31122025":
        lines = STATEMENT.replace("01122025", "x").replace("31122025", "01122025")
        lines = lines.replace("'x'", "'31122025'")
    assert found(after="S21.G00.23.004", lines=lines) == ()


@pytest.mark.parametrize("share", ["2025M13", "2025T05", "2025E00", "2025M", "2025Mxx", "", "x"])
def test_a_share_without_a_period_of_time_corrects_nothing(share: str) -> None:
    lines = "S21.G00.20.001,'P0100' S21.G00.20.005,'9.00' S21.G00.55.001,'4.00'"
    lines += f" S21.G00.55.004,'{share}'" if share else ""
    assert found(after="S21.G00.20.007", lines=lines) == ()


def test_halves_and_years_of_a_share() -> None:
    lines = (
        "S21.G00.20.001,'P0100' S21.G00.20.005,'9.00' S21.G00.55.001,'4.00' "
        "S21.G00.55.004,'2025S02' S21.G00.55.001,'5.00' S21.G00.55.004,'2024A00'"
    )
    periods = [one[1:3] for one in found(after="S21.G00.20.007", lines=lines)]
    assert periods == [
        (date(2024, 1, 1), date(2024, 12, 31)),
        (date(2025, 7, 1), date(2025, 12, 31)),
    ]


def test_an_event_or_a_month_unsaid_corrects_nothing() -> None:
    with_lines = {"after": "S21.G00.23.004", "lines": STATEMENT}
    assert found(**with_lines)
    assert found(**with_lines, **{"S20.G00.05.001": "S20.G00.05.001,'04'"}) == ()
    unsaid = {rubric: f"{rubric},'99999999'" for rubric in ("S20.G00.05.005", "S20.G00.05.007")}
    assert found(**with_lines, **unsaid) == ()


def test_nonsense_stays_bounded() -> None:
    pieces = []
    for year in range(2000, 2026):
        for month in range(1, 13):
            period = f"{month:02d}{year}"
            pieces.append(
                "S21.G00.22.001,'78861779300013' "
                f"S21.G00.22.003,'01{period}' S21.G00.22.004,'28{period}' "
                f"S21.G00.22.005,'1.00' S21.G00.78.001,'03' S21.G00.78.002,'01{period}' "
                f"S21.G00.78.003,'28{period}' S21.G00.78.004,'1.00'"
            )
    assert len(found(after="S21.G00.23.004", lines=" ".join(pieces))) == MOST


def test_blocks_given_one_by_one_say_the_same() -> None:
    content = envoi(MONTHLY, PERSON)
    at = content.index("S21.G00.23.004,'2000.00'")
    content[at + 1 : at + 1] = STATEMENT.split()
    (one,) = read(as_file(content)).declarations
    blocks = [block for block in one.root.walk() if block.code == "S21.G00.22"]
    assert corrections_in(blocks, one.month) == corrections_of(one) != ()


def test_amounts_alone_have_a_family() -> None:
    assert family_of("S21.G00.78.004") == "nominative"
    assert family_of("S21.G00.23.001") == family_of("S21.G00.22.005") == "aggregate"
    assert family_of("S21.G00.20.005") == "payment"
    assert family_of("S21.G00.50.009") == "tax"
    assert family_of("S21.G00.82.001") == "establishment"
    for rubric in ("", "S21.G00.06.002", "S21.G00.22.001", "S21.G00.78.002", "S21.G00.51.013"):
        assert family_of(rubric) is None
    with_family = [rubric for rubric in norm("P26V01").rules if family_of(rubric)]
    assert len(with_family) == 22  # all of them are of the norm
    assert not any(map(is_private, with_family))
