"""Conversations between a firm and an office."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from mandat.clients.models import Client
from mandat.firms.models import Firm, Member, Office, Staff, User


class ThreadQuerySet(models.QuerySet["Thread"]):
    """Questions about threads."""

    def visible_to(self, member: Member) -> ThreadQuerySet:
        """Threads about visible clients, and general ones.

        A general thread (no client) is for administrators, for the member who opened it, and for
        everybody when the office wrote it to the whole firm.
        """
        mine = self.filter(firm_id=member.firm_id)
        if member.is_administrator:
            return mine.filter(Q(client=None) | Q(client__removed_at=None))
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
        read = ThreadReading.objects.filter(
            thread=OuterRef("pk"), member=member, read_at__gte=OuterRef("office_wrote_at")
        )
        return self.filter(office_wrote_at__isnull=False).filter(~Exists(read))


class Thread(models.Model):
    """One conversation, about a client or about nothing in particular."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey(
        Client, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    subject = models.CharField(max_length=150)
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

    def __str__(self) -> str:
        return self.subject


class Message(models.Model):
    """One message of a thread."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    from_office = models.BooleanField()
    body = models.TextField()
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("sent_at", "pk")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["thread", "sent_at"])]

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
