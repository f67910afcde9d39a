"""A file as it was dropped, encrypted at rest, and how far its reading has come."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from mandat.clients.models import clients_closed_to
from mandat.declarations.choices import FileState
from mandat.firms.models import Firm, Member


class DeclarationFileQuerySet(models.QuerySet["DeclarationFile"]):
    """Questions about dropped files."""

    def visible_to(self, member: Member) -> DeclarationFileQuerySet:
        """All of the firm for an administrator; what one dropped oneself for a collaborator.

        A file may hold declarations of clients that a colleague does not see. What a colleague
        dropped an administrator sees once it is read, unless it holds something of a confidential
        client that is closed to them. Through a colleague's eyes their own files follow that too.
        """
        mine = self.filter(firm_id=member.firm_id)
        drops = FileDrop.objects.filter(firm_id=member.firm_id, member_id=member.pk)
        own = Q(pk__in=drops.values("file_id"))
        if not member.is_administrator and member.onlooker is None:
            return mine.filter(own)
        closed, files = clients_closed_to(member), DeclarationFile.objects.order_by()
        holding = (
            files.filter(declarations__client_id__in=closed).values("pk"),
            files.filter(anomalies__client_id__in=closed).values("pk"),
        )
        read = Q(state__in=[FileState.READ, FileState.FAILED])
        harmless = read & ~Q(pk__in=holding[0]) & ~Q(pk__in=holding[1])
        if member.onlooker is None:
            return mine.filter(own | harmless)
        return mine.filter(harmless if member.is_administrator else own & harmless)

    def as_dropped_by(self, member: Member) -> DeclarationFileQuerySet:
        """With `shown_name` and `shown_at`: how and when this member dropped it.

        The same bytes may have come from a colleague before, under another name: that is not told.
        """
        own = FileDrop.objects.filter(
            firm_id=member.firm_id, member_id=member.pk, file=OuterRef("pk")
        )
        return self.annotate(
            shown_name=Coalesce(Subquery(own.values("name")[:1]), F("name")),
            shown_at=Coalesce(Subquery(own.values("at")[:1]), F("dropped_at")),
        )


class DeclarationFile(models.Model):
    """One dropped file: the row is the truth of its reading (claimed, heartbeat, progress).

    The bytes are kept by `mandat.vault.files` under `stored_name`, context
    `declaration-file:<firm>`. The same bytes twice in one firm are one row.
    """

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="+")
    dropped_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    dropped_at = models.DateTimeField(default=timezone.now)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    stored_name = models.CharField(max_length=100)
    state = models.CharField(max_length=10, choices=FileState.choices, default=FileState.RECEIVED)
    claimed_by = models.CharField(max_length=80, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done_declarations = models.PositiveIntegerField(default=0)
    read_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=40, blank=True)  # a problem code, never a text
    is_lot = models.BooleanField(default=False)
    encoding = models.CharField(max_length=20, blank=True)
    line_count = models.PositiveIntegerField(default=0)
    # Per envoi: norm, test flag, counted and stated records and declarations, emitter.
    envois: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(
        default=list
    )

    objects: ClassVar[models.Manager[DeclarationFile]] = DeclarationFileQuerySet.as_manager()

    class Meta:
        ordering = ("-dropped_at",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["firm", "sha256"], name="file_once_per_firm"),
            models.CheckConstraint(
                condition=Q(state__in=FileState.values), name="file_state_known"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["firm", "-dropped_at"], name="file_by_day")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def storage_context(self) -> str:
        """What the encrypted bytes are bound to."""
        return f"declaration-file:{self.firm_id}"

    @property
    def is_waiting(self) -> bool:
        """Whether its reading is still to come or under way."""
        return self.state in (FileState.RECEIVED, FileState.READING)


class FileDrop(models.Model):
    """One member dropped these bytes: the first time each of them did, and under which name."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="+")
    file = models.ForeignKey(DeclarationFile, on_delete=models.CASCADE, related_name="drops")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["firm", "file", "member"], name="drop_once_per_member"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["firm", "member"], name="drop_by_member")
        ]

    def __str__(self) -> str:
        return self.name
