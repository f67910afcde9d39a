"""Gathers findings into problems, up to a limit, without ever keeping who a person is."""

import re
from functools import cache
from unicodedata import category

from mandat.formats.dsn.catalogue import CATALOGUE, NORM_DEPENDENT, entry
from mandat.formats.dsn.controls.registry import Details, Finding
from mandat.formats.dsn.model import Compared, Level, Problem
from mandat.formats.dsn.norms import (
    HUB_STRUCTURES,
    KNOWN,
    Rule,
    is_from_hub,
    is_known,
    is_private,
    norm,
)

MOST_PROBLEMS = 10_000
_LONGEST_VALUE = 60
MASK = "•••"
_TELLING = 3  # characters: a shorter value is found in others by chance
_UNSEEN = "\ufffd"
_SEPARATORS = "Zs"

_RECORD = re.compile(r"S\d\d\.[A-Z]\d\d\.\d\d\.\d{3}", re.ASCII)
# A rule may name rubrics in its details: there only a record with its value is one.
_WITH_VALUE = re.compile(_RECORD.pattern + r"\s*[,;]?\s*['\"\u2019`\u00b4]")
# A national number, with or without its key, wherever it stands; blanks or points may part it.
_NATIONAL = re.compile(
    r"(?<!\d)[1-478]#\d\d#(?:0[1-9]|1[0-2]|[2-9]\d)#(?:\d\d|2[AB])#\d{3}#\d{3}(?:#\d\d)?(?!\d)".replace(
        "#", r"[ .\-\u00a0\u202f]?"
    ),
    re.ASCII,
)
# Of 14 digits it is cut or has one too many; elsewhere 14 digits are the number of a company.
_CUT_NATIONAL = re.compile(r"(?<!\d)[1-478]\d\d(?:0[1-9]|1[0-2]|[2-9]\d)\d{9}(?!\d)", re.ASCII)
_OF_PEOPLE = ("S21.G00.30", "S21.G00.31", "S21.G00.73", "S89.")
_HUB_CODE = re.compile(r"[A-Z0-9-]{1,6}", re.ASCII)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)


def shown(rubric: str, value: str) -> str:
    """A value as it may be shown or kept: hidden when it is or may be private, cut when long.

    Signs that would move the cursor of a terminal, or turn the direction of a text, are replaced.
    """
    if value and (_is_of_somebody(rubric, value) or _is_telling(value)):
        return MASK
    value = visible(value)
    return value if len(value) <= _LONGEST_VALUE else value[:_LONGEST_VALUE] + "…"


def visible(text: str) -> str:
    """A text with `\ufffd` for controls, marks of format and line ends."""
    if text.isprintable():
        return text
    return "".join(
        sign if sign.isprintable() or category(sign) == _SEPARATORS else _UNSEEN for sign in text
    )


def _is_of_somebody(rubric: str, value: str) -> bool:
    """Whether what the rubric holds may tell who somebody is; of an unknown one nobody can say."""
    if is_private(rubric):
        return True
    if not is_known(rubric):
        is_state = rubric[:3] in HUB_STRUCTURES or (
            rubric[:3] in ("S10", "S20") and is_from_hub(rubric)
        )
        return not (is_state and _HUB_CODE.fullmatch(value))
    if not rubric.startswith(_OF_PEOPLE):
        return False
    # A name or a number in the wrong place seldom has the form of that place.
    return _CUT_NATIONAL.search(value) is not None or not any(
        _fits(rule, value) for rule in _rules(rubric)
    )


def _is_telling(text: str) -> bool:
    """Whether a text holds a national number, or other records since a line end was lost."""
    return bool(_RECORD.search(text) or _NATIONAL.search(text))


@cache
def _rules(rubric: str) -> tuple[Rule, ...]:
    found = (norm(name).rules.get(rubric) for name in KNOWN)
    return tuple(rule for rule in found if rule)


def _fits(rule: Rule, value: str) -> bool:
    if rule.codes:
        return value in rule.codes
    is_number = rule.kind != "N" or _NUMBER.fullmatch(value) is not None
    return is_number and rule.shortest <= len(value) <= rule.longest and rule.matches(value)


def kept_details(rubric: str, raw: str, details: Details) -> dict[str, str | int]:
    """The details of a finding, without the value it is about when that is hidden."""
    is_hidden = bool(raw) and shown(rubric, raw) == MASK
    found = dict(details)
    for name, detail in details.items():
        if isinstance(detail, str):
            is_same = is_hidden and (raw == detail or (len(raw) >= _TELLING and raw in detail))
            is_telling = _WITH_VALUE.search(detail) or _NATIONAL.search(detail)
            found[name] = MASK if is_same or is_telling else visible(detail)
    return found


def kept_compared(each: Compared) -> Compared:
    """A value compared, as it may be kept."""
    return each._replace(value=shown(each.rubric, each.value))


class Collector:
    """The problems of one file.

    `is_doubtful`: the norm of the file is not known here. `doubted`: the rules that rest on a list
    too old to be certain.
    """

    __slots__ = ("doubted", "dropped", "is_doubtful", "problems")

    def __init__(self) -> None:
        """Nothing found yet."""
        self.problems: list[Problem] = []
        self.dropped = 0
        self.is_doubtful = False
        self.doubted: frozenset[str] = frozenset()

    def add(
        self,
        finding: Finding,
        line: int,
        declaration: int | None,
        rubric: str = "",
        value: str = "",
    ) -> None:
        """Keep a finding; its own place, where it has one, comes before the place given."""
        code = finding.code
        known = entry(code)
        level = known.level if known else "signal"
        placed = finding._replace(rubric=finding.rubric or rubric, value=finding.value or value)
        self.place(placed, line, level, declaration)

    def place(
        self,
        finding: Finding,
        line: int,
        level: Level,
        declaration: int | None,
    ) -> None:
        """Keep a finding of that level."""
        if len(self.problems) >= MOST_PROBLEMS:
            self.dropped += 1
            return
        is_doubt = self.is_doubtful and finding.code in NORM_DEPENDENT
        if is_doubt or finding.code in self.doubted:
            level = "signal"
        self.problems.append(
            Problem(
                finding.code,
                finding.line or line,
                level,
                finding.rubric,
                shown(finding.rubric, finding.value),
                declaration,
                kept_details(finding.rubric, finding.value, finding.details),
                finding.individual,
                tuple(map(kept_compared, finding.compared)),
            )
        )

    def close(self, last_line: int) -> list[Problem]:
        """The problems in the order of the file; the last says how many were left out."""
        self.problems.sort(key=lambda problem: problem.line)
        if self.dropped:
            level = CATALOGUE["too-many-problems"].level
            details = {"dropped": self.dropped}
            self.problems.append(Problem("too-many-problems", last_line, level, details=details))
        return self.problems
