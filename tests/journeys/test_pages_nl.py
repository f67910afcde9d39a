"""Every page in Dutch: axe in light and dark, no sideways scrolling on a phone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.conftest import Opened
from tests.journeys.visits import MEMBER, OFFICE, OUTSIDE, address, faults, ready, speak

HUGO = "hugo@arvensis.example"
GREET = "greet@scheldeland.example"


@pytest.mark.parametrize("name", OUTSIDE)
def test_outside(name: str, opened: Opened) -> None:
    desk = ready(opened, locale="nl-BE")
    speak(desk, "nl", OUTSIDE[name])
    assert not faults(desk.page)


@pytest.mark.parametrize("name", MEMBER)
def test_of_a_member(name: str, opened: Opened, facts: dict[str, Any]) -> None:
    desk = ready(opened, HUGO)
    speak(desk, "nl", address(MEMBER[name], facts["places"]))
    assert not faults(desk.page)


@pytest.mark.parametrize("name", OFFICE)
def test_of_the_office(name: str, opened: Opened, facts: dict[str, Any]) -> None:
    desk = ready(opened, GREET)
    speak(desk, "nl", address(OFFICE[name], facts["places"], "be"))
    assert not faults(desk.page)
