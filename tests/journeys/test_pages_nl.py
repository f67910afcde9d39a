"""Every page in Dutch: axe in light and dark, no sideways scrolling on a phone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.conftest import Visitor
from tests.journeys.visits import MEMBER, OFFICE, OUTSIDE, address, look, speak

HUGO = "hugo@arvensis.example"
GREET = "greet@scheldeland.example"


@pytest.mark.parametrize("name", OUTSIDE)
def test_outside(name: str, visitor: Visitor) -> None:
    desk = visitor(locale="nl-BE")
    speak(desk, "nl", OUTSIDE[name])
    assert not look(desk)


@pytest.mark.parametrize("name", MEMBER)
def test_of_a_member(name: str, visitor: Visitor, facts: dict[str, Any]) -> None:
    desk = visitor(HUGO)
    speak(desk, "nl", address(MEMBER[name], facts["places"]))
    assert not look(desk)


@pytest.mark.parametrize("name", OFFICE)
def test_of_the_office(name: str, visitor: Visitor, facts: dict[str, Any]) -> None:
    desk = visitor(GREET)
    speak(desk, "nl", address(OFFICE[name], facts["places"], "be"))
    assert not look(desk)
