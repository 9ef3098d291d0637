"""How often somebody may ask: pages are counted in the process, bookings and codes by all processes together."""

from hashlib import sha256

from django.core.cache import cache

from pomni.kit.clock import now
from pomni.kit.errors import Refused

PAGES_A_MINUTE = 90  # of one address on the network, in each process
MOST_KNOWN = 5000
# What is sent in: by one address on the network, with one phone or e-mail, and altogether; each within an hour.
SENT_BY_ONE, SENT_FOR_ONE, SENT_BY_ALL = 20, 6, 300
HOUR = 3600

_seen: dict[str, int] = {}
_minute = ""


class TooOften(Refused):
    """Asked too often. Answered with 429."""


def reads_too_often(who: str) -> bool:
    """Count one page that this address reads; whether it is one too many. Costs no statement."""
    global _minute
    minute = f"{now():%d%H%M}"
    if minute != _minute or len(_seen) > MOST_KNOWN:
        _seen.clear()
        _minute = minute
    _seen[who] = _seen.get(who, 0) + 1
    return _seen[who] > PAGES_A_MINUTE


def sends_too_often(who: str, *about: str) -> bool:
    """Count one booking or code that was asked for by this address on the network, for these phones and addresses."""
    counted = [(f"by {who}", SENT_BY_ONE), ("all", SENT_BY_ALL)]
    counted += [(f"for {one}", SENT_FOR_ONE) for one in about if one]
    found = [_count(name) > most for name, most in counted]  # all of them are counted
    return any(found)


def _count(name: str) -> int:
    key = f"booking:{sha256(name.encode()).hexdigest()[:32]}:{now():%d%H}"
    cache.add(key, 0, timeout=HOUR)
    try:
        return cache.incr(key)
    except ValueError:  # it went meanwhile
        return 1
