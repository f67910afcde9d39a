"""A client in a portfolio."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from mandat.clients.models.client import Client
from mandat.firms.models import Firm, Member, Portfolio


class Placement(models.Model):
    """One client in one portfolio; a client may be in several.

    Triggers keep `Client.placement_set` in step with these rows.
    """

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="+")
    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="placements")
    placed_at = models.DateTimeField(default=timezone.now)
    placed_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["firm", "portfolio", "client"], name="placement_once"),
        ]

    def __str__(self) -> str:
        return f"{self.client_id} in {self.portfolio_id}"
