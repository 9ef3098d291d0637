"""Days as files write them: in figures in any order, with the month as a word, without a year, as a spreadsheet counts."""

import datetime as dt
import re

DIGITS = re.compile(r"(\d{1,4})[./\-\s]+(\d{1,2})[./\-\s]+(\d{1,4})(?:\s*(?:г\.?|г?ода?|r\.?|roku))?")
TIME = re.compile(r"[T\s]+\d{1,2}:\d{2}.*")
YEARLESS = re.compile(r"--(\d{1,2})-?(\d{1,2})")
OF_TWO = re.compile(r"(\d{1,2})[./\-](\d{1,2})\.?")
BASIC = re.compile(r"(\d{4})(\d{2})(\d{2})")
COUNTED = re.compile(r"\d{5}(?:\.\d+)?")
IN_WORDS = re.compile(r"(\d{1,2})\.?\s+([^\W\d_]{3,})\.?,?(?:\s+(\d{4}))?(?:\s*(?:г\.?|года?|r\.?|roku))?")
IN_ENGLISH = re.compile(r"([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?(?:\s+(\d{4}))?")
SHEETS_BEGIN = dt.date(1899, 12, 30)
MONTHS = (
    ("jan", "янв", "sty"), ("feb", "фев", "lut"), ("mar", "мар"), ("apr", "апр", "kwi"), ("may", "мая", "май", "maj"),
    ("jun", "июн", "cze"), ("jul", "июл", "lip"), ("aug", "авг", "sie"), ("sep", "сен", "wrz"), ("oct", "окт", "paź", "paz"),
    ("nov", "ноя", "lis"), ("dec", "дек", "gru"),
)  # fmt: skip


def day_of(text: str, order: str, *, this_year: int) -> tuple[int | None, int, int]:
    """Year (None where it tells none), month and day. `order`: "dmy", "mdy" or "ymd". Raises ValueError for no day."""
    year, month, day = _parts(TIME.sub("", text.strip()), order)
    if year is not None and year < 100:
        year += 1900 if year > this_year % 100 else 2000
    dt.date(year or 2000, month, day)
    if year is not None and not 1850 <= year <= 2200:
        raise ValueError(text)
    return year, month, day


def _parts(text: str, order: str) -> tuple[int | None, int, int]:
    if found := YEARLESS.fullmatch(text):
        return None, int(found[1]), int(found[2])
    if found := BASIC.fullmatch(text) or DIGITS.fullmatch(text):
        return _in_order(found[1], found[2], found[3], order)
    if found := OF_TWO.fullmatch(text):
        first, second = int(found[1]), int(found[2])
        return (None, first, second) if order == "mdy" else (None, second, first)
    if COUNTED.fullmatch(text):
        day = SHEETS_BEGIN + dt.timedelta(days=int(float(text)))
        return day.year, day.month, day.day
    if found := IN_WORDS.fullmatch(text):
        return _year(found[3]), _month(found[2]), int(found[1])
    if found := IN_ENGLISH.fullmatch(text):
        return _year(found[3]), _month(found[1]), int(found[2])
    raise ValueError(text)


def _in_order(first: str, second: str, third: str, order: str) -> tuple[int, int, int]:
    if len(first) == 4 or (order == "ymd" and len(third) < 4):
        return int(first), int(second), int(third)
    day, month = (second, first) if order == "mdy" else (first, second)
    if (
        int(month) > 12 >= int(day)
    ):  # written the other way round than the rest: there is only one way to read it
        day, month = month, day
    return int(third), int(month), int(day)


def _year(text: str | None) -> int | None:
    return int(text) if text else None


def _month(word: str) -> int:
    start = word.casefold()[:3]
    for number, starts in enumerate(MONTHS, 1):
        if start in starts:
            return number
    raise ValueError(word)
