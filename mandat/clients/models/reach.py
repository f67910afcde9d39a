"""The sets of portfolios that clients are in: few rows that say who sees many clients."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from mandat.firms.models import Firm, Portfolio


class PlacementSet(models.Model):
    """One combination of portfolios in which some client of a firm is, or was.

    The database makes these rows and points clients at them when placements change
    (mandat.clients.reach); nothing else writes them. What a collaborator sees is a choice among
    a firm's few sets, so it costs the same in a list of ten and of fifty thousand.
    """

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="+")
    # The portfolios' ids in order, a space between; '!' and its id for a confidential client.
    key = models.TextField()
    # The confidential client that is alone in this set; else none.
    confidential_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["firm", "key"], name="placement_set_once"),
        ]

    def __str__(self) -> str:
        return self.key


class PlacementSetPortfolio(models.Model):
    """One portfolio of a set."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="+", db_index=False)
    placement_set = models.ForeignKey(
        PlacementSet, on_delete=models.CASCADE, related_name="portfolios"
    )
    portfolio = models.ForeignKey(Portfolio, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["firm", "portfolio", "placement_set"], name="placement_set_portfolio_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.portfolio_id} in {self.placement_set_id}"
