"""Asking for access: in one's own words, answered by a change of rights or by words."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.utils import timezone

from mandat.clients.tests.factories import ClientFactory, place
from mandat.firms.choices import AccessOutcome
from mandat.firms.models import AccessRequest, AuditEvent, Grant, User
from mandat.firms.scope import scope
from mandat.firms.tests.factories import Cast, make_cast
from mandat.rights import asking
from mandat.rights.actions import Refused
from mandat.rights.tests.test_people import settled

SignIn = Callable[[User], Browser]
WORDS = {"wanted": "Les clients de Camille", "reason": "Je la remplace."}


def asked(cast: Cast) -> AccessRequest:
    return asking.ask(cast.newcomer, **WORDS, at=timezone.now())


def test_asked_approved_and_told(cast: Cast, signed_in: SignIn) -> None:
    place(ClientFactory.create(firm=cast.firm), cast.portfolio)
    theirs, browser = signed_in(cast.newcomer.user), signed_in(cast.administrator.user)
    assert theirs.get("/access/").status_code == 200
    assert theirs.post("/access/", WORDS).status_code == 302
    found = AccessRequest.objects.get()
    assert WORDS["wanted"] not in str(AuditEvent.objects.values_list("details", flat=True))
    assert browser.get("/users/").context["asked"] == 1
    assert WORDS["wanted"] in browser.get("/access/asked/").content.decode()
    assert cast.portfolio.name not in theirs.get("/access/").content.decode()
    path = f"/access/asked/{found.pk}/approval/"
    settled(browser, path, portfolios=[cast.portfolio.pk], ends_at="2027-02-01T18:00")
    found.refresh_from_db()
    assert (found.outcome, found.decided_by) == ("approved", cast.administrator)
    grant = Grant.objects.get(member=cast.newcomer)
    assert grant.ends_at == datetime(2027, 2, 1, 17, 0, tzinfo=UTC)
    assert WORDS["wanted"] in theirs.get("/").content.decode()
    assert browser.get("/users/").context["asked"] == 0


def test_refused_with_words(cast: Cast, signed_in: SignIn) -> None:
    found, browser = asked(cast), signed_in(cast.administrator.user)
    path = f"/access/asked/{found.pk}/refusal/"
    for wrong in ({}, {"answer": " "}, {"answer": "x" * 501}):
        assert browser.post(path, wrong).status_code == 422
    assert browser.post(path, {"answer": "Plus tard."}).status_code == 302
    assert b"Plus tard." in signed_in(cast.newcomer.user).get("/").content
    assert browser.post(path, {"answer": "Encore."}).status_code == 404
    assert not Grant.objects.filter(member=cast.newcomer).exists()


def test_withdrawn_by_oneself_alone(cast: Cast, signed_in: SignIn) -> None:
    found = asked(cast)
    path = f"/access/{found.pk}/withdrawal/"
    for person in (cast.collaborator, cast.administrator, cast.stranger):
        assert signed_in(person.user).post(path).status_code == 404
    theirs = signed_in(cast.newcomer.user)
    assert theirs.post(path).status_code == 302
    found.refresh_from_db()
    assert found.outcome == "withdrawn"
    assert theirs.post(path).status_code == 302
    with pytest.raises(Refused, match="decided"):
        asking.decide(found, AccessOutcome.APPROVED, by=cast.administrator, at=timezone.now())


def test_a_manager_answers_with_what_they_manage(cast: Cast, signed_in: SignIn) -> None:
    found, browser = asked(cast), signed_in(cast.manager.user)
    page = browser.get("/access/asked/").content.decode()
    assert cast.portfolio.name in page
    assert cast.other_portfolio.name not in page
    path = f"/access/asked/{found.pk}/approval/"
    wrong = [{}, {"portfolios": [cast.other_portfolio.pk]}, {"portfolios": ["x"]}]
    for fields in wrong:
        assert browser.post(path, fields).status_code == 422
    settled(browser, path, portfolios=[cast.portfolio.pk])
    assert Grant.objects.filter(member=cast.newcomer, portfolio=cast.portfolio).exists()


def test_a_manager_answers_neither_themselves_nor_those_above(
    cast: Cast, signed_in: SignIn
) -> None:
    browser = signed_in(cast.manager.user)
    for person in (cast.manager, cast.administrator):
        found = asking.ask(person, **WORDS, at=timezone.now())
        for what, fields in (
            ("refusal", {"answer": "Non."}), ("approval", {"portfolios": [cast.portfolio.pk]}),
        ):  # fmt: skip
            path = f"/access/asked/{found.pk}/{what}/"
            assert browser.post(path, fields).status_code == 404, path
    assert WORDS["wanted"] not in browser.get("/access/asked/").content.decode()
    assert browser.get("/users/").context["asked"] == 0


def test_what_is_open_already_stays_a_question(cast: Cast, signed_in: SignIn) -> None:
    found = asked(cast)
    Grant.objects.create(firm=cast.firm, member=cast.newcomer, portfolio=cast.portfolio)
    browser = signed_in(cast.administrator.user)
    path = f"/access/asked/{found.pk}/approval/"
    assert browser.post(path, {"portfolios": [cast.portfolio.pk]}).status_code == 302
    found.refresh_from_db()
    assert found.outcome == "waiting"


def test_others_reach_nothing(cast: Cast, signed_in: SignIn) -> None:
    found = asked(cast)
    for what in ("approval", "refusal"):
        path = f"/access/asked/{found.pk}/{what}/"
        for person, status in ((cast.collaborator, 403), (cast.reader, 403), (cast.stranger, 404)):
            assert signed_in(person.user).post(path, {"answer": "x"}).status_code == status
        assert signed_in(cast.administrator.user).get(path).status_code == 405
    assert signed_in(cast.staff.user).get("/access/").status_code == 403
    assert signed_in(cast.reader.user).post("/access/", WORDS).status_code == 302


def test_malformed(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.newcomer.user)
    wrong: list[dict[str, Any]] = [
        {}, {"wanted": "x"}, {**WORDS, "wanted": "x" * 201}, {**WORDS, "reason": "x" * 501},
        {**WORDS, "reason": "1 84 12 76 451 089 46"},
    ]  # fmt: skip
    for fields in wrong:
        assert browser.post("/access/", fields).status_code == 422, fields
    assert not AccessRequest.objects.exists()


def test_ten_wait_and_no_more_even_at_once(committed: None) -> None:
    cast = make_cast()
    for _ in range(9):
        asked(cast)
    together, told = threading.Barrier(3), []

    def go() -> None:
        try:
            together.wait(timeout=20)
            with scope(firm_id=cast.firm.pk):
                asked(cast)
            told.append("asked")
        except Refused as refused:
            told.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=go) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(told) == ["asked", "asked_much", "asked_much"]
    assert AccessRequest.objects.count() == 10
