"""What is written is there once, in order, and read when it was seen."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from mandat.firms import audit
from mandat.firms.models import AuditEvent
from mandat.firms.scope import scope
from mandat.firms.tests.factories import Cast, make_cast
from mandat.messages.actions import Refused, mark_read, mark_read_by_office, open_thread, write
from mandat.messages.models import Message, Thread, ThreadReading
from mandat.messages.tests.factories import NOW, client_of, make_thread

LATER = NOW + timedelta(minutes=5)


def unread(member: Any) -> int:
    return Thread.objects.visible_to(member).unread_by(member).count()


def test_a_word_of_the_office_is_unread_until_read(cast: Cast) -> None:
    thread = make_thread(cast, cast.staff, client=client_of(cast))
    assert (unread(cast.collaborator), unread(cast.administrator)) == (1, 1)
    assert mark_read(thread, cast.collaborator, NOW)
    assert (unread(cast.collaborator), unread(cast.administrator)) == (0, 1)
    write(thread, body="Et encore.", by=cast.staff.user, at=LATER)
    assert unread(cast.collaborator) == 1


def test_a_word_of_the_firm_is_unread_for_the_office_until_read(cast: Cast) -> None:
    thread = make_thread(cast, cast.collaborator, client=client_of(cast))
    mine = Thread.objects.for_staff(cast.staff)
    assert mine.unread_by_office().count() == 1
    assert unread(cast.administrator) == 0
    assert mark_read_by_office(thread, by=cast.staff.user, at=NOW)
    assert not mark_read_by_office(thread, by=cast.staff.user, at=NOW)
    assert mine.unread_by_office().count() == 0
    write(thread, body="Une question.", by=cast.collaborator.user, at=LATER)
    assert mine.unread_by_office().count() == 1


def test_reading_twice_or_late_changes_nothing(cast: Cast) -> None:
    thread = make_thread(cast, cast.staff, to_everybody=True)
    assert mark_read(thread, cast.newcomer, LATER)
    assert not mark_read(thread, cast.newcomer, LATER)
    assert not mark_read(thread, cast.newcomer, NOW)
    assert ThreadReading.objects.get().read_at == LATER


def test_messages_of_one_moment_keep_their_order(cast: Cast) -> None:
    thread = make_thread(cast, cast.staff, to_everybody=True)
    for word in ("a", "b", "c"):
        write(thread, body=word, by=cast.staff.user, at=NOW)
    write(thread, body="d", by=cast.staff.user, at=NOW - timedelta(hours=1))
    rows = list(thread.messages.values_list("body", "sent_at"))
    assert [body for body, _ in rows] == ["Bonjour.", "a", "b", "c", "d"]
    assert len({at for _, at in rows}) == 5
    thread.refresh_from_db()
    assert thread.wrote_at == thread.office_wrote_at == rows[-1][1]


def test_the_same_form_twice_is_one_message(cast: Cast) -> None:
    token = "a" * 32
    first = make_thread(cast, cast.collaborator, token=token)
    assert make_thread(cast, cast.collaborator, token=token).pk == first.pk
    once = write(first, body="x", by=cast.staff.user, at=LATER, token=token)
    assert write(first, body="x", by=cast.staff.user, at=LATER, token=token).pk == once.pk
    assert (Thread.objects.count(), Message.objects.count()) == (1, 2)


def test_who_may_write_what(cast: Cast) -> None:
    client = client_of(cast)
    with pytest.raises(Refused, match="empty"):
        open_thread(cast.firm, cast.office, subject=" ", body="x", by=cast.staff.user, at=NOW)
    with pytest.raises(ValueError, match="firm or by the office"):
        make_thread(cast, cast.stranger)
    with pytest.raises(ValueError, match="everybody"):
        make_thread(cast, cast.administrator, to_everybody=True)
    with pytest.raises(ValueError, match="everybody"):
        make_thread(cast, cast.staff, client=client, to_everybody=True)
    thread = make_thread(cast, cast.staff, client=client)
    with pytest.raises(Refused, match="empty"):
        write(thread, body="\n ", by=cast.staff.user, at=NOW)
    with pytest.raises(ValueError, match="firm or by the office"):
        write(thread, body="x", by=cast.stranger.user, at=NOW)
    client.removed_at = NOW
    with pytest.raises(Refused, match="removed"):
        make_thread(cast, cast.staff, client=client)


def test_the_database_refuses_a_client_in_a_thread_to_everybody(cast: Cast) -> None:
    client = client_of(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Thread.objects.create(
            firm=cast.firm, office=cast.office, client=client, subject="x", to_everybody=True
        )


def test_both_chains_hear_and_hold_no_words(cast: Cast) -> None:
    thread = make_thread(cast, cast.staff, to_everybody=True)
    write(thread, body="un secret", by=cast.newcomer.user, at=LATER)
    mark_read(thread, cast.newcomer, NOW)
    of_firm = AuditEvent.objects.filter(firm=cast.firm).values_list("action", flat=True)
    assert list(of_firm) == ["thread.opened", "message.written", "thread.read"]
    of_office = AuditEvent.objects.filter(office=cast.office).values_list("action", flat=True)
    assert list(of_office) == ["thread.opened"]
    assert audit.first_break(cast.firm) is None
    assert "secret" not in str(list(AuditEvent.objects.values()))


def test_a_failure_leaves_the_state_before(cast: Cast, monkeypatch: Any) -> None:
    thread = make_thread(cast, cast.staff, to_everybody=True)
    before = (Thread.objects.count(), Message.objects.count(), AuditEvent.objects.count())
    monkeypatch.setattr(audit, "record", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        make_thread(cast, cast.collaborator)
    with pytest.raises(ZeroDivisionError):
        write(thread, body="x", by=cast.collaborator.user, at=LATER)
    with pytest.raises(ZeroDivisionError):
        mark_read(thread, cast.collaborator, NOW)
    assert not ThreadReading.objects.exists()
    after = (Thread.objects.count(), Message.objects.count(), AuditEvent.objects.count())
    assert after == before
    thread.refresh_from_db()
    assert thread.firm_wrote_at is None


def test_words_are_found_without_their_accents(cast: Cast) -> None:
    make_thread(cast, cast.staff, client=client_of(cast, name="Boulangerie Noël"))
    make_thread(cast, cast.staff, subject="Autre chose", to_everybody=True)
    found = Thread.objects.visible_to(cast.administrator)
    assert found.about("regularisation NOEL").count() == 1
    assert found.about("").count() == 2
    assert found.about("%").count() == 2


@pytest.mark.skipif(connection.vendor != "postgresql", reason="policies are PostgreSQL's")
def test_the_policies_show_an_office_its_threads_alone(cast: Cast) -> None:
    make_thread(cast, cast.staff, to_everybody=True)
    with scope(office_id=cast.office.pk):
        assert (Thread.objects.count(), Message.objects.count()) == (1, 1)
    with scope(office_id=cast.belgian_office.pk):
        assert (Thread.objects.count(), Message.objects.count()) == (0, 0)
    with scope(firm_id=cast.other_firm.pk):
        assert (Thread.objects.count(), Message.objects.count()) == (0, 0)


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has one writer; its audit cannot be emptied"
)
@pytest.mark.django_db(transaction=True)
def test_many_at_once_write_read_and_send_twice() -> None:
    cast = make_cast()
    thread = make_thread(cast, cast.staff, to_everybody=True)

    def at_once(rank: int) -> None:
        try:
            mark_read(thread, cast.newcomer, NOW)
            write(thread, body=str(rank), by=cast.staff.user, at=LATER)
            make_thread(cast, cast.collaborator, token="b" * 32)
            write(thread, body="twice", by=cast.newcomer.user, at=LATER, token="c" * 32)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(at_once, range(12)))
    assert ThreadReading.objects.count() == 1
    assert Thread.objects.count() == 2
    assert thread.messages.count() == 14
    assert thread.messages.values("sent_at").distinct().count() == 14
    assert audit.first_break(cast.firm) is None
