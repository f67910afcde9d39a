"""The dashboard counts what the lists show to who looks, in as many queries at any size."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mandat.clients.tests.factories import ClientFactory, fill_firm, make_person_client, place
from mandat.declarations.choices import AnomalyLevel
from mandat.declarations.models import Anomaly, DeclarationFile
from mandat.desk import agenda, priorities
from mandat.desk.stats import Stats, stats_of
from mandat.firms.kept import forget_all
from mandat.firms.models import User
from mandat.firms.tests.factories import Cast
from mandat.firms.tests.statements import of_page
from mandat.identifiers.making import make_nir
from mandat.incidents.actions import open_incident
from mandat.incidents.models import Incident
from mandat.lib.dates import Month
from mandat.messages.models import Message, Thread

SignIn = Callable[[User], Browser]
MOST_QUERIES = 12


def counter(page: str, name: str) -> int:
    found = re.search(rf'data-counter="{name}">([^<]*)<', page)
    assert found
    return int(re.sub(r"\D", "", found.group(1)))


@pytest.fixture
def busy(cast: Cast) -> Cast:
    """Two clients with work: one in the collaborator's portfolio, one in another."""
    seen = place(ClientFactory.create(firm=cast.firm, office=cast.office), cast.portfolio)
    hidden = place(ClientFactory.create(firm=cast.firm, office=cast.office), cast.other_portfolio)
    at = timezone.now()
    for client in (seen, hidden):
        due = date(2026, 1, 5)
        by = cast.staff.user
        open_incident(client, kind="unpaid", by=by, at=at, due_on=due, amount_cents=12_345)
        thread = Thread.objects.create(
            firm=cast.firm, office=cast.office, client=client, subject="Vos cotisations",
            office_wrote_at=at,
        )  # fmt: skip
        Message.objects.create(firm=cast.firm, office=cast.office, thread=thread,
                               author=by, from_office=True, body="Bonjour")  # fmt: skip
        file = DeclarationFile.objects.create(
            firm=cast.firm, name="a.dsn", sha256=str(client.pk), size=1, stored_name=str(client.pk)
        )
        for line in (3, 7):
            Anomaly.objects.create(firm=cast.firm, file=file, client=client, code="siren-key",
                                   level=AnomalyLevel.BLOCKING, line=line, found_at=at)  # fmt: skip
        client.__class__.objects.filter(pk=client.pk).update(open_anomalies=2)
    return cast


@pytest.mark.parametrize(
    ("who", "factor"), [("administrator", 2), ("collaborator", 1), ("newcomer", 0)]
)
def test_counters_are_what_one_sees(busy: Cast, signed_in: SignIn, who: str, factor: int) -> None:
    page = signed_in(getattr(busy, who).user).get("/").content.decode()
    assert counter(page, "incidents") == factor
    assert counter(page, "anomalies") == 2 * factor
    assert counter(page, "messages") == factor


def test_an_empty_desk_says_what_would_be_there(cast: Cast, signed_in: SignIn) -> None:
    page = signed_in(cast.newcomer.user).get("/").content.decode()
    assert "/clients/new/" in page


def test_a_staff_member_goes_to_the_office(cast: Cast, signed_in: SignIn) -> None:
    assert signed_in(cast.staff.user).get("/")["Location"] == "/office/"


def queries_of(browser: Browser, url: str) -> int:
    browser.get(url)  # the first call of a session also writes it
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(url).status_code == 200
    return len(of_page(queries))


def test_as_many_queries_for_ten_clients_as_for_a_thousand(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.collaborator.user)
    fill_firm(cast.firm, cast.portfolio, 10)
    few = queries_of(browser, "/")
    fill_firm(cast.firm, cast.portfolio, 1000, seed=2)
    assert queries_of(browser, "/") == few <= MOST_QUERIES


def test_search_and_switch_keep_to_what_one_sees(cast: Cast, signed_in: SignIn) -> None:
    seen = place(ClientFactory.create(firm=cast.firm, name="Énergie du Val"), cast.portfolio)
    place(ClientFactory.create(firm=cast.firm, name="Énergie cachée"), cast.other_portfolio)
    browser = signed_in(cast.collaborator.user)
    for url in ("/search/?q=energie", "/select/?q=energie&tab=client_documents"):
        page = browser.get(url).content.decode()
        assert "du Val" in page
        assert "cach" not in page
    assert f"/clients/{seen.pk}/documents/" in page
    assert "zzzz" in browser.get("/search/?q=zzzz").content.decode()


def stats(**fields: int) -> Stats:
    none = dict.fromkeys(
        ("clients", "incidents", "anomalies", "to_settle", "small_employers", "small_received",
         "large_employers", "large_received", "belgian_self_employed", "french_self_employed",
         "belgian_employers"), 0,
    )  # fmt: skip
    return Stats(month=Month(2026, 10), **{**none, **fields})


def test_deadlines_follow_the_law() -> None:
    lines = agenda.deadlines(
        stats(small_employers=9, small_received=7, large_employers=2, belgian_self_employed=3),
        today=date(2026, 11, 3),
        language="en",
    )
    assert [line.on for line in lines] == [
        date(2026, 11, 5),
        date(2026, 11, 16),
        date(2026, 12, 31),
    ]
    # The 15th is a Sunday: the next working day.
    assert lines[1].level == "watch"


def test_a_passed_deadline_with_nothing_missing_gives_way_to_the_next() -> None:
    lines = agenda.deadlines(
        stats(small_employers=2, small_received=2), today=date(2026, 11, 20), language="en"
    )
    assert lines[0].on == date(2026, 12, 15)


def test_a_passed_deadline_with_something_missing_stays() -> None:
    lines = agenda.deadlines(
        stats(small_employers=2, small_received=1), today=date(2026, 11, 20), language="en"
    )
    assert (lines[0].on, lines[0].level) == (date(2026, 11, 16), "act")


def test_what_costs_first_comes_first(busy: Cast) -> None:
    today = date(2026, 1, 20)
    facts = priorities.facts_of(busy.collaborator, today=today)
    todos = priorities.settle_first(busy.collaborator, facts, today=today)
    assert todos[0].amount_cents == 12_345
    assert todos[0].level == "act"
    assert {todo.client.pk for todo in todos} == {todos[0].client.pk}


def test_stats_of_a_stranger_are_empty(busy: Cast) -> None:
    assert stats_of(busy.stranger, today=date(2026, 11, 1)).clients == 0


def test_a_national_number_is_searched_without_an_address(cast: Cast, signed_in: SignIn) -> None:
    number = make_nir(Random(5))
    person = place(make_person_client(cast.firm, number=number), cast.portfolio)
    browser = signed_in(cast.collaborator.user)
    assert person.name in browser.post("/search/", {"q": number}).content.decode()
    assert person.name in browser.post("/select/", {"q": number}).content.decode()
    assert browser.get("/search/", {"q": number})["Location"] == "/search/"
    assert browser.get("/select/", {"q": number})["Location"] == "/select/"


def test_a_search_by_post_writes_nothing(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.collaborator.user)
    browser.get("/")
    with CaptureQueriesContext(connection) as queries:
        browser.post("/search/", {"q": "garage"})
    writes = ("INSERT", "UPDATE", "DELETE")
    assert not [sql for sql in of_page(queries) if sql.startswith(writes)]


def test_kept_sums_follow_what_is_done(busy: Cast, signed_in: SignIn, settings: Any) -> None:
    settings.MANDAT_KEPT_SECONDS = 60
    forget_all()
    browser = signed_in(busy.collaborator.user)
    assert counter(browser.get("/").content.decode(), "incidents") == 1
    with CaptureQueriesContext(connection) as again:
        browser.get("/")
    incident = Incident.objects.visible_to(busy.collaborator).get()
    browser.post(f"/incidents/{incident.pk}/settlement/", {"note": "Paid by transfer"})
    with CaptureQueriesContext(connection) as after:
        assert counter(browser.get("/").content.decode(), "incidents") == 0
    assert len(again) < len(after)
    forget_all()
