"""Puts the changes of rights behind the row-level policies of PostgreSQL."""

from typing import ClassVar

from django.db import migrations

from mandat.firms.rls import protect


class Migration(migrations.Migration):
    """No change on SQLite."""

    dependencies: ClassVar = [("rights", "0001_initial")]

    operations: ClassVar = [protect("rights_rightschange")]
