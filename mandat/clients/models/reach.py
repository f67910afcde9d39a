"""The sets of portfolios that clients are in: few rows that say who sees many clients."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from mandat.clients.models.confidence import ConfidenceMember
from mandat.firms.models import Firm, Grant, Member, Portfolio


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
        indexes: ClassVar[list[models.Index]] = [
            # Empty in most firms: to look whether something is closed costs next to nothing.
            models.Index(
                fields=["firm", "confidential_id", "id"],
                condition=models.Q(confidential_id__isnull=False),
                name="placement_set_confidential",
            ),
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


Sets = models.QuerySet[Any, Any]


def sets_of(member: Member) -> Sets:
    """The ids of the sets whose clients a member sees who is no administrator.

    Those of portfolios granted or lent to them now, and the confidential clients that name them.
    """
    granted = (
        Grant.objects.in_force(timezone.now())
        .filter(firm_id=member.firm_id, member_id=member.pk, portfolio__archived_at=None)
        .values("portfolio_id")
    )
    placed = PlacementSetPortfolio.objects.filter(
        firm_id=member.firm_id, portfolio_id__in=granted
    ).values("placement_set_id")
    alone = PlacementSet.objects.filter(
        firm_id=member.firm_id, confidential_id__in=_naming(member)
    ).values("pk")
    return placed.union(alone, all=True)


def closed_to(member: Member) -> Sets:
    """The ids of the sets of confidential clients that do not name a member.

    Whatever a role opens, these stay out: `.exclude(placement_set_id__in=closed_to(member))`.
    """
    return (
        PlacementSet.objects.filter(firm_id=member.firm_id, confidential_id__isnull=False)
        .exclude(confidential_id__in=_naming(member))
        .values("pk")
    )


def clients_closed_to(member: Member) -> Sets:
    """The ids of those confidential clients, on the firm's list or taken off it."""
    return closed_to(member).values("confidential_id")


def _naming(member: Member) -> Sets:
    """The ids of the confidential clients whose list names a member, and their onlooker too."""
    found = ConfidenceMember.objects.filter(firm_id=member.firm_id, member_id=member.pk)
    if member.onlooker is not None:
        found = found.filter(confidence__client_id__in=_naming(member.onlooker))
    return found.values("confidence__client_id")
