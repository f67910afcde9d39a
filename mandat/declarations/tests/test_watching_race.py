"""Many hands at once on the months of one establishment: each matter is one row."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mandat.declarations import actions
from mandat.declarations.models import Anomaly, AnomalyStep, DeclarationTrace
from mandat.declarations.tests.factories import NOW, company, dsn, make_client, receive, received
from mandat.declarations.tests.lives import FEBRUARY, JANUARY, MARCH
from mandat.declarations.tests.test_lifecycle_race import at_once, postgresql
from mandat.declarations.tests.test_watching import standing, without_first
from mandat.firms.tests.factories import Cast

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
__all__ = ["postgresql"]  # the fixture that skips SQLite


def test_months_that_come_at_the_same_moment_are_compared(cast: Cast) -> None:
    one = company(month=JANUARY)
    client = make_client(cast.firm, one.siren)
    small = without_first(one)
    files = [
        receive(cast.firm, data)
        for data in (
            dsn(one, JANUARY), dsn(one, FEBRUARY, order=1),
            dsn(small, FEBRUARY, order=2, replaces=1), dsn(small, MARCH),
        )
    ]  # fmt: skip
    at_once(
        *[lambda file=file: actions.read_file(file.pk, at=NOW) for file in files * 2],
        *[lambda: actions.watch_deadlines(at=NOW)] * 2,
    )
    assert standing() == [("employee-gone", 2)]
    client.refresh_from_db()
    assert client.open_anomalies == 1
    for row in Anomaly.objects.exclude(subject=""):
        steps = list(AnomalyStep.objects.filter(anomaly=row).order_by("pk"))
        states = ["open", *(step.after for step in steps)]
        assert [step.before for step in steps] == states[:-1]
        assert row.state == states[-1]


def test_two_rounds_at_once_find_a_late_month_once(cast: Cast) -> None:
    one = company(month=JANUARY)
    received(cast.firm, dsn(one, MARCH))
    late = NOW + timedelta(days=90)
    done = at_once(*[lambda: actions.watch_deadlines(at=late)] * 5)
    assert sum(int(str(each)) for each in done) == 1
    assert Anomaly.objects.filter(code="month-awaited").count() == 1
    assert DeclarationTrace.objects.filter(due_at__isnull=False).count() == 0
