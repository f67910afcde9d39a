"""Widens the index of counts, so that no row is fetched to count it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('affiliates', '0003_policies'),
        ('clients', '0005_search'),
        ('firms', '0002_policies'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='client',
            name='client_by_reach',
        ),
        migrations.AddIndex(
            model_name='client',
            index=models.Index(condition=models.Q(('removed_at', None)), fields=['firm', 'placement_set', 'country', 'kind', 'attention', 'office', 'open_incidents', 'open_anomalies', 'headcount', 'last_declared_month', 'id'], name='client_by_reach'),
        ),
    ]
