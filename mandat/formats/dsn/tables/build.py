"""Derive the tables of this folder, but the labels, from a folder of facts about the DSN norms.

    python -m mandat.formats.dsn.tables.build ../shared/dsn

`controls.tsv` and `blocks.tsv` are described in `controls.py` and `blocks.py`. What `rubrics.tsv`
takes from that folder, and nothing more:

- `norm-P2?V01.yaml`: which rubrics a norm has, their type and length, the codes of lists;
- `fields-P24V01.tsv`: shortest length, kind and regular expression;
- `cahier-technique-*.txt`: for each kind of declaration, whether a rubric is obligatory (the
  table of uses that ends the specification).

It takes no sentence: the labels are our own, in `labels.tsv`. PyYAML is needed to run it (it
comes with the development tools), not to use its result.
"""

import csv
import re
import sys
from collections.abc import Mapping
from pathlib import Path

import yaml

from mandat.formats.dsn.tables import blocks, controls

HERE = Path(__file__).parent
NORMS = {"4": "P24V01", "5": "P25V01", "6": "P26V01"}
KINDS = {
    "Alphanumeric": "X",
    "Numeric": "N",
    "Date": "D",
    "Enumeration": "E",
    "ExternalReferential": "R",
}
# Two rules were widened in 2025 (CT25, CSL-00 of these rubrics); the older rule is a part of it.
WIDER = {
    "S21.G00.62.013": r"[0]*([1-9][0-9]*\.[0-9]{2}|0\.[0-9]{2})",
    "S21.G00.98.003": r"-?[0]*(0|[1-9][0-9]*)\.[0-9]{2}",
}
# What tells who a person is, how to reach or pay them: never shown, never kept with a problem.
PRIVATE_TYPES = re.compile(
    r"Identifiant_Nir|DSN_NIR|Identite_|N4DS_Email|Telephone|N4DS_DDN|Type_Alphanumeric_13-13"
    r"|Type_Alphanumeric_11_40|Type_Alphanumeric_15-34"
)
PRIVATE = {
    # The address of a workplace may be the home of a private employer.
    "S21.G00.12.003", "S21.G00.30.007", "S21.G00.30.008", "S21.G00.30.009", "S21.G00.30.010",
    "S21.G00.30.016", "S21.G00.30.017", "S21.G00.30.019", "S21.G00.60.007", "S21.G00.73.005",
    "S21.G00.73.006", "S21.G00.73.009", "S21.G00.85.003", "S21.G00.85.004", "S21.G00.85.005",
    "S21.G00.85.008", "S21.G00.85.009", "S21.G00.85.013", "S21.G00.85.014", "S21.G00.85.015",
    "S21.G00.85.017", "S89.G00.32.002", "S89.G00.32.003", "S89.G00.32.007", "S89.G00.32.008",
    "S89.G00.32.010", "S89.G00.32.011", "S89.G00.32.012", "S89.G00.91.002", "S89.G00.91.003",
    "S89.G00.91.004", "S89.G00.91.007", "S89.G00.91.008", "S89.G00.91.009", "S89.G00.91.010",
    "S89.G00.91.013", "S89.G00.91.014", "S89.G00.91.016",
}  # fmt: skip
COLUMNS = ("rubric", "norms", "kind", "shortest", "longest", "use", "private", "codes", "pattern")
_USE = re.compile(r"(S\d\d\.G00\.\d\d\.\d{3}) .*?(?<!\S)((?:[OCINF] ){5}[OCINF])")


def _norm(facts: Path, name: str) -> dict[str, dict[str, object]]:
    """Rubric → its entry, in one norm's dictionary."""
    with (facts / f"norm-{name}.yaml").open(encoding="utf-8") as stream:
        content = yaml.safe_load(stream)
    return {
        rubric: entry
        for segment in content["segments"].values()
        for rubric, entry in segment["fields"].items()
    }


def _uses(facts: Path) -> dict[str, str]:
    """Rubric → six letters for natures 01, 04, 05, 07, 08, 09: O, C, F, I (forbidden), N (none)."""
    [path] = facts.glob("cahier-technique-*.txt")
    text = path.read_text(encoding="utf-8", errors="replace")
    return {rubric: letters.replace(" ", "") for rubric, letters in _USE.findall(text)}


def _codes(entries: Mapping[str, dict[str, object]]) -> str:
    """The codes a list allows; `08@56` when only some of the norms that have the list do."""
    by_code: dict[str, str] = {}
    for digit, entry in entries.items():
        options = entry.get("options")
        for code in options if isinstance(options, dict) else ():
            by_code[str(code)] = by_code.get(str(code), "") + digit
    everywhere = "".join(entries)
    return " ".join(
        code if norms == everywhere else f"{code}@{norms}"
        for code, norms in sorted(by_code.items())
    )


def _row(
    rubric: str, entries: Mapping[str, dict[str, object]], field: Mapping[str, str], use: str
) -> tuple[str, ...]:
    """One line of the table."""
    newest = entries[max(entries)]
    codes = _codes(entries)
    listed = field.get("nature") == "Enumeration" or (not field and bool(codes))
    datatype = field.get("datatype", "")
    private = rubric in PRIVATE or bool(PRIVATE_TYPES.match(datatype))
    return (
        rubric,
        "".join(entries),
        "E" if listed else KINDS.get(field.get("nature", ""), str(newest["type"])),
        field.get("min", "1"),
        str(field.get("max") or newest["length"]),
        use,
        "1" if private else "",
        "" if not listed or rubric == "S10.G00.00.006" else codes,
        WIDER.get(rubric, field.get("regex", "")),
    )


def build(facts: Path) -> list[tuple[str, ...]]:
    """Every rubric of the three norms, in the order of its number."""
    norms = {digit: _norm(facts, name) for digit, name in NORMS.items()}
    uses = _uses(facts)
    with (facts / "fields-P24V01.tsv").open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        fields = {row["rubrique"]: row for row in reader}
    rows = []
    for rubric in sorted(set().union(*norms.values())):
        entries = {digit: norm[rubric] for digit, norm in norms.items() if rubric in norm}
        rows.append(_row(rubric, entries, fields.get(rubric, {}), uses.get(rubric, "")))
    return rows


def tables(facts: Path) -> dict[str, str]:
    """Name of each derived file → its whole text."""
    rubrics = build(facts)
    contents = {
        "rubrics.tsv": [COLUMNS, *rubrics],
        "controls.tsv": [controls.COLUMNS, *controls.build(facts, rubrics)],
        "blocks.tsv": [blocks.COLUMNS, *blocks.build(facts)],
    }
    return {name: "".join("\t".join(row) + "\n" for row in rows) for name, rows in contents.items()}


def main(argv: list[str]) -> int:
    """Write the derived tables beside this program from the folder named in `argv`."""
    if len(argv) != 1:
        sys.stderr.write("usage: python -m mandat.formats.dsn.tables.build FOLDER_OF_FACTS\n")
        return 2
    for name, text in tables(Path(argv[0])).items():
        (HERE / name).write_text(text, encoding="utf-8", newline="\n")
        sys.stdout.write(f"{name}: {text.count(chr(10)) - 1} rows\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
