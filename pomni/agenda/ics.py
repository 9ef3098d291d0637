"""Calendars as RFC 5545 has them: the few components that a feed needs, escaped and folded."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from pomni.agenda.rules import DAY_BEGINS
from pomni.kit.ical import Entry, escaped, folded

TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//Pomni//Calendar//EN"
FRESH = "PT15M"


def calendar(name: str, entries: Iterable[Entry]) -> str:
    """The whole calendar, with the ends of lines that the standard wants."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        f"NAME:{escaped(name)}",  # RFC 7986, 5.1; what programs knew before it is told as well
        f"X-WR-CALNAME:{escaped(name)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{FRESH}",
        f"X-PUBLISHED-TTL:{FRESH}",
    ]
    for entry in entries:
        lines += _event(entry)
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _event(one: Entry) -> list[str]:
    lines = ["BEGIN:VEVENT", f"UID:{escaped(one.uid)}", f"DTSTAMP:{_instant(one.stamp)}", *_when(one)]
    lines += [
        f"SUMMARY:{escaped(one.title)}",
        f"SEQUENCE:{one.sequence}",
        f"LAST-MODIFIED:{_instant(one.stamp)}",
    ]
    told = {"LOCATION": one.place, "DESCRIPTION": one.text}
    lines += [f"{name}:{escaped(text)}" for name, text in told.items() if text]
    lines += [f"URL:{one.url}"] if one.url else []
    lines.append(f"STATUS:{'CANCELLED' if one.is_cancelled else 'CONFIRMED'}")
    lines.append(f"TRANSP:{'OPAQUE' if one.is_busy and not one.is_cancelled else 'TRANSPARENT'}")
    for before in () if one.is_cancelled else one.alarms:
        lines += ["BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{escaped(one.title)}"]
        lines += [f"TRIGGER:{_trigger(one, before)}", "END:VALARM"]
    return [*lines, "END:VEVENT"]


def _when(one: Entry) -> list[str]:
    if isinstance(one.starts, datetime):
        ends = [f"DTEND:{_instant(one.ends)}"] if one.ends else []
        return [f"DTSTART:{_instant(one.starts)}", *ends]
    after = one.starts + timedelta(days=1)
    return [f"DTSTART;VALUE=DATE:{one.starts:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"]


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _trigger(one: Entry, before: int) -> str:
    """Counted from where it starts, which of a day is midnight: mostly the alarm comes after that."""
    is_day = not isinstance(one.starts, datetime)
    minutes = (DAY_BEGINS.hour * 60 + DAY_BEGINS.minute if is_day else 0) - before
    return f"{'-' if minutes < 0 else ''}PT{abs(minutes)}M" if minutes else "PT0S"
