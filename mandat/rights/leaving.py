"""What goes with somebody who leaves beyond rights: sessions, tokens, factors, questions asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from mandat.clients.models import Client
from mandat.firms import audit
from mandat.firms.choices import AccessOutcome
from mandat.firms.models import AccessRequest, KnownDevice, Member
from mandat.incidents.actions import keep_assignments
from mandat.incidents.models import Incident
from mandat.rights.edits import RowChange
from mandat.rights.models import RightsChange


def close_doors(change: RightsChange, *, by: Member, at: datetime) -> None:
    """After a leaver's rights went, in the same transaction: nothing of theirs opens any more.

    Sessions are deleted, the password is forgotten (which also ends links to a new one), second
    factors and known browsers go. Taking the change back does not bring these: the person then
    chooses a password and sets up a factor anew. Open questions for access are withdrawn.
    """
    member = Member.objects.select_related("user").get(
        pk=change.about["member_id"], firm_id=change.firm_id
    )
    user = member.user
    sessions = UserSession.objects.filter(user=user)
    keys = list(sessions.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    sessions.delete()
    Authenticator.objects.filter(user=user).delete()
    KnownDevice.objects.filter(user=user).delete()
    user.set_unusable_password()
    user.save(update_fields=["password"])
    AccessRequest.objects.filter(
        firm_id=change.firm_id, member=member, outcome=AccessOutcome.WAITING
    ).update(outcome=AccessOutcome.WITHDRAWN, decided_at=at)
    _keep_steps(change, by, at)
    audit.record(
        member.firm, "member.left", by=by.user, at=at, target=member,
        sessions=len(keys), factors=change.about["factors"],
    )  # fmt: skip


def _keep_steps(change: RightsChange, by: Member, at: datetime) -> None:
    """The history of each incident that went over says to whom."""
    to: dict[int | None, list[int]] = defaultdict(list)
    for one in _rows(change, "incident"):
        if one.after is not None:
            to[one.after[0]].append(one.key)
    people = Member.objects.filter(firm_id=change.firm_id).in_bulk([key for key in to if key])
    for heir, keys in to.items():
        rows = Incident.objects.filter(firm_id=change.firm_id, pk__in=keys)
        keep_assignments(rows, people[heir] if heir else None, by=by.user, at=at)


def _rows(change: RightsChange, table: str) -> Iterator[RowChange]:
    for rows in change.rows():
        if rows.table == table:
            yield from rows.changes


@dataclass(frozen=True)
class Report:
    """What was closed, handed over and reassigned when somebody left."""

    change: RightsChange
    portfolios: list[tuple[str, str]]  # portfolio, who took it over ("" for nobody)
    incidents: list[tuple[Incident, str]]  # incident, whose task it is now


def report_of(change: RightsChange, reader: Member) -> Report:
    """What a leaver's change did, as far as `reader` sees its clients."""
    to = {one.key: one.after[0] if one.after else None for one in _rows(change, "incident")}
    names = dict(Member.objects.filter(firm_id=change.firm_id).values_list("pk", "user__name"))
    seen = Client.objects.visible_to(reader).values("pk")
    rows = Incident.objects.filter(firm_id=change.firm_id, pk__in=to, client__in=seen)
    found = rows.select_related("client").order_by("client__name", "pk")
    return Report(
        change,
        [(portfolio, who) for portfolio, who in change.about["handed"]],
        [(row, names.get(to[row.pk] or 0, "")) for row in found],
    )
