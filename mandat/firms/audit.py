"""Writes the audit chain inside the caller's transaction, and verifies it."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from mandat.firms.chains import KEYED, body_of, keyed
from mandat.firms.models import AuditEvent, Firm, Member, Office, User


def _parts(event: AuditEvent) -> list[Any]:
    return [
        event.firm_id,
        event.office_id,
        event.number,
        event.at.astimezone(UTC).isoformat(),
        event.actor_id,
        event.action,
        event.target_type,
        event.target_id,
        event.details,
        event.previous,
    ]


def digest_of(event: AuditEvent) -> str:
    """The digest of an event, keyed."""
    return keyed("audit", [*_parts(event), event.client_id])


def _fits(event: AuditEvent) -> bool:
    """Whether the digest is that of the event, in the form in which it was written."""
    if event.digest.startswith(KEYED):
        return hmac.compare_digest(event.digest, digest_of(event))
    bare = hashlib.sha256(body_of(_parts(event)).encode()).hexdigest()
    return event.client_id is None and event.digest == bare


def _client_of(target: Any) -> int | None:
    """The client that an event is about, read off its target; firms knows no clients."""
    if target is None:
        return None
    if target._meta.label_lower == "clients.client":  # noqa: SLF001  # Django's own API
        return int(target.pk)
    found = getattr(target, "client_id", None)
    return found if isinstance(found, int) else None


# Asked who is absent and covered for: (who acts, the client it is about, when) → member's id.
Covering = Callable[[Member, int, datetime], int | None]
_covering: list[Covering] = []


def ask_who_is_covered(covering: Covering) -> None:
    """Have every event about a client say for whom it was done; firms knows no clients itself."""
    _covering[:] = [covering]


def covered_member(by: User | None, client_id: int | None, *, at: datetime) -> int | None:
    """The id of the absent member for whom `by` acts, who sees the client through a loan alone."""
    member = by.membership if by is not None and client_id is not None else None
    if member is None or client_id is None:
        return None
    return next((covering(member, client_id, at) for covering in _covering), None)


def record(
    owner: Firm | Office,
    action: str,
    *,
    by: User | None,
    at: datetime,
    target: Any = None,
    **details: Any,
) -> AuditEvent:
    """Append one event to the chain of `owner`; `details` hold no personal number.

    `target` is a saved model instance or None. The owner's row is locked, so two events of one
    chain never share a number. What is done for somebody absent says so: `for` in `details` is
    then that member's id.
    """
    return record_all(owner, action, [(target, details)], by=by, at=at)[0]


@transaction.atomic
def record_all(
    owner: Firm | Office,
    action: str,
    targets: Iterable[tuple[Any, dict[str, Any]]],
    *,
    by: User | None,
    at: datetime,
) -> list[AuditEvent]:
    """Append one event per target, each with its details, in as few statements as one takes."""
    model = type(owner)
    # no_key: rows that point at the owner only share its key, and must not wait for us.
    heads = model.objects.select_for_update(no_key=True)
    head = heads.only("audit_count", "audit_head").get(pk=owner.pk)
    events: list[AuditEvent] = []
    for target, details in targets:
        last = events[-1] if events else None
        client_id = _client_of(target)
        absent = covered_member(by, client_id, at=at) if isinstance(owner, Firm) else None
        event = AuditEvent(
            firm=owner if isinstance(owner, Firm) else None,
            office=owner if isinstance(owner, Office) else None,
            number=head.audit_count + 1 + len(events),
            at=at,
            actor=by,
            action=action,
            target_type=target._meta.label_lower if target else "",  # noqa: SLF001  # Django's own API
            target_id=target.pk if target is not None else None,
            client_id=client_id,
            details=details if absent is None else {**details, "for": absent},
            previous=last.digest if last else head.audit_head,
        )
        event.digest = digest_of(event)
        events.append(event)
    AuditEvent.objects.bulk_create(events)
    if events:
        model.objects.filter(pk=owner.pk).update(
            audit_count=events[-1].number, audit_head=events[-1].digest
        )
    return events


def first_break(owner: Firm | Office) -> int | None:
    """The number of the first event of `owner` that does not fit its chain; None when whole.

    Events from before digests were keyed stand at the beginning alone, and never at the end: a
    chain that somebody wrote anew without the key is all of that kind.
    """
    field = "firm" if isinstance(owner, Firm) else "office"
    previous, expected = "", 1
    for event in AuditEvent.objects.filter(**{field: owner}).order_by("number").iterator():
        back = previous.startswith(KEYED) and not event.digest.startswith(KEYED)
        if event.number != expected or event.previous != previous or back or not _fits(event):
            return expected
        previous, expected = event.digest, expected + 1
    owner.refresh_from_db(fields=["audit_count", "audit_head"])
    unsealed = expected > 1 and not previous.startswith(KEYED)
    if owner.audit_count != expected - 1 or owner.audit_head != previous or unsealed:
        return expected
    return None
