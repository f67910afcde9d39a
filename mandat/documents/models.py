"""Files about a client, and the guides of an office."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Case, When
from django.utils import timezone

from mandat.clients.models import Client
from mandat.documents.choices import DocumentGroup
from mandat.firms.choices import Language
from mandat.firms.models import Firm, Member, Office, Staff, User
from mandat.lib.text import fold


class DocumentQuerySet(models.QuerySet["Document"]):
    """Questions about documents."""

    def visible_to(self, member: Member) -> DocumentQuerySet:
        """Those of the clients that the member sees; withdrawn ones are gone."""
        mine = self.filter(firm_id=member.firm_id, withdrawn_at=None)
        return mine.filter(client__in=Client.objects.visible_to(member).values("pk"))

    def for_staff(self, staff: Staff) -> DocumentQuerySet:
        """Those that the staff member's own office published, withdrawn ones too."""
        return self.filter(office_id=staff.office_id)


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
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects: ClassVar[models.Manager[Document]] = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ("-published_at",)
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["firm", "client", "-published_at"], name="document_by_client"),
            models.Index(fields=["office", "-published_at"], name="document_by_office"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def context(self) -> str:
        """What its stored file is bound to."""
        return f"document:{self.firm_id}"


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

    def about(self, words: str) -> GuideQuerySet:
        """Those whose title or summary holds all the words; accents are forgiven."""
        found = self
        for word in fold(words).split():
            found = found.filter(search_text__contains=word)
        return found

    def in_language_first(self, language: str) -> GuideQuerySet:
        """Those in the reader's language before the others, then the latest first."""
        return self.order_by(
            Case(When(language=language, then=0), default=1), "-dated", "title", "pk"
        )


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

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep what the search reads in step with title and summary."""
        self.search_text = fold(f"{self.title} {self.summary}")
        super().save(*args, **kwargs)

    @property
    def context(self) -> str:
        """What its stored file is bound to."""
        return f"guide:{self.office_id}"
