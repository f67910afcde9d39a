"""Puts the history of requests and of removals behind the row-level policies of PostgreSQL."""

from typing import ClassVar

from django.db import migrations

from mandat.firms.rls import protect


class Migration(migrations.Migration):
    """No change on SQLite."""

    dependencies: ClassVar = [("onboarding", "0003_steps_and_removals")]

    operations: ClassVar = [
        protect("onboarding_requeststep", office=True),
        protect("onboarding_removal"),
    ]
