from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agenda", "0005_risen")]

    operations = [
        migrations.AddField(
            model_name="meetingguest", name="declined_at", field=models.DateTimeField(null=True)
        ),
    ]
