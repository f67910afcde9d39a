"""What is open for a client, and since when by whom."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from mandat.affiliates.choices import EmailService, Service
from mandat.clients.choices import TRANSITIONS, ServiceState
from mandat.clients.models.client import Client
from mandat.firms.models import Firm, User


class ClientService(models.Model):
    """One service of one client, in one state; who moved it there and when."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="services")
    service = models.CharField(max_length=20, choices=Service.choices)
    state = models.CharField(max_length=10, choices=ServiceState.choices, default=ServiceState.NONE)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ("service",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["firm", "client", "service"], name="service_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=ServiceState.values), name="service_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service}: {self.state}"

    def may_become(self, state: ServiceState) -> bool:
        """Whether `state` may follow the present one."""
        return state in TRANSITIONS[ServiceState(self.state)]


class ClientEmailService(models.Model):
    """An e-mail service ticked for a client; no row means not wanted."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="email_services")
    service = models.CharField(max_length=30, choices=EmailService.choices)
    chosen_at = models.DateTimeField(default=timezone.now)
    chosen_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ("service",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["firm", "client", "service"], name="email_service_once"
            ),
        ]

    def __str__(self) -> str:
        return self.service
