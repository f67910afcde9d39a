"""`mandat dsn check | show | generate`: look at DSN files without the portal.

What identifies a person (NIR, NTT, names, addresses, accounts) is hidden in what is printed.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from mandat.formats.dsn.catalogue import CATALOGUE, places
from mandat.formats.dsn.collector import shown
from mandat.formats.dsn.model import Block, Problem, Reading
from mandat.formats.dsn.norms import labels
from mandat.formats.dsn.reader import read

DONE, BLOCKED, UNREADABLE = 0, 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command: 0 nothing blocking, 1 something blocking, 2 not to be read."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == ["generate"]:
        from mandat.formats.dsn.generate.cli import main as generate

        return generate(arguments[1:])
    try:
        options = _parser().parse_args(arguments)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else UNREADABLE
    if options.command == "show":
        return _show(options.file)
    return _check(options.files, as_json=options.format == "json")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="mandat dsn", description="Read and write DSN files.")
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="list what is wrong in files, with its line")
    check.add_argument("files", metavar="FILE", type=Path, nargs="+")
    check.add_argument("--format", choices=("text", "json"), default="text")
    show = commands.add_parser("show", help="print the tree of blocks of a file")
    show.add_argument("file", metavar="FILE", type=Path)
    commands.add_parser("generate", help="write an invented file (see generate --help)")
    return parser


def _load(path: Path) -> Reading | None:
    """The file read; None, with a word on the error output, when it is none of ours."""
    try:
        with path.open("rb") as stream:
            reading = read(stream)
    except OSError as error:
        print(f"{path}: {error.strerror or error}", file=sys.stderr)
        return None
    if not reading.is_dsn:
        print(f"{path}: {CATALOGUE[reading.problems[0].code].title}", file=sys.stderr)
        return None
    return reading


def _check(paths: Sequence[Path], *, as_json: bool) -> int:
    readings = [(path, _load(path)) for path in paths]
    if as_json:
        print(json.dumps([_as_json(path, reading) for path, reading in readings], indent=2))
    else:
        for path, reading in readings:
            if reading:
                _print(path, reading)
    if any(reading is None for _, reading in readings):
        return UNREADABLE
    return BLOCKED if any(reading and reading.is_blocked for _, reading in readings) else DONE


def _print(path: Path, reading: Reading) -> None:
    """What the file holds, then one line for each problem."""
    kind = "lot, " if reading.is_lot else ""
    print(
        f"{path}: {kind}{len(reading.envois)} envoi(s), {len(reading.declarations)} "
        f"declaration(s), {reading.line_count} lines, {reading.encoding}"
    )
    for envoi in reading.envois:
        print(
            f"  envoi {envoi.rank}: norm {envoi.norm or '?'}, {envoi.counted_rubrics} rubrics "
            f"counted, {_stated(envoi.stated_rubrics)} stated"
        )
        for each in envoi.declarations:
            month = f"{each.month:%Y-%m}" if each.month else "?"
            print(
                f"    declaration {each.rank}: nature {each.nature or '?'}, type "
                f"{each.type or '?'}, {month}, SIRET {each.siret or '?'}, "
                f"lines {each.first_line}-{each.last_line}"
            )
    for problem in reading.problems:
        value = f" [{problem.value}]" if problem.value else ""
        print(f"  {problem.line}: {problem.level}: {_title(problem)}{value} ({problem.code})")
    levels = Counter(problem.level for problem in reading.problems)
    print("  " + ", ".join(f"{levels[name]} {name}" for name in ("blocking", "signal", "info")))


def _stated(number: int | None) -> str:
    return "none" if number is None else str(number)


def _title(problem: Problem) -> str:
    return CATALOGUE[problem.code].title % places(problem)


def _as_json(path: Path, reading: Reading | None) -> dict[str, object]:
    if reading is None:
        return {"file": str(path), "is_dsn": False}
    return {
        "file": str(path),
        "is_dsn": True,
        "is_lot": reading.is_lot,
        "encoding": reading.encoding,
        "lines": reading.line_count,
        "declarations": [
            {
                "rank": each.rank,
                "envoi": each.envoi,
                "nature": each.nature,
                "type": each.type,
                "month": each.month.isoformat() if each.month else None,
                "siret": each.siret,
                "first_line": each.first_line,
                "last_line": each.last_line,
            }
            for each in reading.declarations
        ],
        "problems": [_problem_as_json(problem) for problem in reading.problems],
    }


def _problem_as_json(problem: Problem) -> dict[str, object]:
    return {
        "line": problem.line,
        "level": problem.level,
        "code": problem.code,
        "rubric": problem.rubric,
        "value": problem.value,
        "declaration": problem.declaration,
        "details": dict(problem.details),
        "title": _title(problem),
    }


# ---- show


def _show(path: Path) -> int:
    reading = _load(path)
    if reading is None:
        return UNREADABLE
    for block in reading.lot_blocks:
        _print_block(block, 0)
    for envoi in reading.envois:
        _print_block(envoi.header, 0)
        for declaration in envoi.declarations:
            _print_block(declaration.root, 0)
        if envoi.trailer:
            _print_block(envoi.trailer, 0)
    return BLOCKED if reading.is_blocked else DONE


def _print_block(block: Block, depth: int) -> None:
    """A block, its records under it, its children further in."""
    margin = "  " * depth
    print(f"{margin}{block.code} {labels().get(block.code, '')}".rstrip())
    for record in block.records:
        label = labels().get(record.rubric, "")
        value = shown(record.rubric, record.value)
        print(f"{margin}  {record.rubric[10:]} {label:<32} {value}  ·{record.line}")
    for child in block.children:
        _print_block(child, depth + 1)
