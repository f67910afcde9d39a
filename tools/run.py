"""`bin/run`: everything that `mandat up` does, on the data in `./var`."""

from __future__ import annotations

import sys

from tools import command

if __name__ == "__main__":
    sys.exit(command.main(["up", *sys.argv[1:]]))
