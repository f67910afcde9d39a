"""A fault found in a file, with its line, and what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from mandat.clients.models import Client
from mandat.declarations.choices import AnomalyLevel, AnomalyState
from mandat.declarations.models.declaration import Declaration
from mandat.declarations.models.file import DeclarationFile
from mandat.firms.models import Firm, Member


class AnomalyQuerySet(models.QuerySet["Anomaly"]):
    """Questions about anomalies."""

    def visible_to(self, member: Member) -> AnomalyQuerySet:
        """Those of the clients that the member sees; a file's own are asked through the file."""
        mine = self.filter(firm_id=member.firm_id, client__removed_at=None)
        if member.is_administrator:
            return mine.filter(client__isnull=False)
        return mine.filter(client__in=Client.objects.visible_to(member).values("pk"))

    def open(self) -> AnomalyQuerySet:
        """Those still to be corrected: blocking or to check."""
        return self.filter(state=AnomalyState.OPEN).exclude(level=AnomalyLevel.INFO)


class Anomaly(models.Model):
    """One problem of one declaration, or of the envoi or file around it when that is empty.

    A problem of an envoi whose declarations all concern one company bears that company's SIREN,
    and its client's where the firm has one: it is to be corrected like any other.
    """

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="+")
    file = models.ForeignKey(DeclarationFile, on_delete=models.CASCADE, related_name="anomalies")
    declaration = models.ForeignKey(
        Declaration, null=True, blank=True, on_delete=models.CASCADE, related_name="anomalies"
    )
    client = models.ForeignKey(
        Client, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    siren = models.CharField(max_length=20, blank=True)  # whom it is about, client or not yet
    code = models.CharField(max_length=60)
    level = models.CharField(max_length=10, choices=AnomalyLevel.choices)
    line = models.PositiveIntegerField()
    rubric = models.CharField(max_length=24, blank=True)
    value = models.CharField(max_length=200, blank=True)  # masked where personal
    details: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    found_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=AnomalyState.choices, default=AnomalyState.OPEN)
    state_at = models.DateTimeField(null=True, blank=True)
    state_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(max_length=300, blank=True)

    objects: ClassVar[models.Manager[Anomaly]] = AnomalyQuerySet.as_manager()

    class Meta:
        ordering = ("line", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["firm", "client"],
                condition=Q(state=AnomalyState.OPEN) & ~Q(level=AnomalyLevel.INFO),
                name="anomaly_open",
            ),
            models.Index(fields=["firm", "file", "line"], name="anomaly_by_line"),
            models.Index(fields=["firm", "siren"], name="anomaly_by_siren"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state=AnomalyState.OPEN, state_at=None)
                | ~Q(state=AnomalyState.OPEN) & Q(state_at__isnull=False),
                name="anomaly_state_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} l. {self.line}"

    @property
    def is_test(self) -> bool:
        """Whether the declaration, or the envoi around it, says that it is a trial."""
        if self.declaration is not None:
            return self.declaration.is_test
        before = [envoi for envoi in self.file.envois if envoi["first_line"] <= self.line]
        return bool(before and before[-1]["is_test"])

    def set_aside(self, *, by: Member, at: datetime, reason: str) -> None:
        """Stop counting it, with a reason kept."""
        self.state, self.state_by, self.state_at = AnomalyState.SET_ASIDE, by, at
        self.reason = reason
        self.save(update_fields=["state", "state_by", "state_at", "reason"])

    def reopen(self) -> None:
        """Count it again."""
        self.state, self.state_by, self.state_at, self.reason = AnomalyState.OPEN, None, None, ""
        self.save(update_fields=["state", "state_by", "state_at", "reason"])
