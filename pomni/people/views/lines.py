"""The lines of a card's timeline as HTML, drawn in one go: a template takes three times as long for a page of them."""

import datetime as dt
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from pomni.kit.clock import today
from pomni.kit.terms import manner
from pomni.people.queries import Line, Timeline
from pomni.ui.kept import escaped
from pomni.ui.templatetags.pomni import day, icon, moment


def drawn(timeline: Timeline, card_url: str) -> SafeString:
    """The days and lines of a part of the timeline, and the button that brings more of it. Every text is escaped here."""
    words, day_of_today = _words(manner()), today()
    parts = [_newest(timeline)] if timeline.is_head else []
    for date, lines in timeline.days:
        if date:
            parts.append(_day_told(date, day_of_today, words))
        parts += _lines(lines, card_url, words)
    if timeline.more:
        parts.append(
            f'<li id="more"><a class="btn small" href="?before={timeline.more}" hx-target="#more" hx-swap="outerHTML"'
            f' hx-get="{card_url}timeline/?before={timeline.more}">{words["more"]}</a></li>'
        )
    return mark_safe("\n".join(parts))  # noqa: S308 (each text in it is escaped below)


def drawn_above(timeline: Timeline, card_url: str) -> str:
    """What came on top of the timeline that a page shows, as parts for htmx: new days above it, the rest below its day."""
    words, day_of_today, below = _words(manner()), today(), timeline.below or today()
    above, same = [_newest(timeline)], []
    for date, lines in timeline.days:
        if date == below:
            same = _lines(lines, card_url, words)
        else:
            above += [_day_told(date or below, day_of_today, words), *_lines(lines, card_url, words)]
    told = _part("#newest", "outerHTML", above)
    if below != day_of_today:  # it may have been today when the page was opened
        told += _part(f"#day-{below}", "outerHTML", [_day_told(below, day_of_today, words)])
    return told + (_part(f"#day-{below}", "afterend", same) if same else "")


def _part(target: str, swap: str, lines: list[str]) -> str:
    return f'<hx-partial hx-target="{target}" hx-swap="{swap}">{"".join(lines)}</hx-partial>'


def _newest(timeline: Timeline) -> str:
    """Which line is the topmost one: sent with a note, so that the answer holds what came since, and no more."""
    pk = timeline.days[0][1][0].pk if timeline.days else ""
    return f'<li id="newest" hidden><input type="hidden" name="newest" value="{pk}" form="writing"></li>'


def _lines(lines: list[Line], card_url: str, words: dict[str, str]) -> list[str]:
    icons = {name: icon(name) for name in {line.icon for line in lines}}
    return [_line(line, icons[line.icon], card_url, words) for line in lines]


@lru_cache(maxsize=100)
def _words(_manner: str) -> dict[str, str]:
    told = {
        "back": pgettext("of a note", "Taken back"),
        "later": _("to be finished"),
        "finish": _("Finish"),
        "change": _("Change"),
        "changed": _("changed %(at)s"),
        "was": _("As it was written then"),
        "more": _("Show more"),
        "today": _("Today"),
        "yesterday": _("Yesterday"),
    }
    return {name: escaped(text) for name, text in told.items()}


@lru_cache(maxsize=2000)
def day_written(date: dt.date, _language: str | None) -> str:
    """A day as it is written: the rows of a list and the days of a timeline share most of theirs."""
    return day(date)


def _day_told(date: dt.date, day_of_today: dt.date, words: dict[str, str]) -> str:
    told = {0: words["today"], 1: words["yesterday"]}.get((day_of_today - date).days)
    said = f'<time datetime="{date}">{told}</time>' if told else day_written(date, get_language())
    return f'<li class="day" id="day-{date}">{said}</li>'


def _line(line: Line, drawn_icon: str, card_url: str, words: dict[str, str]) -> str:
    return (
        f'<li id="m-{line.pk}"><span class="dot">{drawn_icon}</span><div class="told">'
        f"<p>{escaped(line.sentence)}</p>{_said(line, words)}"
        f'<p class="quiet small">{_by(line, card_url, words)}</p>{_was(line, words)}</div>'
        f'<a class="quiet small num" href="?at={line.pk}#m-{line.pk}">'
        f'<time datetime="{line.at.isoformat()}">{line.at:%H:%M}</time></a></li>'
    )


def _said(line: Line, words: dict[str, str]) -> str:
    parts = [f'<p class="quiet small">{words["back"]}</p>'] if line.is_withdrawn else []
    for label, text in line.details:
        told = f'<span class="quiet">{escaped(label)}:</span> {escaped(text)}'
        parts.append(f'<p class="small">{told}</p>')
    if line.body:
        parts.append(f'<p class="said{" note" if line.is_note else ""}">{lines_of(line.body)}</p>')
    return "".join(parts)


def _by(line: Line, card_url: str, words: dict[str, str]) -> str:
    parts: list[str] = [escaped(line.by)]
    if line.to_finish:
        parts.append(words["later"])
    if line.changed_at:
        parts.append(words["changed"] % {"at": moment(line.changed_at)})
    if line.changed_by:
        verb = words["finish" if line.to_finish else "change"]
        parts.append(f'<a class="link" href="{card_url}{line.changed_by}">{verb}</a>')
    return " · ".join(parts)


def _was(line: Line, words: dict[str, str]) -> str:
    if not line.was:
        return ""
    return (
        f'<details class="small"><summary class="quiet">{words["was"]}</summary>'
        f'<p class="said">{lines_of(line.was)}</p></details>'
    )


def lines_of(text: Any) -> str:
    """A text of several lines, escaped."""
    return escaped(text).replace("\r\n", "\n").replace("\n", "<br>")
