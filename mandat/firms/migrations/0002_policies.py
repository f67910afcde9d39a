"""Row-level policies of PostgreSQL, and the triggers that keep the audit append-only."""

from typing import Any, ClassVar

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from mandat.firms.rls import protect

TABLE = "firms_auditevent"


def append_only(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """S18: the database itself refuses to change or delete an audit event."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE FUNCTION mandat_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'audit events are append-only'; END $$"
        )
        schema_editor.execute(
            f"CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON {TABLE} "
            "FOR EACH ROW EXECUTE FUNCTION mandat_refuse()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        schema_editor.execute(
            f"CREATE TRIGGER audit_no_{verb.lower()} BEFORE {verb} ON {TABLE} "
            "BEGIN SELECT RAISE(ABORT, 'audit events are append-only'); END"
        )


def anything_goes(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Takes the triggers away again."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER audit_append_only ON {TABLE}")
        schema_editor.execute("DROP FUNCTION mandat_refuse()")
        return
    for verb in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER audit_no_{verb}")


class Migration(migrations.Migration):
    """Policies on PostgreSQL, and the append-only audit on both."""

    dependencies: ClassVar = [("firms", "0001_initial")]

    operations: ClassVar = [
        protect("firms_portfolio"),
        protect("firms_grant"),
        protect("firms_auditevent", office=True),
        migrations.RunPython(append_only, anything_goes),
    ]
