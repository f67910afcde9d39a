"""Words for the codes of a DSN that the employees' and accounts' pages show."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# S21.G00.40.007, as far as a page needs to tell contracts apart.
CONTRACTS: dict[str, str | Promise] = {
    "01": _("Permanent"),
    "02": _("Fixed term"),
    "03": _("Temporary agency"),
    "07": _("Permanent, intermittent"),
    "08": _("Permanent, agency"),
    "09": _("Public law, fixed term"),
    "10": _("Public law, permanent"),
    "29": _("Traineeship"),
    "32": _("Support to start a business"),
    "50": _("Civil servant"),
    "60": _("Educational commitment"),
    "70": _("Support through work (ESAT)"),
    "80": _("Company officer"),
    "81": _("Elected representative"),
    "82": _("Permanent, for a project"),
    "89": _("Civic service"),
}
# S21.G00.60.001 and 65.001, by the group that the reader puts them in.
ABSENCES: dict[str, str | Promise] = {
    "01": _("Illness"),
    "02": _("Maternity"),
    "03": _("Paternity and childcare"),
    "04": _("Accident on the way to work"),
    "05": _("Occupational disease"),
    "06": _("Work accident"),
    "09": _("Adoption"),
    "15": _("Part time on medical grounds, illness"),
    "19": _("Mourning of a child"),
    "200": _("Paid leave"),
    "501": _("Unpaid leave"),
    "507": _("Bad weather"),
    "602": _("Partial activity"),
    "632": _("Parental leave"),
    "636": _("Sick child"),
}
# S21.G00.62.002
ENDS: dict[str, str | Promise] = {
    "031": _("end of a fixed-term contract"),
    "032": _("end of an assignment"),
    "034": _("trial period ended by the employer"),
    "035": _("trial period ended by the employee"),
    "038": _("retirement decided by the employer"),
    "039": _("retirement decided by the employee"),
    "043": _("termination by agreement"),
    "058": _("termination acknowledged by the employee"),
    "059": _("resignation"),
    "066": _("death of the employee"),
    "081": _("end of an apprenticeship"),
}


def contract_label(nature: str) -> str:
    """The kind of contract in words; the code itself is named where we have no word."""
    return str(CONTRACTS.get(nature) or gettext("Other contract (%(code)s)") % {"code": nature})


def absence_label(reason: str) -> str:
    """The reason of an absence in words."""
    return str(ABSENCES.get(reason) or gettext("Other absence (%(code)s)") % {"code": reason})


def end_label(reason: str) -> str:
    """Why a contract ended, in words; empty for no reason given."""
    if not reason:
        return ""
    return str(ENDS.get(reason) or gettext("other reason (%(code)s)") % {"code": reason})


def organisation_label(code: str) -> str:
    """The organisation of a payment: tax office, Urssaf by its SIRET shape, else its number."""
    if code.startswith("DGFIP"):
        return gettext("Income tax at source (DGFiP)")
    if len(code) == 14 and code.isdigit():
        return gettext("Collecting body %(number)s") % {"number": code}
    return gettext("Supplementary body %(number)s") % {"number": code}
