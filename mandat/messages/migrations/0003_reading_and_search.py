"""A form sent twice is one message; subjects are searched without regard to accents."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import migrations, models

from mandat.lib.text import fold


def fill(apps: Any, schema_editor: Any) -> None:
    """Fold the subjects that are there already."""
    threads = apps.get_model("threads", "Thread").objects
    for thread in threads.only("subject").iterator():
        threads.filter(pk=thread.pk).update(search_text=fold(thread.subject)[:300])


class Migration(migrations.Migration):
    """Adds `Message.token` and `Thread.search_text`."""

    dependencies: ClassVar = [
        ("clients", "0001_initial"),
        ("firms", "0001_initial"),
        ("threads", "0002_policies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.AddField(
            model_name="message",
            name="token",
            field=models.CharField(blank=True, default="", max_length=32),
        ),
        migrations.AddField(
            model_name="thread",
            name="search_text",
            field=models.CharField(default="", editable=False, max_length=300),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(
                condition=models.Q(("token", ""), _negated=True),
                fields=("firm", "author", "token"),
                name="message_once_per_form",
            ),
        ),
        migrations.AddConstraint(
            model_name="thread",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_everybody", False), ("client", None), _connector="OR"),
                name="thread_to_everybody_is_about_no_client",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
