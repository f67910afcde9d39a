"""`bin/check`: everything that is not a test; all steps run, then the verdict.

Names of steps as arguments run those alone.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


def _python(*arguments: str) -> list[str]:
    return [sys.executable, "-P", "-m", *arguments]


STEPS = {
    "lock": _python("tools.check", "--lock"),
    "ruff": [str(BIN / "ruff"), "check", "--quiet", "."],
    "format": [str(BIN / "ruff"), "format", "--check", "--quiet", "."],
    "mypy": _python("mypy", "mandat", "tools"),
    "imports": [str(BIN / "lint-imports"), "--no-cache"],
    "budgets": _python("tools.budgets"),
    "templates": _python("tools.templates"),
    "djlint": [str(BIN / "djlint"), "--lint", "--quiet", "mandat"],
    "migrations": _python("django", "makemigrations", "--check", "--dry-run"),
    "deploy": _python("django", "check", "--fail-level", "WARNING"),
    "translations": _python("tools.translations"),
}


def _step(name: str, command: list[str], env: dict[str, str]) -> bool:
    """Run one step; print its name, verdict and time, and what it says when it fails."""
    print(f"{name:<13}", end="", flush=True)
    began = time.monotonic()
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    print(f"{'ok' if done.returncode == 0 else 'FAILED':<8}{time.monotonic() - began:5.1f} s")
    if done.returncode:
        print(done.stdout.rstrip() + "\n", flush=True)
    return done.returncode == 0


def main(names: list[str]) -> int:
    """Run the steps of `names`, all when none is given; 1 when one fails."""
    unknown = [name for name in names if name not in STEPS]
    if unknown:
        print(f"unknown: {', '.join(unknown)}; the steps are {', '.join(STEPS)}")
        return 2
    with tempfile.TemporaryDirectory(prefix="mandat-check-") as folder:
        env = {
            **os.environ,
            "MANDAT_DEMO": "1",
            "MANDAT_DATA_DIR": folder,
            "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "mandat.config.settings",
        }
        failed = [
            name
            for name, command in STEPS.items()
            if (not names or name in names) and not _step(name, command, env)
        ]
    print(f"checks: {', '.join(failed)} failed" if failed else "checks: all passed")
    return 1 if failed else 0


def _lock() -> int:
    from tools import lock

    print("\n".join(lock.problems()))
    return 1 if lock.problems() else 0


if __name__ == "__main__":
    sys.exit(_lock() if sys.argv[1:] == ["--lock"] else main(sys.argv[1:]))
