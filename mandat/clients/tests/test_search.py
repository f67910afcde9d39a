"""Search forgives what people forgive, finds any number, and never leaves the firm."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from mandat.clients import listing, search
from mandat.clients.listing import Filters
from mandat.clients.models import Client
from mandat.clients.tests.factories import ClientFactory, fill_firm, make_person_client, place
from mandat.firms.scope import scope
from mandat.firms.tests.factories import Cast


def found(cast: Cast, text: str, who: str = "administrator") -> set[str]:
    member = getattr(cast, who)
    return {c.name for c in Client.objects.visible_to(member).search(text, member.firm)}


@pytest.fixture
def val(cast: Cast) -> Client:
    return ClientFactory.create(
        firm=cast.firm, name="Total Énergies du Val", trade_name="Chez l'Œuvre",
        number="808112452", account_number="117 000001557412345",
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "total ener", "TOTALENER", "energies", "énergies", "nergi", "val total", "totalenergies",
        "chez l'œuvre", "oeuvre", "808112452", "808 112 452", "808.112", "08112", "80 81 12",
        "80811245200010", "117000001557412345", "117 000001557412345", "to", "T", "du val",
        "FR 12 808112452",
    ],
)  # fmt: skip
def test_what_people_type_finds_the_client(cast: Cast, val: Client, text: str) -> None:
    ClientFactory.create(firm=cast.firm, name="Xylophone", number="552100554")
    if text == "80811245200010":
        from random import Random

        from mandat.identifiers.making import make_siret

        text = make_siret(Random(1), "808112452")
    if text.startswith("FR"):
        text = f"FR{(12 + 3 * (808112452 % 97)) % 97:02d}808112452"
    assert found(cast, text) == {val.name}


@pytest.mark.parametrize("text", ["totale", "808113", "xyz", "…", '"', "total zzz", "*", "a OR b"])
def test_what_is_not_there_is_not_found(cast: Cast, val: Client, text: str) -> None:
    assert found(cast, text) == ({val.name} if text == "totale" else set())


@pytest.mark.parametrize("text", ["0417497106", "BE 0417.497.106", "417 497 106", "BE417497106"])
def test_a_belgian_number_is_found_as_it_is_written(cast: Cast, text: str) -> None:
    client = ClientFactory.create(firm=cast.firm, country="BE", number="0417497106", name="Bakker")
    assert found(cast, text) == {client.name}


def test_nothing_typed_is_no_filter(cast: Cast, val: Client) -> None:
    assert found(cast, "  ") == {val.name}


def test_a_whole_national_number_finds_its_person_in_its_firm(cast: Cast) -> None:
    make_person_client(cast.firm, country="BE", number="85073003328", name="Ann Peeters")
    make_person_client(cast.other_firm, country="BE", number="85073003328", name="Elsewhere")
    assert found(cast, "85.07.30-033.28") == {"Ann Peeters"}
    assert found(cast, "85073003328", "stranger") == {"Elsewhere"}
    assert found(cast, "850730033") == set()
    assert found(cast, "85073003328", "collaborator") == set()


def test_search_stays_within_firm_and_portfolios(cast: Cast) -> None:
    place(ClientFactory.create(firm=cast.firm, name="Toiture Une"), cast.portfolio)
    ClientFactory.create(firm=cast.firm, name="Toiture Deux")
    ClientFactory.create(firm=cast.other_firm, name="Toiture Trois")
    ClientFactory.create(firm=cast.firm, name="Toiture Quatre", removed_at=timezone.now())
    assert found(cast, "toiture") == {"Toiture Une", "Toiture Deux"}
    assert found(cast, "toiture", "collaborator") == {"Toiture Une"}
    assert found(cast, "toiture", "newcomer") == set()
    assert found(cast, "toiture", "stranger") == {"Toiture Trois"}


def test_the_index_follows_every_change(cast: Cast, val: Client) -> None:
    val.name = "Gaz du Val"
    val.search_text = " gaz du val"
    val.save()
    assert found(cast, "energies") == set()
    assert found(cast, "gaz") == {"Gaz du Val"}
    Client.objects.filter(pk=val.pk).update(removed_at=timezone.now())
    assert found(cast, "gaz") == set()
    assert search._ask([["gaz"]], cast.firm.pk) == []
    Client.objects.filter(pk=val.pk).update(removed_at=None)
    assert found(cast, "gaz") == {"Gaz du Val"}
    val.delete()
    assert search._ask([["gaz"]], cast.firm.pk) == []


def test_broad_words_are_walked_to(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST", 2)
    fill_firm(cast.firm, cast.portfolio, 60)
    texts = dict(Client.objects.values_list("name", "search_text"))
    garages = {name for name, text in texts.items() if "garage" in text}
    assert found(cast, "garage") == garages
    assert len(garages) > 2
    assert found(cast, "garage va", "collaborator") == {
        name for name in garages if "va" in texts[name]
    }


def test_the_index_answers_for_its_scope_alone(cast: Cast, val: Client) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("policies are PostgreSQL's")
    with scope(firm_id=cast.firm.pk):
        assert search._ask([["total"]], cast.firm.pk) == [val.pk]
        assert found(cast, "total") == {val.name}
    with scope(firm_id=cast.other_firm.pk):
        assert search._ask([["total"]], cast.firm.pk) == []


def test_grants_with_dates_and_archived_portfolios_count(cast: Cast, val: Client) -> None:
    place(val, cast.portfolio)
    grant = cast.collaborator.grants.get()
    now = timezone.now()
    assert found(cast, "total", "collaborator") == {val.name}
    grant.starts_at = now + timedelta(days=1)
    grant.save()
    assert found(cast, "total", "collaborator") == set()
    grant.starts_at, grant.ends_at = now - timedelta(days=2), now - timedelta(days=1)
    grant.save()
    assert found(cast, "total", "collaborator") == set()
    grant.ends_at = None
    grant.save()
    cast.portfolio.archived_at = now
    cast.portfolio.save()
    assert found(cast, "total", "collaborator") == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("total", True), ("808112452", True), ("85073003328", False), ("85.07.30-033.2", True),
        ("1 80 02 99 999 078", False), ("180029999907861", False), ("1174123451557412345", True),
    ],
)  # fmt: skip
def test_a_national_number_is_kept_out_of_addresses(text: str, expected: bool) -> None:
    assert search.addressable(text) is expected


def test_a_search_does_not_print_what_was_typed() -> None:
    assert "85073003328" not in repr(search.read("85073003328"))


@pytest.mark.parametrize("query", ["garage", "va"])
def test_pages_of_a_broad_search_show_everybody_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    monkeypatch.setattr(search, "MOST", 2)
    fill_firm(cast.firm, cast.portfolio, 60)
    answers = Client.objects.filter(firm=cast.firm)
    if query == "garage":
        wanted = list(answers.filter(search_text__contains=query).order_by("sort_name", "pk"))
        wanted.sort(key=lambda client: not client.sort_name.startswith(query))
    else:
        wanted = list(answers.filter(sort_name__startswith=query).order_by("sort_name", "pk"))
    for size in (1, 3, 7, 50):
        monkeypatch.setattr(listing, "PAGE", size)
        shown, page = [], 1
        while True:
            one = listing.page_of(cast.collaborator, Filters(q=query), page)
            shown += one.clients
            if not one.more:
                break
            page += 1
        assert shown == wanted, size
