"""What the office asks a firm to settle for a client."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from mandat.clients.models import Client, closed_to, sets_of
from mandat.clients.models.client import Unindexed
from mandat.firms.models import Firm, Member, Office, Staff, User
from mandat.incidents.choices import Closure, IncidentKind, StepKind


class IncidentQuerySet(models.QuerySet["Incident"]):
    """Questions about incidents."""

    def visible_to(self, member: Member, *, in_order: bool = False) -> IncidentQuerySet:
        """Those of the clients that the member sees.

        `in_order` says that a first page of a long list is wanted: the database then reads in
        the order of the list, looks at each client beside it, and stops.
        """
        mine = self.filter(firm_id=member.firm_id, client__removed_at=None)
        if member.is_administrator:
            return mine.exclude(client__placement_set_id__in=closed_to(member))
        if in_order:
            reach = Unindexed("client__placement_set_id")
            return mine.alias(reach=reach).filter(reach__in=sets_of(member))
        return mine.filter(client__in=Client.objects.visible_to(member).values("pk"))

    def for_staff(self, staff: Staff) -> IncidentQuerySet:
        """Those of the staff member's own office."""
        return self.filter(office_id=staff.office_id)

    def open(self) -> IncidentQuerySet:
        """Those still to be settled."""
        return self.filter(settled_at=None)

    def settled(self) -> IncidentQuerySet:
        """Those that are closed, the last one first."""
        return self.filter(settled_at__isnull=False).order_by("-settled_at", "-pk")

    def overdue(self, on: date) -> IncidentQuerySet:
        """Open ones whose date has passed."""
        return self.open().filter(due_on__lt=on)

    def by_cost(self) -> IncidentQuerySet:
        """First what will cost first: by date, then by amount."""
        return self.order_by(F("due_on").asc(nulls_last=True), "-amount_cents", "pk")


class Incident(models.Model):
    """One thing to settle; open until `settled_at`. Amounts in euro cents."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=IncidentKind.choices)
    period = models.DateField(null=True, blank=True)
    amount_cents = models.BigIntegerField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)  # the office's words
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Whose task it is in the firm; it changes nothing in who sees it.
    assigned_to = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    settlement = models.TextField(blank=True)  # the words of who closed it
    closure = models.CharField(max_length=10, choices=Closure.choices, default=Closure.FIRM)

    objects: ClassVar[models.Manager[Incident]] = IncidentQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["firm", "due_on"], condition=Q(settled_at=None), name="incident_open"
            ),
            models.Index(fields=["firm", "client"], name="incident_by_client"),
            models.Index(fields=["office", "-opened_at"], name="incident_by_office"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(settled_at=None, settlement="") | Q(settled_at__isnull=False),
                name="incident_settled_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"

    def is_overdue(self, *, on: date) -> bool:
        """Open, with a date that has passed."""
        return self.settled_at is None and self.due_on is not None and self.due_on < on

    @property
    def is_open(self) -> bool:
        """Still to be settled."""
        return self.settled_at is None

    def days_left(self, *, on: date) -> int | None:
        """Days until the due date, negative once it has passed; None without a date."""
        return (self.due_on - on).days if self.due_on else None

    def reopens_for_firm(self) -> bool:
        """Whether the firm may take its settlement back: it closed the incident itself."""
        return self.settled_at is not None and self.closure == Closure.FIRM


class StepQuerySet(models.QuerySet["Step"]):
    """Questions about what happened to incidents."""

    def of(self, incident: Incident) -> StepQuerySet:
        """The steps of one incident that the reader may see already, oldest first."""
        mine = self.filter(incident=incident, firm_id=incident.firm_id)
        return mine.select_related("by", "covering__user", "given_to__user")

    def for_office(self) -> StepQuerySet:
        """Those that concern an office: whose task it is in the firm does not."""
        return self.exclude(kind=StepKind.ASSIGNED)


class Step(models.Model):
    """One thing that happened to an incident after it was opened; never changed."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=10, choices=StepKind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    by_office = models.BooleanField(default=False)
    # The absent colleague for whom it was done, where a loan alone showed the client.
    covering = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    given_to = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.TextField(blank=True)

    objects: ClassVar[models.Manager[Step]] = StepQuerySet.as_manager()

    class Meta:
        ordering = ("at", "pk")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["firm", "incident"], name="incident_step")
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.incident_id}"
