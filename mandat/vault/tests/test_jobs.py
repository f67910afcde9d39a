"""The door to the queue."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest import mock

import pytest
from django.db import transaction

from mandat.vault.jobs import enqueue

if TYPE_CHECKING:
    from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

CALLS: list[int] = []
TASK = f"{__name__}.record"


def record(ident: int) -> None:
    CALLS.append(ident)


def enqueue_and_fail() -> None:
    with transaction.atomic():
        enqueue(TASK, 7)
        raise ZeroDivisionError


@pytest.fixture(autouse=True)
def no_calls() -> None:
    CALLS.clear()


@pytest.mark.django_db
def test_inline_jobs_run_after_the_commit(
    settings: Settings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    settings.MANDAT_JOBS_INLINE = True
    with django_capture_on_commit_callbacks(execute=True):
        enqueue(TASK, 7)
        assert CALLS == []
    assert CALLS == [7]


@pytest.mark.django_db(transaction=True)
def test_inline_jobs_of_a_failed_transaction_never_run(settings: Settings) -> None:
    settings.MANDAT_JOBS_INLINE = True
    with pytest.raises(ZeroDivisionError):
        enqueue_and_fail()
    assert CALLS == []


@pytest.mark.django_db
def test_the_queue_gets_the_path_and_the_id(settings: Settings) -> None:
    settings.MANDAT_JOBS_INLINE = False
    with mock.patch("django_q.tasks.async_task") as async_task:
        enqueue(TASK, 7)
    async_task.assert_called_once_with(TASK, 7)
    assert CALLS == []


@pytest.mark.django_db(transaction=True)
def test_a_queued_job_shares_the_fate_of_its_transaction(settings: Settings) -> None:
    from django_q.models import OrmQ  # its models need the app registry

    settings.MANDAT_JOBS_INLINE = False
    with pytest.raises(ZeroDivisionError):
        enqueue_and_fail()
    assert OrmQ.objects.count() == 0
    enqueue(TASK, 8)
    assert OrmQ.objects.count() == 1


@pytest.mark.parametrize("task", ["record", "", "a.b c", "os.system('x')", ".a"])
def test_a_task_is_a_dotted_path(task: str) -> None:
    with pytest.raises(ValueError, match="dotted"):
        enqueue(task, 1)


def test_a_job_carries_an_id_and_nothing_else() -> None:
    for ident in ("85073003328", True, None):
        with pytest.raises(TypeError):
            enqueue(TASK, ident)  # type: ignore[arg-type]  # what a caller must not do
