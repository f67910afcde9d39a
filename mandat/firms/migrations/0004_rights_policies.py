"""Policies for the tables of rights, the one row of the space, and readings that only grow."""

from typing import Any, ClassVar

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from mandat.firms.rls import protect

TABLE = "firms_readingevent"


def append_only(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """S18: the database itself refuses to change or delete what was read."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"CREATE TRIGGER reading_append_only BEFORE UPDATE OR DELETE ON {TABLE} "
            "FOR EACH ROW EXECUTE FUNCTION mandat_refuse()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        schema_editor.execute(
            f"CREATE TRIGGER reading_no_{verb.lower()} BEFORE {verb} ON {TABLE} "
            "BEGIN SELECT RAISE(ABORT, 'readings are append-only'); END"
        )


def anything_goes(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Takes the triggers away again."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER reading_append_only ON {TABLE}")
        return
    for verb in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER reading_no_{verb}")


def one_space(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The row that the switch of the whole space is."""
    apps.get_model("firms", "Space").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    """Policies on PostgreSQL, append-only readings on both."""

    dependencies: ClassVar = [("firms", "0003_rights")]

    operations: ClassVar = [
        protect("firms_invitation"),
        protect("firms_invitationportfolio"),
        protect("firms_accessrequest"),
        protect("firms_readinghead"),
        protect("firms_readingevent"),
        protect("firms_readingtally"),
        protect("firms_alarm", office=True),
        migrations.RunPython(append_only, anything_goes),
        migrations.RunPython(one_space, migrations.RunPython.noop),
    ]
