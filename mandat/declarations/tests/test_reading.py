"""A file becomes rows, whole or not at all, once."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from random import Random
from unittest.mock import patch

import pytest
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import QuerySet

from mandat.declarations import actions, claiming, reading
from mandat.declarations.choices import AnomalyState, FileState
from mandat.declarations.models import Anomaly, Declaration, DeclarationFile, DeclaredAmount
from mandat.declarations.people import people_of
from mandat.declarations.tests.factories import (
    FAULTS,
    MONTH,
    NOW,
    SAMPLE,
    company,
    dsn,
    make_client,
    receive,
    received,
)
from mandat.firms.models import AuditEvent
from mandat.firms.tests.factories import Cast
from mandat.vault.crypto import DecryptionError

pytestmark = pytest.mark.django_db


def changed(data: bytes, values: dict[str, str]) -> bytes:
    """The file with these values in the rubrics named."""
    lines = [
        f"{line[:14]},'{values[line[:14]]}'" if line[:14] in values else line
        for line in data.decode("latin-1").split("\r\n")
    ]
    return "\r\n".join(lines).encode("latin-1")


def test_a_file_is_kept_with_its_figures(cast: Cast) -> None:
    one = company()
    client = make_client(cast.firm, one.siren)
    file = received(cast.firm, dsn(one), by=cast.administrator)
    assert (file.state, file.is_lot, file.done_declarations) == (FileState.READ, False, 1)
    assert file.envois[0]["counted_rubrics"] == file.envois[0]["stated_rubrics"] == file.line_count
    row = Declaration.objects.get()
    assert (row.client, row.month, row.nature, row.is_test) == (client, MONTH, "01", True)
    assert (row.headcount, row.calendar_days, row.contracts) == (3, 93, {"01": 3})
    assert row.gross_cents > 0
    assert row.base_cents > 0
    assert 0 < row.full_time_hundredths <= 300
    paid = DeclaredAmount.objects.filter(declaration=row, due_cents__isnull=False)
    assert paid
    assert all(amount.due_cents == amount.paid_cents for amount in paid)
    client.refresh_from_db()
    assert (client.open_anomalies, client.headcount, client.last_declared_month) == (0, 3, MONTH)


def test_people_are_encrypted_and_read_back(cast: Cast) -> None:
    one = company()
    received(cast.firm, dsn(one))
    row = Declaration.objects.get()
    assert {person.matricule for person in people_of(row)} == {e.number for e in one.employees}
    assert one.employees[0].family.encode() not in bytes(row.people or b"")
    row.siret = "0" * 14  # a row's people do not open in another's place
    with pytest.raises(DecryptionError):
        people_of(row)


def test_three_faults_are_three_open_anomalies(cast: Cast) -> None:
    one = company()
    client = make_client(cast.firm, one.siren)
    received(cast.firm, dsn(one, MONTH, *FAULTS))
    open_ones = Anomaly.objects.visible_to(cast.administrator).open()
    assert sorted(open_ones.values_list("code", flat=True)) == [
        "S21.G00.06.002/CSL-11", "rubric-count", "value-format",
    ]  # fmt: skip
    client.refresh_from_db()
    assert client.open_anomalies == 3
    assert client.attention == 1


def test_the_same_bytes_twice_are_one_row(cast: Cast) -> None:
    data = dsn(company())
    first = received(cast.firm, data)
    again, created = actions.receive_file(
        cast.firm, BytesIO(data), name="other.dsn", by=None, at=NOW
    )
    assert (again.pk, again.name, created) == (first.pk, "dsn.dsn", False)
    assert not actions.read_file(first.pk, at=NOW)
    assert Declaration.objects.count() == 1
    other, created = actions.receive_file(
        cast.other_firm, BytesIO(data), name="x", by=None, at=NOW, queue=False
    )
    assert created
    assert other.pk != first.pk
    stored = [path for path in settings.MANDAT_FILES_DIR.rglob("*") if path.is_file()]
    assert {first.stored_name, other.stored_name} <= {path.name for path in stored}


def test_two_drops_at_the_same_moment_are_one_row(cast: Cast) -> None:
    data = dsn(company(2))
    receive(cast.firm, data)
    with patch.object(QuerySet, "exists", side_effect=[False, True]):
        _, created = actions.receive_file(cast.firm, BytesIO(data), name="x", by=None, at=NOW)
    assert not created
    assert DeclarationFile.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b" \r\n\r\n", "empty-file"),
        (b"PK\x03\x04" + b"x" * 90, "archive"),
        (b"\x7fELF\x00\x01S21.G00.06.001,'1'", "binary-file"),
        (b"date;montant\r\n1;2\r\n", "not-dsn"),
        (b"x" * 2_000_000, "not-dsn"),
    ],
)
def test_what_is_no_dsn_is_not_kept(cast: Cast, data: bytes, code: str) -> None:
    before = len(list(settings.MANDAT_FILES_DIR.rglob("*")))
    with pytest.raises(actions.FileRefused) as refused:
        actions.receive_file(cast.firm, BytesIO(data), name="x", by=None, at=NOW)
    assert refused.value.code == code
    assert not DeclarationFile.objects.exists()
    assert len(list(settings.MANDAT_FILES_DIR.rglob("*"))) == before


def test_a_file_too_large_is_not_kept(cast: Cast, settings) -> None:
    settings.MANDAT_UPLOAD_MAX_BYTES = 1000
    with pytest.raises(actions.FileRefused, match="too-large"):
        receive(cast.firm, dsn(company()))


def test_a_huge_line_and_strange_bytes_are_read(cast: Cast) -> None:
    one = company()
    data = dsn(one) + b"S21.G00.06.001,'" + b"9" * 300_000 + b"'\r\nS21.\0\xff\xfe\r\n"
    with pytest.raises(actions.FileRefused):  # a zero byte in the head is no text
        receive(cast.firm, b"S21.\0\r\n" + data)
    file = received(cast.firm, data)
    assert file.state == FileState.READ
    assert Anomaly.objects.filter(code="line-too-long").exists()
    assert all(len(value) <= 200 for value in Anomaly.objects.values_list("value", flat=True))


def test_absurd_values_still_fit_the_columns(cast: Cast) -> None:
    amounts = ("S21.G00.51.013", "S21.G00.22.005", "S21.G00.20.005")
    codes = (
        "S20.G00.05.001", "S20.G00.05.002", "S20.G00.05.003", "S20.G00.05.004",
        "S10.G00.00.006", "S21.G00.06.001", "S21.G00.22.001", "S21.G00.40.007",
    )  # fmt: skip
    data = changed(
        dsn(company()), dict.fromkeys(amounts, "9" * 18 + ".99") | dict.fromkeys(codes, "7" * 600)
    )
    assert received(cast.firm, data).state == FileState.READ


@pytest.mark.parametrize("write", ["Declaration", "DeclaredAmount", "Anomaly", "audit", "counts"])
def test_an_error_at_any_write_leaves_nothing(cast: Cast, write: str) -> None:
    one = company()
    client = make_client(cast.firm, one.siren)
    file = receive(cast.firm, dsn(one, MONTH, *FAULTS))
    events = AuditEvent.objects.count()
    targets = {
        "audit": "mandat.declarations.keeping.audit.record_all",
        "counts": "mandat.declarations.standing.refresh_attention",
    }
    target = targets.get(write, f"mandat.declarations.keeping.{write}.objects.bulk_create")
    with (
        patch(target, side_effect=DatabaseError("quotes 1 85 05")),
        pytest.raises(reading.ReadingFailed, match=r"^DatabaseError$"),
    ):
        actions.read_file(file.pk, at=NOW)
    client.refresh_from_db()
    file.refresh_from_db()
    assert (file.state, file.attempts, file.failure) == (FileState.RECEIVED, 1, "")
    assert not Declaration.objects.exists()
    assert not DeclaredAmount.objects.exists()
    assert not Anomaly.objects.exists()
    assert (client.open_anomalies, AuditEvent.objects.count()) == (0, events)
    assert actions.read_file(file.pk, at=NOW)
    assert Anomaly.objects.open().count() == 3


def test_a_killed_reading_is_taken_up_again_and_gives_up_at_last(cast: Cast) -> None:
    file = receive(cast.firm, dsn(company()))
    later = NOW
    for attempt in range(1, 6):
        with (
            patch.object(reading.rows, "declarations", side_effect=KeyboardInterrupt),
            pytest.raises(KeyboardInterrupt),
        ):
            actions.read_file(file.pk, at=later)
        file.refresh_from_db()
        assert (file.state, file.attempts) == (FileState.READING, attempt)
        assert not actions.read_file(file.pk, at=later + timedelta(minutes=1))
        later += timedelta(hours=1)
        with patch("mandat.vault.jobs.enqueue") as enqueue:
            assert actions.sweep(at=later) == (1 if attempt < 5 else 0)
        assert enqueue.called == (attempt < 5)
    file.refresh_from_db()
    assert (file.state, file.failure) == (FileState.FAILED, "gave-up")
    assert actions.retry_file(file, by=cast.administrator, at=later)
    assert actions.read_file(file.pk, at=later)
    assert Declaration.objects.count() == 1


def test_a_lost_claim_writes_nothing(cast: Cast) -> None:
    file = receive(cast.firm, dsn(company()))
    prepare = reading.rows.declarations

    def robbed(*args):
        DeclarationFile.objects.filter(pk=file.pk).update(claimed_by="someone else")
        return prepare(*args)

    with patch.object(reading.rows, "declarations", robbed):
        assert not actions.read_file(file.pk, at=NOW)
    assert not Declaration.objects.exists()


def test_a_missing_or_damaged_file_fails_with_a_code(cast: Cast) -> None:
    file = receive(cast.firm, dsn(company()))
    path = next(settings.MANDAT_FILES_DIR.rglob(file.stored_name))
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    actions.read_file(file.pk, at=NOW)
    file.refresh_from_db()
    assert (file.state, file.failure) == (FileState.FAILED, "file-damaged")
    path.unlink()
    actions.retry_file(file, by=cast.administrator, at=NOW)
    actions.read_file(file.pk, at=NOW)
    file.refresh_from_db()
    assert file.failure == "file-missing"


def test_setting_aside_and_reopening_move_the_counter(cast: Cast) -> None:
    one = company()
    client = make_client(cast.firm, one.siren)
    received(cast.firm, dsn(one, MONTH, *FAULTS))
    anomaly = Anomaly.objects.open()[0]
    by = cast.administrator
    assert actions.set_aside(anomaly, by=by, at=NOW, reason="The software's maker knows")
    assert not actions.set_aside(anomaly, by=by, at=NOW, reason="again")
    client.refresh_from_db()
    assert client.open_anomalies == 2
    assert actions.reopen(anomaly, by=by, at=NOW)
    assert not actions.reopen(anomaly, by=by, at=NOW)
    client.refresh_from_db()
    anomaly.refresh_from_db()
    assert (client.open_anomalies, anomaly.state, anomaly.reason) == (3, AnomalyState.OPEN, "")


def test_the_genuine_sample_is_read(cast: Cast) -> None:
    if not SAMPLE.exists():
        pytest.skip("the shared sample is not on this machine")
    file = received(cast.firm, SAMPLE.read_bytes(), name=SAMPLE.name)
    assert (file.state, file.is_lot, file.done_declarations) == (FileState.READ, True, 3)
    assert set(Declaration.objects.values_list("nature", flat=True)) == {"07"}
    assert Declaration.objects.in_force().count() == 3
    assert not Declaration.objects.filter(client__isnull=False).exists()
    codes = set(Anomaly.objects.values_list("code", flat=True))
    assert {code for code in codes if code.startswith("S21.G00.06.00")}  # its SIREN is replaced
    assert not {"rubric-count", "declaration-count"} & codes
    for envoi in file.envois:
        assert envoi["counted_rubrics"] == envoi["stated_rubrics"]
        assert envoi["counted_declarations"] == envoi["stated_declarations"]


def test_no_name_or_number_reaches_disk_or_database(cast: Cast) -> None:
    """S16, S17: canaries of a person, also in rubrics that should not hold them."""
    one = company()
    family, ntt = "ZYXCANARI", "1" + "9876543210" * 2 + "ABC"
    nir = "1850578006084"
    data = changed(
        dsn(one),
        {
            "S21.G00.30.002": f"{family} ",
            "S21.G00.30.020": ntt,
            "S21.G00.40.006": f"{nir} ",
        },
    )
    data += f"S21.G00.30.899,'{nir}'\r\n".encode()
    file = received(cast.firm, data, name=f"{nir}.dsn")
    assert file.state == FileState.READ
    assert file.name == "•••.dsn"
    canaries = [family.encode(), ntt.encode(), nir.encode()]
    for path in settings.MANDAT_FILES_DIR.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not [one for one in canaries if one in content]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = cursor.fetchall()  # PostgreSQL gives a memoryview, whose repr says nothing
            dump = b"".join(
                bytes(value) if isinstance(value, memoryview) else repr(value).encode()
                for row in rows
                for value in row
            )
            assert not [one for one in canaries if one in dump], table


def test_random_damage_never_breaks_the_reading(cast: Cast) -> None:
    rng = Random(3)
    data = bytearray(dsn(company()))
    for at in rng.sample(range(len(data)), 400):
        data[at] = rng.randrange(1, 256)
    file = received(cast.firm, bytes(data))
    assert file.state == FileState.READ


def test_a_long_reading_gives_signs_of_life_and_stops_when_it_lost_the_file(cast: Cast) -> None:
    """Each employee may be the moment of one: here, each is."""
    file = receive(cast.firm, dsn(company()))
    beats = []

    def beat(lost, *_):
        def one(kept, claim, done, at):
            beats.append(done)
            if lost and len(beats) > 1:
                raise claiming.Lost

        return one

    with patch.object(claiming, "_BEAT_SECONDS", 0.0):
        with patch.object(claiming, "_beat", beat(lost=True)):
            assert not actions.read_file(file.pk, at=NOW)
        assert beats
        assert not Declaration.objects.exists()
        later = NOW + timedelta(hours=1)
        assert actions.read_file(file.pk, at=later)
    file.refresh_from_db()
    assert file.state == FileState.READ
    assert file.heartbeat_at >= later


def test_fresh_lists_make_a_doubt_certain(cast: Cast, settings, tmp_path) -> None:
    (tmp_path / "NAF.csv").write_text("code;label\n0111Z;Cereals\n")
    settings.MANDAT_DSN_TABLES = str(tmp_path)
    file = receive(cast.firm, dsn(company()))
    assert actions.read_file(file.pk, at=NOW)
    levels = Anomaly.objects.filter(code="S21.G00.11.002/CRE-11").values_list("level", flat=True)
    assert list(levels) == ["blocking"]
