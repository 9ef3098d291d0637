from django.db import migrations

from pomni.memory import guard


class Migration(migrations.Migration):
    """The memory takes in and keeps: triggers refuse every change but shredding."""

    dependencies = [("memory", "0001_initial")]
    operations = [migrations.RunPython(guard.put_up, guard.take_down)]
