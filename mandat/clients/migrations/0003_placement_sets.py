"""Adds the sets of portfolios and the orders of the list."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('affiliates', '0001_initial'),
        ('clients', '0002_policies'),
        ('firms', '0002_policies'),
    ]

    operations = [
        migrations.CreateModel(
            name='PlacementSetPortfolio',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
        ),
        migrations.CreateModel(
            name='PlacementSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.TextField()),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='firms.firm')),
            ],
        ),
        migrations.AddField(
            model_name='client',
            name='placement_set',
            field=models.ForeignKey(blank=True, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='clients.placementset'),
        ),
        migrations.AddIndex(
            model_name='client',
            index=models.Index(condition=models.Q(('removed_at', None)), fields=['firm', 'placement_set', 'country', 'kind', 'attention'], name='client_by_reach'),
        ),
        migrations.AddIndex(
            model_name='client',
            index=models.Index(condition=models.Q(('removed_at', None)), fields=['firm', '-open_incidents', '-id'], name='client_by_incidents'),
        ),
        migrations.AddIndex(
            model_name='client',
            index=models.Index(condition=models.Q(('removed_at', None)), fields=['firm', '-open_anomalies', '-id'], name='client_by_anomalies'),
        ),
        migrations.AddIndex(
            model_name='client',
            index=models.Index(condition=models.Q(('removed_at', None)), fields=['firm', '-added_at', '-id'], name='client_by_added'),
        ),
        migrations.AddField(
            model_name='placementsetportfolio',
            name='firm',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='firms.firm'),
        ),
        migrations.AddField(
            model_name='placementsetportfolio',
            name='placement_set',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='portfolios', to='clients.placementset'),
        ),
        migrations.AddField(
            model_name='placementsetportfolio',
            name='portfolio',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='firms.portfolio'),
        ),
        migrations.AddConstraint(
            model_name='placementset',
            constraint=models.UniqueConstraint(fields=('firm', 'key'), name='placement_set_once'),
        ),
        migrations.AddConstraint(
            model_name='placementsetportfolio',
            constraint=models.UniqueConstraint(fields=('firm', 'portfolio', 'placement_set'), name='placement_set_portfolio_once'),
        ),
    ]
