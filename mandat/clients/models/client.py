"""The engagement of a firm for one company or person."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Case, Q, When
from django.utils import timezone

from mandat.affiliates.models import Affiliate
from mandat.clients import search
from mandat.clients.choices import Attention, ClientKind
from mandat.clients.models.reach import (
    PlacementSet,
    PlacementSetPortfolio,
    closed_to,
    sets_of,
)
from mandat.firms.choices import Country, Language
from mandat.firms.models import Firm, Member, Office
from mandat.lib.text import fold, squeeze


class Unindexed(models.Func):
    """A column of whole numbers that is not looked up in an index.

    Behind row-level policies PostgreSQL expects one row where there are thousands, and would
    gather and sort them all.
    """

    template = "(%(expressions)s + 0)"
    output_field = models.BigIntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """A unary plus, which is SQLite's way to say so."""
        return self.as_sql(compiler, connection, template="+%(expressions)s", **extra)


class ClientQuerySet(models.QuerySet["Client"]):
    """Questions about clients; the first link says for whom."""

    def of(self, firm: Firm) -> ClientQuerySet:
        """The clients of a firm, removed ones too: for actions that no person reads."""
        return self.filter(firm_id=firm.pk)

    def visible_to(self, member: Member, *, in_order: bool = False) -> ClientQuerySet:
        """The clients on the member's list: all of the firm, or those of granted portfolios.

        A confidential client is on the lists of those that it names, and on no other.

        `in_order` says that a first page of a long list is wanted: the database then reads in
        the order of the list and stops, instead of gathering all and sorting.
        """
        mine = self.filter(firm_id=member.firm_id, removed_at=None)
        if member.is_administrator:
            return mine.exclude(placement_set_id__in=closed_to(member))
        sets = sets_of(member)
        if in_order:
            return mine.alias(reach=Unindexed("placement_set_id")).filter(reach__in=sets)
        return mine.filter(placement_set_id__in=sets)

    def search(self, text: str, firm: Firm) -> ClientQuerySet:
        """Those whose names or numbers hold what was typed; all of them when it says nothing.

        Accents, spaces and joined words are forgiven; a whole national number finds its person.
        Asks the index once, when it is called. Comes after `visible_to`.
        """
        typed = search.read(text)
        if not typed:
            return self.none() if text.strip() else self.all()
        return self.filter(search.condition(typed, firm.pk)[0])

    def best_first(self, text: str) -> ClientQuerySet:
        """The number itself, then names that begin so, then words that begin so, then others."""
        whole, joined = fold(text), squeeze(text)
        rank = Case(
            When(number=joined, then=0),
            When(sort_name__startswith=whole, then=1),
            When(search_text__contains=f" {joined}", then=2),
            When(search_text__contains=f" {whole}", then=2),
            default=3,
            output_field=models.IntegerField(),
        )
        return self.order_by(rank, "sort_name", "pk")

    def in_portfolio(self, portfolio_id: int) -> ClientQuerySet:
        """Those placed in a portfolio, whoever asks: comes after `visible_to`."""
        return self.filter(
            placement_set_id__in=PlacementSetPortfolio.objects.filter(
                portfolio_id=portfolio_id
            ).values("placement_set_id")
        )

    def recoverable_by(self, member: Member) -> ClientQuerySet:
        """Clients that this member (or, for an administrator, anyone) took off the list.

        Those closed to the member are left out, even where they took them off themselves.
        """
        gone = self.filter(firm_id=member.firm_id, removed_at__isnull=False).exclude(
            placement_set_id__in=closed_to(member)
        )
        return gone if member.is_administrator else gone.filter(removed_by_id=member.pk)


class Client(models.Model):
    """A company or person that a firm looks after.

    `number` is a company's SIREN or enterprise number, empty for a person. A person's national
    number is encrypted in `national_number` (context `client:<firm>:<number_hash>`), found by
    `number_hash` keyed with scope `firm:<id>`. `identity` is the number or the hash: what makes
    the client unique in its firm.

    The columns from `attention` down are kept by the actions that change what they sum up, so
    that lists of any length filter and sort on an index.
    """

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="+")
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    affiliate = models.ForeignKey(
        Affiliate, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    country = models.CharField(max_length=2, choices=Country.choices)
    kind = models.CharField(max_length=20, choices=ClientKind.choices)
    name = models.CharField(max_length=200)
    trade_name = models.CharField(max_length=200, blank=True)
    number = models.CharField(max_length=14, blank=True)
    national_number = models.BinaryField(null=True, blank=True)
    number_hash = models.CharField(max_length=64, blank=True)
    identity = models.CharField(max_length=64)
    account_number = models.CharField(max_length=30, blank=True)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.FRENCH)
    postcode = models.CharField(max_length=10, blank=True)
    city = models.CharField(max_length=100, blank=True)
    activity = models.CharField(max_length=10, blank=True)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    # Kept by triggers, whatever is saved here: who sees the client hangs on it.
    placement_set = models.ForeignKey(
        PlacementSet,
        null=True,
        blank=True,
        editable=False,
        db_index=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    sort_name = models.CharField(max_length=200, default="")  # folded name: lists are read in it
    search_text = models.TextField(default="")  # folded names and numbers, see clients.search
    attention = models.SmallIntegerField(choices=Attention.choices, default=Attention.FINE)
    open_incidents = models.IntegerField(default=0)
    open_anomalies = models.IntegerField(default=0)
    next_due_on = models.DateField(null=True, blank=True)
    headcount = models.IntegerField(null=True, blank=True)
    last_declared_month = models.DateField(null=True, blank=True)

    objects: ClassVar[models.Manager[Client]] = ClientQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["firm", "country", "identity"],
                condition=Q(removed_at=None),
                name="client_once_per_firm",
            ),
            models.CheckConstraint(
                condition=~Q(number="") & Q(number_hash="", national_number=None)
                | Q(number="", national_number__isnull=False) & ~Q(number_hash=""),
                name="client_company_or_person",
            ),
            models.CheckConstraint(
                condition=Q(open_incidents__gte=0, open_anomalies__gte=0),
                name="client_counts_not_negative",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                # With the set, rows that are passed over to a far page are not fetched on SQLite.
                fields=["firm", "sort_name", "id", "placement_set"],
                condition=Q(removed_at=None),
                name="client_by_name",
            ),
            models.Index(
                fields=["firm", "-attention", "next_due_on", "id"],
                condition=Q(removed_at=None),
                name="client_by_attention",
            ),
            models.Index(
                # All that counts of lists and of the dashboard read, and what the row-level
                # policies and COUNT(id) read on PostgreSQL: no row is fetched to count it.
                fields=[
                    "firm",
                    "placement_set",
                    "country",
                    "kind",
                    "attention",
                    "office",
                    "open_incidents",
                    "open_anomalies",
                    "headcount",
                    "last_declared_month",
                    "id",
                ],
                condition=Q(removed_at=None),
                name="client_by_reach",
            ),
            models.Index(
                fields=["firm", "-open_incidents", "-id"],
                condition=Q(removed_at=None),
                name="client_by_incidents",
            ),
            models.Index(
                fields=["firm", "-open_anomalies", "-id"],
                condition=Q(removed_at=None),
                name="client_by_anomalies",
            ),
            models.Index(
                fields=["firm", "-added_at", "-id"],
                condition=Q(removed_at=None),
                name="client_by_added",
            ),
            models.Index(fields=["affiliate"], name="client_by_affiliate"),
            models.Index(fields=["firm", "number"], name="client_by_number"),
        ]

    def __str__(self) -> str:
        return self.name
