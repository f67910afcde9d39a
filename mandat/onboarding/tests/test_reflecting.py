"""L19: ten days of reflection end by themselves, and only for those who stay."""

from __future__ import annotations

from datetime import timedelta
from unittest import mock

import pytest
from django.core import mail
from django.test import Client as Browser
from django.utils import timezone

from mandat.affiliates.models import Affiliate
from mandat.clients.models import Client
from mandat.clients.national import national_number_of
from mandat.firms.models import AuditEvent
from mandat.firms.tests.factories import Cast
from mandat.onboarding import tasks
from mandat.onboarding.actions import reflecting
from mandat.onboarding.actions.asking import (
    Asked,
    cancel_request,
    draft_request,
    send_request,
)
from mandat.onboarding.actions.deciding import Decision, decide
from mandat.onboarding.choices import RequestKind
from mandat.onboarding.models import Request
from mandat.onboarding.numbers import Kind, Subject
from mandat.onboarding.tests import scenes
from mandat.onboarding.tests.scenes import text

FORM = {"street": "Kaai 3", "postcode": "9000", "city": "Gent", "occupation": "main"}


def reflecting_request(people: Cast, office: Browser, niss: str, **more: str) -> Request:
    """A self-employed person whose affiliation the office has accepted for the first time."""
    asked = Asked(
        people.belgian_office, RequestKind.AFFILIATION, "Lotte Peeters", ["social_status"],
        {**FORM, "portfolios": [people.portfolio.pk]},
    )  # fmt: skip
    by, now = people.collaborator, timezone.now()
    made = draft_request(Subject(Kind.NISS, niss), asked, by=by, at=now)
    send_request(made, by=by, at=now)
    path = f"/office/requests/{made.pk}/decision/"
    office.post(path, {"decision": "accept", "answer": "Welcome.", **more})
    made.refresh_from_db()
    assert made.state == "reflection"
    return made


def end(days: int) -> int:
    today = timezone.localdate() + timedelta(days=days)
    return reflecting.end_reflections(at=timezone.now() + timedelta(days=days), today=today)


def test_nothing_moves_before_the_tenth_day(people: Cast, office: Browser) -> None:
    request = reflecting_request(people, office, scenes.niss())
    assert (tasks.end_reflections(), end(9)) == (0, 0)
    request.refresh_from_db()
    assert request.state == "reflection"
    assert not Client.objects.exists()


def test_on_the_tenth_day_the_person_is_on_the_list(
    people: Cast, office: Browser, collaborator: Browser
) -> None:
    niss = scenes.niss()
    made = reflecting_request(people, office, niss, account_number="S-100")
    page = text(office.get(f"/office/requests/{made.pk}/"))
    assert "S-100" in page
    assert end(10) == 1
    request, client = Request.objects.get(), Client.objects.get()
    assert (request.state, request.client, request.answer) == ("accepted", client, "Welcome.")
    assert (request.decided_by, request.decided_at is not None) == (None, True)
    assert national_number_of(client) == niss
    assert (client.account_number, client.added_by) == ("S-100", people.collaborator)
    assert dict(client.services.values_list("service", "state"))["social_status"] == "active"
    assert Client.objects.visible_to(people.collaborator).get() == client
    assert Affiliate.objects.get().accounts.get().number == "S-100"
    assert [step.by is None for step in request.steps.all()] == [False, False, False, True]
    assert client.name in text(collaborator.get(f"/requests/{request.pk}/"))
    for owner in ({"firm": people.firm}, {"office": people.belgian_office}):
        events = AuditEvent.objects.filter(action="request.accepted", **owner)
        assert [event.actor for event in events] == [None]


def test_twice_changes_nothing(people: Cast, office: Browser) -> None:
    reflecting_request(people, office, scenes.niss())
    assert (end(10), end(10), end(11)) == (1, 0, 0)
    assert Client.objects.count() == 1
    assert AuditEvent.objects.filter(action="client.added").count() == 1


def test_the_task_reads_the_clock(people: Cast, office: Browser) -> None:
    reflecting_request(people, office, scenes.niss())
    Request.objects.update(reflection_until=timezone.localdate())
    assert (tasks.end_reflections(), tasks.end_reflections()) == (1, 0)
    assert not mail.outbox  # the office has no address of this person


@pytest.mark.parametrize("who", ["firm", "office"])
def test_who_withdraws_in_between_stays_out(people: Cast, office: Browser, who: str) -> None:
    request = reflecting_request(people, office, scenes.niss())
    if who == "firm":
        cancel_request(request, by=people.collaborator, at=timezone.now())
    else:
        path = f"/office/requests/{request.pk}/decision/"
        office.post(path, {"decision": "refuse", "answer": "They changed their mind."})
    assert end(10) == 0
    request.refresh_from_db()
    assert request.state == ("cancelled" if who == "firm" else "refused")
    assert not Client.objects.exists()


def test_withdrawn_between_the_list_and_its_turn(people: Cast, office: Browser) -> None:
    request = reflecting_request(people, office, scenes.niss())
    cancel_request(request, by=people.collaborator, at=timezone.now())
    later = timezone.localdate() + timedelta(days=10)
    assert reflecting._end(request.pk, at=timezone.now(), today=later) is False
    assert not Client.objects.exists()


def test_one_that_fails_hinders_no_other_and_is_tried_again(
    people: Cast, office: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = scenes.niss(), scenes.niss()
    broken = reflecting_request(people, office, first)
    reflecting_request(people, office, second)
    right = reflecting.accept

    def accept(request: Request, *arguments: object, **named: object) -> None:
        if request.pk == broken.pk:
            raise RuntimeError(first)
        right(request, *arguments, **named)

    with mock.patch.object(reflecting, "accept", accept):
        assert end(10) == 1
    assert first not in caplog.text
    assert f"request {broken.pk}" in caplog.text
    broken.refresh_from_db()
    assert broken.state == "reflection"
    assert end(10) == 1
    assert Client.objects.count() == 2


def test_a_second_word_of_the_office_still_counts(people: Cast, office: Browser) -> None:
    request = reflecting_request(people, office, scenes.niss(), account_number="S-1")
    later = timezone.now() + timedelta(days=10)
    staff = people.belgian_office
    from mandat.firms.models import Staff

    by = Staff.objects.get(office=staff)
    decide(request, Decision(accepted=True), by=by, at=later, today=timezone.localdate(later))
    assert end(10) == 0
    assert Client.objects.get().account_number == "S-1"
