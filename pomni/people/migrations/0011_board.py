from django.db import migrations, models
from django.db.models import Q

WHOSE = ["responsible", "location", "entered_by"]


class Migration(migrations.Migration):
    dependencies = [("people", "0010_pins")]

    operations = [
        migrations.RemoveIndex(model_name="clientfigures", name="clients_by_late"),
        migrations.RemoveField(model_name="clientfigures", name="late_on"),
        migrations.AddField(
            model_name="client", name="late_on", field=models.DateField(editable=False, null=True)
        ),
        migrations.RemoveIndex(model_name="client", name="unplanned"),
        migrations.AddIndex(
            model_name="client",
            index=models.Index(
                fields=["responsible", "id", "location", "entered_by"],
                condition=Q(has_next_step=False, archived_at=None, forgotten_at=None),
                name="unplanned",
            ),
        ),
        migrations.RemoveIndex(model_name="client", name="clients_by_birth_day"),
        migrations.AddIndex(
            model_name="client",
            index=models.Index(
                fields=["birth_day", "id", *WHOSE, "archived_at", "forgotten_at"],
                condition=~Q(birth_day=""),
                name="birthdays",
            ),
        ),
        migrations.AddIndex(
            model_name="client",
            index=models.Index(
                fields=["late_on", "id", *WHOSE],
                condition=Q(late_on__isnull=False, archived_at=None, forgotten_at=None),
                name="late",
            ),
        ),
    ]
