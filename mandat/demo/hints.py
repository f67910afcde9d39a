"""Who may sign in to the demonstration, and numbers to try in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from django.db.models import Exists, OuterRef, QuerySet

from mandat.affiliates.choices import AccountKind, AccountStatus, AffiliateKind
from mandat.affiliates.models import Account, Affiliate, AmountDue
from mandat.clients.models import Client
from mandat.firms.models import Member, Portfolio, Staff
from mandat.identifiers import Kind, format_number
from mandat.identifiers.making import make_enterprise, make_niss, make_siren
from mandat.vault.keys import keyring


@dataclass(frozen=True)
class SignIn:
    """One line of the table: who, where, in which role, seeing what."""

    address: str
    name: str
    place: str
    role: str
    sees: str


@dataclass(frozen=True)
class Hint:
    """One number to try, what else to type, and what happens."""

    number: str
    proof: str
    outcome: str


def sign_ins() -> list[SignIn]:
    """Members firm by firm, then the staff of the offices."""
    members = Member.objects.select_related("user", "firm").order_by("firm__pk", "pk")
    staff = Staff.objects.select_related("user", "office").order_by("office__pk", "pk")
    return [_member(one) for one in members] + [
        SignIn(one.user.email, one.user.name, one.office.name, one.role_label(), "")
        for one in staff
    ]


def _member(member: Member) -> SignIn:
    sees = ""
    if not member.is_administrator:
        seen = Portfolio.objects.visible_to(member).open().order_by("name")
        sees = ", ".join(seen.values_list("name", flat=True)) or "–"
    return SignIn(member.user.email, member.user.name, member.firm.name, member.role_label(), sees)


def to_try(count: int = 2) -> Iterator[Hint]:
    """Numbers that nobody has added yet, with their proofs, then some that nobody knows."""
    for affiliate, account in _free(AccountKind.EMPLOYER, "FR", count):
        due = AmountDue.objects.filter(account=account, declared_on__isnull=False).first()
        if due:
            euros = f"{due.due_cents // 100},{due.due_cents % 100:02d}"
            yield Hint(
                format_number(Kind.SIREN, affiliate.number), f"{euros} · {account.number}",
                affiliate.name,
            )  # fmt: skip
    for affiliate, account in _free(AccountKind.SELF_EMPLOYED, "FR", count):
        yield Hint(_national(affiliate, Kind.NIR), account.number, affiliate.name)
    for affiliate, _ in _free(AccountKind.SELF_EMPLOYED, "BE", count):
        yield Hint(_national(affiliate, Kind.NISS), "", affiliate.name)
    for affiliate, _ in _free(AccountKind.EMPLOYER, "BE", count):
        yield Hint(format_number(Kind.ENTERPRISE, affiliate.number), "", affiliate.name)
    rng = Random("nobody")
    yield Hint(format_number(Kind.SIREN, make_siren(rng)), "", "?")
    yield Hint(format_number(Kind.NISS, make_niss(rng)), "", "?")
    yield Hint(format_number(Kind.ENTERPRISE, make_enterprise(rng)), "", "?")


def _free(kind: str, country: str, count: int) -> list[tuple[Affiliate, Account]]:
    """Affiliates with an open account of that kind whom no firm has."""
    claimed: QuerySet[Client] = Client.objects.filter(affiliate=OuterRef("affiliate"))
    accounts = (
        Account.objects.filter(kind=kind, affiliate__country=country, status=AccountStatus.OPEN)
        .filter(~Exists(claimed))
        .select_related("affiliate")
        .order_by("pk")[:count]
    )
    return [(account.affiliate, account) for account in accounts]


def _national(affiliate: Affiliate, kind: Kind) -> str:
    """The whole number of an invented person."""
    assert affiliate.kind == AffiliateKind.PERSON
    assert affiliate.national_number is not None
    context = f"affiliate:{affiliate.office_id}:{affiliate.number_hash}"
    number = keyring().decrypt(affiliate.national_number, context=context).decode()
    return format_number(kind, number)
