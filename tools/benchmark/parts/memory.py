"""The moments of all parts in the order of time, with the clients they concern, sealed by the real chain."""

import heapq
from collections.abc import Iterator
from itertools import batched
from operator import attrgetter
from types import SimpleNamespace
from typing import Any

from django.db import transaction

from benchmark.bulk import put, set_counters
from benchmark.parts import parts
from benchmark.story import Happened, Story
from pomni.memory import chain
from pomni.memory.models import Concern, Moment, Seal, SealerState

MOMENT = ("id", "at", "happened", "kind", "by_id", "record", "record_id", "facts", "personal", "salt")
CONCERN = ("moment_id", "client_id", "happened", "record")
SEAL = ("seq", "moment_id", "personal_digest", "digest")


def write_down(story: Story) -> int:
    """Write every part's moments, in portions. Returns how many there are."""
    told = [part.moments(story) for part in parts() if hasattr(part, "moments")]
    chance, before, last = story.chance("memory"), chain.BEGINNING, 0
    for portion in batched(heapq.merge(*told, key=attrgetter("at")), 20_000):
        moments = [_moment(one, last + nr, chance) for nr, one in enumerate(portion, 1)]
        seals = list(_seals(moments, before))
        with transaction.atomic():
            put(Moment, MOMENT, ([getattr(m, name) for name in MOMENT] for m in moments))
            concerns = ((m.pk, client, m.at, m.record) for m in moments for client in m.clients)
            put(Concern, CONCERN, concerns)
            put(Seal, SEAL, seals)
        last, before = moments[-1].pk, seals[-1][3]
    SealerState.objects.update_or_create(pk=1, defaults={"floor": last})
    set_counters(Moment, Concern)
    return last


def _moment(one: Happened, number: int, chance: Any) -> SimpleNamespace:
    salt = f"{chance.getrandbits(128):032x}"
    return SimpleNamespace(pk=number, id=number, happened=one.at, salt=salt, **one._asdict())


def _seals(moments: list[Any], before: bytes) -> Iterator[tuple[int, int, bytes, bytes]]:
    for moment in moments:
        personal = chain.personal_digest(moment)
        before = chain.link(before, moment.pk, moment, personal)
        yield moment.pk, moment.pk, personal, before
