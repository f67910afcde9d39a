"""Conversations between a firm and an office."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from mandat.clients.models import Client, closed_to
from mandat.firms.models import Firm, Member, Office, Staff, User
from mandat.lib.text import fold

# What a firm wrote and nobody of the office has read.
_WAITS_FOR_OFFICE = Q(firm_wrote_at__isnull=False) & (
    Q(office_read_at=None) | Q(office_read_at__lt=F("firm_wrote_at"))
)


class ThreadQuerySet(models.QuerySet["Thread"]):
    """Questions about threads."""

    def visible_to(self, member: Member) -> ThreadQuerySet:
        """Threads about visible clients, and general ones.

        A general thread (no client) is for administrators, for the member who opened it, and for
        everybody when the office wrote it to the whole firm.
        """
        mine = self.filter(firm_id=member.firm_id)
        if member.is_administrator:
            return mine.filter(Q(client=None) | Q(client__removed_at=None)).exclude(
                client__placement_set_id__in=closed_to(member)
            )
        return mine.filter(
            Q(client__in=Client.objects.visible_to(member).values("pk"))
            | Q(client=None, opened_by_id=member.user_id)
            | Q(client=None, to_everybody=True)
        )

    def for_staff(self, staff: Staff) -> ThreadQuerySet:
        """Threads with the staff member's own office."""
        return self.filter(office_id=staff.office_id)

    def unread_by(self, member: Member) -> ThreadQuerySet:
        """Threads whose last word of the office came after the member last read them."""
        return self.filter(_waits_for(member))

    def unread_by_office(self) -> ThreadQuerySet:
        """Threads whose last word of the firm nobody of the office has read."""
        return self.filter(_WAITS_FOR_OFFICE)

    def marked_for(self, member: Member) -> ThreadQuerySet:
        """The same threads, each with `is_unread` for this member."""
        return self.annotate(is_unread=_waits_for(member))

    def marked_for_office(self) -> ThreadQuerySet:
        """The same threads, each with `is_unread` for the office."""
        return self.annotate(
            is_unread=models.ExpressionWrapper(
                _WAITS_FOR_OFFICE, output_field=models.BooleanField()
            )
        )

    def about(self, words: str) -> ThreadQuerySet:
        """Threads whose subject, or client's name, holds all the words; accents are forgiven."""
        found = self
        for word in fold(words).split():
            found = found.filter(
                Q(search_text__contains=word) | Q(client__sort_name__contains=word)
            )
        return found


def _waits_for(member: Member) -> models.ExpressionWrapper[Q]:
    read = ThreadReading.objects.filter(
        thread=OuterRef("pk"), member=member, read_at__gte=OuterRef("office_wrote_at")
    )
    return models.ExpressionWrapper(
        Q(~Exists(read), office_wrote_at__isnull=False), output_field=models.BooleanField()
    )


class Thread(models.Model):
    """One conversation, about a client or about nothing in particular.

    Within a thread no two messages share a moment, so that "read until" is exact.
    """

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey(
        Client, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    subject = models.CharField(max_length=150)
    search_text = models.CharField(max_length=300, default="", editable=False)  # folded subject
    to_everybody = models.BooleanField(default=False)
    opened_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    opened_at = models.DateTimeField(default=timezone.now)
    wrote_at = models.DateTimeField(default=timezone.now)  # last message of either side
    office_wrote_at = models.DateTimeField(null=True, blank=True)
    firm_wrote_at = models.DateTimeField(null=True, blank=True)
    office_read_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Thread]] = ThreadQuerySet.as_manager()

    class Meta:
        ordering = ("-wrote_at",)
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["firm", "-wrote_at"], name="thread_by_firm"),
            models.Index(fields=["firm", "client"], name="thread_by_client"),
            models.Index(fields=["office", "-wrote_at"], name="thread_by_office"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(to_everybody=False) | Q(client=None),
                name="thread_to_everybody_is_about_no_client",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep what the search reads in step with the subject."""
        self.search_text = fold(self.subject)[:300]
        super().save(*args, **kwargs)


class Message(models.Model):
    """One message of a thread.

    `token` comes with the form it was typed in: the same form sent twice is one message.
    """

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    from_office = models.BooleanField()
    body = models.TextField()
    token = models.CharField(max_length=32, blank=True, default="")
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("sent_at", "pk")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["thread", "sent_at"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["firm", "author", "token"],
                condition=~Q(token=""),
                name="message_once_per_form",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.thread_id} {self.sent_at:%Y-%m-%d}"


class ThreadReading(models.Model):
    """Until when a member has read a thread."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="+")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="readings")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["firm", "thread", "member"], name="reading_once"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} read {self.thread_id}"
