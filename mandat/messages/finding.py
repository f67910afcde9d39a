"""Whom a message may go to, and what was said last."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db.models import F, Q, QuerySet

from mandat.clients.models import Client, closed_to
from mandat.firms.models import Firm, Member, Office, Staff
from mandat.identifiers import compact
from mandat.lib.text import fold
from mandat.messages.models import Message, Thread

FEW: Final = 20


def offices_for(member: Member, client: Client | None) -> QuerySet[Office]:
    """The client's office; else those that look after the firm's clients, or of its country.

    Confidential clients that are closed to the member tell nothing of their office.
    """
    if client is not None and client.office_id is not None:
        return Office.objects.filter(pk=client.office_id)
    of_clients = (
        Client.objects.of(member.firm)
        .filter(removed_at=None, office__isnull=False)
        .exclude(placement_set_id__in=closed_to(member))
    )
    known = Office.objects.filter(pk__in=of_clients.values("office_id"))
    return known if known.exists() else Office.objects.filter(country=member.firm.country)


def clients_to_write_about(member: Member, words: str) -> list[Client]:
    """A few of the member's clients that the words meet; none for no words."""
    if not fold(words):
        return []
    return list(Client.objects.visible_to(member).search(words, member.firm)[:FEW])


def clients_of(staff: Staff) -> QuerySet[Client]:
    """The clients, of any firm, that the staff member's office looks after."""
    return Client.objects.filter(office_id=staff.office_id, removed_at=None).select_related("firm")


def clients_numbered(staff: Staff, typed: str) -> list[Client]:
    """Those with exactly this company or account number; spaces, dots and BE do not matter."""
    number = compact(typed).removeprefix("BE")
    if not number:
        return []
    same = Q(number=number) | Q(account_number=number) | Q(account_number=typed.strip())
    return list(clients_of(staff).filter(same).order_by("firm__name", "pk")[:FEW])


def firms_of(staff: Staff) -> QuerySet[Firm]:
    """The firms with clients or conversations at the staff member's office."""
    clients = Client.objects.filter(office_id=staff.office_id, removed_at=None)
    threads = Thread.objects.for_staff(staff)
    return Firm.objects.filter(
        Q(pk__in=clients.values("firm_id")) | Q(pk__in=threads.values("firm_id"))
    ).order_by("name", "pk")


def firms_named(staff: Staff, words: str) -> list[Firm]:
    """Those whose name holds the words; accents are forgiven."""
    wanted = fold(words)
    if not wanted:
        return []
    return [firm for firm in firms_of(staff) if wanted in fold(firm.name)][:FEW]


def last_words(threads: Iterable[Thread]) -> dict[int, Message]:
    """The last message of each thread, in one query."""
    rows = Message.objects.filter(
        thread__in=[thread.pk for thread in threads], sent_at=F("thread__wrote_at")
    ).select_related("author")
    return {row.thread_id: row for row in rows}
