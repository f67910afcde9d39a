"""The match of a search is marked, whatever accents, spaces and case say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandat.ui import marking


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("Total Energies du Val", "total ener", ["Total Ener"]),
        ("Totalenerg Conseil", "total ener", ["Totalener"]),
        ("Atelier Total Énergie", "total ener", ["Total Éner"]),
        ("Énergies Totales SAS", "total ener", ["Éner", "Total"]),
        ("SIREN 808 112 456", "808112", ["808 112"]),
        ("BE 0417.497.106", "0417497", ["0417.497"]),
        ("Cœur de Ville", "coeur", []),
        ("Val du Loup, Le Val", "val", ["Val"]),
        ("Boulangerie", "menuiserie", []),
        ("Boulangerie", "", []),
        ("Boulangerie", " - ", []),
    ],
)
def test_what_is_marked(text: str, query: str, marked: list[str]) -> None:
    assert [text[start:end] for start, end in marking.spans(text, query)] == marked


@given(st.text(max_size=40), st.text(max_size=12))
def test_the_pieces_are_the_text(text: str, query: str) -> None:
    pieces = marking.cut(text, marking.spans(text, query))
    assert "".join(piece for piece, _ in pieces) == text


@given(st.text(max_size=20), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30))))
def test_any_spans_are_clipped(text: str, found: list[tuple[int, int]]) -> None:
    assert "".join(piece for piece, _ in marking.cut(text, found)) == text
