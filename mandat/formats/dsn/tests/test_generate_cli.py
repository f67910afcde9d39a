"""`mandat dsn generate`: what it writes, what it says, what it never does."""

import io
from datetime import date
from pathlib import Path

import pytest

from mandat.formats.dsn.generate import SHAPES, generate, write_large
from mandat.formats.dsn.generate.cli import main
from mandat.formats.dsn.generate.faults import FAULTS
from mandat.formats.dsn.generate.shapes import NORMS
from mandat.formats.dsn.generate.variety import AGENCY, BESIDE, MAIN
from mandat.formats.dsn.reader import read
from mandat.formats.dsn.tests.generated import values


@pytest.mark.parametrize("nature", ["01", "04", "05", "07", "08", "09"])
@pytest.mark.parametrize("month", ["2024-01", "2026-12"])
def test_writes_a_conformant_file(tmp_path: Path, nature: str, month: str) -> None:
    out = tmp_path / "file.dsn"
    assert main([str(out), "--nature", nature, "--month", month, "--seed", "3"]) == 0
    reading = read(out.read_bytes())
    assert [one.nature for one in reading.declarations] == [nature]
    assert [one.code for one in reading.problems] == ["test-file"]


def test_takes_seed_size_and_siren(tmp_path: Path) -> None:
    one, two, three = (tmp_path / name for name in ("1", "2", "3"))
    options = ["--employees", "9", "--siren", "732829320", "--month", "2026-10"]
    assert main([str(one), *options]) == main([str(two), *options]) == 0
    assert main([str(three), *options, "--seed", "4"]) == 0
    assert one.read_bytes() == two.read_bytes() != three.read_bytes()
    assert len(values(one.read_bytes(), "S21.G00.30.019")) == 9
    assert values(one.read_bytes(), "S21.G00.06.001") == ["732829320"]
    assert values(one.read_bytes(), "S20.G00.05.005") == ["01102026"]


def test_makes_a_month_without_anyone(tmp_path: Path) -> None:
    out = tmp_path / "file.dsn"
    assert main([str(out), "--employees", "0"]) == 0
    assert values(out.read_bytes(), "S20.G00.05.002") == ["02"]


@pytest.mark.parametrize("norm", NORMS)
@pytest.mark.parametrize("shape", ["two-fractions", "nobody", "priming-moved", "return-accident"])
def test_takes_a_shape_and_a_norm(tmp_path: Path, shape: str, norm: str) -> None:
    out = tmp_path / "file.dsn"
    assert main([str(out), "--shape", shape, "--norm", norm, "--seed", "5"]) == 0
    month = date(2000 + int(norm[1:3]), 1, 1)
    assert out.read_bytes() == generate(shape, 5, month=month, norm=norm, size=6)
    assert [one.code for one in read(out.read_bytes()).problems] == ["test-file"]


def test_takes_what_people_are(tmp_path: Path) -> None:
    out = tmp_path / "file.dsn"
    options = ["--with", "apprentice", "--with", "nir", "--employees", "3", "--month", "2025-03"]
    assert main([str(out), *options]) == 0
    assert values(out.read_bytes(), "S21.G00.40.008") == ["64"] * 3
    assert len(values(out.read_bytes(), "S21.G00.30.001")) == 3


def test_writes_a_large_file_as_a_stream(tmp_path: Path) -> None:
    out = tmp_path / "file.dsn"
    assert main([str(out), "--shape", "large", "--employees", "40", "--seed", "2"]) == 0
    target = io.BytesIO()
    write_large(target, 2, 40)
    assert out.read_bytes() == target.getvalue()


@pytest.mark.parametrize(
    ("option", "names"),
    [("--list-shapes", [*SHAPES, "large"]), ("--list-people", [*MAIN, *AGENCY, *BESIDE])],
)
def test_lists_names(capsys: pytest.CaptureFixture[str], option: str, names: list[str]) -> None:
    assert main([option]) == 0
    assert capsys.readouterr().out.split() == names


def test_sows_faults(tmp_path: Path) -> None:
    out = tmp_path / "file.dsn"
    assert main([str(out), "--fault", "missing-s90", "--fault", "empty-value"]) == 0
    codes = {one.code for one in read(out.read_bytes()).problems}
    assert codes == {"test-file", "missing-trailer", "empty-value"}


def test_never_writes_over_a_file_unless_forced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "file.dsn"
    out.write_text("mine")
    assert main([str(out)]) == 2
    assert out.read_text() == "mine"
    assert "--force" in capsys.readouterr().err
    assert main([str(out), "--force"]) == 0
    assert out.read_bytes().startswith(b"S10.G00.00.001")


def test_a_link_is_replaced_and_what_it_points_to_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine, link, folder = tmp_path / "mine", tmp_path / "link.dsn", tmp_path / "folder"
    mine.write_text("mine")
    link.symlink_to(mine)
    folder.mkdir()
    assert main([str(link)]) == 2
    assert link.is_symlink()
    assert main([str(link), "--force"]) == 0
    assert mine.read_text() == "mine"
    assert not link.is_symlink()
    assert link.read_bytes().startswith(b"S10.G00.00.001")
    assert main([str(folder), "--force"]) == 2
    assert "is no ordinary file" in capsys.readouterr().err
    assert sorted(tmp_path.iterdir()) == [folder, link, mine]


def test_lists_the_faults(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--list-faults"]) == 0
    shown = capsys.readouterr().out
    assert all(name in shown for name in FAULTS)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "name the file"),
        (["x", "--fault", "nothing"], "unknown fault nothing"),
        (["x", "--month", "2026-13"], "not a month"),
        (["x", "--month", "2023-01"], "2024 to 2026"),
        (["x", "--siren", "732829321"], "SIREN"),
        (["x", "--employees", "-1"], "--employees"),
        (["x", "--employees", "0", "--nature", "04"], "--employees"),
        (["x", "--nature", "02"], "invalid choice"),
        (["x", "--shape", "round"], "invalid choice"),
        (["x", "--norm", "P23V01"], "invalid choice"),
        (["x", "--shape", "monthly", "--nature", "01"], "exclude"),
        (["x", "--shape", "large", "--fault", "wrong-total"], "large"),
        (["x", "--shape", "monthly", "--employees", "5001"], "--employees"),
        (["x", "--with", "wings"], "unknown wings"),
    ],
)
def test_says_what_is_wrong_with_the_options(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(options) == 2
    assert said in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("missing/file.dsn", [], "cannot be written (file not found)"),
        ("file.dsn", ["--nature", "04", "--fault", "wrong-total"], "wrong-total"),
    ],
)
def test_says_why_a_file_cannot_be_made(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    options: list[str],
    said: str,
) -> None:
    assert main([str(tmp_path / name), *options]) == 2
    assert said in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
