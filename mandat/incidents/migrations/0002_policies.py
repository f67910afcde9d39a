"""Puts the tables of the app behind the row-level policies of PostgreSQL."""

from typing import ClassVar

from django.db import migrations

from mandat.firms.rls import protect


class Migration(migrations.Migration):
    """No change on SQLite."""

    dependencies: ClassVar = [("incidents", "0001_initial")]

    operations: ClassVar = [
        protect("incidents_incident", office=True),
    ]
