"""The lines of a card's timeline as HTML, drawn in one go: a template takes three times as long for a page of them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from pomni.kit.clock import today
from pomni.kit.terms import manner
from pomni.people.queries import Line, Timeline, folded
from pomni.people.queries.picked import any_of
from pomni.ui.kept import escaped
from pomni.ui.templatetags.pomni import day, icon, moment


@dataclass(frozen=True)
class Way:
    """How lines are drawn: the card's address, the words, whether one may pin, which line was asked for, what is sought."""

    url: str
    words: dict[str, str]
    pins: bool = False
    at: int = 0
    q: str = ""


def drawn(timeline: Timeline, card_url: str, *, pins: bool = False) -> SafeString:
    """The days and lines of a part of the timeline, and the button that brings more of it. Every text is escaped here.

    `pins`: with a button on each line that pins it above the timeline.
    """
    day_of_today = today()
    way = Way(card_url, _words(manner()), pins and not timeline.picked.on, timeline.at, timeline.picked.q)
    parts = [_newest(timeline)] if timeline.is_head and timeline.picked.is_all else []
    for date, lines in timeline.days:
        if date:
            parts.append(_day_told(date, day_of_today, way.words))
        parts += _lines(lines, way)
    if timeline.more:
        parts.append(_more(timeline, way))
    elif timeline.is_head and not timeline.days:
        parts.append(f'<li class="quiet" id="none">{way.words["none"]}</li>')
    return mark_safe("\n".join(parts))  # noqa: S308 (each text in it is escaped below)


def drawn_pinned(lines: Sequence[Line], card_url: str, *, pins: bool = False) -> SafeString:
    """What is pinned above the timeline."""
    way = Way(card_url, _words(manner()), pins)
    told = [_line(line, icon("pin"), way, on_top=True) for line in lines]
    return mark_safe("\n".join(told))  # noqa: S308 (each text in it is escaped below)


def pin_button(card_url: str, number: int, *, is_pinned: bool) -> str:
    """The button that pins a line, or takes it off again."""
    act = "unpin" if is_pinned else "pin"
    url, said = f"{card_url}{act}/{number}/", _words(manner())[act]
    return (
        f'<button class="btn ghost small icon-only pin" id="pin-{number}" form="pinning" formaction="{url}"'
        f' hx-post="{url}" hx-swap="none" aria-label="{said}" title="{said}">{icon("pin-off" if is_pinned else "pin")}</button>'
    )


def _more(timeline: Timeline, way: Way) -> str:
    """The button that brings the next part. A search that has met nothing yet goes on by itself."""
    query, words = escaped(timeline.picked.to_query(before=timeline.more)), way.words
    goes_on = ' hx-trigger="load, click"' if timeline.sought_to and not timeline.days else ""
    link = (
        f'<a class="btn small" href="?{query}" hx-target="#more" hx-swap="outerHTML"'
        f' hx-get="{way.url}timeline/?{query}"{goes_on}>{words["further" if timeline.sought_to else "more"]}</a>'
    )
    if not timeline.sought_to:
        return f'<li id="more">{link}</li>'
    reached = words["sought"] % {"day": day_written(timeline.sought_to, get_language())}
    return f'<li id="more" class="row"><span class="quiet small">{reached}</span>{link}</li>'


def drawn_above(timeline: Timeline, card_url: str, *, pins: bool = False) -> str:
    """What came on top of the timeline that a page shows, as parts for htmx: new days above it, the rest below its day."""
    words, day_of_today, below = _words(manner()), today(), timeline.below or today()
    way = Way(card_url, words, pins)
    above, same = [_newest(timeline)], []
    for date, lines in timeline.days:
        if date == below:
            same = _lines(lines, way)
        else:
            above += [_day_told(date or below, day_of_today, words), *_lines(lines, way)]
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


def _lines(lines: list[Line], way: Way) -> list[str]:
    icons = {name: icon(name) for name in {line.icon for line in lines}}
    return [
        _fold(run, icons[run[0].icon], way) if len(run) > 1 else _line(run[0], icons[run[0].icon], way)
        for run in folded(lines)
    ]


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
        "further": _("Search further back"),
        "sought": _("Searched back to %(day)s."),
        "none": _("Nothing on this timeline fits."),
        "changes": _("What was changed"),
        "nothing": pgettext("the value of a fact", "nothing"),
        "pin": _("Pin above the timeline"),
        "unpin": _("Take off the top"),
        "link": _("Link to this line"),
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


def _line(line: Line, drawn_icon: str, way: Way, *, on_top: bool = False) -> str:
    button = pin_button(way.url, line.pk, is_pinned=line.is_pinned) if way.pins else ""
    of_top = on_top and button.replace('id="pin-', 'id="unpin-')
    return (
        f'<li {_name(line, way, on_top)}><span class="dot">{drawn_icon}</span><div class="told">'
        f"<p>{escaped(line.sentence)}</p>{_said(line, way)}"
        f'<p class="quiet small">{_by(line, way)}</p>{_was(line, way.words)}{_changed(line, way)}</div>'
        f"{of_top or button}{_link(line, way, with_day=on_top)}</li>"
    )


def _name(line: Line, way: Way, on_top: bool = False) -> str:
    """What a line is called on its page; the one that was asked for is marked."""
    here = ' aria-current="true"' if line.pk == way.at else ""
    return f'id="{"top" if on_top else "m"}-{line.pk}"{here}'


def _link(line: Line, way: Way, *, with_day: bool = False) -> str:
    """The time of a line, which is the lasting address of that line."""
    time = f'<time datetime="{line.at.isoformat()}">{line.at:%H:%M}</time>'
    told = day_written(line.at.date(), get_language()) if with_day else time
    return (
        f'<a class="quiet small num" href="?at={line.pk}#m-{line.pk}" title="{way.words["link"]}">{told}</a>'
    )


def _fold(run: list[Line], drawn_icon: str, way: Way) -> str:
    """Small changes by one person, one after the other, as one line that opens; each keeps its own address."""
    first = run[0]
    fields = dict.fromkeys(label for line in reversed(run) for label, _before, _after in line.changes)
    told = ngettext("%(number)s change", "%(number)s changes", len(run)) % {"number": len(run)}
    told = f"{told}: {', '.join(fields)}" if fields else told
    within = "".join(
        f'<li {_name(line, way)}><p class="row"><span class="grow">{escaped(line.sentence)}</span>{_link(line, way)}</p>'
        f"{_changes(line, way)}</li>"
        for line in run
    )
    opened = " open" if way.q or any(line.pk == way.at for line in run) else ""
    return (
        f'<li><span class="dot">{drawn_icon}</span><div class="told"><details{opened}><summary>{escaped(told)}</summary>'
        f'<ul class="within small">{within}</ul></details><p class="quiet small">{escaped(first.by)}</p></div>'
        f"{_link(first, way)}</li>"
    )


def _changed(line: Line, way: Way) -> str:
    if not line.changes:
        return ""
    opened = " open" if way.q or line.pk == way.at else ""
    told = f'<summary class="quiet">{way.words["changes"]}</summary>{_changes(line, way)}'
    return f'<details class="small"{opened}>{told}</details>'


def _changes(line: Line, way: Way) -> str:
    nothing = f'<span class="quiet">{way.words["nothing"]}</span>'
    return "".join(
        f'<p><span class="quiet">{escaped(label)}:</span> <del>{_text(before, way) or nothing}</del> → '
        f"<ins>{_text(after, way) or nothing}</ins></p>"
        for label, before, after in line.changes
    )


def _said(line: Line, way: Way) -> str:
    parts = [f'<p class="quiet small">{way.words["back"]}</p>'] if line.is_withdrawn else []
    for label, text in line.details:
        told = f'<span class="quiet">{escaped(label)}:</span> {_text(text, way)}'
        parts.append(f'<p class="small">{told}</p>')
    if line.body:
        parts.append(f'<p class="said{" note" if line.is_note else ""}">{_text(line.body, way)}</p>')
    return "".join(parts)


def _text(text: Any, way: Way) -> str:
    """A text of several lines, escaped; what was sought stands out in it."""
    if not way.q:
        return lines_of(text)
    told, end = [], 0
    for found in any_of(way.q).finditer(text := str(text)):
        told += [lines_of(text[end : found.start()]), f"<mark>{lines_of(found.group())}</mark>"]
        end = found.end()
    return "".join([*told, lines_of(text[end:])])


def _by(line: Line, way: Way) -> str:
    parts: list[str] = [escaped(line.by)]
    if line.to_finish:
        parts.append(way.words["later"])
    if line.changed_at:
        parts.append(way.words["changed"] % {"at": moment(line.changed_at)})
    if line.changed_by:
        verb = way.words["finish" if line.to_finish else "change"]
        parts.append(f'<a class="link" href="{way.url}{line.changed_by}">{verb}</a>')
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
