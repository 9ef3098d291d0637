"""What keeps a location from being archived: visits that are to take place there."""

from django.utils.translation import ngettext

from pomni.kit.clock import now
from pomni.schedule.models import Visit
from pomni.team.models import Location


def visits_to_come(place: Location) -> list[str]:
    """How many visits are to come at a location, as a sentence; none where there are none."""
    number = Visit.objects.standing().filter(location=place, begins_at__gt=now()).count()
    words = ngettext(
        "%(count)s visit is to come there. Move or cancel it first.",
        "%(count)s visits are to come there. Move or cancel them first.",
        number,
    )
    return [words % {"count": number}] if number else []
