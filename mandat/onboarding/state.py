"""What is known between two steps of adding a client, sealed so that only its member opens it.

The steps hand it on in a hidden field: nothing waits in the session, two tabs do not mix, and a
national number is never readable outside the server.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Final

from mandat.firms.models import Member
from mandat.identifiers import Kind
from mandat.vault.crypto import DecryptionError
from mandat.vault.keys import keyring

LIFE: Final = timedelta(hours=1)


class Stale(Exception):
    """The state is too old, of somebody else, or no state at all: begin again."""


@dataclass(frozen=True)
class Step:
    """A valid number, and how far its proof has come.

    `office` is the chosen office, None where the proof itself finds it; `account` is the account
    whose proof was right.
    """

    kind: Kind
    number: str = field(repr=False)
    office: int | None = None
    account: int | None = None


def seal(step: Step, *, member: Member, at: datetime) -> str:
    """The step as a text for a hidden field."""
    body = json.dumps({**asdict(step), "at": int(at.timestamp())}).encode()
    return base64.urlsafe_b64encode(keyring().encrypt(body, context=_context(member))).decode()


def opened(text: str, *, member: Member, at: datetime) -> Step:
    """The step that `seal` hid for the same member less than an hour ago, else `Stale`."""
    try:
        blob = base64.urlsafe_b64decode(text.encode())
        values = json.loads(keyring().decrypt(blob, context=_context(member)))
    except (binascii.Error, ValueError, DecryptionError):
        raise Stale from None
    if at - datetime.fromtimestamp(values.pop("at"), tz=at.tzinfo) > LIFE:
        raise Stale
    values["kind"] = Kind(values["kind"])
    return Step(**values)


def _context(member: Member) -> str:
    return f"onboarding-step:{member.firm_id}:{member.pk}"
