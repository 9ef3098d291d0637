"""Texts that stand in custom fields already get what lists sort them by."""

from django.db import migrations

from pomni.kit import bulk
from pomni.people.rules import text_in_order

AT_ONCE = 5000


def put_in_order(apps, schema_editor):
    values = apps.get_model("people", "OwnValue")
    last = 0
    while rows := list(
        values.objects.filter(pk__gt=last).exclude(text="").order_by("pk").values_list("pk", "text")[:AT_ONCE]
    ):
        bulk.change(values, ("sorted_as",), [(text_in_order(text), pk) for pk, text in rows])
        last = rows[-1][0]


class Migration(migrations.Migration):
    dependencies = [("people", "0017_own_in_order")]
    operations = [migrations.RunPython(put_in_order, migrations.RunPython.noop)]
