"""Tags and filters say what the README promises."""

from __future__ import annotations

import datetime as dt

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils.translation import override

from mandat.ui.templatetags import ui


def _render(source: str, **values: object) -> str:
    return Template("{% load ui %}" + source).render(Context(values))


def test_an_icon_is_hidden_unless_it_is_named() -> None:
    assert 'aria-hidden="true"' in _render("{% icon 'flag' %}")
    assert 'aria-label="&lt;b&gt;"' in _render("{% icon 'flag' '<b>' %}")
    assert "icons.svg#flag" in _render("{% icon 'flag' %}")


def test_a_pill_escapes_and_knows_its_levels() -> None:
    assert _render("{% pill 'act' x %}", x="<i>") == '<span class="pill act">&lt;i&gt;</span>'
    with pytest.raises(TemplateSyntaxError):
        _render("{% pill 'red' 'x' %}")


def test_dots_say_in_words_what_they_show() -> None:
    services = [
        {"label": "Status", "state": "active"},
        {"label": "Staff", "state": "pending", "state_label": "asked on Monday"},
        {"label": "<Pay>", "state": "none", "url": "/ask/?a=1&b=2"},
    ]
    with override("en"):
        shown = _render("{% dots services %}", services=services)
    assert shown.count("<li>") == 3
    assert "Status: access</span>" in shown
    assert "Staff: asked on Monday</span>" in shown
    assert 'href="/ask/?a=1&amp;b=2"' in shown
    assert "&lt;Pay&gt;: not yet</span>" in shown


def test_formats_follow_the_language() -> None:
    source = "{{ c|money }}|{{ d|day }}|{{ r|percent }}|{{ n|number }}"
    values = {"c": 123456, "d": dt.date(2026, 12, 15), "r": 0.058, "n": 1234}
    with override("de"):
        assert _render(source, **values) == "1.234,56\u00a0€|15. Dez. 2026|5,8\u00a0%|1.234"
    with override("en"):
        assert _render(source, **values) == "€1,234.56|15 Dec 2026|5.8%|1,234"


@pytest.mark.parametrize(
    "name",
    [
        "money",
        "euros",
        "number",
        "percent",
        "day",
        "shortday",
        "weekday",
        "month",
        "daytime",
        "clock",
    ],
)
def test_nothing_is_a_dash(name: str) -> None:
    assert _render("{{ x|" + name + " }}", x=None) == "—"


def test_mark_is_safe() -> None:
    shown = _render("{{ x|mark:q }}", x="<b>Total & Cie</b>", q="total")
    assert shown == "&lt;b&gt;<mark>Total</mark> &amp; Cie&lt;/b&gt;"
    assert _render("{{ x|mark:q }}", x="Val", q=[(0, 2)]) == "<mark>Va</mark>l"
    assert _render("{{ x|mark:q }}", x="<i>", q="") == "&lt;i&gt;"


def test_query_replaces_keeps_and_takes_away(rf: RequestFactory) -> None:
    request = rf.get("/clients/?q=a+b&page=3&p=1&p=2")
    assert _render("{% query page=4 %}", request=request) == "?q=a+b&amp;p=1&amp;p=2&amp;page=4"
    assert _render("{% query page=None q='' %}", request=request) == "?p=1&amp;p=2"
    assert _render("{% query page=2 %}") == "?page=2"


@pytest.mark.parametrize(
    ("tags", "address"),
    [
        ("undo:/clients/7/undo/", "/clients/7/undo/"),
        ("safe undo:/x/", "/x/"),
        ("undo:https://elsewhere.example/", ""),
        ("undo://elsewhere.example/", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_undo_stays_in_the_house(tags: str | None, address: str) -> None:
    assert ui.undo_url(tags) == address
