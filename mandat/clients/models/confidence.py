"""Clients that are closed to everybody but those named."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from mandat.firms.models import Firm, Member


class Confidence(models.Model):
    """While it stands, the client is seen by the members it names, and by nobody else.

    Portfolios and roles do not count, and its placements are kept for the day it is lifted.
    Triggers keep `Client.placement_set` in step with these rows.
    """

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="+")
    client = models.OneToOneField(
        "clients.Client", on_delete=models.CASCADE, related_name="confidence"
    )
    since = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"{self.client_id}"


class ConfidenceMember(models.Model):
    """A member who sees a confidential client."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="+")
    confidence = models.ForeignKey(Confidence, on_delete=models.CASCADE, related_name="named")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["firm", "member", "confidence"], name="confidence_names_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} in {self.confidence_id}"
