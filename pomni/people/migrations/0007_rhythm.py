from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("people", "0006_card_whole")]

    operations = [
        migrations.AddField(
            model_name="client",
            name="has_next_step",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddField(
            model_name="clientfigures",
            name="promises_open",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="clientfigures", name="rhythm_days", field=models.FloatField(null=True)
        ),
        migrations.AddField(
            model_name="clientfigures", name="rhythm_spread", field=models.FloatField(null=True)
        ),
        migrations.AddField(model_name="clientfigures", name="late_on", field=models.DateField(null=True)),
        migrations.AddIndex(
            model_name="client",
            index=models.Index(
                fields=["id", "responsible", "location", "entered_by"],
                condition=Q(has_next_step=False, archived_at=None, forgotten_at=None),
                name="unplanned",
            ),
        ),
        migrations.AddIndex(
            model_name="clientfigures",
            index=models.Index(
                fields=["late_on", "client"], condition=Q(late_on__isnull=False), name="clients_by_late"
            ),
        ),
    ]
