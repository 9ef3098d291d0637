"""Arithmetic of messages, without tables: when one is due, and how words come into its text."""

import re
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
ENOUGH = timedelta(hours=1)  # before a visit: what comes later is of no use to whoever has to set out
LONGEST = 1000  # signs of a text
WORDS = ("name", "what", "who", "day", "time", "place", "address", "company", "confirm", "cancel")
PLACE = re.compile(r"\{([a-z]*)\}")
YES = frozenset(
    ["1", "+", "да", "yes", "tak", "ok", "ок", "ага", "конечно", "подтверждаю", "potwierdzam", "confirm"]
)
Quiet = tuple[time, time] | None


def quiet_span(at: datetime, quiet: Quiet, zone: str) -> tuple[datetime, datetime] | None:
    """The hours of quiet that an instant lies in, by the clock of the zone; they may go on past midnight."""
    if quiet is None or quiet[0] == quiet[1]:
        return None
    place = ZoneInfo(zone)
    day = at.astimezone(place).date()
    for first in (day - DAY, day):
        begins = datetime.combine(first, quiet[0], place)
        ends = datetime.combine(first if quiet[0] < quiet[1] else first + DAY, quiet[1], place)
        if begins <= at < ends:
            return begins, ends
    return None


def due_before(begins: datetime, minutes: int, quiet: Quiet, zone: str) -> datetime:
    """When to remind of a visit so many minutes ahead of it.

    What falls into hours of quiet comes when they end, or, where that would leave less than an hour, just before they begin.
    """
    wanted = begins - minutes * MINUTE
    span = quiet_span(wanted, quiet, zone)
    if span is None:
        return wanted
    return span[1] if span[1] <= begins - ENOUGH else span[0] - MINUTE


def unknown_words(text: str) -> list[str]:
    """What stands in braces in a text and is no word that can be put in."""
    return [one for one in PLACE.findall(text) if one not in WORDS]


def filled(text: str, words: Mapping[str, str]) -> str:
    """The text with words in their places. What is put in is never read again, so a name cannot be a place."""
    return PLACE.sub(lambda found: words.get(found[1], ""), text).strip()


def is_yes(text: str) -> bool:
    """Whether an answer agrees: one word of those that mean yes."""
    return text.strip().strip(".!,").casefold() in YES
