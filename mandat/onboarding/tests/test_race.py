"""The same number added twice at once: one client, and the other is told."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from django.utils import timezone

from mandat.clients.models import Client
from mandat.firms.scope import scope
from mandat.firms.tests.factories import Cast, make_cast
from mandat.onboarding.actions.adding import AlreadyThere, add_client, of_affiliate
from mandat.onboarding.actions.leaving import remove_client
from mandat.onboarding.tests import scenes


@pytest.mark.parametrize("removed_before", [False, True])
def test_added_twice_at_once(committed: None, removed_before: bool) -> None:
    cast: Cast = make_cast()
    known = scenes.employer(cast.office)
    if removed_before:
        client = scenes.listed_client(cast.administrator, known.affiliate)
        remove_client(client, by=cast.administrator, at=timezone.now())
    outcomes: list[str] = []
    together = threading.Barrier(4)

    def add() -> None:
        try:
            together.wait(timeout=20)
            with scope(firm_id=cast.firm.pk):
                add_client(
                    cast.firm, of_affiliate(known.affiliate),
                    by=cast.administrator.user, member=cast.administrator, at=timezone.now(),
                )  # fmt: skip
            outcomes.append("added")
        except AlreadyThere:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(outcomes) == ["added", "told", "told", "told"]
    assert Client.objects.filter(removed_at=None).count() == 1
    assert Client.objects.count() == 1
