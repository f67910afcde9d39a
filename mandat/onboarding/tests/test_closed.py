"""A confidential client that one does not see answers like a number that the firm does not have."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mandat.clients.models import Client
from mandat.clients.tests.test_confidence import close
from mandat.firms.tests.factories import Cast
from mandat.messages.finding import offices_for
from mandat.onboarding.actions.adding import AlreadyThere, add_client, of_affiliate
from mandat.onboarding.actions.leaving import remove_client
from mandat.onboarding.models import Request
from mandat.onboarding.tests import scenes
from mandat.onboarding.tests.scenes import state_of, text, typed

_VARYING = re.compile(r'(name="(?:state|csrfmiddlewaretoken)" value=")[^"]*|"X-CSRFToken": "[^"]*')


def asked(browser: Browser, number: str, name: str) -> tuple[str, list[str]]:
    """The page that follows a number, without what differs by itself, and its statements."""
    with CaptureQueriesContext(connection) as captured:
        page = text(typed(browser, number))
    for one in (number, f"{number[:4]}.{number[4:7]}.{number[7:]}", name):
        page = page.replace(one, "…")
    statements = [re.sub(r"'[^']*'|\d+", "?", one["sql"]) for one in captured]
    return _VARYING.sub(r"\1", page), statements


def test_the_same_bytes_and_statements_for_administrators(people: Cast, admin: Browser) -> None:
    """Each of two companies that the office knows: one is on the list, and closed."""
    known, other = (scenes.employer(people.belgian_office) for _ in range(2))
    close(scenes.listed_client(people.administrator, known.affiliate), people.newcomer)
    typed(admin, other.affiliate.number)
    closed = asked(admin, known.affiliate.number, known.affiliate.name)
    absent = asked(admin, other.affiliate.number, other.affiliate.name)
    assert len(closed[1]) == len(absent[1])
    assert closed[1] == absent[1]
    assert len(closed[0]) == len(absent[0])


def test_the_last_step_alone_says_that_it_cannot_be(people: Cast, admin: Browser) -> None:
    known = scenes.employer(people.belgian_office)
    client = scenes.listed_client(people.administrator, known.affiliate)
    close(client, people.newcomer)
    page = typed(admin, known.affiliate.number)
    data = {"state": state_of(page), "services": ["social_status"]}
    last = admin.post("/clients/new/services/", data)
    assert last.status_code == 409
    assert f"/clients/{client.pk}/" not in text(last)
    assert admin.get(f"/clients/{client.pk}/applications/").status_code == 404


def test_what_was_taken_off_is_not_revived_by_others(people: Cast) -> None:
    known = scenes.employer(people.belgian_office)
    client = scenes.listed_client(people.administrator, known.affiliate)
    remove_client(client, by=people.administrator, at=timezone.now())
    close(client, people.newcomer)
    wanted, now = of_affiliate(known.affiliate), timezone.now()
    by = people.administrator
    with pytest.raises(AlreadyThere):
        add_client(people.firm, wanted, by=by.user, member=by, at=now)
    back = add_client(people.firm, wanted, by=people.newcomer.user, member=people.newcomer, at=now)
    assert back == client
    assert not Client.objects.visible_to(by).filter(pk=client.pk).exists()


def test_requests_about_it_show_to_those_named(people: Cast) -> None:
    known = scenes.employer(people.belgian_office)
    client = scenes.listed_client(people.administrator, known.affiliate)
    for asker in (people.newcomer, people.administrator):
        Request.objects.create(
            firm=people.firm, office=people.belgian_office, kind="affiliation",
            subject_kind="company", name="Nom", number=client.number, asked_by=asker,
            state="cancelled", client=client if asker == people.administrator else None,
        )  # fmt: skip
    assert Request.objects.visible_to(people.administrator).count() == 2
    close(client, people.newcomer)
    assert not Request.objects.visible_to(people.administrator).exists()
    assert Request.objects.visible_to(people.newcomer).count() == 2


def test_its_office_is_not_offered_to_write_to(people: Cast) -> None:
    known = scenes.employer(people.belgian_office)
    client = scenes.listed_client(people.administrator, known.affiliate)
    assert people.belgian_office in offices_for(people.administrator, None)
    close(client, people.newcomer)
    assert people.belgian_office not in offices_for(people.administrator, None)
    assert people.belgian_office in offices_for(people.newcomer, None)
