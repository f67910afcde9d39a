"""Names of the codes that a declaration carries, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from mandat.identifiers import Kind, format_number

_NATURES: Mapping[str, str] = {
    "01": gettext_noop("Monthly"),
    "04": gettext_noop("Sick leave or accident"),
    "05": gettext_noop("Return to work"),
    "07": gettext_noop("End of contract"),
    "08": gettext_noop("First hiring"),
    "09": gettext_noop("Substitution"),
}
_TYPES: Mapping[str, str] = {
    "01": gettext_noop("normal"),
    "02": gettext_noop("normal, without employees"),
    "03": gettext_noop("cancels and replaces"),
    "04": gettext_noop("cancels"),
    "05": gettext_noop("cancels and replaces, without employees"),
}
_CONTRACTS: Mapping[str, str] = {
    "01": gettext_noop("Permanent"),
    "02": gettext_noop("Fixed-term"),
    "03": gettext_noop("Temporary agency"),
    "29": gettext_noop("Trainee"),
}
_ABSENCES: Mapping[str, str] = {
    "illness": gettext_noop("Illness"),
    "family": gettext_noop("Maternity, paternity, adoption"),
    "accident": gettext_noop("Accident at work or occupational disease"),
    "other": gettext_noop("Other"),
}
_FAMILIES: Mapping[str, str] = {
    "aggregate": gettext_noop("Contributions due to the Urssaf"),
    "nominative": gettext_noop("Bases and contributions of employees"),
    "payment": gettext_noop("Payments"),
    "tax": gettext_noop("Income tax at source"),
    "establishment": gettext_noop("Contributions of the establishment"),
}


def nature(code: str) -> str:
    """What a declaration is about."""
    return _(_NATURES[code]) if code in _NATURES else code


def sort(code: str) -> str:
    """Whether a declaration is normal, or replaces another."""
    return _(_TYPES[code]) if code in _TYPES else code


def contract(code: str) -> str:
    """The nature of a contract; the code itself where it is rare."""
    return _(_CONTRACTS[code]) if code in _CONTRACTS else _("Nature %(code)s") % {"code": code}


def absence(group: str) -> str:
    """The family of a reason for absence."""
    return _(_ABSENCES[group]) if group in _ABSENCES else group


def family(code: str) -> str:
    """What lines of adjustment are about."""
    return _(_FAMILIES[code]) if code in _FAMILIES else code


def company_number(digits: str) -> str:
    """A SIREN or a SIRET as it is printed; another text as it is."""
    kind = {9: Kind.SIREN, 14: Kind.SIRET}.get(len(digits))
    return format_number(kind, digits) if digits.isdecimal() else digits
