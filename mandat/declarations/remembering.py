"""Seals the traces of declarations and opens them again; the keys of their digests."""

from __future__ import annotations

import json

from mandat.declarations.models import Declaration, DeclarationTrace
from mandat.formats.dsn.history.trace import Trace
from mandat.vault.keys import keyring


def key_of(firm_id: int) -> bytes:
    """The key of a firm's digests: two firms never know that they know one person."""
    return bytes.fromhex(keyring().index("declaration-traces", scope=f"firm:{firm_id}"))


def remember(row: Declaration, trace: Trace) -> DeclarationTrace:
    """The sealed trace of a declaration, unsaved."""
    plain = json.dumps(trace.packed(), separators=(",", ":")).encode()
    sealed = keyring().encrypt(plain, context=_context(row))
    return DeclarationTrace(firm_id=row.firm_id, declaration=row, sealed=sealed)


def recall(kept: DeclarationTrace) -> Trace:
    """The trace; `DecryptionError` where the row was tampered with."""
    plain = keyring().decrypt(bytes(kept.sealed), context=_context(kept.declaration))
    return Trace.unpacked(json.loads(plain))


def _context(row: Declaration) -> str:
    month = f"{row.month:%Y-%m}" if row.month else ""
    return f"declaration-trace:{row.firm_id}:{row.siret}:{month}"
