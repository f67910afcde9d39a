"""Several confirmations about one client may wait: one for each service asked for later."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Affiliations and transfers stay single by number."""

    dependencies: ClassVar = [("onboarding", "0004_policies")]

    operations: ClassVar = [
        migrations.RemoveConstraint("request", "request_undecided_once_per_firm"),
        migrations.AddConstraint(
            "request",
            models.UniqueConstraint(
                fields=["firm", "office", "number", "number_hash"],
                condition=models.Q(state__in=["draft", "sent", "reflection"])
                & ~models.Q(kind="confirmation"),
                name="request_undecided_once_per_firm",
            ),
        ),
    ]
