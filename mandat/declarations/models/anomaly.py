"""A fault found in a file, with its line, and what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from mandat.clients.models import Client, closed_to
from mandat.declarations.choices import AnomalyLevel, AnomalyState, Remedy, StepCause
from mandat.declarations.models.declaration import Declaration
from mandat.declarations.models.file import DeclarationFile
from mandat.declarations.models.step import AnomalyStep
from mandat.firms.models import Firm, Member


class AnomalyQuerySet(models.QuerySet["Anomaly"]):
    """Questions about anomalies."""

    def visible_to(self, member: Member) -> AnomalyQuerySet:
        """Those of the clients that the member sees; a file's own are asked through the file."""
        mine = self.filter(firm_id=member.firm_id, client__removed_at=None)
        if member.is_administrator:
            return mine.filter(client__isnull=False).exclude(
                client__placement_set_id__in=closed_to(member)
            )
        return mine.filter(client__in=Client.objects.visible_to(member).values("pk"))

    def open(self) -> AnomalyQuerySet:
        """Those still to be corrected: blocking or to check."""
        return self.filter(state=AnomalyState.OPEN).exclude(level=AnomalyLevel.INFO)


class Anomaly(models.Model):
    """One problem of one declaration, or of the envoi or file around it when that is empty.

    A problem of an envoi whose declarations all concern one company bears that company's SIREN,
    and its client's where the firm has one: it is to be corrected like any other.
    """

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="+")
    file = models.ForeignKey(DeclarationFile, on_delete=models.CASCADE, related_name="anomalies")
    declaration = models.ForeignKey(
        Declaration, null=True, blank=True, on_delete=models.CASCADE, related_name="anomalies"
    )
    client = models.ForeignKey(
        Client, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    siren = models.CharField(max_length=20, blank=True)  # whom it is about, client or not yet
    code = models.CharField(max_length=60)
    # Between declarations: which of several matters of that code, told by a digest.
    subject = models.CharField(max_length=32, blank=True)
    level = models.CharField(max_length=10, choices=AnomalyLevel.choices)
    line = models.PositiveIntegerField()
    rubric = models.CharField(max_length=24, blank=True)
    value = models.CharField(max_length=200, blank=True)  # masked where personal
    details: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    individual = models.PositiveIntegerField(null=True, blank=True)  # rank in the declaration
    # What the value was compared with, masked likewise: rubric, value, line.
    compared: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(
        default=list
    )
    found_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=AnomalyState.choices, default=AnomalyState.OPEN)
    state_at = models.DateTimeField(null=True, blank=True)
    state_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(max_length=300, blank=True)
    correction = models.CharField(max_length=12, choices=Remedy.choices, blank=True)
    corrected_by = models.ForeignKey(
        Declaration, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    closes_at = models.DateTimeField(null=True, blank=True)
    continues_in = models.ForeignKey(
        "declarations.Anomaly",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="continues",
    )

    objects: ClassVar[models.Manager[Anomaly]] = AnomalyQuerySet.as_manager()

    class Meta:
        ordering = ("line", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["firm", "client"],
                condition=Q(state=AnomalyState.OPEN) & ~Q(level=AnomalyLevel.INFO),
                name="anomaly_open",
            ),
            models.Index(fields=["firm", "file", "line"], name="anomaly_by_line"),
            models.Index(fields=["firm", "siren"], name="anomaly_by_siren"),
            models.Index(
                fields=["closes_at"],
                condition=Q(state=AnomalyState.CORRECTED),
                name="anomaly_closing",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["firm", "declaration", "code", "subject"],
                condition=~Q(subject=""),
                name="anomaly_once_per_matter",
            ),
            models.CheckConstraint(
                condition=Q(state=AnomalyState.OPEN, state_at=None)
                | ~Q(state=AnomalyState.OPEN) & Q(state_at__isnull=False),
                name="anomaly_state_has_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[AnomalyState.CORRECTED, AnomalyState.CLOSED])
                & ~Q(correction="")
                | ~Q(state__in=[AnomalyState.CORRECTED, AnomalyState.CLOSED]) & Q(correction=""),
                name="anomaly_correction_is_said",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} l. {self.line}"

    @property
    def is_test(self) -> bool:
        """Whether the declaration, or the envoi around it, says that it is a trial."""
        if self.declaration is not None:
            return self.declaration.is_test
        before = [envoi for envoi in self.file.envois if envoi["first_line"] <= self.line]
        return bool(before and before[-1]["is_test"])

    @property
    def can_be_reopened(self) -> bool:
        """Whether a person may say that it is to be corrected after all.

        Not where the declaration was replaced: what is still wrong shows in the one that replaces.
        """
        by_lines = self.correction in Remedy.by_lines()
        return self.state == AnomalyState.SET_ASIDE or by_lines

    # Each of these moves changes the row and gives the step to keep; `moving.keep` saves both.

    def set_aside(
        self, *, by: Member | None, at: datetime, reason: str, cause: str = StepCause.SET_ASIDE
    ) -> AnomalyStep:
        """Stop counting it, with a reason kept."""
        return self._move(AnomalyState.SET_ASIDE, cause, at, by=by, reason=reason)

    def reopen(self, *, by: Member | None, at: datetime, cause: str) -> AnomalyStep:
        """Count it again; the step remembers which declaration had seemed to correct it."""
        doubted = self.corrected_by
        return self._move(AnomalyState.OPEN, cause, at, by=by, declaration=doubted)

    def correct(
        self,
        remedy: str,
        *,
        by: Declaration | None,
        at: datetime,
        closes_at: datetime,
        crm: str = "",
    ) -> AnomalyStep:
        """A later declaration corrected it; it closes by itself at `closes_at`."""
        step = self._move(AnomalyState.CORRECTED, remedy, at, declaration=by, crm=crm)
        self.correction, self.corrected_by, self.closes_at = remedy, by, closes_at
        return step

    def close(self, *, at: datetime) -> AnomalyStep:
        """Nothing puts the correction into question any more."""
        remedy, by = self.correction, self.corrected_by_id
        step = self._move(AnomalyState.CLOSED, StepCause.DEADLINE, at)
        self.correction, self.corrected_by_id = remedy, by
        return step

    def continue_in(self, newer: Anomaly, *, by: Declaration, at: datetime) -> AnomalyStep:
        """The declaration `by`, which replaces, has the same fault: `newer` goes on for it."""
        step = self._move(AnomalyState.CONTINUED, StepCause.CONTINUED, at, declaration=by)
        self.continues_in = newer
        return step

    def _move(
        self,
        state: str,
        cause: str,
        at: datetime,
        *,
        by: Member | None = None,
        reason: str = "",
        declaration: Declaration | None = None,
        crm: str = "",
    ) -> AnomalyStep:
        step = AnomalyStep(
            firm_id=self.firm_id, anomaly=self, at=at, by=by, before=self.state, after=state,
            cause=cause, reason=reason, declaration=declaration, crm=crm,
        )  # fmt: skip
        self.state, self.state_by, self.reason = state, by, reason
        self.state_at = None if state == AnomalyState.OPEN else at
        self.correction, self.corrected_by, self.closes_at = "", None, None
        return step
