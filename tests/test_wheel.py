"""The wheel carries what a running Mandat needs, and nothing of its tests."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def names(tmp_path_factory):
    """The paths inside a wheel built from a copy of the sources, without any network."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    skipped = shutil.ignore_patterns("__pycache__", "*.mo")
    shutil.copytree(ROOT / "mandat", source / "mandat", ignore=skipped)
    for name in ("pyproject.toml", "README.md", "hatch_build.py"):
        shutil.copy(ROOT / name, source / name)
    folder = source / "mandat/locale/nl/LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "django.po").exists():
        (folder / "django.po").write_text('msgid ""\nmsgstr "Language: nl\\n"\n')
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)],
        cwd=source,
        check=True,
        capture_output=True,
    )
    (wheel,) = out.glob("mandat-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def _sources(pattern):
    found = (path.relative_to(ROOT) for path in (ROOT / "mandat").rglob(pattern))
    return {str(path) for path in found if "tests" not in path.parts}


@pytest.mark.parametrize(
    "pattern",
    ["templates/**/*.html", "static/**/*.*", "migrations/*.py", "locale/**/*.po", "*.tsv"],
)
def test_every_file_of_the_package_is_inside(names, pattern):
    assert _sources(pattern) <= set(names)


def test_every_catalogue_is_compiled(names):
    catalogues = [name for name in names if name.endswith(".po")]
    assert catalogues
    assert {name.removesuffix(".po") + ".mo" for name in catalogues} <= set(names)


def test_no_tests_and_no_scratch_inside(names):
    assert not [name for name in names if "/tests/" in name or "__pycache__" in name]


def test_the_console_command_is_declared(names):
    assert [name for name in names if name.endswith("entry_points.txt")]
