"""Remembers who dropped which bytes."""

import django.db.models.deletion
from django.db import migrations, models

from mandat.firms.rls import protect


class Migration(migrations.Migration):

    dependencies = [
        ('declarations', '0003_replaces_and_siren'),
        ('firms', '0002_policies'),
    ]

    operations = [
        migrations.CreateModel(
            name='FileDrop',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drops', to='declarations.declarationfile')),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='firms.firm')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='firms.member')),
            ],
            options={
                'indexes': [models.Index(fields=['firm', 'member'], name='drop_by_member')],
                'constraints': [models.UniqueConstraint(fields=('firm', 'file', 'member'), name='drop_once_per_member')],
            },
        ),
        protect("declarations_filedrop"),
    ]
