"""Plans about cover for an absence: portfolios lent from–until, ended early, prolonged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from mandat.clients.actions import Refused
from mandat.firms.models import Grant, Member, Portfolio
from mandat.rights.choices import ChangeKind
from mandat.rights.edits import becoming, coming, going
from mandat.rights.plans.plan import Plan


def lendable(absent: Member, *, at: datetime) -> list[Portfolio]:
    """What an absent colleague can lend: what is granted to them now, or all where they see all.

    What they only cover for somebody else is not theirs to lend.
    """
    found = Portfolio.objects.filter(firm_id=absent.firm_id).open()
    if not absent.is_administrator:
        own = Grant.objects.in_force(at).own().filter(firm_id=absent.firm_id, member=absent)
        found = found.filter(pk__in=own.values("portfolio_id"))
    return list(found.order_by("name"))


def lend(
    absent: Member,
    portfolios: Iterable[int],
    substitutes: Iterable[int],
    starts_at: datetime,
    ends_at: datetime,
    *,
    by: Member,
    at: datetime,
) -> Plan:
    """Open `portfolios` of `absent` to each of `substitutes` from–until, looked at at the start.

    Refused: `left`, `unknown_member`, `unknown_portfolio` for one that is not theirs to lend,
    `nobody`, `no_portfolio`, `cover_oneself`, `dates` where the end is not after the start or
    not to come, `lent_already` where such a loan runs into it.
    """
    people = _substitutes(absent, substitutes, by)
    chosen = _portfolios(absent, portfolios, at)
    _check_dates(starts_at, ends_at, at)
    there = Grant.objects.filter(
        firm_id=by.firm_id, covering=absent, member__in=people, portfolio__in=chosen,
        starts_at__lt=ends_at, ends_at__gt=starts_at,
    )  # fmt: skip
    if there.exists():
        raise Refused("lent_already")
    rows = [
        Grant(
            firm=by.firm,
            member=person,
            portfolio=portfolio,
            granted_at=at,
            granted_by=by,
            starts_at=starts_at,
            ends_at=ends_at,
            covering=absent,
        )
        for person in people
        for portfolio in chosen
    ]
    about = _about(absent, [one.user.name for one in people], [one.name for one in chosen])
    about |= {"starts": starts_at.isoformat(), "ends": ends_at.isoformat()}
    edits = (coming("grant", rows),)
    return Plan(ChangeKind.LENT, by.firm, edits, at, about, max(starts_at, at))


def prolong(
    absent: Member, loans: Iterable[int], ends_at: datetime, *, by: Member, at: datetime
) -> Plan:
    """Another end, later or earlier. Refused: `nobody` for no loan, `dates`."""
    rows = _loans(absent, loans, at)
    for row in rows:
        assert row.starts_at is not None  # a loan has both, the database holds it
        _check_dates(row.starts_at, ends_at, at)
    about = _told(absent, rows) | {
        "starts": min(row.starts_at for row in rows if row.starts_at).isoformat(),
        "ends": ends_at.isoformat(),
    }
    # Looked at after the first of the old ends, for there the difference is.
    first = min([ends_at, *(row.ends_at for row in rows if row.ends_at)])
    edits = (becoming("grant", rows, ends_at=ends_at),)
    return Plan(ChangeKind.LENT, by.firm, edits, at, about, max(first, at))


def end(absent: Member, loans: Iterable[int], *, by: Member, at: datetime) -> Plan:
    """Ended now; one that has not begun never does. Refused: `nobody` for no loan."""
    rows = _loans(absent, loans, at)
    ahead = [row for row in rows if row.starts_at and row.starts_at >= at]
    begun = [row for row in rows if row not in ahead]
    edits = (becoming("grant", begun, ends_at=at), going("grant", ahead))
    return Plan(ChangeKind.LENDING_ENDED, by.firm, edits, at, _told(absent, rows))


def _portfolios(absent: Member, portfolios: Iterable[int], at: datetime) -> list[Portfolio]:
    lent = {one.pk: one for one in lendable(absent, at=at)}
    chosen = sorted(set(portfolios))
    if not chosen:
        raise Refused("no_portfolio")
    if not set(chosen) <= lent.keys():
        raise Refused("unknown_portfolio")
    return [lent[key] for key in chosen]


def _substitutes(absent: Member, substitutes: Iterable[int], by: Member) -> list[Member]:
    keys = sorted(set(substitutes))
    if absent.left_at is not None:
        raise Refused("left")
    if not keys:
        raise Refused("nobody")
    if absent.pk in keys:
        raise Refused("cover_oneself")
    found = Member.objects.filter(firm_id=by.firm_id).select_related("user").in_bulk(keys)
    if len(found) < len(keys) or absent.firm_id != by.firm_id:
        raise Refused("unknown_member")
    if any(one.left_at for one in found.values()):
        raise Refused("left")
    return [found[key] for key in keys]


def _check_dates(starts_at: datetime, ends_at: datetime, at: datetime) -> None:
    if ends_at <= max(starts_at, at):
        raise Refused("dates")


def _loans(absent: Member, loans: Iterable[int], at: datetime) -> list[Grant]:
    """Those that still run or are to come."""
    rows = Grant.objects.filter(
        firm_id=absent.firm_id, covering=absent, pk__in=set(loans), ends_at__gt=at
    )
    found = list(rows.select_related("member__user", "portfolio").order_by("pk"))
    if not found:
        raise Refused("nobody")
    return found


def _told(absent: Member, rows: Sequence[Grant]) -> dict[str, object]:
    people = sorted({row.member.user.name for row in rows})
    return _about(absent, people, sorted({row.portfolio.name for row in rows}))


def _about(absent: Member, people: list[str], portfolios: list[str]) -> dict[str, object]:
    return {"member": absent.user.name, "members": people, "portfolios": portfolios}
