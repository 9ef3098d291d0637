from django.db import migrations
from django.db.models import OuterRef, Subquery

from pomni.kit.clock import now


def tell_next_visits(apps, _schema):
    """The lists know the next visit of who is booked already."""
    visits = apps.get_model("schedule", "Visit").objects
    ahead = visits.filter(status__in=("booked", "confirmed", "arrived", "started"), begins_at__gt=now())
    nearest = ahead.filter(client=OuterRef("client")).order_by("begins_at").values("begins_at")[:1]
    figures = apps.get_model("people", "ClientFigures").objects
    figures.filter(visit_ahead_at__gt=now()).update(next_visit_at=Subquery(nearest))


class Migration(migrations.Migration):

    dependencies = [
        ('schedule', '0014_minimums'),
        ('people', '0021_visits_in_columns'),
    ]

    operations = [migrations.RunPython(tell_next_visits, migrations.RunPython.noop)]
