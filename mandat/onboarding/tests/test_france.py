"""U15 to U18: the proof of an office that says nothing without one."""

from __future__ import annotations

from datetime import timedelta
from unittest import mock

import pytest
from django.core import mail
from django.test import Client as Browser
from django.utils import timezone

from mandat.affiliates.models import AmountDue
from mandat.clients.models import Client
from mandat.clients.national import national_number_of
from mandat.firms.models import AuditEvent, Grant
from mandat.firms.tests.factories import Cast
from mandat.identifiers import Kind
from mandat.onboarding.state import Step, seal
from mandat.onboarding.tests import scenes
from mandat.onboarding.tests.scenes import ALL, offered, prove, state_of, text, typed

REFUSED = "Nothing was added"
RIGHT = {"kind": "employer", "amount": "4 123,50"}


def save(browser: Browser, page: object, **more: object) -> object:
    data = {"state": state_of(page), "services": offered(page), **more}
    return browser.post("/clients/new/services/", data)


def test_an_employer_with_the_right_proof(
    admin: Browser, people: Cast, django_capture_on_commit_callbacks: object
) -> None:
    known = scenes.employer(people.office, name="Ateliers du Phare")
    page = prove(admin, known.affiliate.number, account=known.account.number, **RIGHT)
    assert "Ateliers du Phare" in text(page)
    with django_capture_on_commit_callbacks(execute=True):
        done = save(admin, page, email_services=["reminders"], portfolios=[people.portfolio.pk])
    client = Client.objects.get(number=known.affiliate.number)
    assert done.headers["Location"] == f"/clients/{client.pk}/"
    assert (client.kind, client.account_number) == ("employer", known.account.number)
    assert (client.added_by, client.affiliate) == (people.administrator, known.affiliate)
    assert {row.service: row.state for row in client.services.all()} == dict.fromkeys(ALL, "active")
    assert [row.service for row in client.email_services.all()] == ["reminders"]
    assert [row.portfolio for row in client.placements.all()] == [people.portfolio]
    assert AuditEvent.objects.filter(firm=people.firm, action="client.added").count() == 1
    (told,) = mail.outbox
    assert people.firm.name in told.body
    assert known.affiliate.number not in told.subject + told.body


def test_services_not_ticked_stay_closed(admin: Browser, people: Cast) -> None:
    known = scenes.employer(people.office)
    page = prove(admin, known.affiliate.number, account=known.account.number, **RIGHT)
    assert "Choose" not in text(page)
    nothing = admin.post("/clients/new/services/", {"state": state_of(page)})
    assert "data-error-summary" in text(nothing)
    admin.post("/clients/new/services/", {"state": state_of(nothing), "services": ["organisation"]})
    states = Client.objects.get().services.values_list("service", "state")
    assert dict(states) == {"organisation": "active", "social_status": "none", "employees": "none"}


def test_a_siret_is_understood_and_establishments_are_listed(admin: Browser, people: Cast) -> None:
    from mandat.affiliates.tests.factories import EstablishmentFactory

    known = scenes.employer(people.office)
    place = EstablishmentFactory.create(affiliate=known.affiliate, name="Atelier nord")
    page = prove(admin, place.number, account=known.account.number, **RIGHT)
    assert "Atelier nord" in text(page)
    assert "Manage establishments" in text(page)
    save(admin, page)
    assert Client.objects.get().number == known.affiliate.number


@pytest.mark.parametrize("written", ["4123,50", "4.123,50 €", "4,123.50", "+4123.5"])
def test_the_amount_as_people_write_it(admin: Browser, people: Cast, written: str) -> None:
    known = scenes.employer(people.office)
    page = prove(
        admin,
        known.affiliate.number,
        kind="employer",
        amount=written,
        account=f" {known.account.number[:3]} {known.account.number[3:]}",
    )
    assert known.affiliate.name in text(page)


@pytest.mark.parametrize("written", ["4 123,51", "4 123,49", "0,99", "0,55", "-4 123,50"])
def test_a_cent_off_or_another_month_is_refused(admin: Browser, people: Cast, written: str) -> None:
    known = scenes.employer(people.office)
    page = prove(
        admin, known.affiliate.number, kind="employer", amount=written, account=known.account.number
    )
    assert REFUSED in text(page)
    assert known.affiliate.name not in text(page)


def test_an_unreadable_amount_is_asked_again_without_a_guess(admin: Browser, people: Cast) -> None:
    known = scenes.employer(people.office)
    page = prove(
        admin, known.affiliate.number, kind="employer", amount="x", account=known.account.number
    )
    assert "Type an amount in euros" in text(page)
    assert not AuditEvent.objects.filter(action__startswith="client.proof").exists()


def test_every_refusal_is_the_same(admin: Browser, people: Cast) -> None:
    """The same claim against worlds that differ in what is wrong: same bytes, same queries."""
    known = scenes.employer(people.office)
    siren, account = known.affiliate.number, known.account.number
    claim = {"kind": "employer", "amount": "1,00", "account": account}
    seen = []

    def refused() -> None:
        state = state_of(typed(admin, siren))
        data = {"state": state, **claim}
        page, count = scenes.queries(admin, "/clients/new/proof/", data)
        assert REFUSED in text(page)
        seen.append((page.status_code, scenes.masked(page), count))

    refused()  # the first answer of a session warms what is kept in memory
    seen.clear()
    refused()  # wrong amount
    AmountDue.objects.filter(account=known.account).update(due_cents=100)
    known.account.number = account[::-1]
    known.account.save()
    refused()  # wrong account, right amount
    known.account.status = "closed"
    known.account.number = account
    known.account.save()
    refused()  # closed account
    known.account.status = "open"
    known.account.save()
    AmountDue.objects.filter(account=known.account).update(declared_on=None)
    refused()  # nothing declared yet
    AmountDue.objects.all().delete()
    refused()  # nothing due
    known.account.delete()
    refused()  # no account
    known.affiliate.contacts.all().delete()
    known.affiliate.delete()
    refused()  # unknown company
    assert len(set(seen)) == 1


def test_every_step_before_the_proof_is_the_same_too(admin: Browser, people: Cast) -> None:
    known = scenes.employer(people.office)
    siren = known.affiliate.number
    typed(admin, siren)
    there, with_it = scenes.queries(admin, "/clients/new/", {"number": siren})
    known.account.amounts.all().delete()
    known.account.delete()
    known.affiliate.contacts.all().delete()
    known.affiliate.delete()
    gone, without = scenes.queries(admin, "/clients/new/", {"number": siren})
    assert (scenes.masked(there), with_it) == (scenes.masked(gone), without)
    assert len(state_of(there)) == len(state_of(gone))


def test_a_proof_for_one_company_opens_no_other(admin: Browser, people: Cast) -> None:
    mine, other = scenes.employer(people.office), scenes.employer(people.office)
    page = prove(admin, other.affiliate.number, account=mine.account.number, **RIGHT)
    assert REFUSED in text(page)


def test_self_employed_by_nir(admin: Browser, people: Cast) -> None:
    nir = scenes.nir()
    known = scenes.person(people.office, nir)
    assert REFUSED in text(prove(admin, nir, account="123"))
    assert REFUSED in text(prove(admin, scenes.nir(), account=known.account.number))
    page = prove(admin, nir, account=known.account.number)
    save(admin, page)
    client = Client.objects.get()
    assert (client.kind, client.number, client.name) == ("self_employed", "", known.affiliate.name)
    assert national_number_of(client) == nir
    assert "already in your list" in text(typed(admin, nir))


def test_self_employed_found_from_a_siren(admin: Browser, people: Cast) -> None:
    nir = scenes.nir()
    known = scenes.person(people.office, nir)
    proof = {"kind": "self_employed", "nir": nir, "account": known.account.number}
    page = prove(admin, "552100554", **proof)
    save(admin, page)
    assert national_number_of(Client.objects.get()) == nir
    assert "already in your list" in text(prove(admin, "552100554", **proof))
    assert nir not in text(typed(admin, "552100554"))


def test_self_employed_with_a_wrong_nir_is_told_before_any_guess(
    admin: Browser, people: Cast
) -> None:
    page = prove(admin, "552100554", kind="self_employed", nir="123", account="1")
    assert "not a right NIR" in text(page)


def test_a_collaborator_places_the_client_in_a_granted_portfolio(
    collaborator: Browser, people: Cast
) -> None:
    known = scenes.employer(people.office)
    page = prove(collaborator, known.affiliate.number, account=known.account.number, **RIGHT)
    assert people.other_portfolio.name not in text(page)
    assert "data-error-summary" in text(save(collaborator, page))
    page = prove(collaborator, known.affiliate.number, account=known.account.number, **RIGHT)
    foreign = save(collaborator, page, portfolios=[people.other_portfolio.pk])
    assert "data-error-summary" in text(foreign)
    assert not Client.objects.exists()
    save(collaborator, foreign, portfolios=[people.portfolio.pk])
    assert Client.objects.visible_to(people.collaborator).count() == 1


def test_a_hidden_client_is_refused_at_the_last_step_without_its_name(
    collaborator: Browser, people: Cast
) -> None:
    known = scenes.employer(people.office, name="Verreries Cachées")
    client = scenes.listed_client(people.administrator, known.affiliate, people.other_portfolio)
    page = prove(collaborator, known.affiliate.number, account=known.account.number, **RIGHT)
    done = save(collaborator, page, portfolios=[people.portfolio.pk])
    assert done.status_code == 409
    assert "You cannot add this client yourself" in text(done)
    assert f"/clients/{client.pk}/" not in text(done)
    assert client.name not in text(done)
    assert Client.objects.count() == 1
    assert not Client.objects.visible_to(people.collaborator).exists()


def test_twice_tells_the_second(admin: Browser, people: Cast) -> None:
    known = scenes.employer(people.office)
    page = prove(admin, known.affiliate.number, account=known.account.number, **RIGHT)
    again = prove(admin, known.affiliate.number, account=known.account.number, **RIGHT)
    save(admin, page)
    second = save(admin, again)
    assert second.status_code == 409
    assert "already in your list" in text(second)
    assert Client.objects.count() == 1


def test_two_firms_may_have_the_same_client(
    admin: Browser, people: Cast, signed_in: object
) -> None:
    known = scenes.employer(people.office)
    for browser in (admin, signed_in(people.stranger.user)):
        page = prove(browser, known.affiliate.number, account=known.account.number, **RIGHT)
        assert save(browser, page).status_code == 302
    assert Client.objects.count() == 2


def test_a_state_of_another_member_or_of_yesterday_opens_nothing(
    admin: Browser, people: Cast
) -> None:
    known = scenes.employer(people.office)
    step = Step(Kind.SIREN, known.affiliate.number, account=known.account.pk)
    now = timezone.now()
    theirs = seal(step, member=people.collaborator, at=now)
    old = seal(step, member=people.administrator, at=now - timedelta(hours=2))
    unproven = seal(Step(Kind.SIREN, known.affiliate.number), member=people.administrator, at=now)
    forged = seal(
        Step(Kind.SIREN, known.affiliate.number, office=people.office.pk),
        member=people.administrator,
        at=now,
    )
    gone = seal(Step(Kind.SIREN, "552100554", account=999_999), member=people.administrator, at=now)
    for state in (theirs, old, unproven, forged, gone, ""):
        done = admin.post("/clients/new/services/", {"state": state, "services": ALL})
        assert done.headers["Location"] == "/clients/new/"
    assert not Client.objects.exists()


def test_a_removed_client_comes_back_as_the_same_record(admin: Browser, people: Cast) -> None:
    from mandat.onboarding.actions.leaving import remove_client

    known = scenes.employer(people.office)
    client = scenes.listed_client(people.administrator, known.affiliate, people.other_portfolio)
    remove_client(client, by=people.administrator, at=timezone.now())
    page = prove(admin, known.affiliate.number, account=known.account.number, **RIGHT)
    admin.post(
        "/clients/new/services/",
        {
            "state": state_of(page),
            "services": ["organisation"],
            "portfolios": [people.portfolio.pk],
        },
    )
    back = Client.objects.get()
    assert (back.pk, back.removed_at, back.removed_by) == (client.pk, None, None)
    assert [row.portfolio for row in back.placements.all()] == [people.portfolio]
    states = dict(back.services.values_list("service", "state"))
    assert states == {"organisation": "active", "social_status": "ended", "employees": "ended"}
    assert AuditEvent.objects.filter(action="client.returned").count() == 1


def test_a_failure_at_any_write_leaves_nothing(admin: Browser, people: Cast) -> None:
    known = scenes.employer(people.office)
    page = prove(admin, known.affiliate.number, account=known.account.number, **RIGHT)
    admin.raise_request_exception = False
    for place in ("attach_declarations", "refresh_attention", "enqueue", "index_fields"):
        with mock.patch(f"mandat.onboarding.actions.adding.{place}", side_effect=RuntimeError):
            assert save(admin, page).status_code == 500
        assert not Client.objects.exists()


def test_a_newcomer_without_portfolio_cannot_add(people: Cast, signed_in: object) -> None:
    known = scenes.employer(people.office)
    browser = signed_in(people.newcomer.user)
    page = prove(browser, known.affiliate.number, account=known.account.number, **RIGHT)
    assert "data-error-summary" in text(save(browser, page))
    Grant.objects.create(firm=people.firm, member=people.newcomer, portfolio=people.portfolio)
    assert save(browser, page, portfolios=[people.portfolio.pk]).status_code == 302
