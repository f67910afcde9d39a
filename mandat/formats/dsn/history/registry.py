"""The rules on a sequence of declarations: a code, its family, its level, one function each."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from mandat.formats.dsn.model import Compared, Level

if TYPE_CHECKING:
    from mandat.formats.dsn.history.sequence import Sequence

CATEGORY = "history"
_NOTHING: Mapping[str, str | int] = MappingProxyType({})


class Found(NamedTuple):
    """Something that does not follow: in which trace (its place in the list given), and where.

    `matter` tells apart several of one code in one trace, and stays the same when the traces
    around it are replaced; `line` 0 stands for the beginning of the declaration.
    """

    at: int
    matter: str = ""
    line: int = 0
    rubric: str = ""
    value: str = ""
    details: Mapping[str, str | int] = _NOTHING
    individual: int | None = None
    compared: tuple[Compared, ...] = ()
    code: str = ""


Check = Callable[["Sequence"], Iterable[Found]]


@dataclass(frozen=True, slots=True)
class HistoryRule:
    """One rule. `for_trials`: whether it also judges declarations that are trials."""

    code: str
    check: Check
    for_trials: bool
    level: Level = "signal"
    category: str = CATEGORY


HISTORY: dict[str, HistoryRule] = {}


def rule(code: str, *, for_trials: bool = True) -> Callable[[Check], Check]:
    """Register a rule on a sequence."""

    def register(check: Check) -> Check:
        if code in HISTORY:
            raise ValueError(f"{code} is written twice")
        HISTORY[code] = HistoryRule(code, check, for_trials)
        return check

    return register


def load() -> None:
    """Import every module of rules."""
    from mandat.formats.dsn.history import figures, months, orders, people  # noqa: F401
