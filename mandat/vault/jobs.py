"""The single door to the job queue, so that the queue can be replaced without touching callers."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

_ROUND: Final = "mandat round: "  # what names of our schedules begin with
_TASK: Final = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)+")


def enqueue(task: str, ident: int) -> None:
    """Have `task` (a dotted path) called with the id of a row, once this transaction commits.

    A job carries an id and nothing else: no name, no number, no content. With
    `MANDAT_JOBS_INLINE` the call is made here, right after the commit, without any worker.
    """
    if not _TASK.fullmatch(task):
        raise ValueError("a task is a dotted path")
    if type(ident) is not int:
        raise TypeError("a job carries the id of a row and nothing else")
    if settings.MANDAT_JOBS_INLINE:
        transaction.on_commit(lambda: import_string(task)(ident))
        return
    # Imported here: the queue reads its own settings when it is first imported.
    from django_q.tasks import async_task

    # The broker is a table of this database: the job appears with the commit, or not at all.
    async_task(task, ident)


@transaction.atomic
def keep_rounds(rounds: Mapping[str, int], *, at: datetime) -> None:
    """Have each task (a dotted path) called, without arguments, every so many minutes from `at`.

    Said again, it changes nothing but the next time; a task that is no longer named is called no
    more. Calls that were missed while no worker ran are made up for by one.
    """
    from django_q.models import Schedule  # its models need the app registry

    ours = Schedule.objects.filter(name__startswith=_ROUND)
    kept = []
    for task, minutes in rounds.items():
        if not _TASK.fullmatch(task):
            raise ValueError("a task is a dotted path")
        row = ours.filter(func=task).order_by("pk").first()
        row = row or Schedule(name=f"{_ROUND}{task}"[:100], func=task)
        row.schedule_type, row.minutes, row.repeats = Schedule.MINUTES, minutes, -1
        row.next_run = at
        row.save()
        kept.append(row.pk)
    ours.exclude(pk__in=kept).delete()  # of former versions, or of two workers that began at once
