"""Days on which the company works: what is due "in two working days" is due on one of them."""

from collections.abc import Mapping
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from pomni.kit.clock import today
from pomni.kit.days_off import holidays_of
from pomni.team import company
from pomni.team.models import Location
from pomni.team.queries import locations

USUAL = {"1", "2", "3", "4", "5"}  # where nobody has said when a place is open
FARTHEST = 400  # days ahead: a place that never opens has no working day


def working_day(ahead: int, place: Location | None = None) -> date:
    """The day that is so many working days ahead, by the hours of a place: by default of the company's first one."""
    where = place or locations().first()
    open_on = set(where.hours) if where and where.hours else USUAL
    begins = today(ZoneInfo(where.zone)) if where else today()
    closed = _closed(begins.year) if where is None or where.closed_on_holidays else {}
    return _counted(begins, ahead, open_on, closed)


def _counted(begins: date, ahead: int, open_on: set[str], closed: Mapping[date, str]) -> date:
    day, left = begins, ahead
    for _day in range(FARTHEST):
        if not left:
            break
        day += timedelta(days=1)
        left -= str(day.isoweekday()) in open_on and day not in closed
    return day


def _closed(year: int) -> dict[date, str]:
    country = company.current().country
    years = (year, year + 1) if country else ()
    return {day: name for one in years for day, name in holidays_of(country, one, "en").items()}
