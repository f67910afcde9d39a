"""What was read, by whom, how much of it, and what looked wrong."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from mandat.firms.choices import AlarmKind, ReadingKind
from mandat.firms.models.firm import Firm, Member
from mandat.firms.models.office import Office


class ReadingHead(models.Model):
    """The end of a firm's chain of readings.

    Apart from the firm's row, so that who reads never waits for who writes, and so that a reading
    is no new revision of the firm (`mandat.firms.kept`).
    """

    firm = models.OneToOneField(Firm, on_delete=models.CASCADE, related_name="+")
    count = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.firm_id}: {self.count}"


class ReadingEvent(models.Model):
    """Personal data shown to somebody, chained to the reading before it in the firm (S18).

    `amount` is how many clients or persons it told of; `target_id` the client, where there is one.
    Triggers refuse UPDATE and DELETE.
    """

    firm = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="+")
    number = models.BigIntegerField()
    at = models.DateTimeField()
    actor = models.ForeignKey("firms.User", null=True, on_delete=models.PROTECT, related_name="+")
    seen_as = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=ReadingKind.choices)
    target_id = models.BigIntegerField(null=True)
    amount = models.IntegerField(default=1)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("number",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["firm", "number"], name="reading_number_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["firm", "-at", "-number"], name="reading_by_time"),
            models.Index(fields=["firm", "target_id", "-at"], name="reading_of_client"),
            models.Index(fields=["firm", "actor", "-at"], name="reading_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.number}"


class ReadingTally(models.Model):
    """How much a member has read in one hour (UTC): what the limit on reading in bulk counts."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    hour = models.DateTimeField()
    amount = models.IntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["firm", "member", "hour"], name="reading_tally_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="reading_tally_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.amount}"


class Alarm(models.Model):
    """Something that an administrator, or the office, should look at now."""

    firm = models.ForeignKey(Firm, null=True, on_delete=models.CASCADE, related_name="+")
    office = models.ForeignKey(Office, null=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30, choices=AlarmKind.choices)
    member = models.ForeignKey(Member, null=True, on_delete=models.CASCADE, related_name="+")
    raised_at = models.DateTimeField(default=timezone.now)
    details: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(
        "firms.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ("-raised_at", "-pk")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["firm", "-raised_at"], name="alarm_of_firm"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(firm=None, office__isnull=False) | Q(firm__isnull=False, office=None),
                name="alarm_of_a_firm_or_of_an_office",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"


class KnownDevice(models.Model):
    """A browser in which a person has signed in before: a new one is told by e-mail.

    `mark` is the keyed hash of a random cookie; no user agent, no address is kept.
    """

    user = models.ForeignKey("firms.User", on_delete=models.CASCADE, related_name="+")
    mark = models.CharField(max_length=64)
    first_at = models.DateTimeField(default=timezone.now)
    last_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "mark"], name="device_once_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}"


class Space(models.Model):
    """The switch of the whole installation: one row, number 1."""

    frozen_at = models.DateTimeField(null=True, blank=True)
    frozen_by = models.ForeignKey(
        "firms.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    frozen_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(pk=1), name="space_is_one"),
        ]

    def __str__(self) -> str:
        return "frozen" if self.frozen_at else "open"
