"""The keyed digests that hold the events of a log together."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from mandat.vault.keys import keyring

KEYED: Final = "k"  # what a keyed digest begins with; the older ones are bare SHA-256
_SIGNS: Final = 63  # after it: 252 of the 256 bits


def body_of(parts: Sequence[Any]) -> str:
    """One text for one event, whatever database it came from."""
    return json.dumps(list(parts), sort_keys=True, separators=(",", ":"))


def keyed(log: str, parts: Sequence[Any]) -> str:
    """The digest of an event of `log` ('audit' or 'reading'), 64 signs, the first one `k`.

    The key comes from the index key of the installation: who has the database alone can neither
    write an event that verifies nor change one.
    """
    return KEYED + keyring().index(body_of(parts), scope=f"chain:{log}")[:_SIGNS]
