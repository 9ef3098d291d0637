"""What a visit was agreed to be, as its rows have it: what moving it, and taking it up again, begin with, and with
other people and things instead.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from pomni.kit.errors import Refused
from pomni.kit.prepared import records_of
from pomni.schedule.laying import Wanted, handed_over
from pomni.schedule.models import Line, Taken, Thing, Visit
from pomni.team.models import User


def parts_of(visit: Visit) -> list[tuple[int, bool]]:
    """How the last service of the visit goes."""
    last = visit.lines.order_by("place").last()
    assert last is not None  # noqa: S101 (a visit has a line)
    return [(minutes, hands) for minutes, hands in last.phases]


def wanted_of(visit: Visit) -> list[Wanted]:
    """The visit as it was asked for, with the prices and the length that were agreed, and with the things that it has: one
    that has ended without taking place, with those that were chosen for it and are there still.
    """
    lines = records_of("lines of a visit", _lines_of, visit.pk)
    things: dict[int, list[Thing]] = {} if visit.is_standing else _chosen(visit, lines)
    for row in records_of("things of a visit", _things_of, visit.pk):
        known = things.setdefault(row.line_id, [])
        if row.thing not in known:
            known.append(row.thing)
    return [
        Wanted(
            one.service,
            one.user,
            tuple(things.get(one.pk, ())),
            one.price,
            tuple(map(tuple, one.phases)),
            one.is_beside,
        )
        for one in lines
    ]


def _chosen(visit: Visit, lines: Iterable[Line]) -> dict[int, list[Thing]]:
    there = Thing.objects.filter(location=visit.location_id, archived_at=None)
    known = there.in_bulk({pk for line in lines for pk in line.chosen})
    return {line.pk: [known[pk] for pk in line.chosen if pk in known] for line in lines}


def _lines_of(visit: int) -> QuerySet[Line]:
    return Line.objects.filter(visit=visit).select_related("service", "user").order_by("place")


def _things_of(visit: int) -> QuerySet[Taken]:
    rows = Taken.objects.filter(visit=visit, thing__isnull=False)
    return rows.select_related("thing").order_by("pk")


def by_these(wanted: Sequence[Wanted], users: Sequence[User | None] | None) -> Sequence[Wanted]:
    """The same services, each by the one of these colleagues who stands at its place."""
    if users is None:
        return wanted
    if len(users) != len(wanted):
        raise Refused(_("Somebody changed the services of this visit meanwhile. Look what they are now."))
    for user in users:
        if user and not user.is_active:
            raise Refused(_("%(who)s does not work here any more.") % {"who": user.name}, field="lines")
    return [handed_over([one], one.user, user)[0] for one, user in zip(wanted, users, strict=True)]


def otherwise(
    wanted: Sequence[Wanted], instead: tuple[User, User] | None, swap: tuple[Thing, Thing] | None
) -> list[Wanted]:
    """The second colleague does what the first one was to do, the second thing is taken wherever the first one was."""
    wanted = handed_over(wanted, *instead) if instead else list(wanted)
    if not swap:
        return wanted
    one, other = swap
    return [replace(line, things=tuple(other if it == one else it for it in line.things)) for line in wanted]
