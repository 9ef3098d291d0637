"""The visits that stand in a colleague's own calendar, which other programs read until its address is taken back."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Count, Max
from django.urls import reverse
from django.utils.translation import gettext as _

from pomni.kit.ical import Entry
from pomni.memory.models import Moment
from pomni.people.queries import expected
from pomni.schedule.models import Visit
from pomni.team.models import User

MOST = 2000  # lines: months of a full calendar


def visits_of(user: User, since: date) -> list[Entry]:
    """What the colleague performs from a day on: each visit from when to when it is theirs. Those cancelled say so."""
    if not user.may(Visit.see):
        return []
    rows = Visit.objects.visible_to(user).filter(lines__user=user, day__gte=since)
    told = rows.order_by("lines__begins_at", "pk").values_list(
        *("pk", "uid", "status", "client_id", "comment", "booked_at", "location__name"),
        *("lines__begins_at", "lines__ends_at", "lines__service__name"),
    )[:MOST]
    visits: dict[int, list[Any]] = {}
    for pk, *words, begins, ends, service in told:
        one = visits.setdefault(pk, [*words, begins, ends, []])
        one[-2] = max(one[-2], ends)
        one[-1].append(service)
    names = expected({one[2] for one in visits.values() if one[2]})
    versions = _versions(visits)
    return [_entry(one, names, *versions.get(pk, (1, one[4]))) for pk, one in visits.items()]


def _entry(one: list[Any], names: dict[int, tuple[str, str]], number: int, changed: Any) -> Entry:
    uid, status, client, comment, _booked, place, begins, ends, services = one
    name, warning = names.get(client, ("", ""))
    return Entry(
        uid=f"{uid}@pomni",
        starts=begins,
        ends=ends,
        stamp=changed,
        title=f"{name}: {', '.join(services)}" if name else ", ".join(services) or _("Visit"),
        place=place,
        text="\n\n".join(filter(None, (warning, comment))),
        url=f"{settings.ADDRESS}{reverse('schedule:visit', args=[uid])}" if settings.ADDRESS else "",
        sequence=number - 1,
        is_cancelled=status in (Visit.Status.CANCELLED, Visit.Status.NO_SHOW),
    )


def _versions(keys: Iterable[int]) -> dict[int, tuple[int, Any]]:
    """How often each was told of in the memory, which only grows, and when last."""
    rows = Moment.objects.filter(record="schedule.visit", record_id__in=list(keys)).order_by()
    told = rows.values("record_id").annotate(number=Count("pk"), last=Max("at"))
    return {pk: (number, last) for pk, number, last in told.values_list("record_id", "number", "last")}
