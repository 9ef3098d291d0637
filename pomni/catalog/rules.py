"""Arithmetic of what is offered, without tables."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from pomni.kit.errors import Refused
from pomni.kit.spelling import sorted_as

LONGEST = 24 * 60  # minutes of a service
LONGEST_BREAK = 240  # minutes
MOST_PHASES = 9
MOST_DAYS = 3650
MONTHS = range(1, 13)
PHASE = re.compile(r"(\()?\s*(\d{1,4})\s*(\))?")
BETWEEN, LAST = "\x01", "\U0010ffff"  # before and behind every letter
DEAREST = Decimal(10) ** 10
WHOLE = Decimal(100)  # per cent
CHECKED = (
    8,
    12,
    13,
    14,
)  # digits of the barcodes whose last one follows from the others: EAN-8, UPC-A, EAN-13, GTIN-14
MOST_VISITS = 1000

Steps = list[list[str | None]]  # from which day ("": always) how many per cent (None: exempt), by day


def minutes_of(value: Any, *, field: str = "minutes") -> int:
    """How long something takes, 1 to 1440 minutes. Raises Refused (field)."""
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= LONGEST:
        return value
    raise Refused(_("Say how many minutes it takes: 1 to %(most)s.") % {"most": LONGEST}, field=field)


def break_of(value: Any, *, field: str) -> int:
    """The minutes of a break, 0 to 240. Raises Refused (field)."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LONGEST_BREAK:
        return value
    raise Refused(_("A break has 0 to %(most)s minutes.") % {"most": LONGEST_BREAK}, field=field)


def price_of(value: Any, *, field: str = "price") -> Decimal | None:
    """A price, to the hundredth; None where it is told on request. Raises Refused (field)."""
    if value is None:
        return None
    price = Decimal(value)
    if not 0 <= price < DEAREST or price != round(price, 2):
        raise Refused(_("Write a price that is not below nothing, with two decimals at most."), field=field)
    return round(price, 2)  # 50 is 50.00 at once, and not only when it is read again


def days_of(value: Any, *, field: str = "repeat_days") -> int | None:
    """A number of days, 1 to 3650; None where there is none. Raises Refused (field)."""
    if value is None or (isinstance(value, int) and 1 <= value <= MOST_DAYS):
        return value
    raise Refused(_("Write 1 to %(most)s days, or nothing.") % {"most": MOST_DAYS}, field=field)


def phases_of(told: Iterable[Sequence[Any]]) -> list[list[Any]]:
    """Parts of a service, `[minutes, whether hands are needed]`; neighbours of one sort become one.

    One part alone in which hands are needed is what most services are, so it gives []; one alone in which they are
    not is a hall or a solarium. Raises Refused (field "phases").
    """
    parts: list[list[Any]] = []
    for minutes, hands in told:
        number = minutes_of(minutes, field="phases")
        if parts and parts[-1][1] == bool(hands):
            parts[-1][0] += number
        else:
            parts.append([number, bool(hands)])
    if len(parts) > MOST_PHASES:
        raise Refused(_("A service has %(most)s phases at most.") % {"most": MOST_PHASES}, field="phases")
    return [] if len(parts) == 1 and parts[0][1] else parts


def phases_told(phases: Iterable[Sequence[Any]]) -> str:
    """Phases as they are written: "30 + (40) + 20", where no hands are needed in brackets."""
    return " + ".join(str(minutes) if hands else f"({minutes})" for minutes, hands in phases)


def phases_in(text: str) -> list[list[Any]]:
    """The phases that were typed: "30 + (40) + 20", also with commas or spaces. Raises Refused (field "phases")."""
    found = PHASE.findall(text)
    if PHASE.sub("", text).strip(" +,;") or any(bool(opens) != bool(closes) for opens, _n, closes in found):
        sentence = _(
            "Write minutes such as 30 + (40) + 20; those in which nobody's hands are needed in brackets."
        )
        raise Refused(sentence, field="phases")
    return [[int(number), not opens] for opens, number, _closes in found]


def place_of(name: str, category: str) -> str:
    """What a service is sorted by: its category, then its name. Without a category it comes behind all of them."""
    return f"{sorted_as(category) if category else LAST}{BETWEEN}{sorted_as(name)}"[:600]


def season_of(months: Iterable[Any]) -> list[int]:
    """The months in which something is offered, in their order; all twelve are []. Raises Refused (field "season")."""
    told = sorted({int(month) for month in months})
    if not set(told) <= set(MONTHS):
        raise Refused(_("Choose months."), field="season")
    return [] if len(told) == len(MONTHS) else told


def is_in_season(season: Iterable[int], day: date) -> bool:
    """Whether something is offered on a day; no season is all the year."""
    months = tuple(season)
    return not months or day.month in months


def stretched(phases: Sequence[Sequence[Any]], minutes: int, own: int | None) -> list[list[Any]]:
    """The phases for whoever needs `own` minutes instead of `minutes`.

    Where hands are needed the time is stretched; what takes its time by itself, such as hair dye, takes it with
    everybody. Where `own` leaves no minute for each phase with hands, the phases stay as they are.
    """
    if not phases or own is None or own == minutes:
        return [list(one) for one in phases]
    waits = sum(number for number, hands in phases if not hands)
    busy = [number for number, hands in phases if hands]
    left = own - waits
    if left < len(busy):
        return [list(one) for one in phases]
    shares = _shared(left, busy)
    return [[shares.pop(0) if hands else number, hands] for number, hands in phases]


def _shared(whole: int, parts: Sequence[int]) -> list[int]:
    """`whole` divided as `parts` stand to each other, each at least 1, the last takes what rounding left."""
    total = sum(parts)
    given: list[int] = []
    for at, part in enumerate(parts[:-1]):
        rest = len(parts) - at - 1
        given.append(max(1, min(round(whole * part / total), whole - sum(given) - rest)))
    return [*given, whole - sum(given)]


# --- Taxes and barcodes ------------------------------------------------------------------------------------------------


def percent_of(value: Any) -> Decimal | None:
    """Per cent of a tax, 0 to 100 with two decimals; None is exempt. Raises Refused (field "percent")."""
    if value is None:
        return None
    percent = Decimal(value)
    if not 0 <= percent < WHOLE or percent != round(percent, 2):
        raise Refused(_("Write a per cent from 0 to 99.99, or nothing where it is exempt."), field="percent")
    return percent


def with_step(steps: Steps, day: date | None, percent: Decimal | None) -> Steps:
    """The steps with this per cent from this day on (None: always); a step that changes nothing is left out."""
    told = {str(first): number for first, number in steps}
    told[str(day) if day else ""] = None if percent is None else f"{percent:.2f}"
    kept: Steps = []
    for first in sorted(told):
        if not kept or kept[-1][1] != told[first]:
            kept.append([first, told[first]])
    return kept


def percent_on(steps: Steps, day: date) -> Decimal | None:
    """The per cent of a tax on a day; None is exempt, and also before the first step."""
    held = [number for first, number in steps if str(first) <= str(day)]
    return Decimal(held[-1]) if held and held[-1] is not None else None


def is_known_on(steps: Steps, day: date) -> bool:
    """Whether the tax has a rate on a day, be it that it is exempt."""
    return bool(steps) and str(steps[0][0]) <= str(day)


def barcode_of(told: str) -> str:
    """A barcode as it is kept: without spaces, dashes only where it has letters. At most 40 characters."""
    code = "".join(told.split())[:40]
    bare = code.replace("-", "")
    return bare if bare.isdecimal() and bare.isascii() else code


def wrong_digit(barcode: str) -> str:
    """The digit that an EAN or UPC should end with, "" where it does, and where the barcode is of another kind."""
    if not (barcode.isdecimal() and barcode.isascii() and len(barcode) in CHECKED):
        return ""
    weighed = sum(int(digit) * (3, 1)[at % 2] for at, digit in enumerate(reversed(barcode[:-1])))
    due = str(-weighed % 10)
    return "" if barcode[-1] == due else due


def same_barcodes(typed: str) -> list[str]:
    """What is the same barcode: a UPC of twelve digits is an EAN of thirteen that begins with a nought."""
    code = barcode_of(typed)
    if code.isdecimal() and len(code) == 12:
        return [code, f"0{code}"]
    return [code, code[1:]] if code.isdecimal() and len(code) == 13 and code[0] == "0" else [code]


def visits_of(value: Any) -> int | None:
    """How many visits a row of a package has, 1 to 1000; None: as often as wished. Raises Refused (field "rows")."""
    if value is None or (isinstance(value, int) and 1 <= value <= MOST_VISITS):
        return value
    raise Refused(_("A package has 1 to %(most)s visits of a service.") % {"most": MOST_VISITS}, field="rows")
