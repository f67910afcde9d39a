"""Derive the rows of `blocks.tsv`: which blocks each kind of declaration has, and how many.

- `nature`: 01, 04, 05, 07, 08, 09, from the title of each model (CT25 p.118-124; the return to
  work, 05, comes before the stop, 04); `*` for the blocks of the whole file (CT25 p.117).
- `block`, `least`, `most` (`*`: no limit): from the same pages, in their order.
- `parent`: the printed text has lost its indentation, so it is the one of `norms.PLACES`; empty
  for the blocks of the whole file. Counts are for one instance of the parent (CT25 p.87).

`S20.G00.05` has no row: CT25 gives no count of declarations in a file.
"""

import re
from pathlib import Path

from mandat.formats.dsn.norms import PLACES
from mandat.formats.dsn.tables.specification import pages

COLUMNS = ("nature", "block", "parent", "least", "most")
TITLES = {
    "DSN Mensuelle": "01",
    "DSN SIGNAL ARRET TRAVAIL": "04",
    "DSN SIGNAL REPRISE TRAVAIL": "05",
    "DSN SIGNAL FIN CONTRAT UNIQUE": "07",
    "DSN SIGNAL AMORCAGE": "08",
    "DSN SUBSTITUTION": "09",
}
_TITLE = re.compile(r"^S20\.G00\.05 -(DSN [^\n]*?)\s*$", re.MULTILINE)
_BLOCK = re.compile(
    r"(S\d\d\.G00\.\d\d) - (?:(?!S\d\d\.G00).)*?\(([01]),([1-9*])\)",
    re.DOTALL,
)


def build(facts: Path) -> list[tuple[str, ...]]:
    """The blocks of the whole file, then those of each nature, in the order of the models."""
    rows: list[tuple[str, ...]] = []
    for block, least, most in _found(pages(facts, 117, 117)):
        rows.append(("*", block, "", least, most))
    _, *models = _TITLE.split(pages(facts, 118, 124))
    for title, model in sorted(zip(models[::2], models[1::2], strict=True), key=_nature):
        for block, least, most in _found(model):
            rows.append((TITLES[title], block, PLACES[block].parent, least, most))
    return rows


def _nature(model: tuple[str, str]) -> str:
    return TITLES[model[0]]


def _found(text: str) -> list[tuple[str, str, str]]:
    return _BLOCK.findall(text)
