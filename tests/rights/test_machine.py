"""Rights that are changed at random, many thousand times: the space shows what the words say.

`MANDAT_MACHINE_STEPS` is how many steps are taken together, `MANDAT_MACHINE_SEED` repeats a run.
"""

from __future__ import annotations

import os
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.rights.comparing import make_world
from tests.rights.machine import Machine
from tests.rights.machine_base import Clock, Told

_PARTS = 2  # the suite runs on two cores
_DEEP = 50  # steps of one example


def _steps() -> int:
    usual = 10_000 if connection.vendor == "sqlite" else 2_000
    return int(os.environ.get("MANDAT_MACHINE_STEPS", usual)) // _PARTS


@pytest.mark.django_db
@pytest.mark.parametrize("part", range(_PARTS))
def test_what_is_shown_is_what_the_words_say(
    monkeypatch: pytest.MonkeyPatch, record_property: Any, part: int
) -> None:
    class Run(Machine):
        world = make_world()
        clock = Clock(world.now)
        told = Told()

    monkeypatch.setattr(timezone, "now", Run.clock)
    chosen, turn = os.environ.get("MANDAT_MACHINE_SEED"), 0
    while Run.told.steps < _steps():
        examples = max(1, -((Run.told.steps - _steps()) // _DEEP))
        machine = Run
        if chosen is not None:
            machine = seed(f"{chosen} {part} {turn}")(Run)
        run_state_machine_as_test(  # type: ignore[no-untyped-call]  # hypothesis has no type here
            machine,
            settings=settings(
                max_examples=examples,
                stateful_step_count=_DEEP,
                deadline=None,
                database=None,
                phases=[Phase.generate, Phase.shrink],
                suppress_health_check=list(HealthCheck),
            ),
        )
        turn += 1
    record_property("steps", Run.told.steps)
    record_property("changes", {str(kind): n for kind, n in Run.told.counts.most_common()})
