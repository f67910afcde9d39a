"""Has the database keep a confidential client in a set of its own, which few rows find."""

from typing import ClassVar

from django.db import migrations, models

from mandat.clients import reach


class Migration(migrations.Migration):
    """No table is copied; the triggers are made anew."""

    dependencies: ClassVar = [("clients", "0008_rights_policies")]

    operations: ClassVar = [
        migrations.RunPython(reach.remove, reach.install_placed, elidable=False),
        migrations.AddIndex(
            model_name="placementset",
            index=models.Index(
                condition=models.Q(("confidential_id__isnull", False)),
                fields=["firm", "confidential_id", "id"],
                name="placement_set_confidential",
            ),
        ),
        migrations.RemoveIndex(model_name="client", name="client_by_name"),
        migrations.AddIndex(
            model_name="client",
            index=models.Index(
                condition=models.Q(("removed_at", None)),
                fields=["firm", "sort_name", "id", "placement_set"],
                name="client_by_name",
            ),
        ),
        reach.keep_reach(),
    ]
