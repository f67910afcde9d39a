"""Carries a change of rights out, and takes it back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from mandat.clients.actions import Refused
from mandat.clients.models import Client
from mandat.firms import audit
from mandat.firms.models import Firm, Grant, Member
from mandat.firms.permissions import Permission, Role
from mandat.rights.choices import ChangeKind
from mandat.rights.edits import Conflict, Rows, apply, turned
from mandat.rights.effects import Effect, values_of
from mandat.rights.models import RightsChange
from mandat.rights.plans import Plan

__all__ = ["Conflict", "Refused", "carry_out", "may_carry_out", "may_keep_confidential", "undo"]

_OF_MANAGERS = frozenset(
    {
        ChangeKind.CLIENTS_PLACED,
        ChangeKind.CLIENTS_UNPLACED,
        ChangeKind.CLIENTS_MOVED,
        ChangeKind.GRANTS_CHANGED,
    }
)


@transaction.atomic
def carry_out(plan: Plan, *, by: Member, at: datetime, shown: str = "") -> RightsChange:
    """Write a plan: its rows, the change that undoing turns round, and one audit event.

    `shown` is the fingerprint of what the person was shown; where it would do something else by
    now nothing is written. Refused: `nothing`, `not_allowed`, `changed_since`,
    `last_administrator`. Conflict where a row was changed in between.
    """
    Firm.objects.select_for_update(no_key=True).only("pk").get(pk=by.firm_id)
    if plan.is_empty():
        raise Refused("nothing")
    if not may_carry_out(plan, by=by, at=at):
        raise Refused("not_allowed")
    effect = plan.effect(by)
    if shown and plan.fingerprint(effect) != shown:
        raise Refused("changed_since")
    return _write(plan, effect, by=by, at=at)


@transaction.atomic
def undo(change: RightsChange, *, by: Member, at: datetime) -> RightsChange:
    """Bring back what was before `change`; itself a change, and undone in the same way.

    Refused: `undone` where it is taken back already, `not_allowed`. Conflict where something it
    wrote was changed since: undo that first.
    """
    Firm.objects.select_for_update(no_key=True).only("pk").get(pk=by.firm_id)
    before = RightsChange.objects.select_for_update().get(pk=change.pk, firm_id=by.firm_id)
    if before.undone_at is not None:
        raise Refused("undone")
    if before.private and not RightsChange.objects.visible_to(by).filter(pk=before.pk).exists():
        raise Refused("not_allowed")
    plan = undoing(before, at=at)
    if not may_carry_out(plan, by=by, at=at):
        raise Refused("not_allowed")
    done = _write(plan, plan.effect(by), by=by, at=at, undoes=before)
    RightsChange.objects.filter(pk=before.pk).update(undone_at=at, undone_by=by)
    return done


def undoing(change: RightsChange, *, at: datetime) -> Plan:
    """The plan that takes a change back, to be shown before it is carried out."""
    return Plan(
        ChangeKind(change.kind),
        change.firm,
        turned(change.rows()),
        at,
        change.about,
        private=change.private,
    )


def may_carry_out(plan: Plan, *, by: Member, at: datetime) -> bool:
    """Whether the role of `by` reaches so far.

    Administrators may do everything in their firm. A manager of portfolios places clients in, and
    grants to people who are no administrators, those portfolios alone that they have for
    themselves, loans left out. What closes a client is for those who see it, see
    `may_keep_confidential`.
    """
    if plan.firm.pk != by.firm_id:
        return False
    if plan.private:
        return may_keep_confidential(plan.about["client_id"], by=by, at=at)
    if by.may(Permission.MANAGE_RIGHTS):
        return True
    if not by.may(Permission.MANAGE_PORTFOLIOS) or plan.kind not in _OF_MANAGERS:
        return False
    mine = managed_by(by, at=at)
    touched = {key for rows in plan.edits for key in _keys(rows, "portfolio_id")}
    people = {key for rows in plan.edits for key in _keys(rows, "member_id")}
    above = Member.objects.filter(pk__in=people, role__in=[Role.ADMINISTRATOR, Role.MANAGER])
    return touched <= mine and not above.exists()


def may_keep_confidential(client_id: int, *, by: Member, at: datetime) -> bool:
    """Whether `by` may close a client, name whom it is open to, and lift that.

    Administrators, and managers for clients in their portfolios; once it is confidential, those
    named alone, for nobody else sees it.
    """
    seen = Client.objects.visible_to(by).filter(pk=client_id)
    if not by.may(Permission.MANAGE_PORTFOLIOS) or not seen.exists():
        return False
    if by.may(Permission.MANAGE_RIGHTS):
        return True
    closed = seen.filter(placement_set__confidential_id=client_id)
    mine = seen.filter(placements__portfolio_id__in=managed_by(by, at=at))
    return closed.exists() or mine.exists()


def managed_by(member: Member, *, at: datetime) -> set[int]:
    """The ids of the portfolios whose people and clients a manager looks after."""
    own = Grant.objects.in_force(at).filter(
        firm_id=member.firm_id, member=member, covering=None, portfolio__archived_at=None
    )
    return set(own.values_list("portfolio_id", flat=True))


def _keys(rows: Rows, column: str) -> set[int]:
    """The values of a column of references; none in tables that do not have it."""
    has = {"grant": {"portfolio_id", "member_id"}, "placement": {"portfolio_id"}}
    return values_of(rows, column) if column in has.get(rows.table, set()) else set()


def _write(
    plan: Plan, effect: Effect, *, by: Member, at: datetime, undoes: RightsChange | None = None
) -> RightsChange:
    told, about = plan.told(effect, by), plan.kept_about()  # rows that go are there still
    edits = apply(plan.edits, plan.firm)
    if not _administrators(plan.firm):
        raise Refused("last_administrator")
    change = RightsChange.objects.create(
        firm=plan.firm,
        kind=plan.kind,
        at=at,
        by=by,
        about=about,
        edits=[rows.as_json() for rows in edits],
        effect=[[line.member_id, line.gained, line.lost] for line in told.lines],
        private=plan.private,
        undoes=undoes,
    )
    verb = f"rights.{plan.kind}" if undoes is None else "rights.undone"
    audit.record(
        plan.firm, verb, by=by.user, at=at, target=change,
        members=[line.member_id for line in told.lines],
    )  # fmt: skip
    return change


def _administrators(firm: Firm) -> bool:
    """Whether somebody is left who may mend rights; a frozen one counts, for it is no change."""
    return (
        Member.objects.filter(
            firm_id=firm.pk, role=Role.ADMINISTRATOR, suspended_at=None, left_at=None
        )
        .filter(user__is_active=True)
        .exists()
    )
