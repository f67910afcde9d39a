"""The list of clients: what it shows, to whom, and at what cost."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mandat.clients.listing import Filters, neighbours, page_of
from mandat.clients.models import Client
from mandat.clients.tests.factories import ClientFactory, fill_firm, make_person_client, place
from mandat.firms.models import User
from mandat.firms.tests.factories import Cast
from mandat.firms.tests.statements import of_page

SignIn = Callable[[User], Browser]
HTMX = {"HX-Request": "true"}


def text(answer: object) -> str:
    return answer.content.decode()


def names(answer: object) -> list[str]:
    """The names of the rows."""
    rows = re.findall(r"data-row>(.*?)</a>", text(answer))
    return [re.sub(r"</?mark>", "", row) for row in rows]


def test_an_administrator_sees_all_and_a_collaborator_what_is_granted(
    cast: Cast, signed_in: SignIn
) -> None:
    place(ClientFactory.create(firm=cast.firm, name="Une"), cast.portfolio)
    place(ClientFactory.create(firm=cast.firm, name="Deux"), cast.other_portfolio)
    ClientFactory.create(firm=cast.firm, name="Partie", removed_at=timezone.now())
    ClientFactory.create(firm=cast.other_firm, name="Ailleurs")
    assert names(signed_in(cast.administrator.user).get("/clients/")) == ["Deux", "Une"]
    mine = signed_in(cast.collaborator.user).get("/clients/")
    assert names(mine) == ["Une"]
    assert "Commerce" not in text(mine)
    assert names(signed_in(cast.stranger.user).get("/clients/")) == ["Ailleurs"]


def test_who_has_no_portfolio_is_told_whom_to_ask(cast: Cast, signed_in: SignIn) -> None:
    place(ClientFactory.create(firm=cast.firm), cast.portfolio)
    answer = signed_in(cast.newcomer.user).get("/clients/")
    assert names(answer) == []
    assert 'id="list"' not in text(answer)
    assert "icons.svg#folder" in text(answer)


def test_other_roles_and_methods_are_refused(cast: Cast, signed_in: SignIn) -> None:
    assert signed_in(cast.staff.user).get("/clients/").status_code == 403
    assert signed_in(cast.administrator.user).delete("/clients/").status_code == 405
    assert Browser().get("/clients/").status_code == 302


def test_filters_and_orders(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.administrator.user)
    a = ClientFactory.create(firm=cast.firm, name="Alpha", open_incidents=1, attention=2)
    ClientFactory.create(firm=cast.firm, name="Beta", country="BE", headcount=9, open_anomalies=2)
    make_person_client(cast.firm, name="Gamma")
    place(a, cast.portfolio)
    expected = {
        "": ["Alpha", "Beta", "Gamma"],
        "sort=-name": ["Gamma", "Beta", "Alpha"],
        "sort=incidents": ["Alpha", "Gamma", "Beta"],
        "sort=anomalies": ["Beta", "Gamma", "Alpha"],
        "sort=headcount": ["Beta", "Gamma", "Alpha"],
        "sort=added": ["Gamma", "Beta", "Alpha"],
        "sort=attention": ["Alpha", "Beta", "Gamma"],
        "sort=nonsense&portfolio=x": ["Alpha", "Beta", "Gamma"],
        "country=BE": ["Beta"],
        "country=BE&country=FR": ["Alpha", "Beta", "Gamma"],
        "kind=self_employed": ["Gamma"],
        "attention=1": ["Alpha"],
        f"portfolio={cast.portfolio.pk}": ["Alpha"],
        "q=alph": ["Alpha"],
        "q=alph&country=BE": [],
        "page=7": [],
    }
    for query, wanted in expected.items():
        assert names(browser.get(f"/clients/?{query}")) == wanted, query


def test_a_portfolio_that_is_not_mine_filters_to_nothing(cast: Cast, signed_in: SignIn) -> None:
    client = ClientFactory.create(firm=cast.firm, name="Deux portefeuilles")
    place(client, cast.portfolio, cast.other_portfolio)
    browser = signed_in(cast.collaborator.user)
    assert names(browser.get(f"/clients/?portfolio={cast.portfolio.pk}")) == [client.name]
    answer = browser.get(f"/clients/?portfolio={cast.other_portfolio.pk}")
    assert names(answer) == []
    assert "Commerce" not in text(answer)


def test_grants_with_dates_and_archives(cast: Cast, signed_in: SignIn) -> None:
    place(ClientFactory.create(firm=cast.firm, name="Prêtée"), cast.portfolio)
    browser, grant, now = signed_in(cast.collaborator.user), cast.collaborator.grants.get(), None
    now = timezone.now()
    for starts, ends, seen in [
        (None, None, ["Prêtée"]),
        (now - timedelta(1), now + timedelta(1), ["Prêtée"]),
        (now + timedelta(1), None, []),
        (None, now - timedelta(1), []),
    ]:
        grant.starts_at, grant.ends_at = starts, ends
        grant.save()
        assert names(browser.get("/clients/")) == seen
    grant.ends_at = None
    grant.save()
    cast.portfolio.archived_at = now
    cast.portfolio.save()
    assert names(browser.get("/clients/")) == []


def test_the_match_is_marked_and_links_carry_the_filter(cast: Cast, signed_in: SignIn) -> None:
    client = ClientFactory.create(firm=cast.firm, name="Total Énergies")
    answer = text(signed_in(cast.administrator.user).get("/clients/?q=energ"))
    assert "<mark>Énerg</mark>" in answer
    assert f"/clients/{client.pk}/applications/?from=q%3Denerg" in answer


def test_a_national_number_is_searched_by_post_and_never_in_an_address(
    cast: Cast, signed_in: SignIn
) -> None:
    number = "85073003328"
    make_person_client(cast.firm, country="BE", number=number, name="Ann Peeters")
    browser = signed_in(cast.administrator.user)
    answer = browser.post("/clients/", {"q": "85.07.30-033.28"})
    assert names(answer) == ["Ann Peeters"]
    links = re.findall(r'(?:href|action|hx-get)="([^"]*)"', text(answer))
    assert not any("033" in link for link in links)
    part = browser.post("/clients/", {"q": number}, headers=HTMX)
    assert names(part) == ["Ann Peeters"]
    assert part.headers["HX-Push-Url"] == "false"
    misplaced = browser.get(f"/clients/?q={number}&kind=employer")
    assert misplaced.headers["Location"] == "/clients/?misplaced=1&kind=employer"
    misplaced = browser.get("/clients/?misplaced=1")
    assert number not in text(misplaced)
    assert "callout watch" in text(misplaced)
    assert number not in text(browser.get("/clients/"))


def test_any_other_search_by_post_gets_an_address(cast: Cast, signed_in: SignIn) -> None:
    answer = signed_in(cast.administrator.user).post("/clients/", {"q": "val", "kind": "employer"})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/clients/?q=val&kind=employer"


def test_htmx_gets_the_list_alone(cast: Cast, signed_in: SignIn) -> None:
    ClientFactory.create(firm=cast.firm, name="Alpha")
    answer = text(signed_in(cast.administrator.user).get("/clients/?q=alp", headers=HTMX))
    assert answer.lstrip().startswith('<div class="stack" id="list">')
    assert "<html" not in answer


def test_fifty_rows_and_then_more(cast: Cast, signed_in: SignIn) -> None:
    fill_firm(cast.firm, cast.portfolio, 120)
    browser = signed_in(cast.collaborator.user)
    pages = [names(browser.get(f"/clients/?page={page}")) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [50, 50, 20, 0]
    everything = list(Client.objects.order_by("sort_name", "pk").values_list("name", flat=True))
    assert [name for page in pages for name in page] == everything


@pytest.mark.parametrize("query", ["", "?q=garage", "?attention=1&sort=incidents", "?q=e"])
def test_queries_do_not_grow_with_the_list(cast: Cast, signed_in: SignIn, query: str) -> None:
    browser = signed_in(cast.collaborator.user)
    fill_firm(cast.firm, cast.portfolio, 30)
    browser.get(f"/clients/{query}")
    with CaptureQueriesContext(connection) as few:
        browser.get(f"/clients/{query}")
    fill_firm(cast.firm, cast.portfolio, 2200, seed=2)
    with CaptureQueriesContext(connection) as many:
        browser.get(f"/clients/{query}")
    said = of_page(many)
    assert len(said) <= len(of_page(few))
    assert len(said) <= 12, "\n".join(said)


@pytest.mark.parametrize("sort", ["", "-name", "attention", "incidents", "headcount"])
@pytest.mark.parametrize("known", [10, 2000])
def test_neighbours_follow_the_list(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, sort: str, known: int
) -> None:
    from mandat.clients import listing

    monkeypatch.setattr(listing, "_KNOWN", known)
    fill_firm(cast.firm, cast.portfolio, 60)
    filters = Filters(sort=sort)
    rows = page_of(cast.collaborator, filters).clients
    for at in (0, 4, 30):
        before, after, rank, total = neighbours(cast.collaborator, filters, rows[at])
        assert total == 60
        if rank is None:
            assert (known, at) == (10, 30)
            if sort in {"", "-name"}:
                assert (before, after) == (rows[at - 1], rows[at + 1])
            continue
        assert (before, after) == (rows[at - 1] if at else None, rows[at + 1])
        assert rank == at + 1


def test_neighbours_in_a_search_and_of_a_stranger(cast: Cast) -> None:
    a, b = (place(ClientFactory.create(firm=cast.firm, name=f"Toit {n}"), cast.portfolio)
            for n in "ab")  # fmt: skip
    other = ClientFactory.create(firm=cast.firm, name="Toit c")
    found = Filters.read("q=toit")
    assert neighbours(cast.collaborator, found, a) == (None, b, 1, 2)
    assert neighbours(cast.collaborator, found, other) == (None, None, None, 2)
    assert neighbours(cast.collaborator, Filters(q="zzz"), a) == (None, None, None, 0)


def test_a_filter_reads_back_what_it_writes() -> None:
    filters = Filters(q="à & b", portfolio=3, country="BE", kind="employer", attention=True,
                      sort="-name")  # fmt: skip
    assert Filters.read(filters.as_query()) == filters
    assert Filters(q="85073003328").as_query() == ""
