"""Performers and prices by lists as files bring them in, and the way back: they are parts of other records."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from pomni.catalog.commands import prices, serving
from pomni.catalog.imports import PERFORMERS, PRICES, words_of_list
from pomni.catalog.models import ListedPrice, Performer, PriceList, Service
from pomni.kit.errors import Refused
from pomni.team.models import Location, User

Rows = Sequence[tuple[int, bool, Mapping[str, Any]]]
DAYS = ("starts_on", "ends_on")


@dataclass(frozen=True)
class Linked:
    """`write` carries the words of a row out and gives its record; `take_back` gives those that stayed: key, is it new."""

    write: Callable[[Mapping[str, Any], User], Any]
    take_back: Callable[[Rows, User], dict[int, bool]]


# --- Performers ------------------------------------------------------------------------------------------------------


def _set_performer(words: Mapping[str, Any], by: User) -> Performer:
    service, user = words["service"], words["user"]
    had = {
        one.user_id: (one.user, one.price, one.minutes) for one in service.performers.select_related("user")
    }
    _user, price, minutes = had.get(user.pk, (user, None, None))
    had[user.pk] = (user, words.get("price", price), words.get("minutes", minutes))
    serving.set_performers(service, performers=list(had.values()), by=by)
    made: Performer = Performer.objects.get(service=service, user=user)
    return made


def _take_performers_back(rows: Rows, by: User) -> dict[int, bool]:
    known = Performer.objects.select_related("service", "user").in_bulk([pk for pk, _new, _diff in rows])
    stayed = {}
    for pk, is_new, diff in rows:
        one = known.get(pk)
        same = one and {key: now for key, (_was, now) in diff.items() if _plain(getattr(one, key)) == now}
        if is_new and not one:
            continue  # somebody has removed it already
        if not one or (is_new and len(same) < len(diff)):
            stayed[pk] = is_new
        elif is_new:
            others = one.service.performers.exclude(pk=pk).select_related("user")
            told = [(other.user, other.price, other.minutes) for other in others]
            serving.set_performers(one.service, performers=told, by=by)
        else:
            words = {key: _value(key, diff[key][0]) for key in same}
            _set_performer({"service": one.service, "user": one.user} | words, by)
            if len(same) < len(diff):
                stayed[pk] = is_new
    return stayed


# --- Prices by lists -------------------------------------------------------------------------------------------------


def _set_price(words: Mapping[str, Any], by: User) -> ListedPrice:
    listed, record = words["list"], words["record"]
    about = _with_places(words["about"])
    if listed.record is None:
        listed.record = prices.add_price_list(name=listed.words["name"], by=by, **about)
    elif about:
        prices.edit_price_list(listed.record, by=by, **about)
    if "price" in words:
        prices.set_prices(listed.record, prices={record: words["price"]}, by=by)
    service, good = (record, None) if isinstance(record, Service) else (None, record)
    made: ListedPrice = ListedPrice.objects.get(price_list=listed.record, service=service, good=good)
    return made


def _take_prices_back(rows: Rows, by: User) -> dict[int, bool]:
    found = ListedPrice.objects.select_related("price_list", "service", "good")
    known = found.in_bulk([pk for pk, _new, _diff in rows])
    stayed = {}
    for pk, is_new, diff in rows:
        one = known.get(pk)
        if (one and not _take_price_back(one, is_new, diff, by)) or (not one and not is_new):
            stayed[pk] = is_new
    return stayed


def _take_price_back(row: ListedPrice, is_new: bool, diff: Mapping[str, Any], by: User) -> bool:
    """Whether all that the file's row did could be taken back."""
    whole, record = row.price_list, row.service or row.good
    is_same = "price" not in diff or _plain(row.price) == diff["price"][1]
    if is_new and not is_same:
        return False
    if is_same and "price" in diff:
        before = None if is_new else Decimal(diff["price"][0])
        prices.set_prices(whole, prices={record: before}, by=by)
    if "list" in diff and not whole.prices.exists():
        prices.archive_price_list(whole, by=by)
        return True
    now = words_of_list(PriceList.objects.get(pk=whole.pk))
    about = {key: was for key, (was, became) in diff.items() if key in now and _plain(now[key]) == became}
    try:
        if about and "list" not in diff:
            told = {key: _value(key, was) for key, was in about.items()}
            prices.edit_price_list(whole, by=by, **_with_places(told))
    except Refused:  # its days would stand the wrong way round by now
        return False
    return is_same and len(about) == sum(key in now for key in diff)


def _with_places(about: Mapping[str, Any]) -> dict[str, Any]:
    if "locations" not in about:
        return dict(about)
    return {**about, "locations": list(Location.objects.filter(pk__in=about["locations"]).order_by("pk"))}


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int | list) else str(value)


def _value(key: str, told: Any) -> Any:
    if told is None:
        return None
    return Decimal(told) if key == "price" else date.fromisoformat(told) if key in DAYS else told


LINKED: Mapping[str, Linked] = {
    PERFORMERS: Linked(_set_performer, _take_performers_back),
    PRICES: Linked(_set_price, _take_prices_back),
}
