"""Which affiliates of an office the words and filters of a list meet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from mandat.affiliates.choices import AccountStatus, AffiliateKind
from mandat.affiliates.models import Account, Affiliate
from mandat.affiliates.national import number_hash
from mandat.firms.models import Staff
from mandat.identifiers import Kind, classify, compact


@dataclass(frozen=True)
class Filter:
    """One narrowing of the list."""

    words: str = ""
    kind: str = ""
    status: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Filter:
        """The filter of an address; what makes no sense in it is left out."""
        kind, status = query.get("kind", ""), query.get("status", "")
        return cls(
            words=query.get("q", "").replace("\0", "").strip()[:100],
            kind=kind if kind in AffiliateKind.values else "",
            status=status if status in AccountStatus.values else "",
        )

    @property
    def narrowed(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.words or self.kind or self.status)

    def apply(self, affiliates: QuerySet[Affiliate]) -> QuerySet[Affiliate]:
        """Those that pass, by name."""
        if self.kind:
            affiliates = affiliates.filter(kind=self.kind)
        if self.status:
            accounts = Account.objects.filter(status=self.status)
            affiliates = affiliates.filter(pk__in=accounts.values("affiliate_id"))
        if self.words:
            affiliates = affiliates.filter(self._met())
        return affiliates.order_by("name", "pk")

    def _met(self) -> Q:
        met = Q(name__icontains=self.words) | Q(trade_name__icontains=self.words)
        number = compact(self.words).removeprefix("BE")
        if number.isascii() and number.isdigit():
            accounts = Account.objects.filter(number__startswith=number)
            met |= Q(number__startswith=number[:9] if len(number) == 14 else number)
            met |= Q(pk__in=accounts.values("affiliate_id"))
        return met


def person_by_number(staff: Staff, text: str, *, today: date) -> Affiliate | None:
    """The person of the staff member's office with this national number, typed in any form."""
    reading = classify(text, today=today, kinds=(Kind.NIR, Kind.NISS))
    if not reading.valid:
        return None
    found_by = number_hash(staff.office_id, reading.normalized)
    return Affiliate.objects.filter(office_id=staff.office_id, number_hash=found_by).first()
