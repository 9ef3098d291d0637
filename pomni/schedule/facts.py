"""What may be asked of clients about their visits. What the viewer does not reach is not counted."""

from functools import cache, partial
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from pomni.facts.queries import Asker, Fact, Kind, Records
from pomni.kit import clock
from pomni.schedule.models import Visit

VISITS = _("Visits")
Status = Visit.Status
AHEAD = (Status.BOOKED, Status.CONFIRMED, Status.ARRIVED)


@cache
def of_clients() -> tuple[Fact, ...]:
    """All that this module offers."""
    completed, missed = partial(_in_state, Status.COMPLETED), partial(_in_state, Status.NO_SHOW)
    return (
        _fact("schedule.visits", _("Number of visits"), Kind.COUNT, Records(completed, pick="count")),
        _fact("schedule.no_shows", _("Number of no-shows"), Kind.COUNT, Records(missed, pick="count")),
        _fact("schedule.booked", _("Visits to come"), Kind.COUNT, Records(_ahead, pick="count")),
        _fact(
            "schedule.last_visit",
            _("Last visit"),
            Kind.INSTANT,
            Records(completed, value="begins_at", pick="last"),
        ),
        _fact(
            "schedule.next_visit",
            _("Next visit"),
            Kind.INSTANT,
            Records(_ahead, value="begins_at", pick="first"),
        ),
        _fact("schedule.specialist", _("Visited whom"), Kind.PERSON, Records(completed, value="lines__user")),
    )


def _fact(key: str, title: Any, kind: Kind, source: Records) -> Fact:
    return Fact(key, title, kind, source, VISITS, needs=(Visit.see,))


def _in_state(state: str, asking: Asker) -> QuerySet[Any]:
    return Visit.objects.visible_to(asking.viewer).filter(status=state)


def _ahead(asking: Asker) -> QuerySet[Any]:
    return Visit.objects.visible_to(asking.viewer).filter(status__in=AHEAD, begins_at__gte=clock.now())
