"""Reading services."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from pomni.catalog.models import Category, Performer, Service
from pomni.kit import spelling
from pomni.kit.ids import as_uuid
from pomni.kit.paging import USUAL, Page, page_of
from pomni.kit.search import Wanted
from pomni.team.models import User
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


def services(viewer: User, *, archived: bool = False) -> QuerySet[Service]:
    """Services that are offered, or those that are not any more, with their category and how many perform them."""
    found: Any = Service.objects.visible_to(viewer).filter(archived_at__isnull=not archived)
    return found.select_related("category").annotate(performed_by=Count("performers"))


def service(viewer: User, uid: Any) -> Service:
    """One service, an archived one too. Raises Http404."""
    return get_object_or_404(Service.objects.visible_to(viewer).select_related("category"), uid=as_uuid(uid))


def service_page(
    viewer: User, *, words: str = "", archived: bool = False, after: str | None = None, limit: int = USUAL
) -> Page[Service]:
    """A page of services by category and name; with words, those that have each of them in name, code or category."""
    found = _answering(services(viewer, archived=archived), words.split())
    of = f"services {archived} {words}"
    return page_of(found, by=("sorted_as", "pk"), of=of, after=after, limit=limit)


def shelves(found: Iterable[Service]) -> list[Shelf]:
    """Services of a page under the names of their categories."""
    parts = groupby(found, key=lambda one: one.category)
    return [Shelf(key.name if key else "", key.uid if key else None, list(rows)) for key, rows in parts]


def services_answering(viewer: User, words: list[str], *, size: int = 7) -> list[Service]:
    """The first services that are offered with these words."""
    return list(_answering(services(viewer), words).order_by("sorted_as", "pk")[:size]) if words else []


def any_service(viewer: User) -> QuerySet[Service]:
    """Finds something as soon as a service is offered."""
    return Service.objects.visible_to(viewer)


def category_names(viewer: User) -> list[str]:
    """The names of the categories, in order."""
    names = Category.objects.visible_to(viewer).values_list("name", flat=True)
    return sorted(names, key=spelling.sorted_as)


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


def _answering(found: QuerySet[Service], words: list[str]) -> QuerySet[Service]:
    asked = [ways for word in words if (ways := spelling.ways_to_begin(word))]
    return found.filter(found_by__holds=Wanted(asked)) if asked else found
