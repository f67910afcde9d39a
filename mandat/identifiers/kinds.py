"""The kinds of number that Mandat knows, and which of them belong to a person."""

from enum import StrEnum


class Kind(StrEnum):
    """What a number identifies; the value is stable and may be stored."""

    SIREN = "siren"  # French company
    SIRET = "siret"  # French establishment
    NIR = "nir"  # French social-security number of a person
    NISS = "niss"  # Belgian national register number or BIS number of a person
    ENTERPRISE = "enterprise"  # Belgian company (BCE / KBO)
    ESTABLISHMENT = "establishment"  # Belgian establishment unit
    ONSS = "onss"  # Belgian employer at the ONSS / RSZ
    IBAN = "iban"  # bank account


FRENCH = frozenset({Kind.SIREN, Kind.SIRET, Kind.NIR})
BELGIAN = frozenset({Kind.NISS, Kind.ENTERPRISE, Kind.ESTABLISHMENT, Kind.ONSS})
PERSONAL = frozenset({Kind.NIR, Kind.NISS})


def is_personal(kind: Kind | None) -> bool:
    """Whether a number of this kind is a national number, protected by law."""
    return kind in PERSONAL


def siren_of(normalized: str) -> str:
    """The SIREN inside a normalised SIREN or SIRET; '' for anything else."""
    if normalized.isascii() and normalized.isdigit() and len(normalized) in (9, 14):
        return normalized[:9]
    return ""
