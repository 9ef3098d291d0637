"""What stands beside the cards of the company: contacts, the figures that follow from them, and fields of its own."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from benchmark.parts.facts import SHOWN_FIELDS
from benchmark.story import BEGAN, Story
from pomni.people.rhythm import FEWEST

TOUCHES = 20  # contacts of a client: from none up to as many less one
FIGURES = ("client_id", "last_contact_at", "contacts", "rhythm_days", "rhythm_spread")
TOUCH = ("client_id", "at", "kind", "record_id")
OWN_VALUE = ("client_id", "field_id", "slot", "text", "number", "day", "choice_id")


def _touched(story: Story, number: int) -> list[Any]:
    """When there was contact with a client: evenly from the day they came to the end of the story."""
    began, often = (number - 1) / story.size.clients, number % TOUCHES
    return [story.instant(began + (1 - began) * (nr + 0.5) / often) for nr in range(often)]


def figures(story: Story) -> Iterator[tuple[Any, ...]]:
    """What follows from the contacts of each client."""
    for number in range(1, story.size.clients + 1):
        at = _touched(story, number)
        gap = (at[1] - at[0]).total_seconds() / 86400 if len(at) > FEWEST else None
        yield number, at[-1] if at else None, len(at), gap, gap and gap / 10


def touches(story: Story) -> Iterator[tuple[Any, ...]]:
    """Their records are none that the bench makes itself: a record is a touch but once."""
    each = ((n, at) for n in range(1, story.size.clients + 1) for at in _touched(story, n))
    return ((n, at, "people.interaction", 10**9 + nr) for nr, (n, at) in enumerate(each))


def own_values(story: Story) -> Iterator[tuple[Any, ...]]:
    """Half of those fields that lists show is filled."""
    for number in range(1, story.size.clients + 1):
        for field, kind, choices in story.own_fields[:SHOWN_FIELDS]:
            if (number + field) % 2:
                yield number, field, 0, *_value(kind, number * 37 + field, choices)


def _value(kind: str, told: int, choices: list[int]) -> tuple[Any, ...]:
    """The text, number, day and choice of a value of such a field."""
    day = BEGAN.date() + timedelta(days=told % 3650)
    return {
        "text": (f"Word {told % 500}", None, None, None),
        "number": ("", told % 1000, None, None),
        "money": ("", told % 500_000, None, None),
        "date": ("", None, day, None),
        "yes_no": ("", told % 2, None, None),
        "choice": ("", None, None, choices[told % len(choices)] if choices else None),
    }[kind]
