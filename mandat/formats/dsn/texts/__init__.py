"""From a code to sentences: what is wrong, why it matters, how to correct it, until when.

`<language>/*.tsv` has a line for each code: `code`, `what`, `fix`, and `why` where the general
reason of its block or of its family (`why.tsv`) is not enough. French has every code; where
another language has none the French text is given, and says so (`Explanation.language`).
Places in sentences are `{name}`: the details of the problem, and `{rubric}`, `{label}`,
`{value}`, `{line}`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from mandat.formats.dsn.catalogue import entry
from mandat.formats.dsn.model import Problem
from mandat.formats.dsn.norms import LATEST, labels, norm

LANGUAGES = ("fr", "nl", "de", "en")
FULL = "fr"
_BLOCKS = ("block", "parent", "after")
_MONTHLY, _EVENTS, _SUBSTITUTION = "01", ("04", "05", "07", "08"), "09"

# As the file writes them, and as a reader does: the mark of thousands, then that of decimals.
_AMOUNT = re.compile(r"(-?)(0|[1-9][0-9]{0,11})\.([0-9]{2})", re.ASCII)
_DATE = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})", re.ASCII)
_MARKS = {"fr": ("\u202f", ","), "nl": (".", ","), "de": (".", ","), "en": (",", ".")}
_DATES = {"fr": r"\1/\2/\3", "nl": r"\1/\2/\3", "de": r"\1.\2.\3", "en": r"\3-\2-\1"}


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a person reads about one problem. `language` is that of `what` and `fix`."""

    what: str
    why: str
    fix: str
    until: str
    risk: str
    language: str


class Sentences(dict[str, tuple[str, str, str]]):
    """Code → what, fix, why (empty when general)."""


@cache
def sentences(language: str) -> Mapping[str, tuple[str, str, str]]:
    """The sentences of a language, by code."""
    found: dict[str, tuple[str, str, str]] = {}
    for path in sorted((files(__package__) / language).iterdir(), key=lambda each: each.name):
        if path.name.endswith(".tsv") and path.name not in ("why.tsv", "until.tsv"):
            for line in path.read_text(encoding="utf-8").splitlines()[1:]:
                code, what, fix, why = [*line.split("\t"), "", "", ""][:4]
                found[code] = what, fix, why
    return found


@cache
def general(language: str, name: str) -> Mapping[str, str]:
    """The general sentences: `why` by code of block or family, `until` by key."""
    text = (files(__package__) / language / f"{name}.tsv").read_text(encoding="utf-8")
    return dict(line.split("\t") for line in text.splitlines()[1:])


def explain(
    code: str, language: str, places: Mapping[str, object], *, nature: str = "", level: str = ""
) -> Explanation:
    """Everything said about a code; `places` fills the blanks, dots stand where one is missing.

    `nature` is that of the declaration, for the date until which it may be corrected.
    """
    own = language if code in sentences(language) else FULL
    what, fix, why = sentences(own).get(code, (code, "", ""))
    known = entry(code)
    blanks = _Blanks({**shown(places, own), **_named(places)})
    whys, untils = general(language, "why"), general(language, "until")
    family = known.category if known else "file"
    block = code[:10] if "/" in code else str(places.get("rubric", ""))[:10]
    return Explanation(
        what=what.format_map(blanks),
        why=why.format_map(blanks) or whys.get(block) or whys.get(family, ""),
        fix=fix.format_map(blanks),
        until=untils.get(_until(nature, level or (known.level if known else "")), ""),
        risk=untils.get(level or (known.level if known else "signal"), ""),
        language=own,
    )


def explain_problem(problem: Problem, language: str, nature: str = "") -> Explanation:
    """Everything said about one problem."""
    filled = {**places(problem), **problem.details}
    return explain(problem.code, language, filled, nature=nature, level=problem.level)


def places(problem: Problem) -> dict[str, object]:
    """What fills the blanks of every sentence."""
    return {
        "rubric": problem.rubric,
        "value": problem.value,
        "line": problem.line,
    }


def shown(places: Mapping[str, object], language: str) -> dict[str, object]:
    """The places with amounts, rates and dates as that language writes them.

    The value of the rubric is touched only where the norm says that it is a number or a date.
    """
    rule = norm(LATEST).rules.get(str(places.get("rubric")))
    kind = rule.kind if rule else ""
    found = dict(places)
    for name, value in places.items():
        if not isinstance(value, str):
            continue
        if name != "value" or kind == "N":
            found[name] = _amount(value, language)
        elif kind == "D" and _DATE.fullmatch(value):
            found[name] = _DATE.sub(_DATES[language], value)
    return found


def _amount(text: str, language: str) -> str:
    found = _AMOUNT.fullmatch(text)
    if not found:
        return text
    sign, whole, decimals = found.groups()
    thousands, point = _MARKS[language]
    return f"{sign}{int(whole):,}".replace(",", thousands) + point + decimals


def _named(places: Mapping[str, object]) -> dict[str, object]:
    """The labels of the rubric and of the blocks that a sentence names: none stands bare."""
    known = labels()
    blocks = {f"{name}_label": known.get(str(places.get(name)), "…") for name in _BLOCKS}
    return {"label": known.get(str(places.get("rubric")), "…"), **blocks}


def _until(nature: str, level: str) -> str:
    if nature in _EVENTS:
        return "event"
    # Nothing was accepted yet that could be replaced.
    if nature == _MONTHLY and level == "blocking":
        return "refused"
    return {_MONTHLY: "monthly", _SUBSTITUTION: "substitution"}.get(nature, "file")


class _Blanks(dict[str, object]):
    """Blanks that are not filled show as dots."""

    def __missing__(self, key: str) -> str:
        return "…"
