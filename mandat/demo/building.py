"""Builds the whole demonstration world, all or nothing."""

from __future__ import annotations

import os

from django.conf import settings
from django.db import transaction

from mandat.demo import (
    asks,
    cast,
    dues,
    engagements,
    filing,
    knowledge,
    matters,
    papers,
    population,
    rights,
    talk,
)
from mandat.demo.world import World
from mandat.firms import audit
from mandat.firms.models import AuditEvent, Firm, Office, User
from mandat.vault import files

MARK = "demo.built"


class Refused(Exception):
    """The world may not be built here; the text says why."""


def check() -> None:
    """Refuse an installation that is no demonstration, or that holds anything.

    The passwords of the demonstration are known to everybody.
    """
    if not settings.MANDAT_DEMO:
        raise Refused("this installation is no demonstration (MANDAT_DEMO is not set)")
    if is_built():
        raise Refused("the demonstration world is here already; nothing was changed")
    if User.objects.exists() or Firm.objects.exists() or Office.objects.exists():
        raise Refused("this installation holds data already; nothing was changed")


def is_built() -> bool:
    """Whether this installation holds a demonstration world."""
    return AuditEvent.objects.filter(action=MARK).exists()


def build(world: World) -> None:
    """Write the world in one transaction; on an error no row and no file is left."""
    check()
    try:
        with transaction.atomic():
            _steps(world)
            os.sync()  # the files, before the rows that name them
    except BaseException:
        for name in world.stored:
            files.delete(name)
        raise


def _steps(world: World) -> None:
    world.tell("people")
    cast.build(world)
    world.tell("companies")
    population.build(world)
    knowledge.build(world)
    world.tell("clients")
    engagements.build(world)
    world.tell("rights")
    rights.build(world)
    world.tell("declarations")
    filed = filing.build(world)
    world.tell("amounts and incidents")
    owed = dues.build(world, filed)
    matters.build(world, owed, filed)
    world.tell("messages and requests")
    talk.build(world)
    asks.build(world)
    world.tell("documents and guides")
    papers.build(world)
    mark(world)


def mark(world: World) -> None:
    """Note in every office's chain that this is a demonstration."""
    for office in world.offices.values():
        audit.record(
            office, MARK, by=None, at=world.now, seed=world.seed, day=world.today.isoformat()
        )
