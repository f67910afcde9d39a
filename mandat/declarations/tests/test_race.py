"""Many hands at once on one firm's files."""

from __future__ import annotations

from io import BytesIO
from threading import Thread

import pytest
from django.db import connection, connections

from mandat.declarations import actions
from mandat.declarations.models import Anomaly, Declaration, DeclarationFile
from mandat.declarations.tests.factories import (
    MONTH,
    NOW,
    company,
    dsn,
    make_client,
    receive,
)
from mandat.firms import audit
from mandat.firms.tests.factories import Cast


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_eighteen_hands_drop_six_files_and_one_declaration_is_in_force(cast: Cast) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time, and its audit log cannot be emptied")
    one = company()
    client = make_client(cast.firm, one.siren)
    files = [dsn(one, MONTH, "bad-siret-key", order=order) for order in range(1, 7)]
    errors: list[BaseException] = []

    def drop(rank: int) -> None:
        try:
            file, _ = actions.receive_file(
                cast.firm,
                BytesIO(files[rank % 6]),
                name="x.dsn",
                by=cast.administrator,
                at=NOW,
                queue=False,
            )
            actions.read_file(file.pk, at=NOW)
        except BaseException as error:  # noqa: BLE001  # told by the main thread
            errors.append(error)
        finally:
            connections.close_all()

    hands = [Thread(target=drop, args=(rank,)) for rank in range(18)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert errors == []
    assert DeclarationFile.objects.filter(state="read").count() == 6
    assert Declaration.objects.count() == 6
    assert list(Declaration.objects.in_force().values_list("order", flat=True)) == [6]
    client.refresh_from_db()
    assert client.open_anomalies == Anomaly.objects.open().count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_four_workers_share_a_drop_and_each_file_is_read_once(cast: Cast) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time, and its audit log cannot be emptied")
    files = [receive(cast.firm, dsn(company(seed, size=1))).pk for seed in range(50)]
    errors: list[BaseException] = []
    done: list[int] = []

    def work(rank: int) -> None:
        try:
            jobs = files[rank::4] + files[:4]
            done.append(sum(actions.read_waiting(pk, at=NOW) for pk in jobs))
        except BaseException as error:  # noqa: BLE001  # told by the main thread
            errors.append(error)
        finally:
            connections.close_all()

    hands = [Thread(target=work, args=(rank,)) for rank in range(4)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert errors == []
    assert sum(done) == DeclarationFile.objects.filter(state="read", attempts=1).count() == 50
    assert Declaration.objects.count() == 50
    assert audit.first_break(cast.firm) is None
