"""Days and hours as they are typed in Russian. The text is folded: small letters, е for ё."""

import re
from datetime import timedelta
from typing import Any

from pomni.agenda.capture.counts import RUSSIAN
from pomni.agenda.capture.days import FRI, MON, Calendar, first_working
from pomni.agenda.capture.hours_ru import PART_OF_HOUR, THINGS
from pomni.agenda.capture.hours_ru import RULES as HOUR_RULES
from pomni.agenda.capture.whens import ISO, Grammar, Link, dated, days_ahead, numeric_date, rule, told

Facts = dict[str, Any] | None
Match = re.Match[str]
WEEKDAY = (
    r"(?P<wd>понедельник(?:а|у|е|ом)?|понед|пнд|пон|пн|вторник(?:а|у|е|ом)?|втор|вт|сред(?:а"
    r"|у|ы|е|ой)|ср|четверг(?:а|у|е|ом)?"
    r"|четв|чтв|чет|чт|пятниц(?:а|у|ы|е|ей)|пятн|птн|пт|суббот(?:а|у|ы|е|ой)|суб|сб"
    r"|воскресень(?:е|я|ю|ем)|воскр|вск|вс)"
)
_DAYS = dict(
    zip(
        ("по", "пн", "вт", "ср", "че", "чт", "пя", "пт", "су", "сб", "во", "вс"),
        (0, 0, 1, 2, 3, 3, 4, 4, 5, 5, 6, 6),
        strict=True,
    )
)
MONTH = (
    r"(?P<mon>янв(?:ар[ьяею])?|февр?(?:ал[ьяею])?|мар(?:т[ауе]?)?|апр(?:ел[ьяею])?"
    r"|ма[йяею]|июн[ьяею]?|июл[ьяею]?"
    r"|авг(?:уст[ауе]?)?|сент?(?:ябр[ьяею])?|окт(?:ябр[ьяею])?|нояб?(?:р[ьяею])?|дек"
    r"(?:абр[ьяею])?)\.?"
)
_MONTHS = ["янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"]
COUNT = (
    r"(?P<n>\d{1,3}(?:[.,]5)?|"
    + "|".join(RUSSIAN)
    + r")(?:-?х|-?ух)?(?:\s*[-—]\s*(?P<n2>\d{1,3}|"
    + "|".join(RUSSIAN)
    + "))?"
)
_UNITS = {
    "д": "day",
    "сут": "day",
    "ден": "day",
    "нед": "week",
    "мес": "month",
    "год": "year",
    "лет": "year",
    "г": "year",
}
UNIT = (
    r"(?P<unit>дн(?:я|ей|ь|и)?|день|денек|деньк\w+|сут(?:ки|ок)?|недел(?:ю|и|ь|ьку|ьки)"
    r"|нед|месяц(?:а|ев)?|мес|год(?:а)?|лет)"
)
_ONES = [
    "перв",
    "втор",
    "треть",
    "четверт",
    "пят",
    "шест",
    "седьм",
    "восьм",
    "девят",
    "десят",
    "одиннадцат",
    "двенадцат",
    "тринадцат",
    "четырнадцат",
    "пятнадцат",
    "шестнадцат",
    "семнадцат",
    "восемнадцат",
    "девятнадцат",
    "двадцат",
]
ORDINAL = (
    r"(?:(?P<tens>двадцать|тридцать)\s+)?(?P<ord>"
    + "|".join(sorted(_ONES, key=len, reverse=True))
    + r"|тридцат)(?:ого|его|ому|ему|ое)"
)


def number(said: str) -> float:
    """A count in figures or words."""
    return float(said.replace(",", ".")) if said[0].isdigit() else RUSSIAN[said]


def month_of(said: str) -> int:
    """The number of a month by its first letters."""
    return next(n for n, stem in enumerate(_MONTHS, 1) if said.startswith(stem))


def _weekday(match: Match, calendar: Calendar) -> Facts:
    day, mod = _DAYS[match["wd"][:2]], match["mod"] or ""
    if mod.startswith(("прошл", "минувш", "прош")):
        return {"weekday": day, "beside": True}
    if mod.startswith(("эт", "текущ")):
        return {"day": calendar.of_week(0, day), "weekday": day}
    if mod.startswith("след"):
        return {"day": calendar.of_week(1, day), "weekday": day}
    return {"day": calendar.weekday(day), "weekday": day, "bare": True}


def _days_range(match: Match, calendar: Calendar) -> Facts:
    day = calendar.weekday(_DAYS[match["wd"][:2]])
    return {"day": day, "weekday": day.weekday()}


def _day_month(match: Match, calendar: Calendar) -> Facts:
    year = int(match["y"]) if match["y"] else None
    return dated(calendar.day_and_month(int(match["d"]), month_of(match["mon"]), year), calendar)


def _ordinal(match: Match) -> int:
    said = match["ord"]
    ones = 30 if said == "тридцат" else _ONES.index(said) + 1
    return ones + {"двадцать": 20, "тридцать": 30}.get(match["tens"] or "", 0)


def _ordinal_day(match: Match, calendar: Calendar) -> Facts:
    if match["mon"]:
        return dated(calendar.day_and_month(_ordinal(match), month_of(match["mon"])), calendar)
    return dated(calendar.day_of_month(_ordinal(match)), calendar)


def _bare_ordinal(match: Match, calendar: Calendar) -> Facts:
    """ "Brings the wheels on the fourth after six": no preposition before it, so it is not "after the second"."""
    led = re.search(
        r"(?<!\w)(?:у|для|от|без|из|с|после|около|про|за|вместо|кроме|до|пол)\s+$",
        match.string[: match.start()],
    )
    return None if led or not match.start() else _ordinal_day(match, calendar)


def _number_day(match: Match, calendar: Calendar) -> Facts:
    return dated(calendar.day_of_month(int(match["d"])), calendar)


def _ahead(match: Match, calendar: Calendar) -> Facts:
    unit = next(name for stem, name in _UNITS.items() if match["unit"].startswith(stem))
    if not match["n"] and match["unit"].startswith("дн") and not match[0].startswith("через"):
        return None
    count = number(match["n2"] or match["n"] or "1")
    if match["work"]:
        return {"day": calendar.working_days(int(count))} if unit == "day" else None
    if unit in ("month", "week") and count == 1.5:
        return {"day": calendar.ahead(45 if unit == "month" else 11, "day")}
    facts = {"day": calendar.ahead(count, unit)}
    return facts | {"week": int(count)} if unit == "week" else facts


def _within(match: Match, calendar: Calendar) -> Facts:
    """ "За 3 дня" is a term only where something is to be done within it."""
    return _ahead(match, calendar) if _TERM.search(match.string[: match.start()]) else None


def _hours_ahead(match: Match, calendar: Calendar) -> Facts:
    count = number(match["n2"] or match["n"] or "1")
    hours = count if match["unit"].startswith("ч") else count / 60
    return {"instant": calendar.elapsed(hours)}


def _pay_day(match: Match, calendar: Calendar) -> Facts:
    return dated(calendar.day_of_month(int(match["d"])), calendar) if int(match["d"]) > 24 else None


def _month_end(match: Match, calendar: Calendar) -> Facts:
    months = calendar.month(month_of(match["mon"]))
    where = match.groupdict().get("where") or ""
    if where.startswith("нач"):
        return dated(calendar.day_and_month(1, month_of(match["mon"])), calendar)
    if where.startswith("сер"):
        return dated(calendar.day_and_month(15, month_of(match["mon"])), calendar)
    return dated(calendar.end_of_month(months), calendar)


def _week(match: Match, calendar: Calendar) -> Facts:
    where, mod = match["where"] or "", match["mod"] or ""
    if mod.startswith(("прош", "минувш")):
        return {"beside": True}
    week = 1 if mod.startswith(("след", "буд")) else 0
    if where.startswith("нач"):
        return {"day": calendar.of_week(week, MON), "week": week}
    if where.startswith("сер"):
        return {"day": calendar.of_week(week, 2), "week": week}
    return {"day": calendar.end_of_week(week), "week": week}


def _month_period(match: Match, calendar: Calendar) -> Facts:
    where, mod = match["where"] or "", match["mod"] or ""
    if mod.startswith(("прош", "минувш")):
        return {"beside": True}
    months = 1 if mod.startswith(("след", "буд")) else 0
    if where.startswith("нач"):
        return {
            "day": calendar.end_of_month(months or 0).replace(day=1)
            if months
            else calendar.end_of_month(1).replace(day=1)
        }
    if where.startswith("сер"):
        return dated(calendar.day_of_month(15, months) if months else calendar.day_of_month(15), calendar)
    return {"day": calendar.end_of_month(months)}


_TERM = re.compile(
    r"(?<!\w)(?:гарант|обещ|обяз|успе|сдела|управ|законч|почин|отремонт|верн|возвр|доста|изгот|устран|привез|уложим|найти|найд|подобр|подбер|собр|собер|подготов|напис|нарис|сверст|провест|выполн|закры|оформ|уложи|перев[ео]|разработ|состав|сшить|сошь|поставить|выпуст)"
)


def _names(**more: str) -> dict[str, str]:
    return {
        "wd": WEEKDAY,
        "mon": MONTH,
        "n": COUNT,
        "unit": UNIT,
        "things": THINGS,
        "poh": PART_OF_HOUR,
        "ord": ORDINAL,
    } | more


_MOD = (
    r"(?:(?P<mod>прошл\w+|прош\.?|минувш\w+|эт(?:от|у|ой|ого|ом|о)|текущ\w+|ближайш\w+"
    r"|следующ\w+|следущ\w+|след\.?|будущ\w+)\s*)?"
)
_WHERE = r"(?:(?P<where>кон(?:ец|ца|цу|це)|начал[аеоу]|середин[аеуы])\s+)?"
_YEAR = r"(?:\s*(?P<y>20\d\d)(?:\s*г(?:ода|\.)?)?)?"
_WD2 = re.sub(r"\?P<wd>", "?:", WEEKDAY)


_RULES = [
    ISO,
    rule(r"черн(?:ая|ую|ой)\s+пятниц\w+|black\s+friday", told(beside=True)),
    rule(
        r"(?P<a>\d{1,2})[./](?P<b>\d{1,2})(?:[./](?P<y>20\d\d|\d\d))?(?:\s*г(?:ода"
        r"|\.)?(?!\w))?<<things>>(?![.]\d)",
        numeric_date,
        things=THINGS,
    ),
    rule(
        r"(?:\d{1,2}(?:-?го|-?ого)?\s*(?:[-—]|и|или|по|до)\s*)?(?P<d>\d{1,2})(?:-?(?:го|е|ое"
        r"|ому|му|ого))?\s*<<mon>>" + _YEAR,
        _day_month,
        **_names(),
    ),
    rule(r"(?P<d>\d{1,2})(?:\s?-?(?:го|му|е|ого|ому|ое|м)(?:\s+числ\w+)?|\s+числ[ауео]\w*)", _number_day),
    rule(r"<<ord>>(?:\s+<<mon>>|(?P<ch>\s+числ\w+))", _ordinal_day, **_names()),
    rule(r"(?<=до )<<ord>>(?P<mon>)(?=\s*(?:[.,;!)]|$))", _ordinal_day, **_names()),
    rule(r"(?<=к )<<ord>>(?P<mon>)(?=\s*(?:[.,;!)]|$))", _ordinal_day, **_names()),
    rule(
        r"(?P<tens>)(?P<ord>" + "|".join(_ONES) + r")(?:ого|его)(?P<mon>)"
        r"(?=\s*(?:$|[,;!)]|после |до |в \d|к |утром|днем|вечером|около ))",
        _bare_ordinal,
    ),
    rule(r"(?<=до )(?P<d>\d{2})(?=\s*(?:[.,;!)]|$))", _pay_day),
    rule("сегодня|седня|сегодн", days_ahead(0)),
    rule("завтра|завтро|завтр", days_ahead(1)),
    rule("послезавтра|после завтра", days_ahead(2)),
    rule(
        r"вчера|позавчера|вчерашн\w+|сегодняшн\w+|(?:час|день|недел[юи]|месяц|дн(?:я|ей)"
        r"|месяц\w+|лет|год\w*|час\w+)\s+(?:тому\s+)?назад|прошл(?:ый|ой|ого|ом|ая|ую)\s+"
        r"(?:раз|год[ау]?|месяц[ае]?|весн\w+|осен\w+|зим\w+|лет\w+)",
        told(beside=True),
    ),
    rule(_MOD + "<<wd>>", _weekday, **_names()),
    rule(rf"{_WD2}\s*(?:[-—]|или|либо|по|до)\s*<<wd>>", _days_range, **_names()),
    rule(
        r"(?:через|чз|ч/з|в теч(?:ени[еи]|\.)?|в ближайш(?:ие|ий|ую))\s+(?:<<n>>\s*)?(?P<work>раб(?:оч\w+)?\.?\s*)?<<unit>>",
        _ahead,
        **_names(),
    ),
    rule(
        r"(?:через|чз|ч/з|в теч(?:ени[еи]|\.)?|в ближайш(?:ие|ий|ую))\s+(?:<<n>>\s*)?(?P<work>р\.?\s?д)\.?(?P<unit>)",
        lambda m, c: {"day": c.working_days(int(number(m["n2"] or m["n"] or "1")))},
        **_names(),
    ),
    rule(r"за\s+(?:<<n>>\s+)?(?P<work>раб(?:оч\w+)?\.?\s*)?<<unit>>(?!\s+до(?!\w))", _within, **_names()),
    rule(r"<<n>>\s+(?P<work>раб(?:оч\w+)?\.?)\s*<<unit>>", _ahead, **_names()),
    rule(
        r"(?:через|чз|ч/з|в теч(?:ени[еи]|\.)?|в ближайш(?:ие|ий|ую))\s+(?:<<n>>\s*-?)?(?P<unit>час(?:а|ов|ик|ика)?|ч|минут(?:у|ы"
        r"|ок|ку)?|мин)",
        _hours_ahead,
        **_names(),
    ),
    rule(
        r"(?:через|чз|ч/з|в теч(?:ени[еи]|\.)?|в ближайш(?:ие|ий|ую))\s+(?:пол\s?-?часа|получаса|полчасика)",
        lambda m, c: {"instant": c.elapsed(0.5)},
    ),
    rule(
        r"(?:через|чз|ч/з|в теч(?:ени[еи]|\.)?|в ближайш(?:ие|ий|ую))\s+полгода",
        lambda m, c: {"day": c.ahead(6, "month")},
    ),
    rule(r"через день", lambda m, c: {"day": c.ahead(2, "day")}),
    rule(
        r"(?:в теч(?:ение|ении|\.)? дня|до конца дня|к концу дня|в конце дня|до конца рабочего дня"
        r"|к концу рабочего дня|до закрытия|до ночи|к ночи|до отбоя)",
        told(part="end"),
    ),
    rule(
        r"(?:к|до) утр[уа]|к завтрашнему утру",
        lambda m, c: {"day": c.today + timedelta(1 if c.now.hour > 4 else 0), "part": "morning"},
    ),
    rule(r"до вечера|(?:ближе )?к вечеру|под вечер", told(part="evening")),
    rule(r"за\s+(?:<<n>>\s*)?(?:<<unit>>|час\w*|сутки)\s+до(?!\w)", told(beside=True), **_names()),
    rule(
        _WHERE + _MOD + r"(?:недел[еиюя]|нед)(?!\s+назад)",
        lambda m, c: _week(m, c) if m["where"] or m["mod"] else None,
    ),
    rule(r"(?<=на )неделе", lambda m, c: {"day": c.end_of_week(0), "week": 0}),
    rule(
        _WHERE + _MOD + r"(?:месяц[еау]|мес)",
        lambda m, c: _month_period(m, c) if m["where"] or m["mod"] else None,
    ),
    rule(_WHERE + r"<<mon>>", lambda m, c: _month_end(m, c) if m["where"] else None, **_names()),
    rule(
        r"(?<=[в] )<<mon>>",
        lambda m, c: _month_end(m, c) if m["mon"].rstrip(".")[-1] in "ея" or len(m["mon"]) < 5 else None,
        **_names(),
    ),
    rule(
        _MOD + r"выходн(?:ые|ых|ым|ыми)",
        lambda m, c: (
            {"beside": True}
            if (m["mod"] or "").startswith("прош")
            else {"day": c.weekend(1 if (m["mod"] or "").startswith("след") else 0)}
        ),
    ),
    rule(r"по\s+(?:выходным|будням)", told(beside=True)),
    rule(r"до выходных|перед выходными", lambda m, c: {"day": c.of_week(0, FRI)}),
    rule(r"после выходных", lambda m, c: {"day": c.of_week(1, MON)}),
    rule(
        r"(?:конца|концу|конце)\s+(?:этого\s+)?года", lambda m, c: {"day": c.today.replace(month=12, day=31)}
    ),
    rule(
        r"(?:конца|концу|конце)\s+(?:этого\s+)?квартала",
        lambda m, c: {"day": c.end_of_month((3 - c.today.month) % 3)},
    ),
    rule(
        r"(?:до|перед|к|под)\s+(?:нг|нов(?:ого|ым|ому|ый)\s+год\w*|новогодн\w+(?:\s+"
        r"(?:праздник\w*|каникул\w*|выходн\w*))?)",
        lambda m, c: {"day": c.coming(12, 31)},
    ),
    rule(r"после\s+(?:нг|нового\s+года)", lambda m, c: {"day": c.coming(1, 2)}),
    rule(
        r"после\s+(?:новогодних|январских|нг)(?:\s+(?:праздник\w*|каникул\w*|выходн\w*))?",
        lambda m, c: {"day": first_working(c.coming(1, 9))},
    ),
    rule(
        r"(?:до|перед|к)\s+майск(?:их|ими|им)(?:\s+(?:праздник\w*|выходн\w*|каникул\w*))?",
        lambda m, c: {"day": c.coming(4, 30)},
    ),
    rule(
        r"после\s+майских(?:\s+(?:праздник\w*|выходн\w*|каникул\w*))?",
        lambda m, c: {"day": first_working(c.coming(5, 10))},
    ),
    rule(r"(?:до|перед|к)\s+(?:пасх\w+)", lambda m, c: {"day": c.easter(orthodox=True) - timedelta(1)}),
    rule(r"после\s+пасхи", lambda m, c: {"day": c.easter(orthodox=True) + timedelta(2)}),
    rule(r"(?:до|перед|к|на)\s+(?:хэ|хе)ллоуин\w*", lambda m, c: {"day": c.coming(10, 31)}),
    rule(r"(?:до|перед|к)\s+рождеств\w+", lambda m, c: {"day": c.coming(1, 6)}),
]

_BEFORE: list[Link] = [
    (re.compile(r"(?<!\w)кажд\w+\s+$"), {"beside": True}),
    (re.compile(r"(?<!\w)не\s+(?:раньше|ранее)\s+(?:чем\s+)?(?:в\s+)?$"), {}),
    (re.compile(r"(?<!\w)(?:перед|раньше|ранее)\s+$"), {"shift": -1}),
    (re.compile(r"(?<!\w)(?:не\s+)?позже\s+$"), {}),
    (re.compile(r"(?<!\w)не позднее(?:\s+чем)?\s+(?:в\s+)?$"), {}),
    (re.compile(r"(?<!\w)после\s+$"), {"shift": 1}),
    (re.compile(r"(?<!\w)(?:от|насчет|про|вместо|за|о|об|по поводу|начиная с)\s+$"), {"beside": True}),
    (
        re.compile(
            r"(?<!\w)(?:уже\s+|прямо\s+|ближе\s+|часам\s+|где-то\s+|примерно\s+|ориентировочно"
            r"\s+)?(?:в|во|к|ко|до|на|по|с|со|около|числа|под)\s+$"
        ),
        {},
    ),
    (re.compile(r"(?<!\w)(?:ближе\s+к)\s+$"), {}),
]
_AFTER: list[Link] = [
    (re.compile(r"\s+от\s+\d"), {"beside": True}),
    (re.compile(r"\s+назад(?!\w)"), {"beside": True}),
]
GRAMMAR = Grammar([*_RULES, *HOUR_RULES], _BEFORE, _AFTER)
