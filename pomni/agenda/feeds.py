"""What stands in a colleague's calendar for other programs: their meetings, the tasks and promises that have a day, and what
modules on higher floors have to tell."""

import logging
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Count, Max
from django.urls import reverse
from django.utils.translation import gettext as _

from pomni.agenda.ics import calendar
from pomni.agenda.models import Feed, Meeting, Promise, Reminder, Task
from pomni.agenda.queries.rows import Row, told_rows
from pomni.kit import clock
from pomni.kit.ical import Entry
from pomni.kit.module import function_named, offered
from pomni.memory.models import Moment
from pomni.team import company
from pomni.team.models import User

log = logging.getLogger("pomni.agenda")
PAST = timedelta(days=31)
MOST = 1000
EXACT_TO = timedelta(hours=1)
HALF_AN_HOUR = timedelta(minutes=30)


def calendar_of(user: User) -> str:
    """The calendar of a colleague, with as much of the clients as they may know. In the language in force."""
    since = clock.today() - PAST
    entries = [*_meetings(user, since), *_to_do(user, Task, since), *_to_do(user, Promise, since)]
    for path in offered("calendars"):
        entries += function_named(path)(user, since)
    name = _("%(company)s: %(person)s") % {"company": str(company.current()), "person": user.name}
    return calendar(name, entries)


def note_reading(feed: Feed) -> None:
    """When a calendar was read last: kept to the hour, so that reading mostly writes nothing, and never fails by it."""
    at = clock.now()
    if feed.read_at and at - feed.read_at < EXACT_TO:
        return
    try:
        Feed.objects.filter(pk=feed.pk).update(read_at=at)
    except DatabaseError as error:  # a full disk, a long wait: the next one tries again
        log.warning("the reading of a calendar could not be noted: %s", type(error).__name__)


def _meetings(user: User, since: date) -> list[Entry]:
    if not user.may(Meeting.see):
        return []
    found = Meeting.objects.of(user).filter(day__gte=since)
    records = {one.pk: one for one in found.order_by("day", "begins", "pk")[:MOST]}
    alarms = _alarms(user, "meeting", records)
    rows = told_rows(user, Meeting.objects.filter(pk__in=records).order_by("day", "begins", "pk"))
    return [_meeting(row, records[row.pk], alarms.get(row.pk, [])) for row in rows]


def _meeting(row: Row, one: Any, alarms: list[int]) -> Entry:
    said = [row.client.name if row.client else "", row.about]
    return Entry(
        uid=f"{row.uid}@pomni",
        starts=one.starts_at,
        ends=one.ends_at,
        stamp=one.changed_at,
        title=row.title or _("Erased meeting"),
        place=row.place,
        text="\n\n".join(filter(None, said)),
        url=_page("agenda:meeting", row.uid),
        sequence=one.sequence,
        is_cancelled=one.cancelled_at is not None,
        alarms=alarms,
    )


def _to_do(user: User, model: type[Task] | type[Promise], since: date) -> list[Entry]:
    """Open ones that the person is to do or to keep. What has a day and no hour stands on the day, and takes no time."""
    if not user.may(model.see):
        return []
    noun = str(model._meta.model_name)
    found = model.objects.open().filter(responsible=user, due_on__gte=since).order_by("due_on", "pk")[:MOST]
    rows = told_rows(user, model.objects.filter(pk__in=list(found.values_list("pk", flat=True))))
    keys = [row.pk for row in rows]
    alarms, versions = _alarms(user, noun, keys), _versions(f"agenda.{noun}", keys)
    zones = dict(model.objects.filter(pk__in=keys).values_list("pk", "client__location__zone"))
    return [_due(row, noun, zones[row.pk], alarms.get(row.pk, []), versions) for row in rows]


def _due(
    row: Row, noun: str, zone: str | None, alarms: list[int], versions: dict[int, tuple[int, datetime]]
) -> Entry:
    number, changed = versions.get(row.pk, (1, row.added_at))
    starts: Any = row.due_on
    if row.due_on and row.due_time:
        place = ZoneInfo(zone or company.current().zone)
        starts = datetime.combine(row.due_on, row.due_time, place)
    return Entry(
        uid=f"{row.uid}@pomni",
        starts=starts,
        ends=starts + HALF_AN_HOUR if isinstance(starts, datetime) else None,
        stamp=changed,
        title=row.title,
        text=row.client.name if row.client else "",
        url=_page(f"agenda:{noun}", row.uid),
        sequence=number - 1,
        is_busy=False,
        alarms=alarms,
    )


def _alarms(user: User, noun: str, keys: Iterable[int]) -> dict[int, list[int]]:
    """How many minutes before each of these the person wants to be told."""
    found: dict[int, list[int]] = {}
    rows = Reminder.objects.filter(user=user, **{f"{noun}__in": list(keys)}).order_by("before")
    for pk, before in rows.values_list(f"{noun}_id", "before"):
        found.setdefault(pk, []).append(before)
    return found


def _versions(label: str, keys: list[int]) -> dict[int, tuple[int, datetime]]:
    """How often each was told of in the memory, which only grows, and when last."""
    rows = Moment.objects.filter(record=label, record_id__in=keys).order_by().values("record_id")
    told = rows.annotate(number=Count("pk"), last=Max("at")).values_list("record_id", "number", "last")
    return {pk: (number, last) for pk, number, last in told}


def _page(name: str, uid: Any) -> str:
    return f"{settings.ADDRESS}{reverse(name, args=[uid])}" if settings.ADDRESS else ""
