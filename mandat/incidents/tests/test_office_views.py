"""What an office does with incidents: opens them for a firm's client, follows, closes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mandat.clients.tests.factories import ClientFactory
from mandat.firms.models import AuditEvent, User
from mandat.firms.permissions import StaffRole
from mandat.firms.tests.factories import Cast, StaffFactory
from mandat.incidents.actions import settle_incident
from mandat.incidents.choices import Closure
from mandat.incidents.models import Incident
from mandat.incidents.tests.factories import NOW, make_clients, make_incident

SignIn = Callable[[User], Browser]
NEW = "incidents:office_new"


def test_open_for_a_client_of_a_firm(cast: Cast, signed_in: SignIn) -> None:
    mine, _, foreign = make_clients(cast)
    elsewhere = ClientFactory.create(firm=cast.firm, office=cast.belgian_office, name="Énergie")
    browser = signed_in(cast.staff.user)
    url = reverse(NEW)
    assert browser.get(url).context["found"] == []
    assert browser.get(url + "?q=energie").context["found"] == [mine]
    spaced = f"{mine.number[:3]} {mine.number[3:6]} {mine.number[6:]}"
    assert browser.get(url, {"q": spaced}).context["found"] == [mine]
    assert browser.get(url, {"q": "Loin"}).context["found"] == [foreign]
    assert browser.get(f"{url}?client={elsewhere.pk}").status_code == 404
    assert browser.get(f"{url}?client={'9' * 40}").status_code == 404
    assert browser.get(f"{url}?client={mine.pk}").status_code == 200
    facts = {
        "client": mine.pk, "kind": "unpaid", "period": "2026-T3", "amount": "1 234,56 €",
        "due_on": "2026-12-05", "note": "Solde du trimestre",
    }  # fmt: skip
    wrong = browser.post(url, facts | {"amount": "beaucoup", "period": "jadis"})
    assert wrong.status_code == 422
    assert "Solde du trimestre" in wrong.content.decode()  # nothing typed is lost
    answer = browser.post(url, facts)
    incident = Incident.objects.get()
    assert answer.headers["Location"] == reverse("incidents:office_detail", args=[incident.pk])
    assert (incident.firm, incident.office, incident.client) == (cast.firm, cast.office, mine)
    assert (incident.period, incident.amount_cents) == (date(2026, 7, 1), 123_456)
    mine.refresh_from_db()
    assert (mine.open_incidents, mine.next_due_on) == (1, date(2026, 12, 5))
    assert AuditEvent.objects.filter(firm=cast.firm, action="incident.opened").count() == 1
    assert browser.post(url, facts | {"client": elsewhere.pk}).status_code == 404
    assert browser.post(url, facts | {"client": ""}).status_code == 200  # choose one first


def test_list_shows_the_firms_words(cast: Cast, signed_in: SignIn) -> None:
    mine, _, foreign = make_clients(cast)
    belgian = ClientFactory.create(firm=cast.firm, office=cast.belgian_office, name="Vlaams Huis")
    make_incident(belgian)
    make_incident(foreign)
    settle_incident(make_incident(mine), note="Payé lundi", by=cast.collaborator.user, at=NOW)
    browser, url = signed_in(cast.staff.user), reverse("incidents:office_list")
    still = browser.get(url)
    assert [row.client for row in still.context["page"]] == [foreign]
    done = browser.get(url + "?state=settled")
    assert "Payé lundi" in done.content.decode()
    assert "Vlaams" not in browser.get(url + "?state=all").content.decode()
    assert browser.get(url + "?q=nothingatall").status_code == 200


@pytest.mark.parametrize(
    ("name", "closure"),
    [("office_settlement", Closure.OFFICE), ("office_withdrawal", Closure.WITHDRAWN)],
)
def test_close_and_open_again(cast: Cast, signed_in: SignIn, name: str, closure: Closure) -> None:
    mine, *_ = make_clients(cast)
    incident = make_incident(mine)
    browser = signed_in(cast.staff.user)
    url = reverse(f"incidents:{name}", args=[incident.pk])
    assert browser.post(url, {"note": ""}).status_code == 422
    assert browser.post(url, {"note": "Reçu"}).status_code == 302
    incident.refresh_from_db()
    mine.refresh_from_db()
    assert (incident.closure, mine.open_incidents) == (closure, 0)
    assert browser.post(url, {"note": "Encore"}, follow=True).status_code == 200
    assert browser.get(reverse("incidents:office_detail", args=[incident.pk])).status_code == 200
    browser.post(reverse("incidents:office_reopening", args=[incident.pk]))
    browser.post(reverse("incidents:office_reopening", args=[incident.pk]))
    mine.refresh_from_db()
    assert mine.open_incidents == 1


@pytest.mark.parametrize(
    "name", ["office_detail", "office_settlement", "office_withdrawal", "office_reopening"]
)
def test_doors(cast: Cast, signed_in: SignIn, name: str) -> None:
    mine, *_ = make_clients(cast)
    url = reverse(f"incidents:{name}", args=[make_incident(mine).pk])
    other = StaffFactory.create(office=cast.belgian_office)
    reader = StaffFactory.create(office=cast.office, role=StaffRole.READER)

    def status(user: User) -> int:
        browser = signed_in(user)
        answer = browser.get(url) if name == "office_detail" else browser.post(url, {"note": "x"})
        return int(answer.status_code)

    assert status(other.user) == 404
    assert status(reader.user) == 403
    assert status(cast.administrator.user) == 403
    browser = signed_in(cast.staff.user)
    wrong = browser.post(url) if name == "office_detail" else browser.get(url)
    assert wrong.status_code == 405
    assert Incident.objects.open().count() == 1


@pytest.mark.parametrize("name", ["office_list", "office_new"])
def test_doors_of_lists(cast: Cast, signed_in: SignIn, name: str) -> None:
    url = reverse(f"incidents:{name}")
    assert signed_in(cast.administrator.user).get(url).status_code == 403
    reader = StaffFactory.create(office=cast.office, role=StaffRole.READER)
    assert signed_in(reader.user).get(url).status_code == 403
    assert signed_in(cast.staff.user).delete(url).status_code == 405


@pytest.mark.parametrize("path", ["office/incidents/", "office/incidents/new/?q=client"])
def test_number_of_queries_does_not_grow(cast: Cast, signed_in: SignIn, path: str) -> None:
    browser = signed_in(cast.staff.user)

    def add(n: int) -> None:
        for rank in range(n):
            make_incident(
                ClientFactory.create(firm=cast.firm, office=cast.office, name=f"Client {rank}")
            )

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get("/" + path).status_code == 200
        return len(queries)

    add(2)
    browser.get("/" + path)
    few = count()
    add(60)
    assert count() == few
