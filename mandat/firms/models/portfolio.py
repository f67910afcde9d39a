"""A named set of clients, and who may open it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from mandat.firms.models.firm import Firm, Member
from mandat.firms.permissions import Permission


class PortfolioQuerySet(models.QuerySet["Portfolio"]):
    """Questions about portfolios."""

    def visible_to(self, member: Member) -> PortfolioQuerySet:
        """All of the firm for an administrator; those granted now for a collaborator."""
        mine = self.filter(firm_id=member.firm_id)
        if member.is_administrator:
            return mine
        return mine.filter(
            pk__in=Grant.objects.in_force(timezone.now())
            .filter(member_id=member.pk, firm_id=member.firm_id)
            .values("portfolio_id")
        )

    def open(self) -> PortfolioQuerySet:
        """Those not archived."""
        return self.filter(archived_at=None)

    def managed_by(self, member: Member) -> PortfolioQuerySet:
        """Open ones whose people and clients the member looks after.

        All of the firm for an administrator, their own for a manager, loans left out.
        """
        mine = self.open().filter(firm_id=member.firm_id)
        if member.may(Permission.MANAGE_RIGHTS):
            return mine
        if not member.may(Permission.MANAGE_PORTFOLIOS):
            return mine.none()
        own = (
            Grant.objects.in_force(timezone.now())
            .own()
            .filter(firm_id=member.firm_id, member_id=member.pk)
        )
        return mine.filter(pk__in=own.values("portfolio_id"))


class Portfolio(models.Model):
    """A named set of clients of one firm."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="portfolios")
    name = models.CharField(max_length=100)
    description = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    archived_at = models.DateTimeField(null=True, blank=True)
    archived_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects: ClassVar[models.Manager[Portfolio]] = PortfolioQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["firm", "name"], name="portfolio_name_once_per_firm")
        ]

    def __str__(self) -> str:
        return self.name


class GrantQuerySet(models.QuerySet["Grant"]):
    """Questions about grants."""

    def in_force(self, at: datetime) -> GrantQuerySet:
        """Those that hold at `at`."""
        return self.filter(Q(starts_at=None) | Q(starts_at__lte=at)).filter(
            Q(ends_at=None) | Q(ends_at__gt=at)
        )

    def own(self) -> GrantQuerySet:
        """Those that are the member's own, and not lent to cover for somebody."""
        return self.filter(covering=None)


class Grant(models.Model):
    """Member × portfolio, for ever or from–until; lent where it covers for somebody's absence."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="grants")
    portfolio = models.ForeignKey(Portfolio, on_delete=models.CASCADE, related_name="grants")
    granted_at = models.DateTimeField(default=timezone.now)
    granted_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    covering = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.CASCADE, related_name="covers"
    )

    objects: ClassVar[models.Manager[Grant]] = GrantQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["firm", "member", "portfolio"],
                condition=Q(covering=None),
                name="grant_once_per_member_and_portfolio",
            ),
            models.CheckConstraint(
                condition=Q(covering=None)
                | Q(starts_at__isnull=False, ends_at__isnull=False)
                & ~Q(covering=models.F("member")),
                name="grant_lent_from_until_to_another",
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None)
                | Q(starts_at=None)
                | Q(ends_at__gt=models.F("starts_at")),
                name="grant_ends_after_it_starts",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["firm", "member", "portfolio"], name="grant_by_member"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} × {self.portfolio_id}"
