"""Cells, lines and tables of a sheet by themselves: what is written is what is read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mandat.rights.sheet import FOR_EVER, BadCell, Memory, minutes, read_span, write_span
from mandat.rights.workbook import read, read_any, write, write_csv

MINUTES = st.none() | st.integers(26_000_000, 40_000_000)


@given(MINUTES, MINUTES)
def test_spans_are_read_as_they_are_written(starts: int | None, ends: int | None) -> None:
    if starts is not None and ends is not None and ends <= starts:
        starts, ends = ends - 1, starts
    assert read_span(write_span((starts, ends), UTC), UTC) == (starts, ends)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("x", FOR_EVER), (" X ", FOR_EVER), ("oui", FOR_EVER), ("", None), ("'", None),
        ("01/12/2026 - 15/12/2026", ((2026, 12, 1), (2026, 12, 16))),
        ("2026-12-01–", ((2026, 12, 1), None)),
        ("→ 15.12.2026 18:30", (None, (2026, 12, 15, 18, 30))),
    ],
)  # fmt: skip
def test_cells_as_people_write_them(text: str, span: Any) -> None:
    if span and span != FOR_EVER:
        span = tuple(one and minutes(datetime(*one, tzinfo=UTC)) for one in span)
    assert read_span(text, UTC) == span


@pytest.mark.parametrize(
    "text",
    [
        "demain",
        "2026-12-01",
        "–",
        "2026-13-01 – 2026-12-01",
        "31/02/2026 –",
        "9999-12-31 – 9999-12-31",
        "x y",
    ],
)
def test_cells_that_nobody_understands(text: str) -> None:
    with pytest.raises(BadCell):
        read_span(text, UTC)


@given(st.dictionaries(st.integers(1, 10**9), st.tuples(MINUTES, MINUTES)), st.integers(0, 10**8))
def test_a_line_remembers_for_itself_alone(held: dict[int, Any], taken: int) -> None:
    memory = Memory("key", taken=taken)
    text = memory.write("m7", held)
    assert memory.read("m7", text) == (taken, held)
    for owner, said in (("m8", text), ("c7", text), ("m7", text[:-1]), ("m7", text + "0")):
        with pytest.raises(BadCell):
            memory.read(owner, said)
    with pytest.raises(BadCell):
        Memory("another").read("m7", text)


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)


@settings(deadline=None)  # files are written
@given(st.lists(st.lists(TEXTS, min_size=1, max_size=5), min_size=1, max_size=5))
def test_tables_come_back_as_they_were_written(table: list[list[str]]) -> None:
    said = [
        (line, {at: cell for at, cell in enumerate(row) if cell.strip()})
        for line, row in enumerate(table, 1)
    ]
    readable = [pair for pair in said if pair[1]]
    (tab,) = read(write([("a & <b>", table)]))
    shown = [(line, {at: "".join(filter(_seen, cell)) for at, cell in row.items()})
             for line, row in readable]  # fmt: skip
    shown = [(line, {at: cell for at, cell in row.items() if cell.strip()}) for line, row in shown]
    assert tab.name == "a & <b>"
    assert tab.rows == [(line, row) for line, row in shown if row]
    plain = [["head", *[cell.replace("\r", "").replace("\n", "") for cell in row]] for row in table]
    (tab,) = read_any(write_csv(plain), "t.csv")
    assert [row for _, row in tab.rows] == [
        {at: cell for at, cell in enumerate(row) if cell.strip()} for row in plain
    ]


def _seen(sign: str) -> bool:
    """Whether XML can hold it."""
    number = ord(sign)
    return (
        number in {9, 10, 13}
        or 0x20 <= number <= 0xD7FF
        or 0xE000 <= number <= 0xFFFD
        or number > 0xFFFF
    )
