"""Days and hours as they are typed in Russian. The text is folded: small letters, е for ё."""

import re
from datetime import timedelta

from pomni.agenda.capture.counts import RUSSIAN
from pomni.agenda.capture.days import FRI, MON, Calendar, first_working
from pomni.agenda.capture.hours_ru import PART_OF_HOUR, THINGS
from pomni.agenda.capture.hours_ru import RULES as HOUR_RULES
from pomni.agenda.capture.reckonings import (
    ISO,
    Reckoner,
    ahead_and_a_half,
    by_morning,
    coming,
    days_ahead,
    end_of_quarter,
    end_of_year,
    hours_ahead,
    months_ahead,
    number_day,
    numeric_date,
    only_with,
    pay_day,
    rule,
    told,
    weekday_in,
)
from pomni.agenda.capture.whens import Facts, Grammar, Link, Match

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


def _weekday(match: Match, calendar: Calendar) -> Facts:
    day, mod = _RECKONER.weekday_of(match), match["mod"] or ""
    if mod.startswith(("прошл", "минувш", "прош")):
        return {"weekday": day, "beside": True}
    if mod.startswith(("эт", "текущ")):
        return {"day": calendar.of_week(0, day), "weekday": day}
    if mod.startswith("след"):
        return {"day": calendar.of_week(1, day), "weekday": day}
    return {"day": calendar.weekday(day), "weekday": day, "bare": True}


def _ordinal_day(match: Match, calendar: Calendar) -> Facts:
    said = match["ord"]
    ones = 30 if said == "тридцат" else _ONES.index(said) + 1
    day = ones + {"двадцать": 20, "тридцать": 30}.get(match["tens"] or "", 0)
    return _RECKONER.day_in_words(day, match, calendar)


def _bare_ordinal(match: Match, calendar: Calendar) -> Facts:
    """ "Brings the wheels on the fourth after six": no preposition before it, so it is not "after the second"."""
    led = re.search(
        r"(?<!\w)(?:у|для|от|без|из|с|после|около|про|за|вместо|кроме|до|пол)\s+$",
        match.string[: match.start()],
    )
    return None if led or not match.start() else _ordinal_day(match, calendar)


def _ahead(match: Match, calendar: Calendar) -> Facts:
    unit = next(name for stem, name in _UNITS.items() if match["unit"].startswith(stem))
    if not match["n"] and match["unit"].startswith("дн") and not match[0].startswith("через"):
        return None
    if match["work"]:
        return _RECKONER.working_days(match, calendar) if unit == "day" else None
    return ahead_and_a_half(_RECKONER.count(match), unit, calendar)


def _within(match: Match, calendar: Calendar) -> Facts:
    """ "За 3 дня" is a term only where something is to be done within it."""
    before = match.string[: match.start()]
    led = _TERM.search(re.split(r"[.;!?,]", before)[-1]) or _VOWED.search(before)
    return _ahead(match, calendar) if led else None


def _pay_day(match: Match, calendar: Calendar) -> Facts:
    return number_day(match, calendar) if int(match["d"]) > 24 else None


def _period(match: Match) -> int | None:
    mod = match["mod"] or ""
    if mod.startswith(("прош", "минувш")):
        return None
    return 1 if mod.startswith(("след", "буд")) else 0


_RECKONER = Reckoner(
    counts=RUSSIAN,
    days=_DAYS,
    months=_MONTHS,
    start=("нач",),
    middle=("сер",),
    hours=("ч",),
    period=_period,
)


_VOWED = re.compile(r"(?<!\w)(?:гарант|обещ|пообещ|обяз)")
_TERM = re.compile(
    r"(?<!\w)(?:успе|сдела|управ|законч|почин|отремонт|верн|возвр|доста|изгот|устран|привез|уложим|выплат|оплат|перечисл|компенс|найти|найд|подобр|подбер|собр|собер|подготов|напис|нарис|сверст|провест|выполн|закры|оформ|уложи|перев[ео]|разработ|состав|сшить|сошь|поставить|выпуст)"
)


_N = {
    "wd": WEEKDAY,
    "mon": MONTH,
    "n": COUNT,
    "unit": UNIT,
    "things": THINGS,
    "poh": PART_OF_HOUR,
    "ord": ORDINAL,
}


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
        _RECKONER.day_month,
        **_N,
    ),
    rule(r"(?P<d>\d{1,2})(?:\s?-?(?:го|му|е|ого|ому|ое)(?:\s+числ\w+)?|\s+числ[ауео]\w*)", number_day),
    rule(r"<<ord>>(?:\s+<<mon>>|(?P<ch>\s+числ\w+))", _ordinal_day, **_N),
    rule(r"(?<=до )<<ord>>(?P<mon>)(?=\s*(?:[.,;!)]|$))", _ordinal_day, **_N),
    rule(r"(?<=к )<<ord>>(?P<mon>)(?=\s*(?:[.,;!)]|$))", _ordinal_day, **_N),
    rule(
        r"(?P<tens>)(?P<ord>" + "|".join(_ONES) + r")(?:ого|его)(?P<mon>)"
        r"(?=\s*(?:$|[.,;!)]|после |до |на |в \d|к |утром|днем|вечером|около ))",
        _bare_ordinal,
    ),
    rule(r"(?<=на )<<ord>>(?P<mon>)(?=\s*(?:$|[,;!)]|в \d|к \d|после \d))", _ordinal_day, **_N),
    rule(r"до (?P<d>5|10|15|20|25)(?=\s*(?:[,;!)]|$))", pay_day),
    rule(r"(?<=до )(?P<d>\d{2})(?=\s*(?:[.,;!)—]|-\s|$))", _pay_day),
    rule("сегодня|седня|сегодн|сгдн|сег", days_ahead(0)),
    rule(r"завтра|завтро|завтр|(?:к|на|до)\s+завтрашн\w+\s+д(?:ень|ня|ню)", days_ahead(1)),
    rule(
        r"(?:к|на|до)\s+(?P<day>завтрашн|сегодняшн)\w+\s+(?P<part>утр|вечер|обед|полудн)\w+",
        lambda m, c: {
            "day": c.today + timedelta(m["day"].startswith("зав")),
            "part": {"у": "morning", "в": "evening", "о": "noon", "п": "noon"}[m["part"][0]],
        },
    ),
    rule(
        r"(?:дедлайн|срок|крайний срок|крайний день|последний день)\s*[:—-]?\s*<<ord>>(?P<mon>)(?=\s*(?:[.,;!)]|$))",
        _ordinal_day,
        **_N,
    ),
    rule("послезавтра|после завтра", days_ahead(2)),
    rule(
        r"вчера|позавчера|вчерашн\w+|сегодняшн\w+|(?:час|день|недел[юи]|месяц|дн(?:я|ей)"
        r"|месяц\w+|лет|год\w*|час\w+)\s+(?:тому\s+)?назад|прошл(?:ый|ой|ого|ом|ая|ую)\s+"
        r"(?:раз|год[ау]?|месяц[ае]?|весн\w+|осен\w+|зим\w+|лет\w+)",
        told(beside=True),
    ),
    rule(_MOD + "<<wd>>", _weekday, **_N),
    rule(rf"{_WD2}\s*(?:[-—/]|или|либо|по|до)\s*<<wd>>", _RECKONER.last_weekday, **_N),
    rule(
        r"(?:через|чер|чз|ч/з|в теч(?:ени[еи]|\.)?|в ближайш(?:ие|ий|ую))\s+(?:<<n>>\s*)?(?P<work>раб(?:оч\w+)?\.?\s*)?<<unit>>",
        _ahead,
        **_N,
    ),
    rule(
        r"(?:через|чер|чз|ч/з|в теч(?:ени[еи]|\.)?|в ближайш(?:ие|ий|ую))\s+(?:<<n>>\s*)?(?P<work>р\.?\s?д)\.?(?P<unit>)",
        _RECKONER.working_days,
        **_N,
    ),
    rule(r"за\s+(?:<<n>>\s+)?(?P<work>раб(?:оч\w+)?\.?\s*)?<<unit>>(?!\s+до(?!\w))", _within, **_N),
    rule(r"<<n>>\s+(?P<work>раб(?:оч\w+)?\.?)\s*<<unit>>", _ahead, **_N),
    rule(
        r"(?:через|чер|чз|ч/з|в теч(?:ени[еи]|\.)?|в ближайш(?:ие|ий|ую))\s+(?:<<n>>\s*-?)?(?P<unit>час(?:а|ов|ик|ика)?"
        r"|ч|минут(?:у|ы|ок|ку)?|мин)",
        _RECKONER.hours_ahead,
        **_N,
    ),
    rule(
        r"(?:через|чер|чз|ч/з|в теч(?:ени[еи]|\.)?|в ближайш(?:ие|ий|ую))\s+(?:пол\s?-?часа|получаса|полчасика)",
        hours_ahead(0.5),
    ),
    rule(
        r"(?:через|чер|чз|ч/з|в теч(?:ени[еи]|\.)?|в ближайш(?:ие|ий|ую))\s+(?:полгода|пол\s?года|полг)",
        months_ahead(6),
    ),
    rule(r"через день", days_ahead(2)),
    rule(r"(?:за|через|в течение)\s+день[\s-](?:два|другой)", days_ahead(2)),
    rule(r"последн\w+\s+(?:день|дня|дню)\s+месяца", lambda m, c: {"day": c.end_of_month()}),
    rule(
        r"(?:через|в теч(?:ени[еи]|\.)?|за)\s+<<n>>\s*(?:раб\w*\.?\s*)?<<unit>>\s+(?:после(?!\s+(?:праздн|выходн|нов))"
        r"|со? (?:дня|момента))",
        told(beside=True),
        **_N,
    ),
    rule(
        r"(?P<unit>дня|дней|недел[иь]|месяц(?:а|ев))\s+через\s+<<n>>(?P<work>)",
        _ahead,
        **_N,
    ),
    rule(r"(?P<unit>час(?:а|ов|ика)|минут)\s+через\s+<<n>>", _RECKONER.hours_ahead, **_N),
    rule(r"(?<!еще )на той неделе", lambda m, c: {"day": c.end_of_week(1), "week": 1}),
    rule(r"перв\w+\s+<<wd>>\s+(?:каждого\s+)?месяца", told(beside=True), **_N),
    rule(
        r"(?:в теч(?:ение|ении|\.)? дня|до конца дня|к концу дня|в конце дня|до конца рабочего дня"
        r"|к концу рабочего дня|до закрытия|до ночи|к ночи|до отбоя)",
        told(part="end"),
    ),
    rule(
        r"(?:к|до) утр[уа]|к завтрашнему утру",
        by_morning,
    ),
    rule(r"до вечера|(?:ближе )?к вечеру|под вечер", told(part="evening")),
    rule(r"за\s+(?:<<n>>\s*)?(?:<<unit>>|час\w*|сутки)\s+до(?!\w)", told(beside=True), **_N),
    rule(
        _WHERE + _MOD + r"(?:недел[еиюя]|нед)(?!\s+назад)",
        only_with(_RECKONER.week, "where", "mod"),
    ),
    rule(r"(?<=на )неделе", lambda m, c: {"day": c.end_of_week(0), "week": 0}),
    rule(
        _WHERE + _MOD + r"(?:месяц[еау]|мес)",
        only_with(_RECKONER.month, "where", "mod"),
    ),
    rule(_WHERE + r"<<mon>>", only_with(_RECKONER.named_month, "where"), **_N),
    rule(
        r"(?<=[в] )<<mon>>",
        lambda m, c: (
            _RECKONER.named_month(m, c) if m["mon"].rstrip(".")[-1] in "ея" or len(m["mon"]) < 5 else None
        ),
        **_N,
    ),
    rule(
        _MOD + r"(?:выходн(?:ые|ых|ым|ыми)|выхи|выхах|вых)",
        lambda m, c: (
            {"beside": True}
            if (m["mod"] or "").startswith("прош")
            else {"day": c.weekend(1 if (m["mod"] or "").startswith("след") else 0)}
        ),
    ),
    rule(r"по\s+(?:выходным|будням)", told(beside=True)),
    rule(r"за\s+(?:эти\s+)?выходные", lambda m, c: {"day": c.weekend(0)}),
    rule(r"до выходных|перед выходными", weekday_in(0, FRI)),
    rule(r"после выходных", weekday_in(1, MON)),
    rule(r"(?:конца|концу|конце)\s+(?:этого\s+)?года", end_of_year),
    rule(
        r"(?:конца|концу|конце)\s+(?:этого\s+)?квартала",
        end_of_quarter,
    ),
    rule(
        r"(?:до|перед|к|под)\s+(?:нг|нов(?:ого|ым|ому|ый)\s+год\w*|новогодн\w+(?:\s+"
        r"(?:праздник\w*|каникул\w*|выходн\w*))?)",
        coming(12, 31),
    ),
    rule(r"после\s+(?:нг|нового\s+года)", coming(1, 2)),
    rule(
        r"после\s+(?:новогодних|январских|нг)(?:\s+(?:праздник\w*|каникул\w*|выходн\w*))?",
        lambda m, c: {"day": first_working(c.coming(1, 9))},
    ),
    rule(
        r"(?:до|перед|к)\s+майск(?:их|ими|им)(?:\s+(?:праздник\w*|выходн\w*|каникул\w*))?",
        coming(4, 30),
    ),
    rule(
        r"после\s+майских(?:\s+(?:праздник\w*|выходн\w*|каникул\w*))?",
        lambda m, c: {"day": first_working(c.coming(5, 10))},
    ),
    rule(r"(?:до|перед|к)\s+(?:пасх\w+)", lambda m, c: {"day": c.easter(orthodox=True) - timedelta(1)}),
    rule(r"после\s+пасхи", lambda m, c: {"day": c.easter(orthodox=True) + timedelta(2)}),
    rule(r"(?:до|перед|к|на)\s+(?:хэ|хе)ллоуин\w*", coming(10, 31)),
    rule(r"(?:до|перед|к)\s+рождеств\w+", coming(1, 6)),
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
