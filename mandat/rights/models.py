"""The changes of rights that were carried out, with what takes each back."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from mandat.clients.models import ConfidenceMember
from mandat.firms.models import Firm, Member
from mandat.rights.choices import ChangeKind
from mandat.rights.edits import Rows


class RightsChangeQuerySet(models.QuerySet["RightsChange"]):
    """Questions about changes of rights."""

    def visible_to(self, member: Member) -> RightsChangeQuerySet:
        """Those of the firm for an administrator; those that they carried out for others.

        What tells of a confidential client shows to who did it and to those named now, and
        through a colleague's eyes only where both may read it.
        """
        mine = self.filter(firm_id=member.firm_id).alias(
            closed=Cast(KT("about__client_id"), models.BigIntegerField())
        )
        known = _known_to(member)
        shared = Q(private=False) if member.is_administrator else Q(private=False, by=member)
        if member.onlooker is not None:
            known &= _known_to(member.onlooker)
        return mine.filter(shared | Q(private=True) & known)


def _known_to(member: Member) -> Q:
    """Changes that a member made, and those of confidential clients that name them."""
    named = ConfidenceMember.objects.filter(firm_id=member.firm_id, member_id=member.pk)
    return Q(by=member) | Q(closed__in=named.values("confidence__client_id"))


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
