"""Has the database keep each client's set of portfolios, behind the row-level policies."""

from typing import ClassVar

from django.db import migrations

from mandat.clients.reach import keep_reach
from mandat.firms.rls import protect


class Migration(migrations.Migration):
    """See docs/decisions/0003-search.md."""

    dependencies: ClassVar = [("clients", "0003_placement_sets")]

    operations: ClassVar = [
        keep_reach(confidential=False),
        protect("clients_placementset"),
        protect("clients_placementsetportfolio"),
    ]
