"""Days and hours as they are typed in English, with the day or the month first. The text is folded to small letters."""

import re
from datetime import timedelta
from functools import partial
from typing import Any

from pomni.agenda.capture.counts_en import COUNT, COUNTS, DAYS, MONTH, MONTHS, ORDINALS, UNIT, UNITS, WEEKDAY
from pomni.agenda.capture.days import FRI, MON, Calendar, first_working
from pomni.agenda.capture.hours_en import HALF, HOUR, PART, THINGS
from pomni.agenda.capture.hours_en import RULES as HOUR_RULES
from pomni.agenda.capture.reckonings import (
    ISO,
    Reckoner,
    ahead,
    coming,
    dated,
    days_ahead,
    end_of_quarter,
    end_of_year,
    hours_ahead,
    number_day,
    numeric_date,
    only_with,
    rule,
    told,
    weekday_in,
)
from pomni.agenda.capture.whens import Facts, Grammar, Link, Match

_OF_WHAT = (
    r"(?:'s)?\s+(?:(?:morning|afternoon|evening|\d\S*)\s+)?(?:booking|appointment|appt"
    r"|visit|slot|session|delivery|invoice|shift|class|lesson|report|consultation|consult"
    r"|party|event|wedding"
    r"|viewing|meeting|cleaning|haircut|payment|instalment|price|prices|rate|rates"
    r"|members|crowd|crew|squad|swimmers|flight|train|bus|ferry"
    r"|statement|bill|group|cancellation|reservation|check-in)s?(?!\w)"
)


def _weekday(match: Match, calendar: Calendar) -> Facts:
    day, mod = _RECKONER.weekday_of(match), match["mod"] or ""
    if mod == "last":
        return {"weekday": day, "beside": True}
    if mod == "this":
        return {"day": calendar.of_week(0, day), "weekday": day}
    if mod in ("next", "nxt"):
        return {"day": calendar.of_week(1, day), "weekday": day}
    if match["week"]:
        return {"day": calendar.weekday(day) + timedelta(7), "weekday": day}
    return {"day": calendar.weekday(day), "weekday": day, "bare": True}


def _word_day(match: Match, calendar: Calendar) -> Facts:
    return dated(calendar.day_of_month(ORDINALS.index(match["d"]) + 1), calendar)


def _ahead(match: Match, calendar: Calendar) -> Facts:
    unit = UNITS[match["unit"][0]]
    if match["work"]:
        return _RECKONER.working_days(match, calendar) if unit == "day" else None
    count = _RECKONER.count(match)
    return ahead(count * 2, "week", calendar) if unit == "fortnight" else ahead(count, unit, calendar)


def _us_monday(match: Match, calendar: Calendar) -> Facts:
    """Memorial Day, the last Monday of May, and Labor Day, the first of September: the next one."""
    month, day = (5, 31) if "memorial" in match[0] else (9, 7)
    last = calendar.coming(month, day)
    found = last - timedelta(last.weekday())
    if found < calendar.today:  # over this year, though its month or week is not
        last = last.replace(year=last.year + 1)
        found = last - timedelta(last.weekday())
    return {"day": found}


def _week_of(match: Match, calendar: Calendar) -> Facts:
    """The Friday of the week that a day and month are in."""
    day = (
        calendar.coming(MONTHS.index(match["mon"][:3]) + 1, int(match["d"])) if int(match["d"]) < 29 else None
    )
    return {"day": day + timedelta(FRI - day.weekday())} if day and day.weekday() < FRI else None


def _period(match: Match) -> int | None:
    mod = match["mod"] or ""
    if mod in ("last", "past", "previous"):
        return None
    return 1 if mod in ("next", "nxt", "following", "coming") else 0


_RECKONER = Reckoner(
    counts=COUNTS,
    days=DAYS,
    months=MONTHS,
    start=("beg", "start", "early"),
    middle=("mid",),
    hours=("h",),
    period=_period,
)


_N = {
    "wd": WEEKDAY,
    "mon": MONTH,
    "n": COUNT,
    "unit": UNIT,
    "things": THINGS,
    "half": HALF,
    "part": PART,
    "h": HOUR,
}
_NTH = r"(?:st|nd|rd|th)"
_WHERE = (
    r"(?:(?:the\s+)?(?P<where>end(?:\s+of)?|beginning\s+of|start\s+of|middle\s+of|early"
    r"|late|mid)[\s-]+)?(?:the\s+)?"
)
_PERIOD = r"(?:(?P<mod>this|next|nxt|following|coming|last|past|previous)\s+)?"
_YEAR = r"(?:,?\s*(?P<y>20\d\d))?"
_WD2 = WEEKDAY.replace("?P<wd>", "?:")
_RULES = [
    ISO,
    rule(r"(?:black|good)\s+friday|cyber\s+monday", told(beside=True)),
    rule(
        rf"(?:the\s+)?(?:\d{{1,2}}{_NTH}?\s*(?:-|—|and|or|to)\s*)?(?P<d>\d{{1,2}}){_NTH}?\s+(?:of"
        rf"\s+)?<<mon>>" + _YEAR,
        _RECKONER.day_month,
        **_N,
    ),
    rule(
        rf"<<mon>>\s+(?:the\s+)?(?:\d{{1,2}}{_NTH}?\s*(?:-|—|and|or"
        rf"|to)\s*)?(?P<d>\d{{1,2}}){_NTH}?(?!:\d|\d)" + _YEAR,
        _RECKONER.day_month,
        **_N,
    ),
    rule(
        rf"(?:the\s+)?(?P<d>\d{{1,2}}){_NTH}(?:\s+of\s+(?:the|this)\s+month)?(?!\s+(?:visit|thing|coat|class|half|one|person|option"
        rf"|floor|tooth|session|time|payment|instal\w+|appointment|crown|call|reminder|attempt"
        rf"|stage|round|opinion|viewing|interview|edition|place|grade|year|try|chance|hand|home|car|set|fix|fitting|batch"
        r"|quarter|row|line|party|copy|lesson|dose|jab|vaccination|child|baby|son|job|slot|room|delivery|invoice|letter"
        r"|reading|anniversary|birthday|order|quote|draft|street|avenue))",
        number_day,
    ),
    rule(
        r"(?:by|on|from|until|till|til|before)\s+the\s+(?P<d>"
        + "|".join(ORDINALS)
        + r")(?=\s*(?:[.,;!)]|$|of the month|of this month))",
        _word_day,
    ),
    rule(
        r"(?:the\s+)?(?P<o>" + "|".join(ORDINALS) + r")\s+of\s+<<mon>>",
        lambda m, c: _RECKONER.day_in_words(ORDINALS.index(m["o"]) + 1, m, c),
        **_N,
    ),
    rule("today|2day|tday|todya", days_ahead(0)),
    rule(
        "tomorrow|tomorow|tommorow|tommorrow|tomorrrow|tmrw|tmr|tmrrw|tomrw|tmoro|tmro|2morrow|tmw|tomo|tomoz|tomos|tomora|2moro|2mrw|2moz",
        days_ahead(1),
    ),
    rule("(?:on|in|with)\\s+tomorrow's", days_ahead(1)),
    rule("(?:the\\s+)?day after tomorrow|overmorrow", days_ahead(2)),
    rule(
        r"yesterday|yday|ystrdy|last (?:night|nite|time|year|spring|summer|autumn|fall|winter)|(?:<<n>>\s*)?"
        r"(?:minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|yrs?)\s+(?:ago|back"
        r"|earlier)|this morning's|earlier today",
        told(beside=True),
        **_N,
    ),
    rule(r"(?:(?P<mod>this coming|this|next|nxt|last)\s+)?<<wd>>(?P<week>\s+week(?!\w))?", _weekday, **_N),
    rule(
        r"(?:a\s+)?week\s+(?:on\s+|from\s+)?(?P<mod>)<<wd>>(?P<week>)",
        lambda m, c: (
            {"day": c.weekday(_RECKONER.weekday_of(m)) + timedelta(7), "weekday": _RECKONER.weekday_of(m)}
            if m[0].startswith("a") or "from" in m[0]
            else None
        ),
        **_N,
    ),
    rule(
        rf"{_WD2}\s*(?:-|—|/|or|to|through|thru)\s*<<wd>>",
        _RECKONER.last_weekday,
        **_N,
    ),
    rule(
        r"(?:with)?in(?:side)?\s+(?:the\s+next\s+)?(?:<<n>>\s+|<<n>>)?(?P<work>(?:working|wkg|wrkg|business"
        r"|work|wk|biz|bus\.?)\s+)?<<unit>>(?:'s?)?(?:\s+time)?".replace("|<<n>>)?", ")?"),
        only_with(_ahead, "n"),
        **_N,
    ),
    rule(r"(?:with)?in\s+(?P<n>\d{1,3})(?P<n2>)(?P<work>)(?P<unit>d|w|m|y)", _ahead),
    rule(
        r"in\s+(?P<n>five|ten|fifteen|twenty|thirty|5|10|15|20|30)(?P<n2>)(?P<unit>)(?=\s*(?:[.,;!)]|$))",
        _RECKONER.hours_ahead,
    ),
    rule(r"(?:within|in|over)\s+the\s+next\s+(?P<n>)(?P<n2>)(?P<work>)<<unit>>", _ahead, **_N),
    rule(
        r"before\s+the\s+(?P<unit>week|month|year)(?:'s| is)\s+(?:out|over|up)",
        lambda m, c: (
            {"day": c.end_of_week() if m["unit"] == "week" else c.end_of_month()}
            if m["unit"] != "year"
            else None
        ),
    ),
    rule(r"(?:the\s+)?long\s+weekend", told(beside=True)),
    rule(
        r"(?:the\s+)?(?:week|wk)\s+(?:of|commencing|beginning)\s+(?:the\s+)?<<mon>>\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?",
        _week_of,
        **_N,
    ),
    rule(
        r"(?:the\s+)?(?:week|wk)\s+(?:of|commencing|beginning)\s+(?:the\s+)?(?P<d>\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?<<mon>>",
        _week_of,
        **_N,
    ),
    rule(r"within\s+the\s+(?P<n>)(?P<n2>)(?P<work>)<<unit>>", _ahead, **_N),
    rule(
        r"<<n>>\s+(?P<work>(?:working|wkg|business|work)\s+)?<<unit>>(?:'s?)?\s+(?:from\s+(?:now"
        r"|today)|time)",
        _ahead,
        **_N,
    ),
    rule(
        r"(?:(?:with)?in(?:side)?\s+)?<<n>>\s+(?:working\s+|business\s+)?<<unit>>\s+(?:of|after|following|from(?!\s+(?:now|today)))",
        told(beside=True),
        **_N,
    ),
    rule(
        r"(?:the\s+)?(?:first|second|third|last|1st|2nd|3rd)\s+<<wd>>\s+(?:of|in)\s+(?:the|each|every)\s+month",
        told(beside=True),
        **_N,
    ),
    rule(rf"{_WD2}s?(?:\s*[,/]\s*{_WD2}s?)+\s*(?:,|/|and|&|\+)\s*{_WD2}s?", told(beside=True)),
    rule(r"<<n>>\s+(?P<work>(?:working|wkg|business)\s+)<<unit>>", _ahead, **_N),
    rule(
        r"(?:with)?in\s+(?:the\s+next\s+|about\s+|around\s+|roughly\s+)?<<n>>\s*(?P<unit>hours?|hrs?|h|minutes?|mins?)"
        r"(?:'s?)?(?:\s+time)?",
        _RECKONER.hours_ahead,
        **_N,
    ),
    rule(
        r"<<n>>\s*(?P<unit>hours?|hrs?|minutes?|mins?)\s+(?:max|tops|at most|maximum)",
        _RECKONER.hours_ahead,
        **_N,
    ),
    rule(r"<<n>>\s*(?P<unit>hours?|hrs?|h|minutes?|mins?)\s+from\s+now", _RECKONER.hours_ahead, **_N),
    rule(
        r"(?:with)?in\s+(?:half an hour|half hour|the next half hour|a half hour)",
        hours_ahead(0.5),
    ),
    rule(r"(?:with)?in\s+(?:an hour and a half)", hours_ahead(1.5)),
    rule(r"(?:with)?in\s+(?:a\s+)?quarter of an hour", hours_ahead(0.25)),
    rule(r"(?:with)?in\s+the\s+(?:next\s+)?hour", hours_ahead(1)),
    rule(
        r"(?:in\s+)?half a year", lambda m, c: {"day": c.ahead(6, "month")} if m[0].startswith("in") else None
    ),
    rule(
        r"(?:by\s+|before\s+|until\s+)?(?:the\s+)?(?:eod|cob|cop|close of business"
        r"|close of play|end of play|end of (?:the\s+)?(?:business\s+|working\s+|work\s+)?day"
        r"|end of (?:the\s+)?shift|eob|end of business|day'?s end)",
        told(part="end"),
    ),
    rule(r"(?:by|before|until|at)\s+(?:close|closing time|closing)", told(part="end")),
    rule(r"(?:by\s+)?eow", lambda m, c: {"day": c.end_of_week()}),
    rule(
        r"(?:by\s+)?(?:eom|months? end|(?:the\s+)?month(?:'?s)?[\s-]end)",
        lambda m, c: {"day": c.end_of_month()},
    ),
    rule(
        r"(?:<<n>>\s*)?(?:days?|weeks?|hours?|hrs?|months?)\s+(?:before|prior|beforehand"
        r"|in advance|out(?!\s+of))(?:\s+to)?|the day before",
        told(beside=True),
        **_N,
    ),
    rule(_WHERE + _PERIOD + r"(?:week|wk)", only_with(_RECKONER.week, "where", "mod")),
    rule(r"(?:with)?in an? (?:day|couple of days) or two", days_ahead(2)),
    rule(r"(?:with)?in a week or two", days_ahead(14)),
    rule(r"(?:the\s+)?last day of (?:the|this) month", lambda m, c: {"day": c.end_of_month()}),
    rule(r"(?:the\s+)?week after next", lambda m, c: {"day": c.end_of_week(2), "week": 2}),
    rule(r"(?:the\s+)?month after next", lambda m, c: {"day": c.end_of_month(2)}),
    rule(_WHERE + _PERIOD + r"(?:month)", only_with(_RECKONER.month, "where", "mod")),
    rule(_WHERE + r"<<mon>>", only_with(_RECKONER.named_month, "where"), **_N),
    rule(r"(?<=in )<<mon>>", _RECKONER.named_month, **_N),
    rule(
        r"(?:(?P<mod>this|next|last)\s+)?(?:the\s+)?(?:weekend|wknd|wkend|w/end|w/e(?!\s*\d))",
        lambda m, c: (
            {"beside": True} if m["mod"] == "last" else {"day": c.weekend(1 if m["mod"] == "next" else 0)}
        ),
    ),
    rule(r"before\s+(?:the\s+)?(?:this\s+)?(?:weekend|wknd|wkend|w/end|w/e(?!\s*\d))", weekday_in(0, FRI)),
    rule(r"after\s+(?:the\s+)?(?:this\s+)?(?:weekend|wknd|wkend|w/end|w/e(?!\s*\d))", weekday_in(1, MON)),
    rule(
        r"(?:the\s+)?(?:end of|year)[\s-]*(?:the\s+|this\s+)?(?:year|end)|eoy",
        end_of_year,
    ),
    rule(
        r"(?:the\s+)?end of (?:the\s+|this\s+)?quarter|quarter[\s-]end|eoq",
        end_of_quarter,
    ),
    rule(
        r"(?:before|by|b4|bfr)\s+(?:the\s+)?new (?:year|yr)(?:'?s)?(?:\s+(?:eve|day))?",
        coming(12, 31),
    ),
    rule(r"after\s+(?:the\s+)?new (?:year|yr)(?:'?s)?(?:\s+day)?", coming(1, 2)),
    rule(
        r"(?:before|by|b4|bfr)\s+(?:christmas|xmas|the holidays)",
        coming(12, 24),
    ),
    rule(r"(?:by|before|for|on)\s+hall?owe'?en", coming(10, 31)),
    rule(r"(?:by|before|for|on)\s+valentine'?s(?:\s+day)?", coming(2, 14)),
    rule(r"(?:by|before|on)\s+(?:memorial|labor)\s+day", _us_monday),
    rule(r"after\s+(?:christmas|xmas)", coming(12, 27)),
    rule(r"(?:on\s+)?(?:new year'?s eve|nye)", coming(12, 31)),
    rule(r"(?:on\s+)?(?:christmas|xmas) eve", coming(12, 24)),
    rule(r"(?:on\s+)?boxing day", coming(12, 26)),
    rule(r"(?:before|by)\s+easter", lambda m, c: {"day": c.easter() - timedelta(1)}),
    rule(r"after\s+easter", lambda m, c: {"day": first_working(c.easter() + timedelta(2))}),
]

_BEFORE: list[Link] = [
    (re.compile(r"(?<!\w)(?:every|each|most)\s+$"), {"beside": True}),
    (re.compile(r"(?<!\w)(?:not|no)\s+(?:(?:before|earlier than)\s+)?$"), {}),
    (re.compile(r"(?<!\w)(?:before|ahead of|prior to|bfr|b4)\s+(?:the\s+)?$"), {"shift": -1}),
    (re.compile(r"(?<!\w)(?:no|not)\s+later\s+than\s+(?:on\s+)?$"), {}),
    (re.compile(r"(?<!\w)after\s+$"), {"shift": 1}),
    (re.compile(r"(?<!\w)(?:of|since|re|about|regarding|dated|instead of)\s+(?:the\s+)?$"), {"beside": True}),
    (
        re.compile(
            r"(?<!\w)(?:due\s+)?(?:by|on|until|till|til|at|for|from|in|over|around|come|during"
            r"|during the|at the|in the|by the|on the|towards|toward|before the|@)\s+$"
        ),
        {},
    ),
]
_AFTER: list[Link] = [
    (re.compile(r"\s+(?:of|dated)\s+\d"), {"beside": True}),
    (re.compile(_OF_WHAT), {"beside": True}),
    (re.compile(r"'s(?=\s+\d{1,2}(?:[:.]\d\d)?\s*(?:am|pm)?\s+to\s)"), {"beside": True}),
    (re.compile(r"\s+(?:ago|last week)(?!\w)"), {"beside": True}),
    (re.compile(r"'s\s+(?!fine|ok|good|out|best|better|the|when|her|his|their|our|no)\w"), {"beside": True}),
]


def _numeric(day_first: bool) -> Any:
    pattern = r"(?P<a>\d{1,2})[./](?P<b>\d{1,2})(?:[./](?P<y>20\d\d|\d\d))?<<things>>(?![.]\d)"
    return rule(pattern, partial(numeric_date, day_first=day_first, american=True), things=THINGS)


GRAMMAR = Grammar([*_RULES, *HOUR_RULES, _numeric(True)], _BEFORE, _AFTER)
MONTH_FIRST = Grammar([*_RULES, *HOUR_RULES, _numeric(False)], _BEFORE, _AFTER)
