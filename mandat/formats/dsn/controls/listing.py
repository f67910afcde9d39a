"""Makes `docs/dsn/controls.md` from the rules themselves.

python -m mandat.formats.dsn.controls.listing > docs/dsn/controls.md
"""

import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from mandat.formats.dsn.catalogue import CATALOGUE
from mandat.formats.dsn.controls import load
from mandat.formats.dsn.controls.registry import NATURES, NORMS, REGISTER
from mandat.formats.dsn.norms import Official, labels, official
from mandat.formats.dsn.tables.outside import bundled
from mandat.formats.dsn.texts import sentences

_LANGUAGES = ("fr", "en", "nl", "de")


class State(NamedTuple):
    """What became of a control that is no rule of its own: `service`, `not-formal`."""

    state: str
    name: str
    reason: str


@cache
def states() -> dict[str, State]:
    """The official controls that are no rule, with the reason of each."""
    text = (files(__package__) / "states.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines()[1:])
    return {code: State(state, name, reason) for code, state, name, reason in rows}


def state_of(code: str) -> str:
    """What can be said of a control, in one or two words: see the head of the list."""
    rule = REGISTER.get(code)
    if rule is None:
        return states()[code].state
    if not rule.table:
        return "implemented"
    return "dated list" if rule.table in bundled() else "needs a list"


def listing() -> Iterator[str]:
    """The lines of the document."""
    load()
    known = official()
    counts = Counter(state_of(code) for code in known)
    yield from _head(len(known), counts)
    block = ""
    for code in sorted(known):
        if code[:10] != block:
            block = code[:10]
            yield from ("", f"## {block} {labels().get(block, '')}", "", *_COLUMNS)
        yield _row(code, known[code])
    ours = sorted(code for code in REGISTER if code not in known)
    yield from ("", "## What the collecting body finds afterwards", "", *_OURS)
    yield from (_own(code) for code in ours)
    yield from ("", "## Form", "", *_OURS)
    yield from (_form(code) for code in CATALOGUE)


def _head(total: int, counts: Counter[str]) -> Iterator[str]:
    without = total - sum(counts[name] for name in ("needs a list", "dated list", "service"))
    formal = without - counts["not-formal"]
    done = counts["implemented"]
    yield "# Every control, and what became of it"
    yield ""
    yield "Made from the rules by `python -m mandat.formats.dsn.controls.listing`: do not edit."
    yield ""
    yield (
        f"The norms of 2024 to 2026 have {total} controls (643 of the norm of 2024, and those that "
        f"the specification of 2025 adds). {done} run on every file: all of the {formal} that need "
        "nothing from outside."
        if done == formal
        else f"{done} of {formal} controls that need nothing from outside run on every file."
    )
    yield ""
    yield "| State | Controls | |"
    yield "|---|---:|---|"
    for name, meaning in _STATES.items():
        yield f"| {name} | {counts[name]} | {meaning} |"
    yield ""
    yield (
        "Level: B blocking (the platform refuses the declaration), S signal. Natures and norms are "
        "named only where the control does not hold in all."
    )


_STATES = {
    "implemented": "runs on every file, by itself or as a problem of form (named)",
    "dated list": "runs with the list of 2021 that is here, and then only doubts (signal); "
    "certain with a fresher one (`--tables FOLDER`)",
    "needs a list": "runs where the list is given (`--tables FOLDER`), silent otherwise",
    "service": "rests on what only the platform knows",
    "not-formal": "cannot be computed; the reason is said",
}
_COLUMNS = ("| Control | Level | Natures | Norms | State | What it looks for |",
            "|---|---|---|---|---|---|")  # fmt: skip
_OURS = ("| Code | Level | What it looks for |", "|---|---|---|")


def _row(code: str, known: Official) -> str:
    natures = "" if known.natures == NATURES else " ".join(sorted(known.natures))
    norms = "" if known.norms == NORMS else " ".join(sorted(n[1:3] for n in known.norms))
    rule = REGISTER.get(code)
    state = state_of(code)
    if rule and rule.table:
        state += f" `{rule.table}`"
    said = _said(code) if rule else states()[code].reason
    return f"| {code} | {_level(known.level)} | {natures} | {norms} | {state} | {said} |"


def _own(code: str) -> str:
    return f"| `{code}` | {_level(REGISTER[code].level)} | {_said(code)} |"


def _form(code: str) -> str:
    return f"| `{code}` | {_level(CATALOGUE[code].level)} | {_said(code)} |"


def _level(level: str) -> str:
    return {"blocking": "B", "signal": "S"}.get(level, "info")


def _said(code: str) -> str:
    """Its sentence, in English where there is one, and in which other languages there is one."""
    own = next(name for name in ("en", "fr") if code in sentences(name))
    what = sentences(own)[code][0].replace("|", "\\|")
    others = [name for name in _LANGUAGES if code in sentences(name)]
    return what if len(others) == len(_LANGUAGES) else f"{what} *({', '.join(others)})*"


if __name__ == "__main__":
    sys.stdout.write("\n".join(listing()) + "\n")
