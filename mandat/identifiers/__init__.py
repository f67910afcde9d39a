"""Numbers of companies and people in France and in Belgium: reading, keys, printing, masking."""

from collections.abc import Collection
from datetime import date

from mandat.identifiers.checks import (
    enterprise_problem,
    establishment_problem,
    iban_problem,
    is_bis,
    nir13_problem,
    nir_problem,
    niss_problem,
    onss_problem,
    siren_problem,
    siret_problem,
)
from mandat.identifiers.kinds import (
    BELGIAN,
    FRENCH,
    PERSONAL,
    Kind,
    is_personal,
    siren_of,
)
from mandat.identifiers.printing import format_number, mask
from mandat.identifiers.reading import Reading, classify, compact, problem_of

__all__ = [
    "BELGIAN",
    "FRENCH",
    "PERSONAL",
    "Kind",
    "Reading",
    "classify",
    "compact",
    "enterprise_problem",
    "establishment_problem",
    "format_number",
    "iban_problem",
    "is_bis",
    "is_personal",
    "is_valid_enterprise",
    "is_valid_establishment",
    "is_valid_iban",
    "is_valid_nir",
    "is_valid_niss",
    "is_valid_onss",
    "is_valid_siren",
    "is_valid_siret",
    "mask",
    "nir13_problem",
    "nir_problem",
    "niss_problem",
    "onss_problem",
    "problem_of",
    "siren_of",
    "siren_problem",
    "siret_problem",
]


def _is_valid(text: str, kinds: Collection[Kind], today: date | None = None) -> bool:
    return classify(text, today=today or date.max, kinds=kinds).valid


def is_valid_siren(text: str) -> bool:
    """Whether `text`, as typed, is a right SIREN (or a French VAT number holding one)."""
    return _is_valid(text, [Kind.SIREN])


def is_valid_siret(text: str) -> bool:
    """Whether `text`, as typed, is a right SIRET."""
    return _is_valid(text, [Kind.SIRET])


def is_valid_nir(text: str) -> bool:
    """Whether `text`, as typed, is a right NIR with its key."""
    return _is_valid(text, [Kind.NIR])


def is_valid_niss(text: str, *, today: date | None = None) -> bool:
    """Whether `text`, as typed, is a right NISS; without `today` the future is not refused."""
    return _is_valid(text, [Kind.NISS], today)


def is_valid_enterprise(text: str) -> bool:
    """Whether `text`, as typed, is a right Belgian enterprise number."""
    return _is_valid(text, [Kind.ENTERPRISE])


def is_valid_establishment(text: str) -> bool:
    """Whether `text`, as typed, is a right Belgian establishment unit number."""
    return _is_valid(text, [Kind.ESTABLISHMENT])


def is_valid_onss(text: str) -> bool:
    """Whether `text`, as typed, is a right ONSS employer number."""
    return _is_valid(text, [Kind.ONSS])


def is_valid_iban(text: str) -> bool:
    """Whether `text`, as typed, is a right IBAN of any country."""
    return _is_valid(text, [Kind.IBAN])
