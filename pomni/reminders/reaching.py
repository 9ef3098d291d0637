"""By what a client can be written to."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import prefetch_related_objects

from pomni.kit.phones import normal_phone
from pomni.post import gateways
from pomni.post.mail import is_set_up
from pomni.reminders.models import EMAIL
from pomni.team import company

SMS = "sms"
BY_PHONE = frozenset({"whatsapp", "viber"})


def open_channels() -> frozenset[str]:
    """The channels by which something can leave."""
    return gateways.set_up() | ({EMAIL} if is_set_up() else set())


def ways_to(client: Any, order: Sequence[str], *, wished: str = "") -> Iterator[tuple[str, str]]:
    """By what a client is reached and at which address, what they wish for first: `(channel, address)`.

    A messenger by their phone is tried only where they wish for it: not everybody with a phone has it.
    """
    held = client.holdings.select_related("contact_point").order_by("-is_preferred", "place", "pk")
    yield from _ways(list(held), order, wished)


def ways_to_many(
    clients: Sequence[Any], order: Sequence[str], wished: Mapping[int, str]
) -> dict[int, list[tuple[str, str]]]:
    """The same of many clients by key, in two statements. `wished`: by what, of those who said it."""
    prefetch_related_objects(clients, "holdings__contact_point")
    return {
        one.pk: list(_ways(sorted(one.holdings.all(), key=_first_ones), order, wished.get(one.pk, "")))
        for one in clients
    }


def _first_ones(held: Any) -> tuple[bool, int, int]:
    return not held.is_preferred, held.place, held.pk


def _ways(held: Sequence[Any], order: Sequence[str], wished: str) -> Iterator[tuple[str, str]]:
    for channel in dict.fromkeys([*([wished] if wished else []), *order]):
        if address := _address(channel, held, is_wished=channel == wished):
            yield channel, address


def _address(channel: str, held: Iterable[Any], *, is_wished: bool) -> str:
    if channel == EMAIL:
        return _first(held, "email")
    if channel == SMS:
        return _phone(held)
    named = _first(held, "messenger", f"{channel}:").removeprefix(f"{channel}:")
    return named or (_phone(held) if is_wished and channel in BY_PHONE else "")


def _phone(held: Iterable[Any]) -> str:
    found = _first(held, "phone")
    return normal_phone(found, company.current().phone_region) if found else ""


def _first(held: Iterable[Any], kind: str, begins: str = "") -> str:
    points = (one.contact_point for one in held)
    return next((one.normal for one in points if one.kind == kind and one.normal.startswith(begins)), "")
