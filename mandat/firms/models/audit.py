"""The append-only, hash-chained record of what was done."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from mandat.firms.models.firm import Firm
from mandat.firms.models.office import Office


class AuditEvent(models.Model):
    """One thing that was done, chained to the one before it in its firm or office.

    Triggers refuse UPDATE and DELETE; `mandat.firms.audit` writes and verifies.
    """

    firm = models.ForeignKey(Firm, null=True, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="+")
    number = models.BigIntegerField()
    at = models.DateTimeField()
    actor = models.ForeignKey("firms.User", null=True, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=60)
    target_type = models.CharField(max_length=40, blank=True)
    target_id = models.BigIntegerField(null=True)
    # The client that it is about, where there is one: who may not see them may not read it.
    client_id = models.BigIntegerField(null=True)
    details: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("number",)
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["firm", "-at", "-number"], name="audit_by_time"),
            models.Index(fields=["firm", "actor", "-at", "-number"], name="audit_by_person"),
            models.Index(fields=["firm", "client_id", "-at", "-number"], name="audit_of_client"),
            models.Index(fields=["firm", "action", "-at", "-number"], name="audit_by_action"),
            models.Index(fields=["office", "-at", "-number"], name="audit_of_office"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["firm", "number"], name="audit_number_once_per_firm"),
            models.UniqueConstraint(
                fields=["office", "number"], name="audit_number_once_per_office"
            ),
            models.CheckConstraint(
                condition=Q(firm=None, office__isnull=False) | Q(firm__isnull=False, office=None),
                name="audit_of_a_firm_or_of_an_office",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} #{self.number}"
