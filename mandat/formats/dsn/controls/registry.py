"""How a rule is written: one decorated function, kept in one register. See `README.md`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypedDict, TypeVar, Unpack

from mandat.formats.dsn.model import Block, Compared, Level
from mandat.formats.dsn.norms import official

if TYPE_CHECKING:
    from mandat.formats.dsn.controls.context import Context

NATURES = frozenset({"01", "04", "05", "07", "08", "09"})
NORMS = frozenset({"P24V01", "P25V01", "P26V01"})
ENVOI = "S10.G00.00"
"""Rules on this block run once per envoi, when it is complete (`of.envoi`)."""
DECLARATION = "S20.G00.05"
"""Rules on this block run once per declaration, when it is complete, employees included."""

Details = Mapping[str, str | int]
_NO_DETAILS: Details = MappingProxyType({})


class Finding(NamedTuple):
    """A problem before it has its level and its declaration.

    An empty code is that of the rule; line 0 is where the reader or the rule stands.
    """

    code: str = ""
    details: Details = _NO_DETAILS
    line: int = 0
    rubric: str = ""
    value: str = ""
    compared: tuple[Compared, ...] = ()
    individual: int | None = None
    """Rank of the employee; the examiner knows it while it looks at one."""


Verdict = bool | Finding | Iterable[Finding]
"""What a rule says: True when something is wrong at the rubric of its code; or where exactly."""

Check = Callable[[Block, "Context"], Verdict]
ValueCheck = Callable[[str, "Known"], bool]
_C = TypeVar("_C", bound=Check)
_V = TypeVar("_V", bound=ValueCheck)
_G = TypeVar("_G", bound="type[Gatherer]")


class Known(Protocol):
    """What a rule on a value alone may look at."""

    @property
    def norm(self) -> str:
        """The norm the file is read with: `P26V01`."""

    def table(self, name: str) -> frozenset[str] | None:
        """The codes of an outside table; None when it was not given."""


class Gatherer(Protocol):
    """Adds up over the employees of a declaration without keeping them, then concludes."""

    def __init__(self, of: "Context") -> None:
        """A declaration begins."""

    def see(self, person: Block, of: "Context") -> None:
        """One employee (block S21.G00.30, complete)."""

    def end(self, of: "Context") -> Iterable[Finding]:
        """The declaration is complete: what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Control:
    """One rule. `on` is the block or the rubric that has it run, `values` those it runs for."""

    code: str
    level: Level
    category: str
    natures: frozenset[str]
    norms: frozenset[str]
    on: str
    values: frozenset[str]
    reads: tuple[str, ...]
    collects: tuple[str, ...]
    check: Check | None = None
    value_check: ValueCheck | None = None
    gatherer: type[Gatherer] | None = None
    table: str = ""
    """The outside table without which the rule says nothing."""
    by_shape: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The rubrics of the block, and of each the values, that alone decide; none: others do too."""
    by_values: frozenset[str] = frozenset()
    """The numbers of the block whose values alone decide in one declaration, likewise."""

    @property
    def rubric(self) -> str:
        """The rubric that an official control belongs to; that which triggers one of ours."""
        return self.code.partition("/")[0] if "/" in self.code else self.on

    @property
    def block(self) -> str:
        """The block the rule runs on."""
        return self.on[:10]


REGISTER: dict[str, Control] = {}


def _category(rubric: str) -> str:
    """The family a rule belongs to, unless it says otherwise: by the block of its rubric."""
    return _FAMILIES.get(rubric[:10], "contributions" if rubric[:3] == "S89" else "declaration")


_FAMILIES = {
    "S10.G00.00": "declaration",
    "S21.G00.06": "company", "S21.G00.11": "company", "S21.G00.13": "company",
    "S21.G00.85": "company", "S10.G00.01": "company",
    "S21.G00.30": "person", "S21.G00.31": "person", "S21.G00.34": "person", "S89.G00.91": "person",
    "S21.G00.40": "contract", "S21.G00.41": "contract", "S21.G00.45": "contract",
    "S21.G00.70": "contract", "S21.G00.71": "contract", "S21.G00.72": "contract",
    "S21.G00.73": "contract", "S21.G00.86": "contract",
    "S21.G00.50": "pay", "S21.G00.51": "pay", "S21.G00.52": "pay", "S21.G00.53": "pay",
    "S21.G00.54": "pay", "S21.G00.56": "pay", "S21.G00.58": "pay", "S21.G00.98": "pay",
    "S21.G00.78": "contributions", "S21.G00.79": "contributions", "S21.G00.81": "contributions",
    "S21.G00.83": "contributions", "S21.G00.84": "contributions", "S21.G00.95": "contributions",
    "S21.G00.12": "payments", "S21.G00.15": "payments", "S21.G00.16": "payments",
    "S21.G00.20": "payments", "S21.G00.22": "payments", "S21.G00.23": "payments",
    "S21.G00.44": "payments", "S21.G00.55": "payments", "S21.G00.82": "payments",
    "S21.G00.60": "events", "S21.G00.62": "events", "S21.G00.63": "events",
    "S21.G00.65": "events", "S21.G00.66": "events",
}  # fmt: skip


class _Said(TypedDict, total=False):
    """What a rule says of itself, words apart by spaces."""

    on: str
    values: str
    reads: str
    collects: str
    natures: str
    norms: str
    level: Level | None
    category: str
    table: str
    by_shape: str
    by_values: str


def _by_shape(said: str, on: str) -> Mapping[str, frozenset[str]]:
    """`007 014=20,99` → each rubric of the block, with the values told apart."""
    words = (word.partition("=") for word in said.split())
    return {f"{on[:10]}.{name}": frozenset(values.split(",")) - {""} for name, _, values in words}


def _make(code: str, said: _Said) -> Control:
    """A rule; an official one takes level, natures and norms of its table."""
    known = official().get(code)
    level = said.get("level") or (known.level if known else None)
    if level is None:
        raise ValueError(f"{code}: not an official control, so it must state its level")
    on = said.get("on", "") or code.partition("/")[0]
    natures, norms = said.get("natures", "").split(), said.get("norms", "").split()
    return Control(
        code=code,
        level=level,
        category=said.get("category", "") or _category(code if "/" in code else on),
        natures=frozenset(natures) or (known.natures if known else NATURES),
        norms=frozenset(norms) or (known.norms if known else NORMS),
        on=on,
        values=frozenset(said.get("values", "").split()),
        reads=tuple(said.get("reads", "").split()),
        collects=tuple(said.get("collects", "").split()),
        table=said.get("table", ""),
        by_shape=_by_shape(said.get("by_shape", ""), on),
        by_values=frozenset(said.get("by_values", "").split()),
    )


def _keep(made: Control) -> None:
    if made.code in REGISTER:
        raise ValueError(f"{made.code} is written twice")
    REGISTER[made.code] = made


def control(code: str, **said: Unpack[_Said]) -> Callable[[_C], _C]:
    """Register a rule on a block.

    - `on`: the rubric whose presence (with one of `values`, when given) has it run; or a block,
      each instance of which has it run. The rubric of the code itself when not given.
    - `reads`: what it compares with, shown to people: numbers of its own block (`001`), or whole
      rubrics of the blocks above (`S21.G00.40.001`).
    - `collects`: rubrics gathered over the whole declaration (`of.collected(rubric)`); then `on`
      is `DECLARATION`.
    - `by_shape`: when nothing else decides than which rubrics of the block are there (`007`) and
      have one of some values (`014=20,99`), those. It is then run once for all blocks alike.
    - `by_values`: when nothing else of the employee decides than these rubrics of the block
      (`002 003`), whose values are few. It is then run once in a declaration for the same values.
    - `natures`, `norms`, `level`, `category`: instead of those of the official table.
    """

    def register(check: _C) -> _C:
        _keep(replace(_make(code, said), check=check))
        return check

    return register


def value_control(code: str, **said: Unpack[_Said]) -> Callable[[_V], _V]:
    """Register a rule on one value alone: True when it is wrong. Run once for all equal lines.

    `table` names the outside table it needs (`known.table(name)`).
    """

    def register(check: _V) -> _V:
        _keep(replace(_make(code, said), value_check=check))
        return check

    return register


def gatherer(code: str, **said: Unpack[_Said]) -> Callable[[_G], _G]:
    """Register a rule that adds up over all employees (see `Gatherer`). `on`: what it is about.

    It runs in monthly declarations and those of substitution, unless `natures` says otherwise.
    """

    def register(kind: _G) -> _G:
        if "natures" not in said:
            said["natures"] = "01 09"
        _keep(replace(_make(code, said), gatherer=kind))
        return kind

    return register
