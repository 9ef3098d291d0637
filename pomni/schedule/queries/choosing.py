"""Who performs what nobody in particular was asked for: the first who performs it, works then and is free."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from pomni.catalog.queries import offers
from pomni.kit.errors import Refused
from pomni.schedule import free
from pomni.schedule.laying import NobodyFree, Wanted, lay_out
from pomni.schedule.models import Pattern, WorkDay
from pomni.schedule.queries.free import Asked, Window, known_between, ways_in
from pomni.schedule.taking import fitting
from pomni.team.models import Location, User

MOST_TRIED = 12  # choices of people, where all of what a visit takes is asked after


def chosen(
    wanted: Sequence[Wanted],
    location: Location,
    at: datetime,
    *,
    travel: tuple[int, int] = (0, 0),
    moving: int | None = None,
) -> list[Wanted]:
    """The services with somebody for each that is performed by colleagues and has nobody; a hall stays with nobody.

    Those who could are locked before it is looked who is free, so that of two who book at once each gets somebody else.
    `moving`: the key of the visit that is to be moved. Raises NobodyFree; Refused (field "lines") where no hours are planned.
    """
    day = at.astimezone(ZoneInfo(location.zone)).date()
    choosing = Choosing(wanted, location, day, day, travel=travel, moving=moving, locks=True)
    return choosing.at(at)


class Choosing:
    """Some services at a location, of which it can be asked at each instant of some days who is to perform them."""

    def __init__(
        self,
        wanted: Sequence[Wanted],
        location: Location,
        first: date,
        last: date,
        *,
        travel: tuple[int, int] = (0, 0),
        moving: int | None = None,
        locks: bool = False,
    ) -> None:
        self.wanted, self.location, self.travel, self.moving = wanted, location, travel, moving
        unnamed = {one.service.pk for one in wanted if one.user is None}
        self.offered = offers({one.service.pk for one in wanted}) if unnamed else {}
        performed = {pk for (pk, user), one in self.offered.items() if user and one.is_active}
        self.open = [one.user is None and one.service.pk in performed for one in wanted]
        self.is_asked = any(self.open)
        if self.is_asked:
            self._read(first, last, locks=locks)

    def at(self, instant: datetime) -> list[Wanted]:
        """The services with those who are to perform them from this instant on. Raises NobodyFree, Refused."""
        if not self.is_asked:
            return list(self.wanted)
        minute = self.window.minute(instant)
        choices = [self._named(by) for by in islice(self._choices(0, minute, minute, ()), MOST_TRIED)]
        if choices and self._is_plain:
            return choices[0]
        laid = [lay_out(some, instant, travel=self.travel) for some in choices]
        free_ = fitting(self.location, laid, moving=self.moving)
        found = next((some for some, is_free in zip(choices, free_, strict=True) if is_free), None)
        if found is None:
            raise self._nobody(instant, minute)
        return found

    # --- Inside ------------------------------------------------------------------------------------------------------

    @property
    def _is_plain(self) -> bool:
        """Whether all that it takes is looked at for one service by itself."""
        return not (any(self.travel) or any(one.things or one.is_beside for one in self.wanted))

    def _read(self, first: date, last: date, *, locks: bool) -> None:
        asked = [
            Asked(one.service, parts=one.parts)
            for one, is_open in zip(self.wanted, self.open, strict=True)
            if is_open
        ]
        self.window = Window(self.location, first, last)
        known = known_between(asked, self.location, first, last)
        rows: Any = User.objects.filter(
            pk__in={*known.hours, *(one.user.pk for one in self.wanted if one.user)}
        )
        rows = rows.select_for_update(no_key=True) if locks else rows
        self.people = {
            one.pk: one for one in rows.order_by("pk")
        }  # in one order for everybody, as in `taking`
        ways, place, _openings = ways_in(self.window, asked, known, moving=self.moving)
        rooms: free.Rooms = {}
        masks = iter([[(way, free.starts_of(way, place, rooms)) for way in some] for some in ways])
        self.masks = [next(masks) if is_open else [] for is_open in self.open]

    def _choices(
        self, number: int, at: int, before: int, beside: tuple[int | None, ...]
    ) -> Iterator[tuple[int | None, ...]]:
        """Who may perform the services from this one on, by key, the likeliest first.

        `at`: the minute from which on it goes after what was before; `before`: when the one before it began, and `beside`: who
        is busy with that and what goes beside it.
        """
        if number == len(self.wanted):
            yield ()
            return
        is_beside = self.wanted[number].is_beside and number > 0
        begins, busy = (before, beside) if is_beside else (at, ())
        for who, minutes in self._ways(number, begins):
            if who is None or who not in busy:
                ends = max(at, begins + minutes)
                for others in self._choices(number + 1, ends, begins, (*busy, who)):
                    yield who, *others

    def _ways(self, number: int, begins: int) -> list[tuple[int | None, int]]:
        """Who can perform this service from this minute on, and how long it takes them."""
        if self.open[number]:
            return [
                (way.who.key, way.minutes)  # type: ignore[misc]  # the keys are those of colleagues
                for way, mask in self.masks[number]
                if way.who and mask >> begins & 1
            ]
        one = self.wanted[number]
        user = one.user.pk if one.user else None
        offer = self.offered.get((one.service.pk, user)) or self.offered[one.service.pk, None]
        return [(user, sum(minutes for minutes, _hands in one.parts) or offer.minutes)]

    def _named(self, by: Sequence[int | None]) -> list[Wanted]:
        return [
            replace(one, user=self.people[who]) if is_open and who else one
            for one, is_open, who in zip(self.wanted, self.open, by, strict=True)
        ]

    def _nobody(self, instant: datetime, minute: int) -> Refused:
        """Why nobody can: of the first service for which nobody has time then."""
        open_ = [one for one, is_open in zip(self.wanted, self.open, strict=True) if is_open]
        masks = [some for some, is_open in zip(self.masks, self.open, strict=True) if is_open]
        service = next(
            (
                one.service
                for one, some in zip(open_, masks, strict=True)
                if not any(mask >> minute & 1 for _way, mask in some)
            ),
            open_[0].service,
        )
        could = {
            user for (pk, user), one in self.offered.items() if pk == service.pk and user and one.is_active
        }
        of = {"user__in": could, "location": self.location}
        if not (Pattern.objects.filter(**of).exists() or WorkDay.objects.filter(**of).exists()):
            sentence = _(
                "No working hours are planned of those who perform %(service)s. Say who is to do it."
            )
            return Refused(sentence % {"service": service.name}, field="lines")
        return NobodyFree(service, instant, self.location.zone)
