"""What the tests of adding do again and again: type, follow the sealed state, count queries."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

from django.db import connection
from django.http import HttpResponse
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mandat.affiliates.choices import AccountKind
from mandat.affiliates.models import Account, Affiliate
from mandat.affiliates.tests.factories import (
    AccountFactory,
    AffiliateFactory,
    AmountDueFactory,
    ContactFactory,
    make_person_affiliate,
)
from mandat.clients.models import Client
from mandat.firms.models import Member, Office, Portfolio
from mandat.identifiers import making
from mandat.onboarding.actions.adding import add_client, of_affiliate

rng = Random(7)
ALL = ["social_status", "organisation", "employees"]
DUE = 412_350


@dataclass(frozen=True)
class Employer:
    affiliate: Affiliate
    account: Account


def employer(office: Office, **fields: object) -> Employer:
    """A company with an employer account, an amount declared, and a contact person."""
    affiliate = AffiliateFactory.create(office=office, **fields)
    account = AccountFactory.create(affiliate=affiliate)
    AmountDueFactory.create(account=account, due_cents=DUE)
    AmountDueFactory.create(account=account, due_cents=99, period="2026-09-01")
    AmountDueFactory.create(account=account, due_cents=55, period="2026-11-01", declared_on=None)
    ContactFactory.create(affiliate=affiliate)
    return Employer(affiliate, account)


def nir() -> str:
    return making.make_nir(rng)


def niss() -> str:
    return making.make_niss(rng)


def person(office: Office, number: str, **fields: object) -> Employer:
    """A self-employed person with an account and a contact."""
    affiliate = make_person_affiliate(office, number, **fields)
    ContactFactory.create(affiliate=affiliate)
    account = AccountFactory.create(affiliate=affiliate, kind=AccountKind.SELF_EMPLOYED)
    return Employer(affiliate, account)


def listed_client(
    member: Member, affiliate: Affiliate, *portfolios: Portfolio, national_number: str = ""
) -> Client:
    """A client of an affiliate, on the list already."""
    from dataclasses import replace

    wanted = replace(
        of_affiliate(affiliate, national_number=national_number),
        services=ALL,
        portfolios=portfolios,
    )
    return add_client(member.firm, wanted, by=member.user, member=member, at=timezone.now())


def state_of(response: HttpResponse) -> str:
    """The sealed state that a page hands on."""
    found = re.search(r'name="state" value="([^"]+)"', response.content.decode())
    assert found, response.content.decode()
    return found[1]


def typed(browser: Browser, number: str) -> HttpResponse:
    return browser.post("/clients/new/", {"number": number})


def prove(browser: Browser, number: str, **proof: str) -> HttpResponse:
    """Type a number and answer the proof."""
    state = state_of(typed(browser, number))
    return browser.post("/clients/new/proof/", {"state": state, **proof})


def masked(response: HttpResponse) -> bytes:
    """The page without its tokens: CSRF and the sealed state."""
    body = response.content
    body = re.sub(rb'(csrfmiddlewaretoken" value=")[^"]*', rb"\1", body)
    body = re.sub(rb'(X-CSRFToken": ")[^"]*', rb"\1", body)
    return re.sub(rb'(name="state" value=")[^"]*', rb"\1", body)


def queries(browser: Browser, path: str, data: dict[str, object]) -> tuple[HttpResponse, int]:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = browser.post(path, data)
    return response, len(captured)


def text(response: HttpResponse) -> str:
    return response.content.decode()


def offered(response: HttpResponse) -> list[str]:
    """The services that a page has boxes for."""
    return re.findall(r'name="services" value="([^"]+)"', text(response))
