"""A visit as a calendar file of its own (RFC 5545), by the wall clock of its place."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from pomni.kit.ical import escaped, folded

TYPE = "text/calendar; charset=utf-8"


def visit_file(
    *, uid: str, begins: datetime, ends: datetime, zone: str, stamp: datetime, sequence: int, title: str, place: str,
    url: str, is_cancelled: bool,
) -> str:  # fmt: skip
    """The file. `sequence` grows whenever the visit moves or is cancelled; a cancelled one takes the entry away (RFC 5546)."""
    wall, stamped = ZoneInfo(zone), stamp.astimezone(UTC)
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Pomni//Booking//EN", "CALSCALE:GREGORIAN",
        f"METHOD:{'CANCEL' if is_cancelled else 'PUBLISH'}",
        *_zone(zone, begins),
        "BEGIN:VEVENT", f"UID:{escaped(uid)}", f"DTSTAMP:{stamped:%Y%m%dT%H%M%SZ}",
        f"DTSTART;TZID={zone}:{begins.astimezone(wall):%Y%m%dT%H%M%S}",
        f"DTEND;TZID={zone}:{ends.astimezone(wall):%Y%m%dT%H%M%S}",
        f"SUMMARY:{escaped(title)}", f"SEQUENCE:{sequence}",
        *([f"LOCATION:{escaped(place)}"] if place else []),
        *([] if is_cancelled else [f"URL:{url}"]),
        f"STATUS:{'CANCELLED' if is_cancelled else 'CONFIRMED'}",
        f"TRANSP:{'TRANSPARENT' if is_cancelled else 'OPAQUE'}",
        "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _zone(zone: str, at: datetime) -> list[str]:
    """What the wall clock shows there around the visit: the offset before and after each change within the year."""
    wall = ZoneInfo(zone)
    day = datetime(at.year, 1, 1, tzinfo=UTC) - timedelta(days=366)
    parts: list[str] = []
    before = day.astimezone(wall).utcoffset()
    parts += _observance(day, before, before)
    for _number in range(3 * 366):
        day += timedelta(days=1)
        after = day.astimezone(wall).utcoffset()
        if after != before:
            parts += _observance(_change(day, wall), before, after)
            before = after
    return ["BEGIN:VTIMEZONE", f"TZID:{zone}", *parts, "END:VTIMEZONE"]


def _change(until: datetime, wall: ZoneInfo) -> datetime:
    """The minute within the day before `until` at which the clock is changed."""
    low, high = until - timedelta(days=1), until
    first = low.astimezone(wall).utcoffset()
    while high - low > timedelta(minutes=1):
        middle = low + (high - low) / 2
        low, high = (middle, high) if middle.astimezone(wall).utcoffset() == first else (low, middle)
    return high.replace(second=0, microsecond=0)


def _observance(at: datetime, before: timedelta | None, after: timedelta | None) -> list[str]:
    before, after = before or timedelta(), after or timedelta()
    kind = "DAYLIGHT" if after > before else "STANDARD"
    onset = (at + before).replace(tzinfo=None)
    told = [
        f"DTSTART:{onset:%Y%m%dT%H%M%S}",
        f"TZOFFSETFROM:{_offset(before)}",
        f"TZOFFSETTO:{_offset(after)}",
    ]
    return [f"BEGIN:{kind}", *told, f"END:{kind}"]


def _offset(shift: timedelta) -> str:
    minutes = int(shift.total_seconds()) // 60
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"
