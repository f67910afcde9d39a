"""`mandat affiliates load`: progress aside, what it says and how it ends."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from random import Random

import pytest
from django.core.management import CommandError, call_command

from mandat.affiliates.models import Affiliate
from mandat.firms.tests.factories import Cast
from mandat.identifiers.making import make_siren

SIREN = make_siren(Random(21))


def run(path: Path, *options: str, office: str = "littoral") -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("affiliates_load", str(path), "--office", office, *options, stdout=out)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    return 0, out.getvalue()


@pytest.fixture(autouse=True)
def english() -> object:
    from django.utils import translation

    with translation.override("en"):
        yield


def test_loads_says_so_and_says_when_nothing_changed(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"record;affiliate;name\naffiliate;{SIREN};Vaubrun\n", "cp1252")
    assert run(path, "--dry-run") == (0, run(path, "--dry-run")[1])
    assert not Affiliate.objects.exists()
    code, words = run(path)
    assert code == 0
    assert "Loaded." in words
    assert Affiliate.objects.count() == 1
    assert "Nothing to change" in run(path)[1]


def test_names_the_line_and_ends_with_one(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"record;affiliate;name\naffiliate;{SIREN};Vaubrun\naffiliate;123456789;X\n")
    code, words = run(path)
    assert code == 1
    assert "line 3, affiliate" in words
    assert "[number_key]" in words
    assert "123456789" not in words
    assert not Affiliate.objects.exists()


def test_two_when_it_cannot_begin(cast: Cast, tmp_path: Path) -> None:
    for path, office in ((tmp_path / "absent.csv", "littoral"), (tmp_path, "nowhere")):
        with pytest.raises(CommandError) as error:
            run(path, office=office)
        assert error.value.returncode == 2
