"""Puts the tables of the app behind the row-level policies of PostgreSQL."""

from typing import ClassVar

from django.db import migrations

from mandat.firms.rls import protect


class Migration(migrations.Migration):
    """No change on SQLite."""

    dependencies: ClassVar = [("clients", "0001_initial")]

    operations: ClassVar = [
        protect("clients_client", office=True),
        protect("clients_placement"),
        protect("clients_clientservice"),
        protect("clients_clientemailservice"),
        protect("clients_clientcontact"),
    ]
