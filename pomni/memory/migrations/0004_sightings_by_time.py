from django.db import migrations, models


class Migration(migrations.Migration):
    """Who saw whom between two instants is counted out of an index."""

    dependencies = [("memory", "0002_append_only"), ("memory", "0003_timeline_sifted")]
    operations = [
        migrations.AddIndex(
            model_name="sighting",
            index=models.Index(fields=["at", "how", "by_id", "record_id"], name="sightings_by_time"),
        ),
    ]
