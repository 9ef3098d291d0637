"""Whom moments concern, moved from one client to another and back. No moment is touched: the links alone (see `Concern`)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pomni.kit.pace import portions
from pomni.memory.models import Concern, Moment

AT_ONCE = 2000


def move(gone: int, kept: int) -> dict[str, Any]:
    """All that concerned the client `gone` concerns `kept` from now on. Returns what `move_back` needs, as plain values.

    A moment that concerned both has one link less.
    """
    theirs = Concern.objects.filter(client_id=kept).values("moment")
    doubled = Concern.objects.filter(client_id=gone, moment__in=theirs)
    told = [
        (pk, moment, happened.isoformat())
        for pk, moment, happened in doubled.order_by("pk").values_list("pk", "moment_id", "happened")
    ]
    Concern.objects.filter(pk__in=[pk for pk, _moment, _happened in told]).delete()
    rest = Concern.objects.filter(client_id=gone)
    moved = list(rest.order_by("pk").values_list("pk", flat=True))
    rest.update(client_id=kept)
    return {"moved": moved, "doubled": told}


def move_back(told: Mapping[str, Any], *, gone: int, kept: int) -> None:
    """Undo `move`. What came after it stays with `kept`."""
    for portion in portions(told["moved"], AT_ONCE):
        Concern.objects.filter(pk__in=portion, client_id=kept).update(client_id=gone)
    moments = Moment.objects.in_bulk([moment for _pk, moment, _happened in told["doubled"]])
    Concern.objects.bulk_create(
        [_link(pk, moments[moment], gone, datetime.fromisoformat(at)) for pk, moment, at in told["doubled"]]
    )


def _link(pk: int, moment: Moment, client_id: int, happened: datetime) -> Concern:
    told = None if moment.at == happened else moment.at
    return Concern(
        pk=pk, moment=moment, client_id=client_id, happened=happened, record=moment.record, told=told
    )
