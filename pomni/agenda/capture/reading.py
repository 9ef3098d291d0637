"""The reading of one line: days recognised, clauses told, the promises in them put together and told in words."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from pomni.agenda.capture import days_en, days_pl, days_ru
from pomni.agenda.capture.backs import with_days_back
from pomni.agenda.capture.clauses import Clause, Reader
from pomni.agenda.capture.cuts import clauses
from pomni.agenda.capture.days import Calendar
from pomni.agenda.capture.deed import Deed, real
from pomni.agenda.capture.deeds import Line
from pomni.agenda.capture.languages import MARKED, Language, language_of
from pomni.agenda.capture.lexicon import full_words, lexicon
from pomni.agenda.capture.rounds import rounds, without_rounds
from pomni.agenda.capture.text import LONGEST, folded, handle_of, in_full, tokens, with_will
from pomni.agenda.capture.whens import Grammar, Said, masked, together, value_of

_BY = re.compile(r"(?:до|by|before|do|przed|не позднее|no later|najpó[zź]niej)\b", re.IGNORECASE)
_SOON = 150  # days ahead that bare figures are taken for a day
_THAT = re.compile(r"\b(?:что|ли|[zż]e|czy|that|whether|if)\b", re.IGNORECASE)
# What follows a full stop: nothing, or a word that begins large; after a word in full (a whole month) a small one does, too.
_SENTENCE_BEGINS = re.compile(r"\s*$|\s+[A-ZА-ЯЁĄĆĘŁŃÓŚŹŻ]|\s+@")
_IN_FULL_AND_STOP = re.compile(r"[^\W\d_]{6,}\.$")
_SIZE = re.compile(r"\d[.,/]\d")
_DEEPEST_SHADE = 12
_LEADS_TO_NAMES = re.compile(
    r"call|ring|phone|email|text|meet|visit|see|to|with|for|from|mr|mrs|ms|dr|miss"
    r"|(?:za|od)dzwoni[cć]|do|ze?|od|dla|p|pan(?:i|a|u|em|ią|ia)"
)
# Figures before these that are surely no day: "6.0 и 7.1".
_PAIRED = re.compile(r"\d[.,/]0\s*(?:,|и|i|oraz|and|\+)\s*$")
_FIGURES = re.compile(r"\d{1,2}[.,/]\d{1,2}")


@dataclass(frozen=True)
class Captured:
    """One thing to remember.

    `kind` is agreement, next_step, expectation or obligation; `owes` us, client or both; `assignee` the handle of the
    colleague told to act, without its @; `what` the words without the day and the handle; `due` a date where no hour
    was said, an instant in the company's zone where one was.
    """

    kind: str
    owes: str
    assignee: str | None
    what: str
    due: date | datetime | None


def read(
    text: str,
    *,
    now: datetime,
    zone: ZoneInfo,
    language: str,
    handles: Collection[str] | None = None,
    day_first: bool = True,
    sex: str = "",
) -> tuple[Captured, ...]:
    """What `captured` of this package tells."""
    typed, spoken, calendar, found = _days(text, now, zone, language, day_first)
    marked = any(letter in MARKED for letter in typed.lower())
    reader = Reader(spoken, lexicon(spoken), found, handles, marked)
    words = in_full(tokens(masked(folded(typed), found), typed), full_words(spoken), spoken)
    if spoken == "en":
        words = with_will(words, reader.lexicon.lists["verbs"], reader.lexicon.lists["before_will"])
    row = clauses(words, reader)
    return tuple(one for deed in Line(reader, sex).deeds(row) if (one := _captured(deed, typed, calendar)))


def bare(
    text: str,
    *,
    now: datetime,
    zone: ZoneInfo,
    language: str,
    handles: Collection[str],
    day_first: bool = True,
) -> list[str]:
    """What `bare_words` of this package tells."""
    typed, spoken, _calendar, found = _days(text, now, zone, language, day_first)
    days, joining = {(one.start, one.end) for one in found}, lexicon(spoken).lists["and"]
    return [
        word.typed
        for word in tokens(masked(folded(typed), found), typed)
        if (word.start, word.end) not in days
        and word.said not in joining
        and not (word.typed.startswith("@") and handle_of(word.typed, handles))
    ]


def _days(
    text: str, now: datetime, zone: ZoneInfo, language: str, day_first: bool
) -> tuple[str, Language, Calendar, list[Said]]:
    """The line as it was typed, the language that it is in, and the days and hours in it."""
    typed = re.sub(r"\r\n?", "\n", text[:LONGEST])
    plain = folded(typed)
    spoken = language_of(typed, language)
    calendar = Calendar(now, zone)
    month_first = language.lower() in ("en-us", "en_us") or not day_first
    said = [_without_stop(one, typed) for one in _grammar(spoken, month_first).said(plain, calendar)]
    said = with_days_back(said, plain, spoken)
    return typed, spoken, calendar, without_rounds(said, plain, rounds(spoken))


def _grammar(spoken: str, month_first: bool) -> Grammar:
    if spoken == "ru":
        return days_ru.GRAMMAR
    if spoken == "pl":
        return days_pl.GRAMMAR
    return days_en.MONTH_FIRST if month_first else days_en.GRAMMAR


def _without_stop(one: Said, typed: str) -> Said:
    """A day or an hour without the full stop that ends its sentence; the one that cuts a word short stays: "5 dec. at 3"."""
    ends = typed[one.end - 1 : one.end] == "." and _SENTENCE_BEGINS.match(typed, one.end)
    ends = ends or _IN_FULL_AND_STOP.search(typed, one.start, one.end)
    return replace(one, end=one.end - 1) if ends else one


def _captured(deed: Deed, typed: str, calendar: Calendar) -> Captured | None:
    deed.whens = _without_figures(deed.whens, typed, calendar)
    when, under = _when(deed.whens, typed), _when(deed.under, typed)
    when = (together(when, under) or when) if when and under else when or under
    due = value_of(when, calendar) if when else None
    what = _what(deed, typed)
    return Captured(deed.verdict.kind, deed.verdict.owes, deed.assignee, what, due) if what else None


def _when(whens: Sequence[Said], typed: str) -> Said | None:
    """The day and hour of a deed: the first said, with an hour said apart from it; a day that it is due by goes before."""
    said = real(whens)
    if len(said) > 1 and (both := together(said[0], said[1])):
        return both
    by = [
        one for one in said if one.day and _BY.match(typed, one.start) and not _is_told(said[0], one, typed)
    ]
    return (by or said)[0] if said else None


def _is_told(first: Said, one: Said, typed: str) -> bool:
    """Whether a later day is of what somebody is told: "remind her tomorrow that the fee is due by the 20th"."""
    return bool(_THAT.search(typed, first.end, max(first.end, one.start)))


def _without_figures(whens: list[Said], typed: str, calendar: Calendar) -> list[Said]:
    """The days without figures that may be a shade or a size, where another day is told: "order 7.1 by Tuesday"."""
    whens = [when for when in whens if not _is_a_size(when, typed, calendar)]
    told = [when for when in whens if not _FIGURES.fullmatch(typed, when.start, when.end)]
    return told if any(not when.beside and when.day for when in told) else whens


def _is_a_size(when: Said, typed: str, calendar: Calendar) -> bool:
    """Whether bare figures follow a name, or would be months ahead: "reorder Wella 7/1", "a fixture 4.1"."""
    before = typed[: when.start].split()
    led = (
        len(before) > 1 and before[-1][:1].isupper() and not before[-1].isupper() and not _is_somebody(before)
    )
    led = led and int(re.split(r"\D", typed[when.start : when.end].strip())[0] or 0) <= _DEEPEST_SHADE
    short = _SIZE.fullmatch(typed, when.start, when.end)
    ahead = bool(short) and when.day is not None and when.day > calendar.today + timedelta(_SOON)
    paired = bool(_PAIRED.search(typed, 0, when.start))
    return bool((led or ahead or paired) and _FIGURES.fullmatch(typed, when.start, when.end))


def _is_somebody(words: list[str]) -> bool:
    """Whether the last of these words names a person or a street: "to p. Beata", "call Anna", "Смирнову"."""
    led = words[-2].lower()
    return led.endswith(".") or bool(_LEADS_TO_NAMES.fullmatch(led)) or words[-1].lower() > "а"


def _what(deed: Deed, typed: str) -> str:
    """The words of a deed as they were typed, without its day and its colleague."""
    gone = {(one.start, one.end) for one in real(deed.whens)}
    parts = [_words(clause, typed, gone) for clause in sorted(deed.clauses, key=lambda one: one.start)]
    return re.sub(r"\s+", " ", ", ".join(part for part in parts if part)).strip(" ,;:—-.")


def _words(clause: Clause, typed: str, gone: set[tuple[int, int]]) -> str:
    named = {mention.at for mention in clause.mentions}
    text, last = "", None
    for at, token in enumerate(clause.tokens):
        if at in named or (token.start, token.end) in gone:
            continue
        close = last is not None and not typed[last : token.start].strip()
        text += (typed[last : token.start] if close else " " if text else "") + token.typed
        last = token.end
    return text.strip()
