"""Puts the steps of incidents behind the row-level policies of PostgreSQL."""

from typing import ClassVar

from django.db import migrations

from mandat.firms.rls import protect


class Migration(migrations.Migration):
    """No change on SQLite."""

    dependencies: ClassVar = [("incidents", "0003_closure_and_steps")]

    operations: ClassVar = [
        protect("incidents_step", office=True),
    ]
