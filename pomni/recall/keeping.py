"""Keeps the rows of who is due in line with visits. A row is only ever reckoned anew, so doing it twice is doing it once."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from django.db import transaction

from pomni.catalog.queries import intervals_of
from pomni.kit.pace import in_strokes
from pomni.recall.models import Due
from pomni.recall.rules import Done, Reckoned, reckon
from pomni.schedule.queries import clients_who_came, done_for, last_ahead

PORTION = 500
FACTS = (
    *("location_id", "user_id", "last_on", "interval_on", "rhythm_on"),
    *("rhythm_days", "rhythm_gaps", "rhythm_of_category", "due_on", "ahead_at"),
)
PUT_OFF = ("put_off_until", "put_off_why")
Key = tuple[int, int]


def recount(clients: Collection[int]) -> None:
    """Reckon anew for what these clients are due. Four statements to read, and what changed is written."""
    with transaction.atomic():
        there = {(one.client_id, one.service_id): one for one in Due.objects.filter(client__in=clients)}
        wanted = _wanted(clients)
        gone = [one.pk for key, one in there.items() if key not in wanted]
        Due.objects.filter(pk__in=gone).delete() if gone else None
        Due.objects.bulk_create(
            [row for key, row in sorted(wanted.items()) if key not in there], ignore_conflicts=True
        )
        changed = [_taken(there[key], row) for key, row in sorted(wanted.items()) if key in there]
        Due.objects.bulk_update([one for one in changed if one], FACTS + PUT_OFF, batch_size=PORTION)


def _wanted(clients: Collection[int]) -> dict[Key, Due]:
    done: dict[int, list[Done]] = defaultdict(list)
    for one in done_for(clients):
        done[one.client].append(Done(*one[1:]))
    repeats = intervals_of({one.service for rows in done.values() for one in rows})
    ahead = last_ahead(done)
    return {
        (client, one.last.service): _row(client, one, ahead.get(client))
        for client, rows in done.items()
        for one in reckon(rows, repeats)
    }


def _row(client: int, one: Reckoned, ahead: Any) -> Due:
    return Due(
        client_id=client,
        service_id=one.last.service,
        location_id=one.last.location,
        user_id=one.last.user,
        last_on=one.last.on,
        interval_on=one.interval_on,
        rhythm_on=one.rhythm_on,
        rhythm_days=one.rhythm.days if one.rhythm else None,
        rhythm_gaps=one.rhythm.gaps if one.rhythm else 0,
        rhythm_of_category=one.rhythm_of_category,
        due_on=one.due_on,
        ahead_at=ahead,
    )


def _taken(kept: Due, new: Due) -> Due | None:
    """The row that is kept with what is so now; None where nothing is otherwise."""
    changed = [name for name in FACTS if getattr(kept, name) != getattr(new, name)]
    if "last_on" in changed and kept.put_off_until:  # they came meanwhile: what was agreed before is over
        changed += PUT_OFF
    for name in changed:
        setattr(kept, name, getattr(new, name))
    return kept if changed else None


def recount_all() -> None:
    """Reckon for all who ever came, in short strokes."""
    in_strokes(_all_clients(), recount)


def recount_service(service: int) -> None:
    """Reckon anew for whomever this service was done."""
    after = 0
    while found := clients_who_came(after, PORTION, service=service):
        in_strokes(found, recount)
        after = found[-1]


def _all_clients() -> Iterator[int]:
    after = 0
    while found := clients_who_came(after, PORTION):
        yield from found
        after = found[-1]


def recount_client(client: Any, by: Any) -> None:
    """After a merge: what two cards came for is one client's now."""
    recount([client.pk])
