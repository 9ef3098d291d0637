"""Days that come round, in each language: "on Tuesdays", "every other week", "three times a month". An hour or a part of
the day said with them is of no one day, so it is no due. The text is folded.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from pomni.agenda.capture.whens import Said

_RU_DAYS = r"(?:понедельник|вторник|сред|четверг|пятниц|суббот|воскресень)"
_RU_DAY = rf"(?:по\s+|в\s+|во\s+)?(?:пн|вт|ср|чт|пт|сб|вс|{_RU_DAYS}\w*)"
_RU = (
    rf"(?<!\w){_RU_DAYS}[ая]м(?!\w)"
    rf"|(?<!\w)(?:на|во?)\s+(?:понедельники|вторники|среды|четверги|пятницы|субботы|воскресенья)(?!\w)"
    r"|(?<!\w)по\s+(?:утрам|вечерам|ночам|выходным|будням|будням дням)(?!\w)"
    r"|(?<!\w)по\s+(?:пн|вт|ср|чт|пт|сб|вс)\s*(?:[,/-]|и)\s*(?:пн|вт|ср|чт|пт|сб|вс)(?!\w)"
    rf"|(?<!\w)кажд\w+\s+(?:\d+\s+|\w+\s+)?(?:{_RU_DAYS}|пн|вт|ср|чт|пт|сб|вс|день|дн|утр|вечер|недел|месяц|час|квартал|год)\w*"
    r"|(?<!\w)(?:раза?|дн(?:я|ей)|день|час(?:а|ов)?|ч|занят\w+|сеанс\w*|урок\w*)\s+(?:в|за)\s+(?:день|сутки|неделю|нед|месяц|мес|квартал|год)"
    rf"(?:[,:(]?\s*{_RU_DAY}(?:[\s,/]*(?:и\s+)?{_RU_DAY})+)?(?!\w)"
    rf"|(?<!\w){_RU_DAY}(?:[\s,/]+(?:и\s+)?{_RU_DAY}){{2,}}(?!\w)"
    r"|(?<!\w)(?:ежедневно|еженедельно|ежемесячно|через\s+день|раз\s+в\s+(?:\d+|\w+)\s+(?:дн|недел|месяц)\w*)(?!\w)"
    rf"|(?<!\w){_RU_DAY}/{_RU_DAY}(?!\w)"
    r"|(?<!\w)(?:руб\w*|р|евро|долл\w*|тыс\w*|тг|сом|лари|км|\d+)\.?\s+(?:в|за)\s+(?:час|день|сутки|месяц|неделю|смену|год)(?!\w)"
    r"|(?<!\w)(?:работа\w+|открыт\w*|режим|график|часы)\s+(?:\w+\s+)?с\s+\d{1,2}(?:[:.]\d\d)?\s+до\s+\d{1,2}"
)
_PL_DAY = r"(?:we?\s+)?(?:pn|pon|wt|sr|czw|pt|sob|nd|ndz|poniedzial\w*|wtor\w*|srod\w|czwart\w*|piat\w*|sobot\w|niedziel\w)"
_PL = (
    r"(?<!\w)(?:we?|na)\s+(?:poniedzialki|wtorki|srody|czwartki|piatki|soboty|poranki|popoludnia|wieczory)"
    r"(?:\s*(?:,|i|oraz|lub)\s*(?:w\s+)?(?:poniedzialki|wtorki|srody|czwartki|piatki|soboty|niedziele))*(?!\w)"
    r"|(?<!\w)(?:poniedzialki|wtorki|czwartki|piatki|poniedzialkami|wtorkami|czwartkami|piatkami|sobotami)(?!\w)"
    r"|(?<!\w)(?:co|kazd(?:y|a|ego|ej|ym))\s+(?:\d+\s+|drug\w+\s+|dwa\s+|dwie\s+|trzy\s+|cztery\s+)?(?:poniedzial|wtor|srod|czwart|piat|sobot|niedziel"
    r"|dzien|dni|rano|tydzien|tygodn|miesiac|miesiec|godzin|kwartal|rok|wieczor|poran)\w*"
    r"|(?<!\w)(?:razy?|dni|dzien|godz\w*|h|zajec\w*|lekcj\w*|trening\w*)\s+(?:w|na)\s+(?:tygodniu|tydzien|tyg|miesiacu|miesiac|dzien|rok|roku)"
    rf"(?:[,:(]?\s*{_PL_DAY}(?:[\s,/]*(?:i\s+)?{_PL_DAY})+)?(?!\w)"
    rf"|(?<!\w){_PL_DAY}(?:[\s,/]+(?:i\s+)?{_PL_DAY}){{2,}}(?!\w)"
    r"|(?<!\w)(?:dziennie|codziennie|tygodniowo|miesiecznie|cotygodniowo)(?!\w)"
    rf"|(?<!\w){_PL_DAY}/{_PL_DAY}(?!\w)"
    r"|(?<!\w)(?:pracuj\w+|czynn\w+|otwart\w+|godziny|grafik)\s+(?:\w+\s+)?od\s+\d{1,2}(?:[:.]\d\d)?\s+do\s+\d{1,2}"
)
_EN_DAYS = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_EN_DAY = rf"(?:{_EN_DAYS}s?|mon|tues?|weds?|thurs?|thu|fri|sat|sun)"
_EN = (
    rf"(?<!\w)(?:{_EN_DAYS}s|weekdays|weekends|(?:odd|even|alternate) (?:days|weeks|{_EN_DAYS}s))(?!\w)"
    rf"|(?<!\w)(?:{_EN_DAYS}|mon|tue|tues|wed|thu|thurs|fri|sat|sun|weekday|weekend)\s+(?:mornings|afternoons|evenings|nights|lunchtimes)(?!\w)"
    r"|(?<!\w)(?:mornings|afternoons|evenings)\s+only(?!\w)"
    r"|(?<!\w)\d{1,2}(?:st|nd|rd|th)\s+of\s+(?:each\s+|every\s+)?month(?!\w)"
    rf"|(?<!\w)(?:every|each)\s+(?:\d+\s+|other\s+|second\s+|third\s+|two\s+|three\s+|four\s+|single\s+)?"
    rf"(?:{_EN_DAYS}|mon|tue|wed|thu|fri|sat|sun|day|morning|afternoon|evening|night|week|fortnight|month|quarter|year|hour)s?(?!\w)"
    r"|(?<!\w)(?:once|twice|times|x|days?|hours?|hrs?|lessons?|sessions?|classes|visits?)\s+(?:a|per|each|every)\s+(?:day|week|wk|fortnight|month|year)"
    rf"(?:[,:(]?\s*(?:on\s+)?{_EN_DAY}(?:[\s,/&]*(?:and\s+)?{_EN_DAY})+)?(?!\w)"
    rf"|(?<!\w){_EN_DAY}(?:[\s,/&]+(?:and\s+)?{_EN_DAY}){{2,}}(?!\w)"
    rf"|(?<!\w){_EN_DAY}\s*[/+&]\s*{_EN_DAY}(?!\w)"
)
_PATTERNS = {"ru": _RU, "pl": _PL, "en": _EN}
# A day of whichever month: "раз в месяц 5 числа".
_NUMBER = re.compile(r"(?:on |до |do )?(?:the )?\d{1,2}(?:-?[a-zа-я]{1,4})?(?: числ\w+)?")
_STOP = re.compile(r"[,;!?\n]|\.\s")


@cache
def rounds(language: str) -> re.Pattern[str]:
    """How days come round in a language, compiled when it is first met."""
    return re.compile(_PATTERNS[language])


def without_rounds(found: Sequence[Said], text: str, pattern: re.Pattern[str]) -> list[Said]:
    """The days and hours, those told beside the matter that are of days that come round."""
    spans = [match.span() for match in pattern.finditer(text)] if found else []
    return [
        replace(one, beside=True) if any(_is_of(one, span, text) for span in spans) else one for one in found
    ]


def _is_of(one: Said, span: tuple[int, int], text: str) -> bool:
    """Whether a day is the very one that comes round, or an hour without a day is said in the same breath."""
    start, end = span
    if one.start < end and start < one.end:
        return not one.instant
    if one.instant or (one.day and not _NUMBER.fullmatch(text, one.start, one.end)):
        return False
    between = text[end : one.start] if end <= one.start else text[one.end : start]
    return not _STOP.search(between)
