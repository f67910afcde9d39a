"""Keys rotate while others work, may be killed at any moment, and lose nothing (S17)."""

from __future__ import annotations

import base64
import os
import random
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import connections, models

from mandat.clients.choices import ClientKind
from mandat.clients.models import Client
from mandat.clients.national import national_number_of, seal_person
from mandat.clients.tests.factories import ClientFactory
from mandat.config import environment, rotation
from mandat.config.commands import keys as command
from mandat.firms.adapter import FactorAdapter
from mandat.firms.tests.factories import Cast, make_cast
from mandat.vault import files
from mandat.vault.keys import keyring, new_key
from tests.access_world import make_world

KILLS = int(os.environ.get("MANDAT_ROTATION_KILLS", "8"))


def add_key(settings: Any, name: str = "k9") -> None:
    settings.MANDAT_ENCRYPTION_KEYS = f"{name}:{new_key()},{settings.MANDAT_ENCRYPTION_KEYS}"


def left() -> int:
    """What an older key still seals."""
    places = {id(one): one for one in rotation.rotate(write=False)}
    assert not [one for one in places.values() if one.lost]
    return sum(one.done for one in places.values())


def run() -> None:
    for _progress in rotation.rotate():
        pass


def test_s17_every_sealed_column_and_every_file_is_in_the_registry() -> None:
    known = {place.name for place in (*rotation.COLUMNS, *rotation.FILES)}
    sealed = set()
    for model in apps.get_models():
        if not model.__module__.startswith("mandat."):
            continue
        for field in model._meta.concrete_fields:
            name = f"{model._meta.label_lower}.{field.name}"
            if isinstance(field, models.BinaryField) or field.name == "stored_name":
                sealed.add(name)
    assert sealed | {"affiliates.loading.file"} == known


def people(cast: Cast, number: int) -> list[tuple[int, str]]:
    from mandat.identifiers.making import make_nir

    made, seed = [], random.Random(3)
    for _ in range(number):
        nir = make_nir(seed)
        sealed, found_by = seal_person(cast.firm, nir)
        client = ClientFactory.create(
            firm=cast.firm, kind=ClientKind.SELF_EMPLOYED, number="", national_number=sealed,
            number_hash=found_by, identity=found_by,
        )  # fmt: skip
        made.append((client.pk, nir))
    return made


def test_s17_everything_is_sealed_again_and_opens_without_the_old_key(
    db: None, settings: Any
) -> None:
    world = make_world()
    made = people(world.cast, 3)
    secret = FactorAdapter().encrypt("JBSWY3DP")
    factor = Authenticator.objects.create(
        user=world.cast.manager.user, type="totp", data={"secret": secret}
    )
    add_key(settings)
    before = left()
    assert before > 5
    run()
    assert left() == 0
    settings.MANDAT_ENCRYPTION_KEYS = settings.MANDAT_ENCRYPTION_KEYS.split(",")[0]
    assert [(pk, national_number_of(Client.objects.get(pk=pk))) for pk, _n in made] == made
    factor.refresh_from_db()
    assert FactorAdapter().decrypt(factor.data["secret"]) == "JBSWY3DP"
    for place in rotation.FILES:
        for row in place.model._default_manager.all():
            name = getattr(row, place.column)
            assert b"".join(files.open_plain(name, context=place.context(row)))


def test_s17_what_is_written_meanwhile_is_not_lost(db: None, settings: Any) -> None:
    cast = make_cast()
    ((pk, _old),) = people(cast, 1)
    add_key(settings)
    stale = Client.objects.get(pk=pk)
    sealed, found_by = seal_person(cast.firm, "1850575123456" + "00")
    Client.objects.filter(pk=pk).update(
        national_number=sealed, number_hash=found_by, identity=found_by
    )
    place = rotation.COLUMNS[0]
    assert rotation._reseal_column(place, stale, keyring(), True) is False
    assert national_number_of(Client.objects.get(pk=pk)) == "185057512345600"


def test_s17_a_new_key_is_added_in_front_and_dropped_when_nothing_needs_it(
    db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    cast = make_cast()
    people(cast, 2)
    path = tmp_path / "keys.txt"
    first = environment.Keys("s" * 50, settings.MANDAT_ENCRYPTION_KEYS, settings.MANDAT_INDEX_KEY)
    environment.write_keys(path, first)
    added = environment.with_key_added(first)
    assert added.encryption_keys.endswith("," + first.encryption_keys)
    assert path.stat().st_mode & 0o777 == 0o600
    settings.MANDAT_ENCRYPTION_KEYS = added.encryption_keys

    class Known:
        data_dir, keys = tmp_path, added

    monkeypatch.setattr(command, "read", lambda: Known)
    monkeypatch.delenv("MANDAT_ENCRYPTION_KEYS", raising=False)
    assert command.main(["rotate", "--drop-old"]) == 0
    assert environment.stored_keys(path).encryption_keys == added.encryption_keys.split(",")[0]
    # One that no key opens keeps the older ones.
    Client.objects.filter(number_hash__gt="").update(national_number=b"\x01\x02zz" + bytes(40))
    assert command.main(["rotate", "--drop-old"]) == 1
    assert base64.b64decode(added.encryption_keys.split(",")[0].split(":")[1])


def test_s17_killed_in_the_middle_it_ends_whole(committed: None, settings: Any) -> None:
    """kill -9 again and again: every row is old or new at any moment, and the last run ends it."""
    made = people(make_cast(), 150)
    seed, cut = random.Random(11), 0
    for number in range(KILLS):
        add_key(settings, f"r{number}")
        connections.close_all()
        child = os.fork()
        if child == 0:
            try:
                run()
            finally:
                os._exit(0)
        time.sleep(seed.uniform(0.005, 0.25))
        os.kill(child, signal.SIGKILL)
        _pid, status = os.waitpid(child, 0)
        cut += os.WIFSIGNALED(status)
        some = seed.sample(made, 10)
        assert [(pk, national_number_of(Client.objects.get(pk=pk))) for pk, _n in some] == some
    assert cut > KILLS // 2
    run()
    assert left() == 0
    settings.MANDAT_ENCRYPTION_KEYS = settings.MANDAT_ENCRYPTION_KEYS.split(",")[0]
    assert [(pk, national_number_of(Client.objects.get(pk=pk))) for pk, _n in made] == made
