"""For how long things are kept: what modules offer, what the director chose, and the instants that follow."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import ngettext

from pomni.kit.clock import now
from pomni.kit.giving import Retention
from pomni.kit.module import function_named, offered
from pomni.team.models import Keeping

FOR_EVER = 0


@dataclass(frozen=True)
class Kept:
    """One of them as it stands: so many units, and how much of it that would let go now."""

    kind: Retention
    number: int
    would_go: int


def retentions() -> list[Retention]:
    """All that modules keep for a time only."""
    return sorted(offered("retentions"), key=lambda one: one.order)


def numbers() -> dict[str, int]:
    """For how many units each is kept."""
    chosen = dict(Keeping.objects.values_list("key", "number"))
    return {one.key: chosen.get(one.key, one.usual) for one in retentions()}


def number_of(key: str) -> int:
    """For how many units this is kept; 0: for ever."""
    kind = next(one for one in retentions() if one.key == key)
    chosen = Keeping.objects.filter(key=key).values_list("number", flat=True).first()
    return kind.usual if chosen is None else chosen


def before_of(kind: Retention, number: int) -> datetime | None:
    """What is older than this instant is kept no longer; None: all of it is kept."""
    if number == FOR_EVER:
        return None
    if kind.unit == "days":
        return now() - timedelta(days=number)
    return _months_ago(now(), number if kind.unit == "months" else number * 12)


def before(key: str) -> datetime | None:
    """What of this is older than the instant is kept no longer; None: all of it is kept."""
    kind = next(one for one in retentions() if one.key == key)
    return before_of(kind, number_of(key))


def preview(told: dict[str, int]) -> list[Kept]:
    """What these numbers would let go now; those that are not told stand as they are."""
    found, chosen = [], numbers() | told
    for kind in retentions():
        number = chosen[kind.key]
        limit = before_of(kind, number)
        found.append(Kept(kind, number, function_named(kind.count)(limit) if limit else 0))
    return found


def unit_text(unit: str, number: int) -> str:
    """ "3 months"."""
    told: dict[str, Any] = {
        "days": ngettext("%(count)s day", "%(count)s days", number),
        "months": ngettext("%(count)s month", "%(count)s months", number),
        "years": ngettext("%(count)s year", "%(count)s years", number),
    }
    return str(told[unit] % {"count": number})


def keep_no_longer() -> dict[str, int]:
    """Let go of what is older than it is kept. Returns how much, by key."""
    done = {}
    chosen = numbers()
    for kind in retentions():
        if limit := before_of(kind, chosen[kind.key]):
            done[kind.key] = function_named(kind.run)(limit)
    return done


def _months_ago(at: datetime, months: int) -> datetime:
    year, month = divmod(at.year * 12 + at.month - 1 - months, 12)
    return at.replace(year=year, month=month + 1, day=min(at.day, monthrange(year, month + 1)[1]))
