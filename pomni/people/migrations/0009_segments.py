import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import pomni.kit.ids


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0008_duplicates'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Segment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_key', models.CharField(editable=False, max_length=160, null=True, unique=True)),
                ('made_of', models.CharField(blank=True, editable=False, max_length=64)),
                ('made_at', models.DateTimeField(db_index=True, editable=False, null=True)),
                ('uid', models.UUIDField(default=pomni.kit.ids.uuid7, editable=False, unique=True)),
                ('name', models.CharField(max_length=80, verbose_name='Name')),
                ('is_shared', models.BooleanField(default=False)),
                ('condition', models.JSONField(default=dict)),
                ('sort', models.CharField(blank=True, max_length=20)),
                ('columns', models.CharField(blank=True, max_length=2000)),
                ('changed_at', models.DateTimeField()),
                ('archived_at', models.DateTimeField(null=True)),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='segments', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
