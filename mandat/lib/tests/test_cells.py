"""Cells that a spreadsheet would run (S15)."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from mandat.lib.cells import harmless


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=40))
def test_no_cell_begins_like_a_formula_and_nothing_is_lost(text: str) -> None:
    cell = harmless(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cell.removeprefix("'") == text or cell == text
    out = io.StringIO(newline="")
    csv.writer(out).writerow([cell, "next"])
    (row,) = csv.reader(io.StringIO(out.getvalue(), newline=""))
    assert row == [cell, "next"]
