"""A confidential client is seen by those it names and by nobody else, whoever writes the rows."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from mandat.clients.filters import Filters
from mandat.clients.listing import page_of
from mandat.clients.models import (
    Client,
    Confidence,
    ConfidenceMember,
    Placement,
    PlacementSet,
    clients_closed_to,
)
from mandat.clients.tally import tally_of
from mandat.clients.tests.factories import ClientFactory, place
from mandat.firms.models import Grant, Member
from mandat.firms.tests.factories import Cast, make_cast


def close(client: Client, *members: Member) -> Confidence:
    """`client`, open to `members` alone from now on."""
    confidence = Confidence.objects.create(firm_id=client.firm_id, client=client)
    for member in members:
        ConfidenceMember.objects.create(
            firm_id=client.firm_id, confidence=confidence, member=member
        )
    return confidence


def seen(member: Member) -> set[int]:
    """What the member sees, which both ways to read a list agree on."""
    found = set(Client.objects.visible_to(member).values_list("pk", flat=True))
    assert found == set(
        Client.objects.visible_to(member, in_order=True).values_list("pk", flat=True)
    )
    tally = tally_of(member)
    assert tally.count() == len(found)
    assert {client.pk for client in page_of(member, Filters()).clients} == found
    return found


@pytest.fixture
def client(cast: Cast) -> Client:
    """One in « Bâtiment »; beside it one in no portfolio, which administrators alone see."""
    ClientFactory.create(firm=cast.firm)
    return place(ClientFactory.create(firm=cast.firm), cast.portfolio)


def test_only_those_named_see_it(cast: Cast, client: Client) -> None:
    confidence = close(client, cast.newcomer)
    assert client.pk in seen(cast.newcomer)
    assert client.pk not in seen(cast.administrator) | seen(cast.collaborator)
    assert len(seen(cast.administrator)) == 1
    named = ConfidenceMember.objects.create(
        firm=cast.firm, confidence=confidence, member=cast.administrator
    )
    assert len(seen(cast.administrator)) == 2
    named.delete()
    confidence.delete()
    assert client.pk in seen(cast.administrator) & seen(cast.collaborator)
    assert client.pk not in seen(cast.newcomer)


def test_portfolios_tell_nothing_of_it(cast: Cast, client: Client) -> None:
    close(client, cast.newcomer, cast.administrator)
    filters = Filters(portfolio=cast.portfolio.pk)
    for member in (cast.administrator, cast.collaborator, cast.newcomer):
        assert not page_of(member, filters).clients
        assert not tally_of(member).count(filters)
        assert all(n == 0 for _, _, n in tally_of(member).by_portfolio())


def test_a_set_of_its_own_that_goes_with_it(cast: Cast, client: Client) -> None:
    confidence = close(client, cast.newcomer)
    client.refresh_from_db()
    alone = client.placement_set
    assert alone is not None
    assert (alone.key, alone.confidential_id) == (f"!{client.pk}", client.pk)
    assert not alone.portfolios.exists()
    place(client, cast.other_portfolio)
    Placement.objects.filter(client=client, portfolio=cast.portfolio).delete()
    client.refresh_from_db()
    assert client.placement_set_id == alone.pk
    confidence.delete()
    client.refresh_from_db()
    assert client.placement_set is not None
    assert client.placement_set.key == str(cast.other_portfolio.pk)
    assert not PlacementSet.objects.filter(confidential_id__isnull=False).exists()


def test_no_save_opens_it(cast: Cast, client: Client) -> None:
    client.refresh_from_db()
    close(client, cast.newcomer)
    client.city = "Lyon"
    client.save()
    Client.objects.filter(pk=client.pk).update(placement_set=None)
    assert client.pk not in seen(cast.administrator) | seen(cast.collaborator)


def test_a_confidence_that_moves_opens_one_and_closes_the_other(cast: Cast, client: Client) -> None:
    other = place(ClientFactory.create(firm=cast.firm), cast.portfolio)
    confidence = close(client, cast.newcomer)
    Confidence.objects.filter(pk=confidence.pk).update(client=other)
    assert seen(cast.collaborator) == {client.pk}
    assert seen(cast.newcomer) == {other.pk}
    other.delete()
    assert seen(cast.newcomer) == set()


def test_a_name_says_nothing_in_another_firm(cast: Cast, client: Client) -> None:
    close(client, cast.newcomer)
    assert seen(cast.stranger) == set()
    assert list(clients_closed_to(cast.stranger).values_list("confidential_id")) == []
    assert list(clients_closed_to(cast.administrator).values_list("confidential_id")) == [
        (client.pk,)
    ]


def test_what_was_taken_off_comes_back_for_those_named(cast: Cast, client: Client) -> None:
    Client.objects.filter(pk=client.pk).update(
        removed_at=timezone.now(), removed_by=cast.collaborator
    )
    assert Client.objects.recoverable_by(cast.collaborator).get() == client
    close(client, cast.newcomer, cast.stranger)
    for member in (cast.administrator, cast.collaborator, cast.newcomer, cast.stranger):
        assert not Client.objects.recoverable_by(member).exists()
    Client.objects.filter(pk=client.pk).update(removed_by=cast.newcomer)
    assert Client.objects.recoverable_by(cast.newcomer).get() == client
    assert not Client.objects.recoverable_by(cast.administrator).exists()


def test_grants_open_what_is_closed_to_nobody(cast: Cast, client: Client) -> None:
    close(client)
    Grant.objects.create(firm=cast.firm, member=cast.newcomer, portfolio=cast.portfolio)
    for member in (cast.administrator, cast.collaborator, cast.newcomer):
        assert client.pk not in seen(member)


@pytest.mark.django_db(transaction=True)
def test_the_triggers_come_and_go_with_their_migration() -> None:
    """What is placed stays placed; what is closed when they come again is closed at once."""
    cast = make_cast()
    client = place(ClientFactory.create(firm=cast.firm), cast.portfolio)
    before = [("clients", "0008_rights_policies")]
    latest = list(MigrationExecutor(connection).loader.graph.leaf_nodes())
    try:
        MigrationExecutor(connection).migrate(before)
        place(client, cast.other_portfolio)
        assert client.pk in seen(cast.collaborator)
        close(client, cast.newcomer)
    finally:
        MigrationExecutor(connection).migrate(latest)
    assert seen(cast.newcomer) == {client.pk}
    assert seen(cast.administrator) == set()
    Confidence.objects.all().delete()
    assert seen(cast.administrator) == {client.pk}
    Placement.objects.all().delete()  # emptying the tables in any order would make sets again
