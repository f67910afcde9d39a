"""Resolves `pyproject.toml` into the two lock files: exact versions and hashes, no address.

`docs/decisions/0002-lock-file.md` says why these and not uv's own format.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNTIME, DEV = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"
MARK = "# made by bin/lock from pyproject.toml "


def fingerprint() -> str:
    """A digest of every requirement that `pyproject.toml` names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    named = [
        project["project"]["requires-python"],
        sorted(project["project"]["dependencies"]),
        sorted(project["dependency-groups"]["dev"]),
    ]
    return hashlib.sha256(json.dumps(named).encode()).hexdigest()[:16]


def problems() -> list[str]:
    """What is wrong with the lock files: absent, older than pyproject.toml, or with addresses."""
    found = []
    for path in (RUNTIME, DEV):
        text = path.read_text() if path.exists() else ""
        if not text.startswith(MARK + fingerprint() + "\n"):
            found.append(f"{path.name} is not what pyproject.toml asks for: run bin/lock")
        if "://" in text or "index-url" in text:
            found.append(f"{path.name} names a registry")
    return found


def _resolve(uv: str, out: Path, *options: str) -> None:
    subprocess.run(
        [
            *(uv, "pip", "compile", "pyproject.toml", "--quiet", "--universal"),
            *("--python-version", "3.11", "--generate-hashes", "--only-binary", ":all:"),
            *("--no-header", "--no-emit-index-url", "--no-annotate", "--upgrade"),
            *options,
            *("--output-file", str(out)),
        ],
        cwd=ROOT,
        check=True,
    )
    out.write_text(MARK + fingerprint() + "\n" + out.read_text())


def main() -> int:
    """Write both files; 1 when no uv is at hand."""
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
    if uv is None:
        print("bin/lock needs uv: it is in the development environment")
        return 1
    _resolve(uv, RUNTIME)
    _resolve(uv, DEV, "--group", "dev", "--constraint", str(RUNTIME))
    for line in problems():
        print(line)
    return 1 if problems() else 0


if __name__ == "__main__":
    sys.exit(main())
