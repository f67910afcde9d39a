"""Folding names."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandat.lib.text import fold, squeeze


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Société Générale", "societe generale"),
        ("  L'Œuvre \u2014 Saint-Étienne ", "l oeuvre saint etienne"),
        ("L\u2019Ĳsselmeer & Zn", "l ijsselmeer zn"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("ﬁnance", "finance"),
        ("S.A.R.L.", "s a r l"),
        ("İstanbul", "istanbul"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_squeeze_joins_words() -> None:
    assert squeeze("Saint Étienne") == squeeze("SAINT-ETIENNE") == squeeze("saintétienne")


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert " " not in squeeze(text)


@given(st.text(alphabet="àâäéèêëîïôöùûüçñÀÉÇ abc"))
def test_composed_and_decomposed_letters_are_equal(text: str) -> None:
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))
    assert fold(text.upper()) == fold(text)
