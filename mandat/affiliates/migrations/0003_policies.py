"""Puts the loaded files behind the row-level policies of PostgreSQL."""

from typing import ClassVar

from django.db import migrations

from mandat.firms.rls import protect


class Migration(migrations.Migration):
    """No change on SQLite."""

    dependencies: ClassVar = [("affiliates", "0002_loading_and_order")]

    operations: ClassVar = [
        protect("affiliates_loading", firm=False, office=True),
    ]
