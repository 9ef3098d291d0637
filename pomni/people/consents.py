"""What stands of a client's consents: folded from all that was said, which is never changed. Pure arithmetic."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol

CHANNELS = ("call", "sms", "email", "messenger", "letter")
ANY = ""  # of a consent that is about no channel
MARKETING = "marketing"
BY_CHANNEL = frozenset({MARKETING})


class Said(Protocol):
    """One time that somebody consented or took it back."""

    kind: str
    is_given: bool
    on: dt.date

    @property
    def by_channels(self) -> tuple[str, ...]:
        """The channels that it is about; none: all."""


class Standing(NamedTuple):
    """How a consent stands: given or taken back, since when."""

    is_given: bool
    on: dt.date


Stands = Mapping[tuple[str, str], Standing]  # by kind and channel; what was never asked is not there


def standing(said: Iterable[Said]) -> dict[tuple[str, str], Standing]:
    """How each consent stands after all that was said, told in order: the latest day counts, of one day what was told last."""
    found: dict[tuple[str, str], Standing] = {}
    for one in sorted(said, key=lambda one: one.on):  # stable: of one day the order of telling stays
        for channel in (one.by_channels or CHANNELS) if one.kind in BY_CHANNEL else (ANY,):
            found[one.kind, channel] = Standing(one.is_given, one.on)
    return found


def strictest(one: Stands, other: Stands) -> dict[tuple[str, str], Standing]:
    """Of two cards that turn out to be one client's: what either has taken back stays taken back, whichever was later.

    What only one was ever asked stands as they answered. Of two yeses the later counts, of two noes the earlier one.
    """
    both = dict(one)
    for key, theirs in other.items():
        mine = both.get(key, theirs)
        if mine.is_given and theirs.is_given:
            both[key] = max(mine, theirs, key=lambda told: told.on)
        else:
            both[key] = min((told for told in (mine, theirs) if not told.is_given), key=lambda told: told.on)
    return both


def may_be_written(stands: Stands, channel: str) -> bool:
    """Whether marketing messages may go out by a channel: only with a consent that stands."""
    told = stands.get((MARKETING, channel))
    return bool(told and told.is_given)
