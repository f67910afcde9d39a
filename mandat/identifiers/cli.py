"""`mandat id`: what a number is, from the command line; national numbers come out masked."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from mandat.identifiers.kinds import is_personal
from mandat.identifiers.printing import mask
from mandat.identifiers.reading import Reading, classify


def main(argv: Sequence[str]) -> int:
    """Print one line a value; 0 when all are right, 1 when one is not, 2 on wrong usage."""
    try:
        options = _parser().parse_args(argv)
    except SystemExit as stop:
        return int(stop.code or 0)
    today = datetime.now(UTC).astimezone().date()
    readings = [classify(v, today=today, country=options.country) for v in _values(options.value)]
    shown = [_shown(reading) for reading in readings]
    if options.format == "json":
        print(json.dumps(shown, ensure_ascii=False, indent=2))
    else:
        for line in shown:
            print(_line(line))
    return 0 if all(reading.valid for reading in readings) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="mandat id", description="Say what company or national numbers are."
    )
    parser.add_argument("value", nargs="+", help="a number as typed; '-' reads lines from input")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--country", choices=("FR", "BE"), help="decides ambiguous numbers")
    return parser


def _values(given: Sequence[str]) -> Iterator[str]:
    for value in given:
        if value == "-":
            yield from (line.strip() for line in sys.stdin if line.strip())
        else:
            yield value


def _shown(reading: Reading) -> dict[str, object]:
    """What may be shown: a text of no known kind may be a national number, so it is hidden."""
    hide = reading.kind is None or is_personal(reading.kind)
    masked = mask(reading.kind, reading.normalized)
    return {
        "kind": reading.kind,
        "subtype": reading.subtype,
        "valid": reading.valid,
        "normalized": masked if hide else reading.normalized,
        "formatted": masked if hide else reading.formatted,
        "reason": reading.reason,
        "suggestions": [mask(reading.kind, number) for number in reading.suggestions],
        "candidates": list(reading.candidates),
    }


def _line(shown: dict[str, object]) -> str:
    kind = shown["kind"] or "unknown"
    state = "valid" if shown["valid"] else f"invalid ({shown['reason']})"
    text = f"{kind}\t{shown['formatted']}\t{state}"
    suggestions = shown["suggestions"]
    if isinstance(suggestions, list) and suggestions:
        text += "\tperhaps " + ", ".join(suggestions)
    return text
