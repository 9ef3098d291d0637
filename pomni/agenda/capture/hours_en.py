"""Hours as they are typed in English: 17:00, a bare five, half past, a window. The text is folded."""

import re

from pomni.agenda.capture.days import Calendar
from pomni.agenda.capture.reckonings import clock, rule, told
from pomni.agenda.capture.whens import Facts, Match, Rule

_HOURS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
HOUR = r"(?P<h>\d{1,2}|" + "|".join(_HOURS) + ")"
HALF = r"(?:\s*(?P<half>a\.?m\.?|p\.?m\.?))"
PART = r"(?:\s+in the (?P<part>morning|afternoon|evening)|\s+(?P<at>at night))?"
THINGS = (
    r"(?!\d|[.,:/]\d|\s*[-—]\s*\d{3}|\s*(?:%|percent|k\b|usd|eur|gbp|pounds|dollars|euros"
    r"|quid|bucks|\d{3}|years?|yrs?|times|days?|weeks?|months?|mins?\b|minutes?|hours?"
    r"|hrs?|pcs|people|pax"
    r"|teeth|tooth|instalments?|installments?|payments|visits|sessions|units|items|copies"
    r"|steps|stages|seats|guests|kids|children|crowns|implants|veneers"
    r"|mm|cm|km|ml|kg|g\b|m\b|l\b|sqm|treatments|appointments|calls|options|quotes"
    r"|samples|crates|boxes|points|metres|meters|litres|pieces|of\b|other\b|more\b|different\b|\w+\s+(?:st|street|rd|road|lane|ave|avenue|drive|close)\b))"
)


def _hour_of(said: str) -> int:
    return int(said) if said.isdigit() else _HOURS.index(said) + 1


def _with_part(facts: Facts, match: Match) -> Facts:
    told = match.groupdict()
    part = told.get("part") or ("evening" if told.get("at") else "")
    return facts | {"part": part} if facts and part else facts


def _clock(match: Match, calendar: Calendar) -> Facts:
    told = match.groupdict()
    half = (told.get("half") or "").replace(".", "")
    return _with_part(clock(_hour_of(match["h"]), told.get("m"), half), match)


def _bare(match: Match, calendar: Calendar) -> Facts:
    return _clock(match, calendar) if 1 <= _hour_of(match["h"]) <= 24 else None


def _past_to(match: Match, calendar: Calendar) -> Facts:
    hour, told = _hour_of(match["h"]), match.groupdict()
    minutes = {"quarter": 15, "half": 30, "twenty": 20, "ten": 10, "five": 5, "20": 20, "10": 10, "5": 5}[
        match["less"]
    ]
    half = (told.get("half") or "").replace(".", "")
    if match["way"] in ("to", "before"):
        return _with_part(clock(hour - 1 if hour > 1 else 12, 60 - minutes, half), match)
    return _with_part(clock(hour, minutes, half), match)


_AT = (
    r"(?:at|towards|by|after|before|around|about|approx|from|till|until|til|@|circa|for"
    r"|not later than|no later than)"
)


def _window(match: Match, calendar: Calendar) -> Facts:
    """2-4pm: the half of the day said of the end counts for the beginning too, unless that would turn it round."""
    end = match[0][match.end("h") - match.start() :]
    hour = _hour_of(match["h"])
    own = re.match(r"(?::\d\d)?\s*([ap])\.?m", end)
    half = (own[1] + "m") if own else match["half"].replace(".", "")
    last = [_hour_of(w) for w in re.findall(r"(?<!:)\b(?:\d{1,2}(?!\d)|" + "|".join(_HOURS) + ")", end)]
    if not own and last and hour > last[-1] and half == "pm" and hour != 12:
        half = "am"
    return clock(hour, match["m"], half)


def _tonight(match: Match, calendar: Calendar) -> Facts:
    """9 sharp; 7 tonight."""
    facts = _bare(match, calendar)
    tonight = match[0].endswith("tonight")
    return facts | {"day": calendar.today, "part": "evening"} if facts and tonight else facts


def _weak(match: Match, calendar: Calendar) -> Facts:
    facts = _bare(match, calendar)
    return facts | {"weak": True} if facts else None


_NAMES = {"things": THINGS, "half": HALF, "part": PART, "h": HOUR}

RULES: list[Rule] = [
    # --- Parts of the day
    rule(
        r"tonight|tonite|2nite|2night|this (?:evening|eve)|this (?:afternoon|aft|arvo)|later today|later on today"
        r"|this morn"
        r"|this morning",
        lambda m, c: {
            "day": c.today,
            "part": "morning"
            if "morn" in m[0]
            else "afternoon"
            if re.search("noon|aft|arvo", m[0])
            else ""
            if "later" in m[0]
            else "evening",
        },
    ),
    rule(
        r"(?:(?:first|1st) thing\s+)?(?:in\s+the\s+)?(?:morning|morn|am)|(?:first|1st) thing|before lunch"
        r"|before noon|b4 (?:lunch|noon)",
        told(part="morning"),
    ),
    rule(r"(?:at|over|around|by)?\s*lunch(?:time)?|at lunch", told(part="noon")),
    rule(
        r"(?:late\s+|early\s+)?(?:in\s+the\s+)?(?:afternoon|aft(?!er))|after lunch|pm", told(part="afternoon")
    ),
    rule(r"(?:by|at|before)\s+tea\s?time", told(part="evening")),
    rule(r"(?:in\s+the\s+)?(?:evening|eve|nite)|after work|after hours", told(part="evening")),
    rule(_AT + r"?\s*(?:noon|midday|mid-day|mid day)", told(clock=(12, 0), exact=True)),
    rule(_AT + r"?\s*midnight", told(clock=(24, 0), exact=True)),
    # --- Hours
    rule(r"(?P<h>\d{1,2})\s?[-—]\s?\d{1,2}<<things>>", lambda m, c: _weak(m, c), **_NAMES),
    rule(
        rf"(?<!half )(?<!past )(?<!to )(?:{_AT}\s+)?(?P<h>\d{{1,2}})\s+(?:sharp|on the dot|prompt|tonight)",
        _tonight,
        **_NAMES,
    ),
    rule(
        r"(?:(?<=mon )|(?<=tue )|(?<=wed )|(?<=thu )|(?<=fri )|(?<=sat )|(?<=sun )|(?<=day )|(?<=tues )"
        r"|(?<=thurs )|(?<=weds )|(?<=tomorrow )|(?<=tmrw ))(?P<h>\d{1,2})(?=\s*(?:[.,;!)@-]|$))",
        lambda m, c: _weak(m, c),
    ),
    rule(
        r"(?P<h>[7-9]|1\d)[.](?P<m>00|15|30|45)(?=\s*(?:[,;!)]|$|and\b))",
        lambda m, c: _clock(m, c) if int(m["m"]) > 12 or m["m"] == "00" else None,
    ),
    rule(r"(?P<h>\d{1,2})\s+(?:to|till|until)\s+\d{1,2}<<things>>", lambda m, c: _weak(m, c), **_NAMES),
    rule(r"(?P<h>\d{1,2})[.](?P<m>[0-5]\d)<<things>>", lambda m, c: _weak(m, c), **_NAMES),
    rule(
        rf"(?:{_AT}\s+)?<<h>>\s+(?:in the (?P<part>morning|afternoon|evening)|(?P<at>at night))",
        _bare,
        **_NAMES,
    ),
    rule(
        rf"(?:{_AT}\s+)?(?P<h>\d{{1,2}})[:.](?P<m>[0-5]\d)<<half>>?<<part>>(?:\s*(?:-|—"
        rf"|to)\s*\d{{1,2}}(?:[:.]\d\d)?)?<<things>>",
        lambda m, c: _clock(m, c) if ":" in m[0] or m["half"] else None,
        **_NAMES,
    ),
    rule(
        rf"{_AT}\s+(?P<h>\d{{1,2}})[.](?P<m>[0-5]\d)<<part>><<things>>",
        lambda m, c: (
            _clock(m, c)
            if m[0].startswith(("at", "around", "about")) or int(m["m"]) > 12 or m["m"] == "00"
            else None
        ),
        **_NAMES,
    ),
    rule(
        rf"(?:{_AT}\s+|between\s+)?<<h>>(?::(?P<m>[0-5]\d))?\s*(?:a\.?m\.?|p\.?m\.?)?\s*(?:-|—"
        rf"|to|and|or)\s*(?:\d{{1,2}}|" + "|".join(_HOURS) + r")(?::[0-5]\d)?<<half>>",
        lambda m, c: _window(m, c),
        **_NAMES,
    ),
    rule(
        r"(?:between|from)\s+<<h>>(?::(?P<m>[0-5]\d))?<<half>>?\s*(?:-|—|to|and|till"
        r"|until)\s*(?:\d{1,2}|" + "|".join(_HOURS) + r")(?::[0-5]\d)?<<things>>",
        _bare,
        **_NAMES,
    ),
    rule(rf"(?:{_AT}\s+)?<<h>><<half>>", _clock, **_NAMES),
    rule(rf"(?:{_AT}\s+)?(?P<h>\d{{1,2}})(?::(?P<m>[0-5]\d))?(?P<half>[ap])", _clock, **_NAMES),
    rule(rf"(?:{_AT}\s+)?<<h>>\s*(?:o'?\s?clock|ish|-ish)<<half>>?<<part>>", _bare, **_NAMES),
    rule(
        r"(?:at|by|after|before|around|about|approx|till|until|til|@)\s*(?:about\s+|around"
        r"\s+)?<<h>>(?!\.\d|(?:st|nd|rd|th)|\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))<<part>><<things>>",
        _bare,
        **_NAMES,
    ),
    rule(r"from\s+<<h>>(?=\s*(?:[.,;!)]|$|on(?:wards)?\b))<<part>><<things>>", _bare, **_NAMES),
    rule(
        rf"(?:{_AT}\s+)?(?:a\s+)?(?P<less>quarter|half|twenty|ten|five|20|10|5)\s+(?P<way>past"
        rf"|to|after|before)\s+<<h>><<half>>?<<part>>",
        _past_to,
        **_NAMES,
    ),
    rule(
        rf"(?:{_AT}\s+)?(?P<less>half)(?P<way>)\s+(?P<h>"
        + "|".join(_HOURS)
        + r"|1[0-2]|[1-9])(?!\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))<<half>>?<<part>><<things>>",
        _past_to,
        **_NAMES,
    ),
]
