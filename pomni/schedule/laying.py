"""Laying a visit out: which service when, by whom and in what room, and whether all of these are free.

Who and what a visit may take is locked before anybody looks: of two who want the same hour the second one sees what the
first one took, and is told so in words. Were it otherwise, the database refuses the row (`guard`).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from pomni.catalog.queries import Offer, is_offered_on, offers
from pomni.kit import bulk
from pomni.kit.errors import Refused
from pomni.schedule import guard, rules
from pomni.schedule.models import Line, Need, Taken, Thing, Visit
from pomni.schedule.models import Offer as Held
from pomni.team.models import Location, User

if TYPE_CHECKING:
    from pomni.catalog.models import Service


class Busy(Refused):
    """Somebody or something is taken already. `who`, and between which instants."""

    def __init__(self, who: str, begins: datetime, ends: datetime, zone: str) -> None:
        place = ZoneInfo(zone)
        told = {
            "who": who,
            "from": f"{begins.astimezone(place):%H:%M}",
            "till": f"{ends.astimezone(place):%H:%M}",
        }
        super().__init__(_("Busy: %(who)s, %(from)s–%(till)s.") % told, field="begins")
        self.who, self.begins, self.ends = who, begins, ends


@dataclass(frozen=True)
class Wanted:
    """One service that is wanted: by whom (nobody: a hall), in which things, at what price (None: as it is in the catalogue).

    `parts`: how it goes, `(minutes, whether hands are needed)`, where that was agreed already; else as the catalogue has it.
    `is_beside`: it begins together with the one before it, by somebody else.
    """

    service: "Service"
    user: User | None = None
    things: tuple[Thing, ...] = ()
    price: Decimal | None = None
    parts: tuple[tuple[int, bool], ...] = ()
    is_beside: bool = False


@dataclass
class Laid:
    """One service of a visit, laid out: when it is, and who and what it takes in which stretches."""

    wanted: Wanted
    begins: datetime
    ends: datetime
    course: rules.Course
    price: Decimal | None
    hands: list[rules.Stretch]
    needs: list[tuple[int, list[rules.Stretch]]]  # by the key of the kind


def lay_out(
    wanted: Sequence[Wanted],
    begins: datetime,
    *,
    location: Location | None = None,
    day: date | None = None,
    travel: tuple[int, int] = (0, 0),
) -> list[Laid]:
    """The services one after the other or beside each other, each as long as it takes whoever performs it.

    With location and day, at the prices that hold there then. `travel`: minutes on the way before and after, for which
    whoever performs anything is taken. Raises Refused (field "lines").
    """
    if not 0 < len(wanted) <= rules.MOST_LINES:
        sentence = _("A visit has 1 to %(most)s services.") % {"most": rules.MOST_LINES}
        raise Refused(sentence, field="lines")
    services = {one.service.pk for one in wanted}
    offered = offers(services, day=day, location=location)
    needs: dict[int, list[Need]] = {}
    for need in Need.objects.filter(service__in=services).order_by("kind"):
        needs.setdefault(need.service_id, []).append(need)
    laid: list[Laid] = []
    busy: set[User] = set()  # with what is done beside each other
    for one in wanted:
        is_beside = one.is_beside and bool(laid)
        busy = busy if is_beside else set()
        if one.user and one.user in busy:
            told = _("%(who)s cannot do two things at once. Choose somebody else for one of them.")
            raise Refused(told % {"who": one.user.name}, field="lines")
        busy |= {one.user} if one.user else set()
        at = laid[-1].begins if is_beside else begins
        laid.append(_laid(one, at, offered, needs.get(one.service.pk, [])))
        begins = max(begins, laid[-1].ends)
    _share_breaks(laid)
    _go_there(laid, *travel)
    return laid


def end_of(laid: Iterable[Laid]) -> datetime:
    """When all of it is over."""
    return max(one.ends for one in laid)


def _go_there(laid: Sequence[Laid], before: int, after: int) -> None:
    """Whoever performs something is on the way before the first and after the last of it."""
    of: dict[int, list[Laid]] = {}
    for one in laid:
        if one.wanted.user and one.hands:
            of.setdefault(one.wanted.user.pk, []).append(one)
    for some in of.values():
        first, last = some[0].hands, some[-1].hands
        first[0] = (first[0][0] - before * rules.MINUTE, first[0][1])
        last[-1] = (last[-1][0], last[-1][1] + after * rules.MINUTE)


def _share_breaks(laid: Sequence[Laid]) -> None:
    """Breaks are around what somebody does, not across the next thing that they do in the same visit."""
    last: dict[int, Laid] = {}
    for one in laid:
        if not one.wanted.user or not one.hands:
            continue
        if before := last.get(one.wanted.user.pk):
            (first, till), (opened, shuts) = one.hands[0], before.hands[-1]
            shuts = min(shuts, first + one.course.before * rules.MINUTE)
            before.hands[-1] = (opened, shuts)
            one.hands[0] = (max(first, shuts), till)
        last[one.wanted.user.pk] = one


def _laid(
    one: Wanted, begins: datetime, offered: Mapping[tuple[int, int | None], Offer], needs: Iterable[Need]
) -> Laid:
    service, offer = one.service, offered.get((one.service.pk, one.user.pk if one.user else None))
    if offer is None:
        told = {"who": one.user.name if one.user else "", "service": service.name}
        raise Refused(_("%(who)s does not perform %(service)s.") % told, field="lines")
    course = rules.course_of(offer.minutes, one.parts or offer.phases, before=offer.before, after=offer.after)
    return Laid(
        one,
        begins,
        begins + course.minutes * rules.MINUTE,
        course,
        offer.price if one.price is None else one.price,
        list(rules.hands_of(course, begins)) if one.user else [],
        [(need.kind_id, list(rules.need_of(course, begins, need.phases))) for need in needs],
    )


def check_offered(wanted: Iterable[Wanted], day: date) -> None:
    """Raises Refused where a service is not offered, any more or on that day, or a colleague has no access: for what is
    booked anew.
    """
    for one in wanted:
        if not is_offered_on(one.service, day):
            sentence = _("%(service)s is offered only in these months: %(months)s.")
            months = ", ".join(str(MONTHS[month]) for month in one.service.season)
            raise Refused(sentence % {"service": one.service.name, "months": months}, field="lines")
        if one.service.archived_at:
            sentence = _("%(service)s is not offered any more.")
            raise Refused(sentence % {"service": one.service.name}, field="lines")
        if one.user and not one.user.is_active:
            raise Refused(_("%(who)s does not work here any more.") % {"who": one.user.name}, field="lines")


def take(visit: Visit, laid: Sequence[Laid], *, over: bool) -> list[str]:
    """Write the lines of the visit and take whom and what they need. Returns who and what is booked over.

    Raises Busy where somebody or something is taken and `over` is not wished, Refused where there is no such thing here.
    """
    taking = _Taking(visit, laid, over=over)
    keys = bulk.take_keys(Line, len(laid))
    lines = [
        Line(
            pk=key, visit=visit, place=place, service=one.wanted.service, user=one.wanted.user, begins_at=one.begins,
            ends_at=one.ends, phases=[list(part) for part in one.course.parts], price=one.price,
            is_beside=one.wanted.is_beside and place > 0,
        )
        for place, (key, one) in enumerate(zip(keys, laid, strict=True))
    ]  # fmt: skip
    rows = [row for line, one in zip(lines, laid, strict=True) for row in taking.rows(line, one)]
    try:
        with transaction.atomic():
            Line.objects.bulk_create(lines)
            Taken.objects.bulk_create(rows)
    except IntegrityError as error:
        if not guard.is_about_it(error):
            raise
        raise Refused(
            _("Somebody took this time a moment ago. Choose another one."), field="begins"
        ) from None
    return taking.booked_over


def shifted(laid: Sequence[Laid], by: timedelta) -> list[Laid]:
    """The same services so much later."""
    return [
        replace(
            one,
            begins=one.begins + by,
            ends=one.ends + by,
            hands=[(first + by, last + by) for first, last in one.hands],
            needs=[(kind, [(first + by, last + by) for first, last in some]) for kind, some in one.needs],
        )
        for one in laid
    ]


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


def fits(location: Location, laid: Sequence[Laid]) -> bool:
    """Whether nobody and nothing of it is taken. Nothing is locked or written."""
    return not conflicts(location, [(laid[0].begins.date(), laid)])


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


class _Taking:
    """Who and what is free, as it is behind the locks."""

    def __init__(self, visit: Visit, laid: Sequence[Laid], *, over: bool, locks: bool = True) -> None:
        self.visit, self.over = visit, over
        self.booked_over: list[str] = []
        users = {one.wanted.user.pk for one in laid if one.wanted.user}
        kinds = {kind for one in laid for kind, _stretches in one.needs}
        named = {thing.pk for one in laid for thing in one.wanted.things}
        self.users = _locked(User, users, locks=locks)
        self.things = _locked(Thing, _candidates(visit.location, kinds, named), locks=locks)
        self.taken = list(_taken_meanwhile(laid, self.users, self.things))

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


def _locked(model: Any, pks: Collection[int], *, locks: bool) -> dict[int, Any]:
    """These records by key, locked in one order for everybody, so that nobody waits crosswise."""
    if not pks:
        return {}
    rows = model.objects.select_for_update(no_key=True) if locks else model.objects.all()
    return {row.pk: row for row in rows.filter(pk__in=pks).order_by("pk")}


def _candidates(location: Location, kinds: Collection[int], named: Collection[int]) -> set[int]:
    there = Thing.objects.filter(location=location, archived_at=None)
    found = set(there.filter(kind__in=kinds).values_list("pk", flat=True)) if kinds else set()
    here = set(there.filter(pk__in=named).values_list("pk", flat=True)) if named else set()
    if here != set(named):
        raise Refused(_("This is not at the place of the visit. Choose another one."), field="lines")
    return found | here


def _taken_meanwhile(
    laid: Sequence[Laid], users: Collection[int], things: Collection[int]
) -> Iterator[Taken]:
    stretches = [one for row in laid for one in [*row.hands, (row.begins, row.ends)]]
    begins, ends = min(first for first, _last in stretches), max(last for _first, last in stretches)
    while_ = Taken.objects.filter(
        begins_at__lt=ends, begins_at__gt=begins - guard.LONGEST * rules.DAY, ends_at__gt=begins
    )
    for rows in (
        while_.filter(user__in=users) if users else (),
        while_.filter(thing__in=things) if things else (),
    ):
        yield from rows


def _overlaps(row: Taken, stretches: Iterable[rules.Stretch]) -> bool:
    return any(row.begins_at < ends and row.ends_at > begins for begins, ends in stretches)
