"""The proof that a firm looks after a company: what only the last declaration tells.

Nothing here may show whether a wrong answer was wrong in its amount, its account or its company:
one query whatever is known, one comparison whatever was found, one event in the audit.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db.models import OuterRef, Q, Subquery
from django.utils.functional import cached_property

from mandat.affiliates.choices import AccountKind, AccountStatus
from mandat.affiliates.models import Account, Affiliate, AmountDue
from mandat.firms import audit
from mandat.firms.models import Member, Office
from mandat.identifiers import compact
from mandat.onboarding.finding import match
from mandat.onboarding.numbers import Subject

_NOBODY: Final = hashlib.sha256(b"no account").digest()


class Refused(Exception):
    """The neutral refusal: an unknown company and a wrong proof are the same."""


@dataclass(frozen=True)
class Claim:
    """What the member says; the amount (cents) is asked of employers alone."""

    subject: Subject
    kind: AccountKind
    account: str = field(repr=False)
    amount_cents: int | None = field(default=None, repr=False)

    @cached_property
    def digest(self) -> bytes:
        """The claim brought to one length, to be compared in one time."""
        return _digest(self.account, self.amount_cents)


def prove(claim: Claim, *, offices: list[Office], by: Member, at: datetime) -> Account:
    """The account that the claim is right about, else `Refused`.

    Every proof of the space passes here and nowhere else: this is the gate at which a guess is
    counted, before anything is looked up.
    """
    account = _right_one(claim, _candidates(claim, offices))
    audit.record(
        by.firm,
        "client.proved" if account else "client.proof_refused",
        by=by.user,
        at=at,
        kind=claim.kind.value,
    )
    if account is None:
        raise Refused
    return account


def _candidates(claim: Claim, offices: list[Office]) -> list[Account]:
    """The accounts that the claim may be about, with the amount last declared, in one query."""
    latest = AmountDue.objects.filter(account=OuterRef("pk"), declared_on__isnull=False)
    affiliates = Affiliate.objects.filter(match(claim.subject, offices)).values("pk")
    return list(
        Account.objects.filter(~Q(status=AccountStatus.CLOSED), kind=claim.kind)
        .filter(affiliate__in=affiliates)
        .annotate(last_due_cents=Subquery(latest.order_by("-period").values("due_cents")[:1]))
    )


def _right_one(claim: Claim, accounts: Iterable[Account]) -> Account | None:
    """Compares with every account, and with nobody's where there is none."""
    right = None
    hmac.compare_digest(_NOBODY, claim.digest)
    for account in accounts:
        due = account.last_due_cents  # type: ignore[attr-defined]  # annotated above
        asked = claim.amount_cents is not None
        known = _digest(account.number, due if asked else None)
        declared = due is not None or not asked
        if hmac.compare_digest(known, claim.digest) and declared:
            right = account
    return right


def _digest(account: str, amount_cents: int | None) -> bytes:
    return hashlib.sha256(f"{compact(account)}|{amount_cents}".encode()).digest()
