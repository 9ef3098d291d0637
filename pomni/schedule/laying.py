"""Laying a visit out: which service when, by whom and in what room.

Whether all of these are free is seen where they are taken (`pomni.schedule.taking`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from pomni.catalog.queries import Offer, is_offered_on, offers
from pomni.kit.errors import Refused
from pomni.kit.prepared import padded, records_of
from pomni.schedule import rules
from pomni.schedule.models import Need, Thing
from pomni.team.models import Location, User

if TYPE_CHECKING:
    from pomni.catalog.models import Service


MOST_NAMED = 5  # who could perform what somebody does not


class NotFree(Refused):
    """It cannot be had at this time, but at others: `nearest` ones may be proposed."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, field="begins")
        self.nearest: list[datetime] = []

    def propose(self, nearest: Sequence[datetime]) -> None:
        """Tell these free times beside it, by the clock of the place; programs get them with the refusal."""
        self.nearest = list(nearest)
        self.beside = {"nearest": [{"day": f"{at:%Y-%m-%d}", "begins": f"{at:%H:%M}"} for at in nearest]}


class NobodyFree(NotFree):
    """Of those who perform a service nobody works then and is free."""

    def __init__(self, service: "Service", at: datetime, zone: str) -> None:
        told = {"service": service.name, "time": f"{at.astimezone(ZoneInfo(zone)):%H:%M}"}
        super().__init__(_("Nobody who performs %(service)s works and is free at %(time)s.") % told)


class Busy(NotFree):
    """Somebody or something is taken already. `who`, and between which instants."""

    def __init__(self, who: str, begins: datetime, ends: datetime, zone: str) -> None:
        place = ZoneInfo(zone)
        told = {
            "who": who,
            "from": f"{begins.astimezone(place):%H:%M}",
            "till": f"{ends.astimezone(place):%H:%M}",
        }
        super().__init__(_("Busy: %(who)s, %(from)s–%(till)s.") % told)
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
    is_agreed = all(one.price is not None for one in wanted)  # nobody asks then what the lists say
    offered = offers(services, day=None if is_agreed else day, location=location)
    needs: dict[int, list[Need]] = {}
    asked = padded(sorted(services))
    for need in records_of(("needs", len(asked)), _needs_of, *asked):
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


def _needs_of(*services: int) -> QuerySet[Need]:
    return Need.objects.filter(service__in=services).order_by("kind")


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
    offer = offered.get((one.service.pk, one.user.pk if one.user else None))
    if offer is None:
        raise Refused(_not_performed(one, offered), field="lines")
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


def _not_performed(one: Wanted, offered: Mapping[tuple[int, int | None], Offer]) -> str:
    """Who does not perform it, and who could."""
    could = [
        by for (service, by), offer in offered.items() if service == one.service.pk and by and offer.is_active
    ]
    names = User.objects.filter(pk__in=could).order_by("name").values_list("name", flat=True)[:MOST_NAMED]
    told = {"who": one.user.name if one.user else "", "service": one.service.name, "names": ", ".join(names)}
    if not could:
        return _("%(who)s does not perform %(service)s, and nobody does yet. Say who on its page.") % told
    return _("%(who)s does not perform %(service)s. Who does: %(names)s.") % told


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


def handed_over(wanted: Sequence[Wanted], who: User | None, to: User | None) -> list[Wanted]:
    """The second one (None: nobody in particular) does what the first one was to do: in their own time, but for what was made
    longer or shorter.
    """
    if who == to:
        return list(wanted)
    offered = offers({one.service.pk for one in wanted})
    found = []
    for one in wanted:
        if one.user == who:
            offer = offered.get((one.service.pk, who.pk if who else None))
            usual = rules.course_of(offer.minutes, offer.phases).parts if offer else one.parts
            one = replace(one, user=to, parts=() if one.parts == usual else one.parts)
        found.append(one)
    return found


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
