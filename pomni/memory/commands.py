"""Writing into the memory. Called inside other modules' commands, in their transaction."""

import json
import secrets
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol

from django.db import connection

from pomni.kit import bulk
from pomni.kit.clock import now
from pomni.memory.events import Event
from pomni.memory.models import Concern, Moment


class Actor(Protocol):
    """Whoever acts: a colleague or a robot."""

    pk: Any


def remember(event: Event, *, by: Actor, happened: datetime | None = None) -> Moment:
    """Write the event down in the caller's transaction, with the clients it concerns. Nothing else happens here.

    `happened` is given where the thing took place earlier than it is told. Raises RuntimeError outside a transaction.
    """
    moment = _moment(event, by, now(), happened)
    clients = list(event.clients())
    if connection.vendor == "postgresql" and clients:
        _write(moment, _INSERT_BOTH, clients)
    else:
        _write(moment, _INSERT_MOMENT)
        for client_id in clients:
            _link(moment, client_id)
    return moment


def remember_many(events: Iterable[Event], *, by: Actor, happened: Sequence[datetime] | None = None) -> None:
    """Write many events down at once: for bulk acts, which are one command."""
    _in_a_transaction()
    events, at = list(events), now()
    times = happened or [at] * len(events)
    told = list(zip(bulk.take_keys(Moment, len(events)), events, times, strict=True))
    bulk.put(
        Moment,
        _MOMENT,
        (
            # As `_moment` has it; building a record of each took a seventh of an import.
            (key, at, when, one.kind, by.pk, one.about, one.record_id(), *one.facts(), secrets.token_hex(16))
            for key, one, when in told
        ),
    )
    concerns = (
        (key, client, when, one.about, None if when == at else at)
        for key, one, when in told
        for client in one.clients()
    )
    bulk.put(Concern, ("moment_id", "client_id", "happened", "record", "told"), concerns)


def shred(*client_ids: int, also: Collection[int] = ()) -> int:
    """Erase what moments tell of these clients: personal facts and their salt. The chain stays valid.

    `also`: the keys of moments that tell of them and concern somebody else.

    Returns how many moments were shredded. What is kept (kind, time, ids, amounts) says nothing of the person.
    """
    _in_a_transaction()
    concerned = Concern.objects.filter(client_id__in=client_ids).values("moment_id")
    rows = Moment.objects.exclude(salt="")
    of_theirs, others = (
        rows.filter(pk__in=concerned),
        rows.filter(pk__in=also),
    )  # by "or" all would be looked at
    return sum(found.update(personal={}, salt="") for found in (of_theirs, others))


def _moment(event: Event, by: Actor, at: datetime, happened: datetime | None) -> Moment:
    _in_a_transaction()
    facts, personal = event.facts()
    return Moment(
        at=at,
        happened=happened or at,
        kind=event.kind,
        by_id=by.pk,
        record=event.about,
        record_id=event.record_id(),
        facts=facts,
        personal=personal,
        salt=secrets.token_hex(16),
    )


_MOMENT = ("id", "at", "happened", "kind", "by_id", "record", "record_id", "facts", "personal", "salt")
# The two statements that every command runs are written out: composing them took a third of a small command's time.
_INSERT_MOMENT = (
    "INSERT INTO memory_moment (at, happened, kind, by_id, record, record_id, facts, personal, salt) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id"
)
_INSERT_CONCERN = (
    "INSERT INTO memory_concern (moment_id, client_id, happened, record, told) VALUES (%s, %s, %s, %s, %s)"
)
# PostgreSQL does both in one journey; SQLite, which knows no such statement, is in the same process anyway.
_INSERT_BOTH = (
    "WITH written AS (INSERT INTO memory_moment "
    "(at, happened, kind, by_id, record, record_id, facts, personal, salt) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id, at, happened, record) "
    "INSERT INTO memory_concern (moment_id, client_id, happened, record, told) "
    "SELECT id, unnest(%s::bigint[]), happened, record, NULLIF(at, happened) FROM written RETURNING moment_id"
)


def _write(moment: Moment, statement: str, *more: Any) -> None:
    instant = connection.ops.adapt_datetimefield_value
    row = (
        instant(moment.at),
        instant(moment.happened),
        moment.kind,
        moment.by_id,
        moment.record,
        moment.record_id,
        json.dumps(moment.facts, ensure_ascii=False),
        json.dumps(moment.personal, ensure_ascii=False),
        moment.salt,
        *more,
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, row)
        (moment.pk,) = cursor.fetchone()
    moment._state.adding, moment._state.db = False, connection.alias


def _link(moment: Moment, client_id: int) -> None:
    instant = connection.ops.adapt_datetimefield_value
    happened, told = instant(moment.happened), None if moment.at == moment.happened else instant(moment.at)
    with connection.cursor() as cursor:
        cursor.execute(_INSERT_CONCERN, (moment.pk, client_id, happened, moment.record, told))


def _in_a_transaction() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("What is remembered belongs into the transaction of a command.")
