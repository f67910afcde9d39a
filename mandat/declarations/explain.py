"""From codes to sentences, in the language of whoever reads them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from mandat.declarations.models import Anomaly
from mandat.declarations.naming import company_number
from mandat.formats.dsn import texts
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

# Numbers of companies in sentences are printed grouped: where the value is one, or a detail.
_SIRENS: Final = frozenset({"S10.G00.01.001", "S21.G00.06.001"})
_NUMBERS: Final = ("siren", "siret")
_BLANK: Final = re.compile(r"\{[^}]*\}")


@dataclass(frozen=True, slots=True)
class ComparedWith:
    """A value that the one of the anomaly was compared with, and where it stands."""

    rubric: str
    label: str
    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a person reads about one anomaly; `language` is that of `title` and `how`."""

    title: str
    how: str
    why: str
    risk: str
    until: str
    rubric_label: str
    language: str

    @property
    def is_foreign(self) -> bool:
        """Whether the reader's own language has no words for it yet."""
        return self.language != _language()


def _language() -> str:
    """The reader's language, as far as the sentences of the norm speak it."""
    active = (get_language() or texts.FULL)[:2]
    return active if active in texts.LANGUAGES else texts.FULL


def title_of(code: str, places: Mapping[str, object] | None = None) -> str:
    """The title of a code; without `places`, its blanks are dots."""
    if code in _REFUSALS:
        return _(_REFUSALS[code][0])
    return texts.explain(code, _language(), places or {}).what


def advice_of(code: str, places: Mapping[str, object] | None = None) -> str:
    """What to do about a code, empty for an unknown one."""
    if code in _REFUSALS:
        return _(_REFUSALS[code][1])
    return texts.explain(code, _language(), places or {}).fix


def places(anomaly: Anomaly) -> dict[str, object]:
    """What fills the blanks of the sentences of an anomaly."""
    rubric = anomaly.rubric
    own = {"rubric": rubric, "label": label_of(rubric), "value": anomaly.value}
    filled: dict[str, object] = {**own, "line": anomaly.line, **anomaly.details}
    for name in (*_NUMBERS, *(("value",) if rubric in _SIRENS else ())):
        if name in filled:
            filled[name] = company_number(str(filled[name]))
    return filled


def explain(anomaly: Anomaly, *, nature: str = "") -> Explanation:
    """Everything that is said about an anomaly; `nature`, of its declaration, dates the advice."""
    said = texts.explain(
        anomaly.code, _language(), places(anomaly), nature=nature, level=anomaly.level
    )
    return Explanation(
        title=said.what, how=said.fix, why=said.why, risk=said.risk, until=said.until,
        rubric_label=label_of(anomaly.rubric), language=said.language,
    )  # fmt: skip


def compared_of(anomaly: Anomaly) -> list[ComparedWith]:
    """What the value was compared with, with the names of the rubrics."""
    return [
        ComparedWith(
            rubric=str(one.get("rubric", "")),
            label=label_of(str(one.get("rubric", ""))),
            value=str(one.get("value", "")),
            line=int(one.get("line", 0) or 0),
        )
        for one in anomaly.compared
    ]


def label_of(rubric: str) -> str:
    """The short name of a rubric, as the norm has it in French; empty when it has none."""
    return labels().get(rubric, "")


def codes_like(words: str) -> list[str]:
    """The codes whose title, in the reader's language, holds these words."""
    wanted = fold(words)
    return [code for code, title in _titles(_language()).items() if wanted and wanted in title]


@cache
def _titles(language: str) -> Mapping[str, str]:
    """Code → its title without blanks, folded for searching."""
    said = {**texts.sentences(texts.FULL), **texts.sentences(language)}
    return {code: fold(_BLANK.sub(" ", what)) for code, (what, _fix, _why) in said.items()}
