"""What a sheet asks for, kept in the page between looking at it and doing it.

Sealed for the person who sent it: nothing waits on the server to be swept, and nothing is lost when
it restarts.
"""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from mandat.clients.actions import Refused
from mandat.firms.models import Member
from mandat.rights.plans import Plan
from mandat.rights.plans.sheet import change_by_sheet
from mandat.rights.sheet import Memory, Span, minutes
from mandat.rights.sheet_reading import Asked, Shelf
from mandat.vault.crypto import DecryptionError
from mandat.vault.keys import keyring

_LONGEST: Final = timedelta(hours=12)
_MAX: Final = 64 * 1024 * 1024  # unpacked; only we pack it


@dataclass(frozen=True)
class Kept:
    """The changes that a sheet asks for."""

    grants: dict[tuple[int, Shelf], Span | None]
    places: dict[tuple[int, Shelf], bool]

    def plan(self, *, by: Member, at: datetime) -> Plan:
        """They as a plan; refusals as `change_by_sheet`."""
        return change_by_sheet(self.grants, self.places, by=by, at=at)


def memory_of(member: Member, *, at: datetime) -> Memory:
    """What marks the lines of the member's firm; `at` is the moment they are taken out."""
    key = keyring().index("rights.sheet", scope=f"firm:{member.firm_id}")
    return Memory(key, taken=minutes(at) or 0)


def seal(asked: Asked, *, by: Member, at: datetime) -> str:
    """What is asked for, as a text that `unseal` opens for the same person today."""
    told = {
        "at": minutes(at),
        "grants": [[*cell, span] for cell, span in asked.grants.items()],
        "places": [[*cell, int(wanted)] for cell, wanted in asked.places.items()],
    }
    packed = zlib.compress(json.dumps(told, separators=(",", ":")).encode())
    return base64.b64encode(keyring().encrypt(packed, context=_context(by))).decode()


def unseal(text: str, *, by: Member, at: datetime) -> Kept:
    """Refused: `sheet_gone` for what does not open for `by`, or is of another day."""
    try:
        packed = keyring().decrypt(base64.b64decode(text, validate=True), context=_context(by))
        told: dict[str, Any] = json.loads(zlib.decompressobj().decompress(packed, _MAX))
    except (DecryptionError, ValueError, zlib.error) as error:
        raise Refused("sheet_gone") from error
    if (minutes(at) or 0) - told["at"] > _LONGEST.total_seconds() / 60:
        raise Refused("sheet_gone")
    return Kept(
        {(one, shelf): tuple(span) if span else None for one, shelf, span in told["grants"]},
        {(one, shelf): bool(wanted) for one, shelf, wanted in told["places"]},
    )


def _context(by: Member) -> str:
    return f"rights.sheet:{by.firm_id}:{by.pk}"
