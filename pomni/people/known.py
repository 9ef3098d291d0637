"""What is known of a client beside their own row: words for it, and arithmetic, without tables."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy, pgettext_lazy

from pomni.people.models import Consent, Peculiarity, Tie

# What the one is to whom a tie was told of as somebody's other one: "parent" read from the parent's card is a child.
BACK = {
    "decides": gettext_lazy("Where they decide"),
    "represents": gettext_lazy("Child or ward"),
    "pays": gettext_lazy("Whom they pay for"),
    "recommended": gettext_lazy("Whom they recommended"),
    "knows": Tie.Kind.KNOWS.label,
    "spouse": Tie.Kind.SPOUSE.label,
    "parent": pgettext_lazy("family", "Child"),
    "sibling": Tie.Kind.SIBLING.label,
    "grandparent": pgettext_lazy("family", "Grandchild"),
    "relative": Tie.Kind.RELATIVE.label,
}
BACKWARDS = "-"  # before a kind: the other way round
ONE_WAY = ("decides", "represents", "pays", "recommended", "parent", "grandparent")
OF_COLLEAGUES = ("knows", "recommended", "spouse", "parent", "sibling", "grandparent", "relative")
MOMENTS = (Peculiarity.Kind.GOOD, Peculiarity.Kind.BAD)
LONGEST_ALLERGIES = 600


ALLERGY = Peculiarity.Kind.ALLERGY
CONSENTS = dict(Consent.Kind.choices)
KINDS = dict(Peculiarity.Kind.choices)


def channel_names(codes: Iterable[str]) -> str:
    """By what one may be written to, in words."""
    return ", ".join(str(Consent.Channel(code).label) for code in codes)


def tie_label(kind: str) -> str:
    """What the other one is, in words; of "-parent": a child."""
    return str(BACK[kind[1:]] if kind.startswith(BACKWARDS) else Tie.Kind(kind).label)


def turned(kind: str) -> str:
    """The same tie as the other one has it."""
    if kind.startswith(BACKWARDS):
        return kind[1:]
    return f"{BACKWARDS}{kind}" if kind in ONE_WAY else kind


def tie_choices() -> list[tuple[str, Any]]:
    """All that the other one may be, people of business first."""
    kinds = [
        kind for one in Tie.Kind.values for kind in ([one, f"{BACKWARDS}{one}"] if one in ONE_WAY else [one])
    ]
    return [(kind, tie_label(kind)) for kind in kinds]


def comes_on(day: str, year: int) -> dt.date:
    """The day "02-29" of a year; where that year has none, it is kept on 28 February: nobody is congratulated too late."""
    month, of_month = map(int, day.split("-"))
    try:
        return dt.date(year, month, of_month)
    except ValueError:
        return dt.date(year, 2, 28)


def comes_next(day: str, year: int | None, *, is_yearly: bool, today: dt.date) -> dt.date | None:
    """When a date comes next, today included; None of one that came once and is over."""
    if not is_yearly:
        once = comes_on(day, year or today.year)
        return once if once >= today else None
    this_year = comes_on(day, max(today.year, year or today.year))
    return this_year if this_year >= today else comes_on(day, this_year.year + 1)
