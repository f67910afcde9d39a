"""Gives the anomalies that were corrected or set aside before the step that is known of each."""

from datetime import timedelta
from typing import Any, ClassVar

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_CHUNK = 500
_DAYS = timedelta(days=7)


def note(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """One step each. What is for information has no lifecycle: it is as it was found."""
    anomalies = apps.get_model("declarations", "Anomaly").objects
    anomalies.filter(level="info", state="corrected").update(state="open", state_at=None)
    moved = anomalies.filter(state__in=["corrected", "set_aside"]).select_related("declaration")
    part = []
    for one in moved.order_by("pk").iterator(chunk_size=_CHUNK):
        part.append(one)
        if len(part) == _CHUNK:
            _keep(apps, part)
            part = []
    _keep(apps, part)


def _keep(apps: Any, part: list[Any]) -> None:
    step = apps.get_model("declarations", "AnomalyStep")
    steps = []
    for one in part:
        cause = "set_aside"
        by = None
        if one.state == "corrected":
            by = one.declaration.replaced_by_id if one.declaration else None
            one.correction = cause = "replaced"
            one.corrected_by_id, one.closes_at = by, one.state_at + _DAYS
        steps.append(
            step(
                firm_id=one.firm_id, anomaly=one, at=one.state_at, by_id=one.state_by_id,
                before="open", after=one.state, cause=cause, reason=one.reason, declaration_id=by,
            )
        )
    fields = ["correction", "corrected_by", "closes_at"]
    apps.get_model("declarations", "Anomaly").objects.bulk_update(part, fields, batch_size=_CHUNK)
    step.objects.bulk_create(steps)


def forget(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The states of before do not know the new ones."""
    anomalies = apps.get_model("declarations", "Anomaly").objects
    anomalies.filter(state__in=["closed", "continued"]).update(state="corrected")


class Migration(migrations.Migration):
    """Data only: PostgreSQL changes no table in the transaction that changed its rows."""

    dependencies: ClassVar = [("declarations", "0005_lifecycle")]

    operations: ClassVar = [migrations.RunPython(note, forget)]
