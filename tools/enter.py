"""Makes `.venv` what the lock files say, then runs one module of the project inside it.

Only the standard library is used here: on a clean clone nothing else exists yet.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = {"runtime": ("requirements.lock",), "dev": ("requirements.lock", "requirements-dev.lock")}
WITHOUT_VENV = "Python's venv is incomplete here; bring it with: apt-get install python3-venv"


def _stamp(profile: str) -> Path:
    return VENV / f"mandat-{profile}.stamp"


def _wanted(profile: str) -> str:
    digest = hashlib.sha256()
    for name in LOCKS[profile]:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def _is_current(profile: str) -> bool:
    """Whether the environment already holds what the lock of `profile` asks for."""
    stamp = _stamp(profile)
    return PYTHON.exists() and stamp.exists() and stamp.read_text() == _wanted(profile)


def _works(command: list[str], *, quiet: bool = True) -> bool:
    sink = subprocess.DEVNULL if quiet else None
    try:
        return subprocess.run(command, stdout=sink, stderr=sink, check=False).returncode == 0
    except OSError:
        return False


def _base_python() -> str:
    """The interpreter underneath, when this one is the environment's own."""
    return getattr(sys, "_base_executable", None) or sys.executable


def _make_venv() -> None:
    if _works([str(PYTHON), "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]):
        return
    base = _base_python()
    if _works([base, "-m", "venv", "--clear", "--without-pip", str(VENV)]):
        return
    if (uv := shutil.which("uv")) and _works([uv, "venv", "--python", base, "--clear", str(VENV)]):
        return
    sys.exit(WITHOUT_VENV)


def _installers() -> list[list[str]]:
    """The commands that can install into the environment, best first."""
    python = str(PYTHON)
    uvs = [uv for uv in (str(VENV / "bin" / "uv"), shutil.which("uv")) if uv and Path(uv).exists()]
    found = [[uv, "pip", "install", "--python", python] for uv in uvs]
    base = _base_python()
    if _works([python, "-m", "pip", "--version"]):
        found.append([python, "-m", "pip", "install"])
    elif _works([python, "-m", "ensurepip", "--version"]):
        found.append(["ensurepip"])
    if _works([base, "-m", "pip", "--python", python, "--version"]):
        found.append([base, "-m", "pip", "--python", python, "install"])
    # Debian keeps pip as a wheel for its own virtual environments: a wheel of pip runs as it is.
    wheels = sorted(Path("/usr/share/python-wheels").glob("pip-*.whl"), reverse=True)
    return found + [[python, f"{wheel}/pip", "install"] for wheel in wheels]


def _install(profile: str) -> None:
    """Bring the locked wheels, each checked against its hash; nothing is ever compiled."""
    wanted = ["--require-hashes", "--only-binary", ":all:"]
    for name in LOCKS[profile]:
        wanted += ["-r", str(ROOT / name)]
    tried = _installers()
    if not tried:
        sys.exit(WITHOUT_VENV)
    for command in tried:
        if command == ["ensurepip"]:
            if not _works([str(PYTHON), "-m", "ensurepip"]):
                continue
            command = [str(PYTHON), "-m", "pip", "install"]  # noqa: PLW2901  # now it exists
        if "pip" in command and command[0].endswith("uv"):
            extra = ["--quiet"]
        else:
            extra = ["-qq", "--no-input", "--disable-pip-version-check", "--no-deps"]
        if _works([*command, *extra, *wanted], quiet=False):
            return
        print("That did not work; trying another installer.", file=sys.stderr)
    sys.exit("The locked packages could not be installed; is a package index within reach?")


def _point_at_source() -> None:
    """Let the environment import the project from its folder: no build, no copy."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    candidates = list((VENV / "lib").glob("python3.*/site-packages"))
    folder = next((c for c in candidates if c.parent.name == version), candidates[0])
    path = folder / "mandat-source.pth"
    if not path.exists() or path.read_text() != f"{ROOT}\n":
        path.write_text(f"{ROOT}\n")


def ensure(profile: str) -> None:
    """Make `.venv` fit `profile`; a few milliseconds when it already does."""
    if not _is_current(profile):
        print(f"Making the environment in {VENV} …", file=sys.stderr, flush=True)
        _make_venv()
        _install(profile)
        for name in LOCKS if profile == "dev" else (profile,):
            _stamp(name).write_text(_wanted(name))
        if profile == "runtime":
            _stamp("dev").unlink(missing_ok=True)
    _point_at_source()


def main(arguments: list[str]) -> None:
    """`enter.py PROFILE MODULE [ARGUMENT…]`: never returns."""
    profile, module, *rest = arguments
    ensure(profile)
    # -P: a folder named like one of ours where the command is typed must not come first.
    os.execv(PYTHON, [str(PYTHON), "-P", "-m", module, *rest])  # noqa: S606  # no shell wanted


if __name__ == "__main__":
    main(sys.argv[1:])
