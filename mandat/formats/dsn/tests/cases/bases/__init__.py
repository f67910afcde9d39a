"""The conformant files that cases are edited from: one `.txt` each, without its S90."""

from pathlib import Path

from mandat.formats.dsn.writer import Line


def _read(path: Path) -> tuple[list[Line], list[Line]]:
    """The head (S10) and the rest."""
    lines = path.read_text(encoding="utf-8").splitlines()
    records = [(line.partition(",")[0], line.partition(",")[2][1:-1]) for line in lines]
    return (
        [record for record in records if record[0][:3] == "S10"],
        [record for record in records if record[0][:3] != "S10"],
    )


BASES = {path.stem: _read(path) for path in sorted(Path(__file__).parent.glob("*.txt"))}
