"""One declaration out of a file: an establishment, a month, a fraction."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, cast

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from mandat.clients.models import Client
from mandat.declarations.models.file import DeclarationFile
from mandat.firms.models import Firm, Member
from mandat.formats.dsn.corrections import Correction, Family, Kind


class DeclarationQuerySet(models.QuerySet["Declaration"]):
    """Questions about declarations."""

    def visible_to(self, member: Member, *, few: bool = False) -> DeclarationQuerySet:
        """Those of the clients that the member sees.

        `few` says that few are asked for, such as those of one client: each is then judged by its
        own client, instead of all visible clients being gathered first.
        """
        mine = self.filter(firm_id=member.firm_id)
        if few:
            seen = Client.objects.visible_to(member, in_order=True)
            return mine.filter(Exists(seen.filter(pk=OuterRef("client_id"))))
        return mine.filter(client__in=Client.objects.visible_to(member).values("pk"))

    def in_force(self) -> DeclarationQuerySet:
        """Real or test, those that no later declaration has replaced."""
        return self.filter(replaced_by=None)

    def monthly(self) -> DeclarationQuerySet:
        """Nature 01 alone: the ones that carry wages."""
        return self.filter(nature="01")


class Declaration(models.Model):
    """One declaration; money in euro cents, days in whole days, full-time equivalents ×100.

    `people` holds the employees' contracts and absences as encrypted JSON (context
    `declaration-people:<firm>:<siret>:<month>`), never a national number.
    """

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="+")
    file = models.ForeignKey(DeclarationFile, on_delete=models.CASCADE, related_name="declarations")
    client = models.ForeignKey(
        Client, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    rank = models.PositiveIntegerField()  # in the file, from 1
    siren = models.CharField(max_length=20, blank=True)
    siret = models.CharField(max_length=20, blank=True)
    norm = models.CharField(max_length=10, blank=True)
    is_test = models.BooleanField(default=False)
    nature = models.CharField(max_length=2, blank=True)
    type = models.CharField(max_length=2, blank=True)
    fraction = models.CharField(max_length=2, blank=True)
    order = models.BigIntegerField(default=0)
    replaces = models.CharField(max_length=40, blank=True)  # S20.G00.05.006: day and order
    month = models.DateField(null=True, blank=True)
    file_date = models.DateField(null=True, blank=True)
    first_line = models.PositiveIntegerField()
    last_line = models.PositiveIntegerField()
    received_at = models.DateTimeField(default=timezone.now)
    replaced_by = models.ForeignKey(
        "declarations.Declaration",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    gross_cents = models.BigIntegerField(default=0)
    base_cents = models.BigIntegerField(default=0)
    headcount = models.PositiveIntegerField(default=0)
    full_time_hundredths = models.PositiveIntegerField(default=0)
    entries = models.PositiveIntegerField(default=0)
    exits = models.PositiveIntegerField(default=0)
    absence_days = models.PositiveIntegerField(default=0)
    calendar_days = models.PositiveIntegerField(default=0)  # headcount × days of the month
    absence_by_reason: models.JSONField[dict[str, int], dict[str, int]] = models.JSONField(
        default=dict
    )
    contracts: models.JSONField[dict[str, int], dict[str, int]] = models.JSONField(default=dict)
    people = models.BinaryField(null=True, blank=True)
    summary: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    # What it corrects of earlier months: kind, start, end, family, crm (formats.dsn.corrections).
    corrections: models.JSONField[list[dict[str, str]], list[dict[str, str]]] = models.JSONField(
        default=list
    )

    objects: ClassVar[models.Manager[Declaration]] = DeclarationQuerySet.as_manager()

    class Meta:
        ordering = ("-month", "siret", "fraction")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["firm", "file", "rank"], name="declaration_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["firm", "client", "-month"],
                condition=Q(replaced_by=None),
                name="declaration_in_force",
            ),
            models.Index(fields=["firm", "siren"], name="declaration_by_siren"),
        ]

    @property
    def identifier(self) -> str:
        """What a later event writes in S20.G00.05.006 to replace this one."""
        return f"{self.file_date:%d%m%Y}{self.order}" if self.file_date else ""

    @property
    def corrected_periods(self) -> list[Correction]:
        """What it corrects of earlier months, as the engine told it."""
        return [
            Correction(
                cast("Kind", one["kind"]), date.fromisoformat(one["start"]),
                date.fromisoformat(one["end"]), cast("Family", one["family"]), one["crm"],
            )
            for one in self.corrections
        ]  # fmt: skip

    @property
    def people_context(self) -> str:
        """What the encrypted `people` are bound to."""
        month = f"{self.month:%Y-%m}" if self.month else ""
        return f"declaration-people:{self.firm_id}:{self.siret}:{month}"

    def __str__(self) -> str:
        return f"{self.siret} {self.month:%Y-%m}" if self.month else self.siret


class DeclaredAmount(models.Model):
    """What a declaration says is due to, or paid to, one organisation for one period; cents."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="+")
    declaration = models.ForeignKey(Declaration, on_delete=models.CASCADE, related_name="amounts")
    organisation = models.CharField(max_length=20)  # S21.G00.20.001 / 22.001
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    due_cents = models.BigIntegerField(null=True, blank=True)
    paid_cents = models.BigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("organisation", "starts_on")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["firm", "declaration"])]

    def __str__(self) -> str:
        return self.organisation
