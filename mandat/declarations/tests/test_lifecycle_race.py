"""Many hands at once on the same anomalies: each move happens once, and nobody waits for ever."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, connections

from mandat.declarations import actions
from mandat.declarations.models import Anomaly, AnomalyStep
from mandat.declarations.tests.factories import (
    FAULTS,
    MONTH,
    NOW,
    company,
    dsn,
    make_client,
    receive,
    received,
)
from mandat.firms.tests.factories import Cast

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time, and its audit log cannot be emptied")


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each act gave, all begun at the same moment; an error fails the test."""
    barrier = Barrier(len(acts))
    given: dict[int, object] = {}
    errors: list[BaseException] = []

    def run(rank: int) -> None:
        try:
            barrier.wait(timeout=20)
            given[rank] = acts[rank]()
        except BaseException as error:  # noqa: BLE001  # told by the main thread
            errors.append(error)
        finally:
            connections.close_all()

    hands = [Thread(target=run, args=(rank,)) for rank in range(len(acts))]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert errors == []
    return [given[rank] for rank in range(len(acts))]


def test_set_aside_and_taken_up_by_many_at_once(cast: Cast) -> None:
    one = company()
    client = make_client(cast.firm, one.siren)
    received(cast.firm, dsn(one, MONTH, FAULTS[0]))
    row = Anomaly.objects.open().get()
    for act, count in (("set_aside", 0), ("reopen", 1)):
        more = {"reason": "known"} if act == "set_aside" else {}
        done = at_once(
            *[
                lambda: getattr(actions, act)(row, by=cast.administrator, at=NOW, **more)  # noqa: B023  # joined within the loop
                for _ in range(6)
            ]
        )
        assert sorted(done) == [False] * 5 + [True]
        client.refresh_from_db()
        assert client.open_anomalies == Anomaly.objects.open().count() == count
    assert AnomalyStep.objects.count() == 2


def test_people_and_readings_meet_without_a_deadlock(cast: Cast) -> None:
    one = company()
    client = make_client(cast.firm, one.siren)
    received(cast.firm, dsn(one, MONTH, *FAULTS, order=1))
    for round_ in range(4):
        rows = list(Anomaly.objects.open())
        file = receive(cast.firm, dsn(one, MONTH, *FAULTS, order=10 + round_))
        at_once(
            *[
                lambda row=row: actions.set_aside(row, by=cast.administrator, at=NOW, reason="x")
                for row in rows
            ],
            lambda file=file: actions.read_file(file.pk, at=NOW),
            lambda: actions.close_corrected(at=NOW + timedelta(days=90)),
            lambda: actions.close_corrected(at=NOW + timedelta(days=90)),
        )
        client.refresh_from_db()
        assert client.open_anomalies == Anomaly.objects.open().count()
        carried = AnomalyStep.objects.filter(cause="carried")
        for step in carried.filter(after="set_aside").select_related("anomaly"):
            actions.reopen(step.anomaly, by=cast.administrator, at=NOW)
        moved = Anomaly.objects.filter(continues_in__isnull=False)
        assert set(moved.values_list("state", flat=True)) <= {"continued"}
    for row in Anomaly.objects.exclude(level="info"):
        steps = list(AnomalyStep.objects.filter(anomaly=row).order_by("pk"))
        states = ["open", *(step.after for step in steps)]
        assert [step.before for step in steps] == states[:-1]  # no step is lost or doubled
        assert row.state == states[-1]


def test_two_closing_rounds_close_each_once(cast: Cast) -> None:
    one = company()
    received(cast.firm, dsn(one, MONTH, *FAULTS, order=1))
    received(cast.firm, dsn(one, order=2))
    late = NOW + timedelta(days=90)
    done = at_once(*[lambda: actions.close_corrected(at=late)] * 4)
    assert sum(int(str(each)) for each in done) == len(FAULTS)
    assert AnomalyStep.objects.filter(cause="deadline").count() == len(FAULTS)
