"""Files that wait are read together, and fare as if each had been read alone."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from random import Random
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from django.conf import settings
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from mandat.clients.models import Client
from mandat.declarations import actions, claiming, keeping, reading
from mandat.declarations.choices import FileState
from mandat.declarations.models import (
    Anomaly,
    AnomalyStep,
    Declaration,
    DeclarationFile,
    DeclaredAmount,
)
from mandat.declarations.tests.factories import FAULTS, NOW, company, dsn, make_client, receive
from mandat.declarations.tests.lives import FEBRUARY, JANUARY, MARCH, adjusting
from mandat.declarations.tests.test_watching import leaving, without_first
from mandat.firms import audit
from mandat.firms.models import AuditEvent, Firm
from mandat.firms.tests.factories import Cast
from mandat.formats.dsn.generate import end_of_contract

pytestmark = pytest.mark.django_db


def drop(seed: int) -> list[bytes]:
    """Some companies' months, replacements, adjustments and an event, in any order."""
    rng = Random(seed)
    files = []
    companies = rng.randrange(1, 4)
    for number in range(companies):
        one = company(number + 1, month=JANUARY)
        faults = rng.sample(FAULTS, rng.randrange(4))
        test = rng.random() < 0.5
        files += [
            dsn(one, JANUARY, *faults, order=1, test=test),
            dsn(one, FEBRUARY, *faults, order=1, test=test),
            dsn(one, FEBRUARY, *faults[1:], order=2, replaces=1, test=test),
            dsn(one, FEBRUARY, *faults, order=3, replaces=2, test=test),
            dsn(without_first(one), MARCH, order=1, test=test),
            adjusting(one, MARCH, JANUARY, order=2, replaces=1, test=test),
            dsn(one, JANUARY, order=2, replaces=1),
        ]
    if companies == 1:  # from the first event on, all companies of a firm are judged by theirs
        gone = leaving(one, date(2026, 2, 20))
        files.append(end_of_contract(gone, gone.employees[0]))
    rng.shuffle(files)
    return files[: rng.randrange(2, len(files) + 1)]


def state_of(firm: Firm) -> dict[str, object]:
    """What a firm knows, without the numbers of rows."""

    def name(one: Declaration | None) -> object:
        return one and (one.file.sha256, one.rank)

    return {
        "files": sorted(
            DeclarationFile.objects.filter(firm=firm).values_list("sha256", "state", "line_count")
        ),
        "declarations": sorted(
            (str(name(row)), str(name(row.replaced_by)), row.client_id is None)
            for row in Declaration.objects.filter(firm=firm)
        ),
        "anomalies": Counter(
            (
                row.file.sha256, str(name(row.declaration)), row.code, row.line, row.state,
                row.correction, str(name(row.corrected_by)), row.closes_at, str(row.details),
                row.continues_in.file.sha256 if row.continues_in else "",
            )
            for row in Anomaly.objects.filter(firm=firm)
        ),
        "steps": Counter(
            (row.anomaly.file.sha256, row.anomaly.code, row.before, row.after, row.cause,
             str(name(row.declaration)))
            for row in AnomalyStep.objects.filter(firm=firm)
        ),
        "amounts": DeclaredAmount.objects.filter(firm=firm).count(),
        "events": Counter(AuditEvent.objects.filter(firm=firm).values_list("action", flat=True)),
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_together_is_as_one_by_one(cast: Cast, seed: int) -> None:
    files = drop(seed)
    for firm in (cast.firm, cast.other_firm):
        make_client(firm, company(1, month=JANUARY).siren)
    for data in files:
        receive(cast.firm, data)
        receive(cast.other_firm, data)
    for file in DeclarationFile.objects.filter(firm=cast.firm).order_by("pk"):
        actions.read_file(file.pk, at=NOW)
    first = DeclarationFile.objects.filter(firm=cast.other_firm).order_by("pk")[0]
    assert actions.read_waiting(first.pk, at=NOW) == len(files)
    alone, together = state_of(cast.firm), state_of(cast.other_firm)
    assert together["files"] == [(one[0], "read", one[2]) for one in together["files"]]  # type: ignore[attr-defined]  # a list
    alone["events"] = together["events"]  # the firms were not opened alike
    assert together == alone
    assert audit.first_break(cast.other_firm) is None
    counts = Client.objects.filter(number=company(1, month=JANUARY).siren)
    assert (
        counts.values("open_anomalies", "headcount", "last_declared_month").distinct().count() == 1
    )


def forty(firm: Firm) -> list[int]:
    """Forty small files of as many companies that wait."""
    return [receive(firm, dsn(company(seed, size=1))).pk for seed in range(40)]


def states() -> Counter[str]:
    return Counter(DeclarationFile.objects.values_list("state", flat=True))


def test_a_drop_of_many_takes_few_transactions(cast: Cast) -> None:
    files = forty(cast.firm)
    foreign = receive(cast.other_firm, dsn(company(1)))
    with (
        patch.object(reading, "keep", wraps=keeping.keep) as keep,
        CaptureQueriesContext(connection) as asked,
    ):
        done = [actions.read_waiting(file, at=NOW) for file in files]
    assert [number for number in done if number] == [32, 8]
    assert keep.call_count == 2
    assert len(asked) < 7 * len(files)
    assert states() == {"read": 40, "received": 1}
    foreign.refresh_from_db()
    assert foreign.state == FileState.RECEIVED
    assert audit.first_break(cast.firm) is None
    read = AuditEvent.objects.filter(action="declaration_file.read")
    assert sorted(read.values_list("target_id", flat=True)) == files


def test_one_that_cannot_be_kept_hinders_no_other(cast: Cast) -> None:
    files = forty(cast.firm)[:32]
    make = keeping.rows.anomalies

    def anomalies(file, *args, **more):
        if file.pk == files[7]:
            raise DatabaseError("quotes 1 85 05")
        return make(file, *args, **more)

    with (
        patch.object(keeping.rows, "anomalies", anomalies),
        pytest.raises(reading.ReadingFailed, match=r"^DatabaseError$"),
    ):
        actions.read_waiting(files[0], at=NOW)
    assert states() == {"read": 31, "received": 9}
    wrong = DeclarationFile.objects.get(pk=files[7])
    assert (wrong.state, wrong.attempts, wrong.claimed_by) == (FileState.RECEIVED, 1, "")
    assert not Declaration.objects.filter(file=wrong).exists()
    assert Declaration.objects.count() == 31
    assert actions.read_waiting(files[7], at=NOW) == 1  # alone, as it was tried before
    assert states() == {"read": 32, "received": 8}


def test_one_that_cannot_be_read_hinders_no_other(cast: Cast) -> None:
    files = forty(cast.firm)
    prepare, damaged = reading.rows.declarations, DeclarationFile.objects.get(pk=files[3])
    next(settings.MANDAT_FILES_DIR.rglob(damaged.stored_name)).unlink()

    def declarations(file, *args):
        if file.pk == files[1]:
            raise ValueError("quotes 1 85 05")
        return prepare(file, *args)

    with (
        patch.object(reading.rows, "declarations", declarations),
        pytest.raises(reading.ReadingFailed, match=r"^ValueError$"),
    ):
        actions.read_waiting(files[0], at=NOW)
    assert states() == {"read": 30, "received": 9, "failed": 1}
    damaged.refresh_from_db()
    assert (damaged.state, damaged.failure) == (FileState.FAILED, "file-missing")


@pytest.mark.parametrize("place", ["reading.rows.declarations", "keeping.refresh_anomaly_counts"])
def test_a_killed_worker_loses_nothing_and_does_nothing_twice(cast: Cast, place: str) -> None:
    files = forty(cast.firm)
    with (
        patch(f"mandat.declarations.{place}", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        actions.read_waiting(files[0], at=NOW)
    assert not Declaration.objects.exists()
    assert states() == {"reading": 32, "received": 8}
    assert actions.read_waiting(files[1], at=NOW + timedelta(minutes=1)) == 0  # in living hands
    later = NOW + timedelta(hours=1)
    with patch("mandat.vault.jobs.enqueue") as enqueue:
        assert actions.sweep(at=later) == 40
    jobs = sorted(call.args[1] for call in enqueue.call_args_list)
    assert jobs == files
    done = [actions.read_waiting(pk, at=later) for pk in jobs]
    assert done == [1] * 32 + [8] + [0] * 7  # what was tried before is read alone
    assert states() == {"read": 40}
    assert Declaration.objects.count() == 40
    assert AuditEvent.objects.filter(action="declaration_file.read").count() == 40
    assert audit.first_break(cast.firm) is None


def test_files_taken_over_meanwhile_are_left_to_the_other(cast: Cast) -> None:
    files = forty(cast.firm)
    prepare = reading.rows.declarations

    def robbed(file, *args):
        if file.pk == files[5]:
            stolen = DeclarationFile.objects.filter(pk__in=files[:3])
            stolen.update(claimed_by="someone else")
        return prepare(file, *args)

    with patch.object(reading.rows, "declarations", robbed):
        assert actions.read_waiting(files[0], at=NOW) == 29
    assert set(Declaration.objects.values_list("file", flat=True)) == set(files[3:32])
    assert set(
        DeclarationFile.objects.filter(claimed_by="someone else").values_list("pk", "state")
    ) == {(pk, "reading") for pk in files[:3]}


def test_all_that_is_held_gives_signs_of_life(cast: Cast) -> None:
    files = forty(cast.firm)
    seen = set()
    prepare = reading.rows.declarations

    def declarations(file, *args):
        held = DeclarationFile.objects.filter(state=FileState.READING)
        seen.update(row > NOW for row in held.values_list("heartbeat_at", flat=True))
        return prepare(file, *args)

    with (
        patch.object(claiming, "_BEAT_SECONDS", 0.0),
        patch.object(reading.rows, "declarations", declarations),
    ):
        actions.read_waiting(files[0], at=NOW)
    assert seen == {True}


def test_large_files_and_those_tried_before_go_alone(cast: Cast) -> None:
    files = forty(cast.firm)
    with patch.object(claiming, "_MOST_BYTES", DeclarationFile.objects.get(pk=files[0]).size):
        assert actions.read_waiting(files[0], at=NOW) == 1
    DeclarationFile.objects.filter(pk__in=files[1:30]).update(attempts=1)
    assert actions.read_waiting(files[1], at=NOW) == 1
    assert actions.read_waiting(files[30], at=NOW) == 10
    sizes = sum(DeclarationFile.objects.filter(pk__in=files[:3]).values_list("size", flat=True))
    DeclarationFile.objects.update(state=FileState.RECEIVED, attempts=0)
    with patch.object(claiming, "_MOST_BYTES", sizes):
        held = claiming.claim(files[0], at=NOW, with_others=True)
    assert held is not None
    assert [file.pk for file in held.files] == files[:3]


def test_rounds_hold_each_establishment_once_and_keep_the_order(cast: Cast) -> None:
    def ready(number: int, *sirets: str) -> keeping.Ready:
        rows = [SimpleNamespace(declaration=Declaration(siret=siret)) for siret in sirets]
        return keeping.Ready(DeclarationFile(pk=number), None, rows)  # type: ignore[arg-type]

    drops = [ready(1, "A", "A"), ready(2, "B"), ready(3, "A", "C"), ready(4, "C"), ready(5, "B")]
    parts = [[one.file.pk for one in part] for part in keeping.rounds(drops)]
    assert parts == [[1, 2], [3, 5], [4]]
