"""Hours as they are typed in Russian: 17:00, a bare five, half past, a window. The text is folded."""

import re

from pomni.agenda.capture.days import Calendar
from pomni.agenda.capture.reckonings import clock, rule, told
from pomni.agenda.capture.whens import Facts, Match, Rule

_HOURS = {
    word: hour
    for hour, words in enumerate(
        (
            "час часу",
            "двум два двух",
            "три трем трех",
            "четыре четырем четырех",
            "пять пяти",
            "шесть шести",
            "семь семи",
            "восемь восьми",
            "девять девяти",
            "десять десяти",
            "одиннадцать одиннадцати",
            "двенадцать двенадцати",
        ),
        start=1,
    )
    for word in words.split()
}
# An hour that a window begins with: "между десятью и двенадцатью", "с десяти до двенадцати".
_BETWEEN = {
    "часом": 1,
    "двумя": 2,
    "тремя": 3,
    "четырьмя": 4,
    "пятью": 5,
    "шестью": 6,
    "семью": 7,
    "восемью": 8,
    "девятью": 9,
    "десятью": 10,
    "одиннадцатью": 11,
    "двенадцатью": 12,
} | {word: hour for word, hour in _HOURS.items() if word.endswith(("и", "х"))}
_HALVES = [
    "первого",
    "второго",
    "третьего",
    "четвертого",
    "пятого",
    "шестого",
    "седьмого",
    "восьмого",
    "девятого",
    "десятого",
    "одиннадцатого",
    "двенадцатого",
]
THINGS = (
    r"(?!\d|[.,:/]\d|\s*[-—]\s*\d{3}|\s*(?:%|№|процент|р\b|р\.|руб|т\.?\s?р\b|тыс|к\b|млн"
    r"|\d{3}|лет\b|год(?:а|у|ов)?\b|раза?\b|дн(?:я|ей|и)\b|дней|сут(?:ок|ки)|нед|мес\b"
    r"|месяц|мин\b|минут"
    r"|шт\b|штук|чел\b|человек|зуб\w*|каб\b|кабинет|этап|платеж|взнос|част(?:и|ей|ях)\b"
    r"|посещ|визит(?:а|ов)\b|процедур|сеанс|кв\b|эт\b|дом\b|корп|комнат|филиал|коронок|имплант"
    r"|винир|пломб|канал|позиц|экз|копи[йи]|мм\b|см\b|км\b|мл\b|кг\b|гр?\b|м\b|л\b|класс"
    r"|ступен|уров|вариант|ряд|детей|ребен|гост|порци|тонн|ампул|флакон|единиц|ед\b"
    r"|юнит|урок|занят|глав|тем[аеу]\b|бокс|номер|зал[аеу]\b|палат|подъезд|отряд|цех|секци|групп|магазин|ячейк|столик))"
)
PART_OF_HOUR = r"(?:\s*(?:ч\.?(?:ас\w*)?(?!\w)))?(?:\s*(?P<half>утра|дня|вечера|веч|ночи))?"
_TERM = re.compile(
    r"(?:срок\w*|еще|хотя бы|всего|только|раз в|на|за|уже|прошло|осталось|хватит|минимум|максимум)\s+$"
)  # "срок 4 дня" is no hour
_PARTS = {
    "утра": "morning",
    "дня": "afternoon",
    "вечера": "evening",
    "веч": "evening",
    "утр": "morning",
    "ночи": "night",
}


def _clock(match: Match, calendar: Calendar) -> Facts:
    facts = clock(match["h"], match.groupdict().get("m"))
    return _with_part(facts, match)


def _in_full(match: Match, calendar: Calendar) -> Facts:
    """7:30 is as the clock shows it, where no part of the day is told."""
    facts = _clock(match, calendar)
    return facts | {"exact": True} if facts else None


def _pointed(match: Match, calendar: Calendar) -> Facts:
    """10.30 after a preposition: an hour, unless it may be a date and "at" does not lead to it."""
    at = match[0].startswith(("в ", "часов"))
    return _clock(match, calendar) if at or int(match["m"]) > 12 or match["m"] == "00" else None


def _with_part(facts: Facts, match: Match) -> Facts:
    half = match.groupdict().get("half")
    return facts | {"part": _PARTS[half]} if facts and half else facts


def _word_clock(match: Match, calendar: Calendar) -> Facts:
    return _with_part(clock(_HOURS[match["h"]]), match)


def _half(match: Match, calendar: Calendar) -> Facts:
    hour = _HALVES.index(match["h"]) or 12
    minute = 15 if match["part"].startswith("чет") else 30
    return _with_part(clock(hour, minute), match)


def _minus(match: Match, calendar: Calendar) -> Facts:
    minutes = {"чет": 15, "пят": 15, "дес": 10, "два": 20, "15": 15, "10": 10, "20": 20, "5": 5}
    said = match["less"]
    less = 5 if said == "пяти" else minutes[said[:3]]
    hour = int(match["h"]) if match["h"].isdigit() else _HOURS[match["h"]]
    return _with_part(clock((hour - 2) % 12 + 1, 60 - less), match)


_HOURWORD = r"(?P<h>" + "|".join(sorted(_HOURS, key=len, reverse=True)) + ")"


def _bare(match: Match, calendar: Calendar) -> Facts:
    """A bare hour after a preposition: "в", "к", "после" lead to an hour; "на" and "с" only where the hour is named."""
    said, told = match[0], bool(match["half"]) or "ч" in match[0].split()[-1] or "час" in match[0]
    hour = int(match["h"])
    if hour > 24 or hour == 0:
        return None
    facts = _clock(match, calendar)
    return facts | {"weak": True} if facts and said.startswith(("на ", "с ")) and not told else facts


def _weak(match: Match, calendar: Calendar) -> Facts:
    facts = _clock(match, calendar)
    return facts | {"weak": True} if facts and 0 < int(match["h"]) < 23 else None


def _of_day(match: Match, calendar: Calendar) -> Facts:
    """ "2 дня" with nothing before it is as well two days: an hour only beside a day."""
    facts = _clock(match, calendar)
    return facts | {"weak": True} if facts and re.fullmatch(r"\d{1,2}\s*дня", match[0]) else facts


_NAMES = {"things": THINGS, "poh": PART_OF_HOUR}

RULES: list[Rule] = [
    # --- Parts of the day
    rule(
        r"утром|утр|с утра|утречком|поутру|до обеда|в первой половине(?: дня)?|перед обедом",
        told(part="morning"),
    ),
    rule(r"в обед|к обеду|в районе обеда|около обеда|днем|в середине дня", told(part="noon")),
    rule(r"после обеда|во второй половине(?: дня)?", told(part="afternoon")),
    rule(r"вечером|вечерком|веч\.?", told(part="evening")),
    rule(r"(?:в|к|до|после|около)\s+(?:полдень|полудню|полудня)", told(clock=(12, 0), exact=True)),
    # --- Hours
    rule(r"(?P<h>\d{1,2})\s?[-—]\s?\d{1,2}<<things>>", lambda m, c: _weak(m, c), **_NAMES),
    rule(
        r"(?:(?<=пн )|(?<=вт )|(?<=ср )|(?<=чт )|(?<=пт )|(?<=сб )|(?<=вс )|(?<=завтра )|(?<=сегодня )"
        r"|(?<=понедельник )|(?<=вторник )|(?<=среду )|(?<=четверг )|(?<=пятницу )|(?<=субботу )|(?<=воскресенье ))"
        r"(?P<h>[89]|1\d|2[0-2])(?=\s*(?:[.,;!)]|$))",
        lambda m, c: _weak(m, c),
    ),
    rule(
        r"(?:(?:в районе|ровно в|в|к|до|после|около|на|с)\s*)?(?P<h>\d{1,2}):(?P<m>\d\d)<<poh>>"
        r"(?:\s*[-—]\s*\d{1,2}(?:[:.]\d\d)?)?",
        _in_full,
        **_NAMES,
    ),
    rule(
        r"(?:[вк]|до|после|около|на|с|часов в)\s*(?P<h>\d{1,2})[.-](?P<m>[0-5]\d)<<poh>>"
        r"<<things>>",
        _pointed,
        **_NAMES,
    ),
    rule(r"(?P<h>\d{1,2})[.](?P<m>[0-5]\d)<<things>>", lambda m, c: _weak(m, c), **_NAMES),
    rule(r"(?P<h>\d{1,2})[-](?P<m>00)<<poh>><<things>>", _clock, **_NAMES),
    rule(
        r"(?P<h>\d{1,2})[.](?P<m>[1-5][05]|00)<<poh>><<things>>",
        lambda m, c: _clock(m, c) if int(m["m"]) > 12 or m["m"] == "00" else None,
        **_NAMES,
    ),
    rule(
        r"(?:с|между)\s+(?P<h>\d{1,2})(?:[:.-](?P<m>[0-5]\d))?(?:\s*(?:часов|ч))?\s*(?:до|и"
        r"|по|[-—])\s*\d{1,2}(?:[:.-][0-5]\d)?<<poh>><<things>>",
        _clock,
        **_NAMES,
    ),
    rule(
        r"(?:в районе|ближе к|не позже|в|во|к|до|после|около|часов в|примерно в|ровно в|ровно|где-то в|на"
        r"|с)\s*(?P<h>\d{1,2})(?!\s+(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек))(?!\s?-?(?:го|му|ого|ому|е|ое|х|м|числ)(?!\w))(?:-?(?:ти|и))?"
        r"\s*(?:ч(?:ас\w*)?\.?)?(?:\s+(?P<half>утра|дня|вечера|веч|ночи))?<<things>>",
        lambda m, c: _bare(m, c),
        **_NAMES,
    ),
    rule(
        r"(?P<h>\d{1,2})\s*(?:час(?:ов|а|ам)|ч\.?(?!\w))?\s*(?P<half>утра|утр|вечера|веч|дня|ночи)",
        lambda m, c: None if _TERM.search(m.string[: m.start()]) else _of_day(m, c),
        **_NAMES,
    ),
    rule(r"(?P<h>1\d|2[0-4]|[89])\s*(?:час(?:ов|а|ам)|ч)", _clock),
    rule(
        rf"(?:в|к|до|после|около)\s+{_HOURWORD}(?:\s+час\w*)?(?:\s+(?P<half>утра|дня|вечера"
        rf"|ночи))?<<things>>",
        _word_clock,
        **_NAMES,
    ),
    rule(
        r"(?:между|с)\s+(?P<h>" + "|".join(_BETWEEN) + rf")\s+(?:и|до)\s+(?:{'|'.join([*_BETWEEN, *_HOURS])})"
        r"(?:\s+(?P<half>утра|дня|вечера|ночи))?",
        lambda m, c: _with_part(clock(_BETWEEN[m["h"]]), m),
    ),
    rule(
        r"(?:(?:в|к|до|после|около)\s+)?(?P<part>пол|половин[ауеы]|четверть)[\s-]?(?P<h>"
        + "|".join(_HALVES)
        + r")(?:\s+(?P<half>утра|дня|вечера|веч|ночи))?",
        _half,
    ),
    rule(
        rf"без\s+(?P<less>четверти|пятнадцати|десяти|двадцати|пяти|15|10|20|5)(?:\s+минут)?"
        rf"\s+{_HOURWORD[:-1]}|\d{{1,2}})(?:\s+(?P<half>утра|дня|вечера|веч|ночи))?",
        _minus,
    ),
]
