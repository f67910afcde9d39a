"""Cover for an absence: from its minute to its minute, seen on both sides, done for the absent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from mandat.clients.models import Client
from mandat.clients.tests.factories import ClientFactory, place
from mandat.firms.choices import Country
from mandat.firms.models import AuditEvent, Firm, Grant, Member, User
from mandat.firms.tests.factories import Cast
from mandat.incidents.actions import settle_incident
from mandat.incidents.models import Step
from mandat.incidents.tests.factories import make_incident
from mandat.rights.actions import Refused, carry_out, undo
from mandat.rights.plans import Plan, lending
from mandat.rights.tests.test_people import settled

SignIn = Callable[[User], Browser]
HOUR = timedelta(hours=1)
NOW = timezone.now().replace(microsecond=0)


def lend(cast: Cast, starts: datetime, ends: datetime, *, at: datetime = NOW) -> Plan:
    return lending.lend(
        cast.collaborator, [cast.portfolio.pk], [cast.newcomer.pk], starts, ends,
        by=cast.administrator, at=at,
    )  # fmt: skip


def sees(member: Member, client: Client, monkeypatch: pytest.MonkeyPatch, at: datetime) -> bool:
    with monkeypatch.context() as patched:
        patched.setattr("django.utils.timezone.now", lambda: at)
        return Client.objects.visible_to(member).filter(pk=client.pk).exists()


def test_begins_and_ends_at_the_minute(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client = place(ClientFactory.create(firm=cast.firm), cast.portfolio)
    plan = lend(cast, NOW + HOUR, NOW + 2 * HOUR)
    effect = plan.effect(cast.administrator)
    assert effect.at == NOW + HOUR, "looked at when it begins"
    assert effect.of(cast.newcomer.pk).gained == 1
    carry_out(plan, by=cast.administrator, at=NOW)
    second = timedelta(seconds=1)
    for at, shown in (
        (NOW + HOUR - second, False), (NOW + HOUR, True),
        (NOW + 2 * HOUR - second, True), (NOW + 2 * HOUR, False),
    ):  # fmt: skip
        assert sees(cast.newcomer, client, monkeypatch, at) is shown, at


def test_refusals(cast: Cast) -> None:
    at, by, absent = NOW, cast.administrator, cast.collaborator
    mine, other = cast.portfolio.pk, cast.other_portfolio.pk
    who = cast.newcomer.pk

    def code(portfolios: list[int], people: list[int], starts: Any = NOW, ends: Any = None) -> str:
        with pytest.raises(Refused) as refused:
            lending.lend(absent, portfolios, people, starts, ends or NOW + HOUR, by=by, at=at)
        return refused.value.code

    assert code([mine], [who], NOW + HOUR, NOW + HOUR) == "dates"
    assert code([mine], [who], NOW - 2 * HOUR, NOW) == "dates"
    assert code([other], [who]) == "unknown_portfolio"
    assert code([], [who]) == "no_portfolio"
    assert code([mine], []) == "nobody"
    assert code([mine], [absent.pk]) == "cover_oneself"
    assert code([mine], [cast.stranger.pk]) == "unknown_member"
    carry_out(lend(cast, NOW, NOW + HOUR), by=by, at=at)
    assert code([mine], [who]) == "lent_already"
    lend(cast, NOW + HOUR, NOW + 2 * HOUR)  # one after the other is no overlap
    absent = cast.newcomer
    assert code([mine], [cast.reader.pk]) == "unknown_portfolio", "what is borrowed is not lent on"


def test_ended_early_prolonged_and_undone(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client = place(ClientFactory.create(firm=cast.firm), cast.portfolio)
    by = cast.administrator
    change = carry_out(lend(cast, NOW, NOW + HOUR), by=by, at=NOW)
    loan = Grant.objects.get(covering=cast.collaborator)
    later = lending.prolong(cast.collaborator, [loan.pk], NOW + 3 * HOUR, by=by, at=NOW)
    assert later.effect(by).of(cast.newcomer.pk).gained == 1
    longer = carry_out(later, by=by, at=NOW)
    assert sees(cast.newcomer, client, monkeypatch, NOW + 2 * HOUR)
    undo(longer, by=by, at=NOW)
    assert not sees(cast.newcomer, client, monkeypatch, NOW + 2 * HOUR)
    minute = NOW + timedelta(minutes=1)
    ended = carry_out(lending.end(cast.collaborator, [loan.pk], by=by, at=minute), by=by, at=minute)
    assert ended.effect == [[cast.newcomer.pk, 0, 1]]
    assert not sees(cast.newcomer, client, monkeypatch, minute)
    undo(ended, by=by, at=minute)
    undo(change, by=by, at=minute)
    assert not Grant.objects.filter(covering__isnull=False).exists()
    with pytest.raises(Refused, match="nobody"):
        lending.end(cast.collaborator, [loan.pk], by=by, at=minute)


def test_one_to_come_is_taken_back_whole(cast: Cast) -> None:
    by = cast.administrator
    carry_out(lend(cast, NOW + HOUR, NOW + 2 * HOUR), by=by, at=NOW)
    loan = Grant.objects.get(covering=cast.collaborator)
    carry_out(lending.end(cast.collaborator, [loan.pk], by=by, at=NOW), by=by, at=NOW)
    assert not Grant.objects.filter(pk=loan.pk).exists()


def test_what_is_done_meanwhile_is_done_for_the_absent(cast: Cast) -> None:
    through = place(ClientFactory.create(firm=cast.firm, office=cast.office), cast.portfolio)
    own = place(
        ClientFactory.create(firm=cast.firm, office=cast.office),
        cast.portfolio, cast.other_portfolio,
    )  # fmt: skip
    Grant.objects.create(firm=cast.firm, member=cast.newcomer, portfolio=cast.other_portfolio)
    carry_out(lend(cast, NOW, NOW + HOUR), by=cast.administrator, at=NOW)
    told = {}
    for client in (through, own):
        settle_incident(make_incident(client), note="Payé.", by=cast.newcomer.user, at=NOW)
        event = AuditEvent.objects.filter(action="incident.settled", client_id=client.pk).get()
        told[client.pk] = event.details.get("for")
    assert told == {through.pk: cast.collaborator.pk, own.pk: None}
    steps = Step.objects.filter(kind="settled").order_by("pk")
    assert [step.covering_id for step in steps] == [cast.collaborator.pk, None]
    settle_incident(make_incident(through), note="Fini.", by=cast.newcomer.user, at=NOW + HOUR)
    last = AuditEvent.objects.filter(action="incident.settled").latest("number")
    assert "for" not in last.details, "after its end nobody is covered for"


def test_nothing_lent_asks_nothing_more(
    cast: Cast, settings: Any, django_assert_num_queries: Any
) -> None:
    from mandat.clients.covering import covered_for

    settings.MANDAT_KEPT_SECONDS = 30
    client = place(ClientFactory.create(firm=cast.firm), cast.portfolio)
    member = Member.objects.select_related("firm").get(pk=cast.collaborator.pk)
    covered_for(member, client.pk, NOW)
    with django_assert_num_queries(0):
        assert covered_for(member, client.pk, NOW) is None


def test_both_sides_see_it_on_their_dashboard(cast: Cast, signed_in: SignIn) -> None:
    carry_out(lend(cast, NOW, NOW + HOUR), by=cast.administrator, at=NOW)
    for person, other in ((cast.newcomer, cast.collaborator), (cast.collaborator, cast.newcomer)):
        page = signed_in(person.user).get("/").content.decode()
        assert other.user.name in page
        assert cast.portfolio.name in page
    assert cast.newcomer.user.name not in signed_in(cast.reader.user).get("/").content.decode()


def test_the_page_lends_shows_and_ends(cast: Cast, signed_in: SignIn) -> None:
    place(ClientFactory.create(firm=cast.firm), cast.portfolio)
    browser = signed_in(cast.administrator.user)
    path = f"/users/{cast.collaborator.pk}/lend/"
    assert browser.get(path).status_code == 200
    fields = {
        "portfolios": [cast.portfolio.pk], "members": [cast.newcomer.pk],
        "starts_at": "2027-02-01T08:00", "ends_at": "2027-02-12T18:30",
    }  # fmt: skip
    assert settled(browser, path, **fields).headers["Location"] == path
    loan = Grant.objects.get(covering=cast.collaborator)
    assert loan.ends_at == datetime(2027, 2, 12, 17, 30, tzinfo=UTC)
    assert cast.newcomer.user.name in browser.get(path).content.decode()
    settled(browser, f"{path}prolong/", loan=[loan.pk], ends_at="2027-02-13T18:30")
    loan.refresh_from_db()
    assert loan.ends_at == datetime(2027, 2, 13, 17, 30, tzinfo=UTC)
    settled(browser, f"{path}end/", loan=[loan.pk])
    assert not Grant.objects.filter(covering__isnull=False).exists()
    for wrong in ({"loan": ["x"]}, {"loan": ["9" * 30]}, {}):
        for what in ("end", "prolong"):
            assert browser.post(f"{path}{what}/", wrong).status_code == 302


@pytest.mark.parametrize("country", Country.values)
@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("2027-03-28T01:59", datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        ("2027-03-28T02:30", None),  # the hour that is skipped
        ("2027-03-28T03:00", datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        ("2027-10-31T02:30", None),  # the hour that comes twice
        ("2027-10-31T03:00", datetime(2027, 10, 31, 2, 0, tzinfo=UTC)),
    ],
)
def test_the_clocks_change(
    cast: Cast, signed_in: SignIn, country: str, typed: str, moment: datetime | None
) -> None:
    Firm.objects.filter(pk=cast.firm.pk).update(country=country)
    browser = signed_in(cast.administrator.user)
    path = f"/users/{cast.collaborator.pk}/lend/"
    fields = {
        "portfolios": [cast.portfolio.pk], "members": [cast.newcomer.pk],
        "starts_at": "2027-01-04T08:00", "ends_at": typed,
    }  # fmt: skip
    if moment is None:
        answer = browser.post(path, fields)
        assert answer.status_code == 422
        assert answer.context["form"].errors["ends_at"]
        return
    settled(browser, path, **fields)
    assert Grant.objects.get(covering=cast.collaborator).ends_at == moment
