"""Where a visit fits. Pure: knows no tables, no clock and no zone.

A stretch of time is a whole number whose bit n is the minute n of a window that the caller begins where they like. So a
month is 44,640 bits, "free in all of these minutes" is a handful of shifts, and "who of twenty can" is an `or`.
Instants become minutes of the window at the door, hence days of 23 and 25 hours need no care here.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_

Mask = int
Span = tuple[int, int]  # minutes of the window, the second one not included


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a service: how long it takes, whether somebody's hands are needed, and which rooms or devices."""

    minutes: int
    hands: bool = True
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Taken:
    """Somebody or something that can be taken: when it can be used at all, and when it is taken already."""

    key: object
    open: Mask
    busy: Mask = 0


@dataclass(frozen=True, slots=True)
class Way:
    """One way to perform a service: by whom (nobody: a hall), in which parts, with which breaks before and after."""

    who: Taken | None
    parts: tuple[Part, ...]
    before: int = 0
    after: int = 0

    @property
    def minutes(self) -> int:
        """How long the client is there for."""
        return sum(part.minutes for part in self.parts)


@dataclass(frozen=True)
class Place:
    """Where: when it is open, and of each kind of room or device what there is."""

    open: Mask
    things: dict[str, Sequence[Taken]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """One service of a visit that fits: when it begins, in which way, and which thing of each kind it takes."""

    starts: int
    way: Way
    things: dict[str, Taken]


# --- Masks -----------------------------------------------------------------------------------------------------------


def mask_of(spans: Iterable[Span]) -> Mask:
    """The minutes of these spans; what lies before the window is left out."""
    found = 0
    for begins, ends in spans:
        begins = max(0, begins)
        if ends > begins:
            found |= ((1 << (ends - begins)) - 1) << begins
    return found


def minutes_in(mask: Mask) -> Iterator[int]:
    """The minutes of a mask, the first one first."""
    while mask:
        last = mask & -mask
        yield last.bit_length() - 1
        mask ^= last


def first_in(mask: Mask, *, after: int = 0) -> int | None:
    """The first minute of a mask from `after` on; None where there is none."""
    left = mask >> after
    return after + (left & -left).bit_length() - 1 if left else None


def all_free(free: Mask, minutes: int) -> Mask:
    """From where on `minutes` in a row are free: by doubling, so a day costs eleven shifts."""
    done = 1
    while done < minutes and free:
        step = min(done, minutes - done)
        free &= free >> step
        done += step
    return free


def capacity_left(spans: Iterable[Span], capacity: int) -> Mask:
    """When a thing that takes `capacity` at a time is taken: where that many of the spans are at once."""
    levels = [0] * max(1, capacity)  # levels[n]: where more than n of them are
    for span in spans:
        more = mask_of([span])
        for at, level in enumerate(levels):
            levels[at] = level | more
            more &= level
    return levels[-1]


def grid(openings: Iterable[Span], step: int) -> Mask:
    """Where a visit may begin: each `step` minutes from the beginning of each opening on."""
    found = 0
    for begins, ends in openings:
        for minute in range(begins, ends, step):
            if minute >= 0:
                found |= 1 << minute
    return found


def full_days(days: Iterable[Span], visits: Iterable[int], most: int | None) -> Mask:
    """The minutes of the days on which there are `most` visits already; None: as many as there is time for."""
    if most is None:
        return 0
    return mask_of(day for day, number in zip(days, visits, strict=True) if number >= most)


# --- One service -----------------------------------------------------------------------------------------------------


Rooms = dict[
    tuple[tuple[Part, ...], str], list[tuple[Taken, Mask]]
]  # where parts find each thing of a kind free


def starts_of(way: Way, place: Place, rooms: Rooms) -> Mask:
    """From which minutes on a service can be performed in this way at this place.

    `rooms`: what was looked through for others who perform it in the same parts; it grows.
    """
    fits = all_free(place.open, way.minutes)
    if way.who is not None:
        fits &= _by(way, way.who)
    for kind in sorted(_kinds(way)):
        fits &= reduce(or_, (mask for _thing, mask in _rooms(way, kind, place, rooms)), 0)
    return fits


def _by(way: Way, who: Taken) -> Mask:
    """Where whoever performs it is there for each part that needs hands, and has the breaks free."""
    runs = list(_runs(way.parts, lambda part: part.hands))
    if not runs:
        return -1
    free = ~who.busy
    fits = _fit(runs, who.open & free)
    begins, ends = runs[0][0], runs[-1][0] + runs[-1][1]
    if way.before:  # a break may lie before the shift begins, but not within another visit
        fits &= _none_before(free, way.before, begins)
    if way.after:
        fits &= all_free(free, way.after) >> ends
    return fits


def _none_before(free: Mask, minutes: int, begins: int) -> Mask:
    """Where all of the `minutes` before a part that begins at `begins` are free. Before the window nothing is known."""
    return all_free(free << minutes | (1 << minutes) - 1, minutes) >> begins


def _rooms(way: Way, kind: str, place: Place, rooms: Rooms) -> list[tuple[Taken, Mask]]:
    key = (way.parts, kind)
    if key not in rooms:
        runs = list(_runs(way.parts, lambda part: kind in part.needs))
        there = place.things.get(kind, ())
        rooms[key] = [(thing, _fit(runs, thing.open & ~thing.busy)) for thing in there]
    return rooms[key]


def _fit(runs: Iterable[Span], free: Mask) -> Mask:
    """Where all runs, `(offset, minutes)`, are free."""
    return reduce(and_, (all_free(free, minutes) >> offset for offset, minutes in runs), -1)


def _runs(parts: Sequence[Part], counts: Callable[[Part], bool]) -> Iterator[Span]:
    """Parts in a row that count, as `(offset, minutes)`."""
    at, begins = 0, None
    for part in parts:
        if counts(part) and begins is None:
            begins = at
        elif not counts(part) and begins is not None:
            yield begins, at - begins
            begins = None
        at += part.minutes
    if begins is not None:
        yield begins, at - begins


def _kinds(way: Way) -> frozenset[str]:
    return frozenset().union(*(part.needs for part in way.parts))


# --- A visit of several services ---------------------------------------------------------------------------------------


class Search:
    """The ways of a visit's services, each looked through once, however many starts are asked about."""

    def __init__(self, services: Sequence[Sequence[Way]], place: Place) -> None:
        self.services, self.place = services, place
        self.rooms: Rooms = {}
        known: dict[int, Mask] = {}  # a way that two services share is looked through once
        for way in {id(way): way for ways in services for way in ways}.values():
            known[id(way)] = starts_of(way, place, self.rooms)
        self.fits = [[known[id(way)] for way in ways] for ways in services]
        # For each service, and behind the last one, from where on it and all that follow fit.
        self.rests: list[Mask] = [-1]
        for ways, masks in zip(reversed(services), reversed(self.fits), strict=True):
            rest = self.rests[0]
            fits = (mask & rest >> way.minutes for way, mask in zip(ways, masks, strict=True))
            self.rests.insert(0, reduce(or_, fits, 0))

    def plan(self, at: int) -> list[Step] | None:
        """How a visit that begins at this minute is performed: of each service the first way that fits."""
        steps = []
        for number, ways in enumerate(self.services):
            way = self._way(number, ways, at)
            if way is None:
                return None
            things = {kind: self._thing(way, kind, at) for kind in _kinds(way)}
            steps.append(Step(at, way, things))
            at += way.minutes
        return steps

    def _thing(self, way: Way, kind: str, at: int) -> Taken:
        free = _rooms(way, kind, self.place, self.rooms)
        return next(thing for thing, mask in free if mask >> at & 1)

    def _way(self, number: int, ways: Sequence[Way], at: int) -> Way | None:
        rest = self.rests[number + 1]
        pairs = zip(ways, self.fits[number], strict=True)
        return next((way for way, fits in pairs if fits >> at & 1 and rest >> (at + way.minutes) & 1), None)


def starts(services: Sequence[Sequence[Way]], place: Place, *, allowed: Mask) -> Mask:
    """From which of the `allowed` minutes on all services fit, one after the other, each in one of its ways."""
    return Search(services, place).rests[0] & allowed


def plan(services: Sequence[Sequence[Way]], place: Place, at: int) -> list[Step] | None:
    """How a visit that begins at this minute is performed; None where it does not fit."""
    return Search(services, place).plan(at)
