"""Clients are found by parts of their names, phones and addresses: the words get their space, and both engines an index."""

from django.db import migrations
from django.db.models import Value
from django.db.models.functions import Concat

from pomni.people.models.found import NAMES, POINTS


def put_a_space_before(apps, schema_editor):
    found = apps.get_model("people", "Client").objects.exclude(found_by="").exclude(found_by__startswith=" ")
    found.update(found_by=Concat(Value(" "), "found_by"))


def put_up(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.connection.check_constraints()  # no index is made while rows of its table are yet to be checked
    for index in (NAMES, POINTS):
        index.put_up()


def take_down(apps, schema_editor):
    for index in (NAMES, POINTS):
        index.take_down()


class Migration(migrations.Migration):
    dependencies = [("people", "0004_lists_out_of_the_index")]
    operations = [
        migrations.RunPython(put_a_space_before, migrations.RunPython.noop),
        migrations.RunPython(put_up, take_down),
    ]
