"""Invitations: a place in the firm kept for whoever reads a mailbox, used once to join."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Sum

from mandat.clients.actions import Refused
from mandat.firms import audit
from mandat.firms.models import (
    Firm,
    Grant,
    Invitation,
    InvitationPortfolio,
    Member,
    Portfolio,
    User,
)
from mandat.firms.permissions import Permission, Role
from mandat.firms.scope import scope, unscoped
from mandat.rights.actions import managed_by
from mandat.rights.reach import reach_of
from mandat.vault.jobs import enqueue

# What a manager of portfolios may make of a newcomer.
BELOW_MANAGERS: Final = frozenset({Role.COLLABORATOR, Role.READER})
_TASK: Final = "mandat.rights.tasks.send_invitation"
_TOKEN_BYTES: Final = 32


@dataclass(frozen=True)
class Offer:
    """Who is invited, in which role, to which portfolios (their ids)."""

    email: str
    name: str
    language: str
    role: Role
    portfolios: frozenset[int] = frozenset()


def roles_to_give(by: Member) -> list[Role]:
    """The roles that `by` may give to a newcomer."""
    everything = by.may(Permission.MANAGE_RIGHTS)
    return [role for role in Role if everything or role in BELOW_MANAGERS]


def portfolios_to_give(by: Member, *, at: datetime) -> list[Portfolio]:
    """The portfolios that `by` may open to a newcomer, by name."""
    found = Portfolio.objects.filter(firm_id=by.firm_id).open()
    if not by.may(Permission.MANAGE_RIGHTS):
        found = found.filter(pk__in=managed_by(by, at=at))
    return list(found.order_by("name"))


def clients_for(offer: Offer, firm: Firm, *, at: datetime) -> int:
    """How many clients the newcomer would see; confidential ones are open to no newcomer."""
    reach = reach_of(firm, at=at)
    if offer.role == Role.ADMINISTRATOR:
        return reach.groups.total()
    granted = reach.mask_of(offer.portfolios) & reach.open
    return sum(n for mask, n in reach.groups.items() if mask & granted)


def check(offer: Offer, *, by: Member, at: datetime) -> None:
    """Refuse what may not be offered, before anything is sent.

    Refused: `not_allowed` for a role or a portfolio beyond one's reach, `no_portfolio` where a
    manager names none, `in_firm` for an address of a colleague, `invited` where an invitation
    waits, `too_many` at the limit of the day. Whether another firm uses the address is never
    asked here: nothing on screen, and no time that passes, tells it.
    """
    _check_offer(offer.role, offer.portfolios, by=by, at=at)
    if not offer.portfolios and not by.may(Permission.MANAGE_RIGHTS):
        raise Refused("no_portfolio")
    _check_address(offer.email, by)
    if Invitation.objects.waiting().filter(firm_id=by.firm_id, email=offer.email).exists():
        raise Refused("invited")
    _check_limit(by.firm_id, at)


@transaction.atomic
def invite(offer: Offer, *, by: Member, at: datetime) -> Invitation:
    """Keep a place and have the mail sent once this commits. Refused as `check`."""
    Firm.objects.select_for_update(no_key=True).only("pk").get(pk=by.firm_id)
    check(offer, by=by, at=at)
    made = Invitation.objects.create(
        firm=by.firm,
        email=offer.email,
        name=offer.name,
        language=offer.language,
        role=offer.role,
        token_hash=_nobodys(),
        invited_at=at,
        invited_by=by,
        sent_at=at,
        expires_at=_end(at),
    )
    _keep_portfolios(made, offer.portfolios)
    audit.record(
        by.firm, "invitation.sent", by=by.user, at=at, target=made,
        role=offer.role.value, portfolios=sorted(offer.portfolios),
    )  # fmt: skip
    enqueue(_TASK, made.pk)
    return made


@transaction.atomic
def send_again(invitation: Invitation, *, by: Member, at: datetime) -> Invitation:
    """A new link in the name of `by`, and the one before is worth nothing from now on.

    Refused: `used` where it was accepted or withdrawn, `not_allowed` where it offers more than
    `by` may give by now, `in_firm`, `too_many`.
    """
    Firm.objects.select_for_update(no_key=True).only("pk").get(pk=by.firm_id)
    row = _locked(invitation)
    _check_offer(Role(row.role), _portfolios_of(row), by=by, at=at)
    _check_address(row.email, by)
    _check_limit(by.firm_id, at)
    row.token_hash, row.sent_at, row.expires_at = _nobodys(), at, _end(at)
    row.times_sent, row.invited_by = row.times_sent + 1, by
    row.save(update_fields=["token_hash", "sent_at", "expires_at", "times_sent", "invited_by"])
    audit.record(by.firm, "invitation.sent_again", by=by.user, at=at, target=row)
    enqueue(_TASK, row.pk)
    return row


@transaction.atomic
def withdraw(invitation: Invitation, *, by: Member, at: datetime) -> Invitation:
    """Nobody joins with it any more. Refused: `used`."""
    row = _locked(invitation)
    row.withdrawn_at, row.withdrawn_by, row.token_hash = at, by, _nobodys()
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "token_hash"])
    audit.record(by.firm, "invitation.withdrawn", by=by.user, at=at, target=row)
    return row


def fresh_token(invitation: Invitation) -> str | None:
    """A token for the mail that is about to be sent; its hash alone is kept.

    None where the invitation was accepted, withdrawn or sent by another job meanwhile.
    """
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    mine = Invitation.objects.waiting().filter(pk=invitation.pk, token_hash=invitation.token_hash)
    return token if mine.update(token_hash=hashed(token)) else None


def hashed(token: str) -> str:
    """What is kept of a token: SHA-256, hexadecimal. It has 256 bits and needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_taken(email: str) -> bool:
    """Whether somebody signs in with this address, wherever they belong."""
    return User.objects.filter(email=email).exists()


def invitation_of(token: str, *, at: datetime) -> Invitation | None:
    """The invitation that a link opens at `at`, with its firm; None for every wrong link alike.

    Whoever holds a link is in no firm yet, so this question goes across firms: the answer is one
    row, found by the hash of a secret.
    """
    with unscoped():
        found = (
            Invitation.objects.usable(at)
            .filter(token_hash=hashed(token), firm__frozen_at=None)
            .select_related("firm")
            .first()
        )
    return None if found is None or is_taken(found.email) else found


def join(invitation: Invitation, *, name: str, password: str, at: datetime) -> Member:
    """Make the person, their place and their grants; the link is used up.

    Refused: `used` where somebody was quicker, or the invitation ended meanwhile.
    """
    with scope(firm_id=invitation.firm_id), transaction.atomic():
        firm = Firm.objects.select_for_update(no_key=True).get(pk=invitation.firm_id)
        usable = Invitation.objects.usable(at).select_for_update(of=("self",))
        row = usable.filter(pk=invitation.pk, token_hash=invitation.token_hash).first()
        if row is None or firm.frozen_at is not None:
            raise Refused("used")
        try:
            with transaction.atomic():
                user = User.objects.create_user(
                    row.email, password, name=name, language=row.language, date_joined=at
                )
        except IntegrityError:  # the address came in use since the link was opened
            raise Refused("used") from None
        member = Member.objects.create(user=user, firm=firm, role=row.role, joined_at=at)
        _grant(row, member, at)
        row.accepted_at, row.member = at, member
        row.save(update_fields=["accepted_at", "member"])
        audit.record(firm, "member.joined", by=user, at=at, target=member, invitation=row.pk)
        return member


def _grant(row: Invitation, member: Member, at: datetime) -> None:
    links = InvitationPortfolio.objects.filter(firm_id=row.firm_id, invitation=row)
    Grant.objects.bulk_create(
        Grant(
            firm_id=row.firm_id,
            member=member,
            portfolio_id=key,
            granted_at=at,
            granted_by_id=row.invited_by_id,
        )
        for key in links.order_by("portfolio_id").values_list("portfolio_id", flat=True)
    )


def _keep_portfolios(made: Invitation, portfolios: Collection[int]) -> None:
    InvitationPortfolio.objects.bulk_create(
        InvitationPortfolio(firm_id=made.firm_id, invitation=made, portfolio_id=key)
        for key in sorted(portfolios)
    )


def _locked(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.waiting().select_for_update(of=("self",))
    row = rows.filter(pk=invitation.pk, firm_id=invitation.firm_id).first()
    if row is None:
        raise Refused("used")
    return row


def _portfolios_of(row: Invitation) -> frozenset[int]:
    """What an invitation offers still: archived portfolios open nothing."""
    links = InvitationPortfolio.objects.filter(
        firm_id=row.firm_id, invitation=row, portfolio__archived_at=None
    )
    return frozenset(links.values_list("portfolio_id", flat=True))


def _check_offer(role: Role, portfolios: frozenset[int], *, by: Member, at: datetime) -> None:
    mine = {portfolio.pk for portfolio in portfolios_to_give(by, at=at)}
    if role not in roles_to_give(by) or not portfolios <= mine:
        raise Refused("not_allowed")


def _check_address(email: str, by: Member) -> None:
    if Member.objects.filter(firm_id=by.firm_id, user__email=email).exists():
        raise Refused("in_firm")


def _check_limit(firm_id: int, at: datetime) -> None:
    """Counted in the database, each invitation with all its sendings: never too few."""
    lately = Invitation.objects.filter(firm_id=firm_id, sent_at__gt=at - timedelta(days=1))
    sent = lately.aggregate(n=Sum("times_sent"))["n"] or 0
    if sent >= settings.MANDAT_INVITATIONS_DAY:
        raise Refused("too_many")


def _end(at: datetime) -> datetime:
    return at + timedelta(days=settings.MANDAT_INVITATION_DAYS)


def _nobodys() -> str:
    """The hash of a token that was never told: the mail's own is made when it is written."""
    return hashed(secrets.token_urlsafe(_TOKEN_BYTES))
