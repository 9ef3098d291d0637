from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("agenda", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                fields=["due_on", "id"],
                condition=Q(done_at=None, dropped_at=None),
                name="tasks_open_by_day",
            ),
        ),
    ]
