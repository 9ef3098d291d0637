"""Tasks, promises and meetings are found by the beginnings of the words of their titles, by an index on both engines."""

from django.db import migrations, models

from pomni.agenda.models.sought import INDEXES
from pomni.kit.spelling import found_by

TITLES = {"Task": "title", "Promise": "text", "Meeting": "title"}


def fill(apps, schema_editor):
    for name, titled_by in TITLES.items():
        model = apps.get_model("agenda", name)
        rows = [model(pk=pk, found_by=found_by(told)) for pk, told in model.objects.values_list("pk", titled_by)]
        model.objects.bulk_update(rows, ["found_by"], batch_size=500)


def put_up(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.connection.check_constraints()  # no index is made while rows of its table are yet to be checked
    for index in INDEXES:
        index.put_up()


def take_down(apps, schema_editor):
    for index in INDEXES:
        index.take_down()


class Migration(migrations.Migration):
    dependencies = [("agenda", "0007_tasks_done_alone")]
    operations = [
        *(
            migrations.AddField(name, "found_by", models.TextField(default="", editable=False))
            for name in ("meeting", "promise", "task")
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(put_up, take_down),
    ]
