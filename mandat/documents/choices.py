"""The closed lists of documents."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentGroup(models.TextChoices):
    """The two groups that a client's documents are shown in."""

    SOCIAL_STATUS = "social_status", _("Social status")
    EMPLOYEES = "employees", _("Employees")
