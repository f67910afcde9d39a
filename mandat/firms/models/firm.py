"""The tenant, and the people who work in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandat.firms.choices import Country
from mandat.firms.permissions import ROLES, Permission, Role

if TYPE_CHECKING:
    from mandat.firms.models.user import User


class Firm(models.Model):
    """An accounting firm: the tenant."""

    name = models.CharField(max_length=150)
    slug = models.SlugField(max_length=60, unique=True)
    country = models.CharField(max_length=2, choices=Country.choices)
    created_at = models.DateTimeField(default=timezone.now)
    # The head of the firm's audit chain: locked and moved by each event.
    audit_count = models.BigIntegerField(default=0)
    audit_head = models.CharField(max_length=64, default="", blank=True)
    # The switch: while it is set nobody of the firm comes in, and open sessions end.
    frozen_at = models.DateTimeField(null=True, blank=True)
    frozen_by = models.ForeignKey(
        "firms.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    frozen_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class MemberQuerySet(models.QuerySet["Member"]):
    """Questions about the people of firms."""

    def visible_to(self, member: Member) -> MemberQuerySet:
        """The colleagues of `member`: their own firm alone."""
        return self.filter(firm_id=member.firm_id)

    def active(self) -> MemberQuerySet:
        """Those who may sign in."""
        return self.filter(suspended_at=None, left_at=None, frozen_at=None, user__is_active=True)


class Member(models.Model):
    """A person of a firm, in one role."""

    user: models.OneToOneField[User, User] = models.OneToOneField(
        "firms.User", on_delete=models.PROTECT, related_name="member"
    )
    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="members")
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.COLLABORATOR)
    joined_at = models.DateTimeField(default=timezone.now)
    suspended_at = models.DateTimeField(null=True, blank=True)
    suspended_by = models.ForeignKey(
        "firms.Member", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Who has left stays in the history of what they did, and never comes in again.
    left_at = models.DateTimeField(null=True, blank=True)
    left_by = models.ForeignKey(
        "firms.Member", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # The switch: unlike a suspension it is no change of rights, and stops a stolen session.
    frozen_at = models.DateTimeField(null=True, blank=True)
    frozen_by = models.ForeignKey(
        "firms.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    frozen_why = models.CharField(max_length=300, blank=True)

    # No column: who looks through this member's eyes, if anybody. Confidential clients that are
    # closed to the onlooker are closed to both (`Client.objects.visible_to`).
    onlooker: Member | None = None

    objects: ClassVar[models.Manager[Member]] = MemberQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["firm", "role"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="member_role_known"
            )
        ]

    def __str__(self) -> str:
        return self.user.name

    @property
    def is_in(self) -> bool:
        """Whether the person may come in, as far as their place in the firm goes."""
        return (
            self.suspended_at is None
            and self.left_at is None
            and self.frozen_at is None
            and self.firm.frozen_at is None
        )

    @property
    def is_administrator(self) -> bool:
        """Sees every client of the firm and manages rights."""
        return self.role == Role.ADMINISTRATOR

    def may(self, permission: Permission) -> bool:
        """Whether the role holds `permission`."""
        return permission in ROLES[Role(self.role)]

    def role_label(self) -> str:
        """The role in the reader's language."""
        return str(Role(self.role).label if self.role else _("Member"))
