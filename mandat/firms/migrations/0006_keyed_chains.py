"""From here on the digests of the log are keyed: one event in each chain says so."""

from typing import Any, ClassVar

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone

from mandat.firms.audit import digest_of


def say_so(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Appends `log.keyed`: what was written before can no longer be written anew."""
    event_model = apps.get_model("firms", "AuditEvent")
    for name in ("Firm", "Office"):
        for owner in apps.get_model("firms", name).objects.filter(audit_count__gt=0).iterator():
            event = event_model(
                **{name.lower(): owner},
                number=owner.audit_count + 1,
                at=timezone.now(),
                action="log.keyed",
                previous=owner.audit_head,
            )
            event.digest = digest_of(event)
            event.save(force_insert=True)
            owner.audit_count, owner.audit_head = event.number, event.digest
            owner.save(update_fields=["audit_count", "audit_head"])


class Migration(migrations.Migration):
    """Seals the chains that exist."""

    dependencies: ClassVar = [("firms", "0005_watch")]

    operations: ClassVar = [migrations.RunPython(say_so, migrations.RunPython.noop)]
