"""`mandat keys`: draws keys, adds one, seals everything again with the current one.

The index key finds numbers by their hash and keys the digests of the log: it is not rotated.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from mandat.config.environment import (
    ConfigurationError,
    Environment,
    Keys,
    fresh_keys,
    read,
    with_key_added,
    write_keys,
)


def main(arguments: list[str]) -> int:
    """`new`, `add`, `rotate`; 1 where work is left, 2 where the configuration forbids it."""
    parser = argparse.ArgumentParser(prog="mandat keys", description=__doc__)
    parser.add_argument("verb", choices=("new", "add", "rotate"))
    parser.add_argument("--drop-old", action="store_true", help="then forget the older keys")
    options = parser.parse_args(arguments)
    if options.verb == "new":
        return _show(fresh_keys())
    try:
        environment = read()
    except ConfigurationError as wrong:
        print(f"mandat: {wrong}", file=sys.stderr)
        return 2
    if options.verb == "add":
        return _keep(environment, with_key_added(environment.keys))
    return _rotate(environment, drop=options.drop_old)


def _show(keys: Keys) -> int:
    print(f"MANDAT_SECRET_KEY={keys.secret_key}")
    print(f"MANDAT_ENCRYPTION_KEYS={keys.encryption_keys}")
    print(f"MANDAT_INDEX_KEY={keys.index_key}")
    return 0


def _file(environment: Environment) -> Path | None:
    """The file of keys, where they are not given in variables."""
    given = os.environ.get("MANDAT_ENCRYPTION_KEYS")
    return None if given else environment.data_dir / "keys.txt"


def _keep(environment: Environment, keys: Keys) -> int:
    """Write the keys to their file, or print the variable to set."""
    path = _file(environment)
    if path is not None:
        write_keys(path, keys)
        print(f"{path} is written.", end=" ")
    else:
        print(f"MANDAT_ENCRYPTION_KEYS={keys.encryption_keys}")
    print("Restart web and worker together, so that all know these keys.")
    return 0


def _rotate(environment: Environment, *, drop: bool) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mandat.config.settings")
    import django

    django.setup()
    from mandat.config import rotation

    left = lost = 0
    for write in (True, False):  # then looked through once more: others write meanwhile
        left = lost = 0
        before: rotation.Progress | None = None
        for progress in rotation.rotate(write=write):
            if before is not None and progress is not before:
                left, lost = left + before.done, lost + before.lost
            before = progress
            if write:
                print(f"{progress.name}: {progress.done} of {progress.seen} sealed again",
                      flush=True)  # fmt: skip
        if before is not None:
            left, lost = left + before.done, lost + before.lost
    if lost:
        print(f"mandat: {lost} open with no key; they are left as they are", file=sys.stderr)
    if left or lost:
        print("mandat: older keys are still needed; run it again", file=sys.stderr)
        return 1
    print("Everything is sealed with the current key.")
    if not drop:
        return 0
    current = environment.keys.encryption_keys.split(",")[0].strip()
    kept = Keys(environment.keys.secret_key, current, environment.keys.index_key)
    return _keep(environment, kept)
