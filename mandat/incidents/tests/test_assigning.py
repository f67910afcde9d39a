"""Whose task an incident is: taken, given, seen by who may, and kept in its history."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client as Browser
from django.utils import timezone

from mandat.clients.models import Confidence, ConfidenceMember
from mandat.clients.tests.factories import ClientFactory, place
from mandat.firms.models import User
from mandat.firms.tests.factories import Cast
from mandat.incidents.actions import Refused, assign_incident, settle_incident
from mandat.incidents.assigning import assignable
from mandat.incidents.models import Incident, Step
from mandat.incidents.tests.factories import make_incident

SignIn = Callable[[User], Browser]
NOW = timezone.now()


@pytest.fixture
def incident(cast: Cast) -> Incident:
    """One of a client in the collaborator's portfolio."""
    client = place(ClientFactory.create(firm=cast.firm, office=cast.office), cast.portfolio)
    return make_incident(client)


def test_taken_given_and_kept(cast: Cast, signed_in: SignIn, incident: Incident) -> None:
    browser, path = signed_in(cast.collaborator.user), f"/incidents/{incident.pk}/assignment/"
    for member in (cast.collaborator.pk, cast.manager.pk, cast.manager.pk, ""):
        assert browser.post(path, {"member": member}).status_code == 302
    steps = Step.objects.filter(incident=incident, kind="assigned").order_by("pk")
    assert [step.given_to for step in steps] == [cast.collaborator, cast.manager, None]
    browser.post(path, {"member": cast.collaborator.pk})
    assert cast.collaborator.user.name in browser.get(f"/incidents/{incident.pk}/").content.decode()
    assert incident.client.name in browser.get("/incidents/?mine=1").content.decode()
    other = signed_in(cast.manager.user)
    assert incident.client.name not in other.get("/incidents/?mine=1").content.decode()
    office = signed_in(cast.staff.user).get(f"/office/incidents/{incident.pk}/").content.decode()
    assert cast.collaborator.user.name not in office, "it is the firm's own affair"


def test_given_to_those_who_see_it_alone(cast: Cast, signed_in: SignIn, incident: Incident) -> None:
    browser, path = signed_in(cast.collaborator.user), f"/incidents/{incident.pk}/assignment/"
    assert {one.pk for one in assignable(incident, at=NOW)} == {
        cast.administrator.pk, cast.collaborator.pk, cast.manager.pk,
    }  # fmt: skip
    with pytest.raises(Refused, match="unseen"):
        assign_incident(incident, cast.newcomer, by=cast.collaborator.user, at=NOW)
    for member, status in (
        (cast.newcomer.pk, 302), (cast.stranger.pk, 404), ("x", 404), ("9" * 30, 404),
    ):  # fmt: skip
        assert browser.post(path, {"member": member}).status_code == status
    incident.refresh_from_db()
    assert incident.assigned_to is None
    confidence = Confidence.objects.create(firm=cast.firm, client=incident.client)
    ConfidenceMember.objects.create(firm=cast.firm, confidence=confidence, member=cast.newcomer)
    assert [one.pk for one in assignable(incident, at=NOW)] == [cast.newcomer.pk]
    assert browser.post(path, {"member": cast.newcomer.pk}).status_code == 404


def test_who_may_not_settle_gives_nothing(
    cast: Cast, signed_in: SignIn, incident: Incident
) -> None:
    path = f"/incidents/{incident.pk}/assignment/"
    for person, status in ((cast.reader, 403), (cast.newcomer, 404), (cast.stranger, 404)):
        assert signed_in(person.user).post(path, {"member": person.pk}).status_code == status
    page = signed_in(cast.reader.user).get(f"/incidents/{incident.pk}/").content.decode()
    assert path not in page
    assert signed_in(cast.collaborator.user).get(path).status_code == 405


def test_what_is_settled_is_nobodys_task_any_more(cast: Cast, incident: Incident) -> None:
    settle_incident(incident, note="Payé.", by=cast.collaborator.user, at=NOW)
    with pytest.raises(Refused, match="settled"):
        assign_incident(incident, cast.collaborator, by=cast.collaborator.user, at=NOW)
