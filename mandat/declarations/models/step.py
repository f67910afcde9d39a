"""One move of an anomaly from a state to another, kept for good."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from mandat.declarations.choices import AnomalyState, StepCause
from mandat.declarations.models.declaration import Declaration
from mandat.firms.models import Firm, Member


class NeverChanged(Exception):
    """Somebody tried to change what has happened."""


class AnomalyStepQuerySet(models.QuerySet["AnomalyStep"]):
    """Steps are added and read: changing or deleting them is refused.

    They go with their anomaly; the database refuses changes too (migration 0007).
    """

    def update(self, **kwargs: Any) -> int:
        """Refuse."""
        raise NeverChanged

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise NeverChanged


class AnomalyStep(models.Model):
    """When, who, from which state to which, why: with the declaration that did it, if one did."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="+")
    anomaly = models.ForeignKey(
        "declarations.Anomaly", on_delete=models.CASCADE, related_name="steps"
    )
    at = models.DateTimeField()
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    before = models.CharField(max_length=10, choices=AnomalyState.choices)
    after = models.CharField(max_length=10, choices=AnomalyState.choices)
    cause = models.CharField(max_length=12, choices=StepCause.choices)
    reason = models.CharField(max_length=300, blank=True)
    declaration = models.ForeignKey(
        Declaration, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    crm = models.CharField(max_length=18, blank=True)  # id of the report that was answered

    objects: ClassVar[models.Manager[AnomalyStep]] = AnomalyStepQuerySet.as_manager()

    class Meta:
        ordering = ("at", "pk")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["firm", "anomaly"], name="anomaly_step"),
        ]

    def __str__(self) -> str:
        return f"{self.cause} #{self.anomaly_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add it; what has happened is not written again."""
        if not self._state.adding:
            raise NeverChanged
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise NeverChanged
