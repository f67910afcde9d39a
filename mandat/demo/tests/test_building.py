"""Building the world: the same for the same seed, on any day, all or nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db import transaction

from mandat.demo import building
from mandat.demo.tests.conftest import SCALE, TODAY
from mandat.demo.tests.digest import digests
from mandat.demo.world import World
from mandat.firms.models import Firm
from mandat.incidents.choices import IncidentKind
from mandat.incidents.models import Incident


def built(seed: int) -> dict[str, str]:
    with transaction.atomic():
        building.build(World(seed=seed, today=TODAY, scale=0.02))
        found = digests()
        transaction.set_rollback(True)
    return found


def test_the_same_seed_and_day_give_the_same_rows(db: None, files_dir: Path) -> None:
    first = built(7)
    assert first == built(7)
    other = built(8)
    changed = {label for label in first if first[label] != other[label]}
    assert {"clients.Client", "affiliates.AmountDue", "declarations.Declaration"} <= changed


def test_an_error_leaves_no_row_and_no_file(
    db: None, files_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(world: World) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(building, "mark", fail)
    with pytest.raises(OSError, match="disk full"):
        building.build(World(seed=1, today=TODAY, scale=0.03))
    assert not Firm.objects.exists()
    assert not [path for path in files_dir.rglob("*") if path.is_file()]


@pytest.mark.parametrize("day", ["2026-01-03", "2026-05-14", "2027-08-30"])
def test_any_day_will_do(db: None, files_dir: Path, day: str) -> None:
    made = World(seed=2, today=date.fromisoformat(day), scale=SCALE)
    building.build(made)
    assert Incident.objects.open().exists()
    kinds = set(Incident.objects.values_list("kind", flat=True))
    assert kinds <= set(IncidentKind.values)
