"""A leaver in one step: everything ends or goes over, nothing is lost, and it can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client as Browser
from django.utils import timezone

from mandat.clients.models import Client, Confidence, ConfidenceMember
from mandat.clients.tests.factories import ClientFactory, place
from mandat.firms.models import (
    AccessRequest,
    AuditEvent,
    Grant,
    Invitation,
    Member,
    ReadingEvent,
    User,
)
from mandat.firms.permissions import Role
from mandat.firms.tests.factories import Cast, MemberFactory
from mandat.incidents.actions import assign_incident
from mandat.incidents.models import Incident, Step
from mandat.incidents.tests.factories import make_incident
from mandat.rights.actions import Refused, carry_out, undo
from mandat.rights.joining import send_again
from mandat.rights.models import RightsChange
from mandat.rights.plans import lending
from mandat.rights.plans.leaving import Handover, leave
from mandat.rights.tests.test_changes import rows, seen
from mandat.rights.tests.test_people import settled

SignIn = Callable[[User], Browser]
NOW = timezone.now()


@pytest.fixture
def scene(cast: Cast) -> Cast:
    """The collaborator has a portfolio with an incident, a loan each way, a confidential client."""
    client = place(ClientFactory.create(firm=cast.firm, office=cast.office), cast.portfolio)
    incident = make_incident(client)
    assign_incident(incident, cast.collaborator, by=cast.administrator.user, at=NOW)
    Grant.objects.create(firm=cast.firm, member=cast.collaborator, portfolio=cast.other_portfolio)
    Grant.objects.create(firm=cast.firm, member=cast.newcomer, portfolio=cast.other_portfolio)
    for absent, substitute, portfolio in (
        (cast.collaborator, cast.newcomer, cast.portfolio),
        (cast.newcomer, cast.collaborator, cast.other_portfolio),
    ):
        plan = lending.lend(
            absent, [portfolio.pk], [substitute.pk], NOW, NOW + timedelta(days=3),
            by=cast.administrator, at=NOW,
        )  # fmt: skip
        carry_out(plan, by=cast.administrator, at=NOW)
    closed = ClientFactory.create(firm=cast.firm)
    confidence = Confidence.objects.create(firm=cast.firm, client=closed, by=cast.collaborator)
    ConfidenceMember.objects.create(firm=cast.firm, confidence=confidence, member=cast.collaborator)
    return cast


LATER = NOW + timedelta(minutes=5)


def test_effect_is_what_happens_and_undo_is_what_was(scene: Cast) -> None:
    cast, by = scene, scene.administrator
    handover = Handover(cast.manager.pk, {cast.portfolio.pk: cast.newcomer.pk})
    plan = leave(cast.collaborator, handover, by=by, at=LATER)
    before, were = seen(cast.firm.pk), rows(cast.firm.pk)
    effect = plan.effect(None)
    change = carry_out(plan, by=by, at=LATER)
    after = seen(cast.firm.pk)
    for member in before:
        line = effect.of(member)
        assert len(after[member] - before[member]) == line.gained
        assert len(before[member] - after[member]) == line.lost
    assert after[cast.collaborator.pk] == set()
    assert Incident.objects.get().assigned_to == cast.newcomer
    closed = Client.objects.get(confidence__isnull=False)
    assert closed.pk in after[cast.manager.pk], "no client is out of everybody's reach"
    assert closed.pk not in after[by.pk]
    undo(change, by=by, at=LATER)
    assert rows(cast.firm.pk) == were


def test_who_may_not_know_of_a_confidential_client_is_not_told(scene: Cast) -> None:
    cast = scene
    handover = Handover(cast.manager.pk)
    plan = leave(cast.collaborator, handover, by=cast.administrator, at=LATER)
    assert plan.effect(cast.administrator).of(cast.manager.pk).gained == 0
    assert plan.effect(None).of(cast.manager.pk).gained == 1


def test_a_list_with_another_name_only_loses_one(scene: Cast) -> None:
    cast = scene
    ConfidenceMember.objects.create(
        firm=cast.firm, confidence=Confidence.objects.get(), member=cast.reader
    )
    plan = leave(cast.collaborator, Handover(cast.manager.pk), by=cast.administrator, at=LATER)
    carry_out(plan, by=cast.administrator, at=LATER)
    assert [row.member for row in ConfidenceMember.objects.all()] == [cast.reader]


def test_in_one_step_with_a_report(scene: Cast, signed_in: SignIn) -> None:
    cast = scene
    leaver, browser = cast.collaborator, signed_in(cast.administrator.user)
    theirs = signed_in(leaver.user)
    UserSession.objects.create(
        user=leaver.user, ip="192.0.2.1", session_key=theirs.session.session_key, user_agent="-"
    )
    Authenticator.objects.create(user=leaver.user, type="totp", data={})
    AccessRequest.objects.create(firm=cast.firm, member=leaver, wanted="Tout", reason="Oui")
    Invitation.objects.create(
        firm=cast.firm, email="g@example.test", name="G", token_hash="0" * 64,
        invited_by=leaver, sent_at=NOW, expires_at=NOW + timedelta(days=7),
    )  # fmt: skip
    path = f"/users/{leaver.pk}/leave/"
    assert browser.get(path).context["facts"] == {
        "incidents": 1, "lent": 1, "borrowed": 1, "sessions": 1, "invitations": 1,
    }  # fmt: skip
    fields = {"successor": cast.manager.pk, f"portfolio-{cast.portfolio.pk}": cast.newcomer.pk}
    done = settled(browser, path, **fields)
    change = RightsChange.objects.get(kind="left")
    assert done.headers["Location"] == f"/rights/changes/{change.pk}/"
    leaver = Member.objects.select_related("user").get(pk=leaver.pk)
    assert leaver.left_at is not None
    assert leaver.left_by == cast.administrator
    assert not leaver.user.has_usable_password()
    assert not Authenticator.objects.filter(user=leaver.user).exists()
    assert not UserSession.objects.filter(user=leaver.user).exists()
    assert not Session.objects.filter(session_key=theirs.session.session_key).exists()
    assert theirs.get("/clients/").status_code == 302
    assert AccessRequest.objects.get().outcome == "withdrawn"
    assert not Invitation.objects.usable(timezone.now()).exists(), "no way back in through a link"
    send_again(Invitation.objects.get(), by=cast.administrator, at=timezone.now())
    assert Invitation.objects.usable(timezone.now()).count() == 1
    step = Step.objects.latest("pk")
    assert (step.kind, step.given_to) == ("assigned", cast.newcomer)
    assert AuditEvent.objects.filter(action="member.left", target_id=leaver.pk).exists()
    report = browser.get(f"/rights/changes/{change.pk}/report/")
    assert "attachment" in report.headers["Content-Disposition"]
    told = report.content.decode()
    for name in (leaver.user.name, cast.newcomer.user.name, cast.portfolio.name):
        assert name in told
    assert Client.objects.get(confidence__isnull=False).name not in told
    assert (
        signed_in(cast.manager.user).get(f"/rights/changes/{change.pk}/report/").status_code == 403
    )
    assert (
        signed_in(cast.stranger.user).get(f"/rights/changes/{change.pk}/report/").status_code == 404
    )
    browser.post(f"/rights/changes/{change.pk}/undo/")
    leaver.refresh_from_db()
    assert leaver.left_at is None
    assert not leaver.user.has_usable_password(), "sessions and secrets do not come back"
    assert b"<strong>" in browser.get(f"/rights/changes/{change.pk}/report/").content


def test_s18_reading_the_report_is_in_the_log(scene: Cast, signed_in: SignIn) -> None:
    plan = leave(scene.collaborator, Handover(scene.manager.pk), by=scene.administrator, at=LATER)
    change = carry_out(plan, by=scene.administrator, at=LATER)
    page = signed_in(scene.administrator.user).get(f"/rights/changes/{change.pk}/report/")
    assert page.status_code == 200
    assert ReadingEvent.objects.get().actor == scene.administrator.user


def test_portfolios_left_to_nobody_are_told(scene: Cast, signed_in: SignIn) -> None:
    Grant.objects.filter(portfolio=scene.portfolio).exclude(member=scene.collaborator).delete()
    browser = signed_in(scene.administrator.user)
    page = browser.post(f"/users/{scene.collaborator.pk}/leave/", {"successor": scene.manager.pk})
    assert scene.portfolio.name in page.context["sentence"]
    assert scene.other_portfolio.name not in page.context["sentence"], "the newcomer has it too"


def test_an_incident_goes_to_nobody_who_does_not_see_it(scene: Cast) -> None:
    cast = scene
    Grant.objects.filter(member=cast.newcomer).exclude(covering=cast.collaborator).delete()
    plan = leave(cast.collaborator, Handover(cast.newcomer.pk), by=cast.administrator, at=LATER)
    carry_out(plan, by=cast.administrator, at=LATER)
    assert Incident.objects.get().assigned_to is None


def test_refusals(scene: Cast, signed_in: SignIn) -> None:
    cast, at, by = scene, LATER, scene.administrator

    def code(member: Member, handover: Handover) -> str:
        with pytest.raises(Refused) as refused:
            leave(member, handover, by=by, at=at)
        return refused.value.code

    mine = cast.portfolio.pk
    assert code(by, Handover(cast.manager.pk)) == "yourself"
    for who in (cast.collaborator.pk, cast.stranger.pk, 999_999):
        assert code(cast.collaborator, Handover(who)) == "unknown_member"
        assert code(cast.collaborator, Handover(cast.manager.pk, {mine: who})) == "unknown_member"
    theirs = Handover(cast.collaborator.pk, {cast.other_portfolio.pk: cast.collaborator.pk})
    assert code(cast.reader, theirs) == "unknown_portfolio"
    browser = signed_in(by.user)
    path = f"/users/{cast.collaborator.pk}/leave/"
    for fields in ({}, {"successor": ""}, {"successor": "x"}, {"successor": cast.stranger.pk}):
        assert browser.post(path, fields).status_code == 422
    for person, status in ((cast.manager, 403), (cast.reader, 403), (cast.stranger, 404)):
        assert signed_in(person.user).post(path, {"successor": by.pk}).status_code == status
    assert not RightsChange.objects.filter(kind="left").exists()


def test_the_last_administrator_does_not_leave(cast: Cast) -> None:
    other = MemberFactory.create(firm=cast.firm, role=Role.ADMINISTRATOR)
    plan = leave(cast.administrator, Handover(other.pk), by=other, at=NOW)
    Member.objects.filter(pk=other.pk).update(suspended_at=NOW)
    with pytest.raises(Refused, match="last_administrator"):
        carry_out(plan, by=other, at=NOW)


def test_twice_is_refused(scene: Cast, signed_in: SignIn) -> None:
    browser = signed_in(scene.administrator.user)
    path, fields = f"/users/{scene.collaborator.pk}/leave/", {"successor": scene.manager.pk}
    page = browser.post(path, fields)
    again: dict[str, Any] = {**fields, "shown": page.context["shown"]}
    assert browser.post(path, again).status_code == 302
    assert browser.post(path, again).status_code == 302
    assert RightsChange.objects.filter(kind="left").count() == 1
