"""What a company has to say first, before anything can be booked at a location."""

from datetime import timedelta

from django.db.models import Q

from pomni.catalog.queries import performing, services
from pomni.kit.clock import today
from pomni.schedule.models import Pattern, WorkDay
from pomni.team.models import Location, User

AHEAD = timedelta(days=31)  # hours that begin later help nobody now


def lacks(viewer: User, location: Location) -> str:
    """The first that is missing: "service" (none is offered), "performer" (nobody performs any), "hours" (nobody works there in
    the coming weeks); "" where visits can be booked. Three statements at most.
    """
    if not services(viewer).exists():
        return "service"
    if not performing().exists():
        return "performer"
    on = today()
    rounds = Pattern.objects.filter(location=location, begins_on__lte=on + AHEAD)
    days = WorkDay.objects.filter(location=location, day__range=(on, on + AHEAD))
    at_work = rounds.filter(Q(ends_on=None) | Q(ends_on__gte=on)).exists() or days.exists()
    return "" if at_work else "hours"
