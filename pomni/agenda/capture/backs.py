"""So many days before a day that was named already: "certificate expires 14 April, renew two days before", "dzień wcześniej".

The text is folded.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import cache

from pomni.agenda.capture.counts import POLISH, RUSSIAN
from pomni.agenda.capture.whens import Said

_COUNTS: Mapping[str, Mapping[str, float]] = {"ru": RUSSIAN, "pl": POLISH}
_UNITS = {"д": 1, "с": 1, "н": 7, "d": 1, "t": 7}  # days, by how the unit begins
_RU = (
    r"(?<!\w)за\s+(?:(?P<n>\d{1,2}|<<n>>)\s+)?(?P<unit>день|дня|дней|сутки|неделю|недели)"
    r"(?:\s+до\s+(?:этого|него|нее|срока|них|того|даты|начала))?(?=\s*(?:$|[.,;!)]))"
    r"|(?<!\w)на\s+(?:(?P<n2>\d{1,2}|<<n>>)\s+)?(?P<unit2>день|дня|дней|неделю|недели)\s+раньше(?!\w)"
    r"|(?<!\w)(?P<eve>накануне)(?!\w)"
)
_PL = (
    r"(?<!\w)(?:na\s+)?(?:(?P<n>\d{1,2}|<<n>>)\s+)?(?P<unit>dzien|dni|tydzien|tygodnie)\s+(?:wczesniej|przed\s+tym|przed\s+terminem)(?!\w)"
    r"|(?<!\w)(?P<eve>w\s+przeddzien)(?!\w)"
)
# What is to be done stands right before it: "напомнить хозяйке за день"; "разнесем за 2 дня" is how long it takes.
_REMINDS = re.compile(r"(?:^|[.,;:!?—-])\s*(?:@\S+\s+)?[а-я]+(?:ть|ти|чь)(?:ся)?(?:\s+[а-я]+){0,3}\s+$")
_FARTHEST = 160  # letters between the day and what is done before it
_SENTENCES = 1  # ends of sentences between the two


@cache
def _pattern(language: str) -> re.Pattern[str] | None:
    text = {"ru": _RU, "pl": _PL}.get(language)
    return re.compile(text.replace("<<n>>", "|".join(_COUNTS[language]))) if text else None


def with_days_back(found: Sequence[Said], text: str, language: str) -> list[Said]:
    """The days and hours with those told by how long before a day named earlier; without such a day nothing is added."""
    told = list(found)
    pattern = _pattern(language)
    for match in pattern.finditer(text) if pattern and found else ():
        day = _day_before(found, match.start(), text)
        led = (
            language != "ru"
            or match.groupdict().get("eve")
            or "до" in match[0].split()[2:]
            or "раньше" in match[0]
        )
        if day is None or day.day is None or not (led or _REMINDS.search(text[: match.start()])):
            continue
        back = timedelta(_days(match, language))
        told = [one for one in told if one.end <= match.start() or match.end() <= one.start]
        told.append(Said(match.start(), match.end(), day=day.day - back, back=True))
    return sorted(told, key=lambda one: one.start)


def _day_before(found: Sequence[Said], at: int, text: str) -> Said | None:
    """The last day told not far before that place, in the same sentence or the one before it."""
    days = [one for one in found if one.day and not one.beside and one.end <= at]
    near = [one for one in days if at - one.end < _FARTHEST]
    return near[-1] if near and text.count(". ", near[-1].end, at) <= _SENTENCES else None


def _days(match: re.Match[str], language: str) -> float:
    said = match.groupdict()
    if said.get("eve"):
        return 1
    count, unit = said["n"] or said.get("n2"), said["unit"] or said.get("unit2") or ""
    number = 1.0 if not count else float(count) if count.isdigit() else _COUNTS[language][count]
    return number * _UNITS[unit[0]]
