"""The changes of rights that were carried out, with what takes each back."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from mandat.firms.models import Firm, Member
from mandat.rights.choices import ChangeKind
from mandat.rights.edits import Rows


class RightsChangeQuerySet(models.QuerySet["RightsChange"]):
    """Questions about changes of rights."""

    def visible_to(self, member: Member) -> RightsChangeQuerySet:
        """Those of the firm for an administrator, but for what tells of a closed client.

        Others see those that they carried out themselves.
        """
        mine = self.filter(firm_id=member.firm_id)
        own = mine.filter(by=member)
        return mine.filter(private=False) | own if member.is_administrator else own


class RightsChange(models.Model):
    """One change of rights, as it was written; `edits` are `Rows.as_json`, with real numbers.

    `about` names what the sentence on screen speaks of; `effect` is what the change did to whom
    (member id, clients gained, clients lost). `private` marks a change of a confidential client,
    which nobody reads but who made it and those named.
    """

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30, choices=ChangeKind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    about: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    edits: models.JSONField[list[Any], list[Any]] = models.JSONField(default=list)
    effect: models.JSONField[list[Any], list[Any]] = models.JSONField(default=list)
    private = models.BooleanField(default=False)
    undoes = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_through"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar[models.Manager[RightsChange]] = RightsChangeQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["firm", "-at", "-id"], name="rights_change_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"

    def rows(self) -> tuple[Rows, ...]:
        """What was written, in its order."""
        return tuple(Rows.from_json(one) for one in self.edits)
