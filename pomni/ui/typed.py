"""What people type for a day, a time of the day, a sum: in the ways in which people here write them, in any of our languages."""

import datetime as dt
import re
from decimal import Decimal

RELATIVE = {
    -2: ("позавчера", "przedwczoraj"),
    -1: ("yesterday", "вчера", "wczoraj"),
    0: ("today", "сегодня", "dziś", "dzisiaj"),
    1: ("tomorrow", "завтра", "jutro"),
    2: ("послезавтра", "pojutrze"),
}
WEEKDAYS = (
    ("mon", "пн", "понед", "pon"),
    ("tue", "вт", "вторн", "wt"),
    ("wed", "ср", "śr"),
    ("thu", "чт", "четв", "czw"),
    ("fri", "пт", "пятн", "pt", "piąt", "piat"),
    ("sat", "сб", "субб", "sob"),
    ("sun", "вс", "воскр", "nd", "niedz"),
)
MONTHS = (
    ("jan", "янв", "sty"),
    ("feb", "фев", "lut"),
    ("mar", "мар", "mar"),
    ("apr", "апр", "kwi"),
    ("may", "мая", "май", "maj"),
    ("jun", "июн", "cze"),
    ("jul", "июл", "lip"),
    ("aug", "авг", "sie"),
    ("sep", "сен", "wrz"),
    ("oct", "окт", "paź", "paz"),
    ("nov", "ноя", "lis"),
    ("dec", "дек", "gru"),
)
CENTURY = 2000
LEAP = 8  # years, at most, from one 29 February to the next
NUMBERS = re.compile(r"(\d{1,2})[.\-/ ](\d{1,2})(?:[.\-/ ](\d{4}|\d{2}))?\.?")
WORDS = re.compile(r"(\d{1,2})\.?\s+([^\W\d]{3,})\.?(?:\s+(\d{4}))?(?:\s*г\.?)?")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
TIME = re.compile(r"(\d{1,2})(?:[:.,\- hч]?(\d{2}))?\s*(am|pm)?")
SUM = re.compile(r"-?\d+(?:[.,]\d{1,2})?")
GROUPED = re.compile(
    r"(?P<whole>-?\d{1,3}(?P<mark>[.,])\d{3}(?:(?P=mark)\d{3})*)(?:(?!(?P=mark))[.,](?P<cents>\d{1,2}))?"
)
NOON = 12


def day_of(text: str, today: dt.date, *, past: bool = False) -> dt.date:
    """The day that was typed: 21.11.2026, 21.11, 21 Nov 2026, 2026-11-21, tomorrow, Friday. Raises ValueError.

    Where the year is left out, it is the nearest such day from half a year back on, and a day of the week is the next
    one; with `past`, where what has been is asked about, it is the last such day, and the last one before today.
    """
    text = " ".join(text.lower().split())
    for days, words in RELATIVE.items():
        if text in words:
            return today + dt.timedelta(days=days)
    if found := ISO.fullmatch(text):
        return dt.date(*map(int, found.groups()))
    if found := NUMBERS.fullmatch(text):
        day, month, year = found.groups()
        return _dated(int(day), int(month), year, today, past=past)
    if found := WORDS.fullmatch(text):
        day, word, year = found.groups()
        return _dated(int(day), _place(word, MONTHS) + 1, year, today, past=past)
    way = -1 if past else 1
    off = (way * (_place(text, WEEKDAYS) - today.weekday())) % 7
    return today + way * dt.timedelta(days=off or 7)


def _dated(day: int, month: int, year: str | None, today: dt.date, *, past: bool) -> dt.date:
    if year:
        return dt.date(int(year) + (CENTURY if len(year) == 2 else 0), month, day)
    around = range(today.year - LEAP, today.year + LEAP + 1)
    days = [dt.date(y, month, day) for y in around if _is_day(y, month, day)]
    if not days:
        raise ValueError(day, month)
    since = today - dt.timedelta(days=180)
    return max(one for one in days if one <= today) if past else min(one for one in days if one >= since)


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        return bool(dt.date(year, month, day))
    except ValueError:
        return False


def _place(word: str, names: tuple[tuple[str, ...], ...]) -> int:
    for place, beginnings in enumerate(names):
        if any(word.startswith(beginning) for beginning in beginnings):
            return place
    raise ValueError(word)


def time_of(text: str) -> dt.time:
    """The time of the day that was typed: 9, 930, 9:30, 9.30, 17-15, 5 pm. Raises ValueError."""
    found = TIME.fullmatch(text.strip().lower())
    if not found:
        raise ValueError(text)
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half and not 1 <= hour <= NOON:
        raise ValueError(text)
    if half:
        hour = hour % NOON + (NOON if half == "pm" else 0)
    return dt.time(hour, minute)


def sum_of(text: str) -> Decimal:
    """The sum that was typed: 1 234,50, 1,234.50, £99. Raises ValueError, also where it could be read in two ways: 1,234."""
    bare = re.sub(r"[\s'’]|^[^\d−-]+|[^\d]+$", "", text).replace("−", "-")
    if SUM.fullmatch(bare):
        return Decimal(bare.replace(",", "."))
    if found := GROUPED.fullmatch(bare):
        whole, mark, cents = found["whole"], found["mark"], found["cents"]
        if cents or whole.count(mark) > 1:
            return Decimal(f"{whole.replace(mark, '')}.{cents or 0}")
    raise ValueError(text)
