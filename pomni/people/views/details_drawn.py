"""What is known of a client as panels of the card, drawn in one go: a template takes three times as long for them."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from pomni.kit import figures
from pomni.kit.addresses import address
from pomni.kit.clock import today
from pomni.people.consents import BY_CHANNEL, CHANNELS, standing
from pomni.people.forms.fields import birthday_written
from pomni.people.known import ALLERGY, CONSENTS, KINDS, channel_names, comes_next
from pomni.people.queries.known import (
    MOST,
    ConsentSeen,
    DateSeen,
    KnownOf,
    PeculiaritySeen,
    TieSeen,
    by_person,
)
from pomni.people.rules import birthday_text
from pomni.ui.kept import escaped
from pomni.ui.templatetags.pomni import alarm, day, icon

DETAIL = "people.detail.add"
SOON = dt.timedelta(days=14)
TIES, ALL = "ties", "all"  # in the address of a card that shows all of them


@dataclass(frozen=True)
class _Panel:
    """One panel: the rows of `of`, drawn by `body`; `what` adds to it."""

    what: str
    title: Any
    add: Any
    of: Callable[[KnownOf], Sequence[Any] | None]
    body: Callable[[Sequence[Any], str, str], str]
    number: Callable[[KnownOf], int] | None = None  # of all, where there may be more than are shown at first


def ties_shown(query: Mapping[str, Any]) -> int | None:
    """How many ties a card of this query shows, told from either side; None: all of them."""
    return None if query.get(TIES) == ALL else MOST


def details_drawn(request: Any, client: Any, known: KnownOf, *, focus: str = "") -> SafeString:
    """The panels that have something in them, and buttons for the others. Every text is escaped here. `focus` names the
    place of the form that was just closed: its button has the focus again.
    """
    may_add = request.user.may(DETAIL) and not client.forgotten_at
    url = address("people:client", client.uid) if may_add else ""
    parts, buttons = [], []
    for panel in PANELS:
        if (rows := panel.of(known)) is None:
            continue
        if rows:
            parts.append(_drawn(panel, rows, url, focus, _more(client, panel, known, len(rows))))
        elif may_add:
            buttons.append(f'<div id="add-{panel.what}">{_button(url, panel, focus)}</div>')
    more = "".join(buttons)
    if more:
        title = escaped(_("Write down more"))
        parts.append(
            f'<details><summary class="link small">{title}</summary><div class="cluster">{more}</div></details>'
        )
    return mark_safe(f'<div id="details" class="stack">{"".join(parts)}</div>')  # noqa: S308 (escaped below)


def _more(client: Any, panel: _Panel, known: KnownOf, shown: int) -> str:
    """Leads to the card with all of them, where some are not shown."""
    if panel.number is None or (number := panel.number(known)) <= shown:
        return ""
    whole = f"{address('people:client', client.uid)}?{TIES}={ALL}#details"
    count = f'<span class="num">{escaped(figures.number(number))}</span>'
    return f'<a class="link small" href="{whole}">{escaped(_("Show all"))} {count}</a>'


def _drawn(panel: _Panel, rows: Sequence[Any], url: str, focus: str, more: str) -> str:
    body = panel.body(rows, f"{url}details/{panel.what}/" if url else "", focus)
    add, place = (
        (_button(url, panel, focus, is_icon=True), f'<div id="add-{panel.what}"></div>') if url else ("", "")
    )
    return (
        f'<section class="card"><header><h2>{escaped(panel.title)}</h2>{add}</header>'
        f'<div class="body">{place}{body}{more}</div></section>'
    )


def _row(one: Any, told: str, url: str, focus: str) -> str:
    """A row with what it tells, and a button that opens its form in its place: below `url`, where one may."""
    change = ""
    if url:
        here, place = f"{url}{one.uid}/", f"detail-{one.uid}"
        has_focus = " autofocus" if focus == place else ""
        label = escaped(_("Change: %(what)s") % {"what": _named(one)})
        change = (
            f'<a class="btn ghost small icon-only" href="{here}" hx-get="{here}" hx-swap="none"'
            f' aria-label="{label}"{has_focus}>{icon("pencil")}</a>'
        )
    return f'<li id="detail-{one.uid}">{told}{change}</li>'


def _each(told: Callable[[Any], str]) -> Callable[[Sequence[Any], str, str], str]:
    """A row for each, as `told` has it."""

    def drawn(rows: Sequence[Any], url: str, focus: str) -> str:
        return f'<ul class="rows">{"".join(_row(one, told(one), url, focus) for one in rows)}</ul>'

    return drawn


def _people(ties: Iterable[TieSeen], url: str, focus: str) -> str:
    """A row for each person. Who is several things to the client is named once, and each tie is changed by itself."""
    rows = []
    for of_one in by_person(ties):
        first = of_one[0]
        if len(of_one) == 1:
            rows.append(_row(first, _two(_person(first), *_tie(first)), url, focus))
            continue
        lines = "".join(_row(one, _two("", *_tie(one)), url, focus) for one in of_one)
        rows.append(f'<li class="tied"><span>{_person(first)}</span><ul class="rows">{lines}</ul></li>')
    return f'<ul class="rows">{"".join(rows)}</ul>'


def _button(url: str, panel: _Panel, focus: str, *, is_icon: bool = False) -> str:
    here, has_focus = f"{url}details/{panel.what}/", " autofocus" if focus == f"add-{panel.what}" else ""
    text, look = escaped(panel.add), "btn ghost small"
    if is_icon:
        label = escaped(_("Write down: %(what)s") % {"what": panel.add})
        has_focus += f' aria-label="{label}" title="{label}"'
        text, look = "", f"{look} icon-only"
    return (
        f'<a class="{look}" href="{here}" hx-get="{here}" hx-swap="none"{has_focus}>{icon("plus")}{text}</a>'
    )


def _named(one: Any) -> str:
    if isinstance(one, TieSeen):
        return f"{one.name} ({one.label})"
    return str(getattr(one, "text", "") or getattr(one, "title", "") or getattr(one, "name", ""))


def _two(text: str, *small: str) -> str:
    told = " · ".join(part for part in small if part)
    above = f"<span>{text}</span>" if text else ""
    return f'<span class="two">{above}<small>{told}</small></span>'


def _person(one: TieSeen) -> str:
    name = escaped(one.name)
    if not one.other:
        return name
    return f'<a class="link" href="{address("people:client", one.other)}">{name}</a>{alarm(one.warning)}'


def _tie(one: TieSeen) -> tuple[str, str, str]:
    since = escaped(_("since %(day)s")) % {"day": day(one.since)} if one.since else ""
    return escaped(one.label), since, escaped(one.note)


def _peculiarity(one: PeculiaritySeen) -> str:
    kind = escaped(KINDS[one.kind])
    is_alarm = one.kind == ALLERGY
    sign = f'<span class="badge danger">{icon("triangle-alert")}{kind}</span>' if is_alarm else kind
    return _two(escaped(one.text), sign, day(one.on) if one.on else "")


def _date(one: DateSeen) -> str:
    written = escaped(birthday_written(birthday_text(one.day, one.year)))
    comes = comes_next(one.day, one.year, is_yearly=one.is_yearly, today=today())
    is_soon = comes and comes - today() <= SOON
    next_one = f'<span class="badge info">{day(comes)}</span>' if is_soon else ""
    how = "" if one.is_yearly else escaped(pgettext("of a date", "once"))
    return _two(escaped(one.title), written, how, next_one)


# --- Consents ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Said:
    """What was said, as it is folded."""

    kind: str
    is_given: bool
    on: dt.date
    by_channels: tuple[str, ...]


def stands_of(said: Iterable[ConsentSeen]) -> dict[tuple[str, str], Any]:
    """How each consent stands, of what was said, latest first."""
    told: list[Any] = [_Said(one.kind, one.is_given, one.on, one.channels) for one in said]
    return dict(standing(reversed(told)))


def _consents(said: Sequence[ConsentSeen], _url: str, _focus: str) -> str:
    """How each stands now; folded below, all that was said."""
    stands, rows = stands_of(said), []
    for kind in CONSENTS:
        told = {channel: stands[kind, channel] for channel in ("", *CHANNELS) if (kind, channel) in stands}
        if told:
            rows.append(_stands(kind, told))
    label = escaped(_("All that was said"))
    history = "".join(f"<li>{_said(one)}</li>" for one in said)
    return (
        f'<ul class="rows">{"".join(rows)}</ul>'
        f'<details class="small"><summary class="link">{label}</summary><ul class="rows">{history}</ul></details>'
    )


def _stands(kind: str, told: dict[str, Any]) -> str:
    given = [channel for channel, one in told.items() if one.is_given]
    tone, sign, word = ("success", "check", GIVEN) if given else ("danger", "x", TAKEN_BACK)
    latest = max(one.on for one in told.values())
    some = escaped(channel_names(given)) if kind in BY_CHANNEL else ""
    badge = f'<span class="badge {tone}">{icon(sign)}{escaped(word)}</span>'
    return f"<li>{_two(escaped(CONSENTS[kind]), badge, some, day(latest))}</li>"


def _said(one: ConsentSeen) -> str:
    kind = escaped(CONSENTS[one.kind])
    by = channel_names(one.channels)
    version = _("version %(version)s") % {"version": one.version} if one.version else ""
    told = [day(one.on), GIVEN if one.is_given else TAKEN_BACK, by, one.origin, version, one.by]
    return _two(kind, *map(escaped, told), escaped(one.wording))


GIVEN, TAKEN_BACK = pgettext_lazy("a consent", "Given"), pgettext_lazy("a consent", "Taken back")
PANELS = (
    _Panel(
        "peculiarity",
        gettext_lazy("Peculiarities"),
        gettext_lazy("Peculiarity"),
        lambda known: known.peculiarities,
        _each(_peculiarity),
    ),
    _Panel(
        "tie",
        gettext_lazy("Relationships"),
        gettext_lazy("Relationship"),
        lambda known: known.ties,
        _people,
        lambda known: known.ties_count,
    ),
    _Panel(
        "moment",
        gettext_lazy("Good and bad moments"),
        gettext_lazy("Good or bad moment"),
        lambda known: known.moments,
        _each(_peculiarity),
    ),
    _Panel(
        "date",
        gettext_lazy("Dates to remember"),
        pgettext_lazy("to remember", "Date"),
        lambda known: known.dates,
        _each(_date),
    ),
    _Panel(
        "consent", gettext_lazy("Consents"), gettext_lazy("Consent"), lambda known: known.consents, _consents
    ),
)
