"""The contact persons that the firm itself keeps for a client."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from mandat.clients.models.client import Client
from mandat.firms.models import Firm, Member


class ClientContact(models.Model):
    """A person at the client's, noted by the firm (the office keeps its own)."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=150)
    role = models.CharField(max_length=100, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    note = models.CharField(max_length=300, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ("name",)
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["firm", "client"])]

    def __str__(self) -> str:
        return self.name
