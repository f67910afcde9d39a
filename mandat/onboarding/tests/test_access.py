"""Who may open which address, with which method."""

from __future__ import annotations

import pytest
from django.test import Client as Browser
from django.utils import timezone

from mandat.clients.models import Client
from mandat.firms.models import User
from mandat.firms.tests.factories import Cast, StaffFactory, UserFactory
from mandat.firms.tests.statements import of_page
from mandat.identifiers import Kind
from mandat.onboarding.actions.adding import add_client, of_affiliate
from mandat.onboarding.actions.asking import NotAllowed, ask_confirmation
from mandat.onboarding.actions.deciding import Decision, decide
from mandat.onboarding.choices import TRANSITIONS, RequestState
from mandat.onboarding.models import Request
from mandat.onboarding.numbers import Subject
from mandat.onboarding.tests import scenes

MEMBER = [
    ("/clients/new/", {"GET", "POST"}),
    ("/clients/new/reading/", {"POST"}),
    ("/clients/new/office/", {"GET", "POST"}),
    ("/clients/new/proof/", {"GET", "POST"}),
    ("/clients/new/services/", {"GET", "POST"}),
    ("/clients/new/request/", {"GET", "POST"}),
    ("/clients/removed/", {"GET"}),
    ("/clients/resilier/", {"GET", "POST"}),
    ("/clients/{client}/removal/", {"GET", "POST"}),
    ("/clients/{client}/return/", {"POST"}),
    ("/requests/", {"GET"}),
    ("/requests/{request}/", {"GET"}),
    ("/requests/{request}/draft/", {"GET", "POST"}),
    ("/requests/{request}/sending/", {"POST"}),
    ("/requests/{request}/cancellation/", {"POST"}),
]
STAFF = [
    ("/office/requests/", {"GET"}),
    ("/office/requests/{request}/", {"GET"}),
    ("/office/requests/{request}/decision/", {"POST"}),
]


@pytest.fixture
def asked(people: Cast) -> Request:
    known = scenes.employer(people.belgian_office)
    client = scenes.listed_client(people.administrator, known.affiliate, people.portfolio)
    subject = Subject(Kind.ENTERPRISE, known.affiliate.number)
    return ask_confirmation(client, subject, scenes.ALL, by=people.administrator, at=timezone.now())


def at(path: str, asked: Request) -> str:
    return path.format(client=asked.client_id, request=asked.pk)


@pytest.mark.parametrize(("path", "methods"), MEMBER + STAFF)
def test_doors_and_methods(
    people: Cast, asked: Request, path: str, methods: set[str], signed_in: object
) -> None:
    of_firm = not path.startswith("/office/")
    staff = UserFactory.create()
    StaffFactory.create(user=staff, office=people.belgian_office)
    right, wrong = people.administrator.user, staff
    if not of_firm:
        right, wrong = wrong, right
    url = at(path, asked)
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        assert getattr(Browser(), method.lower())(url).status_code == 302
        assert getattr(signed_in(wrong), method.lower())(url).status_code == 403
        answered = getattr(signed_in(right), method.lower())(url).status_code
        assert (answered == 405) == (method not in methods), (method, answered)


@pytest.mark.parametrize(("path", "methods"), [one for one in MEMBER if "{" in one[0]])
def test_another_firms_record_is_one_that_does_not_exist(
    people: Cast, asked: Request, path: str, methods: set[str], signed_in: object
) -> None:
    browser: Browser = signed_in(people.stranger.user)
    for method in methods:
        theirs = getattr(browser, method.lower())(at(path, asked))
        none = getattr(browser, method.lower())(path.format(client=987654, request=987654))
        assert theirs.status_code == none.status_code == 404
        theirs_body = scenes.masked(theirs).replace(str(asked.client_id).encode(), b"#")
        none_body = scenes.masked(none).replace(b"987654", b"#")
        assert theirs_body.replace(str(asked.pk).encode(), b"#") == none_body.replace(
            str(asked.pk).encode(), b"#"
        ).replace(str(asked.client_id).encode(), b"#")


def test_another_office_sees_nothing(people: Cast, asked: Request, signed_in: object) -> None:
    french: Browser = signed_in(people.staff.user)
    assert asked.name not in scenes.text(french.get("/office/requests/?all=1"))
    assert french.get(f"/office/requests/{asked.pk}/").status_code == 404
    done = french.post(f"/office/requests/{asked.pk}/decision/", {"decision": "accept"})
    assert done.status_code == 404
    with pytest.raises(NotAllowed, match="other_office"):
        decide(
            asked, Decision(accepted=True), by=people.staff,
            at=timezone.now(), today=timezone.localdate(),
        )  # fmt: skip


def test_a_reader_of_the_office_does_not_decide(
    people: Cast, asked: Request, signed_in: object
) -> None:
    user = UserFactory.create()
    StaffFactory.create(user=user, office=people.belgian_office, role="reader")
    assert signed_in(user).get("/office/requests/").status_code == 403


def test_a_collaborator_sees_requests_of_seen_clients_and_their_own(
    people: Cast, asked: Request, collaborator: Browser, signed_in: object
) -> None:
    assert asked.name in scenes.text(collaborator.get("/requests/"))
    newcomer: Browser = signed_in(people.newcomer.user)
    assert asked.name not in scenes.text(newcomer.get("/requests/"))
    assert newcomer.get(f"/requests/{asked.pk}/").status_code == 404
    Request.objects.update(asked_by=people.newcomer)
    assert asked.name in scenes.text(newcomer.get("/requests/?state=sent"))
    assert asked.name not in scenes.text(newcomer.get("/requests/?state=draft"))


@pytest.mark.parametrize("state", RequestState.values)
@pytest.mark.parametrize("wanted", RequestState.values)
def test_the_table_of_states_refuses_all_others(
    people: Cast, asked: Request, state: str, wanted: str
) -> None:
    from mandat.onboarding.actions.asking import move

    decided = timezone.now() if state in ("accepted", "refused") else None
    Request.objects.filter(pk=asked.pk).update(state=state, decided_at=decided)
    asked.refresh_from_db()
    if wanted in TRANSITIONS[RequestState(state)]:
        asked.decided_at = timezone.now() if wanted in ("accepted", "refused") else None
        move(asked, RequestState(wanted), by=None, at=timezone.now())
        assert asked.steps.last().state == wanted
    else:
        with pytest.raises(NotAllowed):
            move(asked, RequestState(wanted), by=None, at=timezone.now())


@pytest.mark.parametrize("path", ["/requests/", "/office/requests/?all=1", "/clients/removed/"])
def test_lists_cost_the_same_for_few_and_many(
    people: Cast, admin: Browser, office: Browser, path: str
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from mandat.onboarding.actions.leaving import remove_client

    def grow(number: int) -> None:
        for _ in range(number):
            known = scenes.employer(people.belgian_office)
            client = scenes.listed_client(people.administrator, known.affiliate)
            subject = Subject(Kind.ENTERPRISE, known.affiliate.number)
            now = timezone.now()
            ask_confirmation(client, subject, scenes.ALL, by=people.administrator, at=now)
            remove_client(client, by=people.administrator, at=now)

    browser = office if path.startswith("/office") else admin
    counts = []
    browser.get(path)
    for number in (2, 6):
        grow(number)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(path).status_code == 200
        counts.append(len(of_page(captured)))
    assert counts[0] == counts[1]


def test_adding_without_a_member_places_nowhere(people: Cast) -> None:
    known = scenes.employer(people.office)
    user = User.objects.get(pk=people.staff.user_id)
    client = add_client(
        people.firm, of_affiliate(known.affiliate), by=user, member=None, at=timezone.now()
    )
    assert Client.objects.get() == client
    assert not client.placements.exists()
