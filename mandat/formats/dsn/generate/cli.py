"""`mandat dsn generate`: writes one invented DSN file, faulty on demand."""

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

from mandat.formats.dsn.generate.events import (
    end_of_contract,
    return_to_work,
    sick_leave,
)
from mandat.formats.dsn.generate.faults import FAULTS, CannotSowError, sow
from mandat.formats.dsn.generate.life import make_company
from mandat.formats.dsn.generate.monthly import monthly
from mandat.formats.dsn.generate.pay import DAY
from mandat.formats.dsn.generate.people import Absence, Exit
from mandat.formats.dsn.generate.rates import PMSS
from mandat.identifiers.checks import siren_problem

NATURES = ("01", "04", "05", "07")
MOST_EMPLOYEES = 5_000


def build_parser() -> argparse.ArgumentParser:
    """The options of the command."""
    parser = argparse.ArgumentParser(
        prog="mandat dsn generate",
        description="Write an invented DSN file, marked as a test.",
    )
    parser.add_argument("out", metavar="OUT", type=Path, nargs="?", help="the file to write")
    parser.add_argument("--seed", type=int, default=0, help="same seed, same file (default 0)")
    parser.add_argument("--employees", type=int, default=6, metavar="N", help="default 6")
    parser.add_argument("--month", type=_month, default=date(2026, 1, 1), metavar="YYYY-MM")
    parser.add_argument("--siren", type=_siren, help="the company's SIREN (default: invented)")
    parser.add_argument("--nature", choices=NATURES, default="01")
    parser.add_argument("--fault", action="append", default=[], metavar="NAME", dest="faults")
    parser.add_argument("--list-faults", action="store_true", help="name the faults and stop")
    parser.add_argument("--force", action="store_true", help="write over an existing file")
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
    """Run the command: 0 when done, 1 when the file cannot be made, 2 for wrong options."""
    parser = build_parser()
    try:
        options = parser.parse_args(argv)
        _check(parser, options)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 2
    if options.list_faults:
        for name, fault in FAULTS.items():
            print(f"{name:<24} {fault.problem}")
        return 0
    try:
        rng = Random(options.seed)  # noqa: S311 - the same seed must give the same file
        data = sow(_make(options, rng), options.faults, rng)
        _save(options.out, data, force=options.force)
    except FileExistsError:
        return _fail(f"{options.out} exists already; add --force to write over it")
    except CannotSowError as error:
        return _fail(str(error))
    except OSError as error:
        return _fail(f"{options.out}: {error.strerror or error}")
    print(f"{options.out}: {len(data)} bytes")
    return 0


def _check(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """What argparse cannot say by itself."""
    if options.list_faults:
        return
    if options.out is None:
        parser.error("name the file to write, or ask for --list-faults")
    least = 0 if options.nature == "01" else 1
    if not least <= options.employees <= MOST_EMPLOYEES:
        parser.error(f"--employees goes from {least} to {MOST_EMPLOYEES}")
    unknown = sorted(set(options.faults) - set(FAULTS))
    if unknown:
        parser.error(f"unknown fault {', '.join(unknown)}; --list-faults names them")


def _make(options: argparse.Namespace, rng: Random) -> bytes:
    """The file asked for, still without faults."""
    company = make_company(rng, options.siren, options.employees, options.month)
    if options.nature == "01":
        return monthly(company, options.month)
    place = company.establishments[0]
    first = place.employees[0]
    worked = options.month + timedelta(days=9)
    stop = Absence("01", worked, worked + timedelta(days=7), worked + timedelta(days=8))
    if options.nature == "04":
        return sick_leave(company, first, replace(stop, resumed=None))
    if options.nature == "05":
        return return_to_work(company, first, stop)
    leaving = options.month + timedelta(days=19)
    gone = replace(first, exit=Exit(leaving, "059", leaving - 30 * DAY))
    staff = (gone, *place.employees[1:])
    return end_of_contract(
        replace(company, establishments=(replace(place, employees=staff),)), gone
    )


def _save(path: Path, data: bytes, *, force: bool) -> None:
    """Write the file; without `force` an existing one is never touched."""
    flags = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if force else os.O_EXCL)
    with os.fdopen(os.open(path, flags, 0o644), "wb") as target:
        target.write(data)


def _fail(message: str) -> int:
    print(f"mandat dsn generate: {message}", file=sys.stderr)
    return 1
