"""The rules: what the official tools refuse, and what the collecting body finds afterwards.

Each module registers its rules when it is imported; `load` imports them all. A new module is
found by itself.
"""

from functools import cache
from importlib import import_module
from pkgutil import walk_packages

_HOMES = ("mandat.formats.dsn.controls.rules", "mandat.formats.dsn.recalculation")


@cache
def load() -> None:
    """Import every module of rules, once."""
    for home in _HOMES:
        package = import_module(home)
        for found in walk_packages(package.__path__, home + "."):
            if ".tests" not in found.name:
                import_module(found.name)
