"""Room for what becomes of an anomaly: its states, its steps, what it was compared with."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clients', '0006_covering_reach'),
        ('declarations', '0004_drops'),
        ('firms', '0002_policies'),
    ]

    operations = [
        migrations.CreateModel(
            name='AnomalyStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('before', models.CharField(choices=[('open', 'To correct'), ('corrected', 'Corrected by a later declaration'), ('closed', 'Closed'), ('continued', 'Still there in the declaration that replaces it'), ('set_aside', 'Set aside')], max_length=10)),
                ('after', models.CharField(choices=[('open', 'To correct'), ('corrected', 'Corrected by a later declaration'), ('closed', 'Closed'), ('continued', 'Still there in the declaration that replaces it'), ('set_aside', 'Set aside')], max_length=10)),
                ('cause', models.CharField(choices=[('found', 'Found'), ('continued', 'Still there in the declaration that replaces it'), ('replaced', 'Corrected: the declaration was replaced'), ('cancelled', 'Corrected: the declaration was cancelled'), ('differential', 'Corrected by lines of adjustment'), ('crm', 'Corrected in answer to a report of an organisation (CRM)'), ('withdrawn', 'To correct again: the lines of adjustment are no longer there'), ('deadline', 'Closed by itself'), ('set_aside', 'Set aside'), ('carried', 'Set aside as it was in the declaration replaced'), ('reopened', 'Taken up again')], max_length=12)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('crm', models.CharField(blank=True, max_length=18)),
            ],
            options={
                'ordering': ('at', 'pk'),
            },
        ),
        migrations.AddField(
            model_name='anomaly',
            name='closes_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='anomaly',
            name='compared',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='anomaly',
            name='continues_in',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='continues', to='declarations.anomaly'),
        ),
        migrations.AddField(
            model_name='anomaly',
            name='corrected_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='declarations.declaration'),
        ),
        migrations.AddField(
            model_name='anomaly',
            name='correction',
            field=models.CharField(blank=True, choices=[('replaced', 'The declaration was replaced, and the fault is gone'), ('cancelled', 'The declaration was cancelled'), ('differential', 'A later declaration has lines of adjustment for this month'), ('crm', 'A later declaration answers a report of an organisation (CRM) for this month')], max_length=12),
        ),
        migrations.AddField(
            model_name='anomaly',
            name='individual',
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='declaration',
            name='corrections',
            field=models.JSONField(default=list),
        ),
        migrations.AlterField(
            model_name='anomaly',
            name='state',
            field=models.CharField(choices=[('open', 'To correct'), ('corrected', 'Corrected by a later declaration'), ('closed', 'Closed'), ('continued', 'Still there in the declaration that replaces it'), ('set_aside', 'Set aside')], default='open', max_length=10),
        ),
        migrations.AddIndex(
            model_name='anomaly',
            index=models.Index(condition=models.Q(('state', 'corrected')), fields=['closes_at'], name='anomaly_closing'),
        ),
        migrations.AddField(
            model_name='anomalystep',
            name='anomaly',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='declarations.anomaly'),
        ),
        migrations.AddField(
            model_name='anomalystep',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='firms.member'),
        ),
        migrations.AddField(
            model_name='anomalystep',
            name='declaration',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='declarations.declaration'),
        ),
        migrations.AddField(
            model_name='anomalystep',
            name='firm',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='firms.firm'),
        ),
        migrations.AddIndex(
            model_name='anomalystep',
            index=models.Index(fields=['firm', 'anomaly'], name='anomaly_step'),
        ),
    ]
