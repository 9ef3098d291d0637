import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import pomni.kit.ids


class Migration(migrations.Migration):
    """What a colleague who leaves had goes to several, thing by thing; and how long things are kept."""

    dependencies = [("team", "0004_company_name_order")]
    operations = [
        migrations.CreateModel(
            name="Keeping",
            fields=[
                ("key", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Handing",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False, verbose_name="ID")),
                ("made_key", models.CharField(editable=False, max_length=160, null=True, unique=True)),
                ("made_of", models.CharField(blank=True, editable=False, max_length=64)),
                ("made_at", models.DateTimeField(db_index=True, editable=False, null=True)),
                ("uid", models.UUIDField(default=pomni.kit.ids.uuid7, editable=False, unique=True)),
                ("at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("taken_back_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="handings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="HandedThing",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("thing", models.BigIntegerField()),
                ("is_given", models.BooleanField(default=False)),
                ("is_back", models.BooleanField(default=False)),
                (
                    "handing",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="things",
                        to="team.handing",
                    ),
                ),
                (
                    "heir",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("handing", "kind", "thing"), name="one_successor")
                ]
            },
        ),
    ]
