"""Room for what is remembered of a declaration, and for what its neighbours show."""

import django.db.models.deletion
from django.db import migrations, models

from mandat.firms.rls import protect


class Migration(migrations.Migration):

    dependencies = [
        ('clients', '0006_covering_reach'),
        ('declarations', '0007_steps_kept'),
        ('firms', '0002_policies'),
    ]

    operations = [
        migrations.CreateModel(
            name='DeclarationTrace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sealed', models.BinaryField()),
                ('due_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.AddField(
            model_name='anomaly',
            name='subject',
            field=models.CharField(blank=True, max_length=32),
        ),
        migrations.AlterField(
            model_name='anomaly',
            name='correction',
            field=models.CharField(blank=True, choices=[('replaced', 'The declaration was replaced, and the fault is gone'), ('cancelled', 'The declaration was cancelled'), ('differential', 'A later declaration has lines of adjustment for this month'), ('crm', 'A later declaration answers a report of an organisation (CRM) for this month'), ('explained', 'A declaration received since then takes the reason away')], max_length=12),
        ),
        migrations.AlterField(
            model_name='anomalystep',
            name='cause',
            field=models.CharField(choices=[('found', 'Found'), ('continued', 'Still there in the declaration that replaces it'), ('replaced', 'Corrected: the declaration was replaced'), ('cancelled', 'Corrected: the declaration was cancelled'), ('differential', 'Corrected by lines of adjustment'), ('crm', 'Corrected in answer to a report of an organisation (CRM)'), ('explained', 'Corrected: what was missing came, or was put right'), ('returned', 'To correct again: the reason is there again'), ('withdrawn', 'To correct again: the lines of adjustment are no longer there'), ('deadline', 'Closed by itself'), ('set_aside', 'Set aside'), ('carried', 'Set aside as it was in the declaration replaced'), ('reopened', 'Taken up again')], max_length=12),
        ),
        migrations.AddConstraint(
            model_name='anomaly',
            constraint=models.UniqueConstraint(condition=models.Q(('subject', ''), _negated=True), fields=('firm', 'declaration', 'code', 'subject'), name='anomaly_once_per_matter'),
        ),
        migrations.AddField(
            model_name='declarationtrace',
            name='declaration',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='trace', to='declarations.declaration'),
        ),
        migrations.AddField(
            model_name='declarationtrace',
            name='firm',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='firms.firm'),
        ),
        migrations.AddIndex(
            model_name='declarationtrace',
            index=models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='trace_due'),
        ),
        protect("declarations_declarationtrace"),
    ]
