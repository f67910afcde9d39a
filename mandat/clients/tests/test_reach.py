"""The set of portfolios of a client follows its placements, whoever writes them."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

from mandat.clients.models import Client, Confidence, Placement, PlacementSet
from mandat.clients.tests.factories import ClientFactory, fill_firm, place
from mandat.firms.models import Grant
from mandat.firms.scope import scope
from mandat.firms.tests.factories import Cast, PortfolioFactory, make_cast


def key(client: Client) -> str | None:
    client.refresh_from_db()
    return client.placement_set.key if client.placement_set else None


def test_sets_follow_placements(cast: Cast) -> None:
    client = ClientFactory.create(firm=cast.firm)
    a, b = sorted([cast.portfolio, cast.other_portfolio], key=lambda p: p.pk)
    assert key(client) is None
    place(client, b, a)
    assert key(client) == f"{a.pk} {b.pk}"
    Placement.objects.filter(client=client, portfolio=a).delete()
    assert key(client) == f"{b.pk}"
    Placement.objects.filter(client=client).update(portfolio=a)
    assert key(client) == f"{a.pk}"
    Placement.objects.filter(client=client).delete()
    assert key(client) is None
    client.delete()


def test_a_stale_save_changes_nothing(cast: Cast) -> None:
    client = ClientFactory.create(firm=cast.firm)
    stale = Client.objects.get(pk=client.pk)
    place(client, cast.portfolio)
    stale.city = "Lyon"
    stale.save()
    assert key(client) == str(cast.portfolio.pk)
    Client.objects.filter(pk=client.pk).update(placement_set=None)
    assert key(client) == str(cast.portfolio.pk)


def test_one_statement_moves_all_kinds_of_clients(cast: Cast) -> None:
    """Placed in one, in two, closed, and closed then opened again: each lands in its own set."""
    source, target = cast.portfolio, cast.other_portfolio
    third = PortfolioFactory.create(firm=cast.firm, name="Troisième")
    one, two, closed, opened = (
        ClientFactory.create(firm=cast.firm, name=f"Client {n}") for n in range(4)
    )
    for client in (one, two, closed, opened):
        place(client, source)
    place(two, third)
    Confidence.objects.bulk_create(Confidence(firm=cast.firm, client=c) for c in (closed, opened))
    Placement.objects.filter(portfolio=source).update(portfolio=target)
    assert key(one) == str(target.pk)
    assert key(two) == " ".join(map(str, sorted([target.pk, third.pk])))
    assert [key(closed), key(opened)] == [f"!{closed.pk}", f"!{opened.pk}"]
    Confidence.objects.filter(client=opened).delete()
    assert key(opened) == str(target.pk)
    assert not PlacementSet.objects.filter(key=f"!{opened.pk}").exists()
    Placement.objects.filter(firm=cast.firm).delete()
    assert [key(one), key(two), key(opened)] == [None] * 3
    assert key(closed) == f"!{closed.pk}"


def test_the_web_role_cannot_point_a_client_elsewhere(cast: Cast) -> None:
    """Not by a trigger of its own either, inside of which the guard might think itself asked."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one user")
    client = ClientFactory.create(firm=cast.firm)
    place(client, cast.portfolio)
    with scope(firm_id=cast.firm.pk), connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE pretext (id bigint)")
        cursor.execute(
            "CREATE FUNCTION pg_temp.forge() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "UPDATE public.clients_client SET placement_set_id = NULL; RETURN NULL; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER forge AFTER INSERT ON pretext "
            "FOR EACH ROW EXECUTE FUNCTION pg_temp.forge()"
        )
        cursor.execute("INSERT INTO pretext VALUES (1)")
    assert key(client) == str(cast.portfolio.pk)


@pytest.mark.django_db(transaction=True)
def test_two_who_place_a_client_at_once_are_both_heard() -> None:
    """The second waits for the first, and then counts what it wrote."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one write at a time")
    cast = make_cast()
    client = ClientFactory.create(firm=cast.firm)

    def other() -> None:
        try:
            place(client, cast.other_portfolio)
        finally:
            connection.close()

    second = threading.Thread(target=other)
    with transaction.atomic():
        place(client, cast.portfolio)
        second.start()
        second.join(0.5)
        assert second.is_alive()
    second.join(10)
    both = sorted([cast.portfolio.pk, cast.other_portfolio.pk])
    assert key(client) == " ".join(map(str, both))


def test_many_clients_share_few_sets(cast: Cast) -> None:
    fill_firm(cast.firm, [cast.portfolio, cast.other_portfolio], 40)
    assert PlacementSet.objects.count() == 2
    assert Client.objects.visible_to(cast.collaborator).count() == 20
    assert Client.objects.visible_to(cast.administrator).count() == 40


def test_what_is_seen_is_what_the_placements_say(cast: Cast) -> None:
    third = PortfolioFactory.create(firm=cast.firm, name="Troisième")
    portfolios = [cast.portfolio, cast.other_portfolio, third]
    for rank in range(8):
        client = ClientFactory.create(firm=cast.firm, name=f"Client {rank}")
        place(client, *(p for bit, p in enumerate(portfolios) if rank & 1 << bit))
    Grant.objects.create(firm=cast.firm, member=cast.collaborator, portfolio=third)
    seen = set(Client.objects.visible_to(cast.collaborator).values_list("pk", flat=True))
    said = set(
        Placement.objects.filter(portfolio__in=[cast.portfolio, third]).values_list(
            "client_id", flat=True
        )
    )
    assert seen == said
    assert len(seen) == 6
    third.archived_at = timezone.now()
    third.save()
    assert Client.objects.visible_to(cast.collaborator).count() == 4


@pytest.mark.django_db(transaction=True)
def test_a_firm_can_go_with_all_it_has() -> None:
    cast = make_cast()
    place(ClientFactory.create(firm=cast.firm), cast.portfolio)
    Placement.objects.all().delete()
    cast.firm.delete()
    assert not Client.objects.exists()
