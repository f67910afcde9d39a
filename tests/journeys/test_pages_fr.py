"""Every page in French: axe in light and dark, no sideways scrolling on a phone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.conftest import Visitor
from tests.journeys.visits import MEMBER, OFFICE, OUTSIDE, address, look, speak

CLAIRE = "claire@arvensis.example"
ODILE = "odile@val-mere.example"  # in France nothing is requested: a proof opens at once


@pytest.mark.parametrize("name", OUTSIDE)
def test_outside(name: str, visitor: Visitor) -> None:
    desk = visitor()
    speak(desk, "fr", OUTSIDE[name])
    assert not look(desk)


@pytest.mark.parametrize("name", MEMBER)
def test_of_a_member(name: str, visitor: Visitor, facts: dict[str, Any]) -> None:
    desk = visitor(CLAIRE)
    speak(desk, "fr", address(MEMBER[name], facts["places"]))
    assert not look(desk)


@pytest.mark.parametrize("name", sorted(OFFICE.keys() - {"request"}))
def test_of_the_office(name: str, visitor: Visitor, facts: dict[str, Any]) -> None:
    desk = visitor(ODILE)
    speak(desk, "fr", address(OFFICE[name], facts["places"], "fr"))
    assert not look(desk)


def test_what_is_not_there(visitor: Visitor) -> None:
    desk = visitor(CLAIRE)
    desk.watch.allowed.add(404)
    response = desk.page.goto("/clients/987654321/")
    assert response is not None
    assert response.status == 404
    assert not look(desk)
    desk.watch.allowed.clear()


def test_the_steps_of_adding(visitor: Visitor, facts: dict[str, Any]) -> None:
    desk = visitor(CLAIRE)
    hint = facts["employers"][3]
    amount, account = hint["proof"].split(" · ")
    desk.type_number("123 456 789")
    assert not look(desk)
    desk.type_number(hint["number"])
    assert not look(desk)
    desk.prove(amount, account)
    assert not look(desk)
    desk.type_number(facts["unknown"][1])
    assert not look(desk)
    desk.press("Affilier cette personne")
    assert not look(desk)
    desk.type_number(facts["belgians"][2]["number"])
    assert not look(desk)


def test_the_palette_and_the_keys(visitor: Visitor) -> None:
    desk = visitor(CLAIRE)
    page = desk.go("/")
    page.keyboard.press("/")
    page.keyboard.type("conseil")
    page.locator("#palette-results [data-results] a").first.wait_for()
    page.wait_for_load_state("networkidle")
    assert not look(desk)
    desk.go("/")
    page.keyboard.press("?")
    page.locator("dialog#keys").wait_for()
    assert not look(desk)
