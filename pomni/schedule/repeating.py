"""On which days a series has visits: a rule of RFC 5545, as days."""

from datetime import date, datetime, time
from itertools import islice

from dateutil.rrule import rrulestr
from django.utils.translation import gettext as _

from pomni.kit.errors import Refused

MOST = 60  # visits of a series
FREQUENCIES = {"DAILY", "WEEKLY", "MONTHLY"}
PARTS = {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "COUNT", "UNTIL", "WKST"}
OF_MONTHS = {"BYMONTHDAY", "BYMONTH", "BYSETPOS"}  # day by day, a 30th of February is sought for ages
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def rule_of(every: str, count: int, weekdays: list[int]) -> str:
    """The rule of what is chosen in a form: `every` is "day", "month", or "1", "2", "3", "4" for so many weeks."""
    if every in {"day", "month"}:
        return f"FREQ={'DAILY' if every == 'day' else 'MONTHLY'};COUNT={count}"
    days = ",".join(DAYS[day] for day in weekdays)
    return f"FREQ=WEEKLY;INTERVAL={every}{f';BYDAY={days}' if days else ''};COUNT={count}"


def days_of(rule: str, first: date) -> list[date]:
    """The days of a series that is counted from `first`. Raises Refused (field "rule")."""
    told = dict(part.partition("=")[::2] for part in rule.split(";"))
    try:
        if told.get("FREQ") not in FREQUENCIES or told.keys() - PARTS or not told.keys() & {"COUNT", "UNTIL"}:
            raise ValueError
        if told["FREQ"] != "MONTHLY" and told.keys() & OF_MONTHS:
            raise ValueError
        found = rrulestr(rule, dtstart=datetime.combine(first, time()))
        days = [one.date() for one in islice(found, MOST + 1)]
    except (ValueError, TypeError, KeyError, OverflowError):
        raise Refused(
            _("This is no rule of days that ends: such as FREQ=WEEKLY;BYDAY=MO;COUNT=10."), field="rule"
        ) from None
    if not 0 < len(days) <= MOST:
        raise Refused(_("A series has 1 to %(most)s visits.") % {"most": MOST}, field="rule")
    return days
