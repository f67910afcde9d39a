"""Derive the rows of `controls.tsv`: every official control of the DSN norms, and where it applies.

- `control`: rubric and number, from `controls-P24V01.tsv` (DT24), from the pages of CT25 that
  describe each rubric (p.127-356), and from its table of the uses of controls (p.371-377). The
  expressions of form that CT25 writes `CSL 00` are the `pattern` of `rubrics.tsv`, not rows here.
- `kind`: the letters of that number.
- `level`: CT25 p.85-86 reject the declaration for CSL, CCH, CRE, CME, CID and for the structure
  (CST); p.89 does not for SIG, which alone are signals. (p.89 uses CME a second time, for what
  each body looks at after the deposit: none of these rows is of that sort.)
- `natures`: Y or N for 01, 04, 05, 07, 08, 09, from the table of uses of controls. What is not in
  it follows its rubric: N where that is forbidden or its block absent. Rubrics that only P24V01
  has are not in CT25: they follow their block.
- `norms`: 4 when DT24 has the control; 5 when CT25 has it; 6 when CT25 has it and P26V01 still
  has its rubric.
"""

import csv
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from mandat.formats.dsn.tables.specification import pages

COLUMNS = ("control", "kind", "level", "natures", "norms")
_KIND = r"(CCH|SIG|CRE|CSL|CME|CST|CID)"
_HEAD = re.compile(r"(S\d\d\.G00\.\d\d)\. (\d{3})\s*$")
_DESCRIBED = re.compile(r"\s*" + _KIND + r" ?- ?(\d\d)\s*:")
_USED = re.compile(
    r"(S\d\d\.G00\.\d\d\.\d{3})(?:(?!S\d\d\.G00).)*?"
    + _KIND
    + r" ?- ?(\d\d)((?:\s+(?:Oui|Non)){6})",
    re.DOTALL,
)


def older(facts: Path) -> set[str]:
    """The controls of DT24; three of its numbers are not written like the others."""
    with (facts / "controls-P24V01.tsv").open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        names = [row["control"].partition("/") for row in reader]
    found = set()
    for rubric, _, number in names:
        found.add(f"{rubric}/{number[:3]}-{number[-2:]}")
    return found


def described(facts: Path) -> set[str]:
    """The controls that CT25 describes below their rubric."""
    found = set()
    rubric = ""
    for line in pages(facts, 127, 356).split("\n"):
        if head := _HEAD.search(line):
            rubric = ".".join(head.groups())
        elif control := _DESCRIBED.match(line):
            found.add(f"{rubric}/{'-'.join(control.groups())}")
    return found


def used(facts: Path) -> dict[str, str]:
    """Control → its natures, for the controls in CT25's table."""
    return {
        f"{rubric}/{kind}-{number}": "".join("Y" if use == "Oui" else "N" for use in uses.split())
        for rubric, kind, number, uses in _USED.findall(pages(facts, 371, 377))
    }


def _natures_of_blocks(uses: Mapping[str, str]) -> dict[str, str]:
    """Block → natures in which it may stand."""
    found: dict[str, str] = {}
    for rubric, letters in uses.items():
        if letters:
            found[rubric[:10]] = "".join("N" if letter == "N" else "Y" for letter in letters)
    return found


def build(facts: Path, rubrics: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Every control, in the order of its name; `rubrics` are the rows of `rubrics.tsv`."""
    norms = {row[0]: row[1] for row in rubrics}
    uses = {row[0]: row[5] for row in rubrics}
    blocks = _natures_of_blocks(uses)
    in_table = used(facts)
    old, new = older(facts), described(facts) | in_table.keys()
    rows: list[tuple[str, ...]] = []
    for control in sorted(old | new):
        rubric, kind = control[:14], control[15:18]
        by_rubric = "".join("N" if letter in "IN" else "Y" for letter in uses[rubric])
        applies = ("4" if control in old else "") + ("5" if control in new else "")
        if control in new and "6" in norms[rubric]:
            applies += "6"
        natures = in_table.get(control) or by_rubric or blocks[rubric[:10]]
        rows.append((control, kind, "signal" if kind == "SIG" else "blocking", natures, applies))
    return rows
