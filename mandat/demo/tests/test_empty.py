"""The command where there is no world yet: refusals, and the firm of any size."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import CommandError

from mandat.clients.models import Client, ClientService, Placement
from mandat.demo import volume
from mandat.demo.tests.conftest import TODAY
from mandat.demo.tests.test_command import run
from mandat.demo.world import World
from mandat.firms.models import Firm, Member, User
from mandat.incidents.models import Incident
from mandat.messages.models import Thread


def test_it_refuses_outside_a_demonstration(db: None, settings: Any) -> None:
    settings.MANDAT_DEMO = False
    with pytest.raises(CommandError, match="no demonstration"):
        run(scale=0.03)
    assert not User.objects.exists()


def test_it_refuses_an_installation_in_use(db: None) -> None:
    Firm.objects.create(name="A real one", slug="real", country="FR")
    with pytest.raises(CommandError, match="holds data already"):
        run(scale=0.03)
    assert Firm.objects.count() == 1


def test_sign_ins_are_told_only_of_a_demonstration(db: None) -> None:
    with pytest.raises(CommandError, match="no demonstration world"):
        run(sign_ins=True)


def test_volume(db: None) -> None:
    volume.build(World(seed=3, today=TODAY), 300, others=70)
    firm = Firm.objects.get(slug="mesure-300")
    everybody = Member.objects.get(user__email="tout@mesure-300.example")
    part = Member.objects.get(user__email="partie@mesure-300.example")
    assert Client.objects.of(firm).count() == 300
    assert Client.objects.count() == 370
    assert Client.objects.visible_to(everybody).count() == 300
    assert Client.objects.visible_to(part).count() == 30
    assert Placement.objects.count() == 370
    assert ClientService.objects.count() == 3 * 370
    asked = Client.objects.filter(open_incidents__gt=0).count()
    assert asked == Incident.objects.open().count() > 30
    assert Thread.objects.visible_to(everybody).unread_by(everybody).count() == 10
