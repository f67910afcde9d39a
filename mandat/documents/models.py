"""Files about a client, and the guides of an office."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from mandat.clients.models import Client
from mandat.documents.choices import DocumentGroup
from mandat.firms.choices import Language
from mandat.firms.models import Firm, Member, Office, Staff, User


class DocumentQuerySet(models.QuerySet["Document"]):
    """Questions about documents."""

    def visible_to(self, member: Member) -> DocumentQuerySet:
        """Those of the clients that the member sees."""
        return self.filter(
            firm_id=member.firm_id, client__in=Client.objects.visible_to(member).values("pk")
        )


class Document(models.Model):
    """A file about one client, kept by `mandat.vault.files`, context `document:<firm>`."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="+")
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    group = models.CharField(max_length=20, choices=DocumentGroup.choices)
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.FRENCH)
    period = models.DateField(null=True, blank=True)
    file_name = models.CharField(max_length=200)
    stored_name = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects: ClassVar[models.Manager[Document]] = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ("-published_at",)
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["firm", "client", "-published_at"], name="document_by_client"),
        ]

    def __str__(self) -> str:
        return self.title


class GuideQuerySet(models.QuerySet["Guide"]):
    """Questions about guides."""

    def published(self) -> GuideQuerySet:
        """Those that firms may download."""
        return self.filter(withdrawn_at=None)

    def visible_to(self, member: Member) -> GuideQuerySet:
        """Guides are for every firm of the installation."""
        return self.published()

    def for_staff(self, staff: Staff) -> GuideQuerySet:
        """Those of the staff member's own office, withdrawn ones too."""
        return self.filter(office_id=staff.office_id)


class Guide(models.Model):
    """A document of help published by an office, context `guide:<office>`."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=2, choices=Language.choices)
    dated = models.DateField()
    search_text = models.TextField(default="")
    file_name = models.CharField(max_length=200)
    stored_name = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects: ClassVar[models.Manager[Guide]] = GuideQuerySet.as_manager()

    class Meta:
        ordering = ("-dated", "title")

    def __str__(self) -> str:
        return self.title


