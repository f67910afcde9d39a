"""Puts the steps of anomalies behind the row-level policies, and lets nobody change one."""

from typing import Any, ClassVar

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from mandat.firms.rls import protect

TABLE = "declarations_anomalystep"
_KEPT = "firm_id, anomaly_id, at, before, after, cause, reason, crm"
_TEXT = "steps of anomalies are kept as they are"
# A member or a declaration that goes leaves the step without it: that alone may change.
_RULES = {
    "anomaly_step_kept": (_KEPT, ""),
    "anomaly_step_by": ("by_id", "WHEN (NEW.by_id IS NOT NULL)"),
    "anomaly_step_of": ("declaration_id", "WHEN (NEW.declaration_id IS NOT NULL)"),
}


def append_only(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The database itself refuses to change a step."""
    postgresql = schema_editor.connection.vendor == "postgresql"
    if postgresql:
        schema_editor.execute(
            "CREATE FUNCTION mandat_keep_step() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{_TEXT}'; END $$"
        )
    for name, (columns, when) in _RULES.items():
        act = (
            "EXECUTE FUNCTION mandat_keep_step()"
            if postgresql
            else f"BEGIN SELECT RAISE(ABORT, '{_TEXT}'); END"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {name} BEFORE UPDATE OF {columns} ON {TABLE} FOR EACH ROW {when} {act}"
        )


def anything_goes(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Takes the triggers away again."""
    postgresql = schema_editor.connection.vendor == "postgresql"
    for name in _RULES:
        schema_editor.execute(f"DROP TRIGGER {name}" + (f" ON {TABLE}" if postgresql else ""))
    if postgresql:
        schema_editor.execute("DROP FUNCTION mandat_keep_step()")


class Migration(migrations.Migration):
    """Policies on PostgreSQL, kept steps on both, and corrections that say how."""

    dependencies: ClassVar = [("declarations", "0006_known_steps")]

    operations: ClassVar = [
        migrations.AddConstraint(
            model_name='anomaly',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['corrected', 'closed']), models.Q(('correction', ''), _negated=True)), models.Q(models.Q(('state__in', ['corrected', 'closed']), _negated=True), ('correction', '')), _connector='OR'), name='anomaly_correction_is_said'),
        ),
        protect("declarations_anomalystep"),
        migrations.RunPython(append_only, anything_goes),
    ]
