"""What the public pages show. They are read with the reach of the booking robot, never of whoever looks."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property, partial, reduce
from operator import or_
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.http import Http404

from pomni.booking import rules
from pomni.booking.links import visit_named
from pomni.booking.models import THE_ONE, AskedFor, BookingPage
from pomni.booking.robot import booking_robot, make_robot
from pomni.catalog.queries import Offer, offers, services
from pomni.kit.clock import now, today
from pomni.kit.prepared import records_of
from pomni.post import gateways
from pomni.schedule import queries as schedule
from pomni.schedule.queries import Asked, Start
from pomni.team.links import digest_of
from pomni.team.models import Location, User

if TYPE_CHECKING:
    from pomni.catalog.models import Service
    from pomni.schedule.models import Terms, Visit

LOOKED_AHEAD = 28  # days in which somebody works here who can be chosen here


@dataclass
class Counter:
    """A place that can be booked online: what the page is like, and who reads and books for the client."""

    page: BookingPage
    robot: User
    location: Location

    @property
    def zone(self) -> ZoneInfo:
        """By whose clock it tells its times."""
        return ZoneInfo(self.location.zone)

    @property
    def slug(self) -> str:
        """How its address calls it."""
        return rules.slug_of(self.location.name, self.location.uid)

    @cached_property
    def terms(self) -> "Terms":
        """How visits are booked there."""
        return schedule.terms_of(self.location)

    def may_change(self, visit: "Visit") -> bool:
        """Whether the client may still move or cancel it by themselves."""
        return schedule.may_change_own(visit, self.terms)

    @cached_property
    def last_day(self) -> date:
        """The last day that can be booked."""
        return today(self.zone) + timedelta(days=self.terms.horizon)


@dataclass
class Menu:
    """What can be booked at a place, and by whom it is performed there."""

    services: list["Service"]
    offers: dict[tuple[int, int | None], Offer]
    people: list[User] = field(default_factory=list)

    def performs(self, user: User, service: "Service") -> bool:
        """Whether the colleague performs it."""
        return (service.pk, user.pk) in self.offers

    def cost(self, service: "Service", by: User | None = None) -> "Cost | None":
        """What it costs here, by one colleague or by whoever performs it; None where no price is told."""
        ways = [one for (pk, user), one in self.offers.items() if pk == service.pk and user]
        return cost_of([one for one in ways if by is None or one.user_id == by.pk])


@dataclass(frozen=True)
class Cost:
    """What a service costs: the least that is asked for it, and whether some ask more."""

    least: Decimal
    varies: bool = False


def cost_of(ways: Sequence[Offer]) -> Cost | None:
    """What is told of a service that is performed in these ways; None where a price is told when it is asked for."""
    told = {one.price for one in ways}
    known = [price for price in told if price is not None]
    return Cost(min(known), len(told) > 1) if known else None


def booking_page() -> BookingPage:
    """How online booking is set up; where nobody did, one that is off."""
    found = records_of("booking page", lambda: BookingPage.objects.filter(pk=THE_ONE))
    return found[0] if found else BookingPage(pk=THE_ONE)


def counters(page: BookingPage) -> list[Counter]:
    """The places that can be booked online, by name. None where it is off."""
    robot = booking_robot() if page.is_on else None
    if not robot:
        return []
    return [Counter(page, robot, one) for one in records_of("booked places", _open_places)]


def _open_places() -> QuerySet[Location]:
    of_page = BookingPage.locations.through.objects.filter(bookingpage=THE_ONE)
    return Location.objects.filter(pk__in=of_page.values("location"), archived_at=None)


def counter(page: BookingPage, slug: str) -> Counter:
    """The place that an address names. Raises Http404."""
    found = counters(page)
    location = rules.named([one.location for one in found], slug)
    if location is None:
        raise Http404
    return next(one for one in found if one.location == location)


def menu(at: Counter) -> Menu:
    """What is performed there by somebody who works there within the next weeks."""
    known = records_of(("services online", at.robot.access_stamp), partial(_online, at.robot))
    day = today(at.zone)
    ways = offers([one.pk for one in known], day=day, location=at.location)
    users = {user for (_service, user), one in ways.items() if user and one.is_active}
    hours = schedule.hours_between(users, day, day + timedelta(days=LOOKED_AHEAD), location=at.location)
    here = {user for (user, _place), days in hours.items() if days}
    kept = {key: one for key, one in ways.items() if key[1] in here and one.is_active}
    offered = {service for service, _user in kept}
    return Menu([one for one in known if one.pk in offered], kept, _named(here))


def _online(robot: User) -> QuerySet["Service"]:
    return services(robot).filter(is_online=True).order_by("sorted_as", "pk")


def _named(keys: Collection[int]) -> list[User]:
    """Colleagues by their keys, in the order of their names."""
    key = ("booked with", len(keys))
    return records_of(
        key, lambda *some: User.objects.filter(pk__in=some).order_by("name", "pk"), *sorted(keys)
    )


def chosen(at: Counter, slugs: Sequence[str]) -> list["Service"]:
    """The services that an address names, each once, in its order. Raises Http404 for one that is not offered."""
    ends = [rules.end_of(slug) for slug in dict.fromkeys(slugs)]
    if not all(ends) or len(ends) > rules.MOST_SERVICES:
        raise Http404
    key = ("services chosen", at.robot.access_stamp, len(ends))
    known = records_of(key, partial(_ending, at.robot), *ends) if ends else []
    found = [rules.named(known, end) for end in ends]
    if None in found:
        raise Http404
    return [one for one in found if one]


def _ending(robot: User, *ends: str) -> QuerySet["Service"]:
    return _online(robot).filter(reduce(or_, (Q(uid__endswith=one) for one in ends)))


def performers(wanted: Sequence["Service"]) -> dict[User, set[int]]:
    """Who performs any of these, by name, and which of them."""
    ways = [key for key, one in offers([one.pk for one in wanted]).items() if one.is_active and key[1]]
    users = _named({user for _service, user in ways if user})
    return {user: {service for service, by in ways if by == user.pk} for user in users}


def at_work(known: schedule.Known) -> dict[User, set[int]]:
    """Who performs any of these services on the days that are known, by name, and which of them."""
    ways = [(one.service_id, one.user_id) for one in known.offered]
    return {
        user: {service for service, by in ways if by == user.pk}
        for user in _named(known.hours.keys() & {by for _s, by in ways})
    }


def costs(
    at: Counter, wanted: Sequence[Asked], day: date, who: Collection[int] | None = None
) -> list[Cost | None]:
    """What each of these costs there on that day by the lists that hold then, by whom it is asked for, else by any of `who`.

    `who` None: anybody who performs it. Where the page shows no prices, nothing is told.
    """
    if not at.page.shows_prices:
        return [None] * len(wanted)
    ways = offers({one.service.pk for one in wanted}, day=day, location=at.location)
    return [cost_of(_ways_of(one, ways, who)) for one in wanted]


def _ways_of(
    one: Asked, ways: dict[tuple[int, int | None], Offer], who: Collection[int] | None
) -> list[Offer]:
    if one.user:
        return [ways[one.service.pk, one.user.pk]]
    theirs = [
        way for (service, user), way in ways.items() if service == one.service.pk and user and way.is_active
    ]
    return [way for way in theirs if who is None or way.user_id in who]


def agreed(visit: "Visit") -> list[Cost | None]:
    """What was agreed that each service of a visit costs."""
    prices = visit.lines.order_by("place").values_list("price", flat=True)
    return [None if price is None else Cost(price) for price in prices]


def total(costs: Sequence[Cost | None]) -> Cost | None:
    """What several services cost together; None where it is one, or not all of it is known."""
    known = [one for one in costs if one]
    if len(costs) < 2 or len(known) < len(costs):
        return None
    return Cost(sum((one.least for one in known), Decimal(0)), any(one.varies for one in known))


def asked(wanted: Sequence["Service"], by: User | None, can: dict[User, set[int]]) -> list[Asked]:
    """What is asked of the schedule: the colleague who was chosen does what they perform, the rest whoever can."""
    return [Asked(one, by if by and one.pk in can.get(by, ()) else None) for one in wanted]


def free(
    at: Counter, wanted: Sequence[Asked], first: date, last: date, moving: "Visit | None" = None
) -> list[Start]:
    """The free starts there on these days, as far as the page lets book; for the visit that is moved its own time is free."""
    first, last = max(first, today(at.zone)), min(last, at.last_day)
    if last < first:
        return []
    own = moving.pk if moving else None
    return schedule.starts(wanted, at.location, first, last, online=True, moving=own)


def known(at: Counter, wanted: Sequence["Service"], first: date, last: date) -> schedule.Known:
    """What is known of these services there on these days."""
    return schedule.known_between([Asked(one) for one in wanted], at.location, first, last, terms=at.terms)


def start_at(
    at: Counter, wanted: Sequence[Asked], instant: datetime, moving: "Visit | None" = None
) -> Start | None:
    """The free start at this very instant; None where there is none any more."""
    day = instant.astimezone(at.zone).date()
    return next((one for one in free(at, wanted, day, day, moving) if one.at == instant), None)


def nearest(
    at: Counter,
    wanted: Sequence[Asked],
    instant: datetime,
    most: int = 3,
    moving: "Visit | None" = None,
) -> list[Start]:
    """The free starts nearest to an instant, in the order of time."""
    day = instant.astimezone(at.zone).date()
    found = free(at, wanted, day - timedelta(days=1), day + timedelta(days=7), moving)
    return sorted(sorted(found, key=lambda one: abs(one.at - instant))[:most], key=lambda one: one.at)


def visit_of(page: BookingPage, link: str) -> tuple["Visit", Counter]:
    """The visit that a signed link names, and its place. Raises Http404; a link ends with its visit."""
    uid = visit_named(link)
    if uid is None:
        raise Http404
    robot = booking_robot() or make_robot()  # reminders have such links, too, where nobody set booking up
    visit = schedule.visit(robot, uid)
    if visit.ends_at <= now():
        raise Http404
    return visit, Counter(page, robot, visit.location)


def code_channel(page: BookingPage) -> str:
    """By what a code goes at the moment; "" where none is asked."""
    return rules.code_channel(page.code_by, gateways.set_up()) if page.code_by else ""


def asked_for(secret: str) -> AskedFor:
    """The booking that waits for its code under this secret. Raises Http404."""
    found = AskedFor.objects.filter(secret=digest_of(secret)).select_related("location").first()
    if found is None:
        raise Http404
    return found


def users_by_key(keys: Sequence[int | None]) -> list[User | None]:
    """Colleagues by their keys, None for none."""
    known = {one.pk: one for one in User.objects.filter(pk__in=[key for key in keys if key])}
    return [known.get(key) if key else None for key in keys]


def asked_of(visit: "Visit") -> list[Asked]:
    """The services of a visit, by those who are to perform them."""
    lines = visit.lines.select_related("service", "user").order_by("place")
    return [Asked(one.service, one.user, tuple(map(tuple, one.phases))) for one in lines]


def person_in(told: dict[str, Any]) -> rules.Person:
    """Who books, of what was kept."""
    return rules.Person(**{name: told[name] for name in rules.Person.__dataclass_fields__})


def places() -> list[Location]:
    """The places that may be opened for online booking."""
    return list(Location.objects.filter(archived_at=None))
