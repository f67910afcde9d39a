"""Clients chosen in lists go into portfolios, out of them and from one to another."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client as Browser

from mandat.clients.models import Client
from mandat.clients.tests.factories import ClientFactory, fill_firm, make_person_client, place
from mandat.firms.models import Portfolio, User
from mandat.firms.tests.factories import Cast, PortfolioFactory
from mandat.rights.models import RightsChange
from mandat.rights.tests.settling import looked_at, said, settled, told
from mandat.rights.wording import refusal

SignIn = Callable[[User], Browser]
PATH = "/rights/placing/"


def inside(portfolio: Portfolio) -> set[int]:
    return set(Client.objects.filter(placements__portfolio=portfolio).values_list("pk", flat=True))


def test_chosen_clients_are_added_moved_and_taken_out(cast: Cast, signed_in: SignIn) -> None:
    one, two = (ClientFactory.create(firm=cast.firm) for _ in range(2))
    browser = signed_in(cast.administrator.user)
    b, c = cast.portfolio, cast.other_portfolio
    settled(browser, PATH, {"action": "place", "target": b.pk, "client": [one.pk, two.pk]})
    assert inside(b) == {one.pk, two.pk}
    settled(
        browser, PATH,
        {"action": "move", "portfolio": b.pk, "target": c.pk, "client": [one.pk], "came": "list"},
    )  # fmt: skip
    assert (inside(b), inside(c)) == ({two.pk}, {one.pk})
    settled(browser, PATH, {"action": "unplace", "portfolio": b.pk, "client": [two.pk]})
    assert inside(b) == set()
    for change in RightsChange.objects.all():
        browser.post(f"/rights/changes/{change.pk}/undo/")
    assert (inside(b), inside(c)) == (set(), set())


def test_all_that_a_filter_finds_goes_without_naming_it(cast: Cast, signed_in: SignIn) -> None:
    clients = fill_firm(cast.firm, cast.portfolio, 180)
    place(make_person_client(cast.firm), cast.portfolio)
    gardens = {one.pk for one in clients if "Garage" in one.name}
    assert gardens
    browser = signed_in(cast.administrator.user)
    fields = {
        "action": "move", "portfolio": cast.portfolio.pk, "target": cast.other_portfolio.pk,
        "q": "garage", "all": "1", "came": "portfolio",
    }  # fmt: skip
    effect = browser.post(PATH, fields)
    assert f"{len(gardens)} clients" in told(effect)
    assert effect.content.decode().count("<input") < 20
    answer = browser.post(PATH, looked_at(effect))
    assert answer.headers["Location"] == f"/portfolios/{cast.portfolio.pk}/?q=garage"
    assert inside(cast.other_portfolio) == gardens


def test_everything_outside_a_portfolio_is_added_at_once(cast: Cast, signed_in: SignIn) -> None:
    fill_firm(cast.firm, cast.other_portfolio, 120)
    within = place(ClientFactory.create(firm=cast.firm), cast.portfolio)
    browser = signed_in(cast.administrator.user)
    page = browser.get(f"/portfolios/{cast.portfolio.pk}/clients/").content.decode()
    assert f'value="{within.pk}"' not in page
    assert page.count('name="client"') == 50
    pk = cast.portfolio.pk
    fields = {"action": "place", "target": pk, "outside": pk, "all": "1", "came": "add"}
    settled(browser, PATH, fields)
    assert len(inside(cast.portfolio)) == 121


def test_what_is_found_in_between_is_shown_anew(cast: Cast, signed_in: SignIn) -> None:
    fill_firm(cast.firm, cast.portfolio, 5)
    browser = signed_in(cast.administrator.user)
    pk = cast.portfolio.pk
    fields = {"action": "move", "portfolio": pk, "target": cast.other_portfolio.pk, "all": "1"}
    shown = looked_at(browser.post(PATH, fields))
    place(ClientFactory.create(firm=cast.firm), cast.portfolio)
    again = browser.post(PATH, shown)
    assert refusal("changed_since") in again.content.decode()
    assert inside(cast.other_portfolio) == set()
    browser.post(PATH, looked_at(again))
    assert len(inside(cast.other_portfolio)) == 6
    twice = browser.post(PATH, shown)
    assert said(twice) == refusal("no_client")


def test_bad_choices_are_said(cast: Cast, signed_in: SignIn) -> None:
    client = place(ClientFactory.create(firm=cast.firm), cast.portfolio)
    foreign = ClientFactory.create(firm=cast.other_firm)
    abroad = PortfolioFactory.create(firm=cast.other_firm)
    browser = signed_in(cast.administrator.user)
    pk = cast.other_portfolio.pk
    for fields, code in (
        ({"action": "place", "target": pk}, "no_client"),
        ({"action": "place", "client": client.pk}, "portfolio_missing"),
        ({"action": "place", "target": abroad.pk, "client": client.pk}, "unknown_portfolio"),
        ({"action": "place", "target": "9" * 40, "client": client.pk}, "unknown_portfolio"),
        ({"action": "place", "target": pk, "client": foreign.pk}, "unknown_client"),
        ({"action": "place", "target": pk, "client": "x"}, "unknown_client"),
        ({"action": "unplace", "portfolio": pk, "client": client.pk}, "nothing"),
        ({"action": "move", "portfolio": pk, "target": pk, "client": client.pk}, "same_portfolio"),
    ):
        assert said(browser.post(PATH, fields)) == refusal(code), fields
    assert not RightsChange.objects.exists()


def test_thousands_of_ids_are_refused_as_too_large(cast: Cast, signed_in: SignIn) -> None:
    fields = {"action": "place", "target": cast.portfolio.pk, "client": list(range(1, 5000))}
    browser = signed_in(cast.administrator.user)
    browser.raise_request_exception = False
    assert browser.post(PATH, fields).status_code == 400


def test_a_manager_stays_within_their_portfolios(cast: Cast, signed_in: SignIn) -> None:
    mine = PortfolioFactory.create(firm=cast.firm, name="À moi")
    mine.grants.create(firm=cast.firm, member=cast.manager)
    client = place(ClientFactory.create(firm=cast.firm), cast.portfolio)
    unseen = place(ClientFactory.create(firm=cast.firm), cast.other_portfolio)
    browser = signed_in(cast.manager.user)
    pk = cast.portfolio.pk
    settled(browser, PATH, {"action": "place", "target": mine.pk, "client": client.pk})
    assert inside(mine) == {client.pk}
    for fields, code in (
        ({"target": cast.other_portfolio.pk, "client": client.pk}, "unknown_portfolio"),
        ({"target": pk, "client": unseen.pk}, "unknown_client"),
    ):
        answer = browser.post(PATH, {"action": "place", **fields})
        assert said(answer) == refusal(code)
    for person, status in (
        (cast.collaborator, 403), (cast.reader, 403), (cast.staff, 403),
    ):  # fmt: skip
        assert signed_in(person.user).post(PATH, {}).status_code == status
    assert browser.get(PATH).status_code == 405
    assert Browser().post(PATH).status_code == 302


@pytest.mark.parametrize("person", ["administrator", "manager", "collaborator", "reader"])
def test_the_client_list_lets_choose_who_manages(
    cast: Cast, signed_in: SignIn, person: str
) -> None:
    client = place(ClientFactory.create(firm=cast.firm), cast.portfolio)
    browser = signed_in(getattr(cast, person).user)
    text = browser.get("/clients/").content.decode()
    manages = person in {"administrator", "manager"}
    assert (f'name="client" value="{client.pk}"' in text) is manages
    assert ('action="/rights/placing/"' in text) is manages
    if manages:
        assert 'value="move"' not in text
        narrowed = browser.get(f"/clients/?portfolio={cast.portfolio.pk}").content.decode()
        assert 'value="unplace"' in narrowed
        assert f'name="portfolio" value="{cast.portfolio.pk}"' in narrowed


def test_a_national_number_stays_out_of_every_address(cast: Cast, signed_in: SignIn) -> None:
    person = place(make_person_client(cast.firm), cast.portfolio)
    from mandat.clients.national import national_number_of

    number = national_number_of(person)
    browser = signed_in(cast.administrator.user)
    for tail in ("", "clients/"):
        path = f"/portfolios/{cast.portfolio.pk}/{tail}"
        answer = browser.get(path, {"q": number})
        assert answer.status_code == 302
        assert number not in answer.headers["Location"]
    found = browser.post(f"/portfolios/{cast.portfolio.pk}/", {"q": number})
    assert person.name in found.content.decode()
    fields = {"action": "unplace", "portfolio": cast.portfolio.pk, "q": number, "all": "1"}
    effect = browser.post(PATH, fields)
    assert number not in effect.content.decode().split('href="')[-1].split('"')[0]
    answer = browser.post(PATH, looked_at(effect))
    assert number not in answer.headers["Location"]
    assert inside(cast.portfolio) == set()
