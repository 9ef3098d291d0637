"""Taking whom and what a visit needs, if they are free.

Who and what a visit may take is locked before anybody looks: of two who want the same hour the second one sees what the
first one took, and is told so in words. Were it otherwise, the database refuses the row (`guard`).
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import partial
from itertools import chain
from typing import Any

from django.db import DEFAULT_DB_ALIAS, IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from pomni.kit.errors import Refused
from pomni.kit.prepared import padded, records_of
from pomni.schedule import guard, rules
from pomni.schedule.laying import Busy, Laid
from pomni.schedule.models import Line, Taken, Thing, Visit
from pomni.schedule.models import Offer as Held
from pomni.team.models import Location, User


def take(visit: Visit, laid: Sequence[Laid], *, over: bool) -> list[str]:
    """Write the lines of the visit and take whom and what they need. Returns who and what is booked over.

    Raises Busy where somebody or something is taken and `over` is not wished, Refused where there is no such thing here.
    """
    taking = _Taking(visit, laid, over=over)
    lines = [
        Line(
            visit=visit, place=place, service=one.wanted.service, user=one.wanted.user, begins_at=one.begins,
            ends_at=one.ends, phases=[list(part) for part in one.course.parts], price=one.price,
            is_beside=one.wanted.is_beside and place > 0, chosen=[thing.pk for thing in one.wanted.things],
        )
        for place, one in enumerate(laid)
    ]  # fmt: skip
    rows = [list(taking.rows(line, one)) for line, one in zip(lines, laid, strict=True)]
    try:
        with transaction.atomic():
            Line.objects.bulk_create(lines)
            for line, some in zip(lines, rows, strict=True):
                for row in some:
                    row.line = line  # which has its key now
            Taken.objects.bulk_create(chain.from_iterable(rows))
    except IntegrityError as error:
        if not guard.is_about_it(error):
            raise
        raise Refused(
            _("Somebody took this time a moment ago. Choose another one."), field="begins"
        ) from None
    return taking.booked_over


def conflicts(location: Location, turns: Sequence[tuple[date, Sequence[Laid]]]) -> dict[date, str]:
    """On which of these days somebody or something is taken, and by whom until when. Nothing is locked or written."""
    visit = Visit(location=location, zone=location.zone)
    taking = _Taking(visit, [one for _day, laid in turns for one in laid], over=False, locks=False)
    found: dict[date, str] = {}
    for day, laid in turns:
        try:
            for one in laid:
                list(taking.rows(Line(), one))
        except Busy as busy:
            found[day] = str(busy)
    return found


def would_take(visit: Visit, laid: Sequence[Laid], besides: Iterable[Taken]) -> list[Taken]:
    """The rows that the visit would take, where those `besides` are taken, too. Nothing is locked or written.

    Raises Busy, Refused.
    """
    taking = _Taking(visit, laid, over=False, locks=False)
    taking.taken += besides
    return [row for one in laid for row in taking.rows(Line(), one)]


def fitting(
    location: Location, choices: Sequence[Sequence[Laid]], *, moving: int | None = None
) -> list[bool]:
    """Of each of these ways to lay a visit out, whether nobody and nothing of it is taken: as many statements as for one.

    `moving`: the key of the visit that is to be moved, whose own time is free for it. Nothing is locked or written.
    """
    if not choices:
        return []
    visit = Visit(location=location, zone=location.zone)
    together = [one for laid in choices for one in laid]
    taking = _Taking(visit, together, over=False, locks=False, moving=moving)
    return [taking.has_place_for(laid) for laid in choices]


def hold(offer: Held, laid: Sequence[Laid]) -> None:
    """Take whom and what these services need for somebody who is asked whether they come. Raises Busy, Refused."""
    taking = _Taking(Visit(location=offer.location, zone=offer.location.zone), laid, over=False)
    rows = [row for one in laid for row in taking.rows(Line(), one)]
    for row in rows:
        row.visit, row.line, row.offer = None, None, offer
    Taken.objects.bulk_create(rows)


def let_go(visit: Visit) -> None:
    """Nobody and nothing is taken by this visit any more."""
    Taken.objects.filter(visit=visit).delete()


def drop_lines(visit: Visit) -> None:
    """The visit has no lines any more. What they took was let go before: nothing hangs on them, so nothing is looked for."""
    Line.objects.filter(visit=visit)._raw_delete(using=DEFAULT_DB_ALIAS)


class _Taking:
    """Who and what is free, as it is behind the locks."""

    def __init__(
        self,
        visit: Visit,
        laid: Sequence[Laid],
        *,
        over: bool,
        locks: bool = True,
        moving: int | None = None,
    ) -> None:
        self.visit, self.over = visit, over
        self.booked_over: list[str] = []
        users = {one.wanted.user.pk for one in laid if one.wanted.user}
        kinds = {kind for one in laid for kind, _stretches in one.needs}
        named = {thing.pk for one in laid for thing in one.wanted.things}
        self.users = _locked(User.objects.filter(pk__in=users), locks=locks) if users else {}
        self.things = self._things(kinds, named, locks=locks) if kinds or named else {}
        meanwhile = _taken_meanwhile(laid, self.users, self.things)
        self.taken = [row for row in meanwhile if moving is None or row.visit_id != moving]

    def _things(self, kinds: Collection[int], named: Collection[int], *, locks: bool) -> dict[int, Any]:
        """The things of the location that may be taken: of these kinds, and those that were named."""
        there = Thing.objects.filter(location=self.visit.location, archived_at=None)
        found = _locked(there.filter(Q(kind__in=kinds) | Q(pk__in=named)), locks=locks)
        if not set(named) <= found.keys():
            raise Refused(_("This is not at the place of the visit. Choose another one."), field="lines")
        return found

    def has_place_for(self, laid: Sequence[Laid]) -> bool:
        """Whether this could be taken; what it would take is not kept in mind."""
        taken = list(self.taken)
        try:
            for one in laid:
                list(self.rows(Line(), one))
        except Busy:
            return False
        finally:
            self.taken = taken
        return True

    def rows(self, line: Line, one: Laid) -> Iterator[Taken]:
        """What the line takes; the rows count as taken for the lines that follow."""
        user = one.wanted.user
        if user:
            found = [row for row in self.taken if row.user_id == user.pk and _overlaps(row, one.hands)]
            self._check(self.users[user.pk].name, found)
            yield from self._take(one.hands, is_over=bool(found), visit=self.visit, line=line, user=user)
        free = {thing.pk for thing in one.wanted.things}
        for kind, stretches in one.needs:
            thing, unit, found = self._thing(kind, stretches, free)
            self._check(thing.name, found)
            free.discard(thing.pk)
            yield from self._take(
                stretches, is_over=bool(found), visit=self.visit, line=line, thing=thing, unit=unit
            )
        for pk in sorted(free):  # taken although no service asks for it: a hall
            thing, whole = self.things[pk], [(one.begins, one.ends)]
            unit, found = self._unit(thing, whole)
            self._check(thing.name, found)
            yield from self._take(
                whole, is_over=bool(found), visit=self.visit, line=line, thing=thing, unit=unit
            )

    def _take(self, stretches: Iterable[rules.Stretch], **more: Any) -> Iterator[Taken]:
        for begins, ends in stretches:
            row = Taken(begins_at=begins, ends_at=ends, **more)
            self.taken.append(row)
            yield row

    def _check(self, name: str, found: Sequence[Taken]) -> None:
        if not found:
            return
        if not self.over:
            raise Busy(name, found[0].begins_at, found[0].ends_at, self.visit.zone)
        if name not in self.booked_over:
            self.booked_over.append(name)

    def _thing(
        self, kind: int, stretches: Sequence[rules.Stretch], named: Collection[int]
    ) -> tuple[Thing, int, list[Taken]]:
        """A thing of the kind, the one that was named if one was, else the first with a place free all the while."""
        there = [thing for thing in self.things.values() if thing.kind_id == kind]
        there = [thing for thing in there if thing.pk in named] or there
        if not there:
            raise Refused(
                _("There is nothing here that this service needs. Add it to the rooms and devices."),
                field="lines",
            )
        tried = [(thing, *self._unit(thing, stretches)) for thing in there]
        return next((one for one in tried if not one[2]), tried[0])

    def _unit(self, thing: Thing, stretches: Sequence[rules.Stretch]) -> tuple[int, list[Taken]]:
        """A place of the thing that is free all the while, or the first one and what stands in the way."""
        by_unit: dict[int, list[Taken]] = {unit: [] for unit in range(thing.capacity)}
        for row in self.taken:
            if row.thing_id == thing.pk and _overlaps(row, stretches):
                by_unit.setdefault(row.unit, []).append(row)
        return next(((unit, []) for unit in range(thing.capacity) if not by_unit[unit]), (0, by_unit[0]))


def _locked(rows: Any, *, locks: bool) -> dict[int, Any]:
    """These records by key, locked in one order for everybody, so that nobody waits crosswise."""
    rows = rows.select_for_update(no_key=True) if locks else rows
    return {row.pk: row for row in rows.order_by("pk")}


def _taken_meanwhile(
    laid: Sequence[Laid], users: Collection[int], things: Collection[int]
) -> Iterator[Taken]:
    stretches = [one for row in laid for one in [*row.hands, (row.begins, row.ends)]]
    begins, ends = min(first for first, _last in stretches), max(last for _first, last in stretches)
    while_ = (ends, begins - guard.LONGEST * rules.DAY, begins)
    for column, some in (("user", users), ("thing", things)):
        if asked := padded(some):
            yield from records_of(("taken", column, len(asked)), partial(_taken_by, column), *while_, *asked)


def _taken_by(column: str, ends: datetime, after: datetime, begins: datetime, *some: int) -> QuerySet[Taken]:
    while_ = Taken.objects.filter(begins_at__lt=ends, begins_at__gt=after, ends_at__gt=begins)
    return while_.filter(**{f"{column}__in": some})


def _overlaps(row: Taken, stretches: Iterable[rules.Stretch]) -> bool:
    return any(row.begins_at < ends and row.ends_at > begins for begins, ends in stretches)
