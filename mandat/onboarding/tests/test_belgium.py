"""L10 to L19: what the office knows is shown for a valid number, and it confirms."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client as Browser
from django.utils import timezone

from mandat.affiliates.choices import AccountKind
from mandat.affiliates.models import Affiliate
from mandat.affiliates.tests.factories import AccountFactory, AffiliateFactory
from mandat.clients.models import Client
from mandat.clients.national import national_number_of
from mandat.firms.choices import ProofPolicy
from mandat.firms.models import AuditEvent
from mandat.firms.tests.factories import Cast, OfficeFactory
from mandat.identifiers import making
from mandat.onboarding.models import Request
from mandat.onboarding.tests import scenes
from mandat.onboarding.tests.scenes import ALL, state_of, text, typed

PERSON = {
    "name": "Lotte Peeters", "street": "Kaai 3", "postcode": "9000", "city": "Gent",
    "activity": "62.010", "starts_on": "2026-12-01", "occupation": "main",
    "services": ["social_status", "organisation"],
}  # fmt: skip
EMPLOYER = {
    "name": "Bakkerij De Kaai", "street": "Kaai 4", "postcode": "9000", "city": "Gent",
    "activity": "10.71", "starts_on": "2027-01-01", "legal_form": "srl",
    "joint_committee": "118", "services": ALL,
}  # fmt: skip


def confirm(browser: Browser, number: str, **more: object) -> object:
    page = typed(browser, number)
    data = {"state": state_of(page), "services": ["social_status"], **more}
    return browser.post("/clients/new/services/", data)


def ask(browser: Browser, number: str, kind: str, **answers: object) -> object:
    state = state_of(typed(browser, number))
    return browser.post("/clients/new/request/", {"state": state, "kind": kind, **answers})


def answer(office: Browser, request: Request, decision: str, **more: str) -> object:
    path = f"/office/requests/{request.pk}/decision/"
    return office.post(path, {"decision": decision, "answer": "As asked.", **more})


def states(client: Client) -> dict[str, str]:
    return dict(client.services.values_list("service", "state"))


def test_a_known_person_is_shown_confirmed_and_waits(
    admin: Browser, people: Cast, django_capture_on_commit_callbacks: object
) -> None:
    niss = scenes.niss()
    known = scenes.person(people.belgian_office, niss, name="Joris Claes")
    page = typed(admin, niss)
    assert "Joris Claes" in text(page)
    assert "Known" in text(page)
    with django_capture_on_commit_callbacks(execute=True):
        done = confirm(admin, niss, portfolios=[people.portfolio.pk])
    client = Client.objects.get()
    assert done.headers["Location"] == f"/clients/{client.pk}/"
    assert national_number_of(client) == niss
    assert states(client) == {"social_status": "pending", "organisation": "none"} | {
        "employees": "none"
    }
    request = Request.objects.get()
    assert (request.kind, request.state, request.client) == ("confirmation", "sent", client)
    assert request.services == ["social_status"]
    (told,) = mail.outbox
    assert told.to == [known.affiliate.contacts.get().email]
    assert niss not in told.body + told.subject
    assert [step.state for step in request.steps.all()] == ["draft", "sent"]


def test_the_office_accepts(admin: Browser, office: Browser, people: Cast) -> None:
    niss = scenes.niss()
    scenes.person(people.belgian_office, niss)
    confirm(admin, niss)
    request = Request.objects.get()
    assert request.name in text(office.get("/office/requests/"))
    assert niss not in text(office.get(f"/office/requests/{request.pk}/"))
    answer(office, request, "accept")
    request.refresh_from_db()
    assert (request.state, request.decided_by.name) == ("accepted", "Bea Belgian")
    assert states(Client.objects.get())["social_status"] == "active"
    for owner in ({"firm": people.firm}, {"office": people.belgian_office}):
        assert AuditEvent.objects.filter(action="request.accepted", **owner).count() == 1
    answer(office, request, "refuse")
    request.refresh_from_db()
    assert request.state == "accepted"
    assert "Answer of the office" in text(admin.get(f"/requests/{request.pk}/"))


def test_the_office_refuses_with_a_reason(admin: Browser, office: Browser, people: Cast) -> None:
    niss = scenes.niss()
    scenes.person(people.belgian_office, niss)
    confirm(admin, niss)
    request = Request.objects.get()
    assert "Say why" in text(answer(office, request, "refuse", answer=""))
    assert "national number" in text(answer(office, request, "refuse", answer=f"no {niss}"))
    answer(office, request, "refuse", answer="No mandate.")
    request.refresh_from_db()
    assert (request.state, request.answer) == ("refused", "No mandate.")
    assert states(Client.objects.get())["social_status"] == "none"


def test_what_a_company_is_known_as(admin: Browser, people: Cast) -> None:
    both = AffiliateFactory.create(office=people.belgian_office)
    AccountFactory.create(affiliate=both)
    AccountFactory.create(affiliate=both, kind=AccountKind.COMPANY)
    page = text(typed(admin, both.number))
    assert page.count("Affiliated<") == 2
    assert "Affiliate this employer" not in page
    fund_only = AffiliateFactory.create(office=people.belgian_office)
    AccountFactory.create(affiliate=fund_only, kind=AccountKind.COMPANY)
    page = text(typed(admin, fund_only.number))
    assert page.count("Not affiliated<") == 1
    assert "Affiliate this employer" in page
    assert 'value="employees"' not in page


def test_an_establishment_unit_leads_to_its_enterprise(admin: Browser, people: Cast) -> None:
    unit = making.make_establishment(scenes.rng)
    assert "No office knows this unit" in text(typed(admin, unit))
    known = scenes.employer(people.belgian_office)
    known.affiliate.establishments.create(number=unit)
    confirm(admin, unit, services=ALL)
    assert Client.objects.get().number == known.affiliate.number
    assert Request.objects.get().number == known.affiliate.number
    assert "already in your list" in text(typed(admin, unit))


@pytest.mark.parametrize("make", [scenes.niss, lambda: making.make_enterprise(scenes.rng)])
def test_an_unknown_number_is_valid_but_not_known(
    admin: Browser, people: Cast, make: object
) -> None:
    page = text(typed(admin, make()))
    assert "Valid, but not known yet" in page
    assert "Affiliate this" in page


def test_affiliation_of_a_person_waits_ten_days(
    admin: Browser, office: Browser, people: Cast
) -> None:
    niss = scenes.niss()
    form = ask(admin, niss, "affiliation")
    assert "10 days of reflection" in text(form)
    done = ask(admin, niss, "affiliation", send="1", portfolios=[people.portfolio.pk], **PERSON)
    request = Request.objects.get()
    assert done.headers["Location"] == f"/requests/{request.pk}/"
    assert (request.kind, request.state, request.number) == ("affiliation", "sent", "")
    assert niss not in str(request.form)
    assert not Client.objects.exists()
    answer(office, request, "accept")
    request.refresh_from_db()
    today = timezone.localdate()
    assert (request.state, request.reflection_until) == ("reflection", today + timedelta(days=10))
    assert "In reflection until" in text(admin.get(f"/requests/{request.pk}/"))
    answer(office, request, "accept")
    request.refresh_from_db()
    assert request.state == "reflection"
    Request.objects.update(reflection_until=today)
    answer(office, request, "accept", account_number="S-100")
    request.refresh_from_db()
    client = Client.objects.get()
    assert (request.state, request.client) == ("accepted", client)
    assert (client.kind, client.name, client.account_number) == (
        "self_employed",
        "Lotte Peeters",
        "S-100",
    )
    assert national_number_of(client) == niss
    assert states(client) == {"social_status": "active", "organisation": "active"} | {
        "employees": "none"
    }
    assert [row.portfolio for row in client.placements.all()] == [people.portfolio]
    affiliate = Affiliate.objects.get()
    assert (affiliate.city, affiliate.accounts.get().kind) == ("Gent", "self_employed")
    assert [step.state for step in request.steps.all()] == [
        "draft",
        "sent",
        "reflection",
        "accepted",
    ]
    assert "already in your list" in text(typed(admin, niss))


def test_affiliation_of_an_employer(admin: Browser, office: Browser, people: Cast) -> None:
    number = making.make_enterprise(scenes.rng)
    ask(admin, number, "affiliation", send="1", **EMPLOYER)
    request = Request.objects.get()
    page = text(office.get(f"/office/requests/{request.pk}/"))
    assert "118" in page
    assert "SRL / BV" in page
    answer(office, request, "accept", account_number="1234567-89")
    client = Client.objects.get()
    assert (client.number, client.kind, client.account_number) == (number, "employer", "1234567-89")
    assert set(states(client).values()) == {"active"}


def test_a_known_company_becomes_an_employer_while_it_is_on_the_list(
    admin: Browser, office: Browser, people: Cast
) -> None:
    known = AffiliateFactory.create(office=people.belgian_office)
    AccountFactory.create(affiliate=known, kind=AccountKind.COMPANY)
    form = ask(admin, known.number, "affiliation")
    assert f'value="{known.name}"' in text(form)
    ask(admin, known.number, "affiliation", send="1", **EMPLOYER)
    client = scenes.listed_client(people.administrator, known)
    answer(office, Request.objects.get(), "accept", account_number="1234567-89")
    client.refresh_from_db()
    assert (client.kind, client.account_number) == ("employer", "1234567-89")
    assert Affiliate.objects.count() == 1


def test_a_transfer_says_when_it_takes_effect(
    admin: Browser, office: Browser, people: Cast
) -> None:
    niss = scenes.niss()
    answers = {name: value for name, value in PERSON.items() if name != "starts_on"}
    assert "The transfer takes effect on" in text(ask(admin, niss, "transfer"))
    late = ask(
        admin, niss, "transfer", send="1", fund="Ander fonds", fund_since="2025-06-01", **answers
    )
    assert "four years in the present fund" in text(late)
    ask(admin, niss, "transfer", send="1", fund="Ander fonds", fund_since="2015-06-01", **answers)
    request = Request.objects.get()
    assert request.kind == "transfer"
    assert request.form["effective_on"].endswith("-01-01")
    answer(office, request, "accept", account_number="S-7")
    request.refresh_from_db()
    assert request.state == "accepted"
    assert Client.objects.get().kind == "self_employed"


def test_a_company_cannot_be_transferred(admin: Browser, people: Cast) -> None:
    number = making.make_enterprise(scenes.rng)
    ask(admin, number, "transfer", send="1", **EMPLOYER)
    assert Request.objects.get().kind == "affiliation"


def test_drafts_are_kept_changed_and_sent(admin: Browser, office: Browser, people: Cast) -> None:
    niss = scenes.niss()
    ask(admin, niss, "affiliation", draft="1", **PERSON)
    request = Request.objects.get()
    assert request.state == "draft"
    assert office.get(f"/office/requests/{request.pk}/").status_code == 404
    assert "already sent or drafted" in text(typed(admin, niss))
    page = text(admin.get(f"/requests/{request.pk}/draft/"))
    assert 'value="Lotte Peeters"' in page
    admin.post(f"/requests/{request.pk}/draft/", {**PERSON, "name": "Lotte Maes", "draft": "1"})
    request.refresh_from_db()
    assert (request.state, request.name) == ("draft", "Lotte Maes")
    admin.post(f"/requests/{request.pk}/sending/")
    request.refresh_from_db()
    assert request.state == "sent"
    admin.post(f"/requests/{request.pk}/draft/", {**PERSON, "name": "Too late"})
    admin.post(f"/requests/{request.pk}/sending/")
    admin.post(f"/requests/{request.pk}/cancellation/")
    request.refresh_from_db()
    assert (request.state, request.name) == ("cancelled", "Lotte Maes")
    admin.post(f"/requests/{request.pk}/cancellation/")
    assert answer(office, request, "accept").status_code == 302
    request.refresh_from_db()
    assert request.state == "cancelled"
    assert "Valid, but not known yet" in text(typed(admin, niss))


def test_the_form_refuses_a_national_number_in_its_text(admin: Browser, people: Cast) -> None:
    niss = scenes.niss()
    page = ask(admin, niss, "affiliation", send="1", **{**PERSON, "street": f"x {niss}"})
    assert "Do not write a national number here" in text(page)
    assert not Request.objects.exists()


def test_a_request_hidden_from_a_colleague_is_not_told(
    admin: Browser, collaborator: Browser, people: Cast
) -> None:
    niss = scenes.niss()
    before = scenes.masked(typed(collaborator, niss))
    ask(admin, niss, "affiliation", send="1", **PERSON)
    assert scenes.masked(typed(collaborator, niss)) == before
    done = ask(
        collaborator, niss, "affiliation", send="1", portfolios=[people.portfolio.pk], **PERSON
    )
    assert done.status_code == 409
    assert Request.objects.count() == 1


def test_several_offices_are_a_choice(admin: Browser, people: Cast) -> None:
    second = OfficeFactory.create(
        name="Tweede Huis", slug="tweede", country="BE", proof_policy=ProofPolicy.CONFIRMATION
    )
    number = making.make_enterprise(scenes.rng)
    page = typed(admin, number)
    assert "With which office?" in text(page)
    unknown = admin.post("/clients/new/office/", {"state": state_of(page), "way": second.pk})
    assert "Valid, but not known yet" in text(unknown)
    wrong = admin.post("/clients/new/office/", {"state": state_of(page), "way": people.office.pk})
    assert "With which office?" in text(wrong)
    for one in (people.belgian_office, second):
        AccountFactory.create(affiliate=AffiliateFactory.create(office=one, number=number))
    page = typed(admin, number)
    assert text(page).count("Knows this number") == 2
    known = admin.post("/clients/new/office/", {"state": state_of(page), "way": second.pk})
    admin.post("/clients/new/services/", {"state": state_of(known), "services": ALL})
    assert Client.objects.get().office == second


def test_the_office_that_knows_is_taken_without_asking(admin: Browser, people: Cast) -> None:
    OfficeFactory.create(country="BE", proof_policy=ProofPolicy.CONFIRMATION)
    known = scenes.employer(people.belgian_office)
    assert known.affiliate.name in text(typed(admin, known.affiliate.number))


def test_an_office_without_proof_adds_at_once(admin: Browser, people: Cast) -> None:
    people.office.proof_policy = ProofPolicy.NONE
    people.office.save()
    page = typed(admin, "552 100 554")
    assert "New client" in text(page)
    done = admin.post(
        "/clients/new/services/",
        {"state": state_of(page), "services": ALL, "name": "Maison Neuve", "kind": "company"},
    )
    assert done.status_code == 302
    client = Client.objects.get()
    assert (client.name, client.kind, client.affiliate) == ("Maison Neuve", "company", None)
    known = scenes.employer(people.office)
    page = typed(admin, known.affiliate.number)
    admin.post("/clients/new/services/", {"state": state_of(page), "services": ALL})
    assert Client.objects.filter(affiliate=known.affiliate, kind="employer").count() == 1


def test_a_hidden_person_is_refused_after_confirming(collaborator: Browser, people: Cast) -> None:
    niss = scenes.niss()
    known = scenes.person(people.belgian_office, niss)
    scenes.listed_client(
        people.administrator, known.affiliate, people.other_portfolio, national_number=niss
    )
    done = confirm(collaborator, niss, portfolios=[people.portfolio.pk])
    assert done.status_code == 409
    assert "You cannot add this client yourself" in text(done)
    assert not Request.objects.exists()
