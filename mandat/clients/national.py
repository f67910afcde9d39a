"""A person's national number: sealed at rest, found again by its keyed hash, masked on screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mandat.firms.models import Firm
from mandat.identifiers import Kind, mask
from mandat.vault.keys import keyring

if TYPE_CHECKING:
    from mandat.clients.models import Client

_KINDS = {11: Kind.NISS, 13: Kind.NIR, 15: Kind.NIR}


def kind_of(number: str) -> Kind | None:
    """Which national number a normalised one is, told by its length."""
    return _KINDS.get(len(number))


def number_hash(firm_id: int, number: str) -> str:
    """The keyed hash that finds a normalised national number again within one firm."""
    return keyring().index(number, scope=f"firm:{firm_id}")


def seal_person(firm: Firm, number: str) -> tuple[bytes, str]:
    """The ciphertext and the hash of a normalised national number, for a client of `firm`."""
    found_by = number_hash(firm.pk, number)
    sealed = keyring().encrypt(number.encode(), context=_context(firm.pk, found_by))
    return sealed, found_by


def national_number_of(client: Client) -> str:
    """The whole number of a person; '' for a company. The caller logs the reading."""
    if not client.number_hash or client.national_number is None:
        return ""
    context = _context(client.firm_id, client.number_hash)
    return keyring().decrypt(client.national_number, context=context).decode()


def masked_number(client: Client) -> str:
    """What a screen shows of a person's number; '' for a company."""
    number = national_number_of(client)
    return mask(kind_of(number), number) if number else ""


def _context(firm_id: int, found_by: str) -> str:
    return f"client:{firm_id}:{found_by}"
