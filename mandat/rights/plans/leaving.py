"""The plan of a leaver: what is handed over, reassigned and ended when somebody leaves the firm."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from mandat.clients.actions import Refused
from mandat.clients.models import ConfidenceMember, Placement
from mandat.firms.models import Grant, Member, Portfolio
from mandat.incidents.models import Incident
from mandat.rights.choices import ChangeKind
from mandat.rights.edits import Rows, becoming, coming, going
from mandat.rights.plans.plan import Plan


@dataclass(frozen=True)
class Handover:
    """Who takes what over.

    `successor` takes what hangs on the leaver alone: it is always asked, so that asking it tells
    nothing of what there is. `portfolios` says who takes each (portfolio → member; None: nobody).
    """

    successor: int
    portfolios: Mapping[int, int | None] = field(default_factory=dict)

    def people(self) -> set[int]:
        """Everybody who takes something."""
        return {self.successor, *(key for key in self.portfolios.values() if key is not None)}


def own_portfolios(member: Member) -> list[Portfolio]:
    """What the member has for themselves, archived ones left out, by name."""
    grants = Grant.objects.own().filter(firm_id=member.firm_id, member=member)
    found = Portfolio.objects.filter(firm_id=member.firm_id, pk__in=grants.values("portfolio_id"))
    return list(found.open().order_by("name"))


def leave(member: Member, handover: Handover, *, by: Member, at: datetime) -> Plan:
    """Everything that ends and goes over when `member` leaves, as one change.

    Refused: `left`, `yourself`, `unknown_member` for somebody who takes over and is not in, and
    `unknown_portfolio` for one that the leaver does not have.
    """
    if member.left_at is not None:
        raise Refused("left")
    if member.pk == by.pk:
        raise Refused("yourself")
    people = _people(member, handover, by)
    mine = {one.pk: one for one in own_portfolios(member)}
    if not handover.portfolios.keys() <= mine.keys():
        raise Refused("unknown_portfolio")
    loans = _loans(member, at)
    edits = (
        *_grants(member, handover, by, at),
        *loans,
        *_confidences(member, handover),
        *_incidents(member, handover, people, at),
        becoming("member", [member], left_at=at, left_by_id=by.pk),
    )
    about = {
        "member": member.user.name,
        "member_id": member.pk,
        "handed": _handed(handover, mine, people),
        "orphans": _orphans(member, handover, mine),
        "loans": sum(len(rows.changes) for rows in loans),
        "sessions": UserSession.objects.filter(user_id=member.user_id).count(),
        "factors": Authenticator.objects.filter(user_id=member.user_id).count(),
    }
    return Plan(ChangeKind.LEFT, by.firm, edits, at, about)


def _people(member: Member, handover: Handover, by: Member) -> dict[int, Member]:
    """Those who take over, all of whom are in; the leaver is not among them."""
    keys = handover.people()
    found = (
        Member.objects.filter(firm_id=by.firm_id)
        .active()
        .exclude(pk=member.pk)
        .select_related("user", "firm")
        .in_bulk(sorted(keys))
    )
    if len(found) < len(keys) or member.firm_id != by.firm_id:
        raise Refused("unknown_member")
    return found


def _grants(member: Member, handover: Handover, by: Member, at: datetime) -> list[Rows]:
    """The leaver's own grants go; who takes a portfolio has it for ever."""
    own = Grant.objects.own().filter(firm_id=member.firm_id)
    taken = {key: who for key, who in handover.portfolios.items() if who is not None}
    have = {
        (row.member_id, row.portfolio_id): row
        for row in own.filter(member_id__in=taken.values(), portfolio_id__in=taken)
    }
    new, dated = [], []
    for portfolio, who in sorted(taken.items()):
        row = have.get((who, portfolio))
        if row is not None:
            dated.append(row)
        else:
            new.append(
                Grant(
                    firm=by.firm, member_id=who, portfolio_id=portfolio,
                    granted_at=at, granted_by=by,
                )
            )  # fmt: skip
    return [
        going("grant", own.filter(member=member).order_by("pk")),
        becoming("grant", dated, starts_at=None, ends_at=None),
        coming("grant", new),
    ]


def _loans(member: Member, at: datetime) -> list[Rows]:
    """What the leaver lent and borrowed ends; what is to come never begins."""
    lent = Grant.objects.filter(
        firm_id=member.firm_id, covering__isnull=False, ends_at__gt=at
    ).order_by("pk")
    rows = [row for row in lent if member.pk in (row.member_id, row.covering_id)]
    ahead = [row for row in rows if row.starts_at and row.starts_at >= at]
    begun = [row for row in rows if row not in ahead]
    return [going("grant", ahead), becoming("grant", begun, ends_at=at)]


def _confidences(member: Member, handover: Handover) -> list[Rows]:
    """Lists of confidential clients lose the name; one that has no other gets the successor's.

    So no client is ever out of everybody's reach, and nobody is told of one who did not know it.
    """
    named = ConfidenceMember.objects.filter(firm_id=member.firm_id)
    mine = list(named.filter(member=member).order_by("pk"))
    keys = [row.confidence_id for row in mine]
    others = set(
        named.filter(confidence_id__in=keys)
        .exclude(member=member)
        .values_list("confidence_id", flat=True)
    )
    new = [
        ConfidenceMember(
            firm_id=member.firm_id, confidence_id=key, member_id=handover.successor
        )
        for key in keys
        if key not in others
    ]  # fmt: skip
    return [coming("confidence_member", new), going("confidence_member", mine)]


def _incidents(
    member: Member, handover: Handover, people: Mapping[int, Member], at: datetime
) -> list[Rows]:
    """Open incidents of the leaver go to who takes the client's portfolio, else to the successor.

    To nobody where neither sees the client afterwards: then everybody who does finds them.
    """
    rows = list(
        Incident.objects.open()
        .filter(firm_id=member.firm_id, assigned_to=member)
        .order_by("pk")
    )  # fmt: skip
    heirs = _heirs({row.client_id for row in rows}, member, handover, people, at=at)
    by_heir: dict[int | None, list[Incident]] = defaultdict(list)
    for row in rows:
        by_heir[heirs.get(row.client_id)].append(row)
    return [
        becoming("incident", found, assigned_to_id=heir)
        for heir, found in sorted(by_heir.items(), key=lambda one: one[0] or 0)
    ]


def _heirs(
    clients: set[int],
    member: Member,
    handover: Handover,
    people: Mapping[int, Member],
    *,
    at: datetime,
) -> dict[int, int]:
    """Client → who looks after it now; clients that nobody of `people` will see are left out."""
    placed: dict[int, set[int]] = defaultdict(set)
    rows = Placement.objects.filter(firm_id=member.firm_id, client_id__in=clients)
    for client, portfolio in rows.order_by("pk").values_list("client_id", "portfolio_id"):
        placed[client].add(portfolio)
    names: dict[int, set[int]] = defaultdict(set)
    named = ConfidenceMember.objects.filter(
        firm_id=member.firm_id, confidence__client_id__in=clients
    )
    for client, who in named.values_list("confidence__client_id", "member_id"):
        names[client].add(who)
    theirs = _open_to(people[handover.successor], member, at)
    found = {}
    for client in clients:
        if client in names:  # open to those named, and to the successor of the last name alone
            left = names[client] - {member.pk} or {handover.successor}
            heir = handover.successor if handover.successor in left else None
        else:
            heir = _taker(placed[client], handover)
            if heir is None and (theirs is None or theirs & placed[client]):
                heir = handover.successor
        if heir is not None:
            found[client] = heir
    return found


def _open_to(successor: Member, leaver: Member, at: datetime) -> set[int] | None:
    """Portfolios that the successor has without the leaver's loans; None for every one."""
    if successor.is_administrator:
        return None
    grants = Grant.objects.in_force(at).filter(
        firm_id=leaver.firm_id, member=successor, portfolio__archived_at=None
    )
    rows = grants.values_list("portfolio_id", "covering_id")
    return {portfolio for portfolio, absent in rows if absent != leaver.pk}


def _taker(portfolios: Iterable[int], handover: Handover) -> int | None:
    """Who takes one of these portfolios, if anybody."""
    takers = (handover.portfolios.get(key) for key in sorted(portfolios))
    return next((who for who in takers if who is not None), None)


def _handed(
    handover: Handover, mine: Mapping[int, Portfolio], people: Mapping[int, Member]
) -> list[tuple[str, str]]:
    """Each portfolio of the leaver with the name of who takes it, "" for nobody."""
    return [
        (one.name, people[who].user.name if (who := handover.portfolios.get(key)) else "")
        for key, one in mine.items()
    ]


def _orphans(member: Member, handover: Handover, mine: Mapping[int, Portfolio]) -> list[str]:
    """Names of portfolios that nobody but administrators would see any more."""
    kept = set(
        Grant.objects.own()
        .filter(firm_id=member.firm_id, portfolio_id__in=mine)
        .exclude(member=member)
        .filter(member__left_at=None)
        .values_list("portfolio_id", flat=True)
    )
    kept |= {key for key, who in handover.portfolios.items() if who is not None}
    return [one.name for key, one in mine.items() if key not in kept]
