"""What a firm sees of incidents: its own, by cost, to settle once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mandat.clients.models import Client
from mandat.firms.models import User
from mandat.firms.tests.factories import Cast
from mandat.firms.tests.statements import of_page
from mandat.incidents import listing
from mandat.incidents.actions import settle_incident
from mandat.incidents.choices import Closure, IncidentKind
from mandat.incidents.models import Incident
from mandat.incidents.tests.factories import NOW, make_clients, make_incident

SignIn = Callable[[User], Browser]
TODAY = timezone.localdate()


def test_the_list_is_what_the_dashboard_counts(cast: Cast, signed_in: SignIn) -> None:
    mine, theirs, foreign = make_clients(cast)
    soon = make_incident(mine, due_on=TODAY + timedelta(days=2), amount_cents=100)
    late = make_incident(mine, due_on=TODAY - timedelta(days=2), amount_cents=100)
    done = make_incident(mine)
    settle_incident(done, note="Fait", by=cast.collaborator.user, at=NOW)
    make_incident(theirs)
    make_incident(foreign)
    page = signed_in(cast.collaborator.user).get(reverse("incidents:list"))
    assert page.status_code == 200
    assert [row.pk for row in page.context["page"]] == [late.pk, soon.pk]
    mine.refresh_from_db()
    assert page.context["page"].paginator.count == mine.open_incidents
    assert "Garage du Val" not in page.content.decode()
    everything = signed_in(cast.administrator.user).get(reverse("incidents:list"))
    assert everything.context["page"].paginator.count == 3
    nobody = signed_in(cast.newcomer.user).get(reverse("incidents:list"))
    assert nobody.context["page"].paginator.count == 0


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=settled", 1),
        ("state=all", 4),
        ("state=nonsense", 3),
        ("kind=late", 1),
        ("kind=nonsense", 3),
        ("overdue=1", 1),
        ("q=bélier", 1),
        ("q=energie", 2),
        ("q=document", 1),
        ("q=%00", 3),
        ("q=garage%00", 1),
        ("period=2026-10-01", 1),
        ("period=never", 3),
        ("client=99999999999999999", 0),
        ("client=abc", 3),
        ("page=77", 3),
        ("view=causes", 3),
    ],
)
def test_filters(cast: Cast, signed_in: SignIn, query: str, found: int) -> None:
    mine, theirs, _ = make_clients(cast)
    make_incident(mine, kind="late", due_on=TODAY - timedelta(days=1), note="Voir Bélier")
    make_incident(mine, kind="document", period=date(2026, 10, 1))
    make_incident(theirs, kind="unpaid")
    done = make_incident(mine, kind="missing")
    settle_incident(done, note="Fait", by=cast.collaborator.user, at=NOW)
    page = signed_in(cast.administrator.user).get(reverse("incidents:list") + f"?{query}")
    assert page.status_code == 200
    assert page.context["page"].paginator.count == found


def test_client_filter_names_the_client_only_to_who_sees_it(cast: Cast, signed_in: SignIn) -> None:
    mine, theirs, _ = make_clients(cast)
    make_incident(mine)
    make_incident(theirs)
    browser = signed_in(cast.collaborator.user)
    here = reverse("incidents:list")
    assert "Boulangerie" in browser.get(f"{here}?client={mine.pk}").content.decode()
    hidden = browser.get(f"{here}?client={theirs.pk}")
    absent = browser.get(f"{here}?client=999999")
    assert "Garage" not in hidden.content.decode()
    assert hidden.context["page"].paginator.count == absent.context["page"].paginator.count == 0


def test_by_cause_puts_equal_incidents_on_one_line(cast: Cast, signed_in: SignIn) -> None:
    mine, theirs, _ = make_clients(cast)
    for client in (mine, theirs):
        make_incident(client, kind="late", period=date(2026, 10, 1), amount_cents=1000)
    make_incident(mine, kind="document", amount_cents=None)
    page = signed_in(cast.administrator.user).get(reverse("incidents:list") + "?view=causes")
    lines = {(row["kind"], row["incidents"], row["clients"]) for row in page.context["causes"]}
    assert lines == {("late", 2, 2), ("document", 1, 1)}


def test_settle_once_with_a_note_and_take_it_back(cast: Cast, signed_in: SignIn) -> None:
    mine, *_ = make_clients(cast)
    incident = make_incident(mine, due_on=TODAY + timedelta(days=3), note="Relance du 3")
    browser = signed_in(cast.collaborator.user)
    here = reverse("incidents:detail", args=[incident.pk])
    page = browser.get(here)
    assert page.status_code == 200
    assert "Relance du 3" in page.content.decode()
    settlement = reverse("incidents:settlement", args=[incident.pk])
    refused = browser.post(settlement, {"note": "  "})
    assert refused.status_code == 422
    mine.refresh_from_db()
    assert mine.open_incidents == 1
    done = browser.post(settlement, {"note": "Virement fait <b>hier</b>"}, follow=True)
    assert done.redirect_chain == [(here, 302)]
    assert "&lt;b&gt;hier" in done.content.decode()
    assert reverse("incidents:reopening", args=[incident.pk]) in done.content.decode()
    mine.refresh_from_db()
    assert mine.open_incidents == 0
    # A colleague who had the page open is told who was quicker; nothing changes.
    late = signed_in(cast.administrator.user).post(settlement, {"note": "Moi aussi"}, follow=True)
    assert "Camille Collaboratrice" in late.content.decode()
    incident.refresh_from_db()
    assert incident.settlement == "Virement fait <b>hier</b>"
    browser.post(reverse("incidents:reopening", args=[incident.pk]))
    mine.refresh_from_db()
    assert mine.open_incidents == 1
    assert "Virement fait" in browser.get(here).content.decode()  # the history keeps it


def test_what_the_office_closed_only_the_office_opens(cast: Cast, signed_in: SignIn) -> None:
    mine, *_ = make_clients(cast)
    incident = make_incident(mine)
    settle_incident(incident, note="Erreur", by=cast.staff.user, at=NOW, closure=Closure.WITHDRAWN)
    browser = signed_in(cast.collaborator.user)
    page = browser.get(reverse("incidents:detail", args=[incident.pk]))
    assert "Olive Office" not in page.content.decode()
    browser.post(reverse("incidents:reopening", args=[incident.pk]))
    incident.refresh_from_db()
    assert incident.settled_at is not None


@pytest.mark.parametrize("name", ["detail", "settlement", "reopening"])
def test_doors(cast: Cast, signed_in: SignIn, name: str) -> None:
    mine, theirs, foreign = make_clients(cast)
    here = make_incident(mine).pk
    posts = name != "detail"

    def status(user: User, pk: int) -> int:
        browser, url = signed_in(user), reverse(f"incidents:{name}", args=[pk])
        answer = browser.post(url, {"note": "x"}) if posts else browser.get(url)
        return int(answer.status_code)

    assert status(cast.collaborator.user, make_incident(theirs).pk) == 404
    assert status(cast.administrator.user, make_incident(foreign).pk) == 404
    assert status(cast.stranger.user, here) == 404
    assert status(cast.newcomer.user, here) == 404
    assert status(cast.staff.user, here) == 403
    assert status(cast.administrator.user, 2**70) == 404
    browser, url = signed_in(cast.administrator.user), reverse(f"incidents:{name}", args=[here])
    wrong = browser.get(url) if posts else browser.post(url)
    assert wrong.status_code == 405
    assert Browser().get(url).status_code == 302
    assert Incident.objects.open().count() == 3
    removed = Client.objects.get(pk=mine.pk)
    removed.removed_at = NOW
    removed.save()
    assert status(cast.administrator.user, here) == 404


def test_list_is_for_members_and_reads_only(cast: Cast, signed_in: SignIn) -> None:
    url = reverse("incidents:list")
    assert signed_in(cast.staff.user).get(url).status_code == 403
    assert signed_in(cast.administrator.user).post(url).status_code == 405


@pytest.mark.parametrize("query", ["", "?view=causes", "?state=all&q=a"])
def test_number_of_queries_does_not_grow(cast: Cast, signed_in: SignIn, query: str) -> None:
    mine, *_ = make_clients(cast)
    browser, url = signed_in(cast.collaborator.user), reverse("incidents:list") + query

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(url).status_code == 200
        return len(of_page(queries))

    for n in range(2):
        make_incident(mine, kind=IncidentKind.values[n])
    browser.get(url)
    few = count()
    for n in range(60):
        make_incident(mine, kind=IncidentKind.values[n % 7], due_on=TODAY + timedelta(days=n))
    assert count() == few


def test_reading_in_order_shows_the_same(cast: Cast) -> None:
    mine, theirs, foreign = make_clients(cast)
    for client in (mine, theirs, foreign):
        make_incident(client)
    gone = make_incident(mine)
    Client.objects.filter(pk=theirs.pk).update(removed_at=NOW)
    for member in (cast.administrator, cast.collaborator, cast.newcomer, cast.stranger):
        usual = set(Incident.objects.visible_to(member))
        assert set(Incident.objects.visible_to(member, in_order=True)) == usual
    assert gone in Incident.objects.visible_to(cast.collaborator, in_order=True)


def test_a_long_list_is_paged_in_the_order_of_cost(
    cast: Cast, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "_WALK", 1)
    mine, theirs, foreign = make_clients(cast)
    own = [
        make_incident(mine, due_on=TODAY + timedelta(days=n % 30) if n % 9 else None)
        for n in range(60)
    ]
    make_incident(theirs)
    make_incident(foreign)
    browser, address = signed_in(cast.collaborator.user), reverse("incidents:list")
    pages = [browser.get(address, {"page": n}).context["page"] for n in (1, 2)]
    shown = [incident for page in pages for incident in page]
    own.sort(key=lambda each: (each.due_on is None, each.due_on or TODAY, each.pk))
    assert shown == own
    assert pages[0].paginator.count == 60
