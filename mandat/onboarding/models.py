"""What a firm asks of an office before a client is active."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from mandat.affiliates.choices import AffiliateKind
from mandat.clients.models import Client, clients_closed_to
from mandat.firms.models import Firm, Member, Office, Staff, User
from mandat.onboarding.choices import TRANSITIONS, UNDECIDED, RequestKind, RequestState


class RequestQuerySet(models.QuerySet["Request"]):
    """Questions about requests."""

    def visible_to(self, member: Member) -> RequestQuerySet:
        """All of the firm for an administrator; one's own, and those of seen clients, else.

        None about a confidential client that is closed to the member, not even one's own; nor what
        others ask about its number.
        """
        closed = clients_closed_to(member)
        numbers = Client.objects.filter(pk__in=closed).values("identity")
        mine = (
            self.filter(firm_id=member.firm_id)
            .exclude(client_id__in=closed)
            .exclude(~Q(asked_by_id=member.pk), Q(number__in=numbers) | Q(number_hash__in=numbers))
        )
        if member.is_administrator:
            return mine
        return mine.filter(
            Q(asked_by_id=member.pk) | Q(client__in=Client.objects.visible_to(member).values("pk"))
        )

    def for_staff(self, staff: Staff) -> RequestQuerySet:
        """Those that reached the staff member's own office."""
        return self.filter(office_id=staff.office_id).exclude(state=RequestState.DRAFT)

    def undecided(self) -> RequestQuerySet:
        """Those that wait for an answer."""
        return self.filter(state__in=[RequestState.SENT, RequestState.REFLECTION])


class Request(models.Model):
    """An affiliation, a transfer or a confirmation, from draft to decision.

    A person's national number is encrypted in `national_number` (context
    `request:<firm>:<number_hash>`), hashed with scope `firm:<id>`; `number` is a company's.
    `form` holds what the office needs (name, address, activity, dates), never a national number.
    """

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey(
        Client, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    kind = models.CharField(max_length=15, choices=RequestKind.choices)
    subject_kind = models.CharField(max_length=10, choices=AffiliateKind.choices)
    name = models.CharField(max_length=200)
    number = models.CharField(max_length=14, blank=True)
    national_number = models.BinaryField(null=True, blank=True)
    number_hash = models.CharField(max_length=64, blank=True)
    services: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    form: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    state = models.CharField(
        max_length=12, choices=RequestState.choices, default=RequestState.DRAFT
    )
    asked_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    reflection_until = models.DateField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answer = models.TextField(blank=True)

    objects: ClassVar[models.Manager[Request]] = RequestQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at",)
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["firm", "-asked_at"], name="request_by_firm"),
            models.Index(fields=["office", "state"], name="request_by_office"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["firm", "office", "number", "number_hash"],
                # A confirmation is single by the states of its client's services.
                condition=Q(state__in=UNDECIDED) & ~Q(kind=RequestKind.CONFIRMATION),
                name="request_undecided_once_per_firm",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=RequestKind.values, state__in=RequestState.values),
                name="request_kind_and_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(number="") & Q(number_hash="", national_number=None)
                | Q(number="", national_number__isnull=False) & ~Q(number_hash=""),
                name="request_company_or_person",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None)
                ^ Q(state__in=[RequestState.ACCEPTED, RequestState.REFUSED]),
                name="request_decided_when_it_is_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"

    def may_become(self, state: RequestState) -> bool:
        """Whether `state` may follow the present one."""
        return state in TRANSITIONS[RequestState(self.state)]


class RequestStep(models.Model):
    """One move of a request from state to state: who and when."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=12, choices=RequestState.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=RequestState.values), name="request_step_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.state}"


class Removal(models.Model):
    """A client taken off the list, with what must come back if that is undone.

    `services` holds the state of each service before it ended.
    """

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    removed_at = models.DateTimeField()
    removed_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    services: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    restored_at = models.DateTimeField(null=True, blank=True)
    restored_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ("-removed_at",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["firm", "client", "removed_at"], name="removal_once"),
        ]

    def __str__(self) -> str:
        return f"{self.client_id} {self.removed_at:%Y-%m-%d}"
