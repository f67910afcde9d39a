"""Keeps what an event replaces, and whom a problem of an envoi is about."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clients', '0002_policies'),
        ('declarations', '0002_policies'),
        ('firms', '0002_policies'),
    ]

    operations = [
        migrations.AddField(
            model_name='anomaly',
            name='siren',
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name='declaration',
            name='replaces',
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddIndex(
            model_name='anomaly',
            index=models.Index(fields=['firm', 'siren'], name='anomaly_by_siren'),
        ),
    ]
