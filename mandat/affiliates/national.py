"""A person's national number at an office: sealed at rest, found by its keyed hash, masked."""

from __future__ import annotations

from typing import Final

from mandat.affiliates.models import Affiliate
from mandat.firms.models import Office
from mandat.identifiers import Kind, format_number, mask
from mandat.vault.keys import keyring

_KINDS: Final = {
    9: Kind.SIREN, 10: Kind.ENTERPRISE, 11: Kind.NISS, 13: Kind.NIR, 14: Kind.SIRET, 15: Kind.NIR,
}  # fmt: skip


def number_hash(office_id: int, number: str) -> str:
    """The keyed hash that finds a normalised national number again within one office."""
    return keyring().index(number, scope=f"office:{office_id}")


def seal_person(office: Office, number: str) -> tuple[bytes, str]:
    """The ciphertext and the hash of a normalised national number, for an affiliate of `office`."""
    found_by = number_hash(office.pk, number)
    return keyring().encrypt(number.encode(), context=_context(office.pk, found_by)), found_by


def national_number_of(affiliate: Affiliate) -> str:
    """The whole number of a person; '' for a company. The caller logs the reading."""
    if not affiliate.number_hash or affiliate.national_number is None:
        return ""
    context = _context(affiliate.office_id, affiliate.number_hash)
    return keyring().decrypt(affiliate.national_number, context=context).decode()


def printed_number(affiliate: Affiliate) -> str:
    """A company's number grouped, a person's masked: what a screen shows."""
    if affiliate.number:
        return format_number(_KINDS.get(len(affiliate.number)), affiliate.number)
    number = national_number_of(affiliate)
    return mask(_KINDS.get(len(number)), number)


def printed_establishment(number: str) -> str:
    """A SIRET or an establishment unit number, grouped."""
    kind = Kind.ESTABLISHMENT if len(number) == 10 else Kind.SIRET
    return format_number(kind, number)


def _context(office_id: int, found_by: str) -> str:
    return f"affiliate:{office_id}:{found_by}"
