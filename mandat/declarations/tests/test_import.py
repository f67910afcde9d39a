"""Files and folders are read from the command line."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from mandat.declarations.models import Declaration, DeclarationFile
from mandat.declarations.tests.factories import FAULTS, MONTH, SAMPLE, company, dsn, make_client
from mandat.firms.tests.factories import Cast

pytestmark = pytest.mark.django_db


def run(*args: object) -> str:
    out = StringIO()
    with translation.override("en"):
        call_command("declarations_import", *map(str, args), stdout=out)
    return out.getvalue()


def test_a_folder_is_read_with_a_line_per_file(cast: Cast, tmp_path: Path) -> None:
    one, other = company(1), company(2)
    make_client(cast.firm, one.siren)
    (tmp_path / "deep").mkdir()
    (tmp_path / "a.dsn").write_bytes(dsn(one, MONTH, *FAULTS))
    (tmp_path / "deep" / "b.dsn").write_bytes(dsn(other))
    (tmp_path / ".hidden").write_bytes(b"no")
    out = run(tmp_path, "--firm", "arvensis", "--as", "agnes@example.test")
    assert "a.dsn: 1 declaration, 3 problems\n" in out
    assert f"b.dsn: 1 declaration, 0 problems, no client of the firm bears {other.siren}\n" in out
    assert "2 read, 0 already there, 0 not read" in out
    assert {file.dropped_by for file in DeclarationFile.objects.all()} == {cast.administrator}
    assert "0 read, 2 already there, 0 not read" in run(tmp_path, "--firm", "arvensis")
    assert Declaration.objects.count() == 2


def test_what_cannot_be_read_is_said_and_the_status_tells(cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    (tmp_path / "good.dsn").write_bytes(dsn(company()))
    out = StringIO()
    with pytest.raises(SystemExit) as stop, translation.override("en"):
        call_command(
            "declarations_import",
            str(tmp_path),
            str(tmp_path / "absent.dsn"),
            "--firm",
            "arvensis",
            stdout=out,
        )
    assert stop.value.code == 1
    assert "notes.txt: This is not a DSN" in out.getvalue()
    assert "absent.dsn: No such file" in out.getvalue()
    assert "1 read, 0 already there, 2 not read" in out.getvalue()


def test_wrong_names_are_refused_before_anything_is_read(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        run(tmp_path, "--firm", "nobody")
    with pytest.raises(CommandError):
        run(tmp_path, "--firm", "arvensis", "--as", "sam@example.test")
    with pytest.raises(CommandError):
        run(tmp_path, "--firm", "arvensis")


def test_the_genuine_sample_through_the_command(cast: Cast) -> None:
    if not SAMPLE.exists():
        pytest.skip("the shared sample is not on this machine")
    out = run(SAMPLE, "--firm", "arvensis")
    assert f"{SAMPLE.name}: 3 declarations, " in out
    assert "no client of the firm bears" in out
