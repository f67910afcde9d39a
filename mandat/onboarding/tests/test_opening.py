"""L17: a grey dot leads to asking for the service, by the policy of the client's office."""

from __future__ import annotations

import threading

import pytest
from django.core import mail
from django.db import connection
from django.test import Client as Browser
from django.utils import timezone

from mandat.affiliates.choices import AccountKind, Service
from mandat.affiliates.tests.factories import AccountFactory, AffiliateFactory
from mandat.clients.models import Client, ClientService
from mandat.clients.templatetags.clients import service_dots
from mandat.clients.tests.factories import ClientFactory
from mandat.firms.choices import ProofPolicy
from mandat.firms.models import AuditEvent, Office
from mandat.firms.scope import scope
from mandat.firms.tests.factories import Cast, make_cast
from mandat.identifiers import making
from mandat.onboarding.actions.asking import NotAllowed
from mandat.onboarding.actions.leaving import remove_client
from mandat.onboarding.actions.opening import ask_service
from mandat.onboarding.models import Request
from mandat.onboarding.tests import scenes
from mandat.onboarding.tests.scenes import state_of, text


def with_all_closed(people: Cast, office: Office, **fields: str) -> Client:
    """An employer on the list of Camille's portfolio, with nothing open."""
    known = scenes.employer(office, **fields)
    client = scenes.listed_client(people.administrator, known.affiliate, people.portfolio)
    ClientService.objects.filter(client=client).update(state="none")
    return client


def path(client: Client, service: str = "organisation") -> str:
    return f"/clients/{client.pk}/services/{service}/request/"


def state(client: Client, service: str = "organisation") -> str:
    return str(client.services.get(service=service).state)


def decide(office: Browser, request: Request, decision: str) -> None:
    url = f"/office/requests/{request.pk}/decision/"
    office.post(url, {"decision": decision, "answer": "No mandate came."})
    request.refresh_from_db()


@pytest.mark.parametrize("policy", [ProofPolicy.DECLARATION, ProofPolicy.NONE])
@pytest.mark.parametrize("before", ["none", "ended"])
def test_a_proven_client_opens_at_once(
    collaborator: Browser,
    people: Cast,
    policy: str,
    before: str,
    django_capture_on_commit_callbacks: object,
) -> None:
    Office.objects.filter(pk=people.office.pk).update(proof_policy=policy)
    client = with_all_closed(people, people.office)
    ClientService.objects.filter(client=client).update(state=before)
    mail.outbox.clear()
    page = text(collaborator.get(path(client)))
    assert "It opens at once" in page
    assert state(client) == before
    with django_capture_on_commit_callbacks(execute=True):
        done = collaborator.post(path(client))
    assert done.headers["Location"] == f"/clients/{client.pk}/"
    assert (state(client), state(client, "employees")) == ("active", before)
    (event,) = AuditEvent.objects.filter(action="client.service_changed")
    assert event.actor == people.collaborator.user
    assert event.details == {"service": "organisation", "before": before, "after": "active"}
    assert not Request.objects.exists()
    (told,) = mail.outbox
    assert told.to == [client.affiliate.contacts.get().email]
    assert "Organisation" in told.body
    assert client.number not in told.subject + told.body


def test_the_office_confirms(
    collaborator: Browser,
    office: Browser,
    people: Cast,
    django_capture_on_commit_callbacks: object,
) -> None:
    client = with_all_closed(people, people.belgian_office)
    assert "The office confirms first" in text(collaborator.get(path(client)))
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        done = collaborator.post(path(client))
    request = Request.objects.get()
    assert done.headers["Location"] == f"/requests/{request.pk}/"
    assert (request.kind, request.state, request.client) == ("confirmation", "sent", client)
    assert (request.services, request.asked_by) == (["organisation"], people.collaborator)
    assert state(client) == "pending"
    steps = AuditEvent.objects.filter(action="client.service_changed").order_by("number")
    assert [event.details["after"] for event in steps] == ["asked", "pending"]
    assert len(mail.outbox) == 1
    assert "asked for already" in text(collaborator.get(path(client)))
    assert f"/requests/{request.pk}/" in text(collaborator.get(path(client)))
    assert request.name in text(office.get("/office/requests/"))
    decide(office, request, "accept")
    assert (request.state, state(client)) == ("accepted", "active")
    assert "open already" in text(collaborator.get(path(client)))


def test_a_refusal_is_readable_and_it_can_be_asked_again(
    collaborator: Browser, office: Browser, people: Cast
) -> None:
    client = with_all_closed(people, people.belgian_office)
    collaborator.post(path(client))
    request = Request.objects.get()
    decide(office, request, "refuse")
    assert (request.state, state(client)) == ("refused", "none")
    assert "No mandate came." in text(collaborator.get(f"/requests/{request.pk}/"))
    page = text(collaborator.get(path(client)))
    assert "No mandate came." in page
    assert "No mandate came." not in text(collaborator.get(path(client, "employees")))
    collaborator.post(path(client))
    assert Request.objects.filter(state="sent").count() == 1
    assert state(client) == "pending"


def test_a_request_is_cancelled_from_its_page(
    collaborator: Browser, office: Browser, people: Cast
) -> None:
    client = with_all_closed(people, people.belgian_office)
    for service in ("organisation", "employees"):  # two may wait side by side
        assert "/requests/" in collaborator.post(path(client, service)).headers["Location"]
    first = Request.objects.get(services=["organisation"])
    assert "Cancel the request" in text(collaborator.get(f"/requests/{first.pk}/"))
    collaborator.post(f"/requests/{first.pk}/cancellation/")
    first.refresh_from_db()
    assert first.state == "cancelled"
    assert (state(client), state(client, "employees")) == ("none", "pending")
    decide(office, first, "accept")
    assert state(client) == "none"
    decide(office, Request.objects.get(services=["employees"]), "accept")
    assert (state(client), state(client, "employees")) == ("none", "active")


def test_a_member_who_no_longer_sees_the_client_cannot_cancel(
    collaborator: Browser, people: Cast
) -> None:
    client = with_all_closed(people, people.belgian_office)
    collaborator.post(path(client))
    client.placements.all().delete()
    request = Request.objects.get()
    collaborator.post(f"/requests/{request.pk}/cancellation/")
    request.refresh_from_db()
    assert (request.state, state(client)) == ("sent", "pending")


def test_what_cannot_be_asked_is_said_and_changes_nothing(admin: Browser, people: Cast) -> None:
    french, belgian = people.office, people.belgian_office
    Office.objects.filter(pk=french.pk).update(services=["organisation"])
    company = AffiliateFactory.create(office=belgian)
    AccountFactory.create(affiliate=company, kind=AccountKind.COMPANY)
    fund_only = scenes.listed_client(people.administrator, company)
    ClientService.objects.filter(client=fund_only).update(state="none")
    said = [
        (path(with_all_closed(people, french), "employees"), "does not offer"),
        (path(ClientFactory.create(firm=people.firm, office=None)), "has no office yet"),
        (path(ClientFactory.create(firm=people.firm, office=french)), "asks for a proof first"),
        (path(fund_only, "employees"), "This service is for employers"),
    ]
    for url, words in said:
        assert words in text(admin.get(url)), url
        done = admin.post(url)
        assert done.headers["Location"] == url
        assert "Nothing was asked for" in text(admin.get(url))
    assert not Request.objects.exists()
    assert not ClientService.objects.exclude(state__in=["none"]).exists()


def test_what_the_office_does_not_know_leads_to_affiliating(admin: Browser, people: Cast) -> None:
    number = making.make_enterprise(scenes.rng)
    client = ClientFactory.create(
        firm=people.firm, office=people.belgian_office, country="BE", number=number
    )
    page = admin.get(path(client))
    assert "does not know this client yet" in text(page)
    form = admin.post("/clients/new/request/", {"state": state_of(page), "kind": "affiliation"})
    assert form.status_code == 200
    assert "Affiliation" in text(form)
    answers = {
        "name": "Bakkerij", "street": "Kaai 4", "postcode": "9000", "city": "Gent",
        "activity": "10.71", "starts_on": "2027-01-01", "legal_form": "srl",
        "services": ["organisation"], "send": "1", "kind": "affiliation",
    }  # fmt: skip
    admin.post("/clients/new/request/", {"state": state_of(form), **answers})
    request = Request.objects.get()
    page = text(admin.get(path(client)))
    assert f"/requests/{request.pk}/" in page
    assert "Affiliate this employer" not in page


def test_a_file_that_came_later_is_tied_to_the_client(admin: Browser, people: Cast) -> None:
    known = scenes.employer(people.belgian_office)
    client = ClientFactory.create(
        firm=people.firm, office=people.belgian_office, country="BE", number=known.affiliate.number
    )
    admin.post(path(client))
    client.refresh_from_db()
    assert (client.affiliate, state(client)) == (known.affiliate, "pending")
    assert client.account_number == known.account.number


def test_a_removed_client_and_a_second_who_asks(people: Cast) -> None:
    client = with_all_closed(people, people.belgian_office)
    by, now = people.administrator, timezone.now()
    ask_service(client, Service.ORGANISATION, by=by, at=now)
    with pytest.raises(NotAllowed, match="waiting"):
        ask_service(client, Service.ORGANISATION, by=by, at=now)
    remove_client(client, by=by, at=now)
    assert Request.objects.get().state == "cancelled"
    with pytest.raises(NotAllowed, match="removed"):
        ask_service(client, Service.EMPLOYEES, by=by, at=now)


@pytest.mark.parametrize("method", ["get", "post"])
def test_doors(people: Cast, signed_in: object, method: str) -> None:
    client = with_all_closed(people, people.office)
    who = [people.newcomer.user, people.stranger.user]
    for user in who:
        browser: Browser = signed_in(user)
        assert getattr(browser, method)(path(client)).status_code == 404
    seen: Browser = signed_in(people.collaborator.user)
    assert getattr(seen, method)(path(client, "nonsense")).status_code == 404
    assert getattr(signed_in(people.staff.user), method)(path(client)).status_code == 403
    assert getattr(Browser(), method)(path(client)).status_code == 302
    assert state(client) == "none"


def test_grey_dots_and_the_applications_lead_there(admin: Browser, people: Cast) -> None:
    client = with_all_closed(people, people.office)
    ClientService.objects.filter(client=client, service="employees").update(state="active")
    dots = service_dots(client)
    assert path(client) in dots
    assert path(client, "employees") not in dots
    page = text(admin.get(f"/clients/{client.pk}/applications/"))
    assert page.count(path(client)) == 2  # the dot above, the button below
    assert path(client, "employees") not in page
    assert path(client) in text(admin.get("/clients/"))


def test_asked_twice_at_once(committed: None) -> None:
    people = make_cast()
    client = with_all_closed(people, people.belgian_office)
    outcomes: list[str] = []
    together = threading.Barrier(3)

    def ask() -> None:
        try:
            together.wait(timeout=20)
            with scope(firm_id=people.firm.pk):
                ask_service(
                    client, Service.ORGANISATION, by=people.administrator, at=timezone.now()
                )
            outcomes.append("asked")
        except NotAllowed as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(outcomes) == ["asked", "waiting", "waiting"]
    assert Request.objects.count() == 1
