"""What the generator knows while it fills: the size, chance with a fixed seed, the time of the story, who is in it."""

import random
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from benchmark.size import Size

BEGAN, ENDED = datetime(2021, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
SEED = 20260101
VERSION = 7  # raise it with every change of what is made: companies that were filled before are filled anew


class Happened(NamedTuple):
    """One moment to write down. Has the attributes that the chain hashes; `pk` is given when it is written."""

    at: datetime
    kind: str
    by_id: int
    record: str
    record_id: int
    facts: dict[str, Any]
    personal: dict[str, Any]
    clients: tuple[int, ...]


@dataclass
class Story:
    """Handed to the `fill` of every part, lowest floor first."""

    size: Size
    colleagues: dict[str, int] = field(default_factory=dict)  # login: primary key
    locations: list[int] = field(default_factory=list)
    own_fields: list[tuple[int, str, list[int]]] = field(default_factory=list)  # primary key, kind, choices

    def chance(self, part: str) -> random.Random:
        """Chance of its own for each part: a new part leaves what the others make as it was."""
        return random.Random(f"{SEED} {part}")

    def instant(self, share: float) -> datetime:
        """The instant at this share (0 to 1) of the story."""
        return BEGAN + (ENDED - BEGAN) * share


def uuid7_of(at: datetime, chance: random.Random) -> uuid.UUID:
    """A UUID of version 7 for this instant, from seeded chance."""
    millis = int((at - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(milliseconds=1))
    bits = millis << 80 | 0x7 << 76 | chance.getrandbits(12) << 64 | 0b10 << 62 | chance.getrandbits(62)
    return uuid.UUID(int=bits)
