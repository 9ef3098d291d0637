"""The arithmetic of the chain: what is hashed, and how one seal follows from the one before.

Each seal covers the moment with all its facts. Personal facts enter through a salted digest of their own, so that
shredding them (and the salt, without which the digest cannot be guessed back) leaves the chain valid.
"""

import json
from hashlib import sha256
from typing import Any

from pomni.memory.models import Moment

BEGINNING = bytes(32)


def canonical(value: Any) -> bytes:
    """The one way in which a JSON value is written for hashing: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def personal_digest(moment: Moment) -> bytes:
    """The salted digest of a moment's personal facts (32 bytes)."""
    return sha256(moment.salt.encode() + canonical(moment.personal)).digest()


def link(before: bytes, seq: int, moment: Moment, personal: bytes) -> bytes:
    """The digest of a seal (32 bytes): over the seal before, its own number, the moment, and the personal digest."""
    told = [
        seq,
        moment.pk,
        moment.at.isoformat(),
        moment.happened.isoformat(),
        moment.kind,
        moment.by_id,
        moment.record,
        moment.record_id,
        moment.facts,
        personal.hex(),
    ]
    return sha256(before + canonical(told)).digest()
