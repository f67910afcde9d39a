"""`python -m mandat` is the console command."""

import sys

from mandat.config.cli import main

if __name__ == "__main__":
    sys.exit(main())
