"""Reading services."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from pomni.catalog import rules
from pomni.catalog.models import Category, Performer, Service
from pomni.catalog.queries.answering import Ways, asked_for, first_answering
from pomni.catalog.queries.holding import listed_prices
from pomni.kit import spelling
from pomni.kit.ids import as_uuid
from pomni.kit.paging import USUAL, Page, page_of
from pomni.kit.prepared import records_of, rows_of
from pomni.kit.search import Wanted
from pomni.team.models import Location, User
from pomni.team.queries import colleagues


@dataclass(frozen=True)
class Shelf:
    """Services of one category, in the order of the list; "" for those that stand in none."""

    category: str
    uid: Any
    services: list[Service]


@dataclass(frozen=True)
class Performs:
    """A colleague who performs a service or could: with their own price and minutes, None where as with everybody."""

    user: User
    performs: bool
    price: Decimal | None = None
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """How a service goes when this colleague performs it, or (`user_id` None) nobody: a hall, a solarium."""

    service_id: int
    user_id: int | None
    minutes: int
    phases: tuple[tuple[int, bool], ...]  # minutes, and whether hands are needed; none: all along
    before: int
    after: int
    price: Decimal | None
    is_active: bool  # the service is offered, and the colleague has access
    is_online: bool  # the service is offered in online booking
    season: tuple[int, ...]  # the months in which it is offered; none: all the year


def offers(
    services: Collection[int], *, day: date | None = None, location: Location | None = None
) -> dict[tuple[int, int | None], Offer]:
    """All ways to perform these services, by service and colleague: two statements.

    Prices are those of the catalogue; with a day and a location, those by the price lists that hold there then: one
    statement more. A performer's own price comes before any list.
    """
    asked = sorted(services)
    known = {one.pk: one for one in records_of(("services", len(asked)), _these_services, *asked)}
    if day and location:
        for (_kind, pk), price in listed_prices(day=day, location=location, services=known).items():
            known[pk].price = price
    found: dict[tuple[int, int | None], Offer] = {(pk, None): _offer(one) for pk, one in known.items()}
    for service, *by in rows_of(("performers", len(asked)), _performers_of, *asked):
        found[service, by[0]] = _offer(known[service], *by)
    return found


def _these_services(*asked: int) -> QuerySet[Service]:
    return Service.objects.filter(pk__in=asked)


def _performers_of(*services: int) -> QuerySet[Any, Any]:
    rows = Performer.objects.filter(service__in=services).order_by("user__name", "user")
    return rows.values_list("service", "user", "minutes", "price", "user__is_active")


def _offer(
    service: Service,
    user: int | None = None,
    own_minutes: int | None = None,
    own_price: Decimal | None = None,
    is_active: bool = True,
) -> Offer:
    minutes = own_minutes or service.minutes
    phases = rules.stretched(service.phases, service.minutes, minutes)
    return Offer(
        service.pk,
        user,
        minutes,
        tuple((int(number), bool(hands)) for number, hands in phases),
        service.before,
        service.after,
        service.price if own_price is None else own_price,
        service.archived_at is None and bool(is_active),
        service.is_online,
        tuple(service.season),
    )


def is_offered_on(service: Service, day: date) -> bool:
    """Whether the season of a service has this day."""
    return rules.is_in_season(service.season, day)


def performing(category: str = "") -> QuerySet[Any]:
    """The keys of colleagues who perform anything that is offered; or anything in the category with this uid."""
    found = Performer.objects.filter(service__archived_at=None)
    return (found.filter(service__category__uid=category) if category else found).values("user")


def services(viewer: User, *, archived: bool = False) -> QuerySet[Service]:
    """Services that are offered, or those that are not any more, with their category and how many perform them."""
    found: Any = Service.objects.visible_to(viewer).filter(archived_at__isnull=not archived)
    return found.select_related("category", "tax_rate").annotate(performed_by=Count("performers"))


def intervals_of(keys: Iterable[int]) -> dict[int, int | None]:
    """After how many days each of these services that are offered comes again; None where it is not said."""
    found = Service.objects.filter(pk__in=list(keys), archived_at=None)
    return dict(found.values_list("pk", "repeat_days"))


def service(viewer: User, uid: Any) -> Service:
    """One service, an archived one too. Raises Http404."""
    return get_object_or_404(
        Service.objects.visible_to(viewer).select_related("category", "tax_rate"), uid=as_uuid(uid)
    )


def held_service(service: Service) -> Service:
    """The service as it is now, locked: for a module above that changes what it needs."""
    held: Service = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    return held


def service_page(
    viewer: User, *, words: str = "", archived: bool = False, after: str | None = None, limit: int = USUAL
) -> Page[Service]:
    """A page of services by category and name; with words, those that have each of them in name, code or category."""
    found = services_matching(services(viewer, archived=archived), words.split())
    of = f"services {archived} {words}"
    return page_of(found, by=("sorted_as", "pk"), of=of, after=after, limit=limit)


def shelves(found: Iterable[Service]) -> list[Shelf]:
    """Services of a page under the names of their categories."""
    parts = groupby(found, key=lambda one: one.category)
    return [Shelf(key.name if key else "", key.uid if key else None, list(rows)) for key, rows in parts]


def services_answering(viewer: User, words: list[str], *, size: int = 7) -> list[Service]:
    """The first services that are offered with these words: before others those with words that begin so."""
    return first_answering(services(viewer), words, services_matching, size)


def any_service(viewer: User) -> QuerySet[Service]:
    """Finds something as soon as a service is offered."""
    return Service.objects.visible_to(viewer)


def category_names(viewer: User) -> list[str]:
    """The names of the categories, in order."""
    names = Category.objects.visible_to(viewer).values_list("name", flat=True)
    return sorted(names, key=spelling.sorted_as)


def categories(viewer: User) -> list[Category]:
    """The categories, by name."""
    return sorted(Category.objects.visible_to(viewer), key=lambda one: spelling.sorted_as(one.name))


def category(viewer: User, uid: Any) -> Category:
    """One category. Raises Http404."""
    return get_object_or_404(Category.objects.visible_to(viewer), uid=as_uuid(uid))


def performers_of(viewer: User, service: Service) -> list[Performs]:
    """Who performs a service, by name: those within the viewer's reach."""
    rows = Performer.objects.filter(service=service, user__in=colleagues(viewer)).select_related("user")
    told = [Performs(one.user, True, one.price, one.minutes) for one in rows]
    return sorted(told, key=lambda one: spelling.sorted_as(one.user.name))


def could_perform(viewer: User, service: Service | None = None) -> list[Performs]:
    """All who perform a service and all who could, by name: colleagues with access, whom the viewer reaches."""
    had = {one.user_id: one for one in service.performers.all()} if service else {}
    known = colleagues(viewer).filter(Q(is_active=True) | Q(pk__in=had)).filter(is_robot=False)
    told = [
        Performs(user, user.pk in had, *((one.price, one.minutes) if (one := had.get(user.pk)) else ()))
        for user in known
    ]
    return sorted(told, key=lambda one: spelling.sorted_as(one.user.name))


def services_matching(
    found: QuerySet[Service], words: list[str], ways: Ways = spelling.ways_to_hold
) -> QuerySet[Service]:
    """Those services that have each of the words in name, code or category; all where there are none. `ways`: of each word."""
    asked = asked_for(words, ways)
    return found.filter(found_by__holds=Wanted(asked)) if asked else found
