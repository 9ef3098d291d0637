"""When clients come: by season, more of them every month, and some in the last days."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from pomni.config.demo_story.stage import Stage

GROWTH = 0.4  # how many more come a day at the end than at the beginning
LAST_DAYS = 6


def days_of_coming(stage: Stage, number: int, seasons: Sequence[float]) -> list[datetime]:
    """So many instants over the two years, each month with its weight; the last ones within the last working days."""
    first, last = stage.began.date(), stage.until.astimezone(stage.zone).date()
    days = [first + timedelta(days=n) for n in range(1, (last - first).days)]
    days = [day for day in days if stage.is_open(day)]
    weights = [_weight(day, first, last, seasons) for day in days]
    late = max(2, number // 40)
    found = stage.chance.choices(days, weights, k=number - late)
    found += stage.chance.choices(days[-LAST_DAYS:], k=late)
    return [stage.on(day) for day in sorted(found)]


def _weight(day: date, first: date, last: date, seasons: Sequence[float]) -> float:
    gone = (day - first).days / (last - first).days
    return seasons[day.month - 1] * (1 + GROWTH * gone)
