"""On which days a task comes again: the few rules of RFC 5545 that people mean, in words and as days."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from dateutil.rrule import rrulestr
from django.utils.translation import gettext_lazy as _

LEAP_DAY = datetime(2024, 2, 29)  # noqa: DTZ001 (rules of days know no zone); every yearly day comes after it
LAST_DAY_BY = 28  # later days are not in every month: then the last one there is

# The choices of a form. The rule of some depends on the day from which they count.
CHOICES: Mapping[str, Any] = {
    "day": _("Every day"),
    "working": _("From Monday to Friday"),
    "week": _("Every week"),
    "two_weeks": _("Every two weeks"),
    "month": _("Every month"),
    "quarter": _("Every three months"),
    "year": _("Every year"),
}
PLAIN = {
    "day": "FREQ=DAILY",
    "working": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    "week": "FREQ=WEEKLY",
    "two_weeks": "FREQ=WEEKLY;INTERVAL=2",
    "month": "FREQ=MONTHLY",
    "quarter": "FREQ=MONTHLY;INTERVAL=3",
    "year": "FREQ=YEARLY",
}
FREQUENCIES = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
PARTS = {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "UNTIL", "WKST"}


def rule_of(choice: str, first: date) -> str:
    """The rule for one of the `CHOICES`. What falls on the 31st, or on 29 February, comes on the last day otherwise."""
    rule = PLAIN[choice]
    if first.day <= LAST_DAY_BY or choice not in {"month", "quarter", "year"}:
        return rule
    days = ",".join(str(day) for day in range(LAST_DAY_BY, first.day + 1))
    if choice == "year":
        return f"{rule};BYMONTH={first.month};BYMONTHDAY={days};BYSETPOS=-1"
    return f"{rule};BYMONTHDAY={days};BYSETPOS=-1"


def choice_of(rule: str, first: date | None) -> str:
    """Which of the `CHOICES` a rule is; "" where it is none of them."""
    if not rule or first is None:
        return ""
    return next((choice for choice in CHOICES if rule_of(choice, first) == rule), "")


def is_rule(rule: str) -> bool:
    """Whether this is a rule of days, of the parts that are understood here."""
    told = dict(part.partition("=")[::2] for part in rule.split(";"))
    if told.get("FREQ") not in FREQUENCIES or told.keys() - PARTS:
        return False
    try:
        return rrulestr(rule, dtstart=LEAP_DAY).after(LEAP_DAY) is not None
    except (ValueError, TypeError, KeyError):
        return False


def next_day(rule: str, first: date, after: date) -> date | None:
    """The first day by the rule behind another one; None where the row has ended. `first`: from which it counts."""
    found = rrulestr(rule, dtstart=datetime.combine(first, time())).after(datetime.combine(after, time()))
    return found.date() if found else None
