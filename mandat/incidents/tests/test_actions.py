"""Incidents open and close, and what is kept of them on the client is always what one counts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db.models import Min
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mandat.clients.choices import Attention
from mandat.clients.models import Client
from mandat.clients.tests.factories import ClientFactory
from mandat.firms import audit
from mandat.firms.models import AuditEvent
from mandat.firms.tests.factories import Cast, make_cast
from mandat.incidents.actions import (
    Refused,
    open_incident,
    refresh_incident_counts,
    reopen_incident,
    settle_incident,
)
from mandat.incidents.choices import Closure, IncidentKind, StepKind
from mandat.incidents.models import Incident, Step
from mandat.incidents.tests.factories import NOW, make_clients, make_incident


def assert_exact(*clients: Client) -> None:
    for client in clients:
        client.refresh_from_db()
        waiting = Incident.objects.filter(client=client, settled_at=None)
        assert client.open_incidents == waiting.count()
        assert client.next_due_on == waiting.aggregate(first=Min("due_on"))["first"]
        assert (client.attention == Attention.ACT) == bool(client.open_incidents)


def test_opening_settling_reopening_moves_the_counters(cast: Cast) -> None:
    client, other, _ = make_clients(cast)
    late = make_incident(client, due_on=date(2026, 11, 20))
    make_incident(client, due_on=date(2026, 12, 5), kind=IncidentKind.DOCUMENT)
    assert_exact(client, other)
    assert client.open_incidents == 2
    assert client.next_due_on == date(2026, 11, 20)
    user = cast.collaborator.user
    settled = settle_incident(late, note="  Virement du 18. ", by=user, at=NOW)
    assert (settled.settlement, settled.settled_by, settled.closure) == (
        "Virement du 18.",
        user,
        Closure.FIRM,
    )
    assert_exact(client, other)
    assert (client.open_incidents, client.next_due_on) == (1, date(2026, 12, 5))
    reopen_incident(late, by=user, at=NOW + timedelta(hours=1))
    assert_exact(client, other)
    assert client.next_due_on == date(2026, 11, 20)
    steps = list(Step.objects.of(late))
    assert [step.kind for step in steps] == [StepKind.SETTLED, StepKind.REOPENED]
    assert steps[0].note == "Virement du 18."  # the words outlive the settlement
    actions = list(AuditEvent.objects.filter(firm=cast.firm).values_list("action", flat=True))
    assert actions == ["incident.opened"] * 2 + ["incident.settled", "incident.reopened"]
    assert audit.first_break(cast.firm) is None
    assert "Virement" not in str(list(AuditEvent.objects.values_list("details", flat=True)))


def test_what_is_refused(cast: Cast) -> None:
    client, *_ = make_clients(cast)
    incident = make_incident(client)
    user = cast.collaborator.user

    def code(call: object, **facts: object) -> str:
        with pytest.raises(Refused) as refused:
            call(incident, by=user, at=NOW, **facts)  # type: ignore[operator]
        return refused.value.code

    assert code(settle_incident, note=" \n ") == "note"
    assert code(reopen_incident) == "open"
    settle_incident(incident, note="Payé", by=user, at=NOW)
    assert code(settle_incident, note="Encore") == "settled"
    reopen_incident(incident, by=user, at=NOW)
    settle_incident(incident, note="Erreur", by=cast.staff.user, at=NOW, closure="withdrawn")
    assert code(reopen_incident) == "office"
    reopen_incident(incident, by=cast.staff.user, at=NOW, by_office=True)
    client.removed_at = NOW
    with pytest.raises(Refused, match="removed"):
        open_incident(client, kind=IncidentKind.LATE, by=user, at=NOW)
    alone = ClientFactory.create(firm=cast.firm)
    with pytest.raises(Refused, match="office"):
        open_incident(alone, kind=IncidentKind.LATE, by=user, at=NOW)


_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["open", "settle", "withdraw", "reopen"]),
        st.integers(0, 1),  # which client
        st.integers(0, 5),  # which of its incidents
        st.none() | st.integers(-5, 40),  # due in days
    ),
    max_size=25,
)


@pytest.mark.django_db
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=_STEPS)
def test_kept_counters_equal_recounted_ones_after_any_sequence(
    steps: list[tuple[str, int, int, int | None]], request: pytest.FixtureRequest
) -> None:
    from django.db import transaction

    request.getfixturevalue("db")
    with transaction.atomic():
        cast = make_cast()
        clients = make_clients(cast)[:2]
        for verb, which, rank, days in steps:
            client = clients[which]
            incidents = list(Incident.objects.filter(client=client).order_by("pk"))
            due = None if days is None else NOW.date() + timedelta(days=days)
            if verb == "open":
                make_incident(client, due_on=due)
            elif incidents:
                incident = incidents[rank % len(incidents)]
                try:
                    if verb == "reopen":
                        reopen_incident(incident, by=cast.staff.user, at=NOW, by_office=True)
                    else:
                        closure = Closure.WITHDRAWN if verb == "withdraw" else Closure.FIRM
                        settle_incident(
                            incident, note="ok", by=cast.staff.user, at=NOW, closure=closure
                        )
                except Refused:  # open or settled already: nothing may have moved
                    pass
            assert_exact(*clients)
        transaction.set_rollback(True)


def test_refresh_mends_whatever_was_written_in_bulk(cast: Cast) -> None:
    clients = make_clients(cast)[:2]
    Incident.objects.bulk_create(
        Incident(
            firm=cast.firm, office=cast.office, client=client, kind="late", opened_at=NOW,
            due_on=NOW.date() + timedelta(days=n),
        )
        for n in range(3)
        for client in clients
    )  # fmt: skip
    refresh_incident_counts(cast.firm.pk, [client.pk for client in clients])
    assert_exact(*clients)
    assert clients[0].open_incidents == 3
    Incident.objects.all().delete()
    refresh_incident_counts(cast.firm.pk, [client.pk for client in clients])
    assert_exact(*clients)
    assert clients[0].open_incidents == 0
