"""What rights look like in a firm that has been at work: roles, loans, requests, changes."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from mandat.clients.models import Confidence, ConfidenceMember
from mandat.demo.world import FirmWorld, World
from mandat.firms.models import (
    AccessRequest,
    Grant,
    Invitation,
    InvitationPortfolio,
    Member,
)
from mandat.lib.text import fold
from mandat.rights.actions import carry_out, undo
from mandat.rights.plans import members, placing, portfolios
from mandat.rights.plans.members import Wanted

_WORDS = {
    "fr": ("Remplacement pendant ses congés", "Santé", "Je reprends deux dossiers de Sophie.",
           "Clients à la clôture de mars", "Fermetures 2026"),
    "nl": ("Vervanging tijdens haar verlof", "Zorg", "Ik neem twee dossiers over.",
           "Klanten die in maart afsluiten", "Stopzettingen 2026"),
}  # fmt: skip


def build(world: World) -> None:
    """Give the two larger firms a past: changes, one taken back, a loan, questions that wait."""
    for slug in ("arvensis", "lindenhof"):
        firm = world.firms[slug]
        _changes(world, firm)
        _loan(world, firm)
        _waiting(world, firm)
    _confidential(world, world.firms["arvensis"])


def _changes(world: World, firm: FirmWorld) -> None:
    by, words = firm.members[0], _WORDS[firm.language]
    new = world.ago(40)
    made = carry_out(portfolios.create_portfolio(words[4], words[3], by=by, at=new), by=by, at=new)
    portfolio = firm.firm.portfolios.get(name=made.about["portfolio"])
    some = [client.pk for client in firm.clients if client.removed_at is None][:6]
    at = world.ago(39)
    carry_out(placing.place_clients(some, portfolio, by=by, at=at), by=by, at=at)
    granted = members.change_grants(
        [Wanted(firm.members[2].pk, portfolio.pk), Wanted(firm.members[3].pk, portfolio.pk)],
        by=by, at=world.ago(38),
    )  # fmt: skip
    change = carry_out(granted, by=by, at=world.ago(38))
    undo(change, by=by, at=world.ago(37))
    archived = portfolios.archive_portfolio(portfolio, by=by, at=world.ago(6))
    carry_out(archived, by=by, at=world.ago(6))


def _loan(world: World, firm: FirmWorld) -> None:
    """The third person covers for the fourth until next week."""
    substitute, absent = firm.members[2], firm.members[3]
    for grant in Grant.objects.own().filter(member=absent):
        Grant.objects.create(
            firm=firm.firm, member=substitute, portfolio=grant.portfolio, covering=absent,
            granted_by=firm.members[0], granted_at=world.ago(3), starts_at=world.ago(2),
            ends_at=world.now + timedelta(days=6, hours=18),
        )  # fmt: skip


def _waiting(world: World, firm: FirmWorld) -> None:
    by, words = firm.members[0], _WORDS[firm.language]
    AccessRequest.objects.create(
        firm=firm.firm, member=firm.members[-1], wanted=words[1], reason=words[2],
        asked_at=world.ago(1),
    )  # fmt: skip
    first = firm.firm.portfolios.filter(archived_at=None).order_by("name")[0]
    for number, (name, days) in enumerate((("Inès Valmorel", 2), ("Paul Ostrevant", 21))):
        sent = world.ago(days)
        invitation = Invitation.objects.create(
            firm=firm.firm, email=f"{fold(name.split()[0])}@{firm.firm.slug}.example", name=name,
            language=firm.language, invited_at=sent, invited_by=by, sent_at=sent,
            token_hash=hashlib.sha256(f"{firm.firm.slug}{number}".encode()).hexdigest(),
            expires_at=sent + timedelta(days=7),
        )  # fmt: skip
        InvitationPortfolio.objects.create(firm=firm.firm, invitation=invitation, portfolio=first)


def _confidential(world: World, firm: FirmWorld) -> None:
    """One client that the two administrators alone see."""
    client = next(one for one in reversed(firm.clients) if one.removed_at is None)
    by: Member = firm.members[0]
    found = Confidence.objects.create(firm=firm.firm, client=client, since=world.ago(90), by=by)
    for member in firm.members[:2]:
        ConfidenceMember.objects.create(firm=firm.firm, confidence=found, member=member)
