"""The social-insurance fund, payroll office or back room that runs the installation."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils import timezone

from mandat.firms.choices import Country, Language, ProofPolicy
from mandat.firms.permissions import STAFF_ROLES, StaffPermission, StaffRole

if TYPE_CHECKING:
    from mandat.firms.models.user import User


class Office(models.Model):
    """One office of the installation, with its country, proof policy and services."""

    name = models.CharField(max_length=150)
    slug = models.SlugField(max_length=60, unique=True)
    country = models.CharField(max_length=2, choices=Country.choices)
    proof_policy = models.CharField(max_length=20, choices=ProofPolicy.choices)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.FRENCH)
    services: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    audit_count = models.BigIntegerField(default=0)
    audit_head = models.CharField(max_length=64, default="", blank=True)

    class Meta:
        ordering = ("country", "name")

    def __str__(self) -> str:
        return self.name


class Staff(models.Model):
    """A person of an office, in one role; sees that office alone."""

    user: models.OneToOneField[User, User] = models.OneToOneField(
        "firms.User", on_delete=models.PROTECT, related_name="staff"
    )
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="staff")
    role = models.CharField(max_length=20, choices=StaffRole.choices, default=StaffRole.READER)
    joined_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "staff"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(role__in=StaffRole.values), name="staff_role_known"
            )
        ]

    def __str__(self) -> str:
        return self.user.name

    def may(self, permission: StaffPermission) -> bool:
        """Whether the role holds `permission`."""
        return permission in STAFF_ROLES[StaffRole(self.role)]

    def role_label(self) -> str:
        """The role in the reader's language."""
        return str(StaffRole(self.role).label)
