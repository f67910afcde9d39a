"""`mandat dsn check | show | diff | anonymise | generate`: DSN files without the portal.

What identifies a person (NIR, NTT, names, addresses, accounts) is hidden in what is printed.
"""

from mandat.formats.dsn.cli.command import main

__all__ = ["main"]
