"""Has PostgreSQL keep the sets of portfolios once a statement instead of once a row."""

from typing import ClassVar

from django.db import migrations

from mandat.clients import reach


class Migration(migrations.Migration):
    """No table changes. Backwards leaves the triggers: they fit the tables of 0009 too."""

    dependencies: ClassVar = [("clients", "0009_confidential_reach")]

    operations: ClassVar = [
        migrations.RunPython(reach.renew, migrations.RunPython.noop, elidable=False),
    ]
