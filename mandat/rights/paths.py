"""By which paths each member reaches a client, and a member their portfolios.

The answer is that of `Client.objects.visible_to`, with the reasons beside it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Count, Q, QuerySet

from mandat.clients.models import Client, Confidence, ConfidenceMember, PlacementSetPortfolio
from mandat.firms.models import Grant, Member, Portfolio
from mandat.lib.text import fold


class PathKind(StrEnum):
    """Why somebody sees a client."""

    ROLE = "role"
    GRANT = "grant"
    LOAN = "loan"
    NAMED = "named"


@dataclass(frozen=True, slots=True)
class Path:
    """One reason; a portfolio where it leads through one, from–until where it has an end."""

    kind: PathKind
    portfolio: Portfolio | None = None
    since: datetime | None = None
    by: Member | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    covering: Member | None = None

    def is_to_come(self, *, at: datetime) -> bool:
        """Whether it opens nothing yet at `at`."""
        return self.starts_at is not None and self.starts_at > at


@dataclass(frozen=True, slots=True)
class Seer:
    """A member with every path that leads them to the client."""

    member: Member
    paths: tuple[Path, ...]


@dataclass(frozen=True)
class Seen:
    """Who sees a client: those who come in, those kept out for now, and how many do not see it."""

    seers: tuple[Seer, ...]
    kept_out: tuple[Seer, ...]
    others: int


@dataclass(frozen=True)
class Opened:
    """A portfolio that is open to a member: by which paths, how many clients are in it."""

    portfolio: Portfolio
    paths: tuple[Path, ...]
    clients: int


def who_sees(client: Client, *, at: datetime) -> Seen:
    """Every member of the client's firm who sees it at `at`, with every path; five questions.

    Who has left is not spoken of. A confidential client is seen by those named, whatever their
    role and portfolios.
    """
    members = list(
        Member.objects.filter(firm_id=client.firm_id, left_at=None).select_related("user")
    )
    confidence = Confidence.objects.filter(client=client).select_related("by__user").first()
    if confidence is not None:
        paths = _named(confidence)
    else:
        paths = _granted(_placed_in(client), at)
        for member in members:
            if member.is_administrator:
                paths[member.pk].insert(0, Path(PathKind.ROLE))
    found = [Seer(one, tuple(paths[one.pk])) for one in members if paths.get(one.pk)]
    found.sort(key=lambda seer: (fold(seer.member.user.name), seer.member.pk))
    inside = {one.pk for one in members if is_active(one)}
    return Seen(
        tuple(seer for seer in found if seer.member.pk in inside),
        tuple(seer for seer in found if seer.member.pk not in inside),
        len(inside - {seer.member.pk for seer in found}),
    )


def is_active(member: Member) -> bool:
    """Whether the member may come in; the firm's own switch is not asked."""
    return (
        member.suspended_at is None
        and member.left_at is None
        and member.frozen_at is None
        and member.user.is_active
    )


def is_confidential(client: Client) -> bool:
    """Whether those named alone see the client; select its `placement_set` along."""
    return client.placement_set is not None and client.placement_set.confidential_id is not None


def opened_to(member: Member, *, at: datetime, among: Iterable[int] | None = None) -> list[Opened]:
    """The portfolios granted or lent to a member, those to come included; three questions.

    `among` are the ids of portfolios that the reader may know of; None for all. Confidential
    clients are not counted: no portfolio opens them.
    """
    grants = Grant.objects.filter(member=member, portfolio__archived_at=None).filter(
        Q(ends_at=None) | Q(ends_at__gt=at)
    )
    if among is not None:
        grants = grants.filter(portfolio_id__in=among)
    found: defaultdict[Portfolio, list[Path]] = defaultdict(list)
    for grant in _joined(grants).select_related("portfolio"):
        found[grant.portfolio].append(_path(grant, grant.portfolio))
    sizes = sizes_of([portfolio.pk for portfolio in found])
    return [
        Opened(portfolio, tuple(paths), sizes[portfolio.pk])
        for portfolio, paths in sorted(found.items(), key=lambda pair: fold(pair[0].name))
    ]


def sizes_of(portfolios: Iterable[int]) -> Counter[int]:
    """How many clients, confidential ones left out, are in each of these portfolios."""
    links = PlacementSetPortfolio.objects.filter(portfolio_id__in=list(portfolios))
    counted = dict(
        Client.objects.filter(placement_set_id__in=links.values("placement_set_id"))
        .filter(removed_at=None)
        .order_by()
        .values_list("placement_set_id")
        .annotate(n=Count("*"))
    )
    sizes: Counter[int] = Counter()
    for found, portfolio in links.values_list("placement_set_id", "portfolio_id"):
        sizes[portfolio] += counted.get(found, 0)
    return sizes


def _placed_in(client: Client) -> dict[int, Portfolio]:
    rows = Portfolio.objects.filter(
        firm_id=client.firm_id, archived_at=None,
        pk__in=client.placements.values("portfolio_id"),
    )  # fmt: skip
    return {portfolio.pk: portfolio for portfolio in rows}


def _granted(portfolios: dict[int, Portfolio], at: datetime) -> defaultdict[int, list[Path]]:
    paths: defaultdict[int, list[Path]] = defaultdict(list)
    grants = Grant.objects.in_force(at).filter(portfolio_id__in=list(portfolios))
    for grant in _joined(grants):
        paths[grant.member_id].append(_path(grant, portfolios[grant.portfolio_id]))
    return paths


def _named(confidence: Confidence) -> defaultdict[int, list[Path]]:
    path = Path(PathKind.NAMED, since=confidence.since, by=confidence.by)
    named = ConfidenceMember.objects.filter(confidence=confidence)
    return defaultdict(list, {key: [path] for key in named.values_list("member_id", flat=True)})


def _joined(grants: QuerySet[Grant]) -> QuerySet[Grant]:
    return grants.select_related("granted_by__user", "covering__user").order_by(
        "portfolio__name", "starts_at", "pk"
    )


def _path(grant: Grant, portfolio: Portfolio) -> Path:
    return Path(
        PathKind.GRANT if grant.covering_id is None else PathKind.LOAN,
        portfolio=portfolio,
        since=grant.granted_at,
        by=grant.granted_by,
        starts_at=grant.starts_at,
        ends_at=grant.ends_at,
        covering=grant.covering,
    )
