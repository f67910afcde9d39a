"""From codes to sentences, in the language of whoever reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from mandat.declarations.choices import AnomalyLevel
from mandat.declarations.models import Anomaly
from mandat.declarations.naming import company_number
from mandat.formats.dsn.catalogue import CATALOGUE
from mandat.formats.dsn.norms import labels
from mandat.lib.text import fold

PILLS: Mapping[str, str] = {"blocking": "act", "signal": "watch", "info": "none"}

# Why a file is not kept, or could not be read, where the catalogue of the norm has no word.
_REFUSALS: Mapping[str, tuple[str, str]] = {
    "archive": (
        gettext_noop("This is an archive"),
        gettext_noop("Take the DSN files out of it and drop them: several at once are welcome."),
    ),
    "binary-file": (
        gettext_noop("This is not a text file"),
        gettext_noop("A DSN is the text file that the payroll software deposits, not its report."),
    ),
    "too-large": (
        gettext_noop("This file is too large"),
        gettext_noop("Nothing of it was kept. Export fewer declarations at a time."),
    ),
    "file-missing": (
        gettext_noop("The kept copy of this file is missing"),
        gettext_noop("Drop the file again, and tell whoever runs this installation."),
    ),
    "file-damaged": (
        gettext_noop("The kept copy of this file is damaged"),
        gettext_noop("Drop the file again, and tell whoever runs this installation."),
    ),
    "gave-up": (
        gettext_noop("Reading this file was interrupted several times"),
        gettext_noop("The file is kept. Have it read again; if that fails too, tell whoever runs "
                     "this installation."),
    ),
    "unexpected": (
        gettext_noop("Something unforeseen stopped the reading of this file"),
        gettext_noop("The file is kept. Have it read again; if that fails too, tell whoever runs "
                     "this installation."),
    ),
}  # fmt: skip

_WHY: Mapping[str, str] = {
    "file": gettext_noop("It concerns the file as a whole, and so every declaration in it."),
    "line": gettext_noop(
        "The platform reads line by line: one line that it cannot read has the whole file refused."
    ),
    "value": gettext_noop(
        "The norm fixes the form of every value. What does not have it cannot be used by the "
        "organisations, so the employee's rights or the amounts due may be wrong."
    ),
    "structure": gettext_noop(
        "The platform expects the blocks in the order of the norm; otherwise data are tied to the "
        "wrong employee or the wrong establishment."
    ),
    "count": gettext_noop(
        "The totals prove that nothing was lost on the way. When they do not agree, nobody can "
        "tell what is missing."
    ),
    "identity": gettext_noop(
        "The number says which company the declaration is for. With a wrong one, contributions "
        "and rights are not credited to anybody, or to somebody else."
    ),
}

_RISK: Mapping[str, str] = {
    AnomalyLevel.BLOCKING: gettext_noop(
        "The platform refuses a declaration with such a fault: to the organisations it has not "
        "been made, and penalties for lateness run."
    ),
    AnomalyLevel.SIGNAL: gettext_noop(
        "The platform accepts it, but an organisation may ask for a correction, and make it in "
        "your stead in June."
    ),
    AnomalyLevel.INFO: gettext_noop("Nothing needs to be corrected."),
}


# Numbers of companies in sentences are printed grouped.
_NUMBERS: Mapping[str, tuple[str, ...]] = {"siren-key": ("value",), "siret-key": ("siret",)}


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a person reads about one anomaly."""

    title: str
    how: str
    why: str
    risk: str
    rubric_label: str


def title_of(code: str, places: Mapping[str, object] | None = None) -> str:
    """The title of a code; without `places`, its blanks are dots."""
    entry = CATALOGUE.get(code)
    if entry is None:
        return _(_REFUSALS[code][0]) if code in _REFUSALS else code
    return _(entry.title) % _Places(places or {})


def advice_of(code: str, places: Mapping[str, object] | None = None) -> str:
    """What to do about a code, empty for an unknown one."""
    entry = CATALOGUE.get(code)
    if entry is None:
        return _(_REFUSALS[code][1]) if code in _REFUSALS else ""
    return _(entry.explanation) % _Places(places or {})


def places(anomaly: Anomaly) -> dict[str, object]:
    """What fills the blanks of the sentences of an anomaly."""
    own = {"rubric": anomaly.rubric, "value": anomaly.value, "line": anomaly.line}
    filled: dict[str, object] = {**own, **anomaly.details}
    for name in _NUMBERS.get(anomaly.code, ()):
        filled[name] = company_number(str(filled.get(name, "")))
    return filled


def explain(anomaly: Anomaly) -> Explanation:
    """Everything that is said about an anomaly."""
    entry = CATALOGUE.get(anomaly.code)
    return Explanation(
        title=title_of(anomaly.code, places(anomaly)),
        how=advice_of(anomaly.code, places(anomaly)),
        why=_(_WHY[entry.category]) if entry else "",
        risk=_(_RISK[anomaly.level]),
        rubric_label=label_of(anomaly.rubric),
    )


def label_of(rubric: str) -> str:
    """The short name of a rubric, as the norm has it in French; empty when it has none."""
    return labels().get(rubric, "")


def codes_like(words: str) -> list[str]:
    """The codes whose title, in the reader's language, holds these words."""
    wanted = fold(words)
    return [code for code in CATALOGUE if wanted and wanted in fold(title_of(code))]


class _Places(dict[str, object]):
    """Blanks that are not filled show as dots."""

    def __missing__(self, key: str) -> str:
        return "…"
