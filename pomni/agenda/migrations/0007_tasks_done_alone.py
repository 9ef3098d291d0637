from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agenda", "0006_declined")]

    operations = [
        migrations.RemoveIndex(model_name="task", name="tasks_done"),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("done_at__isnull", False)), fields=["done_at", "id"], name="tasks_done"
            ),
        ),
    ]
