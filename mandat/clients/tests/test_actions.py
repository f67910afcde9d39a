"""What is done to clients changes what it says, refuses what the rules refuse, and is recorded."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from mandat.clients import actions
from mandat.clients.choices import TRANSITIONS, Attention, ServiceState
from mandat.clients.models import Client, ClientContact, ClientService, Placement
from mandat.clients.tests.factories import ClientFactory, fill_firm, make_person_client
from mandat.firms.models import AuditEvent
from mandat.firms.tests.factories import Cast

NOW = timezone.now()


def test_a_client_is_indexed_by_what_people_type() -> None:
    client = Client(
        country="BE", name="L'Œuvre Saint-Étienne", trade_name="Chez Zoé", number="0417497106",
        account_number="RSZ 12/34",
    )  # fmt: skip
    actions.index_fields(client)
    assert client.sort_name == "l oeuvre saint etienne"
    for text in ("loeuvresaintetienne", "chez zoe", "be0417497106", "0417 497 106", "rsz1234"):
        assert text in client.search_text


def test_a_national_number_is_never_indexed(cast: Cast) -> None:
    person = make_person_client(cast.firm, number="180029999907861")
    assert "180029999907861" not in person.search_text
    assert person.number == ""


def test_attention_follows_incidents_anomalies_and_dates(cast: Cast) -> None:
    rows = {
        Attention.ACT: {"open_incidents": 1, "open_anomalies": 4},
        Attention.WATCH: {"open_anomalies": 1},
        Attention.FINE: {"next_due_on": date(2026, 5, 20), "attention": Attention.ACT},
    }
    made = {level: ClientFactory.create(firm=cast.firm, **row) for level, row in rows.items()}
    due = ClientFactory.create(firm=cast.firm, next_due_on=date(2026, 5, 12))
    other = ClientFactory.create(firm=cast.other_firm, open_incidents=1)
    ids = [client.pk for client in [*made.values(), due, other]]
    actions.refresh_attention(cast.firm.pk, ids, today=date(2026, 5, 10))
    for level, client in made.items():
        client.refresh_from_db()
        assert client.attention == level
    due.refresh_from_db()
    other.refresh_from_db()
    assert (due.attention, other.attention) == (Attention.WATCH, Attention.FINE)


def test_attention_in_bulk_asks_little(cast: Cast, django_assert_max_num_queries: object) -> None:
    ids = [client.pk for client in fill_firm(cast.firm, cast.portfolio, 1200)]
    with django_assert_max_num_queries(3):
        actions.refresh_attention(cast.firm.pk, ids, today=date(2025, 1, 1))


def test_placing_twice_is_placing_once(cast: Cast) -> None:
    client = ClientFactory.create(firm=cast.firm)
    for _ in range(2):
        actions.place_client(client, cast.portfolio, by=cast.administrator, at=NOW)
    placement = Placement.objects.get(client=client)
    actions.remove_placement(placement, by=cast.administrator, at=NOW)
    assert not Placement.objects.filter(client=client).exists()
    seen = AuditEvent.objects.filter(firm=cast.firm).values_list("action", flat=True)
    assert list(seen) == ["client.placed", "client.unplaced"]


def test_nothing_is_placed_across_firms_or_into_an_archive(cast: Cast) -> None:
    client = ClientFactory.create(firm=cast.firm)
    with pytest.raises(actions.Refused, match="other_firm"):
        actions.place_client(client, cast.portfolio, by=cast.stranger, at=NOW)
    cast.portfolio.archived_at = NOW
    with pytest.raises(actions.Refused, match="archived"):
        actions.place_client(client, cast.portfolio, by=cast.administrator, at=NOW)


@pytest.mark.parametrize("before", ServiceState.values)
@pytest.mark.parametrize("after", ServiceState.values)
def test_a_service_moves_only_along_the_table(cast: Cast, before: str, after: str) -> None:
    client = ClientFactory.create(firm=cast.firm)
    service = ClientService.objects.create(
        firm=cast.firm, client=client, service="employees", state=before
    )
    user = cast.administrator.user
    if before == after or after in TRANSITIONS[ServiceState(before)]:
        actions.set_service_state(service, after, by=user, at=NOW)
        assert service.state == after
        assert AuditEvent.objects.count() == (before != after)
    else:
        with pytest.raises(actions.Refused, match="transition"):
            actions.set_service_state(service, after, by=user, at=NOW)
        assert AuditEvent.objects.count() == 0
    service.refresh_from_db()
    assert service.state in {before, after}


def test_contacts_are_kept_changed_and_forgotten(cast: Cast) -> None:
    client = ClientFactory.create(firm=cast.firm)
    contact = ClientContact(client=client, name="Zoé Tremblay")
    actions.save_contact(contact, by=cast.collaborator, at=NOW)
    contact.role = "Gérante"
    actions.save_contact(contact, by=cast.collaborator, at=NOW)
    with pytest.raises(actions.Refused, match="other_firm"):
        actions.delete_contact(contact, by=cast.stranger, at=NOW)
    actions.delete_contact(contact, by=cast.collaborator, at=NOW)
    seen = AuditEvent.objects.filter(firm=cast.firm).values_list("action", flat=True)
    assert list(seen) == ["contact.added", "contact.changed", "contact.deleted"]
