"""Companies and persons known to an office, and what it knows of them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from mandat.affiliates.choices import AccountKind, AccountStatus, AffiliateKind
from mandat.firms.choices import Country, Language
from mandat.firms.models import Office, Staff, User


class AffiliateQuerySet(models.QuerySet["Affiliate"]):
    """Questions about affiliates."""

    def visible_to(self, staff: Staff) -> AffiliateQuerySet:
        """Those of the staff member's own office."""
        return self.filter(office_id=staff.office_id)


class Affiliate(models.Model):
    """A company or person known to an office.

    `number` is the SIREN or enterprise number of a company and empty for a person, whose national
    number is kept encrypted in `national_number` (context `affiliate:<office>:<number_hash>`) and
    found again by `number_hash`, keyed with scope `office:<id>`.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=AffiliateKind.choices)
    country = models.CharField(max_length=2, choices=Country.choices)
    name = models.CharField(max_length=200)
    trade_name = models.CharField(max_length=200, blank=True)
    number = models.CharField(max_length=14, blank=True)
    national_number = models.BinaryField(null=True, blank=True)
    number_hash = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.FRENCH)
    street = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    city = models.CharField(max_length=100, blank=True)
    activity = models.CharField(max_length=10, blank=True)  # NAF or NACE code
    updated_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[Affiliate]] = AffiliateQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["office", "number"], condition=~Q(number=""), name="affiliate_number_once"
            ),
            models.UniqueConstraint(
                fields=["office", "number_hash"],
                condition=~Q(number_hash=""),
                name="affiliate_person_once",
            ),
            models.CheckConstraint(
                condition=Q(kind=AffiliateKind.COMPANY, number_hash="", national_number=None)
                & ~Q(number="")
                | Q(kind=AffiliateKind.PERSON, number="", national_number__isnull=False)
                & ~Q(number_hash=""),
                name="affiliate_company_or_person",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["office", "name", "id"], name="affiliate_by_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Account(models.Model):
    """One relation of an affiliate with its office."""

    affiliate = models.ForeignKey(Affiliate, on_delete=models.CASCADE, related_name="accounts")
    kind = models.CharField(max_length=20, choices=AccountKind.choices)
    number = models.CharField(max_length=30)
    status = models.CharField(
        max_length=10, choices=AccountStatus.choices, default=AccountStatus.OPEN
    )
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("kind", "number")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["affiliate", "kind", "number"], name="account_once_per_affiliate"
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=models.F("opened_on")),
                name="account_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class AmountDue(models.Model):
    """What is to be paid for one period of an account, and what was paid; euro cents."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="amounts")
    period = models.DateField()  # the first day of the month or quarter
    quarterly = models.BooleanField(default=False)
    declared_on = models.DateField(null=True, blank=True)
    due_on = models.DateField()
    due_cents = models.BigIntegerField()
    paid_cents = models.BigIntegerField(default=0)
    paid_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("-period",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["account", "period"], name="amount_once_per_period"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.period:%Y-%m}"

    @property
    def left_cents(self) -> int:
        """What remains to be paid."""
        return self.due_cents - self.paid_cents

    @property
    def quarter(self) -> int:
        """The quarter that the period begins, 1 to 4."""
        return (self.period.month + 2) // 3


class Establishment(models.Model):
    """A place of work: SIRET or establishment unit number."""

    affiliate = models.ForeignKey(
        Affiliate, on_delete=models.CASCADE, related_name="establishments"
    )
    number = models.CharField(max_length=14)
    name = models.CharField(max_length=200, blank=True)
    street = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    city = models.CharField(max_length=100, blank=True)
    activity = models.CharField(max_length=10, blank=True)
    is_head = models.BooleanField(default=False)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("-is_head", "number")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["affiliate", "number"], name="establishment_once_per_affiliate"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Contact(models.Model):
    """A person of the affiliate whom the office can reach."""

    affiliate = models.ForeignKey(Affiliate, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=150)
    role = models.CharField(max_length=100, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    is_main = models.BooleanField(default=False)

    class Meta:
        ordering = ("-is_main", "name")

    def __str__(self) -> str:
        return self.name


class LoadingQuerySet(models.QuerySet["Loading"]):
    """Questions about loaded files."""

    def visible_to(self, staff: Staff) -> LoadingQuerySet:
        """Those of the staff member's own office."""
        return self.filter(office_id=staff.office_id)

    def waiting(self) -> LoadingQuerySet:
        """Those looked at and not yet confirmed."""
        return self.filter(applied_at=None).exclude(file="")


class Loading(models.Model):
    """A file that somebody of the office gave, what is in it, and whether it was loaded.

    The file is sealed in the vault (context `loading:<office>`) until it is loaded or
    given up; `file` is empty from then on. `report` holds counts, lines and codes, no content.
    """

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    file = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    applied_at = models.DateTimeField(null=True, blank=True)
    report: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)

    objects: ClassVar[models.Manager[Loading]] = LoadingQuerySet.as_manager()

    class Meta:
        ordering = ("-given_at", "-pk")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["office", "-given_at"], name="loading_by_office"),
        ]

    def __str__(self) -> str:
        return self.name
