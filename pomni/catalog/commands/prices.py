"""Price lists: from when until when, where, and what costs how much by them."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from pomni.catalog import events, rules
from pomni.catalog.models import Good, ListedPrice, PriceList, Service
from pomni.catalog.shelving import CHANGE, is_called, locked, name_of, put
from pomni.kit.changes import apply_changes, check_seen
from pomni.kit.clock import now
from pomni.kit.errors import Refused
from pomni.memory.commands import remember
from pomni.team.access import command
from pomni.team.models import Location, User


@command(CHANGE, makes=PriceList)
def add_price_list(
    *,
    name: str,
    by: User,
    starts_on: date | None = None,
    ends_on: date | None = None,
    locations: Sequence[Location] = (),
) -> PriceList:
    """Add a price list without prices yet. No `locations`: all of them. Raises Refused ("name", "ends_on")."""
    made = PriceList(name=name_of(name, 120), starts_on=starts_on, ends_on=ends_on, added_at=now())
    is_called(made)
    _ends_after_it_starts(made)
    made.save()
    made.locations.set(locations)
    remember(events.PriceListAdded(pricelist_id=made.pk, name=made.name), by=by)
    return made


@command(CHANGE)
def edit_price_list(
    price_list: PriceList,
    *,
    by: User,
    locations: Sequence[Location] | None = None,
    seen: dict[str, str] | None = None,
    **changes: Any,
) -> PriceList:
    """Change name, days or locations, in the words of `add_price_list`. Conflict: see `edit_good`."""
    price_list = locked(price_list)
    told: dict[str, Any] = {name: changes[name] for name in ("starts_on", "ends_on") if name in changes}
    if "name" in changes:
        told["name"] = name_of(changes["name"], 120)
    check_seen(price_list, told, seen or {})
    diff = _apply(price_list, told)
    if locations is not None:
        before = sorted(one.name for one in price_list.locations.all())
        price_list.locations.set(locations)
        if before != (after := sorted(one.name for one in locations)):
            diff["locations"] = [before, after]
    if diff:
        is_called(price_list)
        remember(
            events.PriceListEdited(pricelist_id=price_list.pk, name=price_list.name, changes=diff), by=by
        )
    return price_list


@command(CHANGE)
def set_prices(
    price_list: PriceList, *, prices: Mapping[Service | Good, Decimal | None], by: User
) -> PriceList:
    """Say what some services and goods cost by a list; None: as in the catalogue. What is not named stays as it is."""
    price_list = locked(price_list)
    had: dict[Any, ListedPrice] = {(row.service_id, row.good_id): row for row in price_list.prices.all()}
    diff: dict[str, list[Any]] = {}
    for record, told in prices.items():
        service, good = (record, None) if isinstance(record, Service) else (None, record)
        row = had.get((service and service.pk, good and good.pk))
        price = rules.price_of(told, field="prices")
        if (row.price if row else None) == price:
            continue
        diff[record.name] = [_plain(row.price if row else None), _plain(price)]
        if price is None and row:
            row.delete()
        else:
            ListedPrice.objects.update_or_create(
                price_list=price_list, service=service, good=good, defaults={"price": price}
            )
    if diff:
        remember(events.PricesSet(pricelist_id=price_list.pk, name=price_list.name, changes=diff), by=by)
    return price_list


@command(CHANGE)
def archive_price_list(price_list: PriceList, *, by: User) -> PriceList:
    """The list holds no more; what was booked by it keeps its prices. Twice is once."""
    return put(price_list, by, _told(events.PriceListArchived), is_called, away=True)


@command(CHANGE)
def restore_price_list(price_list: PriceList, *, by: User) -> PriceList:
    """The list holds again. Raises Refused ("name") where another one is called so."""
    return put(price_list, by, _told(events.PriceListRestored), is_called, away=False)


def _apply(price_list: PriceList, told: dict[str, Any]) -> dict[str, list[Any]]:
    starts, ends = told.get("starts_on", price_list.starts_on), told.get("ends_on", price_list.ends_on)
    _ends_after_it_starts(PriceList(starts_on=starts, ends_on=ends))
    return apply_changes(price_list, told)


def _ends_after_it_starts(price_list: PriceList) -> None:
    if price_list.starts_on and price_list.ends_on and price_list.ends_on < price_list.starts_on:
        raise Refused(_("Choose a last day that is not before the first one."), field="ends_on")


def _plain(price: Decimal | None) -> str | None:
    return None if price is None else str(price)


def _told(event):
    return lambda one: event(pricelist_id=one.pk, name=one.name)
