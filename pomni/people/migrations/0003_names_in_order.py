"""Those who were there before get what names are sorted and found by."""

from django.db import migrations

from pomni.kit.spelling import found_by
from pomni.people.rules import sort_key


def put_in_order(apps, schema_editor):
    clients = apps.get_model("people", "Client").objects.exclude(name="")
    for client in clients.iterator(chunk_size=2000):
        client.sorted_as, client.found_by = sort_key(client.name), found_by(client.name)
        client.save(update_fields=["sorted_as", "found_by"])


class Migration(migrations.Migration):
    dependencies = [("people", "0002_whole_client")]
    operations = [migrations.RunPython(put_in_order, migrations.RunPython.noop)]
