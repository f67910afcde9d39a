"""Makes the index that clients are searched in."""

from typing import ClassVar

from django.db import migrations

from mandat.clients.fulltext import keep_index


class Migration(migrations.Migration):
    """See docs/decisions/0003-search.md."""

    dependencies: ClassVar = [("clients", "0004_reach")]

    operations: ClassVar = [keep_index()]
