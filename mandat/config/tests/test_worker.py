"""The rounds that a worker keeps by the clock."""

from __future__ import annotations

from datetime import timedelta
from unittest import mock

import pytest
from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone
from django.utils.module_loading import import_string
from django_q.models import OrmQ, Schedule
from django_q.scheduler import scheduler

from mandat.config.commands import worker
from mandat.vault.jobs import keep_rounds

NOW = timezone.now()


def kept() -> dict[str, int | None]:
    return dict(Schedule.objects.values_list("func", "minutes"))


def _tick() -> None:
    """What the worker does twice a minute, without closing the tests' connection."""
    with mock.patch("django_q.scheduler.close_old_django_connections"):
        scheduler()


@pytest.mark.django_db
def test_begun_twice_they_are_kept_once() -> None:
    for hours in (0, 5):
        keep_rounds(worker.ROUNDS, at=NOW + timedelta(hours=hours))
        assert Schedule.objects.count() == len(worker.ROUNDS)
        assert kept() == worker.ROUNDS
    assert set(Schedule.objects.values_list("next_run", flat=True)) == {NOW + timedelta(hours=5)}


@pytest.mark.django_db
def test_former_doubled_and_foreign_schedules() -> None:
    keep_rounds({"mandat.gone.away": 3, **worker.ROUNDS}, at=NOW)
    double = Schedule.objects.first()
    double.pk = None
    double.save()
    Schedule.objects.create(name="of the installation", func="math.sqrt")
    keep_rounds(worker.ROUNDS, at=NOW)
    assert kept() == {**worker.ROUNDS, "math.sqrt": None}
    assert Schedule.objects.count() == len(worker.ROUNDS) + 1


@pytest.mark.django_db
def test_they_run_at_the_start_and_then_wait() -> None:
    keep_rounds(worker.ROUNDS, at=timezone.now() - timedelta(seconds=1))
    _tick()
    assert OrmQ.objects.count() == len(worker.ROUNDS)
    assert all(row.next_run > timezone.now() for row in Schedule.objects.all())
    _tick()
    assert OrmQ.objects.count() == len(worker.ROUNDS)


@pytest.mark.django_db
def test_missed_rounds_are_made_up_for_by_one() -> None:
    assert settings.Q_CLUSTER["catch_up"] is False
    keep_rounds(worker.ROUNDS, at=timezone.now() - timedelta(days=9))
    _tick()
    _tick()
    assert OrmQ.objects.count() == len(worker.ROUNDS)


@pytest.mark.django_db
@pytest.mark.parametrize("task", worker.ROUNDS)
def test_each_is_there_and_finds_nothing_to_do(task: str) -> None:
    assert import_string(task)() == 0


def test_a_round_is_a_dotted_path(db: None) -> None:
    with pytest.raises(ValueError, match="dotted"):
        keep_rounds({"os.system('x')": 1}, at=NOW)
    assert not Schedule.objects.exists()


def test_a_database_without_tables_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with (
        mock.patch("mandat.vault.jobs.keep_rounds", side_effect=DatabaseError("secret")),
        mock.patch("django.db.connections.close_all"),
    ):
        assert worker.main([]) == 2
    said = capsys.readouterr().err
    assert "mandat migrate" in said
    assert "secret" not in said
