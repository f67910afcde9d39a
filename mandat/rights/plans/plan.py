"""What every plan is."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mandat.clients.models import Confidence, ConfidenceMember
from mandat.firms.models import Firm, Member
from mandat.rights.choices import ChangeKind
from mandat.rights.edits import Rows
from mandat.rights.effects import Effect, effect_of, values_of

_NOBODY = Member(pk=0)  # on no list of names


@dataclass(frozen=True)
class Plan:
    """A change of rights that is not written yet.

    `about` holds what its sentence speaks of (names, numbers of clients), and no personal number.
    `at` is the moment it is made; `looked_at` the moment at which its effect is worth seeing (a
    loan that begins next week does nothing today).
    """

    kind: ChangeKind
    firm: Firm
    edits: tuple[Rows, ...]
    at: datetime
    about: dict[str, Any] = field(default_factory=dict)
    looked_at: datetime | None = None
    private: bool = False

    def is_empty(self) -> bool:
        """Whether nothing would be written."""
        return not any(rows.changes for rows in self.edits)

    def effect(self, viewer: Member | None) -> Effect:
        """Who would gain and lose how many clients, as far as `viewer` may know."""
        return effect_of(self.edits, self.firm, viewer=viewer, at=self.looked_at or self.at)

    def told(self, effect: Effect, by: Member) -> Effect:
        """What may be kept of `effect`, which `by` was shown, for everybody who reads it later.

        Nothing of confidential clients, unless the change itself is of one and read by few.
        """
        if self.private or not ConfidenceMember.objects.filter(member_id=by.pk).exists():
            return effect
        return self.effect(_NOBODY)

    def kept_about(self) -> dict[str, Any]:
        """What may be kept of `about`, as `told` of the effect: no confidential client is counted.

        They count in what is read by few, and in what is shown to who does it.
        """
        if self.private or "clients" not in self.about:
            return self.about
        moved = {
            key
            for rows in self.edits
            if rows.table == "placement"
            for key in values_of(rows, "client_id")
        }
        closed = Confidence.objects.filter(firm_id=self.firm.pk).values_list("client_id", flat=True)
        return {**self.about, "clients": len(moved - set(closed))}

    def fingerprint(self, effect: Effect) -> str:
        """What a person was shown: the same again as long as it would do the same.

        The moments of the plan itself (`at`, written into new rows) are left out.
        """
        now = self.at.isoformat()
        rows = json.dumps([one.as_json() for one in self.edits], sort_keys=True).replace(now, "")
        lines = [[line.member_id, line.gained, line.lost] for line in effect.lines]
        return hashlib.sha256(f"{self.kind}{rows}{lines}".encode()).hexdigest()
