from django.db import migrations, models

# Links that were written before this: as `remember` writes them now.
FILL = """
UPDATE memory_concern SET
    record = (SELECT m.record FROM memory_moment m WHERE m.id = memory_concern.moment_id),
    told = (SELECT m.at FROM memory_moment m WHERE m.id = memory_concern.moment_id AND m.at <> m.happened)
"""


class Migration(migrations.Migration):
    """A client's timeline is sifted by kind, and read as of a past date, within its index."""

    dependencies = [("memory", "0001_initial")]
    operations = [
        migrations.RemoveIndex(model_name="concern", name="timeline_of_client"),
        migrations.AddField(
            model_name="concern", name="record", field=models.CharField(default="", max_length=60)
        ),
        migrations.AddField(model_name="concern", name="told", field=models.DateTimeField(null=True)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="concern",
            index=models.Index(
                fields=["client_id", "-happened", "-moment", "record", "told"], name="timeline_of_client"
            ),
        ),
    ]
