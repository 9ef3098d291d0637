"""What the fields of a record were at an instant: folded from its moments, of which there may be thousands.

Which moment told a field last by then does not change any more once the instant has passed, so that is found once and
kept: numbers alone. What those few moments say is read each time, so nothing that was erased is remembered here.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from pomni.kit.clock import now
from pomni.kit.prepared import records_of, rows_of
from pomni.memory.events import Event
from pomni.memory.models import Moment

EIGHT = 8
SETTLED = timedelta(minutes=15)  # no transaction lasts as long: nothing is told any more of what is older
# Of each field the last edit that told it. Edits keep their changes among the facts that are erased with a person, or
# among those that stay; of an erased one nothing is left to be read.
_SQLITE = """
SELECT m.kind, f.key, MAX(m.id)
FROM memory_moment m, json_each(COALESCE(m.personal -> '$.changes', m.facts -> '$.changes', '{{}}')) f
WHERE m.record = %s AND m.record_id = %s AND m.at <= %s AND m.kind IN ({kinds}) GROUP BY m.kind, f.key
"""
_POSTGRESQL = """
SELECT m.kind, f.key, MAX(m.id)
FROM memory_moment m, jsonb_object_keys(COALESCE(m.personal -> 'changes', m.facts -> 'changes', '{{}}')) f(key)
WHERE m.record = %s AND m.record_id = %s AND m.at <= %s AND m.kind IN ({kinds}) GROUP BY m.kind, f.key
"""


def fields_at(
    record: str, record_id: int, at: datetime, *, tells: Callable[[Moment], bool] = bool
) -> dict[str, Any]:
    """The fields of a record as they were known at an instant; empty where it was not there, or was erased.

    `tells`: whether a moment that is no edit may say anything.
    """
    find = _tellers if at < now() - SETTLED else _tellers.__wrapped__
    fields, others = find(record, record_id, at, _newest(record, record_id))
    told = _read({*fields.values(), *others})
    state: dict[str, Any] = {}
    since: dict[str, int] = {}
    for moment in (told[pk] for pk in others if pk in told and tells(told[pk])):
        sets = moment.event.model_construct(**moment.all_facts()).sets()
        state.update(sets)
        since.update(dict.fromkeys(sets, moment.pk))
    for field, pk in fields.items():
        if pk in told and pk > since.get(field, 0):
            _before, state[field] = told[pk].all_facts()["changes"][field]
    return state


def _read(numbers: set[int]) -> dict[int, Moment]:
    """These moments, but for what was erased. By eights, so that few statements serve all."""
    if not numbers:
        return {}
    wanted = sorted(numbers)
    wanted += wanted[-1:] * (-len(wanted) % EIGHT)

    def compose(*numbers: int) -> QuerySet[Any, Any]:
        return Moment.objects.exclude(salt="").filter(pk__in=numbers)

    return {one.pk: one for one in records_of(("moments told", len(wanted)), compose, *wanted)}


def _newest(record: str, record_id: int) -> tuple[Any, ...]:
    """The newest moment of a record, with its salt: together a key that no other history has."""

    def compose(record_id: int) -> QuerySet[Any, Any]:
        found = Moment.objects.filter(record=record, record_id=record_id).order_by("-pk")
        return found.values_list("pk", "salt")[:1]

    return tuple(map(tuple, rows_of(("newest moment", record), compose, record_id)))


@lru_cache(maxsize=500)
def _tellers(
    record: str, record_id: int, at: datetime, _history: tuple[Any, ...]
) -> tuple[dict[str, int], tuple[int, ...]]:
    """The numbers of the last edit of each field, and of all moments that are no edits, oldest first."""
    setting = {
        kind: event.is_edit()
        for kind, event in Event.known.items()
        if event.about == record and event.sets is not Event.sets
    }
    edits = [kind for kind, is_edit in setting.items() if is_edit]
    found = Moment.objects.filter(record=record, record_id=record_id, at__lte=at)
    others = found.filter(kind__in=setting.keys() - edits).order_by("pk")
    return _last_edits(record, record_id, edits, at), tuple(others.values_list("pk", flat=True))


def _last_edits(record: str, record_id: int, kinds: Sequence[str], at: datetime) -> dict[str, int]:
    if not kinds:
        return {}
    sql = _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL
    told = (record, record_id, connection.ops.adapt_datetimefield_value(at), *kinds)
    with connection.cursor() as cursor:
        cursor.execute(sql.format(kinds=", ".join(["%s"] * len(kinds))), told)
        rows = cursor.fetchall()
    last: dict[str, int] = {}
    for kind, field, pk in rows:
        if field.startswith(Event.known[kind].fields_begin):
            last[field] = max(pk, last.get(field, 0))
    return last
