"""Those who listen: functions of upper modules that hear of moments once these are sealed.

A listener hears every moment of its kind in the order of the chain, at least once, and its place is kept in a cursor
written in the transaction of what it did: so its own rows are changed exactly once. A listener that fails is tried
again with growing pauses and holds nobody else up; after eight tries the moment is set aside for a person to see.
"""

import logging
import time
from collections.abc import Callable
from contextvars import ContextVar
from datetime import timedelta
from math import inf
from typing import Any

from django.db import transaction

from pomni.kit.clock import now
from pomni.kit.pace import rest
from pomni.memory.events import Event
from pomni.memory.models import Cursor, Moment, Seal, SetAside

log = logging.getLogger("pomni.memory")
Listener = Callable[[Moment], None]
listeners: dict[str, tuple[type[Event], Listener]] = {}
AT_ONCE = 100
STROKE = 0.030  # seconds that one transaction of a listener is meant to last
MOST_TRIES = 8
_memo: ContextVar[dict[str, Any] | None] = ContextVar("what listeners keep in mind", default=None)


def on(kind: type[Event]) -> Callable[[Listener], Listener]:
    """Let the function hear of every moment of this event; `on(Event)` hears everything."""

    def register(listener: Listener) -> Listener:
        listeners[f"{listener.__module__}.{listener.__name__}"] = (kind, listener)
        return listener

    return register


def memo() -> dict[str, Any]:
    """What a listener keeps in mind for the moments of one portion: such as whom to tell at all. Empty at each portion.

    A portion is one short transaction, so what is kept here is at most a blink old.
    """
    kept = _memo.get()
    return {} if kept is None else kept


def tell_all(*, seconds: float = inf) -> bool:
    """Hand each listener what it has not heard, sharing these seconds among those that have not heard all. True where one
    used up its share: it may still not have.
    """
    behind, is_more = _behind(), False
    share = seconds / max(1, len(behind))
    for name in behind:
        began = time.monotonic()
        tell(name, seconds=share)
        is_more |= time.monotonic() - began >= share
    return is_more


def _behind() -> list[str]:
    """Who has something to hear: asked of all at once, as a worker asks every second and mostly nobody has."""
    seqs = dict(Cursor.objects.filter(pk__in=listeners).values_list("pk", "seq"))
    last = Seal.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    return [name for name in listeners if seqs.get(name, -1) < last]


def tell(name: str, *, seconds: float = inf) -> int:
    """Hand one listener what it has not heard yet, in portions; stops where it fails, or after so many seconds.

    Returns how many moments it heard.
    """
    heard, until = 0, time.monotonic() + seconds
    while (not heard or time.monotonic() < until) and (portion := _portion(name)):
        try:
            done = _hear(name, portion)
        except Exception as error:
            _one_by_one(name, portion, error)
            break
        heard += done
        if done == len(portion) < AT_ONCE:
            break
        rest()
    return heard


def _portion(name: str) -> list[Seal]:
    cursor = _cursor(name)
    if cursor.not_before and cursor.not_before > now():
        return []
    return list(Seal.objects.filter(seq__gt=cursor.seq).order_by("seq")[:AT_ONCE])


def _cursor(name: str) -> Cursor:
    """A listener that is new to the house begins with what happens from now on."""
    if cursor := Cursor.objects.filter(pk=name).first():
        return cursor
    last = Seal.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    return Cursor.objects.get_or_create(pk=name, defaults={"seq": last})[0]


def _hear(name: str, seals: list[Seal]) -> int:
    """Let a listener hear as many of these as fit into a stroke, but one at least; returns how many."""
    kind, listener = listeners[name]
    kinds = [known for known, event in Event.known.items() if issubclass(event, kind)]
    found = Moment.objects.filter(pk__in=[seal.moment_id for seal in seals], kind__in=kinds)
    moments = {moment.pk: moment for moment in found}
    began, done, token = time.monotonic(), 0, _memo.set({})
    try:
        with transaction.atomic():
            cursor = Cursor.objects.select_for_update().get(pk=name)
            for seal in seals:
                if seal.seq > cursor.seq and (moment := moments.get(seal.moment_id)):
                    listener(moment)
                done += 1
                if time.monotonic() - began > STROKE:
                    break
            seq = max(cursor.seq, seals[done - 1].seq)
            Cursor.objects.filter(pk=name).update(seq=seq, tries=0, not_before=None, error="")
    finally:
        _memo.reset(token)
    return done


def _one_by_one(name: str, seals: list[Seal], error: Exception) -> None:
    for seal in seals:
        try:
            _hear(name, [seal])
        except Exception as again:
            _failed(name, seal, again)
            return


def _failed(name: str, seal: Seal, error: Exception) -> None:
    told = f"{type(error).__name__}: {error}"
    log.warning("listener %s failed at %s: %s", name, seal.seq, type(error).__name__)
    with transaction.atomic():
        cursor = Cursor.objects.select_for_update().get(pk=name)
        cursor.tries, cursor.error = cursor.tries + 1, told
        cursor.not_before = now() + timedelta(seconds=min(2**cursor.tries, 600))
        if cursor.tries >= MOST_TRIES:
            SetAside.objects.get_or_create(listener=name, seq=seal.seq, defaults={"at": now(), "error": told})
            cursor.seq, cursor.tries, cursor.not_before = seal.seq, 0, None
        cursor.save()
