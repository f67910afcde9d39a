"""A small world, built once for the tests of a module, and a folder of its own for its files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from mandat.demo import building
from mandat.demo.world import World

TODAY = date(2026, 11, 21)
SCALE = 0.05


@pytest.fixture
def files_dir(tmp_path: Path, settings: pytest.FixtureRequest) -> Path:
    settings.MANDAT_FILES_DIR = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture(scope="module")
def built_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        made = World(seed=1, today=TODAY, scale=SCALE)
        building.build(made)
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def world(built_world: World, db: None) -> World:
    return built_world
