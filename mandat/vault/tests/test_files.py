"""Files at rest and keys of the settings."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ImproperlyConfigured

from mandat.vault import files
from mandat.vault.crypto import DecryptionError
from mandat.vault.keys import keyring, new_key

if TYPE_CHECKING:
    from pytest_django import Settings

CONTENT = b"fiche de paie " * 50_000


@pytest.fixture(autouse=True)
def place(settings: Settings, tmp_path: Path) -> Path:
    settings.MANDAT_ENCRYPTION_KEYS = f"k1:{new_key()}"
    settings.MANDAT_INDEX_KEY = new_key()
    settings.MANDAT_FILES_DIR = tmp_path / "files"
    return tmp_path / "files"


def everything_in(place: Path) -> list[Path]:
    return [path for path in place.rglob("*") if path.is_file()]


def keep(content: bytes = CONTENT, context: str = "document:1") -> files.StoredFile:
    return files.store(BytesIO(content), context=context, max_bytes=len(content))


@pytest.mark.parametrize("content", [b"", b"x", CONTENT])
def test_a_stored_file_reads_back(content: bytes) -> None:
    stored = keep(content)
    assert stored.size == len(content)
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert b"".join(files.open_plain(stored.name, context="document:1")) == content


def test_on_disk_it_is_private_and_unreadable(place: Path) -> None:
    stored = keep()
    (path,) = everything_in(place)
    assert path == place / stored.name[:2] / stored.name[2:4] / stored.name
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o077 == 0
    assert b"fiche" not in path.read_bytes()


def test_too_large_leaves_nothing(place: Path) -> None:
    with pytest.raises(files.TooLarge):
        files.store(BytesIO(CONTENT), context="document:1", max_bytes=len(CONTENT) - 1)
    assert everything_in(place) == []


def test_a_source_that_fails_leaves_nothing(place: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"x" * 1_000_000
        raise ConnectionError

    with pytest.raises(ConnectionError):
        files.store(broken(), context="document:1", max_bytes=10**9)
    assert everything_in(place) == []


def test_another_context_fails_before_anything_is_given_out() -> None:
    stored = keep()
    with pytest.raises(DecryptionError):
        files.open_plain(stored.name, context="document:2")


def test_two_files_exchanged_on_disk_do_not_open(place: Path) -> None:
    one, two = keep(context="document:1"), keep(context="document:2")
    paths = {path.name: path for path in everything_in(place)}
    paths[one.name].replace(paths[two.name])
    with pytest.raises(DecryptionError):
        files.open_plain(two.name, context="document:2")


def test_a_damaged_end_is_found_while_reading(place: Path) -> None:
    stored = keep()
    (path,) = everything_in(place)
    os.truncate(path, path.stat().st_size - 1)
    with files.open_plain(stored.name, context="document:1") as plain:
        with pytest.raises(DecryptionError):
            list(plain)


@pytest.mark.parametrize(
    "name", ["", "../../etc/passwd", "a" * 31, "A" * 32, "a" * 32 + "\n", "/" + "a" * 31, "é" * 32]
)
def test_names_that_were_never_given_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        files.open_plain(name, context="document:1")
    with pytest.raises(ValueError, match="name"):
        files.delete(name)


def test_delete(place: Path) -> None:
    stored = keep()
    files.delete(stored.name)
    files.delete(stored.name)
    assert everything_in(place) == []
    with pytest.raises(FileNotFoundError):
        files.open_plain(stored.name, context="document:1")


def test_what_a_killed_writer_left_is_swept(place: Path) -> None:
    stored = keep()
    part = place / "ab" / "cd" / "abcd.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"x")
    assert files.sweep_parts(before=part.stat().st_mtime) == 0
    assert files.sweep_parts(before=part.stat().st_mtime + 1) == 1
    assert [path.name for path in everything_in(place)] == [stored.name]


def test_the_first_key_of_the_settings_is_current(settings: Settings) -> None:
    before = keyring().encrypt(b"x", context="c")
    settings.MANDAT_ENCRYPTION_KEYS = f"k2:{new_key()}, {settings.MANDAT_ENCRYPTION_KEYS}"
    assert keyring().current == "k2"
    assert keyring() is keyring()
    assert keyring().decrypt(before, context="c") == b"x"
    assert keyring().needs_rotation(before)


@pytest.mark.parametrize("value", ["", "k1", "k1:c2hvcnQ=", "k1:???", ":", "k1:,k1:"])
def test_faulty_keys_stop_and_are_not_repeated(settings: Settings, value: str) -> None:
    settings.MANDAT_ENCRYPTION_KEYS = value
    with pytest.raises(ImproperlyConfigured) as caught:
        keyring()
    assert "c2hvcnQ" not in str(caught.value)


def test_a_key_id_named_twice_is_refused(settings: Settings) -> None:
    settings.MANDAT_ENCRYPTION_KEYS = f"k1:{new_key()},k1:{new_key()}"
    with pytest.raises(ImproperlyConfigured):
        keyring()
