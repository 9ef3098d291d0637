"""The price that holds on a day at a place.

Where several lists hold, one for the location comes before one for all; then whichever began later, then whichever was
added later. A performer's own price is agreed on with them, so no list changes it.
"""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet

from pomni.catalog.models import ListedPrice
from pomni.kit.prepared import padded, rows_of
from pomni.team.models import Location


def listed_prices(
    *, day: date, location: Location, services: Collection[int] = (), goods: Collection[int] = ()
) -> dict[tuple[str, int], Decimal]:
    """The prices by lists that hold on a day at a location, by ("service" or "good", key): one statement."""
    some, others = padded(sorted(services)), padded(sorted(goods))
    # A day is no value that may differ in a composed statement: of each day there is one.
    key = ("listed prices", day, len(some), len(others))
    rows = rows_of(key, partial(_listed, day, len(some)), location.pk, *some, *others)
    told = sorted(rows, key=lambda row: (row[3] is not None, row[4] or date.min, row[5]))
    return {("service", row[0]) if row[0] else ("good", row[1]): row[2] for row in told}


def _listed(day: date, number: int, location: int, *asked: int) -> QuerySet[Any, Any]:
    """The rows of the lists: of the first `number` keys as services, of the others as goods."""
    services, goods = asked[:number], asked[number:]
    return (
        ListedPrice.objects.filter(Q(service__in=services) | Q(good__in=goods), price_list__archived_at=None)
        .filter(Q(price_list__starts_on=None) | Q(price_list__starts_on__lte=day))
        .filter(Q(price_list__ends_on=None) | Q(price_list__ends_on__gte=day))
        .filter(Q(price_list__locations=None) | Q(price_list__locations=location))
        .values_list(
            "service", "good", "price", "price_list__locations", "price_list__starts_on", "price_list"
        )
    )
