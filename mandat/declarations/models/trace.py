"""What is remembered of a declaration, to compare its neighbours with it; encrypted."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from mandat.declarations.models.declaration import Declaration
from mandat.firms.models import Firm


class DeclarationTrace(models.Model):
    """The trace of one declaration (`formats.dsn.history`) as encrypted JSON.

    `due_at`: when the passing of time alone may show something (a month that did not come); the
    hourly round looks again then.
    """

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="+")
    declaration = models.OneToOneField(Declaration, on_delete=models.CASCADE, related_name="trace")
    sealed = models.BinaryField()
    due_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="trace_due"),
        ]

    def __str__(self) -> str:
        return f"#{self.declaration_id}"
