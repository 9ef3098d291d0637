"""Putting a visit on the clock of its location: the hour that is meant, and what is done from then on by whom."""

from collections.abc import Sequence
from datetime import date, time, timedelta

from django.utils.translation import gettext as _

from pomni.kit.clock import today
from pomni.kit.errors import Refused
from pomni.schedule import rules
from pomni.schedule.laying import Laid, Wanted, end_of, lay_out
from pomni.schedule.models import Visit

EARLIEST, LATEST = timedelta(days=366), timedelta(days=3 * 366)  # from now, a visit begins between these


def put(visit: Visit, day: date, begins: time, is_second: bool | None) -> None:
    """The visit is to begin at this wall time of its location; nothing is saved. Raises Refused."""
    if visit.location.archived_at:
        raise Refused(_("This {location} is closed for good. Choose another one."), field="location")
    visit.day, visit.begins, visit.zone = day, begins.replace(second=0, microsecond=0), visit.location.zone
    if not -EARLIEST < day - today() < LATEST:
        raise Refused(_("Choose a day within the last year and the next three."), field="day")
    visit.begins_at = rules.instant_of(day, visit.begins, visit.zone, is_second=is_second)


def laid_out(visit: Visit, lines: Sequence[Wanted]) -> list[Laid]:
    """Lay the visit out from where it begins; nothing is saved. Raises Refused."""
    laid = lay_out(lines, visit.begins_at, day=visit.day, location=visit.location, travel=visit.travel)
    visit.ends_at = end_of(laid)
    return laid
