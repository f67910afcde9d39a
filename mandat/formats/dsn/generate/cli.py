"""`mandat dsn generate`: writes one invented DSN file of any shape, faulty on demand."""

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from random import Random

from mandat.formats.dsn.cli.output import CannotWriteError, written
from mandat.formats.dsn.generate.faults import FAULTS, CannotSowError, sow
from mandat.formats.dsn.generate.rates import PMSS
from mandat.formats.dsn.generate.shapes import NORMS, SHAPES, generate, write_large
from mandat.formats.dsn.generate.simple import simple
from mandat.formats.dsn.generate.variety import AGENCY, BESIDE, MAIN
from mandat.formats.dsn.report.words import Words
from mandat.identifiers.checks import siren_problem

NATURES = ("01", "04", "05", "07", "08", "09")
_OF_NATURE = {"08": "priming-hired", "09": "substitution-reliability"}
MOST_EMPLOYEES = 5_000
"""More than that are written one at a time, for which `--shape large` is asked."""
LARGE = "large"


def build_parser() -> argparse.ArgumentParser:
    """The options of the command."""
    parser = argparse.ArgumentParser(
        prog="mandat dsn generate",
        description="Write an invented DSN file, marked as a test.",
    )
    add = parser.add_argument
    add("out", metavar="OUT", type=Path, nargs="?", help="the file to write")
    add("--seed", type=int, default=0, help="same seed, same file (default 0)")
    add("--employees", type=int, default=6, metavar="N", help="default 6")
    add("--month", type=_month, metavar="YYYY-MM", help="default: January of the norm's year")
    add("--norm", choices=NORMS, help="default: that of the month's year")
    add("--siren", type=_siren, help="the company's SIREN (default: invented)")
    add("--nature", choices=NATURES, help="a plain file of that nature (default 01)")
    add("--shape", choices=[*SHAPES, LARGE], metavar="NAME", help="see --list-shapes")
    add("--with", action="append", default=[], metavar="NAME", dest="wanted",
        help="what every person is or has, instead of chance; see --list-people")  # fmt: skip
    add("--fault", action="append", default=[], metavar="NAME", dest="faults")
    add("--list-faults", action="store_true", help="name the faults and stop")
    add("--list-shapes", action="store_true", help="name the shapes and stop")
    add("--list-people", action="store_true", help="name what --with takes and stop")
    add("--force", action="store_true", help="write over an existing file")
    return parser


def _month(text: str) -> date:
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a month like 2026-10") from None
    if month.year not in PMSS:
        years = f"{min(PMSS)} to {max(PMSS)}"
        raise argparse.ArgumentTypeError(f"months go from {years}")
    return month


def _siren(text: str) -> str:
    if siren_problem(text):
        raise argparse.ArgumentTypeError("this SIREN has a wrong length or key")
    return text


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command: 0 when done, 2 when the file cannot be made or an option is wrong."""
    parser = build_parser()
    try:
        options = parser.parse_args(argv)
        if _listed(options):
            return 0
        _check(parser, options)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 2
    try:
        size = _write(options)
    except CannotWriteError as error:
        return error.complain(Words("en"))
    except (CannotSowError, ValueError) as error:
        return _fail(str(error))
    print(f"{options.out}: {size} bytes")
    return 0


def _listed(options: argparse.Namespace) -> bool:
    """Show the names asked for, if any."""
    if options.list_faults:
        for name, fault in FAULTS.items():
            print(f"{name:<26} {fault.problem}")
    if options.list_shapes:
        print(*SHAPES, LARGE, sep="\n")
    if options.list_people:
        print(*MAIN, *AGENCY, *BESIDE, sep="\n")
    return bool(options.list_faults or options.list_shapes or options.list_people)


def _check(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """What argparse cannot say by itself; the month is settled too."""
    if options.out is None:
        parser.error("name the file to write, or ask for --list-faults")
    if options.nature and options.shape:
        parser.error("--nature and --shape exclude each other")
    least = 0 if options.nature in (None, "01") and options.shape is None else 1
    if options.employees < least or (options.employees > MOST_EMPLOYEES and options.shape != LARGE):
        parser.error(f"--employees goes from {least} to {MOST_EMPLOYEES}")
    unknown = sorted(set(options.faults) - set(FAULTS))
    if unknown:
        parser.error(f"unknown fault {', '.join(unknown)}; --list-faults names them")
    unknown = sorted(set(options.wanted) - {*MAIN, *AGENCY, *BESIDE})
    if unknown:
        parser.error(f"unknown {', '.join(unknown)}; --list-people names what --with takes")
    if options.shape == LARGE and (options.faults or options.wanted):
        parser.error("--shape large takes neither --fault nor --with")
    if options.month is None:
        options.month = date(2000 + int((options.norm or NORMS[-1])[1:3]), 1, 1)


def _write(options: argparse.Namespace) -> int:
    """Make the file and write it; give its size."""
    if options.shape == LARGE:
        with written(str(options.out), force=options.force) as target:
            write_large(
                target, options.seed, options.employees, month=options.month, norm=options.norm
            )
            return target.tell()
    rng = Random(options.seed)  # noqa: S311 - the same seed must give the same file
    data = sow(_make(options, rng), options.faults, rng)
    with written(str(options.out), force=options.force) as target:
        return target.write(data)


def _make(options: argparse.Namespace, rng: Random) -> bytes:
    """The file asked for, still without faults."""
    shape = options.shape or _OF_NATURE.get(options.nature)
    if shape is None and options.wanted and options.nature in (None, "01"):
        shape = "monthly"
    if shape is None:
        return simple(
            rng, options.nature or "01", options.month, siren=options.siren,
            size=options.employees, norm=options.norm,
        )  # fmt: skip
    return generate(
        shape, options.seed, month=options.month, norm=options.norm, size=options.employees,
        siren=options.siren, wanted=tuple(options.wanted),
    )  # fmt: skip


def _fail(message: str) -> int:
    print(f"mandat dsn generate: {message}", file=sys.stderr)
    return 2
