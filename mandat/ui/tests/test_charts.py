"""Charts are well-formed, told in words, escaped, and carry no style of their own."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from mandat.ui import charts

EVIL = '<script>alert("1")</script>&'


def _read(svg: str) -> ET.Element:
    return ET.fromstring(svg)


def _pictures() -> list[str]:
    return [
        charts.bar_chart([1, 2, 3], ["a", EVIL, "c"], title=EVIL, description=EVIL),
        charts.band_chart(
            5, (1, 2, 3), title=EVIL, description=EVIL, write=lambda value: f"{value}{EVIL}"
        ),
        charts.sparkline([1, 5, 2], title=EVIL, description=EVIL),
    ]


@pytest.mark.parametrize("picture", _pictures())
def test_title_description_escaping_and_no_style(picture: str) -> None:
    root = _read(picture)
    ids = [node.get("id") for node in root.iter() if node.get("id")]
    assert root.findtext("title") == EVIL
    assert root.findtext("desc") == EVIL
    assert root.get("aria-labelledby", "").split() == ids
    assert len(ids) == len(set(ids)) == 2
    assert "<script" not in picture
    assert "style=" not in picture


def test_the_last_bar_is_the_accent_and_each_bar_tells_its_value() -> None:
    root = _read(
        charts.bar_chart(
            [10, 20], ["Oct", "Nov"], title="t", description="d", write=lambda value: f"{value} €"
        )
    )
    bars = root.findall("rect")
    assert [bar.get("class") for bar in bars] == ["bar", "bar last"]
    assert [bar.findtext("title") for bar in bars] == ["Oct: 10 €", "Nov: 20 €"]
    assert float(bars[0].get("height") or 0) * 2 == pytest.approx(float(bars[1].get("height") or 0))


@pytest.mark.parametrize("values", [[], [0], [0, 0], [-5, 3], [5] * 60])
def test_bars_stay_inside_the_picture(values: list[float]) -> None:
    root = _read(charts.bar_chart(values, ["x"] * len(values), title="t", description="d"))
    for bar in root.findall("rect"):
        y, height = float(bar.get("y") or 0), float(bar.get("height") or 0)
        assert y >= 0
        assert y + height <= charts.BAR_HEIGHT


@pytest.mark.parametrize("client", [-50.0, 0.0, 2.0, 1e9])
def test_the_client_stays_inside_the_picture(client: float) -> None:
    root = _read(charts.band_chart(client, (1, 2, 3), title="t", description="d"))
    dot = root.find("circle")
    assert dot is not None
    assert 0 <= float(dot.get("cx") or -1) <= charts.WIDTH
    for label in root.findall("text"):
        assert 0 <= float(label.get("x") or -1) <= charts.WIDTH


def test_equal_peers_and_client_do_not_divide_by_zero() -> None:
    assert "circle" in charts.band_chart(0, (0, 0, 0), title="t", description="d")


def test_ids_differ_between_charts_and_by_uid() -> None:
    found = [
        re.findall(
            r'id="(\w+)t"', charts.bar_chart([1], [label], title="t", description="d", uid=uid)
        )[0]
        for label, uid in (("a", ""), ("b", ""), ("a", "2"))
    ]
    assert len(set(found)) == 3


def test_a_bar_needs_its_label() -> None:
    with pytest.raises(ValueError, match="label"):
        charts.bar_chart([1], [], title="t", description="d")


def test_a_figure_keeps_the_table_behind_it() -> None:
    figure = charts.band_figure(
        5.8,
        (2.4, 3.9, 5.5),
        title="Absence",
        description="d",
        unit="%",
        period="Q3 2026",
        source="DSN",
        client_name="Lorieux",
        firms=127,
    )
    assert figure.rows[0] == ("Lorieux", "5.8")
    assert figure.rows[-1][1] == "127"
