"""Every page in French: axe in light and dark, no sideways scrolling on a phone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.conftest import Opened
from tests.journeys.visits import MEMBER, OFFICE, OUTSIDE, address, faults, ready, shown_by, speak

CLAIRE = "claire@arvensis.example"
ODILE = "odile@val-mere.example"


@pytest.mark.parametrize("name", OUTSIDE)
def test_outside(name: str, opened: Opened) -> None:
    desk = ready(opened)
    speak(desk, "fr", OUTSIDE[name])
    assert not faults(desk.page)


@pytest.mark.parametrize("name", MEMBER)
def test_of_a_member(name: str, opened: Opened, facts: dict[str, Any]) -> None:
    desk = ready(opened, CLAIRE)
    speak(desk, "fr", address(MEMBER[name], facts["places"]))
    assert not faults(desk.page)


@pytest.mark.parametrize("name", OFFICE)
def test_of_the_office(name: str, opened: Opened, facts: dict[str, Any]) -> None:
    if not shown_by(OFFICE[name], facts["places"], "fr"):
        pytest.skip("in France nothing is requested of the office: a proof opens at once")
    desk = ready(opened, ODILE)
    speak(desk, "fr", address(OFFICE[name], facts["places"], "fr"))
    assert not faults(desk.page)


def test_what_is_not_there(opened: Opened) -> None:
    desk = ready(opened, CLAIRE, allowed={404})
    response = desk.page.goto("/clients/987654321/")
    assert response is not None
    assert response.status == 404
    assert not faults(desk.page)


def test_the_steps_of_adding(opened: Opened, facts: dict[str, Any]) -> None:
    desk = ready(opened, CLAIRE)
    page, hint = desk.page, facts["employers"][3]
    amount, account = hint["proof"].split(" · ")
    desk.type_number("123 456 789")
    assert not faults(page)
    desk.type_number(hint["number"])
    assert not faults(page)
    desk.prove(amount, account)
    assert not faults(page)
    desk.type_number(facts["unknown"][1])
    assert not faults(page)
    desk.press("Affilier cette personne")
    assert not faults(page)
    desk.type_number(facts["belgians"][2]["number"])
    assert not faults(page)


def test_the_palette_and_the_keys(opened: Opened) -> None:
    desk = ready(opened, CLAIRE)
    page = desk.go("/")
    page.keyboard.press("/")
    page.keyboard.type("conseil")
    page.locator("#palette-results [data-results] a").first.wait_for()
    assert not faults(page)
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.locator("dialog#keys").wait_for()
    assert not faults(page)
