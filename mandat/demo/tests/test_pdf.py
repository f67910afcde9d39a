"""A page of PDF made by hand: every place in its table is right."""

from __future__ import annotations

import re

from mandat.demo import pdf


def test_the_table_points_at_every_object() -> None:
    data = pdf.page("Vervaldagbericht (kopie)", ["Cabinet « Été »", "1 234,50 €"])
    table = int(data.rsplit(b"startxref\n", 1)[1].split()[0])
    assert data[table:].startswith(b"xref\n0 8\n")
    places = [int(one) for one in re.findall(rb"(\d{10}) 00000 n", data)]
    assert len(places) == 7
    for rank, place in enumerate(places, 1):
        assert data[place:].startswith(b"%d 0 obj\n" % rank)
    assert data.endswith(b"%%EOF\n")


def test_the_stream_is_as_long_as_it_says_and_escaped() -> None:
    data = pdf.page("A (b) \\ c", ["x"])
    length = int(re.search(rb"/Length (\d+)", data)[1])
    start = data.index(b"stream\n") + len(b"stream\n")
    assert data[start + length :].startswith(b"endstream")
    assert rb"(A \(b\) \\ c)" in data


def test_the_same_words_give_the_same_bytes() -> None:
    assert pdf.page("é", ["→"]) == pdf.page("é", ["→"])
