"""The set of portfolios of a client follows its placements, whoever writes them."""

from __future__ import annotations

import pytest
from django.utils import timezone

from mandat.clients.models import Client, Placement, PlacementSet
from mandat.clients.tests.factories import ClientFactory, fill_firm, place
from mandat.firms.models import Grant
from mandat.firms.tests.factories import Cast, PortfolioFactory


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
    from mandat.firms.tests.factories import make_cast

    cast = make_cast()
    place(ClientFactory.create(firm=cast.firm), cast.portfolio)
    Placement.objects.all().delete()
    cast.firm.delete()
    assert not Client.objects.exists()
