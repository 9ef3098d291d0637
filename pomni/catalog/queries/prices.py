"""Reading price lists."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Prefetch, QuerySet
from django.shortcuts import get_object_or_404

from pomni.catalog.models import Good, PriceList, Service
from pomni.catalog.queries.goods import goods, goods_matching
from pomni.catalog.queries.holding import listed_prices
from pomni.catalog.queries.serving import services, services_matching
from pomni.kit.ids import as_uuid
from pomni.team.models import Location, User

SHOWN = 100  # services, and as many goods, to which a price is given on one page


@dataclass(frozen=True)
class Priced:
    """A service or a good, and what it costs by a list (None: as in the catalogue)."""

    record: Service | Good
    price: Decimal | None

    @property
    def kind(self) -> str:
        """What it is: "service" or "good"."""
        return "service" if isinstance(self.record, Service) else "good"


def price_lists(viewer: User, *, archived: bool = False) -> QuerySet[PriceList]:
    """Price lists in use, or those that are archived, the latest first, with their locations and number of prices."""
    found: Any = PriceList.objects.visible_to(viewer).filter(archived_at__isnull=not archived)
    found = found.prefetch_related(_LOCATIONS).annotate(prices_told=Count("prices"))
    return found.order_by("-starts_on", "name", "pk")


def price_list(viewer: User, uid: Any) -> PriceList:
    """One price list, an archived one too, with its locations. Raises Http404."""
    found = PriceList.objects.visible_to(viewer).prefetch_related(_LOCATIONS)
    return get_object_or_404(found, uid=as_uuid(uid))


def prices_in(price_list: PriceList) -> list[Priced]:
    """What a list says, services first, each in the order of the catalogue."""
    rows: Any = price_list.prices.select_related("service", "good")
    told = [Priced(row.service or row.good, row.price) for row in rows]
    return sorted(told, key=lambda one: (isinstance(one.record, Good), one.record.sorted_as))


def to_price(viewer: User, price_list: PriceList, *, words: str = "") -> list[Priced]:
    """What may get a price in a list: what has one, then the first of the catalogue; with words, what answers to them."""
    told: dict[Any, Priced] = {(type(one.record), one.record.pk): one for one in prices_in(price_list)}
    asked = words.split()
    offered = services_matching(services(viewer), asked).order_by("sorted_as", "pk")[:SHOWN]
    sold = goods_matching(goods(viewer).filter(for_sale=True), asked).order_by("sorted_as", "pk")[:SHOWN]
    both: list[Any] = [*offered, *sold]
    found = [told.get((type(one), one.pk), Priced(one, None)) for one in both]
    return found if asked else [*told.values(), *(one for one in found if one.price is None)]


def good_prices(goods: Collection[Good], *, day: date, location: Location) -> dict[int, Decimal | None]:
    """What each of these goods costs on a day at a location, by its key; None on request: one statement."""
    listed = listed_prices(day=day, location=location, goods=[one.pk for one in goods])
    return {one.pk: listed.get(("good", one.pk), one.price) for one in goods}


_LOCATIONS = Prefetch("locations", Location.objects.order_by("name", "pk"))
