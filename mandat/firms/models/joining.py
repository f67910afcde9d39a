"""People on their way in, and what members ask to see."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from mandat.firms.choices import AccessOutcome, Language
from mandat.firms.models.firm import Firm, Member
from mandat.firms.models.portfolio import Portfolio
from mandat.firms.permissions import Role


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Questions about invitations."""

    def visible_to(self, member: Member) -> InvitationQuerySet:
        """Those of the firm for an administrator; others see the ones that they sent."""
        mine = self.filter(firm_id=member.firm_id)
        return mine if member.is_administrator else mine.filter(invited_by=member)

    def waiting(self) -> InvitationQuerySet:
        """Those neither accepted nor withdrawn, expired ones too: they can be sent again."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def usable(self, at: datetime) -> InvitationQuerySet:
        """Those with which somebody may join at `at`.

        Who invited must still be in: somebody who leaves may not let themselves in again.
        """
        sender = Q(invited_by=None) | Q(invited_by__in=Member.objects.active())
        return self.waiting().filter(sender, expires_at__gt=at)


class Invitation(models.Model):
    """A place in the firm kept for whoever reads a mailbox.

    The token goes out by e-mail and is stored hashed (SHA-256, hexadecimal); sending again makes
    a new one, and the one before is worth nothing.
    """

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField()
    name = models.CharField(max_length=150)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.FRENCH)
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.COLLABORATOR)
    portfolios: models.ManyToManyField[Portfolio, InvitationPortfolio] = models.ManyToManyField(
        Portfolio, through="firms.InvitationPortfolio", related_name="+"
    )
    token_hash = models.CharField(max_length=64)
    invited_at = models.DateTimeField(default=timezone.now)
    invited_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    sent_at = models.DateTimeField()
    times_sent = models.SmallIntegerField(default=1)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    member = models.OneToOneField(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects: ClassVar[models.Manager[Invitation]] = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("-invited_at", "-pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["firm", "email"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="invitation_one_waiting_per_address",
            ),
            models.UniqueConstraint(fields=["token_hash"], name="invitation_token_once"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="invitation_role_known"),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(withdrawn_at=None),
                name="invitation_accepted_or_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} → {self.firm_id}"

    def is_expired(self, *, at: datetime) -> bool:
        """Whether it must be sent again before somebody can join with it."""
        return self.expires_at <= at


class InvitationPortfolio(models.Model):
    """A portfolio that the newcomer will have."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="+")
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="+")
    portfolio = models.ForeignKey(Portfolio, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["firm", "invitation", "portfolio"], name="invitation_portfolio_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.invitation_id} × {self.portfolio_id}"


class AccessRequest(models.Model):
    """A member asks to see more, in their own words: no list tells them what there is."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    wanted = models.CharField(max_length=200)
    reason = models.CharField(max_length=500)
    asked_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(
        max_length=10, choices=AccessOutcome.choices, default=AccessOutcome.WAITING
    )
    answer = models.CharField(max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ("-asked_at", "-pk")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["firm", "outcome", "-asked_at"], name="access_request_waiting"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(outcome=AccessOutcome.WAITING, decided_at=None)
                | ~Q(outcome=AccessOutcome.WAITING) & Q(decided_at__isnull=False),
                name="access_request_decided_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.wanted}"
