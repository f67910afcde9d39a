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
        reach.keep_reach(),
    ]
