"""Of those who are due: who can be invited by what, who is to be called, and who is left alone, and why."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from pomni.kit.clock import now
from pomni.people.queries import marketing_stands
from pomni.recall.models import BY_PHONE, Due, Invitation
from pomni.reminders.queries import Reached, reached
from pomni.schedule.queries import last_ahead

Because = Invitation.Because
AGAIN = timedelta(days=14)  # within which nobody is invited twice
CONSENTS = {"email": "email", "sms": "sms"}  # by which consent a channel goes; messengers have one together


@dataclass(frozen=True)
class Sorted:
    """`written`: each with the channel and the address; `called`: whom only a call reaches; `left`: why not, how many."""

    written: list[tuple[Due, str, str]] = field(default_factory=list)
    called: list[Due] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)
    whys: Counter[str] = field(default_factory=Counter)  # of those who cannot be written to


def sort_out(rows: Sequence[Due]) -> Sorted:
    """Look at these rows, each with its client and service, one a client; as many statements however many they are."""
    first = list({one.client_id: one for one in reversed(rows)}.values())[::-1]
    keys = [one.client_id for one in first]
    booked, lately = last_ahead(keys), invited_lately(keys)
    stands, ways = marketing_stands(keys), reached([one.client for one in first])
    found = Sorted()
    for one in first:
        pk = one.client_id
        if pk in booked or pk in lately:
            found.left[Because.BOOKED if pk in booked else Because.LATELY] += 1
            continue
        allowed, declined = stands.get(pk, (frozenset[str](), frozenset[str]()))
        way, why = way_of(ways[pk], allowed)
        if way:
            found.written.append((one, *way))
            continue
        found.whys[why] += 1
        if "call" in declined or not _has_phone(one.client):
            found.left[Because.NO_CALL] += 1
        else:
            found.called.append(one)
    return found


def way_of(how: Reached, allowed: frozenset[str]) -> tuple[tuple[str, str] | None, str]:
    """By what an offer may go to somebody, and where to; or why it may not."""
    if how.is_silent:
        return None, Because.SILENT
    if not how.ways:
        return None, Because.NO_WAY
    way = next((way for way in how.ways if CONSENTS.get(way[0], "messenger") in allowed), None)
    return way, "" if way else Because.CONSENT


def invited_lately(clients: Collection[int]) -> set[int]:
    """Those of these clients who were invited within the last two weeks, or are about to be."""
    rows = Invitation.objects.filter(client__in=clients, at__gt=now() - AGAIN)
    return set(rows.exclude(state=Invitation.State.DROPPED).values_list("client", flat=True))


def _has_phone(client: Any) -> bool:
    return any(one.contact_point.kind == "phone" for one in client.holdings.all())


__all__ = ["BY_PHONE", "Sorted", "invited_lately", "sort_out", "way_of"]
