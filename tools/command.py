"""`bin/mandat`: the console command on the data of `bin/run`, in `./var`, as a demonstration."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from mandat.config import catalogues, cli

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str]) -> int:
    """Run the command line; what the environment already says is kept."""
    os.environ.setdefault("MANDAT_DATA_DIR", str(ROOT / "var"))
    os.environ.setdefault("MANDAT_DEMO", "1")
    catalogues.compile_all(ROOT / "mandat" / "locale")
    return cli.main(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
