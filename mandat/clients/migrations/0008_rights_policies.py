"""Puts the lists of confidential clients behind the row-level policies of PostgreSQL."""

from typing import ClassVar

from django.db import migrations

from mandat.firms.rls import protect


class Migration(migrations.Migration):
    """No change on SQLite."""

    dependencies: ClassVar = [("clients", "0007_rights")]

    operations: ClassVar = [
        protect("clients_confidence"),
        protect("clients_confidencemember"),
    ]
