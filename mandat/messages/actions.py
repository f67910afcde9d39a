"""What is done to threads: opened, answered, read.

An office acts on a firm's thread inside `scope(firm_id=…, office_id=…)`, opened by its views.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Q

from mandat.clients.models import Client
from mandat.firms import audit
from mandat.firms.models import Firm, Member, Office, User
from mandat.messages.models import Message, Thread, ThreadReading

_NEXT: Final = timedelta(microseconds=1)


class Refused(Exception):
    """A message that cannot be sent; `code` says why: `empty`, `removed`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _speaks_for_office(by: User, firm: Firm, office: Office) -> bool:
    """Whether `by` writes as the office (else as the firm); ValueError for anybody else."""
    if by.post is not None and by.post.office_id == office.pk:
        return True
    if by.membership is not None and by.membership.firm_id == firm.pk:
        return False
    raise ValueError("a message is written by the firm or by the office of its thread")


def _check_client(client: Client | None, firm: Firm) -> None:
    """A thread is about a client on its firm's list, or about none."""
    if client is not None and client.firm_id != firm.pk:
        raise ValueError("a thread is about a client of its firm")
    if client is not None and client.removed_at is not None:
        raise Refused("removed")


@transaction.atomic
def open_thread(
    firm: Firm,
    office: Office,
    *,
    subject: str,
    body: str,
    by: User,
    at: datetime,
    client: Client | None = None,
    to_everybody: bool = False,
    token: str = "",
) -> Thread:
    """Begin a conversation with its first message, from whichever side `by` belongs to.

    `to_everybody` is for the office, about no client: every member of the firm sees it. The same
    `token` of the same person gives the thread that it opened before. Refused: `empty` without a
    subject or words, `removed` for a client off the list.
    """
    if not subject.strip() or not body.strip():
        raise Refused("empty")
    _check_client(client, firm)
    from_office = _speaks_for_office(by, firm, office)
    if to_everybody and (client is not None or not from_office):
        raise ValueError("only the office writes to everybody, and about no client")
    thread = Thread(
        firm=firm,
        office=office,
        client=client,
        subject=subject.strip(),
        to_everybody=to_everybody,
        opened_by=by,
        opened_at=at,
        wrote_at=at - _NEXT,
    )
    try:
        with transaction.atomic():
            thread.save()
            _add(thread, from_office=from_office, body=body, by=by, at=at, token=token)
    except IntegrityError:
        before = _sent_before(firm, by, token)
        if before is None:
            raise
        return before.thread
    _record("thread.opened", thread, by=by, at=at, from_office=from_office)
    return thread


@transaction.atomic
def write(thread: Thread, *, body: str, by: User, at: datetime, token: str = "") -> Message:
    """Add a message to a thread, from whichever side `by` belongs to.

    The same `token` of the same person gives the message it wrote before. Refused: `empty`.
    """
    if not body.strip():
        raise Refused("empty")
    from_office = _speaks_for_office(by, thread.firm, thread.office)
    # "No key": readers whose rows point here need not wait, so nobody waits in a circle.
    locked = Thread.objects.select_for_update(no_key=True).get(pk=thread.pk, firm_id=thread.firm_id)
    before = _sent_before(thread.firm, by, token)
    if before is not None:
        return before
    message = _add(locked, from_office=from_office, body=body, by=by, at=at, token=token)
    _record("message.written", locked, by=by, at=at, from_office=from_office)
    return message


@transaction.atomic
def mark_read(thread: Thread, member: Member, at: datetime) -> bool:
    """Note that `member` has read the thread up to `at`; whether that was news.

    Give the moment of the last message shown, not the present one: what came after it was not
    seen. An earlier moment than the known one changes nothing.
    """
    reading, made = ThreadReading.objects.get_or_create(
        firm_id=thread.firm_id, thread=thread, member=member, defaults={"read_at": at}
    )
    if not made:
        later = ThreadReading.objects.filter(pk=reading.pk, read_at__lt=at)
        if not later.update(read_at=at):
            return False
    audit.record(member.firm, "thread.read", by=member.user, at=at, target=thread)
    return True


@transaction.atomic
def mark_read_by_office(thread: Thread, *, by: User, at: datetime) -> bool:
    """Note that the office has read the thread up to `at`; whether that was news."""
    earlier = Q(office_read_at=None) | Q(office_read_at__lt=at)
    if not Thread.objects.filter(earlier, pk=thread.pk).update(office_read_at=at):
        return False
    audit.record(thread.office, "thread.read", by=by, at=at, target=thread)
    return True


def _sent_before(firm: Firm, by: User, token: str) -> Message | None:
    if not token:
        return None
    return Message.objects.filter(firm=firm, author=by, token=token).first()


def _add(
    thread: Thread, *, from_office: bool, body: str, by: User, at: datetime, token: str
) -> Message:
    """Append to a thread that is new or locked: its messages keep the order they came in."""
    at = max(at, thread.wrote_at + _NEXT)
    message = Message.objects.create(
        firm_id=thread.firm_id,
        office_id=thread.office_id,
        thread=thread,
        author=by,
        from_office=from_office,
        body=body.strip(),
        token=token,
        sent_at=at,
    )
    side = "office_wrote_at" if from_office else "firm_wrote_at"
    thread.wrote_at = at
    setattr(thread, side, at)
    thread.save(update_fields=["wrote_at", side])
    return message


def _record(action: str, thread: Thread, *, by: User, at: datetime, from_office: bool) -> None:
    """The firm's chain hears of every message, the office's of its own; words stay out of both."""
    owners: list[Firm | Office] = [thread.firm, thread.office] if from_office else [thread.firm]
    for owner in owners:
        audit.record(owner, action, by=by, at=at, target=thread, from_office=from_office)
