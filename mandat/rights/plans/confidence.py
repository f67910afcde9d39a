"""Plans about confidential clients: closed, opened, their list of names."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from mandat.clients.actions import Refused
from mandat.clients.models import Client, Confidence, ConfidenceMember
from mandat.firms.models import Member
from mandat.rights.choices import ChangeKind
from mandat.rights.edits import coming, going
from mandat.rights.plans.plan import Plan


def make_confidential(client: Client, members: Iterable[int], *, by: Member, at: datetime) -> Plan:
    """Close a client to all but `members`. Refused: `already`, and as `rename`."""
    if Confidence.objects.filter(client=client).exists():
        raise Refused("already")
    names = _names(members, by)
    new = Confidence(pk=-1, firm=by.firm, client=client, since=at, by=by)
    rows = [ConfidenceMember(firm=by.firm, confidence_id=-1, member_id=key) for key in names]
    edits = (coming("confidence", [new]), coming("confidence_member", rows))
    return Plan(
        ChangeKind.MADE_CONFIDENTIAL, by.firm, edits, at, _about(client, names), private=True
    )


def rename(client: Client, members: Iterable[int], *, by: Member, at: datetime) -> Plan:
    """Another list of names. Refused: `not_confidential`, `nobody` for an empty list,
    `unknown_member`, `left`, `yourself` where `by` would shut themselves out.
    """
    confidence = _confidence(client)
    names = _names(members, by)
    have = {row.member_id: row for row in ConfidenceMember.objects.filter(confidence=confidence)}
    new = [
        ConfidenceMember(firm=by.firm, confidence=confidence, member_id=key)
        for key in names
        if key not in have
    ]
    gone = [row for key, row in sorted(have.items()) if key not in names]
    edits = (going("confidence_member", gone), coming("confidence_member", new))
    return Plan(
        ChangeKind.CONFIDENCE_CHANGED, by.firm, edits, at, _about(client, names), private=True
    )


def lift(client: Client, *, by: Member, at: datetime) -> Plan:
    """Open the client again to whom its portfolios open it. Refused: `not_confidential`."""
    confidence = _confidence(client)
    named = ConfidenceMember.objects.filter(confidence=confidence).order_by("pk")
    edits = (going("confidence_member", named), going("confidence", [confidence]))
    return Plan(ChangeKind.CONFIDENCE_LIFTED, by.firm, edits, at, _about(client, []), private=True)


def _confidence(client: Client) -> Confidence:
    found = Confidence.objects.filter(client=client).first()
    if found is None:
        raise Refused("not_confidential")
    return found


def _names(members: Iterable[int], by: Member) -> list[int]:
    keys = sorted(set(members))
    if not keys:
        raise Refused("nobody")
    if by.pk not in keys:
        raise Refused("yourself")
    found = Member.objects.filter(firm_id=by.firm_id).in_bulk(keys)
    if len(found) < len(keys):
        raise Refused("unknown_member")
    if any(member.left_at for member in found.values()):
        raise Refused("left")
    return keys


def _about(client: Client, names: list[int]) -> dict[str, object]:
    return {"client": client.name, "client_id": client.pk, "members": len(names)}
