"""The radar finds what nobody looks after, tells nobody what is closed, and mends what it finds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from mandat.clients.models import Client, Placement
from mandat.clients.tests.factories import ClientFactory, fill_firm, place
from mandat.firms.models import Firm, Grant, Invitation, Member, Portfolio, User
from mandat.firms.permissions import Role
from mandat.firms.tests.factories import Cast, FirmFactory, MemberFactory, PortfolioFactory
from mandat.firms.tests.statements import of_page
from mandat.rights.paths import is_active
from mandat.rights.radar import LONG_AGO, radar_of
from mandat.rights.tests.test_seeing import close

SignIn = Callable[[User], Browser]
FATES = ("active", "active", "suspended", "left")


def invite(firm: Firm, **fields: object) -> Invitation:
    """Somebody invited, long ago unless told otherwise."""
    ago = timezone.now() - LONG_AGO - timedelta(hours=1)
    number = Invitation.objects.count()
    facts = {
        "firm": firm, "email": f"new{number}@example.test", "name": f"Invité {number}",
        "token_hash": f"{number:064d}", "sent_at": ago,
        "expires_at": timezone.now() + timedelta(days=1), **fields,
    }  # fmt: skip
    return Invitation.objects.create(**facts)


class TestAgreement(TestCase):
    """The two lists of clients are what `visible_to` says of everybody's list."""

    @settings(max_examples=40, deadline=None)
    @given(
        members=st.lists(
            st.tuples(
                st.sampled_from(Role.values), st.sampled_from(FATES), st.sets(st.integers(0, 3))
            ),
            min_size=4, max_size=4,
        ),
        clients=st.lists(
            st.tuples(
                st.sets(st.integers(0, 3), max_size=2),
                st.none() | st.sets(st.integers(0, 4), min_size=1, max_size=3),
            ),
            min_size=1, max_size=6,
        ),
        archived=st.sets(st.integers(0, 3), max_size=2),
    )  # fmt: skip
    def test_lists_of_clients(
        self,
        members: list[tuple[str, str, set[int]]],
        clients: list[tuple[set[int], set[int] | None]],
        archived: set[int],
    ) -> None:
        now, firm = timezone.now(), FirmFactory.create()
        shelves = [PortfolioFactory.create(firm=firm) for _ in range(4)]
        viewer = MemberFactory.create(firm=firm, role=Role.ADMINISTRATOR)
        people = [viewer]
        for role, fate, granted in members:
            member = MemberFactory.create(firm=firm, role=role)
            for at in granted:
                Grant.objects.create(firm=firm, member=member, portfolio=shelves[at])
            if fate != "active":
                Member.objects.filter(pk=member.pk).update(**{f"{fate}_at": now})
            people.append(Member.objects.select_related("user", "firm").get(pk=member.pk))
        for placed, named in clients:
            client = place(ClientFactory.create(firm=firm), *(shelves[at] for at in placed))
            if named is not None:
                close(client, *(people[at] for at in sorted(named)))
        Portfolio.objects.filter(pk__in=[shelves[at].pk for at in archived]).update(archived_at=now)
        found = radar_of(viewer, at=now)
        active = [one for one in people if is_active(one)]
        expected_unplaced, expected_hanging = set(), set()
        for client in Client.objects.visible_to(viewer):
            closed = hasattr(client, "confidence")
            open_ones = client.placements.filter(portfolio__archived_at=None)
            if not closed and not open_ones.exists():
                expected_unplaced.add(client.pk)
            seers = [
                one.pk
                for one in active
                if (closed or not one.is_administrator)
                and Client.objects.visible_to(one).filter(pk=client.pk).exists()
            ]
            if len(seers) == 1:
                expected_hanging.add((client.pk, seers[0]))
        assert set(found.unplaced) == expected_unplaced
        assert {(one.client_id, one.member_id) for one in found.hanging} == expected_hanging


@pytest.fixture
def firm(cast: Cast) -> Cast:
    """Nobody but the collaborator has « Bâtiment », nobody « Commerce »."""
    Grant.objects.exclude(member=cast.collaborator).delete()
    User.objects.update(last_login=timezone.now())
    return cast


def test_idle_portfolios_and_absent_people(firm: Cast) -> None:
    now = timezone.now()
    User.objects.filter(pk=firm.newcomer.user_id).update(last_login=None)
    old, expired = (
        invite(firm.firm),
        invite(firm.firm, sent_at=now - timedelta(days=1), expires_at=now - timedelta(minutes=1)),
    )
    invite(firm.firm, sent_at=now)
    invite(firm.firm, withdrawn_at=now)
    invite(firm.other_firm)
    found = radar_of(firm.administrator, at=now)
    assert found.idle == (firm.other_portfolio,)
    assert found.absent == (firm.newcomer,)
    assert found.invited == (old, expired)
    Member.objects.filter(pk=firm.collaborator.pk).update(suspended_at=now)
    assert set(radar_of(firm.administrator, at=now).idle) == {firm.portfolio, firm.other_portfolio}


def test_each_list_shows_and_names_what_it_found(firm: Cast, signed_in: SignIn) -> None:
    lost = ClientFactory.create(firm=firm.firm, name="Perdu SARL")
    alone = place(ClientFactory.create(firm=firm.firm, name="Seul SARL"), firm.portfolio)
    again = invite(firm.firm)
    browser = signed_in(firm.administrator.user)
    assert lost.name in browser.get("/rights/radar/").content.decode()
    assert "Commerce" in browser.get("/rights/radar/?list=idle").content.decode()
    page = browser.get("/rights/radar/?list=absent").content.decode()
    assert f"/users/invitations/{again.pk}/sending/" in page
    page = browser.get("/rights/radar/?list=hanging").content.decode()
    assert alone.name in page
    assert "Camille Collaboratrice" in page
    assert browser.get("/rights/radar/?list=nonsense&page=x").status_code == 200


def mend(browser: Browser, which: str, **data: object) -> None:
    """Asked, seen and confirmed."""
    path = f"/rights/radar/?list={which}"
    shown = browser.post(path, data)
    assert shown.status_code == 200
    assert browser.post(path, {**data, "shown": shown.context["shown"]}).status_code == 302


def test_clients_are_placed(firm: Cast, signed_in: SignIn) -> None:
    lost = [ClientFactory.create(firm=firm.firm) for _ in range(60)]
    browser = signed_in(firm.administrator.user)
    mend(browser, "unplaced", do="place", client=[lost[0].pk], portfolio=firm.portfolio.pk)
    assert Placement.objects.count() == 1
    mend(browser, "unplaced", do="place", all="1", portfolio=firm.other_portfolio.pk)
    assert radar_of(firm.administrator, at=timezone.now()).unplaced == ()
    assert Placement.objects.filter(portfolio=firm.other_portfolio).count() == 59


def test_portfolios_are_granted(firm: Cast, signed_in: SignIn) -> None:
    browser = signed_in(firm.administrator.user)
    mend(browser, "idle", do="grant", portfolio=[firm.other_portfolio.pk], member=firm.newcomer.pk)
    assert Grant.objects.filter(member=firm.newcomer, portfolio=firm.other_portfolio).exists()
    assert radar_of(firm.administrator, at=timezone.now()).idle == ()


def test_a_second_person_comes_by_the_smallest_portfolio(firm: Cast, signed_in: SignIn) -> None:
    Grant.objects.create(firm=firm.firm, member=firm.collaborator, portfolio=firm.other_portfolio)
    fill_firm(firm.firm, firm.portfolio, 5)
    client = place(ClientFactory.create(firm=firm.firm), firm.portfolio, firm.other_portfolio)
    browser = signed_in(firm.administrator.user)
    mend(browser, "hanging", do="second", client=[client.pk], member=firm.newcomer.pk)
    assert set(Client.objects.visible_to(firm.newcomer)) == {client}
    mend(browser, "hanging", do="second", all="1", member=firm.newcomer.pk)
    assert radar_of(firm.administrator, at=timezone.now()).hanging == ()


@pytest.mark.parametrize(
    "data",
    [
        {"do": "place"},
        {"do": "place", "client": ["7"], "portfolio": "x"},
        {"do": "place", "client": ["999999999"], "portfolio": "ours"},
        {"do": "place", "client": ["theirs"], "portfolio": "ours"},
        {"do": "grant", "member": "1"},
        {"do": "grant", "portfolio": ["ours"], "member": ""},
        {"do": "grant", "portfolio": ["ours"], "member": "theirs"},
        {"do": "second", "client": ["theirs"], "member": "1"},
        {},
    ],
)
def test_what_cannot_be_is_said_and_not_done(
    firm: Cast, signed_in: SignIn, data: dict[str, object]
) -> None:
    theirs = ClientFactory.create(firm=firm.other_firm)
    ids = {"ours": firm.other_portfolio.pk, "theirs": theirs.pk}
    if data.get("member") == "theirs":
        ids["theirs"] = firm.stranger.pk
    typed = {
        key: [ids.get(one, one) for one in value] if isinstance(value, list)
        else ids.get(str(value), value)
        for key, value in data.items()
    }  # fmt: skip
    before = Grant.objects.count()
    answer = signed_in(firm.administrator.user).post("/rights/radar/", typed, follow=True)
    assert len(list(answer.context["messages"])) == 1
    assert (Placement.objects.count(), Grant.objects.count()) == (0, before)


def test_a_confidential_client_shows_to_those_named_alone(firm: Cast, signed_in: SignIn) -> None:
    hidden = close(ClientFactory.create(firm=firm.firm, name="Clos SARL"), firm.newcomer)
    mine = close(ClientFactory.create(firm=firm.firm, name="Mien SARL"), firm.administrator)
    browser = signed_in(firm.administrator.user)
    found = radar_of(firm.administrator, at=timezone.now())
    assert [one.client_id for one in found.hanging] == [mine.pk]
    assert found.unplaced == ()
    for which in ("unplaced", "hanging"):
        page = browser.get(f"/rights/radar/?list={which}").content.decode()
        assert hidden.name not in page
    assert f"/clients/{mine.pk}/confidence/" in page


@pytest.mark.parametrize("person", ["manager", "collaborator", "reader", "staff"])
def test_only_administrators_open_it(cast: Cast, signed_in: SignIn, person: str) -> None:
    browser = signed_in(getattr(cast, person).user)
    assert browser.get("/rights/radar/").status_code == 403
    assert browser.post("/rights/radar/", {"do": "place"}).status_code == 403
    assert signed_in(cast.administrator.user).put("/rights/radar/").status_code == 405


def test_another_firm_sees_its_own(firm: Cast, signed_in: SignIn) -> None:
    ClientFactory.create(firm=firm.firm, name="Perdu SARL")
    page = signed_in(firm.stranger.user).get("/rights/radar/").content.decode()
    assert "Perdu SARL" not in page


@pytest.mark.parametrize("which", ["unplaced", "idle", "absent", "hanging"])
def test_twelve_questions_at_any_size(firm: Cast, signed_in: SignIn, which: str) -> None:
    browser, counts = signed_in(firm.administrator.user), []
    for size in (1, 30):
        shelves = [PortfolioFactory.create(firm=firm.firm) for _ in range(size)]
        for shelf in shelves:
            Grant.objects.create(firm=firm.firm, member=firm.collaborator, portfolio=shelf)
            place(ClientFactory.create(firm=firm.firm), shelf, shelves[0]) if shelf != shelves[
                0
            ] else None
            PortfolioFactory.create(firm=firm.firm)
            ClientFactory.create(firm=firm.firm)
            MemberFactory.create(firm=firm.firm)
            invite(firm.firm)
        place(ClientFactory.create(firm=firm.firm), shelves[0])
        browser.get(f"/rights/radar/?list={which}")
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(f"/rights/radar/?list={which}").status_code == 200
        counts.append(len(of_page(queries)))
        with CaptureQueriesContext(connection) as queries:
            radar_of(firm.administrator, at=timezone.now())
        assert len(queries) <= 8
    assert counts[0] == counts[1] <= 12
