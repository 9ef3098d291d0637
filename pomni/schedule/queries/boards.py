"""The day of several locations side by side, each by its own clock: as many statements as for one."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q

from pomni.catalog.queries import performing
from pomni.people.queries import called, owing
from pomni.schedule import working
from pomni.schedule.drawn import Came, Day, Done, ends_of
from pomni.schedule.models import Thing, Visit
from pomni.schedule.queries.board import LONGEST, Drawing, line_rows
from pomni.schedule.queries.groups import enrolled
from pomni.schedule.queries.working import hours_between
from pomni.team.models import Location, User
from pomni.team.queries import locations


def places_of(viewer: User) -> list[Location]:
    """The locations that something can be put at: first those where the viewer cares for visits, then those of their other
    roles, then the rest; by name.
    """
    reach = viewer.reach(Visit.see).locations
    own = {pk for held in viewer.grants.held for pk in held.locations}
    return sorted(locations(), key=lambda one: (one.pk not in reach, one.pk not in own))


def near_places(viewer: User, places: Sequence[Location]) -> list[Location]:
    """Of these locations those whose whole day is the viewer's to look at; all, where their reach is not of locations."""
    reach = viewer.reach(Visit.see)
    return [one for one in places if reach.all or not reach.locations or one.pk in reach.locations]


def boards(
    viewer: User, locations: Sequence[Location], day: date, *, by_thing: bool = False, group: str = ""
) -> list[Day]:
    """The board of each location (see `board`), all from the same minute of the clock to the same."""
    read = _Read(viewer, locations, day, by_thing=by_thing, group=group)
    places = [_Place(read, one) for one in locations]
    ends = [one.own_ends for one in places]
    whole = min(first for first, _last in ends), max(last for _first, last in ends)
    return [one.drawn(whole) for one in places]


class _Read:
    """What all of them are drawn from."""

    def __init__(
        self, viewer: User, locations: Sequence[Location], day: date, *, by_thing: bool, group: str
    ) -> None:
        self.viewer, self.day, self.by_thing, self.group = viewer, day, by_thing, group
        self.locations = {one.pk: one for one in locations}
        midnights = [datetime.combine(day, time(), ZoneInfo(one.zone)) for one in locations]
        within = (
            Visit.objects.visible_to(viewer)
            .filter(
                location__in=self.locations,
                begins_at__lt=max(midnights) + timedelta(days=1, hours=2),  # no day is longer
                begins_at__gt=min(midnights) - LONGEST,
                ends_at__gt=min(midnights),
            )
            .exclude(status=Visit.Status.CANCELLED)
        )
        earlier = Visit.objects.standing().filter(client=OuterRef("client"), day__lt=day)
        rows = within.annotate(came_before=Exists(earlier), enrolled=enrolled())
        told = rows.values_list("location_id", "begins_at", "ends_at", *Came._fields)
        self.visits = [(place, begins, ends, Came(*words)) for place, begins, ends, *words in told]
        self.line_rows = list(line_rows(within.values("pk"), by_thing=by_thing))
        told_of = {came.client_id for *_when, came in self.visits if came.client_id}
        self.clients = called(viewer, told_of)
        self.owing = owing(viewer, self.clients)

    @cached_property
    def people(self) -> dict[int, User]:
        """Whoever performs anything that is looked at, and has access; and whoever performs it on this day."""
        lines = [Done(*row[: len(Done._fields)]) for row in self.line_rows]
        busy = {one.user_id for one in lines if not self.group or str(one.group) == self.group}
        rows = User.objects.filter(Q(pk__in=performing(self.group), is_active=True) | Q(pk__in=busy - {None}))
        return {one.pk: one for one in rows.only("uid", "name")}

    @cached_property
    def hours(self) -> Mapping[Any, Mapping[date, working.Hours]]:
        """Their hours on this day, by colleague and location."""
        return hours_between(list(self.people), self.day, self.day)

    @cached_property
    def things(self) -> dict[int, Thing]:
        """The rooms and devices of these locations, and those that are taken."""
        taken = {row[len(Done._fields)] for row in self.line_rows} - {None}
        rows = Thing.objects.filter(Q(location__in=self.locations, archived_at=None) | Q(pk__in=taken))
        return {one.pk: one for one in rows.select_related("kind")}


class _Place(Drawing):
    """One of them: it asks the tables nothing."""

    def __init__(self, read: _Read, location: Location) -> None:
        self.read, self.location, self.day = read, location, read.day
        self.viewer, self.zone = read.viewer, ZoneInfo(location.zone)
        self.by_thing, self.group, self.only = read.by_thing, read.group, ()
        self.midnight = datetime.combine(read.day, time(), self.zone)
        self.minutes, self.instants = {}, {}
        till = datetime.combine(read.day + timedelta(days=1), time(), self.zone)
        self.visits = {
            came.pk: came
            for place, begins, ends, came in read.visits
            if place == location.pk and self.midnight - LONGEST < begins < till and ends > self.midnight
        }
        self._take_lines(row for row in read.line_rows if row[1] in self.visits)
        self.clients, self.owing = read.clients, read.owing

    @property
    def own_ends(self) -> tuple[int, int]:
        """From which whole hour to which one this location alone would be shown."""
        hours = [
            told[self.day]
            for (_user, at), told in (() if self.by_thing else self.read.hours.items())
            if at == self.location.pk and told
        ]
        return ends_of(hours, self.lines, self.midnight)

    def _hours(self, people: Collection[int]) -> Mapping[Any, Mapping[date, working.Hours]]:
        return self.read.hours

    def _people(self, of: Mapping[int, list[Done]]) -> dict[int, User]:
        return self.read.people

    def _things(self, of: Collection[int]) -> dict[int, Thing]:
        here = self.location.pk
        return {pk: one for pk, one in self.read.things.items() if one.location_id == here or pk in of}
