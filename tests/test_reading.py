"""What is read is written before it is shown, and not without end (S18, S19)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mandat.clients.models import Client
from mandat.clients.tests.factories import ClientFactory, place
from mandat.firms import limits, reading
from mandat.firms.choices import AlarmKind, ReadingKind
from mandat.firms.limits import Shown
from mandat.firms.models import Alarm, Member, ReadingEvent, ReadingTally, User
from mandat.firms.permissions import Role
from mandat.firms.tests.factories import Cast, MemberFactory
from mandat.firms.tests.statements import of_log

SignIn = Callable[[User], Browser]
STATEMENTS = 5  # lock the chain, today's tally, its count, the event, the head


@pytest.fixture
def client(cast: Cast) -> Client:
    found = place(ClientFactory.create(firm=cast.firm), cast.portfolio)
    assert isinstance(found, Client)
    return found


def page(client: Client) -> str:
    return f"/clients/{client.pk}/applications/"


def test_s18_a_page_leaves_a_reading_that_says_who_what_and_whom(
    cast: Cast, client: Client, signed_in: SignIn
) -> None:
    assert signed_in(cast.collaborator.user).get(page(client)).status_code == 200
    event = ReadingEvent.objects.get()
    assert (event.kind, event.target_id, event.amount) == ("client", client.pk, 1)
    assert (event.firm, event.actor, event.seen_as) == (cast.firm, cast.collaborator.user, None)
    assert reading.first_break(cast.firm) is None


def test_s18_what_is_hidden_or_absent_leaves_none(
    cast: Cast, client: Client, signed_in: SignIn
) -> None:
    assert signed_in(cast.newcomer.user).get(page(client)).status_code == 404
    assert signed_in(cast.stranger.user).get(page(client)).status_code == 404
    assert not ReadingEvent.objects.exists()


def test_s18_the_same_page_again_is_one_reading(
    cast: Cast, client: Client, signed_in: SignIn, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MANDAT_READING_REPEAT_SECONDS = 15 * 60
    reading.forget_all()
    now = [1_000.0]
    monkeypatch.setattr(reading.time, "monotonic", lambda: now[0])
    browser, colleague = signed_in(cast.collaborator.user), signed_in(cast.administrator.user)
    for one in (browser, browser, colleague):
        one.get(page(client))
    assert ReadingEvent.objects.count() == 2
    now[0] += 15 * 60
    browser.get(page(client))
    assert ReadingEvent.objects.count() == 3
    browser.get("/clients/")
    browser.get("/clients/?page=1")  # another address is another list
    assert ReadingEvent.objects.filter(kind="list").count() == 2
    reading.forget_all()


def test_s18_a_reading_costs_five_statements(cast: Cast, client: Client, signed_in: SignIn) -> None:
    browser = signed_in(cast.collaborator.user)
    browser.get(page(client))  # makes the head and the tally
    with CaptureQueriesContext(connection) as queries:
        browser.get(page(client))
    assert len(of_log(queries)) == STATEMENTS


def test_s19_where_the_log_cannot_be_written_nothing_is_shown(
    cast: Cast, client: Client, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise DatabaseError("no")

    monkeypatch.setattr(ReadingEvent.objects, "bulk_create", refuse)
    answer = signed_in(cast.collaborator.user).get(page(client))
    assert answer.status_code == 503
    assert client.name not in answer.content.decode()
    assert not ReadingTally.objects.exists()


def test_lists_weigh_a_tenth_a_line() -> None:
    assert limits.weight(Shown(ReadingKind.CLIENT, 7, 1)) == 1
    assert limits.weight(Shown(ReadingKind.LIST, None, 1)) == 1
    assert limits.weight(Shown(ReadingKind.LIST, None, 50)) == 5
    assert limits.weight(Shown(ReadingKind.LIST, None, 51)) == 6
    assert limits.weight(Shown(ReadingKind.EXPORT, None, 50_000)) == 200


def fill(cast: Cast, number: int) -> list[Client]:
    return [place(ClientFactory.create(firm=cast.firm), cast.portfolio) for _ in range(number)]


def test_reading_in_bulk_warns_at_four_fifths_and_stops_at_the_limit(
    cast: Cast, signed_in: SignIn, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.MANDAT_READING_HOUR = 5
    clients, browser = fill(cast, 7), signed_in(cast.collaborator.user)
    codes, alarms = [], []
    with django_capture_on_commit_callbacks(execute=True):
        for one in clients:
            answer = browser.get(page(one))
            codes.append(answer.status_code)
            alarms.append(list(Alarm.objects.order_by("pk").values_list("kind", flat=True)))
    assert codes == [200] * 5 + [429] * 2
    assert [len(one) for one in alarms] == [0, 0, 0, 1, 1, 2, 2]
    assert alarms[-1] == [AlarmKind.BULK_READING, AlarmKind.BULK_STOPPED]
    assert ReadingEvent.objects.count() == 5
    assert clients[-1].name not in answer.content.decode()
    assert cast.administrator.user.name in answer.content.decode()
    assert int(answer.headers["Retry-After"]) <= 3600
    assert [letter.to for letter in mail.outbox] == [[cast.administrator.user.email]] * 2
    told = "".join(letter.subject + letter.body for letter in mail.outbox)
    assert cast.collaborator.user.name not in told
    assert browser.get("/profile/").status_code == 200  # what tells of no client stays open
    part = browser.get(page(clients[-1]), headers={"HX-Request": "true"})
    assert (part.status_code, part.headers["HX-Refresh"]) == (429, "true")


def test_the_day_has_a_limit_and_an_administrator_may_lift_it_for_today(
    cast: Cast, signed_in: SignIn, settings: Any
) -> None:
    settings.MANDAT_READING_DAY = 2
    clients, browser = fill(cast, 3), signed_in(cast.collaborator.user)
    assert [browser.get(page(one)).status_code for one in clients] == [200, 200, 429]
    other = signed_in(cast.stranger.user)
    where = f"/watch/members/{cast.collaborator.pk}/allowance/"
    assert other.post(where).status_code == 404
    assert signed_in(cast.manager.user).post(where).status_code == 403
    assert browser.get(page(clients[2])).status_code == 429
    assert signed_in(cast.administrator.user).post(where).status_code == 302
    assert browser.get(page(clients[2])).status_code == 200


def test_nobody_lifts_the_limit_that_stops_themselves(
    cast: Cast, signed_in: SignIn, settings: Any
) -> None:
    settings.MANDAT_READING_DAY = 1
    clients, browser = fill(cast, 2), signed_in(cast.administrator.user)
    assert [browser.get(page(one)).status_code for one in clients] == [200, 429]
    own = f"/watch/members/{cast.administrator.pk}/allowance/"
    assert browser.post(own).status_code == 302
    assert browser.get(page(clients[1])).status_code == 429
    assert own not in browser.get("/watch/").content.decode()


def test_national_numbers_have_a_budget_of_their_own(cast: Cast, settings: Any) -> None:
    settings.MANDAT_NATIONAL_NUMBERS_DAY = 2
    now, shown = timezone.now(), [Shown(ReadingKind.NATIONAL_NUMBER, 1, 1)]
    for _ in range(2):
        reading.keep(cast.collaborator, shown, at=now)
    with pytest.raises(limits.Stopped) as stopped:
        reading.keep(cast.collaborator, shown, at=now)
    assert stopped.value.limit == "national_number"
    reading.keep(cast.administrator, shown, at=now)  # each person has their own
    reading.keep(cast.collaborator, shown, at=now + timedelta(days=1, hours=1))


def test_alarms_reach_those_administrators_alone_who_are_in(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    from mandat.firms import alarms

    MemberFactory.create(firm=cast.firm, role=Role.ADMINISTRATOR, suspended_at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        alarms.sound(cast.firm, AlarmKind.BULK_READING, member=cast.collaborator, at=timezone.now())
    assert [letter.to for letter in mail.outbox] == [[cast.administrator.user.email]]


def columns_of(event: ReadingEvent) -> dict[str, Any]:
    other = Member.objects.exclude(user_id=event.actor_id).first()
    assert other is not None
    return {
        "number": event.number + 100,
        "at": event.at + timedelta(microseconds=1),
        "actor_id": other.user_id,
        "seen_as_id": other.pk,
        "kind": "figures",
        "target_id": 4,
        "amount": event.amount + 1,
        "previous": "k" * 64,
        "digest": "k" * 64,
    }


def without_triggers() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE firms_readingevent DISABLE TRIGGER USER")
        else:
            cursor.execute("DROP TRIGGER reading_no_update")
            cursor.execute("DROP TRIGGER reading_no_delete")


def test_s18_readings_cannot_be_changed_and_any_changed_byte_is_found(cast: Cast) -> None:
    now = timezone.now()
    for number in range(3):
        shown = [Shown(ReadingKind.CLIENT, number + 1, 1)]
        reading.keep(cast.collaborator, shown, at=now + timedelta(seconds=number))
    event = ReadingEvent.objects.get(number=2)
    with pytest.raises(DatabaseError), connection.cursor() as cursor, _savepoint():
        cursor.execute("UPDATE firms_readingevent SET amount = 9")
    without_triggers()
    for column, value in columns_of(event).items():
        before = getattr(event, column)
        rows = ReadingEvent.objects.filter(pk=event.pk)
        rows.update(**{column: value})
        assert reading.first_break(cast.firm) == 2, column
        rows.update(**{column: before})
        assert reading.first_break(cast.firm) is None, column
    ReadingEvent.objects.filter(number=3).delete()
    assert reading.first_break(cast.firm) == 3


def _savepoint() -> Any:
    from django.db import transaction

    return transaction.atomic()
